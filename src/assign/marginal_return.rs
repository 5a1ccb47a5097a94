//! `marginal-return`: one shot after another where it saves most.
//!
//! The gain of a shot is floor(worth x kill / 65,536), and takes itself off what its target is still worth; so each further shot at a
//! target gains no more than the one before. A target's best weapon is the one of greatest kill (ties: least cost, then lower
//! index), whatever the target is worth; the target of greatest gain is served first (ties: lower index), and a shot that gains
//! nothing is not given. All 32-bit integers without division, so that a shader can do the same step by step.
//!
//! The host does it with [`serve`], which looks at few targets again; a device looks at all of them.

use super::greedy::Left;
use super::marginal::{OUT, Returns, serve};
use super::problem::{Answer, INFEASIBLE, Memory, Pair, Problem, gain};
use super::registry::{Assigner, DeviceRule};
use crate::exact::dispatch::Level;

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
        "O(T W log W + K T) at worst, near T W in practice"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::MarginalReturn)
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        pick(problem)
    }
}

fn pick(problem: &Problem) -> Answer {
    let mut shots = Shots {
        problem,
        left: Left::new(problem),
        demand: problem.demand.clone(),
        worth: problem.worth.clone(),
        pairs: Vec::new(),
    };
    serve(Level::best(), &mut shots);
    Answer::from_pairs(shots.pairs)
}

/// The shots given so far, and what they leave.
struct Shots<'a> {
    problem: &'a Problem,
    left: Left,
    /// Per target: shots still wanted.
    demand: Vec<u32>,
    /// Per target: what is still at stake.
    worth: Vec<u32>,
    pairs: Vec<Pair>,
}

/// The greatest chance.
const MOST_KILL: u32 = 65_535;

/// A cost in 14 bits, never in another order: its exponent of two and 8 bits behind the leading one.
#[inline(always)]
fn rough(cost: u32) -> u32 {
    (cost as f32).to_bits().saturating_sub(1.0f32.to_bits()) >> 15
}

impl Returns for Shots<'_> {
    type Gain = u32;
    type Kill = u32;

    #[inline(always)]
    fn n_targets(&self) -> usize {
        self.problem.n_targets
    }

    #[inline(always)]
    fn n_weapons(&self) -> usize {
        self.problem.n_weapons
    }

    #[inline(always)]
    fn rough_ranks(&self, target: usize, ranks: &mut [i32]) {
        let row = self.problem.row(target).iter().zip(self.problem.kills(target));
        for (rank, (&cost, &kill)) in ranks.iter_mut().zip(row) {
            *rank = if cost == INFEASIBLE { OUT } else { ((MOST_KILL - kill) << 14 | rough(cost)) as i32 };
        }
    }

    #[inline(always)]
    fn rank(&self, target: usize, weapon: usize) -> u64 {
        let kill = self.problem.kills(target)[weapon];
        u64::from(MOST_KILL - kill) << 32 | u64::from(self.problem.cost(target, weapon))
    }

    #[inline(always)]
    fn kill(&self, target: usize, weapon: usize) -> u32 {
        self.problem.kills(target)[weapon]
    }

    #[inline(always)]
    fn gain(&self, target: usize, kill: u32) -> u32 {
        gain(self.worth[target], kill)
    }

    #[inline(always)]
    fn wants(&self, target: usize) -> bool {
        self.demand[target] > 0
    }

    #[inline(always)]
    fn has(&self, weapon: usize) -> bool {
        self.left.has(self.problem, weapon)
    }

    #[inline(always)]
    fn give(&mut self, target: usize, weapon: usize) {
        self.worth[target] -= self.gain(target, self.kill(target, weapon));
        self.demand[target] -= 1;
        self.left.spend(self.problem, weapon);
        self.pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

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
    fn more_weapons_than_one_sweep_finds_are_served_in_order() {
        let n_weapons = 260;
        for seed in 0..24 {
            let mut problem = without_pattern(n_weapons, 70, seed);
            let pool = |weapon| if weapon < 160 { weapon / 16 } else { NO_POOL };
            problem.resource = (0..n_weapons as u32).map(pool).collect();
            problem.pool = vec![11; 10];
            problem.demand = vec![1 + seed % 7; 70];
            for at in 0..problem.kill.len() {
                let (weapon, target) = (at as u32 % n_weapons as u32, at as u32 / n_weapons as u32);
                problem.kill[at] = match seed % 4 {
                    // As within one magazine: all targets like the same weapons best.
                    0 => (hash([seed, 4], weapon, 0) >> 16) * (1 + target % 3) / 3,
                    // Few kinds of rounds: costs decide.
                    1 => (hash([seed, 4], weapon % 3, 0) >> 16) * (1 + target % 3) / 3,
                    2 => 40_000,
                    _ => problem.kill[at],
                };
                if seed % 8 > 3 {
                    problem.cost[at] %= 5;
                }
            }
            assert_eq!(assign(&problem), pick_plainly(&problem), "seed {seed}");
        }
    }

    #[test]
    fn a_rough_cost_is_in_the_order_of_the_cost() {
        let costs = (0..32).flat_map(|bit| [-1i64, 0, 1, 77].map(|by| ((1i64 << bit) + by) as u32));
        let mut costs: Vec<u32> = costs.filter(|&cost| cost != INFEASIBLE).collect();
        costs.sort_unstable();
        assert!(costs.is_sorted_by_key(|&cost| rough(cost)));
        assert!((MOST_KILL << 14 | rough(u32::MAX - 1)) < OUT as u32);
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
