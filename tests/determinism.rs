//! A replicate is its name: neither threads, batches, other cases, watching, magazines nor hidden truth may reach into it.

mod common;

use common::{built, job, outcomes, parsed, place, shipped};
use kingbird::assign::Memory;
use kingbird::engine::Engine;
use kingbird::engine::cpu::{CpuEngine, Runner, decide, session};
use kingbird::model::batch::{Batch, Job};
use kingbird::model::codes::*;
use kingbird::model::layout::{Plan, Replicate};
use kingbird::model::outcome;
use kingbird::model::stage::{Rows, STAGES};
use kingbird::model::{CaseModel, World};
use kingbird::scenario::schema::{Position, Scenario};

fn mixed() -> Scenario {
    parsed(include_str!("../scenarios/contract/mixed.toml"))
}

/// Cases that differ in everything: scenario, assigner, size.
fn cases() -> Vec<CaseModel> {
    let mut bare = mixed();
    bare.sites.truncate(1);
    bare.acoustic_areas.truncate(1);
    vec![
        built(&mixed(), "nearest"),
        shipped("contract/one-on-one-crossing", "urgency"),
        built(&bare, "auction"),
        built(&mixed(), "random"),
        shipped("contract/empty-magazine", "nearest"),
    ]
}

fn jobs() -> Vec<Job> {
    let job = |ix: usize| Job { case_ix: ix % 5, seed: 1 + ix as u64 % 3, replicate: ix as u32 };
    (0..15).map(job).collect()
}

/// Digests under pools of 1, 2 and 7 threads.
#[test]
fn threads_change_nothing() {
    let (cases, jobs) = (cases(), jobs());
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| CpuEngine.run(&cases, &jobs, &|_| ()).unwrap())
    };
    let alone = run(1);
    assert_eq!(alone, run(2));
    assert_eq!(alone, run(7));
    // The digests tell replicates apart: the comparison can fail.
    assert!((1..15).all(|ix| alone[ix].digest != alone[0].digest));
}

/// The rows of one replicate of a batch.
fn part(header: &Replicate, n_assets: u32, w: &World, replicate: usize) -> World {
    fn cut<T: Clone>(rows: &[T], first: u32, n: u32) -> Vec<T> {
        rows[first as usize..(first + n) as usize].to_vec()
    }
    World {
        threats: cut(&w.threats, header.threat_first, header.n_threats),
        tracks: cut(&w.tracks, header.threat_first, header.n_threats),
        rounds: cut(&w.rounds, header.round_first, header.n_rounds),
        channels: cut(&w.channels, header.channel_first, header.n_channels),
        rails: cut(&w.rails, header.rail_first, header.n_rails),
        asset_hits: cut(&w.asset_hits, header.asset_hit_first, n_assets),
        weapons: cut(&w.weapons, header.weapon_first, header.n_weapons),
        costs: cut(&w.costs, header.cost_first, header.n_threats * header.n_weapons),
        orders: cut(&w.orders, header.order_first, header.n_orders),
        tallies: vec![w.tallies[replicate]],
    }
}

/// Fifteen replicates of five cases side by side, row by row, against each one alone: every word of every row, every 25
/// epochs and at the end. A row that reached into its neighbour, or an offset forgotten, would show.
#[test]
fn a_batch_is_its_replicates_word_for_word() {
    let (cases, jobs) = (cases(), jobs());
    let mut batch = Batch::build(&cases, &jobs);
    let mut memories = vec![Memory::default(); jobs.len()];
    let mut alone: Vec<Runner<'_>> = jobs.iter().map(|&job| Runner::new(&cases, job, false)).collect();
    let mut epoch = 0_usize;
    while !batch.is_done() {
        for stage in STAGES {
            let Some(twin) = stage.twin else {
                for (ix, memory) in memories.iter_mut().enumerate() {
                    let case = &cases[jobs[ix].case_ix];
                    decide(case, &session(case, &jobs[ix]), &mut batch, ix, memory).unwrap();
                }
                continue;
            };
            let n = match stage.rows {
                Rows::Threats => batch.world.threats.len(),
                Rows::Rounds => batch.world.rounds.len(),
                Rows::Replicates => batch.world.tallies.len(),
            };
            // In uneven pieces from the last to the first: neither the order of rows nor the split must matter.
            let mut end = n;
            while end > 0 {
                let first = end.saturating_sub(1 + (end + epoch) % 7);
                twin(&batch.statics, &mut batch.world, &mut None, first..end);
                end = first;
            }
        }
        alone.iter_mut().filter(|runner| !runner.is_done()).for_each(Runner::step_epoch);
        epoch += 1;
        if !epoch.is_multiple_of(25) && !batch.is_done() {
            continue;
        }
        for (ix, runner) in alone.iter().enumerate() {
            let n_assets = runner.batch.statics.cases[0].n_assets;
            let mine = part(&batch.statics.replicates[ix], n_assets, &batch.world, ix);
            let theirs = part(&runner.batch.statics.replicates[0], n_assets, &runner.batch.world, 0);
            assert!(mine == theirs, "replicate {ix} differs from itself alone at epoch {epoch}");
        }
    }
    for (ix, runner) in alone.iter().enumerate() {
        assert_eq!(outcome::read(&batch.statics, &batch.world, ix), runner.outcome());
    }
    // One bit in one row of a neighbour is seen.
    batch.world.rounds[3].z ^= 1;
    let mine = part(&batch.statics.replicates[0], 3, &batch.world, 0);
    assert!(mine != part(&alone[0].batch.statics.replicates[0], 3, &alone[0].batch.world, 0));
}

/// What a plan says beside where its rows lie.
fn bare(plan: &Plan) -> Plan {
    Plan { replicate: 0, point_first: 0, ..*plan }
}

/// Common random numbers: another magazine, another assigner or another doctrine meets the very same raid, and sensors that
/// see the same drones report the same errors.
#[test]
fn magazines_and_assigners_leave_all_other_draws_alone() {
    let mut fewer = mixed();
    fewer.sites[0].magazines[0].rounds = 1;
    fewer.sites[1].channels = 1;
    fewer.doctrine.kill_assessment_delay_s = 9.0;
    // Nobody is launched in these two, so the same drones fly to their ends under the same eyes.
    let (mut idle, mut idle_fewer) = (mixed(), fewer.clone());
    for scenario in [&mut idle, &mut idle_fewer] {
        scenario.doctrine.assigner = "none".into();
    }
    let cases =
        [built(&mixed(), "nearest"), built(&fewer, "auction"), built(&idle, "none"), built(&idle_fewer, "none")];
    for replicate in 0..4 {
        let runner = |ix: usize| Runner::new(&cases, Job { case_ix: ix, seed: 1, replicate }, false);
        let (first, second) = (runner(0), runner(1));
        let (a, b) = (&first.batch.statics, &second.batch.statics);
        assert!(a.plans.iter().map(bare).eq(b.plans.iter().map(bare)));
        assert_eq!(first.batch.world.threats, second.batch.world.threats);
        assert_eq!(a.group_kill, b.group_kill);
        assert_eq!(
            (a.replicates[0].signal, a.replicates[0].warning_tick),
            (b.replicates[0].signal, b.replicates[0].warning_tick)
        );
        // A round is (site, magazine, number): those that both have carry the same keys.
        for issue in &b.issues {
            let n = |s: &kingbird::model::Statics| s.issues.iter().filter(|i| i.group == issue.group).count();
            let shared = a
                .issues
                .iter()
                .filter(|i| i.group == issue.group)
                .zip(b.issues.iter().filter(|i| i.group == issue.group));
            assert_eq!(shared.clone().count(), n(a).min(n(b)));
            assert!(shared.into_iter().all(|(x, y)| (x.key0, x.key1) == (y.key0, y.key1)));
        }
        let (mut first, mut second) = (runner(2), runner(3));
        while !first.is_done() || !second.is_done() {
            first.step_epoch();
            second.step_epoch();
            let seen = |w: &World| {
                w.tracks
                    .iter()
                    .map(|t| kingbird::model::layout::Track { chain: 0, demand: 0, worth: 0, uncovered: 0, ..*t })
                    .collect::<Vec<_>>()
            };
            assert_eq!(seen(&first.batch.world), seen(&second.batch.world));
            assert_eq!(first.batch.world.threats, second.batch.world.threats);
        }
    }
    // Another replicate is another raid: the comparison can fail.
    let other = Runner::new(&cases, job(1), false);
    let first = Runner::new(&cases, job(0), false);
    assert!(!first.batch.statics.plans.iter().map(bare).eq(other.batch.statics.plans.iter().map(bare)));
}

/// Belief and truth: whatever is changed about the truth after the picture is made, the defence gives the same orders.
#[test]
fn hidden_truth_does_not_reach_the_orders() {
    const ROSTER: usize = 3;
    const ORDER: usize = 6;
    for assigner in ["random", "nearest", "urgency", "marginal-return", "auction", "local-search"] {
        for objective in ["distance", "time-to-intercept", "expected-value-saved"] {
            let mut scenario = mixed();
            scenario.doctrine.objective = serde_json::from_value(objective.into()).unwrap();
            let case = built(&scenario, assigner);
            let cases = std::slice::from_ref(&case);
            let (mut honest, mut changed) = (Runner::new(cases, job(3), true), Runner::new(cases, job(3), true));
            let mut decisions = 0;
            for _ in 0..220 {
                let before = (changed.batch.clone(), honest.batch.world.tallies[0].n_assigned);
                for ix in 0..ROSTER {
                    honest.run_stage(ix);
                    changed.run_stage(ix);
                }
                // Everything that the defence cannot know.
                for plan in &mut changed.batch.statics.plans {
                    plan.asset = 2 - plan.asset;
                    plan.decoy = 1 - plan.decoy;
                    plan.hit = 1.0 - plan.hit;
                    plan.speed_mps += 20.0;
                    plan.rcs_m2 *= 3.0;
                    plan.lost_tick = 1;
                }
                changed.batch.statics.group_kill.iter_mut().for_each(|p| *p = 1.0 - *p);
                changed.batch.statics.replicates[0].signal *= 2.0;
                for threat in &mut changed.batch.world.threats {
                    threat.x += 256 * 500;
                    threat.vy = -threat.vy;
                    threat.leg = 0;
                }
                for ix in ROSTER..=ORDER {
                    honest.run_stage(ix);
                    changed.run_stage(ix);
                }
                let (h, c) = (&honest.batch.world, &changed.batch.world);
                assert!(h.weapons == c.weapons && h.costs == c.costs, "{assigner} {objective}: another problem");
                let n = h.tallies[0].n_orders as usize;
                assert!(
                    n == c.tallies[0].n_orders as usize && h.orders[..n] == c.orders[..n],
                    "{assigner} {objective}"
                );
                assert!(h.rounds == c.rounds && h.tracks == c.tracks && h.tallies == c.tallies);
                decisions += h.tallies[0].n_assigned - before.1;
                // Back to the truth, and on.
                changed.batch.statics = before.0.statics;
                changed.batch.world.threats.clone_from(&honest.batch.world.threats);
                for ix in ORDER + 1..STAGES.len() {
                    honest.run_stage(ix);
                    changed.run_stage(ix);
                }
            }
            assert!(decisions > 5, "{assigner} {objective}: only {decisions} orders, nothing was compared");
        }
    }
}

/// The same must notice a change of what the defence does know.
#[test]
fn known_things_do_reach_the_orders() {
    let case = built(&mixed(), "nearest");
    let mut cautious = mixed();
    cautious.doctrine.latest_commit_m = 4_000.0;
    let other = built(&cautious, "nearest");
    let orders = |case: &CaseModel| {
        let mut runner = Runner::new(std::slice::from_ref(case), job(3), true);
        runner.run_to_end();
        runner.events().into_iter().filter(|e| e.code == EVENT_ORDERED).collect::<Vec<_>>()
    };
    assert_ne!(orders(&case), orders(&other));
}

/// Kills, leakers and launches added up over replicates.
fn sums(scenario: &Scenario, assigner: &str, n: u32) -> [f64; 3] {
    outcomes(&built(scenario, assigner), n).iter().fold([0.0; 3], |sum, out| {
        let leaked = out.threats[0].leaked + out.threats[1].leaked;
        [sum[0] + f64::from(out.kills()), sum[1] + f64::from(leaked), sum[2] + f64::from(out.rounds.launched)]
    })
}

/// Names and places in the file carry no meaning: another order of waves and sites draws other numbers, so counts agree only
/// as two samples of one distribution do.
#[test]
fn the_order_in_the_file_changes_no_statistics() {
    let n = 160;
    let mut other = mixed();
    other.raid.waves.reverse();
    other.sites.reverse();
    other.assets.reverse();
    other.interceptor_types.reverse();
    other.threat_types.reverse();
    let per_replicate = |scenario: &Scenario| -> Vec<[f64; 2]> {
        let all = outcomes(&built(scenario, "nearest"), n);
        all.iter().map(|out| [f64::from(out.kills()), f64::from(out.rounds.launched)]).collect()
    };
    let (a, b) = (per_replicate(&mixed()), per_replicate(&other));
    // At the same epochs of the same raid ties go by index, so single replicates do differ.
    assert_ne!(a, b);
    for k in 0..2 {
        let moments = |rows: &[[f64; 2]]| {
            let mean = rows.iter().map(|row| row[k]).sum::<f64>() / f64::from(n);
            (mean, rows.iter().map(|row| (row[k] - mean) * (row[k] - mean)).sum::<f64>() / f64::from(n - 1))
        };
        let ((mean_a, var_a), (mean_b, var_b)) = (moments(&a), moments(&b));
        let error = ((var_a + var_b) / f64::from(n)).sqrt();
        assert!((mean_a - mean_b).abs() < 4.0 * error, "{mean_a} against {mean_b} +- {error}");
    }
}

/// A quarter turn of the map: east becomes north, north becomes west.
fn turned(scenario: &Scenario) -> Scenario {
    let mut s = scenario.clone();
    let turn = |p: &mut Position| *p = place(-p.north_m.expect("metres"), p.east_m.expect("metres"));
    s.assets.iter_mut().for_each(|a| turn(&mut a.position));
    s.sites.iter_mut().for_each(|a| {
        turn(&mut a.position);
        a.sector_centre_deg = (a.sector_centre_deg + 270.0) % 360.0;
    });
    s.raid.launch_areas.iter_mut().for_each(|a| turn(&mut a.position));
    s.raid.routes.iter_mut().flat_map(|r| &mut r.waypoints).for_each(turn);
    s.radars.iter_mut().for_each(|r| turn(&mut r.position));
    s.ideal_sensors.iter_mut().for_each(|r| turn(&mut r.position));
    let t = &mut s.theatre;
    (t.wind_east_mps, t.wind_north_mps) = (-t.wind_north_mps, t.wind_east_mps);
    s
}

/// The mixed raid without what has an east of its own: discs of aim and launch points (drawn by angle from east) and
/// acoustic reports (noise by axis).
fn without_compass() -> Scenario {
    let mut s = mixed();
    s.acoustic_areas.clear();
    s.assets.iter_mut().for_each(|a| a.radius_m = 0.0);
    s.assets[0].position = place(0.0, 0.0);
    s.raid.launch_areas.iter_mut().for_each(|a| a.radius_m = 0.0);
    s.raid.launch_areas[1].position = place(-4_000.0, 19_000.0);
    s
}

/// Space has no preferred direction. Rounding to 1/256 m is not symmetric, so a pass may fall into the next tick and a
/// close call may go the other way; hence equal counts in the small, and a stated bound in the large.
#[test]
fn turning_the_theatre_changes_nothing_that_counts() {
    let upright = without_compass();
    let quarter = turned(&upright);
    // Without noise and choice, to the tick: each meeting of one threat and one round.
    for (asset, weave) in [((-40_000.0, 0.0), 0.0), ((10_000.0, 60_000.0), 0.0), ((-20_000.0, -30_000.0), 20.0)] {
        let mut duel = common::Duel { asset, ..common::Duel::default() }.scenario();
        duel.theatre.wind_east_mps = 4.0;
        duel.raid.waves[0].weave_angle_deg = weave;
        let kill = |s: &Scenario| (common::kill_time_s(&built(s, "nearest")).expect("a kill") * 10.0).round();
        let times = [kill(&duel), kill(&turned(&duel)), kill(&turned(&turned(&duel)))];
        assert!(times.iter().all(|t| (t - times[0]).abs() <= 1.0), "{asset:?}: ticks {times:?}");
    }
    // With everything: 40 replicates each, paired by the same random numbers.
    let n = 40;
    let (a, b, back) = (
        sums(&upright, "nearest", n),
        sums(&quarter, "nearest", n),
        sums(&turned(&turned(&turned(&quarter))), "nearest", n),
    );
    assert_eq!(a, back, "four quarters are none");
    assert!(a[0] > 200.0, "only {} kills: nothing to compare", a[0]);
    for k in 0..3 {
        assert!((a[k] - b[k]).abs() <= 0.02 * a[k] + 4.0, "{a:?} upright, {b:?} turned");
    }
}
