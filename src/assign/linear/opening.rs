//! The first eps of a [`market`](super::market): a fraction of what values differ by, or, at prices of an epoch before, of what
//! those prices are off by.

use super::market::{SCALING, Side};

/// Prices are off by what one in so many places would have to fall before anybody took it. More: one wrong price starts from a
/// greater eps. On positions that move, from 4 to 16 all do well; the median is 0 too often.
pub const ONE_IN: usize = 8;

/// The first eps at prices that say nothing: the greatest power of [`SCALING`] for which `SCALING * eps` does not pass the
/// spread of values (rounded down), 1 at least.
pub fn cold(spread: i64) -> i64 {
    let mut eps = 1;
    while eps < spread / SCALING {
        eps *= SCALING;
    }
    eps
}

/// The first eps at prices of `second` from an epoch before: the greatest power of [`SCALING`] that one in [`ONE_IN`] of the
/// positive prices is off by, 1 at least and `most` at most.
///
/// Let g_i = max(0, max_j a_ij - p_j) be what agent i of `first` could make. A price p_j > 0 is off by
/// min(p_j, min_i g_i - (a_ij - p_j)): by so much it has to fall before it is the best offer for anybody. At an optimum that is 0
/// for all.
pub fn warm(first: &Side, second: &Side, price: &[i64], most: i64) -> i64 {
    let mut off = price.to_vec();
    for bidder in (0..first.units.len()).filter(|&bidder| first.units[bidder] > 0) {
        let (to, value) = first.edges.of(bidder);
        let gain = |(&object, &value): (&u32, &i64)| value - price[object as usize];
        let best = to.iter().zip(value).map(gain).max().unwrap_or(0).max(0);
        for edge in to.iter().zip(value) {
            let off = &mut off[*edge.0 as usize];
            *off = (*off).min(best - gain(edge));
        }
    }
    let priced = (0..price.len()).filter(|&object| second.units[object] > 0 && price[object] > 0);
    let off: Vec<i64> = priced.map(|object| off[object]).collect();
    let is_common = |eps: i64| off.iter().filter(|&&off| off >= eps).count() * ONE_IN >= off.len();
    let mut eps = 1;
    while eps < most && !off.is_empty() && is_common(eps * SCALING) {
        eps *= SCALING;
    }
    eps
}
