//! Adding, copying and removing members of lists, in headers (`[[sites]]`) or in brackets (`routes = [..]`).

use std::ops::Range;

use super::address::Address;
use super::sections::{has_header, ranges_of, sections};
use super::splice::{Splice, line_break, line_end, line_start, next_line};
use super::value::{Doc, NoPlace};
use crate::scenario::tree::{Node, Value};

/// A new member in both forms it may have to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// In brackets: `{ type = "Sting", rounds = 40 }`.
    pub inline: String,
    /// Under a header: its keys, a line each.
    pub lines: Vec<String>,
}

impl Doc<'_> {
    /// Adds a member behind the one at `behind`, or at the end.
    pub fn add_member(self, list: &Address, behind: Option<usize>, member: &Member) -> Result<Vec<Splice>, NoPlace> {
        let brk = line_break(self.text);
        let section = format!("[[{}]]{brk}{}{brk}", list.pattern(), member.lines.join(brk));
        let goes_under_headers = list.0.iter().all(|step| matches!(step, super::address::Step::Key(_)));
        match list.find(self.root) {
            None if goes_under_headers => Ok(vec![self.add_section(list, &section)]),
            None => self.set(list, &format!("[{}]", member.inline)),
            Some(Node { value: Value::List(items), .. }) if items.is_empty() && goes_under_headers => {
                let mut splices = self.unset(list)?;
                splices.push(self.add_section(list, &section));
                Ok(splices)
            }
            Some(node) => match &node.value {
                Value::List(items) if items.is_empty() => {
                    Ok(vec![Splice::replace(node.span.clone(), format!("[{}]", member.inline))])
                }
                Value::List(items) => {
                    let ix = behind.unwrap_or(usize::MAX).min(items.len() - 1);
                    if has_header(&items[ix], self.text) {
                        Ok(vec![self.insert_section(&list.ix(ix), &section)])
                    } else {
                        Ok(self.insert_in_brackets(&items[ix].span, &member.inline))
                    }
                }
                _ => Err(NoPlace(format!("{list} is no list"))),
            },
        }
    }

    /// Copies a member with its comments; `rename` may change the name in the copy.
    pub fn duplicate(self, member: &Address, rename: Option<(&Node, &str)>) -> Result<Vec<Splice>, NoPlace> {
        let Some(node) = member.find(self.root) else { return Err(NoPlace(format!("there is no {member}"))) };
        let copy_of = |range: Range<usize>| {
            let mut text = self.text[range.clone()].to_owned();
            if let Some((name, new)) = rename
                && range.contains(&name.span.start)
            {
                text.replace_range(name.span.start - range.start..name.span.end - range.start, new);
            }
            text
        };
        if !has_header(node, self.text) {
            return Ok(self.insert_in_brackets(&node.span, &copy_of(node.span.clone())));
        }
        let all = sections(self.root, self.text);
        let within: Vec<_> = all.iter().filter(|section| section.address.is_within(member)).collect();
        let (Some(first), Some(last)) = (within.first(), within.last()) else { return Ok(Vec::new()) };
        let is_one_block =
            all.iter().filter(|s| s.start >= first.start && s.start <= last.start).count() == within.len();
        if !is_one_block {
            return Err(NoPlace(format!("{member} is written in several places")));
        }
        let mut copy = copy_of(first.start..last.end);
        copy.push_str(line_break(self.text));
        Ok(vec![self.insert_section(member, &copy)])
    }

    /// Takes a member out.
    pub fn remove_member(self, member: &Address) -> Result<Vec<Splice>, NoPlace> {
        let (Some(list), Some(ix)) = (member.parent(), member.last_ix()) else {
            return Err(NoPlace(format!("{member} is no member of a list")));
        };
        let Some(Node { value: Value::List(items), .. }) = list.find(self.root) else {
            return Err(NoPlace(format!("{list} is no list")));
        };
        let Some(item) = items.get(ix) else { return Err(NoPlace(format!("there is no {member}"))) };
        if has_header(item, self.text) {
            // What stands above the first member mostly speaks of them all.
            let ranges = ranges_of(&sections(self.root, self.text), self.text, member, ix == 0);
            return Ok(ranges.into_iter().map(Splice::remove).collect());
        }
        let members: Vec<Range<usize>> = items.iter().map(|item| item.span.clone()).collect();
        Ok(vec![remove_from_brackets(self.text, &members, ix)])
    }

    /// A section behind everything that belongs to a member.
    fn insert_section(self, member: &Address, section: &str) -> Splice {
        let brk = line_break(self.text);
        let all = sections(self.root, self.text);
        let end = all.iter().filter(|known| known.address.is_within(member)).map(|known| known.end).max().unwrap_or(0);
        let after = next_line(self.text, end);
        let first = if self.text[..after].ends_with('\n') { "" } else { brk };
        Splice::insert(after, format!("{first}{brk}{section}"))
    }

    /// Behind a member in brackets, in its way: on the same line or on a line of its own.
    fn insert_in_brackets(self, item: &Range<usize>, new: &str) -> Vec<Splice> {
        let text = self.text;
        let start = line_start(text, item.start);
        let (comma, rest) = after_comma(text, item.end);
        let is_line_of_its_own = text[start..item.start].trim().is_empty() && is_rest_of_line(text, rest);
        if !is_line_of_its_own {
            return vec![Splice::insert(item.end, format!(", {new}"))];
        }
        let indent = &text[start..item.start];
        let brk = line_break(text);
        let line = line_end(text, rest);
        if comma {
            vec![Splice::insert(line, format!("{brk}{indent}{new},"))]
        } else {
            vec![Splice::insert(item.end, ","), Splice::insert(line, format!("{brk}{indent}{new}"))]
        }
    }
}

/// Takes one of several members in brackets or braces out, with the comma that belongs to it, and with its line where it has
/// one of its own.
pub(crate) fn remove_from_brackets(text: &str, members: &[Range<usize>], ix: usize) -> Splice {
    let item = &members[ix];
    let start = line_start(text, item.start);
    let (_, rest) = after_comma(text, item.end);
    if text[start..item.start].trim().is_empty() && is_rest_of_line(text, rest) {
        return Splice::remove(start..next_line(text, line_end(text, rest)));
    }
    if let Some(next) = members.get(ix + 1) {
        return Splice::remove(item.start..next.start);
    }
    match ix.checked_sub(1).map(|before| &members[before]) {
        Some(before) => Splice::remove(before.end..item.end),
        None => Splice::remove(item.start..rest),
    }
}

/// Whether a comma follows, and where what comes after it begins.
fn after_comma(text: &str, end: usize) -> (bool, usize) {
    let blank = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
    if text[end + blank..].starts_with(',') { (true, end + blank + 1) } else { (false, end) }
}

/// Whether nothing but a comment follows on the line.
fn is_rest_of_line(text: &str, from: usize) -> bool {
    let rest = text[from..line_end(text, from)].trim();
    rest.is_empty() || rest.starts_with('#')
}
