//! The text of a scenario file, and where in it a byte lies.

use std::ops::Range;

/// Longest offending text that a problem quotes, characters.
const MAX_QUOTE: usize = 60;

/// A file's text with the starts of its lines.
pub(crate) struct Source<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// Its whole text.
    pub text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, line_starts }
    }

    /// Line and column (in characters), both from 1, of a byte.
    pub fn locate(&self, byte: usize) -> (usize, usize) {
        let byte = self.floor_char(byte);
        let line_ix = self.line_starts.partition_point(|&start| start <= byte).saturating_sub(1);
        let column = self.text[self.line_starts[line_ix]..byte].chars().count() + 1;
        (line_ix + 1, column)
    }

    /// The first line of a span, shortened for a message.
    pub fn quote(&self, span: &Range<usize>) -> String {
        let start = self.floor_char(span.start);
        let end = self.floor_char(span.end).max(start);
        shorten(self.text[start..end].lines().next().unwrap_or_default())
    }

    /// The nearest start of a character at or before `byte`.
    fn floor_char(&self, byte: usize) -> usize {
        let mut at = byte.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Cuts a text to the length that a message quotes.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}
