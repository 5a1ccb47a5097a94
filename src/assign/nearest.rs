//! `nearest`: the cheapest pair of all first, then the cheapest of what is left.

use super::greedy::{Rule, pick};
use super::problem::{Answer, Memory, Problem};
use super::registry::{Assigner, DeviceRule};

/// Takes the cheapest feasible pair of the whole table, again and again.
///
/// What crews without a central plan do: everybody takes what is close. It may spend the only weapon that reaches a far
/// target on a near one that others could have served.
#[derive(Clone, Copy, Debug)]
pub struct Nearest;

impl Assigner for Nearest {
    fn name(&self) -> &'static str {
        "nearest"
    }

    fn summary(&self) -> &'static str {
        "the cheapest pair first, until rounds or targets run out"
    }

    fn reference(&self) -> &'static str {
        "greedy heuristic for the assignment problem; survey: Kline, Ahner, Hill, Computers & Operations Research 105:226-236, 2019"
    }

    fn complexity(&self) -> &'static str {
        "O(T W + K T), more where weapons run out"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::Nearest)
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        pick(problem, Rule::Nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_pair_goes_first_even_where_that_is_dear_in_the_end() {
        let mut problem = Problem::new(2, 2);
        problem.cost = vec![2, 3, 1, 50];
        problem.set_cost(0, 1, 90);
        let answer = Nearest.assign(&problem, &mut Memory::default());
        assert_eq!(answer.objective(&problem), 91);
    }

    #[test]
    fn a_target_that_wants_two_gets_its_two_best() {
        let mut problem = Problem::new(3, 1);
        problem.cost = vec![5, 4, 6];
        problem.demand = vec![2];
        let answer = Nearest.assign(&problem, &mut Memory::default());
        assert_eq!(answer.objective(&problem), 9);
    }
}
