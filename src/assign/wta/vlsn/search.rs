//! The search: rounds of the [neighbourhood](super::matching) on values that are less and less distorted.
//!
//! By itself the neighbourhood soon ends where no choice of shots in play leads on. So each round sees the values of the
//! targets multiplied by random factors in [1 - a, 1], with a falling to 0 over a run (Charon and Hudry, The noising
//! method, Operations Research Letters 14:133-137, 1993): early rounds wander, late ones descend. The best plan that was met
//! is kept, and the next run starts from it.

use super::matching::Matching;
use super::plan::Plan;
use crate::assign::wta::instance::{Instance, Shots};
use crate::exact::rng::threefry2x32;

/// Greatest distortion of a value, at the beginning of a run. More wanders farther, and needs longer runs to come back.
const NOISE: f64 = 0.4;

/// Share of targets of which a shot is taken back in a round, in 65,536ths: 0.7. More gives a round more to choose from; but
/// how many shots a target has changes only by those that keep theirs and get one more.
const SHARE: u32 = 45_875;

/// A search that can be continued.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    plan: Plan<'a>,
    best: Plan<'a>,
    /// What the best plan leaves, summed as a round sums it.
    best_left: f64,
    matching: Matching,
    seed: [u32; 2],
    round: u32,
}

impl<'a> Search<'a> {
    /// Starts from shots that keep every limit ([`Instance::check`]). The same seed gives the same search.
    #[must_use]
    pub fn new(instance: &'a Instance, shots: &[(u32, u32)], seed: [u32; 2]) -> Self {
        let plan = Plan::new(instance, shots);
        let best_left = instance.left(shots);
        Self { best: plan.clone(), plan, best_left, matching: Matching::new(instance.n_types()), seed, round: 0 }
    }

    /// One run of that many rounds, unless `stop`, asked before each, says so. Returns how many there were.
    pub fn run(&mut self, rounds: u32, mut stop: impl FnMut() -> bool) -> u32 {
        self.plan.clone_from(&self.best);
        for round in 0..rounds {
            if stop() {
                return round;
            }
            // The last round sees the values as they are.
            self.step(NOISE * f64::from(rounds - 1 - round) / f64::from(rounds));
        }
        rounds
    }

    /// One round with values distorted by at most `noise`.
    fn step(&mut self, noise: f64) {
        self.round = self.round.wrapping_add(1);
        let draw = |target: u32| threefry2x32(self.seed, [self.round, target]);
        for target in 0..self.plan.instance.n_targets() as u32 {
            let n_shots = self.plan.n_shots(target);
            let [word, _] = draw(target);
            if n_shots > 0 && word >> 16 < SHARE {
                self.plan.take_back(target, ((u64::from(word & 0xffff) * n_shots as u64) >> 16) as usize);
            }
        }
        let stretch = |target: u32| 1.0 - noise * (f64::from(draw(target)[1]) / f64::from(u32::MAX));
        let left = self.matching.give(&mut self.plan, stretch);
        if left < self.best_left {
            self.best_left = left;
            self.best.clone_from(&self.plan);
        }
    }

    /// The best shots so far.
    #[must_use]
    pub fn shots(&self) -> Shots {
        self.best.shots()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring of targets: each is served at 0.5 by the weapon that would serve the next one at 0.8, and nobody else at all.
    fn ring(n: usize) -> (Instance, Shots) {
        let mut instance = Instance::new(vec![1.0; n], vec![1; n]);
        for weapon in 0..n {
            instance.survive[weapon * n + weapon] = 0.5;
            instance.survive[(weapon + 1) % n * n + weapon] = 0.2;
        }
        (instance, (0..n as u32).map(|i| (i, i)).collect())
    }

    /// What moving one shot, or swapping the targets of two, can leave at least.
    fn best_move_or_swap(instance: &Instance, shots: &Shots) -> f64 {
        let mut best = instance.left(shots);
        let mut others = shots.clone();
        for i in 0..shots.len() {
            for target in 0..instance.n_targets() as u32 {
                others[i].0 = target;
                best = best.min(instance.left(&others));
            }
            others[i].0 = shots[i].0;
            for j in 0..i {
                (others[i].0, others[j].0) = (shots[j].0, shots[i].0);
                best = best.min(instance.left(&others));
                (others[i].0, others[j].0) = (shots[i].0, shots[j].0);
            }
        }
        best
    }

    #[test]
    fn an_exchange_along_a_ring_is_found_where_no_move_and_no_swap_helps() {
        for n in 3..=8 {
            let (instance, shots) = ring(n);
            assert_eq!(best_move_or_swap(&instance, &shots), instance.left(&shots), "ring of {n}");
            let mut search = Search::new(&instance, &shots, [1, 2]);
            // All of eight targets are in play in 6 % of the rounds.
            search.run(128, || false);
            assert!((instance.left(&search.shots()) - 0.2 * n as f64).abs() < 1e-12, "ring of {n}");
        }
    }

    #[test]
    fn it_stops_when_told() {
        let (instance, shots) = ring(4);
        let mut search = Search::new(&instance, &shots, [1, 2]);
        let mut asked = 0;
        let stop = || {
            asked += 1;
            asked > 3
        };
        assert_eq!(search.run(128, stop), 3);
        assert_eq!(search.run(2, || false), 2);
    }
}
