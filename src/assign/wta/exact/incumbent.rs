//! The best solution so far, and cheap ways to a better one.
//!
//! Depends on the instance, its greedy and the stock of what is left.

use super::columns::{Bundle, Columns};
use crate::assign::wta::greedy::{fill, marginal_return};
use crate::assign::wta::{Instance, Shots, Stock};

/// A solution that keeps all limits, with its value.
#[derive(Clone, Debug)]
pub struct Incumbent {
    /// The shots, in ascending order.
    pub shots: Shots,
    /// [`Instance::left`] of them.
    pub value: f64,
}

impl Incumbent {
    /// Greedy by marginal return.
    pub fn greedy(instance: &Instance) -> Self {
        let shots = marginal_return(instance);
        let value = instance.left(&shots);
        Self { shots, value }
    }

    /// Takes over shots that keep the limits and leave less; whether it did.
    pub fn offer(&mut self, instance: &Instance, mut shots: Shots) -> bool {
        shots.sort_unstable();
        let value = instance.left(&shots);
        let better = value < self.value && instance.check(&shots).is_ok();
        if better {
            *self = Self { shots, value };
        }
        better
    }

    /// The shots by target.
    pub fn bundles(&self, instance: &Instance) -> Vec<Bundle> {
        let mut bundles = vec![Bundle::new(); instance.n_targets()];
        for &(target, weapon) in &self.shots {
            let bundle = &mut bundles[target as usize];
            match bundle.last_mut() {
                Some(last) if last.0 == weapon => last.1 += 1,
                _ => bundle.push((weapon, 1)),
            }
        }
        bundles
    }
}

/// A solution out of a fractional one: columns whole in descending order of their level where they fit, then what is left over
/// by marginal return.
pub fn rounded(instance: &Instance, columns: &Columns, solution: &[(usize, f64)]) -> Shots {
    let mut order: Vec<(f64, usize)> = solution.iter().map(|&(column, level)| (level, column)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut stock = Stock::new(instance);
    let mut served = vec![false; instance.n_targets()];
    let mut shots = Shots::new();
    for (_, column) in order {
        let target = columns.target(column);
        if !served[target] {
            // A column of which a part is gone gives the rest.
            served[target] = true;
            for &(weapon, count) in columns.bundle(column) {
                for _ in 0..count {
                    if stock.has(target as u32, weapon) {
                        stock.take(target as u32, weapon);
                        shots.push((target as u32, weapon));
                    }
                }
            }
        }
    }
    fill(instance, &mut stock, &mut shots);
    shots
}

/// The mean shots of a fractional solution, as (target, type, shots) in ascending order.
pub fn mean_shots(columns: &Columns, solution: &[(usize, f64)]) -> Vec<(usize, u32, f64)> {
    let mut all: Vec<(usize, u32, f64)> = Vec::new();
    for &(column, level) in solution {
        for &(weapon, shots) in columns.bundle(column) {
            all.push((columns.target(column), weapon, level * f64::from(shots)));
        }
    }
    all.sort_by_key(|shot| (shot.0, shot.1));
    let mut mean: Vec<(usize, u32, f64)> = Vec::with_capacity(all.len());
    for (target, weapon, shots) in all {
        match mean.last_mut() {
            Some(last) if (last.0, last.1) == (target, weapon) => last.2 += shots,
            _ => mean.push((target, weapon, shots)),
        }
    }
    mean
}

/// Distance from whole numbers below which shots count as whole.
pub const WHOLE: f64 = 1e-6;

/// The shots of a solution whose mean shots are whole. The value left is convex in them, so that they leave no more than the
/// mean of the columns does.
pub fn whole_shots(mean: &[(usize, u32, f64)]) -> Option<Shots> {
    let mut shots = Shots::new();
    for &(target, weapon, level) in mean {
        let whole = (level + 0.5).floor();
        if (level - whole).abs() > WHOLE {
            return None;
        }
        shots.extend((0..whole as u32).map(|_| (target as u32, weapon)));
    }
    Some(shots)
}

/// Where to branch: the pair whose mean shots are farthest from whole, and the number below it.
pub fn most_fractional(mean: &[(usize, u32, f64)]) -> Option<(usize, u32, u32)> {
    let mut farthest = (WHOLE, None);
    for &(target, weapon, level) in mean {
        let below = level.floor();
        let distance = (level - below).min(below + 1.0 - level);
        if distance > farthest.0 {
            farthest = (distance, Some((target, weapon, below as u32)));
        }
    }
    farthest.1
}
