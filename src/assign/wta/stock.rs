//! What can still be given while a solution is built: shots of each weapon type, of each pool, and room at each target.

use super::instance::Instance;
use crate::assign::problem::NO_POOL;

/// Remaining supply. Starts as an instance has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Per weapon type: shots left.
    pub supply: Vec<u32>,
    /// Per pool: shots left.
    pub pool: Vec<u32>,
    /// Per target: shots that it may still get.
    pub room: Vec<u32>,
    resource: Vec<u32>,
}

impl Stock {
    /// Everything that an instance allows.
    #[must_use]
    pub fn new(instance: &Instance) -> Self {
        Self {
            supply: instance.supply.clone(),
            pool: instance.pool.clone(),
            room: instance.most_shots.clone(),
            resource: instance.resource.clone(),
        }
    }

    /// Whether one more shot of `weapon` at `target` keeps all limits.
    #[must_use]
    pub fn has(&self, target: u32, weapon: u32) -> bool {
        let pool = self.resource[weapon as usize];
        self.room[target as usize] > 0
            && self.supply[weapon as usize] > 0
            && (pool == NO_POOL || self.pool[pool as usize] > 0)
    }

    /// Shots that `weapon` could still give, if no other type drew from its pool and targets had room.
    #[must_use]
    pub fn free(&self, weapon: u32) -> u32 {
        let pool = self.pool.get(self.resource[weapon as usize] as usize);
        self.supply[weapon as usize].min(pool.copied().unwrap_or(u32::MAX))
    }

    /// Shots that all types of `pool` could still give together.
    #[must_use]
    pub fn left_in(&self, pool: usize) -> u32 {
        self.pool[pool]
    }

    /// Shots that `target` still has room for.
    #[must_use]
    pub fn room(&self, target: u32) -> u32 {
        self.room[target as usize]
    }

    /// Spends a shot.
    ///
    /// # Panics
    /// In debug builds, if there is none ([`Stock::has`]).
    pub fn take(&mut self, target: u32, weapon: u32) {
        debug_assert!(self.has(target, weapon), "no shot of type {weapon} is left for target {target}");
        self.room[target as usize] -= 1;
        self.supply[weapon as usize] -= 1;
        if let Some(pool) = self.pool.get_mut(self.resource[weapon as usize] as usize) {
            *pool -= 1;
        }
    }

    /// Takes a shot back.
    pub fn give_back(&mut self, target: u32, weapon: u32) {
        self.room[target as usize] += 1;
        self.supply[weapon as usize] += 1;
        if let Some(pool) = self.pool.get_mut(self.resource[weapon as usize] as usize) {
            *pool += 1;
        }
    }
}
