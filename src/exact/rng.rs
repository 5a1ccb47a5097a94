//! Random numbers by meaning, not by order: a hash of what a number is for (Threefry-2x32 with 20 rounds).
//!
//! A number depends on (seed, replicate; kind, group, member; event, purpose) and on nothing else, so changing a magazine
//! or an assigner leaves all other numbers as they were. Threefry uses additions, rotations and xors of 32 bits only, and
//! has published known answers (J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11; Random123).
//!
//! Keys are made in three steps: [`replicate_key`] once per replicate, [`entity_key`] once per entity, [`draw`] per
//! number. Twin: `shaders/exact/rng.wgsl`; seeds and replicates are turned to keys on the host.

use super::real::Real;

/// What an entity is: the top 8 bits of the first counter word of [`entity_key`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(u32)]
pub enum Kind {
    /// The raid as a whole (group and member 0).
    Raid = 1,
    /// A threat: group = wave, member = its number in the wave.
    Threat = 2,
    /// An interceptor: group = site, member = round.
    Interceptor = 3,
    /// A sensor: group = its number, member 0.
    Sensor = 4,
}

impl Kind {
    /// All of them, for tests and tables.
    pub const ALL: [Self; 4] = [Self::Raid, Self::Threat, Self::Interceptor, Self::Sensor];
}

/// What a number is for: the top 16 bits of the second counter word of [`draw`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(u32)]
pub enum Purpose {
    /// A key derived for further draws.
    Key = 1,
    /// Where, when and as what a threat appears.
    Spawn = 2,
    /// Whether a sensor sees a threat in a scan.
    Detect = 3,
    /// Error of a measured range.
    MeasureRange = 4,
    /// Error of a measured azimuth.
    MeasureAzimuth = 5,
    /// Error of a measured elevation.
    MeasureElevation = 6,
    /// What a track is taken for.
    Classify = 7,
    /// Whether a seeker finds its target.
    Acquire = 8,
    /// Whether a pass kills, the part of this pass alone.
    Kill = 9,
    /// Whether a pass kills, the part all passes at a threat share.
    KillShared = 10,
    /// Which of the two parts decides a pass.
    KillMix = 11,
    /// Whether a kill is seen rightly, and when.
    Assess = 12,
    /// Whether an arrival damages its asset.
    Hit = 13,
    /// A choice among several.
    Choose = 14,
    /// A random effect of the whole raid.
    Effect = 15,
    /// Loss of an interceptor on its way.
    Lost = 16,
}

impl Purpose {
    /// All of them, for tests and tables.
    pub const ALL: [Self; 16] = [
        Self::Key,
        Self::Spawn,
        Self::Detect,
        Self::MeasureRange,
        Self::MeasureAzimuth,
        Self::MeasureElevation,
        Self::Classify,
        Self::Acquire,
        Self::Kill,
        Self::KillShared,
        Self::KillMix,
        Self::Assess,
        Self::Hit,
        Self::Choose,
        Self::Effect,
        Self::Lost,
    ];
}

/// Rotations of the eight rounds after which they repeat.
const ROTATIONS: [u32; 8] = [13, 15, 26, 6, 17, 29, 16, 24];
/// Parity of the key schedule (Skein's constant, lower 32 bits).
pub(crate) const PARITY: u32 = 0x1bd1_1bda;

/// Threefry-2x32, 20 rounds: 64 random bits from a key and a counter.
#[inline(always)]
pub fn threefry2x32(key: [u32; 2], ctr: [u32; 2]) -> [u32; 2] {
    let ks = [key[0], key[1], PARITY ^ key[0] ^ key[1]];
    let mut x = [ctr[0].wrapping_add(ks[0]), ctr[1].wrapping_add(ks[1])];
    for group in 0..5_u32 {
        let first = ((group & 1) * 4) as usize;
        for r in &ROTATIONS[first..first + 4] {
            x[0] = x[0].wrapping_add(x[1]);
            x[1] = x[1].rotate_left(*r) ^ x[0];
        }
        let s = group + 1;
        x[0] = x[0].wrapping_add(ks[(s % 3) as usize]);
        x[1] = x[1].wrapping_add(ks[((s + 1) % 3) as usize]).wrapping_add(s);
    }
    x
}

/// The key of a replicate, from the study's seed and the replicate's number.
#[inline(always)]
pub fn replicate_key(seed: u64, replicate: u32) -> [u32; 2] {
    threefry2x32([seed as u32, (seed >> 32) as u32], [replicate, 0])
}

/// The key of an entity: `kind` is a [`Kind`], `group` fits 24 bits (wave, site or sensor), `member` is its number there.
#[inline(always)]
pub fn entity_key(rep_key: [u32; 2], kind: u32, group: u32, member: u32) -> [u32; 2] {
    debug_assert!(kind < 1 << 8 && group < 1 << 24, "kind {kind} or group {group} does not fit its bits");
    threefry2x32(rep_key, [(kind << 24) | group, member])
}

/// 64 random bits for one thing that happens to an entity.
///
/// `event` counts what happens (scan, pass, epoch), `purpose` is a [`Purpose`], `sub` (16 bits) tells apart several numbers
/// of one event and purpose, or the other party of it.
#[inline(always)]
pub fn draw(key: [u32; 2], event: u32, purpose: u32, sub: u32) -> [u32; 2] {
    debug_assert!(purpose < 1 << 16 && sub < 1 << 16, "purpose {purpose} or sub {sub} does not fit its bits");
    threefry2x32(key, [event, (purpose << 16) | sub])
}

/// Hash of one event, summed (wrapping, word by word) into a replicate's digest; `stage` < 2^8, `code` < 2^24; `detail` is
/// whatever else the code calls for.
///
/// A wrapping sum does not depend on the order of its terms, so threads may add in any order; the hash makes sure that
/// two different sets of events have different sums but for one chance in 2^64.
#[inline(always)]
pub fn event_hash(tick: u32, stage: u32, entity: u32, code: u32, detail: u32) -> [u32; 2] {
    debug_assert!(stage < 1 << 8 && code < 1 << 24, "stage {stage} or code {code} does not fit its bits");
    threefry2x32([(stage << 24) | code, EVENT_DOMAIN ^ detail], [tick, entity])
}

/// Second key word of [`event_hash`]: sets the digest apart from the simulation's draws ("KBEV").
pub(crate) const EVENT_DOMAIN: u32 = 0x4b42_4556;

/// A uniform number in [0, 1), a multiple of 2^-24, exactly.
#[inline(always)]
pub fn unit<R: Real>(word: u32) -> R {
    R::from_int((word >> 8) as i32) * R::of(1.0 / 16_777_216.0)
}

/// A uniform number in (0, 1), an odd multiple of 2^-24, exactly: safe under a logarithm.
#[inline(always)]
pub fn open_unit<R: Real>(word: u32) -> R {
    R::from_int(((word >> 9) * 2 + 1) as i32) * R::of(1.0 / 16_777_216.0)
}

/// The four 16-bit halves added up, less their mean: -131070 ..= 131070.
#[inline(always)]
fn halves(words: [u32; 2]) -> i32 {
    ((words[0] & 0xffff) + (words[0] >> 16) + (words[1] & 0xffff) + (words[1] >> 16)) as i32 - 131_070
}

/// One over the standard deviation of the sum of four halves, sqrt((2^32 - 1) / 3): 2.6428997e-5.
pub const GAUSS_SCALE: u32 = 0x37dd_b3d7;
/// The same in f64: 2.6428997921303014e-5.
const GAUSS_SCALE_F64: u64 = 0x3efb_b67a_e866_27e7;

/// A nearly normal number of mean 0 and variance 1 (Irwin-Hall of four).
///
/// Within +-3.46405 (just under 2 sqrt 3); skewness 0; excess kurtosis -0.3. Good for measurement errors; not for rare tails.
#[inline(always)]
pub fn gauss<R: Real>(words: [u32; 2]) -> R {
    R::from_int(halves(words)) * R::from_bits(GAUSS_SCALE)
}

/// A uniform number in [0, 1) with 53 bits, for what the host draws before the flat tables.
#[inline]
pub fn unit_f64(words: [u32; 2]) -> f64 {
    let bits = (u64::from(words[0]) << 32) | u64::from(words[1]);
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// [`gauss`] in `f64`, of the same integers, for what the host draws before the flat tables.
#[inline]
pub fn gauss_f64(words: [u32; 2]) -> f64 {
    f64::from(halves(words)) * f64::from_bits(GAUSS_SCALE_F64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threefry_gives_the_published_known_answers() {
        // Random123, tests/kat_vectors, "threefry2x32 20".
        let ones = u32::MAX;
        assert_eq!(threefry2x32([0, 0], [0, 0]), [0x6b20_0159, 0x99ba_4efe]);
        assert_eq!(threefry2x32([ones, ones], [ones, ones]), [0x1cb9_96fc, 0xbb00_2be7]);
        assert_eq!(threefry2x32([0x1319_8a2e, 0x0370_7344], [0x243f_6a88, 0x85a3_08d3]), [0xc492_3a9c, 0x483d_f7a0]);
    }

    #[test]
    fn names_of_different_things_give_different_keys() {
        let rep = replicate_key(7, 4711);
        let mut seen = std::collections::HashSet::new();
        assert!(seen.insert(rep) && seen.insert(replicate_key(8, 4711)) && seen.insert(replicate_key(7 << 32, 4711)));
        for kind in Kind::ALL {
            for group in 0..20 {
                for member in 0..20 {
                    let key = entity_key(rep, kind as u32, group, member);
                    assert!(seen.insert(key));
                    for purpose in Purpose::ALL {
                        assert!(
                            seen.insert(draw(key, 3, purpose as u32, 0))
                                && seen.insert(draw(key, 3, purpose as u32, 1))
                        );
                    }
                }
            }
        }
        assert!(
            seen.insert(event_hash(1, 2, 3, 4, 0))
                && seen.insert(event_hash(1, 2, 4, 3, 0))
                && seen.insert(event_hash(2, 1, 3, 4, 0))
        );
    }

    #[test]
    fn units_are_exact_and_open_where_they_say() {
        assert_eq!([unit::<f32>(0), unit::<f32>(u32::MAX)], [0.0, 1.0 - 1.0 / 16_777_216.0]);
        assert_eq!([open_unit::<f32>(0), open_unit::<f32>(u32::MAX)], [1.0 / 16_777_216.0, 1.0 - 1.0 / 16_777_216.0]);
        assert_eq!(unit_f64([0, 0]), 0.0);
        assert!(unit_f64([u32::MAX; 2]) < 1.0 && unit_f64([u32::MAX; 2]) > 1.0 - 1e-15);
    }

    #[test]
    fn gauss_has_the_stated_moments_and_range() {
        let n = 1_000_000_u32;
        let (mut m1, mut m2, mut m3, mut m4) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..n {
            let words = threefry2x32([1, 2], [i, 3]);
            let (x, wide) = (f64::from(gauss::<f32>(words)), gauss_f64(words));
            assert!((x - wide).abs() <= 1e-7 * wide.abs());
            (m1, m2, m3, m4) = (m1 + wide, m2 + wide * wide, m3 + wide * wide * wide, m4 + wide * wide * wide * wide);
        }
        let n = f64::from(n);
        let (m1, m2, m3, m4) = (m1 / n, m2 / n, m3 / n, m4 / n);
        // Five standard errors each, at a fixed key: it either holds for ever or never.
        assert!(m1.abs() < 5e-3, "mean {m1}");
        assert!((m2 - 1.0).abs() < 7e-3, "variance {m2}");
        assert!(m3.abs() < 0.016, "skewness {m3}");
        assert!((m4 - 2.7).abs() < 0.04, "kurtosis {m4}");
        assert_eq!([gauss::<f32>([0, 0]), gauss::<f32>([u32::MAX; 2])].map(|x| (x * 1e4) as i32), [-34640, 34640]);
        assert_eq!(gauss::<super::super::Checked>([0x7fff_8000, 0x8000_7fff]).get(), 0.0);
    }
}
