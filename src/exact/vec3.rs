//! Three components with a fixed order of operations; the twin of `shaders/exact/vec.wgsl`.
//!
//! glam's vectors are not used where bits matter: the order in which `dot` adds differs by type and target there.

use super::lanes::{Lanes, Select};
use core::ops::{Add, Sub};

/// A vector of three reals; unit and frame are those of the surrounding code.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct V3<R> {
    /// First component (east, where the frame is the map's).
    pub x: R,
    /// Second component (north).
    pub y: R,
    /// Third component (up).
    pub z: R,
}

impl<R: Lanes> V3<R> {
    /// The vector of these components.
    #[inline(always)]
    pub fn new(x: R, y: R, z: R) -> Self {
        Self { x, y, z }
    }

    /// The vector of three zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self::new(R::of(0.0), R::of(0.0), R::of(0.0))
    }

    /// Each component times `k`.
    #[inline(always)]
    pub fn scale(self, k: R) -> Self {
        Self::new(self.x * k, self.y * k, self.z * k)
    }

    /// (x x' + y y') + z z', in this order.
    #[inline(always)]
    pub fn dot(self, o: Self) -> R {
        (self.x * o.x + self.y * o.y) + self.z * o.z
    }

    /// The cross product; each component is a product less a product, left to right.
    #[inline(always)]
    pub fn cross(self, o: Self) -> Self {
        Self::new(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
    }

    /// The square of the length, as [`dot`](Self::dot) with itself.
    #[inline(always)]
    pub fn len2(self) -> R {
        self.dot(self)
    }
}

impl<R: Lanes> Add for V3<R> {
    type Output = Self;
    #[inline(always)]
    fn add(self, o: Self) -> Self {
        Self::new(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl<R: Lanes> Sub for V3<R> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, o: Self) -> Self {
        Self::new(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl<M: Copy, R: Select<M>> Select<M> for V3<R> {
    #[inline(always)]
    fn pick(no: Self, yes: Self, cond: M) -> Self {
        Self { x: R::pick(no.x, yes.x, cond), y: R::pick(no.y, yes.y, cond), z: R::pick(no.z, yes.z, cond) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_is_right_handed_and_orthogonal() {
        let x = V3::new(1.0_f32, 0.0, 0.0);
        let y = V3::new(0.0_f32, 1.0, 0.0);
        assert_eq!(x.cross(y), V3::new(0.0, 0.0, 1.0));
        let (a, b) = (V3::new(1.0_f32, 2.0, 3.0), V3::new(-4.0_f32, 5.0, 6.5));
        assert_eq!(a.cross(b).dot(a), 0.0);
        assert_eq!((a - a) + V3::zero(), V3::zero());
    }

    #[test]
    fn dot_adds_in_the_stated_order() {
        // 2^24 + 1 is lost, so (2^24 + 1) + 1 stays at 2^24; the other order would give 2^24 + 2.
        let a = V3::new(16_777_216.0_f32, 1.0, 1.0);
        assert_eq!(a.dot(V3::new(1.0, 1.0, 1.0)), 16_777_216.0);
        assert_eq!(V3::new(1.0_f32, 1.0, 16_777_216.0).dot(V3::new(1.0, 1.0, 1.0)), 16_777_218.0);
        assert_eq!(V3::new(3.0_f32, 4.0, 12.0).scale(2.0).len2(), 676.0);
    }
}
