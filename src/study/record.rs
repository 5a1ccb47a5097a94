//! What a running study has so far: filled by the engine's threads, looked at by whoever waits. Outcomes arrive in any order;
//! what is complete is always the first so many replicates of every case.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::plan::Plan;
use super::runner::Outcomes;
use crate::model::outcome::Outcome;

/// Outcomes as they come, and the wish to stop.
pub struct Record {
    n_jobs: usize,
    rows: Mutex<Rows>,
    n_finished: AtomicUsize,
    is_cancelled: AtomicBool,
}

struct Rows {
    /// By case: all jobs before the first that is missing.
    beginning: Outcomes,
    n_beginning: usize,
    /// What came before its turn, by job number.
    ahead: BTreeMap<usize, Outcome>,
}

impl Record {
    /// Nothing of a plan yet.
    pub fn new(plan: &Plan) -> Self {
        let rows = Rows { beginning: vec![Vec::new(); plan.cases.len()], n_beginning: 0, ahead: BTreeMap::new() };
        Self {
            n_jobs: plan.n_jobs(),
            rows: Mutex::new(rows),
            n_finished: AtomicUsize::new(0),
            is_cancelled: AtomicBool::new(false),
        }
    }

    /// Asks the work to stop; it does so within an epoch or a submission.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Takes the wish to stop back: the work goes on.
    pub(super) fn resume(&self) {
        self.is_cancelled.store(false, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Replicates that are over, of all cases together; those of a device's batch before their outcomes are here.
    pub fn n_finished(&self) -> usize {
        self.n_finished.load(Ordering::Relaxed)
    }

    /// Replicates of the plan, of all cases together.
    pub fn n_jobs(&self) -> usize {
        self.n_jobs
    }

    /// How many replicates every case has, counted from the first.
    pub fn n_complete(&self) -> u32 {
        self.rows().n_complete()
    }

    /// Outcomes of the first so many replicates that every case has.
    pub fn complete(&self) -> Outcomes {
        let rows = self.rows();
        let n = rows.n_complete() as usize;
        rows.beginning.iter().map(|of_case| of_case[..n].to_vec()).collect()
    }

    /// The same, where nobody looks any more.
    pub fn into_complete(self) -> Outcomes {
        let mut rows = self.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        let n = rows.n_complete() as usize;
        rows.beginning.iter_mut().for_each(|of_case| of_case.truncate(n));
        rows.beginning
    }

    /// Job numbers that have no outcome, from `first` on, at most `n`.
    pub(super) fn missing(&self, first: usize, n: usize) -> Vec<usize> {
        let rows = self.rows();
        (first.max(rows.n_beginning)..self.n_jobs).filter(|ix| !rows.ahead.contains_key(ix)).take(n).collect()
    }

    /// Counts anew from what is here, before the work begins or goes on.
    pub(super) fn begin(&self) {
        let rows = self.rows();
        self.n_finished.store(rows.n_beginning + rows.ahead.len(), Ordering::Relaxed);
    }

    pub(super) fn finished(&self, n: usize) {
        self.n_finished.fetch_add(n, Ordering::Relaxed);
    }

    pub(super) fn put(&self, job_ix: usize, outcome: Outcome) {
        let mut rows = self.rows();
        rows.ahead.insert(job_ix, outcome);
        let n_cases = rows.beginning.len();
        loop {
            let next = rows.n_beginning;
            let Some(outcome) = rows.ahead.remove(&next) else { break };
            rows.beginning[next % n_cases].push(outcome);
            rows.n_beginning += 1;
        }
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows {
    fn n_complete(&self) -> u32 {
        self.n_beginning.checked_div(self.beginning.len()).unwrap_or(0) as u32
    }
}
