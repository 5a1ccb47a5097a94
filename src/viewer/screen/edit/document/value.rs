//! Setting, adding and unsetting one value, as splices of the text.

use super::address::Address;
use super::list::remove_from_brackets;
use super::sections::{Section, has_header, ranges_of, sections};
use super::splice::{Splice, line_break, line_end, line_start, next_line};
use crate::scenario::rules::{Rule, scenario_rule};
use crate::scenario::tree::{Node, Value};

/// Why a change cannot be made by splicing; what to do instead is always the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; change it in the text")]
pub struct NoPlace(pub String);

/// A document as an operation sees it.
#[derive(Clone, Copy)]
pub(crate) struct Doc<'a> {
    pub text: &'a str,
    pub root: &'a Node,
}

impl Doc<'_> {
    /// Writes `value` (TOML) at an address; adds the key, and the table around it, where they are missing.
    pub fn set(self, address: &Address, value: &str) -> Result<Vec<Splice>, NoPlace> {
        match address.find(self.root) {
            Some(node) if has_header(node, self.text) || is_implicit(node, self.text) => {
                Err(NoPlace(format!("{address} is a table of its own")))
            }
            Some(node) => Ok(vec![Splice::replace(node.span.clone(), value)]),
            None => self.add(address, value),
        }
    }

    /// Takes a key with its value out, so that its default holds. What is not written stays so.
    pub fn unset(self, address: &Address) -> Result<Vec<Splice>, NoPlace> {
        let Some(entry) = address.find_entry(self.root) else { return Ok(Vec::new()) };
        if has_header(&entry.node, self.text) || self.is_list_of_sections(&entry.node) {
            let ranges = ranges_of(&sections(self.root, self.text), self.text, address, false);
            return Ok(ranges.into_iter().map(Splice::remove).collect());
        }
        if is_implicit(&entry.node, self.text) {
            return Err(NoPlace(format!("{address} is written with dots")));
        }
        let (start, end) = (entry.key_span.start, entry.node.span.end);
        let holder = address.parent().and_then(|parent| parent.find(self.root));
        if let Some(table) = holder.filter(|holder| self.is_inline(holder)) {
            let Value::Table(entries) = &table.value else { return Ok(Vec::new()) };
            let mut members: Vec<_> = entries.values().map(|e| e.key_span.start..e.node.span.end).collect();
            members.sort_by_key(|member| member.start);
            let ix = members.iter().position(|member| member.start == start).unwrap_or(0);
            return Ok(vec![remove_from_brackets(self.text, &members, ix)]);
        }
        let from = line_start(self.text, start);
        Ok(vec![Splice::remove(from..next_line(self.text, line_end(self.text, end)))])
    }

    fn add(self, address: &Address, value: &str) -> Result<Vec<Splice>, NoPlace> {
        let (Some(parent), Some(key)) = (address.parent(), address.last_key()) else {
            return Err(NoPlace(format!("there is no {address}")));
        };
        let Some(table) = parent.find(self.root) else { return self.add_table(&parent, key, value) };
        let Value::Table(entries) = &table.value else {
            return Err(NoPlace(format!("{parent} is no table")));
        };
        let line = format!("{} = {value}", quoted_key(key));
        if self.is_inline(table) {
            let last = entries.values().map(|entry| entry.node.span.end).max();
            return Ok(vec![match last {
                Some(end) => Splice::insert(end, format!(", {line}")),
                None => Splice::replace(table.span.clone(), format!("{{ {line} }}")),
            }]);
        }
        let all = sections(self.root, self.text);
        match all.iter().find(|section| section.address == parent) {
            Some(section) => Ok(vec![self.add_line(section, &parent, key, &line)]),
            // Only tables below it have headers: it gets one of its own before them.
            None if entries.values().all(|entry| has_header(&entry.node, self.text)) => {
                self.add_table(&parent, key, value)
            }
            None => Err(NoPlace(format!("{parent} is written with dots"))),
        }
    }

    /// A new line behind the key that comes before it in the schema, or right under the header.
    fn add_line(self, section: &Section, table: &Address, key: &str, line: &str) -> Splice {
        let order = order_of(table);
        let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(usize::MAX);
        let mine = place(key);
        let node = table.find(self.root);
        let mut behind: Option<(usize, usize)> = None;
        if let Some(Value::Table(entries)) = node.map(|node| &node.value) {
            for (other, entry) in entries {
                let is_here = (section.start..=section.end).contains(&entry.key_span.start);
                let is_line = !has_header(&entry.node, self.text) && !self.is_list_of_sections(&entry.node);
                if is_here && is_line && place(other) <= mine {
                    let candidate = (place(other), end_of(&entry.node));
                    behind = behind.max(Some(candidate));
                }
            }
        }
        let brk = line_break(self.text);
        let end = match behind {
            Some((_, end)) => line_end(self.text, end),
            None if table.0.is_empty() => return Splice::insert(0, format!("{line}{brk}")),
            None => line_end(self.text, section.start),
        };
        Splice::insert(end, format!("{brk}{line}"))
    }

    /// A table that is not there yet, with its first key: under a header at the top, in braces within a member of a list.
    fn add_table(self, table: &Address, key: &str, value: &str) -> Result<Vec<Splice>, NoPlace> {
        let line = format!("{} = {value}", quoted_key(key));
        if table.0.iter().any(|step| matches!(step, super::address::Step::Ix(_))) {
            return self.add(table, &format!("{{ {line} }}"));
        }
        let brk = line_break(self.text);
        Ok(vec![self.add_section(table, &format!("[{}]{brk}{line}{brk}", table.pattern()))])
    }

    /// Puts a new section where the order of the format has it: behind the last section of what comes before it.
    pub fn add_section(self, address: &Address, section: &str) -> Splice {
        let all = sections(self.root, self.text);
        let mine = rank(address);
        let before = all.iter().filter(|known| rank(&known.address) <= mine).max_by_key(|known| known.start);
        let end = before.map_or(0, |known| known.end);
        let brk = line_break(self.text);
        if end == 0 && self.text.trim().is_empty() {
            return Splice::insert(0, section);
        }
        let after = next_line(self.text, end);
        let first = if self.text[..after].ends_with('\n') { "" } else { brk };
        Splice::insert(after, format!("{first}{brk}{section}"))
    }

    /// Whether a table is written in braces.
    pub fn is_inline(self, node: &Node) -> bool {
        matches!(node.value, Value::Table(_)) && self.text[node.span.start..].starts_with('{')
    }

    /// Whether a list is written as headers in double brackets.
    pub fn is_list_of_sections(self, node: &Node) -> bool {
        match &node.value {
            Value::List(items) => items.first().is_some_and(|item| has_header(item, self.text)),
            _ => false,
        }
    }
}

/// A table without a header or braces of its own: made by a dotted key or by the headers below it.
fn is_implicit(node: &Node, text: &str) -> bool {
    matches!(node.value, Value::Table(_)) && !text[node.span.start..].starts_with(['[', '{'])
}

/// The end of what was written, of dotted keys the end of the last value.
fn end_of(node: &Node) -> usize {
    match &node.value {
        Value::Table(table) => table.values().map(|entry| end_of(&entry.node)).max().unwrap_or(0).max(node.span.end),
        _ => node.span.end,
    }
}

/// A key as TOML has it.
pub(crate) fn quoted_key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A text as TOML has it, in double quotes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A number as TOML has it, in the way the old one was written: whole without a point where the old one had none.
pub fn number(value: f64, old: Option<&str>, is_integer: bool) -> String {
    // -0 becomes 0.
    let value = value + 0.0;
    let was_whole = old.is_some_and(|old| !old.contains(['.', 'e', 'E']));
    let is_whole = libm::trunc(value) == value && value.abs() < 1.0e15;
    if is_whole && (is_integer || was_whole) { format!("{value:.0}") } else { format!("{value:?}") }
}

/// The rule of the format for an address.
pub(crate) fn rule_of(address: &Address) -> Option<Rule> {
    address.0.iter().try_fold(scenario_rule(), |rule, step| match step {
        super::address::Step::Key(key) => rule.property(key),
        super::address::Step::Ix(_) => rule.item(),
    })
}

/// The keys of a table in the order in which people read them.
fn order_of(table: &Address) -> Vec<&'static str> {
    super::order::order(&table.pattern(), rule_of(table))
}

/// Where in the order of the format a section stands: by its first key, under `raid` by its second.
fn rank(address: &Address) -> (usize, usize) {
    let of = |table: &str, key: Option<&str>| {
        key.map_or(0, |key| {
            let order = super::order::order(table, rule_of(&Address::of(table)));
            order.iter().position(|known| *known == key).map_or(usize::MAX, |n| n + 1)
        })
    };
    let pattern = address.pattern();
    let mut keys = pattern.split('.').filter(|key| !key.is_empty());
    let first = keys.next();
    let second = if first == Some("raid") { of("raid", keys.next()) } else { 0 };
    (of("", first), second)
}
