//! Why a study has no result.

use std::io;
use std::path::PathBuf;

use crate::engine::EngineError;
use crate::model::CompileError;

/// Why a study has no result, or its result was not kept.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The scenario cannot be run.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The engine stopped.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A replicate's counts contradict each other.
    #[error("{0}; this is a defect of Kingbird, please report the command")]
    Defect(String),
    /// Results are never overwritten.
    #[error("\"{}\" exists already; results are never overwritten, choose another name", .0.display())]
    Exists(PathBuf),
    /// A result could not be written.
    #[error("could not write \"{}\": {source}", file.display())]
    Write {
        /// What was being written.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A kept study is not as it was written.
    #[error("\"{}{}\" is not as the study wrote it: {reason}; run the comparison again, or take an unaltered copy", file.display(), at_line(*line))]
    Altered {
        /// The file.
        file: PathBuf,
        /// The line, from 1, where one can be named.
        line: Option<usize>,
        /// What is wrong with it.
        reason: String,
    },
    /// A study's record cannot be used.
    #[error("could not use \"{}\": {reason}", file.display())]
    Manifest {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// `:17`, or nothing.
fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(":{line}"))
}
