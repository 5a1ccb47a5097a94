//! The number the simulation computes with: `f32`, or [`Checked`], which refuses values a GPU may treat differently.
//!
//! # Which values are excluded
//!
//! NaN, infinities and subnormals: WGSL lets an implementation assume that the first two do not occur and flush the
//! third to zero. A software adapter does neither, so only the CPU can show that a formula stays clear of them: the
//! tests run the twins over [`Checked`], which panics at the first such result.
//!
//! # Why a negative zero is let pass
//!
//! `0 * -1` is `-0` on some paths and `0` on others (a compiler may turn `0 - x` into `-x`). No permitted operation
//! observes the difference: comparisons hold `-0 == 0`; `+ - *`, `abs` and `floor` give results that are equal as
//! numbers whichever zero went in (division, which would tell them apart, is not among them); a conversion to an integer
//! gives 0; and [`Lanes::bits`] is applied to strictly positive values only. States at epoch edges are integers, so a
//! sign of zero cannot outlive an epoch either.

use core::ops::{Add, Mul, Neg, Sub};

use super::lanes::Lanes;

/// A single real number: what the rows of the stages are computed with.
pub trait Real: Lanes<Mask = bool, Int = i32> + PartialOrd {
    /// The value as a plain `f32`.
    fn get(self) -> f32;
}

/// Largest magnitude up to which every integer is an `f32`.
const EXACT_INT: i32 = 1 << 24;
/// From here on (2^23) every `f32` is integral.
const ALL_INTEGRAL: f32 = 8_388_608.0;

impl Real for f32 {
    #[inline(always)]
    fn get(self) -> f32 {
        self
    }
}

impl Lanes for f32 {
    const LANES: usize = 1;
    type Mask = bool;
    type Int = i32;
    type Half = Self;

    #[inline(always)]
    fn of(value: f32) -> Self {
        value
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> f32) -> Self {
        f(0)
    }
    #[inline(always)]
    fn lane(self, _lane: usize) -> f32 {
        self
    }
    #[inline(always)]
    fn from_int(i: i32) -> Self {
        debug_assert!((-EXACT_INT..=EXACT_INT).contains(&i), "{i} is not exact in f32");
        i as f32
    }
    #[inline(always)]
    fn to_int(self) -> i32 {
        debug_assert!(f32::floor(self) == self, "{self} is not integral");
        debug_assert!((-2_147_483_648.0..2_147_483_648.0).contains(&self), "{self} is not an i32");
        self as i32
    }
    #[inline(always)]
    fn from_bits(bits: u32) -> Self {
        f32::from_bits(bits)
    }
    #[inline(always)]
    fn with_bits(bits: i32) -> Self {
        f32::from_bits(bits as u32)
    }
    #[inline(always)]
    fn bits(self) -> i32 {
        debug_assert!(self > 0.0, "the bits of {self} are not to be looked at");
        self.to_bits() as i32
    }
    /// By way of an integer: without SSE 4.1 the language's `floor` is a call.
    #[inline(always)]
    fn floor(self) -> Self {
        if self.abs() < ALL_INTEGRAL {
            let towards_zero = self as i32 as f32;
            if towards_zero > self { towards_zero - 1.0 } else { towards_zero }
        } else {
            self
        }
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f32::abs(self)
    }
    #[inline(always)]
    fn below(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> bool {
        self <= other
    }
    #[inline(always)]
    fn above(self, other: Self) -> bool {
        self > other
    }
    #[inline(always)]
    fn at_least(self, other: Self) -> bool {
        self >= other
    }
}

/// An `f32` for tests: panics, naming the operation and its operands, when a result is NaN, infinite or subnormal.
#[derive(Copy, Clone, PartialEq, PartialOrd, Debug)]
pub struct Checked(f32);

impl Checked {
    /// The value, or a panic that says where a forbidden one came from.
    #[inline(always)]
    #[track_caller]
    fn guard(value: f32, op: &str, operands: &[f32]) -> Self {
        assert!(
            value == 0.0 || value.is_normal(),
            "{op} of {operands:?} gives {value:e}, which a GPU may treat otherwise"
        );
        Self(value)
    }
}

impl Add for Checked {
    type Output = Self;
    #[inline(always)]
    #[track_caller]
    fn add(self, rhs: Self) -> Self {
        Self::guard(self.0 + rhs.0, "+", &[self.0, rhs.0])
    }
}

impl Sub for Checked {
    type Output = Self;
    #[inline(always)]
    #[track_caller]
    fn sub(self, rhs: Self) -> Self {
        Self::guard(self.0 - rhs.0, "-", &[self.0, rhs.0])
    }
}

impl Mul for Checked {
    type Output = Self;
    #[inline(always)]
    #[track_caller]
    fn mul(self, rhs: Self) -> Self {
        Self::guard(self.0 * rhs.0, "*", &[self.0, rhs.0])
    }
}

impl Neg for Checked {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Real for Checked {
    #[inline(always)]
    fn get(self) -> f32 {
        self.0
    }
}

impl Lanes for Checked {
    const LANES: usize = 1;
    type Mask = bool;
    type Int = i32;
    type Half = Self;

    #[inline(always)]
    #[track_caller]
    fn of(value: f32) -> Self {
        Self::guard(value, "of", &[value])
    }
    #[inline(always)]
    #[track_caller]
    fn from_fn(mut f: impl FnMut(usize) -> f32) -> Self {
        Self::of(f(0))
    }
    #[inline(always)]
    fn lane(self, _lane: usize) -> f32 {
        self.0
    }
    #[inline(always)]
    #[track_caller]
    fn from_int(i: i32) -> Self {
        assert!((-EXACT_INT..=EXACT_INT).contains(&i), "{i} is not exact in f32");
        Self(i as f32)
    }
    #[inline(always)]
    #[track_caller]
    fn to_int(self) -> i32 {
        assert!(self.0.floor() == self.0, "to_int of {}, which is not integral", self.0);
        assert!((-2_147_483_648.0..2_147_483_648.0).contains(&self.0), "to_int of {}, out of range", self.0);
        self.0 as i32
    }
    #[inline(always)]
    #[track_caller]
    fn from_bits(bits: u32) -> Self {
        Self::guard(f32::from_bits(bits), "from_bits", &[])
    }
    #[inline(always)]
    #[track_caller]
    fn with_bits(bits: i32) -> Self {
        Self::guard(f32::from_bits(bits as u32), "with_bits", &[])
    }
    #[inline(always)]
    #[track_caller]
    fn bits(self) -> i32 {
        assert!(self.0 > 0.0, "bits of {}, which is not positive", self.0);
        self.0.to_bits() as i32
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(self.0.floor())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs())
    }
    #[inline(always)]
    fn below(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> bool {
        self <= other
    }
    #[inline(always)]
    fn above(self, other: Self) -> bool {
        self > other
    }
    #[inline(always)]
    fn at_least(self, other: Self) -> bool {
        self >= other
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::select;
    use super::*;

    #[test]
    fn checked_lets_ordinary_values_and_both_zeros_pass() {
        let x = Checked::of(1.5) * Checked::of(-2.0) + Checked::of(3.0);
        assert_eq!(x.get(), 0.0);
        assert_eq!((-x * Checked::of(2.0)).get(), 0.0);
        assert_eq!(select(1_i32, 2, true), 2);
    }

    #[test]
    fn the_floor_is_the_language_s() {
        for bits in (0..u32::MAX - 9973).step_by(9973) {
            let x = f32::from_bits(bits);
            if x.is_normal() {
                assert_eq!(Lanes::floor(x), f32::floor(x), "{x:e}");
                assert_eq!(Lanes::floor(x.trunc()), x.trunc(), "{x:e}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "* of [1e-30, 1e-10]")]
    fn checked_refuses_a_subnormal() {
        let _ = Checked::of(1e-30) * Checked::of(1e-10);
    }

    #[test]
    #[should_panic(expected = "+ of")]
    fn checked_refuses_an_overflow() {
        let _ = Checked::of(f32::MAX) + Checked::of(f32::MAX);
    }

    #[test]
    #[should_panic(expected = "of of [NaN]")]
    fn checked_refuses_nan() {
        let _ = Checked::of(f32::NAN);
    }

    #[test]
    #[should_panic(expected = "bits of")]
    fn checked_refuses_to_show_the_bits_of_zero() {
        let _ = Checked::of(0.0).bits();
    }
}
