//! One replicate, run while someone watches: by the engine, or on the CPU with every event kept.

use super::exit::Failure;
use super::{out, progress};
use crate::engine::Engine;
use crate::engine::cpu::Runner;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::outcome::Outcome;
use crate::report::export::{Exports, Options, Wanted, export};

/// The outcome of one replicate. On the CPU a bar follows simulated time where somebody watches.
///
/// # Errors
/// When the engine stops.
pub fn outcome(engine: &dyn Engine, case: &CaseModel, job: Job) -> Result<Outcome, Failure> {
    let cases = std::slice::from_ref(case);
    if engine.name() == "cpu" && out::watched() {
        return Ok(stepped(cases, job).outcome());
    }
    let mut outcomes = engine.run(cases, &[job], &|_| ())?;
    outcomes.pop().ok_or_else(|| Failure::machine("the engine returned no result"))
}

/// One replicate recorded on the CPU: its events, and what else is wanted of it.
pub fn exports(case: &CaseModel, job: &Job, options: &Options, wanted: Wanted) -> Exports {
    let bar = progress::bar(u64::from(case.case.duration_ticks / case.case.epoch_ticks), "epochs at most");
    let exports = export(case, job, options, wanted, &|| bar.inc(1));
    bar.finish_and_clear();
    exports
}

fn stepped(cases: &[CaseModel], job: Job) -> Runner<'_> {
    let mut runner = Runner::new(cases, job, false);
    let case = &cases[job.case_ix].case;
    let bar = progress::bar(u64::from(case.duration_ticks / case.epoch_ticks), "epochs at most");
    while !runner.is_done() {
        runner.step_epoch();
        bar.inc(1);
    }
    bar.finish_and_clear();
    runner
}
