//! What the caller believes of later decisions: which pairs will be possible, at what cost, and when pools regain shots.
//!
//! Beliefs only, made of the same picture as the problem itself: every track flies on as it does, every shot under way runs
//! its course. An assigner that plans ahead asks for it ([`Assigner::wants_outlook`](super::Assigner::wants_outlook)); for all
//! others it stays empty.

use super::problem::{INFEASIBLE, ShapeError};

/// The decisions to come, as far as they are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Per weapon: rounds it has left, those that no free pool can launch now included. Empty where `later` is.
    pub rounds: Vec<u32>,
    /// Later decisions, the next one first. They need not be all: what lies between two of them counts to the second.
    pub later: Vec<Later>,
}

/// One of the decisions to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// Ticks from now.
    pub ahead: u32,
    /// Per pool: shots that it regains after the one before and up to this one.
    pub regained: Vec<u32>,
    /// Row-major `[target][weapon]`, as [`Problem::cost`](super::Problem::cost): cost of one shot given then, had the weapon one.
    pub cost: Vec<u32>,
    /// As [`Problem::kill`](super::Problem::kill), for a shot given then.
    pub kill: Vec<u32>,
    /// As [`Problem::delay`](super::Problem::delay), counted from then.
    pub delay: Vec<u32>,
}

impl Outlook {
    /// Whether the tables fit a problem with that many weapons, targets and pools.
    ///
    /// # Errors
    /// The first table whose length does not fit.
    pub fn shape(&self, n_weapons: usize, n_targets: usize, n_pools: usize) -> Result<(), ShapeError> {
        let check = |table, found, expected| {
            if found == expected { Ok(()) } else { Err(ShapeError::Length { table, found, expected }) }
        };
        if !self.later.is_empty() {
            check("outlook.rounds", self.rounds.len(), n_weapons)?;
        }
        for later in &self.later {
            check("outlook.later.regained", later.regained.len(), n_pools)?;
            check("outlook.later.cost", later.cost.len(), n_weapons * n_targets)?;
            check("outlook.later.kill", later.kill.len(), n_weapons * n_targets)?;
            check("outlook.later.delay", later.delay.len(), n_weapons * n_targets)?;
        }
        Ok(())
    }
}

impl Later {
    /// A decision at which no pair is feasible and nothing is regained.
    #[must_use]
    pub fn new(ahead: u32, n_weapons: usize, n_targets: usize, n_pools: usize) -> Self {
        let n_pairs = n_weapons * n_targets;
        Self {
            ahead,
            regained: vec![0; n_pools],
            cost: vec![INFEASIBLE; n_pairs],
            kill: vec![0; n_pairs],
            delay: vec![0; n_pairs],
        }
    }
}
