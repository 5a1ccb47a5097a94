//! An in-loop assigner on a static instance: round after round, as if each were a decision of its own.
//!
//! In a round every target may get one shot more. The cost of a shot is what it does *not* take off the value that is left, counted
//! from the round's greatest gain g: `cost = round((g - left_j (1 - s_ij)) / g * (2^31 - 1))`. So least cost is greatest gain, but for
//! roundings of at most `g 2^-32` a shot. Pairs that gain nothing are allowed at the greatest cost, so that the wish for the most shots
//! never costs value, and are dropped afterwards. Rounds end when nothing more is gained or left to give.
//!
//! For an exact linear assigner the first round is the best assignment of at most one shot to each target; where weapons are
//! no more than targets, that is often the optimum of the problem proper, and the Lagrangian bound proves it.
//!
//! What else an assigner may look at: `priority` ranks targets by the value left, the greatest first; `worth` is the value left in
//! 65,535ths of the greatest; `kill` is the kill probability rounded down to 65,536ths; `epoch` and `draw_key` count rounds.

use super::instance::{Instance, Shots};
use super::solver::Deadline;
use super::stock::Stock;
use crate::assign::problem::{Answer, Memory, Problem};
use crate::assign::session::{AssignError, Session};

/// The cost of a shot that gains nothing.
const WORST: f64 = i32::MAX as f64;

/// All shots that an assigner gives, round by round; and the number of rounds. After the deadline no round is begun but the first:
/// an assigner that is at work is waited for.
///
/// # Errors
/// When there is no answer, or none that keeps the limits.
pub fn rounds(session: &Session, instance: &Instance, deadline: Deadline) -> Result<(Shots, u32), AssignError> {
    let mut stock = Stock::new(instance);
    let mut left = instance.value.clone();
    let mut memory = Memory::default();
    let (mut shots, mut round) = (Shots::new(), 0);
    while (round == 0 || !deadline.passed())
        && let Some(problem) = problem(instance, &stock, &left, round)
    {
        let answer = gainful(instance, &left, &session.decide(&problem, &mut memory)?);
        if answer.is_empty() {
            break;
        }
        for &(target, weapon) in &answer {
            stock.take(target, weapon);
            left[target as usize] *= instance.row(target as usize)[weapon as usize];
        }
        shots.extend(answer);
        round += 1;
    }
    shots.sort_unstable();
    Ok((shots, round))
}

/// What one shot takes off.
fn gain(instance: &Instance, left: &[f64], target: usize, weapon: usize) -> f64 {
    left[target] * (1.0 - instance.row(target)[weapon])
}

fn gainful(instance: &Instance, left: &[f64], answer: &Answer) -> Shots {
    let pairs = answer.pairs.iter().map(|pair| (pair.target, pair.weapon));
    pairs.filter(|&(target, weapon)| gain(instance, left, target as usize, weapon as usize) > 0.0).collect()
}

/// The problem of a round; `None` if no shot gains anything.
fn problem(instance: &Instance, stock: &Stock, left: &[f64], round: u32) -> Option<Problem> {
    let (n_types, n_targets) = (instance.n_types(), instance.n_targets());
    let mut problem = Problem::new(n_types, n_targets);
    problem.capacity.clone_from(&stock.supply);
    problem.resource.clone_from(&instance.resource);
    problem.pool.clone_from(&stock.pool);
    problem.demand = stock.room.iter().map(|&room| room.min(1)).collect();
    (problem.epoch, problem.draw_key) = (round, [0, round]);

    let pairs = || (0..n_targets).flat_map(|target| (0..n_types).map(move |weapon| (target, weapon)));
    let open = |&(target, weapon): &(usize, usize)| stock.has(target as u32, weapon as u32);
    let most = pairs().filter(open).map(|(target, weapon)| gain(instance, left, target, weapon)).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let worthiest = left.iter().copied().fold(0.0, f64::max);
    for (target, weapon) in pairs().filter(open) {
        let lost = (most - gain(instance, left, target, weapon)) / most;
        problem.set_cost(target, weapon, (lost * WORST + 0.5) as u32);
        let kill = (1.0 - instance.row(target)[weapon]) * 65_536.0;
        problem.kill[target * n_types + weapon] = (kill as u32).min(65_535);
    }
    problem.worth = left.iter().map(|left| (left / worthiest * 65_535.0 + 0.5) as u32).collect();
    let mut by_value: Vec<usize> = (0..n_targets).collect();
    by_value.sort_by(|&a, &b| left[b].total_cmp(&left[a]));
    for (rank, target) in by_value.into_iter().enumerate() {
        problem.priority[target] = rank as u32;
    }
    Some(problem)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{any_instance, optimum, small};
    use super::*;
    use crate::assign::registry::{ASSIGNERS, Assigner, find};
    use crate::assign::session::Occasion;
    use crate::assign::wta::solver::Limits;

    fn given(assigner: &'static dyn Assigner, instance: &Instance) -> (Shots, u32) {
        rounds(&Session::new(&assigner.into(), Occasion { seed: 1, replicate: 0 }), instance, Deadline::NEVER).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn every_assigner_keeps_the_limits_of_an_instance(instance in any_instance(6)) {
            for assigner in ASSIGNERS {
                let (shots, _) = given(*assigner, &instance);
                prop_assert_eq!(instance.check(&shots), Ok(()), "{}", assigner.name());
                prop_assert!(instance.left(&shots) <= instance.value.iter().sum::<f64>() + 1e-9);
            }
        }

        /// With at most one shot at a target the problem is a linear assignment, and an exact assigner has to find its optimum.
        #[test]
        fn where_a_target_takes_one_shot_the_auction_is_optimal(instance in any_instance(5)) {
            let most_shots = instance.most_shots.iter().map(|&most| most.min(1)).collect();
            let instance = Instance { most_shots, ..instance };
            let (shots, _) = given(find("auction").unwrap(), &instance);
            let (value, best) = (instance.left(&shots), optimum(&instance));
            prop_assert!(value - best <= 1e-6, "{} against {}", value, best);
        }
    }

    #[test]
    fn all_weapons_are_used_round_by_round() {
        let (shots, n_rounds) = given(find("auction").unwrap(), &small());
        assert_eq!((shots.len(), n_rounds), (8, 3));
        let (none, n_rounds) = given(find("none").unwrap(), &small());
        assert_eq!((none.len(), n_rounds), (0, 0));
    }

    #[test]
    fn without_time_the_first_round_is_all() {
        let instance = Instance { survive: vec![0.5, 0.5], ..Instance::new(vec![8.0, 3.0], vec![4]) };
        let session = Session::new(&find("nearest").unwrap().into(), Occasion { seed: 1, replicate: 0 });
        let deadline = |time_limit_s| Limits { time_limit_s, ..Limits::default() }.deadline();
        assert_eq!(rounds(&session, &instance, deadline(Some(0.0))), Ok((vec![(0, 0), (1, 0)], 1)));
        assert_eq!(rounds(&session, &instance, deadline(None)).map(|(shots, n)| (shots.len(), n)), Ok((4, 2)));
    }
}
