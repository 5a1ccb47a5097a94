//! `local-search`: greedy shots, improved by [very large-scale neighbourhood search](super::vlsn).
//!
//! Runs double in length, so that a small problem is searched many times over, and a limit of time cuts off about half of the
//! work on a large one at most. How far a run wanders is drawn for each: none suits all instances.

use super::greedy::marginal_return;
use super::instance::Instance;
use super::solver::{Limits, Outcome, Solver};
use super::vlsn::Search;
use crate::exact::rng::{threefry2x32, unit_f64};

/// Rounds of the first run.
const FIRST_RUN: u32 = 16;
/// Rounds of the longest run. Longer ones wander more and are begun less often from the best shots.
const LONGEST_RUN: u32 = 512;
/// Rounds when no limit is set.
const DEFAULT_ROUNDS: u64 = 8_192;

/// Key of the random choices.
const SEED: [u32; 2] = [0, 0];

/// Marginal return, then rounds of a neighbourhood in which all cyclic and path exchanges are decided together.
#[derive(Clone, Copy, Debug)]
pub struct LocalSearch;

impl Solver for LocalSearch {
    fn name(&self) -> &'static str {
        "local-search"
    }

    fn summary(&self) -> &'static str {
        "marginal return, then a shot of most targets at a time is given out anew, optimally, on values with less and less noise"
    }

    fn reference(&self) -> &'static str {
        "after Ahuja, Kumar, Jha and Orlin, Exact and Heuristic Algorithms for the Weapon-Target Assignment Problem, Operations \
         Research 55(6):1136-1146, 2007; noise: Charon and Hudry, The Noising Method, Operations Research Letters 14:133-137, 1993"
    }

    fn complexity(&self) -> &'static str {
        "at worst O(T^2 W) a round (steps count rounds), near T W in practice; ends after 8,192 rounds unless told otherwise"
    }

    fn solve(&self, instance: &Instance, limits: &Limits) -> Outcome {
        let deadline = limits.deadline();
        let start = marginal_return(instance);
        let most = limits.steps.unwrap_or(if limits.time_limit_s.is_some() { u64::MAX } else { DEFAULT_ROUNDS });
        let mut search = Search::new(instance, &start, SEED);
        search.build(|| deadline.passed());
        let (mut steps, mut run) = (0, 0);
        while steps < most && !deadline.passed() {
            let rounds = u64::from(LONGEST_RUN.min(FIRST_RUN << run.min(16))).min(most - steps) as u32;
            let distortion = unit_f64(threefry2x32(SEED, [run, u32::MAX]));
            steps += u64::from(search.run(rounds, distortion, || deadline.passed()));
            run += 1;
        }
        let found = Outcome::new(instance, search.shots(), None, steps);
        // Factors in another order may round a plan below the start that is not.
        if found.value <= instance.left(&start) { found } else { Outcome::new(instance, start, None, steps) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values 1 to 100 and kill probabilities 0 to 1, as in the published instances.
    fn random_instance(n_targets: usize, n_types: usize, supply: u32, seed: u32) -> Instance {
        let draw = |table, index: usize| unit_f64(threefry2x32([seed, table], [index as u32, 0]));
        let value = (0..n_targets).map(|target| 1.0 + 99.0 * draw(0, target)).collect();
        let mut instance = Instance::new(value, vec![supply; n_types]);
        instance.survive.iter_mut().enumerate().for_each(|(at, survive)| *survive = draw(1, at));
        instance
    }

    fn solve(instance: &Instance, steps: u64) -> Outcome {
        let outcome = LocalSearch.solve(instance, &Limits { steps: Some(steps), ..Limits::default() });
        assert_eq!(instance.check(&outcome.shots), Ok(()));
        assert!(outcome.steps == steps && outcome.value == instance.left(&outcome.shots));
        outcome
    }

    #[test]
    fn tiny_instances_are_mostly_solved() {
        let (mut n_solved, n) = (0, 60);
        for seed in 0..n {
            let instance = random_instance(5, 3, 2, seed);
            let (found, best) = (solve(&instance, 256).value, super::super::fixture::optimum(&instance));
            assert!(found >= best * (1.0 - 1e-12), "seed {seed}: {found} below the optimum {best}");
            n_solved += u32::from(found <= best * (1.0 + 1e-12));
        }
        assert!(n_solved * 10 >= n * 9, "{n_solved} of {n} solved");
    }

    #[test]
    fn it_takes_off_much_of_what_greedy_shots_leave() {
        for seed in 0..3 {
            let instance = random_instance(60, 30, 3, seed);
            let greedy = instance.left(&marginal_return(&instance));
            let found = solve(&instance, 256).value;
            assert!(found < 0.95 * greedy, "seed {seed}: {found} after {greedy}");
        }
    }

    #[test]
    fn steps_decide_alone() {
        let instance = random_instance(30, 20, 2, 7);
        let first = solve(&instance, 100);
        assert_eq!(solve(&instance, 100), first);
        assert!(solve(&instance, 1_000).value <= first.value);
        assert!(first.value <= solve(&instance, 0).value);
    }

    #[test]
    fn a_time_limit_ends_it() {
        let limits = Limits { time_limit_s: Some(0.0), ..Limits::default() };
        let instance = random_instance(30, 20, 2, 7);
        let outcome = LocalSearch.solve(&instance, &limits);
        assert_eq!(outcome.steps, 0);
        assert!(outcome.value <= instance.left(&marginal_return(&instance)));
    }
}
