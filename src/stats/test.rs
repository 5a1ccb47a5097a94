//! Tests of a difference, one and many.

use super::special::t_upper_tail;

/// Two-sided p value of Student's test that a mean is 0: `P(|T| >= |mean| sqrt(n) / sd)`, n - 1 degrees of freedom.
///
/// For differences of pairs this is the paired test. Assumptions as for [`t_interval`](super::t_interval). With `sd` = 0 the limit
/// is returned: 1 for a mean of 0, otherwise 0; all replicates agreeing exactly is worth a look before a claim.
///
/// `None` for fewer than two replicates, a value that is not finite, or a negative `sd`.
#[must_use]
pub fn t_test_p(mean: f64, sd: f64, n: usize) -> Option<f64> {
    if n < 2 || !mean.is_finite() || !sd.is_finite() || sd < 0.0 {
        return None;
    }
    if sd == 0.0 {
        return Some(if mean == 0.0 { 1.0 } else { 0.0 });
    }
    let t = mean.abs() * libm::sqrt(n as f64) / sd;
    Some((2.0 * t_upper_tail(t, (n - 1) as f64)?).min(1.0))
}

/// Holm's step-down adjustment (Scandinavian Journal of Statistics 6:65-70, 1979), in the order of the input: the chance that
/// any true null among m falls below the level stays below it, whatever the dependence between the tests.
///
/// The j-th smallest of m is multiplied by m - j + 1, made monotone, and cut at 1. `None` if a value is not in [0, 1].
#[must_use]
pub fn holm(p: &[f64]) -> Option<Vec<f64>> {
    if p.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return None;
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut greatest: f64 = 0.0;
    for (rank, &ix) in order.iter().enumerate() {
        greatest = greatest.max(p[ix] * (p.len() - rank) as f64).min(1.0);
        adjusted[ix] = greatest;
    }
    Some(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_gives_back_its_level() {
        let p = t_test_p(2.262_157_162_798_2, libm::sqrt(10.0), 10).unwrap();
        assert!((p - 0.05).abs() < 1e-12);
        assert_eq!(t_test_p(-1.5, 2.0, 12), t_test_p(1.5, 2.0, 12));
        assert_eq!(t_test_p(0.0, 2.0, 12), Some(1.0));
    }

    #[test]
    fn small_p_values_keep_their_digits() {
        // t = 20 with 99 degrees of freedom, by mpmath.
        let p = t_test_p(2.0, 1.0, 100).unwrap();
        assert!((p / 1.506_444_859_46e-36 - 1.0).abs() < 1e-9, "{p}");
    }

    #[test]
    fn holm_as_in_r() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let found = holm(&[0.01, 0.04, 0.03, 0.005]).unwrap();
        for (found, expected) in found.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(holm(&[0.9, 0.8]), Some(vec![1.0, 1.0]));
        assert_eq!(holm(&[]), Some(vec![]));
    }

    #[test]
    fn degenerate_input() {
        assert_eq!(t_test_p(0.0, 0.0, 5), Some(1.0));
        assert_eq!(t_test_p(0.1, 0.0, 5), Some(0.0));
        assert_eq!(t_test_p(0.1, 1.0, 1), None);
        assert_eq!(t_test_p(f64::NAN, 1.0, 9), None);
        assert_eq!(holm(&[0.2, f64::NAN]), None);
        assert_eq!(holm(&[1.2]), None);
    }
}
