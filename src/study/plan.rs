//! Which replicates of which cases: the same replicates for every case, so that all meet the same raids.

use crate::assign::ASSIGNERS;
use crate::model::batch::Job;
use crate::model::{CaseModel, CompileError};
use crate::scenario::schema::{Objective, Scenario};

/// A study: one scenario under several assigners.
#[derive(Clone)]
pub struct Plan {
    /// The scenario as resolved from its file, before assigner and objective were chosen.
    pub scenario: Scenario,
    /// One case per assigner.
    pub cases: Vec<CaseModel>,
    /// Seed of all replicates.
    pub seed: u64,
    /// Replicates 0 to this, exclusive, of every case.
    pub n_replicates: u32,
}

impl Plan {
    /// Compiles one case per assigner; a name given twice counts once. `digest` is the scenario's.
    ///
    /// # Errors
    /// An unknown assigner, or a raid with more rows than can be indexed.
    pub fn new(
        scenario: &Scenario,
        digest: &str,
        assigners: &[String],
        objective: Option<Objective>,
        seed: u64,
        n_replicates: u32,
    ) -> Result<Self, CompileError> {
        let mut cases: Vec<CaseModel> = Vec::new();
        for name in assigners {
            if cases.iter().all(|case| case.assigner.name() != name) {
                cases.push(CaseModel::compile(scenario, digest, Some(name), objective)?);
            }
        }
        Ok(Self::of(scenario, cases, seed, n_replicates))
    }

    /// A study of cases of one scenario that are compiled already, such as those of the user's own assigners.
    pub fn of(scenario: &Scenario, cases: Vec<CaseModel>, seed: u64, n_replicates: u32) -> Self {
        Self { scenario: scenario.clone(), cases, seed, n_replicates }
    }

    /// Every registered assigner.
    pub fn all_assigners() -> Vec<String> {
        ASSIGNERS.iter().map(|a| a.name().to_owned()).collect()
    }

    /// The same study with the first `n` replicates only.
    pub fn first(&self, n: u32) -> Self {
        Self { n_replicates: n.min(self.n_replicates), ..self.clone() }
    }

    /// How many replicates there are over all cases.
    pub fn n_jobs(&self) -> usize {
        self.cases.len() * self.n_replicates as usize
    }

    /// Job number `ix`: all cases of replicate 0, then all of replicate 1, and so on, so that neighbours take about the
    /// same time and what is finished is finished for all cases.
    pub fn job(&self, ix: usize) -> Job {
        Job { case_ix: ix % self.cases.len(), seed: self.seed, replicate: (ix / self.cases.len()) as u32 }
    }
}
