//! `branch-and-price`: the [exact method](super::exact) as a solver.

use super::exact::search;
use super::instance::Instance;
use super::solver::{Limits, Outcome, Solver};

/// Column generation with a proven bound at any time; a proof of optimality when it ends.
#[derive(Clone, Copy, Debug)]
pub struct BranchAndPrice;

impl Solver for BranchAndPrice {
    fn name(&self) -> &'static str {
        "branch-and-price"
    }

    fn summary(&self) -> &'static str {
        "column generation over bundles of shots, then all bundles within the gap and a tree over them: a bound at any time, a proof \
         at the end"
    }

    fn reference(&self) -> &'static str {
        "after Lu and Chen, A new exact algorithm for the Weapon-Target Assignment problem, Omega 98, 2021; Bertsimas and Paskov, \
         Naval Research Logistics 72(5), 2025; Andersen, Pavlikov and Toffolo, Annals of Operations Research 312, 2022"
    }

    fn complexity(&self) -> &'static str {
        "exponential at worst; in practice some hundred pricings of O(T W log W) and a program of T + W rows"
    }

    fn solve(&self, instance: &Instance, limits: &Limits) -> Outcome {
        let deadline = limits.deadline();
        let most = limits.steps.unwrap_or(u64::MAX);
        let mut steps = 0;
        let found = search(instance, &|| deadline.passed(), &mut || {
            let over = steps >= most || deadline.passed();
            steps += u64::from(!over);
            over
        });
        Outcome::new(instance, found.best.shots, Some(found.bound), steps)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{any_instance, optimum, small};
    use super::*;

    fn solve(instance: &Instance) -> Outcome {
        BranchAndPrice.solve(instance, &Limits::default())
    }

    #[test]
    fn the_published_small_problem_is_solved_and_proven() {
        let found = solve(&small());
        assert!((found.value - 4.95).abs() < 1e-12 && found.optimal, "{found:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn it_finds_and_proves_what_trying_everything_finds(instance in any_instance(4)) {
            let (found, best) = (solve(&instance), optimum(&instance));
            prop_assert_eq!(instance.check(&found.shots), Ok(()));
            // Where next to nothing is left of great values, their rounding is more than the gap that counts as a proof.
            let rounding = 1e-12 * instance.value.iter().sum::<f64>();
            prop_assert!(found.optimal || found.value - found.bound.unwrap() <= rounding, "{:?}", found);
            prop_assert!((found.value - best).abs() <= 1e-9 * best + rounding, "{} against {}", found.value, best);
            prop_assert!(found.bound.unwrap() <= best, "{:?} above {}", found.bound, best);
        }

        #[test]
        fn cut_short_its_bound_is_still_one(instance in any_instance(4), steps in 0..40u64) {
            let found = BranchAndPrice.solve(&instance, &Limits { steps: Some(steps), ..Limits::default() });
            let best = optimum(&instance);
            prop_assert_eq!(instance.check(&found.shots), Ok(()));
            prop_assert!(found.steps <= steps);
            prop_assert!(found.bound.unwrap() <= best * (1.0 + 1e-14), "{:?} above {}", found.bound, best);
            prop_assert!(found.value >= best * (1.0 - 1e-12));
        }
    }
}
