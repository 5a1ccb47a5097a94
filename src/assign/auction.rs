//! `auction`: the most shots that can be given, and among those the least total cost, exactly.
//!
//! [`market`](super::linear::market) clears a market of rows and columns with multiplicities; this file says what they are:
//!
//! - **Rows** are targets, each with as many units as it wants shots; **columns** are weapons, each with as many places as it
//!   can give shots. The value of a pair is `penalty - cost`, and a shot that is not given is worth nothing. The penalty is
//!   so large (over K times the spread of costs, for K shots at most) that one more shot always pays for whatever rearrangement
//!   it takes.
//! - **Pools.** Where the weapons of a pool have more places together than the pool allows, one more row is added for the pool:
//!   a *blocker* that wants exactly the places in excess, at weapons of that pool only, all alike and at a value that nobody can
//!   outbid. Whatever it takes, as many places as the pool allows remain, at whichever weapons suit the targets best: the
//!   limits of pool and weapons both hold, and the optimum stays exact.
//!
//! All values are multiplied by 2 K + 1, so that the last step of scaling (eps = 1) ends with the optimum. Costs so large that
//! this would not fit 62 bits lose low bits first; with costs below 2^24 that takes more than 10,000 shots.

use super::linear::market::{MAX_VALUE, Market};
use super::problem::{Answer, INFEASIBLE, Memory, Pair, Problem};
use super::registry::Assigner;

/// Bertsekas' auction algorithm with eps-scaling, on integer costs.
///
/// The optimum of each decision by itself: it does not know that a shot kept back may be worth more in the next epoch.
#[derive(Clone, Copy, Debug)]
pub struct Auction;

impl Assigner for Auction {
    fn name(&self) -> &'static str {
        "auction"
    }

    fn summary(&self) -> &'static str {
        "the most shots at the least total cost, exactly: targets and weapons bid for each other"
    }

    fn reference(&self) -> &'static str {
        "Bertsekas, The Auction Algorithm, Annals of Operations Research 14:105-123, 1988; similar objects: Bertsekas and Castanon, \
         Annals of Operations Research 20:67-96, 1989; unequal sides: Bertsekas, Castanon and Tsaknakis, SIAM Journal on Optimization \
         3:268-297, 1993"
    }

    fn complexity(&self) -> &'static str {
        "O(K T W log(K C)) at worst for costs up to C; near T W log(K C) in practice"
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        let Some((market, spread)) = market_of(problem) else {
            return Answer::default();
        };
        let n_targets = problem.n_targets as u32;
        let pairs = market.clear(spread).pairs.into_iter();
        let shots = pairs.filter(|&(row, _)| row < n_targets); // the rest are blockers
        Answer::from_pairs(shots.map(|(target, weapon)| Pair { target, weapon }).collect())
    }
}

/// The market of a problem, and the spread of its values; `None` if no shot can be given at all.
fn market_of(problem: &Problem) -> Option<(Market, i64)> {
    // A place more than the targets in reach want, or a shot more than the weapons in reach can give, would only idle.
    let reach: Vec<u32> = (0..problem.n_weapons).map(|weapon| problem.reach_of(weapon)).collect();
    let mut places = vec![0u64; problem.n_weapons];
    let mut wanted = vec![0u32; problem.n_targets];
    let (mut least, mut most) = (u32::MAX, 0);
    for (target, wanted) in wanted.iter_mut().enumerate() {
        let mut offered = 0;
        let demand = u64::from(problem.demand[target]);
        for ((&cost, &reach), places) in problem.row(target).iter().zip(&reach).zip(&mut places) {
            if cost != INFEASIBLE && reach > 0 {
                offered += u64::from(reach);
                *places += demand;
                (least, most) = (least.min(cost), most.max(cost));
            }
        }
        *wanted = offered.min(demand) as u32;
    }
    let places: Vec<u32> = places.iter().zip(&reach).map(|(&n, &reach)| n.min(u64::from(reach)) as u32).collect();
    let excess = excess(problem, &places);

    let sum = |units: &[u32]| units.iter().map(|&n| u64::from(n)).sum::<u64>();
    let n_shots = sum(&wanted).min(sum(&places));
    let n_units = (n_shots + sum(&excess)).min(sum(&places));
    if n_shots == 0 {
        return None;
    }
    let Scale { shift, penalty, factor } = Scale::new(n_shots, n_units, least, most);
    let mut market = Market::new(places);
    for (target, &wanted) in wanted.iter().enumerate() {
        let feasible = problem.row(target).iter().enumerate().filter(|&(_, &cost)| cost != INFEASIBLE);
        market.add_row(wanted, feasible.map(|(weapon, &cost)| (weapon, (penalty - i64::from(cost >> shift)) * factor)));
    }
    for (pool, &excess) in excess.iter().enumerate().filter(|&(_, &excess)| excess > 0) {
        let members = (0..problem.n_weapons).filter(|&weapon| problem.pool_of(weapon) == Some(pool));
        // Twice the penalty: no target values a place by more than once.
        market.add_row(excess, members.map(|weapon| (weapon, 2 * penalty * factor)));
    }
    Some((market, i64::from((most - least) >> shift) * factor))
}

/// Per pool: by how much the places of its weapons exceed it.
fn excess(problem: &Problem, places: &[u32]) -> Vec<u32> {
    let mut members = vec![0u64; problem.pool.len()];
    for (weapon, &places) in places.iter().enumerate() {
        if let Some(pool) = problem.pool_of(weapon) {
            members[pool] += u64::from(places);
        }
    }
    let over = |(&members, &pool): (&u64, &u32)| u32::try_from(members.saturating_sub(u64::from(pool)));
    members.iter().zip(&problem.pool).map(|pair| over(pair).unwrap_or(u32::MAX)).collect()
}

/// How costs become values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    /// Low bits of the costs that are dropped so that all fits; 0 unless problem and costs are huge.
    shift: u32,
    /// Value of a shot that costs nothing.
    penalty: i64,
    /// Multiplier of all values.
    factor: i64,
}

impl Scale {
    /// For at most `n_shots` shots and `n_units` matched units (shots and blockers), and feasible costs between `least` and `most`.
    fn new(n_shots: u64, n_units: u64, least: u32, most: u32) -> Self {
        let factor = 2 * i128::from(n_units) + 1;
        let mut shift = 0;
        loop {
            let (low, high) = (i128::from(least >> shift), i128::from(most >> shift));
            // k + 1 shots must beat k: (k + 1) high < k low + penalty for every k below n_shots.
            let penalty = i128::from(n_shots) * (high - low) + high + 1;
            if 2 * penalty * factor < i128::from(MAX_VALUE) || shift == 31 {
                return Self { shift, penalty: penalty as i64, factor: factor as i64 };
            }
            shift += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{any_problem, random_problem};
    use super::super::oracle::{brute_force, hungarian};
    use super::super::problem::NO_POOL;
    use super::*;

    /// (shots given, their cost), after checking the limits and the certificate.
    fn optimum(problem: &Problem) -> (usize, u64) {
        let answer = Auction.assign(problem, &mut Memory::default());
        assert_eq!(answer.check(problem), Ok(()));
        (answer.pairs.len(), answer.objective(problem))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn up_to_six_by_six_it_is_the_optimum(problem in any_problem(6)) {
            prop_assert_eq!(optimum(&problem), brute_force(&problem));
        }

        #[test]
        fn relabelling_leaves_the_optimum(problem in any_problem(12), key in any::<u32>()) {
            let turned = turn(&problem, key as usize);
            prop_assert_eq!(optimum(&problem), optimum(&turned));
        }
    }

    /// The same problem with weapons and targets numbered in reverse after a rotation.
    fn turn(problem: &Problem, by: usize) -> Problem {
        let place = |i: usize, n: usize| n - 1 - (i + by) % n;
        let mut turned = problem.clone();
        for weapon in 0..problem.n_weapons {
            let at = place(weapon, problem.n_weapons);
            turned.capacity[at] = problem.capacity[weapon];
            turned.resource[at] = problem.resource[weapon];
            for target in 0..problem.n_targets {
                turned.set_cost(place(target, problem.n_targets), at, problem.cost(target, weapon));
            }
        }
        for target in 0..problem.n_targets {
            turned.demand[place(target, problem.n_targets)] = problem.demand[target];
        }
        turned
    }

    #[test]
    fn at_sixty_it_agrees_with_an_independent_solver() {
        for seed in 0..60 {
            let (weapons, targets) = [(60, 60), (60, 45), (45, 60), (60, 12)][seed as usize % 4];
            // Sparse ones have targets that nobody reaches, and groups that share too few weapons.
            let share = [0.0, 0.3, 0.9, 0.95][seed as usize / 4 % 4];
            let mut problem = random_problem(weapons, targets, [10, 1_000, 1_000_000][seed as usize % 3], share, seed);
            if seed % 5 == 0 {
                problem.capacity = vec![2; weapons];
                problem.demand = vec![3; targets];
            }
            assert_eq!(optimum(&problem), hungarian(&problem), "seed {seed}");
        }
    }

    #[test]
    fn pools_agree_with_an_independent_solver_where_each_is_one_weapon_in_disguise() {
        // Weapons of a pool that cost the same are one weapon with the pool's capacity.
        for seed in 0..20 {
            let single = random_problem(15, 40, 1_000, 0.5, seed);
            let mut pooled = Problem::new(60, 40);
            pooled.pool = vec![2; 15];
            for weapon in 0..60 {
                pooled.resource[weapon] = weapon as u32 / 4;
                for target in 0..40 {
                    pooled.set_cost(target, weapon, single.cost(target, weapon / 4));
                }
            }
            let single = Problem { capacity: vec![2; 15], ..single };
            assert_eq!(optimum(&pooled), hungarian(&single), "seed {seed}");
        }
    }

    #[test]
    fn the_duality_gap_certifies_the_optimum() {
        for seed in 0..20 {
            let mut problem = random_problem(40, 50, 5_000, 0.6, seed);
            problem.capacity = vec![3; 40];
            problem.resource = (0..40).map(|w| if w < 30 { w / 3 } else { NO_POOL }).collect();
            problem.pool = vec![2; 10];
            let (market, spread) = market_of(&problem).unwrap();
            let cleared = market.clone().clear(spread);
            let costs = || problem.cost.iter().filter(|&&c| c != INFEASIBLE);
            let factor = spread / i64::from(costs().max().unwrap() - costs().min().unwrap());
            let gap = market.dual_bound(&cleared.prices) - market.value_of(&cleared.pairs);
            assert!((0..factor).contains(&gap), "seed {seed}: gap {gap}, one unit of cost is {factor}");
        }
    }

    #[test]
    fn one_more_shot_is_worth_any_rearrangement() {
        let mut problem = Problem::new(2, 2);
        problem.cost = vec![1, 4_000_000_000, 1, INFEASIBLE];
        assert_eq!(optimum(&problem), (2, 4_000_000_001));
    }

    #[test]
    fn huge_capacities_and_costs_overflow_nothing() {
        let mut problem = random_problem(5, 5, u32::MAX - 1, 0.0, 1);
        problem.capacity = vec![u32::MAX; 5];
        problem.resource = vec![0; 5];
        problem.pool = vec![3];
        assert_eq!(optimum(&problem).0, 3);
        assert!(Scale::new(100_000, 100_000, 0, u32::MAX - 1).shift > 0);
    }
}
