// What `cost` and `pick` share: a target's best weapon as it was last seen, and the random draws. The Rust side is
// src/assign/greedy.rs.

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
}

// Whether the rule is one that `pick` carries out.
fn is_device_rule(rule: u32) -> bool {
    return rule == RULE_RANDOM || rule == RULE_NEAREST || rule == RULE_URGENCY;
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

// What a weapon is compared by, for one target.
fn score_of(rule: u32, draw_key: vec2<u32>, label: u32, weapon: u32, pair_cost: u32) -> u32 {
    if rule == RULE_RANDOM {
        return weapon_draw(draw_key, label, weapon);
    }
    return pair_cost;
}
