// Conclude: the shots of each cleared market as orders, and its prices as the memory of the replicate: `keep` of
// src/assign/linear/prices.rs. A market that was not cleared is a fault, and gives no orders.
//
// One workgroup per replicate, each lane with every 64th agent.

//!include assign/market
//!include assign/prices
//!include model/layout
//!include model/pick
//!include model/sort

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(2) var<storage, read> picks: array<Pick>;
@group(0) @binding(3) var<storage, read> markets: array<Market>;
@group(0) @binding(4) var<storage, read_write> agents: array<Agent>;
@group(0) @binding(5) var<storage, read> first_seats: array<u32>;
@group(0) @binding(6) var<storage, read> seats: array<Seat>;
@group(0) @binding(7) var<storage, read> seated: array<u32>;
@group(0) @binding(8) var<storage, read_write> orders: array<Order>;
@group(0) @binding(9) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(10) var<storage, read_write> memories: array<u32>;

var<workgroup> n_shots: atomic<u32>;
var<workgroup> share_listed: array<u32, 64>;
var<workgroup> phase_told: u32;
var<workgroup> n_told: u32;

@compute @workgroup_size(64)
fn main(
    @builtin(local_invocation_index) lane: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(num_workgroups) n_workgroups: vec3<u32>,
) {
    let first = workgroup.x + workgroup.y * n_workgroups.x;
    for (var row = first; row < params.n_replicates; row += n_workgroups.x * n_workgroups.y) {
        market = markets[row];
        if lane == 0u {
            phase_told = market.phase;
            atomicStore(&n_shots, 0u);
            if market.phase != PHASE_CLEARED && market.phase != PHASE_IDLE {
                tallies[row].faults |= FAULT_UNDECIDED;
            }
        }
        if workgroupUniformLoad(&phase_told) == PHASE_CLEARED {
            give_orders(replicates[row], row, lane);
            keep(replicates[row], lane);
        }
    }
}

// At the end, who sits where is told by the side that opened.
fn give_orders(header: Replicate, row: u32, lane: u32) {
    let is_row = market.is_swapped == 0u;
    for (var ix = lane; ix < n_agents(is_row); ix += 64u) {
        let agent = agent_of(is_row, ix);
        let first = first_seats[agent];
        for (var seat = first; seat < first + seated[agent]; seat++) {
            let target_ = select(seats[seat].who, ix, is_row);
            if target_ < market.n_targets {
                let at = atomicAdd(&n_shots, 1u);
                if at < header.n_orders {
                    orders[header.order_first + at] = Order(select(ix, seats[seat].who, is_row), target_);
                }
            }
        }
    }
    workgroupBarrier();
    storageBarrier();
    if lane == 0u {
        n_told = atomicLoad(&n_shots);
        if n_told > header.n_orders {
            tallies[row].faults |= FAULT_ORDERS;
            n_told = 0u;
        }
        tallies[row].n_orders = n_told;
    }
    let n = workgroupUniformLoad(&n_told);
    sort_orders(header, n, lane);
}

// Counts, a word per weapon and pool, then the labels of the targets and a word for each.
fn keep(header: Replicate, lane: u32) {
    let n_pools = market.n_rows - market.n_targets;
    let share = (market.n_targets + 63u) / 64u;
    let end = min((lane + 1u) * share, market.n_targets);
    var listed = 0u;
    for (var ix = lane * share; ix < end; ix++) {
        listed += select(0u, 1u, picks[header.threat_first + ix].demand > 0u);
    }
    share_listed[lane] = listed;
    workgroupBarrier();
    var before = 0u;
    var n_listed = 0u;
    for (var ix = 0u; ix < 64u; ix++) {
        before += select(0u, share_listed[ix], ix < lane);
        n_listed += share_listed[ix];
    }
    let counts = market.memory_first + 1u;
    if lane == 0u {
        memories[market.memory_first] = 3u + market.n_columns + n_pools + 2u * n_listed;
        memories[counts] = market.n_columns;
        memories[counts + 1u] = n_pools;
        memories[counts + 2u] = n_listed;
    }
    let words = counts + 3u;
    for (var ix = lane; ix < market.n_columns; ix += 64u) {
        memories[words + ix] = word_of(price_of(agent_of(false, ix)));
    }
    for (var ix = lane; ix < n_pools; ix += 64u) {
        let agent = agent_of(true, market.n_targets + ix);
        memories[words + market.n_columns + ix] = select(0u, word_of(price_of(agent)), agents[agent].units > 0u);
    }
    var at = words + market.n_columns + n_pools + before;
    for (var ix = lane * share; ix < end; ix++) {
        if picks[header.threat_first + ix].demand > 0u {
            memories[at] = picks[header.threat_first + ix].label;
            memories[at + n_listed] = word_of(price_of(agent_of(true, ix)));
            at += 1u;
        }
    }
}
