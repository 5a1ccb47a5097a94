//! Reach against the simulation: one threat with perfect seekers along a bearing is confirmed, launched at and met when and
//! where the closed forms say, and the comparison can fail.
#![expect(clippy::unwrap_used, reason = "what a test cannot do without may fail it")]

mod common;

use common::{Duel, built, first, place, recorded};
use kingbird::engine::cpu::Runner;
use kingbird::model::codes;
use kingbird::model::events::Event;
use kingbird::model::{CaseModel, outcome::Outcome};
use kingbird::reach::{Bearing, Question, Reach};
use kingbird::scenario::schema::{AcousticArea, Asset, Radar, Scenario, Site};

/// A tick. Positions are kept to 1/256 m and courses are found anew every second, so a pass lies within two ticks of where the
/// closed form puts it; everything else falls on the very edge.
const TICK_S: f64 = 0.1;

/// Two sites off the way, orders that take their time, and shots that all miss.
fn scene() -> Scenario {
    let duel = Duel { kill_probability: 0.0, max_shots: 0, rounds: 40, asset: (0.0, 0.0), ..Duel::default() };
    let mut scenario = duel.scenario();
    scenario.theatre.extent_m = 60_000.0;
    scenario.ideal_sensors[0].max_range_m = 30_020.0;
    scenario.interceptor_types[0].seeker_range_m = 500.0;
    // Steep enough that every meeting lies in level flight.
    scenario.threat_types[0].dive_angle_deg = 89.0;
    let base = scenario.sites[0].clone();
    scenario.sites = vec![
        Site { position: place(9_000.0, 4_000.0), command_delay_s: 4.0, ..base.clone() },
        Site { name: "west".to_owned(), position: place(-7_000.0, 8_000.0), command_delay_s: 11.0, ..base },
    ];
    scenario.doctrine.decision_period_s = 3.0;
    scenario.doctrine.decision_latency_s = 2.0;
    scenario.doctrine.kill_assessment_delay_s = 5.0;
    scenario.doctrine.latest_commit_m = 1_500.0;
    scenario.doctrine.firing = kingbird::scenario::schema::Firing::ShootLookShoot;
    scenario
}

/// The same scene with its one threat starting at the theatre's edge on a bearing.
fn from(mut scenario: Scenario, bearing_deg: f64) -> CaseModel {
    let (sin, cos) = libm::sincos(bearing_deg.to_radians());
    let edge_m = scenario.theatre.extent_m;
    scenario.raid.launch_areas[0].position = place(edge_m * sin, edge_m * cos);
    built(&scenario, "nearest")
}

fn predicted(case: &CaseModel, bearing_deg: f64) -> Bearing {
    let reach = Reach::of(case, &Question { step_deg: 5.0, ..Question::new(case) });
    reach.bearings.into_iter().find(|bearing| bearing.bearing_deg == bearing_deg).unwrap()
}

/// Times of all events of a code, s.
fn times(case: &CaseModel, events: &[Event], code: u32) -> Vec<f64> {
    events.iter().filter(|event| event.code == code).map(|event| case.seconds(event.tick)).collect()
}

/// What of the simulated shots differs from the predicted ones; empty where nothing does.
fn differences(case: &CaseModel, bearing: &Bearing) -> Vec<String> {
    let (_, events) = recorded(case);
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: &[f64], expected: Vec<f64>, within_s: f64| {
        let close = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() <= within_s);
        if !close {
            wrong.push(format!("{what}: simulated {found:?}, predicted {expected:?}"));
        }
    };
    let of = |field: fn(&kingbird::reach::Meeting) -> f64| bearing.shots.iter().map(|s| field(&s.meeting)).collect();
    let confirmed = bearing.confirmed.map(|c| c.after_s).into_iter().collect();
    compare("confirmed", &times(case, &events, codes::EVENT_CONFIRMED), confirmed, 1.0e-9);
    compare("ordered", &times(case, &events, codes::EVENT_ORDERED), of(|m| m.decided_s), 1.0e-9);
    compare("launched", &times(case, &events, codes::EVENT_LAUNCHED), of(|m| m.launched_s), 1.0e-9);
    compare("met", &times(case, &events, codes::EVENT_PASS_FAILED), of(|m| m.met_s), 2.0 * TICK_S);
    wrong
}

#[test]
fn every_shot_is_ordered_launched_and_met_when_it_was_predicted() {
    let mut n_shots = 0;
    for bearing_deg in [0.0, 35.0, 90.0, 160.0, 215.0, 300.0] {
        let case = from(scene(), bearing_deg);
        let bearing = predicted(&case, bearing_deg);
        n_shots += bearing.shots.len();
        assert_eq!(differences(&case, &bearing), Vec::<String>::new(), "from {bearing_deg}");
    }
    assert!(n_shots > 20, "{n_shots} shots compared");
}

#[test]
fn the_comparison_can_fail() {
    let bearing = predicted(&from(scene(), 90.0), 90.0);
    for (what, change) in [
        ("a faster threat", (|s| s.threat_types[0].cruise_speed_mps = 50.5) as fn(&mut Scenario)),
        ("a slower dart", |s| s.interceptor_types[0].cruise_speed_mps = 79.0),
        ("a later order", |s| s.doctrine.decision_latency_s = 3.0),
        ("a longer look", |s| s.doctrine.kill_assessment_delay_s = 9.0),
        ("a site elsewhere", |s| s.sites[0].position = place(9_000.0, 6_000.0)),
        ("another bearing", |s| s.raid.launch_areas[0].position = place(59_000.0, 4_000.0)),
    ] {
        let mut scenario = scene();
        scenario.raid.launch_areas[0].position = place(60_000.0, 0.0);
        change(&mut scenario);
        assert!(!differences(&built(&scenario, "nearest"), &bearing).is_empty(), "{what} was not seen");
    }
}

/// Wind along the way: the threat stays on its straight line, and both fly through the same air.
#[test]
fn a_wind_along_the_way_is_reckoned_with() {
    let mut scenario = scene();
    scenario.theatre.wind_east_mps = -8.0;
    for bearing_deg in [90.0, 270.0] {
        let case = from(scenario.clone(), bearing_deg);
        let bearing = predicted(&case, bearing_deg);
        assert!((bearing.ground_mps - if bearing_deg == 90.0 { 58.0 } else { 42.0 }).abs() < 1.0e-9);
        assert_eq!(differences(&case, &bearing), Vec::<String>::new(), "from {bearing_deg}");
    }
}

/// A second asset on the way: the defence takes the threat to head for it until it has passed, and shoots accordingly.
#[test]
fn what_the_defence_believes_of_the_destination_is_reckoned_with() {
    let mut scenario = scene();
    let aim = scenario.assets[0].clone();
    scenario.assets.push(Asset { name: "outpost".to_owned(), position: place(0.0, 14_000.0), ..aim });
    let case = from(scenario, 0.0);
    let bearing = predicted(&case, 0.0);
    assert_eq!(differences(&case, &bearing), Vec::<String>::new());
    assert_ne!(bearing.shots, predicted(&from(scene(), 0.0), 0.0).shots, "the outpost makes a difference");
}

fn radar() -> Radar {
    Radar {
        name: "radar".to_owned(),
        position: place(1_000.0, 0.0),
        mast_height_m: 10.0,
        max_range_m: 40_000.0,
        masking_angle_deg: 0.5,
        reference_range_m: 12_000.0,
        reference_snr_db: 13.0,
        reference_cross_section_m2: 0.1,
        false_alarm_probability: 1.0e-6,
        scan_period_s: 2.0,
        range_noise_m: 30.0,
        angle_noise_deg: 0.5,
        classification_probability: 1.0,
    }
}

/// Share of simulated raids in which the track is confirmed by a tick.
fn confirmed_by(case: &CaseModel, tick: u32, n: u32) -> u32 {
    let by = |replicate: &u32| {
        let mut runner = Runner::new(std::slice::from_ref(case), common::job(*replicate), true);
        while !runner.is_done() && runner.batch.world.tallies[0].tick <= tick {
            runner.step_epoch();
        }
        first(&runner.events(), codes::EVENT_CONFIRMED).is_some_and(|event| event.tick <= tick)
    };
    (0..n).filter(by).count() as u32
}

/// The exact probability of confirmation against the share of 400 drawn raids, for radars and microphones together.
#[test]
fn the_track_stands_as_often_as_was_reckoned() {
    let mut scenario = scene();
    scenario.ideal_sensors.clear();
    scenario.radars =
        vec![radar(), Radar { name: "other".to_owned(), scan_period_s: 3.0, position: place(0.0, 9_000.0), ..radar() }];
    scenario.acoustic_areas = vec![AcousticArea {
        name: "ears".to_owned(),
        centre: Some(place(0.0, 12_000.0)),
        radius_m: Some(9_000.0),
        polygon: Vec::new(),
        density_per_km2: 0.05,
        hearing_range_m: 1_500.0,
        scan_period_s: 5.0,
        position_noise_m: 100.0,
        altitude_noise_m: 50.0,
        classification_probability: 1.0,
    }];
    scenario.tracking.confirm_hits = 3;
    scenario.tracking.confirm_window = 5;
    scenario.tracking.drop_after_s = 6.0;
    let case = from(scenario, 20.0);
    for confidence in [0.2, 0.5, 0.9] {
        let question = Question { step_deg: 5.0, confidence, ..Question::new(&case) };
        let reach = Reach::of(&case, &question);
        let confirmed = reach.bearings[4].confirmed.unwrap();
        assert!(confirmed.probability >= confidence);
        let tick = (confirmed.after_s / TICK_S).round() as u32;
        let n = confirmed_by(&case, tick, 400);
        assert!(common::binomial(n, 400, confirmed.probability), "{n} of 400, {}", confirmed.probability);
        assert!(!common::binomial(n, 400, confirmed.probability - 0.15), "the comparison can fail");
    }
}

/// 10 m of mast and 50 m of altitude: nothing beyond 42.2 km, by the textbook's 4.12 (sqrt 10 + sqrt 50).
#[test]
fn nothing_is_seen_beyond_the_horizon() {
    let mut scenario = scene();
    scenario.ideal_sensors.clear();
    scenario.radars = vec![Radar {
        position: place(0.0, 0.0),
        max_range_m: 60_000.0,
        masking_angle_deg: -5.0,
        reference_snr_db: 60.0,
        reference_range_m: 60_000.0,
        ..radar()
    }];
    let case = from(scenario, 0.0);
    let confirmed_m = |altitude_m| {
        let question = Question { step_deg: 90.0, altitude_m, ..Question::new(&case) };
        Reach::of(&case, &question).bearings[0].confirmed.unwrap().distance_m
    };
    let horizon_m = 4_120.0 * (10.0f64.sqrt() + 50.0f64.sqrt());
    // Scanned every 2 s, 100 m apart.
    assert!((42_061.0..=horizon_m).contains(&confirmed_m(50.0)), "{}", confirmed_m(50.0));
    assert!(confirmed_m(1_000.0) > 59_800.0, "only the instrument's range is left");
}

/// Where nothing can be met, nothing is launched.
#[test]
fn a_hole_is_a_hole_in_the_simulation_too() {
    let mut scenario = scene();
    for site in &mut scenario.sites {
        (site.sector_centre_deg, site.sector_width_deg) = (90.0, 60.0);
    }
    let case = from(scenario, 270.0);
    assert!(predicted(&case, 270.0).shots.is_empty());
    let launched = |case: &CaseModel| -> u32 {
        let outcomes: Vec<Outcome> = common::outcomes(case, 1);
        outcomes[0].rounds.launched
    };
    assert_eq!(launched(&case), 0);
    assert!(launched(&from(scene(), 270.0)) > 0);
}
