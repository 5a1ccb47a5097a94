//! Better solutions of large instances: a part of the targets at a time is solved anew, by the exact method itself.
//!
//! The shots at some targets are taken back, and what they had, with all that is unused, is given out anew among them: an instance of
//! its own, of a size that is proven within milliseconds. Targets that belong together are those that want each other's weapons: a
//! part grows from a target along the weapons in its cheapest bundles to the targets that hold them. (Large neighbourhood
//! search: Shaw, CP-98, LNCS 1520, 1998; here with prices to say what a target wants.)

use std::collections::VecDeque;

use super::columns::{Columns, cost_of, shot_prices};
use super::generate::Master;
use super::incumbent::Incumbent;
use super::solve::search_from;
use crate::assign::wta::{Instance, Shots, Stock};
use crate::exact::rng::threefry2x32;

/// Steps for one part.
const STEPS: u64 = 200;

/// One sweep: parts until every target that loses by its shots at the prices in `master` has been in one.
pub fn sweep(
    instance: &Instance,
    master: &Master,
    best: &mut Incumbent,
    size: usize,
    number: u32,
    stop: &mut dyn FnMut() -> bool,
) {
    let wants = Wants::new(instance, &master.columns);
    let mut seen = vec![false; instance.n_targets()];
    for seed in by_loss(instance, master, best) {
        if seen[seed as usize] || stop() {
            continue;
        }
        let part = wants.part(instance, best, seed, size, number);
        part.iter().for_each(|&target| seen[target as usize] = true);
        solve_part(instance, master, best, &part, stop);
    }
}

/// Targets by what their shots cost beyond the cheapest bundle's, most first.
fn by_loss(instance: &Instance, master: &Master, best: &Incumbent) -> Vec<u32> {
    let prices = shot_prices(instance, &master.prices);
    let mut least = vec![f64::INFINITY; instance.n_targets()];
    for column in 0..master.columns.len() {
        let target = master.columns.target(column);
        least[target] = least[target].min(cost_of(instance, target, master.columns.bundle(column), &prices));
    }
    let loss = |(target, bundle): (usize, &Vec<(u32, u32)>)| cost_of(instance, target, bundle, &prices) - least[target];
    let losses: Vec<f64> = best.bundles(instance).iter().enumerate().map(loss).collect();
    let mut order: Vec<u32> = (0..losses.len() as u32).collect();
    order.sort_by(|&a, &b| losses[b as usize].total_cmp(&losses[a as usize]).then(a.cmp(&b)));
    order
}

/// By target: the types in its cheapest bundles.
struct Wants(Vec<Vec<u32>>);

impl Wants {
    fn new(instance: &Instance, columns: &Columns) -> Self {
        let mut wants = vec![Vec::new(); instance.n_targets()];
        for column in 0..columns.len() {
            wants[columns.target(column)].extend(columns.bundle(column).iter().map(|shots| shots.0));
        }
        for types in &mut wants {
            types.sort_unstable();
            types.dedup();
        }
        Self(wants)
    }

    /// The targets that are reached first from `seed`, in ascending order.
    fn part(&self, instance: &Instance, best: &Incumbent, seed: u32, size: usize, number: u32) -> Vec<u32> {
        let mut holders = vec![Vec::new(); instance.n_types()];
        best.shots.iter().for_each(|&(target, weapon)| holders[weapon as usize].push(target));
        let mut reached = vec![false; instance.n_targets()];
        reached[seed as usize] = true;
        let mut part = vec![seed];
        let mut queue = VecDeque::from([seed]);
        while let Some(target) = queue.pop_front() {
            let mut wanted = self.0[target as usize].clone();
            wanted.sort_by_key(|&weapon| threefry2x32([number, seed], [target, weapon]));
            for holder in wanted.iter().flat_map(|&weapon| &holders[weapon as usize]) {
                if part.len() < size && !reached[*holder as usize] {
                    reached[*holder as usize] = true;
                    part.push(*holder);
                    queue.push_back(*holder);
                }
            }
        }
        part.sort_unstable();
        part
    }
}

/// Solves the part that these targets are, and takes over what is better.
fn solve_part(
    instance: &Instance,
    master: &Master,
    best: &mut Incumbent,
    part: &[u32],
    stop: &mut dyn FnMut() -> bool,
) {
    let (own, others): (Shots, Shots) = best.shots.iter().partition(|shot| part.binary_search(&shot.0).is_ok());
    let mut stock = Stock::new(instance);
    others.iter().for_each(|&(target, weapon)| stock.take(target, weapon));
    let types: Vec<u32> = (0..instance.n_types() as u32).filter(|&weapon| stock.free(weapon) > 0).collect();
    let small = restricted(instance, &stock, part, &types);

    let of_target = |target: u32| part.partition_point(|&t| t < target) as u32;
    let of_type = |weapon: u32| types.partition_point(|&t| t < weapon) as u32;
    let shots: Shots = own.iter().map(|&(target, weapon)| (of_target(target), of_type(weapon))).collect();
    let value = small.left(&shots);
    let pools = &master.prices[instance.n_types()..];
    let prices = types.iter().map(|&weapon| master.prices[weapon as usize]).chain(pools.iter().copied()).collect();
    let mut columns = Columns::default();
    for column in 0..master.columns.len() {
        let target = master.columns.target(column) as u32;
        let bundle = master.columns.bundle(column);
        if part.binary_search(&target).is_ok() && bundle.iter().all(|s| types.binary_search(&s.0).is_ok()) {
            let bundle: Vec<(u32, u32)> = bundle.iter().map(|&(weapon, shots)| (of_type(weapon), shots)).collect();
            columns.add(&small, of_target(target) as usize, &bundle);
        }
    }
    let mut steps = 0;
    let start = Master { columns, ..Master::new(&small, prices) };
    let found = search_from(&small, Incumbent { shots, value }, start, &mut || {
        steps += 1;
        steps > STEPS || stop()
    });
    if found.best.value < value {
        let found = found.best.shots.iter().map(|&(t, w)| (part[t as usize], types[w as usize]));
        best.offer(instance, others.into_iter().chain(found).collect());
    }
}

/// The instance of these targets and types, with what is left of each limit.
fn restricted(instance: &Instance, stock: &Stock, targets: &[u32], types: &[u32]) -> Instance {
    let by_target = |of: &[u32]| targets.iter().map(|&target| of[target as usize]).collect();
    let by_type = |of: &[u32]| types.iter().map(|&weapon| of[weapon as usize]).collect();
    let survive = targets.iter().flat_map(|&target| {
        let row = instance.row(target as usize);
        types.iter().map(|&weapon| row[weapon as usize])
    });
    Instance {
        value: targets.iter().map(|&target| instance.value[target as usize]).collect(),
        survive: survive.collect(),
        supply: by_type(&stock.supply),
        most_shots: by_target(&stock.room),
        resource: by_type(&instance.resource),
        pool: stock.pool.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assign::wta::fixture::{any_instance, optimum};

    fn swept(instance: &Instance, size: usize, prices: &[f64]) -> Incumbent {
        let mut best = Incumbent::greedy(instance);
        let n = instance.n_types() + instance.pool.len();
        let mut master = Master::new(instance, prices[..n].to_vec());
        master.add(instance, &best);
        for number in 0..3 {
            sweep(instance, &master, &mut best, size, number, &mut || false);
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn parts_keep_all_limits_and_never_lose(
            instance in any_instance(6), size in 1..4usize, prices in prop::collection::vec(0.0..20.0f64, 12),
        ) {
            let (greedy, found) = (Incumbent::greedy(&instance), swept(&instance, size, &prices));
            prop_assert_eq!(instance.check(&found.shots), Ok(()));
            prop_assert!(found.value <= greedy.value && found.value == instance.left(&found.shots));
        }

        /// All targets as one part are the problem itself.
        #[test]
        fn a_part_is_solved_to_its_optimum(instance in any_instance(4), prices in prop::collection::vec(0.0..20.0f64, 8)) {
            let mut best = Incumbent::greedy(&instance);
            let n = instance.n_types() + instance.pool.len();
            let master = Master::new(&instance, prices[..n].to_vec());
            let all: Vec<u32> = (0..instance.n_targets() as u32).collect();
            solve_part(&instance, &master, &mut best, &all, &mut || false);
            let (optimum, rounding) = (optimum(&instance), 1e-12 * instance.value.iter().sum::<f64>());
            prop_assert!((best.value - optimum).abs() <= 1e-9 * optimum + rounding, "{} against {}", best.value, optimum);
        }
    }
}
