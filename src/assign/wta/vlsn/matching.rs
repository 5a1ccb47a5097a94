//! The neighbourhood: of some targets a shot is taken back, and all that is free is given out anew, optimally.
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
    rows: Vec<(u32, f64)>,
    /// Columns: types with free weapons, and how many.
    columns: Vec<(u32, u32)>,
    /// By pool: free weapons more than it allows.
    excess: Vec<u64>,
}

impl Matching {
    /// For an instance with that many weapon types.
    pub fn new(n_types: usize) -> Self {
        Self {
            transport: Transport::default(),
            price: vec![0.0; n_types],
            rows: Vec::new(),
            columns: Vec::new(),
            excess: Vec::new(),
        }
    }

    /// Gives every target at most one of the free weapons, so that most is gained. Returns what is left of all.
    ///
    /// `stretch`, by target, is what its value is multiplied by while deciding.
    pub fn give(&mut self, plan: &mut Plan<'_>, stretch: impl Fn(u32) -> f64) -> f64 {
        let others = self.choose_rows(plan);
        let n_places = self.choose_columns(plan);
        self.state(plan, n_places, stretch);
        others + self.carry_out(plan)
    }

    /// Lists the targets that could lose by a shot; returns what the others have left.
    fn choose_rows(&mut self, plan: &Plan<'_>) -> f64 {
        self.rows.clear();
        let mut others = 0.0;
        for target in 0..plan.instance.n_targets() as u32 {
            let left = plan.left(target);
            if left > 0.0 && plan.stock.room(target) > 0 {
                self.rows.push((target, left));
            } else {
                others += left;
            }
        }
        others
    }

    /// Lists the types that can give a shot, each with no more weapons than there are rows; returns how many shots they can
    /// give together.
    fn choose_columns(&mut self, plan: &Plan<'_>) -> u64 {
        let n_rows = self.rows.len() as u32;
        self.columns.clear();
        self.excess.clear();
        self.excess.resize(plan.instance.pool.len(), 0);
        let mut n_places = 0;
        for (weapon, &pool) in (0..).zip(&plan.instance.resource) {
            let free = plan.stock.free(weapon).min(n_rows);
            if free > 0 {
                self.columns.push((weapon, free));
                n_places += u64::from(free);
                if pool != NO_POOL {
                    self.excess[pool as usize] += u64::from(free);
                }
            }
        }
        for (pool, excess) in self.excess.iter_mut().enumerate() {
            *excess = excess.saturating_sub(u64::from(plan.stock.left_in(pool)));
            n_places -= *excess;
        }
        n_places
    }

    /// Writes the problem down: types and, last, no shot; targets and then what fills the pools.
    fn state(&mut self, plan: &Plan<'_>, n_places: u64, stretch: impl Fn(u32) -> f64) {
        let Self { transport, price, rows, columns, excess } = self;
        transport.clear();
        for &(weapon, free) in columns.iter() {
            transport.column(free, price[weapon as usize]);
        }
        // No target need go without while a weapon is free: a shot never harms.
        transport.column((rows.len() as u64).saturating_sub(n_places) as u32, 0.0);
        for &(target, left) in rows.iter() {
            let (survive, left) = (plan.instance.row(target as usize), left * stretch(target));
            let row = transport.row();
            row[columns.len()] = 0.0;
            for (gain, &(weapon, _)) in row.iter_mut().zip(columns.iter()) {
                *gain = left - left * survive[weapon as usize];
            }
        }
        for (pool, &excess) in (0..).zip(excess.iter()) {
            for _ in 0..excess {
                for (gain, &(weapon, _)) in transport.row().iter_mut().zip(columns.iter()) {
                    if plan.instance.resource[weapon as usize] == pool {
                        *gain = 0.0;
                    }
                }
            }
        }
    }

    /// Solves it and gives the shots; returns what is left of the targets in the rows.
    fn carry_out(&mut self, plan: &mut Plan<'_>) -> f64 {
        let (seats, prices) = self.transport.solve();
        let mut left = 0.0;
        for (&(target, before), &seat) in self.rows.iter().zip(seats) {
            let weapon = self.columns.get(seat).map(|&(weapon, _)| weapon);
            let after = weapon.map_or(before, |weapon| before * plan.instance.row(target as usize)[weapon as usize]);
            if let Some(weapon) = weapon.filter(|_| after < before) {
                plan.give(target, weapon);
            }
            left += after;
        }
        let none = prices.last().copied().unwrap_or(0.0);
        for (&(weapon, _), price) in self.columns.iter().zip(prices) {
            self.price[weapon as usize] = price - none;
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::plan::Plan;
    use super::*;
    use crate::assign::wta::fixture::any_instance;
    use crate::assign::wta::marginal_return;

    /// The least that can be left by giving each target from this one on at most one free shot, by trying everything.
    fn brute_force(plan: &mut Plan<'_>, target: u32) -> f64 {
        if target as usize == plan.instance.n_targets() {
            return (0..target).map(|target| plan.left(target)).sum();
        }
        let mut best = brute_force(plan, target + 1);
        for weapon in 0..plan.instance.n_types() as u32 {
            if plan.stock.has(target, weapon) {
                let nth = plan.n_shots(target);
                plan.give(target, weapon);
                best = best.min(brute_force(plan, target + 1));
                plan.take_back(target, nth);
            }
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_other_way_to_give_out_what_is_free_is_better(
            instance in any_instance(4),
            take_back in prop::collection::vec(any::<(bool, prop::sample::Index)>(), 12),
        ) {
            let mut plan = Plan::new(&instance, &marginal_return(&instance));
            let mut matching = Matching::new(instance.n_types());
            // Several rounds, so that prices of the one before are at work.
            for take_back in take_back.chunks(4) {
                for (target, (take_back, nth)) in (0..instance.n_targets() as u32).zip(take_back) {
                    if *take_back && plan.n_shots(target) > 0 {
                        plan.take_back(target, nth.index(plan.n_shots(target)));
                    }
                }
                let best = brute_force(&mut plan.clone(), 0);
                let left = matching.give(&mut plan, |_| 1.0);
                prop_assert_eq!(instance.check(&plan.shots()), Ok(()));
                prop_assert!((left - best).abs() <= 1e-9, "{} instead of {}", left, best);
                prop_assert!((left - instance.left(&plan.shots())).abs() <= 1e-9);
            }
        }
    }
}
