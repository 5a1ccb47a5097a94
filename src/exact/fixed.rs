//! Positions and velocities as integers: the same resolution everywhere, and exact differences.
//!
//! A position is an `i32` in 1/256 m (range 8,388 km), a velocity an `i32` in 1/4096 m/s. `f32` is used for
//! displacements inside an epoch only; at its edges state comes back to integers. Twin: `shaders/exact/fixed.wgsl`.

use super::lanes::{Int, Lanes};

/// Steps of position per metre.
pub const POS_PER_M: i32 = 256;
/// Steps of velocity per metre per second.
pub const VEL_PER_MPS: i32 = 4096;

/// A displacement of `d` position steps in metres, for any `d`, with one rounding (relative error at most 2^-24).
///
/// An `i32` may have more bits than an `f32`, and what a conversion does with them differs by device; so whole metres
/// (at most 23 bits) and the fraction (8 bits) are converted exactly and added.
#[inline(always)]
pub fn metres<R: Lanes>(d: R::Int) -> R {
    R::from_int(d >> 8) + R::from_int(d & R::Int::of(255)) * R::of(1.0 / 256.0)
}

/// A coordinate in metres, exactly: for whoever looks at a replicate and is no part of it.
#[must_use]
pub fn coordinate_m(steps: i32) -> f64 {
    f64::from(steps) / f64::from(POS_PER_M)
}

/// A component of a velocity in metres per second, exactly: likewise.
#[must_use]
pub fn component_mps(steps: i32) -> f64 {
    f64::from(steps) / f64::from(VEL_PER_MPS)
}

/// A displacement of `m` metres in position steps, to the nearest (halves go up): floor(256 m + 1/2).
///
/// For |m| < 2^15 (32.7 km: an epoch's displacement) the result is within half a step. Up to |m| < 2^23 it is still
/// defined and the same everywhere, but from 2^15 on the addition of 1/2 itself rounds, by at most one part in 2^24.
#[inline(always)]
pub fn to_pos<R: Lanes>(m: R) -> R::Int {
    (m * R::of(256.0) + R::of(0.5)).floor().to_int()
}

/// A velocity of `v` steps in metres per second, exactly; |v| <= 2^24 (4,096 m/s).
#[inline(always)]
pub fn mps<R: Lanes>(v: R::Int) -> R {
    R::from_int(v) * R::of(1.0 / 4096.0)
}

/// A velocity in metres per second in velocity steps, to the nearest (halves go up); |v| < 2^11 m/s.
#[inline(always)]
pub fn to_vel<R: Lanes>(v: R) -> R::Int {
    (v * R::of(4096.0) + R::of(0.5)).floor().to_int()
}

#[cfg(test)]
mod tests {
    use super::super::real::{Checked, Real};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn metres_has_one_rounding(d: i32) {
            let got = metres::<f32>(d);
            prop_assert_eq!(got, (f64::from(d) / 256.0) as f32);
            prop_assert_eq!(metres::<Checked>(d).get(), got);
            prop_assert_eq!(coordinate_m(d) as f32, got);
        }

        #[test]
        fn a_displacement_of_an_epoch_comes_back(d in -(1_i32 << 23)..(1 << 23)) {
            prop_assert_eq!(to_pos(metres::<f32>(d)), d);
            prop_assert_eq!(to_pos(metres::<Checked>(d)), d);
        }

        #[test]
        fn a_velocity_comes_back(v in -(1_i32 << 23)..(1 << 23)) {
            prop_assert_eq!(f64::from(mps::<f32>(v)), f64::from(v) / 4096.0);
            prop_assert_eq!(component_mps(v), f64::from(mps::<f32>(v)));
            prop_assert_eq!(to_vel(mps::<Checked>(v)), v);
        }

        #[test]
        fn rounding_is_to_the_nearest(m in -32_768.0_f32..32_768.0) {
            let error = (f64::from(to_pos(m)) - f64::from(m) * 256.0).abs();
            prop_assert!(error <= 0.5 + 1e-7, "{}", error);
        }
    }

    #[test]
    fn extremes_and_halves() {
        assert_eq!(metres::<f32>(i32::MIN), -8_388_608.0);
        assert_eq!(metres::<f32>(i32::MAX), 8_388_608.0);
        assert_eq!([to_pos(0.5_f32 / 256.0), to_pos(-0.5_f32 / 256.0)], [1, 0]);
        assert_eq!([to_pos(8_388_607.0_f32), to_pos(-8_388_608.0_f32)], [8_388_607 * 256, i32::MIN]);
    }
}
