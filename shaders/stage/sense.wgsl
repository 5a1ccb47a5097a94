// Sense: detections become tracks. One lane per threat, sensors in index order, one track slot per threat; the Rust twin is
// src/model/stage/sense.rs, and what a sensor sees is in model/sensor.

//!include model/events
//!include model/sensor

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> assets: array<Asset>;
@group(0) @binding(3) var<storage, read> sensors: array<Sensor>;
@group(0) @binding(4) var<storage, read> points: array<Point>;
@group(0) @binding(5) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(6) var<storage, read> plans: array<Plan>;
@group(0) @binding(7) var<storage, read> threats: array<Threat>;
@group(0) @binding(8) var<storage, read_write> tracks: array<Track>;
@group(0) @binding(9) var<storage, read_write> tallies: array<TallyShared>;

// No component of an estimated velocity exceeds this, m/s; a noisy first pair of detections could.
const MAX_TRACK_MPS_BITS: u32 = 0x43e10000u; // 450
// Standard deviation of a component of the velocity before it is known, m/s.
const PRIOR_MPS_BITS: u32 = 0x42700000u; // 60
// One third, as the covariance grows with the cube of time.
const THIRD_BITS: u32 = 0x3eaaaaabu;
// No variance falls below this, m2 and m2/s2, so that rounding cannot make it negative.
const LEAST_VARIANCE_BITS: u32 = 0x38d1b717u; // 1e-4
// Farther, in effective metres, than any asset.
const FAR_M_BITS: u32 = 0x4f6e6b28u; // 4e9
// Most ticks to an arrival: what a conversion to an integer can take.
const MAX_ARRIVE_TICKS_BITS: u32 = 0x4af42400u; // 8e6

// Moves the track on by an epoch, looks with every sensor that is due, filters, confirms, drops, and judges where the
// threat is heading.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let plan = plans[row];
    let header = replicates[plan.replicate];
    let case_ = cases[header.case_ix];
    if tallies[plan.replicate].done != 0u {
        return;
    }
    let threat = threats[row];
    // The row is worked on here and goes back once, at the end.
    var track = tracks[row];
    track.n_engaged = 0u;
    track.demand = 0u;
    if threat.status != THREAT_PENDING {
        watch(plan, header, case_, threat, tallies[plan.replicate].tick, row - header.threat_first, &track);
    }
    tracks[row] = track;
}

// What the twin does after its first return.
fn watch(
    plan: Plan,
    header: Replicate,
    case_: Case,
    threat: Threat,
    tick: u32,
    entity: u32,
    track: ptr<function, Track>,
) {
    if case_.truth != 0u {
        if reveal(case_, plan, threat, track, tick) {
            let detail = case_.n_sensors * 2u + (*track).believed_decoy;
            emit(plan.replicate, tick, STAGE_SENSE, entity, EVENT_CONFIRMED, detail);
        }
        head_for(case_, plan, track, tick);
        return;
    }
    coast(case_, track);
    let before = (*track).status;
    var looked = 0u;
    var seen = 0u;
    var seen_by = 0u;
    for (var ix = 0u; ix < case_.n_sensors; ix++) {
        let sensor = sensors[case_.sensor_first + ix];
        if tick % sensor.scan_ticks != 0u {
            continue;
        }
        looked = 1u;
        if threat.status != THREAT_AIRBORNE {
            continue;
        }
        let report = look(header.signal, plan, sensor, threat, tick, ix);
        if report.seen {
            filter_report(case_, track, threat, sensor.kind, report, tick);
            seen = 1u;
            seen_by = ix;
        }
    }
    if looked == 0u {
        head_for(case_, plan, track, tick);
        return;
    }
    (*track).history = (((*track).history << 1u) | seen) & case_.confirm_mask;
    if seen != 0u {
        if before == TRACK_NONE {
            (*track).status = TRACK_TENTATIVE;
        }
        if before != TRACK_CONFIRMED && countOneBits((*track).history) >= case_.confirm_hits {
            let sensor = sensors[case_.sensor_first + seen_by];
            let believed_decoy = classify(plan, sensor, seen_by);
            (*track).status = TRACK_CONFIRMED;
            (*track).believed_decoy = believed_decoy;
            (*track).genuine = select(sensor.genuine_if_threat, sensor.genuine_if_decoy, believed_decoy != 0u);
            (*track).chain |= SEEN_CONFIRMED;
            emit(plan.replicate, tick, STAGE_SENSE, entity, EVENT_CONFIRMED, seen_by * 2u + believed_decoy);
        }
        let dead = (*track).believed_dead_tick;
        if dead != 0u && case_.reopen_ticks != 0u && tick >= dead + case_.reopen_ticks {
            (*track).believed_dead_tick = 0u;
            emit(plan.replicate, tick, STAGE_SENSE, entity, EVENT_REOPENED, 0u);
        }
    } else if before != TRACK_NONE && tick - (*track).update_tick > case_.drop_ticks {
        (*track).status = TRACK_NONE;
        (*track).history = 0u;
        (*track).n_updates = 0u;
        emit(plan.replicate, tick, STAGE_SENSE, entity, EVENT_DROPPED, 0u);
    }
    head_for(case_, plan, track, tick);
}

// Puts the true state in place of whatever sensors would make of it: of a threat in the air, as if an ideal sensor had just
// confirmed it; of one that is not, no track. Says whether the track is new.
fn reveal(case_: Case, plan: Plan, threat: Threat, track: ptr<function, Track>, tick: u32) -> bool {
    if threat.status != THREAT_AIRBORNE {
        (*track).status = TRACK_NONE;
        (*track).history = 0u;
        (*track).n_updates = 0u;
        return false;
    }
    let is_new = (*track).status != TRACK_CONFIRMED;
    let exact = Report(true, vec3<f32>(0.0, 0.0, 0.0), 0.0);
    filter_report(case_, track, threat, SENSOR_IDEAL, exact, tick);
    (*track).status = TRACK_CONFIRMED;
    (*track).history = case_.confirm_mask;
    (*track).believed_decoy = plan.decoy;
    (*track).genuine = select(CHANCE_STEPS, 0u, plan.decoy != 0u);
    (*track).believed_dead_tick = 0u;
    (*track).chain |= SEEN_CONFIRMED;
    return is_new;
}

// Moves the track by one epoch in a straight line.
fn coast(case_: Case, track: ptr<function, Track>) {
    if (*track).status == TRACK_NONE {
        return;
    }
    let moved = velocity(vec3<i32>((*track).vx, (*track).vy, (*track).vz)) * case_.epoch_s;
    (*track).x += to_pos(moved.x);
    (*track).y += to_pos(moved.y);
    (*track).z += to_pos(moved.z);
}

// Corrects the track by one report: an alpha-beta filter whose gains are the Kalman gains of a target at constant velocity
// with random accelerations (one covariance for all three axes).
fn filter_report(case_: Case, track: ptr<function, Track>, threat: Threat, kind: u32, report: Report, tick: u32) {
    let error = report.error;
    let measured = vec3<i32>(threat.x + to_pos(error.x), threat.y + to_pos(error.y), threat.z + to_pos(error.z));
    let variance = fmax(report.noise * report.noise, 1.0);
    if kind == SENSOR_IDEAL {
        let air = wind(case_);
        (*track).x = measured.x;
        (*track).y = measured.y;
        (*track).z = measured.z;
        (*track).vx = threat.vx + to_vel(air.x);
        (*track).vy = threat.vy + to_vel(air.y);
        (*track).vz = threat.vz;
        (*track).cov_pp = 1.0;
        (*track).cov_pv = 0.0;
        (*track).cov_vv = 1.0;
    } else if (*track).n_updates == 0u {
        (*track).x = measured.x;
        (*track).y = measured.y;
        (*track).z = measured.z;
        (*track).vx = 0;
        (*track).vy = 0;
        (*track).vz = 0;
        (*track).cov_pp = variance;
        (*track).cov_pv = 0.0;
        (*track).cov_vv = bitcast<f32>(PRIOR_MPS_BITS) * bitcast<f32>(PRIOR_MPS_BITS);
    } else {
        correct(case_, track, measured, variance, tick);
    }
    (*track).n_updates += 1u;
    (*track).update_tick = tick;
}

// The update itself; the track's position has already coasted to this edge.
fn correct(case_: Case, track: ptr<function, Track>, measured: vec3<i32>, variance: f32, tick: u32) {
    let dt = f32(i32(tick - (*track).update_tick)) * case_.tick_s;
    let density = case_.manoeuvre;
    let pp = (*track).cov_pp;
    let pv = (*track).cov_pv;
    let vv = (*track).cov_vv;
    let dt2 = dt * dt;
    let pp_now = pp + dt * (pv + pv) + dt2 * vv + density * (dt2 * dt) * bitcast<f32>(THIRD_BITS);
    let pv_now = pv + dt * vv + density * dt2 * 0.5;
    let vv_now = vv + density * dt;
    let inverse = recip(pp_now + variance);
    let gain_p = pp_now * inverse;
    let gain_v = pv_now * inverse;
    let left = fmax(1.0 - gain_p, 0.0);
    (*track).cov_pp = fmax(left * pp_now, bitcast<f32>(LEAST_VARIANCE_BITS));
    (*track).cov_pv = left * pv_now;
    (*track).cov_vv = fmax(vv_now - gain_v * pv_now, bitcast<f32>(LEAST_VARIANCE_BITS));
    let residual = between(measured, vec3<i32>((*track).x, (*track).y, (*track).z));
    let limit = bitcast<f32>(MAX_TRACK_MPS_BITS);
    let v = velocity(vec3<i32>((*track).vx, (*track).vy, (*track).vz)) + residual * gain_v;
    (*track).vx = to_vel(fclamp(v.x, -limit, limit));
    (*track).vy = to_vel(fclamp(v.y, -limit, limit));
    (*track).vz = to_vel(fclamp(v.z, -limit, limit));
    (*track).x += to_pos(residual.x * gain_p);
    (*track).y += to_pos(residual.y * gain_p);
    (*track).z += to_pos(residual.z * gain_p);
}

// What the confirming sensor takes the threat for.
fn classify(plan: Plan, sensor: Sensor, sensor_ix: u32) -> u32 {
    let words = draw(vec2<u32>(plan.key0, plan.key1), 0u, PURPOSE_CLASSIFY, sensor_ix);
    let right = unit(words.x) < sensor.classify;
    return select(1u - plan.decoy, plan.decoy, right);
}

// The asset a confirmed track seems to head for: the one it would be at first, counting (2 - cosine of the angle off) times
// the distance; and when. With perfect information the asset is the one that it is aimed at.
fn head_for(case_: Case, plan: Plan, track: ptr<function, Track>, tick: u32) {
    if (*track).status != TRACK_CONFIRMED {
        return;
    }
    let v = velocity(vec3<i32>((*track).vx, (*track).vy, (*track).vz));
    let pace2 = fmax(v.x * v.x + v.y * v.y, 1.0);
    let pace_inverse = rsqrt(pace2);
    var best = bitcast<f32>(FAR_M_BITS);
    for (var ix = 0u; ix < case_.n_assets; ix++) {
        let asset = assets[case_.asset_first + ix];
        let x = metres(asset.x - (*track).x);
        let y = metres(asset.y - (*track).y);
        let distance2 = fmax(x * x + y * y, 1.0);
        let distance_inverse = rsqrt(distance2);
        let cosine = (x * v.x + y * v.y) * distance_inverse * pace_inverse;
        let way = distance2 * distance_inverse * (2.0 - cosine);
        if way < best && (case_.truth == 0u || ix == plan.asset) {
            best = way;
            (*track).asset = ix;
        }
    }
    let seconds = best * pace_inverse;
    let ticks = fclamp(div(seconds, case_.tick_s), 0.0, bitcast<f32>(MAX_ARRIVE_TICKS_BITS));
    (*track).arrive_tick = tick + u32(i32(floor(ticks)));
}
