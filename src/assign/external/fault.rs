//! What can be wrong with a program.

use std::time::Duration;

use thiserror::Error;

/// Why a program gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// It could not be started.
    #[error("the program `{program}` could not be started: {reason}")]
    NotStarted {
        /// The first word of the command.
        program: String,
        /// What the system said.
        reason: String,
    },
    /// It ended, or closed its output.
    #[error("the program {how} before it answered{}", last_words(said))]
    Ended {
        /// Its status in words.
        how: String,
        /// The last of what it wrote to standard error.
        said: String,
    },
    /// It took too long.
    #[error("the program gave no answer within {} s and was stopped; `--assigner-timeout-s` allows more{}", limit.as_secs_f64(), last_words(said))]
    TooSlow {
        /// What it was allowed.
        limit: Duration,
        /// The last of what it wrote to standard error.
        said: String,
    },
    /// A line without end.
    #[error("the program wrote a line of more than {limit_bytes} bytes, beginning with `{beginning}`")]
    LineTooLong {
        /// What a line may have.
        limit_bytes: usize,
        /// How it begins.
        beginning: String,
    },
    /// It spoke before it was asked.
    #[error("the program wrote a line that nobody asked for: `{line}`; one answer for each problem, nothing else")]
    Unasked {
        /// What it wrote, shortened.
        line: String,
    },
    /// What came is no answer.
    #[error("the program's answer is not understood: {reason}: `{line}`{}", last_words(said))]
    NotUnderstood {
        /// What is wrong with it.
        reason: String,
        /// What it wrote, shortened.
        line: String,
        /// The last of what it wrote to standard error.
        said: String,
    },
    /// The answers were recorded, and this one is not among them.
    #[error(
        "the recorded answers of this program hold none for this decision; the program itself is not started for them"
    )]
    NotRecorded,
}

fn last_words(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!("; its last words: {said}") }
}
