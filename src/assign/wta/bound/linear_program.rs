//! `linear-program`: shots may be divided.
//!
//! With powers a_ij = -ln s_ij the value left is `f(x) = sum_j V_j exp(-y_j)`, `y_j = sum_i a_ij x_ij`: convex, so that over divided shots
//! (x real, at least 0, supply and pools kept, most shots at a target not) every tangent is a bound. At any y, with L_j = V_j exp(-y_j),
//!
//! ```text
//! f(x) >= sum_j L_j (1 + y_j) - sum_i x_i. max_j a_ij L_j   for every x,
//! ```
//!
//! whose least value over all x is that of a linear program with a known solution: a price for each type and pool that pays for its best
//! target. That is the outer linearisation of the piecewise-linear programs of Ahuja, Kumar, Jha and Orlin (2007) with a piece wherever it
//! is needed, so that its best value is theirs in the limit of many pieces.
//!
//! The y to take the tangent at is found by moving shots of a type from the target where they gain least to the one where they gain
//! most, as far as pays: `delta = ln(a_s L_s / a_w L_w) / (a_s + a_w)` (a block-coordinate form of pairwise Frank-Wolfe steps, Lacoste-Julien
//! and Jaggi, NeurIPS 2015). How good the y is decides how good the bound is, never whether it holds.
//!
//! Certain kills have no power; they count as surviving one time in 1e12, and the bound is lowered by as much.

use super::{Bound, lowered};
use crate::assign::problem::NO_POOL;
use crate::assign::wta::greedy::marginal_return;
use crate::assign::wta::instance::Instance;
use crate::assign::wta::solver::Limits;

/// Survival that stands for less.
const LEAST_SURVIVAL: f64 = 1.0e-12;
/// Sweeps over all types, at most, where no limit is set.
const MOST_SWEEPS: u64 = 400;
/// Moves of one block in one sweep, at most.
const MOVES: usize = 8;
/// Relative distance between the divided shots' value and the bound at which nothing more is to be had.
const SOLVED: f64 = 1.0e-7;

/// The linear programming bound.
#[derive(Clone, Copy, Debug)]
pub struct LinearProgram;

impl Bound for LinearProgram {
    fn name(&self) -> &'static str {
        "linear-program"
    }

    fn summary(&self) -> &'static str {
        "shots may be divided: tangents of the value left in the logarithms of survival, and a price for each weapon"
    }

    fn reference(&self) -> &'static str {
        "after Ahuja, Kumar, Jha and Orlin, Exact and Heuristic Algorithms for the Weapon-Target Assignment Problem, Operations \
         Research 55(6):1136-1146, 2007; steps: Lacoste-Julien and Jaggi, NeurIPS 2015"
    }

    fn complexity(&self) -> &'static str {
        "O(T W) a sweep (steps count sweeps), at most 400 unless told otherwise"
    }

    fn bound(&self, instance: &Instance, limits: &Limits) -> f64 {
        relaxed(instance, limits).bound
    }
}

/// A bound and the prices that prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// The bound.
    pub bound: f64,
    /// Price of a shot of each type, then of each pool.
    pub prices: Vec<f64>,
}

/// The best bound found, with its prices.
pub fn relaxed(instance: &Instance, limits: &Limits) -> Priced {
    let deadline = limits.deadline();
    let mut divided = Divided::new(instance);
    let mut best = divided.tangent();
    for _ in 0..limits.steps.unwrap_or(MOST_SWEEPS) {
        let value: f64 = divided.left.iter().sum();
        if value - best.bound <= SOLVED * value || deadline.passed() {
            break;
        }
        divided.sweep();
        let priced = divided.tangent();
        if priced.bound > best.bound {
            best = priced;
        }
    }
    best
}

/// A type of weapon and a target.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    weapon: usize,
    target: usize,
    /// What a first small part of a shot takes off there, or the last one took off.
    gain: f64,
}

/// Divided shots, and what they leave.
struct Divided<'a> {
    instance: &'a Instance,
    /// Row-major `[type][target]`: a_ij.
    power: Vec<f64>,
    /// Row-major `[type][target]`: shots.
    shots: Vec<f64>,
    /// Per target: V_j exp(-y_j).
    left: Vec<f64>,
    /// Types that share what they may give: a pool, or a type alone.
    blocks: Vec<Block>,
}

/// Types with a common limit.
struct Block {
    types: Vec<usize>,
    limit: f64,
}

impl<'a> Divided<'a> {
    /// Starts with whole shots, greedily.
    fn new(instance: &'a Instance) -> Self {
        let (n_types, n_targets) = (instance.n_types(), instance.n_targets());
        let mut power = vec![0.0; n_types * n_targets];
        for target in 0..n_targets {
            for (weapon, survive) in instance.row(target).iter().enumerate() {
                power[weapon * n_targets + target] = -libm::log(survive.max(LEAST_SURVIVAL));
            }
        }
        let mut blocks: Vec<Block> =
            instance.pool.iter().map(|&pool| Block { types: Vec::new(), limit: f64::from(pool) }).collect();
        for (weapon, &pool) in instance.resource.iter().enumerate() {
            match blocks.get_mut(pool as usize).filter(|_| pool != NO_POOL) {
                Some(block) => block.types.push(weapon),
                None => blocks.push(Block { types: vec![weapon], limit: f64::from(instance.supply[weapon]) }),
            }
        }
        let mut shots = vec![0.0; n_types * n_targets];
        for (target, weapon) in marginal_return(instance) {
            shots[weapon as usize * n_targets + target as usize] += 1.0;
        }
        Self { instance, power, shots, left: instance.value.clone(), blocks }
    }

    /// The range of a type's row.
    fn row(&self, weapon: usize) -> std::ops::Range<usize> {
        let n_targets = self.instance.n_targets();
        weapon * n_targets..(weapon + 1) * n_targets
    }

    /// Best target of a type.
    fn best(&self, weapon: usize) -> Option<Place> {
        let gains = self.power[self.row(weapon)].iter().zip(&self.left).map(|(power, left)| power * left);
        let best = gains.enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(target, gain)| Place { weapon, target, gain })
    }

    /// Target at which shots of a type gain least.
    fn worst(&self, weapon: usize) -> Option<Place> {
        let row = self.row(weapon);
        let shots = self.shots[row.clone()].iter().enumerate().filter(|&(_, &shots)| shots > 0.0);
        let gains = shots.map(|(target, _)| (target, self.power[row.start + target] * self.left[target]));
        let worst = gains.reduce(|worst, next| if next.1 < worst.1 { next } else { worst });
        worst.map(|(target, gain)| Place { weapon, target, gain })
    }

    /// Shots of a type that are not given.
    fn idle(&self, weapon: usize) -> f64 {
        (f64::from(self.instance.supply[weapon]) - self.shots[self.row(weapon)].iter().sum::<f64>()).max(0.0)
    }

    /// Moves shots where they gain more, block by block.
    fn sweep(&mut self) {
        for at in 0..self.blocks.len() {
            for _ in 0..MOVES {
                if !self.step(at) {
                    break;
                }
            }
        }
    }

    /// One move within a block; false if none pays.
    fn step(&mut self, at: usize) -> bool {
        let types = self.blocks[at].types.clone();
        let given: f64 = types.iter().map(|&weapon| self.shots[self.row(weapon)].iter().sum::<f64>()).sum();
        let free = (self.blocks[at].limit - given).max(0.0);
        let (best, worst): (Vec<_>, Vec<_>) = types.iter().map(|&weapon| (self.best(weapon), self.worst(weapon))).unzip();
        let most = |places: &mut dyn Iterator<Item = Place>| places.max_by(|a, b| a.gain.total_cmp(&b.gain));
        let into = most(&mut best.iter().flatten().copied().filter(|place| self.idle(place.weapon) > 0.0));
        if let (true, Some(into)) = (free > 0.0, into.filter(|into| into.gain > 0.0)) {
            self.give(into, free.min(self.idle(into.weapon)));
            return true;
        }
        let within = best.iter().zip(&worst).filter_map(|(best, worst)| Some((*best.as_ref()?, *worst.as_ref()?)));
        let least = worst.iter().flatten().copied().min_by(|a, b| a.gain.total_cmp(&b.gain));
        let across = into.zip(least);
        let pays = |pair: &(Place, Place)| pair.0.gain > pair.1.gain * (1.0 + SOLVED * SOLVED);
        let ratio = |pair: &(Place, Place)| pair.0.gain - pair.1.gain;
        let Some((to, from)) = within.chain(across).filter(pays).max_by(|a, b| ratio(a).total_cmp(&ratio(b))) else {
            return false;
        };
        let n_targets = self.instance.n_targets();
        let (to_power, from_power) =
            (self.power[to.weapon * n_targets + to.target], self.power[from.weapon * n_targets + from.target]);
        // At one and the same target all of it should go over to the greater power.
        let balanced = libm::log(to.gain / from.gain) / (to_power + from_power);
        let balanced = if to.target == from.target { f64::INFINITY } else { balanced };
        let there = self.shots[from.weapon * n_targets + from.target];
        let room = if to.weapon == from.weapon { f64::INFINITY } else { self.idle(to.weapon) };
        let moved = balanced.min(there).min(room);
        self.give(from, -moved);
        self.give(to, moved);
        moved > 0.0
    }

    /// Changes the shots at a place; what is all but nothing becomes nothing.
    fn give(&mut self, place: Place, shots: f64) {
        let at = place.weapon * self.instance.n_targets() + place.target;
        let before = self.shots[at];
        let after = if before + shots <= 1.0e-13 { 0.0 } else { before + shots };
        self.shots[at] = after;
        self.left[place.target] *= libm::exp(-self.power[at] * (after - before));
    }

    /// Looks anew at what is left, and takes the tangent there.
    fn tangent(&mut self) -> Priced {
        let n_targets = self.instance.n_targets();
        let mut sum = 0.0;
        for (target, value) in self.instance.value.iter().enumerate() {
            let at = (0..self.instance.n_types()).map(|weapon| weapon * n_targets + target);
            let y: f64 = at.map(|at| self.power[at] * self.shots[at]).sum();
            self.left[target] = value * libm::exp(-y);
            sum += self.left[target] * (1.0 + y);
        }
        let prices = self.prices();
        let limits = self.instance.supply.iter().chain(&self.instance.pool);
        let spent: f64 = limits.zip(&prices).map(|(&limit, price)| f64::from(limit) * price).sum();
        let certain = self.instance.survive.iter().any(|&survive| survive < LEAST_SURVIVAL);
        let value: f64 = self.instance.value.iter().sum();
        let for_certain = if certain { LEAST_SURVIVAL * value } else { 0.0 };
        Priced { bound: lowered(sum - spent - for_certain, sum + spent), prices }
    }

    /// Prices that pay for the best target of each type, as cheap as they come: in a pool that is used up, the pool takes what its last
    /// type gains, and better types the rest.
    fn prices(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.instance.n_types() + self.instance.pool.len()];
        for weapon in 0..self.instance.n_types() {
            prices[weapon] = self.best(weapon).map_or(0.0, |best| best.gain);
        }
        for (pool, block) in self.blocks.iter().take(self.instance.pool.len()).enumerate() {
            let mut types = block.types.clone();
            types.sort_by(|&a, &b| prices[b].total_cmp(&prices[a]));
            let mut rest = block.limit;
            let last = types.iter().find(|&&weapon| {
                rest -= f64::from(self.instance.supply[weapon]);
                rest < 0.0
            });
            let pool_price = last.map_or(0.0, |&weapon| prices[weapon]);
            for &weapon in &types {
                prices[weapon] = (prices[weapon] - pool_price).max(0.0);
            }
            prices[self.instance.n_types() + pool] = pool_price;
        }
        prices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::wta::generate::{Family, generate};

    /// The optimum over divided shots, where it is known: one type, all of whose targets end with the same gain (water filling).
    #[test]
    fn where_one_type_serves_all_it_fills_evenly() {
        let mut instance = Instance::new(vec![8.0, 4.0, 2.0, 1.0], vec![3]);
        instance.survive = vec![0.5; 4];
        // Shots 2, 1, 0 leave 2, 2, 2 and 1 untouched: gains are level at 2 ln 2.
        let Priced { bound, prices } = relaxed(&instance, &Limits::default());
        assert!((bound - 7.0).abs() < 1e-6, "{bound}");
        assert!((prices[0] - 2.0 * libm::log(2.0)).abs() < 1e-3, "{prices:?}");
    }

    /// Two types, two targets, by symmetry each at its own, and no better divided.
    #[test]
    fn it_is_tight_where_each_type_has_its_own_target() {
        let mut instance = Instance::new(vec![10.0, 10.0], vec![1, 1]);
        instance.survive = vec![0.2, 0.9, 0.9, 0.2];
        let bound = relaxed(&instance, &Limits::default()).bound;
        assert!((bound - 4.0).abs() < 1e-5, "{bound}");
    }

    #[test]
    fn it_comes_to_rest_at_the_relaxed_optimum() {
        for (family, seed) in [(Family::Ahuja, 1), (Family::Uniform, 2), (Family::Geometric, 3)] {
            let instance = generate(family, 20, 30, 2, seed);
            let mut divided = Divided::new(&instance);
            let mut best = 0.0f64;
            for _ in 0..MOST_SWEEPS {
                divided.sweep();
                best = best.max(divided.tangent().bound);
            }
            let value: f64 = divided.left.iter().sum();
            assert!(best <= value && best >= value * (1.0 - 1e-4), "{family:?}: {best} and {value}");
        }
    }
}
