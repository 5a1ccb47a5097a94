//! Elementary functions of fixed bits: integer seeds, Newton steps and polynomials in a fixed order of operations.
//!
//! Each states its domain and its largest error; the tests measure both against `f64`. Outside the domain the result
//! is unspecified (never undefined) and [`Checked`](super::Checked) panics. The WGSL twin is `shaders/exact/math.wgsl`;
//! constants are shared as bit patterns, since a WGSL compiler may fold decimal literals at another precision. Small
//! dyadic ones (0.5, 1, 2) are exact however they are read and stay literals.
//!
//! Where WGSL has a builtin for integers too, the names here carry an `f` ([`fmin`], [`fmax`], [`fclamp`]), so that the
//! twin does not hide the builtin.

use super::lanes::{Int, Lanes, select};

/// Seed of [`rsqrt`]: half the exponent's bias times three, tuned so that the worst relative error is 3.4 %.
pub const RSQRT_SEED: u32 = 0x5f37_59df;
/// Seed of [`recip`]: twice the exponent's bias, tuned so that the worst relative error is 5.1 %.
pub const RECIP_SEED: u32 = 0x7ef3_11c7;
/// 2^-100: below this [`sqrt`] gives 0, which keeps subnormals out and is an error of at most 2^-50.
pub const SQRT_TINY: u32 = 0x0d80_0000;
/// 2^-40: below this many turns the sine is taken as 0, which keeps the square of the argument normal.
pub const TURN_TINY: u32 = 0x2b80_0000;

/// sqrt(1/2): mantissas are brought to [sqrt(1/2), sqrt(2)) so that the logarithm of 1 is exactly 0.
pub const LN_SPLIT: u32 = 0x3f35_04f3;
/// The part of ln 2 with few bits (0.693359375): a small integer times it is exact.
pub const LN2_HIGH: u32 = 0x3f31_8000;
/// ln 2 less its high part (-2.1219444e-4).
pub const LN2_LOW: u32 = 0xb95e_8083;
/// (ln(1+f) - f + f^2/2) / f^3, highest power first: 0.070376836, -0.1151461, 0.11676998, -0.12420141, 0.14249323,
/// -0.16668057, 0.20000714, -0.24999994, 0.33333331 (Cephes, `logf`).
pub const LN_C: [u32; 9] = [
    0x3d90_21bb,
    0xbdeb_d1b8,
    0x3def_251a,
    0xbdfe_5d4f,
    0x3e11_e9bf,
    0xbe2a_ae50,
    0x3e4c_ceac,
    0xbe7f_fffc,
    0x3eaa_aaaa,
];
/// sin(2 pi t) / t on |t| <= 1/8 in powers of t^2, highest first: -75.40161, 81.592545, -41.341663, 6.2831855.
pub const SIN_C: [u32; 4] = [0xc296_cda0, 0x42a3_2f62, 0xc225_5ddd, 0x40c9_0fdb];
/// (cos(2 pi t) - 1) / t^2 on |t| <= 1/8 in powers of t^2, highest first: 59.424107, -85.44882, 64.93937, -19.739208.
pub const COS_C: [u32; 4] = [0x426d_b249, 0xc2aa_e5cc, 0x4281_e0f5, 0xc19d_e9e6];

/// The lesser of two; by comparison, since the language's `min` leaves the sign of zero open. Equal values give `a`.
#[inline(always)]
pub fn fmin<R: Lanes>(a: R, b: R) -> R {
    select(a, b, b.below(a))
}

/// The greater of two; by comparison. Equal values give `a`.
#[inline(always)]
pub fn fmax<R: Lanes>(a: R, b: R) -> R {
    select(a, b, b.above(a))
}

/// `x` brought into [`lo`, `hi`]; `lo <= hi`.
#[inline(always)]
pub fn fclamp<R: Lanes>(x: R, lo: R, hi: R) -> R {
    fmin(fmax(x, lo), hi)
}

/// 1 / sqrt(x) for x in [2^-120, 2^120]. Relative error at most 1.0e-7 (measured 9.7e-8).
///
/// The seed halves the exponent by integer arithmetic; each Newton step y + y (1/2 - x y^2 / 2) squares the relative
/// error: 3.4e-2, 1.8e-3, 4.7e-6, then rounding. The product is taken as ((x/2) y) y so that y^2 cannot underflow.
#[inline(always)]
pub fn rsqrt<R: Lanes>(x: R) -> R {
    let half = R::of(0.5);
    let h = half * x;
    let y0 = R::with_bits(R::Int::of(RSQRT_SEED as i32) - (x.bits() >> 1));
    let y1 = y0 + y0 * (half - (h * y0) * y0);
    let y2 = y1 + y1 * (half - (h * y1) * y1);
    y2 + y2 * (half - (h * y2) * y2)
}

/// sqrt(x) for x in {0} and (0, 2^120]. Relative error at most 1.3e-7 (measured 1.25e-7) from 2^-100 up; below that the result is 0.
#[inline(always)]
pub fn sqrt<R: Lanes>(x: R) -> R {
    let tiny = x.below(R::from_bits(SQRT_TINY));
    let safe = select(x, R::of(1.0), tiny);
    select(safe * rsqrt(safe), R::of(0.0), tiny)
}

/// 1 / x for |x| in [2^-100, 2^100]. Relative error at most 1.0e-7 (measured 8.9e-8); powers of two are exact.
///
/// The seed negates the exponent by integer arithmetic; each Newton step y + y (1 - a y) squares the relative error:
/// 5.1e-2, 2.6e-3, 6.5e-6, then rounding.
#[inline(always)]
pub fn recip<R: Lanes>(x: R) -> R {
    let one = R::of(1.0);
    let a = x.abs();
    let y0 = R::with_bits(R::Int::of(RECIP_SEED as i32) - a.bits());
    let y1 = y0 + y0 * (one - a * y0);
    let y2 = y1 + y1 * (one - a * y1);
    let y3 = y2 + y2 * (one - a * y2);
    select(y3, -y3, x.below(R::of(0.0)))
}

/// a / b as `a * recip(b)`, for |b| in [2^-100, 2^100] and a quotient that is 0 or normal. Relative error at most
/// 1.6e-7: that of `recip` and one rounding (measured 1.2e-7).
#[inline(always)]
pub fn div<R: Lanes>(a: R, b: R) -> R {
    a * recip(b)
}

/// ln(x) for x in [2^-24, 2^24]. Relative error at most 1.2e-7 (measured 8.0e-8), also next to 1; ln(1) is exactly 0.
///
/// x = 2^e m with m in [sqrt(1/2), sqrt(2)); with f = m - 1, ln m = f - f^2/2 + f^3 P(f), and e ln 2 is added in two
/// parts, the larger of which is exact.
#[inline(always)]
pub fn ln<R: Lanes>(x: R) -> R {
    let bits = x.bits();
    let exponent = (bits >> 23) - R::Int::of(126);
    let half_to_one = R::with_bits((bits & R::Int::of(0x007f_ffff)) | R::Int::of(0x3f00_0000));
    let small = half_to_one.below(R::from_bits(LN_SPLIT));
    let e = R::from_int(select(exponent, exponent - R::Int::of(1), small));
    let f = select(half_to_one, half_to_one + half_to_one, small) - R::of(1.0);
    let f2 = f * f;
    let mut p = R::from_bits(LN_C[0]);
    p = p * f + R::from_bits(LN_C[1]);
    p = p * f + R::from_bits(LN_C[2]);
    p = p * f + R::from_bits(LN_C[3]);
    p = p * f + R::from_bits(LN_C[4]);
    p = p * f + R::from_bits(LN_C[5]);
    p = p * f + R::from_bits(LN_C[6]);
    p = p * f + R::from_bits(LN_C[7]);
    p = p * f + R::from_bits(LN_C[8]);
    let tail = ((p * f) * f2 + e * R::from_bits(LN2_LOW)) - R::of(0.5) * f2;
    (f + tail) + e * R::from_bits(LN2_HIGH)
}

/// sin(2 pi x), x in turns, |x| < 2^20. Absolute error at most 1.0e-7 (measured 8.9e-8): the
/// reduction to an eighth of a turn is exact. The error near zeros is absolute, not relative.
#[inline(always)]
pub fn sin_turns<R: Lanes>(x: R) -> R {
    let quarter = (x * R::of(4.0) + R::of(0.5)).floor();
    sin_quarters(x - quarter * R::of(0.25), quarter.to_int())
}

/// cos(2 pi x), x in turns, |x| < 2^20. Absolute error at most 1.0e-7 (measured 8.9e-8).
#[inline(always)]
pub fn cos_turns<R: Lanes>(x: R) -> R {
    let quarter = (x * R::of(4.0) + R::of(0.5)).floor();
    sin_quarters(x - quarter * R::of(0.25), quarter.to_int() + R::Int::of(1))
}

/// sin(2 pi (t + quarter / 4)) for |t| <= 1/8: a sine or a cosine of t by the parity, its sign by the half-turn.
#[inline(always)]
pub fn sin_quarters<R: Lanes>(t: R, quarter: R::Int) -> R {
    let u = select(t, R::of(0.0), t.abs().below(R::from_bits(TURN_TINY)));
    let u2 = u * u;
    let mut s = R::from_bits(SIN_C[0]);
    s = s * u2 + R::from_bits(SIN_C[1]);
    s = s * u2 + R::from_bits(SIN_C[2]);
    s = s * u2 + R::from_bits(SIN_C[3]);
    let mut c = R::from_bits(COS_C[0]);
    c = c * u2 + R::from_bits(COS_C[1]);
    c = c * u2 + R::from_bits(COS_C[2]);
    c = c * u2 + R::from_bits(COS_C[3]);
    let v = select(s * u, c * u2 + R::of(1.0), (quarter & R::Int::of(1)).is_nonzero());
    select(v, -v, (quarter & R::Int::of(2)).is_nonzero())
}

#[cfg(test)]
mod tests {
    use super::super::real::{Checked, Real};
    use super::*;
    use proptest::prelude::*;

    /// Every `step`-th float of [lo, hi], and both ends.
    fn sweep(lo: f32, hi: f32, step: usize) -> impl Iterator<Item = f32> {
        (lo.to_bits()..=hi.to_bits()).step_by(step).chain([hi.to_bits()]).map(f32::from_bits)
    }

    /// Largest relative error over the values, and where; the checked run must agree.
    fn worst(
        values: impl Iterator<Item = f32>,
        f: impl Fn(f32) -> f32,
        checked: impl Fn(Checked) -> Checked,
        exact: impl Fn(f64) -> f64,
        relative: bool,
    ) -> (f64, f32) {
        let mut worst = (0.0, 0.0);
        for x in values {
            let got = f(x);
            assert_eq!(checked(Checked::of(x)).get().to_bits(), got.to_bits(), "at {x:e}");
            let want = exact(f64::from(x));
            let error = (f64::from(got) - want).abs();
            let error = if !relative {
                error
            } else if want == 0.0 {
                error * 1e30
            } else {
                error / want.abs()
            };
            if error > worst.0 {
                worst = (error, x);
            }
        }
        worst
    }

    fn two_to(e: i32) -> f32 {
        f32::from_bits(((127 + e) as u32) << 23)
    }

    #[track_caller]
    fn below(what: &str, (error, at): (f64, f32), limit: f64) {
        println!("{what}: {error:.3e} at {at:e}");
        assert!(error <= limit, "{what}: error {error:e} at {at:e}, stated {limit:e}");
    }

    #[test]
    fn roots_keep_their_stated_error() {
        let inverse = |x: f64| 1.0 / x.sqrt();
        // Two octaves hold every mantissa with either parity of the exponent.
        below("rsqrt, two octaves", worst(sweep(1.0, 4.0, 5), rsqrt, rsqrt, inverse, true), RSQRT_ERROR);
        below("rsqrt, domain", worst(sweep(two_to(-120), two_to(120), 1009), rsqrt, rsqrt, inverse, true), RSQRT_ERROR);
        below("sqrt, two octaves", worst(sweep(1.0, 4.0, 5), sqrt, sqrt, f64::sqrt, true), SQRT_ERROR);
        below("sqrt, domain", worst(sweep(two_to(-100), two_to(120), 1009), sqrt, sqrt, f64::sqrt, true), SQRT_ERROR);
        assert_eq!(sqrt(0.0_f32), 0.0);
        assert_eq!(sqrt(Checked::of(f32::MIN_POSITIVE)).get(), 0.0);
        assert_eq!(sqrt(f32::from_bits(1)), 0.0);
    }

    #[test]
    fn reciprocals_keep_their_stated_error() {
        let exact = |x: f64| 1.0 / x;
        below("recip, octave", worst(sweep(1.0, 2.0, 3), recip, recip, exact, true), RECIP_ERROR);
        below("recip, domain", worst(sweep(two_to(-100), two_to(100), 1009), recip, recip, exact, true), RECIP_ERROR);
        for e in -100..=100 {
            assert_eq!(recip(two_to(e)), two_to(-e), "2^{e}");
            assert_eq!(recip(-two_to(e)), -two_to(-e));
        }
        let third = |x: f32| div(x, 3.0);
        let checked = |x: Checked| div(x, Checked::of(3.0));
        below("div by 3", worst(sweep(1.0, 2.0, 7), third, checked, |x| x / 3.0, true), DIV_ERROR);
        assert_eq!(div(0.0_f32, 7.0), 0.0);
    }

    #[test]
    fn the_logarithm_keeps_its_stated_error() {
        below("ln, about 1", worst(sweep(0.5, 2.0, 7), ln, ln, libm::log, true), LN_ERROR);
        below("ln, domain", worst(sweep(two_to(-24), two_to(24), 101), ln, ln, libm::log, true), LN_ERROR);
        assert_eq!(ln(1.0_f32).to_bits(), 0);
        for ulps in 1..1000 {
            for x in [f32::from_bits(0x3f80_0000 + ulps), f32::from_bits(0x3f80_0000 - ulps)] {
                let want = libm::log(f64::from(x));
                assert!((f64::from(ln(x)) - want).abs() <= LN_ERROR * want.abs(), "{x}");
            }
        }
    }

    #[test]
    fn sine_and_cosine_keep_their_stated_error() {
        let tau = std::f64::consts::TAU;
        let (sine, cosine) = (|x: f64| libm::sin(tau * (x - x.floor())), |x: f64| libm::cos(tau * (x - x.floor())));
        let both = |what: &str, lo: f32, hi: f32, step: usize| {
            below(&format!("sin {what}"), worst(sweep(lo, hi, step), sin_turns, sin_turns, sine, false), TURN_ERROR);
            below(&format!("cos {what}"), worst(sweep(lo, hi, step), cos_turns, cos_turns, cosine, false), TURN_ERROR);
            let (s, c) = (|x: f32| sin_turns(-x), |x: Checked| sin_turns(-x));
            below(&format!("-sin {what}"), worst(sweep(lo, hi, step), s, c, |x| sine(-x), false), TURN_ERROR);
        };
        both("one turn", two_to(-4), 1.0, 11);
        both("small", f32::MIN_POSITIVE, two_to(-4), 1009);
        both("many turns", 1.0, two_to(20), 101);
        let quarters = [0.0_f32, 0.25, 0.5, 0.75, 1.0, -0.25, 1000.5];
        assert_eq!(quarters.map(sin_turns), [0.0, 1.0, 0.0, -1.0, 0.0, -1.0, 0.0]);
        assert_eq!(quarters.map(cos_turns), [1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0]);
    }

    proptest! {
        #[test]
        fn division_is_near_the_quotient(a in -1e6_f32..1e6, b in 1e-3_f32..1e6, negative: bool) {
            let b = if negative { -b } else { b };
            prop_assume!(a.abs() > 1e-20);
            let want = f64::from(a) / f64::from(b);
            prop_assert!((f64::from(div(a, b)) - want).abs() <= DIV_ERROR * want.abs());
            prop_assert_eq!(div(Checked::of(a), Checked::of(b)).get(), div(a, b));
        }

        #[test]
        fn minima_and_clamps_are_the_language_s(a: i32, b: i32, x: i32) {
            let (a, b, x) = (a as f32, b as f32, x as f32);
            prop_assert_eq!(fmin(a, b), a.min(b));
            prop_assert_eq!(fmax(a, b), a.max(b));
            prop_assert_eq!(fclamp(x, a.min(b), a.max(b)), x.clamp(a.min(b), a.max(b)));
        }
    }

    // The errors stated in the documentation above.
    const RSQRT_ERROR: f64 = 1e-7;
    const SQRT_ERROR: f64 = 1.3e-7;
    const RECIP_ERROR: f64 = 1e-7;
    const DIV_ERROR: f64 = 1.6e-7;
    const LN_ERROR: f64 = 1.2e-7;
    const TURN_ERROR: f64 = 1e-7;
}
