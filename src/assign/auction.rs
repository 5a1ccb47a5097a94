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
//! - **Plain problems** (square, one shot each, no pools, every pair feasible: never one of the loop's, which have a pool for each site) go
//!   to the [`dense`](super::linear::dense) solver: another optimum, perhaps, where there are several, and many times as fast.
//! - **Memory.** Prices of the epoch before are where the next market opens ([`prices`](super::linear::prices)): a fraction of the
//!   bids if little has changed, and the optimum whatever has. Where no shot can be given at all, the memory stays as it is.
//!
//! All values are multiplied by 2 K + 1, so that the last step of scaling (eps = 1) ends with the optimum. Costs so large that
//! this would not fit 62 bits lose low bits first; with costs below 2^24 that takes more than 10,000 shots.

use super::linear::dense;
use super::linear::market::{MAX_VALUE, Market, Prices};
use super::linear::prices::{self, Scale};
use super::problem::{Answer, INFEASIBLE, Memory, Pair, Problem};
use super::registry::{Assigner, DeviceRule};
use crate::exact::dispatch::Level;

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

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::Auction)
    }

    fn assign(&self, problem: &Problem, memory: &mut Memory) -> Answer {
        if let Some(answer) = assign_plain(problem, memory, Level::best()) {
            return answer;
        }
        assign_in_market(problem, memory)
    }
}

/// The answer to any problem by the market: what a device goes through bid for bid.
pub(crate) fn assign_in_market(problem: &Problem, memory: &mut Memory) -> Answer {
    let Some(Opening { market, spread, scale, blocked }) = open(problem) else {
        return Answer::default();
    };
    let n_targets = problem.n_targets as u32;
    let start = prices::recall(memory, problem, &blocked, &scale);
    let cleared = market.clear(spread, start.as_ref());
    prices::keep(memory, problem, &blocked, &scale, &cleared.prices);
    let pairs = cleared.pairs.into_iter();
    let shots = pairs.filter(|&(row, _)| row < n_targets); // the rest are blockers
    Answer::from_pairs(shots.map(|(target, weapon)| Pair { target, weapon }).collect())
}

/// The scale of prices in units of cost, with a penalty beyond all of them.
const PLAIN: Scale = Scale { shift: 0, penalty: 1 << 40, factor: 1 };

/// At least two weapons, as many targets, one shot each, no pools.
pub(crate) fn is_plain(problem: &Problem) -> bool {
    let n = problem.n_targets;
    let ones = |units: &[u32]| units.iter().all(|&units| units == 1);
    n >= 2 && n == problem.n_weapons && problem.pool.is_empty() && ones(&problem.demand) && ones(&problem.capacity)
}

/// The answer to a plain problem by the [`dense`] solver, if every pair is feasible and costs differ by less than
/// [`dense::MAX_SPREAD`]. `None` for every other problem.
fn assign_plain(problem: &Problem, memory: &mut Memory, level: Level) -> Option<Answer> {
    if !is_plain(problem) {
        return None;
    }
    let n = problem.n_targets;
    let start = prices::recall(memory, problem, &[], &PLAIN).map(|prices| prices.columns);
    let solved = dense::solve(level, n, &problem.cost, start.as_deref())?;
    // What a target makes is the value of its shot less the price: the penalty less the sum of cost and price.
    let rows = solved.least.iter().map(|least| PLAIN.penalty - least).collect();
    prices::keep(memory, problem, &[], &PLAIN, &Prices { rows, columns: solved.price });
    let pairs = solved.column_of.iter().zip(0..).map(|(&weapon, target)| Pair { target, weapon });
    Some(Answer { pairs: pairs.collect() })
}

/// What a problem trades, before any edge is looked at: units of both sides, and how costs become values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Per target: shots wanted, as far as weapons in reach can give them.
    pub wanted: Vec<u32>,
    /// Per weapon: shots that it can give, as far as targets in reach want them.
    pub places: Vec<u32>,
    /// Per pool: by how much the places of its weapons exceed it; what its blocker wants.
    pub excess: Vec<u32>,
    /// How costs become values.
    pub scale: Scale,
    /// Between the least and the greatest value of a shot.
    pub spread: i64,
}

impl Terms {
    /// Those of a problem; `None` if no shot can be given at all.
    pub fn of(problem: &Problem) -> Option<Self> {
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
        let scale = Scale::new(n_shots, n_units, least, most);
        let spread = i64::from((most - least) >> scale.shift) * scale.factor;
        Some(Self { wanted, places, excess, scale, spread })
    }
}

/// The market of a problem.
struct Opening {
    market: Market,
    /// Between the least and the greatest value of a shot.
    spread: i64,
    scale: Scale,
    /// The pools that have a blocker, in the order of the rows that follow the targets.
    blocked: Vec<usize>,
}

/// The market of a problem; `None` if no shot can be given at all.
fn open(problem: &Problem) -> Option<Opening> {
    let Terms { wanted, places, excess, scale, spread } = Terms::of(problem)?;
    let mut market = Market::new(places);
    for (target, &wanted) in wanted.iter().enumerate() {
        let feasible = problem.row(target).iter().enumerate().filter(|&(_, &cost)| cost != INFEASIBLE);
        market.add_row(wanted, feasible.map(|(weapon, &cost)| (weapon, scale.value_of(cost))));
    }
    let blocked: Vec<usize> = (0..excess.len()).filter(|&pool| excess[pool] > 0).collect();
    for &pool in &blocked {
        let members = (0..problem.n_weapons).filter(|&weapon| problem.pool_of(weapon) == Some(pool));
        market.add_row(excess[pool], members.map(|weapon| (weapon, scale.block())));
    }
    Some(Opening { market, spread, scale, blocked })
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

impl Scale {
    /// Value of a shot of that cost.
    pub(crate) fn value_of(self, cost: u32) -> i64 {
        (self.penalty - i64::from(cost >> self.shift)) * self.factor
    }

    /// Value of a blocked place: twice that of a shot for nothing, for no target values a place by more than once.
    pub(crate) fn block(self) -> i64 {
        2 * self.penalty * self.factor
    }

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
    use super::super::greedy::hash;
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn whatever_it_remembers_it_is_the_optimum(
            problem in any_problem(6),
            words in prop_oneof![prop::collection::vec(any::<u32>(), 0..12), shaped_words(6)],
        ) {
            let answer = Auction.assign(&problem, &mut Memory { words });
            prop_assert_eq!(answer.check(&problem), Ok(()));
            prop_assert_eq!((answer.pairs.len(), answer.objective(&problem)), brute_force(&problem));
        }

        #[test]
        fn from_epoch_to_epoch_it_is_the_optimum(
            first in any_problem(6),
            other in any_problem(6),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0..14u32), 0..12),
        ) {
            let mut memory = Memory::default();
            let mut next = first.clone();
            for (index, cost) in changes.into_iter().filter(|_| !first.cost.is_empty()) {
                next.cost[index.index(first.cost.len())] = if cost < 12 { cost } else { INFEASIBLE };
            }
            next.label.reverse();
            for problem in [&first, &first, &next, &other, &next] {
                let answer = Auction.assign(problem, &mut memory);
                prop_assert_eq!(answer.check(problem), Ok(()));
                prop_assert_eq!((answer.pairs.len(), answer.objective(problem)), brute_force(problem));
            }
        }
    }

    /// Memories of the right shape for some problem of at most `n` weapons, 3 pools and `n` targets, and nonsense in them.
    fn shaped_words(n: u32) -> impl Strategy<Value = Vec<u32>> {
        let shape = (0..=n, 0..=3u32, 0..=n);
        shape.prop_flat_map(|(weapons, pools, targets)| {
            let word = prop_oneof![any::<u32>(), 0..30u32, (0..30u32).prop_map(|w| w | 1 << 30)];
            let words = prop::collection::vec(word, (weapons + pools + 2 * targets) as usize);
            words.prop_map(move |words| [vec![weapons, pools, targets], words].concat())
        })
    }

    /// Distances in metres between places in a square of 10 km; the targets have moved by up to `moved_m` in both directions.
    fn moving(n: usize, moved_m: u32) -> Problem {
        let mut problem = Problem::new(n, n);
        let draw = |member: usize, sub: u32, below: u32| f64::from(hash([7, sub], member as u32, 0) % below);
        for target in 0..n {
            let [dx, dy] = [2, 3].map(|sub| draw(target, sub, moved_m + 1));
            for weapon in 0..n {
                let x = draw(target, 0, 10_000) + dx - draw(n + weapon, 0, 10_000);
                let y = draw(target, 1, 10_000) + dy - draw(n + weapon, 1, 10_000);
                problem.set_cost(target, weapon, (x * x + y * y).sqrt() as u32);
            }
        }
        problem
    }

    #[test]
    fn remembered_prices_save_bids() {
        let bids = |problem: &Problem, memory: &mut Memory| {
            let Opening { market, spread, scale, blocked } = open(problem).unwrap();
            let cleared = market.clear(spread, prices::recall(memory, problem, &blocked, &scale).as_ref());
            prices::keep(memory, problem, &blocked, &scale, &cleared.prices);
            cleared.n_bids
        };
        let mut memory = Memory::default();
        let first = bids(&moving(100, 0), &mut memory);
        let again = bids(&moving(100, 0), &mut memory.clone());
        let warm = bids(&moving(100, 20), &mut memory);
        let cold = bids(&moving(100, 20), &mut Memory::default());
        println!("first {first}, again {again}, 20 m later: cold {cold}, warm {warm}");
        assert!(again * 8 < first && warm * 2 < cold);
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
            let Opening { market, spread, .. } = open(&problem).unwrap();
            let cleared = market.clone().clear(spread, None);
            let costs = || problem.cost.iter().filter(|&&c| c != INFEASIBLE);
            let factor = spread / i64::from(costs().max().unwrap() - costs().min().unwrap());
            let gap = market.dual_bound(&cleared.prices.columns) - market.value_of(&cleared.pairs);
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
