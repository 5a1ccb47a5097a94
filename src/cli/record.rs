//! One replicate, run while someone watches: by the engine, or on the CPU with every event kept.

use super::exit::Failure;
use super::{out, progress};
use crate::engine::Engine;
use crate::engine::cpu::Runner;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::events::Event;
use crate::model::outcome::Outcome;

/// The outcome of one replicate. On the CPU a bar follows simulated time where somebody watches.
///
/// # Errors
/// When the engine stops.
pub fn outcome(engine: &dyn Engine, case: &CaseModel, job: Job) -> Result<Outcome, Failure> {
    let cases = std::slice::from_ref(case);
    if engine.name() == "cpu" && out::watched() {
        return Ok(stepped(cases, job, false).outcome());
    }
    let mut outcomes = engine.run(cases, &[job], &|_| ())?;
    outcomes.pop().ok_or_else(|| Failure::machine("the engine returned no result"))
}

/// Digest and events of one replicate, recorded on the CPU.
pub fn events(case: &CaseModel, job: Job) -> (String, Vec<Event>) {
    let runner = stepped(std::slice::from_ref(case), job, true);
    (runner.outcome().digest_hex(), runner.events())
}

fn stepped(cases: &[CaseModel], job: Job, record: bool) -> Runner<'_> {
    let mut runner = Runner::new(cases, job, record);
    let case = &cases[job.case_ix].case;
    let bar = progress::bar(u64::from(case.duration_ticks / case.epoch_ticks), "epochs at most");
    while !runner.is_done() {
        runner.step_epoch();
        bar.inc(1);
    }
    bar.finish_and_clear();
    runner
}
