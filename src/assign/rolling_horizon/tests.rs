//! Against everything tried out over two decisions, and by hand where waiting pays.

use proptest::prelude::*;

use super::*;
use crate::assign::auction::Auction;
use crate::assign::fixture::any_problem;
use crate::assign::oracle::{most_saved, saved};
use crate::assign::registry::{ASSIGNERS, find};

/// The optimum of a tiny problem, by trying everything.
struct Optimum;

impl Assigner for Optimum {
    fn name(&self) -> &str {
        "optimum"
    }
    fn summary(&self) -> &str {
        "for tests"
    }
    fn reference(&self) -> &str {
        "none"
    }
    fn complexity(&self) -> &str {
        "too much"
    }
    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        most_saved(problem).1
    }
}

fn decide(inner: &'static dyn Assigner, problem: &Problem) -> Answer {
    let assigner = RollingHorizon::over(inner);
    assert_eq!(problem.shape(), Ok(()));
    let answer = assigner.assign(problem, &mut Memory::default());
    assert_eq!(answer.check(problem), Ok(()), "{}", assigner.name());
    assert_eq!(answer, assigner.assign(problem, &mut Memory::default()));
    answer
}

/// Any problem with an outlook on `later` decisions. Rounds are scarce only where no two weapons share a pool: where they do, the
/// plan may count a magazine short.
fn any_outlook(n: usize, later: usize) -> impl Strategy<Value = Problem> {
    any_problem(n).prop_flat_map(move |problem| {
        let (n_pairs, n_pools) = (problem.cost.len(), problem.pool.len());
        let kill = prop_oneof![1 => Just(INFEASIBLE), 3 => 1..65_536u32];
        (
            prop::collection::vec(1..60_000u32, problem.n_targets),
            prop::collection::vec(prop::collection::vec(kill, n_pairs), later + 1),
            prop::collection::vec(prop::collection::vec(0..2u32, n_pools), later),
            prop::collection::vec(0..4u32, problem.n_weapons),
            Just(problem),
        )
            .prop_map(|(worth, kills, regained, rounds, mut problem)| {
                problem.worth = worth;
                let own_pools =
                    problem.resource.iter().collect::<std::collections::BTreeSet<_>>().len() == problem.n_weapons;
                let enough = problem.pool.iter().chain(regained.iter().flatten()).chain(&problem.capacity).sum::<u32>();
                problem.outlook.rounds = rounds;
                for (rounds, capacity) in problem.outlook.rounds.iter_mut().zip(&mut problem.capacity) {
                    if !own_pools {
                        *rounds = enough;
                    }
                    // All rounds are ready: nothing but the pool and the magazine limits a weapon.
                    *capacity = *rounds;
                }
                let later = (1..).zip(regained).map(|(ahead, regained)| Later { ahead, regained, ..Later::default() });
                problem.outlook.later = later.collect();
                lay(&mut problem.cost, &mut problem.kill, &kills[0]);
                for (later, kills) in problem.outlook.later.iter_mut().zip(&kills[1..]) {
                    later.delay = vec![1; kills.len()];
                    lay(&mut later.cost, &mut later.kill, kills);
                }
                problem
            })
    })
}

/// Chances to kill; the less, the dearer.
fn lay(cost: &mut Vec<u32>, kill: &mut Vec<u32>, kills: &[u32]) {
    *cost = kills.iter().map(|&kill| if kill == INFEASIBLE { INFEASIBLE } else { 65_536 - kill }).collect();
    *kill = kills.iter().map(|&kill| if kill == INFEASIBLE { 0 } else { kill }).collect();
}

/// The second decision of a problem whose first one gave these shots, if the future is as foreseen.
fn second(problem: &Problem, given: &[Pair]) -> Problem {
    let later = &problem.outlook.later[0];
    let mut next = Problem { outlook: Outlook::default(), ..problem.clone() };
    next.cost.clone_from(&later.cost);
    next.kill.clone_from(&later.kill);
    next.capacity.clone_from(&problem.outlook.rounds);
    next.pool.iter_mut().zip(&later.regained).for_each(|(pool, regained)| *pool += regained);
    for weapon in 0..problem.n_weapons {
        if problem.pool_of(weapon).is_none() {
            next.capacity[weapon] = problem.reach_of(weapon); // regains nothing
        }
    }
    for pair in given {
        let (target, weapon) = (pair.target as usize, pair.weapon as usize);
        next.capacity[weapon] -= 1;
        problem.pool_of(weapon).inspect(|&pool| next.pool[pool] -= 1);
        next.demand[target] -= 1;
    }
    next
}

/// What shots of both decisions save together.
fn saved_in_two(problem: &Problem, first: &[Pair], then: &[Pair]) -> f64 {
    let later = &problem.outlook.later[0];
    let mut both = problem.clone();
    both.n_weapons *= 2;
    let rows = problem.kill.chunks(problem.n_weapons.max(1)).zip(later.kill.chunks(problem.n_weapons.max(1)));
    both.kill = rows.flat_map(|(now, then)| now.iter().chain(then).copied()).collect();
    let then = then.iter().map(|pair| Pair { weapon: pair.weapon + problem.n_weapons as u32, ..*pair });
    saved(&both, &first.iter().copied().chain(then).collect::<Vec<_>>())
}

/// The most that shots of two decisions save, by trying all of both.
fn most_saved_in_two(problem: &Problem) -> f64 {
    fn go(problem: &Problem, from: usize, pairs: &mut Vec<Pair>, best: &mut f64) {
        *best = best.max(most_after(problem, pairs));
        for cell in from..problem.cost.len() {
            pairs.push(Pair { target: (cell / problem.n_weapons) as u32, weapon: (cell % problem.n_weapons) as u32 });
            if Answer::from_pairs(pairs.clone()).check(problem).is_ok() {
                go(problem, cell, pairs, best);
            }
            pairs.pop();
        }
    }
    let mut best = 0.0;
    go(problem, 0, &mut Vec::new(), &mut best);
    best
}

/// The most that can be saved in all once these shots are given.
fn most_after(problem: &Problem, given: &[Pair]) -> f64 {
    // What is left of each target's worth is what the second decision can save; rounded up by less than a step each.
    let mut next = second(problem, given);
    for target in 0..problem.n_targets {
        let at_it: Vec<Pair> = given.iter().filter(|pair| pair.target as usize == target).copied().collect();
        let left = f64::from(problem.worth[target]) - saved(problem, &at_it);
        next.worth[target] = (left * 1_000.0) as u32; // finer than a step
    }
    let then = most_saved(&next).1;
    saved_in_two(problem, given, &then.pairs)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn over_an_optimum_two_decisions_come_to_the_optimum_of_both(problem in any_outlook(3, 1)) {
        let answer = decide(&Optimum, &problem);
        let (got, most) = (most_after(&problem, &answer.pairs), most_saved_in_two(&problem));
        prop_assert!((got - most).abs() < 1.0, "{got} of {most} after {answer:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn without_an_outlook_it_is_the_assigner_it_plans_with(mut problem in any_outlook(6, 0)) {
        for inner in ASSIGNERS.iter().filter(|inner| !inner.wants_outlook()) {
            let (mut here, mut there) = (Memory::default(), Memory::default());
            for epoch in 0..2 {
                problem.epoch = epoch;
                let planned = find(&format!("{PREFIX}{}", inner.name())).unwrap();
                prop_assert_eq!(planned.assign(&problem, &mut here), inner.assign(&problem, &mut there));
                prop_assert_eq!(&here, &there);
            }
        }
    }

    #[test]
    fn limits_are_kept_and_no_last_chance_passes_beside_an_idle_weapon(problem in any_outlook(6, 3)) {
        for inner in ASSIGNERS.iter().filter(|inner| !inner.wants_outlook()) {
            decide(*inner, &problem);
        }
        let answer = decide(&Auction, &problem);
        let given = |is_it: &dyn Fn(&&Pair) -> bool| answer.pairs.iter().filter(|pair| is_it(pair)).count() as u32;
        let unserved = |target: usize| problem.demand[target] - given(&|pair| pair.target as usize == target);
        let is_later = |target: usize, weapon: usize| {
            problem.outlook.later.iter().any(|later| later.cost[target * problem.n_weapons + weapon] != INFEASIBLE)
        };
        for weapon in 0..problem.n_weapons {
            let group = |other: usize| other == weapon || (problem.resource[other] != NO_POOL && problem.resource[other] == problem.resource[weapon]);
            let mut idle = problem.capacity[weapon].min(problem.outlook.rounds[weapon]) - given(&|pair| pair.weapon as usize == weapon);
            if let Some(pool) = problem.pool_of(weapon) {
                idle = idle.min(problem.pool[pool] - given(&|pair| group(pair.weapon as usize)));
            }
            let awaited: u32 = (0..problem.n_targets)
                .filter(|&target| (0..problem.n_weapons).any(|other| group(other) && is_later(target, other)))
                .map(unserved)
                .sum();
            for target in (0..problem.n_targets).filter(|&target| unserved(target) > 0) {
                let is_last = (0..problem.n_weapons).all(|weapon| !is_later(target, weapon));
                if is_last && problem.cost(target, weapon) != INFEASIBLE {
                    prop_assert!(idle <= awaited, "{idle} of weapon {weapon} idle, {awaited} awaited, {answer:?}");
                }
            }
        }
    }
}

/// One weapon with one channel, two targets; the first is cheaper and can be met as well later, when the channel is free again; the
/// second only now.
fn one_channel() -> Problem {
    let mut problem = Problem::new(1, 2);
    problem.capacity = vec![1];
    problem.resource = vec![0];
    problem.pool = vec![1];
    problem.cost = vec![5, 9];
    problem.worth = vec![1_000, 1_000];
    problem.kill = vec![40_000, 40_000];
    problem.outlook.rounds = vec![4];
    let later =
        Later { regained: vec![1], cost: vec![3, INFEASIBLE], kill: vec![40_000, 0], delay: vec![2, 0], ahead: 10 };
    problem.outlook.later = vec![later];
    problem
}

#[test]
fn the_target_that_can_wait_waits_for_the_channel() {
    let problem = one_channel();
    let [near, urgent] = [0, 1].map(|target| Pair { target, weapon: 0 });
    assert_eq!(Auction.assign(&problem, &mut Memory::default()).pairs, [near]);
    assert_eq!(decide(&Auction, &problem).pairs, [urgent]);
    // Two decisions serve both, where the assigner alone serves one.
    let after =
        |given: &[Pair]| Auction.assign(&second(&problem, given), &mut Memory::default()).pairs.len() + given.len();
    assert_eq!((after(&[near]), after(&[urgent])), (1, 2));
}

#[test]
fn nothing_waits_for_what_comes_cheaper_later() {
    let mut problem = one_channel();
    problem.pool = vec![2];
    problem.capacity = vec![2];
    assert_eq!(decide(&Auction, &problem).pairs.len(), 2);
    // Nor where the other target is not there at all.
    problem.demand[1] = 0;
    assert_eq!(decide(&Auction, &problem).pairs.len(), 1);
}

#[test]
fn nothing_waits_for_a_cheaper_weapon_while_another_is_idle() {
    let mut problem = Problem::new(2, 1);
    problem.resource = vec![0, 1];
    problem.pool = vec![1, 1];
    problem.cost = vec![30, INFEASIBLE];
    problem.worth = vec![1_000];
    problem.kill = vec![40_000, 0];
    problem.outlook.rounds = vec![1, 1];
    let later = Later { cost: vec![30, 5], kill: vec![40_000, 40_000], ..Later::new(10, 2, 1, 2) };
    problem.outlook.later = vec![later];
    assert_eq!(decide(&Auction, &problem).pairs, [Pair { target: 0, weapon: 0 }]);
}

#[test]
fn a_better_shot_later_is_waited_for() {
    let mut problem = one_channel();
    problem.demand[1] = 0;
    problem.outlook.later[0].kill[0] = 60_000;
    assert_eq!(decide(&Auction, &problem).pairs.len(), 0);
    problem.outlook.later[0].cost[0] = INFEASIBLE;
    assert_eq!(decide(&Auction, &problem).pairs.len(), 1);
}

#[test]
fn the_only_channel_is_kept_for_the_better_pair_to_come() {
    // The far target can be shot at now and ever after, the valuable one next time only; the channel comes back too late for it.
    let mut problem = one_channel();
    problem.cost = vec![9, INFEASIBLE];
    problem.kill = vec![40_000, 0];
    problem.worth = vec![100, 1_000];
    let at = |ahead, regained, cost: u32| Later {
        regained: vec![regained],
        cost: vec![9, cost],
        kill: vec![40_000, 40_000],
        delay: vec![2, 2],
        ahead,
    };
    problem.outlook.later = vec![at(10, 0, 5), at(20, 1, INFEASIBLE)];
    assert_eq!(decide(&Auction, &problem).pairs, []);
    assert_eq!(Auction.assign(&problem, &mut Memory::default()).pairs.len(), 1);
    // With nothing regained, one of the two is all there is: the cheaper in the plan.
    problem.outlook.later[1].regained = vec![0];
    assert_eq!(decide(&Auction, &problem).pairs, []);
    problem.outlook.rounds = vec![1];
    assert_eq!(decide(&Auction, &problem).pairs, []);
}
