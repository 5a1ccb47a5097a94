//! A change to a text: what stands at a range is replaced. Everything outside the range keeps its bytes by construction, which is
//! how comments and order survive every edit.

use std::ops::Range;

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Bytes that go.
    pub at: Range<usize>,
    /// What comes instead.
    pub with: String,
}

impl Splice {
    /// Puts a text between two bytes.
    pub fn insert(at: usize, with: impl Into<String>) -> Self {
        Self { at: at..at, with: with.into() }
    }

    /// Replaces a range.
    pub fn replace(at: Range<usize>, with: impl Into<String>) -> Self {
        Self { at, with: with.into() }
    }

    /// Takes a range out.
    pub fn remove(at: Range<usize>) -> Self {
        Self { at, with: String::new() }
    }
}

/// The text after all of them; ranges are those of the text before and must not overlap.
pub fn spliced(text: &str, mut splices: Vec<Splice>) -> String {
    // Stable: of several insertions at one place the first stays first.
    splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
    let mut result = String::with_capacity(text.len() + splices.iter().map(|splice| splice.with.len()).sum::<usize>());
    let mut from = 0;
    for splice in splices {
        debug_assert!(from <= splice.at.start, "splices overlap at {:?}", splice.at);
        result.push_str(text.get(from..splice.at.start).unwrap_or_default());
        result.push_str(&splice.with);
        from = splice.at.end.max(from);
    }
    result.push_str(text.get(from..).unwrap_or_default());
    result
}

/// Start of the line that a byte is in.
pub fn line_start(text: &str, byte: usize) -> usize {
    text[..byte].rfind('\n').map_or(0, |at| at + 1)
}

/// End of the line that a byte is in, its line break not included.
pub fn line_end(text: &str, byte: usize) -> usize {
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    if text[byte..end].ends_with('\r') { end - 1 } else { end }
}

/// First byte of the line after the one that a byte is in.
pub fn next_line(text: &str, byte: usize) -> usize {
    text[byte..].find('\n').map_or(text.len(), |at| byte + at + 1)
}

/// The line break that the text uses.
pub fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
