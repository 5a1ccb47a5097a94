//! A static weapon-target assignment problem, and the value of a solution.
//!
//! Minimise `sum_j V_j prod_i s_ij^x_ij` over whole numbers of shots x_ij >= 0 with `sum_j x_ij <= m_i`, where s_ij = 1 - p_ij is
//! what a target survives one shot with. (Manne, A Target-Assignment Problem, Operations Research 6(3), 1958.)

use thiserror::Error;

use crate::assign::problem::{INFEASIBLE, NO_POOL, Problem};

/// A weapon-target assignment problem. Weapons of one type are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Per target: its value, finite and at least 0, in any unit; their sum is finite, too.
    pub value: Vec<f64>,
    /// Per weapon type: how many there are.
    pub supply: Vec<u32>,
    /// Row-major `[target][weapon type]`: probability, 0 to 1, that the target survives one shot; 1 where it cannot be reached.
    pub survive: Vec<f64>,
    /// Per target: most shots at it; `u32::MAX` for no limit.
    pub most_shots: Vec<u32>,
    /// Per weapon type: index of the pool it shares with others, or [`NO_POOL`].
    pub resource: Vec<u32>,
    /// Per pool: shots that all types drawing from it can give together.
    pub pool: Vec<u32>,
}

/// How many shots each weapon type gives at each target: (target, type), one entry a shot, in ascending order.
pub type Shots = Vec<(u32, u32)>;

impl Instance {
    /// A problem without pools and limits, whose pairs are all out of reach.
    #[must_use]
    pub fn new(value: Vec<f64>, supply: Vec<u32>) -> Self {
        let (n_targets, n_types) = (value.len(), supply.len());
        Self {
            value,
            supply,
            survive: vec![1.0; n_targets * n_types],
            most_shots: vec![u32::MAX; n_targets],
            resource: vec![NO_POOL; n_types],
            pool: Vec::new(),
        }
    }

    /// The static problem of one decision: worths, kills and limits as they are, each weapon a type. Costs do not enter.
    #[must_use]
    pub fn of(problem: &Problem) -> Self {
        let survive = |(&kill, &cost): (&u32, &u32)| {
            if cost == INFEASIBLE { 1.0 } else { 1.0 - f64::from(kill) / 65_536.0 }
        };
        Self {
            value: problem.worth.iter().map(|&worth| f64::from(worth)).collect(),
            supply: problem.capacity.clone(),
            survive: problem.kill.iter().zip(&problem.cost).map(survive).collect(),
            most_shots: problem.demand.clone(),
            resource: problem.resource.clone(),
            pool: problem.pool.clone(),
        }
    }

    /// Number of targets.
    #[must_use]
    pub fn n_targets(&self) -> usize {
        self.value.len()
    }

    /// Number of weapon types.
    #[must_use]
    pub fn n_types(&self) -> usize {
        self.supply.len()
    }

    /// Shots that any target can get, at most: what rounding of products grows with. Pools are not looked at.
    #[must_use]
    pub fn most_at_a_target(&self) -> f64 {
        let limit = self.most_shots.iter().copied().max().unwrap_or(0);
        self.supply.iter().map(|&supply| f64::from(supply)).sum::<f64>().min(f64::from(limit))
    }

    /// Survival probabilities of one target, by weapon type.
    #[must_use]
    pub fn row(&self, target: usize) -> &[f64] {
        &self.survive[target * self.n_types()..(target + 1) * self.n_types()]
    }

    /// Expected value that is left after these shots: what is minimised. Summed by target, factors in the order of the shots.
    ///
    /// # Panics
    /// If a shot names a target or type that is not there; [`Instance::check`] refuses those.
    #[must_use]
    pub fn left(&self, shots: &[(u32, u32)]) -> f64 {
        let mut left = self.value.clone();
        for &(target, weapon) in shots {
            left[target as usize] *= self.row(target as usize)[weapon as usize];
        }
        left.iter().sum()
    }

    /// Whether the tables fit together and hold what they should.
    ///
    /// # Errors
    /// The first table or entry that does not.
    pub fn validate(&self) -> Result<(), InstanceError> {
        let lengths = [
            ("survive", self.survive.len(), self.n_targets() * self.n_types()),
            ("most_shots", self.most_shots.len(), self.n_targets()),
            ("resource", self.resource.len(), self.n_types()),
        ];
        if let Some(&(table, found, expected)) = lengths.iter().find(|(_, found, expected)| found != expected) {
            return Err(InstanceError::Length { table, found, expected });
        }
        if let Some(at) = self.value.iter().position(|v| !(v.is_finite() && *v >= 0.0)) {
            return Err(InstanceError::Value { target: at, value: self.value[at] });
        }
        let mut sum = 0.0;
        if let Some(target) = self.value.iter().position(|value| {
            sum += value;
            f64::is_infinite(sum)
        }) {
            return Err(InstanceError::Sum { target });
        }
        if let Some(at) = self.survive.iter().position(|s| !(0.0..=1.0).contains(s)) {
            let (target, weapon) = (at / self.n_types(), at % self.n_types());
            return Err(InstanceError::Probability { target, weapon, survive: self.survive[at] });
        }
        let missing = |&pool: &u32| pool != NO_POOL && pool as usize >= self.pool.len();
        match self.resource.iter().position(missing) {
            Some(weapon) => Err(InstanceError::NoSuchPool { weapon, pool: self.resource[weapon] }),
            None => Ok(()),
        }
    }

    /// Whether shots keep every limit.
    ///
    /// # Errors
    /// The first limit that is broken.
    pub fn check(&self, shots: &[(u32, u32)]) -> Result<(), InstanceError> {
        let mut at_target = vec![0u32; self.n_targets()];
        let mut by_type = vec![0u32; self.n_types()];
        let mut drawn = vec![0u32; self.pool.len()];
        if !shots.is_sorted() {
            return Err(InstanceError::Order);
        }
        for &(target, weapon) in shots {
            if target as usize >= self.n_targets() || weapon as usize >= self.n_types() {
                return Err(InstanceError::NoSuchShot { target, weapon });
            }
            at_target[target as usize] += 1;
            by_type[weapon as usize] += 1;
            let pool = self.resource[weapon as usize];
            if pool != NO_POOL {
                drawn[pool as usize] += 1;
            }
        }
        let limits = [
            ("target", &at_target, &self.most_shots),
            ("weapon type", &by_type, &self.supply),
            ("pool", &drawn, &self.pool),
        ];
        for (what, used, limit) in limits {
            if let Some(index) = (0..used.len()).find(|&ix| used[ix] > limit[ix]) {
                return Err(InstanceError::Exceeded { what, index, used: used[index], limit: limit[index] });
            }
        }
        Ok(())
    }
}

/// What is wrong with an instance or with a solution of it.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum InstanceError {
    /// A table is too long or too short.
    #[error("table `{table}` has {found} entries where {expected} are needed")]
    Length {
        /// Name of the field.
        table: &'static str,
        /// Entries it has.
        found: usize,
        /// Entries it should have.
        expected: usize,
    },
    /// A value that is negative, infinite or no number.
    #[error("target {target} has value {value}; it must be a number of at least 0")]
    Value {
        /// Index of the target.
        target: usize,
        /// What it has.
        value: f64,
    },
    /// Values whose sum is beyond the numbers there are.
    #[error("the values up to target {target} add up to more than 1.7e308; use a greater unit")]
    Sum {
        /// Index of the target that passes it.
        target: usize,
    },
    /// A probability outside 0 to 1.
    #[error("target {target} survives a shot of weapon type {weapon} with {survive}; it must be 0 to 1")]
    Probability {
        /// Index of the target.
        target: usize,
        /// Index of the weapon type.
        weapon: usize,
        /// The probability.
        survive: f64,
    },
    /// A weapon type draws from a pool that is not there.
    #[error("weapon type {weapon} draws from pool {pool}, which does not exist")]
    NoSuchPool {
        /// Index of the weapon type.
        weapon: usize,
        /// The pool it names.
        pool: u32,
    },
    /// Shots out of order.
    #[error("the shots are not in ascending order of (target, weapon type)")]
    Order,
    /// A shot of or at something that is not there.
    #[error("there is no target {target} or no weapon type {weapon}")]
    NoSuchShot {
        /// Index of the target.
        target: u32,
        /// Index of the weapon type.
        weapon: u32,
    },
    /// More shots than allowed.
    #[error("{what} {index} has {used} shots, {limit} allowed")]
    Exceeded {
        /// `target`, `weapon type` or `pool`.
        what: &'static str,
        /// Its index.
        index: usize,
        /// Shots given.
        used: u32,
        /// Shots allowed.
        limit: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::wta::fixture::small;

    #[test]
    fn what_is_left_multiplies_by_target() {
        let instance = small();
        assert_eq!(instance.validate(), Ok(()));
        assert_eq!(instance.left(&[]), 35.0);
        let left = instance.left(&[(0, 0), (0, 0), (2, 0)]);
        assert!((left - (5.0 * 0.49 + 10.0 + 20.0 * 0.5)).abs() < 1e-12);
    }

    #[test]
    fn broken_tables_and_limits_are_named() {
        let mut instance = small();
        assert!(matches!(instance.check(&[(0, 2), (1, 2)]), Err(InstanceError::Exceeded { what: "weapon type", .. })));
        assert_eq!(instance.check(&[(1, 0), (0, 0)]), Err(InstanceError::Order));
        assert!(matches!(instance.check(&[(3, 0)]), Err(InstanceError::NoSuchShot { .. })));
        instance.most_shots[0] = 1;
        assert!(matches!(instance.check(&[(0, 0), (0, 0)]), Err(InstanceError::Exceeded { what: "target", .. })));
        instance.resource[0] = 0;
        assert!(matches!(instance.validate(), Err(InstanceError::NoSuchPool { weapon: 0, .. })));
        instance.pool.push(0);
        assert!(matches!(instance.check(&[(0, 0)]), Err(InstanceError::Exceeded { what: "pool", .. })));
        instance.survive[4] = f64::NAN;
        assert!(matches!(instance.validate(), Err(InstanceError::Probability { target: 1, weapon: 1, .. })));
        instance.value = vec![1.0e308, 0.0, 1.0e308];
        assert_eq!(instance.validate(), Err(InstanceError::Sum { target: 2 }));
        instance.value[2] = -1.0;
        assert!(matches!(instance.validate(), Err(InstanceError::Value { target: 2, .. })));
    }
}
