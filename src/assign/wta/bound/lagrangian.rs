//! `lagrangian`: a price on every weapon and pool in the place of its limit.
//!
//! For any prices u >= 0, `sum_j min_S [V_j s(S) + u a(S)] - u b` is at most the optimum: S are the multisets of shots that target j could
//! get by itself, a(S) what they use, b the limits. The minima are found exactly, within a limit of steps beyond which a bound on them takes their place, by the [pricing](crate::assign::wta::exact) of the exact
//! method. The best prices give the bound of column generation; here they are sought by [the volume algorithm](crate::assign::wta::exact),
//! from the best of three starts:
//!
//! - one price for all weapons, the gain of the last shot of [`best_p`]: there the bound is `best-p` itself;
//! - the prices of the [flow to all places](super::linear_program): there it is at least `linear-program`. For a target's shots, the best
//!   first, take off at most c_ijk each, and c_ijk less the price is at most the place's profit;
//! - the prices of the flow to first places, a linear assignment. Where its shots are the optimum of the problem proper because second
//!   shots nowhere pay for their weapons, the bound meets their value and proves it.

use super::Bound;
use super::best_p::{best_p, one_price};
use super::linear_program::{Flow, to_all_places, to_first_places};
use crate::assign::wta::exact::{Branch, Master, Pricer, ascend};
use crate::assign::wta::greedy::marginal_return;
use crate::assign::wta::instance::Instance;
use crate::assign::wta::solver::{Deadline, Limits, meets};
use crate::assign::wta::vlsn;

/// Rounds of local search for the value that steps go by.
const IMPROVING_ROUNDS: u32 = 16;
/// Steps of the search for the cheapest shots at one target; beyond that a bound on them is taken, which still is one on the whole.
const STEPS_OF_A_TARGET: u64 = 10_000;
/// Pairs that are priced in all where no limit is set.
const PAIRS_PRICED: u64 = 400_000_000;

/// The Lagrangian bound.
#[derive(Clone, Copy, Debug)]
pub struct Lagrangian;

impl Bound for Lagrangian {
    fn name(&self) -> &'static str {
        "lagrangian"
    }

    fn summary(&self) -> &'static str {
        "a price on every weapon in the place of its limit, and each target by itself, exactly within 10,000 steps; prices by the volume algorithm"
    }

    fn reference(&self) -> &'static str {
        "Geoffrion, Lagrangean Relaxation for Integer Programming, Mathematical Programming Study 2:82-114, 1974; steps: Barahona \
         and Anbil, The volume algorithm, Mathematical Programming 87:385-399, 2000"
    }

    fn complexity(&self) -> &'static str {
        "near O(T W log W) a pricing (steps count pricings), at most 600 unless told otherwise"
    }

    fn bound(&self, instance: &Instance, limits: &Limits) -> f64 {
        let deadline = limits.deadline();
        let mut best = Master::new(instance, one_price(instance));
        best.bound = best_p(instance).0;
        if deadline.passed() {
            return best.bound;
        }
        let first = to_first_places(instance);
        let all = if deadline.passed() { None } else { to_all_places(instance) };
        best.bound = all.as_ref().map_or(0.0, |flow| flow.bound).max(best.bound);
        if deadline.passed() {
            return best.bound;
        }
        let value = known_value(instance, first.as_ref(), deadline);

        let branch = Branch::root(instance);
        let mut pricer = Pricer::with_steps(STEPS_OF_A_TARGET);
        for flow in [first, all].into_iter().flatten() {
            if deadline.passed() || meets(value, best.bound) {
                return best.bound;
            }
            let prices = of_all(instance, flow);
            let bound = pricer.price(instance, &branch, &prices).bound;
            if bound > best.bound {
                (best.bound, best.prices) = (bound, prices);
            }
        }
        let (mut steps, most) = (0, limits.steps.unwrap_or_else(|| pricings(instance)));
        ascend(instance, &branch, &mut best, value, &mut pricer, 16, &mut || {
            steps += 1;
            steps > most || deadline.passed()
        });
        best.bound.max(0.0)
    }
}

/// Pricings where no limit is set: fewer on large instances.
fn pricings(instance: &Instance) -> u64 {
    (PAIRS_PRICED / instance.survive.len().max(1) as u64).clamp(100, 600)
}

/// The value of good shots, which says how long steps should be.
fn known_value(instance: &Instance, first: Option<&Flow>, deadline: Deadline) -> f64 {
    let mut shots = marginal_return(instance);
    vlsn::improve_until(instance, &mut shots, IMPROVING_ROUNDS, [0, 0], &|| deadline.passed());
    let linear = first.filter(|flow| instance.check(&flow.shots).is_ok()).map(|flow| instance.left(&flow.shots));
    instance.left(&shots).min(linear.unwrap_or(f64::INFINITY))
}

/// Prices of a flow, and none on pools, which it does not know.
fn of_all(instance: &Instance, flow: Flow) -> Vec<f64> {
    let mut prices = flow.prices;
    prices.resize(instance.n_types() + instance.pool.len(), 0.0);
    prices
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::best_p::BestP;
    use super::super::linear_program::LinearProgram;
    use super::*;
    use crate::assign::problem::NO_POOL;
    use crate::assign::wta::fixture::{any_instance, optimum};
    use crate::assign::wta::generate::{Family, generate};

    fn priced(instance: &Instance, prices: &[f64]) -> f64 {
        Pricer::default().price(instance, &Branch::root(instance), prices).bound.max(0.0)
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
        fn it_holds_where_the_search_is_cut_short(
            instance in any_instance(4),
            prices in prop::collection::vec(0.0..20.0, 6),
            steps in 0..6u64,
        ) {
            let prices = &prices[..instance.n_types() + instance.pool.len()];
            let bound = |mut pricer: Pricer| pricer.price(&instance, &Branch::root(&instance), prices).bound;
            let (cut, whole) = (bound(Pricer::with_steps(steps)), bound(Pricer::default()));
            let slack = 1e-9 * instance.value.iter().sum::<f64>();
            prop_assert!(cut <= whole + slack && cut <= optimum(&instance), "{} above {}", cut, whole);
        }

        #[test]
        fn at_the_prices_of_the_linear_program_it_is_no_looser(instance in any_instance(5)) {
            let Some(flow) = to_all_places(&instance) else { return Ok(()) };
            // Without pools both know the same limits.
            let instance = Instance { resource: vec![NO_POOL; instance.n_types()], ..instance };
            let flow = to_all_places(&instance).unwrap_or(flow);
            let (program, bound) = (flow.bound, priced(&instance, &of_all(&instance, flow)));
            prop_assert!(bound >= program - 1e-9 * (1.0 + program), "{} below {}", bound, program);
        }
    }

    #[test]
    fn without_any_time_it_is_best_p() {
        let instance = generate(Family::Uniform, 15, 20, 2, 2);
        let limits = Limits { time_limit_s: Some(0.0), ..Limits::default() };
        assert_eq!(Lagrangian.bound(&instance, &limits), BestP.bound(&instance, &Limits::default()));
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
            let value = instance.left(&to_first_places(&instance).unwrap().shots);
            let bound = Lagrangian.bound(&instance, &Limits::default());
            assert!(meets(value, bound), "{family:?}: {value} against {bound}");
        }
    }
}
