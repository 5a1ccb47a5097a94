//! The best assignment of at most one shot to each target, and prices that prove it: a linear assignment, by auction.
//!
//! Gains V_j (1 - s_ij) become whole numbers, multiples of 2 K + 1 for K shots, so that the auction ends with their optimum. The step between
//! them is 2^-40 of the greatest gain or finer where it fits: too fine to be seen beside [`PROOF_GAP`](crate::assign::wta::PROOF_GAP).

use crate::assign::linear::market::{MAX_VALUE, Market};
use crate::assign::wta::instance::{Instance, Shots};

/// Steps that the greatest gain is divided into, at most.
const STEPS: i64 = 1 << 40;

/// Shots, their value, and prices of weapons.
pub struct OneShot {
    /// Value left: [`Instance::left`].
    pub value: f64,
    /// Price of a shot of each type.
    pub prices: Vec<f64>,
}

/// Solves the linear assignment; `None` where there are pools, or where nothing is to be gained.
pub fn solve(instance: &Instance) -> Option<OneShot> {
    let n_targets = instance.n_targets();
    let gain = |target: usize, survive: f64| instance.value[target] * (1.0 - survive);
    let gains = (0..n_targets).flat_map(|target| instance.row(target).iter().map(move |&survive| gain(target, survive)));
    let most = gains.fold(0.0, f64::max);
    if most <= 0.0 || !instance.pool.is_empty() {
        return None;
    }
    // A type cannot serve more targets than there are.
    let supply: Vec<u32> = instance.supply.iter().map(|&supply| supply.min(n_targets as u32)).collect();
    let n_shots = supply.iter().map(|&supply| i64::from(supply)).sum::<i64>().min(n_targets as i64);
    let factor = 2 * n_shots + 1;
    let steps = STEPS.min((MAX_VALUE - 1) / factor);
    let mut market = Market::new(supply);
    for target in 0..n_targets {
        let row = instance.row(target).iter().enumerate();
        let whole = |survive: f64| (gain(target, survive) / most * steps as f64) as i64 * factor;
        market.add_row(instance.most_shots[target].min(1), row.map(|(weapon, &survive)| (weapon, whole(survive))));
    }
    let cleared = market.clear(steps * factor, None);
    let mut shots: Shots = cleared.pairs;
    shots.sort_unstable();
    let step = most / steps as f64 / factor as f64;
    let prices = cleared.prices.columns.iter().map(|&price| price as f64 * step).collect();
    Some(OneShot { value: instance.left(&shots), prices })
}
