//! Which engine: what was typed, handed to `engine::auto`.

use clap::{Args, ValueEnum};

use super::exit::Failure;
use super::out;
use crate::engine::auto;
use crate::engine::{Engine, lockstep::Side};

/// `--engine` and `--adapter`.
#[derive(Args, Clone, Debug)]
pub struct EngineArgs {
    /// What computes the raid. Results are the same to the last bit; only the time differs
    #[arg(long, value_enum, default_value_t = Choice::Auto, help_heading = "Engine")]
    pub engine: Choice,
    /// The GPU adapter to use: its number, or a part of its name (`kingbird list adapters`)
    #[arg(long, value_name = "NAME", help_heading = "Engine")]
    pub adapter: Option<String>,
}

/// Values of `--engine`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// A GPU if there is a piece of hardware, else the CPU
    Auto,
    /// All cores of this machine
    Cpu,
    /// A GPU of any kind, or an error
    Gpu,
}

/// Values of `--engines`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SideName {
    /// The CPU engine; as the second of two, in another order of work
    Cpu,
    /// The GPU engine; as the second of two, with shaders loaded the other way
    Gpu,
}

impl From<SideName> for Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Cpu => Self::Cpu,
            SideName::Gpu => Self::Gpu,
        }
    }
}

impl EngineArgs {
    /// Opens the engine, and says on standard error what is to be said about the choice.
    ///
    /// # Errors
    /// When a GPU is asked for and none can be used.
    pub fn open(&self) -> Result<Box<dyn Engine>, Failure> {
        if self.engine == Choice::Cpu && self.adapter.is_some() {
            return Err(Failure::input("--adapter names a GPU adapter, but --engine cpu uses none"));
        }
        let choice = match self.engine {
            Choice::Auto => auto::Choice::Auto,
            Choice::Cpu => auto::Choice::Cpu,
            Choice::Gpu => auto::Choice::Gpu,
        };
        let opened = auto::open(choice, self.adapter.as_deref(), Box::new(out::note))?;
        if let Some(remark) = opened.remark {
            out::note(&remark);
        }
        Ok(opened.engine)
    }
}
