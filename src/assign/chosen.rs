//! Who assigns in a case: one of the registered algorithms, or one that the user brought.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

use super::external::{Briefing, CaseTapes, CommandError, PREFIX, Program, Tapes};
use super::registry::{Assigner, DeviceRule, UnknownAssigner, find};

/// An assigner that was chosen for a case. Cheap to clone.
#[derive(Clone)]
pub enum Chosen {
    /// One of [`ASSIGNERS`](super::ASSIGNERS).
    Listed(&'static dyn Assigner),
    /// The user's own, written against this crate. Its answers are checked, since nobody here has tested it.
    Own(Arc<dyn Assigner>),
    /// The user's own program, and what is known of its answers in this case.
    Program(Arc<Program>, Arc<CaseTapes>),
}

/// Why a name stands for no assigner.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChooseError {
    /// No algorithm of that name.
    #[error(transparent)]
    Unknown(#[from] UnknownAssigner),
    /// A program, but none that could be started.
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// What a name stands for: an algorithm of the registry, or a program where it begins with `exec:`, which is given `time_limit`
/// for each answer. Only for names that the user gave just now: names in files start no programs.
///
/// # Errors
/// [`ChooseError`].
pub fn choose(name: &str, time_limit: Duration) -> Result<Chosen, ChooseError> {
    if name.starts_with(PREFIX) {
        return Ok(Chosen::program(Program::new(name, time_limit)?));
    }
    Ok(find(name)?.into())
}

impl Chosen {
    /// An assigner that is not in the registry.
    pub fn own(assigner: impl Assigner + 'static) -> Self {
        Self::Own(Arc::new(assigner))
    }

    /// A program.
    pub fn program(program: Program) -> Self {
        let case = program.of_case(&Briefing::default());
        Self::Program(Arc::new(program), case)
    }

    /// The same for a case: a program keeps its answers by case.
    #[must_use]
    pub(crate) fn of_case(self, briefing: &Briefing) -> Self {
        match self {
            Self::Program(program, _) => {
                let case = program.of_case(briefing);
                Self::Program(program, case)
            }
            other => other,
        }
    }

    /// What it is called in tables and records.
    pub fn name(&self) -> &str {
        match self {
            Self::Listed(assigner) => assigner.name(),
            Self::Own(assigner) => assigner.name(),
            Self::Program(program, _) => program.name(),
        }
    }

    /// What a device has to do to give the same answer; `None` if only the host can.
    pub fn device_rule(&self) -> Option<DeviceRule> {
        match self {
            Self::Listed(assigner) => assigner.device_rule(),
            Self::Own(_) | Self::Program(..) => None,
        }
    }

    /// Whether it plans ahead ([`Assigner::wants_outlook`]). Programs are not told of later decisions.
    pub fn wants_outlook(&self) -> bool {
        match self {
            Self::Listed(assigner) => assigner.wants_outlook(),
            Self::Own(assigner) => assigner.wants_outlook(),
            Self::Program(..) => false,
        }
    }

    /// Whether it decides by agents that exchange messages ([`Assigner::wants_network`]).
    pub fn wants_network(&self) -> bool {
        match self {
            Self::Listed(assigner) => assigner.wants_network(),
            Self::Own(assigner) => assigner.wants_network(),
            Self::Program(..) => false,
        }
    }

    /// Whether its answers are a function of the problems. Where they are not, they are recorded.
    pub fn is_reproducible(&self) -> bool {
        !matches!(self, Self::Program(..))
    }

    /// The answers that were recorded in this case to replicates that are over; `None` where nothing is recorded, since it can
    /// be had again.
    pub fn recorded(&self) -> Option<Tapes> {
        match self {
            Self::Program(_, case) => Some(case.done()),
            Self::Listed(_) | Self::Own(_) => None,
        }
    }
}

impl From<&'static dyn Assigner> for Chosen {
    fn from(assigner: &'static dyn Assigner) -> Self {
        Self::Listed(assigner)
    }
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
