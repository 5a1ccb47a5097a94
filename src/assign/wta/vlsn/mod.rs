//! Very large-scale neighbourhood search for the weapon-target assignment problem.
//!
//! Ahuja, Kumar, Jha and Orlin (Exact and heuristic algorithms for the weapon-target assignment problem, Operations Research
//! 55(6):1136-1146, 2007) improve a solution by cyclic and path exchanges: one weapon of each of several targets moves on to the
//! next. Here a round decides on all exchanges at once and exactly, by a [transportation problem](matching), and
//! [distorted values](search) lead out of local optima.

mod matching;
mod plan;
mod search;
mod transport;

pub use search::Search;

use super::instance::{Instance, Shots};

/// Improves shots that keep every limit ([`Instance::check`]) by one run of that many rounds; what is left never grows.
///
/// A round takes time like one dense linear assignment of targets and weapon types, less what prices of the round before save.
/// The same seed gives the same shots.
pub fn improve(instance: &Instance, shots: &mut Shots, rounds: u32, seed: [u32; 2]) {
    let mut search = Search::new(instance, shots, seed);
    search.run(rounds, || false);
    let found = search.shots();
    // Rounding in another order of factors might let a plan look better that is not.
    if instance.left(&found) < instance.left(shots) {
        *shots = found;
    }
}
