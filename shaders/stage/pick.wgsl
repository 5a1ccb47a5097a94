// Pick: the decision itself, for the rules that pick one pair at a time. One lane per replicate; no twin of its own: the
// contract is `pick` of src/assign/greedy.rs on what `problem` of src/model/stage/assign.rs lays out.
//
// `cost` has opened the targets in `picks`, `roster` has filled `used_pools`; both are scratch of the device alone. What a
// weapon has left is counted down in `weapons` itself and put back at the end, so that the rows keep their values.

//!include model/pick
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> groups: array<Group>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> rounds: array<Round>;
@group(0) @binding(5) var<storage, read_write> weapons: array<Weapon>;
@group(0) @binding(6) var<storage, read> costs: array<u32>;
@group(0) @binding(7) var<storage, read_write> orders: array<Order>;
@group(0) @binding(8) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(9) var<storage, read_write> picks: array<Pick>;
@group(0) @binding(10) var<storage, read_write> used_pools: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_replicates {
        return;
    }
    let header = replicates[row];
    let case_ = cases[header.case_ix];
    let tick = tallies[row].tick;
    if tallies[row].done != 0u || !is_device_rule(case_.rule) || !decides(header, case_, tick) {
        return;
    }
    if !any_capacity(header) {
        return;
    }
    let n_orders = pick_all(header, case_, row, draw_key_of(header, tick));
    tallies[row].n_orders = n_orders;
}

// At most edges everything is in use: then no target need be looked at.
fn any_capacity(header: Replicate) -> bool {
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        if weapons[header.weapon_first + ix].capacity > 0u {
            return true;
        }
    }
    return false;
}

// Picks pairs one by one until no target that wants a shot can be served; gives their number, 0 if they do not fit.
fn pick_all(header: Replicate, case_: Case, row: u32, draw_key: vec2<u32>) -> u32 {
    var n_orders = 0u;
    var fits = true;
    // The first time too: an opened target's best weapon may draw from a pool that is empty.
    var ran_out = true;
    loop {
        let found = next_target(header, case_, draw_key, ran_out);
        if found == NO_WEAPON {
            break;
        }
        if n_orders >= header.n_orders {
            tallies[row].faults |= FAULT_ORDERS;
            fits = false;
            break;
        }
        let weapon = picks[header.threat_first + found].weapon;
        insert_order(header, n_orders, Order(weapon, found));
        n_orders += 1u;
        picks[header.threat_first + found].demand -= 1u;
        ran_out = spend(header, case_, weapon);
    }
    for (var ix = 0u; ix < n_orders; ix++) {
        weapons[header.weapon_first + orders[header.order_first + ix].weapon].capacity += 1u;
    }
    return select(0u, n_orders, fits);
}

// The target of least key that wants a shot and can have one, ties by index; NO_WEAPON if there is none. Where a weapon or
// a pool ran out, targets that counted on it look again: capacity never comes back within one decision, so the others'
// best weapons stay the best.
fn next_target(header: Replicate, case_: Case, draw_key: vec2<u32>, ran_out: bool) -> u32 {
    var found = NO_WEAPON;
    var least = 0u;
    for (var ix = 0u; ix < header.n_threats; ix++) {
        let at = header.threat_first + ix;
        if picks[at].demand == 0u || picks[at].weapon == NO_WEAPON {
            continue;
        }
        if ran_out && !has_shot(header, case_, picks[at].weapon) {
            look_again(header, case_, draw_key, ix);
            if picks[at].weapon == NO_WEAPON {
                continue;
            }
        }
        let key = picks[at].key;
        if found == NO_WEAPON || key < least {
            found = ix;
            least = key;
        }
    }
    return found;
}

// The available feasible weapon of least score, ties by index.
fn look_again(header: Replicate, case_: Case, draw_key: vec2<u32>, threat: u32) {
    let at = header.threat_first + threat;
    let cells = header.cost_first + threat * header.n_weapons;
    let label = picks[at].label;
    var best = NO_WEAPON;
    var best_score = 0u;
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        let cell = costs[cells + ix];
        if cell == INFEASIBLE || !has_shot(header, case_, ix) {
            continue;
        }
        let score = score_of(case_.rule, draw_key, label, ix, cell);
        if best == NO_WEAPON || score < best_score {
            best = ix;
            best_score = score;
        }
    }
    picks[at].weapon = best;
    // Under the other rules the key does not depend on the weapon.
    if case_.rule == RULE_NEAREST {
        picks[at].key = best_score;
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

// Puts a pair in its place among the first `n`, which are in ascending order of (target, weapon): what is done with the
// pairs afterwards must not depend on the order in which they were found.
fn insert_order(header: Replicate, n: u32, pair: Order) {
    var at = n;
    while at > 0u {
        let before = orders[header.order_first + at - 1u];
        if before.target_ < pair.target_ || (before.target_ == pair.target_ && before.weapon <= pair.weapon) {
            break;
        }
        orders[header.order_first + at] = before;
        at -= 1u;
    }
    orders[header.order_first + at] = pair;
}
