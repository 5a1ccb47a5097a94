//! What agents keep from one decision to the next where messages take time: their claims, their bundles, and the messages under
//! way, as the words of a [`Memory`].
//!
//! Lots are known by the label of their target and the number of shots it wants. All agents see one picture: where a target
//! wants another number of shots than before, shots at it were ordered or settled, and bidding for it starts anew, messages under
//! way included. Weapons are known by [`Network::identity_of`], since an index may have passed to another interceptor in flight.

use super::agent::{Agent, Held, Message};
use super::lot::{Claim, Lots};
use crate::assign::network::Network;
use crate::assign::problem::Memory;

/// What was kept, on the lots of the problem at hand.
pub struct Post {
    /// The agents.
    pub agents: Vec<Agent>,
    /// Messages under way, in the order in which they were sent.
    pub messages: Vec<Message>,
}

impl Post {
    /// Reads what an earlier decision wrote; `None` where there is nothing, or nothing that fits these agents.
    pub fn read(memory: &Memory, network: &Network, lots: &Lots<'_>, weapons: &[Vec<usize>]) -> Option<Self> {
        let mut words = Words(&memory.words);
        let n_agents = weapons.len();
        if words.next()? as usize != n_agents {
            return None;
        }
        let n_targets = words.next()?;
        let targets: Vec<(u32, u32)> = (0..n_targets).map(|_| words.pair()).collect::<Option<_>>()?;
        let place = Place::new(&targets, lots);
        let mut agents = Vec::with_capacity(n_agents);
        for (me, weapons) in weapons.iter().enumerate() {
            let mut agent = Agent::new(me as u32, weapons.clone(), lots.len(), n_agents);
            agent.heard = words.take(n_agents)?.to_vec();
            agent.claims = words.claims(&place)?;
            let mut gone = None;
            for _ in 0..words.next()? {
                let (lot, identity) = words.pair()?;
                let since = words.next()?;
                let Some(lot) = *place.now.get(lot as usize)? else { continue };
                let weapon = weapons.iter().copied().find(|&weapon| network.identity_of(weapon) == identity);
                if weapon.is_none() {
                    gone = gone.or(Some(agent.bundle.len()));
                }
                agent.bundle.push(Held { lot, weapon: weapon.unwrap_or(usize::MAX), since });
            }
            // What was chosen after a shot of a weapon that is gone counted on it.
            gone.inspect(|&at| agent.drop_from(at));
            agents.push(agent);
        }
        let mut messages = Vec::new();
        for _ in 0..words.next()? {
            let (sender, sent) = words.pair()?;
            let heard = words.take(n_agents)?.to_vec();
            messages.push(Message { sender, sent, claims: words.claims(&place)?, heard });
        }
        (words.0.is_empty() && messages.iter().all(|m| (m.sender as usize) < n_agents))
            .then_some(Self { agents, messages })
    }

    /// Writes it down for the next decision.
    pub fn write(&self, network: &Network, lots: &Lots<'_>, memory: &mut Memory) {
        let words = &mut memory.words;
        words.clear();
        words.extend([self.agents.len() as u32, lots.problem.n_targets as u32]);
        for (target, &label) in lots.problem.label.iter().enumerate() {
            words.extend([label, lots.of(target).len() as u32]);
        }
        let claims = |words: &mut Vec<u32>, claims: &[Claim]| {
            words.extend(claims.iter().flat_map(|claim| [claim.winner, claim.kill, claim.before, claim.delay]));
        };
        for agent in &self.agents {
            words.extend(&agent.heard);
            claims(words, &agent.claims);
            words.push(agent.bundle.len() as u32);
            let shot = |held: &Held| [held.lot as u32, network.identity_of(held.weapon), held.since];
            words.extend(agent.bundle.iter().flat_map(shot));
        }
        words.push(self.messages.len() as u32);
        for message in &self.messages {
            words.extend([message.sender, message.sent]);
            words.extend(&message.heard);
            claims(words, &message.claims);
        }
    }
}

/// Where the lots of then are now.
struct Place {
    /// Per lot of then: its index now, if its target is still there and wants as many shots.
    now: Vec<Option<usize>>,
    /// Number of lots now.
    n_lots: usize,
}

impl Place {
    fn new(targets: &[(u32, u32)], lots: &Lots<'_>) -> Self {
        // Labels may occur twice: each target of then is taken once, in order.
        let mut left: Vec<(u32, usize)> = lots.problem.label.iter().copied().zip(0..).collect();
        left.sort_unstable();
        let mut taken = vec![false; left.len()];
        let mut now = Vec::new();
        for &(label, n_lots) in targets {
            let from = left.partition_point(|&(other, _)| other < label);
            let is_it = |at: &usize| left[*at].0 == label && !taken[*at];
            let found = (from..left.len()).take_while(|&at| left[at].0 == label).find(is_it);
            let target = found.map(|at| {
                taken[at] = true;
                left[at].1
            });
            let first =
                target.map(|target| lots.of(target)).filter(|of| of.len() == n_lots as usize).map(|of| of.start);
            now.extend((0..n_lots as usize).map(|lot| first.map(|first| first + lot)));
        }
        Self { now, n_lots: lots.len() }
    }
}

/// The words not read yet.
struct Words<'a>(&'a [u32]);

impl<'a> Words<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u32]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn next(&mut self) -> Option<u32> {
        self.take(1).map(|word| word[0])
    }

    fn pair(&mut self) -> Option<(u32, u32)> {
        self.take(2).map(|words| (words[0], words[1]))
    }

    /// The claims on all lots of then, laid on those of now.
    fn claims(&mut self, place: &Place) -> Option<Vec<Claim>> {
        let mut claims = vec![Claim::VOID; place.n_lots];
        for &now in &place.now {
            let words = self.take(4)?;
            if let Some(now) = now {
                claims[now] = Claim { winner: words[0], kill: words[1], before: words[2], delay: words[3] };
            }
        }
        Some(claims)
    }
}
