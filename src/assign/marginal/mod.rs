//! Greedy by marginal return: one shot after another where it takes most off. One loop for raids and for static instances.
//!
//! A target's best weapon is the one of least rank that can still give a shot, however many shots the target has had; the shot of
//! greatest gain is given first (ties: lower target), and one that gains nothing is not given. As weapons run out and targets shrink,
//! the best gain of a target only falls. So its gain when last looked at is a bound, and only targets whose bound is greater than
//! what another surely gains are looked at again (after Minoux, Accelerated Greedy Algorithms for Maximizing Submodular Set
//! Functions, LNCIS 7, 1978). Each goes down its [`Ranking`] once at most: T W steps in all and one sort of each row, however
//! alike the targets are.
//!
//! Depends on sweeps over rows ([`rows`](super::linear::rows)), compiled for the vectors of the processor.

mod board;
mod ranking;

use self::board::Board;
pub use self::ranking::OUT;
use self::ranking::{Ranking, Scratch};
use crate::exact::Lanes;
use crate::exact::dispatch::{self, Level, Work};

/// What shots gain, and what is left to give them. Methods are to be `#[inline(always)]`, as all work over lanes.
pub trait Returns {
    /// What a shot gains; its default is nothing.
    type Gain: Copy + Default + PartialOrd;
    /// What a weapon does to a target.
    type Kill: Copy;

    /// Number of targets.
    fn n_targets(&self) -> usize;
    /// Number of weapons.
    fn n_weapons(&self) -> usize;
    /// The ranks of all weapons at a target, roughly: in no other order than [`Returns::rank`], but equal where that need not be, and
    /// below [`OUT`]; [`OUT`] where a shot cannot be.
    fn rough_ranks(&self, target: usize, ranks: &mut [i32]);
    /// The rank of a weapon at a target; less is better, and ties go to the lower weapon.
    fn rank(&self, target: usize, weapon: usize) -> u64;
    /// What a weapon does to a target.
    fn kill(&self, target: usize, weapon: usize) -> Self::Kill;
    /// What a shot gains now. Never rises, and is less for a weapon of greater rank, or the same.
    fn gain(&self, target: usize, kill: Self::Kill) -> Self::Gain;
    /// Whether a target may get a shot.
    fn wants(&self, target: usize) -> bool;
    /// Whether a weapon can give a shot.
    fn has(&self, weapon: usize) -> bool;
    /// Gives a shot.
    fn give(&mut self, target: usize, weapon: usize);
}

/// Gives all shots that gain something. Every level gives the same.
pub fn serve(level: Level, returns: &mut impl Returns) {
    dispatch::run(level, Serve { returns });
}

struct Serve<'a, R> {
    returns: &'a mut R,
}

impl<R: Returns> Work for Serve<'_, R> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let returns = self.returns;
        let mut scratch = Scratch::new(returns);
        let mut board = Board::new(returns.n_targets());
        let mut rankings: Vec<Ranking<R>> = Vec::with_capacity(returns.n_targets());
        for target in 0..returns.n_targets() {
            let mut ranking = if returns.wants(target) {
                Ranking::new::<L>(returns, target, &mut scratch)
            } else {
                Ranking::default()
            };
            board.set(target, ranking.look(returns, target, &mut scratch));
            rankings.push(ranking);
        }
        while let Some(target) = board.top(|target| rankings[target].look(returns, target, &mut scratch)) {
            let (weapon, kill) = rankings[target].best();
            returns.give(target, weapon);
            board.set(target, if returns.wants(target) { returns.gain(target, kill) } else { R::Gain::default() });
            if !returns.has(weapon) {
                board.doubt();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::greedy::hash;

    /// Weapons of one shot each; rough ranks tell few of them apart.
    struct Table {
        worth: Vec<u32>,
        kill: Vec<u32>,
        has: Vec<bool>,
        given: Vec<(usize, usize)>,
    }

    impl Returns for Table {
        type Gain = u32;
        type Kill = u32;

        #[inline(always)]
        fn n_targets(&self) -> usize {
            self.worth.len()
        }
        #[inline(always)]
        fn n_weapons(&self) -> usize {
            self.has.len()
        }
        #[inline(always)]
        fn rough_ranks(&self, target: usize, ranks: &mut [i32]) {
            let n = self.has.len();
            for (rank, &kill) in ranks.iter_mut().zip(&self.kill[target * n..]) {
                *rank = if kill == 0 { OUT } else { (1_000 - kill) as i32 / 16 };
            }
        }
        #[inline(always)]
        fn rank(&self, target: usize, weapon: usize) -> u64 {
            u64::from(1_000 - self.kill(target, weapon))
        }
        #[inline(always)]
        fn kill(&self, target: usize, weapon: usize) -> u32 {
            self.kill[target * self.has.len() + weapon]
        }
        #[inline(always)]
        fn gain(&self, target: usize, kill: u32) -> u32 {
            self.worth[target] * kill / 1_000
        }
        #[inline(always)]
        fn wants(&self, _target: usize) -> bool {
            true
        }
        #[inline(always)]
        fn has(&self, weapon: usize) -> bool {
            self.has[weapon]
        }
        #[inline(always)]
        fn give(&mut self, target: usize, weapon: usize) {
            self.worth[target] -= self.gain(target, self.kill(target, weapon));
            self.has[weapon] = false;
            self.given.push((target, weapon));
        }
    }

    /// The rule, looking at all pairs before each shot.
    fn plainly(mut table: Table) -> Vec<(usize, usize)> {
        loop {
            let best = |target| {
                let weapons = (0..table.has.len()).filter(|&weapon| table.has[weapon]);
                weapons.min_by_key(|&weapon| (table.rank(target, weapon), weapon))
            };
            let shot = |target| {
                let weapon = best(target)?;
                Some((table.gain(target, table.kill(target, weapon)), target, weapon))
            };
            let shots = (0..table.worth.len()).filter_map(shot);
            let most = shots.max_by_key(|&(gain, target, _)| (gain, std::cmp::Reverse(target)));
            let Some((1.., target, weapon)) = most else { return table.given };
            table.give(target, weapon);
        }
    }

    #[test]
    fn all_levels_give_the_shots_of_the_rule_in_its_order() {
        for (seed, n_weapons) in (0..).zip([0, 1, 31, 32, 33, 64, 100, 199, 230, 300, 301, 500]) {
            let n_targets = 70;
            let draw = |table, at: usize| hash([seed, table], at as u32, 0);
            let kill = |at: usize| match seed % 3 {
                0 => draw(0, at) % 1_000,
                1 => draw(0, at % n_weapons) % 1_000,
                _ => draw(0, at % n_weapons) % 4 * 300 + draw(1, at) % 2,
            };
            let table = || Table {
                worth: (0..n_targets).map(|target| draw(2, target) % 100_000).collect(),
                kill: (0..n_targets * n_weapons).map(kill).collect(),
                has: (0..n_weapons).map(|weapon| draw(3, weapon) % 8 > 0).collect(),
                given: Vec::new(),
            };
            let expected = plainly(table());
            for level in Level::ALL.into_iter().filter(|level| level.is_available()) {
                let mut table = table();
                serve(level, &mut table);
                assert_eq!(table.given, expected, "{level:?}, {n_weapons} weapons");
            }
        }
    }
}
