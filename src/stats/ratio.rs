//! Ratios of totals over replicates: interceptors per kill, cost per kill, leakers per launched.

use super::interval::{Interval, is_level};
use super::special::t_quantile;

/// A ratio of totals with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Sum of numerators over sum of denominators.
    pub value: f64,
    /// Standard error by the delta method.
    pub standard_error: f64,
    /// `value +- t se`, n - 1 degrees of freedom.
    pub interval: Interval,
}

/// The ratio of two totals, each replicate being one cluster: `r = sum y / sum x`, `se = sqrt(sum (y_i - r x_i)^2 n / (n - 1)) / sum x`
/// (Cochran, Sampling Techniques, 3rd ed., 2.11 and 6.4).
///
/// Whatever goes on inside a replicate may be correlated; replicates must be independent. The mean of ratios is another quantity, and
/// breaks where a replicate has a denominator of 0; this does not. The linearisation is good where the total of the denominators
/// is well away from 0 (its coefficient of variation below some 0.1); with few replicates or rare kills prefer
/// [`bootstrap`](super::bootstrap()) over the pairs.
///
/// `None` if lengths differ, there are fewer than two replicates, a value is not finite, the total of the denominators is 0, or
/// the level is outside (0, 1).
#[must_use]
pub fn ratio(numerators: &[f64], denominators: &[f64], level: f64) -> Option<Ratio> {
    let n = numerators.len();
    let finite = numerators.iter().chain(denominators).all(|v| v.is_finite());
    let total: f64 = denominators.iter().sum();
    if n != denominators.len() || n < 2 || !finite || total == 0.0 || !is_level(level) {
        return None;
    }
    let value = numerators.iter().sum::<f64>() / total;
    let squares: f64 = numerators.iter().zip(denominators).map(|(y, x)| (y - value * x) * (y - value * x)).sum();
    let standard_error = libm::sqrt(squares * n as f64 / (n - 1) as f64) / total.abs();
    let half = t_quantile(0.5 + 0.5 * level, (n - 1) as f64)? * standard_error;
    Some(Ratio { value, standard_error, interval: Interval { low: value - half, high: value + half } })
}

#[cfg(test)]
mod tests {
    use super::*;

    const Y: [f64; 8] = [31.0, 45.0, 28.0, 50.0, 39.0, 41.0, 33.0, 47.0];
    const X: [f64; 8] = [10.0, 13.0, 9.0, 14.0, 12.0, 11.0, 10.0, 15.0];

    #[test]
    fn with_equal_denominators_it_is_the_interval_of_a_mean() {
        let found = ratio(&Y, &[2.0; 8], 0.95).unwrap();
        let of_y = crate::stats::summary(&Y).unwrap();
        let mean = crate::stats::t_interval(of_y.mean, of_y.sd.unwrap(), 8, 0.95).unwrap();
        assert!((found.interval.low - mean.low / 2.0).abs() < 1e-12);
        assert!((found.interval.high - mean.high / 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_jackknife_agrees() {
        let found = ratio(&Y, &X, 0.95).unwrap();
        let (y, x): (f64, f64) = (Y.iter().sum(), X.iter().sum());
        let without: Vec<f64> = Y.iter().zip(X).map(|(yi, xi)| (y - yi) / (x - xi)).collect();
        let mean = without.iter().sum::<f64>() / 8.0;
        let squares: f64 = without.iter().map(|r| (r - mean) * (r - mean)).sum();
        let jackknife = libm::sqrt(squares * 7.0 / 8.0);
        assert!((found.standard_error / jackknife - 1.0).abs() < 0.02, "{} {jackknife}", found.standard_error);
    }

    #[test]
    fn what_has_no_answer_is_none() {
        assert_eq!(ratio(&[1.0], &[1.0], 0.95), None);
        assert_eq!(ratio(&[1.0, 2.0], &[0.0, 0.0], 0.95), None);
        assert_eq!(ratio(&[1.0, 2.0], &[1.0], 0.95), None);
        assert_eq!(ratio(&[1.0, f64::NAN], &[1.0, 1.0], 0.95), None);
        let constant = ratio(&[3.0, 6.0, 0.0], &[1.0, 2.0, 0.0], 0.95).unwrap();
        assert_eq!((constant.value, constant.standard_error), (3.0, 0.0));
    }
}
