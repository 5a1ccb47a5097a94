//! Intervals of a mean, and how many replicates it takes to make one narrow.

use super::special::{normal_quantile, t_quantile};

/// A two-sided interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether `value` lies in it, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Half its width.
    #[must_use]
    pub fn half_width(self) -> f64 {
        0.5 * (self.high - self.low)
    }
}

/// Student's interval of a mean: `mean +- t_{(1 + level) / 2, n - 1} sd / sqrt(n)`.
///
/// Assumes independent replicates whose mean is close to normally distributed: safe from some 30 replicates on unless the
/// values are very skewed; [`bootstrap`](super::bootstrap()) makes no such assumption. With `sd` = 0 the interval is a point.
///
/// `None` for fewer than two replicates, a value that is not finite, a negative `sd`, or a level outside (0, 1).
#[must_use]
pub fn t_interval(mean: f64, sd: f64, n: usize, level: f64) -> Option<Interval> {
    if n < 2 || !mean.is_finite() || !sd.is_finite() || sd < 0.0 || !is_level(level) {
        return None;
    }
    let half = t_quantile(0.5 + 0.5 * level, (n - 1) as f64)? * sd / libm::sqrt(n as f64);
    Some(Interval { low: mean - half, high: mean + half })
}

/// The least number of replicates (at least 2) for which [`t_interval`] is expected to be no wider than `+- half_width`.
///
/// `sd` is the standard deviation *between replicates*, from a pilot; an estimate from few of them is itself uncertain, so the
/// answer is a plan and no promise. `None` if it passes 10^15, for a `half_width` that is not positive, or for what has no interval.
#[must_use]
pub fn replicates_needed(sd: f64, half_width: f64, level: f64) -> Option<usize> {
    if half_width.is_nan() || half_width <= 0.0 {
        return None;
    }
    let enough = |n: usize| t_interval(0.0, sd, n, level).map(|interval| interval.half_width() <= half_width);
    if enough(2)? {
        return Some(2);
    }
    // The normal quantile is too small, so its n is a lower bound, and a close one.
    let ratio = normal_quantile(0.5 + 0.5 * level)? * sd / half_width;
    if ratio * ratio > 1e15 {
        return None;
    }
    let mut n = (libm::floor(ratio * ratio) as usize).max(2);
    while !enough(n)? {
        n += 1;
    }
    Some(n)
}

/// Whether a confidence level lies in (0, 1).
pub(super) fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_textbook_interval() {
        let found = t_interval(10.0, 2.0, 10, 0.95).unwrap();
        let half = 2.262_157_162_798_2 * 2.0 / libm::sqrt(10.0);
        assert!((found.high - 10.0 - half).abs() < 1e-10 && (10.0 - found.low - half).abs() < 1e-10);
        assert!((found.half_width() - half).abs() < 1e-10);
        assert!(found.contains(10.0) && !found.contains(12.0));
    }

    #[test]
    fn the_replicates_needed_are_enough_and_one_fewer_is_not() {
        for (sd, half_width, level) in [(2.0, 1.0, 0.95), (0.091, 0.01, 0.95), (5.0, 0.7, 0.99), (1.0, 30.0, 0.9)] {
            let n = replicates_needed(sd, half_width, level).unwrap();
            assert!(t_interval(0.0, sd, n, level).unwrap().half_width() <= half_width);
            if n > 2 {
                assert!(t_interval(0.0, sd, n - 1, level).unwrap().half_width() > half_width);
            }
        }
        // (1.96 x 0.091 / 0.01)^2 = 318.1; Student's quantile asks for two more.
        assert_eq!(replicates_needed(0.091, 0.01, 0.95), Some(321));
    }

    #[test]
    fn degenerate_input() {
        assert_eq!(t_interval(3.0, 0.0, 5, 0.95), Some(Interval { low: 3.0, high: 3.0 }));
        assert_eq!(replicates_needed(0.0, 0.1, 0.95), Some(2));
        for none in [
            t_interval(3.0, 1.0, 1, 0.95),
            t_interval(f64::NAN, 1.0, 9, 0.95),
            t_interval(3.0, f64::INFINITY, 9, 0.95),
            t_interval(3.0, -1.0, 9, 0.95),
            t_interval(3.0, 1.0, 9, 1.0),
        ] {
            assert_eq!(none, None);
        }
        assert_eq!(replicates_needed(1.0, 0.0, 0.95), None);
        assert_eq!(replicates_needed(1.0, f64::NAN, 0.95), None);
        assert_eq!(replicates_needed(1.0, 1e-30, 0.95), None);
    }
}
