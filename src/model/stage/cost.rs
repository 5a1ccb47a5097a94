//! Cost: the cells of the assignment problem, as the defence believes them. Threats side by side, weapons one by one.

use std::mem::offset_of;
use std::ops::Range;

use super::assign::{MAX_FURTHER_LOOKS, MAX_TIE_S, VALUE_STEPS};
use super::block::{Block, listed};
use super::{between, decides, header, velocity, wind};
use crate::exact::math::{div, fmin, sqrt};
use crate::exact::{Int, Lanes, Mask, V3, fixed, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Asset, Case, Group, Track, Weapon};
use crate::model::motion::meeting_time;
use crate::model::view::View;

/// Fills the threats' rows of the cost matrix and notes how far the kill chain could come.
#[inline(always)]
pub fn cost<R: Lanes>(s: &Statics, w: &mut World, _events: &mut Recorder, mut rows: Range<usize>) {
    let replicate = |row: usize| s.plans[row].replicate;
    for row in rows.clone() {
        if judges(s, w, replicate(row)) {
            let (_, case) = header(s, replicate(row));
            let track = &mut w.tracks[row];
            track.demand = demand_of(case, track);
        }
    }
    loop {
        let is_wanted = |row: usize, replicate: u32| w.tracks[row].demand != 0 && judges(s, w, replicate);
        let Some(block) = Block::take::<R>(&mut rows, replicate, is_wanted) else { return };
        if block.fits_half::<R>() {
            cost_abreast::<R::Half>(s, w, &block);
        } else {
            cost_abreast::<R>(s, w, &block);
        }
    }
}

/// Whether a replicate decides at this edge.
#[inline(always)]
fn judges(s: &Statics, w: &World, replicate: u32) -> bool {
    let (header, case) = header(s, replicate);
    let tally = &w.tallies[replicate as usize];
    tally.done == 0 && decides(header, case, tally.tick)
}

/// How many shots a track wants at this decision.
fn demand_of(case: &Case, track: &mut Track) -> u32 {
    if track.status != codes::TRACK_CONFIRMED || track.believed_dead_tick != 0 {
        return 0;
    }
    if track.believed_decoy != 0 && case.engage_decoys == 0 {
        track.chain |= codes::SEEN_AS_DECOY;
        return 0;
    }
    let wanted = case.salvo - track.n_engaged.min(case.salvo);
    wanted.min(case.max_shots - track.n_shots.min(case.max_shots))
}

#[inline(always)]
fn cost_abreast<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (header, case) = header(s, block.replicate);
    let tick = w.tallies[block.replicate as usize].tick;
    let mut aims = Aims::<R>::new(s, w, block, case, tick);
    for ix in 0..header.n_weapons {
        let weapon = w.weapons[(header.weapon_first + ix) as usize];
        let kind = &s.groups[(case.group_first + weapon.group) as usize];
        let costs = listed::<R>(aims.pair_cost(case, kind, &weapon));
        for (lane, row) in block.rows() {
            let cell = header.cost_first + (row as u32 - header.threat_first) * header.n_weapons + ix;
            w.costs[cell as usize] = costs[lane] as u32;
        }
    }
    let chains = listed::<R>(aims.chain);
    for (lane, row) in block.rows() {
        let (before, now) = (w.tracks[row].chain, chains[lane] as u32);
        w.tracks[row].chain = now | recalled(before, now);
    }
}

/// What counts of earlier decisions. Rounds and capacity come and go, so where something could meet the threat in time at
/// this decision, they count as they are now: a leaker's cause is what stood in the way at the last chance of all, not that
/// some channel was free for a moment long before.
fn recalled(before: u32, now: u32) -> u32 {
    if now & codes::SEEN_TIMELY == 0 { before } else { before & !(codes::SEEN_ROUNDS | codes::SEEN_CAPACITY) }
}

/// The same code in all lanes.
#[inline(always)]
fn code<R: Lanes>(code: u32) -> R::Int {
    R::Int::of(code as i32)
}

/// Tracks that want shots, one per lane.
struct Aims<'a, R: Lanes> {
    /// Where they are.
    at: [R::Int; 3],
    /// Over ground, m/s.
    v: V3<R>,
    /// Through the air, m/s.
    air_v: V3<R>,
    arrive_tick: R::Int,
    is_decoy: R::Mask,
    /// What they seem to head for.
    asset: View<'a, R, Asset>,
    /// How far the kill chain comes at this decision.
    chain: R::Int,
    tick: R::Int,
    tick_s: R,
}

impl<'a, R: Lanes> Aims<'a, R> {
    #[inline(always)]
    fn new(s: &'a Statics, w: &World, block: &Block, case: &Case, tick: u32) -> Self {
        let tracks = View::<R, Track>::new(&w.tracks, block.lanes::<R>());
        let v = velocity(tracks.ints(offset_of!(Track, vx)));
        Self {
            at: tracks.ints(offset_of!(Track, x)),
            v,
            air_v: v - wind(case),
            arrive_tick: tracks.int(offset_of!(Track, arrive_tick)),
            is_decoy: tracks.int(offset_of!(Track, believed_decoy)).is_nonzero(),
            asset: View::new(&s.assets, tracks.int(offset_of!(Track, asset)) + code::<R>(case.asset_first)),
            chain: code::<R>(codes::SEEN_JUDGED),
            tick: code::<R>(tick),
            tick_s: R::of(case.tick_s),
        }
    }

    /// The cost of one weapon's shot at each track: the objective's coefficient, or `INFEASIBLE`.
    #[inline(always)]
    fn pair_cost(&mut self, case: &Case, kind: &Group, weapon: &Weapon) -> R::Int {
        let infeasible = code::<R>(codes::INFEASIBLE);
        if weapon.flight_ticks == 0 {
            return infeasible; // an empty slot, or endurance used up
        }
        let ticks = |n: u32| R::from_int(code::<R>(n)) * self.tick_s;
        let now = between::<R>(self.at, [weapon.x, weapon.y, weapon.z].map(R::Int::of));
        let r = now + self.v.scale(ticks(weapon.delay_ticks));
        let flight_s = meeting_time(r, self.air_v, R::of(kind.cruise_mps));
        let mut can = !(flight_s.below(R::of(0.0)) | flight_s.above(ticks(weapon.flight_ticks)));
        if !can.any() {
            return infeasible;
        }
        let flight_s = select(R::of(0.0), flight_s, can); // what is out of the question stays harmless
        let aim = r + self.v.scale(flight_s);
        can = can & !(fixed::metres::<R>(R::Int::of(weapon.z)) + aim.z).above(R::of(kind.ceiling_m));
        if weapon.round < 0 && kind.sector_cos >= -1.5 && can.any() {
            can = can & in_sector(kind, aim);
        }
        if !can.any() {
            return infeasible;
        }
        self.note(codes::SEEN_REACHABLE, can);
        let flight_ticks = div(flight_s, self.tick_s).floor().to_int() + R::Int::of(1);
        let meet_tick = self.tick + code::<R>(weapon.delay_ticks) + flight_ticks;
        can = can & !self.arrive_tick.is_less(meet_tick);
        if can.any() {
            can = can & !self.too_near(case, weapon, aim);
        }
        self.note(codes::SEEN_TIMELY, can);
        if weapon.left == 0 {
            return infeasible;
        }
        self.note(codes::SEEN_ROUNDS, can);
        if weapon.capacity == 0 || !can.any() {
            return infeasible;
        }
        self.note(codes::SEEN_CAPACITY, can);
        let coefficient = match case.objective {
            codes::OBJECTIVE_DISTANCE => sqrt(now.len2()).floor().to_int(),
            codes::OBJECTIVE_TIME => code::<R>(weapon.delay_ticks) + flight_ticks,
            _ => self.value_cost(case, flight_s, flight_ticks, self.arrive_tick - meet_tick),
        };
        select(infeasible, coefficient, can)
    }

    /// Notes for some lanes that the kill chain comes this far.
    #[inline(always)]
    fn note(&mut self, seen: u32, lanes: R::Mask) {
        self.chain = self.chain | select(R::Int::of(0), code::<R>(seen), lanes);
    }

    /// Whether the meeting point lies nearer to the asset than the doctrine allows.
    #[inline(always)]
    fn too_near(&self, case: &Case, weapon: &Weapon, aim: V3<R>) -> R::Mask {
        let limit = R::of(case.latest_commit_m);
        let x = fixed::metres::<R>(R::Int::of(weapon.x) - self.asset.int(offset_of!(Asset, x))) + aim.x;
        let y = fixed::metres::<R>(R::Int::of(weapon.y) - self.asset.int(offset_of!(Asset, y))) + aim.y;
        (x * x + y * y).below(limit * limit)
    }

    /// Value lost against value at stake: believed value x P(hit) x P(killed by this shot or by the further ones of the same
    /// length for which there is time), in steps, less is better; ties by flight time.
    #[inline(always)]
    fn value_cost(&self, case: &Case, flight_s: R, flight_ticks: R::Int, spare_ticks: R::Int) -> R::Int {
        let miss = R::of(1.0) - R::of(case.believed_kill);
        let mut survives = miss;
        let look_ticks = flight_ticks + code::<R>(case.assess_ticks);
        let mut spare = spare_ticks;
        for _ in 0..MAX_FURTHER_LOOKS {
            let is_time = !spare.is_less(look_ticks);
            spare = select(spare, spare - look_ticks, is_time);
            survives = select(survives, survives * miss, is_time);
        }
        let value = self.asset.real(offset_of!(Asset, value_per_hit));
        let stake = select(value * R::of(case.believed_hit), R::of(0.0), self.is_decoy);
        let saved = stake * (R::of(1.0) - survives) * R::of(case.steps_per_value);
        let steps = fmin(saved, R::of(VALUE_STEPS as f32)).floor().to_int();
        let tie = fmin(flight_s, R::of(MAX_TIE_S)).floor().to_int();
        (code::<R>(VALUE_STEPS) - steps) * R::Int::of(4_096) + tie
    }
}

/// Whether the direction to the meeting point lies in the site's sector.
#[inline(always)]
fn in_sector<R: Lanes>(kind: &Group, aim: V3<R>) -> R::Mask {
    let along = aim.x * R::of(kind.sector_east) + aim.y * R::of(kind.sector_north);
    along.at_least(R::of(kind.sector_cos) * sqrt(aim.x * aim.x + aim.y * aim.y))
}
