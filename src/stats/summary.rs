//! Mean, spread and quantiles of a sample.

/// What a sample looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of values.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with n - 1 in the denominator; `None` for a single value.
    pub sd: Option<f64>,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
}

/// The summary of a sample; `None` if it is empty or holds a value that is not finite.
///
/// Two passes, the deviations taken from the mean (Chan, Golub and LeVeque, The American Statistician 37:242-247, 1983), so
/// that a large mean does not swallow a small spread.
#[must_use]
pub fn summary(values: &[f64]) -> Option<Summary> {
    let (first, _) = values.split_first()?;
    if values.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let n = values.len() as f64;
    // Sums relative to the first value: exact for constant samples, whose mean is that value and whose spread is 0.
    let mean = first + values.iter().map(|v| v - first).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let rest: f64 = values.iter().map(|v| v - mean).sum();
    let variance = (squares - rest * rest / n).max(0.0) / (n - 1.0);
    Some(Summary {
        n: values.len(),
        mean,
        sd: (values.len() > 1).then(|| libm::sqrt(variance)),
        min: values.iter().copied().fold(f64::INFINITY, f64::min),
        max: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

/// The quantile of a sample at `p` in [0, 1], linear between order statistics: type 7 of Hyndman and Fan (The American
/// Statistician 50:361-365, 1996), the default of R and NumPy.
///
/// `None` if the sample is empty or holds a NaN, or `p` is out of range.
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    if values.iter().any(|v| v.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted_quantile(&sorted, p)
}

/// [`quantile`] of values that are in ascending order already.
pub(super) fn sorted_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor();
    let low = sorted[below as usize];
    let high = sorted[(below as usize + 1).min(sorted.len() - 1)];
    // Equal neighbours first: infinite values must not become infinity minus infinity.
    Some(if low == high { low } else { low + (at - below) * (high - low) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_sample() {
        let found = summary(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
        assert_eq!((found.n, found.mean, found.min, found.max), (8, 5.0, 2.0, 9.0));
        assert!((found.sd.unwrap() - libm::sqrt(32.0 / 7.0)).abs() < 1e-15);
    }

    #[test]
    fn a_large_mean_does_not_swallow_the_spread() {
        let values = [4.0, 7.0, 13.0, 16.0].map(|v| v + 1e9);
        assert!((summary(&values).unwrap().sd.unwrap() - libm::sqrt(30.0)).abs() < 1e-9);
        assert_eq!(summary(&[0.1; 7]).unwrap().sd, Some(0.0));
        assert_eq!(summary(&[0.1; 7]).unwrap().mean, 0.1);
    }

    #[test]
    fn quantiles_as_in_r() {
        // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1))
        let values = [16.0, 1.0, 8.0, 2.0, 4.0];
        for (p, expected) in [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 4.0), (0.9, 12.8), (1.0, 16.0)] {
            assert!((quantile(&values, p).unwrap() - expected).abs() < 1e-12, "{p}");
        }
        assert_eq!(quantile(&[3.0], 0.7), Some(3.0));
    }

    #[test]
    fn what_has_no_answer_is_none() {
        assert_eq!(summary(&[]), None);
        assert_eq!(summary(&[1.0, f64::NAN]), None);
        assert_eq!(summary(&[1.0]).unwrap().sd, None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0], 1.5), None);
        assert_eq!(quantile(&[1.0, f64::NAN], 0.5), None);
    }
}
