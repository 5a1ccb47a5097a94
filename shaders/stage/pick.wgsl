// Pick: the decision itself, for the rules that pick one pair at a time; no twin of its own: the contract is `pick` of
// src/assign/greedy.rs, and of src/assign/marginal_return.rs for the rule of that name, on what `problem` of src/model/stage/assign.rs lays out.
//
// One workgroup per replicate, each lane with every 64th target; with fewer workgroups than replicates each takes several
// in turn, so the usual grid of replicates does too. One lane alone would walk through all targets for every pair, which is
// slow anywhere, and more than a software adapter does: llvmpipe leaves every loop after 65,535 rounds of an invocation.
//
// `cost` has opened the targets in `picks`, `roster` has filled `used_pools`; both are scratch of the device alone. What a
// weapon has left is counted down in `weapons` itself and put back at the end, so that the rows keep their values.

//!include model/pick
//!include model/sort
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> groups: array<Group>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> rounds: array<Round>;
@group(0) @binding(5) var<storage, read_write> weapons: array<Weapon>;
@group(0) @binding(6) var<storage, read> costs: array<Shot>;
@group(0) @binding(7) var<storage, read_write> orders: array<Order>;
@group(0) @binding(8) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(9) var<storage, read_write> picks: array<Pick>;
@group(0) @binding(10) var<storage, read_write> used_pools: array<u32>;

// In place of a target: no more can be served; or the next one has no room among the orders.
const NO_TARGET: u32 = 0xffffffffu;
const NO_ROOM: u32 = 0xfffffffeu;

// Least key of all lanes in this round, and least target of those that have it: exact whatever the order of arrival.
var<workgroup> least_key: atomic<u32>;
var<workgroup> least_target: atomic<u32>;
// What lane 0 tells the others; read uniformly, since barriers must be met by all.
var<workgroup> is_open: u32;
var<workgroup> found: u32;
var<workgroup> ran_out: u32;
// The greatest worth per tick of all targets.
var<workgroup> most_worth: atomic<u32>;

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
        let tick = tallies[row].tick;
        if lane == 0u {
            let is_due = tallies[row].done == 0u && is_device_rule(case_.rule) && decides(header, case_, tick);
            is_open = 0u;
            if is_due {
                is_open = any_capacity(header);
            }
        }
        if workgroupUniformLoad(&is_open) != 0u {
            pick_all(header, case_, row, lane, draw_key_of(header, tick));
        }
    }
}

// 1 where some weapon can give a shot. At most edges everything is in use: then no target need be looked at.
fn any_capacity(header: Replicate) -> u32 {
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        if weapons[header.weapon_first + ix].capacity > 0u {
            return 1u;
        }
    }
    return 0u;
}

// Picks pairs one by one until no target that wants a shot can be served.
fn pick_all(header: Replicate, case_: Case, row: u32, lane: u32, draw_key: vec2<u32>) {
    if case_.rule == RULE_MARGINAL_RETURN {
        count_by_time(header, lane);
    }
    var n_orders = 0u;
    // The first time too: an opened target's best weapon may draw from a pool that is empty.
    var look = true;
    loop {
        if lane == 0u {
            atomicStore(&least_key, 0xffffffffu);
            atomicStore(&least_target, NO_TARGET);
        }
        // What lane 0 spent in the round before is now known to all.
        storageBarrier();
        workgroupBarrier();
        let mine = next_target(header, case_, lane, draw_key, look);
        var key = 0u;
        if mine != NO_TARGET {
            key = picks[header.threat_first + mine].key;
            atomicMin(&least_key, key);
        }
        workgroupBarrier();
        if mine != NO_TARGET && key == atomicLoad(&least_key) {
            atomicMin(&least_target, mine);
        }
        storageBarrier();
        workgroupBarrier();
        if lane == 0u {
            found = atomicLoad(&least_target);
            if found != NO_TARGET && n_orders >= header.n_orders {
                tallies[row].faults |= FAULT_ORDERS;
                found = NO_ROOM;
            }
            if found < NO_ROOM {
                let weapon = picks[header.threat_first + found].weapon;
                orders[header.order_first + n_orders] = Order(weapon, found);
                picks[header.threat_first + found].demand -= 1u;
                take_gain(case_.rule, header.threat_first + found);
                ran_out = select(0u, 1u, spend(header, case_, weapon));
            }
        }
        let shot_at = workgroupUniformLoad(&found);
        if shot_at >= NO_ROOM {
            break;
        }
        look = workgroupUniformLoad(&ran_out) != 0u;
        n_orders += 1u;
    }
    sort_orders(header, n_orders, lane);
    if lane == 0u {
        for (var ix = 0u; ix < n_orders; ix++) {
            weapons[header.weapon_first + orders[header.order_first + ix].weapon].capacity += 1u;
        }
        tallies[row].n_orders = select(0u, n_orders, found == NO_TARGET);
    }
}

// Turns what is at stake into what is at stake per tick, in as many steps as fit: `by_time` of src/assign/channel_time.rs.
fn count_by_time(header: Replicate, lane: u32) {
    if lane == 0u {
        atomicStore(&most_worth, 0u);
    }
    workgroupBarrier();
    for (var ix = lane; ix < header.n_threats; ix += 64u) {
        let at = header.threat_first + ix;
        if picks[at].demand > 0u && picks[at].weapon != NO_WEAPON {
            picks[at].worth = (picks[at].worth << 15u) / picks[at].hold;
            atomicMax(&most_worth, picks[at].worth);
        }
    }
    workgroupBarrier();
    let zeros = countLeadingZeros(atomicLoad(&most_worth));
    let shift = 16u - min(zeros, 16u);
    for (var ix = lane; ix < header.n_threats; ix += 64u) {
        let at = header.threat_first + ix;
        if picks[at].demand > 0u && picks[at].weapon != NO_WEAPON {
            let worth = picks[at].worth >> shift;
            picks[at].worth = worth;
            picks[at].key = key_of_gain(worth, picks[at].kill);
            if gain(worth, picks[at].kill) == 0u {
                picks[at].weapon = NO_WEAPON;
            }
        }
    }
}

// Takes what a shot of the best weapon saves off what the target is still worth: further ones there save less.
fn take_gain(rule: u32, at: u32) {
    if rule == RULE_MARGINAL_RETURN {
        let kill = picks[at].kill;
        let worth = picks[at].worth - gain(picks[at].worth, kill);
        picks[at].worth = worth;
        picks[at].key = key_of_gain(worth, kill);
        if gains_nothing(rule, worth, kill) {
            picks[at].weapon = NO_WEAPON;
        }
    }
}

// Of a lane's targets the one of least key that wants a shot and can have one, ties by index; or NO_TARGET. Where a weapon
// or a pool ran out, targets that counted on it look again: capacity never comes back within one decision, so the others'
// best weapons stay the best.
fn next_target(header: Replicate, case_: Case, lane: u32, draw_key: vec2<u32>, look: bool) -> u32 {
    var best = NO_TARGET;
    var least = 0u;
    for (var ix = lane; ix < header.n_threats; ix += 64u) {
        let at = header.threat_first + ix;
        if picks[at].demand == 0u || picks[at].weapon == NO_WEAPON {
            continue;
        }
        if look && !has_shot(header, case_, picks[at].weapon) {
            look_again(header, case_, draw_key, ix);
            if picks[at].weapon == NO_WEAPON {
                continue;
            }
        }
        let key = picks[at].key;
        if best == NO_TARGET || key < least {
            best = ix;
            least = key;
        }
    }
    return best;
}

// The available feasible weapon of least score, ties by index.
fn look_again(header: Replicate, case_: Case, draw_key: vec2<u32>, threat: u32) {
    let at = header.threat_first + threat;
    let cells = header.cost_first + threat * header.n_weapons;
    let label = picks[at].label;
    var best = NO_WEAPON;
    var best_score = vec2<u32>();
    var best_kill = 0u;
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        let shot = costs[cells + ix];
        if shot.cost == INFEASIBLE || !has_shot(header, case_, ix) {
            continue;
        }
        let kill = kill_by_time(shot, weapons[header.weapon_first + ix], picks[at].hold);
        let score = score_of(case_.rule, draw_key, label, ix, shot, kill);
        if best == NO_WEAPON || is_better(score, best_score) {
            best = ix;
            best_score = score;
            best_kill = kill;
        }
    }
    if gains_nothing(case_.rule, picks[at].worth, best_kill) {
        best = NO_WEAPON;
    }
    picks[at].weapon = best;
    // Under the other rules the key does not depend on the weapon.
    if case_.rule == RULE_NEAREST {
        picks[at].key = best_score.x;
    } else if case_.rule == RULE_MARGINAL_RETURN {
        picks[at].kill = best_kill;
        picks[at].key = key_of_gain(picks[at].worth, best_kill);
    }
}

// Whether a weapon can give one more shot.
fn has_shot(header: Replicate, case_: Case, weapon: u32) -> bool {
    if weapons[header.weapon_first + weapon].capacity == 0u {
        return false;
    }
    let pool = pool_of(header, case_, weapon);
    if pool == NO_POOL {
        return true;
    }
    return used_pools[pool] > 0u;
}

// Takes one shot; says whether that was the last of the weapon or of its pool.
fn spend(header: Replicate, case_: Case, weapon: u32) -> bool {
    weapons[header.weapon_first + weapon].capacity -= 1u;
    let pool = pool_of(header, case_, weapon);
    if pool != NO_POOL {
        used_pools[pool] -= 1u;
    }
    return !has_shot(header, case_, weapon);
}

// The cell of the site whose channels and rails a weapon draws from; an interceptor in flight that still holds its channel
// needs none.
fn pool_of(header: Replicate, case_: Case, weapon: u32) -> u32 {
    let round = weapons[header.weapon_first + weapon].round;
    if round >= 0 {
        if rounds[header.round_first + u32(round)].channel >= 0 {
            return NO_POOL;
        }
    }
    return header.rail_first + groups[case_.group_first + weapons[header.weapon_first + weapon].group].site;
}
