//! Column generation: the linear program over all bundles of shots, solved by pricing.
//!
//! Prices start by an ascent: by factors at first, then along subgradients (Held and Karp 1971; step of Polyak 1969). The cheapest
//! of the bundles it meets fill the first program. Then
//! the program and the pricing take turns; the pricing looks at a mean of the program's prices and of those with the best bound
//! so far (Wentges, Weighted Dantzig-Wolfe decomposition, ITOR 4(2), 1997; Pessoa et al., INFORMS JoC 30(2), 2018), which keeps
//! the prices from swinging. Every pricing is a proven bound, so that it can stop at any time.
//!
//! Source of the formulation: Lu and Chen, Omega 98, 2021; Bertsimas and Paskov, NRL 72(5), 2025.

use super::bound::{Branch, Priced, Pricer};
use super::columns::{Columns, n_resources, resource_limits, shot_prices};
use super::simplex::Simplex;
use crate::assign::problem::NO_POOL;
use crate::assign::wta::Instance;

/// Steps by factors at the start of the ascent.
const FACTOR_STEPS: usize = 40;
/// Steps of the ascent before the first program, at most.
const ASCENT_STEPS: usize = 200;
/// Columns of a target in the first program.
const FIRST_COLUMNS: usize = 8;
/// Steps without a better bound after which the step is halved.
const PATIENCE: usize = 8;
/// Scale of the step at which the ascent ends.
const LEAST_SCALE: f64 = 0.01;
/// Weight of the best prices so far in the prices that are looked at.
const SMOOTHING: f64 = 0.7;
/// Gap between program and bound, relative, at which the program counts as solved.
const SOLVED: f64 = 1e-11;
/// Pivots between two looks at the clock.
pub const PIVOTS: usize = 100;

/// The program, its columns and the best prices found.
#[derive(Clone, Debug)]
pub struct Master {
    /// All columns so far.
    pub columns: Columns,
    /// Best proven bound.
    pub bound: f64,
    /// Resource prices that give it.
    pub prices: Vec<f64>,
    /// Cost and level of each column in the program's last solution.
    pub solution: Vec<(usize, f64)>,
}

/// Solves the program over a branch from the columns in `master`; `value` is that of a known solution.
///
/// Stops early, with what it has, once `stop` says so or the bound exceeds `value`.
pub fn generate(instance: &Instance, branch: &Branch, master: &mut Master, value: f64, stop: &mut dyn FnMut() -> bool) {
    let mut pricer = Pricer::default();
    // Parts of the search start from the prices of the part before.
    if master.solution.is_empty() {
        ascend(instance, branch, master, value, &mut pricer, stop);
    }
    let mut program = Program::new(instance, branch, value);
    let mut smoothing = SMOOTHING;
    loop {
        program.grow(instance, branch, &master.columns);
        while program.simplex.minimise(PIVOTS) == PIVOTS {
            if stop() {
                return;
            }
        }
        let columns = &master.columns;
        let allowed = |column: usize| branch.allows(columns.target(column), columns.bundle(column));
        master.solution =
            program.simplex.solution().filter(|&(column, level)| level > 0.0 && allowed(column)).collect();
        let objective = program.base + program.simplex.objective();
        if master.bound >= value || objective - master.bound <= SOLVED * objective || stop() {
            return;
        }
        let own: Vec<f64> = program.simplex.prices().skip(instance.n_targets()).map(|price| price.max(0.0)).collect();
        loop {
            let prices = blend(&master.prices, &own, smoothing);
            let priced = pricer.price(instance, branch, &prices);
            let added = keep(instance, master, &priced);
            let better = priced.bound > master.bound;
            if better {
                (master.bound, master.prices) = (priced.bound, prices);
            }
            if added > 0 {
                smoothing = if better { SMOOTHING } else { smoothing };
                break;
            }
            if smoothing == 0.0 {
                // The program's own prices bring no new column: it is solved as far as its arithmetic goes.
                return;
            }
            smoothing = if smoothing > 0.1 { smoothing * 0.5 } else { 0.0 };
        }
    }
}

/// `weight` of `first` and the rest of `second`.
fn blend(first: &[f64], second: &[f64], weight: f64) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| weight * a + (1.0 - weight) * b).collect()
}

/// Adds the bundles of a pricing; how many are new.
fn keep(instance: &Instance, master: &mut Master, priced: &Priced) -> usize {
    let bundles = priced.bundles.iter().enumerate();
    bundles.filter(|(target, bundle)| master.columns.add(instance, *target, bundle)).count()
}

/// Raises the bound from the prices in `master`, and keeps the bundles met.
///
/// First by factors, `u <- u exp(eta g / limit)` with falling eta, since good prices lie orders of magnitude apart; then by
/// steps along the subgradient g, as long as those help.
pub fn ascend(
    instance: &Instance,
    branch: &Branch,
    master: &mut Master,
    value: f64,
    pricer: &mut Pricer,
    stop: &mut dyn FnMut() -> bool,
) {
    let limits = resource_limits(instance);
    let mut prices = master.prices.clone();
    let (mut scale, mut idle) = (1.0, 0);
    for step in 0..FACTOR_STEPS + ASCENT_STEPS {
        let priced = pricer.price(instance, branch, &prices);
        keep(instance, master, &priced);
        if priced.bound > master.bound {
            idle = if priced.bound > master.bound + 1e-4 * master.bound.abs() { 0 } else { idle + 1 };
            (master.bound, master.prices) = (priced.bound, prices.clone());
        } else {
            idle += 1;
        }
        if scale < LEAST_SCALE || master.bound >= value || stop() {
            break;
        }
        let slope = slope(instance, &priced, &limits);
        if step < FACTOR_STEPS {
            let eta = 3.0 / (5.0 + step as f64);
            for ((price, slope), limit) in prices.iter_mut().zip(&slope).zip(&limits) {
                *price *= libm::exp(eta * (slope / limit.max(1.0)).min(2.0));
            }
            continue;
        }
        if idle >= PATIENCE || step == FACTOR_STEPS {
            scale = if step == FACTOR_STEPS { 1.0 } else { scale * 0.5 };
            idle = 0;
            prices.clone_from(&master.prices);
        }
        let square: f64 = slope.iter().map(|g| g * g).sum();
        if square == 0.0 {
            break;
        }
        let step = scale * (value - priced.bound).max(0.0) / square;
        for (price, slope) in prices.iter_mut().zip(&slope) {
            *price = (*price + step * slope).max(0.0);
        }
    }
    master.columns = cheapest(instance, &master.columns, &master.prices);
}

/// Of each target, the columns that cost least at these prices.
fn cheapest(instance: &Instance, columns: &Columns, prices: &[f64]) -> Columns {
    let prices = shot_prices(instance, prices);
    let cost = |column: usize| {
        let bundle = columns.bundle(column).iter();
        columns.left(column) + bundle.map(|&(weapon, shots)| prices[weapon as usize] * f64::from(shots)).sum::<f64>()
    };
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

/// The restricted program: rows of targets, then of resources.
pub struct Program {
    /// Its simplex.
    pub simplex: Simplex,
    /// Value left without any shots, which the simplex's costs are against.
    pub base: f64,
    taken: usize,
    penalty: f64,
}

impl Program {
    /// A program without columns. Where the branch wants shots, none at all costs more than `value`, a solution's.
    pub fn new(instance: &Instance, branch: &Branch, value: f64) -> Self {
        let mut rhs = vec![1.0; instance.n_targets()];
        rhs.extend(resource_limits(instance));
        let mut simplex = Simplex::new(rhs);
        let penalty = value + 1.0;
        for target in 0..instance.n_targets() {
            if !branch.allows(target, &[]) {
                simplex.set_slack_cost(target, penalty);
            }
        }
        Self { simplex, base: instance.value.iter().sum(), taken: 0, penalty }
    }

    /// Takes over the columns that it has not seen.
    pub fn grow(&mut self, instance: &Instance, branch: &Branch, columns: &Columns) {
        let mut uses = Vec::new();
        for column in self.taken..columns.len() {
            let target = columns.target(column);
            columns.uses(instance, column, &mut uses);
            let rows = uses.iter().map(|&(row, used)| (row + instance.n_targets() as u32, used));
            let gain = columns.left(column) - instance.value[target];
            // What the branch forbids costs as much as no shots, so that it is never better than they are.
            let nothing = if branch.allows(target, &[]) { 0.0 } else { self.penalty };
            let cost = if branch.allows(target, columns.bundle(column)) { gain } else { nothing };
            self.simplex.add(cost, std::iter::once((target as u32, 1.0)).chain(rows));
        }
        self.taken = columns.len();
    }
}

impl Master {
    /// No columns, and prices to start from.
    pub fn new(instance: &Instance, prices: Vec<f64>) -> Self {
        debug_assert_eq!(prices.len(), n_resources(instance));
        Self { columns: Columns::default(), bound: f64::NEG_INFINITY, prices, solution: Vec::new() }
    }
}
