// How things move: turns, routes, steering laws and where two straight lines meet; the Rust twin, with the derivations, is
// src/model/motion.rs.
//
// Frame: east, north, up in metres from where the agent stood at the epoch's beginning; velocities are through the air.

//!include exact/math
//!include exact/vec
//!include model/layout
//!include model/codes

// Least square used under a reciprocal root, m2.
const TINY2_BITS: u32 = 0x358637bdu; // 1e-6
// Slope per metre of altitude error while holding altitude.
const HOLD_GAIN_BITS: u32 = 0x3a83126fu; // 0.001
// Steepest slope while holding altitude.
const HOLD_SLOPE_BITS: u32 = 0x3e4ccccdu; // 0.2
// Least square of the part of a direction across the present one.
const ACROSS2_BITS: u32 = 0x2b8cbcccu; // 1e-12
// Least speed of closing that counts as meeting, and least square of a distance in the steering law.
const MILLI_BITS: u32 = 0x3a83126fu; // 1e-3

// Level part of the sine within which a direction counts as straight behind.
const BEHIND_BITS: u32 = 0x3727c5acu; // 1e-5

// Turns the unit vector `u` towards the unit vector `d` by at most the angle with this cosine and sine.
fn turn_towards(u: vec3<f32>, d: vec3<f32>, turn_cos: f32, turn_sin: f32) -> vec3<f32> {
    let c = dot3(u, d);
    if c >= turn_cos {
        return d;
    }
    var q = d - u * c;
    // Straight behind, above or below, the plane of both would be upright: to the left.
    let along = u.x * d.x + u.y * d.y;
    let across = u.x * d.y - u.y * d.x;
    if along < 0.0 && abs(across) < bitcast<f32>(BEHIND_BITS) {
        q = vec3<f32>(-u.y, u.x, 0.0);
    }
    let w = u * turn_cos + q * (turn_sin * rsqrt(fmax(len2(q), bitcast<f32>(ACROSS2_BITS))));
    // A last Newton step brings the length back to one.
    return w * (1.5 - 0.5 * len2(w));
}

// A threat's motion inside an epoch; see the twin for units.
struct Course {
    moved: vec3<f32>,
    v: vec3<f32>,
    to_point: vec3<f32>,
    leg: u32,
    is_last: bool,
    arrived: bool,
}

// One tick of a threat: steer along the route, hold altitude, dive at the end. Returns whether the point flown to was
// passed, so that the caller looks up the next one.
fn threat_tick(plan: Plan, air: vec3<f32>, tick_s: f32, tick: u32, course: ptr<function, Course>) -> bool {
    let to = (*course).to_point - (*course).moved;
    let flat2 = fmax(to.x * to.x + to.y * to.y, bitcast<f32>(TINY2_BITS));
    let inverse = rsqrt(flat2);
    let flat = flat2 * inverse;
    let altitude = -to.z;
    let dives = (*course).is_last && flat <= altitude * plan.dive_cot;
    var d: vec3<f32>;
    if dives {
        d = to * rsqrt(fmax(len2(to), bitcast<f32>(TINY2_BITS)));
    } else {
        d = level_course(plan, tick, to, inverse, plan.altitude_m - altitude);
    }
    let u = turn_towards((*course).v * plan.inverse_speed, d, plan.turn_cos, plan.turn_sin);
    (*course).v = u * plan.speed_mps;
    (*course).moved = (*course).moved + ((*course).v + air) * tick_s;
    let left = (*course).to_point - (*course).moved;
    (*course).arrived = (*course).is_last && (len2(left) <= plan.reach2_m2 || left.z >= 0.0);
    return !(*course).is_last && flat <= plan.switch_m;
}

// The direction of level flight towards a point, with the weave and the correction of altitude.
fn level_course(plan: Plan, tick: u32, to: vec3<f32>, inverse: f32, below: f32) -> vec3<f32> {
    var east = to.x * inverse;
    var north = to.y * inverse;
    if plan.weave_turns > 0.0 {
        let swing = plan.weave_phase + f32(i32(tick)) * plan.weave_per_tick;
        let angle = plan.weave_turns * sin_turns(swing);
        let c = cos_turns(angle);
        let s = sin_turns(angle);
        let turned = east * c - north * s;
        north = east * s + north * c;
        east = turned;
    }
    let steepest = bitcast<f32>(HOLD_SLOPE_BITS);
    let slope = fclamp(below * bitcast<f32>(HOLD_GAIN_BITS), -steepest, steepest);
    let shrink = rsqrt(1.0 + slope * slope);
    return vec3<f32>(east * shrink, north * shrink, slope * shrink);
}

// Time until something at `speed` meets what is at `r` and moves with `v`, s; negative where they never meet.
fn meeting_time(r: vec3<f32>, v: vec3<f32>, speed: f32) -> f32 {
    let closing = dot3(r, v);
    let distance2 = len2(r);
    let discriminant = closing * closing - (len2(v) - speed * speed) * distance2;
    // Before the root, whose domain begins at zero.
    if discriminant < 0.0 {
        return -1.0;
    }
    let denominator = sqrt(discriminant) - closing;
    if denominator <= bitcast<f32>(MILLI_BITS) {
        return -1.0;
    }
    return distance2 * recip(denominator);
}

// The direction from which something at `speed` meets its target, or straight at it where it cannot.
fn lead_direction(r: vec3<f32>, v: vec3<f32>, speed: f32) -> vec3<f32> {
    let time = fmax(meeting_time(r, v, speed), 0.0);
    let aim = r + v * time;
    return aim * rsqrt(fmax(len2(aim), bitcast<f32>(TINY2_BITS)));
}

// How fast and how sharply a round flies in one of its two phases; see the twin for units.
struct Agility {
    speed: f32,
    inverse_speed: f32,
    turn_cos: f32,
    turn_sin: f32,
    level: f32,
    climb: f32,
}

// On the way out.
fn cruise_agility(g: Group) -> Agility {
    return new_agility(g.cruise_mps, g.cruise_cos, g.cruise_sin, g.cruise_level_mps, g.climb_mps);
}

// In the last phase.
fn dash_agility(g: Group) -> Agility {
    return new_agility(g.dash_mps, g.dash_cos, g.dash_sin, g.dash_level_mps, g.climb_mps);
}

fn new_agility(speed: f32, turn_cos: f32, turn_sin: f32, level: f32, climb: f32) -> Agility {
    return Agility(speed, recip(speed), turn_cos, turn_sin, level, climb);
}

// Keeps a velocity within the climb limit, at the same speed, and below the ceiling and above ground.
fn limit_climb(v: vec3<f32>, agility: Agility, altitude: f32, ceiling: f32) -> vec3<f32> {
    var w = v;
    if abs(v.z) > agility.climb {
        let flat2 = fmax(v.x * v.x + v.y * v.y, bitcast<f32>(TINY2_BITS));
        let stretch = agility.level * rsqrt(flat2);
        w = vec3<f32>(v.x * stretch, v.y * stretch, select(-agility.climb, agility.climb, v.z > 0.0));
    }
    if (w.z > 0.0 && altitude >= ceiling) || (w.z < 0.0 && altitude <= 0.0) {
        w.z = 0.0;
    }
    return w;
}

// One tick of turning towards a direction.
fn steer_towards(v: vec3<f32>, d: vec3<f32>, agility: Agility) -> vec3<f32> {
    let u = v * agility.inverse_speed;
    return turn_towards(u, d, agility.turn_cos, agility.turn_sin) * agility.speed;
}

// One tick of the last phase: the velocity after steering at a target at `r`, moving with `vt` (through the air) and
// accelerating with `at` (m/s2).
fn terminal_tick(
    g: Group,
    agility: Agility,
    tick_s: f32,
    v: vec3<f32>,
    r: vec3<f32>,
    vt: vec3<f32>,
    at: vec3<f32>,
) -> vec3<f32> {
    if g.guidance == GUIDANCE_PURSUIT {
        return steer_towards(v, r * rsqrt(fmax(len2(r), bitcast<f32>(TINY2_BITS))), agility);
    }
    // Proportional navigation would hold a receding line of sight too; what has flown past its target turns about first.
    let closes = dot3(r, vt - v) < 0.0;
    if g.guidance == GUIDANCE_LEAD || !closes {
        return steer_towards(v, lead_direction(r, vt, agility.speed), agility);
    }
    let inverse2 = recip(fmax(len2(r), bitcast<f32>(MILLI_BITS)));
    let rotation = cross3(r, vt - v) * (g.gain * inverse2);
    var a = cross3(rotation, v);
    if g.guidance == GUIDANCE_APN {
        let along = dot3(at, r) * inverse2;
        a = a + (at - r * along) * (0.5 * g.gain);
    }
    let a2 = len2(a);
    let limit = g.lateral_mps2;
    if a2 > limit * limit {
        a = a * (limit * rsqrt(a2));
    }
    let w = v + a * tick_s;
    return w * (agility.speed * rsqrt(fmax(len2(w), bitcast<f32>(TINY2_BITS))));
}
