//! Vectors of x86: the one file of the CPU engine with `unsafe` in it.
//!
//! # Why this is sound
//!
//! The instructions behind these types exist only on some processors, and an intrinsic must not be called on others. The types
//! are private to `exact`; outside it code can name them only as the `L` of [`Work::run`], and [`on`] enters that function
//! only after the processor was asked for the features. Arrays of exactly the vector's size are transmuted to vectors and
//! back, and every bit pattern is valid on both sides. Memory is read in one place, `look_up`, behind a check of all lanes.
//!
//! # Why this is exact
//!
//! Additions, products, comparisons and conversions of single precision are IEEE 754's in every lane, rounded to nearest. Rust
//! never fuses a product and a sum, with or without the `fma` feature; the feature is not enabled either.

#![expect(unsafe_code, reason = "intrinsics; see above")]

use core::arch::x86_64::*;
use core::mem::transmute;
use core::ops::{Add, BitAnd, BitOr, Mul, Neg, Not, Shr, Sub};

use super::dispatch::{Level, Work};
use super::lanes::{Int, Lanes, Mask, Select};
use super::pair::Pair;

/// Whether this processor has the features of a level.
pub(super) fn has(level: Level) -> bool {
    match level {
        Level::Avx512 => {
            is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
        }
        Level::Avx2 => is_x86_feature_detected!("avx2"),
        Level::Scalar => true,
    }
}

/// Does the work with the vectors of a level, or gives it back where the processor has none.
#[inline(always)]
pub(super) fn on<W: Work>(level: Level, work: W) -> Option<W> {
    if level == Level::Scalar || !has(level) {
        return Some(work);
    }
    // SAFETY: `has` found the features of the level, which are those of the function called.
    unsafe {
        match level {
            Level::Avx512 => on_avx512(work),
            Level::Avx2 => on_avx2(work),
            Level::Scalar => {}
        }
    }
    None
}

#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
fn on_avx512<W: Work>(work: W) {
    work.run::<Pair<F32x16>>();
}

#[target_feature(enable = "avx2")]
fn on_avx2<W: Work>(work: W) {
    work.run::<Pair<F32x8>>();
}

/// One operation on vectors. SAFETY, for all of them: the module's word.
macro_rules! op {
    ($f:expr, $($arg:expr),*) => { unsafe { ($f)($($arg),*) } };
}

macro_rules! operators {
    ($kind:ident: $($op:ident::$f:ident = $do:expr),*) => { $(
        impl $op for $kind {
            type Output = Self;
            #[inline(always)]
            fn $f(self, o: Self) -> Self {
                Self(op!($do, self.0, o.0))
            }
        }
    )* };
}

/// The types of one width, by the intrinsics that do each operation.
macro_rules! vectors {
    (
        $n:literal, $real:ident($v:ty), $int:ident($vi:ty), $mask:ident($vm:ty),
        add $add:expr, sub $sub:expr, mul $mul:expr, neg $neg:expr, abs $abs:expr, floor $floor:expr,
        of $of:expr, from_int $from_int:expr, to_int $to_int:expr, cast $cast:expr, uncast $uncast:expr,
        lt $lt:expr, le $le:expr, select $select:expr,
        int: add $iadd:expr, sub $isub:expr, mul $imul:expr, and $iand:expr, or $ior:expr, shr $ishr:expr, of $iof:expr,
        select $iselect:expr, nonzero $nonzero:expr, equal $ieq:expr, less $ilt:expr, within $within:expr,
        gather $gather:expr,
        mask: and $mand:expr, or $mor:expr, not $mnot:expr, bits $mbits:expr, unbits $munbits:expr,
    ) => {
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $real($v);
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $int($vi);
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $mask($vm);

        operators!($real: Add::add = $add, Sub::sub = $sub, Mul::mul = $mul);
        operators!($int: Add::add = $iadd, Sub::sub = $isub, Mul::mul = $imul, BitAnd::bitand = $iand, BitOr::bitor = $ior);
        operators!($mask: BitAnd::bitand = $mand, BitOr::bitor = $mor);

        impl Neg for $real {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self(op!($neg, self.0))
            }
        }
        impl Shr<i32> for $int {
            type Output = Self;
            #[inline(always)]
            fn shr(self, n: i32) -> Self {
                Self(op!($ishr, self.0, n))
            }
        }
        impl Not for $mask {
            type Output = Self;
            #[inline(always)]
            fn not(self) -> Self {
                Self(op!($mnot, self.0))
            }
        }
        impl Select<$mask> for $real {
            #[inline(always)]
            fn pick(no: Self, yes: Self, cond: $mask) -> Self {
                Self(op!($select, no.0, yes.0, cond.0))
            }
        }
        impl Select<$mask> for $int {
            #[inline(always)]
            fn pick(no: Self, yes: Self, cond: $mask) -> Self {
                Self(op!($iselect, no.0, yes.0, cond.0))
            }
        }

        impl Mask for $mask {
            const LANES: usize = $n;
            #[inline(always)]
            fn from_fn(mut f: impl FnMut(usize) -> bool) -> Self {
                let mut bits = 0;
                for lane in 0..$n {
                    bits |= u32::from(f(lane)) << lane;
                }
                Self(op!($munbits, bits))
            }
            #[inline(always)]
            fn to_bits(self) -> u32 {
                op!($mbits, self.0)
            }
            #[inline(always)]
            fn any(self) -> bool {
                self.to_bits() != 0
            }
            #[inline(always)]
            fn all(self) -> bool {
                self.to_bits() == (1 << $n) - 1
            }
        }

        impl Int<$mask> for $int {
            #[inline(always)]
            fn of(i: i32) -> Self {
                Self(op!($iof, i))
            }
            #[inline(always)]
            fn from_fn(mut f: impl FnMut(usize) -> i32) -> Self {
                let mut lanes = [0_i32; $n];
                for (lane, i) in lanes.iter_mut().enumerate() {
                    *i = f(lane);
                }
                Self(op!(transmute::<[i32; $n], $vi>, lanes))
            }
            #[inline(always)]
            fn read(from: &[i32]) -> Self {
                let mut lanes = [0_i32; $n];
                lanes.copy_from_slice(&from[..$n]);
                Self(op!(transmute::<[i32; $n], $vi>, lanes))
            }
            #[inline(always)]
            fn lane(self, lane: usize) -> i32 {
                op!(transmute::<$vi, [i32; $n]>, self.0)[lane]
            }
            #[inline(always)]
            fn write(self, to: &mut [i32]) {
                to[..$n].copy_from_slice(&op!(transmute::<$vi, [i32; $n]>, self.0));
            }
            #[inline(always)]
            fn look_up(words: &[i32], at: Self) -> Self {
                let n = i32::try_from(words.len()).unwrap_or(i32::MAX);
                assert!($mask(op!($within, at.0, n)).all(), "a lane looks beyond {n} words");
                // SAFETY: every lane was found to be in 0..n, so the words read are those of the slice.
                Self(op!($gather, words.as_ptr(), at.0))
            }
            #[inline(always)]
            fn wrapping_add(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn is_nonzero(self) -> $mask {
                $mask(op!($nonzero, self.0))
            }
            #[inline(always)]
            fn equals(self, other: Self) -> $mask {
                $mask(op!($ieq, self.0, other.0))
            }
            #[inline(always)]
            fn is_less(self, other: Self) -> $mask {
                $mask(op!($ilt, self.0, other.0))
            }
        }

        impl Lanes for $real {
            const LANES: usize = $n;
            type Mask = $mask;
            type Int = $int;
            type Half = Self;
            #[inline(always)]
            fn of(value: f32) -> Self {
                Self(op!($of, value))
            }
            #[inline(always)]
            fn from_fn(mut f: impl FnMut(usize) -> f32) -> Self {
                let mut lanes = [0.0_f32; $n];
                for (lane, x) in lanes.iter_mut().enumerate() {
                    *x = f(lane);
                }
                Self(op!(transmute::<[f32; $n], $v>, lanes))
            }
            #[inline(always)]
            fn lane(self, lane: usize) -> f32 {
                op!(transmute::<$v, [f32; $n]>, self.0)[lane]
            }
            #[inline(always)]
            fn from_int(i: $int) -> Self {
                Self(op!($from_int, i.0))
            }
            #[inline(always)]
            fn to_int(self) -> $int {
                $int(op!($to_int, self.0))
            }
            #[inline(always)]
            fn from_bits(bits: u32) -> Self {
                Self::of(f32::from_bits(bits))
            }
            #[inline(always)]
            fn with_bits(bits: $int) -> Self {
                Self(op!($uncast, bits.0))
            }
            #[inline(always)]
            fn bits(self) -> $int {
                $int(op!($cast, self.0))
            }
            #[inline(always)]
            fn floor(self) -> Self {
                Self(op!($floor, self.0))
            }
            #[inline(always)]
            fn abs(self) -> Self {
                Self(op!($abs, self.0))
            }
            #[inline(always)]
            fn below(self, other: Self) -> $mask {
                $mask(op!($lt, self.0, other.0))
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> $mask {
                $mask(op!($le, self.0, other.0))
            }
            #[inline(always)]
            fn above(self, other: Self) -> $mask {
                other.below(self)
            }
            #[inline(always)]
            fn at_least(self, other: Self) -> $mask {
                other.at_most(self)
            }
        }
    };
}

vectors! {
    16, F32x16(__m512), I32x16(__m512i), Mask16(__mmask16),
    add _mm512_add_ps, sub _mm512_sub_ps, mul _mm512_mul_ps,
    neg |a| _mm512_xor_ps(a, _mm512_set1_ps(-0.0)), abs _mm512_abs_ps,
    floor _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC }>,
    of _mm512_set1_ps, from_int _mm512_cvtepi32_ps, to_int _mm512_cvttps_epi32,
    cast _mm512_castps_si512, uncast _mm512_castsi512_ps,
    lt _mm512_cmp_ps_mask::<_CMP_LT_OQ>, le _mm512_cmp_ps_mask::<_CMP_LE_OQ>,
    select |no, yes, cond| _mm512_mask_blend_ps(cond, no, yes),
    int: add _mm512_add_epi32, sub _mm512_sub_epi32, mul _mm512_mullo_epi32, and _mm512_and_si512, or _mm512_or_si512,
    shr |a, n| _mm512_srav_epi32(a, _mm512_set1_epi32(n)), of _mm512_set1_epi32,
    select |no, yes, cond| _mm512_mask_blend_epi32(cond, no, yes), nonzero |a| _mm512_test_epi32_mask(a, a),
    equal _mm512_cmpeq_epi32_mask, less _mm512_cmplt_epi32_mask,
    within |at, n| _mm512_cmplt_epu32_mask(at, _mm512_set1_epi32(n)),
    gather |words: *const i32, at| _mm512_i32gather_epi32::<4>(at, words),
    mask: and _kand_mask16, or _kor_mask16, not _knot_mask16, bits _cvtmask16_u32, unbits _cvtu32_mask16,
}

vectors! {
    8, F32x8(__m256), I32x8(__m256i), Mask8(__m256),
    add _mm256_add_ps, sub _mm256_sub_ps, mul _mm256_mul_ps,
    neg |a| _mm256_xor_ps(a, _mm256_set1_ps(-0.0)), abs |a| _mm256_andnot_ps(_mm256_set1_ps(-0.0), a),
    floor _mm256_floor_ps,
    of _mm256_set1_ps, from_int _mm256_cvtepi32_ps, to_int _mm256_cvttps_epi32,
    cast _mm256_castps_si256, uncast _mm256_castsi256_ps,
    lt _mm256_cmp_ps::<_CMP_LT_OQ>, le _mm256_cmp_ps::<_CMP_LE_OQ>,
    select |no, yes, cond| _mm256_blendv_ps(no, yes, cond),
    int: add _mm256_add_epi32, sub _mm256_sub_epi32, mul _mm256_mullo_epi32, and _mm256_and_si256, or _mm256_or_si256,
    shr |a, n| _mm256_srav_epi32(a, _mm256_set1_epi32(n)), of _mm256_set1_epi32,
    select |no, yes, cond| _mm256_blendv_epi8(no, yes, _mm256_castps_si256(cond)),
    nonzero |a| _mm256_castsi256_ps(_mm256_xor_si256(_mm256_cmpeq_epi32(a, _mm256_setzero_si256()), _mm256_set1_epi32(-1))),
    equal |a, b| _mm256_castsi256_ps(_mm256_cmpeq_epi32(a, b)),
    less |a, b| _mm256_castsi256_ps(_mm256_cmpgt_epi32(b, a)),
    within |at, n| {
        let negative = _mm256_cmpgt_epi32(_mm256_setzero_si256(), at);
        _mm256_castsi256_ps(_mm256_andnot_si256(negative, _mm256_cmpgt_epi32(_mm256_set1_epi32(n), at)))
    },
    gather |words: *const i32, at| _mm256_i32gather_epi32::<4>(words, at),
    mask: and _mm256_and_ps, or _mm256_or_ps,
    not |a| _mm256_xor_ps(a, _mm256_castsi256_ps(_mm256_set1_epi32(-1))),
    bits |a| _mm256_movemask_ps(a) as u32,
    unbits |bits: u32| {
        let one = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
        _mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(bits as i32), one), one))
    },
}
