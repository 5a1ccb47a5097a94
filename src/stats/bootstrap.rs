//! Intervals of any statistic by resampling whole replicates.

use super::interval::{Interval, is_level};
use super::special::{normal_cdf, normal_quantile};
use super::summary::sorted_quantile;

/// What resampling found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// The percentile interval: plain, and too narrow for small or skewed samples.
    pub percentile: Interval,
    /// The bias-corrected and accelerated interval, the one to quote.
    pub bca: Interval,
}

/// Bootstrap intervals of `statistic` (Efron, JASA 82:171-185, 1987; Efron and Tibshirani, An Introduction to the Bootstrap,
/// ch. 14).
///
/// An element of the sample is one replicate, with whatever belongs to it (a pair of counts, say): resampling elements keeps
/// what is correlated inside a replicate together. Elements must be independent of each other. A quantile near the edge of a small
/// sample (P90 of 20) cannot be resampled well by any method. 2,000 resamples make the ends good to a few percent of the
/// width; the cost is that many calls of `statistic`.
///
/// Deterministic: resample r takes element `floor(n h / 2^64)`, h being SplitMix64's r n + j-th output for `seed`.
///
/// `None` for fewer than two elements, no resamples, a level outside (0, 1), or a statistic that is not finite on the sample
/// or on any resample (a ratio whose denominator may vanish, say).
#[must_use]
pub fn bootstrap<T: Clone>(
    sample: &[T],
    statistic: impl Fn(&[T]) -> f64,
    resamples: usize,
    level: f64,
    seed: u64,
) -> Option<Bootstrap> {
    let n = sample.len();
    if n < 2 || resamples == 0 || !is_level(level) {
        return None;
    }
    let finite = |value: f64| value.is_finite().then_some(value);
    let estimate = finite(statistic(sample))?;

    let mut scratch = sample.to_vec();
    let mut values = Vec::with_capacity(resamples);
    for resample in 0..resamples {
        for (place, slot) in scratch.iter_mut().enumerate() {
            let draw = splitmix64(seed, (resample * n + place) as u64);
            *slot = sample[((u128::from(draw) * n as u128) >> 64) as usize].clone();
        }
        values.push(finite(statistic(&scratch))?);
    }
    values.sort_by(f64::total_cmp);

    let (low, high) = (0.5 - 0.5 * level, 0.5 + 0.5 * level);
    let interval =
        |low, high| Some(Interval { low: sorted_quantile(&values, low)?, high: sorted_quantile(&values, high)? });
    let bias = bias(&values, estimate)?;
    let acceleration = acceleration(sample, &statistic)?;
    let shifted = |p: f64| {
        let z = bias + normal_quantile(p)?;
        let stretch = 1.0 - acceleration * z;
        // Beyond the pole of the transformation nothing is left to say but "the end of what was seen".
        let q = if stretch > 0.0 { normal_cdf(bias + z / stretch) } else { f64::from(u8::from(z > 0.0)) };
        Some(q.clamp(0.0, 1.0))
    };
    Some(Bootstrap { estimate, percentile: interval(low, high)?, bca: interval(shifted(low)?, shifted(high)?)? })
}

/// The normal score of the share of resamples below the estimate; ties count half, as discrete statistics have many.
fn bias(values: &[f64], estimate: f64) -> Option<f64> {
    let below = values.iter().filter(|&&v| v < estimate).count() as f64;
    let equal = values.iter().filter(|&&v| v == estimate).count() as f64;
    let n = values.len() as f64;
    // Half a resample from either end, so that the score stays finite.
    normal_quantile(((below + 0.5 * equal) / n).clamp(0.5 / n, 1.0 - 0.5 / n))
}

/// How fast the statistic's standard error changes with it, from the skewness of the jackknife values.
fn acceleration<T: Clone>(sample: &[T], statistic: &impl Fn(&[T]) -> f64) -> Option<f64> {
    let mut values = Vec::with_capacity(sample.len());
    for left_out in 0..sample.len() {
        let rest = [&sample[..left_out], &sample[left_out + 1..]].concat();
        values.push(statistic(&rest));
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|v| (mean - v) * (mean - v)).sum();
    let cubes: f64 = values.iter().map(|v| (mean - v) * (mean - v) * (mean - v)).sum();
    if squares == 0.0 {
        return Some(0.0);
    }
    let acceleration = cubes / (6.0 * squares * libm::sqrt(squares));
    acceleration.is_finite().then_some(acceleration)
}

/// The `at`-th output of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) started at `seed`: a counter-based generator.
pub(super) fn splitmix64(seed: u64, at: u64) -> u64 {
    let mut z = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    /// A draw from the unit exponential distribution: skewed, as leakers and costs are.
    fn exponential(seed: u64, at: u64) -> f64 {
        -libm::log((splitmix64(seed, at) >> 11) as f64 / (1u64 << 53) as f64 + 1e-17)
    }

    #[test]
    fn splitmix_gives_the_published_outputs() {
        // The reference implementation (Vigna, prng.di.unimi.it) seeded with 1234567.
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([0, 1, 2].map(|at| splitmix64(1_234_567, at)), expected);
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let sample: Vec<f64> = (0..20).map(|i| exponential(1, i)).collect();
        let of = |seed| bootstrap(&sample, mean, 500, 0.95, seed);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn for_a_mean_of_many_it_is_the_normal_interval() {
        let sample: Vec<f64> = (0..400).map(|i| exponential(3, i)).collect();
        let sd = crate::stats::summary(&sample).unwrap().sd.unwrap();
        let found = bootstrap(&sample, mean, 4_000, 0.95, 7).unwrap();
        let half = 1.96 * sd / 20.0;
        for interval in [found.percentile, found.bca] {
            assert!((interval.half_width() / half - 1.0).abs() < 0.06, "{interval:?} {half}");
        }
        // The sample is skewed to the right, and only the second interval leans that way.
        assert!(found.bca.high > found.percentile.high && found.bca.low > found.percentile.low);
    }

    #[test]
    fn clusters_stay_together() {
        let sample: Vec<(f64, f64)> = (0..60).map(|i| (2.0 + exponential(5, i), 1.0 + exponential(6, i))).collect();
        let of_totals = |s: &[(f64, f64)]| s.iter().map(|p| p.0).sum::<f64>() / s.iter().map(|p| p.1).sum::<f64>();
        let found = bootstrap(&sample, of_totals, 2_000, 0.95, 1).unwrap();
        let (y, x): (Vec<f64>, Vec<f64>) = sample.iter().copied().unzip();
        let delta = crate::stats::ratio(&y, &x, 0.95).unwrap();
        assert!((found.bca.half_width() / delta.interval.half_width() - 1.0).abs() < 0.15);
    }

    #[test]
    fn intervals_cover_as_often_as_they_say() {
        // 1,000 samples of 30; three standard errors of a coverage of 0.95 are 0.021.
        let (mut student, mut bca, mut plain) = (0, 0, 0);
        for trial in 0..1_000u64 {
            // Sums of 4 exponentials: mean 4, skewness 1.
            let sample: Vec<f64> =
                (0..30).map(|i| (0..4).map(|k| exponential(99, trial * 120 + i * 4 + k)).sum()).collect();
            let of = crate::stats::summary(&sample).unwrap();
            student += u32::from(crate::stats::t_interval(of.mean, of.sd.unwrap(), 30, 0.95).unwrap().contains(4.0));
            let found = bootstrap(&sample, mean, 400, 0.95, trial).unwrap();
            bca += u32::from(found.bca.contains(4.0));
            plain += u32::from(found.percentile.contains(4.0));
        }
        assert!((925..=971).contains(&student), "t {student}");
        // Resampling 30 values is known to come out one or two percent narrow.
        assert!((905..=971).contains(&bca), "bca {bca}");
        assert!((895..=971).contains(&plain), "percentile {plain}");
    }

    #[test]
    fn degenerate_input() {
        let constant = bootstrap(&[2.0; 5], mean, 100, 0.95, 1).unwrap();
        assert_eq!(constant.bca, Interval { low: 2.0, high: 2.0 });
        assert_eq!(bootstrap(&[2.0], mean, 100, 0.95, 1), None);
        assert_eq!(bootstrap(&[1.0, 2.0], mean, 0, 0.95, 1), None);
        assert_eq!(bootstrap(&[1.0, f64::NAN], mean, 10, 0.95, 1), None);
        assert_eq!(bootstrap(&[1.0, 2.0], mean, 10, 0.0, 1), None);
    }
}
