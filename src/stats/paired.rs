//! Two cases on the same replicates: the difference, and what sharing the random numbers was worth.

use super::interval::{Interval, t_interval};
use super::summary::summary;
use super::test::t_test_p;

/// The comparison of two cases that met the same raids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Number of pairs.
    pub n: usize,
    /// Mean of `a - b`.
    pub mean: f64,
    /// Standard deviation of `a - b`.
    pub sd: f64,
    /// Student's interval of the mean difference.
    pub interval: Interval,
    /// Two-sided p value of no difference. Adjust with [`holm`](super::holm) where several are made.
    pub p: f64,
    /// Pearson's correlation of `a` and `b`; `None` where one of them does not vary.
    pub correlation: Option<f64>,
    /// `(var a + var b) / var(a - b)`: how many times as many replicates independent raids would have needed for the same
    /// interval. 1 if sharing raids gained nothing, below 1 if it harmed; `None` where the difference does not vary.
    pub variance_reduction: Option<f64>,
}

/// Compares two cases replicate by replicate (common random numbers; Law, Simulation Modeling and Analysis, 5th ed., 10.2.1
/// and 11.2).
///
/// Assumes that `a[i]` and `b[i]` come from the same replicate, replicates from each other independently, and that the mean of the
/// differences is close to normal. `None` if lengths differ, there are fewer than two pairs, a value is not finite, or the
/// level is outside (0, 1).
#[must_use]
pub fn paired(a: &[f64], b: &[f64], level: f64) -> Option<Paired> {
    if a.len() != b.len() {
        return None;
    }
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let (of_a, of_b, difference) = (summary(a)?, summary(b)?, summary(&differences)?);
    let (sd_a, sd_b, sd) = (of_a.sd?, of_b.sd?, difference.sd?);
    let products: f64 = a.iter().zip(b).map(|(a, b)| (a - of_a.mean) * (b - of_b.mean)).sum();
    let covariance = products / (a.len() - 1) as f64;
    Some(Paired {
        n: a.len(),
        mean: difference.mean,
        sd,
        interval: t_interval(difference.mean, sd, a.len(), level)?,
        p: t_test_p(difference.mean, sd, a.len())?,
        correlation: (sd_a > 0.0 && sd_b > 0.0).then(|| (covariance / (sd_a * sd_b)).clamp(-1.0, 1.0)),
        variance_reduction: (sd > 0.0).then(|| (sd_a * sd_a + sd_b * sd_b) / (sd * sd)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sleep_data() {
        // Student's own example (Biometrika 6, 1908), as in R's t.test(extra ~ group, paired): t = -4.0621, df = 9, p = 0.002833.
        let a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = paired(&a, &b, 0.95).unwrap();
        assert!((found.mean + 1.58).abs() < 1e-12);
        assert!((found.interval.low + 2.4598858).abs() < 1e-6 && (found.interval.high + 0.7001142).abs() < 1e-6);
        assert!((found.p - 0.00283289).abs() < 1e-7);
        assert!((found.correlation.unwrap() - 0.7951702).abs() < 1e-6);
        // (var a + var b) / var(a - b), worked out apart.
        assert!((found.variance_reduction.unwrap() - 4.7654230).abs() < 1e-6);
    }

    #[test]
    fn a_constant_difference_is_certain() {
        let found = paired(&[1.0, 2.0, 4.0], &[0.0, 1.0, 3.0], 0.95).unwrap();
        assert_eq!((found.sd, found.p, found.variance_reduction), (0.0, 0.0, None));
        assert_eq!(found.interval, Interval { low: 1.0, high: 1.0 });
        assert_eq!(paired(&[1.0, 1.0], &[1.0, 2.0], 0.95).unwrap().correlation, None);
    }

    #[test]
    fn what_has_no_answer_is_none() {
        assert_eq!(paired(&[1.0], &[2.0], 0.95), None);
        assert_eq!(paired(&[1.0, 2.0], &[2.0], 0.95), None);
        assert_eq!(paired(&[1.0, f64::NAN], &[2.0, 3.0], 0.95), None);
        assert_eq!(paired(&[], &[], 0.95), None);
    }
}
