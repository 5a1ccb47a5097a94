//! The twins over checked numbers: no NaN, no infinity, no subnormal in any intermediate result, end to end. A software
//! adapter does not flush subnormals and so cannot show the harm; this can.

mod common;

use common::{Duel, built, job, parsed};
use kingbird::engine::cpu::Runner;
use kingbird::exact::Checked;
use kingbird::model::CaseModel;
use kingbird::model::stage::{Stage, stages};
use kingbird::scenario;
use kingbird::scenario::schema::{Guidance, Position};

static CHECKED: &[Stage] = &stages::<Checked>();

/// Runs both and compares every word at every edge: a check must not change what it checks.
fn run_checked(case: &CaseModel, replicate: u32, epochs: u32) {
    let cases = std::slice::from_ref(case);
    let mut plain = Runner::new(cases, job(replicate), true);
    let mut checked = Runner::with_stages(cases, job(replicate), true, CHECKED);
    for epoch in 0..epochs {
        if plain.is_done() {
            break;
        }
        plain.step_epoch();
        checked.step_epoch();
        assert!(plain.batch.world == checked.batch.world, "{} differs at epoch {epoch}", case.scenario.name);
    }
    assert_eq!(plain.outcome(), checked.outcome());
    assert_eq!(plain.events(), checked.events());
    assert_eq!(plain.outcome().faults, 0);
}

#[test]
fn the_mixed_contract_and_its_variants_are_clean() {
    for variant in [None, Some("shoot-look-shoot"), Some("coarse")] {
        let loaded = scenario::load("contract/mixed", variant).unwrap_or_else(|error| panic!("{error}"));
        for assigner in ["nearest", "random", "marginal-return", "auction"] {
            let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap();
            for replicate in 0..3 {
                run_checked(&case, replicate, u32::MAX);
            }
        }
    }
}

#[test]
fn every_contract_scenario_is_clean() {
    for name in [
        "one-on-one-headon",
        "one-on-one-tail-chase",
        "one-on-one-crossing",
        "shots",
        "shoot-look-shoot",
        "empty-magazine",
    ] {
        run_checked(&common::shipped(&format!("contract/{name}"), "nearest"), 0, 600);
    }
}

/// The shipped raids over their first minutes of action: their numbers are what users run.
#[test]
fn the_shipped_raids_are_clean_over_their_first_half_hour() {
    run_checked(&common::shipped("force-protection", "urgency"), 0, 2_400);
    run_checked(&common::shipped("mass-raid", "nearest"), 0, 1_800);
}

/// Places where a length is nothing and a direction is undefined: everything on one line and on one spot, targets straight
/// above, straight behind, started on their aim point, at the lowest altitude; every law.
#[test]
fn degenerate_geometry_is_clean() {
    let laws = [
        Guidance::PurePursuit,
        Guidance::LeadCollision,
        Guidance::ProportionalNavigation,
        Guidance::AugmentedProportionalNavigation,
    ];
    let spots = [(0.0, 0.0), (3_000.0, 0.0), (0.0, -2_000.0), (0.001, 0.002)];
    for law in laws {
        for start in spots {
            for asset in spots {
                for altitude_m in [10.0, 1_000.0] {
                    let duel = Duel {
                        start,
                        asset,
                        altitude_m,
                        site_altitude_m: 0.0,
                        reattacks: 2,
                        kill_probability: 0.3,
                        ..Duel::default()
                    };
                    let mut scenario = duel.scenario();
                    scenario.theatre.duration_s = 250.0;
                    scenario.interceptor_types[0].guidance = law;
                    scenario.interceptor_types[0].endurance_s = 100.0;
                    run_checked(&built(&scenario, "nearest"), 0, u32::MAX);
                }
            }
        }
    }
}

/// The ends of every range that the format allows.
#[test]
fn extreme_but_allowed_values_are_clean() {
    let mut scenario = parsed(include_str!("../scenarios/contract/mixed.toml"));
    for kind in &mut scenario.threat_types {
        kind.turn_load_factor = 20.0;
        kind.dive_angle_deg = 89.0;
        kind.radar_cross_section_m2 = 1.0e-5;
    }
    for radar in &mut scenario.radars {
        radar.reference_snr_db = 60.0;
        radar.reference_range_m = 500_000.0;
        radar.max_range_m = 500_000.0;
        radar.false_alarm_probability = 1.0e-12;
        radar.angle_noise_deg = 20.0;
        radar.range_noise_m = 5_000.0;
        radar.masking_angle_deg = -5.0;
    }
    for kind in &mut scenario.interceptor_types {
        kind.lateral_limit_mps2 = 500.0;
        kind.climb_limit_mps = 0.5;
        kind.guidance_gain = 10.0;
        kind.lethal_radius_m = 0.1;
    }
    scenario.raid.variation.detection_sd = 3.0;
    scenario.raid.variation.kill_sd = 3.0;
    scenario.tracking.manoeuvre_mps2 = 50.0;
    for replicate in 0..4 {
        run_checked(&built(&scenario, "urgency"), replicate, u32::MAX);
    }
    // The other end: a tracker that trusts itself, no noise, long gaps.
    for radar in &mut scenario.radars {
        radar.angle_noise_deg = 0.0;
        radar.range_noise_m = 0.0;
        radar.scan_period_s = 60.0;
    }
    scenario.tracking.manoeuvre_mps2 = 0.001;
    scenario.tracking.drop_after_s = 3_600.0;
    run_checked(&built(&scenario, "urgency"), 0, u32::MAX);
    // Far out, where positions are largest.
    let far = Position { east_m: Some(1_900_000.0), north_m: Some(0.0), ..Position::default() };
    let mut scenario = Duel::default().scenario();
    scenario.theatre.extent_m = 2.0e6;
    scenario.raid.launch_areas[0].position = far;
    scenario.assets[0].position = Position { east_m: Some(-1_900_000.0), ..far };
    scenario.ideal_sensors[0].max_range_m = 4.0e6;
    run_checked(&built(&scenario, "nearest"), 0, 300);
}
