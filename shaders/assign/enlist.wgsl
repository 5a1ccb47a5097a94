// Enlist: the market of each replicate whose defence decides by `auction`, laid out from the rows of the decision, and its first
// prices: `Terms` of src/assign/auction.rs, `recall` of src/assign/linear/prices.rs, src/assign/linear/opening.rs.
//
// One workgroup per replicate, each lane with every 64th agent.

//!include assign/edges
//!include assign/market
//!include assign/prices
//!include model/layout
//!include model/pick
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> groups: array<Group>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> rounds: array<Round>;
@group(0) @binding(5) var<storage, read> weapons: array<Weapon>;
@group(0) @binding(6) var<storage, read> costs: array<u32>;
@group(0) @binding(7) var<storage, read> picks: array<Pick>;
@group(0) @binding(8) var<storage, read> used_pools: array<u32>;
@group(0) @binding(9) var<storage, read> tallies: array<Tally>;
@group(0) @binding(10) var<storage, read_write> markets: array<Market>;
@group(0) @binding(11) var<storage, read_write> agents: array<Agent>;
@group(0) @binding(12) var<storage, read_write> first_seats: array<u32>;
@group(0) @binding(13) var<storage, read> memories: array<u32>;

// Prices are off by what one in so many of them is off by.
const ONE_IN: u32 = 8u;
// Powers of SCALING below 2^58, and one more.
const POWERS: u32 = 18u;

// Sums over all lanes: exact whatever the order of arrival.
var<workgroup> least_cost: atomic<u32>;
var<workgroup> most_cost: atomic<u32>;
var<workgroup> n_wanted: atomic<u32>;
var<workgroup> n_places: atomic<u32>;
var<workgroup> n_blocked: atomic<u32>;
var<workgroup> most_units: atomic<u32>;
// Priced agents of the side that is bid for, and those among them that are off by so many powers of SCALING and no more.
var<workgroup> n_priced: atomic<u32>;
var<workgroup> n_off: array<atomic<u32>, POWERS>;
var<workgroup> share_units: array<u32, 64>;
var<workgroup> is_open: u32;

@compute @workgroup_size(64)
fn main(
    @builtin(local_invocation_index) lane: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(num_workgroups) n_workgroups: vec3<u32>,
) {
    let first = workgroup.x + workgroup.y * n_workgroups.x;
    for (var row = first; row < params.n_replicates; row += n_workgroups.x * n_workgroups.y) {
        let header = replicates[row];
        let case_ = cases[header.case_ix];
        if lane == 0u {
            let is_due = tallies[row].done == 0u && case_.rule == RULE_AUCTION && decides(header, case_, tallies[row].tick);
            is_open = select(0u, 1u, is_due);
            markets[row].phase = PHASE_IDLE;
            reset();
        }
        if workgroupUniformLoad(&is_open) != 0u {
            enlist(header, case_, row, lane);
        }
    }
}

fn reset() {
    atomicStore(&least_cost, 0xffffffffu);
    atomicStore(&most_cost, 0u);
    atomicStore(&n_wanted, 0u);
    atomicStore(&n_places, 0u);
    atomicStore(&n_blocked, 0u);
    atomicStore(&most_units, 0u);
    atomicStore(&n_priced, 0u);
    for (var ix = 0u; ix < POWERS; ix++) {
        atomicStore(&n_off[ix], 0u);
    }
}

fn enlist(header: Replicate, case_: Case, row: u32, lane: u32) {
    market = markets[row];
    market.n_targets = header.n_threats;
    market.n_rows = header.n_threats + case_.n_sites;
    market.n_columns = header.n_weapons;
    list_reach(header, case_, lane);
    storageBarrier();
    list_targets(header, lane);
    storageBarrier();
    list_places(header, lane);
    storageBarrier();
    list_blockers(header, case_, lane);
    storageBarrier();
    workgroupBarrier();
    lay_out_seats(lane);
    if lane == 0u {
        set_scale();
        markets[row] = market;
        is_open = select(0u, 1u, market.phase == PHASE_OPEN && memories[market.memory_first] != 0u);
    }
    storageBarrier();
    if workgroupUniformLoad(&is_open) != 0u {
        market = markets[row];
        recall(header, lane);
        storageBarrier();
        judge_gains(lane);
        storageBarrier();
        judge_prices(lane);
        workgroupBarrier();
        if lane == 0u {
            markets[row].exponent = warm_exponent();
        }
    }
}

// Columns: the shots that each weapon could give if no other drew from its pool.
fn list_reach(header: Replicate, case_: Case, lane: u32) {
    for (var ix = lane; ix < market.n_columns; ix += 64u) {
        let pool = pool_of(header, case_, ix);
        var reach = weapons[header.weapon_first + ix].capacity;
        if pool != NO_POOL {
            reach = min(reach, used_pools[header.rail_first + pool]);
        }
        agents[agent_of(false, ix)] = Agent(0u, 0u, pool, reach);
    }
}

// The site whose channels and rails a weapon draws from; an interceptor in flight that still holds its channel needs none.
fn pool_of(header: Replicate, case_: Case, weapon: u32) -> u32 {
    let round = weapons[header.weapon_first + weapon].round;
    if round >= 0 {
        if rounds[header.round_first + u32(round)].channel >= 0 {
            return NO_POOL;
        }
    }
    return groups[case_.group_first + weapons[header.weapon_first + weapon].group].site;
}

fn cell_of(target_: u32, weapon: u32) -> u32 {
    return costs[market.cell_first + (target_ * market.n_columns + weapon) * market.cell_words];
}

// Rows: what targets want, as far as weapons in reach can give it.
fn list_targets(header: Replicate, lane: u32) {
    for (var ix = lane; ix < market.n_targets; ix += 64u) {
        let demand = picks[header.threat_first + ix].demand;
        var offered = 0u;
        for (var weapon = 0u; weapon < market.n_columns && demand > 0u; weapon++) {
            let cell = cell_of(ix, weapon);
            let reach = agents[agent_of(false, weapon)].units;
            if cell != INFEASIBLE && reach > 0u {
                offered += reach;
                atomicMin(&least_cost, cell);
                atomicMax(&most_cost, cell);
            }
        }
        let units = min(offered, demand);
        agents[agent_of(true, ix)] = Agent(0u, 0u, NO_POOL, units);
        atomicAdd(&n_wanted, units);
        atomicMax(&most_units, units);
    }
}

// Columns again: no more places than targets in reach want.
fn list_places(header: Replicate, lane: u32) {
    for (var ix = lane; ix < market.n_columns; ix += 64u) {
        let agent = agent_of(false, ix);
        var wanted = 0u;
        for (var target_ = 0u; target_ < market.n_targets && agents[agent].units > 0u; target_++) {
            wanted += select(picks[header.threat_first + target_].demand, 0u, cell_of(target_, ix) == INFEASIBLE);
        }
        let units = min(wanted, agents[agent].units);
        agents[agent].units = units;
        atomicAdd(&n_places, units);
        atomicMax(&most_units, units);
    }
}

// Rows again: what each pool's blocker wants, the places in excess of the pool.
fn list_blockers(header: Replicate, case_: Case, lane: u32) {
    for (var pool = lane; pool < case_.n_sites; pool += 64u) {
        var places = 0u;
        for (var ix = 0u; ix < market.n_columns; ix++) {
            let agent = agent_of(false, ix);
            places += select(0u, agents[agent].units, agents[agent].pool == pool);
        }
        let excess = places - min(places, used_pools[header.rail_first + pool]);
        agents[agent_of(true, market.n_targets + pool)] = Agent(0u, 0u, NO_POOL, excess);
        atomicAdd(&n_blocked, excess);
        atomicMax(&most_units, excess);
    }
}

// Where the places of each agent begin: each lane for as many agents, one after the other.
fn lay_out_seats(lane: u32) {
    let n = market.n_rows + market.n_columns;
    let share = (n + 63u) / 64u;
    let end = min((lane + 1u) * share, n);
    var units = 0u;
    for (var ix = lane * share; ix < end; ix++) {
        units += agents[market.agent_first + ix].units;
    }
    share_units[lane] = units;
    workgroupBarrier();
    var first = market.seat_first;
    for (var ix = 0u; ix < lane; ix++) {
        first += share_units[ix];
    }
    for (var ix = lane * share; ix < end; ix++) {
        first_seats[market.agent_first + ix] = first;
        first += agents[market.agent_first + ix].units;
    }
}

// How costs become values, and with which eps an auction at prices 0 begins.
fn set_scale() {
    let wanted = atomicLoad(&n_wanted);
    let places = atomicLoad(&n_places);
    let blocked = atomicLoad(&n_blocked);
    let n_shots = min(wanted, places);
    if n_shots == 0u {
        return;
    }
    let least = atomicLoad(&least_cost);
    let most = atomicLoad(&most_cost);
    market.factor = 2u * min(n_shots + blocked, places) + 1u;
    market.shift = 0u;
    var penalty = vec2<u32>(0u, 0u);
    loop {
        let low = least >> market.shift;
        let high = most >> market.shift;
        penalty = add64(add64(mul64(n_shots, high - low), vec2<u32>(high, 0u)), vec2<u32>(1u, 0u));
        // Twice the penalty times the factor stays below MAX_VALUE, 2^58 - 1.
        let carry = mul64(penalty.x, market.factor).y;
        let upper = add64(mul64(penalty.y, market.factor), vec2<u32>(carry, 0u));
        if (upper.y == 0u && upper.x < (1u << 25u)) || market.shift == 31u {
            break;
        }
        market.shift += 1u;
    }
    let shot = times64(penalty, market.factor);
    let block = add64(shot, shot);
    let dearest = sub64(shot, mul64(least >> market.shift, market.factor));
    let top = select(dearest, block, blocked > 0u);
    market.penalty_low = penalty.x;
    market.penalty_high = penalty.y;
    market.shot_low = shot.x;
    market.shot_high = shot.y;
    market.block_low = block.x;
    market.block_high = block.y;
    market.top_low = top.x;
    market.top_high = top.y;
    market.most_units = atomicLoad(&most_units);
    market.n_places = max(wanted + blocked, places);
    market.is_swapped = select(0u, 1u, places < wanted + blocked);
    market.phase = PHASE_OPEN;
    market.limit = PATIENCE * min(wanted + blocked, places);
    market.patience = market.limit;
    market.hand = NOBODY;
    market.cursor = NOBODY;
    market.left = 0u;
    market.exponent = cold_exponent(mul64((most - least) >> market.shift, market.factor));
}

// The least exponent whose eps is not below the spread divided by SCALING, rounded down.
fn cold_exponent(spread: vec2<u32>) -> u32 {
    var exponent = 0u;
    var eps = vec2<u32>(1u, 0u);
    while !less64(spread, times64(add64(eps, vec2<u32>(1u, 0u)), SCALING)) {
        eps = times64(eps, SCALING);
        exponent += 1u;
    }
    return exponent;
}

// Whether the side that is bid for is that of the rows.
fn are_rows_bid_for() -> bool {
    return market.is_swapped != 0u;
}

// The first prices, from what the decision before left: weapons and pools by index, targets by label.
fn recall(header: Replicate, lane: u32) {
    let counts = market.memory_first + 1u;
    let n_weapons = memories[counts];
    let n_pools = memories[counts + 1u];
    let n_targets = memories[counts + 2u];
    let words = counts + 3u;
    let is_row = are_rows_bid_for();
    for (var ix = lane; ix < n_agents(is_row); ix += 64u) {
        var word = 0u;
        if !is_row {
            if ix < n_weapons {
                word = memories[words + ix];
            }
        } else if ix >= market.n_targets {
            if ix - market.n_targets < n_pools && agents[agent_of(true, ix)].units > 0u {
                word = memories[words + n_weapons + ix - market.n_targets];
            }
        } else if picks[header.threat_first + ix].demand > 0u {
            let labels = words + n_weapons + n_pools;
            let label = picks[header.threat_first + ix].label;
            for (var other = 0u; other < n_targets; other++) {
                if memories[labels + other] == label {
                    word = memories[labels + n_targets + other];
                    break;
                }
            }
        }
        let price = price_of_word(word);
        set_price(agent_of(is_row, ix), price);
    }
}

// Value of the edge between an agent of the side that opens and one of the other; 0 where there is none.
fn value_between(first: u32, second: u32) -> vec2<u32> {
    let is_row = are_rows_bid_for();
    let row = select(first, second, is_row);
    let column = select(second, first, is_row);
    let agent = agents[agent_of(false, column)];
    let value = value_of(row, column, agent.pool);
    return select(value, vec2<u32>(0u, 0u), agent.units == 0u || agents[agent_of(true, row)].units == 0u);
}

// What each agent of the side that opens could gain; kept in place of its price, which is not yet of any use.
fn judge_gains(lane: u32) {
    let is_row = are_rows_bid_for();
    for (var ix = lane; ix < n_agents(!is_row); ix += 64u) {
        var best = vec2<u32>(0u, 0u);
        for (var other = 0u; other < n_agents(is_row); other++) {
            let value = value_between(ix, other);
            let price = price_of(agent_of(is_row, other));
            if less64(price, value) {
                let gain = sub64(value, price);
                if less64(best, gain) {
                    best = gain;
                }
            }
        }
        set_price(agent_of(!is_row, ix), best);
    }
}

// How far each price has to fall before it is the best offer for anybody.
fn judge_prices(lane: u32) {
    let is_row = are_rows_bid_for();
    let zero = vec2<u32>(0u, 0u);
    for (var ix = lane; ix < n_agents(is_row); ix += 64u) {
        let agent = agent_of(is_row, ix);
        let price = price_of(agent);
        if agents[agent].units == 0u || equal64(price, zero) {
            continue;
        }
        var off = price;
        for (var other = 0u; other < n_agents(!is_row); other++) {
            let value = value_between(other, ix);
            let short = sub64(add64(price_of(agent_of(!is_row, other)), price), value);
            if !equal64(value, zero) && less64(short, off) {
                off = short;
            }
        }
        atomicAdd(&n_priced, 1u);
        if equal64(off, zero) {
            continue;
        }
        var power = 0u;
        var eps = vec2<u32>(SCALING, 0u);
        while !less64(off, eps) {
            eps = times64(eps, SCALING);
            power += 1u;
        }
        atomicAdd(&n_off[min(power, POWERS - 1u)], 1u);
    }
}

// The greatest power that one in ONE_IN of the prices is off by, no more than at prices 0.
fn warm_exponent() -> u32 {
    let n = atomicLoad(&n_priced);
    var exponent = 0u;
    loop {
        var n_beyond = 0u;
        for (var power = exponent + 1u; power < POWERS; power++) {
            n_beyond += atomicLoad(&n_off[power]);
        }
        if exponent >= market.exponent || n == 0u || n_beyond * ONE_IN < n {
            return exponent;
        }
        exponent += 1u;
    }
    return exponent;
}
