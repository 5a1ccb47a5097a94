// Random numbers by meaning: Threefry-2x32, 20 rounds; the Rust twin, with the meaning of keys, is src/exact/rng.rs.

const KIND_RAID: u32 = 1u;
const KIND_THREAT: u32 = 2u;
const KIND_INTERCEPTOR: u32 = 3u;
const KIND_SENSOR: u32 = 4u;

const PURPOSE_KEY: u32 = 1u;
const PURPOSE_SPAWN: u32 = 2u;
const PURPOSE_DETECT: u32 = 3u;
const PURPOSE_MEASURE_RANGE: u32 = 4u;
const PURPOSE_MEASURE_AZIMUTH: u32 = 5u;
const PURPOSE_MEASURE_ELEVATION: u32 = 6u;
const PURPOSE_CLASSIFY: u32 = 7u;
const PURPOSE_ACQUIRE: u32 = 8u;
const PURPOSE_KILL: u32 = 9u;
const PURPOSE_KILL_SHARED: u32 = 10u;
const PURPOSE_KILL_MIX: u32 = 11u;
const PURPOSE_ASSESS: u32 = 12u;
const PURPOSE_HIT: u32 = 13u;
const PURPOSE_CHOOSE: u32 = 14u;
const PURPOSE_EFFECT: u32 = 15u;
const PURPOSE_LOST: u32 = 16u;

const THREEFRY_PARITY: u32 = 0x1bd11bdau;
const EVENT_DOMAIN: u32 = 0x4b424556u;
const GAUSS_SCALE: u32 = 0x37ddb3d7u; // 2.6428997e-5

// One round: add, rotate, xor.
fn threefry_round(x: vec2<u32>, r: u32) -> vec2<u32> {
    let a = x.x + x.y;
    return vec2<u32>(a, ((x.y << r) | (x.y >> (32u - r))) ^ a);
}

// Unrolled: an array of rotations indexed in a loop would become private memory on some drivers.
fn threefry2x32(key: vec2<u32>, ctr: vec2<u32>) -> vec2<u32> {
    let k2 = THREEFRY_PARITY ^ key.x ^ key.y;
    var x = ctr + key;
    x = threefry_round(x, 13u);
    x = threefry_round(x, 15u);
    x = threefry_round(x, 26u);
    x = threefry_round(x, 6u);
    x = x + vec2<u32>(key.y, k2 + 1u);
    x = threefry_round(x, 17u);
    x = threefry_round(x, 29u);
    x = threefry_round(x, 16u);
    x = threefry_round(x, 24u);
    x = x + vec2<u32>(k2, key.x + 2u);
    x = threefry_round(x, 13u);
    x = threefry_round(x, 15u);
    x = threefry_round(x, 26u);
    x = threefry_round(x, 6u);
    x = x + vec2<u32>(key.x, key.y + 3u);
    x = threefry_round(x, 17u);
    x = threefry_round(x, 29u);
    x = threefry_round(x, 16u);
    x = threefry_round(x, 24u);
    x = x + vec2<u32>(key.y, k2 + 4u);
    x = threefry_round(x, 13u);
    x = threefry_round(x, 15u);
    x = threefry_round(x, 26u);
    x = threefry_round(x, 6u);
    x = x + vec2<u32>(k2, key.x + 5u);
    return x;
}

fn entity_key(rep_key: vec2<u32>, kind: u32, group: u32, member: u32) -> vec2<u32> {
    return threefry2x32(rep_key, vec2<u32>((kind << 24u) | group, member));
}

fn draw(key: vec2<u32>, event: u32, purpose: u32, sub: u32) -> vec2<u32> {
    return threefry2x32(key, vec2<u32>(event, (purpose << 16u) | sub));
}

fn event_hash(tick: u32, stage: u32, entity: u32, code: u32, detail: u32) -> vec2<u32> {
    return threefry2x32(vec2<u32>((stage << 24u) | code, EVENT_DOMAIN ^ detail), vec2<u32>(tick, entity));
}

// Uniform in [0, 1), a multiple of 2^-24.
fn unit(word: u32) -> f32 {
    return f32(i32(word >> 8u)) * bitcast<f32>(0x33800000u);
}

// Uniform in (0, 1), an odd multiple of 2^-24.
fn open_unit(word: u32) -> f32 {
    return f32(i32((word >> 9u) * 2u + 1u)) * bitcast<f32>(0x33800000u);
}

// Nearly normal, mean 0 and variance 1: the sum of the four halves.
fn gauss(words: vec2<u32>) -> f32 {
    let sum = (words.x & 0xffffu) + (words.x >> 16u) + (words.y & 0xffffu) + (words.y >> 16u);
    return f32(i32(sum) - 131070) * bitcast<f32>(GAUSS_SCALE);
}
