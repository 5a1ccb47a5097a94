//! A solution under change: who shoots at each target, and what is left to shoot with.

use crate::assign::problem::NO_POOL;
use crate::assign::wta::instance::{Instance, Shots};

/// A solution of an instance that keeps all its limits but for those that are stated.
#[derive(Debug)]
pub struct Plan<'a> {
    instance: &'a Instance,
    /// By target: types of the shots at it, in no order.
    shots: Vec<Vec<u32>>,
    /// By type: how many give no shot.
    idle: Vec<u32>,
    /// By pool: shots that could still be drawn.
    slack: Vec<u32>,
}

impl Clone for Plan<'_> {
    fn clone(&self) -> Self {
        let Self { instance, shots, idle, slack } = self;
        Self { instance, shots: shots.clone(), idle: idle.clone(), slack: slack.clone() }
    }

    /// Reuses what is allocated, since the best plan is replaced often.
    fn clone_from(&mut self, other: &Self) {
        self.instance = other.instance;
        self.shots.clone_from(&other.shots);
        self.idle.clone_from(&other.idle);
        self.slack.clone_from(&other.slack);
    }
}

impl<'a> Plan<'a> {
    /// The plan of these shots, which keep every limit ([`Instance::check`]).
    pub fn new(instance: &'a Instance, shots: &[(u32, u32)]) -> Self {
        let mut plan = Self {
            instance,
            shots: vec![Vec::new(); instance.n_targets()],
            idle: instance.supply.clone(),
            slack: instance.pool.clone(),
        };
        for &(target, weapon) in shots {
            plan.give(target as usize, weapon as usize);
        }
        plan
    }

    /// The shots, in their order.
    pub fn shots(&self) -> Shots {
        let by_target = self.shots.iter().zip(0..);
        let mut shots: Shots =
            by_target.flat_map(|(weapons, target)| weapons.iter().map(move |&weapon| (target, weapon))).collect();
        shots.sort_unstable();
        shots
    }

    /// The problem that this is a plan for.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// How many shots are given at a target.
    pub fn n_shots(&self, target: usize) -> usize {
        self.shots[target].len()
    }

    /// How many more shots a type could give, if no other drew from its pool.
    pub fn free(&self, weapon: usize) -> u32 {
        let slack = match self.instance.resource[weapon] {
            NO_POOL => u32::MAX,
            pool => self.slack[pool as usize],
        };
        self.idle[weapon].min(slack)
    }

    /// Shots that could still be drawn from a pool.
    pub fn slack(&self, pool: usize) -> u32 {
        self.slack[pool]
    }

    /// Expected value left of one target.
    pub fn left(&self, target: usize) -> f64 {
        let survive = self.instance.row(target);
        self.shots[target].iter().fold(self.instance.value[target], |left, &weapon| left * survive[weapon as usize])
    }

    /// One more shot.
    pub fn give(&mut self, target: usize, weapon: usize) {
        self.shots[target].push(weapon as u32);
        self.idle[weapon] -= 1;
        if let Some(slack) = self.slack_of(weapon) {
            *slack -= 1;
        }
    }

    /// Takes back the `nth` shot at a target.
    pub fn take(&mut self, target: usize, nth: usize) {
        let weapon = self.shots[target].swap_remove(nth) as usize;
        self.idle[weapon] += 1;
        if let Some(slack) = self.slack_of(weapon) {
            *slack += 1;
        }
    }

    fn slack_of(&mut self, weapon: usize) -> Option<&mut u32> {
        let pool = self.instance.resource[weapon];
        (pool != NO_POOL).then(|| &mut self.slack[pool as usize])
    }
}
