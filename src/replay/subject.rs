//! What is watched: a replicate by its name, with everything about it that does not change while it runs.

use std::sync::Arc;

use crate::model::batch::{Batch, Job, Statics};
use crate::model::compile::CaseModel;

/// A replicate and its static tables. Cheap to clone and to send between threads.
#[derive(Clone)]
pub struct Subject {
    /// The case: scenario, assigner, compiled tables.
    pub case: Arc<CaseModel>,
    /// Seed and replicate number; `case_ix` is 0.
    pub job: Job,
    /// Static tables of a batch of this one replicate: plans, points of routes, issues, sensors.
    pub statics: Arc<Statics>,
}

impl Subject {
    /// Draws the replicate's static tables.
    pub fn new(case: Arc<CaseModel>, seed: u64, replicate: u32) -> Self {
        let job = Job { case_ix: 0, seed, replicate };
        let batch = Batch::build(std::slice::from_ref(&case), &[job]);
        Self { case, job, statics: Arc::new(batch.statics) }
    }

    /// Ticks in an epoch.
    pub fn epoch_ticks(&self) -> u32 {
        self.case.case.epoch_ticks
    }

    /// Seconds from the beginning of the raid to a tick.
    pub fn seconds(&self, tick: f64) -> f64 {
        tick * self.case.scenario.theatre.tick_s
    }
}
