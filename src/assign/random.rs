//! `random`: targets in random order, each a random feasible weapon.

use super::greedy::{Rule, pick};
use super::problem::{Answer, Memory, Problem};
use super::registry::{Assigner, DeviceRule};

/// Serves targets in a random order; each takes a random feasible weapon, whatever it costs.
///
/// The difference to it is the value of looking at costs at all. The draws go by the label of the target and the index of
/// the weapon, so that they are the same on every engine and do not move when other targets come or go.
#[derive(Clone, Copy, Debug)]
pub struct Random;

impl Assigner for Random {
    fn name(&self) -> &'static str {
        "random"
    }

    fn summary(&self) -> &'static str {
        "targets in random order take a random feasible weapon: the floor any method must beat"
    }

    fn reference(&self) -> &'static str {
        "uniform random assignment; draws by Threefry-2x32-20: Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011"
    }

    fn complexity(&self) -> &'static str {
        "O(T W + K T), more where weapons run out"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::Random)
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        pick(problem, Rule::Random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_follow_the_label_and_spread_over_the_weapons() {
        let mut used = [0u32; 4];
        for label in 0..4_000 {
            let mut problem = Problem::new(4, 1);
            problem.cost = vec![7; 4];
            problem.label = vec![label];
            let first = Random.assign(&problem, &mut Memory::default());
            assert_eq!(first, Random.assign(&problem, &mut Memory::default()));
            used[first.pairs[0].weapon as usize] += 1;
        }
        // 1,000 expected each, standard deviation 27.
        assert!(used.iter().all(|&n| (890..1_110).contains(&n)), "{used:?}");
    }
}
