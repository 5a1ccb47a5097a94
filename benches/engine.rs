//! Agent-steps per second of the CPU engine. `cargo bench --bench engine`; `kingbird bench` adds the GPU and the stages.
#![allow(missing_docs, reason = "a benchmark has no readers of its items")]

use divan::counter::ItemsCount;
use kingbird::engine::Engine;
use kingbird::engine::cpu::CpuEngine;
use kingbird::model::batch::Job;
use kingbird::model::compile::CaseModel;
use kingbird::scenario;

fn main() {
    divan::main();
}

fn case(name: &str, assigner: &str) -> Vec<CaseModel> {
    let loaded = scenario::load(name, None).expect("a shipped scenario loads");
    vec![
        CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None)
            .expect("a shipped scenario compiles"),
    ]
}

fn jobs(n: u32) -> Vec<Job> {
    (0..n).map(|replicate| Job { case_ix: 0, seed: 1, replicate }).collect()
}

/// Runs replicates on all cores; agent-steps are those of agents in the air.
fn run(bencher: divan::Bencher<'_, '_>, name: &str, assigner: &str, replicates: u32) {
    let (cases, jobs) = (case(name, assigner), jobs(replicates));
    let outcomes = CpuEngine.run(&cases, &jobs, &|_| {}).expect("the CPU engine runs");
    let steps: u64 = outcomes.iter().map(|outcome| outcome.agent_steps).sum();
    bencher.counter(ItemsCount::new(steps)).bench_local(|| CpuEngine.run(&cases, &jobs, &|_| {}));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn duel(bencher: divan::Bencher<'_, '_>) {
    run(bencher, "bench/duel", "random", 64);
}

#[divan::bench(sample_count = 5, sample_size = 1, args = ["nearest", "auction"])]
fn mass_raid(bencher: divan::Bencher<'_, '_>, assigner: &str) {
    run(bencher, "mass-raid", assigner, 16);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn saturation(bencher: divan::Bencher<'_, '_>) {
    run(bencher, "saturation", "nearest", 4);
}
