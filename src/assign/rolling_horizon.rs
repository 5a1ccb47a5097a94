//! `rolling-horizon`: plans now and the decisions to come with another assigner, and gives the shots of now only.
//!
//! The dynamic weapon-target problem taken decision by decision: what is known of the future ([`Problem::outlook`]) is laid out as
//! one static problem, solved, its first stage carried out, and all is planned anew at the next decision. A shot that is kept back
//! leaves a channel for one that can't wait.
//!
//! **Supplies.** A shot that a pool has now can be given now or at any later decision; one that it regains later, from then on.
//! Shots of one pool differ in nothing but the time from which they are there, so each weapon stands in the plan once for each
//! such time, with the shots that become available then, and no pool's limit over all decisions up to some time can be broken.
//! A magazine's rounds go to the earliest of these first, since an earlier shot can do all that a later one can.
//!
//! **When.** Of the times at which a supply could serve a target, the plan takes that of the greatest chance to kill, the earliest of
//! equal ones: value is what may make a target wait, never a cost that shrinks as it comes closer. Where the weapon could have shot
//! earlier, the later shot costs no less than that would have, and a step more for each decision passed over.
//!
//! **Idle shots.** What the plan keeps for later stays; what is over and above serves targets that the plan has wait, unless
//! the shot they wait for is worth more. So nothing waits without a reason, and no target lets its last chance pass beside an idle
//! weapon.

use std::borrow::Cow;

use super::network::Network;
use super::outlook::{Later, Outlook};
use super::problem::{Answer, INFEASIBLE, Memory, NO_POOL, Pair, Problem};
use super::registry::Assigner;

/// Begins the names of all of its kind: `rolling-horizon:auction` plans with `auction`.
pub const PREFIX: &str = "rolling-horizon:";

/// Plans ahead with another assigner.
pub struct RollingHorizon {
    name: Cow<'static, str>,
    inner: &'static dyn Assigner,
}

impl RollingHorizon {
    /// Plans with `inner` under a name that does not tell it.
    pub const fn plainly(name: &'static str, inner: &'static dyn Assigner) -> Self {
        Self { name: Cow::Borrowed(name), inner }
    }

    /// Plans with `inner` and is named after it.
    pub fn over(inner: &'static dyn Assigner) -> Self {
        Self { name: Cow::Owned(format!("{PREFIX}{}", inner.name())), inner }
    }
}

impl Assigner for RollingHorizon {
    fn name(&self) -> &str {
        &self.name
    }

    fn summary(&self) -> &str {
        "plans the decisions to come too, with auction or, as rolling-horizon:NAME, with another"
    }

    fn reference(&self) -> &str {
        "Hosein and Athans, Some Analytical Results for the Dynamic Weapon-Target Allocation Problem, MIT LIDS-P-1944, 1990; Murphey, \
         Target-Based Weapon Target Assignment Problems, in: Nonlinear Assignment Problems, Kluwer 2000; survey: Kline, Ahner, Hill, \
         Computers & Operations Research 105:226-236, 2019"
    }

    fn complexity(&self) -> &str {
        "twice that of the assigner it plans with, for H + 1 times the weapons at H later decisions"
    }

    fn wants_outlook(&self) -> bool {
        true
    }

    fn wants_network(&self) -> bool {
        self.inner.wants_network()
    }

    fn assign(&self, problem: &Problem, memory: &mut Memory) -> Answer {
        if problem.outlook.later.is_empty() {
            return self.inner.assign(problem, memory);
        }
        let plan = Plan::new(problem);
        let chosen = self.inner.assign(&plan.problem, memory);
        let (mut pairs, rest) = plan.divide(&chosen);
        if rest.wanted() > 0 {
            // Another problem: it neither knows nor changes what the plan remembers.
            pairs.extend(self.inner.assign(&rest, &mut Memory::default()).pairs);
        }
        Answer::from_pairs(pairs)
    }
}

/// One problem for now and all later decisions: weapon w of supply r is weapon r x W + w.
struct Plan<'a> {
    now: &'a Problem,
    /// The problem to solve.
    problem: Problem,
    /// Row-major as the costs: at which decision the shot would be given, 0 now; meaningless where it cannot be.
    at: Vec<u32>,
}

impl<'a> Plan<'a> {
    fn new(now: &'a Problem) -> Self {
        let later = &now.outlook.later;
        let n_supplies = later.len() + 1;
        let n_weapons = now.n_weapons * n_supplies;
        let mut plan = Self { now, problem: Problem::new(n_weapons, now.n_targets), at: Vec::new() };
        let problem = &mut plan.problem;
        problem.capacity.clear();
        problem.resource.clear();
        let mut rounds = now.outlook.rounds.clone();
        for supply in 0..n_supplies {
            let pool = if supply == 0 { &now.pool } else { &later[supply - 1].regained };
            for (weapon, rounds) in rounds.iter_mut().enumerate() {
                let shots = match (supply, now.pool_of(weapon)) {
                    (0, _) => now.reach_of(weapon),
                    (_, Some(own)) => pool[own],
                    (_, None) => 0,
                };
                let shots = shots.min(*rounds);
                *rounds -= shots;
                problem.capacity.push(shots);
                problem
                    .resource
                    .push(now.pool_of(weapon).map_or(NO_POOL, |own| (supply * now.pool.len() + own) as u32));
            }
            problem.pool.extend(pool);
        }
        problem.demand.clone_from(&now.demand);
        problem.priority.clone_from(&now.priority);
        problem.label.clone_from(&now.label);
        problem.worth.clone_from(&now.worth);
        problem.busy = now.busy.repeat(n_supplies);
        (problem.draw_key, problem.epoch) = (now.draw_key, now.epoch);
        problem.network = now.network.as_ref().map(|network| Network {
            agent: network.agent.repeat(n_supplies),
            identity: Vec::new(), // a supply is no lasting thing: messages that take time are refused with this assigner
            ..network.clone()
        });
        plan.fill_cells();
        plan
    }

    /// For each supply, weapon and target: the best time for the shot, and what it comes to then.
    fn fill_cells(&mut self) {
        let n_supplies = self.now.outlook.later.len() + 1;
        self.at = vec![0; self.problem.cost.len()];
        for target in 0..self.now.n_targets {
            for weapon in 0..self.now.n_weapons {
                // From the last supply to the first: what a supply can do, and the chance to use it earlier.
                let mut best: Option<Use> = None;
                let first = (0..n_supplies).find_map(|at| Use::of(self.now, at, target, weapon));
                for supply in (0..n_supplies).rev() {
                    let here = Use::of(self.now, supply, target, weapon);
                    best = here.filter(|here| best.is_none_or(|later| here.kill >= later.kill)).or(best);
                    let column = supply * self.now.n_weapons + weapon;
                    let (Some(shot), Some(first)) = (best, first) else { continue };
                    if self.problem.capacity[column] > 0 {
                        self.set(target, column, shot, first);
                    }
                }
            }
        }
    }

    fn set(&mut self, target: usize, column: usize, shot: Use, first: Use) {
        let cell = target * self.problem.n_weapons + column;
        let waited = shot.at - first.at;
        self.problem.cost[cell] = shot.cost.max(first.cost).saturating_add(waited).min(INFEASIBLE - 1);
        self.problem.kill[cell] = shot.kill;
        self.problem.delay[cell] = shot.delay;
        self.at[cell] = shot.at;
    }

    /// The shots of a plan that are given now, and what is left to be decided: what neither those nor the shots planned for
    /// later need, for targets that may as well be shot at now.
    fn divide(&self, chosen: &Answer) -> (Vec<Pair>, Problem) {
        let n_weapons = self.now.n_weapons as u32;
        let mut rest = Problem { outlook: Outlook::default(), ..self.now.clone() };
        rest.capacity.copy_from_slice(&self.problem.capacity[..self.now.n_weapons]);
        let mut awaited = vec![0; self.now.n_targets];
        let mut pairs = Vec::new();
        for pair in &chosen.pairs {
            let (target, column) = (pair.target as usize, pair.weapon as usize);
            let cell = target * self.problem.n_weapons + column;
            let weapon = pair.weapon % n_weapons;
            if pair.weapon < n_weapons {
                rest.capacity[weapon as usize] -= 1;
                self.now.pool_of(weapon as usize).inspect(|&pool| rest.pool[pool] -= 1);
            }
            if self.at[cell] == 0 {
                rest.demand[target] = rest.demand[target].saturating_sub(1);
                pairs.push(Pair { target: pair.target, weapon });
            } else {
                awaited[target] = self.problem.kill[cell].max(awaited[target]);
            }
        }
        for (cell, cost) in rest.cost.iter_mut().enumerate() {
            if self.now.kill[cell] < awaited[cell / self.now.n_weapons] {
                *cost = INFEASIBLE;
            }
        }
        (pairs, rest)
    }
}

/// A shot at one of the decisions.
#[derive(Clone, Copy)]
struct Use {
    /// Which decision: 0 is now.
    at: u32,
    cost: u32,
    kill: u32,
    /// From its order, ticks.
    delay: u32,
}

impl Use {
    /// A weapon's shot at a target at one of the decisions, if it can be.
    fn of(now: &Problem, at: usize, target: usize, weapon: usize) -> Option<Self> {
        let cell = target * now.n_weapons + weapon;
        let shot = match at.checked_sub(1).map(|at| &now.outlook.later[at]) {
            None => Self { at: 0, cost: now.cost[cell], kill: now.kill[cell], delay: now.delay[cell] },
            Some(Later { cost, kill, delay, .. }) => {
                Self { at: at as u32, cost: cost[cell], kill: kill[cell], delay: delay[cell] }
            }
        };
        (shot.cost != INFEASIBLE).then_some(shot)
    }
}

#[cfg(test)]
mod tests;
