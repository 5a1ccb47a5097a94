//! Markets as `shaders/assign/` clears them: rows laid out from problems, and pairs read back.
//!
//! The market of a problem is that of [`Auction`](crate::assign): rows are targets, columns weapons, and a blocker for every pool
//! follows the targets (one without units where the pool is no limit). The device goes through the same bids as the host, so
//! prices, pairs and ties are the same.

use super::device::Device;
use super::shader::LoadPath;
use crate::assign::auction::Terms;
use crate::assign::linear::market::{PATIENCE, SCALING};
use crate::assign::linear::opening;
use crate::assign::{Answer, INFEASIBLE, NO_POOL, Pair, Problem};
use crate::model::batch::{Batch, Statics};
use crate::model::codes;
use crate::model::layout::{Agent, Case, Group, Market, Replicate, Seat, Shot};

/// What is done next to a market; the numbers are shared with the shader.
pub mod phase {
    /// Empty the places.
    pub const OPEN: u32 = 0;
    /// Done.
    pub const CLEARED: u32 = 5;
    /// There is nothing to be traded.
    pub const IDLE: u32 = 7;
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
            seat_first: 0,
            memory_first: 0,
            penalty_low: words(scale.penalty)[0],
            penalty_high: words(scale.penalty)[1],
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

/// What the auctions of a batch take on the device: a market for each replicate, without agents where it decides otherwise.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// Per replicate: its market, idle, with where its rows begin.
    pub markets: Vec<Market>,
    /// Rows of `agents`.
    pub n_agents: usize,
    /// Rows of `seats`, as many as can ever be taken.
    pub n_seats: usize,
    /// Words of `memories`: per replicate the length of its memory, and room for the longest.
    pub n_words: usize,
}

impl Room {
    /// For a batch; `most_rounds` are the rounds of loops that one dispatch may take.
    pub fn of(batch: &Batch, most_rounds: u32) -> Self {
        let s = &batch.statics;
        let mut room = Self::default();
        for header in &s.replicates {
            let case = &s.cases[header.case_ix as usize];
            room.markets.push(Market {
                agent_first: room.n_agents as u32,
                seat_first: room.n_seats as u32,
                memory_first: room.n_words as u32,
                cell_first: header.cost_first * CELL_WORDS,
                cell_words: CELL_WORDS,
                most_rounds,
                phase: phase::IDLE,
                ..Market::default()
            });
            if case.rule == codes::RULE_AUCTION {
                let [threats, weapons, sites] = [header.n_threats, header.n_weapons, case.n_sites].map(|n| n as usize);
                // A blocker wants no more than the places of its pool, so these count twice.
                let wanted = threats * case.salvo.min(case.max_shots) as usize;
                room.n_agents += threats + sites + weapons;
                room.n_seats += wanted + 2 * most_places(s, header, case);
                room.n_words += 4 + weapons + sites + 2 * threats;
            }
        }
        room
    }
}

/// Rounds of loops that one dispatch may take on a software adapter: half of what llvmpipe allows before it leaves every loop of
/// an invocation, without a word.
const SOFTWARE_ROUNDS: u32 = 1 << 15;
/// ... and on hardware: well within what watchdogs of drivers allow.
const HARDWARE_ROUNDS: u32 = 1 << 20;

/// Rounds of loops that one dispatch may take.
pub fn most_rounds(device: &Device) -> u32 {
    if device.report.is_hardware() { HARDWARE_ROUNDS } else { SOFTWARE_ROUNDS }
}

/// Whether a subgroup is the team for each market: on a software adapter, where every barrier is a switch of context for each part of
/// a workgroup, if its subgroups are of the size that the shader is written for.
pub fn takes_subgroups(device: &Device) -> bool {
    let info = device.device.adapter_info();
    let is_of_eight = info.subgroup_min_size == 8 && info.subgroup_max_size == 8;
    !device.report.is_hardware() && device.path == LoadPath::Passthrough && is_of_eight
}

/// Rounds of loops that the longest step takes at most: laying out a market and judging its first prices, or seeing it from the
/// other side.
pub fn rounds_of_a_step(case: &Case, header: &Replicate, takes_subgroups: bool) -> u64 {
    let [threats, weapons, sites] = [header.n_threats, header.n_weapons, case.n_sites].map(u64::from);
    let rows = threats + sites;
    let laying_out = (8 * (rows + 64) * (weapons + 64) + threats * (threats + 64)) / 64 + rows;
    let lanes = if takes_subgroups { 8 } else { 64 };
    let places = threats * u64::from(case.salvo.min(case.max_shots)) + 2 * (u64::from(header.n_orders) + weapons);
    let turning = 64 + rows.max(weapons).div_ceil(lanes) * 24 + places * 24;
    laying_out.max(turning)
}

/// Words of a cell of the cost table.
const CELL_WORDS: u32 = (size_of::<Shot>() / 4) as u32;

/// Places of all weapons at most: what channels, rails and magazine allow each group, and one for each interceptor in flight.
fn most_places(s: &Statics, header: &Replicate, case: &Case) -> usize {
    let groups = &s.groups[case.group_first as usize..(case.group_first + case.n_groups) as usize];
    let most = |group: &Group| {
        let site = &s.sites[(case.site_first + group.site) as usize];
        group.n_rounds.min(site.n_channels).min(site.n_rails)
    };
    (groups.iter().map(most).sum::<u32>() + header.n_weapons - case.n_groups) as usize
}

/// Bytes that a problem adds to the largest buffer of its market, or more.
pub fn bytes_of(problem: &Problem) -> u64 {
    let units = |units: &[u32], most: u64| units.iter().map(|&n| u64::from(n).min(most)).sum::<u64>();
    let wanted = problem.wanted();
    let n_seats = 2 * units(&problem.capacity, wanted) + wanted;
    let n_agents = problem.n_targets + problem.pool.len() + problem.n_weapons;
    (problem.cost.len() as u64 * 4).max(n_seats * size_of::<Seat>() as u64).max((n_agents * size_of::<Agent>()) as u64)
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
    use crate::assign::linear::market::MAX_VALUE;
    use crate::assign::linear::prices;
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
    fn what_lays_markets_out_and_concludes_them_has_the_constants_of_the_host() {
        let constants = |name: &str| parse(name).unwrap().reflection.constants;
        let (enlist, conclude) = (constants("assign/enlist"), constants("assign/conclude"));
        assert_eq!(enlist["ONE_IN"], ConstValue::U32(opening::ONE_IN as u32));
        assert_eq!(enlist["PATIENCE"], ConstValue::U32(PATIENCE as u32));
        for shader in [&enlist, &conclude] {
            assert_eq!(shader["OFFSET_BITS"], ConstValue::U32(prices::OFFSET_BITS));
            assert_eq!(shader["MAX_OFFSET"], ConstValue::I32(prices::MAX_OFFSET as i32));
            assert_eq!(shader["SCALING"], ConstValue::U32(SCALING as u32));
        }
        // Powers of SCALING up to the greatest value.
        let powers = (0..).take_while(|&power| SCALING.pow(power) <= MAX_VALUE).count() as u32;
        assert_eq!(enlist["POWERS"], ConstValue::U32(powers + 1));
        // `enlist` tells by these whether the scale fits: 2^58 - 1, half of it a power of two.
        assert_eq!(MAX_VALUE, (1 << 58) - 1);
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
            same("PHASE_IDLE", phase::IDLE);
            same("LANES", lanes);
            let entry = &shader.reflection.entry_points[0];
            assert_eq!((entry.name.as_str(), entry.workgroup_size), ("main", [lanes, 1, 1]));
            for bounds in [Bounds::Checked, Bounds::Unchecked] {
                assert!(!spirv(name, &shader, bounds).unwrap().is_empty());
            }
        }
    }
}
