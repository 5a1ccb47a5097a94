//! A study with its outcomes, and the same with what it says: what is shown, saved and read back.

use super::analysis::{Analysis, analyse};
use super::plan::Plan;
use super::runner::Outcomes;

/// A study and its outcomes.
#[derive(Clone)]
pub struct Study {
    /// What was run.
    pub plan: Plan,
    /// The variant that was applied.
    pub variant: Option<String>,
    /// Engine that ran it; changes no bit of the outcomes.
    pub engine: String,
    /// What it ran on; changes no bit of the outcomes.
    pub adapter: String,
    /// Outcomes by case, then by replicate: as many as the plan has.
    pub outcomes: Outcomes,
}

/// A study and what it says.
pub struct Findings {
    /// The study.
    pub study: Study,
    /// What it says.
    pub analysis: Analysis,
}

impl Findings {
    /// Analyses a study; `None` where it has no row.
    pub fn of(study: Study) -> Option<Self> {
        let analysis = analyse(&study.plan, &study.outcomes)?;
        Some(Self { study, analysis })
    }
}
