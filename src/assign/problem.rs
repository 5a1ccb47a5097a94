//! The assignment problem as every algorithm sees it, and the answer that it gives back.
//!
//! Nothing here knows of drones: there are weapons with a few rounds each, pools that several weapons share, and targets
//! that want a number of shots. Costs are integers whose unit the objective chooses (ticks to intercept, or lost value in
//! fixed steps); all that an algorithm may assume is that less is better. Integers make an optimum certain, and they make
//! a host and a device agree.

use thiserror::Error;

use super::network::Network;
use super::outlook::Outlook;

/// The cost of a pair that cannot be: out of reach, outside the sector, too late.
pub const INFEASIBLE: u32 = u32::MAX;

/// The entry of [`Problem::resource`] for a weapon that draws from no shared pool.
pub const NO_POOL: u32 = u32::MAX;

/// One decision: who may shoot at what, at which cost, within which limits.
///
/// The fields are open because the caller fills them from its own tables; [`Problem::shape`] says whether they fit
/// together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Number of weapons. A weapon is one kind of round at one place; it may have several rounds ready.
    pub n_weapons: usize,
    /// Number of targets.
    pub n_targets: usize,
    /// Per weapon: shots that it can give now.
    pub capacity: Vec<u32>,
    /// Per weapon: index of the shared pool (rails and guidance channels of a site) it draws from, or [`NO_POOL`].
    pub resource: Vec<u32>,
    /// Per pool: shots that all weapons drawing from it can give now, together.
    pub pool: Vec<u32>,
    /// Per target: shots wanted now.
    pub demand: Vec<u32>,
    /// Per target: believed time to arrival in ticks; less is more urgent.
    pub priority: Vec<u32>,
    /// Per target: a stable identity. Random draws go by it, so that an added target leaves the others' draws alone.
    pub label: Vec<u32>,
    /// Row-major `[target][weapon]`: cost of one shot; less is better; [`INFEASIBLE`] where it cannot be.
    pub cost: Vec<u32>,
    /// Per target: expected value at stake, less what shots under way are counted on to save; in steps, below 65,536.
    pub worth: Vec<u32>,
    /// Row-major `[target][weapon]`: chance, in 65,536ths and below 65,536, that a shot given now ends the target. 0 where it cannot be.
    pub kill: Vec<u32>,
    /// Row-major `[target][weapon]`: ticks from now until the shot meets the target. 0 where it cannot be.
    pub delay: Vec<u32>,
    /// Per weapon: ticks for which what it draws from its pool stays bound after the shot has met the target.
    pub busy: Vec<u32>,
    /// Key of the random draws of this decision.
    pub draw_key: [u32; 2],
    /// Number of the epoch that decides.
    pub epoch: u32,
    /// What is believed of later decisions; empty unless the assigner asks for it.
    pub outlook: Outlook,
    /// Who decides over which weapon, for an assigner that asks for it.
    pub network: Option<Network>,
}

impl Problem {
    /// A problem in which every weapon has one round, every target wants one shot, and no pair is feasible yet.
    #[must_use]
    pub fn new(n_weapons: usize, n_targets: usize) -> Self {
        Self {
            n_weapons,
            n_targets,
            capacity: vec![1; n_weapons],
            resource: vec![NO_POOL; n_weapons],
            pool: Vec::new(),
            demand: vec![1; n_targets],
            priority: vec![0; n_targets],
            label: (0..n_targets as u32).collect(),
            cost: vec![INFEASIBLE; n_weapons * n_targets],
            worth: vec![0; n_targets],
            kill: vec![0; n_weapons * n_targets],
            delay: vec![0; n_weapons * n_targets],
            busy: vec![0; n_weapons],
            draw_key: [0, 0],
            epoch: 0,
            outlook: Outlook::default(),
            network: None,
        }
    }

    /// The costs of one target, by weapon.
    #[must_use]
    pub fn row(&self, target: usize) -> &[u32] {
        &self.cost[target * self.n_weapons..(target + 1) * self.n_weapons]
    }

    /// The chances of one target to be ended by a shot, by weapon.
    #[must_use]
    pub fn kills(&self, target: usize) -> &[u32] {
        &self.kill[target * self.n_weapons..(target + 1) * self.n_weapons]
    }

    /// The cost of one shot of `weapon` at `target`.
    #[must_use]
    pub fn cost(&self, target: usize, weapon: usize) -> u32 {
        self.cost[target * self.n_weapons + weapon]
    }

    /// Sets the cost of one shot of `weapon` at `target`.
    pub fn set_cost(&mut self, target: usize, weapon: usize, cost: u32) {
        self.cost[target * self.n_weapons + weapon] = cost;
    }

    /// The pool that `weapon` draws from, if any.
    #[must_use]
    pub fn pool_of(&self, weapon: usize) -> Option<usize> {
        let pool = self.resource[weapon];
        (pool != NO_POOL).then_some(pool as usize)
    }

    /// Shots that `weapon` could give if no other weapon drew from its pool.
    #[must_use]
    pub fn reach_of(&self, weapon: usize) -> u32 {
        let pool = self.pool_of(weapon).map_or(u32::MAX, |p| self.pool[p]);
        self.capacity[weapon].min(pool)
    }

    /// Shots wanted over all targets.
    #[must_use]
    pub fn wanted(&self) -> u64 {
        self.demand.iter().map(|&d| u64::from(d)).sum()
    }

    /// Most shots that an answer may give at `target`: as many as it wants; where agents decide each for itself
    /// ([`Problem::network`]), as many from each of them, since two that have not heard of each other both shoot.
    #[must_use]
    pub fn most_shots(&self, target: usize) -> u32 {
        let n_agents = self.network.as_ref().map_or(1, |network| network.n_agents as u32);
        self.demand[target].saturating_mul(n_agents)
    }

    /// Whether the tables fit together.
    ///
    /// # Errors
    /// The first table whose length does not fit, a weapon whose pool or agent does not exist, or a pool of two agents.
    pub fn shape(&self) -> Result<(), ShapeError> {
        let lengths = [
            ("capacity", self.capacity.len(), self.n_weapons),
            ("resource", self.resource.len(), self.n_weapons),
            ("demand", self.demand.len(), self.n_targets),
            ("priority", self.priority.len(), self.n_targets),
            ("label", self.label.len(), self.n_targets),
            ("cost", self.cost.len(), self.n_weapons * self.n_targets),
            ("worth", self.worth.len(), self.n_targets),
            ("kill", self.kill.len(), self.n_weapons * self.n_targets),
            ("delay", self.delay.len(), self.n_weapons * self.n_targets),
            ("busy", self.busy.len(), self.n_weapons),
        ];
        for (table, found, expected) in lengths {
            if found != expected {
                return Err(ShapeError::Length { table, found, expected });
            }
        }
        for weapon in 0..self.n_weapons {
            if self.pool_of(weapon).is_some_and(|pool| pool >= self.pool.len()) {
                return Err(ShapeError::NoSuchPool { weapon, pool: self.resource[weapon], n_pools: self.pool.len() });
            }
        }
        self.outlook.shape(self.n_weapons, self.n_targets, self.pool.len())?;
        self.network.as_ref().map_or(Ok(()), |network| network.shape(&self.resource))
    }
}

/// Why the tables of a [`Problem`] do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShapeError {
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
    /// A weapon draws from a pool that is not there.
    #[error("weapon {weapon} draws from pool {pool}, and there are {n_pools}")]
    NoSuchPool {
        /// Index of the weapon.
        weapon: usize,
        /// The pool it names.
        pool: u32,
        /// Number of pools.
        n_pools: usize,
    },
    /// A weapon or a link names an agent that is not there.
    #[error("a weapon or a link names agent {agent}, and there are {n_agents}")]
    NoSuchAgent {
        /// The agent it names.
        agent: u32,
        /// Number of agents.
        n_agents: u32,
    },
    /// Weapons of one pool belong to two agents.
    #[error("weapons {} and {} share pool {pool} and belong to two agents", weapons[0], weapons[1])]
    TwoAgents {
        /// Index of the pool.
        pool: u32,
        /// The two weapons.
        weapons: [usize; 2],
    },
}

/// One shot of a weapon at a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// Index of the target.
    pub target: u32,
    /// Index of the weapon.
    pub weapon: u32,
}

/// The shots that an algorithm decided on, one pair for each shot, in ascending order of (target, weapon).
///
/// The order is part of the contract: what is done with the pairs afterwards (which round flies, which channel it holds)
/// must not depend on the order in which an algorithm found them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The shots, in ascending order of (target, weapon).
    pub pairs: Vec<Pair>,
}

impl Answer {
    /// Puts pairs found in any order into the order of an answer.
    #[must_use]
    pub fn from_pairs(mut pairs: Vec<Pair>) -> Self {
        pairs.sort_unstable();
        Self { pairs }
    }

    /// Whether the answer keeps every limit of `problem`.
    ///
    /// # Errors
    /// The first limit that is broken: the order, an index, a pair that is infeasible, then a target's
    /// [`most_shots`](Problem::most_shots), a capacity or a pool that is exceeded.
    pub fn check(&self, problem: &Problem) -> Result<(), AnswerError> {
        let mut shots = vec![0u32; problem.n_targets];
        let mut rounds = vec![0u32; problem.n_weapons];
        let mut drawn = vec![0u32; problem.pool.len()];
        if !self.pairs.is_sorted() {
            return Err(AnswerError::Order);
        }
        for &pair in &self.pairs {
            let (target, weapon) = (pair.target as usize, pair.weapon as usize);
            if target >= problem.n_targets || weapon >= problem.n_weapons {
                return Err(AnswerError::NoSuchPair(pair));
            }
            if problem.cost(target, weapon) == INFEASIBLE {
                return Err(AnswerError::Infeasible(pair));
            }
            shots[target] += 1;
            rounds[weapon] += 1;
            if let Some(pool) = problem.pool_of(weapon) {
                drawn[pool] += 1;
            }
        }
        let most_shots = (0..problem.n_targets).map(|target| problem.most_shots(target)).collect();
        let limits =
            [("target", &shots, &most_shots), ("weapon", &rounds, &problem.capacity), ("pool", &drawn, &problem.pool)];
        for (what, used, limit) in limits {
            for (index, (&used, &limit)) in used.iter().zip(limit).enumerate() {
                if used > limit {
                    return Err(AnswerError::Exceeded { what, index, used, limit });
                }
            }
        }
        Ok(())
    }

    /// The sum of the costs of all pairs. Two answers compare by it only if they hold as many pairs.
    ///
    /// # Panics
    /// If a pair names a weapon or target that `problem` does not have; [`Answer::check`] refuses those.
    #[must_use]
    pub fn objective(&self, problem: &Problem) -> u64 {
        self.pairs.iter().map(|p| u64::from(problem.cost(p.target as usize, p.weapon as usize))).sum()
    }

    /// Expected value saved, in steps of [`Problem::worth`]: worth x (1 - prod (1 - kill)) over the targets. The one yardstick that all
    /// answers are measured by, whatever they were made for.
    ///
    /// Each shot in its order saves floor(worth x kill / 65,536) of what the shots before it at the same target have left, which
    /// is what a device computes too; so it is never more than the sum of all worths.
    ///
    /// # Panics
    /// If a pair names a weapon or target that `problem` does not have; [`Answer::check`] refuses those.
    #[must_use]
    pub fn saved(&self, problem: &Problem) -> u64 {
        let mut left = problem.worth.clone();
        let mut saved = 0;
        for pair in &self.pairs {
            let left = &mut left[pair.target as usize];
            let gain = gain(*left, problem.kills(pair.target as usize)[pair.weapon as usize]);
            *left -= gain;
            saved += u64::from(gain);
        }
        saved
    }
}

/// What a shot saves of a target's worth, in steps; both below 65,536, so that the product fits.
#[must_use]
pub fn gain(worth: u32, kill: u32) -> u32 {
    (worth * kill) >> 16
}

/// Why an [`Answer`] does not fit its [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The pairs are not in ascending order of (target, weapon).
    #[error("the pairs are not in ascending order of (target, weapon)")]
    Order,
    /// A pair names a weapon or target that does not exist.
    #[error("there is no weapon {} or no target {}", .0.weapon, .0.target)]
    NoSuchPair(Pair),
    /// A pair that cannot be.
    #[error("weapon {} cannot reach target {}", .0.weapon, .0.target)]
    Infeasible(Pair),
    /// More shots than wanted, ready, or left in a pool.
    #[error("{what} {index} is used {used} times, {limit} allowed")]
    Exceeded {
        /// `target`, `weapon` or `pool`.
        what: &'static str,
        /// Its index.
        index: usize,
        /// Times used.
        used: u32,
        /// Times allowed.
        limit: u32,
    },
}

/// What an algorithm keeps from one decision to the next.
///
/// Plain integers, so that it is part of a keyframe and of the state that two engines compare. Empty at the start of a
/// replicate. An algorithm may use it to be faster; the words and their meaning are its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Memory {
    /// The words.
    pub words: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_two() -> Problem {
        let mut problem = Problem::new(2, 2);
        problem.cost = vec![3, 1, 4, INFEASIBLE];
        problem.resource = vec![0, 0];
        problem.pool = vec![2];
        problem
    }

    fn answer(pairs: &[(u32, u32)]) -> Answer {
        Answer { pairs: pairs.iter().map(|&(target, weapon)| Pair { target, weapon }).collect() }
    }

    #[test]
    fn a_good_answer_passes_and_its_costs_add_up() {
        let problem = two_by_two();
        assert_eq!(problem.shape(), Ok(()));
        assert_eq!(answer(&[(0, 1), (1, 0)]).check(&problem), Ok(()));
        assert_eq!(answer(&[(0, 1), (1, 0)]).objective(&problem), 5);
    }

    #[test]
    fn every_broken_limit_is_found() {
        let mut problem = two_by_two();
        assert_eq!(answer(&[(1, 0), (0, 1)]).check(&problem), Err(AnswerError::Order));
        assert!(matches!(answer(&[(2, 0)]).check(&problem), Err(AnswerError::NoSuchPair(_))));
        assert!(matches!(answer(&[(1, 1)]).check(&problem), Err(AnswerError::Infeasible(_))));
        let exceeded = |answer: &Answer, problem: &Problem| match answer.check(problem) {
            Err(AnswerError::Exceeded { what, .. }) => what,
            other => panic!("expected an exceeded limit, found {other:?}"),
        };
        assert_eq!(exceeded(&answer(&[(0, 0), (0, 1)]), &problem), "target");
        assert_eq!(exceeded(&answer(&[(0, 0), (1, 0)]), &problem), "weapon");
        problem.pool = vec![1];
        assert_eq!(exceeded(&answer(&[(0, 1), (1, 0)]), &problem), "pool");
    }

    #[test]
    fn a_bad_shape_is_named() {
        let mut problem = two_by_two();
        problem.pool.clear();
        assert!(matches!(problem.shape(), Err(ShapeError::NoSuchPool { weapon: 0, .. })));
        problem.label.pop();
        assert!(matches!(problem.shape(), Err(ShapeError::Length { table: "label", found: 1, expected: 2 })));
    }
}
