//! Fly: all ticks of an epoch. Rounds first, since they look at the threats as they stood at the edge.
//!
//! Inside an epoch a round depends on nothing but its own target, so its lane computes the target's motion again instead of
//! reading it. A lane reports at most one pass and flies on as if its target lived.

mod rounds;

use std::ops::Range;

use super::block::{Block, Landed, ints};
use super::{between, header, velocity, wind};
use crate::exact::lanes::{Lanes, MAX_LANES};
use crate::exact::{Int, Mask, V3, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Case, Plan, Point, Threat};
use crate::model::motion::{Course, Manner, threat_tick};

pub use rounds::fly_rounds;

/// Positions beyond this are a fault of the model, in units of 1/256 m: 8,000 km.
pub(crate) const MAX_POSITION: i32 = 2_048_000_000;

fn out_of_range(x: i32, y: i32) -> bool {
    x > MAX_POSITION || x < -MAX_POSITION || y > MAX_POSITION || y < -MAX_POSITION
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
    plans: [&'a Plan; MAX_LANES],
    threats: [&'a Threat; MAX_LANES],
    manner: Manner<R>,
    course: Course<R>,
}

impl<'a, R: Lanes> Travel<'a, R> {
    /// From the beginning of an epoch.
    #[inline(always)]
    fn new(points: &'a [Point], plans: [&'a Plan; MAX_LANES], threats: [&'a Threat; MAX_LANES]) -> Self {
        let leg = |lane: usize| threats[lane].leg;
        let is_last = R::Mask::from_fn(|lane| leg(lane) + 1 >= plans[lane].n_points);
        let point = ints::<R>(|lane| {
            let point = points[(plans[lane].point_first + leg(lane)) as usize];
            [point.x, point.y, 0]
        });
        let course = Course {
            moved: V3::zero(),
            v: velocity(ints::<R>(|lane| [threats[lane].vx, threats[lane].vy, threats[lane].vz])),
            to_point: between(point, positions::<R>(&threats)),
            leg: R::Int::from_fn(|lane| leg(lane) as i32),
            is_last,
            arrived: is_last & !is_last,
        };
        Self { points, plans, threats, manner: Manner::of(&plans), course }
    }

    /// One tick, with the look-up of the next point where one was passed.
    #[inline(always)]
    fn advance(&mut self, air: &Air<R>, tick: u32) {
        if self.course.arrived.all() {
            return;
        }
        let passed = threat_tick(&self.manner, air.wind, air.tick_s, tick, &mut self.course);
        if passed.any() {
            self.next_points(passed);
        }
    }

    /// Turns some lanes to the next points of their routes. Rare, so it goes lane by lane.
    #[inline(always)]
    fn next_points(&mut self, passed: R::Mask) {
        let c = &mut self.course;
        c.leg = select(c.leg, c.leg + R::Int::of(1), passed);
        let mut legs = [0; MAX_LANES];
        c.leg.write(&mut legs);
        c.is_last = R::Mask::from_fn(|lane| legs[lane] as u32 + 1 >= self.plans[lane].n_points);
        let point = ints::<R>(|lane| {
            let point = self.points[(self.plans[lane].point_first + legs[lane] as u32) as usize];
            [point.x, point.y, 0]
        });
        c.to_point = select(c.to_point, between(point, positions::<R>(&self.threats)), passed);
    }
}

/// Where the threats stand.
#[inline(always)]
fn positions<R: Lanes>(threats: &[&Threat; MAX_LANES]) -> [R::Int; 3] {
    ints::<R>(|lane| [threats[lane].x, threats[lane].y, threats[lane].z])
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
        fly_abreast::<R>(s, w, &block);
    }
}

#[inline(always)]
fn fly_abreast<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (_, case) = header(s, block.replicate);
    let tally = &mut w.tallies[block.replicate as usize];
    let air = Air::<R>::of(case);
    let plans = block.each::<R, _>(|row| &s.plans[row]);
    let threats = block.each::<R, _>(|row| &w.threats[row]);
    let mut travel = Travel::<R>::new(&s.points, plans, threats);
    let mut end_tick = R::Int::of(0);
    for step in 0..case.epoch_ticks {
        let tick = tally.tick + step + 1;
        let before = travel.course.arrived;
        travel.advance(&air, tick);
        end_tick = select(end_tick, R::Int::of(tick as i32), travel.course.arrived & !before);
    }
    let course = travel.course;
    let landed = Landed::of(course.moved, course.v);
    let (mut legs, mut ends) = ([0; MAX_LANES], [0; MAX_LANES]);
    course.leg.write(&mut legs);
    end_tick.write(&mut ends);
    for (lane, &row) in block.rows().iter().enumerate() {
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
            tally.faults |= codes::FAULT_POSITION;
        }
    }
}
