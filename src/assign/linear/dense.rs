//! Plain square problems: as many rows as columns, one place each, every pair feasible. For these alone, `n` by `n` costs are swept in
//! place by vectors of 32-bit integers, where the [`market`](super::market) has lists of edges and 64 bits.
//!
//! # Method
//! With prices p_j, rows want the least c_ij + p_j. Forward auction with eps-scaling (Bertsekas 1988): a row without a column takes its
//! best column and raises the price by what the second best is worse, and eps; who held it has to look again. One stack holds the rows
//! without columns, at first all, row 0 on top; ties go to the lower column. Since every column is taken in the end, no reverse
//! auction is needed, and any prices may be the first. Scaling ends long before eps is so small that it would prove the optimum; the
//! rest is done exactly by [`augment`](super::augment).
//!
//! # Range
//! While any column is free nobody bids beyond S + eps above its price, S being the spread of costs; the bid that ends a step may reach
//! as far above the others. At the end of a whole step prices differ by at most S + eps, and before the next they are
//! lowered so that the least is 0. With eleven steps at most, from prices up to S, and even if none but the last were whole, sums of
//! cost and price stay below 15 S. With S below [`MAX_SPREAD`] that is less than [`FAR`].

use super::super::problem::INFEASIBLE;
use super::augment::{Augment, NONE, raise};
use super::rows::{self, FAR, WIDTH};
use super::wishes::Wishes;
use crate::exact::Lanes;
use crate::exact::dispatch::{self, Level, Work};
use crate::exact::pair::Pair;

/// The spread of costs has to stay below this.
pub const MAX_SPREAD: u32 = 1 << 26;

/// By what eps is divided from step to step.
const SCALING: i32 = 5;

/// The first eps is this fraction of the spread, at most.
const FIRST: i32 = 20;

/// The last eps, times rows, is this fraction of the spread: bids below it cost more than the paths that they save.
const LAST: i32 = 40;

/// A step that starts from prices of an epoch before leaves one row in so many without a column, for the next step, but for the last
/// step: the search for the last columns takes most of the bids. Prices that were 0 at first need the whole step.
const LEAVE: usize = 8;

/// Prices of an epoch before are taken to be off by what one in so many of them is off by, at least.
const ONE_IN: usize = 2;

/// The optimum of a plain square problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// Per row: its column.
    pub column_of: Vec<u32>,
    /// Per column: its price, units of cost; the least is 0.
    pub price: Vec<i64>,
    /// Per row: the least sum of cost and price.
    pub least: Vec<i64>,
}

/// Solves a problem of `n >= 2` rows, given row by row. `start` are prices to begin with, of any size, best those of a
/// problem much alike. `None` if the spread of costs is too large or a pair is infeasible.
pub fn solve(level: Level, n: usize, cost: &[u32], start: Option<&[i64]>) -> Option<Solved> {
    let mut solved = None;
    dispatch::run(level, Solve { n, cost, start, solved: &mut solved });
    solved
}

struct Solve<'a> {
    n: usize,
    cost: &'a [u32],
    start: Option<&'a [i64]>,
    solved: &'a mut Option<Solved>,
}

/// What a processor without vectors of ours sweeps by: lists of wishes need several classes of columns, and compilers make of this
/// whatever vectors there are.
type Eight = Pair<Pair<Pair<f32>>>;

impl Work for Solve<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        if L::LANES < Eight::LANES { self.over::<Eight>() } else { self.over::<L>() }
    }
}

impl Solve<'_> {
    #[inline(always)]
    fn over<L: Lanes>(self) {
        let (low, high) = rows::range(self.cost);
        if high == INFEASIBLE || high - low >= MAX_SPREAD {
            return;
        }
        let (n, spread) = (self.n, (high - low) as i32);
        let mut auction = Auction {
            cost: bytemuck::cast_slice(self.cost),
            price: vec![FAR; (n + 1).next_multiple_of(WIDTH)],
            wishes: vec![Wishes::UNKNOWN; n],
            owner: Vec::new(),
            low: low as i32,
        };
        auction.open(self.start, spread);
        let mut eps = spread / FIRST + 1;
        if self.start.is_some() {
            eps = eps.min(auction.off_by::<L>());
        }
        let last = (spread / LAST / n as i32).max(1);
        loop {
            let leave = if self.start.is_some() && eps > last { n / LEAVE } else { 0 };
            auction.step::<L>(eps, leave);
            if eps <= last {
                break;
            }
            eps = (eps / SCALING).max(last);
        }
        let Auction { cost, mut price, mut wishes, owner, .. } = auction;
        let mut augment = Augment::new::<L>(cost, &mut price, &mut wishes, owner);
        augment.finish::<L>();
        let Augment { column_of, least, .. } = augment;
        let price: Vec<i64> = price[..n].iter().map(|price| i64::from(price.wrapping_add(low as i32))).collect();
        let bottom = price.iter().copied().min().unwrap_or(0);
        *self.solved = Some(Solved {
            column_of,
            price: price.iter().map(|price| price - bottom).collect(),
            least: least.iter().map(|&least| i64::from(least) + i64::from(low) - bottom).collect(),
        });
    }
}

/// The state of the auction.
struct Auction<'a> {
    /// As the bits of an i32.
    cost: &'a [i32],
    /// Per column: price less `low`, so that costs need not be lowered; filled up with [`FAR`].
    price: Vec<i32>,
    /// Per row.
    wishes: Vec<Wishes>,
    /// Per column: its row.
    owner: Vec<u32>,
    /// The least cost, as the bits of an i32: sums wrap to what they should be.
    low: i32,
}

impl Auction<'_> {
    /// Sets the first prices, none above the spread.
    fn open(&mut self, start: Option<&[i64]>, spread: i32) {
        let n = self.wishes.len();
        let bottom = start.and_then(|start| start.iter().copied().min()).unwrap_or(0);
        for column in 0..n {
            let price = start.map_or(0, |start| start[column].saturating_sub(bottom).min(i64::from(spread)) as i32);
            self.price[column] = price.wrapping_sub(self.low);
        }
    }

    /// What prices are off by: how far they have to fall before any row wants the column most; by so much one in [`ONE_IN`] is off.
    /// At least 1.
    #[inline(always)]
    fn off_by<L: Lanes>(&mut self) -> i32 {
        let n = self.wishes.len();
        let mut off = vec![FAR; self.price.len()];
        for (row, wishes) in self.wishes.iter_mut().enumerate() {
            let costs = &self.cost[row * n..][..n];
            let best = wishes.offer::<L>(costs, &self.price).best;
            rows::lower_to::<L>(&mut off, costs, &self.price, best);
        }
        let at = (n - 1) - (n - 1) / ONE_IN;
        (*off[..n].select_nth_unstable(at).1).max(1)
    }

    /// One step of scaling, until no more than `leave` rows are without a column.
    #[inline(always)]
    fn step<L: Lanes>(&mut self, eps: i32, leave: usize) {
        let n = self.wishes.len();
        self.lower();
        self.owner.clear();
        self.owner.resize(n, NONE);
        let mut free: Vec<u32> = (0..n as u32).rev().collect();
        while free.len() > leave
            && let Some(row) = free.pop()
        {
            let costs = &self.cost[row as usize * n..][..n];
            let offer = self.wishes[row as usize].offer::<L>(costs, &self.price);
            raise(&mut self.price[offer.column], offer.second - offer.best + eps);
            let before = std::mem::replace(&mut self.owner[offer.column], row);
            if before != NONE {
                free.push(before);
            }
        }
    }

    /// Lowers all prices so that the least is 0.
    fn lower(&mut self) {
        let n = self.wishes.len();
        let by = self.price[..n].iter().map(|&price| price.wrapping_add(self.low)).min().unwrap_or(0);
        for price in &mut self.price[..n] {
            *price = price.wrapping_sub(by);
        }
        for wishes in &mut self.wishes {
            wishes.lower(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::fixture::random_problem;
    use super::super::super::oracle::hungarian;
    use super::super::super::problem::Problem;
    use super::*;

    /// Solves at every level that this processor has, and checks matching and certificate: prices under which each row has a best
    /// column prove the optimum, whatever found them.
    fn checked(problem: &Problem, start: Option<&[i64]>) -> Solved {
        let n = problem.n_targets;
        let at = |level| solve(level, n, &problem.cost, start).unwrap();
        let solved = at(Level::Scalar);
        for level in Level::ALL.into_iter().filter(|level| level.is_available()) {
            assert_eq!(at(level), solved, "{level:?}");
        }
        let mut columns = solved.column_of.clone();
        columns.sort_unstable();
        assert!(columns.iter().copied().eq(0..n as u32));
        for row in 0..n {
            let sum = |column: usize| i64::from(problem.cost(row, column)) + solved.price[column];
            assert_eq!(Some(solved.least[row]), (0..n).map(sum).min());
            assert_eq!(solved.least[row], sum(solved.column_of[row] as usize));
        }
        solved
    }

    fn cost_of(problem: &Problem, solved: &Solved) -> u64 {
        solved.column_of.iter().enumerate().map(|(row, &column)| u64::from(problem.cost(row, column as usize))).sum()
    }

    /// Any costs, with many ties, and at the upper end of what an u32 holds.
    fn any_plain(n: usize) -> impl Strategy<Value = Problem> {
        let costs = prop_oneof![Just(2), Just(12), Just(100_000), Just(MAX_SPREAD - 1)];
        let lowest = prop_oneof![Just(0), Just(1 << 31), Just(u32::MAX - MAX_SPREAD)];
        (2..=n, costs, lowest, any::<u32>()).prop_map(|(n, costs, lowest, seed)| {
            let mut problem = random_problem(n, n, costs, 0.0, seed);
            problem.cost.iter_mut().for_each(|cost| *cost += lowest);
            problem
        })
    }

    proptest! {
        #[test]
        fn it_is_the_optimum_from_any_prices(
            problem in any_plain(70),
            start in prop::option::of(prop::collection::vec(prop_oneof![any::<i64>(), 0..50i64], 70)),
        ) {
            let n = problem.n_targets;
            let solved = checked(&problem, start.as_ref().map(|start| &start[..n]));
            prop_assert_eq!((n, cost_of(&problem, &solved)), hungarian(&problem));
            let again = checked(&problem, Some(&solved.price));
            prop_assert_eq!(cost_of(&problem, &again), cost_of(&problem, &solved));
        }
    }

    /// Lists of wishes are shorter where there are fewer lanes: that must not show in the prices, which are kept from epoch to epoch.
    #[test]
    fn every_level_keeps_the_same_prices() {
        for seed in 0..1_000 {
            let n = 16 + seed as usize % 25;
            let problem = random_problem(n, n, [12, 100, 100_000][seed as usize % 3], 0.0, seed);
            let start: Vec<i64> =
                random_problem(n, n, 60, 0.0, seed + 1).row(0).iter().map(|&price| price.into()).collect();
            checked(&problem, Some(&start));
        }
    }

    #[test]
    fn what_does_not_fit_is_left_to_others() {
        let mut problem = random_problem(4, 4, 10, 0.0, 1);
        problem.set_cost(1, 2, MAX_SPREAD + 20);
        assert_eq!(solve(Level::Scalar, 4, &problem.cost, None), None);
        problem.cost.fill(INFEASIBLE - 1);
        assert!(solve(Level::Scalar, 4, &problem.cost, None).is_some());
        problem.set_cost(1, 2, INFEASIBLE);
        assert_eq!(solve(Level::Scalar, 4, &problem.cost, None), None);
    }
}
