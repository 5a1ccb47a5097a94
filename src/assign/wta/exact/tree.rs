//! Branch and bound over a fixed pool of columns.
//!
//! Branches on the number of shots x_ij of one type at one target, dives into "at least" first and goes on with the open node of
//! the least bound. Branches only change costs (a forbidden column costs as much as none at all), so each node starts from the
//! basis at hand. A node's bound is the Lagrangian bound at the program's prices, over the allowed columns of the pool; the
//! simplex is never taken at its word.
//!
//! Source: branching after Vanderbeck, Mathematical Programming 130, 2011; pools: Lu and Chen, Omega 98, 2021.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::bound::{Branch, safe_difference};
use super::columns::Columns;
use super::generate::Program;
use super::incumbent::{Incumbent, mean_shots, most_fractional, rounded, whole_shots};
use crate::assign::wta::{Instance, meets};

/// One bound on the shots of a type at a target.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// The target.
    pub target: usize,
    /// The type.
    pub weapon: u32,
    /// The number.
    pub shots: u32,
    /// Whether it is the least or the most.
    pub at_least: bool,
}

/// A part of the solutions that has not been searched.
#[derive(Clone, Debug)]
pub struct Open {
    /// Proven bound on its solutions.
    pub bound: f64,
    /// Order of creation; newer first among equals.
    pub number: u64,
    /// What it is restricted to.
    pub decisions: Vec<Decision>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// Greater is searched first: lower bound, then newer.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}

/// The search.
pub struct Tree<'a> {
    instance: &'a Instance,
    columns: &'a Columns,
    branch: &'a Branch,
    program: Program,
    /// By target: its columns.
    of_target: Vec<Vec<usize>>,
    allowed: Vec<bool>,
    none_allowed: Vec<bool>,
    penalty: f64,
}

impl<'a> Tree<'a> {
    /// A search over those columns that `branch` allows.
    pub fn new(instance: &'a Instance, branch: &'a Branch, columns: &'a Columns, value: f64) -> Self {
        let mut of_target = vec![Vec::new(); instance.n_targets()];
        for column in 0..columns.len() {
            if branch.allows(columns.target(column), columns.bundle(column)) {
                of_target[columns.target(column)].push(column);
            }
        }
        let mut program = Program::new(instance, branch, value);
        program.grow(instance, branch, columns);
        Self {
            instance,
            columns,
            branch,
            program,
            of_target,
            allowed: vec![true; columns.len()],
            none_allowed: vec![true; instance.n_targets()],
            penalty: value + 1.0,
        }
    }

    /// Searches until every open node is above the best solution, or `stop` says so. The bound over the pool's solutions, which
    /// is at most the incumbent's value.
    pub fn search(&mut self, best: &mut Incumbent, floor: f64, stop: &mut dyn FnMut() -> bool) -> f64 {
        let mut open = BinaryHeap::new();
        let mut unresolved = f64::INFINITY;
        let mut number = 0;
        let mut next = Some(Open { bound: floor, number, decisions: Vec::new() });
        while let Some(mut node) = next.take().or_else(|| open.pop()) {
            if meets(best.value, node.bound) {
                unresolved = unresolved.min(node.bound);
                continue;
            }
            let lowest = open.peek().map_or(node.bound, |o: &Open| o.bound.min(node.bound)).min(unresolved);
            if stop() {
                return lowest;
            }
            self.restrict(&node.decisions);
            while self.program.minimise() {
                if stop() {
                    return lowest;
                }
            }
            node.bound = node.bound.max(self.bound());
            let chosen = self.program.simplex.solution().filter(|s| s.1 > 0.0 && self.allowed[s.0]);
            let solution: Vec<(usize, f64)> = chosen.collect();
            best.offer(self.instance, rounded(self.instance, self.columns, &solution));
            let mean = mean_shots(self.columns, &solution);
            if let Some(shots) = whole_shots(&mean) {
                best.offer(self.instance, shots);
            }
            let split = most_fractional(&mean).filter(|_| !meets(best.value, node.bound));
            let Some((target, weapon, below)) = split else {
                unresolved = unresolved.min(node.bound);
                continue;
            };
            let mut child = |shots: u32, at_least: bool| {
                let mut decisions = node.decisions.clone();
                decisions.push(Decision { target, weapon, shots, at_least });
                number += 1;
                Open { bound: node.bound, number, decisions }
            };
            open.push(child(below, false));
            next = Some(child(below + 1, true));
        }
        unresolved.min(best.value)
    }

    /// Sets the costs of what the decisions forbid.
    fn restrict(&mut self, decisions: &[Decision]) {
        for target in 0..self.instance.n_targets() {
            let here: Vec<&Decision> = decisions.iter().filter(|d| d.target == target).collect();
            let fits = |shots: u32, d: &Decision| if d.at_least { shots >= d.shots } else { shots <= d.shots };
            let none = self.branch.allows(target, &[]) && here.iter().all(|d| fits(0, d));
            let nothing = if none { 0.0 } else { self.penalty };
            self.none_allowed[target] = none;
            self.program.simplex.set_slack_cost(target, nothing);
            for &column in &self.of_target[target] {
                let allowed = here.iter().all(|d| fits(self.columns.shots(column, d.weapon), d));
                let cost = if allowed { self.columns.left(column) - self.instance.value[target] } else { nothing };
                self.program.simplex.set_cost(column, cost);
                self.allowed[column] = allowed;
            }
        }
    }

    /// The Lagrangian bound over the allowed columns.
    fn bound(&mut self) -> f64 {
        let n = self.instance.n_targets();
        let prices: Vec<f64> = self.program.simplex.prices().skip(n).map(|price| price.max(0.0)).collect();
        let mut uses = Vec::new();
        let mut gained = 0.0;
        for target in 0..n {
            let mut least = if self.none_allowed[target] { self.instance.value[target] } else { f64::INFINITY };
            for &column in self.of_target[target].iter().filter(|&&c| self.allowed[c]) {
                self.columns.uses(self.instance, column, &mut uses);
                let priced: f64 = uses.iter().map(|&(row, used)| prices[row as usize] * used).sum();
                least = least.min(self.columns.left(column) + priced);
            }
            gained += least;
        }
        if gained.is_infinite() {
            return f64::INFINITY;
        }
        safe_difference(self.instance, gained, &prices)
    }
}
