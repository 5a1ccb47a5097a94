//! A replicate watched: what the window is given is what the engine made, whenever it is asked and in whatever order.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use kingbird::engine::cpu::Runner;
use kingbird::model::codes;
use kingbird::replay::{Film, Frame, Player, Subject};

fn subject(name: &str, assigner: &str) -> Subject {
    Subject::new(Arc::new(common::shipped(name, assigner)), 1, 0)
}

/// Every edge of a straight run.
fn straight(subject: &Subject) -> Vec<Frame> {
    let mut runner = Runner::new(std::slice::from_ref(subject.case.as_ref()), subject.job, false);
    let mut frames = vec![Frame::of(&runner.batch.world)];
    while !runner.is_done() {
        runner.step_epoch();
        frames.push(Frame::of(&runner.batch.world));
    }
    frames
}

/// A count that has not changed for so long is taken to be at rest.
const STILL: Duration = Duration::from_millis(200);

/// The count once it stands still, however slow the machine.
fn at_rest(count: &AtomicU32) -> u32 {
    loop {
        let before = count.load(Ordering::Relaxed);
        std::thread::sleep(STILL);
        if count.load(Ordering::Relaxed) == before {
            return before;
        }
    }
}

#[test]
fn a_player_answers_with_the_rows_of_the_engine_in_any_order() {
    let subject = subject("contract/mixed", "nearest");
    let frames = straight(&subject);
    let woken = Arc::new(AtomicU32::new(0));
    let wakes = woken.clone();
    let player = Player::start(subject.clone(), move || {
        wakes.fetch_add(1, Ordering::Relaxed);
    });
    let end = frames.last().expect("an edge").tick;
    for step in 0..200u32 {
        let tick = f64::from(step * 7919 % end) + 0.25;
        let shot = player.wait_for(tick, 60.0);
        assert!(shot.tick == tick, "asked for {tick}, given {}", shot.tick);
        let edge = (tick as u32 / subject.epoch_ticks()) as usize;
        assert!(*shot.before == frames[edge] && *shot.after == frames[edge + 1], "at {tick}");
    }
    player.wait_until_done();
    let progress = player.progress();
    assert!(progress.done && progress.head_tick == end && progress.error.is_none());
    assert_eq!(player.wait_for(1.0e9, 0.0).before.tick, end);
    assert_eq!(player.wait_for(-5.0, 0.0).before.tick, 0);
    // A window that asks for the same moment in every frame comes to rest, and is not kept awake by the answers.
    player.wait_for(777.0, 5.0);
    // The answer lies there before the window is woken for it.
    let n = at_rest(&woken);
    (0..1000).for_each(|_| player.ask(777.0, 5.0));
    std::thread::sleep(STILL);
    assert!(n > 0 && woken.load(Ordering::Relaxed) == n, "woken {} times more", woken.load(Ordering::Relaxed) - n);
    // The newest request wins, whatever was asked in between.
    player.ask(100.0, 5.0);
    player.ask(777.0, 5.0);
    assert!(player.wait_for(777.0, 5.0).tick == 777.0);
}

#[test]
fn events_and_counts_are_those_of_a_recorded_run() {
    let subject = subject("contract/mixed", "auction");
    let mut runner = Runner::new(std::slice::from_ref(subject.case.as_ref()), subject.job, true);
    runner.run_to_end();
    let player = Player::start(subject.clone(), || ());
    player.wait_for(500.0, 0.0);
    player.wait_until_done();
    let log = player.log();
    assert!(log.events == runner.events(), "{} events, {} recorded", log.events.len(), runner.events().len());
    let (outcome, series) = (runner.outcome(), player.series());
    let last = series.samples.last().expect("a sample");
    assert_eq!(last.tick, outcome.ticks);
    for kind in 0..2 {
        let counts = outcome.threats[kind];
        assert_eq!(
            [last.killed[kind], last.lost[kind], last.leaked[kind], last.airborne[kind]],
            [counts.killed, counts.lost, counts.leaked, counts.airborne]
        );
    }
    assert_eq!([last.launched, last.in_flight], [outcome.rounds.launched, outcome.rounds.in_flight]);
    assert_eq!(last.rounds_left.iter().sum::<u32>(), outcome.rounds.remaining);
    assert!((last.value_lost - outcome.value_lost(&subject.case)).abs() < 1.0e-9);
    assert!((last.interceptor_cost_usd - outcome.interceptor_cost_usd(&subject.case)).abs() < 1.0e-6);
    assert_eq!(log.leaks().count() as u32, outcome.threats[0].leaked + outcome.threats[1].leaked);
}

#[test]
fn a_trail_ends_where_its_agent_is() {
    let subject = subject("contract/mixed", "nearest");
    let tick_s = subject.seconds(1.0);
    let mut film = Film::new(subject);
    while !film.is_done() {
        film.step_epoch();
    }
    let mut n_seen = [0; 3];
    for tick in [123.4, 905.0, 1000.7, 1999.9, 2600.1] {
        let shot = film.shot(tick, 60.0);
        let kinds = [&shot.trails.threats, &shot.trails.tracks, &shot.trails.rounds];
        for (kind, trails) in kinds.into_iter().enumerate() {
            for trail in trails {
                let ix = trail.entity as usize;
                let at = match kind {
                    0 => shot.threat_m(ix, tick_s),
                    1 => shot.track_m(ix, tick_s),
                    _ => shot.round_m(ix, tick_s),
                };
                assert_eq!(trail.points_m.last().copied(), Some(at.map(|m| m as f32)));
                n_seen[kind] += usize::from(trail.points_m.len() > 10);
                let steps = trail.points_m.windows(2).map(|pair| {
                    let d: [f32; 3] = std::array::from_fn(|k| pair[1][k] - pair[0][k]);
                    d[0] * d[0] + d[1] * d[1] + d[2] * d[2]
                });
                assert!(steps.into_iter().all(|m2| m2 < 1_500.0 * 1_500.0), "a trail jumps");
            }
        }
        let n_airborne = (0..shot.before.threats.len()).filter(|&ix| shot.threat_status(ix) == codes::THREAT_AIRBORNE);
        assert_eq!(n_airborne.count(), shot.trails.threats.len());
    }
    assert!(n_seen.iter().all(|&n| n > 0), "{n_seen:?}");
}
