//! How things move: turns, routes, steering laws and where two straight lines meet.
//!
//! Frame: east, north, up in metres from where the agent stood at the epoch's beginning; velocities are through the air.
//! Twin: `shaders/model/motion.wgsl`, the same functions in the same order of operations.

use super::codes;
use super::layout::{Group, Plan};
use crate::exact::math::{cos_turns, fclamp, fmax, recip, rsqrt, sin_turns, sqrt};
use crate::exact::{Real, V3, select};

/// Least square used under a reciprocal root, m2: 1/256 m squared and smaller cannot occur between distinct positions.
pub(crate) const TINY2: f32 = 1.0e-6;
/// Slope per metre of altitude error while holding altitude: 100 m off are corrected at a slope of 0.1.
pub(crate) const HOLD_GAIN: f32 = 0.001;
/// Steepest slope while holding altitude.
pub(crate) const HOLD_SLOPE: f32 = 0.2;

/// Square of the sine within which a direction counts as straight behind.
pub(crate) const BEHIND2: f32 = 1.0e-10;

/// Turns the unit vector `u` towards the unit vector `d` by at most the angle with cosine `cos` and sine `sin`.
///
/// Within the limit the result is `d`; beyond it, `u` is turned in the plane of both, or to the left where `d` is straight
/// behind and every plane would do: without a choice, what has to turn straight back would fly on for ever. A last Newton step brings the
/// result's length back to one.
#[inline(always)]
pub fn turn_towards<R: Real>(u: V3<R>, d: V3<R>, cos: R, sin: R) -> V3<R> {
    let c = u.dot(d);
    if c >= cos {
        return d;
    }
    let mut q = d - u.scale(c);
    if c < R::of(0.0) && q.len2() < R::of(BEHIND2) {
        q = V3::new(-u.y, u.x, R::of(0.0));
    }
    let w = u.scale(cos) + q.scale(sin * rsqrt(fmax(q.len2(), R::of(1.0e-12))));
    w.scale(R::of(1.5) - R::of(0.5) * w.len2())
}

/// A threat's motion inside an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Course<R> {
    /// Displacement since the epoch's beginning, m.
    pub moved: V3<R>,
    /// Velocity through the air, m/s.
    pub v: V3<R>,
    /// From the epoch's beginning to the point flown to, m; up is the negative altitude at the beginning.
    pub to_point: V3<R>,
    /// That point.
    pub leg: u32,
    /// Whether it is the aim point.
    pub is_last: bool,
    /// Whether it has arrived; it moves no more.
    pub arrived: bool,
}

/// One tick of a threat: steer along the route, hold altitude, dive at the end. Returns whether the point flown to was
/// passed, so that the caller looks up the next one.
#[inline(always)]
pub fn threat_tick<R: Real>(plan: &Plan, wind: V3<R>, tick_s: R, tick: u32, course: &mut Course<R>) -> bool {
    let to = course.to_point - course.moved;
    let flat2 = fmax(to.x * to.x + to.y * to.y, R::of(TINY2));
    let inverse = rsqrt(flat2);
    let flat = flat2 * inverse;
    let altitude = -to.z;
    let dives = course.is_last && flat <= altitude * R::of(plan.dive_cot);
    let d = if dives {
        to.scale(rsqrt(fmax(to.len2(), R::of(TINY2))))
    } else {
        level_course(plan, tick, to, inverse, R::of(plan.altitude_m) - altitude)
    };
    let u = turn_towards(course.v.scale(R::of(plan.inverse_speed)), d, R::of(plan.turn_cos), R::of(plan.turn_sin));
    course.v = u.scale(R::of(plan.speed_mps));
    course.moved = course.moved + (course.v + wind).scale(tick_s);
    let left = course.to_point - course.moved;
    course.arrived = course.is_last && (left.len2() <= R::of(plan.reach2_m2) || left.z >= R::of(0.0));
    !course.is_last && flat <= R::of(plan.switch_m)
}

/// The direction of level flight towards a point, with the weave and the correction of altitude.
#[inline(always)]
fn level_course<R: Real>(plan: &Plan, tick: u32, to: V3<R>, inverse: R, below: R) -> V3<R> {
    let mut east = to.x * inverse;
    let mut north = to.y * inverse;
    if plan.weave_turns > 0.0 {
        let swing = R::of(plan.weave_phase) + R::from_int(tick as i32) * R::of(plan.weave_per_tick);
        let angle = R::of(plan.weave_turns) * sin_turns(swing);
        let (c, s) = (cos_turns(angle), sin_turns(angle));
        let turned = east * c - north * s;
        north = east * s + north * c;
        east = turned;
    }
    let slope = fclamp(below * R::of(HOLD_GAIN), R::of(-HOLD_SLOPE), R::of(HOLD_SLOPE));
    let shrink = rsqrt(R::of(1.0) + slope * slope);
    V3::new(east * shrink, north * shrink, slope * shrink)
}

/// Time until something at `speed` meets what is at `r` and moves with `v` (relative to the air both fly in), s.
///
/// The smallest positive root of (v.v - s^2) t^2 + 2 r.v t + r.r = 0, written as r.r / (sqrt(D) - r.v), which serves
/// faster and slower pursuers alike; negative where they never meet.
#[inline(always)]
pub fn meeting_time<R: Real>(r: V3<R>, v: V3<R>, speed: R) -> R {
    let closing = r.dot(v);
    let distance2 = r.len2();
    let discriminant = closing * closing - (v.len2() - speed * speed) * distance2;
    if discriminant < R::of(0.0) {
        return R::of(-1.0);
    }
    let denominator = sqrt(discriminant) - closing;
    if denominator <= R::of(1.0e-3) {
        return R::of(-1.0);
    }
    distance2 * recip(denominator)
}

/// The direction from which something at `speed` meets its target, or straight at it where it cannot.
#[inline(always)]
pub fn lead_direction<R: Real>(r: V3<R>, v: V3<R>, speed: R) -> V3<R> {
    let time = fmax(meeting_time(r, v, speed), R::of(0.0));
    let aim = r + v.scale(time);
    aim.scale(rsqrt(fmax(aim.len2(), R::of(TINY2))))
}

/// How fast and how sharply a round flies in one of its two phases.
#[derive(Clone, Copy, Debug)]
pub struct Agility<R> {
    /// Speed, m/s.
    pub speed: R,
    /// Its reciprocal times what a velocity needs to become a unit vector, s/m.
    pub inverse_speed: R,
    /// Cosine of the largest turn in a tick.
    pub cos: R,
    /// Sine of it.
    pub sin: R,
    /// Horizontal speed while climbing as steeply as allowed, m/s.
    pub level: R,
    /// Largest rate of climb or descent, m/s.
    pub climb: R,
}

impl<R: Real> Agility<R> {
    /// On the way out.
    #[inline(always)]
    pub fn cruise(g: &Group) -> Self {
        Self::new(g.cruise_mps, g.cruise_cos, g.cruise_sin, g.cruise_level_mps, g.climb_mps)
    }

    /// In the last phase.
    #[inline(always)]
    pub fn dash(g: &Group) -> Self {
        Self::new(g.dash_mps, g.dash_cos, g.dash_sin, g.dash_level_mps, g.climb_mps)
    }

    #[inline(always)]
    fn new(speed: f32, cos: f32, sin: f32, level: f32, climb: f32) -> Self {
        Self {
            speed: R::of(speed),
            inverse_speed: recip(R::of(speed)),
            cos: R::of(cos),
            sin: R::of(sin),
            level: R::of(level),
            climb: R::of(climb),
        }
    }
}

/// Keeps a velocity within the climb limit, at the same speed, and below the ceiling and above ground.
#[inline(always)]
pub fn limit_climb<R: Real>(v: V3<R>, agility: &Agility<R>, altitude: R, ceiling: R) -> V3<R> {
    let mut w = v;
    if v.z.abs() > agility.climb {
        let flat2 = fmax(v.x * v.x + v.y * v.y, R::of(TINY2));
        let stretch = agility.level * rsqrt(flat2);
        w = V3::new(v.x * stretch, v.y * stretch, select(-agility.climb, agility.climb, v.z > R::of(0.0)));
    }
    if (w.z > R::of(0.0) && altitude >= ceiling) || (w.z < R::of(0.0) && altitude <= R::of(0.0)) {
        w.z = R::of(0.0);
    }
    w
}

/// One tick of turning towards a direction.
#[inline(always)]
pub fn steer_towards<R: Real>(v: V3<R>, d: V3<R>, agility: &Agility<R>) -> V3<R> {
    let unit = v.scale(agility.inverse_speed);
    turn_towards(unit, d, agility.cos, agility.sin).scale(agility.speed)
}

/// One tick of the last phase: the velocity after steering at a target at `r`, moving with `vt` (through the air) and
/// accelerating with `at` (m/s2).
#[inline(always)]
pub fn terminal_tick<R: Real>(
    g: &Group,
    agility: &Agility<R>,
    tick_s: R,
    v: V3<R>,
    r: V3<R>,
    vt: V3<R>,
    at: V3<R>,
) -> V3<R> {
    if g.guidance == codes::GUIDANCE_PURSUIT {
        return steer_towards(v, r.scale(rsqrt(fmax(r.len2(), R::of(TINY2)))), agility);
    }
    // Proportional navigation holds the line of sight, a receding one too: what has flown past its target would fly on and
    // away until its endurance ends. So it turns about on a lead course until it closes again.
    let closes = r.dot(vt - v) < R::of(0.0);
    if g.guidance == codes::GUIDANCE_LEAD || !closes {
        return steer_towards(v, lead_direction(r, vt, agility.speed), agility);
    }
    let inverse2 = recip(fmax(r.len2(), R::of(1.0e-3)));
    let rotation = r.cross(vt - v).scale(R::of(g.gain) * inverse2);
    let mut a = rotation.cross(v);
    if g.guidance == codes::GUIDANCE_APN {
        let along = at.dot(r) * inverse2;
        a = a + (at - r.scale(along)).scale(R::of(0.5) * R::of(g.gain));
    }
    let a2 = a.len2();
    let limit = R::of(g.lateral_mps2);
    if a2 > limit * limit {
        a = a.scale(limit * rsqrt(a2));
    }
    let w = v + a.scale(tick_s);
    w.scale(agility.speed * rsqrt(fmax(w.len2(), R::of(TINY2))))
}
