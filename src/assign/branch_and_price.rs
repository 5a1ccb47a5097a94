//! `branch-and-price` inside a raid: the [exact method](super::wta::exact), ended by a count of steps.
//!
//! Decisions of some dozen weapons and targets end with a proof. Where the count runs out before, the answer is the best that
//! was found: no worse than marginal return improved by local search, which is where the method starts.

use super::local_search::without_idle_shots;
use super::problem::{Answer, Memory, Problem};
use super::registry::Assigner;
use super::wta::{self, Instance, Solver, exact};

/// Most steps of one decision: pricings of all targets, nodes, or hundreds of pivots. The published instances of up to 200
/// targets are proven optimal within 350.
const MOST_STEPS: u32 = 512;

/// Least value left by `worth` and `kill`, up to a count of steps.
#[derive(Clone, Copy, Debug)]
pub struct BranchAndPrice;

impl Assigner for BranchAndPrice {
    fn name(&self) -> &'static str {
        "branch-and-price"
    }

    fn summary(&self) -> &'static str {
        "least value left: column generation and a tree; after 512 steps the best that was found"
    }

    fn reference(&self) -> &'static str {
        Solver::reference(&wta::BranchAndPrice)
    }

    fn complexity(&self) -> &'static str {
        "at most 512 pricings of O(T W log W), or as many hundreds of pivots of O((T + W)^2)"
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        let instance = Instance::of(problem);
        let mut steps = 0;
        let found = exact::search(&instance, &|| false, &mut || {
            steps += 1;
            steps > MOST_STEPS
        });
        without_idle_shots(problem, &found.best.shots)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::problem::INFEASIBLE;
    use super::super::wta::fixture::{any_instance, optimum};
    use super::*;

    fn shots(answer: &Answer) -> Vec<(u32, u32)> {
        answer.pairs.iter().map(|pair| (pair.target, pair.weapon)).collect()
    }

    /// Worths of some hundred steps, chances of 65,536ths.
    fn problem_of(instance: &Instance) -> Problem {
        let mut problem = Problem::new(instance.n_types(), instance.n_targets());
        problem.worth = instance.value.iter().map(|value| (value * 100.0) as u32).collect();
        problem.kill = instance.survive.iter().map(|s| (((1.0 - s) * 65_536.0) as u32).min(65_535)).collect();
        problem.cost = instance.survive.iter().map(|&s| if s < 1.0 { 0 } else { INFEASIBLE }).collect();
        problem.capacity.clone_from(&instance.supply);
        problem.demand.clone_from(&instance.most_shots);
        problem.resource.clone_from(&instance.resource);
        problem.pool.clone_from(&instance.pool);
        problem
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn it_leaves_the_least_but_for_shots_of_less_than_a_step(instance in any_instance(4)) {
            let problem = problem_of(&instance);
            let answer = BranchAndPrice.assign(&problem, &mut Memory::default());
            prop_assert_eq!(answer.check(&problem), Ok(()));
            let instance = Instance::of(&problem);
            let (left, best) = (instance.left(&shots(&answer)), optimum(&instance));
            let wasted: u32 = problem.capacity.iter().sum();
            prop_assert!(left <= best * (1.0 + 1e-9) + f64::from(wasted), "{} against {}", left, best);
            prop_assert_eq!(BranchAndPrice.assign(&problem, &mut Memory::default()), answer);
        }
    }
}
