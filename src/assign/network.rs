//! Who decides over which weapon, and who hears whom: what a distributed assigner needs besides the problem.
//!
//! Only an assigner that asks for it ([`Assigner::wants_network`](super::Assigner::wants_network)) gets one.

use super::problem::{NO_POOL, ShapeError};

/// Agents that each decide over some of the weapons and exchange messages over links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Number of agents.
    pub n_agents: usize,
    /// Per weapon: the agent that decides over it. Weapons that share a pool have one agent.
    pub agent: Vec<u32>,
    /// Per weapon: a number that is the same weapon's at every decision of a replicate, while its index may pass to another. Empty
    /// where the index is that number.
    pub identity: Vec<u32>,
    /// Pairs of agents that hear each other, the lower index first, in ascending order. What is not linked does not hear each
    /// other; a message goes on from agent to agent, one link at a time.
    pub links: Vec<(u32, u32)>,
    /// Exchanges of messages before shots are given; `None` for as many as it takes until all that can hear of each other agree.
    pub rounds: Option<u32>,
    /// Epochs that a message is under way; 0 for exchanges that take no time.
    pub latency_epochs: u32,
}

impl Network {
    /// The number of a weapon that stays its own from decision to decision.
    #[must_use]
    pub fn identity_of(&self, weapon: usize) -> u32 {
        self.identity.get(weapon).copied().unwrap_or(weapon as u32)
    }

    /// The agents linked to `agent`, in ascending order.
    pub fn neighbours(&self, agent: usize) -> impl Iterator<Item = usize> + '_ {
        let agent = agent as u32;
        let of = move |&(a, b): &(u32, u32)| (a == agent).then_some(b).or((b == agent).then_some(a));
        // Pairs are in ascending order of (lower, higher): those in which `agent` is the higher come first, and both runs ascend.
        self.links.iter().filter_map(of).map(|other| other as usize)
    }

    /// Links that a message passes on the shortest way from `agent` to each agent; `None` where it can't come.
    #[must_use]
    pub fn hops_from(&self, agent: usize) -> Vec<Option<u32>> {
        let mut hops = vec![None; self.n_agents];
        hops[agent] = Some(0);
        let mut reached = vec![agent];
        let mut next = 0;
        while let Some(&here) = reached.get(next) {
            next += 1;
            for other in self.neighbours(here) {
                if hops[other].is_none() {
                    hops[other] = hops[here].map(|n| n + 1);
                    reached.push(other);
                }
            }
        }
        hops
    }

    /// Groups of agents of which none hears of the others, by whatever way.
    #[must_use]
    pub fn islands(&self) -> usize {
        let is_first = |&agent: &usize| self.hops_from(agent).iter().position(Option::is_some) == Some(agent);
        (0..self.n_agents).filter(is_first).count()
    }

    /// Links that a message passes at most on its way to all that can hear of it.
    #[must_use]
    pub fn longest_chain(&self) -> u32 {
        (0..self.n_agents).flat_map(|agent| self.hops_from(agent)).flatten().max().unwrap_or(0)
    }

    /// Whether the tables fit a problem whose weapons draw from these pools.
    ///
    /// # Errors
    /// A table of the wrong length, an agent that is not there, or a pool with two agents.
    pub fn shape(&self, resource: &[u32]) -> Result<(), ShapeError> {
        if self.agent.len() != resource.len() {
            let (found, expected) = (self.agent.len(), resource.len());
            return Err(ShapeError::Length { table: "network.agent", found, expected });
        }
        if !self.identity.is_empty() && self.identity.len() != resource.len() {
            let (found, expected) = (self.identity.len(), resource.len());
            return Err(ShapeError::Length { table: "network.identity", found, expected });
        }
        let n_agents = self.n_agents as u32;
        let missing = |&&agent: &&u32| agent >= n_agents;
        let linked = self.links.iter().flat_map(|(a, b)| [a, b]);
        if let Some(&agent) = self.agent.iter().chain(linked).find(missing) {
            return Err(ShapeError::NoSuchAgent { agent, n_agents });
        }
        for (weapon, &pool) in resource.iter().enumerate().filter(|&(_, &pool)| pool != NO_POOL) {
            let first = resource.iter().position(|&other| other == pool).unwrap_or(weapon);
            if self.agent[first] != self.agent[weapon] {
                return Err(ShapeError::TwoAgents { pool, weapons: [first, weapon] });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_those_at_the_other_end() {
        let network = Network { n_agents: 4, links: vec![(0, 2), (1, 2), (2, 3)], ..Network::default() };
        let of = |agent| network.neighbours(agent).collect::<Vec<_>>();
        assert_eq!([of(0), of(1), of(2), of(3)], [vec![2], vec![2], vec![0, 1, 3], vec![2]]);
    }

    #[test]
    fn chains_and_islands_are_counted() {
        let mut network = Network { n_agents: 5, links: vec![(0, 3), (1, 3), (1, 4)], ..Network::default() };
        assert_eq!(network.hops_from(0), [Some(0), Some(2), None, Some(1), Some(3)]);
        assert_eq!((network.longest_chain(), network.islands()), (3, 2));
        network.links.clear();
        assert_eq!((network.longest_chain(), network.islands()), (0, 5));
        assert_eq!((Network::default().longest_chain(), Network::default().islands()), (0, 0));
    }

    #[test]
    fn tables_that_do_not_fit_are_named() {
        let mut network = Network { n_agents: 2, agent: vec![0, 1, 1], links: vec![(0, 1)], ..Network::default() };
        assert_eq!(network.shape(&[0, 1, 1]), Ok(()));
        assert_eq!(network.shape(&[0, NO_POOL, 1]), Ok(()));
        assert!(matches!(network.shape(&[0, 0]), Err(ShapeError::Length { table: "network.agent", .. })));
        network.identity = vec![0, 7];
        assert!(matches!(network.shape(&[0, 1, 1]), Err(ShapeError::Length { table: "network.identity", .. })));
        network.identity.clear();
        assert_eq!(network.shape(&[0, 0, 1]), Err(ShapeError::TwoAgents { pool: 0, weapons: [0, 1] }));
        network.links.push((1, 2));
        assert_eq!(network.shape(&[0, 1, 1]), Err(ShapeError::NoSuchAgent { agent: 2, n_agents: 2 }));
    }
}
