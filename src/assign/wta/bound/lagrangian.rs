//! `lagrangian`: a price on every weapon and pool in the place of its limit.
//!
//! For any prices u >= 0, `sum_j min_S [V_j s(S) + u a(S)] - u b` is at most the optimum: S are the multisets of shots that target j could
//! get by itself, a(S) what they use, b the limits. The minima are found exactly, by the [pricing](crate::assign::wta::exact) of the exact
//! method. The best prices give the bound of column generation; here they are sought by steps along subgradients (Held and Karp 1971),
//! from the best of three starts:
//!
//! - one price for all weapons, the gain of the last shot of [`best_p`]: there the bound is `best-p` itself;
//! - the prices of the [linear program](super::linear_program): the bound is at least `linear-program`, whose minima are over divided shots;
//! - the prices of the linear assignment of at most one shot to each target, by auction. Where that assignment is the optimum of the
//!   problem proper because second shots never pay for their weapons, the bound meets its value and proves it.

use super::best_p::best_p;
use super::linear_program::relaxed;
use super::{Bound, one_shot};
use crate::assign::problem::NO_POOL;
use crate::assign::wta::exact::{Branch, Master, Pricer, ascend};
use crate::assign::wta::greedy::marginal_return;
use crate::assign::wta::instance::Instance;
use crate::assign::wta::solver::{Limits, meets};

/// The Lagrangian bound.
#[derive(Clone, Copy, Debug)]
pub struct Lagrangian;

impl Bound for Lagrangian {
    fn name(&self) -> &'static str {
        "lagrangian"
    }

    fn summary(&self) -> &'static str {
        "a price on every weapon in the place of its limit, and each target by itself, exactly; prices by subgradients"
    }

    fn reference(&self) -> &'static str {
        "Geoffrion, Lagrangean Relaxation for Integer Programming, Mathematical Programming Study 2:82-114, 1974; steps: Held and Karp, \
         Mathematical Programming 1:6-25, 1971; Polyak, USSR Computational Mathematics 9(3):14-29, 1969"
    }

    fn complexity(&self) -> &'static str {
        "near O(T W log W) a pricing, exponential at worst; at most 200 of them"
    }

    fn bound(&self, instance: &Instance, limits: &Limits) -> f64 {
        let deadline = limits.deadline();
        let (best_p, uniform) = (best_p(instance).0, one_price(instance));
        let program = relaxed(instance, limits);
        let linear = one_shot::solve(instance);
        let value = instance.left(&marginal_return(instance)).min(linear.as_ref().map_or(f64::INFINITY, |it| it.value));

        let branch = Branch::root(instance);
        let mut pricer = Pricer::default();
        let mut best = Master::new(instance, uniform.clone());
        best.bound = best_p.max(program.bound);
        for prices in linear.map(|it| it.prices).into_iter().chain([program.prices, uniform]) {
            if deadline.passed() || meets(value, best.bound) {
                return best.bound;
            }
            let priced = pricer.price(instance, &branch, &prices);
            if priced.bound > best.bound {
                (best.bound, best.prices) = (priced.bound, prices);
            }
        }
        let (mut steps, most) = (0, limits.steps.unwrap_or(u64::MAX));
        ascend(instance, &branch, &mut best, value, &mut pricer, &mut || {
            steps += 1;
            steps > most || deadline.passed()
        });
        best.bound
    }
}

/// The gain of the last shot of the best-p relaxation as the price of every shot: on a pool where that is what limits its types, else on
/// the types.
fn one_price(instance: &Instance) -> Vec<f64> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::best_p::BestP;
    use super::super::linear_program::LinearProgram;
    use super::*;
    use crate::assign::wta::fixture::any_instance;
    use crate::assign::wta::generate::{Family, generate};

    fn priced(instance: &Instance, prices: &[f64]) -> f64 {
        Pricer::default().price(instance, &Branch::root(instance), prices).bound
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn with_one_price_for_all_it_is_best_p(instance in any_instance(5)) {
            let (bound, best_p) = (priced(&instance, &one_price(&instance)), best_p(&instance).0);
            let all: f64 = instance.value.iter().sum();
            prop_assert!((bound - best_p).abs() <= 1e-9 * (1.0 + all), "{} against {}", bound, best_p);
        }

        #[test]
        fn at_the_prices_of_the_linear_program_it_is_no_looser(instance in any_instance(5)) {
            let program = relaxed(&instance, &Limits::default());
            let bound = priced(&instance, &program.prices);
            prop_assert!(bound >= program.bound - 1e-9 * (1.0 + program.bound), "{} below {}", bound, program.bound);
        }
    }

    #[test]
    fn it_is_no_looser_than_the_others() {
        for (family, seed) in [(Family::Ahuja, 1), (Family::Uniform, 2), (Family::Geometric, 3)] {
            let instance = generate(family, 15, 20, 2, seed);
            let bound = |bound: &dyn Bound| bound.bound(&instance, &Limits::default());
            let (best_p, program, lagrangian) = (bound(&BestP), bound(&LinearProgram), bound(&Lagrangian));
            assert!(best_p <= lagrangian && program <= lagrangian, "{family:?}: {best_p}, {program}, {lagrangian}");
        }
    }

    /// As many weapons as targets, all of them good: a linear assignment, and proven to be.
    #[test]
    fn it_proves_linear_assignments_optimal() {
        for (types, targets, family) in [(20, 20, Family::Ahuja), (20, 50, Family::Uniform), (12, 40, Family::Ahuja)] {
            let instance = generate(family, types, targets, 1, 7);
            let linear = one_shot::solve(&instance).unwrap();
            let bound = Lagrangian.bound(&instance, &Limits::default());
            assert!(meets(linear.value, bound), "{family:?}: {} against {bound}", linear.value);
        }
    }
}
