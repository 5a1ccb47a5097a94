//! What the defence knows: what its sensors tell, or everything.

use serde::{Deserialize, Serialize};

/// The picture that decisions are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// Tracks as sensors, tracker and kill assessment make them.
    #[default]
    Believed,
    /// Perfect information: the true states, and what became of every shot at once. A diagnostic that tells how much of what
    /// leaks is the picture's and how much the assigner's; never a result for the assigner.
    Truth,
}

impl Picture {
    /// As a user writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Believed => "believed",
            Self::Truth => "truth",
        }
    }

    /// What is to be said of a result that was had with it, if anything.
    pub fn caveat(self) -> Option<&'static str> {
        match self {
            Self::Believed => None,
            Self::Truth => Some("perfect information: not a result for the assigner"),
        }
    }
}
