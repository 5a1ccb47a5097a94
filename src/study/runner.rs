//! Lets an engine run a plan.

use super::error::StudyError;
use super::ledger;
use super::plan::Plan;
use crate::engine::{Engine, Progress};
use crate::model::batch::Job;
use crate::model::outcome::Outcome;

/// Jobs handed to an engine at a time: enough to keep any number of cores or a GPU busy to the end of the chunk, and few
/// enough that one job's outcome (some hundred bytes) never adds up to much before it is looked at.
const CHUNK_JOBS: usize = 4096;

/// Outcomes by case, then by replicate.
pub type Outcomes = Vec<Vec<Outcome>>;

/// Runs every replicate of every case.
///
/// # Errors
/// When the engine stops, and when a replicate's counts contradict each other: that replicate is named.
pub fn run(engine: &dyn Engine, plan: &Plan, progress: Progress<'_>) -> Result<Outcomes, StudyError> {
    let mut outcomes: Outcomes = vec![Vec::with_capacity(plan.n_replicates as usize); plan.cases.len()];
    let mut next = 0;
    while next < plan.n_jobs() {
        let end = plan.n_jobs().min(next + CHUNK_JOBS);
        let jobs: Vec<Job> = (next..end).map(|ix| plan.job(ix)).collect();
        for (job, outcome) in jobs.iter().zip(engine.run(&plan.cases, &jobs, progress)?) {
            audit(plan, job, &outcome)?;
            outcomes[job.case_ix].push(outcome);
        }
        next = end;
    }
    Ok(outcomes)
}

/// Refuses an outcome that contradicts itself.
fn audit(plan: &Plan, job: &Job, outcome: &Outcome) -> Result<(), StudyError> {
    let case = &plan.cases[job.case_ix];
    ledger::audit(case, outcome).map_err(|wrong| {
        let (name, assigner) = (&case.scenario.name, case.assigner.name());
        let (seed, replicate) = (job.seed, job.replicate);
        StudyError::Defect(format!("{name}, assigner {assigner}, seed {seed}, replicate {replicate}: {wrong}"))
    })
}
