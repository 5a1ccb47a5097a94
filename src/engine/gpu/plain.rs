//! Plain problems as `shaders/assign/plain.wgsl` solves them: as many rows as columns, one place each, every pair feasible.
//!
//! # Method
//! Prices p_j begin where each column costs its cheapest row the same. Then three steps of forward auction (Bertsekas 1988), each
//! with all columns free at first: a row takes the column of least c_ij + p_j and raises its price by what the second best is worse,
//! and eps; who held it waits behind all others. With S the spread of costs and n rows, eps is 2 S / n + 1, then a quarter of
//! that and 1, then 0: such bids keep each row exactly at its minimum, but may go round in circles, and end after 3 n / 2. Rows
//! that still wait get their columns by shortest augmenting paths (Jonker and Volgenant 1987), which keep the minima exact, so
//! that the matching is optimal in the end. All ties go to the lower column: the answer does not depend on the number of lanes.
//!
//! That is another order than that of the host's `assign::linear::dense`, whose lists of what rows want most a device
//! has little use for: the same cost, perhaps another optimum where there are several. The tests go through it one by one.
//!
//! # Range
//! First prices are between 0 and S. While a column is free that was p at the beginning of a step, nobody pays more than S + p, and
//! the bid that takes the last one raises its column to no more than S above the others, and eps: a step adds 2 S + 2 eps at
//! most. With eps up to S + 1, then a quarter of that and 1, then 0, prices stay below 9.5 S + 5, and paths raise none beyond S above
//! the greatest price of a free column. So sums of cost and price are below 12 S + 5, which for S < 2^26 is less than `FAR`, and
//! distances, two sums, are below 2^31.
//!
//! Each bid of the first two steps raises a price by eps at least: there are no more than some n^2 of them, and n paths of n sweeps.

use super::device::Device;
use super::market;
use crate::assign::auction::is_plain;
use crate::assign::linear::dense::MAX_SPREAD;
use crate::assign::linear::rows;
use crate::assign::{Answer, INFEASIBLE, Pair, Problem};
use crate::model::layout::{Plain, Slot};

/// Most rows of a problem: what lanes keep to themselves is of fixed size, and small.
pub const MOST_ROWS: usize = 256;

/// Rounds of loops that one dispatch may take on a software adapter: what llvmpipe allows before it leaves every loop of an invocation
/// without a word (65,535), less a twelfth. The loops of the shader are few, and all are counted.
const SOFTWARE_ROUNDS: u32 = 60_000;

/// In place of costs that fill up a quadruple: more than any sum of cost and price.
const FAR: i32 = 1 << 30;

/// Costs that are read at a time.
pub const QUAD: usize = 4;

/// Whether a problem is for this way, see [`Plains`].
pub fn is_for_plains(problem: &Problem) -> bool {
    is_plain(problem) && problem.n_targets <= MOST_ROWS && {
        let (low, high) = rows::range(&problem.cost);
        high != INFEASIBLE && high - low < MAX_SPREAD
    }
}

/// Rounds of loops that one dispatch may take.
pub fn most_rounds(device: &Device) -> u32 {
    if device.report.is_hardware() { market::most_rounds(device) } else { SOFTWARE_ROUNDS }
}

/// Plain problems side by side.
#[derive(Clone, Debug, Default)]
pub struct Plains {
    /// One row per problem.
    pub plains: Vec<Plain>,
    /// Costs less the least of their problem, row by row, each filled up to whole quadruples.
    pub costs: Vec<i32>,
    /// First price of each column, filled up likewise.
    pub prices: Vec<i32>,
    /// Rows of all problems.
    pub n_slots: usize,
}

/// Bytes that a problem adds to the largest of its buffers.
pub fn bytes_of(problem: &Problem) -> u64 {
    let width = problem.n_weapons.next_multiple_of(QUAD);
    // A slot is five words.
    (problem.n_targets * width.max(size_of::<Slot>() / 4) * 4) as u64
}

impl Plains {
    /// Those of problems that are [`is_for_plains`]; a dispatch may take so many rounds of loops for each.
    pub fn of<'a>(problems: impl Iterator<Item = &'a Problem>, most_rounds: u32) -> Self {
        let mut plains = Self::default();
        problems.for_each(|problem| plains.push(problem, most_rounds));
        plains
    }

    fn push(&mut self, problem: &Problem, most_rounds: u32) {
        let n = problem.n_targets;
        let width = n.next_multiple_of(QUAD);
        let (low, high) = rows::range(&problem.cost);
        let spread = (high - low) as i32;
        self.plains.push(Plain {
            n: n as u32,
            n_quads: (width / QUAD) as u32,
            cost_first: (self.costs.len() / QUAD) as u32,
            price_first: (self.prices.len() / QUAD) as u32,
            slot_first: self.n_slots as u32,
            most_rounds,
            eps: 2 * spread / n as i32 + 1,
            ..Plain::default()
        });
        self.n_slots += n;
        let mut least = vec![spread; n];
        for row in problem.cost.chunks_exact(n) {
            let first = self.costs.len();
            self.costs.extend(row.iter().map(|cost| (cost - low) as i32));
            for (least, &cost) in least.iter_mut().zip(&self.costs[first..]) {
                *least = (*least).min(cost);
            }
            self.costs.resize(first + width, FAR);
        }
        let first = self.prices.len();
        self.prices.extend(least.iter().map(|least| spread - least));
        self.prices.resize(first + width, 0);
    }

    /// The shots of a problem that is solved.
    pub fn answer(&self, ix: usize, slots: &[Slot]) -> Answer {
        let plain = &self.plains[ix];
        let columns = &slots[plain.slot_first as usize..][..plain.n as usize];
        let pairs = columns.iter().zip(0..).map(|(column, weapon)| Pair { target: column.owner, weapon });
        Answer::from_pairs(pairs.collect())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::assign::fixture::random_problem;
    use crate::assign::oracle::hungarian;
    use crate::engine::gpu::shader::load::{Bounds, Parsed, parse, spirv};
    use crate::engine::gpu::shader::reflect::ConstValue;
    use crate::engine::gpu::shader::xor_barrier::xor_barrier;
    use crate::model::layout::Row;
    use std::collections::VecDeque;

    const NONE: u32 = u32::MAX;

    /// Small and large, with and without ties, at both ends of what costs may be.
    pub fn problems() -> Vec<Problem> {
        let mut problems = Vec::new();
        for (seed, n) in [2, 3, 4, 5, 31, 32, 33, 64, 100, 130].into_iter().cycle().take(40).enumerate() {
            let most = [2, 12, 100_000, MAX_SPREAD][seed / 10];
            let mut problem = random_problem(n, n, most, 0.0, seed as u32);
            let lowest = [0, 1 << 31, u32::MAX - MAX_SPREAD][seed % 3];
            problem.cost.iter_mut().for_each(|cost| *cost += lowest);
            problems.push(problem);
        }
        let mut distances = Problem::new(90, 90);
        for (ix, cost) in (0..).zip(&mut distances.cost) {
            *cost = (ix / 90 * 37 % 101_u32).abs_diff(ix % 90 * 53 % 103);
        }
        problems.push(distances);
        problems
    }

    /// The steps of the shader one by one, as the head of this file tells them.
    pub fn one_by_one(problem: &Problem) -> Answer {
        let n = problem.n_targets;
        let plains = Plains::of(std::iter::once(problem), 0);
        let width = plains.costs.len() / n;
        let row = |row: usize| &plains.costs[row * width..][..n];
        let (mut price, mut owner, mut waiting) = (plains.prices[..n].to_vec(), Vec::new(), VecDeque::new());
        let eps = plains.plains[0].eps;
        for (eps, most_bids) in [(eps, usize::MAX), (eps / 4 + 1, usize::MAX), (0, 3 * n / 2)] {
            owner = vec![NONE; n];
            waiting = (0..n as u32).collect();
            let mut n_bids = 0;
            while n_bids < most_bids
                && let Some(bidder) = waiting.pop_front()
            {
                n_bids += 1;
                let mut sums: Vec<_> = row(bidder as usize).iter().zip(&price).map(|(c, p)| c + p).zip(0..n).collect();
                sums.sort_unstable();
                price[sums[0].1] += sums[1].0 - sums[0].0 + eps;
                let before = std::mem::replace(&mut owner[sums[0].1], bidder);
                waiting.extend((before != NONE).then_some(before));
            }
        }
        for start in waiting {
            place(start, row, &mut price, &mut owner);
        }
        Answer::from_pairs((0..).zip(owner).map(|(weapon, target)| Pair { target, weapon }).collect())
    }

    /// A column for one more row, along a shortest path.
    fn place<'a>(start: u32, costs: impl Fn(usize) -> &'a [i32], price: &mut [i32], owner: &mut [u32]) {
        let n = price.len();
        let (mut distance, mut from, mut via) = (vec![i32::MAX; n], vec![NONE; n], vec![NONE as usize; n]);
        let mut is_done = vec![false; n];
        let (mut row, mut base) = (start, 0);
        let end = loop {
            for column in 0..n {
                let new = base + costs(row as usize)[column] + price[column];
                if !is_done[column] && new < distance[column] {
                    (distance[column], from[column]) = (new, row);
                }
            }
            let nearest = (0..n).filter(|&column| !is_done[column]).min_by_key(|&column| distance[column]).unwrap();
            if owner[nearest] == NONE {
                break nearest;
            }
            is_done[nearest] = true;
            row = owner[nearest];
            via[row as usize] = nearest;
            base = distance[nearest] - costs(row as usize)[nearest] - price[nearest];
        };
        for column in (0..n).filter(|&column| is_done[column]) {
            price[column] += distance[end] - distance[column];
        }
        let mut column = end;
        loop {
            owner[column] = from[column];
            if from[column] == start {
                return;
            }
            column = via[from[column] as usize];
        }
    }

    #[test]
    fn the_method_finds_the_optimum() {
        for problem in problems() {
            assert!(is_for_plains(&problem));
            let answer = one_by_one(&problem);
            assert_eq!(answer.check(&problem), Ok(()));
            assert_eq!((answer.pairs.len(), answer.objective(&problem)), hungarian(&problem));
        }
    }

    #[test]
    fn what_does_not_fit_is_left_to_others() {
        let plain = random_problem(4, 4, 10, 0.0, 1);
        assert!(is_for_plains(&plain));
        let but = |change: fn(&mut Problem)| {
            let mut problem = plain.clone();
            change(&mut problem);
            is_for_plains(&problem)
        };
        assert!(!but(|problem| problem.set_cost(1, 2, INFEASIBLE)));
        assert!(!but(|problem| problem.set_cost(1, 2, MAX_SPREAD + 10)));
        assert!(!but(|problem| problem.demand[1] = 2));
        assert!(!is_for_plains(&random_problem(4, 5, 10, 0.0, 1)));
        assert!(!is_for_plains(&random_problem(MOST_ROWS + 1, MOST_ROWS + 1, 10, 0.0, 1)));
    }

    fn same_layout<T: Row>(shader: &Parsed) {
        let found = &shader.reflection.structs[T::NAME];
        let found: Vec<_> = found.fields.iter().map(|f| (f.name.as_str(), f.offset, f.ty.as_str())).collect();
        let wanted: Vec<_> = T::FIELDS.iter().enumerate().map(|(ix, f)| (f.name, 4 * ix as u32, f.kind)).collect();
        assert_eq!(found, wanted, "{}", T::NAME);
    }

    #[test]
    fn both_forms_of_the_shader_have_the_rows_and_constants_of_the_host() {
        for (name, lanes) in [("assign/plain_workgroup", 64), ("assign/plain_subgroup", 8)] {
            let shader = parse(name).unwrap();
            same_layout::<Plain>(&shader);
            same_layout::<Slot>(&shader);
            let constants = &shader.reflection.constants;
            assert_eq!(constants["MOST_COLUMNS"], ConstValue::U32(MOST_ROWS as u32));
            assert_eq!(constants["FAR"], ConstValue::I32(FAR));
            assert_eq!(constants["LANES"], ConstValue::U32(lanes));
            assert_eq!(shader.reflection.entry_points[0].workgroup_size, [lanes, 1, 1]);
            xor_barrier(name, &shader.module, &shader.info).unwrap();
            for bounds in [Bounds::Checked, Bounds::Unchecked] {
                assert!(!spirv(name, &shader, bounds).unwrap().is_empty());
            }
        }
    }
}
