//! Fly: all ticks of an epoch. Rounds first, since they look at the threats as they stood at the edge.
//!
//! Inside an epoch a round depends on nothing but its own target, so its lane computes the target's motion again instead of
//! reading it. A lane reports at most one pass and flies on as if its target lived.

use std::ops::Range;

use super::{between, header, velocity, wind};
use crate::exact::math::{fmax, recip, rsqrt};
use crate::exact::{Real, V3, fixed};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Case, Group, Plan, Point, Replicate, Round, Threat};
use crate::model::motion::{Agility, Course, lead_direction, limit_climb, steer_towards, terminal_tick, threat_tick};

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

/// Agents whose ticks are taken in turn: one agent's tick is a long chain of dependent operations, and a processor overlaps
/// the chains of several.
const ABREAST: usize = 8;

/// Rows of one replicate that fly abreast.
#[derive(Default)]
struct Lanes {
    rows: [usize; ABREAST],
    n: usize,
    replicate: u32,
}

impl Lanes {
    /// Takes up a row, after handing the full or foreign lanes to `fly`.
    #[inline(always)]
    fn push(&mut self, replicate: u32, row: usize, mut fly: impl FnMut(&[usize])) {
        if self.n == ABREAST || replicate != self.replicate {
            self.flush(&mut fly);
        }
        self.replicate = replicate;
        self.rows[self.n] = row;
        self.n += 1;
    }

    /// Hands over what is left.
    #[inline(always)]
    fn flush(&mut self, mut fly: impl FnMut(&[usize])) {
        if self.n > 0 {
            fly(&self.rows[..self.n]);
            self.n = 0;
        }
    }
}

/// Moves threats through the epoch.
pub fn fly_threats<R: Real>(s: &Statics, w: &mut World, _events: &mut Recorder, rows: Range<usize>) {
    let mut lanes = Lanes::default();
    for row in rows {
        let replicate = s.plans[row].replicate;
        if w.threats[row].status == codes::THREAT_AIRBORNE && w.tallies[replicate as usize].done == 0 {
            lanes.push(replicate, row, |rows| fly_threats_abreast::<R>(s, w, rows));
        }
    }
    lanes.flush(|rows| fly_threats_abreast::<R>(s, w, rows));
}

fn fly_threats_abreast<R: Real>(s: &Statics, w: &mut World, rows: &[usize]) {
    let replicate = s.plans[rows[0]].replicate;
    let (_, case) = header(s, replicate);
    let tally = &mut w.tallies[replicate as usize];
    let row_of = |lane: usize| rows[lane.min(rows.len() - 1)];
    let mut courses: [Course<R>; ABREAST] =
        std::array::from_fn(|lane| course(&s.points, &s.plans[row_of(lane)], &w.threats[row_of(lane)]));
    for step in 0..case.epoch_ticks {
        let tick = tally.tick + step + 1;
        for (c, &row) in courses.iter_mut().zip(rows) {
            if c.arrived {
                continue;
            }
            let threat = &mut w.threats[row];
            advance(&s.points, &s.plans[row], threat, case, tick, c);
            if c.arrived {
                threat.status = codes::THREAT_ARRIVED;
                threat.end_tick = tick;
            }
        }
    }
    for (c, &row) in courses.iter().zip(rows) {
        let threat = &mut w.threats[row];
        threat.leg = c.leg;
        threat.x += fixed::to_pos(c.moved.x);
        threat.y += fixed::to_pos(c.moved.y);
        threat.z += fixed::to_pos(c.moved.z);
        [threat.vx, threat.vy, threat.vz] = [fixed::to_vel(c.v.x), fixed::to_vel(c.v.y), fixed::to_vel(c.v.z)];
        if out_of_range(threat.x, threat.y) {
            tally.faults |= codes::FAULT_POSITION;
        }
    }
}

fn out_of_range(x: i32, y: i32) -> bool {
    x > MAX_POSITION || x < -MAX_POSITION || y > MAX_POSITION || y < -MAX_POSITION
}

/// What a round did in an epoch.
#[derive(Clone, Copy)]
struct Flight<R> {
    moved: V3<R>,
    v: V3<R>,
    pass_tick: u32,
}

/// Moves rounds through the epoch and reports the first pass of each within the lethal radius.
pub fn fly_rounds<R: Real>(s: &Statics, w: &mut World, _events: &mut Recorder, rows: Range<usize>) {
    let mut lanes = Lanes::default();
    for row in rows {
        let issue = &s.issues[row];
        let status = w.rounds[row].status;
        if w.tallies[issue.replicate as usize].done != 0 {
            continue;
        }
        if status == codes::ROUND_TERMINAL {
            lanes.push(issue.replicate, row, |rows| fly_terminal::<R>(s, w, rows));
        } else if status >= codes::ROUND_CRUISE && status <= codes::ROUND_RETARGET {
            fly_out::<R>(s, w, row);
        }
    }
    lanes.flush(|rows| fly_terminal::<R>(s, w, rows));
}

/// Writes what a round did back to its row.
fn land<R: Real>(s: &Statics, w: &mut World, row: usize, flight: &Flight<R>) {
    let replicate = s.issues[row].replicate;
    let round = &mut w.rounds[row];
    round.x += fixed::to_pos(flight.moved.x);
    round.y += fixed::to_pos(flight.moved.y);
    round.z += fixed::to_pos(flight.moved.z);
    [round.vx, round.vy, round.vz] = [fixed::to_vel(flight.v.x), fixed::to_vel(flight.v.y), fixed::to_vel(flight.v.z)];
    round.pass_tick = flight.pass_tick;
    if flight.pass_tick != 0 {
        let target = s.replicates[replicate as usize].threat_first + round.target as u32;
        w.threats[target as usize].n_pending += 1;
    }
    if out_of_range(round.x, round.y) {
        w.tallies[replicate as usize].faults |= codes::FAULT_POSITION;
    }
}

/// The round's velocity at the speed of its phase.
#[inline(always)]
fn at_speed<R: Real>(round: &Round, speed: R) -> V3<R> {
    let v = velocity::<R>([round.vx, round.vy, round.vz]);
    v.scale(speed * rsqrt(fmax(v.len2(), R::of(1.0e-6))))
}

/// Towards where the track will be met, or straight on without a target.
fn fly_out<R: Real>(s: &Statics, w: &mut World, row: usize) {
    let issue = &s.issues[row];
    let (header, case) = header(s, issue.replicate);
    let kind = &s.groups[(case.group_first + issue.group) as usize];
    let round = &w.rounds[row];
    let agility = Agility::<R>::cruise(kind);
    let has_target = round.status == codes::ROUND_CRUISE;
    let toward = if has_target {
        let track = &w.tracks[(header.threat_first + round.target as u32) as usize];
        let r = between([track.x, track.y, track.z], [round.x, round.y, round.z]);
        let v = velocity([track.vx, track.vy, track.vz]) - wind(case);
        lead_direction(r, v, agility.speed)
    } else {
        V3::zero()
    };
    let altitude = fixed::metres::<R>(round.z);
    let mut flight = Flight { moved: V3::zero(), v: at_speed(round, agility.speed), pass_tick: 0 };
    for _ in 0..case.epoch_ticks {
        if has_target {
            flight.v = steer_towards(flight.v, toward, &agility);
        }
        flight.v = limit_climb(flight.v, &agility, altitude + flight.moved.z, R::of(kind.ceiling_m));
        flight.moved = flight.moved + (flight.v + wind(case)).scale(R::of(case.tick_s));
    }
    land(s, w, row, &flight);
}

/// A round in its last phase, and its target's true motion.
#[derive(Clone, Copy)]
struct Chase<R> {
    flight: Flight<R>,
    target: Course<R>,
    target_row: usize,
    agility: Agility<R>,
    /// From round to target at the edge, m.
    apart: V3<R>,
    altitude: R,
}

impl<R: Real> Chase<R> {
    #[inline(always)]
    fn new(s: &Statics, w: &World, header: &Replicate, case: &Case, row: usize) -> Self {
        let round = &w.rounds[row];
        let target_row = (header.threat_first + round.target as u32) as usize;
        let threat = &w.threats[target_row];
        let agility = Agility::<R>::dash(&s.groups[(case.group_first + s.issues[row].group) as usize]);
        Self {
            flight: Flight { moved: V3::zero(), v: at_speed(round, agility.speed), pass_tick: 0 },
            target: course(&s.points, &s.plans[target_row], threat),
            target_row,
            agility,
            apart: between([threat.x, threat.y, threat.z], [round.x, round.y, round.z]),
            altitude: fixed::metres(round.z),
        }
    }

    /// One tick: the target moves, the round steers at where it was with the velocity it has now, and may pass it.
    #[inline(always)]
    fn tick(&mut self, s: &Statics, w: &World, case: &Case, kind: &Group, next_try_tick: u32, tick: u32) {
        let tick_s = R::of(case.tick_s);
        let r = self.apart + (self.target.moved - self.flight.moved);
        let before = self.target.v;
        if !self.target.arrived {
            let threat = &w.threats[self.target_row];
            advance(&s.points, &s.plans[self.target_row], threat, case, tick, &mut self.target);
        }
        let at = (self.target.v - before).scale(recip(tick_s));
        let flight = &mut self.flight;
        let v = terminal_tick(kind, &self.agility, tick_s, flight.v, r, self.target.v, at);
        let v = limit_climb(v, &self.agility, self.altitude + flight.moved.z, R::of(kind.ceiling_m));
        flight.v = v;
        flight.moved = flight.moved + (v + wind(case)).scale(tick_s);
        let may_try = flight.pass_tick == 0 && tick >= next_try_tick;
        if may_try && passes(r, self.target.v - v, tick_s, R::of(kind.lethal2_m2)) {
            flight.pass_tick = tick;
        }
    }
}

/// The last phase, against the target's true motion.
fn fly_terminal<R: Real>(s: &Statics, w: &mut World, rows: &[usize]) {
    let (header, case) = header(s, s.issues[rows[0]].replicate);
    let edge_tick = w.tallies[s.issues[rows[0]].replicate as usize].tick;
    let row_of = |lane: usize| rows[lane.min(rows.len() - 1)];
    let mut chases: [Chase<R>; ABREAST] = std::array::from_fn(|lane| Chase::new(s, w, header, case, row_of(lane)));
    for step in 0..case.epoch_ticks {
        for (chase, &row) in chases.iter_mut().zip(rows) {
            let kind = &s.groups[(case.group_first + s.issues[row].group) as usize];
            chase.tick(s, w, case, kind, w.rounds[row].next_try_tick, edge_tick + step + 1);
        }
    }
    for (chase, &row) in chases.iter().zip(rows) {
        land(s, w, row, &chase.flight);
    }
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
