//! Better solutions of large instances while the prices are what they are: rounding, then local search and parts solved anew in turn.
//!
//! Local search moves a shot of most targets at a time and is quick where much is to be gained; parts end where it cannot go on. They grow
//! as they gain less, up to the whole.

use super::generate::Master;
use super::incumbent::{Incumbent, rounded};
use super::neighbourhood::sweep;
use crate::assign::wta::vlsn::Search;
use crate::assign::wta::{Instance, meets};
use crate::exact::rng::{threefry2x32, unit_f64};

/// Targets of a part at first.
const FIRST_PART: usize = 60;
/// Rounds of local search between two sweeps of parts.
const ROUNDS: u32 = 24;
/// Runs of it, at most.
const MOST_RUNS: u32 = 8;
/// Share of the gap that a turn must close; else parts grow.
const ENOUGH: f64 = 0.01;

/// Improves the best solution, from what the ascent left in `master`, until a part would be the whole.
pub fn improve(instance: &Instance, master: &Master, best: &mut Incumbent, stop: &mut dyn FnMut() -> bool) {
    // What prices say is a start of its own, better after local search than it looks before.
    let mut shots = rounded(instance, &master.columns, &master.solution);
    shots.sort_unstable();
    let mut priced = Incumbent { value: instance.left(&shots), shots };
    polish(instance, &mut priced, master.bound, 0, stop);
    best.offer(instance, priced.shots);
    let mut size = FIRST_PART;
    for turn in 0.. {
        if size >= instance.n_targets() || meets(best.value, master.bound) || stop() {
            return;
        }
        let before = best.value;
        polish(instance, best, master.bound, turn + 1, stop);
        sweep(instance, master, best, size, turn, stop);
        if before - best.value < ENOUGH * (best.value - master.bound) {
            size += size / 2;
        }
    }
}

/// Runs of local search from the best shots, as long as they close enough of the gap.
fn polish(instance: &Instance, best: &mut Incumbent, bound: f64, turn: u32, stop: &mut dyn FnMut() -> bool) {
    for run in 0..MOST_RUNS {
        let before = best.value;
        let mut search = Search::new(instance, &best.shots, [turn, run]);
        // Halves at first; none suits all instances.
        let distortion = if run == 0 { 0.5 } else { unit_f64(threefry2x32([turn, run], [0, 0])) };
        search.run(ROUNDS, distortion, &mut *stop);
        best.offer(instance, search.shots());
        if before - best.value <= ENOUGH * (best.value - bound) {
            return;
        }
    }
}
