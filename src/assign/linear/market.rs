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
//! values multiples of more than 2 K, it is the optimum, whatever the prices at the start were.
//!
//! # Sequence
//! Which of several optima is found depends on the order of bids, so that is specified. Lists and heaps only save work; a
//! program that does the following, bid by bid, gets the same matching and the same prices.
//!
//! 1. The side with fewer units is *first*, on equality the rows. Prices are those of the *second* side: those given at the start,
//!    or 0. [`opening`] sets the first eps. Patience is [`PATIENCE`] bids for each unit of the smaller side.
//! 2. *Forward.* All seats are empty. First bids for second: one stack holds the free units; initially all, the lowest index on
//!    top, an agent's units together. Until it is empty: take the top bidder i. A patience of 0 ends the step; else it falls by 1.
//!    Let j be the edge of the greatest gain a_ij - p_j, ties to the lower index, g its gain and h that of the best other edge, or 0
//!    if that is less. If g <= 0 the unit leaves the stack and stays free. Else the bid is p_j + g - max(0, h - eps). If all
//!    c_j seats of j are taken, the lowest (bid, bidder) leaves and goes on the stack. The bid takes a seat, and if now all are
//!    taken, p_j is the lowest bid.
//! 3. *Reverse.* The profit of agent i of first is 0 if it has free units, else the least a_ij - p_j (0 at least) over its seats.
//!    Every match (i, j) is a seat of j at i, with that profit as its bid. Second bids for first as in 2, with a patience of its
//!    own, profits in the place of prices; the stack holds the free units of those j with p_j > 0 only. Afterwards p_j is 0 if j has
//!    free units, else the least a_ij - r_i (0 at least) over its matches.
//! 4. Out of patience in 2 or 3: eps times [`SCALING`], and once that passes the greatest value patience has no end;
//!    go on with 2, prices as they stand (those of the last 3, as 2 raised them). Otherwise, at eps = 1, this is the result; else eps
//!    is divided by [`SCALING`], patience has no end from now on, and 2 follows.
//!
//! All numbers are i64: the caller keeps values and first prices below [`MAX_VALUE`], and no price exceeds the greater of its
//! start and the greatest value, for nobody bids beyond indifference.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::opening;
use super::shortlist::{Offer, Shortlist};

/// Values of edges stay below this, so that a step of scaling beyond the greatest value still fits.
pub const MAX_VALUE: i64 = i64::MAX / 32;

/// By what eps is divided from one step of scaling to the next. Smaller: more steps with fewer bids in each. From 8 to 16 the
/// time stays within a fifth, small problems liking more and large ones less.
pub const SCALING: i64 = 12;

/// How many bids for each unit the first step of scaling may take before it starts over with a greater eps. Values that lie
/// apart by more than `spread` (shots that cannot all be given) need that; without the limit, prices would creep there.
pub const PATIENCE: u64 = 30;

/// One side's view of the edges: those of agent `i` are `start[i]..start[i + 1]`.
#[derive(Clone, Debug, Default)]
pub struct Edges {
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

    /// Whom an agent could be matched with, in ascending order, and the values.
    pub fn of(&self, agent: usize) -> (&[u32], &[i64]) {
        let range = self.start[agent]..self.start[agent + 1];
        (&self.to[range.clone()], &self.value[range])
    }
}

/// The agents of one side: how many units each has, and its edges.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Units of each agent.
    pub units: Vec<u32>,
    /// Edges of each agent.
    pub edges: Edges,
}

/// A market to be cleared.
#[derive(Clone, Debug)]
pub struct Market {
    rows: Side,
    column_units: Vec<u32>,
}

/// Prices of a place with each agent, of both sides: what a unit of that agent makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Per row, at least 0.
    pub rows: Vec<i64>,
    /// Per column, at least 0.
    pub columns: Vec<i64>,
}

/// A cleared market.
#[derive(Clone, Debug)]
pub struct Cleared {
    /// Matched units as (row, column), in no particular order.
    pub pairs: Vec<(u32, u32)>,
    /// Prices of both sides: a certificate, see the module's dual bound, and a start for a market that is much alike.
    pub prices: Prices,
    /// Bids made.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests count what remembered prices save"))]
    pub n_bids: u64,
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
    /// `spread` is the typical difference between values that compete: the first eps is a fraction of it. `start` are prices
    /// to begin with, at least 0 and below [`MAX_VALUE`], best those of a market much alike; without, all are 0. Both decide the
    /// time taken, and which of several optima is found, and nothing else.
    pub fn clear(self, spread: i64, start: Option<&Prices>) -> Cleared {
        let columns = Side { edges: self.rows.edges.transposed(self.column_units.len()), units: self.column_units };
        let rows = self.rows;
        // The scarce side opens: each of its units finds a partner with little contest.
        let count = |side: &Side| side.units.iter().map(|&n| u64::from(n)).sum::<u64>();
        let swapped = count(&columns) < count(&rows);
        let (first, second) = if swapped { (&columns, &rows) } else { (&rows, &columns) };
        let units = count(&columns).min(count(&rows));
        let mut price = vec![0; second.units.len()];
        // The first eps should be as small as gets somewhere: below it prices creep, above it they say nothing.
        let mut pace = Pace { eps: opening::cold(spread), patience: PATIENCE * units, n_bids: 0 };
        if let Some(start) = start {
            price.copy_from_slice(if swapped { &start.rows } else { &start.columns });
            pace.eps = opening::warm(first, second, &price, pace.eps);
        }
        let top = rows.edges.value.iter().copied().max().unwrap_or(0);
        loop {
            let Some((seats, profit)) = round(first, second, &mut price, &mut pace) else {
                pace.eps *= SCALING;
                if pace.eps > top {
                    pace.patience = u64::MAX; // every bid goes all the way: no greater eps would be faster
                }
                continue;
            };
            pace.patience = u64::MAX;
            if pace.eps == 1 {
                let of = |agent: usize| seats[agent].iter().map(move |&Reverse((_, other))| (agent as u32, other));
                let pairs = (0..first.units.len()).flat_map(of);
                let (pairs, prices) = if swapped {
                    (pairs.map(|(column, row)| (row, column)).collect(), Prices { rows: price, columns: profit })
                } else {
                    (pairs.collect(), Prices { rows: profit, columns: price })
                };
                return Cleared { pairs, prices, n_bids: pace.n_bids };
            }
            pace.eps /= SCALING;
        }
    }
}

/// How the bidding goes.
struct Pace {
    /// How much more than the second best may be lost by a bid.
    eps: i64,
    /// Bids that one side may make in one step of scaling.
    patience: u64,
    /// Bids made so far.
    n_bids: u64,
}

/// The units that sit in one agent's places: (bid, bidder), the lowest bid on top, ties by index.
type Seats = BinaryHeap<Reverse<(i64, u32)>>;

/// One step of scaling: `first` bids for `second` at the prices left by the step before, then places of `second` left empty
/// at a positive price bid for `first`. Returns who sits with each agent of `first`, and the profit of those.
/// `None` if either side has not come to rest after as many bids as there is patience for; the prices are then as good a start as any.
fn round(first: &Side, second: &Side, price: &mut [i64], pace: &mut Pace) -> Option<(Vec<Seats>, Vec<i64>)> {
    let mut seats = vec![Seats::new(); second.units.len()];
    bid(first, second, price, &mut seats, &vec![0; first.units.len()], pace)?;

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
    bid(second, first, &mut profit, &mut seats, &settled, pace)?;

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
/// second best by more than eps, and never beyond indifference to staying free. `None` if patience ran out.
fn bid(
    bidders: &Side,
    objects: &Side,
    price: &mut [i64],
    seats: &mut [Seats],
    seated: &[u32],
    pace: &mut Pace,
) -> Option<()> {
    let mut shortlists = vec![Shortlist::default(); bidders.units.len()];
    let mut free: Vec<u32> = Vec::new();
    for (bidder, &seated) in seated.iter().enumerate().rev() {
        for _ in seated..bidders.units[bidder] {
            free.push(bidder as u32);
        }
    }
    let mut patience = pace.patience;
    while let Some(bidder) = free.pop() {
        patience = patience.checked_sub(1)?;
        pace.n_bids += 1;
        let shortlist = &mut shortlists[bidder as usize];
        let Some(Offer { object, best, second }) = shortlist.offer(bidders.edges.of(bidder as usize), price) else {
            continue;
        };
        let level = price[object] + best - (second - pace.eps).max(0);
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
