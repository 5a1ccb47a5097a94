//! Sweeps over rows of a dense cost matrix, as many columns side by side as the processor has lanes.
//!
//! Written over [`Lanes`], so that the running minima of a sweep stay in registers; the caller enters by
//! [`dispatch`](crate::exact::dispatch), which chooses the width. There are integers only, and ties go to the lower column, so
//! every width gives the same result.
//!
//! Costs are given as the bits of an `i32`, prices less what the costs are too large by: sums wrap to what they should be.

use crate::exact::{Int, Lanes, MAX_LANES, Mask, select};

/// Prices are filled up to a multiple of this with [`FAR`], so that every sweep ends with a whole vector.
pub const WIDTH: usize = MAX_LANES;

/// More than any sum of cost and price, and than any distance.
pub const FAR: i32 = 1 << 30;

/// A number for each of the columns side by side. A column's class is its lane, its block how many vectors come before.
type Words<L> = <L as Lanes>::Int;

/// A row and the prices of its columns, vector by vector; the last one is filled up with zeros.
struct Row<'a> {
    costs: &'a [i32],
    price: &'a [i32],
    /// Costs of the last, broken vector.
    rest: [i32; WIDTH],
}

impl<'a> Row<'a> {
    #[inline(always)]
    fn new<L: Lanes>(costs: &'a [i32], price: &'a [i32]) -> Self {
        let tail = costs.chunks_exact(L::LANES).remainder();
        let mut rest = [0; WIDTH];
        rest[..tail.len()].copy_from_slice(tail);
        Self { costs, price, rest }
    }

    /// First columns of the vectors.
    #[inline(always)]
    fn firsts<L: Lanes>(&self) -> impl Iterator<Item = usize> + use<L> {
        (0..self.costs.len()).step_by(L::LANES)
    }

    /// Sums of cost and price in the vector that begins at `first`.
    #[inline(always)]
    fn sums<L: Lanes>(&self, first: usize) -> Words<L> {
        let is_whole = first + L::LANES <= self.costs.len();
        let costs = if is_whole { &self.costs[first..] } else { &self.rest };
        Words::<L>::read(costs).wrapping_add(Words::<L>::read(&self.price[first..]))
    }
}

/// The number of each lane.
#[inline(always)]
fn lane_numbers<L: Lanes>() -> Words<L> {
    Words::<L>::from_fn(|lane| lane as i32)
}

/// The least of these numbers, none negative, and its column; ties go to the lower column.
#[inline(always)]
fn first_of<L: Lanes>(numbers: Words<L>, columns: Words<L>) -> (i32, usize) {
    let (mut number, mut column) = ([0; WIDTH], [0; WIDTH]);
    numbers.write(&mut number);
    columns.write(&mut column);
    let mut key = u64::MAX;
    for lane in 0..L::LANES {
        key = key.min(u64::from(number[lane] as u32) << 32 | u64::from(column[lane] as u32));
    }
    ((key >> 32) as i32, key as u32 as usize)
}

/// Of the best of each lane, the column where it is, and the second best: the best of all, its column and the second best of all.
#[inline(always)]
pub fn two_of<L: Lanes>(best: Words<L>, columns: Words<L>, second: Words<L>) -> (i32, usize, i32) {
    let (first, column) = first_of::<L>(best, columns);
    let others = select(best, Words::<L>::of(FAR), columns.equals(Words::<L>::of(column as i32)));
    (first, column, least::<L>(second.least(others)))
}

/// The least of all lanes.
#[inline(always)]
fn least<L: Lanes>(numbers: Words<L>) -> i32 {
    let mut number = [FAR; WIDTH];
    numbers.write(&mut number);
    number.iter().fold(FAR, |a, &b| a.min(b))
}

/// The least and the greatest cost.
#[inline(always)]
pub fn range(costs: &[u32]) -> (u32, u32) {
    let (mut low, mut high) = ([u32::MAX; WIDTH], [0; WIDTH]);
    let (blocks, rest) = costs.as_chunks::<WIDTH>();
    for costs in blocks {
        for lane in 0..WIDTH {
            low[lane] = low[lane].min(costs[lane]);
            high[lane] = high[lane].max(costs[lane]);
        }
    }
    let least = low.iter().chain(rest).fold(u32::MAX, |a, &b| a.min(b));
    (least, high.iter().chain(rest).fold(0, |a, &b| a.max(b)))
}

/// The least sum of cost and price in a row, its column, and the second least sum. Ties go to the lower column.
#[inline(always)]
pub fn best_two<L: Lanes>(costs: &[i32], price: &[i32]) -> (i32, usize, i32) {
    let row = Row::new::<L>(costs, price);
    let far = Words::<L>::of(FAR);
    let (mut best, mut second, mut at) = (far, far, Words::<L>::of(0));
    for first in row.firsts::<L>() {
        let sums = row.sums::<L>(first);
        let is_better = sums.is_less(best);
        second = second.least(best.greatest(sums));
        at = select(at, Words::<L>::of(first as i32), is_better);
        best = best.least(sums);
    }
    two_of::<L>(best, at + lane_numbers::<L>(), second)
}

/// Lowers `off` to what each sum of cost and price in a row is above `best`, where that is less.
#[inline(always)]
pub fn lower_to<L: Lanes>(off: &mut [i32], costs: &[i32], price: &[i32], best: i32) {
    let row = Row::new::<L>(costs, price);
    let best = Words::<L>::of(best);
    for first in row.firsts::<L>() {
        let off = &mut off[first..];
        Words::<L>::read(off).least(row.sums::<L>(first) - best).write(off);
    }
}

/// The least sums of cost and price in a row: of each class of columns the least two and where they are, and a bound on the rest.
pub struct Look<L: Lanes> {
    best: Words<L>,
    second: Words<L>,
    /// Where each vector of the best, and of the second best, begins.
    best_at: Words<L>,
    second_at: Words<L>,
    /// The least sum that is not among them.
    pub bound: i32,
}

impl<L: Lanes> Look<L> {
    /// Looks at the whole row.
    #[inline(always)]
    pub fn new(costs: &[i32], price: &[i32]) -> Self {
        let row = Row::new::<L>(costs, price);
        let (far, zero) = (Words::<L>::of(FAR), Words::<L>::of(0));
        let (mut best, mut second, mut third) = (far, far, far);
        let (mut best_at, mut second_at) = (zero, zero);
        for first in row.firsts::<L>() {
            let (sums, at) = (row.sums::<L>(first), Words::<L>::of(first as i32));
            let (is_best, is_second) = (sums.is_less(best), sums.is_less(second));
            third = third.least(second.greatest(sums));
            second_at = select(select(second_at, at, is_second), best_at, is_best);
            second = second.least(best.greatest(sums));
            best_at = select(best_at, at, is_best);
            best = best.least(sums);
        }
        Self { best, second, best_at, second_at, bound: least::<L>(third) }
    }

    /// The least sum of the row, its column, and the second least sum. Ties go to the lower column.
    #[inline(always)]
    pub fn best_two(&self) -> (i32, usize, i32) {
        two_of::<L>(self.best, self.best_at + lane_numbers::<L>(), self.second)
    }

    /// Tells the sum and the column of all of them that are `most` at most, the best of each class first.
    #[inline(always)]
    pub fn each(&self, most: i32, mut tell: impl FnMut(i32, u32)) {
        for (sums, firsts) in [(self.best, self.best_at), (self.second, self.second_at)] {
            let (mut sum, mut first) = ([0; WIDTH], [0; WIDTH]);
            sums.write(&mut sum);
            firsts.write(&mut first);
            (!Words::<L>::of(most).is_less(sums)).each(|lane| tell(sum[lane], first[lane] as u32 + lane as u32));
        }
    }
}

/// Distances of columns in a search for a shortest path.
pub struct Paths {
    /// Per column: the least distance found so far; -1 once the column is done with.
    distance: Vec<i32>,
    /// Per column: the row from which it is reached at this distance.
    pub from: Vec<i32>,
}

impl Paths {
    /// For so many columns, a multiple of [`WIDTH`].
    pub fn new(n: usize) -> Self {
        Self { distance: vec![FAR; n], from: vec![0; n] }
    }

    /// Forgets all distances.
    pub fn reset(&mut self) {
        self.distance.fill(FAR);
    }

    /// Is done with a column.
    #[inline(always)]
    pub fn close(&mut self, column: usize) {
        self.distance[column] = -1;
    }

    /// Goes on from row `from` with these costs, at `base + cost + price`. Returns the nearest column that is not done with and its
    /// distance; ties go to the lower column.
    #[inline(always)]
    pub fn relax<L: Lanes>(&mut self, from: u32, costs: &[i32], price: &[i32], base: i32) -> (usize, i32) {
        let row = Row::new::<L>(costs, price);
        let (from, base) = (Words::<L>::of(from as i32), Words::<L>::of(base));
        let (zero, never) = (Words::<L>::of(0), Words::<L>::of(i32::MAX));
        let (mut nearest, mut at) = (never, zero);
        for first in row.firsts::<L>() {
            let (distances, froms) = (&mut self.distance[first..], &mut self.from[first..]);
            let (new, old) = (row.sums::<L>(first).wrapping_add(base), Words::<L>::read(distances));
            let is_nearer = new.is_less(old);
            let distance = select(old, new, is_nearer);
            distance.write(distances);
            select(Words::<L>::read(froms), from, is_nearer).write(froms);
            let open = select(distance, never, distance.is_less(zero));
            at = select(at, Words::<L>::of(first as i32), open.is_less(nearest));
            nearest = nearest.least(open);
        }
        let (distance, column) = first_of::<L>(nearest, at + lane_numbers::<L>());
        (column, distance)
    }
}
