// Applies every exact function, and long chains that a fused or reordered operation would change, to random words.
// The Rust twin is src/engine/gpu/shader/selftest.rs; a device may be trusted when the two agree bit for bit.

//!include exact/math
//!include exact/vec
//!include exact/fixed
//!include exact/rng

const N_RESULTS: u32 = 40u;
const CHAIN: u32 = 256u;

struct Params {
    n: u32,
    zero: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> words: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read_write> results: array<u32>;

// A positive float of a random mantissa whose exponent is spread evenly over lo .. lo + span.
fn spread(word: u32, lo: u32, span: u32) -> f32 {
    return bitcast<f32>((word & 0x007fffffu) | ((lo + (word >> 23u) % span) << 23u));
}

// A float in [-2^k, 2^k), k = log2(scale), a multiple of scale * 2^-24.
fn centred(word: u32, scale: f32) -> f32 {
    return (unit(word) * 2.0 - 1.0) * scale;
}

// The bits to compare: the sign of a zero is not observed by any permitted operation, so it is not compared.
fn shown(x: f32) -> u32 {
    return select(bitcast<u32>(x), 0u, x == 0.0);
}

// The logistic map in chaos: one unit in the last place grows to the whole interval within 40 steps.
fn logistic(start: f32) -> f32 {
    var x = start;
    for (var i = 0u; i < CHAIN; i++) {
        let grown = 3.875 * x;
        x = grown - grown * x;
    }
    return x;
}

// A rotation by a pull to the axis, as guidance computes: products and sums of vectors, kept in range by rsqrt.
fn spiral(p0: vec3<f32>, v0: vec3<f32>) -> vec3<f32> {
    var p = p0;
    var v = v0;
    for (var i = 0u; i < CHAIN; i++) {
        let k = rsqrt(len2(p) + 1.0);
        v = v - p * (k * 0.0625) + cross3(p, v) * (k * 0.03125);
        v = v * rsqrt(dot3(v, v) + 0.5);
        p = p + v * 0.125;
    }
    return p;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    let ix = id.y * (groups.x * 64u) + id.x;
    if (ix >= params.n) {
        return;
    }
    let w = words[ix];
    let at = ix * N_RESULTS;
    let wide = spread(w.x, 7u, 240u);
    let moderate = spread(w.y, 77u, 100u);
    let one = centred(w.x, 1024.0);
    let two = centred(w.y, 1024.0);
    let three = centred(w.z, 1024.0);
    let a = vec3<f32>(one, two, three);
    let b = vec3<f32>(centred(w.w, 64.0), one * 0.25, two * 0.5);
    let cross_ab = cross3(a, b);
    let scaled = a * b.x;
    let turned = spiral(a * 0.0009765625, b * 0.0078125);

    results[at] = shown(rsqrt(wide));
    results[at + 1u] = shown(sqrt(wide));
    results[at + 2u] = shown(recip(select(moderate, -moderate, (w.x & 1u) != 0u)));
    results[at + 3u] = shown(div(one, moderate));
    results[at + 4u] = shown(ln(spread(w.z, 103u, 48u)));
    results[at + 5u] = shown(sin_turns(centred(w.z, 1048576.0)));
    results[at + 6u] = shown(cos_turns(two));
    results[at + 7u] = shown(fmin(one, two));
    results[at + 8u] = shown(fmax(one, two));
    results[at + 9u] = shown(fclamp(three, -100.0, 100.0));
    results[at + 10u] = shown(dot3(a, b));
    results[at + 11u] = shown(cross_ab.x);
    results[at + 12u] = shown(cross_ab.y);
    results[at + 13u] = shown(cross_ab.z);
    results[at + 14u] = shown(len2(b));
    results[at + 15u] = shown(scaled.y);
    results[at + 16u] = shown(metres(bitcast<i32>(w.x)));
    results[at + 17u] = bitcast<u32>(to_pos(centred(w.w, 32768.0)));
    results[at + 18u] = shown(mps(bitcast<i32>(w.y) >> 8u));
    results[at + 19u] = bitcast<u32>(to_vel(one));
    let hashed = threefry2x32(w.xy, w.zw);
    results[at + 20u] = hashed.x;
    results[at + 21u] = hashed.y;
    let key = entity_key(w.xy, KIND_SENSOR, w.z & 0xffffffu, w.w);
    results[at + 22u] = key.x;
    results[at + 23u] = key.y;
    let drawn = draw(key, w.z, PURPOSE_DETECT, w.w & 0xffffu);
    results[at + 24u] = drawn.x;
    results[at + 25u] = drawn.y;
    let event = event_hash(w.x, w.y & 0xffu, w.z, w.w & 0xffffffu, w.y);
    results[at + 26u] = event.x;
    results[at + 27u] = event.y;
    results[at + 28u] = shown(unit(w.x));
    results[at + 29u] = shown(open_unit(w.y));
    results[at + 30u] = shown(gauss(w.zw));
    results[at + 31u] = shown(logistic(open_unit(w.w)));
    results[at + 32u] = shown(turned.x);
    results[at + 33u] = shown(turned.y);
    results[at + 34u] = shown(turned.z);
    results[at + 35u] = shown(abs(one) - floor(two));
    results[at + 36u] = shown(ln(open_unit(w.z)));
    results[at + 37u] = shown(sqrt(len2(a)));
    results[at + 38u] = shown(sin_turns(unit(w.y)));
    results[at + 39u] = shown(one * two + three);
}
