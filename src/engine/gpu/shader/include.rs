//! Puts a shader together from its includes, and remembers where each line came from.
//!
//! A line `//!include exact/math` is replaced by `shaders/exact/math.wgsl`, depth first, each file once (so a file may be
//! included from several places; WGSL does not mind the order of declarations, so cycles are harmless). The files are
//! embedded in the program: there is nothing to find at run time.

use super::error::ShaderError;

/// Embeds the named files of `shaders/`.
macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/shaders/", $name, ".wgsl")))),*]
    };
}

/// Every file under `shaders/`, by its path without the ending; a test compares the list with the folder.
///
/// Files of `stage/` and `exact/selftest` have entry points. Files of `model/` are parts of stages and may refer to the
/// bindings of those that include them, so they need not stand alone.
pub static SOURCES: &[(&str, &str)] = sources![
    "assign/agents",
    "assign/auction",
    "assign/auction_main",
    "assign/auction_subgroup",
    "assign/clear",
    "assign/conclude",
    "assign/edges",
    "assign/enlist",
    "assign/market",
    "assign/plain",
    "assign/plain_main",
    "assign/plain_subgroup",
    "assign/plain_team_subgroup",
    "assign/plain_team_workgroup",
    "assign/plain_workgroup",
    "assign/prices",
    "assign/subgroup",
    "assign/team_subgroup",
    "assign/team_workgroup",
    "assign/wide",
    "assign/workgroup",
    "exact/fixed",
    "exact/math",
    "exact/rng",
    "exact/selftest",
    "exact/vec",
    "model/capacity",
    "model/channel",
    "model/codes",
    "model/course",
    "model/events",
    "model/layout",
    "model/motion",
    "model/pair",
    "model/pick",
    "model/sensor",
    "model/sort",
    "model/world",
    "stage/assess",
    "stage/close",
    "stage/cost",
    "stage/fly_rounds",
    "stage/fly_threats",
    "stage/launch",
    "stage/order",
    "stage/pick",
    "stage/roster",
    "stage/score",
    "stage/sense",
    "stage/settle",
    "stage/spawn",
];

/// A shader with its includes resolved.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The whole WGSL text.
    pub text: String,
    files: Vec<String>,
    /// Per line of the text: index of the file, and line in it from 1.
    lines: Vec<(usize, u32)>,
}

impl Resolved {
    /// File and line (from 1) of origin of a line (from 1) of the text; lines past the end give the last one.
    pub fn origin(&self, line: u32) -> (&str, u32) {
        let ix = (line.max(1) as usize - 1).min(self.lines.len().saturating_sub(1));
        self.lines.get(ix).map_or(("", 0), |&(file, line)| (self.files[file].as_str(), line))
    }

    /// File and line of origin of a place in the text; line 0 where naga knows no place.
    pub fn origin_of(&self, span: naga::Span) -> (&str, u32) {
        if span.is_defined() {
            self.origin(span.location(&self.text).line_number)
        } else {
            (self.files.first().map_or("", String::as_str), 0)
        }
    }
}

/// The embedded shader of this name (`stage/fly`), with its includes.
pub fn resolve(name: &str) -> Result<Resolved, ShaderError> {
    resolve_in(SOURCES, name)
}

/// [`resolve`] in a table of the caller's.
pub fn resolve_in(sources: &[(&str, &str)], name: &str) -> Result<Resolved, ShaderError> {
    let mut out = Resolved { text: String::new(), files: Vec::new(), lines: Vec::new() };
    append(sources, name, "by the program", &mut out)?;
    Ok(out)
}

fn append(sources: &[(&str, &str)], name: &str, asked_by: &str, out: &mut Resolved) -> Result<(), ShaderError> {
    if out.files.iter().any(|f| f == name) {
        return Ok(());
    }
    let Some((_, text)) = sources.iter().find(|(n, _)| *n == name) else {
        return Err(ShaderError::Missing { name: name.to_owned(), asked_by: asked_by.to_owned() });
    };
    let file = out.files.len();
    out.files.push(name.to_owned());
    for (ix, line) in text.lines().enumerate() {
        let number = ix as u32 + 1;
        if let Some(included) = line.trim().strip_prefix("//!include ") {
            append(sources, included.trim(), &format!("in shaders/{name}.wgsl:{number}"), out)?;
        } else {
            out.text.push_str(line);
            out.text.push('\n');
            out.lines.push((file, number));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|e| e == "wgsl") {
                let name = path.strip_prefix(root).unwrap().with_extension("");
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("shaders");
        let mut found = Vec::new();
        walk(&root, &root, &mut found);
        // What draws is the viewer's, and plain WGSL without includes.
        found.retain(|name| !name.starts_with("draw/"));
        found.sort();
        let mut listed: Vec<_> = SOURCES.iter().map(|(n, _)| (*n).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed, "list every file of shaders/ in SOURCES");
    }

    #[test]
    fn each_file_comes_once_and_lines_keep_their_origin() {
        let table = [("a", "//!include b\n//!include c\nline a3"), ("b", "//!include c\nline b2"), ("c", "line c1")];
        let r = resolve_in(&table, "a").unwrap();
        assert_eq!(r.text, "line c1\nline b2\nline a3\n");
        assert_eq!([r.origin(1), r.origin(2), r.origin(3)], [("c", 1), ("b", 2), ("a", 3)]);
    }

    #[test]
    fn a_missing_include_names_who_asked() {
        let error = resolve_in(&[("a", "\n//!include nope")], "a").unwrap_err().to_string();
        assert!(error.contains("`nope`") && error.contains("shaders/a.wgsl:2"), "{error}");
    }
}
