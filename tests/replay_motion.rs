//! Between edges: where a shot puts things against where the model's own ticks have them.
//!
//! The finer truth is the same replicate taken from each edge with epochs of a single tick: threats and interceptors in their
//! last phase move the same then, to rounding. On the way out an interceptor steers by the track of the edge, so its ticks are
//! flown here with the model's own steering.
//!
//! The bound is derived, not measured: tick by tick the velocity changes by at most M dt, and each change leaves its share of
//! the interpolation's Peano kernel behind. The sum of their sizes is 0.065 M T^2 for epochs T of ten ticks.

mod common;

use std::sync::Arc;

use kingbird::engine::cpu::Runner;
use kingbird::exact::{V3, fixed};
use kingbird::model::batch::World;
use kingbird::model::codes;
use kingbird::model::compile::CaseModel;
use kingbird::model::layout::{Group, Round, Threat, Track};
use kingbird::model::motion::{Agility, lead_direction, limit_climb, steer_towards};
use kingbird::model::view::View;
use kingbird::replay::{Film, Shot, Subject};

/// Rounding of positions at the ends of ticks, in both runs, m.
const ROUNDING_M: f64 = 0.05;

fn metres(at: [i32; 3]) -> [f64; 3] {
    at.map(|c| f64::from(c) / 256.0)
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    libm::sqrt((0..3).map(|k| (a[k] - b[k]) * (a[k] - b[k])).sum())
}

fn straight(a: [f64; 3], b: [f64; 3], s: f64) -> [f64; 3] {
    std::array::from_fn(|k| a[k] + (b[k] - a[k]) * s)
}

/// Largest errors found, m: of the shot and of a straight line between the edges, and how many positions were compared.
#[derive(Debug, Default)]
struct Errors {
    cubic_m: f64,
    straight_m: f64,
    n: u32,
    /// Agents times epochs whose truth ends elsewhere.
    n_left_out: u32,
}

impl Errors {
    fn add(&mut self, cubic_m: f64, straight_m: f64) {
        self.cubic_m = self.cubic_m.max(cubic_m);
        self.straight_m = self.straight_m.max(straight_m);
        self.n += 1;
    }
}

/// The bound on the error for a largest acceleration: over all ticks of an epoch, the sum of the kernel over the ticks at
/// whose beginnings the velocity changes.
fn bound_m(case: &CaseModel, most_mps2: f64) -> f64 {
    let n = case.case.epoch_ticks;
    let kernel = |t: f64, s: f64| (t - s).max(0.0) - (3.0 * t * t - 2.0 * t * t * t) * (1.0 - s) - (t * t * t - t * t);
    let at = |tick: u32| f64::from(tick) / f64::from(n);
    let sum = |tick: u32| (0..n).map(|change| kernel(at(tick), at(change)).abs()).sum::<f64>() / f64::from(n);
    let worst = (1..n).map(sum).fold(0.0, f64::max);
    worst * most_mps2 * f64::from(case.case.epoch_s) * f64::from(case.case.epoch_s) + ROUNDING_M
}

/// The same case with epochs of one tick.
fn in_single_ticks(case: &CaseModel) -> CaseModel {
    let mut fine = case.clone();
    fine.case.epoch_ticks = 1;
    fine.case.epoch_s = fine.case.tick_s;
    fine
}

/// Threats in the air and interceptors in their last phase, over every epoch of a raid.
///
/// Only what ends the epoch where the coarse run has it is truth: near the line at which a dive begins, rounding at the ends of
/// ticks lets a few threats begin it a tick sooner or later.
fn compare(case: CaseModel, epochs: usize) -> [Errors; 2] {
    let fine = [in_single_ticks(&case)];
    let subject = Subject::new(Arc::new(case), 1, 0);
    let mut film = Film::new(subject.clone());
    let mut coarse = Runner::new(std::slice::from_ref(subject.case.as_ref()), subject.job, false);
    let mut ticks = Runner::new(&fine, subject.job, false);
    let mut errors = [Errors::default(), Errors::default()];
    for _ in 0..epochs {
        if coarse.is_done() {
            break;
        }
        ticks.batch.world = coarse.batch.world.clone();
        film.step_epoch();
        coarse.step_epoch();
        let worlds: Vec<World> = (0..subject.epoch_ticks())
            .map(|_| {
                ticks.step_epoch();
                ticks.batch.world.clone()
            })
            .collect();
        compare_threats(&mut film, &worlds, &mut errors[0]);
        compare_rounds(&mut film, &worlds, &mut errors[1]);
    }
    errors
}

/// The moments of the last epoch of a film that its ticks are, the edges apart.
fn moments(film: &mut Film) -> Vec<Shot> {
    let (end, n) = (film.head_tick(), film.subject().epoch_ticks());
    (1..n).map(|step| film.shot(f64::from(end - n + step), 0.0)).collect()
}

fn compare_threats(film: &mut Film, worlds: &[World], errors: &mut Errors) {
    let (subject, shots) = (film.subject().clone(), moments(film));
    let tick_s = subject.seconds(1.0);
    let flies = |threat: &Threat| threat.status == codes::THREAT_AIRBORNE;
    let at = |threat: &Threat| metres([threat.x, threat.y, threat.z]);
    let end = worlds.last().expect("ticks");
    for ix in 0..end.threats.len() {
        let (a, b) = (&shots[0].before.threats[ix], &shots[0].after.threats[ix]);
        let flown = flies(a) && flies(b) && worlds.iter().all(|w| flies(&w.threats[ix]));
        if !flown || apart(at(&end.threats[ix]), at(b)) > ROUNDING_M {
            errors.n_left_out += u32::from(flown);
            continue;
        }
        let plan = &subject.statics.plans[ix];
        let most_mps2 = libm::asin(f64::from(plan.turn_sin)) / tick_s * f64::from(plan.speed_mps);
        for (shot, w) in shots.iter().zip(worlds) {
            let truth = at(&w.threats[ix]);
            let error = apart(shot.threat_m(ix, tick_s), truth);
            let most = bound_m(&subject.case, most_mps2);
            assert!(error <= most, "threat {ix} is {error} m off at {}, {most} allowed", shot.tick);
            errors.add(error, apart(straight(at(a), at(b), shot.fraction()), truth));
        }
    }
}

fn compare_rounds(film: &mut Film, worlds: &[World], errors: &mut Errors) {
    let (subject, shots) = (film.subject().clone(), moments(film));
    let tick_s = subject.seconds(1.0);
    let chases = |round: &Round| round.status == codes::ROUND_TERMINAL;
    let at = |round: &Round| metres([round.x, round.y, round.z]);
    let end = worlds.last().expect("ticks");
    for ix in 0..end.rounds.len() {
        let (a, b) = (&shots[0].before.rounds[ix], &shots[0].after.rounds[ix]);
        let flown = chases(a) && chases(b) && worlds.iter().all(|w| chases(&w.rounds[ix]));
        if !flown || apart(at(&end.rounds[ix]), at(b)) > ROUNDING_M {
            errors.n_left_out += u32::from(flown);
            continue;
        }
        let group = &subject.statics.groups[subject.statics.issues[ix].group as usize];
        for (shot, w) in shots.iter().zip(worlds) {
            let truth = at(&w.rounds[ix]);
            let error = apart(shot.round_m(ix, tick_s), truth);
            let most = bound_m(&subject.case, f64::from(group.lateral_mps2));
            assert!(error <= most, "round {ix} is {error} m off at {}, {most} allowed", shot.tick);
            errors.add(error, apart(straight(at(a), at(b), shot.fraction()), truth));
        }
    }
}

#[test]
fn what_flies_is_shown_where_the_ticks_have_it() {
    for (name, epochs) in [("contract/mixed", 400), ("force-protection", 700)] {
        let [threats, rounds] = compare(common::shipped(name, "nearest"), epochs);
        println!("{name}: threats {threats:?}; interceptors in their last phase {rounds:?}");
        assert!(threats.n > 500 && threats.n_left_out * 200 < threats.n && threats.cubic_m < threats.straight_m);
    }
}

/// The wind carries agents, so their rows' velocities through the air are not those over ground.
#[test]
fn the_wind_is_part_of_the_way() {
    let duel = common::Duel { duration_s: 120.0, ..Default::default() };
    let mut scenario = duel.scenario();
    scenario.theatre.wind_east_mps = 12.0;
    scenario.theatre.wind_north_mps = -9.0;
    let [threats, rounds] = compare(common::built(&scenario, "nearest"), 100);
    println!("in wind: threats {threats:?}; interceptors {rounds:?}");
    assert!(threats.n > 500 && threats.cubic_m < ROUNDING_M, "{threats:?}");
    assert!(rounds.n > 300, "{rounds:?}");
}

/// One epoch of an interceptor on its way out, tick by tick, as the stage flies it.
fn fly_out(case: &CaseModel, group: &Group, a: &Round, track: &Track) -> Vec<[f64; 3]> {
    let view = |rows| View::<f32, Group>::new(rows, 0);
    let agility = Agility::<f32>::cruise(&view(std::slice::from_ref(group)));
    let vector = |v: [i32; 3]| V3::new(fixed::mps::<f32>(v[0]), fixed::mps::<f32>(v[1]), fixed::mps::<f32>(v[2]));
    let wind = V3::new(case.case.wind_east_mps, case.case.wind_north_mps, 0.0);
    let r = V3::new(
        fixed::metres::<f32>(track.x - a.x),
        fixed::metres::<f32>(track.y - a.y),
        fixed::metres::<f32>(track.z - a.z),
    );
    let toward = lead_direction(r, vector([track.vx, track.vy, track.vz]) - wind, agility.speed);
    let mut v = vector([a.vx, a.vy, a.vz]);
    let mut moved = V3::new(0.0f32, 0.0, 0.0);
    let start = metres([a.x, a.y, a.z]);
    (0..case.case.epoch_ticks)
        .map(|_| {
            v = limit_climb(steer_towards(v, toward, &agility), &agility, start[2] as f32 + moved.z);
            moved = moved + (v + wind).scale(case.case.tick_s);
            [start[0] + f64::from(moved.x), start[1] + f64::from(moved.y), start[2] + f64::from(moved.z)]
        })
        .collect()
}

#[test]
fn an_interceptor_on_its_way_out_is_shown_where_the_ticks_have_it() {
    let subject = Subject::new(Arc::new(common::shipped("contract/mixed", "nearest")), 1, 0);
    let (case, tick_s, epoch_ticks) = (subject.case.clone(), subject.seconds(1.0), subject.epoch_ticks());
    let mut film = Film::new(subject.clone());
    let mut errors = Errors::default();
    while !film.is_done() {
        let edge = film.head_tick();
        film.step_epoch();
        let shot = film.shot(f64::from(edge) + 0.5, 0.0);
        let cruises = |shot: &Shot, ix: usize| {
            [&shot.before, &shot.after].iter().all(|frame| frame.rounds[ix].status == codes::ROUND_CRUISE)
        };
        for ix in (0..shot.before.rounds.len()).filter(|&ix| cruises(&shot, ix)) {
            let (a, b) = (&shot.before.rounds[ix], &shot.after.rounds[ix]);
            let group = &subject.statics.groups[subject.statics.issues[ix].group as usize];
            let way = fly_out(&case, group, a, &shot.after.tracks[b.target as usize]);
            let end = metres([b.x, b.y, b.z]);
            assert!(apart(way[epoch_ticks as usize - 1], end) < ROUNDING_M, "the truth itself is off");
            for (step, at) in way.iter().enumerate().take(epoch_ticks as usize - 1) {
                let tick = edge + step as u32 + 1;
                let error = apart(film.shot(f64::from(tick), 0.0).round_m(ix, tick_s), *at);
                let s = f64::from(step as u32 + 1) / f64::from(epoch_ticks);
                let most = bound_m(&case, f64::from(group.lateral_mps2));
                assert!(error <= most, "round {ix} is {error} m off at {tick}, {most} allowed");
                errors.add(error, apart(straight(metres([a.x, a.y, a.z]), end, s), *at));
            }
        }
    }
    println!("on the way out: {errors:?}");
    assert!(errors.n > 500 && errors.cubic_m <= errors.straight_m, "{errors:?}");
}

#[test]
fn what_begins_and_ends_inside_an_epoch_does_so_at_its_tick() {
    let subject = Subject::new(Arc::new(common::shipped("contract/mixed", "nearest")), 1, 0);
    let (tick_s, epoch_ticks) = (subject.seconds(1.0), subject.epoch_ticks());
    let mut film = Film::new(subject.clone());
    while !film.is_done() {
        film.step_epoch();
    }
    let events = film.log().events.clone();
    let (mut n_kills, mut n_launches, mut n_starts, mut n_leaks) = (0, 0, 0, 0);
    for event in &events {
        let ix = event.entity as usize;
        let tick = f64::from(event.tick);
        let mut at = |tick: f64| film.shot(tick, 0.0);
        let shown = |shot: &Shot| shot.threat_m(ix, tick_s);
        match event.code {
            codes::EVENT_AIRBORNE => {
                assert_eq!(at(tick).threat_status(ix), codes::THREAT_PENDING);
                assert_eq!(at(tick + 0.01).threat_status(ix), codes::THREAT_AIRBORNE);
                assert!(apart(shown(&at(tick)), shown(&at(tick + 0.01))) < 0.5);
                n_starts += 1;
            }
            codes::EVENT_KILLED | codes::EVENT_LEAKED => {
                let (before, there, later) = (at(tick - 0.01), at(tick), at(tick + 35.0));
                assert_eq!(before.threat_status(ix), codes::THREAT_AIRBORNE);
                if event.tick % epoch_ticks != 0 {
                    assert!(there.threat_status(ix) >= codes::THREAT_KILLED);
                }
                assert!(apart(shown(&before), shown(&there)) < 1.0);
                // It stays where it ended; from the next edge on that place is found by going back from the edge in a
                // straight line, which in a turn of 6.5 m/s2 misses by at most 3.3 m.
                assert!(apart(shown(&there), shown(&later)) < 3.3, "{} m", apart(shown(&there), shown(&later)));
                n_kills += u32::from(event.code == codes::EVENT_KILLED);
                n_leaks += u32::from(event.code == codes::EVENT_LEAKED);
            }
            codes::EVENT_LAUNCHED => {
                let group = &subject.statics.groups[subject.statics.issues[ix].group as usize];
                let site = metres([group.x, group.y, group.z]);
                assert_eq!(at(tick).round_m(ix, tick_s), site);
                assert!(apart(at(tick + 0.1).round_m(ix, tick_s), site) < 3.0);
                let speed =
                    apart(at(tick + 5.0).round_m(ix, tick_s), at(tick + 5.1).round_m(ix, tick_s)) / (0.1 * tick_s);
                let cruise = f64::from(group.cruise_mps);
                assert!((speed - cruise).abs() < 0.25 * cruise, "{speed} m/s after the launch, {cruise} at cruise");
                n_launches += 1;
            }
            _ => {}
        }
    }
    assert!(n_kills > 0 && n_launches > 5 && n_starts > 10 && n_leaks > 0);
}

#[test]
fn belief_moves_without_a_jump_and_lies_where_interceptors_steer_by_it() {
    let subject = Subject::new(Arc::new(common::shipped("contract/mixed", "nearest")), 1, 0);
    let (tick_s, epoch_ticks) = (subject.seconds(1.0), subject.epoch_ticks());
    let mut film = Film::new(subject);
    while !film.is_done() {
        film.step_epoch();
    }
    let mut n = 0;
    for epoch in 50..250 {
        let edge = f64::from(epoch * epoch_ticks);
        let (early, late) = (film.shot(edge - 1.0e-6, 0.0), film.shot(edge, 0.0));
        for ix in 0..early.before.tracks.len() {
            if early.track_status(ix) == codes::TRACK_NONE || early.before.tracks[ix].status == codes::TRACK_NONE {
                continue;
            }
            // Across an edge belief goes on; the row of the edge, one epoch old, coasted by an epoch.
            assert!(apart(early.track_m(ix, tick_s), late.track_m(ix, tick_s)) < 0.01);
            let row = &late.before.tracks[ix];
            let v = [row.vx, row.vy, row.vz].map(|v| f64::from(v) / 4096.0);
            let at = metres([row.x, row.y, row.z]);
            let coasted = std::array::from_fn(|k| at[k] + v[k] * f64::from(epoch_ticks) * tick_s);
            assert!(apart(late.track_m(ix, tick_s), coasted) < 1.0e-6);
            n += 1;
        }
    }
    assert!(n > 1000, "{n} tracks");
}
