//! One agent: what it believes of all lots, how it fills its bundle, and what it makes of a message.
//!
//! Names after Choi, Brunet and How: `claims` are the lists of winners z and of winning bids y, `heard` the time stamps s.

use super::lot::{Bid, Claim, Lots, NOBODY, UNTOUCHED};
use crate::assign::problem::{INFEASIBLE, NO_POOL};

/// What an agent tells its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who speaks.
    pub sender: u32,
    /// When: the round, or the epoch.
    pub sent: u32,
    /// Per lot: who takes it, as far as the sender knows.
    pub claims: Vec<Claim>,
    /// Per agent: when what the sender knows was last heard from it; 0 for never.
    pub heard: Vec<u32>,
}

/// A shot that an agent means to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The lot it claims.
    pub lot: usize,
    /// The weapon.
    pub weapon: usize,
    /// Since when: the round, or the epoch.
    pub since: u32,
}

/// One agent.
#[derive(Clone, Debug)]
pub struct Agent {
    me: u32,
    /// The weapons it decides over, in ascending order.
    weapons: Vec<usize>,
    /// Per lot: who takes it, as far as it knows.
    pub claims: Vec<Claim>,
    /// Per agent: when what it knows was last heard from that one; 0 for never.
    pub heard: Vec<u32>,
    /// The shots it means to give, in the order in which it chose them.
    pub bundle: Vec<Held>,
}

impl Agent {
    /// An agent that has heard nothing and claims nothing.
    pub fn new(me: u32, weapons: Vec<usize>, n_lots: usize, n_agents: usize) -> Self {
        Self { me, weapons, claims: vec![Claim::VOID; n_lots], heard: vec![0; n_agents], bundle: Vec::new() }
    }

    /// Chooses the bundle, the shot of most gain first, as long as there are rounds and a bid beats what is known.
    ///
    /// All of it anew, where the algorithm as published only adds: with weapons of several kinds a lot may become free that a round
    /// already given to a lesser one would serve better. So what an agent means to give is always what it would choose with what it
    /// knows, and the shots settle in the order of their gain. The gain of a shot never grows with the bundle.
    pub fn build(&mut self, lots: &Lots<'_>, now: u32) {
        let before = std::mem::take(&mut self.bundle);
        before.iter().for_each(|held| self.withdraw(held.lot));
        while let Some((lot, weapon, claim)) = self.best_shot(lots) {
            // A claim of its own on a later lot of that target counted with what stood here before.
            let later = |held: &Held| lots.target(held.lot) == lots.target(lot) && held.lot > lot;
            if let Some(at) = self.bundle.iter().position(later) {
                self.drop_from(at);
                continue;
            }
            self.claims[lot] = claim;
            let held = before.iter().find(|held| (held.lot, held.weapon) == (lot, weapon));
            self.bundle.push(Held { lot, weapon, since: held.map_or(now, |held| held.since) });
        }
    }

    /// The shot that gains most with what the bundle leaves, the soonest of such; then ties go to the lower target and weapon.
    fn best_shot(&self, lots: &Lots<'_>) -> Option<(usize, usize, Claim)> {
        let mut best: Option<(Bid, usize, usize, Claim)> = None;
        for target in 0..lots.problem.n_targets {
            for &weapon in self.weapons.iter().filter(|&&weapon| self.has_round(lots, weapon)) {
                let Some((lot, claim)) = self.best_lot(lots, target, weapon) else { continue };
                let bid = lots.bid(lot, claim);
                if best.is_none_or(|(most, ..)| bid > most) {
                    best = Some((bid, lot, weapon, claim));
                }
            }
        }
        best.map(|(_, lot, weapon, claim)| (lot, weapon, claim))
    }

    /// The first lot of a target that a shot of `weapon` would win.
    fn best_lot(&self, lots: &Lots<'_>, target: usize, weapon: usize) -> Option<(usize, Claim)> {
        let kill = kill(lots, target, weapon)?;
        let delay = lots.problem.delay[target * lots.problem.n_weapons + weapon];
        let mut before = UNTOUCHED;
        for lot in lots.of(target) {
            let mine = Claim { winner: self.me, kill, before, delay };
            if lots.gain(lot, mine) == 0 {
                return None;
            }
            let standing = self.claims[lot];
            if !standing.holds(before) || (standing.winner != self.me && lots.beats(lot, mine, standing)) {
                return Some((lot, mine));
            }
            before = standing.after();
        }
        None
    }

    /// Whether the bundle leaves a round of `weapon`, and a shot in its pool.
    fn has_round(&self, lots: &Lots<'_>, weapon: usize) -> bool {
        let problem = lots.problem;
        let used = self.bundle.iter().filter(|held| held.weapon == weapon).count();
        used < problem.capacity[weapon] as usize
            && problem.pool_of(weapon).is_none_or(|pool| {
                let drawn = self.bundle.iter().filter(|held| problem.pool_of(held.weapon) == Some(pool)).count();
                drawn < problem.pool[pool] as usize
            })
    }

    /// What it says now.
    pub fn speak(&mut self, now: u32) -> Message {
        self.heard[self.me as usize] = now;
        Message { sender: self.me, sent: now, claims: self.claims.clone(), heard: self.heard.clone() }
    }

    /// Takes in a message, lot by lot, by the table of decisions of the algorithm.
    pub fn hear(&mut self, lots: &Lots<'_>, message: &Message) {
        for lot in 0..lots.len() {
            match self.decide(lots, lot, message) {
                Action::Update => self.claims[lot] = message.claims[lot],
                Action::Reset => self.claims[lot] = Claim::VOID,
                Action::Leave => {}
            }
        }
        for (mine, &theirs) in self.heard.iter_mut().zip(&message.heard) {
            *mine = theirs.max(*mine);
        }
        let sender = &mut self.heard[message.sender as usize];
        *sender = message.sent.max(*sender);
    }

    /// Table I of the paper: what the sender takes for true against what this agent does, and who has heard later of whom.
    fn decide(&self, lots: &Lots<'_>, lot: usize, message: &Message) -> Action {
        let (i, k) = (self.me, message.sender);
        let (theirs, mine) = (message.claims[lot], self.claims[lot]);
        let newer = |agent: u32| message.heard[agent as usize] > self.heard[agent as usize];
        let older = |agent: u32| message.heard[agent as usize] < self.heard[agent as usize];
        let is_higher = || lots.beats(lot, theirs, mine);
        let update_if = |yes: bool| if yes { Action::Update } else { Action::Leave };
        let (said, held) = (theirs.winner, mine.winner);
        if said == k {
            return match held {
                NOBODY => Action::Update,
                _ if held == k => Action::Update,
                _ if held == i => update_if(is_higher()),
                _ => update_if(newer(held) || is_higher()),
            };
        }
        if said == i {
            return match held {
                NOBODY => Action::Leave,
                _ if held == k => Action::Reset,
                _ if held != i && newer(held) => Action::Reset,
                _ => Action::Leave,
            };
        }
        if said == NOBODY {
            return match held {
                NOBODY => Action::Leave,
                _ if held == i => Action::Leave,
                _ if held == k => Action::Update,
                _ => update_if(newer(held)),
            };
        }
        match held {
            NOBODY => update_if(newer(said)),
            _ if held == i => update_if(newer(said) && is_higher()),
            _ if held == k => {
                if newer(said) {
                    Action::Update
                } else {
                    Action::Reset
                }
            }
            _ if held == said => update_if(newer(said)),
            _ if newer(said) && (newer(held) || is_higher()) => Action::Update,
            _ if newer(held) && older(said) => Action::Reset,
            _ => Action::Leave,
        }
    }

    /// Gives up what can't be given any more: the first shot that was outbid, or counted on claims that have changed, or has no
    /// round; and all that were chosen after it, since they counted on it.
    pub fn release(&mut self, lots: &Lots<'_>) {
        let problem = lots.problem;
        let mut rounds = problem.capacity.clone();
        let mut pool = problem.pool.clone();
        let lost = self.bundle.iter().position(|held| {
            let drawn = problem.resource[held.weapon];
            let has_round = rounds[held.weapon] > 0 && (drawn == NO_POOL || pool[drawn as usize] > 0);
            if !has_round || !self.stands(lots, held) {
                return true;
            }
            rounds[held.weapon] -= 1;
            if drawn != NO_POOL {
                pool[drawn as usize] -= 1;
            }
            false
        });
        if let Some(at) = lost {
            self.drop_from(at);
        }
    }

    /// Whether a shot of the bundle is possible and its claim stands on all claims before it.
    fn stands(&self, lots: &Lots<'_>, held: &Held) -> bool {
        let target = lots.target(held.lot);
        if kill(lots, target, held.weapon).is_none() || self.claims[held.lot].winner != self.me {
            return false;
        }
        let mut before = UNTOUCHED;
        lots.of(target).take_while(|&lot| lot <= held.lot).all(|lot| {
            let claim = self.claims[lot];
            let holds = claim.holds(before);
            before = claim.after();
            holds
        })
    }

    /// Gives up a shot of the bundle and all that were chosen after it.
    pub fn drop_from(&mut self, at: usize) {
        for held in self.bundle.split_off(at) {
            self.withdraw(held.lot);
        }
    }

    /// Takes back the claim on a lot, if it is its own.
    pub fn withdraw(&mut self, lot: usize) {
        if self.claims[lot].winner == self.me {
            self.claims[lot] = Claim::VOID;
        }
    }
}

/// Chance that a shot kills, where there can be one.
fn kill(lots: &Lots<'_>, target: usize, weapon: usize) -> Option<u32> {
    let at = target * lots.problem.n_weapons + weapon;
    (lots.problem.cost[at] != INFEASIBLE).then(|| lots.problem.kill[at].min(65_535))
}

/// What is done with what a message says of a lot.
enum Action {
    /// Take the sender's claim.
    Update,
    /// Forget the claim.
    Reset,
    /// Keep the claim.
    Leave,
}
