//! The parts of a file that begin with a header (`[theatre]`, `[[sites]]`), and where each ends.
//!
//! Headers are found in the parsed tree, not in the text, so that a bracket in a comment or in a text of several lines is none.

use std::ops::Range;

use super::address::Address;
use super::splice::{line_end, line_start, next_line};
use crate::scenario::tree::{Node, Value};

/// One header and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The table.
    pub address: Address,
    /// Start of the header's line; 0 for what stands before the first header.
    pub start: usize,
    /// Start of the block of comments right above the header, without a blank line between.
    pub lead: usize,
    /// End of the last line that holds something, without its line break.
    pub end: usize,
}

/// All sections in the order of the text, the part before the first header in front.
pub(crate) fn sections(root: &Node, text: &str) -> Vec<Section> {
    let mut found = vec![Section { address: Address::default(), start: 0, lead: 0, end: 0 }];
    headers(root, &Address::default(), text, &mut found);
    found[1..].sort_by_key(|section| section.start);
    let mut ends = Vec::new();
    value_ends(root, text, &mut ends);
    ends.sort_unstable();
    for n in 0..found.len() {
        let next = found.get(n + 1).map_or(text.len(), |section| section.start);
        let last = ends[..ends.partition_point(|end| *end <= next)].last().copied().unwrap_or(0);
        found[n].end = if last >= found[n].start && last > 0 { line_end(text, last) } else { found[n].start };
    }
    found
}

/// Whether a table has a header of its own.
pub(crate) fn has_header(node: &Node, text: &str) -> bool {
    matches!(node.value, Value::Table(_)) && text[node.span.start..].starts_with('[')
}

fn headers(node: &Node, at: &Address, text: &str, found: &mut Vec<Section>) {
    if !at.0.is_empty() && has_header(node, text) {
        let start = line_start(text, node.span.start);
        found.push(Section { address: at.clone(), start, lead: lead_of(text, start), end: start });
    }
    match &node.value {
        Value::Table(table) => {
            table.iter().for_each(|(key, entry)| headers(&entry.node, &at.key(key), text, found));
        }
        Value::List(items) => {
            // Members of a list in brackets are no sections, whatever they hold.
            items.iter().enumerate().filter(|(_, item)| has_header(item, text)).for_each(|(ix, item)| {
                headers(item, &at.ix(ix), text, found);
            });
        }
        _ => {}
    }
}

/// The ends of everything that was written, headers included.
fn value_ends(node: &Node, text: &str, ends: &mut Vec<usize>) {
    ends.push(node.span.end);
    match &node.value {
        Value::Table(table) => table.values().for_each(|entry| value_ends(&entry.node, text, ends)),
        Value::List(items) if items.iter().any(|item| has_header(item, text)) => {
            items.iter().for_each(|item| value_ends(item, text, ends));
        }
        _ => {}
    }
}

fn lead_of(text: &str, start: usize) -> usize {
    let mut lead = start;
    while lead > 0 {
        let above = line_start(text, lead - 1);
        if !text[above..lead].trim_start().starts_with('#') {
            break;
        }
        lead = above;
    }
    lead
}

/// The bytes of everything under `address`: one range for each run of sections that stand together. With the comments
/// right above it and the blank lines after it, unless `keep_lead` says that the comments above speak of more.
pub(crate) fn ranges_of(sections: &[Section], text: &str, address: &Address, keep_lead: bool) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut was_within = false;
    for section in sections {
        let is_within = section.address.is_within(address);
        if is_within {
            let mut end = next_line(text, section.end);
            while end < text.len() && text[end..next_line(text, end)].trim().is_empty() {
                end = next_line(text, end);
            }
            match ranges.last_mut() {
                Some(last) if was_within => last.end = end,
                _ => {
                    let start = if keep_lead && ranges.is_empty() { section.start } else { section.lead };
                    ranges.push(start..end);
                }
            }
        }
        was_within = is_within;
    }
    // At the end of the file the blank lines before go instead, so that none are left over.
    if let Some(last) = ranges.last_mut().filter(|range| range.end == text.len()) {
        let kept = text[..last.start].trim_end().len();
        if kept > 0 && kept < last.start {
            last.start = next_line(text, kept);
        }
    }
    ranges
}
