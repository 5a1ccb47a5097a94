// Order: carries out the pairs of one replicate, in their order; round, channel and rail of least index are taken. One lane
// per replicate, since every order takes from what the next may take; the Rust twin is in src/model/stage/assign.rs.

//!include exact/rng
//!include model/capacity
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> sites: array<Site>;
@group(0) @binding(3) var<storage, read> groups: array<Group>;
@group(0) @binding(4) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(5) var<storage, read_write> tracks: array<Track>;
@group(0) @binding(6) var<storage, read_write> rounds: array<Round>;
@group(0) @binding(7) var<storage, read_write> channels: array<Channel>;
@group(0) @binding(8) var<storage, read_write> rails: array<u32>;
@group(0) @binding(9) var<storage, read> weapons: array<Weapon>;
@group(0) @binding(10) var<storage, read> costs: array<Shot>;
@group(0) @binding(11) var<storage, read> orders: array<Order>;
@group(0) @binding(12) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(13) var<storage, read_write> cursors: array<Cursor>;

// Where the searches on behalf of a weapon stopped last, one row per weapon: rows of `rounds`, `rails`, `channels`. Scratch of
// the device alone. Nothing becomes free while orders are carried out, so a search may go on from there: without that, a
// large first salvo would take a walk through the magazine for every shot.
struct Cursor {
    round: u32,
    rail: u32,
    channel: u32,
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_replicates {
        return;
    }
    if tallies[row].done != 0u {
        return;
    }
    let header = replicates[row];
    let case_ = cases[header.case_ix];
    let n_orders = tallies[row].n_orders;
    if n_orders > 0u {
        tallies[row].n_decisions += 1u;
        reset_cursors(header, case_);
    }
    for (var ix = 0u; ix < n_orders; ix++) {
        let pair = orders[header.order_first + ix];
        let weapon = weapons[header.weapon_first + pair.weapon];
        let track = header.threat_first + pair.target_;
        count_shot(row, costs[header.cost_first + pair.target_ * header.n_weapons + pair.weapon], track);
        tracks[track].uncovered = 0u;
        tracks[track].n_shots += 1u;
        tracks[track].chain |= SEEN_ENGAGED;
        if weapon.round >= 0 {
            retarget(header, case_, row, pair.weapon, pair.target_);
        } else {
            launch_order(header, case_, row, pair.weapon, pair.target_);
        }
    }
}

// Sets every search to its beginning.
fn reset_cursors(header: Replicate, case_: Case) {
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        let kind = groups[case_.group_first + weapons[header.weapon_first + ix].group];
        let site = sites[case_.site_first + kind.site];
        let rail = header.rail_first + site.rail_first;
        let channel = header.channel_first + site.channel_first;
        cursors[header.weapon_first + ix] = Cursor(header.round_first + kind.round_first, rail, channel);
    }
}

// Adds a pair's cost and what it saves to what is attained, in two words each. What it saves is no longer at stake for the next
// at the same target.
fn count_shot(row: u32, shot: Shot, track: u32) {
    let saved = (tracks[track].worth * shot.kill) >> 16u;
    tracks[track].worth -= saved;
    let saved_low = tallies[row].saved_low + saved;
    tallies[row].saved_high += select(0u, 1u, saved_low < saved);
    tallies[row].saved_low = saved_low;
    let cost_low = tallies[row].cost_low + shot.cost;
    tallies[row].cost_high += select(0u, 1u, cost_low < shot.cost);
    tallies[row].cost_low = cost_low;
    tallies[row].n_assigned += 1u;
}

// Takes the first ready round of a group, and a channel and a rail of its site.
fn launch_order(header: Replicate, case_: Case, row: u32, weapon_ix: u32, shot_at: u32) {
    let tick = tallies[row].tick;
    let weapon = weapons[header.weapon_first + weapon_ix];
    let kind = groups[case_.group_first + weapon.group];
    let site = sites[case_.site_first + kind.site];
    let at = header.weapon_first + weapon_ix;
    let ready = find_ready(cursors[at].round, header, kind);
    let rail = find_rail(cursors[at].rail, header, site, tick);
    let channel = find_channel(cursors[at].channel, header, site, tick);
    if ready == NOT_FOUND || rail == NOT_FOUND || channel == NOT_FOUND {
        tallies[row].faults |= FAULT_RESOURCE;
        return;
    }
    cursors[at] = Cursor(ready, rail, channel);
    let due_tick = tick + weapon.delay_ticks;
    rounds[ready].status = ROUND_ORDERED;
    rounds[ready].target_ = i32(shot_at);
    rounds[ready].due_tick = due_tick;
    rounds[ready].channel = i32(channel - header.channel_first);
    rounds[ready].rail = i32(rail - header.rail_first);
    rails[rail] = due_tick + kind.reload_ticks;
    tallies[row].n_ordered += 1u;
    hold_channel(header, row, channel, ready, EVENT_ORDERED, shot_at);
}

// The first round of a group, from `start` on, that lies ready, or NOT_FOUND.
fn find_ready(start: u32, header: Replicate, kind: Group) -> u32 {
    for (var ix = start; ix < header.round_first + kind.round_first + kind.n_rounds; ix++) {
        if rounds[ix].status == ROUND_READY {
            return ix;
        }
    }
    return NOT_FOUND;
}

// Gives an interceptor in flight another target, and a channel if it holds none.
fn retarget(header: Replicate, case_: Case, row: u32, weapon_ix: u32, shot_at: u32) {
    let tick = tallies[row].tick;
    let weapon = weapons[header.weapon_first + weapon_ix];
    let kind = groups[case_.group_first + weapon.group];
    let site = sites[case_.site_first + kind.site];
    let ix = header.round_first + u32(weapon.round);
    var channel = rounds[ix].channel;
    if channel < 0 {
        let free = find_channel(header.channel_first + site.channel_first, header, site, tick);
        if free == NOT_FOUND {
            tallies[row].faults |= FAULT_RESOURCE;
            return;
        }
        channel = i32(free - header.channel_first);
    }
    rounds[ix].status = ROUND_RETARGET;
    rounds[ix].target_ = i32(shot_at);
    rounds[ix].due_tick = tick + weapon.delay_ticks;
    rounds[ix].channel = channel;
    tallies[row].n_switched += 1u;
    hold_channel(header, row, header.channel_first + u32(channel), ix, EVENT_RETARGETED, shot_at);
}

// Notes the order and, unless the round holds it already, the channel.
fn hold_channel(header: Replicate, row: u32, channel: u32, round: u32, code: u32, shot_at: u32) {
    let entity = round - header.round_first;
    emit_alone(row, entity, code, shot_at);
    if channels[channel].holder < 0 {
        channels[channel].holder = i32(entity);
        emit_alone(row, entity, EVENT_CHANNEL_HELD, channel - header.channel_first);
    }
}

// An event of this stage. The lane has its replicate's tally to itself, so plain sums do.
fn emit_alone(row: u32, entity: u32, code: u32, detail: u32) {
    let hash = event_hash(tallies[row].tick, STAGE_ASSIGN, entity, code, detail);
    tallies[row].digest0 += hash.x;
    tallies[row].digest1 += hash.y;
}
