//! Which engine: the seam between the command line and the engines.

use clap::{Args, ValueEnum};

use super::exit::Failure;
use crate::engine::{Engine, cpu::CpuEngine};

/// `--engine` and `--adapter`.
#[derive(Args, Clone, Debug)]
pub struct EngineArgs {
    /// What computes the raid. Results are the same to the last bit; only the time differs
    #[arg(long, value_enum, default_value_t = Choice::Auto, help_heading = "Engine")]
    pub engine: Choice,
    /// Part of the name of the GPU adapter to use (`kingbird list adapters`)
    #[arg(long, value_name = "NAME", help_heading = "Engine")]
    pub adapter: Option<String>,
}

/// Values of `--engine`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// A GPU if there is one that can be trusted, else the CPU
    Auto,
    /// All cores of this machine
    Cpu,
    /// A GPU, or an error
    Gpu,
}

/// An engine ready for work, and what is to be said about how it was chosen.
pub struct Opened {
    /// The engine.
    pub engine: Box<dyn Engine>,
    /// Why `auto` did not take what one might expect.
    pub remark: Option<String>,
}

impl EngineArgs {
    /// Opens the engine.
    ///
    /// # Errors
    /// When a GPU is asked for and none can be used.
    pub fn open(&self) -> Result<Opened, Failure> {
        match self.engine {
            Choice::Cpu | Choice::Auto => Ok(Opened { engine: Box::new(CpuEngine), remark: None }),
            Choice::Gpu => Err(Failure::machine("this build has no GPU engine; use --engine cpu")),
        }
    }
}
