//! From one edge to the next: where things are at a moment inside an epoch, from the rows at both of its edges.
//!
//! Metres east, north, up; seconds; velocities over ground, m/s. An agent's path over an epoch is a cubic through both
//! positions with both velocities (Hermite). For accelerations up to M it is off by at most 0.065 M T^2 in an epoch T of ten
//! ticks. Against the model's own ticks (`tests/replay_motion.rs`, epochs of 1 s): 2 cm in straight flight, up to 1.1 m for
//! threats in their sharpest turns, 1.8 m for interceptors in their last phase and 2.8 m on the way out; straight lines
//! between edges would be off by 3.5, 7.4 and 7.3 m.

use crate::exact::fixed::{component_mps, coordinate_m};

/// A position with the velocity there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Metres east, north, up.
    pub at_m: [f64; 3],
    /// Over ground, m/s.
    pub v_mps: [f64; 3],
}

impl Leg {
    /// From the units of the rows, with a wind that is to be added to the velocity.
    pub fn new(at: [i32; 3], v: [i32; 3], wind_mps: [f64; 2]) -> Self {
        let v = v.map(component_mps);
        Self { at_m: at.map(coordinate_m), v_mps: [v[0] + wind_mps[0], v[1] + wind_mps[1], v[2]] }
    }

    /// Flown on straight for so long; back for less than 0.
    pub fn after_s(&self, seconds: f64) -> Self {
        Self { at_m: std::array::from_fn(|k| self.at_m[k] + self.v_mps[k] * seconds), v_mps: self.v_mps }
    }
}

/// The cubic from `a` to `b` in `span_s`, after `s` of it, 0 to 1. Both ends are met exactly.
pub fn cubic(a: &Leg, b: &Leg, span_s: f64, s: f64) -> [f64; 3] {
    if s <= 0.0 {
        return a.at_m;
    }
    if s >= 1.0 {
        return b.at_m;
    }
    let (s2, s3) = (s * s, s * s * s);
    std::array::from_fn(|k| {
        // From a's own place, so that positions of hundreds of kilometres cost no digits.
        let way = b.at_m[k] - a.at_m[k];
        let rise = (s3 - 2.0 * s2 + s) * a.v_mps[k] + (s3 - s2) * b.v_mps[k];
        a.at_m[k] + (3.0 * s2 - 2.0 * s3) * way + rise * span_s
    })
}

/// The velocity at the beginning with which the cubic to `b` is a parabola: for what starts at rest at a known place.
pub fn parabola_start(at_m: [f64; 3], b: &Leg, span_s: f64) -> Leg {
    let v_mps = std::array::from_fn(|k| 2.0 * (b.at_m[k] - at_m[k]) / span_s - b.v_mps[k]);
    Leg { at_m, v_mps }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Leg = Leg { at_m: [1.0, -2.0, 500_000.25], v_mps: [40.0, 0.0, -3.0] };
    const B: Leg = Leg { at_m: [41.0, 3.0, 499_997.0], v_mps: [38.0, 9.0, -3.5] };

    #[test]
    fn both_ends_are_met_to_the_bit_and_beyond_them_nothing_moves() {
        assert_eq!(cubic(&A, &B, 1.0, 0.0), A.at_m);
        assert_eq!(cubic(&A, &B, 1.0, 1.0), B.at_m);
        assert_eq!([cubic(&A, &B, 1.0, -0.5), cubic(&A, &B, 1.0, 1.5)], [A.at_m, B.at_m]);
    }

    #[test]
    fn the_slopes_at_the_ends_are_the_velocities() {
        let step = 1.0e-5;
        let slope = |s: f64, k: usize| (cubic(&A, &B, 2.0, s + step)[k] - cubic(&A, &B, 2.0, s)[k]) / (step * 2.0);
        for k in 0..3 {
            assert!((slope(step, k) - A.v_mps[k]).abs() < 1.0e-2);
            assert!((slope(1.0 - 2.0 * step, k) - B.v_mps[k]).abs() < 1.0e-2);
        }
    }

    #[test]
    fn a_circle_is_kept_within_a_centimetre() {
        // 50 m/s at the turn radius of 384 m in an epoch of 1 s: r w^4 / 384 = 0.3 mm, against 0.8 m of a straight line.
        let (radius, rate) = (384.3, 50.0 / 384.3);
        let at = |t: f64| {
            let (sin, cos) = libm::sincos(rate * t);
            Leg { at_m: [radius * cos, radius * sin, 0.0], v_mps: [-radius * rate * sin, radius * rate * cos, 0.0] }
        };
        let (a, b) = (at(0.0), at(1.0));
        for step in 1..10 {
            let (here, there) = (cubic(&a, &b, 1.0, f64::from(step) / 10.0), at(f64::from(step) / 10.0).at_m);
            assert!((here[0] - there[0]).abs() < 0.01 && (here[1] - there[1]).abs() < 0.01);
        }
        let straight = (a.at_m[0] + b.at_m[0]) / 2.0 - at(0.5).at_m[0];
        assert!(straight.abs() > 0.5, "a straight line would be off by {straight} m");
    }

    #[test]
    fn a_start_from_rest_has_no_bump() {
        let start = parabola_start(A.at_m, &B, 1.0);
        let halfway = cubic(&start, &B, 1.0, 0.5);
        for (k, found) in halfway.into_iter().enumerate() {
            let acceleration = B.v_mps[k] - start.v_mps[k];
            let expected = A.at_m[k] + start.v_mps[k] * 0.5 + acceleration * 0.125;
            assert!((found - expected).abs() < 1.0e-9);
        }
    }
}
