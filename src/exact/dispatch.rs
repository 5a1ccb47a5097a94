//! Which vectors this processor has, asked at run time.
//!
//! A build for x86-64 may assume SSE2 only. Work that is written over [`Lanes`] is compiled once per [`Level`], and the widest
//! that the processor has is used. All levels give the same bits.

use super::lanes::Lanes;

/// A width of vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One number at a time.
    Scalar,
    /// AVX2: twice eight numbers.
    Avx2,
    /// AVX-512 F, BW, DQ and VL: twice sixteen numbers.
    Avx512,
}

impl Level {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Avx512, Self::Avx2, Self::Scalar];

    /// Whether this processor has it.
    #[inline(always)]
    pub fn is_available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        return super::wide::has(self);
        #[cfg(not(target_arch = "x86_64"))]
        return self == Self::Scalar;
    }

    /// The widest that this processor has.
    pub fn best() -> Self {
        Self::ALL.into_iter().find(|level| level.is_available()).unwrap_or(Self::Scalar)
    }
}

/// Something to be done over lanes.
pub trait Work {
    /// Does it. Everything down to the arithmetic must be `#[inline(always)]`: what is not is compiled for the least processor.
    fn run<L: Lanes>(self);
}

/// Does the work at a level, or one number at a time where the processor lacks it.
#[inline(always)]
pub fn run<W: Work>(level: Level, work: W) {
    #[cfg(target_arch = "x86_64")]
    let Some(work) = super::wide::on(level, work) else { return };
    #[cfg(not(target_arch = "x86_64"))]
    let _ = level;
    work.run::<f32>();
}

#[cfg(test)]
mod tests {
    use super::super::lanes::{Int, Mask, select};
    use super::super::{V3, fixed, math};
    use super::*;
    use crate::exact::rng::threefry2x32;

    /// Numbers of both signs over the magnitudes that occur, whole ones and halves among them.
    fn numbers(n: u32, salt: u32) -> Vec<f32> {
        let number = |ix: u32| {
            let [a, b] = threefry2x32([salt, 1], [ix, 0]);
            let exponent = 127 - 20 + b % 40;
            let x = f32::from_bits((a & 0x807f_ffff) | (exponent << 23));
            match b >> 29 {
                0 => x.trunc(),
                1 => x.trunc() * 0.5,
                _ => x,
            }
        };
        (0..n).map(number).collect()
    }

    /// Everything that is written over lanes, of three numbers; conditions as bits of an integer.
    fn everything<L: Lanes>(x: L, y: L, z: L) -> ([L; 14], [L::Int; 8]) {
        let one = L::of(1.0);
        let (p, v) = (V3::new(x, y, z), V3::new(z, x, y));
        let positive = x.abs() + L::of(1.0e-6);
        let signed = select(positive, -positive, x.below(L::of(0.0)));
        let bounded = L::from_bits(0x3d00_0000) * math::fclamp(y, L::of(-1.0e6), L::of(1.0e6));
        let cross = p.cross(v);
        let reals = [
            math::rsqrt(positive),
            math::sqrt(x.abs()),
            math::recip(signed),
            math::div(y, positive),
            math::ln(positive),
            math::sin_turns(x),
            math::cos_turns(bounded),
            math::fclamp(x, -one, one),
            math::fmin(x, y) - math::fmax(y, z),
            bounded.floor(),
            -x.abs(),
            cross.len2(),
            fixed::metres(x.floor().to_int() & L::Int::of(0x7fff_ffff)),
            L::from_bits(0x3f80_0000) + bounded,
        ];
        let mask = (x.at_most(y) & z.above(x)) | !y.at_least(z);
        let (i, j) = (x.floor().to_int(), y.floor().to_int());
        let choice = |cond: L::Mask| select(L::Int::of(0), L::Int::of(1), cond);
        let ints = [
            (i - j) * L::Int::of(23) + (j >> 3),
            choice(mask) | choice(i.is_less(j) & (i & L::Int::of(4)).is_nonzero()),
            choice(i.equals(j)) + choice(L::Mask::from_fn(|lane| lane % 3 == 0 && mask.any() && !mask.all())),
            fixed::to_pos(math::fclamp(x, L::of(-3.0e4), L::of(3.0e4))),
            L::Int::look_up(&[7, 11, 13, 17], i & L::Int::of(3)),
            i.least(j),
            i.greatest(j),
            i.wrapping_add(L::Int::of(i32::MAX)),
        ];
        (reals, ints)
    }

    struct Sweep;
    impl Work for Sweep {
        fn run<L: Lanes>(self) {
            let n = 96_000;
            let [x, y, z] = [1, 2, 3].map(|salt| numbers(n, salt));
            for first in (0..n as usize - L::LANES).step_by(L::LANES) {
                let at = |from: &[f32]| L::from_fn(|lane| from[first + lane]);
                let (reals, ints) = everything(at(&x), at(&y), at(&z));
                for lane in 0..L::LANES {
                    let (x, y, z) = (x[first + lane], y[first + lane], z[first + lane]);
                    let (want_reals, want_ints) = everything(x, y, z);
                    for (ix, (got, want)) in reals.iter().zip(want_reals).enumerate() {
                        let got = got.lane(lane);
                        let same = got.to_bits() == want.to_bits() || (got == 0.0 && want == 0.0);
                        assert!(same, "real {ix} of {x:e} {y:e} {z:e}: {got:e}, one by one {want:e}");
                    }
                    for (ix, (got, want)) in ints.iter().zip(want_ints).enumerate() {
                        if ix != 2 {
                            assert_eq!(got.lane(lane), want, "integer {ix} of {x:e} {y:e} {z:e}");
                        }
                    }
                }
                let mut written = [0; 64];
                ints[0].write(&mut written);
                assert!((0..L::LANES).all(|lane| written[lane] == ints[0].lane(lane)));
                assert!(L::Int::read(&written).equals(ints[0]).all());
                let thirds = L::Mask::from_fn(|lane| lane % 3 == 0);
                let mut seen = 0;
                thirds.each(|lane| seen |= 1_u32 << lane);
                assert_eq!(seen, thirds.to_bits());
                assert_eq!(seen, (0..L::LANES).step_by(3).map(|lane| 1 << lane).sum::<u32>());
            }
        }
    }

    #[test]
    fn every_level_gives_the_bits_of_one_number_at_a_time() {
        for level in Level::ALL.into_iter().filter(|level| level.is_available()) {
            println!("{level:?}");
            run(level, Sweep);
        }
    }

    struct Beyond;
    impl Work for Beyond {
        fn run<L: Lanes>(self) {
            let last = L::LANES as i32 - 1;
            let _ = L::Int::look_up(&[0; 5], L::Int::from_fn(|lane| if lane as i32 == last { 5 } else { 0 }));
        }
    }

    #[test]
    #[should_panic(expected = "5")]
    fn no_lane_looks_beyond_a_table() {
        run(Level::best(), Beyond);
    }
}
