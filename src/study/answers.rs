//! The recorded answers of programs that assign: a line for each replicate, in order. A study has a file for each of its cases,
//! a single run has one of its own.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::error::StudyError;
use crate::assign::Occasion;
use crate::assign::external::{PREFIX, Program, Tape, Tapes};
use crate::assign::{Chosen, UnknownAssigner, find};

/// Name of the file of a case.
pub fn file_name(case_ix: usize) -> String {
    format!("answers_{case_ix}.jsonl")
}

/// Its text: some replicates under a seed.
pub fn text(tapes: &Tapes, seed: u64, replicates: impl IntoIterator<Item = u32>) -> String {
    let names = replicates.into_iter().map(|replicate| Occasion { seed, replicate });
    names.filter_map(|of| tapes.get(&of).map(|tape| tape.to_line(of))).collect()
}

/// Who assigned in a study's case: an algorithm by its name, or the recorded answers of a program. No program is started for
/// what a record says.
///
/// # Errors
/// A missing or altered file; in the inner result, an unknown name.
pub fn who(dir: &Path, case_ix: usize, name: &str) -> Result<Result<Chosen, UnknownAssigner>, StudyError> {
    if !name.starts_with(PREFIX) {
        return Ok(find(name).map(Chosen::from));
    }
    read(&dir.join(file_name(case_ix)), name).map(Ok)
}

/// The program of that name, of which only the answers of a file are there.
///
/// # Errors
/// A missing or altered file.
pub fn read(file: &Path, name: &str) -> Result<Chosen, StudyError> {
    let text = fs::read_to_string(file).map_err(|error| StudyError::Manifest {
        file: file.to_owned(),
        reason: format!("it cannot be read: {error}"),
    })?;
    let mut tapes = Tapes::new();
    for (number, line) in (1..).zip(text.lines()) {
        let altered = |reason: String| StudyError::Altered { file: file.to_owned(), line: Some(number), reason };
        let (of, tape) = Tape::from_line(line).map_err(altered)?;
        if tapes.insert(of, Arc::new(tape)).is_some() {
            return Err(altered("its replicate stands twice in the file".to_owned()));
        }
    }
    Ok(Chosen::program(Program::recorded(name, tapes)))
}
