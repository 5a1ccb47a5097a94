// One weapon's shot at one track, and what is at stake; the Rust twins are in src/model/stage/cost.rs.
// Refers to the binding `assets` of the stage that includes it.

//!include model/motion
//!include model/world

// Steps of the value objective from worst to best; the low 12 bits break ties by flight time in seconds.
const VALUE_STEPS: u32 = 65536u;
// Largest flight time that tells equal values apart, s.
const MAX_TIE_S_BITS: u32 = 0x457ff000u; // 4095
// The greatest worth or chance, in steps: two of them multiply within 32 bits.
const MAX_STEP_BITS: u32 = 0x477fff00u; // 65535
// More shots under way than these do not lessen what is at stake any further.
const MAX_UNDER_WAY: u32 = 16u;

// Each test passed is noted in the track's chain before the next is made.
fn shot_at(case_: Case, kind: Group, weapon: Weapon, track: ptr<function, Track>, tick: u32) -> Shot {
    let none = Shot(INFEASIBLE, 0u, 0u);
    if weapon.flight_ticks == 0u {
        return none; // an empty slot, or endurance used up
    }
    let tick_s = case_.tick_s;
    let v = velocity(vec3<i32>((*track).vx, (*track).vy, (*track).vz));
    let now = between(vec3<i32>((*track).x, (*track).y, (*track).z), vec3<i32>(weapon.x, weapon.y, weapon.z));
    let delay_s = f32(i32(weapon.delay_ticks)) * tick_s;
    let r = now + v * delay_s;
    let flight_s = meeting_time(r, v - wind(case_), kind.cruise_mps);
    if flight_s < 0.0 || flight_s > f32(i32(weapon.flight_ticks)) * tick_s {
        return none;
    }
    let aim = r + v * flight_s;
    if metres(weapon.z) + aim.z > kind.ceiling_m || !in_sector(kind, weapon, aim) {
        return none;
    }
    (*track).chain |= SEEN_REACHABLE;
    let flight_ticks = u32(i32(floor(div(flight_s, tick_s)))) + 1u;
    let meet_tick = tick + weapon.delay_ticks + flight_ticks;
    let asset = assets[case_.asset_first + (*track).asset];
    if meet_tick > (*track).arrive_tick || too_near(case_, weapon, asset, aim) {
        return none;
    }
    (*track).chain |= SEEN_TIMELY;
    if weapon.left == 0u {
        return none;
    }
    (*track).chain |= SEEN_ROUNDS;
    if weapon.capacity == 0u {
        return none;
    }
    (*track).chain |= SEEN_CAPACITY;
    let delay = weapon.delay_ticks + flight_ticks;
    // Another target is given only to an interceptor that is in flight.
    let switching_ticks = select(case_.switching_ticks, 0u, weapon.round < 0);
    let switching_s = f32(i32(switching_ticks)) * tick_s;
    var cost = delay + switching_ticks;
    if case_.objective == OBJECTIVE_DISTANCE {
        cost = u32(i32(floor(sqrt(len2(now)))) + i32(floor(kind.cruise_mps * switching_s)));
    } else if case_.objective != OBJECTIVE_TIME {
        cost = value_cost(case_, stake_of(case_, asset, (*track).genuine), flight_s + switching_s);
    }
    return Shot(cost, chance_steps(case_.believed_kill), delay);
}

// Whether the direction to the meeting point lies in the site's sector; interceptors in flight are bound by none.
fn in_sector(kind: Group, weapon: Weapon, aim: vec3<f32>) -> bool {
    if weapon.round >= 0 || kind.sector_cos < -1.5 {
        return true;
    }
    let along = aim.x * kind.sector_east + aim.y * kind.sector_north;
    return along >= kind.sector_cos * sqrt(aim.x * aim.x + aim.y * aim.y);
}

// Whether the meeting point lies nearer to the asset than the doctrine allows.
fn too_near(case_: Case, weapon: Weapon, asset: Asset, aim: vec3<f32>) -> bool {
    let limit = case_.latest_commit_m;
    let x = metres(weapon.x - asset.x) + aim.x;
    let y = metres(weapon.y - asset.y) + aim.y;
    return x * x + y * y < limit * limit;
}

// Value at stake: what a hit costs times the believed chances that it is no decoy and that it hits.
fn stake_of(case_: Case, asset: Asset, genuine: u32) -> f32 {
    return asset.value_per_hit * case_.believed_hit * (f32(i32(genuine)) * bitcast<f32>(CHANCE_STEP_BITS));
}

// Value lost against value at stake, in steps; see the twin.
fn value_cost(case_: Case, stake: f32, flight_s: f32) -> u32 {
    let saved = stake * case_.believed_kill * case_.steps_per_value;
    let steps = u32(i32(floor(fmin(saved, f32(VALUE_STEPS)))));
    let tie = u32(i32(floor(fmin(flight_s, bitcast<f32>(MAX_TIE_S_BITS)))));
    return (VALUE_STEPS - steps) * 4096u + tie;
}

// A chance in steps, rounded down, always below the number of steps.
fn chance_steps(chance: f32) -> u32 {
    return u32(i32(floor(fmin(chance * f32(CHANCE_STEPS), bitcast<f32>(MAX_STEP_BITS)))));
}

// What is still at stake when the shots under way have saved their part: each one its share of what the others leave.
fn worth_of(case_: Case, asset: Asset, genuine: u32, n_under_way: u32) -> u32 {
    let steps = stake_of(case_, asset, genuine) * case_.steps_per_value;
    var worth = u32(i32(floor(fmin(steps, bitcast<f32>(MAX_STEP_BITS)))));
    let kill = chance_steps(case_.believed_kill);
    for (var shot = 0u; shot < min(n_under_way, MAX_UNDER_WAY); shot++) {
        worth -= (worth * kill) >> 16u;
    }
    return worth;
}
