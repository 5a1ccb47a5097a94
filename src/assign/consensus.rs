//! `consensus`: sites that each choose shots for themselves, tell their neighbours, and give way to higher bids.
//!
//! The consensus-based bundle algorithm (CBBA). Two phases take turns: each agent fills its *bundle* with the shots that gain most
//! ([`agent`], build), then neighbours exchange what they know of all bids and settle who wins (hear, release). A bid is the
//! marginal gain of a shot, value at stake x chance that the target survives the shots claimed before x chance to kill ([`lot`]);
//! of shots that gain alike the sooner one is better. It never grows as a bundle does, so all agents that hear of each other end with the shots of the sequential greedy method,
//! without a conflict, and those save at least half of what the best answer saves (Choi, Brunet and How, theorems 1 and 3).
//!
//! Where rounds end before that, or a link is missing, two sites shoot at what one was wanted for: that is what happens where
//! each decides for itself, and [`Problem::most_shots`] allows it.
//!
//! Where messages take time, one round is begun at each decision, and what is known, claimed and under way stays in [`Memory`]
//! ([`post`]): a site gives a shot once it has held it for as long as the rounds take.

mod agent;
mod lot;
mod post;

use agent::{Agent, Held, Message};
use lot::Lots;
use post::Post;

use super::channel_time::by_time;
use super::network::Network;
use super::problem::{Answer, Memory, Pair, Problem};
use super::registry::Assigner;

/// The consensus-based bundle algorithm over the agents of [`Problem::network`]; without one a single agent decides for all,
/// which is the sequential greedy method itself.
#[derive(Clone, Copy, Debug)]
pub struct Consensus;

impl Assigner for Consensus {
    fn name(&self) -> &'static str {
        "consensus"
    }

    fn summary(&self) -> &'static str {
        "sites bid for shots by marginal gain and agree over their links, round by round"
    }

    fn reference(&self) -> &'static str {
        "CBBA: Choi, Brunet and How, Consensus-Based Decentralized Auctions for Robust Task Allocation, IEEE Transactions on \
         Robotics 25(4):912-926, 2009, doi 10.1109/TRO.2009.2022423"
    }

    fn complexity(&self) -> &'static str {
        "O(R (K T W + L T)) for R rounds over L links; R is at most K times the longest chain of links"
    }

    fn wants_network(&self) -> bool {
        true
    }

    fn assign(&self, problem: &Problem, memory: &mut Memory) -> Answer {
        decide(&by_time(problem), memory)
    }
}

/// The algorithm itself, on worths and kills as they are.
fn decide(problem: &Problem, memory: &mut Memory) -> Answer {
    let alone = Network { n_agents: 1, agent: vec![0; problem.n_weapons], ..Network::default() };
    let network = problem.network.as_ref().unwrap_or(&alone);
    let lots = Lots::new(problem);
    let mut weapons = vec![Vec::new(); network.n_agents];
    for (weapon, &agent) in network.agent.iter().enumerate() {
        weapons[agent as usize].push(weapon);
    }
    if network.latency_epochs > 0 {
        return over_decisions(network, &lots, &weapons, memory);
    }
    let mut agents = new_agents(&weapons, lots.len());
    agree(network, &lots, &mut agents);
    answer(&lots, agents.iter().flat_map(|agent| &agent.bundle))
}

/// Agents that have heard nothing yet.
fn new_agents(weapons: &[Vec<usize>], n_lots: usize) -> Vec<Agent> {
    let agent = |(me, own): (u32, &Vec<usize>)| Agent::new(me, own.clone(), n_lots, weapons.len());
    (0..).zip(weapons).map(agent).collect()
}

/// All rounds of one decision, in no time.
fn agree(network: &Network, lots: &Lots<'_>, agents: &mut [Agent]) {
    agents.iter_mut().for_each(|agent| agent.build(lots, 1));
    let rounds = network.rounds.unwrap_or_else(|| enough_rounds(network, lots));
    for round in 1..=rounds {
        if is_agreed(network, agents) {
            return;
        }
        let messages: Vec<Message> = agents.iter_mut().map(|agent| agent.speak(round)).collect();
        for (me, agent) in agents.iter_mut().enumerate() {
            network.neighbours(me).for_each(|other| agent.hear(lots, &messages[other]));
            agent.release(lots);
            if round < rounds {
                agent.build(lots, round + 1); // what is claimed after the last round nobody could object to
            }
        }
    }
}

/// Whether no exchange would change anything: neighbours know the same of every lot.
fn is_agreed(network: &Network, agents: &[Agent]) -> bool {
    network.links.iter().all(|&(a, b)| agents[a as usize].claims == agents[b as usize].claims)
}

/// More rounds than agreement takes: each shot settles once those before it have gone round, there and back.
fn enough_rounds(network: &Network, lots: &Lots<'_>) -> u32 {
    let shots = lots.len().min(lots.problem.capacity.iter().map(|&n| n as usize).sum());
    let rounds = (shots + 1).saturating_mul(2 * network.longest_chain() as usize);
    u32::try_from(rounds).unwrap_or(u32::MAX)
}

/// One decision of many over which messages are under way.
fn over_decisions(network: &Network, lots: &Lots<'_>, weapons: &[Vec<usize>], memory: &mut Memory) -> Answer {
    let now = lots.problem.epoch.saturating_add(1); // 0 stands for never
    let fresh = || Post { agents: new_agents(weapons, lots.len()), messages: Vec::new() };
    let mut post = Post::read(memory, network, lots, weapons).unwrap_or_else(fresh);
    let is_due = |message: &Message| message.sent.saturating_add(network.latency_epochs) <= now;
    let (due, under_way) = std::mem::take(&mut post.messages).into_iter().partition(is_due);
    post.messages = under_way;
    let due: Vec<Message> = due;
    let rounds = network.rounds.unwrap_or_else(|| 2 * network.longest_chain());
    let settled = rounds.saturating_mul(network.latency_epochs);
    let mut shots = Vec::new();
    for (me, agent) in post.agents.iter_mut().enumerate() {
        let neighbours: Vec<usize> = network.neighbours(me).collect();
        let heard = due.iter().filter(|message| neighbours.contains(&(message.sender as usize)));
        heard.for_each(|message| agent.hear(lots, message));
        agent.release(lots);
        agent.build(lots, now);
        if !neighbours.is_empty() {
            post.messages.push(agent.speak(now));
        }
        let is_settled = |held: &Held| held.since.saturating_add(settled) <= now;
        let (given, kept) = std::mem::take(&mut agent.bundle).into_iter().partition(is_settled);
        agent.bundle = kept;
        let given: Vec<Held> = given;
        given.iter().for_each(|held| agent.withdraw(held.lot));
        shots.extend(given);
    }
    post.write(network, lots, memory);
    answer(lots, &shots)
}

/// The shots of all agents.
fn answer<'a>(lots: &Lots<'_>, shots: impl IntoIterator<Item = &'a Held>) -> Answer {
    let pair = |held: &Held| Pair { target: lots.target(held.lot) as u32, weapon: held.weapon as u32 };
    Answer::from_pairs(shots.into_iter().map(pair).collect())
}

#[cfg(test)]
mod tests;
