//! Cost: the cells of the assignment problem and what is at stake, as the defence believes them. Threats side by side, weapons
//! one by one.

use std::mem::offset_of;
use std::ops::Range;

use super::assign::{CHANCE_STEPS, MAX_STEP, MAX_TIE_S, MAX_UNDER_WAY, VALUE_STEPS};
use super::block::{Block, listed};
use super::{between, decides, header, velocity, wind};
use crate::exact::math::{div, fmin, sqrt};
use crate::exact::{Int, Lanes, Mask, V3, fixed, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Asset, Case, Group, Shot, Track, Weapon};
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
            (track.worth, track.uncovered) = (0, 0);
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
        let shots = aims.shots(case, kind, &weapon);
        let [cost, kill, delay] = [shots.cost, shots.kill, shots.delay].map(listed::<R>);
        for (lane, row) in block.rows() {
            let cell = header.cost_first + (row as u32 - header.threat_first) * header.n_weapons + ix;
            let [cost, kill, delay] = [cost, kill, delay].map(|lanes| lanes[lane] as u32);
            w.costs[cell as usize] = Shot { cost, kill, delay };
        }
    }
    let (chains, stakes) = (listed::<R>(aims.chain), listed::<R>(aims.stake_steps(case)));
    for (lane, row) in block.rows() {
        let (before, now) = (w.tracks[row].chain, chains[lane] as u32);
        let track = &mut w.tracks[row];
        track.chain = now | recalled(before, now);
        track.worth = worth_of(case, stakes[lane] as u32, track.n_engaged);
        track.uncovered = u32::from(now & codes::SEEN_TIMELY != 0 && track.n_engaged == 0);
    }
}

/// What is still at stake when the shots under way have saved their part: each one, as believed, its share of what the others leave.
fn worth_of(case: &Case, stake_steps: u32, n_under_way: u32) -> u32 {
    let kill = chance_steps(case.believed_kill) as u32;
    (0..n_under_way.min(MAX_UNDER_WAY)).fold(stake_steps, |worth, _| worth - ((worth * kill) >> 16))
}

/// A chance in steps, rounded down, always below the number of steps: then a product with a worth fits 32 bits.
#[inline(always)]
fn chance_steps<R: Lanes>(chance: R) -> R::Int {
    fmin(chance * R::of(CHANCE_STEPS as f32), R::of(MAX_STEP)).floor().to_int()
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

/// The shots of one weapon at each track: [`Shot`], lane by lane.
struct Shots<R: Lanes> {
    cost: R::Int,
    kill: R::Int,
    delay: R::Int,
}

impl<R: Lanes> Shots<R> {
    /// None that can be.
    #[inline(always)]
    fn none() -> Self {
        Self { cost: code::<R>(codes::INFEASIBLE), kill: R::Int::of(0), delay: R::Int::of(0) }
    }
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
    /// Believed chance that it is a threat and no decoy.
    genuine: R,
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
            genuine: R::from_int(tracks.int(offset_of!(Track, genuine))) * R::of(1.0 / CHANCE_STEPS as f32),
            asset: View::new(&s.assets, tracks.int(offset_of!(Track, asset)) + code::<R>(case.asset_first)),
            chain: code::<R>(codes::SEEN_JUDGED),
            tick: code::<R>(tick),
            tick_s: R::of(case.tick_s),
        }
    }

    /// One weapon's shot at each track.
    #[inline(always)]
    fn shots(&mut self, case: &Case, kind: &Group, weapon: &Weapon) -> Shots<R> {
        let none = Shots::none();
        if weapon.flight_ticks == 0 {
            return none; // an empty slot, or endurance used up
        }
        let tick_s = self.tick_s;
        let ticks = |n: u32| R::from_int(code::<R>(n)) * tick_s;
        let now = between::<R>(self.at, [weapon.x, weapon.y, weapon.z].map(R::Int::of));
        let r = now + self.v.scale(ticks(weapon.delay_ticks));
        let flight_s = meeting_time(r, self.air_v, R::of(kind.cruise_mps));
        let mut can = !(flight_s.below(R::of(0.0)) | flight_s.above(ticks(weapon.flight_ticks)));
        if !can.any() {
            return none;
        }
        let flight_s = select(R::of(0.0), flight_s, can); // what is out of the question stays harmless
        let aim = r + self.v.scale(flight_s);
        can = can & !(fixed::metres::<R>(R::Int::of(weapon.z)) + aim.z).above(R::of(kind.ceiling_m));
        if weapon.round < 0 && kind.sector_cos >= -1.5 && can.any() {
            can = can & in_sector(kind, aim);
        }
        if !can.any() {
            return none;
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
            return none;
        }
        self.note(codes::SEEN_ROUNDS, can);
        if weapon.capacity == 0 || !can.any() {
            return none;
        }
        self.note(codes::SEEN_CAPACITY, can);
        let delay = code::<R>(weapon.delay_ticks) + flight_ticks;
        // Another target is given only to an interceptor that is in flight.
        let switching_ticks = if weapon.round < 0 { 0 } else { case.switching_ticks };
        let switching_s = ticks(switching_ticks);
        let cost = match case.objective {
            codes::OBJECTIVE_DISTANCE => {
                sqrt(now.len2()).floor().to_int() + (R::of(kind.cruise_mps) * switching_s).floor().to_int()
            }
            codes::OBJECTIVE_TIME => delay + code::<R>(switching_ticks),
            _ => self.value_cost(case, flight_s + switching_s),
        };
        Shots {
            cost: select(none.cost, cost, can),
            kill: select(none.kill, chance_steps(R::of(case.believed_kill)), can),
            delay: select(none.delay, delay, can),
        }
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

    /// Value at stake: what a hit costs times the believed chances that it is no decoy and that it hits.
    #[inline(always)]
    fn stake(&self, case: &Case) -> R {
        let value = self.asset.real(offset_of!(Asset, value_per_hit));
        value * R::of(case.believed_hit) * self.genuine
    }

    /// The same in steps, below 65,536.
    #[inline(always)]
    fn stake_steps(&self, case: &Case) -> R::Int {
        let steps = self.stake(case) * R::of(case.steps_per_value);
        fmin(steps, R::of(MAX_STEP)).floor().to_int()
    }

    /// Value lost against the largest value at stake: the target's own times the chance that this shot kills it is what is not,
    /// in steps, less is better; ties by flight time.
    #[inline(always)]
    fn value_cost(&self, case: &Case, flight_s: R) -> R::Int {
        let saved = self.stake(case) * R::of(case.believed_kill) * R::of(case.steps_per_value);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shots_under_way_take_their_share_of_what_is_at_stake() {
        let case = Case { believed_kill: 0.25, ..Case::default() };
        let left: Vec<u32> = (0..4).map(|n| worth_of(&case, 64, n)).collect();
        assert_eq!(left, [64, 48, 36, 27]);
        assert_eq!(worth_of(&case, 65_535, MAX_UNDER_WAY), worth_of(&case, 65_535, u32::MAX));
        assert!((0..20).all(|n| worth_of(&case, 65_535, n + 1) <= worth_of(&case, 65_535, n)));
    }
}
