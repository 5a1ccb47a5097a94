//! Collects the problems of one pass over a file.

use std::ops::Range;

use super::problem::Problem;
use super::source::Source;

/// The problems found so far, and the text they are found in.
pub(crate) struct Report<'a> {
    source: &'a Source<'a>,
    pub problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub fn new(source: &'a Source<'a>) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// Adds a problem at a span of the text.
    pub fn add(&mut self, span: &Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        let text = self.source.quote(span);
        self.add_text(span, text, message, remedy);
    }

    /// Adds a problem whose offending text is not the span's own.
    pub fn add_text(
        &mut self,
        span: &Range<usize>,
        text: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let (line, column) = self.source.locate(span.start);
        let problem = Problem {
            file: self.source.file.to_owned(),
            line,
            column,
            text: text.into(),
            message: message.into(),
            remedy: remedy.into(),
        };
        self.problems.push(problem);
    }

    /// The line of a span, for messages that point at a second place.
    pub fn line(&self, span: &Range<usize>) -> usize {
        self.source.locate(span.start).0
    }

    /// The first line of a span as written.
    pub fn quote(&self, span: &Range<usize>) -> String {
        self.source.quote(span)
    }
}
