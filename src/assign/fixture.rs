//! Problems for tests.

use proptest::prelude::*;

use super::greedy::hash;
use super::problem::{INFEASIBLE, NO_POOL, Problem};

/// Any problem of at most `n` weapons, `n` targets and 3 pools: small capacities, many ties, a third of pairs infeasible.
pub fn any_problem(n: usize) -> impl Strategy<Value = Problem> {
    (0..=n, 0..=n, 1..=3usize).prop_flat_map(|(weapons, targets, pools)| {
        let resource = prop_oneof![1 => Just(NO_POOL), 2 => 0..pools as u32];
        let cost = prop_oneof![1 => Just(INFEASIBLE), 2 => 0..12u32];
        (
            prop::collection::vec(0..4u32, weapons),
            prop::collection::vec(resource, weapons),
            prop::collection::vec(0..4u32, pools),
            prop::collection::vec(0..3u32, targets),
            prop::collection::vec(0..5u32, targets),
            prop::collection::vec(cost, weapons * targets),
            prop::collection::vec(prop_oneof![0..4u32, 60_000..65_536u32], targets),
            prop::collection::vec(prop_oneof![Just(0), Just(20_000), Just(40_000), 0..65_536u32], weapons * targets),
            any::<[u32; 2]>(),
        )
            .prop_map(move |(capacity, resource, pool, demand, priority, cost, worth, kill, draw_key)| {
                Problem {
                    capacity,
                    resource,
                    pool,
                    demand,
                    priority,
                    kill: kill
                        .into_iter()
                        .zip(&cost)
                        .map(|(kill, &cost)| if cost == INFEASIBLE { 0 } else { kill })
                        .collect(),
                    cost,
                    worth,
                    draw_key,
                    ..Problem::new(weapons, targets)
                }
            })
    })
}

/// A problem with one round per weapon and one shot per target, costs uniform below `costs`, and that share of pairs infeasible.
pub fn random_problem(weapons: usize, targets: usize, costs: u32, infeasible: f64, seed: u32) -> Problem {
    let mut problem = Problem::new(weapons, targets);
    let bound = (infeasible * f64::from(u32::MAX)) as u32;
    for (i, cost) in problem.cost.iter_mut().enumerate() {
        if hash([seed, 1], i as u32, 0) >= bound {
            *cost = hash([seed, 2], i as u32, 0) % costs;
        }
    }
    problem
}
