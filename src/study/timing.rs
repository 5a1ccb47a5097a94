//! How fast an engine is, and where the time of a replicate goes. Only this and `decisions` read a clock; what they read
//! never reaches a result.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::decisions::decisions;
use crate::engine::cpu::Runner;
use crate::engine::{Engine, EngineError};
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::stage::STAGES;

/// What was measured.
#[derive(Serialize)]
pub struct Measured {
    /// The scenario.
    pub scenario: String,
    /// The assigner.
    pub assigner: String,
    /// The engine and what it ran on.
    pub engine: String,
    /// What it ran on.
    pub adapter: String,
    /// Replicates run at once.
    pub replicates: u32,
    /// Agent-steps of all of them.
    pub agent_steps: u64,
    /// Time they took, seconds.
    pub elapsed_s: f64,
    /// Agent-steps per second.
    pub agent_steps_per_s: f64,
    /// Replicates per second.
    pub replicates_per_s: f64,
    /// Seconds of each stage over one replicate on one thread of the CPU.
    pub stages_s: Vec<(&'static str, f64)>,
}

/// Times an engine over replicates of a case, and the stages of one of them.
///
/// # Errors
/// When the engine stops.
pub fn measure(engine: &dyn Engine, case: &CaseModel, replicates: u32) -> Result<Measured, EngineError> {
    let jobs: Vec<Job> = (0..replicates).map(|replicate| Job { case_ix: 0, seed: 1, replicate }).collect();
    let stages_s = time_stages(case)?;
    let start = Instant::now();
    let outcomes = engine.run(std::slice::from_ref(case), &jobs, &|_| ())?;
    let elapsed_s = start.elapsed().as_secs_f64();
    let agent_steps = outcomes.iter().map(|o| o.agent_steps).sum();
    Ok(Measured {
        scenario: case.scenario.name.clone(),
        assigner: case.label(),
        engine: engine.name().to_owned(),
        adapter: engine.adapter(),
        replicates,
        agent_steps,
        elapsed_s,
        agent_steps_per_s: agent_steps as f64 / elapsed_s,
        replicates_per_s: f64::from(replicates) / elapsed_s,
        stages_s,
    })
}

/// One replicate on this thread, stage by stage. Two readings of the clock around each stage of each epoch cost far less than
/// the stage, except in the smallest scenarios.
fn time_stages(case: &CaseModel) -> Result<Vec<(&'static str, f64)>, EngineError> {
    let mut runner = Runner::new(std::slice::from_ref(case), Job { case_ix: 0, seed: 1, replicate: 0 }, false);
    let mut spent = vec![Duration::ZERO; STAGES.len()];
    while !runner.is_done() {
        for (ix, spent) in spent.iter_mut().enumerate() {
            let start = Instant::now();
            runner.advance_stage(ix)?;
            *spent += start.elapsed();
        }
    }
    Ok(STAGES.iter().zip(spent).map(|(stage, spent)| (stage.name, spent.as_secs_f64())).collect())
}

/// What deciding takes on one thread of the host, the making of the problem included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecisionTime {
    /// Seconds over one raid.
    pub total_s: f64,
    /// Decisions of that raid at which shots were given.
    pub n_decisions: u32,
}

impl DecisionTime {
    /// Seconds of a decision at which shots are given; those at which nothing can be given cost next to nothing.
    pub fn per_decision_s(&self) -> f64 {
        self.total_s / f64::from(self.n_decisions.max(1))
    }
}

/// Times the decisions of a case over its first raid.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn time_decisions(case: &CaseModel, seed: u64) -> Result<DecisionTime, EngineError> {
    let (all, outcome) = decisions(case, Job { case_ix: 0, seed, replicate: 0 })?;
    Ok(DecisionTime { total_s: all.iter().map(|one| one.solver_s).sum(), n_decisions: outcome.decisions })
}
