// Prices as words of a memory: the words of src/assign/linear/prices.rs, in the scale of the market at hand.

//!include assign/agents

// Bits of a word that hold the offset, and the largest.
const OFFSET_BITS: u32 = 30u;
const MAX_OFFSET: i32 = 0x1fffffff;

// The product of 64 and 32 bits, where it fits 64.
fn times64(a: vec2<u32>, b: u32) -> vec2<u32> {
    let low = mul64(a.x, b);
    return vec2<u32>(low.x, low.y + a.y * b);
}

// The whole part of a / b, up to 2^31 - 1.
fn quotient64(a: vec2<u32>, b: u32) -> u32 {
    var rest = a;
    var quotient = 0u;
    for (var ix = 0u; ix < 31u; ix++) {
        let bit = 30u - ix;
        let part = mul64(b, 1u << bit);
        if !less64(rest, part) {
            rest = sub64(rest, part);
            quotient |= 1u << bit;
        }
    }
    return quotient;
}

// The word of a price.
fn word_of(price: vec2<u32>) -> u32 {
    let shot = vec2<u32>(market.shot_low, market.shot_high);
    let twice = add64(price, price);
    var level = 0u;
    var base = vec2<u32>(0u, 0u);
    if !less64(twice, shot) {
        level = 1u;
        base = shot;
    }
    if !less64(twice, times64(shot, 3u)) {
        level = 2u;
        base = add64(shot, shot);
    }
    var units = 0;
    if less64(price, base) {
        // Rounded down, which is away from zero.
        let short = add64(sub64(base, price), vec2<u32>(market.factor - 1u, 0u));
        units = -i32(quotient64(short, market.factor));
    } else {
        units = i32(quotient64(sub64(price, base), market.factor));
    }
    let offset = clamp(units, -MAX_OFFSET >> market.shift, MAX_OFFSET >> market.shift) << market.shift;
    return (level << OFFSET_BITS) | (u32(offset) & ((1u << OFFSET_BITS) - 1u));
}

// The price that a word stands for, brought to what a price may be.
fn price_of_word(word: u32) -> vec2<u32> {
    let penalty = vec2<u32>(market.penalty_low, market.penalty_high);
    let level = times64(penalty, word >> OFFSET_BITS);
    let offset = (i32(word << (32u - OFFSET_BITS)) >> (32u - OFFSET_BITS)) >> market.shift;
    let size = vec2<u32>(u32(abs(offset)), 0u);
    var units = add64(level, size);
    if offset < 0 {
        units = vec2<u32>(0u, 0u);
        if less64(size, level) {
            units = sub64(level, size);
        }
    }
    let most = add64(penalty, penalty);
    if less64(most, units) {
        units = most;
    }
    return times64(units, market.factor);
}
