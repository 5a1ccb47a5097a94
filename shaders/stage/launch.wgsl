// Launch: orders take effect, seekers take over, targets get lost, endurance ends. One lane per round; the Rust twin is
// src/model/stage/launch.rs.
//
// A round writes its own row, the channel it holds and the rail it waits on, and nothing else.

//!include model/channel
//!include model/events
//!include model/motion
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> groups: array<Group>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> issues: array<Issue>;
@group(0) @binding(5) var<storage, read> threats: array<Threat>;
@group(0) @binding(6) var<storage, read> tracks: array<Track>;
@group(0) @binding(7) var<storage, read_write> rounds: array<Round>;
@group(0) @binding(8) var<storage, read_write> channels: array<Channel>;
@group(0) @binding(9) var<storage, read_write> rails: array<u32>;
@group(0) @binding(10) var<storage, read_write> tallies: array<TallyShared>;

// What a round works with at an edge. `round` is the lane's own copy of the row, stored at the end.
struct Desk {
    header: Replicate,
    case_: Case,
    kind: Group,
    issue: Issue,
    tick: u32,
    entity: u32,
    round: Round,
}

// Advances a round's engagement by one edge.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_rounds {
        return;
    }
    let issue = issues[row];
    let status = rounds[row].status;
    if tallies[issue.replicate].done != 0u || status == ROUND_READY || status >= ROUND_HIT {
        return;
    }
    let header = replicates[issue.replicate];
    let case_ = cases[header.case_ix];
    let kind = groups[case_.group_first + issue.group];
    let tick = tallies[issue.replicate].tick;
    var desk = Desk(header, case_, kind, issue, tick, row - header.round_first, rounds[row]);
    step_round(&desk);
    rounds[row] = desk.round;
}

// The twin's `launch` after its first return.
fn step_round(desk: ptr<function, Desk>) {
    let status = (*desk).round.status;
    if status == ROUND_ORDERED {
        if (*desk).tick >= (*desk).round.due_tick {
            launch_or_cancel(desk);
        }
        return;
    }
    if (*desk).tick - (*desk).round.launch_tick >= (*desk).kind.endurance_ticks {
        end_flight(desk, ROUND_EXPIRED, EVENT_EXPIRED, 0u);
        return;
    }
    if status == ROUND_RETARGET {
        turn_to_new_target(desk);
    } else if status == ROUND_ORPHAN {
        wait_or_abort(desk);
    } else if status == ROUND_CRUISE {
        cruise(desk);
    } else {
        keep_lock(desk);
    }
}

fn note(desk: ptr<function, Desk>, code: u32, detail: u32) {
    emit((*desk).issue.replicate, (*desk).tick, STAGE_LAUNCH, (*desk).entity, code, detail);
}

fn target_row(desk: ptr<function, Desk>) -> u32 {
    return (*desk).header.threat_first + u32((*desk).round.target_);
}

// Whether the picture still holds the target, not believed dead.
fn has_track(desk: ptr<function, Desk>) -> bool {
    let ix = target_row(desk);
    return tracks[ix].status == TRACK_CONFIRMED && tracks[ix].believed_dead_tick == 0u;
}

fn give_back_channel(desk: ptr<function, Desk>, turnaround_ticks: u32) {
    let channel = (*desk).round.channel;
    if channel < 0 {
        return;
    }
    free_channel((*desk).header, channel, (*desk).tick + turnaround_ticks);
    (*desk).round.channel = -1;
    note(desk, EVENT_CHANNEL_FREED, u32(channel));
}

fn launch_or_cancel(desk: ptr<function, Desk>) {
    let shot_at = u32((*desk).round.target_);
    if !has_track(desk) {
        let rail = (*desk).header.rail_first + u32((*desk).round.rail);
        // A rail that needs no reload may be another order's by now.
        if rails[rail] == (*desk).round.due_tick + (*desk).kind.reload_ticks {
            rails[rail] = (*desk).tick;
        }
        (*desk).round.rail = -1;
        give_back_channel(desk, 0u);
        (*desk).round.status = ROUND_READY;
        (*desk).round.target_ = -1;
        atomicAdd(&tallies[(*desk).issue.replicate].n_closed, 1u);
        note(desk, EVENT_CANCELLED, shot_at);
        return;
    }
    let kind = (*desk).kind;
    (*desk).round.status = ROUND_CRUISE;
    (*desk).round.rail = -1;
    (*desk).round.launch_tick = (*desk).tick;
    (*desk).round.x = kind.x;
    (*desk).round.y = kind.y;
    (*desk).round.z = kind.z;
    let track = tracks[target_row(desk)];
    let r = between(vec3<i32>(track.x, track.y, track.z), vec3<i32>(kind.x, kind.y, kind.z));
    let v = velocity(vec3<i32>(track.vx, track.vy, track.vz)) - wind((*desk).case_);
    let agility = cruise_agility(kind);
    let toward = lead_direction(r, v, agility.speed) * agility.speed;
    let start = limit_climb(toward, agility, metres(kind.z), kind.ceiling_m);
    (*desk).round.vx = to_vel(start.x);
    (*desk).round.vy = to_vel(start.y);
    (*desk).round.vz = to_vel(start.z);
    note(desk, EVENT_LAUNCHED, shot_at);
}

fn turn_to_new_target(desk: ptr<function, Desk>) {
    if (*desk).tick < (*desk).round.due_tick {
        return;
    }
    if has_track(desk) {
        (*desk).round.status = ROUND_CRUISE;
        (*desk).round.next_try_tick = (*desk).tick;
    } else {
        lose_target(desk);
    }
}

fn wait_or_abort(desk: ptr<function, Desk>) {
    let waited = (*desk).tick - (*desk).round.orphan_tick;
    if (*desk).case_.reassign == 0u || waited >= (*desk).case_.reassign_wait_ticks {
        end_flight(desk, ROUND_ABORTED, EVENT_ABORTED, 0u);
    }
}

// On the way out: the target may vanish from the picture, or come within reach of the seeker.
fn cruise(desk: ptr<function, Desk>) {
    if !has_track(desk) {
        lose_target(desk);
        return;
    }
    let threat = threats[target_row(desk)];
    if threat.status != THREAT_AIRBORNE || (*desk).tick < (*desk).round.next_try_tick {
        return;
    }
    let here = vec3<i32>((*desk).round.x, (*desk).round.y, (*desk).round.z);
    let r = between(vec3<i32>(threat.x, threat.y, threat.z), here);
    if len2(r) > (*desk).kind.seeker2_m2 {
        return;
    }
    let shot_at = u32((*desk).round.target_);
    let key = vec2<u32>((*desk).issue.key0, (*desk).issue.key1);
    let words = draw(key, (*desk).round.n_looks, PURPOSE_ACQUIRE, 0u);
    (*desk).round.n_looks += 1u;
    if unit(words.x) < (*desk).kind.acquire {
        (*desk).round.status = ROUND_TERMINAL;
        note(desk, EVENT_ACQUIRED, shot_at);
        if (*desk).kind.release_at_acquisition != 0u {
            give_back_channel(desk, (*desk).kind.turnaround_ticks);
        }
        return;
    }
    note(desk, EVENT_NOT_ACQUIRED, shot_at);
    (*desk).round.n_failed += 1u;
    (*desk).round.next_try_tick = (*desk).tick + (*desk).kind.reattack_ticks;
    if (*desk).round.n_failed > (*desk).kind.reattacks {
        end_flight(desk, ROUND_MISSED, EVENT_MISSED, shot_at);
    }
}

// In the last phase: the seeker sees its target end.
fn keep_lock(desk: ptr<function, Desk>) {
    if threats[target_row(desk)].status != THREAT_AIRBORNE {
        lose_target(desk);
    }
}

fn lose_target(desk: ptr<function, Desk>) {
    let shot_at = u32((*desk).round.target_);
    (*desk).round.status = ROUND_ORPHAN;
    (*desk).round.target_ = -1;
    (*desk).round.orphan_tick = (*desk).tick;
    note(desk, EVENT_ORPHANED, shot_at);
    if (*desk).case_.reassign == 0u {
        wait_or_abort(desk);
    }
}

// The twin's `end`.
fn end_flight(desk: ptr<function, Desk>, status: u32, code: u32, detail: u32) {
    (*desk).round.status = status;
    (*desk).round.target_ = -1;
    (*desk).round.end_tick = (*desk).tick;
    atomicAdd(&tallies[(*desk).issue.replicate].n_closed, 1u);
    note(desk, code, detail);
    give_back_channel(desk, (*desk).kind.turnaround_ticks);
}
