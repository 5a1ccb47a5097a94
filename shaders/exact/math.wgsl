// Elementary functions of fixed bits; the Rust twin, with domains and errors, is src/exact/math.rs.
//
// Only + - *, negation, comparisons, abs, floor, select, integer operations, bit casts and exact conversions: what every
// device computes alike. The functions named as a builtin for integers (min, max, clamp) carry an f, so as not to hide it.

const RSQRT_SEED: u32 = 0x5f3759dfu;
const RECIP_SEED: u32 = 0x7ef311c7u;
const SQRT_TINY: u32 = 0x0d800000u; // 2^-100
const TURN_TINY: u32 = 0x2b800000u; // 2^-40

const LN_SPLIT: u32 = 0x3f3504f3u; // sqrt(1/2)
const LN2_HIGH: u32 = 0x3f318000u; // 0.693359375
const LN2_LOW: u32 = 0xb95e8083u; // -2.1219444e-4
const LN_C0: u32 = 0x3d9021bbu;
const LN_C1: u32 = 0xbdebd1b8u;
const LN_C2: u32 = 0x3def251au;
const LN_C3: u32 = 0xbdfe5d4fu;
const LN_C4: u32 = 0x3e11e9bfu;
const LN_C5: u32 = 0xbe2aae50u;
const LN_C6: u32 = 0x3e4cceacu;
const LN_C7: u32 = 0xbe7ffffcu;
const LN_C8: u32 = 0x3eaaaaaau;

const SIN_C0: u32 = 0xc296cda0u;
const SIN_C1: u32 = 0x42a32f62u;
const SIN_C2: u32 = 0xc2255dddu;
const SIN_C3: u32 = 0x40c90fdbu; // 2 pi
const COS_C0: u32 = 0x426db249u;
const COS_C1: u32 = 0xc2aae5ccu;
const COS_C2: u32 = 0x4281e0f5u;
const COS_C3: u32 = 0xc19de9e6u;

fn fmin(a: f32, b: f32) -> f32 {
    return select(a, b, b < a);
}

fn fmax(a: f32, b: f32) -> f32 {
    return select(a, b, b > a);
}

fn fclamp(x: f32, lo: f32, hi: f32) -> f32 {
    return fmin(fmax(x, lo), hi);
}

// 1 / sqrt(x), x in [2^-120, 2^120]
fn rsqrt(x: f32) -> f32 {
    let h = 0.5 * x;
    let y0 = bitcast<f32>(RSQRT_SEED - (bitcast<u32>(x) >> 1u));
    let y1 = y0 + y0 * (0.5 - (h * y0) * y0);
    let y2 = y1 + y1 * (0.5 - (h * y1) * y1);
    return y2 + y2 * (0.5 - (h * y2) * y2);
}

// sqrt(x), x in [0, 2^120]; 0 below 2^-100
fn sqrt(x: f32) -> f32 {
    let tiny = x < bitcast<f32>(SQRT_TINY);
    let safe = select(x, 1.0, tiny);
    return select(safe * rsqrt(safe), 0.0, tiny);
}

// 1 / x, |x| in [2^-100, 2^100]
fn recip(x: f32) -> f32 {
    let a = abs(x);
    let y0 = bitcast<f32>(RECIP_SEED - bitcast<u32>(a));
    let y1 = y0 + y0 * (1.0 - a * y0);
    let y2 = y1 + y1 * (1.0 - a * y1);
    let y3 = y2 + y2 * (1.0 - a * y2);
    return select(y3, -y3, x < 0.0);
}

fn div(a: f32, b: f32) -> f32 {
    return a * recip(b);
}

// ln(x), x in [2^-24, 2^24]
fn ln(x: f32) -> f32 {
    let bits = bitcast<u32>(x);
    let exponent = i32(bits >> 23u) - 126;
    let half_to_one = bitcast<f32>((bits & 0x007fffffu) | 0x3f000000u);
    let small = half_to_one < bitcast<f32>(LN_SPLIT);
    let e = f32(select(exponent, exponent - 1, small));
    let f = select(half_to_one, half_to_one + half_to_one, small) - 1.0;
    let f2 = f * f;
    var p = bitcast<f32>(LN_C0);
    p = p * f + bitcast<f32>(LN_C1);
    p = p * f + bitcast<f32>(LN_C2);
    p = p * f + bitcast<f32>(LN_C3);
    p = p * f + bitcast<f32>(LN_C4);
    p = p * f + bitcast<f32>(LN_C5);
    p = p * f + bitcast<f32>(LN_C6);
    p = p * f + bitcast<f32>(LN_C7);
    p = p * f + bitcast<f32>(LN_C8);
    let tail = ((p * f) * f2 + e * bitcast<f32>(LN2_LOW)) - 0.5 * f2;
    return (f + tail) + e * bitcast<f32>(LN2_HIGH);
}

// sin(2 pi (t + quarter / 4)), |t| <= 1/8
fn sin_quarters(t: f32, quarter: i32) -> f32 {
    let u = select(t, 0.0, abs(t) < bitcast<f32>(TURN_TINY));
    let u2 = u * u;
    var s = bitcast<f32>(SIN_C0);
    s = s * u2 + bitcast<f32>(SIN_C1);
    s = s * u2 + bitcast<f32>(SIN_C2);
    s = s * u2 + bitcast<f32>(SIN_C3);
    var c = bitcast<f32>(COS_C0);
    c = c * u2 + bitcast<f32>(COS_C1);
    c = c * u2 + bitcast<f32>(COS_C2);
    c = c * u2 + bitcast<f32>(COS_C3);
    let v = select(s * u, c * u2 + 1.0, (quarter & 1) != 0);
    return select(v, -v, (quarter & 2) != 0);
}

// sin(2 pi x), x in turns, |x| < 2^20
fn sin_turns(x: f32) -> f32 {
    let quarter = floor(x * 4.0 + 0.5);
    return sin_quarters(x - quarter * 0.25, i32(quarter));
}

// cos(2 pi x), x in turns, |x| < 2^20
fn cos_turns(x: f32) -> f32 {
    let quarter = floor(x * 4.0 + 0.5);
    return sin_quarters(x - quarter * 0.25, i32(quarter) + 1);
}
