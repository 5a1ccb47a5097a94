//! One number, or several side by side: what the formulas of flight are written over.
//!
//! [`Lanes`] is a number as the formulas see it. `f32` and [`Checked`](super::Checked) are one lane wide, and for them a
//! [`Mask`] is a `bool`; the vectors of x86 (`wide.rs`, chosen by [`dispatch`](super::dispatch)) hold eight or sixteen. Every
//! lane computes what one lane alone would, bit by bit: each operation is IEEE 754's, none is fused, none crosses lanes.
//!
//! # Branches
//!
//! A branch becomes "compute, then [`select`]". A side that few need is skipped with [`Mask::any`] or [`Mask::all`]; for one
//! lane that *is* the branch, so that `Checked` judges exactly what a scalar program computes. A side that is computed for a
//! lane that does not take it may give anything there, but nothing that a later step would choke on.

use core::fmt::Debug;
use core::ops::{Add, BitAnd, BitOr, Mul, Neg, Not, Shr, Sub};

/// The widest there is, for arrays with a place per lane.
pub const MAX_LANES: usize = 32;

/// A condition per lane.
pub trait Mask: Copy + Debug + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self> {
    /// How many.
    const LANES: usize;
    /// Lane by lane.
    fn from_fn(f: impl FnMut(usize) -> bool) -> Self;
    /// Lane `n` in bit `n`, zeros above.
    fn to_bits(self) -> u32;
    /// Whether it holds anywhere.
    fn any(self) -> bool;
    /// Whether it holds everywhere.
    fn all(self) -> bool;

    /// The lanes in which it holds, in order.
    #[inline(always)]
    fn each(self, mut f: impl FnMut(usize)) {
        let mut left = self.to_bits();
        while left != 0 {
            f(left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

/// What can be chosen between by a condition of kind `M`.
pub trait Select<M>: Copy {
    /// `yes` where the condition holds, else `no`.
    fn pick(no: Self, yes: Self, cond: M) -> Self;
}

/// `yes` where `cond` holds, else `no`: the order of arguments is WGSL's. Both are computed, as on a GPU.
#[inline(always)]
pub fn select<M, T: Select<M>>(no: T, yes: T, cond: M) -> T {
    T::pick(no, yes, cond)
}

/// An `i32` per lane.
pub trait Int<M>:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Shr<i32, Output = Self>
    + Select<M>
{
    /// The same in all lanes.
    fn of(i: i32) -> Self;
    /// Lane by lane.
    fn from_fn(f: impl FnMut(usize) -> i32) -> Self;
    /// From the first places.
    fn read(from: &[i32]) -> Self;
    /// One lane's.
    fn lane(self, lane: usize) -> i32;
    /// Writes the lanes to the first places.
    fn write(self, to: &mut [i32]);
    /// `words[at]`, lane by lane. Panics where a lane is out of range.
    fn look_up(words: &[i32], at: Self) -> Self;
    /// The sum modulo 2^32. `+` of one lane alone panics on overflow in debug builds, as that of an `i32` does.
    fn wrapping_add(self, other: Self) -> Self;
    /// Where it is not 0.
    fn is_nonzero(self) -> M;
    /// Where the two are the same.
    fn equals(self, other: Self) -> M;
    /// Where `self < other`.
    fn is_less(self, other: Self) -> M;

    /// The lesser of two.
    #[inline(always)]
    fn least(self, other: Self) -> Self {
        select(other, self, self.is_less(other))
    }
    /// The greater of two.
    #[inline(always)]
    fn greatest(self, other: Self) -> Self {
        select(self, other, self.is_less(other))
    }
}

/// A number per lane, with exactly the operations that have the same bits on CPU and GPU.
pub trait Lanes:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Select<<Self as Lanes>::Mask>
{
    /// How many.
    const LANES: usize;
    /// What a comparison gives.
    type Mask: Mask;
    /// Integers of as many lanes.
    type Int: Int<Self::Mask>;
    /// Half as many lanes, for when few are filled; the same where there is no half.
    type Half: Lanes;

    /// The same value in all lanes. Finite and not subnormal.
    fn of(value: f32) -> Self;
    /// Lane by lane.
    fn from_fn(f: impl FnMut(usize) -> f32) -> Self;
    /// One lane's value.
    fn lane(self, lane: usize) -> f32;
    /// The integers as reals, exactly. The caller sees to `|i| <= 2^24`.
    fn from_int(i: Self::Int) -> Self;
    /// The value as an integer; it must be integral and in the range of `i32`.
    fn to_int(self) -> Self::Int;
    /// The number with this bit pattern in all lanes. Finite and not subnormal.
    fn from_bits(bits: u32) -> Self;
    /// The numbers with these bit patterns. Finite and not subnormal.
    fn with_bits(bits: Self::Int) -> Self;
    /// The bit pattern; for strictly positive values only (see [`real`](super::real)'s word on negative zero).
    fn bits(self) -> Self::Int;
    /// The greatest integer not above the value.
    fn floor(self) -> Self;
    /// The absolute value.
    fn abs(self) -> Self;
    /// Where `self < other`.
    fn below(self, other: Self) -> Self::Mask;
    /// Where `self <= other`.
    fn at_most(self, other: Self) -> Self::Mask;
    /// Where `self > other`.
    fn above(self, other: Self) -> Self::Mask;
    /// Where `self >= other`.
    fn at_least(self, other: Self) -> Self::Mask;
}

impl Mask for bool {
    const LANES: usize = 1;

    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> bool) -> Self {
        f(0)
    }
    #[inline(always)]
    fn to_bits(self) -> u32 {
        u32::from(self)
    }
    #[inline(always)]
    fn any(self) -> bool {
        self
    }
    #[inline(always)]
    fn all(self) -> bool {
        self
    }
}

macro_rules! select_by_bool {
    ($($kind:ty),*) => { $(
        impl Select<bool> for $kind {
            #[inline(always)]
            fn pick(no: Self, yes: Self, cond: bool) -> Self {
                if cond { yes } else { no }
            }
        }
    )* };
}
select_by_bool!(i32, u32, f32, super::real::Checked);

impl Int<bool> for i32 {
    #[inline(always)]
    fn of(i: i32) -> Self {
        i
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> i32) -> Self {
        f(0)
    }
    #[inline(always)]
    fn read(from: &[i32]) -> Self {
        from[0]
    }
    #[inline(always)]
    fn lane(self, _lane: usize) -> i32 {
        self
    }
    #[inline(always)]
    fn write(self, to: &mut [i32]) {
        to[0] = self;
    }
    #[inline(always)]
    fn look_up(words: &[i32], at: Self) -> Self {
        words[at as usize]
    }
    #[inline(always)]
    fn wrapping_add(self, other: Self) -> Self {
        i32::wrapping_add(self, other)
    }
    #[inline(always)]
    fn is_nonzero(self) -> bool {
        self != 0
    }
    #[inline(always)]
    fn equals(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn is_less(self, other: Self) -> bool {
        self < other
    }
}
