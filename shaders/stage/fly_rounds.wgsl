// Fly, the rounds: all ticks of an epoch, state in registers. One lane per round; the Rust twin is in
// src/model/stage/fly.rs.
//
// Inside an epoch a round depends on nothing but its own target, so the lane computes the target's motion again instead of
// reading it. A lane reports at most one pass and flies on as if its target lived.

//!include model/course

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> points: array<Point>;
@group(0) @binding(3) var<storage, read> groups: array<Group>;
@group(0) @binding(4) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(5) var<storage, read> plans: array<Plan>;
@group(0) @binding(6) var<storage, read> issues: array<Issue>;
@group(0) @binding(7) var<storage, read_write> threats: array<ThreatShared>;
@group(0) @binding(8) var<storage, read> tracks: array<Track>;
@group(0) @binding(9) var<storage, read_write> rounds: array<Round>;
@group(0) @binding(10) var<storage, read_write> tallies: array<TallyShared>;

// What a round did in an epoch.
struct Flight {
    moved: vec3<f32>,
    v: vec3<f32>,
    pass_tick: u32,
}

// Moves a round through the epoch and reports its first pass within the lethal radius.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_rounds {
        return;
    }
    let issue = issues[row];
    let status = rounds[row].status;
    if tallies[issue.replicate].done != 0u || status < ROUND_CRUISE || status > ROUND_RETARGET {
        return;
    }
    let header = replicates[issue.replicate];
    let case_ = cases[header.case_ix];
    let kind = groups[case_.group_first + issue.group];
    let round = rounds[row];
    let target_row = header.threat_first + u32(max(round.target_, 0));
    var flight: Flight;
    if status == ROUND_TERMINAL {
        let threat = threat_at(target_row);
        flight = fly_terminal(case_, kind, plans[target_row], threat, round, tallies[issue.replicate].tick);
    } else {
        var toward = vec3<f32>(0.0, 0.0, 0.0);
        if status == ROUND_CRUISE {
            let track = tracks[target_row];
            let r = between(vec3<i32>(track.x, track.y, track.z), vec3<i32>(round.x, round.y, round.z));
            let v = velocity(vec3<i32>(track.vx, track.vy, track.vz)) - wind(case_);
            toward = lead_direction(r, v, kind.cruise_mps);
        }
        flight = fly_out(case_, kind, round, status == ROUND_CRUISE, toward);
    }
    let x = round.x + to_pos(flight.moved.x);
    let y = round.y + to_pos(flight.moved.y);
    rounds[row].x = x;
    rounds[row].y = y;
    rounds[row].z = round.z + to_pos(flight.moved.z);
    rounds[row].vx = to_vel(flight.v.x);
    rounds[row].vy = to_vel(flight.v.y);
    rounds[row].vz = to_vel(flight.v.z);
    rounds[row].pass_tick = flight.pass_tick;
    if flight.pass_tick != 0u {
        atomicAdd(&threats[target_row].n_pending, 1u);
    }
    if out_of_range(x, y) {
        atomicOr(&tallies[issue.replicate].faults, FAULT_POSITION);
    }
}

// A threat as it stands at the edge, as far as its motion needs it. A row with an atomic cannot be read as a whole.
fn threat_at(row: u32) -> Threat {
    var threat = Threat();
    threat.leg = threats[row].leg;
    threat.x = threats[row].x;
    threat.y = threats[row].y;
    threat.z = threats[row].z;
    threat.vx = threats[row].vx;
    threat.vy = threats[row].vy;
    threat.vz = threats[row].vz;
    return threat;
}

// The round's velocity at the speed of its phase.
fn at_speed(round: Round, speed: f32) -> vec3<f32> {
    let v = velocity(vec3<i32>(round.vx, round.vy, round.vz));
    return v * (speed * rsqrt(fmax(len2(v), bitcast<f32>(TINY2_BITS))));
}

// Towards where the track will be met, or straight on without a target.
fn fly_out(case_: Case, kind: Group, round: Round, is_steered: bool, toward: vec3<f32>) -> Flight {
    let agility = cruise_agility(kind);
    let tick_s = case_.tick_s;
    let altitude = metres(round.z);
    var v = at_speed(round, agility.speed);
    var moved = vec3<f32>(0.0, 0.0, 0.0);
    for (var step = 0u; step < case_.epoch_ticks; step++) {
        if is_steered {
            v = steer_towards(v, toward, agility);
        }
        v = limit_climb(v, agility, altitude + moved.z, kind.ceiling_m);
        moved = moved + (v + wind(case_)) * tick_s;
    }
    return Flight(moved, v, 0u);
}

// The last phase, against the target's true motion.
fn fly_terminal(case_: Case, kind: Group, plan: Plan, threat: Threat, round: Round, edge_tick: u32) -> Flight {
    let agility = dash_agility(kind);
    let tick_s = case_.tick_s;
    let rate = recip(tick_s);
    let altitude = metres(round.z);
    let apart = between(vec3<i32>(threat.x, threat.y, threat.z), vec3<i32>(round.x, round.y, round.z));
    var prey = course_of(plan, threat);
    var v = at_speed(round, agility.speed);
    var moved = vec3<f32>(0.0, 0.0, 0.0);
    var pass_tick = 0u;
    for (var step = 0u; step < case_.epoch_ticks; step++) {
        let tick = edge_tick + step + 1u;
        let r = apart + (prey.moved - moved);
        let before = prey.v;
        if !prey.arrived {
            advance(plan, threat, case_, tick, &prey);
        }
        let at = (prey.v - before) * rate;
        v = terminal_tick(kind, agility, tick_s, v, r, prey.v, at);
        v = limit_climb(v, agility, altitude + moved.z, kind.ceiling_m);
        moved = moved + (v + wind(case_)) * tick_s;
        if pass_tick == 0u && tick >= round.next_try_tick {
            if passes(r, prey.v - v, tick_s, kind.lethal2_m2) {
                pass_tick = tick;
            }
        }
    }
    return Flight(moved, v, pass_tick);
}

// Whether the closest approach of two straight lines lies inside this tick and within the lethal radius.
fn passes(r: vec3<f32>, vr: vec3<f32>, tick_s: f32, lethal2: f32) -> bool {
    let closing = -dot3(r, vr);
    let vr2 = len2(vr);
    if closing <= 0.0 || closing >= tick_s * vr2 {
        return false;
    }
    return len2(r + vr * (closing * recip(vr2))) <= lethal2;
}
