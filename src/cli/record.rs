//! One replicate, run while someone watches: by the engine, or on the CPU with every event kept.

use super::exit::Failure;
use super::{out, progress};
use crate::engine::cpu::Runner;
use crate::engine::{Engine, EngineError};
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::outcome::Outcome;
use crate::report::export::{Exports, Options, Wanted, export};

/// The outcome of one replicate, and its recording where one is wanted. On the CPU a bar follows simulated time where somebody
/// watches, and the recording is the run: the replicate is computed once. Another engine records nothing: there the recording
/// is made on the CPU, and its digest proves that it tells of this very outcome.
///
/// # Errors
/// When the engine stops, and when the recording is not the engine's replicate.
pub fn replicate(
    engine: &dyn Engine,
    case: &CaseModel,
    job: Job,
    recording: Option<(Options, Wanted)>,
) -> Result<(Outcome, Option<Exports>), Failure> {
    let recorded = || recording.as_ref().map(|(options, wanted)| exports(case, &job, options, *wanted)).transpose();
    if engine.name() == "cpu"
        && let Some(exports) = recorded()?
    {
        return Ok((exports.outcome.clone(), Some(exports)));
    }
    let outcome = outcome(engine, case, job)?;
    let exports = recorded()?;
    if let Some(recorded) = exports.as_ref().map(|exports| exports.outcome.digest_hex())
        && recorded != outcome.digest_hex()
    {
        let found = outcome.digest_hex();
        return Err(Failure::diverged(format!(
            "the engine's digest is {found}, the recording's {recorded}; `kingbird lockstep` finds the first divergence"
        )));
    }
    Ok((outcome, exports))
}

fn outcome(engine: &dyn Engine, case: &CaseModel, job: Job) -> Result<Outcome, Failure> {
    let cases = std::slice::from_ref(case);
    if engine.name() == "cpu" && out::watched() {
        return Ok(stepped(cases, job)?.outcome());
    }
    let mut outcomes = engine.run(cases, &[job], &|_| ())?;
    outcomes.pop().ok_or_else(|| Failure::machine("the engine returned no result"))
}

/// One replicate recorded on the CPU: its events, and what else is wanted of it.
fn exports(case: &CaseModel, job: &Job, options: &Options, wanted: Wanted) -> Result<Exports, EngineError> {
    let bar = progress::bar(u64::from(case.case.duration_ticks / case.case.epoch_ticks), "epochs at most");
    let exports = export(case, job, options, wanted, &|| bar.inc(1));
    bar.finish_and_clear();
    exports
}

fn stepped(cases: &[CaseModel], job: Job) -> Result<Runner<'_>, EngineError> {
    let mut runner = Runner::new(cases, job, false);
    let case = &cases[job.case_ix].case;
    let bar = progress::bar(u64::from(case.duration_ticks / case.epoch_ticks), "epochs at most");
    while !runner.is_done() {
        runner.advance()?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(runner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::engine::Watch;
    use crate::engine::cpu::CpuEngine;

    /// The CPU under a name, counting how often it is asked, and wrong where it is told to be.
    struct Named {
        name: &'static str,
        is_wrong: bool,
        n_runs: AtomicU32,
    }

    impl Engine for Named {
        fn name(&self) -> &'static str {
            self.name
        }

        fn adapter(&self) -> String {
            String::new()
        }

        fn run_watched(
            &self,
            cases: &[CaseModel],
            jobs: &[Job],
            watch: &dyn Watch,
        ) -> Result<Vec<Outcome>, EngineError> {
            self.n_runs.fetch_add(1, Ordering::Relaxed);
            let mut outcomes = CpuEngine.run_watched(cases, jobs, watch)?;
            outcomes[0].digest[0] ^= u32::from(self.is_wrong);
            Ok(outcomes)
        }
    }

    #[test]
    fn events_of_the_cpu_cost_no_second_run_and_those_of_others_are_proved() {
        let loaded = crate::scenario::load("contract/shots", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap();
        let job = Job { case_ix: 0, seed: 1, replicate: 0 };
        let engine = |name, is_wrong| Named { name, is_wrong, n_runs: AtomicU32::new(0) };
        let cpu = engine("cpu", false);
        let wanted = Some((Options::default(), Wanted::default()));
        let (outcome, exports) = replicate(&cpu, &case, job, wanted).unwrap();
        assert!(exports.is_some_and(|exports| !exports.events.is_empty()));
        assert_eq!(cpu.n_runs.into_inner(), 0, "the recording is the run");
        let other = engine("gpu", false);
        assert_eq!(replicate(&other, &case, job, wanted).unwrap().0, outcome);
        assert_eq!(other.n_runs.into_inner(), 1);
        assert!(replicate(&engine("gpu", true), &case, job, wanted).is_err());
    }
}
