//! Columns of the extended formulation: a target and the multiset of shots that it receives.
//!
//! Depends on [`Instance`] alone. A column's cost is the value left of its target, `V_j prod_i s_ij^x_ij`; it uses x_ij of the
//! supply of type i and of the pool that i draws from. No shots at all is no column: it is what is left when none is chosen.

use std::collections::BTreeMap;

use crate::assign::problem::NO_POOL;
use crate::assign::wta::Instance;

/// Shots of some types at one target: (type, number of shots, at least 1), in ascending order of type.
pub type Bundle = Vec<(u32, u32)>;

/// Value left of `target` after `bundle`: factors in the order of the types, one at a time, as [`Instance::left`] has them.
pub fn left_of(instance: &Instance, target: usize, bundle: &[(u32, u32)]) -> f64 {
    let row = instance.row(target);
    let mut left = instance.value[target];
    for &(weapon, shots) in bundle {
        for _ in 0..shots {
            left *= row[weapon as usize];
        }
    }
    left
}

/// What `bundle` leaves of `target`, with the price of its shots.
pub fn cost_of(instance: &Instance, target: usize, bundle: &[(u32, u32)], shot_prices: &[f64]) -> f64 {
    let price = |&(weapon, shots): &(u32, u32)| shot_prices[weapon as usize] * f64::from(shots);
    left_of(instance, target, bundle) + bundle.iter().map(price).sum::<f64>()
}

/// Rows that limit the use of weapons: one for each type, then one for each pool.
pub fn n_resources(instance: &Instance) -> usize {
    instance.n_types() + instance.pool.len()
}

/// Limits of those rows.
pub fn resource_limits(instance: &Instance) -> Vec<f64> {
    instance.supply.iter().chain(&instance.pool).map(|&limit| f64::from(limit)).collect()
}

/// Price of one shot of each type: its own, and that of its pool.
pub fn shot_prices(instance: &Instance, prices: &[f64]) -> Vec<f64> {
    let pool_price = |pool: u32| if pool == NO_POOL { 0.0 } else { prices[instance.n_types() + pool as usize] };
    instance.resource.iter().zip(prices).map(|(&pool, &own)| own + pool_price(pool)).collect()
}

/// A growing set of different columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    target: Vec<u32>,
    left: Vec<f64>,
    start: Vec<usize>,
    entry: Vec<(u32, u32)>,
    known: BTreeMap<(u32, Bundle), usize>,
}

impl Columns {
    /// Number of columns.
    pub fn len(&self) -> usize {
        self.target.len()
    }

    /// Adds a column that has shots, and says whether it is new.
    pub fn add(&mut self, instance: &Instance, target: usize, bundle: &[(u32, u32)]) -> bool {
        if bundle.is_empty() || self.find(target, bundle).is_some() {
            return false;
        }
        self.known.insert((target as u32, bundle.to_vec()), self.len());
        self.target.push(target as u32);
        self.left.push(left_of(instance, target, bundle));
        self.start.push(self.entry.len());
        self.entry.extend_from_slice(bundle);
        true
    }

    /// The column of that bundle, if it is among them.
    pub fn find(&self, target: usize, bundle: &[(u32, u32)]) -> Option<usize> {
        self.known.get(&(target as u32, bundle.to_vec())).copied()
    }

    /// The column's target.
    pub fn target(&self, column: usize) -> usize {
        self.target[column] as usize
    }

    /// Value left of the column's target.
    pub fn left(&self, column: usize) -> f64 {
        self.left[column]
    }

    /// The column's shots.
    pub fn bundle(&self, column: usize) -> &[(u32, u32)] {
        let end = self.start.get(column + 1).copied().unwrap_or(self.entry.len());
        &self.entry[self.start[column]..end]
    }

    /// Shots of `weapon` in the column.
    pub fn shots(&self, column: usize, weapon: u32) -> u32 {
        self.bundle(column).iter().find(|e| e.0 == weapon).map_or(0, |e| e.1)
    }

    /// The rows of the column among the resources, with what it uses of each.
    pub fn uses(&self, instance: &Instance, column: usize, uses: &mut Vec<(u32, f64)>) {
        uses.clear();
        for &(weapon, shots) in self.bundle(column) {
            uses.push((weapon, f64::from(shots)));
            let pool = instance.resource[weapon as usize];
            if pool != NO_POOL {
                let row = instance.n_types() as u32 + pool;
                match uses.iter_mut().find(|(known, _)| *known == row) {
                    Some((_, used)) => *used += f64::from(shots),
                    None => uses.push((row, f64::from(shots))),
                }
            }
        }
    }
}
