//! One replicate, run while someone watches: by the engine, or on the CPU with every event kept.

use super::exit::Failure;
use super::{out, progress};
use crate::engine::Engine;
use crate::engine::cpu::Runner;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::events::Event;
use crate::model::outcome::Outcome;

/// The outcome of one replicate, and its events where they are wanted. On the CPU a bar follows simulated time where somebody
/// watches, and events come with the outcome: the replicate is computed once. Another engine keeps no events: they come from
/// the CPU's recording, whose digest proves that they are the events of this very outcome.
///
/// # Errors
/// When the engine stops, and when the recording is not the engine's replicate.
pub fn replicate(
    engine: &dyn Engine,
    case: &CaseModel,
    job: Job,
    with_events: bool,
) -> Result<(Outcome, Option<Vec<Event>>), Failure> {
    let cases = std::slice::from_ref(case);
    if engine.name() == "cpu" && (with_events || out::watched()) {
        let runner = stepped(cases, job, with_events);
        return Ok((runner.outcome(), with_events.then(|| runner.events())));
    }
    let outcome = engine.run(cases, &[job], &|_| ())?.pop();
    let outcome = outcome.ok_or_else(|| Failure::machine("the engine returned no result"))?;
    if !with_events {
        return Ok((outcome, None));
    }
    let runner = stepped(cases, job, true);
    let (found, recorded) = (outcome.digest_hex(), runner.outcome().digest_hex());
    if recorded != found {
        return Err(Failure::diverged(format!(
            "the engine's digest is {found}, the recording's {recorded}; `kingbird lockstep` finds the first divergence"
        )));
    }
    Ok((outcome, Some(runner.events())))
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::engine::cpu::CpuEngine;
    use crate::engine::{EngineError, Watch};

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
        let (outcome, events) = replicate(&cpu, &case, job, true).unwrap();
        assert!(events.is_some_and(|events| !events.is_empty()));
        assert_eq!(cpu.n_runs.into_inner(), 0, "the recording is the run");
        let other = engine("gpu", false);
        assert_eq!(replicate(&other, &case, job, true).unwrap().0, outcome);
        assert_eq!(other.n_runs.into_inner(), 1);
        assert!(replicate(&engine("gpu", true), &case, job, true).is_err());
    }
}
