//! Lockstep finds no difference between the engines, and finds a single bit where one is turned over.
#![cfg(feature = "gpu")]

mod gpu_common;

use gpu_common::{adapter, case, jobs};
use kingbird::assign::ASSIGNERS;
use kingbird::engine::gpu::market;
use kingbird::engine::lockstep::{Options, Perturbation, Report, Side, lockstep};
use kingbird::model::Picture;
use kingbird::model::batch::{Batch, Job};
use kingbird::model::codes;
use kingbird::model::compile::CaseModel;

#[expect(clippy::print_stdout, reason = "a helper of tests, though clippy sees no test here")]
fn compare(cases: &[CaseModel], jobs: &[Job], options: &Options) -> Report {
    let report = lockstep(cases, jobs, options, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    println!("{report}");
    report
}

fn identical(cases: &[CaseModel], jobs: &[Job], options: &Options) {
    let report = compare(cases, jobs, options);
    assert!(report.divergence.is_none(), "{report}");
    assert_eq!(report.n_replicates, jobs.len());
    assert!(report.n_words > 0);
    assert!(report.to_string().starts_with("identical: "));
}

#[test]
fn the_mixed_contract_is_identical_to_its_end() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), ..Options::default() };
    let cases: Vec<_> = ASSIGNERS.iter().map(|assigner| case("contract/mixed", assigner.name())).collect();
    let jobs: Vec<_> = (0..cases.len()).flat_map(|ix| jobs(ix, 2)).collect();
    identical(&cases, &jobs, &options);
}

#[test]
fn perfect_information_is_identical_beside_what_is_believed() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), ..Options::default() };
    let truth = |name| case("contract/mixed", name).with_picture(Picture::Truth);
    let cases = [truth("nearest"), case("contract/mixed", "nearest"), truth("auction")];
    let jobs: Vec<_> = (0..cases.len()).flat_map(|ix| jobs(ix, 2)).collect();
    identical(&cases, &jobs, &options);
}

#[test]
fn the_mass_raid_is_identical_for_a_while() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), max_epochs: Some(60), ..Options::default() };
    let cases = ["nearest", "marginal-return"].map(|name| case("mass-raid", name));
    identical(&cases, &[jobs(0, 1), jobs(1, 1)].concat(), &options);
}

#[test]
fn force_protection_by_marginal_return_is_identical_to_its_end() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), ..Options::default() };
    identical(&[case("force-protection", "marginal-return")], &jobs(0, 2), &options);
}

/// Decisions with pools, several shots a target, and prices remembered from the one before.
#[test]
fn auctions_on_the_device_are_identical_with_their_memories() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), max_epochs: Some(60), ..Options::default() };
    identical(
        &[case("mass-raid", "auction"), case("force-protection", "auction")],
        &[jobs(0, 1), jobs(1, 1)].concat(),
        &options,
    );
}

/// What a software adapter would not come to the end of is decided on the host; these are not.
#[test]
fn the_shipped_raids_are_small_enough_for_auctions_on_a_software_adapter() {
    for name in ["mass-raid", "force-protection", "contract/mixed"] {
        let cases = [case(name, "auction")];
        let statics = Batch::build(&cases, &jobs(0, 1)).statics;
        assert_eq!(statics.cases[0].rule, codes::RULE_AUCTION);
        let rounds = market::rounds_of_a_step(&statics.cases[0], &statics.replicates[0], true);
        assert!(rounds < 1 << 15, "{name}: {rounds}");
    }
}

#[test]
fn one_bit_of_a_memory_on_the_device_is_caught() {
    let Some(adapter) = adapter() else { return };
    let perturbation =
        Perturbation { epoch: 40, stage: "pick", replicate: 0, table: "memory", row: 4, word: 0, bit: 3 };
    let options = Options {
        adapter: Some(adapter),
        perturbation: Some(perturbation),
        max_epochs: Some(60),
        ..Options::default()
    };
    let report = compare(&[case("contract/mixed", "auction")], &jobs(0, 1), &options);
    let found = report.divergence.expect("a bit was turned over");
    assert_eq!((found.table, found.row, found.stage), ("memory", 4, Some("pick")));
    assert_eq!(found.words[0] ^ found.words[1], 1 << 3);
}

/// A thousand orders at one edge. llvmpipe silently leaves loops after 65,535 rounds of an invocation: that showed here first.
#[test]
fn a_thousand_against_a_thousand_are_identical_at_the_first_salvo() {
    let Some(adapter) = adapter() else { return };
    let options = Options { adapter: Some(adapter), max_epochs: Some(4), ..Options::default() };
    identical(&[case("bench/duel", "nearest")], &jobs(0, 1), &options);
}

/// The order of rows, the batch and the threads are no part of the model.
#[test]
fn the_cpu_is_identical_to_itself_backwards() {
    let options = Options { engines: [Side::Cpu, Side::Cpu], ..Options::default() };
    let cases = [case("contract/mixed", "nearest"), case("contract/mixed", "auction")];
    let jobs: Vec<_> = (0..2).flat_map(|ix| jobs(ix, 3)).collect();
    identical(&cases, &jobs, &options);
}

/// Turns one bit over in the second engine and expects to be told where.
fn caught(engines: [Side; 2], perturbation: Perturbation, field: &str) {
    let adapter = if engines.contains(&Side::Gpu) {
        let Some(adapter) = adapter() else { return };
        Some(adapter)
    } else {
        None
    };
    let cases = [case("contract/mixed", "nearest")];
    let jobs = jobs(0, 3);
    let options =
        Options { engines, adapter, max_epochs: Some(perturbation.epoch + 5), perturbation: Some(perturbation) };
    let report = compare(&cases, &jobs, &options);
    let found = report.divergence.as_ref().expect("the comparison overlooked it");
    assert_eq!(found.job, jobs[perturbation.replicate]);
    assert_eq!(found.tick, perturbation.epoch * cases[0].case.epoch_ticks);
    assert_eq!(found.stage, Some(perturbation.stage));
    assert_eq!((found.table, found.row, found.field), (perturbation.table, perturbation.row, field));
    assert_eq!(found.words[0] ^ found.words[1], 1 << perturbation.bit);
    let text = report.to_string();
    assert!(text.contains(&format!("{}[{}].{field}", perturbation.table, perturbation.row)), "{text}");
}

#[test]
fn one_bit_of_a_position_is_caught() {
    let position =
        Perturbation { epoch: 120, stage: "fly_threats", replicate: 1, table: "threats", row: 3, word: 3, bit: 0 };
    caught([Side::Cpu, Side::Gpu], position, "y");
    caught([Side::Cpu, Side::Cpu], position, "y");
}

#[test]
fn one_bit_of_a_track_is_caught() {
    let track = Perturbation { epoch: 60, stage: "sense", replicate: 2, table: "tracks", row: 0, word: 8, bit: 31 };
    caught([Side::Cpu, Side::Gpu], track, "vy");
    caught([Side::Cpu, Side::Cpu], track, "vy");
}
