//! Against the sequential greedy method written out, against everything tried out, and on networks that are too slow or cut.

use proptest::prelude::*;

use super::*;
use crate::assign::fixture::any_problem;
use crate::assign::oracle::{most_saved, saved};
use crate::assign::problem::{INFEASIBLE, NO_POOL};

/// Any problem with worths and chances, and a network over its pools: a tree, some links more, and a weapon without pool at
/// whichever agent.
fn any_networked(n: usize) -> impl Strategy<Value = Problem> {
    any_problem(n).prop_flat_map(|problem| {
        let (n_pairs, n_targets) = (problem.cost.len(), problem.n_targets);
        let n_agents = problem.pool.len().max(1) + 2;
        (
            Just(problem),
            prop::collection::vec(1..60_000u32, n_targets),
            prop::collection::vec(prop_oneof![1 => Just(0), 6 => 1..65_536u32, 2 => Just(40_000)], n_pairs),
            prop::collection::vec(0..4u32, n_pairs),
            prop::collection::vec(any::<prop::sample::Index>(), n_agents),
            prop::collection::vec((0..n_agents as u32, 0..n_agents as u32), 0..4),
        )
            .prop_map(move |(mut problem, worth, kill, delay, parents, more)| {
                problem.worth = worth;
                (problem.kill, problem.delay) = (kill, delay);
                let pool = |&pool: &u32| if pool == NO_POOL { n_agents as u32 - 1 } else { pool };
                let agent = problem.resource.iter().map(pool).collect();
                let tree = (1..n_agents as u32).map(|a| (parents[a as usize].index(a as usize) as u32, a));
                let more = more.into_iter().filter(|(a, b)| a < b);
                let mut links: Vec<(u32, u32)> = tree.chain(more).collect();
                links.sort_unstable();
                links.dedup();
                problem.network = Some(Network { n_agents, agent, links, ..Network::default() });
                problem
            })
    })
}

/// The sequential greedy method: the shot of most gain of all agents, again and again.
fn sequential_greedy(problem: &Problem) -> Answer {
    let agent = |weapon: usize| problem.network.as_ref().map_or(0, |network| network.agent[weapon]);
    let (mut capacity, mut pool, mut demand) = (problem.capacity.clone(), problem.pool.clone(), problem.demand.clone());
    let mut survives = vec![1u64 << 30; problem.n_targets];
    let mut pairs = Vec::new();
    loop {
        let mut best = None;
        for target in (0..problem.n_targets).filter(|&t| demand[t] > 0) {
            for (weapon, &rounds) in capacity.iter().enumerate() {
                let kill = u64::from(problem.kill[target * problem.n_weapons + weapon]);
                let gain = u64::from(problem.worth[target]) * survives[target] * kill;
                let soon = std::cmp::Reverse(problem.delay[target * problem.n_weapons + weapon]);
                let has = rounds > 0 && problem.pool_of(weapon).is_none_or(|p| pool[p] > 0);
                if has && gain > 0 && problem.cost(target, weapon) != INFEASIBLE {
                    best = best.max(Some((gain, soon, std::cmp::Reverse((agent(weapon), target, weapon)))));
                }
            }
        }
        let Some((_, _, std::cmp::Reverse((_, target, weapon)))) = best else { return Answer::from_pairs(pairs) };
        capacity[weapon] -= 1;
        problem.pool_of(weapon).inspect(|&p| pool[p] -= 1);
        demand[target] -= 1;
        survives[target] =
            (survives[target] * u64::from(65_536 - problem.kill[target * problem.n_weapons + weapon])) >> 16;
        pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
    }
}

fn decide(problem: &Problem) -> Answer {
    let answer = super::decide(problem, &mut Memory::default());
    assert_eq!(problem.shape(), Ok(()));
    assert_eq!(answer.check(problem), Ok(()));
    answer
}

/// Found at random: the second shot at target 2 was claimed by another agent first, which found something better later on, and the
/// round of weapon 1 had gone to the lesser target 1 by then.
#[test]
fn a_round_goes_to_the_better_lot_that_becomes_free() {
    let mut problem = Problem::new(7, 5);
    problem.capacity = vec![2, 1, 2, 1, 1, 0, 2];
    problem.resource = vec![NO_POOL, 1, NO_POOL, NO_POOL, 0, 1, 2];
    problem.pool = vec![3, 3, 0];
    problem.demand = vec![0, 2, 2, 2, 2];
    problem.worth = vec![1, 2_849, 9_479, 22_057, 2_557];
    let kills = [(1, 0, 47_447), (1, 1, 1), (2, 1, 1), (2, 2, 40_000), (2, 4, 45_279)];
    let more = [(3, 0, 58_693), (3, 2, 50_887), (3, 4, 19_459), (4, 2, 45_834)];
    for (target, weapon, kill) in kills.into_iter().chain(more) {
        problem.kill[target * 7 + weapon] = kill;
        problem.set_cost(target, weapon, 1);
    }
    let agent = vec![4, 1, 4, 4, 0, 1, 2];
    let links = vec![(0, 1), (0, 2), (0, 3), (1, 4)];
    problem.network =
        Some(Network { n_agents: 5, agent, identity: Vec::new(), links, rounds: None, latency_epochs: 0 });
    assert_eq!(decide(&problem), sequential_greedy(&problem));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn linked_agents_end_with_the_sequential_greedy_shots(problem in any_networked(7)) {
        let answer = decide(&problem);
        prop_assert_eq!(&answer, &sequential_greedy(&problem));
        // No conflict: the limits of one mind are kept.
        prop_assert_eq!(answer.check(&Problem { network: None, ..problem }), Ok(()));
    }

    #[test]
    fn islands_decide_each_for_itself(problem in any_networked(6), cut in 1..4u32) {
        let mut cut_up = problem.clone();
        let network = cut_up.network.as_mut().unwrap();
        network.links.clear();
        let by_island = |pair: &Pair| network.agent[pair.weapon as usize];
        let mut expected = Vec::new();
        for island in 0..network.n_agents as u32 {
            let mut alone = problem.clone();
            for (weapon, capacity) in alone.capacity.iter_mut().enumerate() {
                *capacity *= u32::from(network.agent[weapon] == island);
            }
            expected.extend(sequential_greedy(&alone).pairs);
        }
        prop_assert!(expected.iter().map(by_island).is_sorted());
        prop_assert_eq!(decide(&cut_up), Answer::from_pairs(expected));
        // With links but no time the same; with few rounds something that keeps the limits.
        let mut hurried = problem;
        for rounds in [0, cut] {
            hurried.network.as_mut().unwrap().rounds = Some(rounds);
            let answer = decide(&hurried);
            prop_assert!(rounds > 0 || answer == decide(&cut_up));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn at_least_half_of_what_can_be_saved_is(mut problem in any_networked(3)) {
        // Small enough to try everything.
        problem.capacity.iter_mut().for_each(|n| *n = (*n).min(2));
        let (most, _) = most_saved(&Problem { network: None, ..problem.clone() });
        let saved = saved(&problem, &decide(&problem).pairs);
        prop_assert!(2.0 * saved >= most - 0.01, "{saved} of {most}");
    }

    #[test]
    fn renaming_targets_and_agents_changes_nothing_but_names(problem in any_networked(6)) {
        // Ties go by index, so worths and chances are made all different first.
        let mut problem = problem;
        for (at, kill) in problem.kill.iter_mut().enumerate() {
            *kill = 1_000 + 911 * at as u32;
        }
        let turned = turn(&problem);
        let (here, there) = (saved(&problem, &decide(&problem).pairs), saved(&turned, &decide(&turned).pairs));
        prop_assert!((here - there).abs() < 0.01, "{here} and {there}");
    }

    #[test]
    fn late_messages_leave_nothing_undone(mut problem in any_networked(5), latency in 1..4u32) {
        problem.network.as_mut().unwrap().latency_epochs = latency;
        let memory = &mut Memory::default();
        for epoch in 0..200 {
            problem.epoch = epoch;
            let repeated = &mut memory.clone();
            let answer = super::decide(&problem, memory);
            prop_assert_eq!(answer.check(&problem), Ok(()));
            prop_assert_eq!(&answer, &super::decide(&problem, repeated));
            prop_assert_eq!(&*repeated, &*memory);
            carry_out(&mut problem, &answer);
        }
        prop_assert_eq!(sequential_greedy(&problem), Answer::default());
    }
}

/// Takes given shots out of a problem.
fn carry_out(problem: &mut Problem, answer: &Answer) {
    for pair in &answer.pairs {
        problem.capacity[pair.weapon as usize] -= 1;
        problem.pool_of(pair.weapon as usize).inspect(|&pool| problem.pool[pool] -= 1);
        let demand = &mut problem.demand[pair.target as usize];
        *demand = demand.saturating_sub(1);
    }
}

/// Targets and weapons in reverse order, agents too.
fn turn(problem: &Problem) -> Problem {
    let mut turned = problem.clone();
    for table in [&mut turned.worth, &mut turned.demand, &mut turned.label, &mut turned.priority] {
        table.reverse();
    }
    for table in [&mut turned.capacity, &mut turned.resource, &mut turned.cost, &mut turned.kill] {
        table.reverse();
    }
    let network = turned.network.as_mut().unwrap();
    network.agent.reverse();
    let last = network.n_agents as u32 - 1;
    network.agent.iter_mut().for_each(|agent| *agent = last - *agent);
    network.links.iter_mut().for_each(|(a, b)| (*a, *b) = (last - *b, last - *a));
    network.links.sort_unstable();
    turned
}

/// A line of agents with one round each, and targets that all of them reach.
fn line(n_agents: usize, n_targets: usize) -> Problem {
    let mut problem = Problem::new(n_agents, n_targets);
    problem.cost.fill(1);
    problem.worth.fill(1_000);
    for (at, kill) in problem.kill.iter_mut().enumerate() {
        *kill = 10_000 + 500 * (at % n_agents) as u32;
    }
    let links = (1..n_agents as u32).map(|a| (a - 1, a)).collect();
    let agent = (0..n_agents as u32).collect();
    problem.network = Some(Network { n_agents, agent, links, ..Network::default() });
    problem
}

#[test]
fn with_too_few_rounds_sites_shoot_at_the_same_target() {
    let mut problem = line(4, 1);
    assert_eq!(decide(&problem).pairs, [Pair { target: 0, weapon: 3 }]);
    problem.network.as_mut().unwrap().rounds = Some(0);
    assert_eq!(decide(&problem).pairs.len(), 4);
    // After one round everybody but the last has heard of a higher bid next door.
    problem.network.as_mut().unwrap().rounds = Some(1);
    assert_eq!(decide(&problem).pairs, [Pair { target: 0, weapon: 3 }]);
    // The best bid at one end: news of it takes three rounds to the other.
    problem.kill = vec![20_000, 5_000, 6_000, 10_000];
    for (rounds, shots) in [(1, 2), (2, 2), (3, 1)] {
        problem.network.as_mut().unwrap().rounds = Some(rounds);
        let answer = decide(&problem);
        assert_eq!(answer.pairs.len(), shots, "{rounds} rounds: {answer:?}");
    }
}

#[test]
fn late_messages_delay_the_shots_and_live_in_memory() {
    let mut problem = line(2, 1);
    let network = problem.network.as_mut().unwrap();
    (network.latency_epochs, network.rounds) = (3, Some(1));
    let memory = &mut Memory::default();
    let mut told = Vec::new();
    for epoch in 0..8 {
        problem.epoch = epoch;
        let answer = super::decide(&problem, memory);
        assert!(!memory.words.is_empty());
        told.push(answer.pairs.iter().map(|pair| pair.weapon).collect::<Vec<_>>());
        carry_out(&mut problem, &answer);
    }
    // Both claim at once; three epochs later both have heard, the lower bid gives way and the higher is given.
    let expected: [&[u32]; 8] = [&[], &[], &[], &[1], &[], &[], &[], &[]];
    assert_eq!(told, expected);
}

#[test]
fn memory_that_fits_nothing_is_as_good_as_none() {
    let mut problem = line(3, 2);
    problem.network.as_mut().unwrap().latency_epochs = 2;
    let fresh = &mut Memory::default();
    super::decide(&problem, fresh);
    for words in [vec![7], vec![3, 2, 0], vec![3; 40], vec![u32::MAX; 90]] {
        let memory = &mut Memory { words };
        super::decide(&problem, memory);
        assert_eq!(memory, fresh);
    }
}

/// One site, a site's rounds and two interceptors in flight, of which the first ends between two decisions.
#[test]
fn a_held_shot_stays_with_its_interceptor_whatever_its_index() {
    let mut problem = line(3, 1);
    let network = problem.network.as_mut().unwrap();
    (network.n_agents, network.agent) = (1, vec![0; 3]);
    network.links.clear();
    (network.latency_epochs, network.rounds) = (1, Some(2));
    network.identity = vec![0, 10, 11];
    problem.kill = vec![1_000, 2_000, 30_000];
    let memory = &mut Memory::default();
    assert_eq!(super::decide(&problem, memory).pairs, []);
    // The interceptor that holds the shot moves up to the first slot; in its place is one that could shoot too.
    problem.network.as_mut().unwrap().identity = vec![0, 11, 12];
    problem.kill = vec![1_000, 30_000, 2_000];
    let moved = &mut memory.clone();
    problem.epoch = 2;
    assert_eq!(super::decide(&problem, moved).pairs, [Pair { target: 0, weapon: 1 }]);
    // It is gone: nobody inherits its shot or the time it was held for, and the target is claimed anew.
    problem.network.as_mut().unwrap().identity = vec![0, 12, 13];
    assert_eq!(super::decide(&problem, memory).pairs, []);
    problem.epoch = 4;
    assert_eq!(super::decide(&problem, memory).pairs, [Pair { target: 0, weapon: 1 }]);
}
