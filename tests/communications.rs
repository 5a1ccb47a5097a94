//! Sites that decide each for themselves: links, rounds and latency show in the raid, and stay reproducible.

mod common;

use common::{built, job, parsed};
use kingbird::engine::Engine;
use kingbird::engine::cpu::{CpuEngine, Runner};
use kingbird::model::CaseModel;
use kingbird::model::outcome::Outcome;
use kingbird::scenario::schema::Communications;

fn mixed(assigner: &str, communications: Communications) -> CaseModel {
    let mut scenario = parsed(include_str!("../scenarios/contract/mixed.toml"));
    scenario.communications = communications;
    built(&scenario, assigner)
}

fn cut() -> Communications {
    Communications { range_m: Some(0.0), ..Communications::default() }
}

fn late() -> Communications {
    Communications { latency_s: 3.0, rounds_per_decision: Some(2), ..Communications::default() }
}

fn outcomes(case: CaseModel, n: u32) -> Vec<Outcome> {
    let jobs: Vec<_> = (0..n).map(job).collect();
    let outcomes = CpuEngine.run(&[case], &jobs, &|_| ()).expect("consensus gives an answer to every problem");
    assert!(outcomes.iter().all(|outcome| outcome.faults == 0));
    outcomes
}

#[test]
fn links_bind_consensus_and_nobody_else() {
    let digests = |outcomes: &[Outcome]| outcomes.iter().map(|outcome| outcome.digest).collect::<Vec<_>>();
    let of = |assigner, communications| digests(&outcomes(mixed(assigner, communications), 8));
    assert_eq!(of("nearest", cut()), of("nearest", Communications::default()));
    let all = of("consensus", Communications::default());
    assert_eq!(all, of("consensus", Communications { range_m: Some(4.0e6), ..Communications::default() }));
    assert_ne!(all, of("consensus", cut()));
    assert_ne!(all, of("consensus", late()));
}

#[test]
fn sites_that_do_not_hear_of_each_other_shoot_twice() {
    let assigned = |communications| -> u32 {
        outcomes(mixed("consensus", communications), 8).iter().map(|outcome| outcome.assigned).sum()
    };
    assert!(assigned(cut()) > assigned(Communications::default()));
}

#[test]
fn what_is_under_way_is_all_that_a_raid_needs_to_go_on() {
    let cases = [mixed("consensus", late())];
    let mut through = Runner::new(&cases, job(0), false);
    let mut remembered = 0;
    while !through.is_done() {
        let (world, memory) = (through.batch.world.clone(), through.memory().clone());
        through.step_epoch();
        remembered += usize::from(!memory.words.is_empty());
        if remembered % 10 == 1 {
            let mut again = Runner::new(&cases, job(0), false);
            again.batch.world = world;
            again.set_memory(&memory);
            again.step_epoch();
            assert!(again.batch.world == through.batch.world && again.memory() == through.memory());
        }
    }
    assert!(remembered > 20);
}

#[test]
fn plans_ahead_are_refused_where_messages_take_time() {
    let mut scenario = parsed(include_str!("../scenarios/contract/mixed.toml"));
    let compiled = |scenario: &_, name| CaseModel::compile(scenario, "", Some(name), None);
    assert!(compiled(&scenario, "rolling-horizon:consensus").is_ok());
    scenario.communications = late();
    assert!(compiled(&scenario, "consensus").is_ok());
    assert!(compiled(&scenario, "rolling-horizon").is_ok());
    let told = compiled(&scenario, "rolling-horizon:consensus").err().unwrap().to_string();
    assert!(told.contains("latency_s") && told.contains("rolling-horizon:consensus"), "{told}");
}
