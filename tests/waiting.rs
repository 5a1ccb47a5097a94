//! What the time of a channel is worth, in whole raids: one site with one channel, two streams of drones.

mod common;

use common::{Duel, built, outcomes, place};
use kingbird::assign::{Answer, Assigner, Memory, Problem, find};
use kingbird::model::Outcome;
use kingbird::model::compile::CaseModel;
use kingbird::scenario::schema::{Aim, LaunchArea, Scenario, Wave, WavePart};

/// The fast ones come from the north, the slow ones from the east, at one asset each.
fn two_streams(each: u32, start_north_m: f64, town_north_m: f64, spacing_s: f64) -> Scenario {
    let duel = Duel {
        threats: each,
        start: (0.0, start_north_m),
        asset: (0.0, town_north_m),
        rounds: 2 * each,
        spacing_s,
        duration_s: 3_000.0,
        ..Duel::default()
    };
    let mut scenario = duel.scenario();
    scenario.sites[0].channels = 1;
    scenario.sites[0].turnaround_s = 20.0;
    let mut slow = scenario.threat_types[0].clone();
    (slow.name, slow.cruise_speed_mps) = ("slow".to_owned(), 25.0);
    scenario.threat_types.push(slow);
    let mut village = scenario.assets[0].clone();
    (village.name, village.position) = ("village".to_owned(), place(-3_000.0, -1_000.0));
    scenario.assets.push(village);
    let start = place(4_000.0, -1_000.0);
    let east = LaunchArea { name: "east".to_owned(), position: start, ..scenario.raid.launch_areas[0].clone() };
    scenario.raid.launch_areas.push(east);
    scenario.raid.waves[0].spacing_jitter_s = 5.0;
    let wave = Wave {
        name: "slow".to_owned(),
        launch_area: "east".to_owned(),
        composition: vec![WavePart { threat_type: "slow".to_owned(), count: each }],
        targets: vec![Aim { asset: "village".to_owned(), weight: 1.0 }],
        ..scenario.raid.waves[0].clone()
    };
    scenario.raid.waves.push(wave);
    scenario
}

const PAIRS: u32 = 6;

/// Threats that got through in each of some raids in which, again and again, a pair wants the channel at the same time: the slow one is
/// met sooner and can be met as well later; the fast one is lost unless the channel is given to it at once.
fn leakers(channels: u32, assigner: &str) -> Vec<u32> {
    let mut scenario = two_streams(PAIRS, 9_500.0, 5_000.0, 300.0);
    // Starts vary by seconds; both of a pair are tracked by the next decision.
    scenario.doctrine.decision_period_s = 15.0;
    scenario.raid.waves.iter_mut().for_each(|wave| wave.start_s = 7.0);
    scenario.sites[0].channels = channels;
    outcomes(&built(&scenario, assigner), 8).iter().map(Outcome::leakers).collect()
}

#[test]
fn planning_ahead_saves_what_taking_the_soonest_loses() {
    let (soonest, planned) = (leakers(1, "auction"), leakers(1, "rolling-horizon"));
    assert_eq!(soonest, [PAIRS; 8]);
    assert!(planned.iter().all(|&leaked| leaked == 0), "{planned:?}");
}

#[test]
fn with_a_channel_for_each_there_is_nothing_to_gain() {
    for assigner in ["auction", "rolling-horizon"] {
        assert!(leakers(2, assigner).iter().all(|&leaked| leaked == 0), "{assigner}");
    }
}

/// Marginal return as if shots took no time.
struct Timeless;

impl Assigner for Timeless {
    fn name(&self) -> &str {
        "timeless"
    }
    fn summary(&self) -> &str {
        "for tests"
    }
    fn reference(&self) -> &str {
        "none"
    }
    fn complexity(&self) -> &str {
        "that of marginal-return"
    }
    fn assign(&self, problem: &Problem, memory: &mut Memory) -> Answer {
        let still =
            Problem { delay: vec![0; problem.delay.len()], busy: vec![0; problem.busy.len()], ..problem.clone() };
        find("marginal-return").expect("a registered name").assign(&still, memory)
    }
}

/// A fast one is worth half as much again as a slow one, and its shot takes more than twice as long; both always wait.
#[test]
fn a_channel_saves_more_by_what_saves_most_per_tick() {
    let mut scenario = two_streams(20, 20_000.0, 11_000.0, 60.0);
    for (asset, value) in scenario.assets.iter_mut().zip([1_500.0, 1_000.0]) {
        (asset.value, asset.hits_to_destroy) = (value, 100);
    }
    let lost = |case: &CaseModel| -> f64 { outcomes(case, 4).iter().map(|outcome| outcome.value_lost(case)).sum() };
    let by_time = built(&scenario, "marginal-return");
    let timeless = CaseModel::compile_for(
        &by_time.scenario,
        &by_time.scenario_digest,
        kingbird::assign::Chosen::own(Timeless),
        None,
    );
    let (by_time, timeless) = (lost(&by_time), lost(&timeless.unwrap()));
    assert!(by_time < 0.9 * timeless, "{by_time} against {timeless}");
}
