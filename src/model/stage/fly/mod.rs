//! Fly: all ticks of an epoch. Rounds first, since they look at the threats as they stood at the edge.
//!
//! Inside an epoch a round depends on nothing but its own target, so its lane computes the target's motion again instead of
//! reading it. A lane reports at most one pass and flies on as if its target lived.

mod rounds;

use std::mem::offset_of;
use std::ops::Range;

use super::block::{Block, Landed, listed};
use super::{between, header, velocity, wind};
use crate::exact::{Int, Lanes, Mask, V3, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Case, Plan, Point, Threat};
use crate::model::motion::{Course, Manner, threat_tick};
use crate::model::view::View;

pub use rounds::fly_rounds;

/// Positions beyond this are a fault of the model, in units of 1/256 m: 8,000 km.
pub(crate) const MAX_POSITION: i32 = 2_048_000_000;

fn out_of_range(x: i32, y: i32) -> bool {
    [x, y].iter().any(|coordinate| !(-MAX_POSITION..=MAX_POSITION).contains(coordinate))
}

/// What is the same for all that fly in a replicate.
#[derive(Clone, Copy)]
struct Air<R> {
    wind: V3<R>,
    tick_s: R,
}

impl<R: Lanes> Air<R> {
    #[inline(always)]
    fn of(case: &Case) -> Self {
        Self { wind: wind(case), tick_s: R::of(case.tick_s) }
    }
}

/// Threats on their way, one per lane, with what is looked up when they turn to their next point.
struct Travel<'a, R: Lanes> {
    points: &'a [Point],
    /// Where their routes begin in `points`.
    point_first: R::Int,
    n_points: R::Int,
    /// Where they stood at the epoch's beginning.
    from: [R::Int; 3],
    manner: Manner<R>,
    course: Course<R>,
}

impl<'a, R: Lanes> Travel<'a, R> {
    /// From the beginning of an epoch; `rows` are rows of plans and threats.
    #[inline(always)]
    fn new(s: &'a Statics, w: &World, rows: R::Int) -> Self {
        let plans = View::<R, Plan>::new(&s.plans, rows);
        let threats = View::<R, Threat>::new(&w.threats, rows);
        let mut travel = Self {
            points: &s.points,
            point_first: plans.int(offset_of!(Plan, point_first)),
            n_points: plans.int(offset_of!(Plan, n_points)),
            from: threats.ints(offset_of!(Threat, x)),
            manner: Manner::of(&plans),
            course: Course {
                moved: V3::zero(),
                v: velocity(threats.ints(offset_of!(Threat, vx))),
                to_point: V3::zero(),
                leg: threats.int(offset_of!(Threat, leg)),
                is_last: R::Mask::from_fn(|_| false),
                arrived: R::Mask::from_fn(|_| false),
            },
        };
        travel.look_up_points();
        travel
    }

    /// Where the legs lead.
    #[inline(always)]
    fn look_up_points(&mut self) {
        let c = &mut self.course;
        let points = View::<R, Point>::new(self.points, self.point_first + c.leg);
        let (x, y) = (points.int(offset_of!(Point, x)), points.int(offset_of!(Point, y)));
        c.to_point = between([x, y, R::Int::of(0)], self.from);
        c.is_last = !(c.leg + R::Int::of(1)).is_less(self.n_points);
    }

    /// One tick, with the look-up of the next point where one was passed.
    #[inline(always)]
    fn advance(&mut self, air: &Air<R>, tick: u32) {
        if self.course.arrived.all() {
            return;
        }
        let passed = threat_tick(&self.manner, air.wind, air.tick_s, tick, &mut self.course);
        if passed.any() {
            self.course.leg = select(self.course.leg, self.course.leg + R::Int::of(1), passed);
            self.look_up_points();
        }
    }
}

/// Moves threats through the epoch.
#[inline(always)]
pub fn fly_threats<R: Lanes>(s: &Statics, w: &mut World, _events: &mut Recorder, mut rows: Range<usize>) {
    let replicate = |row: usize| s.plans[row].replicate;
    loop {
        let flies = |row: usize, replicate: u32| {
            w.threats[row].status == codes::THREAT_AIRBORNE && w.tallies[replicate as usize].done == 0
        };
        let Some(block) = Block::take::<R>(&mut rows, replicate, flies) else { return };
        if block.fits_half::<R>() {
            fly_abreast::<R::Half>(s, w, &block);
        } else {
            fly_abreast::<R>(s, w, &block);
        }
    }
}

#[inline(always)]
fn fly_abreast<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (_, case) = header(s, block.replicate);
    let edge_tick = w.tallies[block.replicate as usize].tick;
    let air = Air::<R>::of(case);
    let mut travel = Travel::<R>::new(s, w, block.lanes::<R>());
    let mut end_tick = R::Int::of(0);
    for tick in edge_tick + 1..=edge_tick + case.epoch_ticks {
        let before = travel.course.arrived;
        travel.advance(&air, tick);
        end_tick = select(end_tick, R::Int::of(tick as i32), travel.course.arrived & !before);
    }
    let course = travel.course;
    let landed = Landed::of(course.moved, course.v);
    let (legs, ends) = (listed::<R>(course.leg), listed::<R>(end_tick));
    for (lane, row) in block.rows() {
        let threat = &mut w.threats[row];
        let [x, y, z] = landed.moved(lane);
        threat.leg = legs[lane] as u32;
        threat.x += x;
        threat.y += y;
        threat.z += z;
        [threat.vx, threat.vy, threat.vz] = landed.v(lane);
        if ends[lane] != 0 {
            threat.status = codes::THREAT_ARRIVED;
            threat.end_tick = ends[lane] as u32;
        }
        if out_of_range(threat.x, threat.y) {
            w.tallies[block.replicate as usize].faults |= codes::FAULT_POSITION;
        }
    }
}
