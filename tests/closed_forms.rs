//! The engine against closed forms of motion: where and when things meet, each through the whole model, from the file to the
//! event. Agreement of twins would not show that both are right; these numbers come from textbooks.

mod common;

use common::{Duel, built, kill_time_s, place};
use kingbird::engine::cpu::Runner;
use kingbird::model::codes;
use kingbird::scenario::schema::Route;

/// Smallest positive root of (v^2 - s^2) t^2 + 2 r.v t + r^2 = 0 for R = 10 km, 50 and 80 m/s, by textbook.
const HEAD_ON_S: f64 = 76.923;
const TAIL_CHASE_S: f64 = 333.333;
const CROSSING_S: f64 = 160.128;
/// Pure pursuit of a target crossing at 2,000 m: t = (R s + r.v) / (s^2 - v^2).
const PURSUIT_S: f64 = 41.026;

/// The first edge of a tick at or after a time.
fn first_edge(seconds: f64, tick_s: f64) -> u32 {
    (seconds / tick_s).ceil() as u32
}

/// A straight flight and a lead collision are exact whatever the tick, so the kill falls on the very tick in which the
/// closed form puts it, and no coarser agreement is accepted.
#[test]
fn lead_collision_meets_in_the_tick_of_the_closed_form() {
    let geometries =
        [((-40_000.0, 0.0), HEAD_ON_S), ((90_000.0, 0.0), TAIL_CHASE_S), ((10_000.0, 90_000.0), CROSSING_S)];
    for tick_s in [0.1, 0.5] {
        for (asset, expected_s) in geometries {
            let case = Duel { asset, tick_s, ..Duel::default() }.case("nearest");
            let found_s = kill_time_s(&case).expect("a kill");
            assert_eq!(
                (found_s / tick_s).round() as u32,
                first_edge(expected_s, tick_s),
                "{asset:?} at {tick_s} s: {found_s}"
            );
        }
    }
    // The comparison can fail: one per cent more speed is seen.
    let faster = Duel { interceptor_mps: 80.8, ..Duel::default() }.case("nearest");
    assert_ne!((kill_time_s(&faster).unwrap() / 0.1).round() as u32, first_edge(HEAD_ON_S, 0.1));
}

/// A wind that carries both alike changes no meeting time: guidance works through the air.
#[test]
fn a_steady_wind_changes_no_meeting_time() {
    for asset in [(-40_000.0, 0.0), (10_000.0, 90_000.0)] {
        let mut scenario = Duel { asset, ..Duel::default() }.scenario();
        let still = kill_time_s(&built(&scenario, "nearest")).unwrap();
        // Along the threat's course, so that its heading towards the aim point stays the same.
        let (east, north) = (asset.0 - 10_000.0, asset.1);
        let length = f64::hypot(east, north);
        scenario.theatre.wind_east_mps = 9.0 * east / length;
        scenario.theatre.wind_north_mps = 9.0 * north / length;
        let windy = kill_time_s(&built(&scenario, "nearest")).unwrap();
        assert!((still - windy).abs() < 0.15, "{asset:?}: {still} s in still air, {windy} s with wind");
    }
}

/// The first epoch is flown on a lead course, so the clock of the pursuit starts at acquisition; from there on the closed
/// form is exact for any geometry.
#[test]
fn pure_pursuit_takes_as_long_as_the_closed_form() {
    let duel = Duel {
        start: (2_000.0, 0.0),
        asset: (2_000.0, 60_000.0),
        guidance: "pure-pursuit",
        tick_s: 0.05,
        ..Duel::default()
    };
    let mut scenario = duel.scenario();
    scenario.theatre.epoch_s = 0.05;
    let case = built(&scenario, "nearest");
    let mut runner = Runner::new(std::slice::from_ref(&case), common::job(0), true);
    while runner.batch.world.rounds[0].status != codes::ROUND_TERMINAL {
        runner.step_epoch();
    }
    let acquired_s = case.seconds(runner.batch.world.tallies[0].tick - case.case.epoch_ticks);
    runner.run_to_end();
    let found_s = case.seconds(common::first(&runner.events(), codes::EVENT_KILL).expect("a kill").tick);
    assert!(acquired_s < 0.11, "acquired at {acquired_s} s");
    // A lethal radius of 5 m is closed within 5 m / 30 m/s of the end of a tail chase.
    assert!((found_s - PURSUIT_S).abs() < 0.2, "{found_s} s against {PURSUIT_S} s");
    // Lead collision is faster by far: the laws are told apart.
    assert!(kill_time_s(&Duel { guidance: "lead-collision", ..duel }.case("nearest")).unwrap() < PURSUIT_S - 8.0);
}

/// Apollonius: the points at which a faster pursuer meets targets of any heading lie on a circle. Centre a^2 d / (1 - a^2)
/// beyond the target, radius a d / (1 - a^2), with a the ratio of speeds and d the separation.
#[test]
fn meeting_points_lie_on_the_circle_of_apollonius() {
    let (d, a) = (10_000.0, 50.0 / 80.0);
    let (centre, radius) = (d + a * a * d / (1.0 - a * a), a * d / (1.0 - a * a));
    for degrees in [0.0, 30.0, 75.0, 120.0, 180.0, 200.0, 270.0, 330.0_f64] {
        let (sin, cos) = libm::sincos(degrees.to_radians());
        let asset = (d + 80_000.0 * cos, 80_000.0 * sin);
        let time_s = kill_time_s(&Duel { asset, ..Duel::default() }.case("nearest")).expect("a kill");
        let (east, north) = (d + 50.0 * time_s * cos, 50.0 * time_s * sin);
        let off_m = f64::hypot(east - centre, north) - radius;
        // The kill is noted at the end of its tick: at most 5 m of the target's way later.
        assert!(off_m.abs() < 5.1, "heading {degrees}: {off_m} m off the circle");
    }
}

/// Radius of the circle through three points.
fn circumradius(p: [(f64, f64); 3]) -> f64 {
    let side = |a: (f64, f64), b: (f64, f64)| f64::hypot(a.0 - b.0, a.1 - b.1);
    let (a, b, c) = (side(p[0], p[1]), side(p[1], p[2]), side(p[2], p[0]));
    let area2 = ((p[1].0 - p[0].0) * (p[2].1 - p[0].1) - (p[2].0 - p[0].0) * (p[1].1 - p[0].1)).abs();
    a * b * c / (2.0 * area2)
}

/// V^2 / (g sqrt(n^2 - 1)): a threat that has to turn back flies this circle.
#[test]
fn threats_turn_on_the_stated_radius() {
    for (speed, load, radius_m) in [(50.0, 1.2, 384.32), (80.0, 5.0, 133.22)] {
        let mut scenario =
            Duel { threat_mps: speed, rounds: 0, start: (0.0, 0.0), asset: (-30_000.0, 0.0), ..Duel::default() }
                .scenario();
        scenario.threat_types[0].turn_load_factor = load;
        scenario.theatre.duration_s = 200.0;
        scenario.raid.routes =
            vec![Route { name: "out".into(), waypoints: vec![place(5_000.0, 1.0)], lateral_dispersion_m: 0.0 }];
        scenario.raid.waves[0].routes = vec!["out".into()];
        let case = built(&scenario, "none");
        let mut runner = Runner::new(std::slice::from_ref(&case), common::job(0), false);
        let mut path = Vec::new();
        while !runner.is_done() {
            runner.step_epoch();
            let threat = &runner.batch.world.threats[0];
            let turning = threat.leg == 1 && f64::from(threat.vx) > -0.9 * speed * 4096.0;
            if turning {
                path.push((f64::from(threat.x) / 256.0, f64::from(threat.y) / 256.0));
            }
        }
        assert!(path.len() >= 5, "only {} epochs in the turn", path.len());
        let n = path.len();
        let found = circumradius([path[1], path[n / 2], path[n - 2]]);
        assert!((found / radius_m - 1.0).abs() < 0.002, "{found} m against {radius_m} m");
    }
}

/// V^2 / a: a round that must turn about flies a circle at its lateral limit.
#[test]
fn rounds_turn_at_their_lateral_limit() {
    // Head-on, so that the first pass fails and the target is behind; a lateral limit low enough for a wide circle.
    let mut scenario =
        Duel { kill_probability: 0.0, reattacks: 3, start: (4_000.0, 50.0), ..Duel::default() }.scenario();
    scenario.interceptor_types[0].lateral_limit_mps2 = 8.0;
    scenario.interceptor_types[0].endurance_s = 60.0;
    scenario.doctrine.reassign = false;
    let case = built(&scenario, "nearest");
    let mut runner = Runner::new(std::slice::from_ref(&case), common::job(0), false);
    let mut path = Vec::new();
    while !runner.is_done() {
        runner.step_epoch();
        let round = &runner.batch.world.rounds[0];
        let turning =
            round.n_failed == 1 && f64::from(round.vx) > -70.0 * 4096.0 && f64::from(round.vx) < 75.0 * 4096.0;
        if turning {
            path.push((f64::from(round.x) / 256.0, f64::from(round.y) / 256.0, f64::from(round.z) / 256.0));
        }
    }
    assert!(path.len() >= 8, "only {} epochs in the turn", path.len());
    // The plane of the turn is whatever the last metres made of it; distances in it are all that the radius needs.
    let at = |ix: usize| (path[ix].0, f64::hypot(path[ix].1, path[ix].2 - 1_000.0));
    let n = path.len();
    let found = circumradius([at(1), at(n / 2), at(n - 2)]);
    let expected = 80.0 * 80.0 / 8.0;
    assert!((found / expected - 1.0).abs() < 0.01, "{found} m against {expected} m");
}
