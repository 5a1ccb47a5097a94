//! The sequential pick loop that `nearest`, `urgency` and `random` share, and its random draws.
//!
//! One shot at a time: of all targets that still want a shot and that some weapon can still serve, the one with the least
//! key is served by its best available weapon. What "key" and "best" mean is the [`Rule`]. Ties go to the lower index. The
//! loop is plain 32-bit integer code without division, so that a shader can do the same step by step; the host differs in
//! one thing only: it remembers each target's best weapon until that weapon runs out, where a device looks again at every step.

use super::problem::{Answer, INFEASIBLE, Pair, Problem};
use crate::exact::rng::threefry2x32;

/// What the pick loop goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Best weapon: least cost. Key: that cost.
    Nearest,
    /// Best weapon: least cost. Key: [`Problem::priority`].
    Urgency,
    /// Best weapon: least [`weapon_draw`]. Key: [`target_draw`].
    Random,
}

/// The weapon that serves a target best now, and what it is compared by.
#[derive(Clone, Copy)]
struct Best {
    weapon: usize,
    score: u32,
}

/// A target that wants a shot and can have one.
struct Open {
    target: usize,
    key: u32,
    weapon: usize,
}

impl Open {
    fn look(problem: &Problem, rule: Rule, left: &Left, target: usize) -> Option<Self> {
        let best = best_weapon(problem, rule, left, target)?;
        Some(Self { target, key: key(problem, rule, target, best), weapon: best.weapon })
    }
}

/// Picks pairs one by one until no target that wants a shot can be served.
#[must_use]
pub fn pick(problem: &Problem, rule: Rule) -> Answer {
    let mut left = Left::new(problem);
    let mut demand = problem.demand.clone();
    // Targets that are served, or out of everybody's reach, leave this list for good: capacity never comes back within
    // one decision. The list stays in ascending order of target, because ties go to the lower index.
    let mut open: Vec<Open> = (0..problem.n_targets)
        .filter(|&target| demand[target] > 0)
        .filter_map(|target| Open::look(problem, rule, &left, target))
        .collect();
    let mut pairs = Vec::new();
    while let Some(&Open { target, weapon, .. }) = open.iter().min_by_key(|candidate| candidate.key) {
        pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
        demand[target] -= 1;
        let ran_out = left.spend(problem, weapon);
        if demand[target] == 0 {
            open.retain(|other| other.target != target);
        }
        if ran_out {
            open.retain_mut(|other| {
                if left.has(problem, other.weapon) {
                    return true;
                }
                let next = Open::look(problem, rule, &left, other.target);
                next.map(|next| *other = next).is_some()
            });
        }
    }
    Answer::from_pairs(pairs)
}

/// Less is served earlier.
fn key(problem: &Problem, rule: Rule, target: usize, best: Best) -> u32 {
    match rule {
        Rule::Nearest => best.score,
        Rule::Urgency => problem.priority[target],
        Rule::Random => target_draw(problem, target),
    }
}

/// The available feasible weapon of least score; ties go to the lower index.
fn best_weapon(problem: &Problem, rule: Rule, left: &Left, target: usize) -> Option<Best> {
    let mut best: Option<Best> = None;
    for (weapon, &cost) in problem.row(target).iter().enumerate() {
        if cost == INFEASIBLE || !left.has(problem, weapon) {
            continue;
        }
        let score = match rule {
            Rule::Nearest | Rule::Urgency => cost,
            Rule::Random => weapon_draw(problem, target, weapon),
        };
        if best.is_none_or(|b| score < b.score) {
            best = Some(Best { weapon, score });
        }
    }
    best
}

/// What weapons and pools have left.
pub(super) struct Left {
    capacity: Vec<u32>,
    pool: Vec<u32>,
}

impl Left {
    pub(super) fn new(problem: &Problem) -> Self {
        Self { capacity: problem.capacity.clone(), pool: problem.pool.clone() }
    }

    pub(super) fn has(&self, problem: &Problem, weapon: usize) -> bool {
        self.capacity[weapon] > 0 && problem.pool_of(weapon).is_none_or(|pool| self.pool[pool] > 0)
    }

    /// Takes one shot; says whether that was the last of the weapon or of its pool.
    pub(super) fn spend(&mut self, problem: &Problem, weapon: usize) -> bool {
        self.capacity[weapon] -= 1;
        if let Some(pool) = problem.pool_of(weapon) {
            self.pool[pool] -= 1;
        }
        !self.has(problem, weapon)
    }
}

/// The draw that orders targets under [`Rule::Random`]: counter (label, 0).
fn target_draw(problem: &Problem, target: usize) -> u32 {
    hash(problem.draw_key, problem.label[target], 0)
}

/// The draw that orders a target's weapons under [`Rule::Random`]: counter (label, 1 + weapon).
fn weapon_draw(problem: &Problem, target: usize, weapon: usize) -> u32 {
    hash(problem.draw_key, problem.label[target], 1 + weapon as u32)
}

/// The first word of Threefry-2x32 with 20 rounds, for the counter (a, b).
#[must_use]
pub fn hash(key: [u32; 2], a: u32, b: u32) -> u32 {
    threefry2x32(key, [a, b])[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::any_problem;
    use super::*;

    #[test]
    fn threefry_gives_the_published_answers() {
        // kat_vectors of Random123, threefry2x32 with 20 rounds.
        assert_eq!(threefry2x32([0, 0], [0, 0]), [0x6b20_0159, 0x99ba_4efe]);
        assert_eq!(threefry2x32([u32::MAX; 2], [u32::MAX; 2]), [0x1cb9_96fc, 0xbb00_2be7]);
        assert_eq!(threefry2x32([0x1319_8a2e, 0x0370_7344], [0x243f_6a88, 0x85a3_08d3]), [0xc492_3a9c, 0x483d_f7a0]);
    }

    /// The loop as the module describes it, without any memory of best weapons: what a device does.
    fn pick_plainly(problem: &Problem, rule: Rule) -> Answer {
        let mut left = Left::new(problem);
        let mut demand = problem.demand.clone();
        let mut pairs = Vec::new();
        loop {
            let mut least: Option<(u32, usize, usize)> = None;
            for (target, &wanted) in demand.iter().enumerate() {
                if wanted == 0 {
                    continue;
                }
                if let Some(best) = best_weapon(problem, rule, &left, target) {
                    let key = key(problem, rule, target, best);
                    if least.is_none_or(|(k, _, _)| key < k) {
                        least = Some((key, target, best.weapon));
                    }
                }
            }
            let Some((_, target, weapon)) = least else {
                return Answer::from_pairs(pairs);
            };
            pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
            demand[target] -= 1;
            left.spend(problem, weapon);
        }
    }

    proptest! {
        #[test]
        fn remembering_best_weapons_changes_nothing(problem in any_problem(7)) {
            for rule in [Rule::Nearest, Rule::Urgency, Rule::Random] {
                let answer = pick(&problem, rule);
                prop_assert_eq!(answer.check(&problem), Ok(()));
                prop_assert_eq!(answer, pick_plainly(&problem, rule));
            }
        }
    }
}
