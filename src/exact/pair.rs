//! Two vectors taken as one of twice the width.
//!
//! A tick is one long chain of operations that wait for each other; a processor works on two chains in the time of one.

use core::ops::{Add, BitAnd, BitOr, Mul, Neg, Not, Shr, Sub};

use super::lanes::{Int, Lanes, Mask, Select};

/// The lanes of the first, then those of the second: numbers, integers and masks alike.
#[derive(Clone, Copy, Debug)]
pub struct Pair<T>(pub T, pub T);

macro_rules! both {
    ($($op:ident::$f:ident),*) => { $(
        impl<T: $op<Output = T>> $op for Pair<T> {
            type Output = Self;
            #[inline(always)]
            fn $f(self, o: Self) -> Self {
                Self($op::$f(self.0, o.0), $op::$f(self.1, o.1))
            }
        }
    )* };
}
both!(Add::add, Sub::sub, Mul::mul, BitAnd::bitand, BitOr::bitor);

impl<T: Neg<Output = T>> Neg for Pair<T> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl<T: Not<Output = T>> Not for Pair<T> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0, !self.1)
    }
}

impl<T: Shr<i32, Output = T>> Shr<i32> for Pair<T> {
    type Output = Self;
    #[inline(always)]
    fn shr(self, n: i32) -> Self {
        Self(self.0 >> n, self.1 >> n)
    }
}

impl<M, T: Select<M>> Select<Pair<M>> for Pair<T> {
    #[inline(always)]
    fn pick(no: Self, yes: Self, cond: Pair<M>) -> Self {
        Self(T::pick(no.0, yes.0, cond.0), T::pick(no.1, yes.1, cond.1))
    }
}

impl<M: Mask> Mask for Pair<M> {
    const LANES: usize = 2 * M::LANES;

    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> bool) -> Self {
        Self(M::from_fn(&mut f), M::from_fn(|lane| f(lane + M::LANES)))
    }
    #[inline(always)]
    fn to_bits(self) -> u32 {
        self.0.to_bits() | self.1.to_bits() << M::LANES
    }
    #[inline(always)]
    fn any(self) -> bool {
        (self.0 | self.1).any()
    }
    #[inline(always)]
    fn all(self) -> bool {
        (self.0 & self.1).all()
    }
}

impl<M: Mask, I: Int<M>> Int<Pair<M>> for Pair<I> {
    #[inline(always)]
    fn of(i: i32) -> Self {
        Self(I::of(i), I::of(i))
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> i32) -> Self {
        Self(I::from_fn(&mut f), I::from_fn(|lane| f(lane + M::LANES)))
    }
    #[inline(always)]
    fn read(from: &[i32]) -> Self {
        Self(I::read(from), I::read(&from[M::LANES..]))
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> i32 {
        if lane < M::LANES { self.0.lane(lane) } else { self.1.lane(lane - M::LANES) }
    }
    #[inline(always)]
    fn write(self, to: &mut [i32]) {
        self.0.write(to);
        self.1.write(&mut to[M::LANES..]);
    }
    #[inline(always)]
    fn look_up(words: &[i32], at: Self) -> Self {
        Self(I::look_up(words, at.0), I::look_up(words, at.1))
    }
    #[inline(always)]
    fn wrapping_add(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0), self.1.wrapping_add(other.1))
    }
    #[inline(always)]
    fn is_nonzero(self) -> Pair<M> {
        Pair(self.0.is_nonzero(), self.1.is_nonzero())
    }
    #[inline(always)]
    fn equals(self, other: Self) -> Pair<M> {
        Pair(self.0.equals(other.0), self.1.equals(other.1))
    }
    #[inline(always)]
    fn is_less(self, other: Self) -> Pair<M> {
        Pair(self.0.is_less(other.0), self.1.is_less(other.1))
    }
}

impl<L: Lanes> Lanes for Pair<L> {
    const LANES: usize = 2 * L::LANES;
    type Mask = Pair<L::Mask>;
    type Int = Pair<L::Int>;
    type Half = L;

    #[inline(always)]
    fn of(value: f32) -> Self {
        Self(L::of(value), L::of(value))
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> f32) -> Self {
        Self(L::from_fn(&mut f), L::from_fn(|lane| f(lane + L::LANES)))
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> f32 {
        if lane < L::LANES { self.0.lane(lane) } else { self.1.lane(lane - L::LANES) }
    }
    #[inline(always)]
    fn from_int(i: Self::Int) -> Self {
        Self(L::from_int(i.0), L::from_int(i.1))
    }
    #[inline(always)]
    fn to_int(self) -> Self::Int {
        Pair(self.0.to_int(), self.1.to_int())
    }
    #[inline(always)]
    fn from_bits(bits: u32) -> Self {
        Self(L::from_bits(bits), L::from_bits(bits))
    }
    #[inline(always)]
    fn with_bits(bits: Self::Int) -> Self {
        Self(L::with_bits(bits.0), L::with_bits(bits.1))
    }
    #[inline(always)]
    fn bits(self) -> Self::Int {
        Pair(self.0.bits(), self.1.bits())
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(self.0.floor(), self.1.floor())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }
    #[inline(always)]
    fn below(self, other: Self) -> Self::Mask {
        Pair(self.0.below(other.0), self.1.below(other.1))
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> Self::Mask {
        Pair(self.0.at_most(other.0), self.1.at_most(other.1))
    }
    #[inline(always)]
    fn above(self, other: Self) -> Self::Mask {
        Pair(self.0.above(other.0), self.1.above(other.1))
    }
    #[inline(always)]
    fn at_least(self, other: Self) -> Self::Mask {
        Pair(self.0.at_least(other.0), self.1.at_least(other.1))
    }
}
