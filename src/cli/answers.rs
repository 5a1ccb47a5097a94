//! What a program that assigns answered in one run: kept, and taken in the place of the program.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use crate::assign::Chosen;
use crate::assign::external::PREFIX;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::study::{answers, store};

/// `--record-answers` and `--replay-answers`.
#[derive(Args, Clone, Debug)]
pub struct AnswerArgs {
    /// Write the answers of a program (`exec:COMMAND`), from which the run can be repeated without it; the file must not exist
    #[arg(long, value_name = "FILE", requires = "assigner", conflicts_with = "from", help_heading = "Output")]
    pub record_answers: Option<PathBuf>,
    /// Take a program's answers from this file; --assigner names the program, which is not started
    #[arg(long, value_name = "FILE", requires = "assigner", conflicts_with_all = ["from", "record_answers"])]
    pub replay_answers: Option<PathBuf>,
}

impl AnswerArgs {
    /// Refuses before the work what would be refused after it.
    ///
    /// # Errors
    /// When the file exists already.
    pub fn probe(&self) -> Result<(), Failure> {
        Ok(self.record_answers.as_deref().map_or(Ok(()), store::must_be_new)?)
    }

    /// The program whose answers are taken from a file; none where there is no such file.
    ///
    /// # Errors
    /// An assigner that is no program, a file that is missing or holds no answers.
    pub fn replayed(&self, assigner: Option<&str>) -> Result<Option<Chosen>, Failure> {
        let name = assigner.unwrap_or_default();
        for (option, path) in [("record", &self.record_answers), ("replay", &self.replay_answers)] {
            if path.is_some() && !name.starts_with(PREFIX) {
                return Err(Failure::input(format!(
                    "--{option}-answers is for programs: `{name}` decides the same again by itself; name one with --assigner exec:COMMAND"
                )));
            }
        }
        Ok(self.replay_answers.as_deref().map(|file: &Path| answers::read(file, name)).transpose()?)
    }

    /// Writes the answers, where they are wanted.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, case: &CaseModel, job: Job) -> Result<(), Failure> {
        if let (Some(path), Some(tapes)) = (&self.record_answers, case.assigner.recorded()) {
            store::write_file(path, &answers::text(&tapes, job.seed, [job.replicate]))?;
        }
        Ok(())
    }

    /// What was written, and what was taken.
    pub fn told(&self) -> String {
        let told = |what: &str, path: &Option<PathBuf>| {
            path.as_ref().map_or_else(String::new, |path| format!("answers {what} {}\n", path.display()))
        };
        told("written to", &self.record_answers) + &told("taken from", &self.replay_answers)
    }
}
