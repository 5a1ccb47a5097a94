//! What watching costs: a small budget is kept; figures of large raids.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use kingbird::model::CaseModel;
use kingbird::replay::{Film, Subject};
use kingbird::scenario;

/// Memory of this process, MiB; `None` where the system does not tell.
fn resident_mib() -> Option<f64> {
    let pages: f64 = std::fs::read_to_string("/proc/self/statm").ok()?.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / f64::from(1 << 20))
}

fn subject(name: &str) -> Subject {
    Subject::new(Arc::new(common::shipped(name, "nearest")), 1, 0)
}

/// The duel of the benchmark with so many on either side.
fn duel(n: u32) -> Subject {
    let mut loaded = scenario::load("bench/duel", None).unwrap_or_else(|error| panic!("{error}"));
    let scenario = &mut loaded.scenario;
    let waves = scenario.raid.waves.iter_mut();
    waves.flat_map(|wave| &mut wave.composition).for_each(|part| part.count *= n / 1000);
    for site in &mut scenario.sites {
        site.magazines.iter_mut().for_each(|magazine| magazine.rounds *= n / 1000);
        site.rails *= n / 1000;
        site.channels *= n / 1000;
    }
    let case = CaseModel::compile(scenario, &loaded.digest, Some("nearest"), None).expect("a case");
    Subject::new(Arc::new(case), 1, 0)
}

/// Prints figures.
#[expect(clippy::print_stdout, reason = "this is a test, though clippy sees no test here")]
fn measure(name: &str, subject: Subject) {
    let before = resident_mib().unwrap_or(0.0);
    let (n_threats, n_rounds) = (subject.case.n_threats, subject.case.n_rounds);
    let start = Instant::now();
    let mut film = Film::new(subject);
    while !film.is_done() {
        film.step_epoch();
    }
    let (made, held) = (start.elapsed(), film.held());
    let end = film.head_tick();
    println!(
        "{name}: {n_threats} threats, {n_rounds} rounds, {end} ticks: made in {:.2} s; {} keyframes every {} epochs, {:.1} MiB; \
         trails every {} ticks, {:.1} MiB; {} events, {} samples; resident {:.1} MiB more",
        made.as_secs_f64(),
        held.n_keyframes,
        held.keyframe_epochs,
        held.keyframe_bytes as f64 / f64::from(1 << 20),
        held.trail_ticks,
        held.trail_bytes as f64 / f64::from(1 << 20),
        film.log().events.len(),
        film.series().samples.len(),
        resident_mib().unwrap_or(0.0) - before,
    );
    let timed = |film: &mut Film, ticks: &mut dyn Iterator<Item = f64>, trail_s: f64| {
        let mut times: Vec<Duration> = ticks
            .map(|tick| {
                let start = Instant::now();
                std::hint::black_box(film.shot(tick, trail_s));
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let ms = |ix: usize| times[ix].as_secs_f64() * 1000.0;
        format!(
            "median {:.2} ms, 95 % {:.2} ms, worst {:.2} ms",
            ms(times.len() / 2),
            ms(times.len() * 95 / 100),
            ms(times.len() - 1)
        )
    };
    let span = f64::from(end);
    let mut jumps = (0..200u32).map(|n| f64::from(n.wrapping_mul(2_654_435_761) % 10_000) / 10_000.0 * span);
    println!("  seek anywhere: {}", timed(&mut film, &mut jumps, 120.0));
    let middle = (span * 0.4).floor();
    let mut play = (0..300u32).map(|n| middle + f64::from(n) * 10.0 / 60.0);
    println!("  play at 1x, 60 frames a second, trails of 120 s: {}", timed(&mut film, &mut play, 120.0));
    let mut play = (0..300u32).map(|n| middle + f64::from(n) * 10.0 / 60.0);
    println!("  the same without trails: {}", timed(&mut film, &mut play, 0.0));
    let mut back = (0..200u32).map(|n| middle - f64::from(n) * 10.0);
    println!("  back by an epoch a frame: {}", timed(&mut film, &mut back, 120.0));
}

#[test]
#[ignore = "prints figures: cargo test --release --test replay_cost -- --ignored --nocapture"]
fn figures() {
    measure("mass-raid", subject("mass-raid"));
    measure("raid-2025-09-07", subject("raid-2025-09-07"));
    measure("bench/duel of 5,000 against 5,000", duel(5_000));
}

#[test]
fn a_small_budget_is_kept_and_still_gives_every_edge() {
    let subject = subject("force-protection");
    let budget = kingbird::replay::Budget { keyframes: 1 << 20, recent: 1 << 20, trails: 1 << 18 };
    let mut film = Film::with_budget(subject.clone(), budget);
    while !film.is_done() {
        film.step_epoch();
        let held = film.held();
        assert!(held.keyframe_bytes <= budget.keyframes && held.trail_bytes <= budget.trails, "{held:?}");
    }
    assert!(film.held().keyframe_epochs > 1 && film.held().n_keyframes > 1, "{:?}", film.held());
    let mut wide = Film::new(subject.clone());
    while !wide.is_done() {
        wide.step_epoch();
    }
    for step in 0..60 {
        let tick = f64::from(film.head_tick()) * f64::from(step * 37 % 60) / 60.0;
        assert!(film.shot(tick, 0.0).before == wide.shot(tick, 0.0).before, "at {tick}");
    }
}
