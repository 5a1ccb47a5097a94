//! What is bid for: a lot is one more shot at a target. A target that wants two shots is two lots in a row.
//!
//! The worth of a lot is its marginal gain: value at stake x chance to survive the shots of the lots before x chance that this
//! shot kills. So a claim on a lot holds only as long as the claims before it stay what they were when it was made; it carries
//! the chance it counted with ([`Claim::before`]), and one whose chance no longer fits counts as void.

use std::cmp::Reverse;
use std::ops::Range;

use crate::assign::problem::Problem;

/// In [`Claim::winner`]: nobody claims the lot.
pub const NOBODY: u32 = u32::MAX;
/// The chance of a target that nothing was shot at: chances to survive are counted in 2^30ths.
pub const UNTOUCHED: u32 = 1 << 30;
/// Most lots of a target. After so many shots nothing is left to gain.
const MOST_LOTS: u32 = 256;

/// Who takes a lot, as one agent knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The agent, or [`NOBODY`].
    pub winner: u32,
    /// Chance that its shot kills, 1/65,536.
    pub kill: u32,
    /// Chance that the target survives the shots of the lots before, 2^-30.
    pub before: u32,
    /// When the shot meets the target, ticks from its order: of shots that gain alike the sooner one is better.
    pub delay: u32,
}

impl Claim {
    /// Nobody's.
    pub const VOID: Self = Self { winner: NOBODY, kill: 0, before: 0, delay: 0 };

    /// Chance that the target survives this shot too.
    pub fn after(self) -> u32 {
        ((u64::from(self.before) * u64::from(65_536 - self.kill)) >> 16) as u32
    }

    /// Whether it is somebody's, and made on what now comes before it.
    pub fn holds(self, before: u32) -> bool {
        self.winner != NOBODY && self.before == before
    }
}

/// What claims on a lot are compared by; more is better.
pub type Bid = (u64, Reverse<u32>);

/// The lots of a problem: those of one target side by side, targets in their order.
pub struct Lots<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Per target: its first lot; one entry more for the end.
    first: Vec<usize>,
    /// Per lot: its target.
    target: Vec<u32>,
}

impl<'a> Lots<'a> {
    /// As many lots as shots are wanted.
    pub fn new(problem: &'a Problem) -> Self {
        let mut lots = Self { problem, first: vec![0], target: Vec::new() };
        for (target, &demand) in problem.demand.iter().enumerate() {
            let end = lots.target.len() + demand.min(MOST_LOTS) as usize;
            lots.target.resize(end, target as u32);
            lots.first.push(end);
        }
        lots
    }

    /// Number of lots.
    pub fn len(&self) -> usize {
        self.target.len()
    }

    /// The lots of a target.
    pub fn of(&self, target: usize) -> Range<usize> {
        self.first[target]..self.first[target + 1]
    }

    /// The target of a lot.
    pub fn target(&self, lot: usize) -> usize {
        self.target[lot] as usize
    }

    /// What a claim on a lot is worth to the defence, in steps x 2^-46; below 2^62.
    pub fn gain(&self, lot: usize, claim: Claim) -> u64 {
        u64::from(self.problem.worth[self.target(lot)]) * u64::from(claim.before) * u64::from(claim.kill)
    }

    /// What a claim on a lot is compared by: its gain, then how soon.
    pub fn bid(&self, lot: usize, claim: Claim) -> Bid {
        (self.gain(lot, claim), Reverse(claim.delay))
    }

    /// Whether claim `a` on a lot wins against `b`: the higher bid; of equal ones the lower agent.
    pub fn beats(&self, lot: usize, a: Claim, b: Claim) -> bool {
        let (bid_a, bid_b) = (self.bid(lot, a), self.bid(lot, b));
        bid_a > bid_b || (bid_a == bid_b && a.winner < b.winner)
    }
}
