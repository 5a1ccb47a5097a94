//! A switching cost: interceptors in flight change their targets less often, and nothing else is judged otherwise.

mod common;

use common::{built, job, outcomes, parsed};
use kingbird::engine::cpu::Runner;
use kingbird::model::codes;
use kingbird::model::compile::CaseModel;
use kingbird::model::stage::STAGES;

const OBJECTIVES: [&str; 3] = ["distance", "time-to-intercept", "expected-value-saved"];

/// A raid in which targets are lost and interceptors in flight look for others.
fn mixed(switching_cost_s: f64, objective: &str, assigner: &str) -> CaseModel {
    let mut scenario = parsed(include_str!("../scenarios/contract/mixed.toml"));
    scenario.doctrine.switching_cost_s = switching_cost_s;
    scenario.doctrine.objective = serde_json::from_value(objective.into()).expect("an objective");
    built(&scenario, assigner)
}

#[test]
fn it_is_added_to_the_costs_of_interceptors_in_flight_and_to_no_others() {
    const SWITCHING_TICKS: u32 = 40;
    let cost_stage = STAGES.iter().position(|stage| stage.name == "cost").unwrap();
    for objective in OBJECTIVES {
        let case = mixed(0.0, objective, "nearest");
        let mut compared = 0;
        for replicate in 0..6 {
            let mut runner = Runner::new(std::slice::from_ref(&case), job(replicate), false);
            while !runner.is_done() {
                (0..cost_stage).for_each(|ix| runner.run_stage(ix));
                let before = runner.batch.world.clone();
                runner.run_stage(cost_stage);
                let free = std::mem::replace(&mut runner.batch.world, before);
                runner.batch.statics.cases[0].switching_ticks = SWITCHING_TICKS;
                runner.run_stage(cost_stage);
                runner.batch.statics.cases[0].switching_ticks = 0;
                let dear = std::mem::replace(&mut runner.batch.world, free);
                let (free, s) = (&runner.batch.world, &runner.batch.statics);
                assert_eq!(dear.tracks, free.tracks);
                let wants = |cell: usize| free.tracks[cell / free.weapons.len()].demand > 0;
                for cell in (0..free.costs.len()).filter(|&cell| wants(cell)) {
                    let weapon = free.weapons[cell % free.weapons.len()];
                    let (free, dear) = (free.costs[cell], dear.costs[cell]);
                    assert_eq!((free.delay, free.kill), (dear.delay, dear.kill));
                    if weapon.round < 0 || free.cost == codes::INFEASIBLE {
                        assert_eq!(free, dear);
                        continue;
                    }
                    compared += 1;
                    let seconds = f64::from(SWITCHING_TICKS) * case.scenario.theatre.tick_s;
                    let kind = &s.groups[weapon.group as usize];
                    match objective {
                        "time-to-intercept" => assert_eq!(dear.cost, free.cost + SWITCHING_TICKS),
                        "distance" => {
                            let metres = (f64::from(kind.cruise_mps) * seconds).floor() as u32;
                            assert!((dear.cost - free.cost).abs_diff(metres) <= 1);
                        }
                        _ => assert!(dear.cost > free.cost),
                    }
                }
                (cost_stage + 1..STAGES.len()).for_each(|ix| runner.run_stage(ix));
            }
        }
        assert!(compared > 20, "{objective}: only {compared} shots of interceptors in flight");
    }
}

#[test]
fn interceptors_change_their_targets_less_often() {
    for assigner in ["nearest", "auction"] {
        let switched = |cost_s: f64| -> u32 {
            let case = mixed(cost_s, "time-to-intercept", assigner);
            outcomes(&case, 24).iter().map(|outcome| outcome.switched).sum()
        };
        let (free, dear) = (switched(0.0), switched(300.0));
        assert!(dear < free, "{assigner}: {dear} with a cost, {free} without");
    }
}
