//! Lets an engine run a plan.

use std::sync::{Mutex, PoisonError};

use super::error::StudyError;
use super::ledger;
use super::plan::Plan;
use super::record::Record;
use crate::engine::{Engine, Progress, Watch};
use crate::model::batch::Job;
use crate::model::outcome::Outcome;

/// Jobs handed to an engine at a time: enough to keep any number of cores or a GPU busy to the end of the chunk, and few
/// enough that an engine's own list of them never adds up to much.
const CHUNK_JOBS: usize = 4096;

/// Outcomes by case, then by replicate.
pub type Outcomes = Vec<Vec<Outcome>>;

/// Runs every replicate of every case.
///
/// # Errors
/// When the engine stops, and when a replicate's counts contradict each other: that replicate is named.
pub fn run(engine: &dyn Engine, plan: &Plan, progress: Progress<'_>) -> Result<Outcomes, StudyError> {
    let record = Record::new(plan);
    fill(engine, plan, &record, progress)?;
    Ok(record.into_complete())
}

/// Runs what a record of the plan is missing: all of it, or the rest where the work stopped before its end. What was finished
/// stays in the record whatever happens.
///
/// # Errors
/// When the engine stops or the record is cancelled, and when a replicate's counts contradict each other.
pub fn fill(engine: &dyn Engine, plan: &Plan, record: &Record, progress: Progress<'_>) -> Result<(), StudyError> {
    record.begin();
    let mut first = 0;
    loop {
        let numbers = record.missing(first, CHUNK_JOBS);
        let Some(last) = numbers.last() else { return Ok(()) };
        first = last + 1;
        let jobs: Vec<Job> = numbers.iter().map(|&ix| plan.job(ix)).collect();
        let clerk = Clerk { plan, record, progress, numbers: &numbers, jobs: &jobs, wrong: Mutex::default() };
        let ran = engine.run_watched(&plan.cases, &jobs, &clerk);
        if let Some(wrong) = clerk.wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(wrong);
        }
        ran?;
    }
}

/// Looks on for a study: audits each outcome before it is put down.
struct Clerk<'a> {
    plan: &'a Plan,
    record: &'a Record,
    progress: Progress<'a>,
    /// Numbers of the jobs in the plan.
    numbers: &'a [usize],
    jobs: &'a [Job],
    /// The first outcome that contradicts itself.
    wrong: Mutex<Option<StudyError>>,
}

impl Watch for Clerk<'_> {
    fn finished(&self, n: usize) {
        self.record.finished(n);
        (self.progress)(n);
    }

    fn outcome(&self, ix: usize, outcome: &Outcome) {
        match audit(self.plan, &self.jobs[ix], outcome) {
            Ok(()) => self.record.put(self.numbers[ix], outcome.clone()),
            Err(error) => {
                self.wrong.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    }

    fn is_cancelled(&self) -> bool {
        self.record.is_cancelled() || self.wrong.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// Refuses an outcome that contradicts itself.
fn audit(plan: &Plan, job: &Job, outcome: &Outcome) -> Result<(), StudyError> {
    let case = &plan.cases[job.case_ix];
    ledger::audit(case, outcome).map_err(|wrong| {
        let (name, assigner) = (&case.scenario.name, case.label());
        let (seed, replicate) = (job.seed, job.replicate);
        StudyError::Defect(format!("{name}, assigner {assigner}, seed {seed}, replicate {replicate}: {wrong}"))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::engine::EngineError;
    use crate::engine::cpu::CpuEngine;
    use crate::model::CaseModel;
    use crate::scenario;

    fn plan(n_replicates: u32) -> Plan {
        let loaded = scenario::load("contract/shots", None).unwrap();
        let assigners = ["nearest", "urgency"].map(str::to_owned);
        Plan::new(&loaded.scenario, &loaded.digest, &assigners, None, 1, n_replicates).unwrap()
    }

    /// Gives wrong counts, or stops, at a job.
    struct Bad {
        at: usize,
        stops: bool,
    }

    impl Engine for Bad {
        fn name(&self) -> &'static str {
            "bad"
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
            let mut outcomes = CpuEngine.run(cases, jobs, &|_| ())?;
            for (ix, outcome) in outcomes.iter_mut().enumerate() {
                if ix == self.at && self.stops {
                    return Err(EngineError::Device("it fell over".to_owned()));
                }
                outcome.threats[0].killed += u32::from(ix == self.at);
                watch.finished(1);
                watch.outcome(ix, outcome);
            }
            Ok(outcomes)
        }
    }

    #[test]
    fn outcomes_stand_by_case_and_replicate() {
        let plan = plan(6);
        let n = AtomicUsize::new(0);
        let outcomes = run(&CpuEngine, &plan, &|more| _ = n.fetch_add(more, Ordering::Relaxed)).unwrap();
        assert_eq!(n.into_inner(), 12);
        for (case_ix, of_case) in outcomes.iter().enumerate() {
            let jobs: Vec<Job> = (0..6).map(|replicate| Job { case_ix, seed: 1, replicate }).collect();
            assert_eq!(*of_case, CpuEngine.run(&plan.cases, &jobs, &|_| ()).unwrap());
        }
        assert_ne!(outcomes[0][0].digest, outcomes[0][1].digest);
    }

    #[test]
    fn a_contradiction_names_its_replicate_and_what_was_before_it_stays() {
        let (plan, record) = (plan(6), Record::new(&plan(6)));
        let error = fill(&Bad { at: 5, stops: false }, &plan, &record, &|_| ()).unwrap_err().to_string();
        assert!(error.contains("assigner urgency, seed 1, replicate 2"), "{error}");
        assert_eq!(record.n_complete(), 2);
    }

    #[test]
    fn what_an_engine_left_another_goes_on_with() {
        let (plan, record) = (plan(6), Record::new(&plan(6)));
        let stopped = fill(&Bad { at: 7, stops: true }, &plan, &record, &|_| ());
        assert!(matches!(stopped, Err(StudyError::Engine(EngineError::Device(_)))));
        assert_eq!((record.n_complete(), record.n_finished()), (3, 7));
        let n = AtomicUsize::new(0);
        fill(&CpuEngine, &plan, &record, &|more| _ = n.fetch_add(more, Ordering::Relaxed)).unwrap();
        assert_eq!((n.into_inner(), record.n_finished()), (5, 12));
        assert_eq!(record.into_complete(), run(&CpuEngine, &plan, &|_| ()).unwrap());
    }

    #[test]
    fn a_cancelled_study_keeps_the_first_replicates_of_all_cases() {
        let plan = plan(40);
        let record = Record::new(&plan);
        let cancel_at_9 = |_| {
            if record.n_finished() >= 9 {
                record.cancel();
            }
        };
        let stopped = fill(&CpuEngine, &plan, &record, &cancel_at_9);
        assert!(matches!(stopped, Err(StudyError::Engine(EngineError::Cancelled))));
        let kept = record.complete();
        let n = kept[0].len();
        assert!((1..40).contains(&n) && kept.iter().all(|of_case| of_case.len() == n), "{n}");
        assert_eq!(kept, run(&CpuEngine, &plan.first(n as u32), &|_| ()).unwrap());
    }
}
