//! Very large-scale neighbourhood search for the weapon-target assignment problem.
//!
//! Ahuja, Kumar, Jha and Orlin (Exact and heuristic algorithms for the weapon-target assignment problem, Operations Research
//! 55(6):1136-1146, 2007) improve a solution by cyclic and path exchanges: one weapon of each of several targets moves on to the
//! next. Here a round decides on all exchanges at once and exactly, by a transportation problem (`matching`), and
//! distorted values (`search`) lead out of local optima.

mod matching;
mod plan;
mod search;
mod transport;

pub use search::Search;

use super::instance::{Instance, Shots};

/// Distortion of values at the beginning of the one run of [`improve`]. A search of many runs draws it for each, from 0 to 1.
const DISTORTION: f64 = 0.5;

/// Improves shots that keep every limit ([`Instance::check`]): shots are built anew, and the better ones go through one run of
/// that many rounds. What is left never grows. The same seed gives the same shots.
///
/// Some ten rounds take off most of what can be had, some hundred nearly all. A round takes time like one dense linear assignment
/// of targets and weapon types, less what prices of the round before save. Where no target may have more than one shot the
/// first building is the optimum, and no round follows.
pub fn improve(instance: &Instance, shots: &mut Shots, rounds: u32, seed: [u32; 2]) {
    improve_until(instance, shots, rounds, seed, &|| false);
}

/// The same, ended early if `over`, asked between layers and rounds, says so.
pub fn improve_until(instance: &Instance, shots: &mut Shots, rounds: u32, seed: [u32; 2], over: &dyn Fn() -> bool) {
    let mut search = Search::new(instance, shots, seed);
    search.build(over);
    if instance.most_shots.iter().any(|&most| most > 1) {
        search.run(rounds, DISTORTION, over);
    }
    let found = search.shots();
    // Rounding in another order of factors might let a plan look better that is not.
    if instance.left(&found) < instance.left(shots) {
        *shots = found;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{any_instance, optimum, small};
    use super::super::greedy::marginal_return;
    use super::*;

    /// Greedy shots, improved.
    fn improved(instance: &Instance, rounds: u32) -> Shots {
        let mut shots = marginal_return(instance);
        improve(instance, &mut shots, rounds, [3, 4]);
        shots
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn it_is_never_worse_than_its_start_and_keeps_all_limits(instance in any_instance(8), from_nothing in any::<bool>()) {
            let start = if from_nothing { Shots::new() } else { marginal_return(&instance) };
            let mut shots = start.clone();
            improve(&instance, &mut shots, 30, [3, 4]);
            prop_assert_eq!(instance.check(&shots), Ok(()));
            prop_assert!(instance.left(&shots) <= instance.left(&start));
        }

        #[test]
        fn it_is_never_below_the_optimum(instance in any_instance(4)) {
            let (value, best) = (instance.left(&improved(&instance, 100)), optimum(&instance));
            prop_assert!(value >= best - 1e-12 * best, "{} below {}", value, best);
        }

        #[test]
        fn where_weapons_are_alike_it_is_optimal(instance in any_instance(4), supply in 0..5u32) {
            let survive = (0..instance.n_targets()).map(|target| 0.1 * (target + 2) as f64).collect();
            let alike = Instance { survive, ..Instance::new(instance.value, vec![supply]) };
            let (value, best) = (alike.left(&improved(&alike, 20)), optimum(&alike));
            prop_assert!((value - best).abs() <= 1e-12 * best, "{} against {}", value, best);
        }

        #[test]
        fn no_shot_is_given_that_takes_nothing(instance in any_instance(6)) {
            for (target, weapon) in improved(&instance, 30) {
                let (target, weapon) = (target as usize, weapon as usize);
                prop_assert!(instance.value[target] > 0.0 && instance.row(target)[weapon] < 1.0);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn with_one_shot_at_a_target_it_is_optimal(instance in any_instance(4)) {
            let most_shots = instance.most_shots.iter().map(|&most| most.min(1)).collect();
            let instance = Instance { most_shots, ..instance };
            let (value, best) = (instance.left(&improved(&instance, 0)), optimum(&instance));
            prop_assert!((value - best).abs() <= 1e-12 * best, "{} against {}", value, best);
        }
    }

    #[test]
    fn told_to_end_at_once_it_keeps_what_it_has() {
        let (mut shots, asked) = (marginal_return(&small()), std::cell::Cell::new(0));
        let over = || asked.replace(asked.get() + 1) >= 0;
        improve_until(&small(), &mut shots, 1_000, [3, 4], &over);
        assert_eq!(small().check(&shots), Ok(()));
        assert!(asked.get() > 0 && asked.get() <= 2, "{asked:?}");
    }

    #[test]
    fn the_published_small_problem_is_solved() {
        assert!((small().left(&improved(&small(), 100)) - 4.95).abs() < 1e-12);
    }
}
