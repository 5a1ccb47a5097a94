//! Every mistake of the text in the words of `kingbird check`, each at the field it speaks of. Knows nothing of the interface.
//!
//! A problem names line and column; the tree knows which value begins there. Where several do (a list and its first member), the
//! message decides: a missing key belongs to the table that lacks it.

use super::document::{Address, Doc, Document};
use crate::scenario::tree::{Node, Value};
use crate::scenario::{Loaded, Problem, parse};

/// A mistake and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// As `kingbird check` tells it.
    pub problem: Problem,
    /// The field; the root where it is about the text as such.
    pub address: Address,
    /// Byte of the text.
    pub byte: usize,
}

impl Located {
    /// Message and remedy, as one sentence.
    pub fn told(&self) -> String {
        let Problem { message, remedy, .. } = &self.problem;
        if remedy.is_empty() { message.clone() } else { format!("{message}; {remedy}") }
    }
}

/// What checking a text gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The scenario, where the text has no mistake.
    pub loaded: Option<Box<Loaded>>,
    /// The mistakes, in the order of their lines.
    pub problems: Vec<Located>,
}

/// Checks a document.
pub fn check(document: &Document) -> Checked {
    match parse(document.text(), &document.source().file(), None) {
        Ok(loaded) => Checked { loaded: Some(Box::new(loaded)), problems: Vec::new() },
        Err(problems) => {
            let doc = document.doc();
            let located = problems.iter().map(|problem| {
                let byte = byte_of(doc.text, problem.line, problem.column);
                Located { address: address_of(doc, byte, problem), byte, problem: problem.clone() }
            });
            Checked { loaded: None, problems: located.collect() }
        }
    }
}

impl Checked {
    /// How many mistakes lie at an address or below it.
    pub fn count_within(&self, address: &Address) -> usize {
        self.problems.iter().filter(|located| located.address.is_within(address)).count()
    }

    /// The mistakes at exactly this address.
    pub fn at<'a>(&'a self, address: &'a Address) -> impl Iterator<Item = &'a Located> {
        self.problems.iter().filter(move |located| located.address == *address)
    }
}

/// The byte of a line and a column in characters, both from 1.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

fn address_of(doc: Doc<'_>, byte: usize, problem: &Problem) -> Address {
    let mut found = Vec::new();
    starting_at(doc.root, &Address::default(), byte, &mut found);
    let missing = quoted_in(&problem.message, "missing key ");
    let place = found.iter().filter(|(_, node)| missing.is_none() || matches!(node.value, Value::Table(_)));
    // The deepest, unless the message counts the members of the list.
    let counts_members = problem.message.contains(" members") || problem.message.contains(" corners");
    let best = if counts_members {
        place.filter(|(_, node)| matches!(node.value, Value::List(_))).max_by_key(|(address, _)| address.0.len())
    } else {
        place.max_by_key(|(address, _)| address.0.len())
    };
    let address = match best.or_else(|| found.last()) {
        Some((address, _)) => address.clone(),
        None => innermost(doc.root, &Address::default(), byte),
    };
    match missing {
        Some(key) => address.key(key),
        None => address,
    }
}

/// What stands in quotes behind a word.
fn quoted_in<'a>(message: &'a str, word: &str) -> Option<&'a str> {
    let rest = &message[message.find(word)? + word.len()..];
    rest.strip_prefix('"')?.split('"').next()
}

/// Everything that begins at a byte, itself or its key.
fn starting_at<'a>(node: &'a Node, at: &Address, byte: usize, found: &mut Vec<(Address, &'a Node)>) {
    if node.span.start == byte {
        found.push((at.clone(), node));
    }
    match &node.value {
        Value::Table(table) => {
            for (key, entry) in table {
                let below = at.key(key);
                if entry.key_span.start == byte && entry.node.span.start != byte {
                    found.push((below.clone(), &entry.node));
                }
                starting_at(&entry.node, &below, byte, found);
            }
        }
        Value::List(items) => {
            items.iter().enumerate().for_each(|(ix, item)| starting_at(item, &at.ix(ix), byte, found));
        }
        _ => {}
    }
}

/// The innermost value around a byte: of syntax errors, as far as the rest could be read.
fn innermost(node: &Node, at: &Address, byte: usize) -> Address {
    let inside = |node: &Node| node.span.contains(&byte);
    match &node.value {
        Value::Table(table) => {
            let found = table.iter().find(|(_, entry)| inside(&entry.node));
            found.map_or_else(|| at.clone(), |(key, entry)| innermost(&entry.node, &at.key(key), byte))
        }
        Value::List(items) => {
            let found = items.iter().enumerate().find(|(_, item)| inside(item));
            found.map_or_else(|| at.clone(), |(ix, item)| innermost(item, &at.ix(ix), byte))
        }
        _ => at.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::screen::edit::document::Source;

    fn checked(text: &str) -> (Document, Checked) {
        let document = Document::new(Source::File("mine.toml".into()), text.to_owned());
        let checked = check(&document);
        (document, checked)
    }

    fn shipped(name: &str) -> String {
        crate::scenario::shipped().find(|shipped| shipped.name == name).expect("shipped").text.to_owned()
    }

    #[test]
    fn a_good_text_has_none_and_can_be_run() {
        let (_, checked) = checked(&shipped("mass-raid"));
        assert!(checked.problems.is_empty());
        assert_eq!(checked.loaded.expect("good").scenario.name, "mass-raid");
    }

    #[test]
    fn each_lies_at_its_field_in_the_words_of_check() {
        let text = shipped("mass-raid")
            .replacen("cruise_speed_mps = 120.0 ", "cruise_speed_mps = 1200.0 ", 1)
            .replacen("launch_area = \"East\"", "launch_area = \"Est\"", 1)
            .replacen("hits_to_destroy = 8\n", "", 1)
            .replacen("rails = 4\n", "rials = 4\n", 1)
            .replacen("routes = [\"Plain\"]", "routes = [\"Plain\", \"River\", \"Plane\"]", 1)
            .replacen("position = { east_m = 16000.0, north_m = -12000.0 }", "position = { east_m = 16000.0 }", 1)
            .replacen("set = { \"doctrine.decision_latency_s\" = 60.0 }", "set = { \"doctrine.latency_s\" = 60.0 }", 1);
        let (document, checked) = checked(&text);
        let told: Vec<String> = checked.problems.iter().map(|p| p.problem.to_string()).collect();
        let by_check = parse(&text, "mine.toml", None).expect_err("mistakes");
        assert_eq!(told.join("\n"), by_check.to_string());
        let places: Vec<String> = checked.problems.iter().map(|p| p.address.to_string()).collect();
        let expected = [
            "assets[2].hits_to_destroy",
            "assets[2].position",
            "threat_types[2].cruise_speed_mps",
            "raid.waves[1].routes[3]",
            "raid.waves[2].launch_area",
            "sites[1].rials",
            "variants[4].set.doctrine.latency_s",
        ];
        assert_eq!(places, expected, "{told:#?}");
        assert_eq!(checked.count_within(&Address::of("assets").ix(1)), 2);
        assert_eq!(checked.count_within(&Address::of("assets").ix(0)), 0);
        assert_eq!(checked.at(&Address::of("threat_types").ix(1).key("cruise_speed_mps")).count(), 1);
        assert!(document.is_readable());
    }

    #[test]
    fn missing_tables_and_counts_lie_where_they_belong() {
        let (_, checked) = checked("name = \"\"\nsummary = \"s\"\n[[acoustic_areas]]\nname = \"a\"\npolygon = []\n");
        let places: Vec<String> = checked.problems.iter().map(|p| p.address.to_string()).collect();
        for place in
            ["theatre", "assets", "raid", "name", "acoustic_areas[1].density_per_km2", "acoustic_areas[1].polygon"]
        {
            assert!(places.iter().any(|known| known == place), "{place} is not among {places:?}");
        }
    }

    #[test]
    fn syntax_errors_have_a_byte() {
        let (document, checked) = checked("name = \"x\"\nsummary = \n[theatre]\nextent_m = 5 6\n");
        assert!(!document.is_readable() && checked.problems.len() >= 2);
        assert!(checked.problems.iter().all(|p| p.byte <= document.text().len()));
        assert_eq!(checked.problems[0].problem.line, 2);
    }
}
