//! What the tests of the GPU engine share.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use kingbird::engine::gpu::{GpuEngine, GpuOptions, list_adapters};
use kingbird::engine::{Engine, EngineError};
use kingbird::model::batch::Job;
use kingbird::model::compile::CaseModel;
use kingbird::model::outcome::Outcome;
use kingbird::scenario;

/// The adapter to test on: a software adapter where there is one, since every machine can have it. `None`, loudly, where
/// there is no adapter at all, unless `KINGBIRD_REQUIRE_GPU` says that there must be.
pub fn adapter() -> Option<String> {
    let adapters = list_adapters();
    let usable: Vec<_> = adapters.iter().filter(|adapter| adapter.usable).collect();
    let Some(found) = usable.iter().find(|adapter| !adapter.is_hardware()).or(usable.first()) else {
        assert!(std::env::var_os("KINGBIRD_REQUIRE_GPU").is_none(), "no adapter that can be used: {adapters:?}");
        println!("SKIPPED: no adapter that can be used");
        return None;
    };
    println!("adapter: {found:?}");
    Some(found.index.to_string())
}

/// An engine on that adapter.
pub fn engine(options: GpuOptions) -> Option<GpuEngine> {
    let adapter = Some(adapter()?);
    Some(GpuEngine::new(GpuOptions { adapter, ..options }).unwrap_or_else(|e| panic!("{e}")))
}

/// A shipped scenario under an assigner.
pub fn case(name: &str, assigner: &str) -> CaseModel {
    let loaded = scenario::load(name, None).unwrap_or_else(|e| panic!("{e}"));
    CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap()
}

/// The first replicates of a case.
pub fn jobs(case_ix: usize, n: u32) -> Vec<Job> {
    (0..n).map(|replicate| Job { case_ix, seed: 1, replicate }).collect()
}

/// Runs without looking at progress.
pub fn run(engine: &dyn Engine, cases: &[CaseModel], jobs: &[Job]) -> Result<Vec<Outcome>, EngineError> {
    engine.run(cases, jobs, &|_| {})
}

/// Digests by job.
pub fn digests(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().map(Outcome::digest_hex).collect()
}
