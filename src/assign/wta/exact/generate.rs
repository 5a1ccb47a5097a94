//! Column generation: the linear program over all bundles of shots, solved by pricing.
//!
//! Prices start by an [ascent](super::ascent). The cheapest of the bundles it meets fill the first program. Then the program and the pricing take turns; the pricing looks at a mean of the program's prices and of those with the best bound
//! so far (Wentges, Weighted Dantzig-Wolfe decomposition, ITOR 4(2), 1997; Pessoa et al., INFORMS JoC 30(2), 2018), which keeps
//! the prices from swinging. Every pricing is a proven bound, so that it can stop at any time.
//!
//! Source of the formulation: Lu and Chen, Omega 98, 2021; Bertsimas and Paskov, NRL 72(5), 2025.

use super::bound::{Branch, Priced, Pricer};
use super::columns::{Columns, n_resources, resource_limits};
use super::incumbent::Incumbent;
use super::simplex::Simplex;
use crate::assign::wta::Instance;

/// Weight of the best prices so far in the prices that are looked at.
const SMOOTHING: f64 = 0.7;
/// Gap between program and bound, relative, at which the program counts as solved.
const SOLVED: f64 = 1e-11;
/// Steps of the search for the cheapest bundle of one target; beyond that a bound on it is taken, which still is one on the whole.
pub const PRICING_STEPS: u64 = 10_000;
/// Pivots that are one step, at most.
const MOST_PIVOTS: usize = 100;
/// Elements of the inverse that a step goes over, about: fewer pivots are one where there are many rows.
const ELEMENTS: usize = 1 << 24;

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
    let mut pricer = Pricer::with_steps(PRICING_STEPS);
    let mut program = Program::new(instance, branch, value);
    // Prices without a bound are those of another part and say little here: the program's own are the first to be looked at.
    let mut smoothing = if master.bound > f64::NEG_INFINITY { SMOOTHING } else { 0.0 };
    loop {
        program.grow(instance, branch, &master.columns);
        while program.minimise() {
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
pub fn keep(instance: &Instance, master: &mut Master, priced: &Priced) -> usize {
    let bundles = priced.bundles.iter().enumerate();
    bundles.filter(|(target, bundle)| master.columns.add(instance, *target, bundle)).count()
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

    /// Pivots for one step; whether more may follow.
    pub fn minimise(&mut self) -> bool {
        let n = self.simplex.n_rows();
        let most = (ELEMENTS / (n * n).max(1)).clamp(1, MOST_PIVOTS);
        self.simplex.minimise(most) == most
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

    /// Adds the columns of a solution.
    pub fn add(&mut self, instance: &Instance, best: &Incumbent) {
        for (target, bundle) in best.bundles(instance).iter().enumerate() {
            self.columns.add(instance, target, bundle);
        }
    }
}
