//! The search: rounds of the [neighbourhood](super::matching) on values that are less and less distorted.
//!
//! By itself the neighbourhood soon ends where no choice of shots in play leads on. So each round sees the values of the
//! targets multiplied by random factors in [1 - a, 1 + a], with a falling to 0 over a run (Charon and Hudry, The noising
//! method, Operations Research Letters 14, 1993): early rounds wander, late ones descend. The best plan that was met is
//! kept, and the next run starts from it.

use super::matching::Matching;
use super::plan::Plan;
use crate::assign::wta::instance::{Instance, Shots};
use crate::exact::rng::threefry2x32;

/// Greatest relative distortion of a value, at the beginning of a run. More wanders farther, and needs longer runs to come back.
const NOISE: f64 = 0.25;
/// Share of targets whose shot is taken back in a round, of 65,536. Those that are not may get one more, so that shots move
/// between targets with many and with few; more gives each round more to choose from.
const SHARE: u32 = 45_875; // 0.7

/// A search that can be continued.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    plan: Plan<'a>,
    best: Plan<'a>,
    best_left: f64,
    matching: Matching,
    seed: [u32; 2],
    round: u32,
}

impl<'a> Search<'a> {
    /// Starts from shots that keep every limit. The same seed gives the same search.
    pub fn new(instance: &'a Instance, shots: &[(u32, u32)], seed: [u32; 2]) -> Self {
        let plan = Plan::new(instance, shots);
        Self {
            best: plan.clone(),
            plan,
            best_left: instance.left(shots),
            matching: Matching::new(instance.n_types()),
            seed,
            round: 0,
        }
    }

    /// One run of that many rounds, unless `stop` says so before one of them.
    pub fn run(&mut self, rounds: u32, mut stop: impl FnMut() -> bool) {
        self.plan.clone_from(&self.best);
        for round in 0..rounds {
            if stop() {
                return;
            }
            // The last round sees the values as they are.
            self.step(NOISE * f64::from(rounds - 1 - round) / f64::from(rounds));
        }
    }

    /// One round with that distortion.
    fn step(&mut self, noise: f64) {
        self.round = self.round.wrapping_add(1);
        let draw = |target: usize| threefry2x32(self.seed, [self.round, target as u32]);
        for target in 0..self.plan.instance().n_targets() {
            let n_shots = self.plan.n_shots(target) as u64;
            let word = draw(target)[0];
            if n_shots > 0 && word >> 16 < SHARE {
                self.plan.take(target, ((u64::from(word & 0xffff) * n_shots) >> 16) as usize);
            }
        }
        let stretch = |target: usize| 1.0 + noise * (f64::from(draw(target)[1]) / f64::from(1u32 << 31) - 1.0);
        let left = self.matching.give(&mut self.plan, stretch);
        if left < self.best_left {
            self.best_left = left;
            self.best.clone_from(&self.plan);
        }
    }

    /// The best shots so far.
    pub fn shots(&self) -> Shots {
        self.best.shots()
    }
}
