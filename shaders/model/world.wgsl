// What several stages need of the world, from values alone; the Rust twin is src/model/stage/mod.rs.
// Frame: east, north, up; integers in 1/256 m and 1/4096 m/s, floats in m and m/s. Knows no binding.

//!include exact/fixed
//!include model/layout
//!include model/codes

// Steps of a chance: 1 would be this many.
const CHANCE_STEPS: u32 = 65536u;
// One of them.
const CHANCE_STEP_BITS: u32 = 0x37800000u; // 1/65536

// The row of an invocation: a dispatch of many workgroups is folded into two dimensions.
fn row_of(id: vec3<u32>, n_workgroups: vec3<u32>) -> u32 {
    return id.x + id.y * n_workgroups.x * 64u;
}

// Whether the defence decides at this edge: at its period, and not before it is warned.
fn decides(header: Replicate, case_: Case, tick: u32) -> bool {
    return tick % case_.decision_ticks == 0u && tick >= header.warning_tick;
}

// The vector between two positions, in metres. The difference is taken in integers, where it is exact.
fn between(to: vec3<i32>, start: vec3<i32>) -> vec3<f32> {
    return vec3<f32>(metres(to.x - start.x), metres(to.y - start.y), metres(to.z - start.z));
}

// A velocity in m/s.
fn velocity(v: vec3<i32>) -> vec3<f32> {
    return vec3<f32>(mps(v.x), mps(v.y), mps(v.z));
}

// The wind of a case, m/s.
fn wind(case_: Case) -> vec3<f32> {
    return vec3<f32>(case_.wind_east_mps, case_.wind_north_mps, 0.0);
}
