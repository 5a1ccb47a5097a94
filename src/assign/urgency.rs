//! `urgency`: the target that arrives first takes its best weapon first.

use super::greedy::{Rule, pick};
use super::problem::{Answer, Memory, Problem};
use super::registry::{Assigner, DeviceRule};

/// Serves targets in order of believed time to arrival; each takes the cheapest weapon still available.
///
/// The usual doctrine of a command post. It covers what is about to hit, and pays for that with weapons that a later
/// target would have used better.
#[derive(Clone, Copy, Debug)]
pub struct Urgency;

impl Assigner for Urgency {
    fn name(&self) -> &'static str {
        "urgency"
    }

    fn summary(&self) -> &'static str {
        "the target that arrives first gets its best weapon, then the next"
    }

    fn reference(&self) -> &'static str {
        "earliest deadline first: Jackson, Scheduling a Production Line to Minimize Maximum Tardiness, UCLA report 43, 1955"
    }

    fn complexity(&self) -> &'static str {
        "O(T W + K T), more where weapons run out"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::Urgency)
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        pick(problem, Rule::Urgency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_urgent_target_chooses_first() {
        let mut problem = Problem::new(2, 2);
        problem.cost = vec![1, 9, 2, 9];
        problem.priority = vec![40, 30];
        let answer = Urgency.assign(&problem, &mut Memory::default());
        assert_eq!(answer.objective(&problem), 11);
        assert_eq!(answer.pairs[1].weapon, 0);
    }
}
