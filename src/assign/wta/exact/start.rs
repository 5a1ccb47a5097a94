//! Where prices start, and how far they are raised without a linear program.

use super::ascent::ascend;
use super::bound::{Branch, Pricer};
use super::columns::{left_of, n_resources};
use super::generate::{Master, PRICING_STEPS};
use super::incumbent::Incumbent;
use crate::assign::wta::bound::{one_price, to_first_places};
use crate::assign::wta::{Instance, meets};

/// Steps without a better bound that are borne while prices are raised: few where the linear program is quick.
const PATIENCE: [usize; 2] = [4, 16];

/// Prices with a bound, and columns; a better solution where the linear assignment is one.
///
/// Starts are one price for all weapons, that of the best-p relaxation; what the last shots of the best solution gain; and, where no target
/// need get a second shot, the prices of the linear assignment, at which its shots are often proven.
pub fn start(
    instance: &Instance,
    best: &mut Incumbent,
    large: bool,
    over: &dyn Fn() -> bool,
    stop: &mut dyn FnMut() -> bool,
) -> Master {
    let root = Branch::root(instance);
    let mut pricer = Pricer::with_steps(PRICING_STEPS);
    pricer.start(best.bundles(instance));
    let n_weapons: u64 = instance.supply.iter().map(|&supply| u64::from(supply)).sum();
    let mut starts = vec![one_price(instance), last_gains(instance, best)];
    if n_weapons <= instance.n_targets() as u64
        && !over()
        && let Some(flow) = to_first_places(instance)
    {
        best.offer(instance, flow.shots);
        let mut prices = flow.prices;
        prices.resize(n_resources(instance), 0.0);
        starts.push(prices);
    }
    let mut master = Master::new(instance, vec![0.0; n_resources(instance)]);
    for prices in starts {
        let bound = pricer.price(instance, &root, &prices).bound;
        if bound > master.bound {
            (master.bound, master.prices) = (bound, prices);
        }
    }
    master.add(instance, best);
    if !meets(best.value, master.bound) {
        ascend(instance, &root, &mut master, best.value, &mut pricer, PATIENCE[usize::from(large)], stop);
    }
    master
}

/// Prices to start from: what the least useful shot of each type gains in a solution.
fn last_gains(instance: &Instance, solution: &Incumbent) -> Vec<f64> {
    let mut prices = vec![f64::INFINITY; n_resources(instance)];
    for (target, bundle) in solution.bundles(instance).iter().enumerate() {
        for (at, &(weapon, shots)) in bundle.iter().enumerate() {
            let mut fewer = bundle.clone();
            fewer[at].1 = shots - 1;
            let gain = left_of(instance, target, &fewer) - left_of(instance, target, bundle);
            let price = &mut prices[weapon as usize];
            *price = price.min(gain);
        }
    }
    let least = prices.iter().fold(f64::INFINITY, |least, &price| if price > 0.0 { least.min(price) } else { least });
    let least = if least.is_finite() { least } else { 0.0 };
    prices.into_iter().map(|price| if price.is_finite() { price.max(least) } else { least }).collect()
}
