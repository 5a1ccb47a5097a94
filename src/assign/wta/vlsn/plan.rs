//! A solution under change: who shoots at each target, and what is left to shoot with.

use crate::assign::wta::instance::{Instance, Shots};
use crate::assign::wta::stock::Stock;

/// A solution that keeps every limit of its instance.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The problem that this is a plan for.
    pub instance: &'a Instance,
    /// What can still be given.
    pub stock: Stock,
    /// By target: types of the shots at it, in no order.
    shots: Vec<Vec<u32>>,
}

impl Clone for Plan<'_> {
    fn clone(&self) -> Self {
        Self { instance: self.instance, stock: self.stock.clone(), shots: self.shots.clone() }
    }

    /// Reuses what is allocated, since the best plan is replaced often.
    fn clone_from(&mut self, other: &Self) {
        self.instance = other.instance;
        self.stock.clone_from(&other.stock);
        self.shots.clone_from(&other.shots);
    }
}

impl<'a> Plan<'a> {
    /// The plan of these shots, which keep every limit ([`Instance::check`]).
    pub fn new(instance: &'a Instance, shots: &[(u32, u32)]) -> Self {
        let mut plan = Self { instance, stock: Stock::new(instance), shots: vec![Vec::new(); instance.n_targets()] };
        for &(target, weapon) in shots {
            plan.give(target, weapon);
        }
        plan
    }

    /// The shots, in their order.
    pub fn shots(&self) -> Shots {
        let by_target = (0..).zip(&self.shots);
        let mut shots: Shots =
            by_target.flat_map(|(target, weapons)| weapons.iter().map(move |&weapon| (target, weapon))).collect();
        shots.sort_unstable();
        shots
    }

    /// How many shots are given at a target.
    pub fn n_shots(&self, target: u32) -> usize {
        self.shots[target as usize].len()
    }

    /// Expected value left of one target.
    pub fn left(&self, target: u32) -> f64 {
        let survive = self.instance.row(target as usize);
        let shots = &self.shots[target as usize];
        shots.iter().fold(self.instance.value[target as usize], |left, &weapon| left * survive[weapon as usize])
    }

    /// One more shot; there must be one to give ([`Stock::has`]).
    pub fn give(&mut self, target: u32, weapon: u32) {
        self.stock.take(target, weapon);
        self.shots[target as usize].push(weapon);
    }

    /// Takes back the `nth` shot at a target.
    pub fn take_back(&mut self, target: u32, nth: usize) {
        let weapon = self.shots[target as usize].swap_remove(nth);
        self.stock.give_back(target, weapon);
    }
}
