//! Exit codes, in one place, and the failure that carries one to the end of the program.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done; also when whoever read the output closed the pipe |
//! | 1 | the machine failed: a file that could not be written, no GPU, a GPU that stopped, a raid too large for the engine |
//! | 2 | a mistake in the input: arguments, scenario file, names, a result that exists already |
//! | 3 | two engines, or a result and its record, differ in at least one bit |
//! | 4 | a defect of Kingbird: a result that contradicts itself |
//! | 5 | the user's own assigner gave no answer: a program that does not start, ends, is too slow, or breaks a limit |

use std::fmt;
use std::io;

use crate::assign::ChooseError;
use crate::engine::EngineError;
use crate::model::CompileError;
use crate::scenario::{LoadError, Problems};
use crate::study::StudyError;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// The machine failed.
    Machine = 1,
    /// A mistake in the input.
    Input = 2,
    /// Results that should be equal are not.
    Diverged = 3,
    /// A defect of Kingbird.
    Defect = 4,
    /// The user's own assigner gave no answer.
    Assigner = 5,
}

/// The table above, for `--help`.
pub const TABLE: &str = "\
Exit codes:
  0  done (also when the reader of the output closed the pipe)
  1  the machine failed: a file could not be written, no GPU, a GPU stopped, a raid too large for the engine
  2  a mistake in the input: arguments, scenario file, names, results that exist already
  3  two engines, or a result and its record, differ in at least one bit
  4  a defect of Kingbird: a result that contradicts itself
  5  your own assigner gave no answer: the program did not start, ended, was too slow, or broke a limit";

/// Why the program ends early.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// For people; may have several lines. Empty where nothing is left to be said.
    pub message: String,
}

impl Failure {
    /// A mistake in the input.
    pub fn input(message: impl Into<String>) -> Self {
        Self { exit: Exit::Input, message: message.into() }
    }

    /// The machine failed.
    pub fn machine(message: impl Into<String>) -> Self {
        Self { exit: Exit::Machine, message: message.into() }
    }

    /// Results differ that should not.
    pub fn diverged(message: impl Into<String>) -> Self {
        Self { exit: Exit::Diverged, message: message.into() }
    }

    /// The reader of the output went away: no error, nothing to say.
    pub fn closed_pipe() -> Self {
        Self { exit: Exit::Ok, message: String::new() }
    }

    /// Ends with this code and without a word: everything was printed already.
    pub fn silent(exit: Exit) -> Self {
        Self { exit, message: String::new() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Problems(problems) => problems.into(),
            other => Self::input(other.to_string()),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let n = problems.len();
        let mistakes = if n == 1 { "mistake" } else { "mistakes" };
        Self::input(format!("{n} {mistakes} in the scenario\n{problems}"))
    }
}

impl From<CompileError> for Failure {
    fn from(error: CompileError) -> Self {
        let hint = match error {
            CompileError::Assigner(_) => "; see `kingbird list assigners`",
            CompileError::Program(_) | CompileError::LatePlan(_) | CompileError::TooLarge { .. } => "",
        };
        Self::input(format!("{error}{hint}"))
    }
}

impl From<ChooseError> for Failure {
    fn from(error: ChooseError) -> Self {
        let hint = match error {
            ChooseError::Unknown(_) => "; see `kingbird list assigners`",
            ChooseError::Command(_) => "",
        };
        Self::input(format!("{error}{hint}"))
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let exit = match error {
            EngineError::Shader { .. } => Exit::Defect,
            EngineError::UnknownAdapter { .. } => Exit::Input,
            EngineError::Assigner(_) => Exit::Assigner,
            _ => Exit::Machine,
        };
        Self { exit, message: error.to_string() }
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Engine(error) => error.into(),
            StudyError::Compile(error) => error.into(),
            StudyError::Defect(_) => Self { exit: Exit::Defect, message: error.to_string() },
            StudyError::Exists(_) | StudyError::Manifest { .. } | StudyError::Altered { .. } => {
                Self::input(error.to_string())
            }
            StudyError::Write { .. } => Self::machine(error.to_string()),
        }
    }
}

/// For writes to standard output only; other files say which file in their own error.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::closed_pipe()
        } else {
            Self::machine(format!("could not write to standard output: {error}"))
        }
    }
}
