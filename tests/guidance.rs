//! One engagement at a time through the whole model: every steering law, tries after failed ones, and each delay and limit of a
//! site at exactly the tick that the file states.

mod common;

use common::{Duel, built, first, place, recorded};
use kingbird::model::CaseModel;
use kingbird::model::codes;
use kingbird::model::events::Event;
use kingbird::scenario::schema::{Guidance, Release, Route, Scenario};

const LAWS: [Guidance; 4] = [
    Guidance::PurePursuit,
    Guidance::LeadCollision,
    Guidance::ProportionalNavigation,
    Guidance::AugmentedProportionalNavigation,
];

/// Ticks of all events of a code.
fn ticks(events: &[Event], code: u32) -> Vec<u32> {
    events.iter().filter(|event| event.code == code).map(|event| event.tick).collect()
}

fn tick_of(events: &[Event], code: u32) -> u32 {
    first(events, code).unwrap_or_else(|| panic!("no event {code} in {events:?}")).tick
}

fn events_of(scenario: &Scenario) -> (CaseModel, Vec<Event>) {
    let case = built(scenario, "nearest");
    let events = recorded(&case).1;
    (case, events)
}

/// A target that swings by 40 degrees either way at 50 m/s is hit under every law, from ahead and from the side.
#[test]
fn every_law_hits_a_weaving_target() {
    for law in LAWS {
        for asset in [(-40_000.0, 0.0), (10_000.0, 60_000.0)] {
            let mut scenario = Duel { asset, ..Duel::default() }.scenario();
            scenario.interceptor_types[0].guidance = law;
            scenario.interceptor_types[0].guidance_gain = 4.0;
            scenario.interceptor_types[0].seeker_range_m = 2_000.0;
            scenario.raid.waves[0].weave_angle_deg = 40.0;
            scenario.raid.waves[0].weave_period_s = 30.0;
            let (_, events) = events_of(&scenario);
            assert!(first(&events, codes::EVENT_KILL).is_some(), "{law:?} at {asset:?}: {events:?}");
            // And it was the last phase that did it: nobody passes without having acquired.
            assert!(tick_of(&events, codes::EVENT_ACQUIRED) < tick_of(&events, codes::EVENT_KILL));
        }
    }
}

/// After a pass that did not kill, a round turns about and tries again, as often as stated and not sooner than stated.
#[test]
fn a_failed_pass_is_followed_by_the_stated_tries() {
    for law in LAWS {
        let mut scenario =
            Duel { start: (6_000.0, 300.0), kill_probability: 0.0, reattacks: 2, turn: 2.0, ..Duel::default() }
                .scenario();
        scenario.interceptor_types[0].guidance = law;
        scenario.interceptor_types[0].reattack_s = 7.0;
        scenario.interceptor_types[0].lateral_limit_mps2 = 40.0;
        let (_, events) = events_of(&scenario);
        let tries = ticks(&events, codes::EVENT_PASS_FAILED);
        assert_eq!(tries.len(), 3, "{law:?}: {tries:?}");
        assert!(tries.windows(2).all(|pair| pair[1] - pair[0] >= 70), "{law:?}: {tries:?}");
        assert_eq!(tick_of(&events, codes::EVENT_MISSED), tries[2]);
    }
}

/// A failed pick-up costs a try as well.
#[test]
fn a_failed_acquisition_costs_a_try() {
    let mut scenario = Duel { reattacks: 2, ..Duel::default() }.scenario();
    scenario.interceptor_types[0].acquisition_probability = 0.0;
    scenario.interceptor_types[0].reattack_s = 7.0;
    let (_, events) = events_of(&scenario);
    let tries = ticks(&events, codes::EVENT_NOT_ACQUIRED);
    assert_eq!(tries, [10, 80, 150]);
    assert_eq!(tick_of(&events, codes::EVENT_MISSED), 150);
}

/// Two targets, one channel: the second order comes at the first decision at which the channel serves again, which is the
/// stated turnaround after acquisition or after the end of the engagement.
#[test]
fn a_channel_serves_again_after_release_and_turnaround() {
    for (release, turnaround_s) in
        [(Release::Acquisition, 4.0), (Release::EndOfEngagement, 0.0), (Release::EndOfEngagement, 4.0)]
    {
        let mut scenario = Duel { threats: 2, rounds: 2, ..Duel::default() }.scenario();
        scenario.interceptor_types[0].seeker_range_m = 2_000.0;
        scenario.sites[0].channels = 1;
        scenario.sites[0].channel_release = release;
        scenario.sites[0].turnaround_s = turnaround_s;
        let (case, events) = events_of(&scenario);
        let freed = tick_of(&events, codes::EVENT_CHANNEL_FREED);
        let cause = if release == Release::Acquisition { codes::EVENT_ACQUIRED } else { codes::EVENT_KILL };
        assert_eq!(freed, tick_of(&events, cause), "{release:?}");
        // A kill inside an epoch is known at its end; decisions are made every second.
        let known = freed.div_ceil(case.case.epoch_ticks) * case.case.epoch_ticks;
        let orders = ticks(&events, codes::EVENT_ORDERED);
        assert_eq!(orders, [0, known + (turnaround_s * 10.0) as u32], "{release:?} {turnaround_s}");
        assert_eq!(orders, ticks(&events, codes::EVENT_CHANNEL_HELD));
        assert_eq!(ticks(&events, codes::EVENT_CHANNEL_FREED).len(), 2);
    }
}

/// From the picture to the order and from the order to the launch: both delays stand between decision and launch.
#[test]
fn latency_and_command_delay_come_before_the_launch() {
    for (latency_s, command_s, launch_tick) in
        [(0.0, 0.0, 0), (3.0, 0.0, 30), (0.0, 8.0, 80), (3.0, 8.0, 110), (1.5, 0.2, 20)]
    {
        let mut scenario = Duel::default().scenario();
        scenario.doctrine.decision_latency_s = latency_s;
        scenario.sites[0].command_delay_s = command_s;
        let (_, events) = events_of(&scenario);
        assert_eq!(tick_of(&events, codes::EVENT_ORDERED), 0);
        assert_eq!(tick_of(&events, codes::EVENT_LAUNCHED), launch_tick, "{latency_s} s + {command_s} s");
        assert!(first(&events, codes::EVENT_KILL).is_some());
    }
}

/// The defence decides at its period, and not before it is warned.
#[test]
fn decisions_come_at_their_period_and_after_the_warning() {
    let mut scenario = Duel::default().scenario();
    scenario.raid.variation.warning_mean_s = 33.0;
    scenario.doctrine.decision_period_s = 20.0;
    let (_, events) = events_of(&scenario);
    assert_eq!(ticks(&events, codes::EVENT_ORDERED), [400]);
}

/// One rail: launches are the reload apart, and the order waits for the rail.
#[test]
fn a_rail_launches_again_after_its_reload() {
    let mut scenario = Duel { threats: 4, rounds: 4, ..Duel::default() }.scenario();
    scenario.sites[0].rails = 1;
    scenario.sites[0].reload_s = 25.0;
    let (_, events) = events_of(&scenario);
    assert_eq!(ticks(&events, codes::EVENT_LAUNCHED), [0, 250, 500, 750]);
    // Two rails: in pairs.
    scenario.sites[0].rails = 2;
    let (_, events) = events_of(&scenario);
    assert_eq!(ticks(&events, codes::EVENT_LAUNCHED), [0, 0, 250, 250]);
}

/// A site engages only where it will meet the target inside its sector.
#[test]
fn a_site_keeps_to_its_sector() {
    // Threats come from the east; the meeting point lies at 90 degrees.
    for (centre, width, shoots) in [(90.0, 40.0, true), (0.0, 40.0, false), (350.0, 220.0, true), (0.0, 170.0, false)] {
        let mut scenario = Duel { asset: (500.0, 0.0), ..Duel::default() }.scenario();
        scenario.sites[0].sector_centre_deg = centre;
        scenario.sites[0].sector_width_deg = width;
        let (_, events) = events_of(&scenario);
        assert_eq!(first(&events, codes::EVENT_ORDERED).is_some(), shoots, "{centre} {width}");
    }
}

/// A target above the ceiling is left alone; a round never flies above it.
#[test]
fn nobody_flies_above_the_ceiling() {
    let mut scenario = Duel { altitude_m: 1_200.0, ..Duel::default() }.scenario();
    scenario.interceptor_types[0].ceiling_m = 1_100.0;
    scenario.threat_types[0].dive_angle_deg = 89.0;
    scenario.assets[0].position = place(2_000.0, 0.0);
    let (_, events) = events_of(&scenario);
    let engaged = first(&events, codes::EVENT_ORDERED);
    assert!(engaged.is_none_or(|event| event.tick > 1_500), "ordered in cruise at {engaged:?}");
    scenario.interceptor_types[0].ceiling_m = 1_300.0;
    assert_eq!(ticks(&events_of(&scenario).1, codes::EVENT_ORDERED), [0]);
}

/// What flies out of endurance falls at the first edge at or after it; before an order, the defence counts with it.
#[test]
fn endurance_ends_a_flight_in_time() {
    // It is told to fly 77 s for a target that it cannot pick up, and has 79.5 s.
    let mut scenario = Duel::default().scenario();
    scenario.doctrine.flight_reserve = 0.0;
    scenario.interceptor_types[0].endurance_s = 79.5;
    scenario.interceptor_types[0].seeker_range_m = 1.0;
    scenario.interceptor_types[0].lethal_radius_m = 0.5;
    let (_, events) = events_of(&scenario);
    assert_eq!((tick_of(&events, codes::EVENT_LAUNCHED), tick_of(&events, codes::EVENT_EXPIRED)), (0, 800));
    // With 70 s there is no order before the threat has come near enough: closing at 130 m/s, 7 s of flight at 50 m/s.
    scenario.interceptor_types[0].endurance_s = 70.0;
    let (_, events) = events_of(&scenario);
    let ordered = tick_of(&events, codes::EVENT_ORDERED);
    // 10 km - 50 t = 70 * 130: t = 18 s.
    assert_eq!(ordered, 180);
    // A reserve of a fifth of it leaves 56 s: 54.4 s until then, rounded up to the next decision.
    scenario.doctrine.flight_reserve = 0.2;
    assert_eq!(tick_of(&events_of(&scenario).1, codes::EVENT_ORDERED), 550);
}

/// Two rounds at one of two threats: when the first kills, the second goes on to the other after the retarget delay.
#[test]
fn a_round_whose_target_dies_is_given_another() {
    let mut scenario =
        Duel { threats: 2, rounds: 3, salvo: 2, max_shots: 2, spacing_s: 20.0, ..Duel::default() }.scenario();
    // From both sides of the approach: the second round is still far when the first arrives.
    let mut far = scenario.sites[0].clone();
    far.name = "far".into();
    far.position = place(-6_000.0, 0.0);
    far.retarget_delay_s = 3.0;
    far.magazines[0].rounds = 1;
    scenario.sites[0].magazines[0].rounds = 1;
    scenario.sites.push(far);
    scenario.interceptor_types[0].seeker_range_m = 1_500.0;
    let (case, events) = events_of(&scenario);
    let killed = tick_of(&events, codes::EVENT_KILL);
    let orphaned = tick_of(&events, codes::EVENT_ORPHANED);
    assert_eq!(orphaned, killed.div_ceil(10) * 10, "believed dead at the edge after the kill");
    let retargeted = first(&events, codes::EVENT_RETARGETED).expect("a new target");
    assert_eq!((retargeted.tick, retargeted.entity, retargeted.detail), (orphaned + 10, 1, 1));
    assert_eq!(ticks(&events, codes::EVENT_KILL).len(), 2);
    // It held its channel throughout: one was held and freed for each round, no more.
    assert_eq!(ticks(&events, codes::EVENT_CHANNEL_HELD).len(), 2);
    // Without re-assignment it is given up at once.
    scenario.doctrine.reassign = false;
    let (_, events) = events_of(&scenario);
    assert_eq!(tick_of(&events, codes::EVENT_ABORTED), orphaned);
    assert!(first(&events, codes::EVENT_RETARGETED).is_none());
    drop(case);
}

/// Nobody gives it another: it waits as long as the doctrine says and is given up.
#[test]
fn a_round_without_target_waits_and_is_given_up() {
    let mut scenario = Duel { rounds: 2, salvo: 2, max_shots: 2, ..Duel::default() }.scenario();
    let mut far = scenario.sites[0].clone();
    far.name = "far".into();
    far.position = place(-6_000.0, 0.0);
    scenario.sites[0].magazines[0].rounds = 1;
    far.magazines[0].rounds = 1;
    scenario.sites.push(far);
    scenario.doctrine.reassign_wait_s = 12.0;
    scenario.interceptor_types[0].seeker_range_m = 1_500.0;
    let (_, events) = events_of(&scenario);
    let orphaned = tick_of(&events, codes::EVENT_ORPHANED);
    assert_eq!(tick_of(&events, codes::EVENT_ABORTED), orphaned + 120);
}

/// An order whose target is lost from the picture before the launch is cancelled: round, rail and channel are free at once.
#[test]
fn an_order_at_a_lost_track_is_cancelled() {
    let mut scenario = Duel { start: (10_000.0, 0.0), asset: (60_000.0, 0.0), ..Duel::default() }.scenario();
    scenario.interceptor_types[0].cruise_speed_mps = 100.0;
    scenario.interceptor_types[0].dash_speed_mps = 100.0;
    scenario.ideal_sensors[0].max_range_m = 11_000.0; // in sight for 20 s
    scenario.tracking.drop_after_s = 5.0;
    scenario.sites[0].command_delay_s = 60.0;
    let (case, events) = events_of(&scenario);
    assert_eq!(ticks(&events, codes::EVENT_ORDERED), [0]);
    assert_eq!(ticks(&events, codes::EVENT_CANCELLED), [600]);
    assert_eq!(ticks(&events, codes::EVENT_CHANNEL_FREED), [600]);
    assert!(first(&events, codes::EVENT_LAUNCHED).is_none());
    assert_eq!(common::outcomes(&case, 1)[0].rounds.remaining, 1);
}

/// Straight behind is a direction like any other: a route that leads back the way it came, and a round that has flown past
/// a target exactly head-on, turn about. (Both once flew on for ever: the plane of such a turn is undefined.)
#[test]
fn what_must_turn_straight_back_does() {
    let mut scenario = Duel { rounds: 0, start: (0.0, 0.0), asset: (-5_000.0, 0.0), ..Duel::default() }.scenario();
    scenario.raid.routes =
        vec![Route { name: "out".into(), waypoints: vec![place(3_000.0, 0.0)], lateral_dispersion_m: 0.0 }];
    scenario.raid.waves[0].routes = vec!["out".into()];
    let case = built(&scenario, "none");
    assert_eq!(common::outcomes(&case, 1)[0].threats[0].leaked, 1, "it never came back");
    for law in LAWS {
        let mut scenario =
            Duel { start: (6_000.0, 0.0), kill_probability: 0.0, reattacks: 1, ..Duel::default() }.scenario();
        scenario.interceptor_types[0].guidance = law;
        let (_, events) = events_of(&scenario);
        assert_eq!(ticks(&events, codes::EVENT_PASS_FAILED).len(), 2, "{law:?}");
    }
}

/// Kill ticks by law of a round that starts below its target and must climb and turn about at the same time.
fn kills_from_below(north_m: f64) -> Vec<Option<u32>> {
    let kill = |law: &Guidance| {
        let duel = Duel {
            start: (5_000.0, north_m),
            asset: (-30_000.0, north_m),
            altitude_m: 1_200.0,
            site_altitude_m: 0.0,
            interceptor_mps: 70.0,
            ..Duel::default()
        };
        let mut scenario = duel.scenario();
        let kind = &mut scenario.interceptor_types[0];
        kind.guidance = *law;
        kind.guidance_gain = 4.0;
        kind.climb_limit_mps = 25.0;
        kind.dash_speed_mps = 83.0;
        kind.lateral_limit_mps2 = 40.0;
        kind.seeker_range_m = 1_500.0;
        first(&events_of(&scenario).1, codes::EVENT_KILL).map(|event| event.tick)
    };
    LAWS.iter().map(kill).collect()
}

/// The decision does not know the climb limit, so shots are ordered at targets that can only be caught from behind after a
/// climb of 48 s; they are caught, within the time that climb and chase take.
#[test]
fn a_round_that_has_to_climb_catches_up() {
    for north_m in [20.0, 200.0] {
        let kills = kills_from_below(north_m);
        assert!(kills.iter().all(|kill| kill.is_some_and(|tick| tick < 1_000)), "{north_m} m aside: {kills:?}");
    }
}

/// With the target exactly in the upright plane of the flight the turn about would lead over the top, and the climb limit
/// forbids that: it turns to the left instead.
#[test]
fn a_round_exactly_below_its_target_catches_up_too() {
    let kills = kills_from_below(0.0);
    assert!(kills.iter().all(|kill| kill.is_some_and(|tick| tick < 1_000)), "{kills:?}");
}
