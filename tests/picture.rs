//! Perfect information (`--picture truth`): tracks are the true states from birth to end, what became of a shot is known at the
//! next edge, and nothing of the raid itself is another.
#![expect(clippy::unwrap_used, reason = "what a test cannot do without may fail it")]

use kingbird::engine::Engine as _;
use kingbird::engine::cpu::{CpuEngine, Runner};
use kingbird::engine::lockstep::{Options, Side, lockstep};
use kingbird::exact::fixed;
use kingbird::model::batch::Job;
use kingbird::model::stage::STAGES;
use kingbird::model::{CaseModel, Picture, codes};
use kingbird::scenario;

fn case(name: &str, picture: Picture) -> CaseModel {
    let loaded = scenario::load(name, None).unwrap();
    let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some("nearest"), None).unwrap();
    case.with_picture(picture)
}

fn job(replicate: u32) -> Job {
    Job { case_ix: 0, seed: 1, replicate }
}

#[test]
fn tracks_are_the_true_states() {
    let sense = STAGES.iter().position(|stage| stage.name == "sense").unwrap();
    let cases = [case("contract/mixed", Picture::Truth)];
    let mut runner = Runner::new(&cases, job(0), false);
    let (mut n_airborne, mut n_ended) = (0, 0);
    while !runner.is_done() {
        (0..=sense).for_each(|stage| runner.run_stage(stage));
        let (s, w) = (&runner.batch.statics, &runner.batch.world);
        let tick = w.tallies[0].tick;
        let wind = [s.cases[0].wind_east_mps, s.cases[0].wind_north_mps].map(fixed::to_vel);
        for ((plan, threat), track) in s.plans.iter().zip(&w.threats).zip(&w.tracks) {
            if threat.status == codes::THREAT_AIRBORNE {
                n_airborne += 1;
                assert_eq!(track.status, codes::TRACK_CONFIRMED);
                assert_eq!([track.x, track.y, track.z], [threat.x, threat.y, threat.z]);
                let over_ground = [threat.vx + wind[0], threat.vy + wind[1], threat.vz];
                assert_eq!([track.vx, track.vy, track.vz], over_ground);
                assert_eq!((track.believed_decoy, track.asset), (plan.decoy, plan.asset));
                assert_eq!((track.believed_dead_tick, track.update_tick), (0, tick));
            } else {
                n_ended += u32::from(threat.status != codes::THREAT_PENDING);
                assert_eq!((track.status, track.demand), (codes::TRACK_NONE, 0));
            }
        }
        (sense + 1..STAGES.len()).for_each(|stage| runner.run_stage(stage));
        // What became of a pass is known, and right, at the next edge.
        for round in &runner.batch.world.rounds {
            let is_due = round.assess_tick == 0 || round.assess_tick <= runner.batch.world.tallies[0].tick;
            assert!(is_due, "assessed only at {}", round.assess_tick);
            if round.assess_tick != 0 {
                assert_eq!(round.assess_kill != 0, round.status == codes::ROUND_HIT);
            }
        }
    }
    assert!(n_airborne > 100 && n_ended > 10, "{n_airborne} and {n_ended}");
}

#[test]
fn the_raid_is_the_same_and_the_picture_is_all_that_differs() {
    let believed = case("contract/mixed", Picture::Believed);
    let truth = case("contract/mixed", Picture::Truth);
    let drawn = |case: &CaseModel| Runner::new(std::slice::from_ref(case), job(3), false).batch.statics.clone();
    let (one, two) = (drawn(&believed), drawn(&truth));
    assert!(one.plans == two.plans && one.points == two.points && one.issues == two.issues);
    let digest = |case: &CaseModel| CpuEngine.run(std::slice::from_ref(case), &[job(3)], &|_| ()).unwrap()[0].digest;
    assert_ne!(digest(&believed), digest(&truth));
    // There and back again.
    assert_eq!(digest(&believed), digest(&truth.clone().with_picture(Picture::Believed)));
    assert_eq!((believed.label().as_str(), truth.label().as_str()), ("nearest", "nearest (truth)"));
}

#[test]
fn rows_in_any_order_give_the_same_bits() {
    let cases = [case("contract/mixed", Picture::Truth), case("contract/mixed", Picture::Believed)];
    let jobs: Vec<Job> = (0..4).map(|ix| Job { case_ix: ix % 2, seed: 1, replicate: ix as u32 }).collect();
    let options = Options { engines: [Side::Cpu, Side::Cpu], ..Options::default() };
    let report = lockstep(&cases, &jobs, &options, &|_| ()).unwrap();
    assert!(report.divergence.is_none(), "{report}");
}
