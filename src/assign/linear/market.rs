//! The auction itself: rows and columns with multiplicities, a value for each edge, and the matching of greatest value.
//!
//! # Problem
//! Row i may be matched d_i times, column j c_j times, the edge (i, j) any number of times at value a_ij each. Nobody has to
//! be matched. With p_j >= 0 the price of a place in column j and r_i = max(0, max_j a_ij - p_j) the profit of row i,
//! weak duality bounds every matching by `sum d_i r_i + sum c_j p_j`, and equality is reached at the optimum.
//!
//! # Method
//! Bertsekas' auction with eps-scaling, in the form for similar persons and objects (Bertsekas and Castanon 1989: places of
//! one column have one price, the lowest of their bids) and for unequal sides (Bertsekas, Castanon and Tsaknakis 1993: a forward
//! auction in which rows bid, then a reverse one in which places left empty at a positive price bid for rows). Each step of
//! scaling keeps prices and divides eps; throughout, with eps-complementary slackness,
//!
//! - an edge used: r_i + p_j <= a_ij,
//! - any edge: r_i + p_j >= a_ij - eps,
//! - a row or column with free units: r_i = 0 or p_j = 0,
//!
//! so that the result is within 2 K eps of the optimum, K being the number of units matched at most. At eps = 1, with all
//! values multiples of more than 2 K, it is the optimum.
//!
//! Ties go to the lower index; bidders come last in, first out. All numbers are i64: the caller keeps values below
//! [`MAX_VALUE`], and no price exceeds the greatest value, for nobody bids beyond indifference.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::shortlist::{Offer, Shortlist};

/// Values of edges stay below this, so that a step of scaling beyond the greatest value still fits.
pub const MAX_VALUE: i64 = i64::MAX / 32;

/// By what eps is divided from one step of scaling to the next. Smaller: more steps with fewer bids in each. From 8 to 16 the
/// time stays within a fifth, small problems liking more and large ones less.
const SCALING: i64 = 12;

/// How many bids for each unit the first step of scaling may take before it starts over with a greater eps. Values that lie
/// apart by more than `spread` (shots that cannot all be given) need that; without the limit, prices would creep there.
const PATIENCE: u64 = 30;

/// One side's view of the edges: those of agent `i` are `start[i]..start[i + 1]`.
#[derive(Clone, Debug, Default)]
struct Edges {
    start: Vec<usize>,
    to: Vec<u32>,
    value: Vec<i64>,
}

impl Edges {
    /// The same edges as the other side, of `n` agents, sees them.
    fn transposed(&self, n: usize) -> Self {
        let mut start = vec![0; n + 1];
        for &to in &self.to {
            start[to as usize + 1] += 1;
        }
        for i in 0..n {
            start[i + 1] += start[i];
        }
        let mut at = start.clone();
        let mut other = Self { start, to: vec![0; self.to.len()], value: vec![0; self.to.len()] };
        for from in 0..self.start.len() - 1 {
            for edge in self.start[from]..self.start[from + 1] {
                let slot = &mut at[self.to[edge] as usize];
                other.to[*slot] = from as u32;
                other.value[*slot] = self.value[edge];
                *slot += 1;
            }
        }
        other
    }

    fn of(&self, agent: usize) -> (&[u32], &[i64]) {
        let range = self.start[agent]..self.start[agent + 1];
        (&self.to[range.clone()], &self.value[range])
    }
}

/// The agents of one side: how many units each has, and its edges.
#[derive(Clone, Debug, Default)]
struct Side {
    units: Vec<u32>,
    edges: Edges,
}

/// A market to be cleared.
#[derive(Clone, Debug)]
pub struct Market {
    rows: Side,
    column_units: Vec<u32>,
}

/// A cleared market.
#[derive(Clone, Debug)]
pub struct Cleared {
    /// Matched units as (row, column), in no particular order.
    pub pairs: Vec<(u32, u32)>,
    /// Prices of the columns: a certificate, see the module's dual bound.
    #[cfg_attr(not(test), expect(dead_code, reason = "the certificate is checked by tests"))]
    pub prices: Vec<i64>,
}

impl Market {
    /// A market without rows.
    pub fn new(column_units: Vec<u32>) -> Self {
        let edges = Edges { start: vec![0], ..Edges::default() };
        Self { rows: Side { units: Vec::new(), edges }, column_units }
    }

    /// Adds a row. Edges lead to columns in ascending order. Edges of an agent without units, and those whose value is not
    /// positive, are dropped: nobody could use them, and an agent without units must get no bids.
    pub fn add_row(&mut self, units: u32, edges: impl Iterator<Item = (usize, i64)>) {
        for (to, value) in edges {
            debug_assert!(value < MAX_VALUE);
            if units > 0 && value > 0 && self.column_units[to] > 0 {
                self.rows.edges.to.push(to as u32);
                self.rows.edges.value.push(value);
            }
        }
        self.rows.edges.start.push(self.rows.edges.to.len());
        self.rows.units.push(units);
    }

    /// The matching of greatest value, if all values are multiples of more than twice the number of units matched at most.
    ///
    /// `spread` is the typical difference between values that compete: the first eps is a fraction of it. It decides the
    /// time taken and nothing else.
    pub fn clear(self, spread: i64) -> Cleared {
        let columns = Side { edges: self.rows.edges.transposed(self.column_units.len()), units: self.column_units };
        let rows = self.rows;
        // The scarce side opens: each of its units finds a partner with little contest.
        let count = |side: &Side| side.units.iter().map(|&n| u64::from(n)).sum::<u64>();
        let swapped = count(&columns) < count(&rows);
        let (first, second) = if swapped { (&columns, &rows) } else { (&rows, &columns) };
        let units = count(&columns).min(count(&rows));
        let mut price = vec![0; second.units.len()];
        let mut eps = 1;
        while eps < spread / SCALING {
            eps *= SCALING;
        }
        // The first eps should be as small as gets somewhere: below it prices creep, above it they say nothing.
        let mut patience = PATIENCE * units;
        let top = rows.edges.value.iter().copied().max().unwrap_or(0);
        loop {
            let Some((seats, profit)) = round(first, second, &mut price, eps, patience) else {
                eps *= SCALING;
                if eps > top {
                    patience = u64::MAX; // every bid goes all the way: no greater eps would be faster
                }
                continue;
            };
            patience = u64::MAX;
            if eps == 1 {
                let of = |agent: usize| seats[agent].iter().map(move |&Reverse((_, other))| (agent as u32, other));
                let pairs = (0..first.units.len()).flat_map(of);
                return if swapped {
                    Cleared { pairs: pairs.map(|(column, row)| (row, column)).collect(), prices: profit }
                } else {
                    Cleared { pairs: pairs.collect(), prices: price }
                };
            }
            eps /= SCALING;
        }
    }
}

/// The units that sit in one agent's places: (bid, bidder), the lowest bid on top, ties by index.
type Seats = BinaryHeap<Reverse<(i64, u32)>>;

/// One step of scaling: `first` bids for `second` at the prices left by the step before, then places of `second` left empty
/// at a positive price bid for `first`. Returns who sits with each agent of `first`, and the profit of those.
/// `None` if either side has not come to rest after that many bids; the prices are then as good a start as any.
fn round(first: &Side, second: &Side, price: &mut [i64], eps: i64, patience: u64) -> Option<(Vec<Seats>, Vec<i64>)> {
    let mut seats = vec![Seats::new(); second.units.len()];
    bid(first, second, price, &mut seats, &vec![0; first.units.len()], eps, patience)?;

    // Seen from the other side: who was matched sits with its partner, at the profit that the partner makes.
    let mut guests: Vec<Vec<u32>> = vec![Vec::new(); first.units.len()];
    for (object, seats) in seats.iter().enumerate() {
        for &Reverse((_, bidder)) in seats {
            guests[bidder as usize].push(object as u32);
        }
    }
    let mut profit: Vec<i64> =
        guests.iter().enumerate().map(|(agent, guests)| least_surplus(first, agent, guests, price)).collect();
    // A place empty at price 0 is as it should be, and its agent need not bid.
    let settled =
        |(object, seats): (usize, &Seats)| if price[object] == 0 { second.units[object] } else { seats.len() as u32 };
    let settled: Vec<u32> = seats.iter().enumerate().map(settled).collect();
    let mut seats: Vec<Seats> =
        guests.iter().enumerate().map(|(i, g)| g.iter().map(|&o| Reverse((profit[i], o))).collect()).collect();
    bid(second, first, &mut profit, &mut seats, &settled, eps, patience)?;

    let mut hosts: Vec<Vec<u32>> = vec![Vec::new(); second.units.len()];
    for (agent, seats) in seats.iter().enumerate() {
        for &Reverse((_, object)) in seats {
            hosts[object as usize].push(agent as u32);
        }
    }
    for (object, hosts) in hosts.iter().enumerate() {
        price[object] = least_surplus(second, object, hosts, &profit);
    }
    Some((seats, profit))
}

/// What an agent with these partners makes at these prices, by its worst unit; a free unit makes nothing.
fn least_surplus(side: &Side, agent: usize, partners: &[u32], price: &[i64]) -> i64 {
    if partners.len() < side.units[agent] as usize {
        return 0;
    }
    let (to, value) = side.edges.of(agent);
    let surplus = |&partner: &u32| {
        let edge = to.binary_search(&partner).expect("partners are joined by an edge");
        value[edge] - price[partner as usize]
    };
    partners.iter().map(surplus).min().unwrap_or(0).max(0)
}

/// Lets all free units of `bidders` bid until each sits somewhere or gains nothing anywhere.
///
/// `seated` counts the units of each bidder that sit already. A bid goes as high as the bidder can without regretting the
/// second best by more than eps, and never beyond indifference to staying free. `None` if `patience` bids were not enough.
fn bid(
    bidders: &Side,
    objects: &Side,
    price: &mut [i64],
    seats: &mut [Seats],
    seated: &[u32],
    eps: i64,
    mut patience: u64,
) -> Option<()> {
    let mut shortlists = vec![Shortlist::default(); bidders.units.len()];
    let mut free: Vec<u32> = Vec::new();
    for (bidder, &seated) in seated.iter().enumerate().rev() {
        for _ in seated..bidders.units[bidder] {
            free.push(bidder as u32);
        }
    }
    while let Some(bidder) = free.pop() {
        patience = patience.checked_sub(1)?;
        let shortlist = &mut shortlists[bidder as usize];
        let Some(Offer { object, best, second }) = shortlist.offer(bidders.edges.of(bidder as usize), price) else {
            continue;
        };
        let level = price[object] + best - (second - eps).max(0);
        let seats = &mut seats[object];
        if seats.len() == objects.units[object] as usize
            && let Some(Reverse((_, displaced))) = seats.pop()
        {
            free.push(displaced);
        }
        seats.push(Reverse((level, bidder)));
        if seats.len() == objects.units[object] as usize
            && let Some(&Reverse((lowest, _))) = seats.peek()
        {
            price[object] = lowest;
        }
    }
    Some(())
}

#[cfg(test)]
impl Market {
    /// The bound of the module's weak duality, for any prices.
    pub fn dual_bound(&self, prices: &[i64]) -> i64 {
        assert!(prices.iter().all(|&p| p >= 0));
        let columns: i64 = self.column_units.iter().zip(prices).map(|(&n, p)| i64::from(n) * p).sum();
        let profit = |row: usize| {
            let (to, value) = self.rows.edges.of(row);
            to.iter().zip(value).map(|(&to, value)| value - prices[to as usize]).max().unwrap_or(0).max(0)
        };
        let rows: i64 = self.rows.units.iter().enumerate().map(|(row, &n)| i64::from(n) * profit(row)).sum();
        rows + columns
    }

    /// The value of a matching.
    pub fn value_of(&self, pairs: &[(u32, u32)]) -> i64 {
        let value = |&(row, column): &(u32, u32)| {
            let (to, value) = self.rows.edges.of(row as usize);
            value[to.binary_search(&column).unwrap()]
        };
        pairs.iter().map(value).sum()
    }
}
