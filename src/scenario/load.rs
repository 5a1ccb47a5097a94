//! From a name or a path to a checked scenario, or to everything that is wrong with it.

use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;

use toml::de::DeTable;

use super::check::check_sense;
use super::digest::digest;
use super::limits::{MAX_FILE_BYTES, MAX_KEY_PARTS, MAX_VARIANTS};
use super::nearest;
use super::problem::{Problem, Problems};
use super::report::Report;
use super::rules::scenario_rule;
use super::schema::Scenario;
use super::shape::{Trust, check_shape};
use super::shipped::shipped;
use super::source::Source;
use super::tree::Node;
use super::variant;

/// A scenario that passed every check, with one of its variants applied where one was asked for.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario, resolved.
    pub scenario: Scenario,
    /// Where it came from: the path as given, or the shipped file's.
    pub file: String,
    /// The variant that was applied.
    pub variant: Option<String>,
    /// SHA-256 in hex of what decides a raid; see [`super::digest`].
    pub digest: String,
}

/// Why there is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Neither a file nor a shipped scenario.
    #[error("no scenario file or shipped scenario \"{name}\"; {remedy}")]
    NotFound {
        /// As it was asked for.
        name: String,
        /// The shipped names, and the nearest.
        remedy: String,
    },
    /// There is a file, but it cannot be read as text.
    #[error("could not read \"{file}\": {source}")]
    Unreadable {
        /// The path as given.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// It was read, and has mistakes.
    #[error(transparent)]
    Problems(#[from] Problems),
}

/// Loads a scenario by the name of a shipped one (`mass-raid`, `bench/duel`) or from a TOML file, and applies a variant.
/// A shipped name goes before a file of the same name; `./mass-raid` is the file.
///
/// # Errors
/// When there is no such scenario, when it cannot be read, and with all mistakes at once when it has any.
pub fn load(name_or_path: &str, variant: Option<&str>) -> Result<Loaded, LoadError> {
    if let Some(found) = shipped().find(|shipped| shipped.name == name_or_path) {
        return Ok(parse(found.text, &found.file(), variant)?);
    }
    let unreadable = |source| LoadError::Unreadable { file: name_or_path.to_owned(), source };
    match read(name_or_path) {
        Ok(text) => Ok(parse(&text, name_or_path, variant)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let names: Vec<&str> = shipped().map(|shipped| shipped.name).collect();
            let remedy = nearest::remedy("shipped", name_or_path, &names);
            Err(LoadError::NotFound { name: name_or_path.to_owned(), remedy })
        }
        Err(error) => Err(unreadable(error)),
    }
}

/// A file's text, as far as any scenario goes: what is longer is cut and refused by [`parse`], so that a device without end
/// does not fill the memory.
fn read(path: &str) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MAX_FILE_BYTES as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads a scenario from text; `file` is only what messages call it. All variants are checked, whichever is asked for.
///
/// # Errors
/// All mistakes of the text at once, in the order of their lines.
pub fn parse(text: &str, file: &str, variant: Option<&str>) -> Result<Loaded, Problems> {
    let source = Source::new(file, text);
    let fail = |mut problems: Vec<Problem>| {
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        Err(Problems(problems))
    };
    if let Some(problem) = too_much(&source) {
        return fail(vec![problem]);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    let base = Node::from_document(&document);
    if !errors.is_empty() {
        return fail(syntax_problems(&source, &base, &errors));
    }

    let mut problems = problems_of(&source, &base);
    let variants = variant::variants(&base);
    for (name, variant) in variants.iter().take(MAX_VARIANTS) {
        let found = variant_problems(&source, &base, name, variant, &problems);
        problems.extend(found);
    }
    let chosen = variant.map(|wanted| (wanted, variants.iter().find(|(name, _)| *name == wanted)));
    if let Some((wanted, None)) = chosen {
        problems.push(no_such_variant(&source, &base, wanted, &variants));
    }
    if !problems.is_empty() {
        return fail(problems);
    }

    let tree = match chosen {
        Some((_, Some((_, variant)))) => variant::apply(&base, variant, &mut Report::new(&source)),
        _ => base,
    };
    match serde_json::from_value::<Scenario>(tree.to_json()) {
        Ok(scenario) => {
            let digest = digest(&scenario);
            Ok(Loaded { scenario, file: file.to_owned(), variant: variant.map(str::to_owned), digest })
        }
        Err(error) => {
            // The schema and serde are derived from the same structs, so this is a gap between the two.
            let mut report = Report::new(&source);
            report.add(&(0..0), format!("passed the schema but not the reader: {error}"), "please report this");
            fail(report.problems)
        }
    }
}

/// Everything wrong with one tree.
fn problems_of(source: &Source<'_>, tree: &Node) -> Vec<Problem> {
    let mut report = Report::new(source);
    check_shape(tree, scenario_rule(), Trust::Whole, &mut report);
    check_sense(tree, scenario_rule(), &mut report);
    report.problems
}

/// What is wrong with a variant beyond what is wrong anyway.
fn variant_problems(source: &Source<'_>, base: &Node, name: &str, variant: &Node, known: &[Problem]) -> Vec<Problem> {
    let mut report = Report::new(source);
    let tree = variant::apply(base, variant, &mut report);
    let mut found = report.problems;
    found.extend(problems_of(source, &tree).into_iter().filter(|problem| !known.contains(problem)));
    for problem in &mut found {
        problem.message = format!("variant \"{name}\": {}", problem.message);
    }
    found
}

fn no_such_variant(source: &Source<'_>, base: &Node, wanted: &str, variants: &[(&str, &Node)]) -> Problem {
    let names: Vec<&str> = variants.iter().map(|(name, _)| *name).collect();
    let span = base.get("variants").map_or(0..0, |variants| variants.span.clone());
    let (line, column) = source.locate(span.start);
    Problem {
        file: source.file.to_owned(),
        line,
        column,
        text: wanted.to_owned(),
        message: format!("no variant \"{wanted}\""),
        remedy: nearest::remedy("variants", wanted, &names),
    }
}

/// Syntax errors, and what is wrong on the other lines as far as they could be read.
fn syntax_problems(source: &Source<'_>, recovered: &Node, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut report = Report::new(source);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let quoted = report.quote(&span);
        let message = if quoted.is_empty() {
            format!("not TOML: {}", error.message())
        } else {
            format!("not TOML at `{quoted}`: {}", error.message())
        };
        report.add(&span, message, "");
    }
    // One slip often breaks a line in several ways; the first is the one to mend.
    report.problems.dedup_by_key(|problem| problem.line);
    let lines: Vec<usize> = report.problems.iter().map(|problem| problem.line).collect();
    let mut others = Report::new(source);
    check_shape(recovered, scenario_rule(), Trust::Recovered, &mut others);
    report.problems.extend(others.problems.into_iter().filter(|problem| !lines.contains(&problem.line)));
    report.problems
}

/// An empty tree for a text that the TOML reader would choke on; `None` where it can be read. Whoever reads a text other than
/// by [`parse`] asks first.
#[cfg(feature = "viewer")]
pub(crate) fn too_much_to_read(text: &str) -> Option<Node> {
    let empty = || Node { span: 0..0, value: super::tree::Value::Table(super::tree::Table::new()) };
    too_much(&Source::new("", text)).map(|_| empty())
}

/// Refuses texts that the TOML reader itself would choke on: too long, or nested deeper than the stack allows.
fn too_much(source: &Source<'_>) -> Option<Problem> {
    let mut report = Report::new(source);
    if source.text.len() > MAX_FILE_BYTES {
        report.add(&(0..0), format!("the file has {} bytes", source.text.len()), format!("at most {MAX_FILE_BYTES}"));
    } else if let Some(span) = deepest_key(source.text) {
        report.add(&span, "key with too many parts", format!("at most {MAX_KEY_PARTS}, separated by dots"));
    }
    report.problems.pop()
}

/// The first dotted key or header with more parts than any scenario needs. Only what stands before a line's `=` counts;
/// comments are left out.
fn deepest_key(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let head = line.split(['=', '#']).next().unwrap_or(line);
        if head.bytes().filter(|byte| *byte == b'.').count() >= MAX_KEY_PARTS {
            return Some(start..start + head.len());
        }
        start += line.len();
    }
    None
}
