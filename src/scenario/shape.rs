//! A tree against the schema: unknown and missing keys, kinds, ranges, lengths, choices.

use std::collections::BTreeSet;

use super::nearest;
use super::report::Report;
use super::rules::{Kind, Rule};
use super::source::shorten;
use super::tree::{Node, Table, Value};
use super::units::{suggest, typed};

/// How much of the tree can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It was read whole.
    Whole,
    /// It was recovered from a text with syntax errors: what seems to be missing may only be unreadable.
    Recovered,
}

/// Reports everything in `node` that the rule does not allow. `path` names the place for messages, in the dotted form
/// that variants use.
pub(crate) fn check_shape(node: &Node, rule: Rule, trust: Trust, report: &mut Report<'_>) {
    Walk { trust, report }.node(node, rule, "", "");
}

struct Walk<'r, 's> {
    trust: Trust,
    report: &'r mut Report<'s>,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: &Node, rule: Rule, key: &str, place: &str) {
        match (rule.kind(), &node.value) {
            (Kind::Any, _) | (Kind::Boolean, Value::Boolean(_)) => {}
            (Kind::Table, Value::Table(table)) => self.table(node, table, rule, place_of(place, key).as_str()),
            (Kind::List, Value::List(items)) => self.list(node, items, rule, key, place),
            (Kind::Number, Value::Integer(_)) => self.range(node, rule, key, place),
            (Kind::Number, Value::Float(float)) => {
                if float.is_finite() {
                    self.range(node, rule, key, place);
                } else {
                    let what = if float.is_nan() { "not a number" } else { "infinite" };
                    let message = format!("{} is {what}", self.told(node, key, place));
                    self.report.add(&node.span, message, allowed_numbers(rule));
                }
            }
            (Kind::Integer, Value::Integer(_)) => self.range(node, rule, key, place),
            (Kind::Integer, Value::Float(_)) => {
                let message = format!("{} must be a whole number", self.told(node, key, place));
                let mut remedy = allowed_numbers(rule);
                if let Some(number) = node.number().filter(|number| number.abs() < 1.0e15) {
                    remedy += &format!("; did you mean {key} = {}?", libm::round(number));
                }
                self.report.add(&node.span, message, remedy);
            }
            (Kind::Text, Value::Text(text)) => {
                self.length(node, rule, text.chars().count(), key, place);
                self.characters(node, text, key, place);
            }
            (Kind::Choice(choices), Value::Text(text)) => {
                if !choices.contains(&text.as_str()) {
                    let message = format!("{} is not a choice", self.told(node, key, place));
                    self.report.add(&node.span, message, nearest::remedy("allowed", text, &choices));
                }
            }
            (kind, _) => self.wrong_kind(node, rule, &kind, key, place),
        }
    }

    fn table(&mut self, node: &Node, table: &Table, rule: Rule, place: &str) {
        let known = rule.keys();
        let mut meant = BTreeSet::new();
        for (key, entry) in table {
            match rule.property(key) {
                Some(property) => self.node(&entry.node, property, key, place),
                None if rule.is_open() => {}
                None => {
                    let found = suggest(key, entry.node.number(), &known, |name| table.contains_key(name));
                    let mut remedy = format!("allowed: {}", known.join(", "));
                    if let Some(found) = &found {
                        meant.insert(found.key);
                        remedy += &match found.value {
                            Some(value) => format!("; did you mean {} = {}?", found.key, typed(value)),
                            None => format!("; did you mean {}?", found.key),
                        };
                    }
                    let message = format!("unknown key \"{}\"{}", shorten(key), in_place(place));
                    self.report.add(&entry.key_span, message, remedy);
                }
            }
        }
        if self.trust == Trust::Recovered {
            return;
        }
        for key in rule.required() {
            // A key that is there under a wrong name is one mistake, not two.
            if !table.contains_key(key) && !meant.contains(key) {
                let message = format!("missing key \"{key}\"{}", in_place(place));
                let property = rule.property(key);
                let remedy = property.map_or_else(String::new, |property| format!("add {}", what_it_is(key, property)));
                self.report.add(&node.span, message, remedy);
            }
        }
    }

    fn list(&mut self, node: &Node, items: &[Node], rule: Rule, key: &str, place: &str) {
        self.length(node, rule, items.len(), key, place);
        let Some(item_rule) = rule.item() else { return };
        let list_place = place_of(place, key);
        for (ix, item) in items.iter().enumerate() {
            let label = item.label().map_or_else(|| format!("#{}", ix + 1), shorten);
            self.node(item, item_rule, &label, &list_place);
        }
    }

    fn range(&mut self, node: &Node, rule: Rule, key: &str, place: &str) {
        let Some(number) = node.number() else { return };
        let (min, max) = rule.range();
        let side = if min.is_some_and(|min| number < min) {
            "too small"
        } else if max.is_some_and(|max| number > max) {
            "too large"
        } else {
            return;
        };
        let message = format!("{} is {side}", self.told(node, key, place));
        self.report.add(&node.span, message, format!("{} ({})", allowed_numbers(rule), rule.description()));
    }

    fn length(&mut self, node: &Node, rule: Rule, length: usize, key: &str, place: &str) {
        let (min, max) = rule.length();
        let what = if rule.kind() == Kind::List { "members" } else { "characters" };
        let place = in_place(place);
        if min.is_some_and(|min| (length as f64) < min) {
            let least = min.unwrap_or_default();
            let message = format!("\"{key}\"{place} has {length} {what}");
            self.report.add(&node.span, message, format!("at least {least} ({})", rule.description()));
        } else if max.is_some_and(|max| length as f64 > max) {
            let most = max.unwrap_or_default();
            let message = format!("\"{key}\"{place} has {length} {what}");
            self.report.add(&node.span, message, format!("at most {most} ({})", rule.description()));
        }
    }

    /// Refuses signs that no reader of a report can see and that a terminal, a table or a picture may act on.
    fn characters(&mut self, node: &Node, text: &str, key: &str, place: &str) {
        // Longer texts may have lines; names stand in tables and pictures and may not.
        let has_lines = matches!(key, "summary" | "source" | "not_comparable");
        let is_line = |c: char| has_lines && matches!(c, '\n' | '\r' | '\t');
        if let Some(found) = text.chars().find(|&c| c.is_control() && !is_line(c)) {
            let message = format!("\"{key}\"{} has the control character U+{:04X}", in_place(place), u32::from(found));
            self.report.add(&node.span, message, "take it out: only printable characters are allowed");
        }
    }

    fn wrong_kind(&mut self, node: &Node, rule: Rule, kind: &Kind, key: &str, place: &str) {
        let is_whole = node.text().is_some_and(|text| text.parse::<i64>().is_ok());
        let is_number = node.text().is_some_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
        let hint = match (kind, &node.value) {
            (Kind::Number, Value::Text(_)) if is_number => "; leave out the quotes".to_owned(),
            (Kind::Integer, Value::Text(_)) if is_whole => "; leave out the quotes".to_owned(),
            (Kind::List, Value::Table(_)) if place.is_empty() => format!("; write [[{key}]] with two brackets"),
            (Kind::List, Value::Table(_)) => format!("; write [[{place}.{key}]] with two brackets, or {key} = [..]"),
            (Kind::Table, Value::List(_)) if place.is_empty() => format!("; write [{key}] with one bracket"),
            _ => String::new(),
        };
        let message = format!("{} is {}", self.told(node, key, place), found_kind(&node.value));
        self.report.add(&node.span, message, format!("expected {}{hint}", expected(kind, rule)));
    }

    /// `cruise_speed_mps = -5.0 in threat_types.shahed-136`.
    fn told(&self, node: &Node, key: &str, place: &str) -> String {
        match node.value {
            Value::Table(_) | Value::List(_) => format!("\"{key}\"{}", in_place(place)),
            _ => format!("{key} = {}{}", self.report.quote(&node.span), in_place(place)),
        }
    }
}

fn place_of(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

fn in_place(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" in {place}") }
}

fn found_kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Date => "a date",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}

fn expected(kind: &Kind, rule: Rule) -> String {
    match kind {
        Kind::Table => "a table".to_owned(),
        Kind::List => "a list".to_owned(),
        Kind::Number => format!("a number, {}", allowed_numbers(rule)),
        Kind::Integer => format!("a whole number, {}", allowed_numbers(rule)),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Text => "a text in quotes".to_owned(),
        Kind::Choice(choices) => format!("one of {}", choices.join(", ")),
        Kind::Any => "any value".to_owned(),
    }
}

fn allowed_numbers(rule: Rule) -> String {
    match rule.range() {
        (Some(min), Some(max)) => format!("allowed: {min} to {max}"),
        (Some(min), None) => format!("allowed: {min} and more"),
        (None, Some(max)) => format!("allowed: up to {max}"),
        (None, None) => "allowed: any finite number".to_owned(),
    }
}

/// A missing key with its meaning and range.
fn what_it_is(key: &str, rule: Rule) -> String {
    let kind = rule.kind();
    match kind {
        Kind::Number | Kind::Integer => format!("{key} ({} {})", rule.description(), allowed_numbers(rule)),
        _ => format!("{key}: {} ({})", expected(&kind, rule), rule.description()),
    }
}
