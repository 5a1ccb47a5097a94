//! The search: rounds of the [neighbourhood](super::matching) on values that are less and less distorted.
//!
//! By itself the neighbourhood soon ends where no choice of shots in play leads on. So each round sees the values of the
//! targets multiplied by random factors in [1 - a, 1], with the distortion a falling to 0 over a run (Charon and Hudry, The
//! noising method, Operations Research Letters 14:133-137, 1993): early rounds wander, late ones descend. The best plan that
//! was met is kept, and the next run starts from it.

use super::matching::Matching;
use super::plan::Plan;
use crate::assign::wta::instance::{Instance, Shots};
use crate::exact::rng::threefry2x32;

/// Share of targets of which a shot is taken back in a round, in 65,536ths: 0.8. More gives a round more to choose from; but
/// how many shots a target has changes only by those that keep theirs and get one more.
const SHARE: u32 = 52_429;

/// A search that can be continued.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    plan: Plan<'a>,
    best: Plan<'a>,
    /// What the best plan leaves, summed as a round sums it.
    best_left: f64,
    matching: Matching,
    seed: [u32; 2],
    n_rounds: u32,
}

impl<'a> Search<'a> {
    /// Starts from shots that keep every limit ([`Instance::check`]). The same seed gives the same search.
    #[must_use]
    pub fn new(instance: &'a Instance, shots: &[(u32, u32)], seed: [u32; 2]) -> Self {
        let plan = Plan::new(instance, shots);
        let best_left = instance.left(shots);
        Self { best: plan.clone(), plan, best_left, matching: Matching::new(instance.n_types()), seed, n_rounds: 0 }
    }

    /// Builds shots from none, layer by layer: one for each target as is best, then one more, as long as something is gained.
    /// Kept if they are the best so far. Ends early if `stop`, asked after each layer, says so.
    ///
    /// One layer alone is the optimum of all plans with at most one shot at a target.
    pub fn build(&mut self, stop: impl Fn() -> bool) {
        self.plan = Plan::new(self.plan.instance, &[]);
        let mut before = f64::INFINITY;
        loop {
            let left = self.matching.give(&mut self.plan, |_| 1.0);
            if left >= before {
                return;
            }
            self.keep_if_best(left);
            if stop() {
                return;
            }
            before = left;
        }
    }

    /// One run of that many rounds, from the best shots so far, with that distortion of values at its beginning (0 to 1: more
    /// wanders farther, and takes longer to come back). It ends early if `stop`, asked before each round, says so. Returns how
    /// many rounds there were.
    pub fn run(&mut self, rounds: u32, distortion: f64, mut stop: impl FnMut() -> bool) -> u32 {
        self.plan.clone_from(&self.best);
        for round in 0..rounds {
            if stop() {
                return round;
            }
            // The last round sees the values as they are.
            self.round(distortion * f64::from(rounds - 1 - round) / f64::from(rounds));
        }
        rounds
    }

    fn round(&mut self, distortion: f64) {
        self.n_rounds = self.n_rounds.wrapping_add(1);
        let draw = |target: u32| threefry2x32(self.seed, [self.n_rounds, target]);
        for target in 0..self.plan.instance.n_targets() as u32 {
            let n_shots = self.plan.n_shots(target);
            let [word, _] = draw(target);
            if n_shots > 0 && word >> 16 < SHARE {
                self.plan.take_back(target, ((u64::from(word & 0xffff) * n_shots as u64) >> 16) as usize);
            }
        }
        let stretch = |target: u32| 1.0 - distortion * (f64::from(draw(target)[1]) / f64::from(u32::MAX));
        let left = self.matching.give(&mut self.plan, stretch);
        self.keep_if_best(left);
    }

    fn keep_if_best(&mut self, left: f64) {
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
            // All of eight targets are in play in 17 % of the rounds.
            search.run(128, 0.0, || false);
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
        assert_eq!(search.run(128, 0.0, stop), 3);
        assert_eq!(search.run(2, 0.0, || false), 2);
    }
}
