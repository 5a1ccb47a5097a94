// Cost: a threat's row of the cost matrix, and how far the kill chain could come. One lane per threat; the Rust twin is in
// src/model/stage/cost.rs, and the shot of a pair is in model/pair.
//
// Reads tracks, doctrine and believed parameters only. While the row is at hand, the lane also opens the target for
// `pick` in the scratch buffer `picks`: the first look of greedy.rs, so that one lane need not scan the whole matrix.

//!include model/pair
//!include model/pick

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> assets: array<Asset>;
@group(0) @binding(3) var<storage, read> groups: array<Group>;
@group(0) @binding(4) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(5) var<storage, read> plans: array<Plan>;
@group(0) @binding(6) var<storage, read_write> tracks: array<Track>;
@group(0) @binding(7) var<storage, read> weapons: array<Weapon>;
@group(0) @binding(8) var<storage, read_write> costs: array<Shot>;
@group(0) @binding(9) var<storage, read> tallies: array<Tally>;
@group(0) @binding(10) var<storage, read_write> picks: array<Pick>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let replicate = plans[row].replicate;
    let header = replicates[replicate];
    let case_ = cases[header.case_ix];
    let tick = tallies[replicate].tick;
    if tallies[replicate].done != 0u || !decides(header, case_, tick) {
        return;
    }
    var track = tracks[row];
    track.demand = demand_of(case_, &track);
    track.worth = 0u;
    track.uncovered = 0u;
    if track.demand != 0u {
        let before = track.chain;
        track.chain = SEEN_JUDGED;
        let asset = assets[case_.asset_first + track.asset];
        track.worth = worth_of(case_, asset, track.genuine, track.n_engaged);
        fill_row(header, case_, row, tick, &track);
        let is_met = (track.chain & SEEN_TIMELY) != 0u;
        track.uncovered = select(0u, 1u, is_met && track.n_engaged == 0u);
        track.chain |= recalled(before, track.chain);
    } else {
        picks[row] = Pick(NO_WEAPON, 0u, 0u, 0u, 0u, 0u, 0u);
    }
    tracks[row].demand = track.demand;
    tracks[row].chain = track.chain;
    tracks[row].worth = track.worth;
    tracks[row].uncovered = track.uncovered;
}

// How many shots a track wants at this decision.
fn demand_of(case_: Case, track: ptr<function, Track>) -> u32 {
    if (*track).status != TRACK_CONFIRMED || (*track).believed_dead_tick != 0u {
        return 0u;
    }
    if (*track).believed_decoy != 0u && case_.engage_decoys == 0u {
        (*track).chain |= SEEN_AS_DECOY;
        return 0u;
    }
    let wanted = case_.salvo - min((*track).n_engaged, case_.salvo);
    return min(wanted, case_.max_shots - min((*track).n_shots, case_.max_shots));
}

// What counts of earlier decisions: rounds and capacity only as they were at the last one at which there was time.
fn recalled(before: u32, now: u32) -> u32 {
    if (now & SEEN_TIMELY) == 0u {
        return before;
    }
    return before & ~(SEEN_ROUNDS | SEEN_CAPACITY);
}

// The costs of every weapon, and the best of them. Whether a best weapon's pool is empty is left to `pick`: of what is
// feasible here, only an interceptor in flight without a channel can meet that.
fn fill_row(header: Replicate, case_: Case, row: u32, tick: u32, track: ptr<function, Track>) {
    let cells = header.cost_first + (row - header.threat_first) * header.n_weapons;
    var least_hold = 65535u;
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        let weapon = weapons[header.weapon_first + ix];
        let kind = groups[case_.group_first + weapon.group];
        let shot = shot_at(case_, kind, weapon, track, tick);
        costs[cells + ix] = shot;
        if shot.cost != INFEASIBLE {
            least_hold = min(least_hold, hold_of(shot, weapon));
        }
    }
    let draw_key = draw_key_of(header, tick);
    let label = plans[row].key0;
    var best = NO_WEAPON;
    var best_score = vec2<u32>();
    var best_kill = 0u;
    for (var ix = 0u; ix < header.n_weapons; ix++) {
        let shot = costs[cells + ix];
        if shot.cost == INFEASIBLE {
            continue;
        }
        let kill = kill_by_time(shot, weapons[header.weapon_first + ix], least_hold);
        let score = score_of(case_.rule, draw_key, label, ix, shot, kill);
        if best == NO_WEAPON || is_better(score, best_score) {
            best = ix;
            best_score = score;
            best_kill = kill;
        }
    }
    let key = key_of(case_.rule, draw_key, label, track, best_score.x);
    picks[row] = Pick(best, (*track).demand, key, label, best_kill, (*track).worth, least_hold);
}

// Less is served earlier. Under RULE_MARGINAL_RETURN `pick` finds the key, when it knows all targets.
fn key_of(rule: u32, draw_key: vec2<u32>, label: u32, track: ptr<function, Track>, best_score: u32) -> u32 {
    if rule == RULE_NEAREST {
        return best_score;
    }
    if rule == RULE_URGENCY {
        return (*track).arrive_tick;
    }
    return target_draw(draw_key, label);
}
