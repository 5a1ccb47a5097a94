//! A target's weapons, best first, as far as they are needed.
//!
//! One sweep over the row finds the best few dozen. When these have run out, all that are left are put in order, once: a target that
//! gets so far mostly goes on to the end, and a sort of the row costs no more than a few searches for the next best.

use super::Returns;
use crate::assign::linear::rows::{FAR, Look, WIDTH};
use crate::exact::Lanes;

/// The rough rank of a weapon that cannot shoot at a target.
pub const OUT: i32 = FAR - 1;

/// Room to work in.
pub struct Scratch {
    /// Per weapon: [`FAR`] if it had run out at the start, else 0; filled up to whole blocks.
    closed: Vec<i32>,
    /// Per weapon: rough ranks at the target looked at.
    ranks: Vec<i32>,
    /// Weapons found, see [`entry`].
    found: Vec<u64>,
    spare: Vec<u64>,
}

impl Scratch {
    pub fn new<R: Returns>(returns: &R) -> Self {
        let n_weapons = returns.n_weapons();
        let mut closed = vec![FAR; n_weapons.next_multiple_of(WIDTH)];
        (0..n_weapons).filter(|&weapon| returns.has(weapon)).for_each(|weapon| closed[weapon] = 0);
        Self { closed, ranks: vec![0; n_weapons], found: Vec::new(), spare: Vec::new() }
    }
}

/// The order of a target's weapons. Of a target that wants no shot it is empty.
pub struct Ranking<R: Returns> {
    /// The best of those that had not run out when they were put in order.
    order: Vec<(u32, R::Kill)>,
    /// The first of them that had not run out when last looked at.
    at: usize,
    /// Whether no others are left.
    whole: bool,
}

impl<R: Returns> Default for Ranking<R> {
    fn default() -> Self {
        Self { order: Vec::new(), at: 0, whole: true }
    }
}

impl<R: Returns> Ranking<R> {
    /// The best, by one sweep over the row.
    #[inline(always)]
    pub fn new<L: Lanes>(returns: &R, target: usize, scratch: &mut Scratch) -> Self {
        returns.rough_ranks(target, &mut scratch.ranks);
        let look = Look::<L>::new(&scratch.ranks, &scratch.closed);
        scratch.found.clear();
        let found = &mut scratch.found;
        // All better than the bound are among those told.
        look.each(look.bound.min(OUT) - 1, |rank, weapon| found.push(entry(rank, weapon)));
        Self { order: ordered(returns, target, found, &mut scratch.spare), at: 0, whole: look.bound >= OUT }
    }

    /// The best weapon when last looked at.
    #[inline(always)]
    pub fn best(&self) -> (usize, R::Kill) {
        let (weapon, kill) = self.order[self.at];
        (weapon as usize, kill)
    }

    /// Looks for the best weapon that has not run out, and tells what it gains.
    #[inline(always)]
    pub fn look(&mut self, returns: &R, target: usize, scratch: &mut Scratch) -> R::Gain {
        loop {
            while let Some(&(weapon, kill)) = self.order.get(self.at) {
                if returns.has(weapon as usize) {
                    return returns.gain(target, kill);
                }
                self.at += 1;
            }
            if self.whole {
                return R::Gain::default();
            }
            *self = Self::of_all(returns, target, scratch);
        }
    }

    /// All that are left. Called rarely and from several places: kept out of line.
    #[inline(never)]
    fn of_all(returns: &R, target: usize, scratch: &mut Scratch) -> Self {
        returns.rough_ranks(target, &mut scratch.ranks);
        scratch.found.clear();
        for (weapon, &rank) in scratch.ranks.iter().enumerate() {
            if rank < OUT && returns.has(weapon) {
                scratch.found.push(entry(rank, weapon as u32));
            }
        }
        Self { order: ordered(returns, target, &mut scratch.found, &mut scratch.spare), at: 0, whole: true }
    }
}

/// Rough rank in the upper half, weapon in the lower.
#[inline(always)]
fn entry(rank: i32, weapon: u32) -> u64 {
    u64::from(rank as u32) << 32 | u64::from(weapon)
}

/// Weapons in order of (rank, weapon), out of (rough rank, weapon) in any order.
#[inline(always)]
fn ordered<R: Returns>(returns: &R, target: usize, found: &mut Vec<u64>, spare: &mut Vec<u64>) -> Vec<(u32, R::Kill)> {
    let alike = if found.len() < MANY {
        found.sort_unstable();
        32
    } else {
        sort_roughly(found, spare)
    };
    for ties in found.chunk_by_mut(|a, b| *a >> alike == *b >> alike) {
        if ties.len() > 1 {
            ties.sort_unstable_by_key(|&entry| (returns.rank(target, entry as u32 as usize), entry as u32));
        }
    }
    found.iter().map(|&entry| entry as u32).map(|weapon| (weapon, returns.kill(target, weapon as usize))).collect()
}

/// From so many numbers on [`sort_roughly`] is quicker.
const MANY: usize = 200;

/// Bits of a rough rank that it looks at in each of two passes.
const DIGIT: u32 = 10;

/// Puts (rough rank, weapon) in order of the first bits in which ranks differ, as many as two digits hold. Returns how many bits it
/// did not look at.
#[inline(always)]
fn sort_roughly(found: &mut Vec<u64>, spare: &mut Vec<u64>) -> u32 {
    let differ = found.iter().fold(0, |differ, &entry| differ | (entry ^ found[0]));
    let alike = (64 - differ.leading_zeros()).max(32 + 2 * DIGIT) - 2 * DIGIT;
    spare.resize(found.len(), 0);
    let digit = |entry: u64, pass: u32| (entry >> (alike + DIGIT * pass)) as usize % (1 << DIGIT);
    let mut places = [[0u32; 1 << DIGIT]; 2];
    for &entry in found.iter() {
        for pass in 0..2 {
            places[pass as usize][digit(entry, pass)] += 1;
        }
    }
    for (pass, places) in (0..).zip(&mut places) {
        let mut before = 0;
        for place in places.iter_mut() {
            before += std::mem::replace(place, before);
        }
        for &entry in found.iter() {
            let place = &mut places[digit(entry, pass)];
            spare[*place as usize] = entry;
            *place += 1;
        }
        std::mem::swap(found, spare);
    }
    alike
}
