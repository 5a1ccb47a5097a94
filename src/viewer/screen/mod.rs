//! One file or folder per mode of the window: gallery, raid, compare, statistics, edit; and `named`, what a name stands for.

pub mod compare;
pub mod edit;
pub mod gallery;
pub mod named;
pub mod raid;
pub mod reach;
pub mod statistics;

use std::path::PathBuf;

pub use compare::CompareScreen;
pub use edit::Editor;
pub use gallery::Gallery;
pub use raid::RaidScreen;
pub use statistics::Statistics;

use crate::assign::Chosen;
use crate::model::{CaseModel, CompileError, Picture};
use crate::scenario::Loaded;
use crate::scenario::schema::{Objective, Scenario};

/// Where a raid opens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum At {
    /// At its beginning.
    #[default]
    Beginning,
    /// At its first leak.
    FirstLeak,
    /// At a time, seconds from the beginning.
    Second(f64),
}

/// An assigner with its picture, by the name that the window shows.
#[derive(Clone, Debug)]
pub struct Brought {
    /// As the window shows it.
    pub label: String,
    /// Who assigns.
    pub assigner: Chosen,
    /// What is decided from.
    pub picture: Picture,
}

impl From<&CaseModel> for Brought {
    fn from(case: &CaseModel) -> Self {
        Self { label: case.label(), assigner: case.assigner.clone(), picture: case.picture }
    }
}

/// A replicate to be opened.
#[derive(Clone, Debug)]
pub struct RaidRequest {
    /// The scenario, resolved.
    pub scenario: Scenario,
    /// Its digest.
    pub digest: String,
    /// Where it came from: a shipped name or a path, for editing. Empty where that is not known, as with results of somebody's
    /// own file; see [`RaidRequest::editable`].
    pub source: String,
    /// The variant that was applied.
    pub variant: Option<String>,
    /// The assigner, the scenario's own where `None`.
    pub assigner: Option<String>,
    /// Assigners that names stand for and that are not in the registry, or that decide from another picture.
    pub brought: Vec<Brought>,
    /// The objective, the scenario's own where `None`.
    pub objective: Option<Objective>,
    /// Seed.
    pub seed: u64,
    /// Replicate.
    pub replicate: u32,
    /// Where it opens.
    pub at: At,
    /// Whether a GPU is to compute it too, and be compared.
    pub on_gpu: bool,
}

impl RaidRequest {
    /// What can be opened again to edit it; `None` where nobody knows where the scenario came from.
    pub fn editable(&self) -> Option<&str> {
        Some(self.source.as_str()).filter(|source| !source.is_empty())
    }

    /// The first replicate of a scenario, as the scenario itself has it; `source` is its shipped name or path.
    pub fn first_of(loaded: Loaded, source: &str) -> Self {
        Self {
            scenario: loaded.scenario,
            digest: loaded.digest,
            source: source.to_owned(),
            variant: loaded.variant,
            assigner: None,
            brought: Vec::new(),
            objective: None,
            seed: 1,
            replicate: 0,
            at: At::Beginning,
            on_gpu: false,
        }
    }

    /// The assigner that was chosen, else the scenario's own.
    pub fn assigner_name(&self) -> &str {
        self.assigner.as_deref().unwrap_or(&self.scenario.doctrine.assigner)
    }

    /// The case under an assigner by its name, the scenario's own where `None`.
    ///
    /// # Errors
    /// When there is no such assigner, or the scenario cannot be run.
    pub fn case(&self, assigner: Option<&str>) -> Result<CaseModel, CompileError> {
        let name = assigner.unwrap_or_else(|| self.assigner_name());
        match self.brought.iter().find(|brought| brought.label == name) {
            Some(Brought { assigner, picture, .. }) => {
                let case = CaseModel::compile_for(&self.scenario, &self.digest, assigner.clone(), self.objective)?;
                Ok(case.with_picture(*picture))
            }
            None => CaseModel::compile(&self.scenario, &self.digest, assigner, self.objective),
        }
    }

    /// The same raid under its own assigner beside another.
    pub fn beside_another(self) -> Action {
        let first = self.assigner_name().to_owned();
        let second = other_than(&first).to_owned();
        Action::OpenCompare(Box::new(self), first, second)
    }
}

/// The assigner that one is compared with where nobody chose: `auction`, or `nearest` where the first is the auction.
pub fn other_than(first: &str) -> &'static str {
    if first == "auction" { "nearest" } else { "auction" }
}

/// What a screen asks the window to do.
#[derive(Clone, Debug)]
pub enum Action {
    /// Watch a replicate.
    OpenRaid(Box<RaidRequest>),
    /// Watch the same replicate under two assigners.
    OpenCompare(Box<RaidRequest>, String, String),
    /// Show the statistics screen for a scenario, ready to run.
    OpenStatistics(Box<RaidRequest>),
    /// Show the results in a folder.
    OpenResults(PathBuf),
    /// Edit a scenario: a shipped name or a path.
    Edit(String),
    /// Edit a scenario's file that cannot be run as it is; its mistakes are told and shown.
    Mend(String),
    /// Tell the user something that went well.
    Tell(String),
    /// Tell the user what went wrong and what to do about it.
    Warn(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_assigner_is_compared_with_itself() {
        for assigner in crate::assign::ASSIGNERS.iter().map(|assigner| assigner.name()) {
            assert_ne!(other_than(assigner), assigner);
        }
    }
}
