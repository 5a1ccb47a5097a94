//! Markets as `shaders/assign/` clears them: rows laid out from problems, and pairs read back.
//!
//! The market of a problem is that of [`Auction`](crate::assign): rows are targets, columns weapons, and a blocker for every pool
//! follows the targets (one without units where the pool is no limit). The device goes through the same bids as the host, so
//! prices, pairs and ties are the same.

use crate::assign::auction::Terms;
use crate::assign::linear::market::{PATIENCE, SCALING};
use crate::assign::linear::opening;
use crate::assign::{Answer, INFEASIBLE, NO_POOL, Pair, Problem};
use crate::model::layout::{Agent, Market, Seat};

/// What is done next to a market; the numbers are shared with the shader.
pub mod phase {
    /// Empty the places.
    pub const OPEN: u32 = 0;
    /// Done.
    pub const CLEARED: u32 = 5;
}

/// In place of an agent, nobody; as a limit of bids, none.
pub const NONE: u32 = u32::MAX;

/// Markets side by side.
#[derive(Clone, Debug, Default)]
pub struct Markets {
    /// One row per market.
    pub markets: Vec<Market>,
    /// Rows, then columns, of each market.
    pub agents: Vec<Agent>,
    /// Per agent: its first row in `seats`.
    pub first_seats: Vec<u32>,
    /// Number of places of all agents.
    pub n_seats: usize,
    /// Cells of all markets.
    pub costs: Vec<u32>,
}

impl Markets {
    /// Adds the market of a problem, at prices 0; false, and nothing is added, if no shot can be given.
    pub fn push(&mut self, problem: &Problem, most_rounds: u32) -> bool {
        let Some(terms) = Terms::of(problem) else { return false };
        let Terms { wanted, places, excess, scale, spread } = &terms;
        let agent_first = self.agents.len() as u32;
        let row_units = wanted.iter().chain(excess);
        for &units in row_units.clone() {
            self.push_agent(units, NO_POOL);
        }
        for (&units, &pool) in places.iter().zip(&problem.resource) {
            self.push_agent(units, pool);
        }
        let sum = |units: &mut dyn Iterator<Item = &u32>| units.map(|&n| u64::from(n)).sum::<u64>();
        let (n_row_units, n_column_units) = (sum(&mut row_units.clone()), sum(&mut places.iter()));
        let n_units = n_row_units.min(n_column_units);
        let [shot_low, shot_high] = words(scale.penalty * scale.factor);
        let [block_low, block_high] = words(scale.block());
        let [top_low, top_high] = words(top(problem, &terms));
        let limit = (PATIENCE * n_units).min(u64::from(NONE - 1)) as u32;
        self.markets.push(Market {
            n_targets: problem.n_targets as u32,
            n_rows: (problem.n_targets + excess.len()) as u32,
            n_columns: problem.n_weapons as u32,
            agent_first,
            cell_first: self.costs.len() as u32,
            cell_words: 1,
            shift: scale.shift,
            factor: scale.factor as u32,
            shot_low,
            shot_high,
            block_low,
            block_high,
            top_low,
            top_high,
            most_units: row_units.chain(places).copied().max().unwrap_or(0),
            n_places: n_row_units.max(n_column_units) as u32,
            is_swapped: u32::from(n_column_units < n_row_units),
            most_rounds,
            phase: phase::OPEN,
            exponent: opening::cold(*spread).ilog(SCALING),
            limit,
            patience: limit,
            hand: NONE,
            cursor: NONE,
            left: 0,
        });
        self.costs.extend(&problem.cost);
        true
    }

    fn push_agent(&mut self, units: u32, pool: u32) {
        self.agents.push(Agent { low: 0, high: 0, pool, units });
        self.first_seats.push(self.n_seats as u32);
        self.n_seats += units as usize;
    }

    /// The shots of a cleared market.
    pub fn answer(&self, market: usize, seats: &[Seat], seated: &[u32]) -> Answer {
        let m = &self.markets[market];
        let rows = m.agent_first..m.agent_first + m.n_rows;
        let columns = rows.end..rows.end + m.n_columns;
        // At the end, who sits where is told by the side that opened.
        let (hosts, is_swapped) = if m.is_swapped == 0 { (rows, false) } else { (columns, true) };
        let mut pairs = Vec::new();
        for (host, agent) in (0..).zip(hosts) {
            let first = self.first_seats[agent as usize] as usize;
            for seat in &seats[first..first + seated[agent as usize] as usize] {
                let (target, weapon) = if is_swapped { (seat.who, host) } else { (host, seat.who) };
                pairs.push(Pair { target, weapon });
            }
        }
        pairs.retain(|pair| pair.target < m.n_targets); // the rest are blockers
        Answer::from_pairs(pairs)
    }
}

/// The greatest value of an edge.
fn top(problem: &Problem, terms: &Terms) -> i64 {
    let Terms { wanted, places, excess, scale, .. } = terms;
    let least = |target: usize| {
        let of_row =
            problem.row(target).iter().zip(places).filter(|&(&cost, &places)| cost != INFEASIBLE && places > 0);
        of_row.map(|(&cost, _)| cost).min()
    };
    let least = (0..problem.n_targets).filter(|&target| wanted[target] > 0).filter_map(least).min();
    let shot = least.map_or(0, |cost| scale.value_of(cost));
    if excess.iter().any(|&excess| excess > 0) { scale.block() } else { shot }
}

fn words(value: i64) -> [u32; 2] {
    [value as u32, (value >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::gpu::shader::load::{Bounds, Parsed, parse, spirv};
    use crate::engine::gpu::shader::reflect::ConstValue;
    use crate::model::layout::Row;

    const SHADERS: [(&str, u32); 2] = [("assign/auction", 64), ("assign/auction_subgroup", 8)];

    fn same_layout<T: Row>(shader: &Parsed) {
        let found = &shader.reflection.structs[T::NAME];
        let found: Vec<_> = found.fields.iter().map(|f| (f.name.as_str(), f.offset, f.ty.as_str())).collect();
        let wanted: Vec<_> = T::FIELDS.iter().enumerate().map(|(ix, f)| (f.name, 4 * ix as u32, f.kind)).collect();
        assert_eq!(found, wanted, "{}", T::NAME);
    }

    #[test]
    fn both_forms_of_the_auction_have_the_rows_and_constants_of_the_host() {
        for (name, lanes) in SHADERS {
            let shader = parse(name).unwrap();
            same_layout::<Market>(&shader);
            same_layout::<Agent>(&shader);
            same_layout::<Seat>(&shader);
            let same = |constant: &str, value: u32| {
                assert_eq!(shader.reflection.constants[constant], ConstValue::U32(value), "{name}: {constant}");
            };
            same("SCALING", SCALING as u32);
            same("PATIENCE", PATIENCE as u32);
            same("NOBODY", NONE);
            same("UNLIMITED", NONE);
            same("PHASE_OPEN", phase::OPEN);
            same("PHASE_CLEARED", phase::CLEARED);
            same("LANES", lanes);
            let entry = &shader.reflection.entry_points[0];
            assert_eq!((entry.name.as_str(), entry.workgroup_size), ("main", [lanes, 1, 1]));
            for bounds in [Bounds::Checked, Bounds::Unchecked] {
                assert!(!spirv(name, &shader, bounds).unwrap().is_empty());
            }
        }
    }
}
