//! The stages with rows side by side against the same stages one row at a time: every table, word by word, after every epoch.

use kingbird::engine::cpu::Runner;
use kingbird::engine::tables::dynamic;
use kingbird::exact::Checked;
use kingbird::exact::dispatch::Level;
use kingbird::model::batch::{Job, World};
use kingbird::model::compile::CaseModel;
use kingbird::model::stage::{stages, stages_at};
use kingbird::scenario;

/// Fails where a table of `got` differs from `want`.
#[track_caller]
fn same(want: &World, got: &World, at: &str) {
    for (want, got) in dynamic(want).into_iter().zip(dynamic(got)) {
        let differs = want.words.iter().zip(got.words).position(|(a, b)| a != b);
        assert_eq!(differs.map(|ix| (ix, want.words[ix], got.words[ix])), None, "{at} {}", want.name);
    }
}

/// Runs a scenario at every level that this machine has, in step with one row at a time.
fn compare(file: &str, variant: Option<&str>, replicates: u32, epochs: usize) {
    let loaded = scenario::load(file, variant).expect("a shipped scenario loads");
    let cases = [CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).expect("it compiles")];
    let scalar = stages_at(Level::Scalar);
    for level in Level::ALL.into_iter().filter(|&level| level != Level::Scalar && level.is_available()) {
        let wide = stages_at(level);
        for replicate in 0..replicates {
            let job = Job { case_ix: 0, seed: 7, replicate };
            let mut one = Runner::with_stages(&cases, job, true, &scalar);
            let mut many = Runner::with_stages(&cases, job, true, &wide);
            for epoch in 0..epochs {
                if one.is_done() {
                    break;
                }
                one.step_epoch();
                many.step_epoch();
                let at = format!("{file} {level:?} replicate {replicate} epoch {epoch}");
                same(&one.batch.world, &many.batch.world, &at);
            }
            assert_eq!(one.events(), many.events(), "{file} {level:?}");
        }
    }
}

#[test]
fn every_feature_is_the_same_side_by_side() {
    compare("scenarios/contract/mixed.toml", None, 6, usize::MAX);
    compare("scenarios/contract/mixed.toml", Some("coarse"), 2, usize::MAX);
}

#[test]
fn full_lanes_are_the_same_side_by_side() {
    compare("scenarios/bench/duel.toml", None, 1, usize::MAX);
}

#[test]
fn a_mass_raid_is_the_same_side_by_side() {
    compare("scenarios/mass-raid.toml", None, 1, usize::MAX);
    compare("scenarios/saturation.toml", None, 1, 300);
}

#[test]
fn no_intermediate_result_is_one_that_a_gpu_may_treat_otherwise() {
    let loaded = scenario::load("scenarios/contract/mixed.toml", None).unwrap();
    let cases = [CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap()];
    let checked = stages::<Checked>();
    for replicate in 0..4 {
        let job = Job { case_ix: 0, seed: 7, replicate };
        let mut one = Runner::with_stages(&cases, job, false, &checked);
        let mut many = Runner::new(&cases, job, false);
        while !one.is_done() {
            one.step_epoch();
            many.step_epoch();
            same(&one.batch.world, &many.batch.world, &format!("checked, replicate {replicate}"));
        }
    }
}
