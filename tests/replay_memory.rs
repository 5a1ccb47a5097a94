//! Memory stays within its budget however long one plays and scrubs. Alone in its file, so that nothing else allocates meanwhile.
//!
//! `KINGBIRD_REPLAY_REQUESTS` sets the number of requests: an hour at 60 frames a second is 216,000.

mod common;

use std::sync::Arc;

use kingbird::replay::{Player, Subject};

/// Memory of this process, MiB; `None` where the system does not tell.
fn resident_mib() -> Option<f64> {
    let pages: f64 = std::fs::read_to_string("/proc/self/statm").ok()?.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / f64::from(1 << 20))
}

fn subject(name: &str) -> Subject {
    Subject::new(Arc::new(common::shipped(name, "nearest")), 1, 0)
}

#[test]
fn memory_does_not_grow_while_one_plays_and_scrubs() {
    let n: u32 = std::env::var("KINGBIRD_REPLAY_REQUESTS").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000);
    let player = Player::start(subject("mass-raid"), || ());
    player.wait_until_done();
    let end = f64::from(player.progress().head_tick);
    let (mut tick, mut after_start, mut most) = (0.0, None, 0.0f64);
    for step in 0..n {
        // Plays at ten times the speed of the raid, forward or back, and jumps somewhere else twice a second.
        tick = match step % 120 {
            0..30 => tick + 1.7,
            30..60 => tick - 1.7,
            90 => f64::from(step.wrapping_mul(2_654_435_761) % 10_000) / 10_000.0 * end,
            _ => tick + 10.0,
        };
        let shot = player.wait_for(tick, 120.0);
        assert!((shot.tick - tick.clamp(0.0, end)).abs() < 1.0e-9);
        let Some(now) = resident_mib() else { return println!("SKIPPED: no /proc/self/statm") };
        if step == n / 4 {
            after_start = Some(now);
        }
        most = most.max(now);
        if step % (n / 8).max(1) == 0 {
            println!("{step:>7} requests: {now:.1} MiB");
        }
    }
    let first = after_start.expect("a quarter was reached");
    println!("after a quarter {first:.1} MiB, at most {most:.1} MiB");
    // What the allocator keeps in hand comes and goes by a few MiB; three quarters of these requests would leak more than a
    // hundred if each left its frame of 40 KB behind, an hour's more than eight thousand.
    assert!(most < first + 24.0, "memory grew from {first:.1} to {most:.1} MiB");
}
