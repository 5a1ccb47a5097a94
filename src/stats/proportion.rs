//! The interval of a proportion.

use super::interval::{Interval, is_level};
use super::special::normal_quantile;

/// Wilson's score interval for `k` successes in `n` trials (JASA 22:209-212, 1927):
/// `(k + z^2/2 +- z sqrt(k (n - k) / n + z^2/4)) / (n + z^2)`.
///
/// Assumes *independent* trials with one common probability. Drones of one raid are neither; use it for one yes or no for each
/// replicate, or [`ratio`](super::ratio()) for rates counted over replicates. Behaves well at 0 and n, where it gives a bound.
///
/// `None` for no trials, `k > n`, or a level outside (0, 1).
#[must_use]
pub fn wilson(k: u64, n: u64, level: f64) -> Option<Interval> {
    if n == 0 || k > n || !is_level(level) {
        return None;
    }
    let z = normal_quantile(0.5 + 0.5 * level)?;
    let (successes, trials) = (k as f64, n as f64);
    let middle = successes + 0.5 * z * z;
    let half = z * libm::sqrt(successes * (trials - successes) / trials + 0.25 * z * z);
    // At the ends the difference is 0 or 1 but for rounding: say so exactly.
    let low = if k == 0 { 0.0 } else { (middle - half) / (trials + z * z) };
    let high = if k == n { 1.0 } else { (middle + half) / (trials + z * z) };
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_intervals() {
        for (k, n, low, high) in [(0, 100, 0.0, 0.0370), (90, 100, 0.8256, 0.9448), (1500, 6300, 0.2277, 0.2488)] {
            let found = wilson(k, n, 0.95).unwrap();
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{k}/{n}: {found:?}");
        }
    }

    #[test]
    fn failures_mirror_successes() {
        for k in 0..=17 {
            let (one, other) = (wilson(k, 17, 0.9).unwrap(), wilson(17 - k, 17, 0.9).unwrap());
            assert!((one.low - (1.0 - other.high)).abs() < 1e-14);
        }
        assert_eq!(wilson(0, 9, 0.95).unwrap().low, 0.0);
        assert_eq!(wilson(9, 9, 0.95).unwrap().high, 1.0);
    }

    #[test]
    fn what_has_no_answer_is_none() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(2, 1, 0.95), None);
        assert_eq!(wilson(1, 2, f64::NAN), None);
    }
}
