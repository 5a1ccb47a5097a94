// Positions in 1/256 m and velocities in 1/4096 m/s as i32; the Rust twin, with ranges, is src/exact/fixed.rs.

const POS_PER_M: i32 = 256;
const VEL_PER_MPS: i32 = 4096;

// A displacement in metres: whole metres and fraction are each exact, so there is one rounding.
fn metres(d: i32) -> f32 {
    return f32(d >> 8u) + f32(d & 255) * 0.00390625;
}

// Metres to position steps, to the nearest.
fn to_pos(m: f32) -> i32 {
    return i32(floor(m * 256.0 + 0.5));
}

// A velocity in m/s, exactly.
fn mps(v: i32) -> f32 {
    return f32(v) * 0.000244140625;
}

// m/s to velocity steps, to the nearest.
fn to_vel(v: f32) -> i32 {
    return i32(floor(v * 4096.0 + 0.5));
}
