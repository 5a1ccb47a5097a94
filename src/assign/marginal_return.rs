//! `marginal-return`: one shot after another where it saves most.
//!
//! The gain of a shot is floor(worth x kill / 65,536), and takes itself off what its target is still worth; so each further shot at a
//! target gains no more than the one before. A target's best weapon is the one of greatest kill (ties: least cost, then lower
//! index), whatever the target is worth; the target of greatest gain is served first (ties: lower index), and a shot that gains
//! nothing is not given. All 32-bit integers without division, so that a shader can do the same step by step.
//!
//! The host waits with its work: a heap holds each target's gain as it was when last looked at, which is never less than it is
//! now, and the target on top is looked at again before it is served; a target remembers its few best weapons in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::channel_time::by_time;
use super::greedy::Left;
use super::problem::{Answer, INFEASIBLE, Memory, Pair, Problem, gain};
use super::registry::{Assigner, DeviceRule};

/// Greedy by marginal return on [`Problem::worth`] and [`Problem::kill`].
///
/// Optimal where all weapons are alike, as den Broeder, Ellison and Emerling showed; near it where they are much alike. It sees
/// what several shots at one target are worth, which a linear cost cannot say, but takes nothing back.
#[derive(Clone, Copy, Debug)]
pub struct MarginalReturn;

impl Assigner for MarginalReturn {
    fn name(&self) -> &'static str {
        "marginal-return"
    }

    fn summary(&self) -> &'static str {
        "one shot after another where it saves most of the value at stake"
    }

    fn reference(&self) -> &'static str {
        "den Broeder, Ellison and Emerling, On Optimum Target Assignments, Operations Research 7(3):322-326, 1959; with unlike weapons: \
         Kolitz, Analysis of a Maximum Marginal Return Assignment Algorithm, IEEE Conference on Decision and Control, 1988"
    }

    fn complexity(&self) -> &'static str {
        "O(T W + K log T), more where weapons run out"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::MarginalReturn)
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        pick(&by_time(problem))
    }
}

/// The rule itself, on worths and kills as they are.
pub(super) fn pick(problem: &Problem) -> Answer {
    let mut left = Left::new(problem);
    let mut targets: Vec<Target> = (0..problem.n_targets).map(|target| Target::new(problem, target)).collect();
    let mut waiting = BinaryHeap::with_capacity(problem.n_targets);
    for (target, state) in targets.iter_mut().enumerate() {
        let gain = state.look(problem, &left, target);
        if state.demand > 0 && gain > 0 {
            waiting.push((gain, Reverse(target)));
        }
    }
    let mut pairs = Vec::new();
    while let Some((gain, Reverse(target))) = waiting.pop() {
        let state = &mut targets[target];
        let now = state.look(problem, &left, target);
        if now == gain {
            let weapon = state.weapon(); // it has one: it gains something
            pairs.push(Pair { target: target as u32, weapon });
            left.spend(problem, weapon as usize);
            state.demand -= 1;
            state.worth -= gain;
        }
        // As it was last looked at: no less than it is.
        let next = if now == gain { state.gain() } else { now };
        if state.demand > 0 && next > 0 {
            waiting.push((next, Reverse(target)));
        }
    }
    Answer::from_pairs(pairs)
}

/// How many best weapons a target remembers.
const REMEMBERED: usize = 8;

/// A target's state while shots are given.
struct Target {
    /// Shots still wanted.
    demand: u32,
    /// What is still at stake.
    worth: u32,
    /// Its best weapons when last searched for, best first, as (order, weapon); those that ran out since are still there.
    best: [(u64, u32); REMEMBERED],
    /// How many there are.
    n: usize,
    /// The first of them that had not run out when last looked at.
    at: usize,
    /// Whether weapons may be left that are not among the remembered.
    may_have_more: bool,
}

impl Target {
    fn new(problem: &Problem, target: usize) -> Self {
        let (demand, worth) = (problem.demand[target], problem.worth[target]);
        Self { demand, worth, best: [(0, 0); REMEMBERED], n: 0, at: 0, may_have_more: demand > 0 && worth > 0 }
    }

    /// The best weapon when last looked at.
    fn weapon(&self) -> u32 {
        self.best[self.at].1
    }

    /// What a shot of it gains; 0 if there is none.
    fn gain(&self) -> u32 {
        if self.at == self.n { 0 } else { gain(self.worth, 65_535 - (self.best[self.at].0 >> 32) as u32) }
    }

    /// Looks for the best weapon that can still give a shot, and says what that gains.
    fn look(&mut self, problem: &Problem, left: &Left, target: usize) -> u32 {
        loop {
            while self.at < self.n && !left.has(problem, self.weapon() as usize) {
                self.at += 1;
            }
            if self.at < self.n || !self.may_have_more {
                return self.gain();
            }
            self.search(problem, left, target);
        }
    }

    /// Finds the best weapons anew. What has run out never comes back within one decision.
    fn search(&mut self, problem: &Problem, left: &Left, target: usize) {
        (self.n, self.at) = (0, 0);
        let (costs, kills) = (problem.row(target), problem.kills(target));
        let mut worst = u64::MAX;
        for (weapon, (&cost, &kill)) in costs.iter().zip(kills).enumerate() {
            // Less is better: kill first, then cost; later ones of the same order come behind.
            let order = u64::from(65_535 - kill) << 32 | u64::from(cost);
            if (self.n == REMEMBERED && order >= worst) || cost == INFEASIBLE || !left.has(problem, weapon) {
                continue;
            }
            self.n = (self.n + 1).min(REMEMBERED);
            let mut place = self.n - 1;
            while place > 0 && self.best[place - 1].0 > order {
                self.best[place] = self.best[place - 1];
                place -= 1;
            }
            self.best[place] = (order, weapon as u32);
            worst = self.best[self.n - 1].0;
        }
        self.may_have_more = self.n == REMEMBERED;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::any_problem;
    use super::super::greedy::hash;
    use super::super::problem::NO_POOL;
    use super::*;

    /// The rule as the module describes it, looking at everything before each shot: what a device does.
    fn pick_plainly(problem: &Problem) -> Answer {
        let mut left = Left::new(problem);
        let (mut demand, mut worth) = (problem.demand.clone(), problem.worth.clone());
        let mut pairs = Vec::new();
        loop {
            let mut most: Option<(u32, usize, usize)> = None;
            for target in (0..problem.n_targets).filter(|&target| demand[target] > 0) {
                let kill = |weapon: usize| problem.kill[target * problem.n_weapons + weapon];
                let can = |&weapon: &usize| problem.cost(target, weapon) != INFEASIBLE && left.has(problem, weapon);
                let order = |&weapon: &usize| (Reverse(kill(weapon)), problem.cost(target, weapon), weapon);
                let Some(weapon) = (0..problem.n_weapons).filter(can).min_by_key(order) else { continue };
                let gain = gain(worth[target], kill(weapon));
                if gain > most.map_or(0, |(gain, _, _)| gain) {
                    most = Some((gain, target, weapon));
                }
            }
            let Some((gain, target, weapon)) = most else { return Answer::from_pairs(pairs) };
            pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
            (demand[target], worth[target]) = (demand[target] - 1, worth[target] - gain);
            left.spend(problem, weapon);
        }
    }

    fn assign(problem: &Problem) -> Answer {
        MarginalReturn.assign(problem, &mut Memory::default())
    }

    /// The most that `shots` shots of weapons that are all alike save, by trying all ways to share them out.
    fn most_saved(problem: &Problem, target: usize, shots: u32) -> u64 {
        if target == problem.n_targets {
            return 0;
        }
        let (kill, mut worth) = (problem.kill[target * problem.n_weapons], problem.worth[target]);
        let (mut most, mut saved) = (0, 0);
        for given in 0..=shots.min(problem.demand[target]) {
            most = most.max(saved + most_saved(problem, target + 1, shots - given));
            let gain = gain(worth, kill);
            worth -= gain;
            saved += u64::from(gain);
        }
        most
    }

    /// A problem of worths and chances without a pattern, so that ties are rare.
    fn without_pattern(n_weapons: usize, n_targets: usize, seed: u32) -> Problem {
        let mut problem = Problem::new(n_weapons, n_targets);
        for (at, worth) in problem.worth.iter_mut().enumerate() {
            *worth = hash([seed, 1], at as u32, 0) >> 16;
        }
        for (at, kill) in problem.kill.iter_mut().enumerate() {
            *kill = hash([seed, 2], at as u32, 0) >> 16;
            problem.cost[at] = hash([seed, 3], at as u32, 0) >> 8;
        }
        problem
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn waiting_with_the_work_changes_nothing(problem in any_problem(7)) {
            let answer = assign(&problem);
            prop_assert_eq!(answer.check(&problem), Ok(()));
            prop_assert_eq!(answer, pick_plainly(&problem));
        }

        #[test]
        fn with_weapons_all_alike_it_is_the_optimum(
            capacity in prop::collection::vec(0..4u32, 1..4),
            targets in prop::collection::vec((0..65_536u32, 0..65_536u32, 0..4u32), 0..6),
        ) {
            let mut problem = Problem::new(capacity.len(), targets.len());
            problem.cost.fill(1);
            let shots = capacity.iter().sum();
            problem.capacity = capacity;
            problem.kill.clear();
            for (target, &(worth, kill, demand)) in targets.iter().enumerate() {
                (problem.worth[target], problem.demand[target]) = (worth, demand);
                problem.kill.extend(vec![kill; problem.n_weapons]);
            }
            prop_assert_eq!(assign(&problem).saved(&problem), most_saved(&problem, 0, shots));
        }
    }

    #[test]
    fn more_weapons_than_are_remembered_are_found_in_order() {
        for seed in 0..40 {
            let mut problem = without_pattern(60, 50, seed);
            problem.resource = (0..60).map(|weapon| if weapon < 40 { weapon / 4 } else { NO_POOL }).collect();
            problem.pool = vec![2; 10];
            problem.demand = vec![1 + seed % 3; 50];
            // As within one magazine: all targets like the same weapons best.
            if seed % 2 == 0 {
                for at in 0..problem.kill.len() {
                    problem.kill[at] = hash([seed, 4], at as u32 % 60, 0) >> 16;
                }
            }
            assert_eq!(assign(&problem), pick_plainly(&problem), "seed {seed}");
        }
    }

    #[test]
    fn relabelling_relabels_the_answer() {
        for seed in 0..60 {
            let problem = without_pattern(9, 7, seed);
            let mut turned = problem.clone();
            let (weapon_of, target_of) = (|w: usize| (w + 4) % 9, |t: usize| 6 - t);
            for target in 0..7 {
                turned.worth[target_of(target)] = problem.worth[target];
                for weapon in 0..9 {
                    let (from, to) = (target * 9 + weapon, target_of(target) * 9 + weapon_of(weapon));
                    (turned.cost[to], turned.kill[to]) = (problem.cost[from], problem.kill[from]);
                }
            }
            let relabel = |pair: Pair| Pair {
                target: target_of(pair.target as usize) as u32,
                weapon: weapon_of(pair.weapon as usize) as u32,
            };
            let expected = assign(&problem).pairs.into_iter().map(relabel).collect();
            assert_eq!(assign(&turned), Answer::from_pairs(expected), "seed {seed}");
        }
    }

    #[test]
    fn a_shot_that_gains_nothing_is_not_given() {
        let mut problem = Problem::new(2, 3);
        problem.cost.fill(0);
        problem.worth = vec![0, 1, 60_000];
        problem.kill = vec![65_535, 65_535, 65_535, 1, 0, 0];
        assert_eq!(assign(&problem).pairs, []);
        problem.kill[5] = 2;
        assert_eq!(assign(&problem).pairs, [Pair { target: 2, weapon: 1 }]);
    }
}
