//! Who assigns in a case: one of the registered algorithms, or one that the user brought.

use std::fmt;
use std::sync::Arc;

use super::registry::{Assigner, DeviceRule};

/// An assigner that was chosen for a case. Cheap to clone.
#[derive(Clone)]
pub enum Chosen {
    /// One of [`ASSIGNERS`](super::ASSIGNERS).
    Listed(&'static dyn Assigner),
    /// The user's own, written against this crate. Its answers are checked, since nobody here has tested it.
    Own(Arc<dyn Assigner>),
}

impl Chosen {
    /// An assigner that is not in the registry.
    pub fn own(assigner: impl Assigner + 'static) -> Self {
        Self::Own(Arc::new(assigner))
    }

    fn assigner(&self) -> &dyn Assigner {
        match self {
            Self::Listed(assigner) => *assigner,
            Self::Own(assigner) => assigner.as_ref(),
        }
    }

    /// What it is called in tables and records.
    pub fn name(&self) -> &str {
        self.assigner().name()
    }

    /// Whether it needs [`Problem::outlook`](super::Problem::outlook).
    pub fn wants_outlook(&self) -> bool {
        self.assigner().wants_outlook()
    }

    /// Whether it needs [`Problem::network`](super::Problem::network).
    pub fn wants_network(&self) -> bool {
        self.assigner().wants_network()
    }

    /// What a device has to do to give the same answer; `None` if only the host can.
    pub fn device_rule(&self) -> Option<DeviceRule> {
        match self {
            Self::Listed(assigner) => assigner.device_rule(),
            Self::Own(_) => None,
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
