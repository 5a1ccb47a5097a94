//! How things move: turns, routes, steering laws and where two straight lines meet.
//!
//! Frame: east, north, up in metres from where the agent stood at the epoch's beginning; velocities are through the air.
//! Twin: `shaders/model/motion.wgsl`, the same functions in the same order of operations.
//!
//! Everything is over [`Lanes`]: several agents fly side by side, each with parameters of its own. What the twin does in a
//! branch is done here under a mask, and not at all where no lane wants it.

use std::mem::offset_of;

use super::codes;
use super::layout::{Group, Plan};
use super::view::View;
use crate::exact::math::{cos_turns, fclamp, fmax, recip, rsqrt, sin_turns, sqrt};
use crate::exact::{Int, Lanes, Mask, V3, select};

/// Least square used under a reciprocal root, m2: 1/256 m squared and smaller cannot occur between distinct positions.
pub(crate) const TINY2: f32 = 1.0e-6;
/// Slope per metre of altitude error while holding altitude: 100 m off are corrected at a slope of 0.1.
pub(crate) const HOLD_GAIN: f32 = 0.001;
/// Steepest slope while holding altitude.
pub(crate) const HOLD_SLOPE: f32 = 0.2;

/// Level part of the sine within which a direction counts as straight behind.
pub(crate) const BEHIND: f32 = 1.0e-5;

/// Turns the unit vector `u` towards the unit vector `d` by at most the angle with cosine `cos` and sine `sin`.
///
/// Within the limit the result is `d`; beyond it, `u` is turned in the plane of both, or to the left where `d` lies straight
/// behind, above or below: that plane would be upright, and where a climb limit forbids a loop, what has to turn straight
/// back would fly on for ever. A last Newton step brings the result's length back to one.
#[inline(always)]
pub fn turn_towards<R: Lanes>(u: V3<R>, d: V3<R>, cos: R, sin: R) -> V3<R> {
    let c = u.dot(d);
    let within = c.at_least(cos);
    if within.all() {
        return d;
    }
    let mut q = d - u.scale(c);
    let (along, across) = (u.x * d.x + u.y * d.y, u.x * d.y - u.y * d.x);
    let is_behind = along.below(R::of(0.0)) & across.abs().below(R::of(BEHIND));
    if is_behind.any() {
        q = select(q, V3::new(-u.y, u.x, R::of(0.0)), is_behind);
    }
    let w = u.scale(cos) + q.scale(sin * rsqrt(fmax(q.len2(), R::of(1.0e-12))));
    select(w.scale(R::of(1.5) - R::of(0.5) * w.len2()), d, within)
}

/// How threats fly: what [`Plan`] says of it, one plan per lane.
#[derive(Clone, Copy, Debug)]
pub struct Manner<R> {
    speed_mps: R,
    inverse_speed: R,
    turn_cos: R,
    turn_sin: R,
    switch_m: R,
    altitude_m: R,
    dive_cot: R,
    reach2_m2: R,
    weave_turns: R,
    weave_per_tick: R,
    weave_phase: R,
}

impl<R: Lanes> Manner<R> {
    /// The lanes' plans.
    #[inline(always)]
    pub fn of(plans: &View<'_, R, Plan>) -> Self {
        Self {
            speed_mps: plans.real(offset_of!(Plan, speed_mps)),
            inverse_speed: plans.real(offset_of!(Plan, inverse_speed)),
            turn_cos: plans.real(offset_of!(Plan, turn_cos)),
            turn_sin: plans.real(offset_of!(Plan, turn_sin)),
            switch_m: plans.real(offset_of!(Plan, switch_m)),
            altitude_m: plans.real(offset_of!(Plan, altitude_m)),
            dive_cot: plans.real(offset_of!(Plan, dive_cot)),
            reach2_m2: plans.real(offset_of!(Plan, reach2_m2)),
            weave_turns: plans.real(offset_of!(Plan, weave_turns)),
            weave_per_tick: plans.real(offset_of!(Plan, weave_per_tick)),
            weave_phase: plans.real(offset_of!(Plan, weave_phase)),
        }
    }
}

/// A threat's motion inside an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Course<R: Lanes> {
    /// Displacement since the epoch's beginning, m.
    pub moved: V3<R>,
    /// Velocity through the air, m/s.
    pub v: V3<R>,
    /// From the epoch's beginning to the point flown to, m; up is the negative altitude at the beginning.
    pub to_point: V3<R>,
    /// That point.
    pub leg: R::Int,
    /// Whether it is the aim point.
    pub is_last: R::Mask,
    /// Whether it has arrived; it moves no more.
    pub arrived: R::Mask,
}

/// One tick of a threat: steer along the route, hold altitude, dive at the end; none if it has arrived. Returns whether the
/// point flown to was passed, so that the caller looks up the next one.
#[inline(always)]
pub fn threat_tick<R: Lanes>(m: &Manner<R>, wind: V3<R>, tick_s: R, tick: u32, course: &mut Course<R>) -> R::Mask {
    let flies = !course.arrived;
    let to = course.to_point - course.moved;
    let flat2 = fmax(to.x * to.x + to.y * to.y, R::of(TINY2));
    let inverse = rsqrt(flat2);
    let flat = flat2 * inverse;
    let altitude = -to.z;
    let dives = course.is_last & flat.at_most(altitude * m.dive_cot);
    let mut d = V3::zero();
    if !dives.all() {
        d = level_course(m, tick, to, inverse, m.altitude_m - altitude);
    }
    if dives.any() {
        d = select(d, to.scale(rsqrt(fmax(to.len2(), R::of(TINY2)))), dives);
    }
    let u = turn_towards(course.v.scale(m.inverse_speed), d, m.turn_cos, m.turn_sin);
    let v = u.scale(m.speed_mps);
    course.v = select(course.v, v, flies);
    course.moved = select(course.moved, course.moved + (v + wind).scale(tick_s), flies);
    let left = course.to_point - course.moved;
    let is_there = left.len2().at_most(m.reach2_m2) | left.z.at_least(R::of(0.0));
    course.arrived = course.arrived | (course.is_last & is_there);
    !course.is_last & flat.at_most(m.switch_m)
}

/// The direction of level flight towards a point, with the weave and the correction of altitude.
#[inline(always)]
fn level_course<R: Lanes>(m: &Manner<R>, tick: u32, to: V3<R>, inverse: R, below: R) -> V3<R> {
    let mut east = to.x * inverse;
    let mut north = to.y * inverse;
    let weaves = m.weave_turns.above(R::of(0.0));
    if weaves.any() {
        let swing = m.weave_phase + R::from_int(R::Int::of(tick as i32)) * m.weave_per_tick;
        let angle = m.weave_turns * sin_turns(swing);
        let (c, s) = (cos_turns(angle), sin_turns(angle));
        let turned = east * c - north * s;
        north = select(north, east * s + north * c, weaves);
        east = select(east, turned, weaves);
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
pub fn meeting_time<R: Lanes>(r: V3<R>, v: V3<R>, speed: R) -> R {
    let closing = r.dot(v);
    let distance2 = r.len2();
    let discriminant = closing * closing - (v.len2() - speed * speed) * distance2;
    let mut never = discriminant.below(R::of(0.0));
    let denominator = sqrt(select(discriminant, R::of(0.0), never)) - closing;
    never = never | denominator.at_most(R::of(1.0e-3));
    if never.all() {
        return R::of(-1.0);
    }
    select(distance2 * recip(select(denominator, R::of(1.0), never)), R::of(-1.0), never)
}

/// The direction from which something at `speed` meets its target, or straight at it where it cannot.
#[inline(always)]
pub fn lead_direction<R: Lanes>(r: V3<R>, v: V3<R>, speed: R) -> V3<R> {
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
    /// Ceiling, m.
    pub ceiling: R,
}

impl<R: Lanes> Agility<R> {
    /// On the way out.
    #[inline(always)]
    pub fn cruise(groups: &View<'_, R, Group>) -> Self {
        let speed = groups.real(offset_of!(Group, cruise_mps));
        Self {
            speed,
            inverse_speed: recip(speed),
            cos: groups.real(offset_of!(Group, cruise_cos)),
            sin: groups.real(offset_of!(Group, cruise_sin)),
            level: groups.real(offset_of!(Group, cruise_level_mps)),
            climb: groups.real(offset_of!(Group, climb_mps)),
            ceiling: groups.real(offset_of!(Group, ceiling_m)),
        }
    }

    /// In the last phase.
    #[inline(always)]
    pub fn dash(groups: &View<'_, R, Group>) -> Self {
        let speed = groups.real(offset_of!(Group, dash_mps));
        Self {
            speed,
            inverse_speed: recip(speed),
            cos: groups.real(offset_of!(Group, dash_cos)),
            sin: groups.real(offset_of!(Group, dash_sin)),
            level: groups.real(offset_of!(Group, dash_level_mps)),
            climb: groups.real(offset_of!(Group, climb_mps)),
            ceiling: groups.real(offset_of!(Group, ceiling_m)),
        }
    }
}

/// Keeps a velocity within the climb limit, at the same speed, and below the ceiling and above ground.
#[inline(always)]
pub fn limit_climb<R: Lanes>(v: V3<R>, agility: &Agility<R>, altitude: R) -> V3<R> {
    let zero = R::of(0.0);
    let mut w = v;
    let steep = v.z.abs().above(agility.climb);
    if steep.any() {
        let flat2 = fmax(v.x * v.x + v.y * v.y, R::of(TINY2));
        let stretch = agility.level * rsqrt(flat2);
        let rate = select(-agility.climb, agility.climb, v.z.above(zero));
        w = select(w, V3::new(v.x * stretch, v.y * stretch, rate), steep);
    }
    let too_high = w.z.above(zero) & altitude.at_least(agility.ceiling);
    let too_low = w.z.below(zero) & altitude.at_most(zero);
    w.z = select(w.z, zero, too_high | too_low);
    w
}

/// One tick of turning towards a direction.
#[inline(always)]
pub fn steer_towards<R: Lanes>(v: V3<R>, d: V3<R>, agility: &Agility<R>) -> V3<R> {
    let unit = v.scale(agility.inverse_speed);
    turn_towards(unit, d, agility.cos, agility.sin).scale(agility.speed)
}

/// How rounds steer in their last phase: what [`Group`] says of it, one group per lane.
#[derive(Clone, Copy, Debug)]
pub struct Guidance<R: Lanes> {
    /// Pure pursuit.
    pursues: R::Mask,
    /// Lead collision.
    leads: R::Mask,
    /// Augmented proportional navigation; what does none of the three navigates without.
    augments: R::Mask,
    gain: R,
    lateral_mps2: R,
}

impl<R: Lanes> Guidance<R> {
    /// The lanes' groups.
    #[inline(always)]
    pub fn of(groups: &View<'_, R, Group>) -> Self {
        let guidance = groups.int(offset_of!(Group, guidance));
        let law = |law: u32| guidance.equals(R::Int::of(law as i32));
        Self {
            pursues: law(codes::GUIDANCE_PURSUIT),
            leads: law(codes::GUIDANCE_LEAD),
            augments: law(codes::GUIDANCE_APN),
            gain: groups.real(offset_of!(Group, gain)),
            lateral_mps2: groups.real(offset_of!(Group, lateral_mps2)),
        }
    }
}

/// One tick of the last phase: the velocity after steering at a target at `r`, moving with `vt` (through the air) and
/// accelerating with `at` (m/s2).
#[inline(always)]
pub fn terminal_tick<R: Lanes>(
    g: &Guidance<R>,
    agility: &Agility<R>,
    tick_s: R,
    v: V3<R>,
    r: V3<R>,
    vt: V3<R>,
    at: V3<R>,
) -> V3<R> {
    let mut w = v;
    if g.pursues.any() {
        let straight = r.scale(rsqrt(fmax(r.len2(), R::of(TINY2))));
        w = select(w, steer_towards(v, straight, agility), g.pursues);
    }
    if g.pursues.all() {
        return w;
    }
    // Proportional navigation holds the line of sight, a receding one too: what has flown past its target would fly on and
    // away until its endurance ends. So it turns about on a lead course until it closes again.
    let closes = r.dot(vt - v).below(R::of(0.0));
    let leads = !g.pursues & (g.leads | !closes);
    if leads.any() {
        w = select(w, steer_towards(v, lead_direction(r, vt, agility.speed), agility), leads);
    }
    let navigates = !(g.pursues | leads);
    if navigates.any() {
        w = select(w, navigate(g, agility, tick_s, v, r, vt, at), navigates);
    }
    w
}

/// Proportional navigation: turn `gain` times as fast as the line of sight.
#[inline(always)]
fn navigate<R: Lanes>(
    g: &Guidance<R>,
    agility: &Agility<R>,
    tick_s: R,
    v: V3<R>,
    r: V3<R>,
    vt: V3<R>,
    at: V3<R>,
) -> V3<R> {
    let inverse2 = recip(fmax(r.len2(), R::of(1.0e-3)));
    let rotation = r.cross(vt - v).scale(g.gain * inverse2);
    let mut a = rotation.cross(v);
    if g.augments.any() {
        let along = at.dot(r) * inverse2;
        let augmented = a + (at - r.scale(along)).scale(R::of(0.5) * g.gain);
        a = select(a, augmented, g.augments);
    }
    let a2 = a.len2();
    let limit = g.lateral_mps2;
    let too_hard = a2.above(limit * limit);
    if too_hard.any() {
        a = select(a, a.scale(limit * rsqrt(select(R::of(1.0), a2, too_hard))), too_hard);
    }
    let w = v + a.scale(tick_s);
    w.scale(agility.speed * rsqrt(fmax(w.len2(), R::of(TINY2))))
}
