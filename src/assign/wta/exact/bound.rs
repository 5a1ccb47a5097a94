//! The Lagrangian bound of the extended formulation at given prices, safe in floating point.
//!
//! For any prices u >= 0 of the resources, `sum_j min_S [V_j s(S) + u a(S)] - u b` is at most the optimum, whatever a linear
//! program says of u. The minima come from the exact pricing, and the sum is lowered by more than its rounding can come to.

use super::columns::{Bundle, cost_of, resource_limits, shot_prices};
use super::pricing::{Choice, Pricing};
use super::shortlist::Shortlist;
use crate::assign::problem::NO_POOL;
use crate::assign::wta::Instance;

/// What the pricing passes over, as a share, with something to spare.
const LOST_IN_TERMS: f64 = 2.0e-13;
/// What a product of factors, a sum of prices and a logarithm lose together with each shot of a bundle, as a share.
const LOST_IN_SHOT: f64 = 4.0 * f64::EPSILON;
/// What a sum loses with each term, as a share.
const LOST_IN_SUM: f64 = f64::EPSILON;

/// Bounds on the shots of each type at each target: the branch of the search that is looked at.
#[derive(Clone, Debug)]
pub struct Branch {
    n_types: usize,
    least: Vec<u32>,
    most: Vec<u32>,
    /// By target: types of which there must be shots.
    n_wanted: Vec<u32>,
    /// -ln of the chance to survive.
    power: Vec<f64>,
}

impl Branch {
    /// All that the instance allows.
    pub fn root(instance: &Instance) -> Self {
        let mut most = Vec::with_capacity(instance.survive.len());
        for target in 0..instance.n_targets() {
            for (weapon, &survive) in instance.row(target).iter().enumerate() {
                let pool = instance.resource[weapon];
                let pool = if pool == NO_POOL { u32::MAX } else { instance.pool[pool as usize] };
                let reach = instance.supply[weapon].min(pool).min(instance.most_shots[target]);
                most.push(if survive < 1.0 && instance.value[target] > 0.0 { reach } else { 0 });
            }
        }
        let power = instance.survive.iter().map(|&survive| -libm::log(survive)).collect();
        let (least, n_wanted) = (vec![0; most.len()], vec![0; instance.n_targets()]);
        Self { n_types: instance.n_types(), least, most, n_wanted, power }
    }

    /// Keeps only what has at least, or at most, so many shots.
    pub fn restrict(&mut self, target: usize, weapon: usize, shots: u32, at_least: bool) {
        let at = target * self.n_types + weapon;
        if at_least {
            self.n_wanted[target] += u32::from(self.least[at] == 0 && shots > 0);
            self.least[at] = self.least[at].max(shots);
        } else {
            self.most[at] = self.most[at].min(shots);
        }
    }

    /// Whether a bundle at `target` is in the branch.
    pub fn allows(&self, target: usize, bundle: &[(u32, u32)]) -> bool {
        let at = target * self.n_types;
        let mut n_wanted = 0;
        let fits = bundle.iter().all(|&(weapon, shots)| {
            let at = at + weapon as usize;
            n_wanted += u32::from(self.least[at] > 0);
            self.least[at] <= shots && shots <= self.most[at]
        });
        fits && n_wanted == self.n_wanted[target]
    }

    /// One type at one target, priced.
    fn choice(&self, instance: &Instance, target: usize, weapon: usize, price: f64) -> Choice {
        let at = target * self.n_types + weapon;
        let (least, most) = (self.least[at], self.most[at]);
        Choice { weapon: weapon as u32, survive: instance.survive[at], power: self.power[at], price, least, most }
    }

    /// What may be done at `target`, priced.
    fn choices(&self, instance: &Instance, target: usize, prices: &[f64], choices: &mut Vec<Choice>) {
        choices.clear();
        let priced = prices.iter().enumerate();
        let all = priced.map(|(weapon, &price)| self.choice(instance, target, weapon, price));
        // Shots that must be and may not be stay in, so that the pricing sees that there is no way.
        choices.extend(all.filter(|choice| choice.most > 0 || choice.least > 0));
    }

    /// What a cheapest bundle at `target` can need, types by rising price being in `order`, if one of cost `mark` is known.
    fn shortlist(
        &self,
        instance: &Instance,
        target: usize,
        prices: &[f64],
        order: &[u32],
        mark: f64,
        list: &mut Shortlist,
    ) {
        list.clear();
        if self.n_wanted[target] > 0 {
            return self.choices(instance, target, prices, &mut list.choices);
        }
        let (row, most) = (instance.row(target), instance.most_shots[target]);
        let mut enough = f64::INFINITY;
        for &weapon in order {
            let weapon = weapon as usize;
            if prices[weapon] >= mark {
                return;
            }
            if row[weapon] < enough && self.most[target * self.n_types + weapon] > 0 {
                enough = list.push(self.choice(instance, target, weapon, prices[weapon]), mark, most);
            }
        }
    }
}

/// What the pricing of all targets gives.
#[derive(Clone, Debug)]
pub struct Priced {
    /// Proven lower bound on the value of every solution in the branch; infinite if there is none.
    pub bound: f64,
    /// Per target: a cheapest bundle.
    pub bundles: Vec<Bundle>,
    /// Per target: its cost with the price of its shots.
    pub least: Vec<f64>,
}

/// Room for pricing, kept between calls, and the bundles of the last one, which the next has to beat.
#[derive(Debug)]
pub struct Pricer {
    pricing: Pricing,
    list: Shortlist,
    last: Vec<Bundle>,
    steps: u64,
}

impl Default for Pricer {
    /// One that searches to the end.
    fn default() -> Self {
        Self::with_steps(u64::MAX)
    }
}

impl Pricer {
    /// One that takes at most `steps` for the cheapest bundle of a target, and goes by a bound on it beyond that.
    pub fn with_steps(steps: u64) -> Self {
        Self { pricing: Pricing::default(), list: Shortlist::default(), last: Vec::new(), steps }
    }

    /// Gives the bundles that the first pricing has to beat, one for each target.
    pub fn start(&mut self, bundles: Vec<Bundle>) {
        self.last = bundles;
    }

    /// Prices all targets at resource prices of at least 0 and adds up the bound.
    pub fn price(&mut self, instance: &Instance, branch: &Branch, prices: &[f64]) -> Priced {
        let shot = shot_prices(instance, prices);
        let mut order: Vec<u32> = (0..shot.len() as u32).collect();
        order.sort_by(|&a, &b| shot[a as usize].total_cmp(&shot[b as usize]).then(a.cmp(&b)));
        let n = instance.n_targets();
        let mut priced = Priced { bound: 0.0, bundles: Vec::with_capacity(n), least: Vec::with_capacity(n) };
        self.last.resize(n, Bundle::new());
        for target in 0..n {
            let known = Some(&self.last[target]).filter(|known| branch.allows(target, known));
            let known = known.map(|known| (cost_of(instance, target, known, &shot), known.as_slice()));
            let mark = known.map_or(f64::INFINITY, |known| known.0);
            branch.shortlist(instance, target, &shot, &order, mark, &mut self.list);
            let (value, most) = (instance.value[target], instance.most_shots[target]);
            let Some((least, bundle)) = self.pricing.cheapest(value, most, &self.list.choices, known, self.steps)
            else {
                return Priced { bound: f64::INFINITY, bundles: Vec::new(), least: Vec::new() };
            };
            priced.least.push(least);
            priced.bundles.push(bundle);
        }
        self.last.clone_from(&priced.bundles);
        priced.bound = safe_difference(instance, priced.least.iter().sum(), prices);
        priced
    }

    /// All bundles of `target` that cost at most `ceiling` with their price; `None` if that takes more than `steps`.
    pub fn all(
        &mut self,
        instance: &Instance,
        branch: &Branch,
        target: usize,
        shot_prices: &[f64],
        ceiling: f64,
        steps: &mut u64,
    ) -> Option<Vec<Bundle>> {
        let choices = &mut self.list.choices;
        branch.choices(instance, target, shot_prices, choices);
        self.pricing.all(instance.value[target], instance.most_shots[target], choices, ceiling, steps)
    }
}

/// What is gained less the price of all limits together, lowered by more than rounding may have added.
pub fn safe_difference(instance: &Instance, gained: f64, prices: &[f64]) -> f64 {
    let spent: f64 = resource_limits(instance).iter().zip(prices).map(|(limit, price)| limit * price).sum();
    let n_terms = instance.n_targets() + prices.len();
    let lost = LOST_IN_TERMS + LOST_IN_SHOT * instance.most_at_a_target() + LOST_IN_SUM * n_terms as f64;
    gained - spent - lost * (gained + spent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assign::wta::fixture::any_instance;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Against a pricing that is shown every type, also where bundles of other prices are known.
        #[test]
        fn shortlists_lose_nothing(
            instance in any_instance(6),
            prices in prop::collection::vec(prop_oneof![1 => Just(0.0), 1 => Just(1.0), 4 => 0.0..20.0f64], 24),
            at_least in any::<bool>(),
        ) {
            let n = instance.n_types() + instance.pool.len();
            let mut branch = Branch::root(&instance);
            if instance.n_targets() > 0 && instance.n_types() > 0 {
                branch.restrict(0, 0, 1, at_least);
            }
            let mut pricer = Pricer::default();
            for prices in [&prices[..n], &prices[12..12 + n], &prices[..n]] {
                let priced = pricer.price(&instance, &branch, prices);
                let shot = shot_prices(&instance, prices);
                for target in 0..instance.n_targets() {
                    let mut choices = Vec::new();
                    branch.choices(&instance, target, &shot, &mut choices);
                    let (value, most) = (instance.value[target], instance.most_shots[target]);
                    let whole = Pricing::default().cheapest(value, most, &choices, None, u64::MAX);
                    match whole {
                        None => prop_assert!(priced.bound.is_infinite()),
                        Some((least, _)) if priced.bound.is_finite() => {
                            prop_assert!((priced.least[target] - least).abs() <= 1e-12 * (1.0 + least));
                            let cost = cost_of(&instance, target, &priced.bundles[target], &shot);
                            prop_assert!((cost - least).abs() <= 1e-12 * (1.0 + least));
                            prop_assert!(branch.allows(target, &priced.bundles[target]));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }

    #[test]
    fn the_margin_grows_with_the_shots_of_a_bundle() {
        let mut instance = Instance::new(vec![5.0], vec![1_000_000]);
        instance.survive[0] = 1.0 - 1.0e-6;
        let margin = |instance: &Instance| 5.0 - safe_difference(instance, 5.0, &[0.0]);
        // Each of a million factors is off by half an epsilon at most.
        assert!(margin(&instance) >= 5.0 * 1.0e6 * f64::EPSILON / 2.0);
        instance.most_shots[0] = 2;
        assert!(margin(&instance) < 5.0 * 1.0e-12);
    }
}
