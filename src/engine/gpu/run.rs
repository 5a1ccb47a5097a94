//! The engine: jobs in, outcomes out, in batches.

use std::time::{Duration, Instant};

use super::batching::{self, Room};
use super::device::Device;
use super::pipelines::{self, StagePipeline};
use super::session::Session;
use super::shader::LoadPath;
use crate::engine::{Engine, EngineError, Watch};
use crate::model::batch::Job;
use crate::model::compile::CaseModel;
use crate::model::outcome::Outcome;

/// A submission should take about this long: short enough for watchdogs of drivers and for a progress bar, long enough that
/// waiting for it does not count.
const SUBMISSION: Duration = Duration::from_millis(150);
/// Most epochs in one submission.
const MAX_EPOCHS: u32 = 64;
/// Epochs of the first submission.
const FIRST_EPOCHS: u32 = 4;
/// Tables beyond this gain nothing on a piece of hardware.
const COMFORT_HARDWARE: u64 = 1 << 30;
/// ... and on a software adapter, whose cores share a cache of this size at best.
const COMFORT_SOFTWARE: u64 = 32 << 20;

/// How to open the engine.
#[derive(Clone, Debug, Default)]
pub struct GpuOptions {
    /// Number of the adapter or a part of its name; `None` takes the best.
    pub adapter: Option<String>,
    /// How shaders are loaded; `None` takes the fastest exact way that the adapter has.
    pub load: Option<LoadPath>,
    /// Most replicates at a time; `None` takes as many as fit.
    pub max_batch: Option<usize>,
    /// Bytes a table may have, where that is less than the adapter allows: for tests of what does not fit.
    pub max_binding_bytes: Option<u64>,
}

/// Runs on a GPU, or on a program that behaves like one.
pub struct GpuEngine {
    device: Device,
    stages: Vec<StagePipeline>,
    options: GpuOptions,
}

impl GpuEngine {
    /// Opens an adapter and compiles all stages.
    ///
    /// # Errors
    /// No such adapter, an adapter that cannot do what is needed, or a shader that does not load.
    pub fn new(options: GpuOptions) -> Result<Self, EngineError> {
        let device = Device::open(options.adapter.as_deref(), options.load)?;
        let stages = pipelines::compile(&device)?;
        Ok(Self { device, stages, options })
    }

    /// The open device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    pub(super) fn parts(&self) -> (&Device, &[StagePipeline]) {
        (&self.device, &self.stages)
    }

    /// What one batch may take on this device.
    pub fn room(&self) -> Room {
        let report = &self.device.report;
        let allowed = report.max_binding_bytes.min(report.max_buffer_bytes);
        Room {
            binding_bytes: allowed.min(self.options.max_binding_bytes.unwrap_or(u64::MAX)),
            total_bytes: report.max_buffer_bytes,
            comfort_bytes: if report.is_hardware() { COMFORT_HARDWARE } else { COMFORT_SOFTWARE },
            max_replicates: self.options.max_batch.unwrap_or(usize::MAX).max(1),
        }
    }

    /// Runs jobs in order until all are done, the device fails or the work is called off: the outcomes of the first so many, and the failure.
    pub fn run_as_far_as_possible(
        &self,
        cases: &[CaseModel],
        jobs: &[Job],
        watch: &dyn Watch,
    ) -> (Vec<Outcome>, Option<EngineError>) {
        let mut outcomes = Vec::with_capacity(jobs.len());
        let batches = match batching::cut(cases, jobs, &self.room()) {
            Ok(batches) => batches,
            Err(error) => return (outcomes, Some(error)),
        };
        for batch in batches {
            if let Err(error) = self.run_batch(cases, &jobs[batch], watch, &mut outcomes) {
                return (outcomes, Some(error));
            }
        }
        (outcomes, None)
    }

    /// Runs one batch; in halves where it turns out too large.
    fn run_batch(
        &self,
        cases: &[CaseModel],
        jobs: &[Job],
        watch: &dyn Watch,
        outcomes: &mut Vec<Outcome>,
    ) -> Result<(), EngineError> {
        let session = match Session::new(self, cases, jobs) {
            Err(error) if jobs.len() > 1 && self.may_fit_in_halves(&error) => {
                let (head, tail) = jobs.split_at(jobs.len() / 2);
                self.run_batch(cases, head, watch, outcomes)?;
                return self.run_batch(cases, tail, watch, outcomes);
            }
            session => session?,
        };
        let n_before = outcomes.len();
        outcomes.extend(run_session(session, watch)?);
        outcomes.iter().enumerate().skip(n_before).for_each(|(ix, outcome)| watch.outcome(ix, outcome));
        Ok(())
    }

    fn may_fit_in_halves(&self, error: &EngineError) -> bool {
        matches!(error, EngineError::TooLarge { .. }) || self.device.forgive_out_of_memory()
    }
}

/// Runs a batch to the end of its last raid.
fn run_session(mut session: Session<'_>, watch: &dyn Watch) -> Result<Vec<Outcome>, EngineError> {
    let n = session.batch().world.tallies.len();
    let (mut n_epochs, mut n_done) = (FIRST_EPOCHS, 0);
    while n_done < n {
        if watch.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        let start = Instant::now();
        session.advance(n_epochs)?;
        let taken = start.elapsed();
        if taken < SUBMISSION / 2 {
            n_epochs = (n_epochs * 2).min(MAX_EPOCHS);
        } else if taken > SUBMISSION * 2 {
            n_epochs = (n_epochs / 2).max(1);
        }
        let done = session.n_done();
        if done > n_done {
            watch.finished(done - n_done);
            n_done = done;
        }
    }
    session.outcomes()
}

impl Engine for GpuEngine {
    fn name(&self) -> &'static str {
        "gpu"
    }

    fn adapter(&self) -> String {
        let report = &self.device.report;
        let path = match self.device.path {
            LoadPath::Passthrough => "passthrough",
            LoadPath::XorBarrier => "xor barrier",
            LoadPath::Plain => "plain",
        };
        format!("{} ({}, {}, {path})", report.name, report.driver, report.backend)
    }

    fn run_watched(&self, cases: &[CaseModel], jobs: &[Job], watch: &dyn Watch) -> Result<Vec<Outcome>, EngineError> {
        match self.run_as_far_as_possible(cases, jobs, watch) {
            (outcomes, None) => Ok(outcomes),
            (_, Some(error)) => Err(error),
        }
    }
}
