//! The engines: one trait, one CPU implementation, one for any GPU, and the comparison that holds them to the same bits.
//!
//! An engine runs jobs (replicates of cases) and returns integer outcomes. Which engine ran a replicate, in what batch and
//! on how many threads is no part of the result.

pub mod auto;
pub mod cpu;
#[cfg(feature = "gpu")]
pub mod gpu;
pub mod lockstep;
pub mod memory;
pub mod stepper;
pub mod tables;
mod watch;

use crate::assign::{AssignError, Occasion};
use crate::model::batch::Job;
use crate::model::compile::CaseModel;
use crate::model::outcome::Outcome;

pub use watch::Watch;

/// Called with the number of replicates finished since the last call; must be cheap.
pub type Progress<'a> = &'a (dyn Fn(usize) + Sync);

/// Runs replicates.
pub trait Engine {
    /// `cpu` or `gpu`.
    fn name(&self) -> &'static str;

    /// What it runs on, for people.
    fn adapter(&self) -> String;

    /// Runs the jobs and returns their outcomes in the same order; `watch` is told of each, and may call the work off.
    ///
    /// # Errors
    /// When the device is lost, out of memory, or too small for a single replicate; [`EngineError::Cancelled`] when it was
    /// called off.
    fn run_watched(&self, cases: &[CaseModel], jobs: &[Job], watch: &dyn Watch) -> Result<Vec<Outcome>, EngineError>;

    /// Runs the jobs to their end and returns their outcomes in the same order.
    ///
    /// # Errors
    /// When the device is lost, out of memory, or too small for a single replicate.
    fn run(&self, cases: &[CaseModel], jobs: &[Job], progress: Progress<'_>) -> Result<Vec<Outcome>, EngineError> {
        self.run_watched(cases, jobs, &progress)
    }
}

/// A decision that was not made.
#[derive(Clone, Debug)]
pub struct NoAnswer {
    /// The scenario.
    pub scenario: String,
    /// Who was to assign.
    pub assigner: String,
    /// In which replicate.
    pub of: Occasion,
    /// What happened instead.
    pub why: AssignError,
}

/// Why an engine could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// No adapter that could be used.
    #[error("no GPU adapter was found: {0}; install a Vulkan driver or use --engine cpu")]
    NoAdapter(String),
    /// There are adapters, but none that was meant.
    #[error("no GPU adapter is `{wanted}`; {listed}; give its number or a part of its name, or leave --adapter out")]
    UnknownAdapter {
        /// As it was asked for.
        wanted: String,
        /// Those there are.
        listed: String,
    },
    /// The adapter was found but cannot do what is needed.
    #[error("the GPU adapter {adapter} cannot be used: {reason}; use --engine cpu")]
    Unsuitable {
        /// Its name.
        adapter: String,
        /// What it lacks.
        reason: String,
    },
    /// One replicate needs more than the device has.
    #[error(
        "one replicate needs {needed} bytes in {buffer}, the device allows {limit}; use --engine cpu or a smaller raid"
    )]
    TooLarge {
        /// Which buffer.
        buffer: &'static str,
        /// Bytes it would take.
        needed: u64,
        /// Bytes it may take.
        limit: u64,
    },
    /// One replicate's rows exceed this machine's memory.
    #[error(
        "the raid is too large for this machine: one replicate needs {} MiB, {} MiB are free; use a smaller raid",
        needed >> 20,
        available >> 20
    )]
    Memory {
        /// Bytes it would take.
        needed: u64,
        /// Bytes that are free.
        available: u64,
    },
    /// The device was lost or ran out of memory while working.
    #[error("the GPU stopped working: {0}; use --engine cpu, or fewer replicates at a time")]
    Device(String),
    /// There is no answer from whoever assigns.
    #[error("{}, assigner {}, seed {}, replicate {}: {}", .0.scenario, .0.assigner, .0.of.seed, .0.of.replicate, .0.why)]
    Assigner(Box<NoAnswer>),
    /// Whoever watches called the work off.
    #[error("the work was called off")]
    Cancelled,
    /// A shader that does not load: a defect of Kingbird, not of the scenario.
    #[error("shader {name}: {reason}")]
    Shader {
        /// Its file.
        name: String,
        /// What is wrong.
        reason: String,
    },
}
