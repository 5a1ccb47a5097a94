//! `linear-program`: a min-cost flow of weapons to first, second, third ... places at each target.
//!
//! Put the shots at a target in order, the best first. The k-th of them, of type i, meets a target that k - 1 shots no worse than itself have
//! been given at, so it takes off at most
//!
//! ```text
//! c_ijk = V_j s_ij^(k-1) (1 - s_ij),
//! ```
//!
//! exactly that if all are alike, and exactly that for the first. So the most that a flow of weapons to places (j, k) takes off, each weapon
//! and each place used once, is at least what any shots take off, and what it leaves is a bound. It is a linear program whose vertices
//! are whole, and an auction solves it. (Ahuja, Kumar, Jha and Orlin 2007 put the largest survival factor of the target in the place of
//! s_ij, which is never less.) The last place looked at takes any number of shots, so that none is forgotten. Of pools only what each type by
//! itself could draw is kept.
//!
//! The bound is computed anew from the prices alone, by weak duality in f64: for any u >= 0, at most `sum_i m_i u_i + sum_jk max(0, max_i
//! c_ijk - u_i)` is taken off. The auction decides how good it is, never whether it holds.

use super::{Bound, lowered, reach};
use crate::assign::linear::market::{MAX_VALUE, Market};
use crate::assign::wta::instance::{Instance, Shots};
use crate::assign::wta::solver::Limits;

/// Places at a target, at most, the last of which takes any number of shots.
const MOST_PLACES: usize = 8;
/// Edges of the market, at most, as far as two places allow: 16 bytes each, on both sides.
const MOST_EDGES: usize = 4_000_000;
/// Steps that the greatest gain is divided into, at most: too fine to be seen beside [`PROOF_GAP`](crate::assign::wta::PROOF_GAP).
const STEPS: i64 = 1 << 40;

/// The linear programming bound.
#[derive(Clone, Copy, Debug)]
pub struct LinearProgram;

impl Bound for LinearProgram {
    fn name(&self) -> &'static str {
        "linear-program"
    }

    fn summary(&self) -> &'static str {
        "a min-cost flow of weapons to first, second, third places at targets, each worth at most what a shot there takes off"
    }

    fn reference(&self) -> &'static str {
        "after the min-cost-flow bound of Ahuja, Kumar, Jha and Orlin, Exact and Heuristic Algorithms for the Weapon-Target Assignment \
         Problem, Operations Research 55(6):1136-1146, 2007"
    }

    fn complexity(&self) -> &'static str {
        "that of an auction of the weapons over up to 8 T places"
    }

    fn bound(&self, instance: &Instance, _limits: &Limits) -> f64 {
        let all: f64 = instance.value.iter().sum();
        to_all_places(instance).map_or(lowered(instance, all, all), |flow| flow.bound)
    }
}

/// A flow, and prices.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its shots: those that take most off if each takes off what its place says.
    pub shots: Shots,
    /// Price of a shot of each type, at least 0.
    pub prices: Vec<f64>,
    /// What is left by weak duality at these prices: a bound on the problem with the places that were looked at.
    pub bound: f64,
}

/// The best flow to all places: its bound is one on the problem proper. `None` where no shot takes anything off.
pub fn to_all_places(instance: &Instance) -> Option<Flow> {
    let affordable = MOST_EDGES / instance.survive.len().max(1);
    Places { instance, n: affordable.clamp(2, MOST_PLACES) }.flow()
}

/// The best flow to first places alone: the linear assignment of at most one shot to each target. Its bound is only one on that.
pub fn to_first_places(instance: &Instance) -> Option<Flow> {
    Places { instance, n: 1 }.flow()
}

/// The first `n` places at every target.
struct Places<'a> {
    instance: &'a Instance,
    n: usize,
}

impl Places<'_> {
    /// c_ijk of one target for all types, k being `place` + 1.
    fn gains(&self, target: usize, place: usize) -> impl Iterator<Item = f64> + '_ {
        let value = self.instance.value[target];
        let after = move |survive: f64| (0..place).fold(value, |left, _| left * survive);
        self.instance.row(target).iter().map(move |&survive| after(survive) * (1.0 - survive))
    }

    /// Shots that a place takes: one; all that there are room and weapons for, if it is the last of several.
    fn takes(&self, target: usize, place: usize, n_shots: u32) -> u32 {
        let room = self.instance.most_shots[target].saturating_sub(place as u32);
        room.min(if place > 0 && place + 1 == self.n { n_shots } else { 1 })
    }

    fn flow(&self) -> Option<Flow> {
        let instance = self.instance;
        let reach: Vec<u32> = (0..instance.n_types()).map(|weapon| reach(instance, weapon)).collect();
        let n_shots = u32::try_from(reach.iter().map(|&reach| u64::from(reach)).sum::<u64>()).ok()?;
        let first = (0..instance.n_targets()).flat_map(|target| self.gains(target, 0));
        let most = first.fold(0.0, f64::max);
        let factor = 2 * i64::from(n_shots) + 1;
        let steps = STEPS.min((MAX_VALUE - 1) / factor);
        if most <= 0.0 || n_shots == 0 {
            return None;
        }
        let mut market = Market::new(reach.clone());
        for target in 0..instance.n_targets() {
            for place in 0..self.n {
                let whole = |gain: f64| (gain / most * steps as f64) as i64 * factor;
                let edges = self.gains(target, place).map(whole).enumerate();
                market.add_row(self.takes(target, place, n_shots), edges);
            }
        }
        let cleared = market.clear(steps * factor, None);
        let mut shots: Shots = cleared.pairs.iter().map(|&(row, weapon)| (row / self.n as u32, weapon)).collect();
        shots.sort_unstable();
        let step = most / steps as f64 / factor as f64;
        let prices: Vec<f64> = cleared.prices.columns.iter().map(|&price| price as f64 * step).collect();
        let bound = self.dual(&reach, &prices, n_shots);
        Some(Flow { shots, prices, bound })
    }

    /// What is left by weak duality at any prices of at least 0.
    fn dual(&self, reach: &[u32], prices: &[f64], n_shots: u32) -> f64 {
        let value: f64 = self.instance.value.iter().sum();
        let mut taken: f64 = reach.iter().zip(prices).map(|(&reach, price)| f64::from(reach) * price).sum();
        for target in 0..self.instance.n_targets() {
            for place in 0..self.n {
                let gains = self.gains(target, place).zip(reach).zip(prices);
                let profits = gains.filter(|((_, reach), _)| **reach > 0).map(|((gain, _), price)| gain - price);
                taken += f64::from(self.takes(target, place, n_shots)) * profits.fold(0.0, f64::max);
            }
        }
        lowered(self.instance, value - taken, value + taken)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assign::wta::fixture::{alike, any_instance, optimum};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// One type: every c_ijk is what the shot really takes off.
        #[test]
        fn where_weapons_are_alike_it_is_the_optimum(instance in any_instance(4), supply in 0..5u32) {
            let alike = alike(instance.value, supply);
            let (bound, best) = (LinearProgram.bound(&alike, &Limits::default()), optimum(&alike));
            let slack = 1e-9 * alike.value.iter().sum::<f64>();
            prop_assert!(bound <= best && bound >= best - slack, "{} against {}", bound, best);
        }

        /// With one shot at each target it is that linear assignment's optimum, and so is the value of its shots.
        #[test]
        fn where_targets_take_one_shot_it_is_the_optimum(instance in any_instance(5)) {
            let most_shots = instance.most_shots.iter().map(|&most| most.min(1)).collect();
            let resource = vec![crate::assign::NO_POOL; instance.n_types()];
            let instance = Instance { most_shots, resource, ..instance };
            let best = optimum(&instance);
            let (value, bound) = to_first_places(&instance)
                .map_or((best, best), |flow| (instance.left(&flow.shots), flow.bound));
            let slack = 1e-9 * instance.value.iter().sum::<f64>();
            prop_assert!((value - best).abs() <= slack && (bound - best).abs() <= slack, "{}, {}, {}", value, bound, best);
        }

        #[test]
        fn it_holds_at_any_prices_and_with_few_places(instance in any_instance(4), prices in prop::collection::vec(0.0..50.0, 4)) {
            let reach: Vec<u32> = (0..instance.n_types()).map(|weapon| reach(&instance, weapon)).collect();
            let places = Places { instance: &instance, n: 2 };
            let bound = places.dual(&reach, &prices[..instance.n_types()], reach.iter().sum());
            prop_assert!(bound <= optimum(&instance));
        }
    }
}
