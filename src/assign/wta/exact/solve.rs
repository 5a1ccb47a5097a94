//! Branch and price: the search that ties generation, enumeration and the tree together.
//!
//! Prices come first (`start`, `ascent`); where there are many rows, better solutions next (`improve`), as the linear program is slow there.
//! Then a part of the solutions (all of them at first) is bounded by column generation. What is found on the way is made whole: by
//! rounding, and by a search over the generated columns alone. Then every bundle whose reduced cost is at most the gap is listed
//! (Lu and Chen 2021): a solution that uses another one is no better than the best known. If the list is short, a tree
//! over it settles the part; else the part is split at the shots of one type at one target, which the pricing takes as limits
//! (Andersen, Pavlikov and Toffolo 2022; Bertsimas and Paskov 2025).

use std::collections::BinaryHeap;

use super::bound::{Branch, Pricer};
use super::columns::{Columns, n_resources, shot_prices};
use super::generate::{Master, generate};
use super::improve::improve;
use super::incumbent::{Incumbent, mean_shots, most_fractional, rounded, whole_shots};
use super::start::start;
use super::tree::{Decision, Open, Tree};
use crate::assign::wta::{Instance, meets, vlsn};

/// Steps of the search over generated columns alone.
const DIVE_STEPS: u64 = 200;
/// Steps that listing all bundles of a part may take.
const LIST_STEPS: u64 = 5_000_000;
/// Most bundles in a list.
const LIST_LENGTH: usize = 50_000;
/// Shares of the gap within which bundles are listed in turn. The short lists find better solutions, and so a smaller gap.
const LIST_SHARES: [f64; 4] = [0.03, 0.1, 0.3, 1.0];
/// Rounds of local search on the greedy shots.
const IMPROVING_ROUNDS: usize = 64;
/// Pairs looked at in those rounds, about.
const IMPROVING_PAIRS: usize = 1 << 22;
/// Rows of a linear program that is solved at once. Larger ones wait for what prices and parts can do.
const SMALL_PROGRAM: usize = 320;
/// Room for rounding above the ceiling of a list, as a share.
const SLACK: f64 = 1e-12;

/// What the search has come to.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The best solution.
    pub best: Incumbent,
    /// Proven bound on all solutions.
    pub bound: f64,
}

/// Searches until the best solution is proven or `stop` says so, which is asked once for each step: a pricing of all targets, a
/// node, some pivots (a hundred where rows are few), a round of local search. Local search at the beginning is no step; `over`, asked between its rounds, ends it.
pub fn search(instance: &Instance, over: &dyn Fn() -> bool, stop: &mut dyn FnMut() -> bool) -> Progress {
    search_listing(instance, LIST_LENGTH, over, stop)
}

/// The same with lists of at most that length; with none of 0, every part is split until it is whole.
fn search_listing(
    instance: &Instance,
    most_listed: usize,
    over: &dyn Fn() -> bool,
    stop: &mut dyn FnMut() -> bool,
) -> Progress {
    let mut best = Incumbent::greedy(instance);
    let mut shots = best.shots.clone();
    let rounds = IMPROVING_PAIRS / instance.survive.len().max(1);
    vlsn::improve_until(instance, &mut shots, rounds.clamp(1, IMPROVING_ROUNDS) as u32, [0, 0], over);
    best.offer(instance, shots);
    let large = instance.n_targets() + n_resources(instance) > SMALL_PROGRAM;
    let master = start(instance, &mut best, large, over, stop);
    if large {
        improve(instance, &master, &mut best, stop);
    }
    explore(instance, best, master, most_listed, stop)
}

/// The search from a known solution, prices and columns.
pub fn search_from(instance: &Instance, best: Incumbent, master: Master, stop: &mut dyn FnMut() -> bool) -> Progress {
    explore(instance, best, master, LIST_LENGTH, stop)
}

/// Parts of the solutions in order of their bounds, until none can be better than the best. `master` has the prices of the first.
fn explore(
    instance: &Instance,
    mut best: Incumbent,
    mut master: Master,
    most_listed: usize,
    stop: &mut dyn FnMut() -> bool,
) -> Progress {
    master.add(instance, &best);
    let root = Branch::root(instance);
    let mut open = BinaryHeap::from([Open { bound: master.bound.max(0.0), number: 0, decisions: Vec::new() }]);
    let (mut settled, mut number) = (f64::INFINITY, 0);
    while let Some(part) = open.pop() {
        if meets(best.value, part.bound) {
            settled = settled.min(part.bound);
            continue;
        }
        if stop() {
            settled = settled.min(part.bound);
            break;
        }
        if number > 0 {
            master.bound = f64::NEG_INFINITY;
        }
        let mut branch = root.clone();
        for d in &part.decisions {
            branch.restrict(d.target, d.weapon as usize, d.shots, d.at_least);
        }
        let (bound, split) = settle(instance, &branch, &mut master, &mut best, part.bound, most_listed, stop);
        let Some(decisions) = split else {
            settled = settled.min(bound);
            continue;
        };
        for d in decisions {
            number += 1;
            let decisions = part.decisions.iter().copied().chain([d]).collect();
            open.push(Open { bound, number, decisions });
        }
    }
    let bound = open.iter().map(|part| part.bound).fold(settled, f64::min).clamp(0.0, best.value);
    Progress { best, bound }
}

/// Bounds a part and settles it, or says where to split it.
fn settle(
    instance: &Instance,
    branch: &Branch,
    master: &mut Master,
    best: &mut Incumbent,
    known: f64,
    most_listed: usize,
    stop: &mut dyn FnMut() -> bool,
) -> (f64, Option<[Decision; 2]>) {
    generate(instance, branch, master, best.value, stop);
    let mut bound = known.max(master.bound);
    best.offer(instance, rounded(instance, &master.columns, &master.solution));
    let mean = mean_shots(&master.columns, &master.solution);
    if let Some(shots) = whole_shots(&mean) {
        best.offer(instance, shots);
    }
    if meets(best.value, bound) || stop() {
        return (bound, None);
    }
    bounded(DIVE_STEPS, stop, |stop| {
        Tree::new(instance, branch, &master.columns, best.value).search(best, bound, stop)
    });
    for share in LIST_SHARES {
        if meets(best.value, bound) || stop() {
            return (bound, None);
        }
        let ceiling = if share < 1.0 { master.bound + share * (best.value - master.bound) } else { best.value };
        let Some(list) = list(instance, branch, &master.prices, ceiling, most_listed) else { break };
        let mut tree = Tree::new(instance, branch, &list, best.value);
        let within = if share < 1.0 {
            bounded(DIVE_STEPS, stop, |stop| tree.search(best, bound, stop))
        } else {
            tree.search(best, bound, stop)
        };
        bound = bound.max(within.min(ceiling));
        if share == 1.0 {
            return (bound, None);
        }
    }
    let Some((target, weapon, below)) = most_fractional(&mean) else { return (bound, None) };
    let decision = |shots, at_least| Decision { target, weapon, shots, at_least };
    (bound, Some([decision(below, false), decision(below + 1, true)]))
}

/// A search that is stopped after so many steps.
fn bounded<R>(steps: u64, stop: &mut dyn FnMut() -> bool, search: impl FnOnce(&mut dyn FnMut() -> bool) -> R) -> R {
    let mut done = 0;
    search(&mut || {
        done += 1;
        done > steps || stop()
    })
}

/// All bundles that a solution better than `value` can use, judged at these prices; `None` if there are too many.
fn list(instance: &Instance, branch: &Branch, prices: &[f64], value: f64, most: usize) -> Option<Columns> {
    let mut pricer = Pricer::with_steps(LIST_STEPS);
    let priced = pricer.price(instance, branch, prices);
    let shot_prices = shot_prices(instance, prices);
    let (mut list, mut steps) = (Columns::default(), LIST_STEPS);
    for target in 0..instance.n_targets() {
        let ceiling = (priced.least[target] + (value - priced.bound)) * (1.0 + SLACK);
        for bundle in pricer.all(instance, branch, target, &shot_prices, ceiling, &mut steps)? {
            list.add(instance, target, &bundle);
        }
        if list.len() > most {
            return None;
        }
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assign::wta::fixture::{any_instance, optimum};
    use crate::exact::rng::{threefry2x32, unit_f64};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn splitting_alone_proves_the_optimum(instance in any_instance(4)) {
            let best = optimum(&instance);
            let found = search_listing(&instance, 0, &|| false, &mut || false);
            let rounding = 1e-12 * instance.value.iter().sum::<f64>();
            prop_assert!((found.best.value - best).abs() <= 1e-9 * best + rounding, "{:?} against {}", found, best);
            prop_assert!(found.bound <= best * (1.0 + 1e-14) && found.bound >= best * (1.0 - 1e-9) - rounding, "{:?}", found);
        }
    }

    /// Values 1 to 100 and chances to survive 0 to 1, as in the published instances.
    fn random_instance(n_targets: usize, n_types: usize, supply: u32, seed: u32) -> Instance {
        let draw = |table, index: usize| unit_f64(threefry2x32([seed, table], [index as u32, 0]));
        let value = (0..n_targets).map(|target| 1.0 + 99.0 * draw(0, target)).collect();
        let mut instance = Instance::new(value, vec![supply; n_types]);
        instance.survive.iter_mut().enumerate().for_each(|(at, survive)| *survive = draw(1, at));
        instance
    }

    #[test]
    fn lists_and_splits_agree_where_nobody_can_try_everything() {
        for seed in 0..6 {
            let instance = random_instance(12, 6, 3, seed);
            let listed = search(&instance, &|| false, &mut || false);
            let split = search_listing(&instance, 0, &|| false, &mut || false);
            assert!(
                meets(listed.best.value, listed.bound) && meets(split.best.value, split.bound),
                "{listed:?} {split:?}"
            );
            assert!((listed.best.value - split.best.value).abs() <= 1e-9 * split.best.value, "{listed:?} {split:?}");
        }
    }

    #[test]
    fn the_order_of_targets_and_types_does_not_matter() {
        for seed in 0..4 {
            let (n_targets, n_types) = (14, 8);
            let instance = random_instance(n_targets, n_types, 2, seed);
            let mut turned = Instance::new(instance.value.iter().rev().copied().collect(), vec![2; n_types]);
            turned.survive = instance.survive.iter().rev().copied().collect();
            let (found, again) =
                (search(&instance, &|| false, &mut || false), search(&turned, &|| false, &mut || false));
            assert!(meets(found.best.value, found.bound) && meets(again.best.value, again.bound));
            assert!((found.best.value - again.best.value).abs() <= 1e-9 * found.best.value);
            assert_eq!(search(&instance, &|| false, &mut || false).best.shots, found.best.shots);
        }
    }
}
