// One look of one sensor at one threat; the Rust twin, with the derivations, is in src/model/stage/sense.rs.
// Refers to the binding `points` (corners of areas) of the stage that includes it.

//!include exact/math
//!include exact/rng
//!include model/world

// Twice the radius of the 4/3 earth, m: how far a straight ray rises above the ground.
const TWICE_EARTH_M_BITS: u32 = 0x4b819e56u; // 16989357, to the nearest
// Metres to the horizon per square root of metres of height.
const HORIZON_M_PER_SQRT_M_BITS: u32 = 0x4580c000u; // 4120
// Square kilometres in a square metre.
const KM2_PER_M2_BITS: u32 = 0x358637bdu; // 1e-6

// What a look gave: whether something was detected, and then the error of the reported position and the standard deviation
// of its worst component as the tracker knows it, m.
struct Report {
    seen: bool,
    error: vec3<f32>,
    noise: f32,
}

fn no_report() -> Report {
    return Report(false, vec3<f32>(0.0, 0.0, 0.0), 0.0);
}

fn look(signal: f32, plan: Plan, sensor: Sensor, threat: Threat, tick: u32, sensor_ix: u32) -> Report {
    let r = between(vec3<i32>(threat.x, threat.y, threat.z), vec3<i32>(sensor.x, sensor.y, sensor.z));
    let flat2 = fmax(r.x * r.x + r.y * r.y, 1.0);
    if sensor.kind == SENSOR_IDEAL {
        let range = sensor.range_m;
        return Report(flat2 <= range * range, vec3<f32>(0.0, 0.0, 0.0), 0.0);
    }
    if sensor.kind == SENSOR_ACOUSTIC {
        return listen(signal, plan, sensor, threat, flat2, tick, sensor_ix);
    }
    let range2 = flat2 + r.z * r.z;
    if range2 > sensor.range_m * sensor.range_m || !above_horizon(sensor, threat, r, flat2) {
        return no_report();
    }
    // Swerling 1: u < Pfa^(1/(1+SNR)), as (R^4 + k) E > -ln(Pfa) R^4 with E = -ln u, in km.
    let range2_km2 = range2 * bitcast<f32>(KM2_PER_M2_BITS);
    let range4 = range2_km2 * range2_km2;
    let k = sensor.snr_km4_per_m2 * plan.rcs_m2 * signal;
    if (range4 + k) * log_draw(plan, tick, sensor_ix) <= sensor.minus_ln_pfa * range4 {
        return no_report();
    }
    let flat_inverse = rsqrt(flat2);
    let range_inverse = rsqrt(range2);
    let along = sensor.range_noise_m * gauss_draw(plan, tick, PURPOSE_MEASURE_RANGE, sensor_ix) * range_inverse;
    let across = sensor.cross_noise * gauss_draw(plan, tick, PURPOSE_MEASURE_AZIMUTH, sensor_ix);
    let upward = sensor.cross_noise * gauss_draw(plan, tick, PURPOSE_MEASURE_ELEVATION, sensor_ix);
    let tilt = r.z * flat_inverse * upward;
    return Report(
        true,
        vec3<f32>(
            r.x * along - r.y * across - r.x * tilt,
            r.y * along + r.x * across - r.y * tilt,
            r.z * along + flat2 * flat_inverse * upward,
        ),
        fmax(sensor.range_noise_m, sensor.cross_noise * range2 * range_inverse),
    );
}

// The part of the twin's `look` for an area of microphones.
fn listen(
    signal: f32,
    plan: Plan,
    sensor: Sensor,
    threat: Threat,
    flat2: f32,
    tick: u32,
    sensor_ix: u32,
) -> Report {
    if !inside(sensor, threat, flat2) {
        return no_report();
    }
    let hearing = sensor.hearing_m * plan.loudness * signal;
    let altitude = metres(threat.z);
    let ground2 = hearing * hearing - altitude * altitude;
    // P(some microphone of a Poisson field hears it) = 1 - exp(-pi density ground^2).
    if ground2 <= 0.0 || log_draw(plan, tick, sensor_ix) >= sensor.pi_density * ground2 {
        return no_report();
    }
    let east = sensor.cross_noise * gauss_draw(plan, tick, PURPOSE_MEASURE_RANGE, sensor_ix);
    let north = sensor.cross_noise * gauss_draw(plan, tick, PURPOSE_MEASURE_AZIMUTH, sensor_ix);
    let up = sensor.altitude_noise_m * gauss_draw(plan, tick, PURPOSE_MEASURE_ELEVATION, sensor_ix);
    return Report(true, vec3<f32>(east, north, up), sensor.cross_noise);
}

fn gauss_draw(plan: Plan, tick: u32, purpose: u32, sensor_ix: u32) -> f32 {
    return gauss(draw(vec2<u32>(plan.key0, plan.key1), tick, purpose, sensor_ix));
}

// An exponential number: minus the logarithm of a uniform one.
fn log_draw(plan: Plan, tick: u32, sensor_ix: u32) -> f32 {
    return -ln(open_unit(draw(vec2<u32>(plan.key0, plan.key1), tick, PURPOSE_DETECT, sensor_ix).x));
}

// Above the 4/3-earth horizon and above the terrain's masking angle.
fn above_horizon(sensor: Sensor, threat: Threat, r: vec3<f32>, flat2: f32) -> bool {
    let flat = sqrt(flat2);
    let altitude = fmax(metres(threat.z), 0.0);
    let horizon = sensor.horizon_m + bitcast<f32>(HORIZON_M_PER_SQRT_M_BITS) * sqrt(altitude);
    let rise = r.z - flat2 * recip(bitcast<f32>(TWICE_EARTH_M_BITS));
    return flat <= horizon && rise >= sensor.mask_tan * flat;
}

// Inside the circle, or inside the polygon by counting crossed edges.
fn inside(sensor: Sensor, threat: Threat, flat2: f32) -> bool {
    if sensor.n_vertices == 0u {
        return flat2 <= sensor.range_m * sensor.range_m;
    }
    var odd = false;
    var before = points[sensor.vertex_first + sensor.n_vertices - 1u];
    for (var ix = 0u; ix < sensor.n_vertices; ix++) {
        let corner = points[sensor.vertex_first + ix];
        if (corner.y > threat.y) != (before.y > threat.y) {
            let ax = metres(corner.x - threat.x);
            let ay = metres(corner.y - threat.y);
            let bx = metres(before.x - threat.x);
            let by = metres(before.y - threat.y);
            let turn = ax * by - bx * ay;
            if (turn > 0.0) == (before.y > corner.y) {
                odd = !odd;
            }
        }
        before = corner;
    }
    return odd;
}
