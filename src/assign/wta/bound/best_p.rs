//! `best-p`: every target may have its best weapons, whoever else has them too.
//!
//! Of the limits only three are kept: the number of shots in all, the most shots at each target, and that no target gets more shots of a
//! type than there are. Then k shots at target j leave at least V_j times the product of the k least survival factors that it can get, and
//! the problem falls apart into one choice of k for each target, coupled by the number of shots alone. The gain of the k-th shot is what is
//! left times 1 - s; what is left falls and s rises with k, so gains fall: the relaxation is separable and concave, and greedy
//! solves it exactly (Fox 1966). Relaxing limits and lowering every outcome, it can only be below the problem proper.
//!
//! Tighter than with one best probability for all shots at a target, at the same price.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Bound, lowered, reach};
use crate::assign::problem::NO_POOL;
use crate::assign::wta::instance::Instance;
use crate::assign::wta::solver::Limits;

/// The best-p relaxation.
#[derive(Clone, Copy, Debug)]
pub struct BestP;

impl Bound for BestP {
    fn name(&self) -> &'static str {
        "best-p"
    }

    fn summary(&self) -> &'static str {
        "every target may have its best weapons, whoever else has them too; only the number of shots is limited"
    }

    fn reference(&self) -> &'static str {
        "den Broeder, Ellison and Emerling, On Optimum Target Assignments, Operations Research 7(3):322-326, 1959; greedy for separable \
         concave gains: Fox, Discrete Optimization via Marginal Analysis, Management Science 13(3):210-216, 1966"
    }

    fn complexity(&self) -> &'static str {
        "O(T W log W + K log T)"
    }

    fn bound(&self, instance: &Instance, _limits: &Limits) -> f64 {
        best_p(instance).0
    }
}

/// The bound, and the gain of the last shot given: the price at which one shot more would be indifferent, 0 if shots remain.
pub fn best_p(instance: &Instance) -> (f64, f64) {
    let reach: Vec<u32> = (0..instance.n_types()).map(|weapon| reach(instance, weapon)).collect();
    let mut queues: Vec<Queue> = (0..instance.n_targets()).map(|target| Queue::new(instance, &reach, target)).collect();
    let offer = |target: usize, queue: &Queue| queue.gain().map(|gain| Offer { gain, target });
    let mut offers: BinaryHeap<Offer> = queues.iter().enumerate().filter_map(|(t, queue)| offer(t, queue)).collect();
    let mut last = 0.0;
    let mut rest = shots(instance);
    while rest > 0 {
        let Some(Offer { gain, target }) = offers.pop() else {
            last = 0.0;
            break;
        };
        queues[target].take();
        offers.extend(offer(target, &queues[target]));
        (last, rest) = (gain, rest - 1);
    }
    let left = queues.iter().map(|queue| queue.left).sum();
    (lowered(instance, left, left), last)
}

/// The gain of the last shot of the best-p relaxation as the price of every shot: on a pool where that is what limits its types, else on
/// the types.
pub fn one_price(instance: &Instance) -> Vec<f64> {
    let price = best_p(instance).1;
    let mut members = vec![0u64; instance.pool.len()];
    for (&supply, &pool) in instance.supply.iter().zip(&instance.resource).filter(|&(_, &pool)| pool != NO_POOL) {
        members[pool as usize] += u64::from(supply);
    }
    let limits: Vec<bool> = members.iter().zip(&instance.pool).map(|(&sum, &pool)| sum > u64::from(pool)).collect();
    let of_type = |&pool: &u32| if pool != NO_POOL && limits[pool as usize] { 0.0 } else { price };
    let of_pool = limits.iter().map(|&limits| if limits { price } else { 0.0 });
    instance.resource.iter().map(of_type).chain(of_pool).collect()
}

/// Shots that all types can give together.
fn shots(instance: &Instance) -> u64 {
    let mut of_pool = vec![0u64; instance.pool.len()];
    let mut free = 0;
    for (&supply, &pool) in instance.supply.iter().zip(&instance.resource) {
        *of_pool.get_mut(pool as usize).unwrap_or(&mut free) += u64::from(supply);
    }
    free + of_pool.iter().zip(&instance.pool).map(|(&members, &pool)| members.min(u64::from(pool))).sum::<u64>()
}

/// What a target may get, best first.
struct Queue {
    /// (survival factor, shots), by falling factor: the next is the last.
    best: Vec<(f64, u32)>,
    room: u32,
    left: f64,
}

impl Queue {
    fn new(instance: &Instance, reach: &[u32], target: usize) -> Self {
        let of_use = |&(survive, reach): &(f64, u32)| survive < 1.0 && reach > 0;
        let mut best: Vec<_> = instance.row(target).iter().copied().zip(reach.iter().copied()).filter(of_use).collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        Self { best, room: instance.most_shots[target], left: instance.value[target] }
    }

    /// What the next shot takes off, if there is one that takes anything.
    fn gain(&self) -> Option<f64> {
        let &(survive, _) = self.best.last().filter(|_| self.room > 0)?;
        Some(self.left * (1.0 - survive)).filter(|&gain| gain > 0.0)
    }

    fn take(&mut self) {
        if let Some((survive, shots)) = self.best.last_mut() {
            self.left *= *survive;
            self.room -= 1;
            *shots -= 1;
            if *shots == 0 {
                self.best.pop();
            }
        }
    }
}

struct Offer {
    gain: f64,
    target: usize,
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain.total_cmp(&other.gain).then(other.target.cmp(&self.target))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assign::wta::fixture::{alike, any_instance, optimum};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// Weapons that are alike are everybody's best: nothing is relaxed.
        #[test]
        fn where_weapons_are_alike_it_is_the_optimum(instance in any_instance(4), supply in 0..5u32) {
            let alike = alike(instance.value, supply);
            let (bound, best) = (best_p(&alike).0, optimum(&alike));
            prop_assert!(bound <= best && bound >= best * (1.0 - 1e-11), "{} against {}", bound, best);
        }

        /// The same by definition: one best probability each gives no more.
        #[test]
        fn it_is_at_least_the_relaxation_with_one_probability_for_each_target(instance in any_instance(5)) {
            let reach: Vec<u32> = (0..instance.n_types()).map(|weapon| reach(&instance, weapon)).collect();
            let mut left = instance.value.clone();
            let mut room = instance.most_shots.clone();
            let best = |target: usize| {
                let row = instance.row(target).iter().zip(&reach);
                row.filter(|&(_, &reach)| reach > 0).map(|(&survive, _)| survive).fold(1.0, f64::min)
            };
            for _ in 0..shots(&instance) {
                let gain = |target: usize| left[target] * (1.0 - best(target));
                let open = (0..instance.n_targets()).filter(|&target| room[target] > 0);
                let Some(target) = open.max_by(|&a, &b| gain(a).total_cmp(&gain(b))) else { break };
                left[target] *= best(target);
                room[target] -= 1;
            }
            let plain: f64 = left.iter().sum();
            prop_assert!(best_p(&instance).0 >= plain - 1e-9);
        }
    }
}
