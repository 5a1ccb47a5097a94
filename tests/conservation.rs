//! What must hold in every raid, whatever is in it: small scenarios at random, and the books checked at the end of each epoch.
//!
//! The scenarios are written out as files and read back, so that only what a user could write is tried.

mod common;

use std::collections::HashMap;

use common::{built, job, place};
use kingbird::assign::{Answer, Pair};
use kingbird::engine::cpu::Runner;
use kingbird::model::CaseModel;
use kingbird::model::codes::*;
use kingbird::model::events::Event;
use kingbird::model::layout::{Round, Threat};
use kingbird::model::stage::{STAGES, problem};
use kingbird::scenario::schema::{Firing, Guidance, Objective, Radar, Release, Scenario, WavePart};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::Config;

const ASSIGNERS: [&str; 10] = [
    "none",
    "random",
    "nearest",
    "urgency",
    "marginal-return",
    "auction",
    "local-search",
    "consensus",
    "rolling-horizon",
    "rolling-horizon:consensus",
];
const LAWS: [Guidance; 4] = [
    Guidance::PurePursuit,
    Guidance::LeadCollision,
    Guidance::ProportionalNavigation,
    Guidance::AugmentedProportionalNavigation,
];

/// Everything that a random scenario varies.
#[derive(Clone, Debug)]
struct Choice {
    threats: u32,
    decoys: u32,
    rounds: [u32; 2],
    rails: u32,
    channels: u32,
    threat_mps: f64,
    round_mps: f64,
    delays_s: [f64; 6],
    wind: [f64; 2],
    weave_deg: f64,
    kill: f64,
    errors: [f64; 2],
    acquire: f64,
    reattacks: u32,
    endurance_s: f64,
    salvo: u32,
    max_shots: u32,
    flags: [bool; 5],
    law: usize,
    objective: usize,
    assigner: usize,
    lost_per_hour: f64,
    replicate: u32,
}

prop_compose! {
    fn forces()(
        threats in 1..12_u32, decoys in 0..5_u32, rounds in [0..9_u32, 0..5], rails in 1..4_u32, channels in 0..5_u32,
        threat_mps in 45.0..140.0_f64, round_mps in 40.0..120.0_f64, law in 0..4_usize, objective in 0..3_usize,
        assigner in 0..ASSIGNERS.len(), replicate in 0..1_000_u32,
    ) -> Choice {
        Choice {
            threats, decoys, rounds, rails, channels, threat_mps, round_mps, law, objective, assigner, replicate,
            delays_s: [0.0; 6], wind: [0.0; 2], weave_deg: 0.0, kill: 0.5, errors: [0.0; 2], acquire: 1.0, reattacks: 0,
            endurance_s: 300.0, salvo: 1, max_shots: 0, flags: [false; 5], lost_per_hour: 0.0,
        }
    }
}

prop_compose! {
    fn choices()(
        forces in forces(),
        delays_s in [0.0..6.0_f64, 0.0..6.0, 0.0..8.0, 0.0..30.0, 0.0..12.0, 0.0..20.0],
        wind in [-12.0..12.0_f64, -12.0..12.0], weave_deg in 0.0..40.0_f64, kill in 0.0..1.0_f64,
        errors in [0.0..0.6_f64, 0.0..0.6], acquire in 0.2..1.0_f64, reattacks in 0..4_u32, endurance_s in 30.0..300.0_f64,
        salvo in 1..4_u32, max_shots in 0..5_u32, flags in any::<[bool; 5]>(), lost_per_hour in 0.0..0.99_f64,
    ) -> Choice {
        Choice {
            delays_s, wind, weave_deg, kill, errors, acquire, reattacks, endurance_s, salvo, max_shots, flags, lost_per_hour,
            ..forces
        }
    }
}

/// The random scenario as a file's content.
fn scenario_of(c: &Choice) -> Scenario {
    let mut s = common::parsed(include_str!("../scenarios/contract/mixed.toml"));
    let [noisy, reassign, at_acquisition, engage_decoys, salvo] = c.flags;
    s.variants.clear();
    s.theatre.duration_s = 400.0;
    [s.theatre.wind_east_mps, s.theatre.wind_north_mps] = c.wind;
    s.acoustic_areas.clear();
    s.raid.waves.truncate(1);
    let wave = &mut s.raid.waves[0];
    wave.composition = vec![
        WavePart { threat_type: "Slow".into(), count: c.threats },
        WavePart { threat_type: "Decoy".into(), count: c.decoys },
    ];
    wave.weave_angle_deg = c.weave_deg;
    for kind in &mut s.threat_types {
        kind.cruise_speed_mps = c.threat_mps;
        kind.lost_per_hour = c.lost_per_hour;
    }
    s.raid.variation.warning_mean_s = c.delays_s[2];
    s.raid.variation.warning_sd_s = 2.0;
    s.ideal_sensors[0].max_range_m = 9_000.0;
    if noisy {
        s.ideal_sensors.clear();
    } else {
        let radar: &mut Radar = &mut s.radars[0];
        radar.range_noise_m = 5.0;
        radar.angle_noise_deg = 0.05;
    }
    for kind in &mut s.interceptor_types {
        kind.cruise_speed_mps = c.round_mps;
        kind.dash_speed_mps = c.round_mps * 1.2;
        kind.guidance = LAWS[c.law];
        kind.kill_probability = c.kill;
        kind.acquisition_probability = c.acquire;
        kind.reattacks = c.reattacks;
        kind.reattack_s = c.delays_s[4];
        kind.endurance_s = c.endurance_s;
    }
    for site in &mut s.sites {
        site.rails = c.rails;
        site.channels = c.channels;
        site.command_delay_s = c.delays_s[0];
        site.retarget_delay_s = c.delays_s[1];
        site.reload_s = c.delays_s[3];
        site.turnaround_s = c.delays_s[4];
        site.channel_release = if at_acquisition { Release::Acquisition } else { Release::EndOfEngagement };
        for (magazine, rounds) in site.magazines.iter_mut().zip(c.rounds) {
            magazine.rounds = rounds;
        }
    }
    // Engagements outside any sector, so that there are many.
    s.sites[1].sector_width_deg = 360.0;
    s.sites[1].position = place(3_000.0, 5_000.0);
    let d = &mut s.doctrine;
    d.objective = [Objective::Distance, Objective::TimeToIntercept, Objective::ExpectedValueSaved][c.objective];
    d.firing = if salvo { Firing::Salvo } else { Firing::ShootLookShoot };
    d.salvo_size = c.salvo;
    d.max_shots_per_threat = if c.max_shots == 0 { 0 } else { c.max_shots.max(c.salvo) };
    d.decision_period_s = 1.0;
    d.decision_latency_s = c.delays_s[1];
    d.kill_assessment_delay_s = c.delays_s[2];
    [d.miss_taken_for_kill, d.kill_taken_for_miss] = c.errors;
    d.reopen_after_s = c.delays_s[5];
    d.reassign = reassign;
    d.reassign_wait_s = c.delays_s[5];
    d.engage_decoys = engage_decoys;
    s
}

fn flies(round: &Round) -> bool {
    (ROUND_CRUISE..=ROUND_RETARGET).contains(&round.status)
}

/// The books at an edge.
fn check_edge(case: &CaseModel, runner: &Runner<'_>) -> Result<(), TestCaseError> {
    let (s, w) = (&runner.batch.statics, &runner.batch.world);
    let (tally, header) = (&w.tallies[0], &s.replicates[0]);
    prop_assert_eq!(tally.faults, 0);

    // Threats: each in one of the six settled states, and as many ended as say so.
    let ended = |t: &&Threat| [THREAT_KILLED, THREAT_LOST, THREAT_LEAKED_HIT, THREAT_LEAKED_MISS].contains(&t.status);
    for (threat, plan) in w.threats.iter().zip(&s.plans) {
        prop_assert!(
            threat.status != THREAT_ARRIVED && threat.status != THREAT_STRUCK && threat.status <= THREAT_LEAKED_MISS
        );
        prop_assert_eq!(threat.n_pending, 0);
        prop_assert_eq!(threat.status == THREAT_PENDING, plan.start_tick + case.case.epoch_ticks > tally.tick);
        let leaked = threat.status == THREAT_LEAKED_HIT || threat.status == THREAT_LEAKED_MISS;
        prop_assert_eq!(leaked, threat.cause != CAUSE_NONE, "a leaker has a cause, nobody else has");
        prop_assert_eq!(ended(&threat), threat.end_tick != 0);
    }
    prop_assert_eq!(w.threats.iter().filter(ended).count() as u32, tally.n_ended);
    let hits = w.threats.iter().filter(|t| t.status == THREAT_LEAKED_HIT).count() as u32;
    prop_assert_eq!(w.asset_hits.iter().sum::<u32>(), hits);

    // Rounds: those taken out and not yet closed are the ordered and the flying ones.
    let of = |status: u32| w.rounds.iter().filter(|r| r.status == status).count() as u32;
    let flying = w.rounds.iter().filter(|r| flies(r)).count() as u32;
    prop_assert_eq!(tally.n_ordered - tally.n_closed, of(ROUND_ORDERED) + flying);
    let out = runner.outcome();
    let r = out.rounds;
    prop_assert_eq!(r.launched, r.hits + r.misses + r.expired + r.aborted + r.in_flight);
    prop_assert_eq!(r.in_flight, flying);
    prop_assert_eq!(r.launched + r.remaining, header.n_rounds);
    prop_assert_eq!(r.hits, out.kills());
    for (round, issue) in w.rounds.iter().zip(&s.issues) {
        let kind = &s.groups[issue.group as usize];
        let until = if round.end_tick > 0 { round.end_tick } else { tally.tick };
        if flies(round) || round.status >= ROUND_HIT {
            // It ends at the first edge at which its endurance is over.
            prop_assert!(until - round.launch_tick <= kind.endurance_ticks + case.case.epoch_ticks);
        }
        prop_assert!(round.n_failed <= kind.reattacks + 1);
        let aims = [ROUND_ORDERED, ROUND_CRUISE, ROUND_TERMINAL, ROUND_RETARGET].contains(&round.status);
        prop_assert_eq!(aims, round.target >= 0, "{:?}", round);
        prop_assert_eq!(round.pass_tick, 0);
        let altitude = round.z as f32 / 256.0;
        prop_assert!(!flies(round) || altitude <= kind.ceiling_m + kind.climb_mps * case.case.tick_s + 1.0);
    }

    // Channels: who holds one says so, and who says so holds it; each site has what it has.
    prop_assert_eq!(w.channels.len() as u32, header.n_channels);
    let mut held = 0;
    for (ix, round) in w.rounds.iter().enumerate().filter(|(_, r)| r.channel >= 0) {
        prop_assert_eq!(w.channels[round.channel as usize].holder, ix as i32);
        prop_assert!(round.status == ROUND_ORDERED || flies(round), "a channel is held after the end: {:?}", round);
        let site = s.sites[s.groups[s.issues[ix].group as usize].site as usize];
        prop_assert!((site.channel_first..site.channel_first + site.n_channels).contains(&(round.channel as u32)));
        held += 1;
    }
    prop_assert_eq!(w.channels.iter().filter(|c| c.holder >= 0).count(), held);

    // Doctrine: never more shots at a threat than allowed, never more on the way than a salvo.
    for (ix, track) in w.tracks.iter().enumerate() {
        prop_assert!(track.n_shots <= case.case.max_shots);
        let aimed = w.rounds.iter().filter(|r| r.target == ix as i32).count() as u32;
        prop_assert!(aimed <= case.case.salvo, "{} shots on the way", aimed);
        prop_assert!(track.uncovered == 0 || aimed == 0, "covered by {}", aimed);
    }
    Ok(())
}

/// The log against the final state: it can say what happened, and who held each channel.
fn check_events(runner: &Runner<'_>, log: &[Event]) -> Result<(), TestCaseError> {
    let w = &runner.batch.world;
    let out = runner.outcome();
    let n = |code: u32| log.iter().filter(|e| e.code == code).count() as u32;
    let both = |pick: fn(&kingbird::model::outcome::ThreatCounts) -> u32| out.threats.iter().map(pick).sum::<u32>();
    prop_assert_eq!(n(EVENT_KILL), out.kills());
    prop_assert_eq!(n(EVENT_KILLED), out.kills());
    prop_assert_eq!(n(EVENT_LEAKED), both(|t| t.leaked));
    prop_assert_eq!(n(EVENT_LOST), both(|t| t.lost));
    prop_assert_eq!(n(EVENT_AIRBORNE), both(|t| t.launched - t.pending));
    prop_assert_eq!(n(EVENT_LAUNCHED), out.rounds.launched);
    prop_assert_eq!(n(EVENT_MISSED), out.rounds.misses);
    prop_assert_eq!(n(EVENT_EXPIRED), out.rounds.expired);
    prop_assert_eq!(n(EVENT_ABORTED), out.rounds.aborted);
    prop_assert_eq!(n(EVENT_ORDERED), w.tallies[0].n_ordered);
    prop_assert_eq!(n(EVENT_ORDERED) + n(EVENT_RETARGETED), out.assigned);
    prop_assert_eq!(n(EVENT_RETARGETED), out.switched);
    prop_assert_eq!(n(EVENT_KILL) + n(EVENT_PASS_FAILED), out.passes);
    let hits: u32 = log.iter().filter(|e| e.code == EVENT_LEAKED).map(|e| e.detail & 1).sum();
    prop_assert_eq!(hits, both(|t| t.leaked_hit));

    // Read in the order in which things happened, channels are taken when free and given back by who took them.
    let mut order: Vec<&Event> =
        log.iter().filter(|e| e.code == EVENT_CHANNEL_HELD || e.code == EVENT_CHANNEL_FREED).collect();
    // Settlement belongs to the epoch before the edge, so within a tick it comes first.
    order.sort_by_key(|e| (e.tick, e.stage != STAGE_SETTLE, e.stage));
    let mut holder: HashMap<u32, u32> = HashMap::new();
    for event in order {
        if event.code == EVENT_CHANNEL_HELD {
            prop_assert_eq!(holder.insert(event.detail, event.entity), None, "channel {} taken twice", event.detail);
        } else {
            prop_assert_eq!(
                holder.remove(&event.detail),
                Some(event.entity),
                "channel {} freed by another",
                event.detail
            );
        }
    }
    let still: HashMap<u32, u32> =
        (0..).zip(&w.channels).filter(|(_, c)| c.holder >= 0).map(|(ix, c)| (ix, c.holder as u32)).collect();
    prop_assert_eq!(holder, still);
    Ok(())
}

/// What decisions attain and how the shots herd, counted again beside the engine from what can be seen from outside.
#[derive(Debug, Default, PartialEq)]
struct Recount {
    decisions: u32,
    saved_steps: u64,
    overkill: u32,
    uncovered_epochs: u64,
}

impl Recount {
    /// One epoch further.
    fn step(&mut self, runner: &mut Runner<'_>) -> Result<(), TestCaseError> {
        let before: Vec<u32> = runner.batch.world.threats.iter().map(|threat| threat.status).collect();
        for (ix, stage) in STAGES.iter().enumerate() {
            let asked =
                if stage.twin.is_none() { problem(&runner.batch.statics, &runner.batch.world, 0) } else { None };
            runner.run_stage(ix);
            let Some((problem, threats)) = asked else { continue };
            let w = &runner.batch.world;
            let target =
                |threat: u32| threats.iter().position(|&t| t == threat).expect("an order is at a target") as u32;
            let orders = &w.orders[..w.tallies[0].n_orders as usize];
            let pairs =
                orders.iter().map(|order| Pair { target: target(order.target), weapon: order.weapon }).collect();
            let answer = Answer { pairs };
            prop_assert_eq!(answer.check(&problem), Ok(()));
            let (saved, at_stake) = (answer.saved(&problem), problem.worth.iter().map(|&w| u64::from(w)).sum());
            prop_assert!(saved <= at_stake && problem.worth.iter().chain(&problem.kill).all(|&steps| steps < 65_536));
            self.saved_steps += saved;
            self.decisions += u32::from(!answer.pairs.is_empty());
        }
        let w = &runner.batch.world;
        for (ix, threat) in w.threats.iter().enumerate() {
            if threat.status == THREAT_KILLED && before[ix] != THREAT_KILLED {
                self.overkill += w.rounds.iter().filter(|round| round.target == ix as i32).count() as u32;
            }
            let is_seen = threat.status == THREAT_AIRBORNE && w.tracks[ix].status == TRACK_CONFIRMED;
            self.uncovered_epochs += u64::from(is_seen && w.tracks[ix].uncovered != 0);
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_books_balance_at_every_edge(choice in choices()) {
        let case = built(&scenario_of(&choice), ASSIGNERS[choice.assigner]);
        let cases = std::slice::from_ref(&case);
        let mut runner = Runner::new(cases, job(choice.replicate), true);
        let mut recount = Recount::default();
        while !runner.is_done() {
            recount.step(&mut runner)?;
            check_edge(&case, &runner)?;
        }
        let out = runner.outcome();
        let (decisions, saved_steps) = (out.decisions, out.saved_steps);
        let (overkill, uncovered_epochs) = (out.overkill, out.uncovered_epochs);
        prop_assert_eq!(Recount { decisions, saved_steps, overkill, uncovered_epochs }, recount);
        check_events(&runner, &runner.events())?;
        // Watching changes nothing.
        let mut unwatched = Runner::new(cases, job(choice.replicate), false);
        unwatched.run_to_end();
        prop_assert_eq!(unwatched.outcome(), runner.outcome());
        prop_assert!(unwatched.events().is_empty());
    }
}

/// The random scenarios must reach what they are meant to check: over a fixed sample every kind of event occurs.
#[test]
fn the_random_scenarios_reach_every_kind_of_event() {
    let mut seen = [0_u32; 24];
    let mut measures = [0; 4];
    let mut tests = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..120 {
        let choice = choices().new_tree(&mut tests).unwrap().current();
        let case = built(&scenario_of(&choice), ASSIGNERS[choice.assigner]);
        let mut runner = Runner::new(std::slice::from_ref(&case), job(choice.replicate), true);
        runner.run_to_end();
        let out = runner.outcome();
        let counts = [out.saved_steps, out.switched.into(), out.overkill.into(), out.uncovered_epochs];
        measures.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        for event in runner.events() {
            seen[event.code as usize] += 1;
        }
    }
    let missing: Vec<_> =
        ALL.iter().filter(|(name, code)| name.starts_with("EVENT_") && seen[*code as usize] == 0).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
    assert!(measures.iter().all(|&sum| sum > 0), "never measured: {measures:?}");
}

/// The check itself must be able to fail: books cooked by one count, one channel, one state are refused.
#[test]
fn cooked_books_are_found() {
    let case = built(&common::parsed(include_str!("../scenarios/contract/mixed.toml")), "nearest");
    let mut runner = Runner::new(std::slice::from_ref(&case), job(0), true);
    while runner.batch.world.channels.iter().all(|c| c.holder < 0) {
        runner.step_epoch();
    }
    assert!(check_edge(&case, &runner).is_ok());
    let mut cook = |change: fn(&mut kingbird::model::World)| {
        let honest = runner.batch.world.clone();
        change(&mut runner.batch.world);
        let found = check_edge(&case, &runner).is_err();
        runner.batch.world = honest;
        found
    };
    assert!(cook(|w| w.tallies[0].n_ordered += 1));
    assert!(cook(|w| w.tallies[0].n_ended += 1));
    assert!(cook(|w| w.channels.iter_mut().for_each(|c| c.holder = -1)));
    assert!(cook(|w| w.threats[0].status = THREAT_LEAKED_HIT));
    assert!(cook(|w| w.rounds.iter_mut().filter(|r| r.status == ROUND_ORDERED).for_each(|r| r.status = ROUND_READY)));
    assert!(cook(|w| w.tracks[0].n_shots = 100));
    assert!(check_events(&runner, &runner.events()).is_ok());
    let mut log = runner.events();
    log.retain(|e| e.code != EVENT_CHANNEL_HELD);
    assert!(check_events(&runner, &log).is_err());
}
