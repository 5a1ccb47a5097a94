//! Fly: all ticks of an epoch. Rounds first, since they look at the threats as they stood at the edge.
//!
//! Inside an epoch a round depends on nothing but its own target, so its lane computes the target's motion again instead of
//! reading it. A lane reports at most one pass and flies on as if its target lived.

use super::{between, header, velocity, wind};
use crate::exact::math::{fmax, recip, rsqrt};
use crate::exact::{Real, V3, fixed};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Case, Group, Plan, Point, Round, Threat};
use crate::model::motion::{
    Agility, Course, lead_direction, limit_climb, steer_towards, terminal_tick, threat_tick,
};

/// Positions beyond this are a fault of the model, in units of 1/256 m: 8,000 km.
pub(crate) const MAX_POSITION: i32 = 2_048_000_000;

/// Where a threat is going, from the beginning of an epoch.
#[inline(always)]
fn course<R: Real>(points: &[Point], plan: &Plan, threat: &Threat) -> Course<R> {
    Course {
        moved: V3::zero(),
        v: velocity([threat.vx, threat.vy, threat.vz]),
        to_point: to_point(points, plan, threat, threat.leg),
        leg: threat.leg,
        is_last: threat.leg + 1 >= plan.n_points,
        arrived: false,
    }
}

#[inline(always)]
fn to_point<R: Real>(points: &[Point], plan: &Plan, threat: &Threat, leg: u32) -> V3<R> {
    let point = points[(plan.point_first + leg) as usize];
    between([point.x, point.y, 0], [threat.x, threat.y, threat.z])
}

/// One tick of a threat, with the look-up of the next point.
#[inline(always)]
fn advance<R: Real>(points: &[Point], plan: &Plan, threat: &Threat, case: &Case, tick: u32, course: &mut Course<R>) {
    if threat_tick(plan, wind(case), R::of(case.tick_s), tick, course) {
        course.leg += 1;
        course.is_last = course.leg + 1 >= plan.n_points;
        course.to_point = to_point(points, plan, threat, course.leg);
    }
}

/// Moves a threat through the epoch.
pub fn fly_threats<R: Real>(s: &Statics, w: &mut World, _events: &mut Recorder, row: usize) {
    let plan = &s.plans[row];
    let (_, case) = header(s, plan.replicate);
    let tally = &mut w.tallies[plan.replicate as usize];
    let threat = &mut w.threats[row];
    if tally.done != 0 || threat.status != codes::THREAT_AIRBORNE {
        return;
    }
    let mut c = course::<R>(&s.points, plan, threat);
    for step in 0..case.epoch_ticks {
        let tick = tally.tick + step + 1;
        advance(&s.points, plan, threat, case, tick, &mut c);
        if c.arrived {
            threat.status = codes::THREAT_ARRIVED;
            threat.end_tick = tick;
            break;
        }
    }
    threat.leg = c.leg;
    threat.x += fixed::to_pos(c.moved.x);
    threat.y += fixed::to_pos(c.moved.y);
    threat.z += fixed::to_pos(c.moved.z);
    threat.vx = fixed::to_vel(c.v.x);
    threat.vy = fixed::to_vel(c.v.y);
    threat.vz = fixed::to_vel(c.v.z);
    if threat.x > MAX_POSITION || threat.x < -MAX_POSITION || threat.y > MAX_POSITION || threat.y < -MAX_POSITION {
        tally.faults |= codes::FAULT_POSITION;
    }
}

/// What a round did in an epoch.
struct Flight<R> {
    moved: V3<R>,
    v: V3<R>,
    pass_tick: u32,
}

/// Moves a round through the epoch and reports its first pass within the lethal radius.
pub fn fly_rounds<R: Real>(s: &Statics, w: &mut World, _events: &mut Recorder, row: usize) {
    let issue = &s.issues[row];
    let (header, case) = header(s, issue.replicate);
    let tally = &mut w.tallies[issue.replicate as usize];
    let round = &mut w.rounds[row];
    if tally.done != 0 || round.status < codes::ROUND_CRUISE || round.status > codes::ROUND_RETARGET {
        return;
    }
    let kind = &s.groups[(case.group_first + issue.group) as usize];
    let target = (header.threat_first + round.target.max(0) as u32) as usize;
    let flight = if round.status == codes::ROUND_TERMINAL {
        fly_terminal::<R>(&s.points, case, kind, &s.plans[target], &w.threats[target], round, tally.tick)
    } else {
        let toward = (round.status == codes::ROUND_CRUISE).then(|| {
            let track = &w.tracks[target];
            let r = between([track.x, track.y, track.z], [round.x, round.y, round.z]);
            let v = velocity([track.vx, track.vy, track.vz]) - wind(case);
            lead_direction(r, v, R::of(kind.cruise_mps))
        });
        fly_out::<R>(case, kind, round, toward)
    };
    round.x += fixed::to_pos(flight.moved.x);
    round.y += fixed::to_pos(flight.moved.y);
    round.z += fixed::to_pos(flight.moved.z);
    round.vx = fixed::to_vel(flight.v.x);
    round.vy = fixed::to_vel(flight.v.y);
    round.vz = fixed::to_vel(flight.v.z);
    round.pass_tick = flight.pass_tick;
    if flight.pass_tick != 0 {
        w.threats[target].n_pending += 1;
    }
    if round.x > MAX_POSITION || round.x < -MAX_POSITION || round.y > MAX_POSITION || round.y < -MAX_POSITION {
        tally.faults |= codes::FAULT_POSITION;
    }
}

/// The round's velocity at the speed of its phase.
#[inline(always)]
fn at_speed<R: Real>(round: &Round, speed: R) -> V3<R> {
    let v = velocity::<R>([round.vx, round.vy, round.vz]);
    v.scale(speed * rsqrt(fmax(v.len2(), R::of(1.0e-6))))
}

/// Towards where the track will be met, or straight on without a target.
#[inline(always)]
fn fly_out<R: Real>(case: &Case, kind: &Group, round: &Round, toward: Option<V3<R>>) -> Flight<R> {
    let agility = Agility::<R>::cruise(kind);
    let tick_s = R::of(case.tick_s);
    let altitude = fixed::metres::<R>(round.z);
    let mut v = at_speed(round, agility.speed);
    let mut moved = V3::zero();
    for _ in 0..case.epoch_ticks {
        if let Some(d) = toward {
            v = steer_towards(v, d, &agility);
        }
        v = limit_climb(v, &agility, altitude + moved.z, R::of(kind.ceiling_m));
        moved = moved + (v + wind(case)).scale(tick_s);
    }
    Flight { moved, v, pass_tick: 0 }
}

/// The last phase, against the target's true motion.
#[inline(always)]
fn fly_terminal<R: Real>(
    points: &[Point],
    case: &Case,
    kind: &Group,
    plan: &Plan,
    threat: &Threat,
    round: &Round,
    edge_tick: u32,
) -> Flight<R> {
    let agility = Agility::<R>::dash(kind);
    let tick_s = R::of(case.tick_s);
    let rate = recip(tick_s);
    let altitude = fixed::metres::<R>(round.z);
    let apart = between::<R>([threat.x, threat.y, threat.z], [round.x, round.y, round.z]);
    let mut target = course::<R>(points, plan, threat);
    let mut v = at_speed(round, agility.speed);
    let mut moved = V3::zero();
    let mut pass_tick = 0;
    for step in 0..case.epoch_ticks {
        let tick = edge_tick + step + 1;
        let r = apart + (target.moved - moved);
        let before = target.v;
        if !target.arrived {
            advance(points, plan, threat, case, tick, &mut target);
        }
        let at = (target.v - before).scale(rate);
        v = terminal_tick(kind, &agility, tick_s, v, r, target.v, at);
        v = limit_climb(v, &agility, altitude + moved.z, R::of(kind.ceiling_m));
        moved = moved + (v + wind(case)).scale(tick_s);
        if pass_tick == 0 && tick >= round.next_try_tick && passes(r, target.v - v, tick_s, R::of(kind.lethal2_m2)) {
            pass_tick = tick;
        }
    }
    Flight { moved, v, pass_tick }
}

/// Whether the closest approach of two straight lines lies inside this tick and within the lethal radius.
#[inline(always)]
fn passes<R: Real>(r: V3<R>, vr: V3<R>, tick_s: R, lethal2: R) -> bool {
    let closing = -r.dot(vr);
    let vr2 = vr.len2();
    if closing <= R::of(0.0) || closing >= tick_s * vr2 {
        return false;
    }
    (r + vr.scale(closing * recip(vr2))).len2() <= lethal2
}
