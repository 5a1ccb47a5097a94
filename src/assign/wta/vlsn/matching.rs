//! The neighbourhood: at most one shot of each target is taken back, and all that is free is given out anew, optimally.
//!
//! With the other shots fixed, a target has r_j = V_j prod s left, and one more shot of type i takes g_ji = r_j (1 - s_ij) from
//! it. As no target gets more than one, the gains add up, and the best way to give out the free weapons is a
//! [transportation problem](super::transport). Its solution is the best of *all* combinations of moves, swaps, and cyclic and path
//! exchanges of any length among the shots taken back: the exchanges that Ahuja, Kumar, Jha and Orlin look for one by one,
//! and heuristically, are found together and exactly. The price is that the shots in play are chosen beforehand.
//!
//! **Pools.** Where the types of a pool have more free weapons together than the pool allows, rows that gain nothing and sit
//! only there, as many as the excess, take the places too many.

use super::plan::Plan;
use super::transport::Transport;
use crate::assign::problem::NO_POOL;

/// Working memory of the neighbourhood.
#[derive(Clone, Debug)]
pub struct Matching {
    transport: Transport,
    /// By type: the price of a shot when last it was free, above that of no shot.
    price: Vec<f64>,
    /// Rows: targets that can have a shot, and what is left of each without it.
    rows: Vec<(usize, f64)>,
    /// Columns: types with free weapons, and how many.
    columns: Vec<(usize, u32)>,
}

impl Matching {
    /// For an instance with that many weapon types.
    pub fn new(n_types: usize) -> Self {
        Self { transport: Transport::default(), price: vec![0.0; n_types], rows: Vec::new(), columns: Vec::new() }
    }

    /// Gives every target at most one of the free weapons, so that most is gained. Returns what is left.
    ///
    /// `stretch`, by target, is what its value is multiplied by while deciding.
    pub fn give(&mut self, plan: &mut Plan<'_>, stretch: impl Fn(usize) -> f64) -> f64 {
        let mut left = self.choose_rows(plan);
        self.choose_columns(plan);
        self.state(plan, stretch);
        let (column, price) = self.transport.solve();
        for (&(target, rest), &column) in self.rows.iter().zip(column) {
            let Some(&(weapon, _)) = self.columns.get(column) else {
                left += rest;
                continue;
            };
            let after = rest * plan.instance().row(target)[weapon];
            if after < rest {
                plan.give(target, weapon);
            }
            left += after;
        }
        let nothing = price.last().copied().unwrap_or(0.0);
        for (&(weapon, _), price) in self.columns.iter().zip(price) {
            self.price[weapon] = price - nothing;
        }
        left
    }

    /// Lists the targets that can have a shot and would lose by it; returns what the others have left.
    fn choose_rows(&mut self, plan: &Plan<'_>) -> f64 {
        self.rows.clear();
        let mut others = 0.0;
        for (target, &most) in plan.instance().most_shots.iter().enumerate() {
            let left = plan.left(target);
            if left > 0.0 && plan.n_shots(target) < most as usize {
                self.rows.push((target, left));
            } else {
                others += left;
            }
        }
        others
    }

    /// Lists the types that can give a shot, each with no more weapons than there are rows.
    fn choose_columns(&mut self, plan: &Plan<'_>) {
        let rows = self.rows.len() as u32;
        let free = (0..plan.instance().n_types()).map(|weapon| (weapon, plan.free(weapon).min(rows)));
        self.columns.clear();
        self.columns.extend(free.filter(|&(_, free)| free > 0));
    }

    /// Writes the problem down: types and, last, no shot, against targets and what fills the pools.
    fn state(&mut self, plan: &Plan<'_>, stretch: impl Fn(usize) -> f64) {
        let instance = plan.instance();
        self.transport.clear();
        let mut excess = vec![0u64; instance.pool.len()];
        let mut places = 0;
        for &(weapon, free) in &self.columns {
            self.transport.column(free, self.price[weapon]);
            places += u64::from(free);
            if instance.resource[weapon] != NO_POOL {
                excess[instance.resource[weapon] as usize] += u64::from(free);
            }
        }
        for (pool, excess) in excess.iter_mut().enumerate() {
            *excess = excess.saturating_sub(u64::from(plan.slack(pool)));
            places -= *excess;
        }
        // No target is left without a shot while a weapon is: a shot never harms.
        self.transport.column((self.rows.len() as u64).saturating_sub(places) as u32, 0.0);
        for &(target, left) in &self.rows {
            let (row, survive, left) = (self.transport.row(), instance.row(target), left * stretch(target));
            for (gain, &(weapon, _)) in row.iter_mut().zip(&self.columns) {
                *gain = left - left * survive[weapon];
            }
            row[self.columns.len()] = 0.0;
        }
        for (pool, &excess) in excess.iter().enumerate() {
            for _ in 0..excess {
                let row = self.transport.row();
                for (gain, &(weapon, _)) in row.iter_mut().zip(&self.columns) {
                    if instance.resource[weapon] == pool as u32 {
                        *gain = 0.0;
                    }
                }
            }
        }
    }
}
