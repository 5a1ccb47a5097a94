//! Rounds in flight: on the way out along the track, in the last phase after the target itself.

use std::mem::offset_of;
use std::ops::Range;

use super::{Air, Travel, out_of_range};
use crate::exact::lanes::{Lanes, MAX_LANES};
use crate::exact::math::{fmax, recip, rsqrt};
use crate::exact::{Int, Mask, V3, fixed, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Group, Issue, Round, Track};
use crate::model::motion::{Agility, Guidance, lead_direction, limit_climb, steer_towards, terminal_tick};
use crate::model::stage::block::{Block, Landed, listed};
use crate::model::stage::{between, header, velocity};
use crate::model::view::View;

/// Moves rounds through the epoch and reports the first pass of each within the lethal radius.
#[inline(always)]
pub fn fly_rounds<R: Lanes>(s: &Statics, w: &mut World, _events: &mut Recorder, rows: Range<usize>) {
    let replicate = |row: usize| s.issues[row].replicate;
    let mut left = rows.clone();
    loop {
        let chases = |row: usize, replicate: u32| {
            w.rounds[row].status == codes::ROUND_TERMINAL && w.tallies[replicate as usize].done == 0
        };
        let Some(block) = Block::take::<R>(&mut left, replicate, chases) else { break };
        if block.fits_half::<R>() {
            fly_terminal::<R::Half>(s, w, &block);
        } else {
            fly_terminal::<R>(s, w, &block);
        }
    }
    let mut left = rows;
    loop {
        let cruises = |row: usize, replicate: u32| {
            let status = w.rounds[row].status;
            let flies = (codes::ROUND_CRUISE..=codes::ROUND_RETARGET).contains(&status);
            flies && status != codes::ROUND_TERMINAL && w.tallies[replicate as usize].done == 0
        };
        let Some(block) = Block::take::<R>(&mut left, replicate, cruises) else { break };
        if block.fits_half::<R>() {
            fly_out::<R::Half>(s, w, &block);
        } else {
            fly_out::<R>(s, w, &block);
        }
    }
}

/// Rounds through the epoch, one per lane.
struct Flight<R> {
    moved: V3<R>,
    v: V3<R>,
    /// Altitude at the epoch's beginning, m.
    altitude: R,
    agility: Agility<R>,
}

impl<R: Lanes> Flight<R> {
    /// From the beginning of an epoch, at the speed of the phase.
    #[inline(always)]
    fn new(rounds: &View<'_, R, Round>, agility: Agility<R>) -> Self {
        let v = velocity(rounds.ints(offset_of!(Round, vx)));
        Self {
            moved: V3::zero(),
            v: v.scale(agility.speed * rsqrt(fmax(v.len2(), R::of(1.0e-6)))),
            altitude: fixed::metres(rounds.int(offset_of!(Round, z))),
            agility,
        }
    }

    /// One tick at this velocity, as far as the limits of climb let it.
    #[inline(always)]
    fn advance(&mut self, air: &Air<R>, v: V3<R>) {
        self.v = limit_climb(v, &self.agility, self.altitude + self.moved.z);
        self.moved = self.moved + (self.v + air.wind).scale(air.tick_s);
    }

    /// Writes what the rounds did back to their rows.
    #[inline(always)]
    fn land(&self, s: &Statics, w: &mut World, block: &Block, pass_ticks: &[u32; MAX_LANES]) {
        let threat_first = s.replicates[block.replicate as usize].threat_first;
        let landed = Landed::of(self.moved, self.v);
        for (lane, row) in block.rows() {
            let round = &mut w.rounds[row];
            let [x, y, z] = landed.moved(lane);
            round.x += x;
            round.y += y;
            round.z += z;
            [round.vx, round.vy, round.vz] = landed.v(lane);
            round.pass_tick = pass_ticks[lane];
            if round.pass_tick != 0 {
                w.threats[(threat_first + round.target as u32) as usize].n_pending += 1;
            }
            if out_of_range(round.x, round.y) {
                w.tallies[block.replicate as usize].faults |= codes::FAULT_POSITION;
            }
        }
    }
}

/// The groups of the lanes' rounds.
#[inline(always)]
fn groups<'a, R: Lanes>(s: &'a Statics, block: &Block) -> View<'a, R, Group> {
    let (_, case) = header(s, block.replicate);
    let group = View::<R, Issue>::new(&s.issues, block.lanes::<R>()).int(offset_of!(Issue, group));
    View::new(&s.groups, group + R::Int::of(case.group_first as i32))
}

/// Towards where the track will be met, or straight on without a target.
#[inline(always)]
fn fly_out<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (header, case) = header(s, block.replicate);
    let air = Air::<R>::of(case);
    let rounds = View::<R, Round>::new(&w.rounds, block.lanes::<R>());
    let has_target = rounds.int(offset_of!(Round, status)).equals(R::Int::of(codes::ROUND_CRUISE as i32));
    let mut flight = Flight::new(&rounds, Agility::<R>::cruise(&groups::<R>(s, block)));
    let mut toward = V3::zero();
    if has_target.any() {
        // A lane without a target looks at any track, and its result is not used.
        let target = select(R::Int::of(0), rounds.int(offset_of!(Round, target)), has_target);
        let tracks = View::<R, Track>::new(&w.tracks, target + R::Int::of(header.threat_first as i32));
        let r = between(tracks.ints(offset_of!(Track, x)), rounds.ints(offset_of!(Round, x)));
        let v = velocity(tracks.ints(offset_of!(Track, vx))) - air.wind;
        toward = lead_direction(r, v, flight.agility.speed);
    }
    for _ in 0..case.epoch_ticks {
        let mut v = flight.v;
        if has_target.any() {
            v = select(v, steer_towards(v, toward, &flight.agility), has_target);
        }
        flight.advance(&air, v);
    }
    flight.land(s, w, block, &[0; MAX_LANES]);
}

/// The last phase, against the target's true motion: in each tick the target moves, the round steers at where it was with the
/// velocity it has now, and may pass it.
#[inline(always)]
fn fly_terminal<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (header, case) = header(s, block.replicate);
    let edge_tick = w.tallies[block.replicate as usize].tick;
    let air = Air::<R>::of(case);
    let groups = groups::<R>(s, block);
    let rounds = View::<R, Round>::new(&w.rounds, block.lanes::<R>());
    let target = rounds.int(offset_of!(Round, target)) + R::Int::of(header.threat_first as i32);
    let mut travel = Travel::<R>::new(s, w, target);
    let mut flight = Flight::new(&rounds, Agility::<R>::dash(&groups));
    let guidance = Guidance::<R>::of(&groups);
    let lethal2 = groups.real(offset_of!(Group, lethal2_m2));
    let apart = between::<R>(travel.from, rounds.ints(offset_of!(Round, x)));
    let next_try = listed::<R>(rounds.int(offset_of!(Round, next_try_tick)));
    let per_second = recip(air.tick_s);
    let mut pass_ticks = [0; MAX_LANES];
    for tick in edge_tick + 1..=edge_tick + case.epoch_ticks {
        let r = apart + (travel.course.moved - flight.moved);
        let before = travel.course.v;
        travel.advance(&air, tick);
        let vt = travel.course.v;
        let at = (vt - before).scale(per_second);
        let v = terminal_tick(&guidance, &flight.agility, air.tick_s, flight.v, r, vt, at);
        flight.advance(&air, v);
        let passed = passes(r, vt - flight.v, air.tick_s, lethal2);
        passed.each(|lane| {
            if pass_ticks[lane] == 0 && tick >= next_try[lane] as u32 {
                pass_ticks[lane] = tick;
            }
        });
    }
    flight.land(s, w, block, &pass_ticks);
}

/// Whether the closest approach of two straight lines lies inside this tick and within the lethal radius.
#[inline(always)]
fn passes<R: Lanes>(r: V3<R>, vr: V3<R>, tick_s: R, lethal2: R) -> R::Mask {
    let closing = -r.dot(vr);
    let vr2 = vr.len2();
    let inside = closing.above(R::of(0.0)) & closing.below(tick_s * vr2);
    if !inside.any() {
        return inside;
    }
    let time = closing * recip(select(R::of(1.0), vr2, inside));
    inside & (r + vr.scale(time)).len2().at_most(lethal2)
}
