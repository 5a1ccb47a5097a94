//! From good prices to the optimum of a dense square problem: shortest augmenting paths.
//!
//! Prices p and any matching are given. With u_i = min_j c_ij + p_j, matches that are not at that minimum are given up; the
//! rest satisfies complementary slackness exactly. Two things keep that: a bid with eps = 0, after which its column costs the bidder
//! as much as its second best (Jonker and Volgenant's augmenting row reduction; a few rounds of it place most rows), and a shortest
//! path from a row without a column to a column without a row, by reduced costs c_ij + p_j - u_i >= 0 (Dijkstra). Every path
//! places one more row, so it ends, with the optimum.
//!
//! Jonker and Volgenant, Computing 38:325-340, 1987. Many paths are long where they are the whole method and costs are distances;
//! after an auction they are few and short.

use super::rows::Paths;
use super::wishes::Wishes;
use crate::exact::Lanes;

/// Rounds of bids with eps = 0. More: fewer paths, but such bids may go round in circles.
const N_ROUNDS: usize = 3;

/// Raises a price. It is kept less the least cost, which may be beyond an i32: only sums with costs have to fit.
#[inline(always)]
pub fn raise(price: &mut i32, by: i32) {
    *price = price.wrapping_add(by);
}

/// Nobody.
pub const NONE: u32 = u32::MAX;

/// A dense square problem half solved.
pub struct Augment<'a> {
    /// Row-major costs, as the bits of an i32.
    pub cost: &'a [i32],
    /// Per column, filled up as [`rows`](super::rows) wants it.
    pub price: &'a mut [i32],
    /// Per row.
    pub wishes: &'a mut [Wishes],
    /// Per column: its row.
    pub owner: Vec<u32>,
    /// Per row: the least sum of cost and price.
    pub least: Vec<i32>,
    /// Per row: its column.
    pub column_of: Vec<u32>,
}

impl<'a> Augment<'a> {
    /// Keeps what is exactly right of the auction's matching.
    #[inline(always)]
    pub fn new<L: Lanes>(cost: &'a [i32], price: &'a mut [i32], wishes: &'a mut [Wishes], owner: Vec<u32>) -> Self {
        let n = wishes.len();
        let mut it = Self { cost, price, wishes, owner, least: vec![0; n], column_of: vec![NONE; n] };
        for row in 0..n {
            it.least[row] = it.wishes[row].offer::<L>(it.row(row), it.price).best;
        }
        for column in 0..n {
            let row = it.owner[column] as usize;
            if it.row(row)[column].wrapping_add(it.price[column]) == it.least[row] {
                it.column_of[row] = column as u32;
            } else {
                it.owner[column] = NONE;
            }
        }
        it
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &'a [i32] {
        let n = self.column_of.len();
        &self.cost[row * n..][..n]
    }

    /// Finds a column for every row.
    #[inline(always)]
    pub fn finish<L: Lanes>(&mut self) {
        let n = self.column_of.len();
        let mut free: Vec<u32> = (0..n as u32).filter(|&row| self.column_of[row as usize] == NONE).collect();
        for _ in 0..N_ROUNDS {
            free = self.bid::<L>(&free);
        }
        let mut search = Search { paths: Paths::new(self.price.len()), done: Vec::new() };
        for row in free {
            self.place::<L>(row as usize, &mut search);
        }
    }

    /// Lets rows bid with eps = 0, one after the other, and returns those that lost their columns to them.
    #[inline(always)]
    fn bid<L: Lanes>(&mut self, rows: &[u32]) -> Vec<u32> {
        let mut displaced = Vec::new();
        for &row in rows {
            let offer = self.wishes[row as usize].offer::<L>(self.row(row as usize), self.price);
            raise(&mut self.price[offer.column], offer.second - offer.best);
            self.least[row as usize] = offer.second;
            self.column_of[row as usize] = offer.column as u32;
            let before = std::mem::replace(&mut self.owner[offer.column], row);
            if before != NONE {
                self.column_of[before as usize] = NONE;
                displaced.push(before);
            }
        }
        displaced
    }

    /// Finds a column for a row without one, along a shortest path.
    #[inline(always)]
    fn place<L: Lanes>(&mut self, start: usize, search: &mut Search) {
        let Search { paths, done } = search;
        self.least[start] = self.wishes[start].offer::<L>(self.row(start), self.price).best;
        paths.reset();
        done.clear();
        let (mut row, mut so_far) = (start, 0);
        let end = loop {
            let (column, distance) = paths.relax::<L>(row as u32, self.row(row), self.price, so_far - self.least[row]);
            so_far = distance;
            let owner = self.owner[column];
            if owner == NONE {
                break column as u32;
            }
            done.push((column as u32, distance));
            paths.close(column);
            row = owner as usize;
        };
        // Prices rise so that all edges of the path are at the minima of their rows, and no other falls below.
        self.least[start] += so_far;
        for &(column, distance) in &*done {
            raise(&mut self.price[column as usize], so_far - distance);
            self.least[self.owner[column as usize] as usize] += so_far - distance;
        }
        let mut column = end;
        loop {
            let row = paths.from[column as usize] as usize;
            self.owner[column as usize] = row as u32;
            let before = std::mem::replace(&mut self.column_of[row], column);
            if row == start {
                return;
            }
            column = before;
        }
    }
}

/// Room for a search.
struct Search {
    paths: Paths,
    /// Columns done with, and their distances.
    done: Vec<(u32, i32)>,
}
