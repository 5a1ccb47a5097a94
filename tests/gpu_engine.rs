//! The GPU engine gives the CPU engine's outcomes to the last bit, whatever the load path, the batch and the company.
#![cfg(feature = "gpu")]

mod common;
mod gpu_common;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gpu_common::{adapter, case, digests, engine, jobs, run};
use kingbird::engine::auto::{self, AutoEngine, Choice};
use kingbird::engine::cpu::CpuEngine;
use kingbird::engine::gpu::GpuOptions;
use kingbird::engine::gpu::shader::LoadPath;
use kingbird::engine::{Engine, EngineError, Watch};
use kingbird::model::outcome::Outcome;

/// One device at a time: the tests of a binary run in parallel, and a software adapter has no cores to spare.
static DEVICE: Mutex<()> = Mutex::new(());

fn device() -> std::sync::MutexGuard<'static, ()> {
    DEVICE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Contract 1 of the design: any replicate, anywhere, bit for bit. All rules of the device and one of the host.
#[test]
fn outcomes_are_equal_by_both_exact_load_paths() {
    let _device = device();
    let cases =
        ["none", "random", "nearest", "urgency", "marginal-return", "auction"].map(|name| case("contract/mixed", name));
    let jobs: Vec<_> = (0..cases.len()).flat_map(|ix| jobs(ix, 3)).collect();
    let cpu = run(&CpuEngine, &cases, &jobs).unwrap();
    assert!(cpu.iter().any(|outcome| outcome.kills() > 0) && cpu.iter().all(|outcome| outcome.faults == 0));
    for load in [LoadPath::Passthrough, LoadPath::XorBarrier] {
        let Some(gpu) = engine(GpuOptions { load: Some(load), ..GpuOptions::default() }) else { return };
        let outcomes = run(&gpu, &cases, &jobs).unwrap_or_else(|e| panic!("{e}"));
        for (ix, job) in jobs.iter().enumerate() {
            assert_eq!(outcomes[ix], cpu[ix], "{load:?}, {}, {job:?}", cases[job.case_ix].assigner.name());
        }
    }
}

#[test]
fn batches_of_any_size_and_mixed_cases_give_the_same_digests() {
    let _device = device();
    let cases =
        [case("contract/mixed", "nearest"), case("contract/shots", "urgency"), case("contract/mixed", "auction")];
    // Cases of different size take turns, so that every batch mixes them.
    let jobs: Vec<_> = (0..66u32)
        .map(|n| kingbird::model::batch::Job { case_ix: n as usize % 3, seed: 7, replicate: n / 3 })
        .collect();
    let cpu = run(&CpuEngine, &cases, &jobs).unwrap();
    for (max_batch, n) in [(1, 6), (3, 12), (64, 66)] {
        let Some(gpu) = engine(GpuOptions { max_batch: Some(max_batch), ..GpuOptions::default() }) else { return };
        let done = AtomicUsize::new(0);
        let progress = |n: usize| {
            done.fetch_add(n, Ordering::Relaxed);
        };
        let outcomes = gpu.run(&cases, &jobs[..n], &progress).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(digests(&outcomes), digests(&cpu[..n]), "batches of {max_batch}");
        assert_eq!(done.into_inner(), n, "every replicate is reported once");
    }
}

/// Assigners without a rule for the device decide on the host in the middle of an epoch.
#[test]
fn a_host_assigner_decides_the_same_on_both_engines() {
    let _device = device();
    let cases = [case("contract/mixed", "auction")];
    let jobs = jobs(0, 5);
    let cpu = run(&CpuEngine, &cases, &jobs).unwrap();
    assert!(cpu.iter().all(|outcome| outcome.assigned > 0));
    let Some(gpu) = engine(GpuOptions::default()) else { return };
    assert_eq!(run(&gpu, &cases, &jobs).unwrap(), cpu);
}

/// More pairs at one edge than a workgroup has lanes, found in random order and carried out in theirs.
#[test]
fn a_salvo_of_many_is_sorted_and_carried_out_the_same() {
    let _device = device();
    let duel = common::Duel { threats: 150, rounds: 150, duration_s: 60.0, ..common::Duel::default() };
    let cases = ["random", "nearest"].map(|name| duel.case(name));
    let jobs: Vec<_> = (0..2).flat_map(|ix| jobs(ix, 2)).collect();
    let cpu = run(&CpuEngine, &cases, &jobs).unwrap();
    assert!(cpu.iter().all(|outcome| outcome.assigned == 150), "{}", cpu[0].assigned);
    let Some(gpu) = engine(GpuOptions::default()) else { return };
    assert_eq!(run(&gpu, &cases, &jobs).unwrap(), cpu);
}

#[test]
fn what_does_not_fit_is_named_and_what_fits_alone_is_split() {
    let _device = device();
    let cases = [case("contract/mixed", "nearest")];
    let Some(gpu) = engine(GpuOptions { max_binding_bytes: Some(1_000), ..GpuOptions::default() }) else { return };
    let error = run(&gpu, &cases, &jobs(0, 2)).unwrap_err();
    let EngineError::TooLarge { needed, limit, .. } = error else { panic!("{error}") };
    assert!(limit == 1_000 && needed > limit, "{error}");
    let message = error.to_string();
    assert!(message.contains("1000") && message.contains("--engine cpu"), "{message}");
    // The limit of exactly one replicate: a second does not fit beside it.
    let Some(gpu) = engine(GpuOptions { max_binding_bytes: Some(needed), ..GpuOptions::default() }) else { return };
    let cpu = run(&CpuEngine, &cases, &jobs(0, 3)).unwrap();
    assert_eq!(run(&gpu, &cases, &jobs(0, 3)).unwrap(), cpu);
}

#[test]
fn the_cpu_gives_the_same_digests_on_any_number_of_threads() {
    let cases = [case("contract/mixed", "random"), case("contract/mixed", "auction")];
    let jobs: Vec<_> = (0..2).flat_map(|ix| jobs(ix, 6)).collect();
    let on = |n_threads| -> Vec<Outcome> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| run(&CpuEngine, &cases, &jobs)).unwrap()
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

/// Looks on, and does something once so many replicates are over.
struct Looker<'a> {
    n: AtomicUsize,
    after: usize,
    then: &'a (dyn Fn() + Sync),
    seen: Mutex<Vec<(usize, Outcome)>>,
    cancels: bool,
}

impl Default for Looker<'_> {
    fn default() -> Self {
        Self { n: AtomicUsize::new(0), after: usize::MAX, then: &|| (), seen: Mutex::default(), cancels: false }
    }
}

impl Looker<'_> {
    /// Outcomes in the order of their jobs, each of which has to come once and none before those ahead of it is missing.
    fn outcomes(&self) -> Vec<Outcome> {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        seen.sort_by_key(|(ix, _)| *ix);
        assert!(seen.iter().enumerate().all(|(at, (ix, _))| at == *ix), "{:?}", seen.iter().map(|(ix, _)| *ix));
        seen.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

impl Watch for Looker<'_> {
    fn finished(&self, n: usize) {
        if self.n.fetch_add(n, Ordering::Relaxed) + n == self.after {
            (self.then)();
        }
    }

    fn outcome(&self, ix: usize, outcome: &Outcome) {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((ix, outcome.clone()));
    }

    fn is_cancelled(&self) -> bool {
        self.cancels && self.n.load(Ordering::Relaxed) >= self.after
    }
}

#[test]
fn work_on_a_gpu_is_called_off_and_what_was_finished_is_kept() {
    let _device = device();
    let Some(gpu) = engine(GpuOptions { max_batch: Some(2), ..GpuOptions::default() }) else { return };
    let cases = [case("contract/shots", "nearest")];
    let cpu = run(&CpuEngine, &cases, &jobs(0, 2)).unwrap();
    let watch = Looker { after: 2, cancels: true, ..Looker::default() };
    let stopped = gpu.run_watched(&cases, &jobs(0, 400), &watch);
    assert!(matches!(stopped, Err(EngineError::Cancelled)));
    assert_eq!(watch.outcomes(), cpu);
}

#[test]
fn auto_prefers_the_cpu_to_a_software_adapter_and_goes_on_with_it_when_a_gpu_fails() {
    let _device = device();
    let quiet = || Box::new(|_: &str| {});
    if !kingbird::engine::gpu::list_adapters().iter().any(|a| a.usable && a.is_hardware()) {
        assert_eq!(auto::open(Choice::Auto, None, quiet()).unwrap().engine.name(), "cpu");
    }
    assert_eq!(auto::open(Choice::Cpu, None, quiet()).unwrap().engine.name(), "cpu");
    assert!(matches!(auto::open(Choice::Gpu, Some("no such card"), quiet()), Err(EngineError::UnknownAdapter { .. })));
    if adapter().is_some() {
        assert_eq!(auto::open(Choice::Gpu, None, quiet()).unwrap().engine.name(), "gpu");
    }
    let Some(gpu) = engine(GpuOptions { max_batch: Some(2), ..GpuOptions::default() }) else { return };
    let cases = [case("contract/shots", "nearest")];
    let jobs = jobs(0, 6);
    let cpu = run(&CpuEngine, &cases, &jobs).unwrap();
    let notices = std::sync::Arc::new(Mutex::new(Vec::new()));
    let heard = notices.clone();
    let engine = AutoEngine::new(gpu, Box::new(move |text: &str| heard.lock().unwrap().push(text.to_owned())));
    // After the first batch the device is as good as lost.
    let unplug = || engine.gpu().device().inject_failure("unplugged", false);
    let watch = Looker { after: 2, then: &unplug, ..Looker::default() };
    assert_eq!(engine.run_watched(&cases, &jobs, &watch).unwrap(), cpu);
    assert_eq!(watch.n.load(Ordering::Relaxed), 6, "every replicate is reported once");
    assert_eq!(watch.outcomes(), cpu, "... and its outcome handed over once, under the number of its job");
    assert_eq!(engine.name(), "cpu");
    let notices = notices.lock().unwrap();
    assert!(notices.len() == 1 && notices[0].contains("unplugged") && notices[0].contains("CPU"), "{notices:?}");
}
