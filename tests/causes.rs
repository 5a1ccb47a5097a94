//! One minimal scenario for each of the eight causes of a leak, and the order in which they are judged.
//!
//! The contract: every leaker gets exactly one cause, the first that holds of: taken for killed, engaged and missed, never
//! confirmed, taken for a decoy, out of reach, too late, magazines empty, channels taken, not assigned.

mod common;

use common::{Duel, built, outcomes, place};
use kingbird::model::codes::*;
use kingbird::model::outcome::CAUSE_NAMES;
use kingbird::scenario::schema::Scenario;

/// One threat that passes over the site on its way to an asset 10 km behind it, and a site that would hit it.
fn defended() -> Scenario {
    Duel { start: (20_000.0, 0.0), asset: (-10_000.0, 0.0), rounds: 1, ..Duel::default() }.scenario()
}

/// Causes of all leakers of a run, by number.
fn causes(scenario: &Scenario, assigner: &str) -> Vec<(&'static str, u32)> {
    let outcome = &outcomes(&built(scenario, assigner), 1)[0];
    let all = outcome.causes[0].iter().zip(outcome.causes[1]).map(|(threats, decoys)| threats + decoys);
    CAUSE_NAMES.into_iter().zip(all).filter(|&(_, n)| n > 0).collect()
}

fn expect(scenario: &Scenario, assigner: &str, cause: u32) {
    assert_eq!(causes(scenario, assigner), [(CAUSE_NAMES[cause as usize], 1)]);
}

#[test]
fn the_control_does_not_leak() {
    assert_eq!(causes(&defended(), "nearest"), []);
}

#[test]
fn undetected_is_what_was_never_confirmed() {
    let mut scenario = defended();
    scenario.ideal_sensors[0].max_range_m = 1.0;
    scenario.ideal_sensors[0].position = place(100_000.0, 0.0);
    expect(&scenario, "nearest", CAUSE_UNDETECTED);
    // Seen, but never often enough within the window.
    let mut scenario = defended();
    scenario.ideal_sensors[0].max_range_m = 100.0; // 4 s of sight
    scenario.tracking.confirm_hits = 6;
    scenario.tracking.confirm_window = 6;
    expect(&scenario, "nearest", CAUSE_UNDETECTED);
}

#[test]
fn tracked_too_late_is_what_could_be_met_only_after_its_arrival() {
    let mut scenario = defended();
    scenario.ideal_sensors[0].position = place(-10_000.0, 0.0);
    scenario.ideal_sensors[0].max_range_m = 1_500.0; // 30 s before arrival, 8.5 km from the site
    expect(&scenario, "nearest", CAUSE_TRACKED_TOO_LATE);
    // Confirmed in good time, but the defence is not warned before it arrives: nobody ever judged its reach.
    let mut scenario = defended();
    scenario.raid.variation.warning_mean_s = 5_000.0;
    expect(&scenario, "nearest", CAUSE_TRACKED_TOO_LATE);
    // In time by the clock, but nearer to the asset than the doctrine allows.
    let mut scenario = defended();
    scenario.doctrine.latest_commit_m = 50_000.0;
    expect(&scenario, "nearest", CAUSE_TRACKED_TOO_LATE);
}

#[test]
fn unreachable_is_what_no_weapon_could_meet() {
    let mut scenario = Duel { site_altitude_m: 0.0, ..Duel::default() }.scenario();
    scenario.interceptor_types[0].ceiling_m = 900.0;
    scenario.threat_types[0].dive_angle_deg = 89.0;
    scenario.interceptor_types[0].endurance_s = 100.0; // the dive is 40 km away
    expect(&scenario, "nearest", CAUSE_UNREACHABLE);
    let mut scenario = defended();
    scenario.sites[0].sector_centre_deg = 0.0;
    scenario.sites[0].sector_width_deg = 10.0;
    expect(&scenario, "nearest", CAUSE_UNREACHABLE);
    // Without any site nothing is in reach.
    let mut scenario = defended();
    scenario.sites.clear();
    expect(&scenario, "nearest", CAUSE_UNREACHABLE);
}

#[test]
fn no_interceptor_is_an_empty_magazine() {
    let mut scenario = defended();
    scenario.sites[0].magazines[0].rounds = 0;
    expect(&scenario, "nearest", CAUSE_NO_INTERCEPTOR);
    // The control is judged the same under every assigner.
    expect(&scenario, "none", CAUSE_NO_INTERCEPTOR);
}

#[test]
fn no_channel_is_a_site_that_can_guide_no_more() {
    let mut scenario = defended();
    scenario.sites[0].channels = 0;
    expect(&scenario, "nearest", CAUSE_NO_CHANNEL);
    // Taken by another: the second threat comes while the only channel is held, by a round that flies after the first.
    let mut scenario = Duel { threats: 2, spacing_s: 4.0, rounds: 2, ..Duel::default() }.scenario();
    scenario.assets[0].position = place(-10_000.0, 0.0);
    scenario.sites[0].channels = 1;
    scenario.sites[0].turnaround_s = 3_000.0;
    expect(&scenario, "nearest", CAUSE_NO_CHANNEL);
}

#[test]
fn not_assigned_is_what_could_have_been_shot_at() {
    expect(&defended(), "none", CAUSE_NOT_ASSIGNED);
}

#[test]
fn missed_is_what_was_engaged_and_lived() {
    let mut scenario = defended();
    scenario.interceptor_types[0].kill_probability = 0.0;
    expect(&scenario, "nearest", CAUSE_MISSED);
    // Never acquired counts as well: a shot was ordered at it.
    let mut scenario = defended();
    scenario.interceptor_types[0].acquisition_probability = 0.0;
    expect(&scenario, "nearest", CAUSE_MISSED);
}

#[test]
fn wrongly_assessed_is_what_was_taken_for_killed_or_for_a_decoy() {
    let mut scenario = defended();
    scenario.interceptor_types[0].kill_probability = 0.0;
    scenario.doctrine.miss_taken_for_kill = 1.0;
    scenario.doctrine.reopen_after_s = 0.0;
    expect(&scenario, "nearest", CAUSE_WRONGLY_ASSESSED);
    let mut scenario = defended();
    scenario.doctrine.engage_decoys = false;
    scenario.ideal_sensors.clear();
    scenario.acoustic_areas = vec![kingbird::scenario::schema::AcousticArea {
        name: "ears".into(),
        centre: Some(place(0.0, 0.0)),
        radius_m: Some(50_000.0),
        polygon: vec![],
        density_per_km2: 100.0,
        hearing_range_m: 2_000.0,
        scan_period_s: 1.0,
        position_noise_m: 0.0,
        altitude_noise_m: 0.0,
        classification_probability: 0.0, // always wrong
    }];
    expect(&scenario, "nearest", CAUSE_WRONGLY_ASSESSED);
    // A decoy that is let through on purpose is no mistake of anybody, but it is the same decision: the cause says why
    // nobody shot, and decoys are counted apart.
    scenario.acoustic_areas[0].classification_probability = 1.0;
    scenario.threat_types[0].decoy = true;
    expect(&scenario, "nearest", CAUSE_WRONGLY_ASSESSED);
}

/// Each pair of causes that can hold at the same time, and which of them is given.
#[test]
fn the_first_cause_that_holds_is_given() {
    // Missed and then taken for killed: the belief decides, since nobody would shoot again.
    let mut scenario = defended();
    scenario.interceptor_types[0].kill_probability = 0.0;
    scenario.doctrine.miss_taken_for_kill = 1.0;
    scenario.doctrine.reopen_after_s = 0.0;
    expect(&scenario, "nearest", CAUSE_WRONGLY_ASSESSED);
    // The same, but taken up again before it arrives: missed.
    scenario.doctrine.reopen_after_s = 30.0;
    expect(&scenario, "nearest", CAUSE_MISSED);
    // Engaged once, then out of rounds: missed, not without interceptor.
    let mut scenario = defended();
    scenario.interceptor_types[0].kill_probability = 0.0;
    scenario.doctrine.max_shots_per_threat = 0;
    expect(&scenario, "nearest", CAUSE_MISSED);
    // No rounds and no channels: the magazine comes first.
    let mut scenario = defended();
    scenario.sites[0].magazines[0].rounds = 0;
    scenario.sites[0].channels = 0;
    expect(&scenario, "nearest", CAUSE_NO_INTERCEPTOR);
    // No rounds and out of reach: the reach comes first.
    let mut scenario = defended();
    scenario.sites[0].magazines[0].rounds = 0;
    scenario.sites[0].sector_width_deg = 10.0;
    expect(&scenario, "nearest", CAUSE_UNREACHABLE);
}

/// What stood in the way at the last chance counts: the first threat takes the only channel from the second, which could have
/// had it while both came; from then on the site can guide no more. Empty the magazine with that one shot, and it is the
/// magazine.
#[test]
fn the_last_chance_decides_between_rounds_channels_and_choice() {
    let mut scenario = Duel { threats: 2, rounds: 2, ..Duel::default() }.scenario();
    scenario.assets[0].position = place(-10_000.0, 0.0);
    scenario.sites[0].channels = 1;
    scenario.sites[0].turnaround_s = 3_000.0;
    expect(&scenario, "nearest", CAUSE_NO_CHANNEL);
    scenario.sites[0].magazines[0].rounds = 1;
    expect(&scenario, "nearest", CAUSE_NO_INTERCEPTOR);
    // Nobody chose it although there was room to the end.
    scenario.sites[0].magazines[0].rounds = 2;
    assert_eq!(causes(&scenario, "none"), [(CAUSE_NAMES[CAUSE_NOT_ASSIGNED as usize], 2)]);
}
