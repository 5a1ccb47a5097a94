// What `cost` and `pick` share: a target's best weapon as it was last seen, and the random draws. The Rust side is
// src/assign/greedy.rs and src/assign/marginal_return.rs.

//!include exact/rng
//!include model/codes
//!include model/layout

// In `Pick::weapon`: no weapon can serve the target. In a weapon's pool: it draws from none.
const NO_WEAPON: u32 = 0xffffffffu;
const NO_POOL: u32 = 0xffffffffu;

// A threat's state in the pick loop, one row per threat in the scratch buffer `picks`.
struct Pick {
    // Row in the replicate's weapons, or NO_WEAPON.
    weapon: u32,
    // Shots still wanted; 0 for what is no target at this decision.
    demand: u32,
    // Less is served earlier.
    key: u32,
    // The stable identity that random draws go by.
    label: u32,
    // Under RULE_MARGINAL_RETURN, of the best weapon's shot: see `kill_by_time`.
    kill: u32,
    // What is still at stake in this decision, in steps; under RULE_MARGINAL_RETURN per tick, from `pick` on.
    worth: u32,
    // Of the target's feasible shots the least hold.
    hold: u32,
}

// How long a shot binds a channel, ticks: src/assign/channel_time.rs.
fn hold_of(shot: Shot, weapon: Weapon) -> u32 {
    return clamp(shot.delay + weapon.busy_ticks, 1u, 65535u);
}

// The chance that a shot kills, less as it binds a channel for longer than the target's least.
fn kill_by_time(shot: Shot, weapon: Weapon, least_hold: u32) -> u32 {
    return shot.kill * least_hold / hold_of(shot, weapon);
}

// Whether the rule is one that `pick` carries out.
fn is_device_rule(rule: u32) -> bool {
    return rule == RULE_RANDOM || rule == RULE_NEAREST || rule == RULE_URGENCY || rule == RULE_MARGINAL_RETURN;
}

// The key of the random draws of this decision.
fn draw_key_of(header: Replicate, tick: u32) -> vec2<u32> {
    return draw(vec2<u32>(header.key0, header.key1), tick, PURPOSE_CHOOSE, 0u);
}

// The draw that orders targets under RULE_RANDOM: counter (label, 0).
fn target_draw(draw_key: vec2<u32>, label: u32) -> u32 {
    return threefry2x32(draw_key, vec2<u32>(label, 0u)).x;
}

// The draw that orders a target's weapons under RULE_RANDOM: counter (label, 1 + weapon).
fn weapon_draw(draw_key: vec2<u32>, label: u32, weapon: u32) -> u32 {
    return threefry2x32(draw_key, vec2<u32>(label, 1u + weapon)).x;
}

// What a weapon is compared by, for one target: less is better, the first word before the second.
fn score_of(rule: u32, draw_key: vec2<u32>, label: u32, ix: u32, shot: Shot, kill: u32) -> vec2<u32> {
    if rule == RULE_RANDOM {
        return vec2<u32>(weapon_draw(draw_key, label, ix), 0u);
    }
    if rule == RULE_MARGINAL_RETURN {
        return vec2<u32>(0xffffffffu - kill, shot.cost);
    }
    return vec2<u32>(shot.cost, 0u);
}

fn is_better(score: vec2<u32>, other: vec2<u32>) -> bool {
    return score.x < other.x || (score.x == other.x && score.y < other.y);
}

// What a shot saves of a target's worth; both are below 65,536, so that the product fits.
fn gain(worth: u32, kill: u32) -> u32 {
    return (worth * kill) >> 16u;
}

// The greatest gain first: less is served earlier.
fn key_of_gain(worth: u32, kill: u32) -> u32 {
    return 0xffffffffu - gain(worth, kill);
}

// Whether no shot at a target is worth giving.
fn gains_nothing(rule: u32, worth: u32, kill: u32) -> bool {
    return rule == RULE_MARGINAL_RETURN && gain(worth, kill) == 0u;
}
