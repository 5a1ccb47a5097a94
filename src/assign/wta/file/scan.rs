//! Bytes to words with places, words to numbers, and what is said where that fails.

use std::fmt;

/// Letters of a wrong word that are shown.
const SHOWN: usize = 24;

/// What is wrong with a file, where, and what to do about it. Shown as `line:column: what; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
    /// What was found, and what was expected.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.line, self.column, self.what, self.remedy)
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
}

impl Place {
    /// A mistake here.
    pub fn mistake(self, what: impl Into<String>, remedy: impl Into<String>) -> Mistake {
        Mistake { line: self.line, column: self.column, what: what.into(), remedy: remedy.into() }
    }
}

/// A word: what stands between white space.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Its bytes, at least one.
    bytes: &'a [u8],
    /// Where it starts.
    pub place: Place,
}

impl Word<'_> {
    /// As it can be shown: short, and without control characters.
    pub fn shown(&self) -> String {
        let text = String::from_utf8_lossy(self.bytes);
        let mut shown: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
        if text.chars().count() > SHOWN {
            shown += "...";
        }
        format!("`{shown}`")
    }

    /// A whole number of at least 0, in plain digits.
    pub fn whole(&self) -> Option<u64> {
        if !self.bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(self.bytes).ok()?.parse().ok()
    }

    /// A number in decimal digits, with a point and a power of ten if need be. No `inf` and no `nan`.
    pub fn number(&self) -> Option<f64> {
        let plain = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
        if !self.bytes.iter().all(plain) {
            return None;
        }
        std::str::from_utf8(self.bytes).ok()?.parse().ok()
    }
}

/// Words of a text, with lines and columns.
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    line_start: usize,
}

impl<'a> Scan<'a> {
    /// From the first byte; a byte order mark is passed over.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), at: 0, line: 1, line_start: 0 }
    }

    /// Number of bytes from here on.
    pub fn rest(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Where the scan stands.
    pub fn place(&self) -> Place {
        Place { line: self.line, column: self.at - self.line_start + 1 }
    }

    /// The next word, on whatever line it stands.
    ///
    /// # Errors
    /// A byte that no text of numbers has.
    pub fn word(&mut self) -> Result<Option<Word<'a>>, Mistake> {
        loop {
            if let Some(word) = self.word_in_line()? {
                return Ok(Some(word));
            }
            if !self.end_line() {
                return Ok(None);
            }
        }
    }

    /// The next word of this line; `None` at the line's end.
    ///
    /// # Errors
    /// A byte that no text of numbers has.
    pub fn word_in_line(&mut self) -> Result<Option<Word<'a>>, Mistake> {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        let place = self.place();
        let from = self.at;
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| !byte.is_ascii_whitespace()) {
            if byte.is_ascii_control() {
                return Err(self.place().mistake(
                    format!("found byte {byte:#04x}, which no text of numbers has"),
                    "is this a binary or a packed file? give the plain text",
                ));
            }
            self.at += 1;
        }
        Ok((self.at > from).then(|| Word { bytes: &self.bytes[from..self.at], place }))
    }

    /// Passes over the line's end, LF, CR LF or CR alone (a form feed counts too); false at the end of all.
    fn end_line(&mut self) -> bool {
        match self.bytes.get(self.at..).unwrap_or_default() {
            [] => return false,
            [b'\r', b'\n', ..] => self.at += 2,
            _ => self.at += 1,
        }
        self.line += 1;
        self.line_start = self.at;
        true
    }
}
