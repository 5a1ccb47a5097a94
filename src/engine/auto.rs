//! Which engine: the CPU, a GPU, or whatever serves best.
//!
//! `auto` takes a GPU only if it is a piece of hardware: a software adapter runs on the same cores as the CPU engine, and slower.
//! If the GPU fails on the way, the CPU goes on, and that is said; the results are the same bits.

use super::cpu::CpuEngine;
use super::{Engine, EngineError};

/// What the user asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// A GPU if there is a real one, else the CPU.
    #[default]
    Auto,
    /// All cores of this machine.
    Cpu,
    /// A GPU of any kind, or an error.
    Gpu,
}

/// Called with a sentence for the user.
pub type Notice = Box<dyn Fn(&str) + Send + Sync>;

/// An engine ready for work.
pub struct Opened {
    /// The engine.
    pub engine: Box<dyn Engine>,
    /// Why `auto` did not take what one might expect; `None` where there is nothing to say.
    pub remark: Option<String>,
}

impl Opened {
    fn cpu(remark: Option<String>) -> Self {
        Self { engine: Box::new(CpuEngine), remark }
    }
}

/// Opens an engine; `adapter` is a number or a part of a name. `notice` is told if `auto` must leave the GPU during a run.
///
/// # Errors
/// When a GPU is insisted on, or named, and cannot be used.
#[cfg(feature = "gpu")]
pub fn open(choice: Choice, adapter: Option<&str>, notice: Notice) -> Result<Opened, EngineError> {
    use super::gpu::{GpuEngine, GpuOptions, list_adapters};
    let options = GpuOptions { adapter: adapter.map(ToOwned::to_owned), ..GpuOptions::default() };
    match choice {
        Choice::Cpu => Ok(Opened::cpu(None)),
        Choice::Gpu => Ok(Opened { engine: Box::new(GpuEngine::new(options)?), remark: None }),
        // Who names an adapter wants that one; else only hardware will do, and looking for it is no reason to fail.
        Choice::Auto if adapter.is_none() && !list_adapters().iter().any(|a| a.usable && a.is_hardware()) => {
            Ok(Opened::cpu(None))
        }
        Choice::Auto => match GpuEngine::new(options) {
            Ok(gpu) => Ok(Opened { engine: Box::new(AutoEngine::new(gpu, notice)), remark: None }),
            Err(error) if adapter.is_some() => Err(error),
            Err(error) => Ok(Opened::cpu(Some(format!("on the CPU: {error}")))),
        },
    }
}

/// Opens an engine; this build has the CPU engine only.
///
/// # Errors
/// When a GPU is insisted on, or an adapter is named.
#[cfg(not(feature = "gpu"))]
pub fn open(choice: Choice, adapter: Option<&str>, _notice: Notice) -> Result<Opened, EngineError> {
    if choice == Choice::Gpu || choice == Choice::Auto && adapter.is_some() {
        return Err(EngineError::NoAdapter("this build of kingbird has no GPU engine (feature `gpu`)".to_owned()));
    }
    Ok(Opened::cpu(None))
}

#[cfg(feature = "gpu")]
pub use with_gpu::AutoEngine;

#[cfg(feature = "gpu")]
mod with_gpu {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::Notice;
    use crate::engine::cpu::CpuEngine;
    use crate::engine::gpu::GpuEngine;
    use crate::engine::{Engine, EngineError, Watch};
    use crate::model::batch::Job;
    use crate::model::compile::CaseModel;
    use crate::model::outcome::Outcome;

    /// A GPU with the CPU behind it.
    pub struct AutoEngine {
        gpu: GpuEngine,
        notice: Notice,
        /// Once the GPU has failed it is not tried again.
        has_failed: AtomicBool,
    }

    impl AutoEngine {
        /// Puts the CPU behind a GPU.
        pub fn new(gpu: GpuEngine, notice: Notice) -> Self {
            Self { gpu, notice, has_failed: AtomicBool::new(false) }
        }

        /// The GPU, for tests.
        #[doc(hidden)]
        pub fn gpu(&self) -> &GpuEngine {
            &self.gpu
        }

        fn on_cpu(&self) -> bool {
            self.has_failed.load(Ordering::Relaxed)
        }
    }

    impl Engine for AutoEngine {
        fn name(&self) -> &'static str {
            if self.on_cpu() { CpuEngine.name() } else { self.gpu.name() }
        }

        fn adapter(&self) -> String {
            if self.on_cpu() { CpuEngine.adapter() } else { self.gpu.adapter() }
        }

        fn run_watched(
            &self,
            cases: &[CaseModel],
            jobs: &[Job],
            watch: &dyn Watch,
        ) -> Result<Vec<Outcome>, EngineError> {
            if self.on_cpu() {
                return CpuEngine.run_watched(cases, jobs, watch);
            }
            let counted = Counted { watch, n: AtomicUsize::new(0) };
            let (mut outcomes, failure) = self.gpu.run_as_far_as_possible(cases, jobs, &counted);
            let error = match failure {
                None => return Ok(outcomes),
                // Neither is the device's doing.
                Some(error @ (EngineError::Cancelled | EngineError::Assigner(_))) => return Err(error),
                Some(error) => error,
            };
            self.has_failed.store(true, Ordering::Relaxed);
            (self.notice)(&format!("{error}: going on with the CPU"));
            let n_before = outcomes.len();
            let rest = Rest { watch, n_before, ahead: AtomicUsize::new(counted.n.into_inner() - n_before) };
            outcomes.extend(CpuEngine.run_watched(cases, &jobs[n_before..], &rest)?);
            Ok(outcomes)
        }
    }

    /// Counts what the GPU says is over.
    struct Counted<'a> {
        watch: &'a dyn Watch,
        n: AtomicUsize,
    }

    impl Watch for Counted<'_> {
        fn finished(&self, n: usize) {
            self.n.fetch_add(n, Ordering::Relaxed);
            self.watch.finished(n);
        }

        fn outcome(&self, ix: usize, outcome: &Outcome) {
            self.watch.outcome(ix, outcome);
        }

        fn is_cancelled(&self) -> bool {
            self.watch.is_cancelled()
        }
    }

    /// Looks on while the CPU does what the GPU left.
    struct Rest<'a> {
        watch: &'a dyn Watch,
        /// Jobs whose outcomes the GPU gave.
        n_before: usize,
        /// Replicates of the batch that failed may have been reported already; they are not reported twice.
        ahead: AtomicUsize,
    }

    impl Watch for Rest<'_> {
        fn finished(&self, n: usize) {
            let is_ahead =
                || self.ahead.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |a| a.checked_sub(1)).is_ok();
            let n_new = (0..n).filter(|_| !is_ahead()).count();
            if n_new > 0 {
                self.watch.finished(n_new);
            }
        }

        fn outcome(&self, ix: usize, outcome: &Outcome) {
            self.watch.outcome(self.n_before + ix, outcome);
        }

        fn is_cancelled(&self) -> bool {
            self.watch.is_cancelled()
        }
    }
}
