//! The scenario reader on broken files: whatever the text, it answers with a scenario or with problems, and does not panic.
//!
//! The texts are shipped scenarios with random changes, because random bytes alone never get past the TOML reader.
//! `fuzz/` holds the same entry for cargo-fuzz, which goes deeper.

use kingbird::scenario::{canonical_json, digest, parse, shipped};
use proptest::prelude::*;

/// Values that break assumptions: extremes, wrong kinds, odd texts.
const HOSTILE: &[&str] = &[
    "nan",
    "-inf",
    "inf",
    "1e400",
    "-0.0",
    "1e-320",
    "0",
    "-1",
    "4294967296",
    "9223372036854775807",
    "-170141183460469231731687303715884105728",
    "99999999999999999999999999999999999999999999",
    "0xffff_ffff",
    "0.30000000000000004",
    "\"\"",
    "\"*\"",
    "\"a.b\"",
    "\"\\u0000\"",
    "\"Łódź\"",
    "'''\n'''",
    "true",
    "[]",
    "[[]]",
    "{}",
    "{ a.b.c = 1 }",
    "[{}]",
    "1979-05-27T07:32:00Z",
    "07:32:00",
    "[nan, nan]",
    "{ lat_deg = 90, lon_deg = 180 }",
    "{ east_m = 4e6, north_m = -4e6 }",
];

/// Paths for variants that lead into odd places.
const PATHS: &[&str] = &[
    "",
    ".",
    "..",
    "*",
    "*.*",
    "sites",
    "sites.",
    "sites.*",
    "sites.*.",
    "sites.*.magazines.*",
    "raid.waves.*.routes.*",
    "variants",
    "theatre",
    "theatre.tick_s.x",
    "reported.launched",
    "raid.routes.*.waypoints.*.east_m",
    "radars.*.position",
];

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    /// Replaces a byte's character.
    Character(prop::sample::Index, char),
    /// Cuts the text off.
    Cut(prop::sample::Index),
    RemoveLine(prop::sample::Index),
    RepeatLine(prop::sample::Index),
    SwapLines(prop::sample::Index, prop::sample::Index),
    /// Puts something else behind a line's `=`.
    Value(prop::sample::Index, prop::sample::Index),
    /// Renames a line's key to another line's.
    Key(prop::sample::Index, prop::sample::Index),
    /// Adds a variant that sets a path to a value.
    Variant(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let ix = any::<prop::sample::Index>;
    prop_oneof![
        1 => (ix(), any::<char>()).prop_map(|(at, c)| Change::Character(at, c)),
        1 => ix().prop_map(Change::Cut),
        1 => ix().prop_map(Change::RemoveLine),
        1 => ix().prop_map(Change::RepeatLine),
        1 => (ix(), ix()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        4 => (ix(), ix()).prop_map(|(at, value)| Change::Value(at, value)),
        2 => (ix(), ix()).prop_map(|(at, from)| Change::Key(at, from)),
        2 => (ix(), ix()).prop_map(|(path, value)| Change::Variant(path, value)),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let n = lines.len();
    match change {
        Change::Character(at, c) => {
            let mut chars: Vec<char> = text.chars().chain(['\n']).collect();
            let at = at.index(chars.len());
            chars[at] = *c;
            return chars.into_iter().collect();
        }
        Change::Cut(at) => return text.chars().take(at.index(text.chars().count() + 1)).collect(),
        Change::RemoveLine(at) => {
            lines.remove(at.index(n));
        }
        Change::RepeatLine(at) => lines.insert(at.index(n), lines[at.index(n)].clone()),
        Change::SwapLines(a, b) => lines.swap(a.index(n), b.index(n)),
        Change::Value(at, value) => {
            let line = &mut lines[at.index(n)];
            if let Some((key, _)) = line.clone().split_once('=') {
                *line = format!("{key}= {}", value.get(HOSTILE));
            }
        }
        Change::Key(at, from) => {
            let key = lines[from.index(n)].split('=').next().unwrap_or_default().to_owned();
            let line = &mut lines[at.index(n)];
            if let Some((_, value)) = line.clone().split_once('=') {
                *line = format!("{key}={value}");
            }
        }
        Change::Variant(path, value) => lines.push(format!(
            "[[variants]]\nname = \"fuzz\"\nsummary = \"\"\nset = {{ \"{}\" = {} }}",
            path.get(PATHS),
            value.get(HOSTILE)
        )),
    }
    lines.join("\n")
}

/// The reader answers, and what it answers holds together.
fn answers(text: &str) {
    for variant in [None, Some("fuzz")] {
        match parse(text, "fuzz.toml", variant) {
            Ok(loaded) => {
                assert_eq!(loaded.digest, digest(&loaded.scenario));
                // What passed holds finite numbers only: JSON would write anything else as null.
                let mut numbers = loaded.scenario.clone();
                numbers.reported = None;
                let mut json: serde_json::Value = serde_json::from_str(&canonical_json(&numbers)).expect("JSON");
                for area in json["acoustic_areas"].as_array_mut().into_iter().flatten() {
                    // The circle of a polygon is the one null by design.
                    let area = area.as_object_mut().expect("a table");
                    area.retain(|key, _| key != "centre" && key != "radius_m");
                }
                json.as_object_mut().expect("a table").remove("reported");
                assert!(!json.to_string().contains("null"), "{json}");
            }
            Err(problems) => {
                assert!(!problems.is_empty());
                let n_lines = text.split('\n').count();
                for problem in &problems {
                    assert!(problem.line >= 1 && problem.line <= n_lines && problem.column >= 1, "{problem:?}");
                    assert!(!problem.message.is_empty());
                    assert!(problem.to_string().starts_with(&format!("fuzz.toml:{}: ", problem.line)));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn changed_scenarios_are_answered(which in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..6)) {
        let shipped: Vec<_> = shipped().filter(|shipped| shipped.text.len() < 20_000).collect();
        let mut text = which.get(&shipped).text.to_owned();
        for change in &changes {
            text = apply(&text, change);
        }
        answers(&text);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        answers(&text);
    }

    #[test]
    fn anything_like_toml_is_answered(text in "([a-z\\[\\]{}=\".,# 0-9\n*-]{0,12}\n?){0,20}") {
        answers(&text);
    }
}

/// Each value of a whole scenario replaced by each hostile one: every reader of every key meets them all.
#[test]
fn every_value_replaced_by_every_hostile_one() {
    let text = shipped().find(|shipped| shipped.name == "contract/mixed").expect("shipped").text;
    let lines: Vec<&str> = text.split('\n').collect();
    for (ix, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
        for value in HOSTILE {
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed[ix] = format!("{key}= {value}");
            answers(&changed.join("\n"));
        }
    }
}
