//! Prices without a linear program: the volume algorithm on the Lagrangian bound.
//!
//! The bound is concave in the prices, and the use beyond each limit by the cheapest bundles is a subgradient. Steps go from the prices
//! with the best bound along a running mean of subgradients (Barahona and Anbil, The volume algorithm, Mathematical Programming 87, 2000),
//! in a metric that goes with the prices themselves, as good ones lie orders of magnitude apart. Every pricing is a proven bound,
//! so that it can stop at any time. Few hundred pricings come within some tenths of a per cent of the linear program's bound, whose rows
//! this needs not to know.

use super::bound::{Branch, Priced, Pricer};
use super::columns::{Bundle, Columns, cost_of, resource_limits, shot_prices};
use super::generate::{Master, keep};
use crate::assign::problem::NO_POOL;
use crate::assign::wta::Instance;

/// Weight of the latest subgradient in the mean.
const LATEST: f64 = 0.05;
/// First length of a step, as a share of what the known value and the bound say.
const FIRST_LENGTH: f64 = 0.05;
/// Length at which the ascent ends.
const LEAST_LENGTH: f64 = 1e-4;
/// What a length grows by after two better bounds in a row.
const LONGER: f64 = 1.2;
/// What it shrinks by after `patience` steps without one.
const SHORTER: f64 = 0.7;
/// Share of the mean price that each price is taken for at least, in the metric.
const FLOOR: f64 = 0.05;
/// Share below which a bundle is forgotten.
const LEAST_SHARE: f64 = 1e-3;
/// Columns of a target in the first program.
const FIRST_COLUMNS: usize = 8;
/// Columns of a target that are kept meanwhile, on the mean.
const MOST_COLUMNS: usize = 32;

/// Raises the bound from the prices in `master`, and keeps the bundles met that are cheapest in the end.
///
/// `value` is that of a known solution, `patience` the steps without a better bound that are borne; `stop` is asked before each pricing but the first.
pub fn ascend(
    instance: &Instance,
    branch: &Branch,
    master: &mut Master,
    value: f64,
    pricer: &mut Pricer,
    patience: usize,
    stop: &mut dyn FnMut() -> bool,
) {
    let limits = resource_limits(instance);
    let priced = pricer.price(instance, branch, &master.prices);
    keep(instance, master, &priced);
    let mut mean = slope(instance, &priced, &limits);
    if priced.bound > master.bound {
        master.bound = priced.bound;
    }
    // The prices may be those of a bound that was found in another way.
    let mut centre = priced.bound;
    let mut shares = Shares::new(priced.bundles);
    let mut metric = metric(&master.prices);
    let (mut length, mut better, mut idle) = (FIRST_LENGTH, 0, 0);
    while length >= LEAST_LENGTH && centre < value && !stop() {
        let Some(prices) = moved(&master.prices, &mean, &metric, length * (value - centre)) else { break };
        let priced = pricer.price(instance, branch, &prices);
        keep(instance, master, &priced);
        let slope = slope(instance, &priced, &limits);
        if priced.bound > centre {
            let ahead = mean.iter().zip(&slope).zip(&metric).map(|((a, b), m)| a * b * m).sum::<f64>() > 0.0;
            better = if ahead { better + 1 } else { 0 };
            (centre, idle) = (priced.bound, 0);
            master.prices = prices;
            if better == 2 {
                metric = self::metric(&master.prices);
            }
            master.bound = master.bound.max(centre);
            if better == 2 {
                (length, better) = ((length * LONGER).min(1.0), 0);
            }
        } else {
            (better, idle) = (0, idle + 1);
            if idle == patience {
                (length, idle) = (length * SHORTER, 0);
                metric = self::metric(&master.prices);
            }
        }
        shares.add(priced.bundles);
        mean.iter_mut().zip(&slope).for_each(|(mean, slope)| *mean += LATEST * (slope - *mean));
        if master.columns.len() > MOST_COLUMNS * instance.n_targets() {
            master.columns = cheapest(instance, &master.columns, &master.prices);
        }
    }
    master.columns = cheapest(instance, &master.columns, &master.prices);
    master.solution = shares.solution(instance, &mut master.columns);
}

/// Running means of the cheapest bundles: what the mean subgradient belongs to, near a solution of the linear program.
struct Shares(Vec<Vec<(Bundle, f64)>>);

impl Shares {
    fn new(bundles: Vec<Bundle>) -> Self {
        Self(bundles.into_iter().map(|bundle| vec![(bundle, 1.0)]).collect())
    }

    fn add(&mut self, bundles: Vec<Bundle>) {
        for (shares, bundle) in self.0.iter_mut().zip(bundles) {
            shares.iter_mut().for_each(|share| share.1 *= 1.0 - LATEST);
            match shares.iter_mut().find(|share| share.0 == bundle) {
                Some(share) => share.1 += LATEST,
                None => shares.push((bundle, LATEST)),
            }
            shares.retain(|share| share.1 > LEAST_SHARE);
        }
    }

    /// As columns with levels; columns that are missing are added.
    fn solution(&self, instance: &Instance, columns: &mut Columns) -> Vec<(usize, f64)> {
        let mut solution = Vec::new();
        for (target, shares) in self.0.iter().enumerate() {
            for (bundle, share) in shares {
                columns.add(instance, target, bundle);
                solution.extend(columns.find(target, bundle).map(|column| (column, *share)));
            }
        }
        solution
    }
}

/// How far a price may move, by what it is.
fn metric(prices: &[f64]) -> Vec<f64> {
    let mean = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
    let floor = if mean > 0.0 { FLOOR * mean } else { 1.0 };
    prices.iter().map(|price| price + floor).collect()
}

/// Prices moved along a direction so far that the bound would rise by `rise` if it went on as it begins; `None` where it leads nowhere.
fn moved(prices: &[f64], direction: &[f64], metric: &[f64], rise: f64) -> Option<Vec<f64>> {
    let free = |&((price, slope), _): &((&f64, &f64), &f64)| *price > 0.0 || *slope > 0.0;
    let all = || prices.iter().zip(direction).zip(metric);
    let square: f64 = all().filter(free).map(|((_, slope), metric)| metric * slope * slope).sum();
    let step = rise / square;
    let moved = all().map(|((price, slope), metric)| (price + step * metric * slope).max(0.0));
    step.is_finite().then(|| moved.collect())
}

/// Of each target, the columns that cost least at these prices.
fn cheapest(instance: &Instance, columns: &Columns, prices: &[f64]) -> Columns {
    let prices = shot_prices(instance, prices);
    let cost = |column: usize| cost_of(instance, columns.target(column), columns.bundle(column), &prices);
    let mut order: Vec<(usize, f64, usize)> = (0..columns.len()).map(|c| (columns.target(c), cost(c), c)).collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut kept = Columns::default();
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        for &(target, _, column) in same.iter().take(FIRST_COLUMNS) {
            kept.add(instance, target, columns.bundle(column));
        }
    }
    kept
}

/// Use beyond each limit: the direction in which a price raises the bound.
fn slope(instance: &Instance, priced: &Priced, limits: &[f64]) -> Vec<f64> {
    let mut slope: Vec<f64> = limits.iter().map(|limit| -limit).collect();
    for bundle in &priced.bundles {
        for &(weapon, shots) in bundle {
            slope[weapon as usize] += f64::from(shots);
            let pool = instance.resource[weapon as usize];
            if pool != NO_POOL {
                slope[instance.n_types() + pool as usize] += f64::from(shots);
            }
        }
    }
    slope
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::generate::generate;
    use super::*;
    use crate::assign::wta::bound::one_price;
    use crate::assign::wta::fixture::{any_instance, optimum};
    use crate::assign::wta::generate::{Family, generate as instance_of};
    use crate::assign::wta::marginal_return;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn it_ends_below_the_optimum_and_not_below_its_start(
            instance in any_instance(4), prices in prop::collection::vec(0.0..20.0f64, 8),
        ) {
            let n = instance.n_types() + instance.pool.len();
            let (root, mut pricer) = (Branch::root(&instance), Pricer::default());
            let first = pricer.price(&instance, &root, &prices[..n]).bound;
            let mut master = Master::new(&instance, prices[..n].to_vec());
            let value = instance.left(&marginal_return(&instance));
            ascend(&instance, &root, &mut master, value, &mut pricer, 4, &mut || false);
            prop_assert!(first <= master.bound && master.bound <= optimum(&instance), "{} {}", first, master.bound);
            for target in 0..instance.n_targets() {
                let of_target = master.solution.iter().filter(|share| master.columns.target(share.0) == target);
                let sum: f64 = of_target.map(|share| share.1).sum();
                prop_assert!(sum <= 1.0 + 1e-9, "shares of {} add up to {}", target, sum);
            }
        }
    }

    /// The linear program over all bundles, solved by column generation, is what no prices can exceed.
    #[test]
    fn it_comes_near_the_linear_program() {
        for (family, seed) in [(Family::Uniform, 1), (Family::Ahuja, 2), (Family::Geometric, 3)] {
            let instance = instance_of(family, 20, 30, 2, seed);
            let (root, mut pricer) = (Branch::root(&instance), Pricer::default());
            let value = instance.left(&marginal_return(&instance));
            let mut master = Master::new(&instance, one_price(&instance));
            ascend(&instance, &root, &mut master, value, &mut pricer, 16, &mut || false);
            let raised = master.bound;
            generate(&instance, &root, &mut master, value, &mut || false);
            assert!(
                raised <= master.bound && raised >= 0.99 * master.bound,
                "{family:?}: {raised} of {}",
                master.bound
            );
        }
    }
}
