//! What a shot gains for the time that it takes: the problem as those see it who decide by worth.
//!
//! A shot binds a channel from its order until it meets the target, and for a while after. While targets wait for channels, what a
//! channel earns is the sum of what its shots save over the sum of the times they take; so of two shots the better one saves more
//! *per tick*, not more in all. (Greedy by value per unit of a scarce resource: Dantzig, Discrete-Variable Extremum Problems,
//! Operations Research 5(2):266-288, 1957; a server with a queue: Smith, Various Optimizers for Single-Stage Production, Naval
//! Research Logistics Quarterly 3:59-66, 1956; Cox and Smith, Queues, 1961.) No shot is refused for being slow: a channel that
//! nobody waits for costs nothing, and then every shot that saves something is given.
//!
//! With hold h_ij = delay + busy, h_j the least of a target's feasible shots, each in ticks, at least 1 and at most 65,535:
//!
//! ```text
//! kill'_ij  = floor(kill_ij x h_j / h_ij)
//! worth'_j  = floor(worth_j x 2^15 / h_j) / 2^s, rounded down, s the least from which on all are below 65,536
//! ```
//!
//! so that worth' x kill' is what a first shot saves per tick, and further shots at the target still save less than the one before.
//! All in 32 bits, so that a shader can do the same.

use std::borrow::Cow;

use super::problem::{INFEASIBLE, Problem};

/// The problem with its worths and kills per tick; as it is where no time passes.
pub(super) fn by_time(problem: &Problem) -> Cow<'_, Problem> {
    if problem.delay.iter().chain(&problem.busy).all(|&ticks| ticks == 0) {
        return Cow::Borrowed(problem);
    }
    let least: Vec<Option<u32>> = (0..problem.n_targets).map(|target| least_hold(problem, target)).collect();
    // What wants no shot takes no part.
    let rates: Vec<u32> = (0..problem.n_targets)
        .map(|target| match least[target] {
            Some(hold) if problem.demand[target] > 0 => (problem.worth[target] << 15) / hold,
            _ => 0,
        })
        .collect();
    let shift = 16u32.saturating_sub(rates.iter().copied().max().unwrap_or(0).leading_zeros());
    let mut seen = problem.clone();
    seen.worth = rates.iter().map(|rate| rate >> shift).collect();
    for (cell, kill) in seen.kill.iter_mut().enumerate() {
        let (target, weapon) = (cell / problem.n_weapons, cell % problem.n_weapons);
        if let (Some(least), true) = (least[target], problem.cost[cell] != INFEASIBLE) {
            *kill = *kill * least / hold(problem, target, weapon);
        }
    }
    Cow::Owned(seen)
}

/// How long a shot binds a channel, ticks.
fn hold(problem: &Problem, target: usize, weapon: usize) -> u32 {
    let delay = problem.delay[target * problem.n_weapons + weapon];
    delay.saturating_add(problem.busy[weapon]).clamp(1, 65_535)
}

/// The least that a shot at a target can do with.
fn least_hold(problem: &Problem, target: usize) -> Option<u32> {
    let feasible = (0..problem.n_weapons).filter(|&weapon| problem.cost(target, weapon) != INFEASIBLE);
    feasible.map(|weapon| hold(problem, target, weapon)).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::any_problem;
    use super::super::problem::{Memory, Pair, gain};
    use super::super::registry::find;
    use super::*;

    /// One channel, two targets of one worth, the first far and the second near.
    fn far_and_near() -> Problem {
        let mut problem = Problem::new(1, 2);
        problem.cost = vec![0, 0];
        problem.worth = vec![40_000, 30_000];
        problem.kill = vec![32_768, 32_768];
        problem.delay = vec![1_000, 300];
        problem.busy = vec![100];
        problem
    }

    #[test]
    fn those_who_decide_by_worth_take_what_saves_most_per_tick() {
        for name in ["marginal-return", "local-search", "branch-and-price", "consensus"] {
            let pairs = |problem: &Problem| find(name).unwrap().assign(problem, &mut Memory::default()).pairs;
            let (mut problem, first) = (far_and_near(), |target| [Pair { target, weapon: 0 }]);
            assert_eq!(pairs(&problem), first(1), "{name}");
            problem.worth[0] = 60_000; // twice the worth is not enough for nearly three times the hold
            assert_eq!(pairs(&problem), first(1), "{name}");
            problem.busy = vec![2_000]; // nor does it matter where the hold is alike
            assert_eq!(pairs(&problem), first(0), "{name}");
            // A channel that nobody waits for costs nothing.
            problem.capacity = vec![2];
            assert_eq!(pairs(&problem).len(), 2, "{name}");
        }
    }

    #[test]
    fn by_hand() {
        let problem = by_time(&far_and_near()).into_owned();
        // 40,000 x 32,768 / 1,100 and 30,000 x 32,768 / 400, halved until they fit.
        assert_eq!(problem.worth, [1_191_563 >> 6, 2_457_600 >> 6]);
        assert_eq!(problem.kill, [32_768, 32_768]);
        let mut two = Problem::new(2, 1);
        two.cost = vec![0, 0];
        (two.worth, two.kill, two.delay) = (vec![1], vec![60_000, 60_000], vec![20, 80]);
        assert_eq!(by_time(&two).kill, [60_000, 15_000]);
        assert_eq!(by_time(&two).worth, [1_638]);
    }

    proptest! {
        #[test]
        fn gains_per_tick_keep_their_order(mut problem in any_problem(6), ticks in prop::collection::vec(1..5_000u32, 42)) {
            for (delay, ticks) in problem.delay.iter_mut().zip(&ticks) {
                *delay = *ticks;
            }
            problem.busy.iter_mut().zip(ticks.iter().rev()).for_each(|(busy, ticks)| *busy = ticks / 2);
            let seen = by_time(&problem);
            prop_assert_eq!(seen.shape(), Ok(()));
            prop_assert!(seen.worth.iter().chain(&seen.kill).all(|&steps| steps < 65_536));
            let (mut shots, mut most) = (Vec::new(), 0.0f64);
            for cell in (0..problem.cost.len()).filter(|&cell| problem.cost[cell] != INFEASIBLE) {
                let (target, weapon) = (cell / problem.n_weapons, cell % problem.n_weapons);
                if problem.demand[target] > 0 {
                    let hold = f64::from(problem.delay[cell] + problem.busy[weapon]);
                    let saves = f64::from(problem.worth[target]) * f64::from(problem.kill[cell]) / hold;
                    most = most.max(f64::from(problem.worth[target]) / hold);
                    shots.push((saves, gain(seen.worth[target], seen.kill[cell])));
                }
            }
            // But for rounding: a step of kill is the most that a tick can be worth, a step of worth at most two of those, and
            // one of worth x 2^15 / hold below 2.
            for a in &shots {
                for b in &shots {
                    prop_assert!(a.1 <= b.1 || a.0 >= b.0 - (3.0 * most + 2.0), "{:?} {:?}", a, b);
                }
            }
        }

        #[test]
        fn where_no_time_passes_nothing_changes(problem in any_problem(5)) {
            let still = Problem { delay: vec![0; problem.cost.len()], busy: vec![0; problem.n_weapons], ..problem };
            prop_assert_eq!(&*by_time(&still), &still);
        }
    }
}
