//! Why an interceptor was ordered, or why a threat was not engaged: plain data and sentences, drawn by somebody else.
//!
//! Nothing is guessed afterwards: the replicate is taken back to the decision, run up to its costs, and what the assigner saw
//! is read (`decision`). Positions in metres east, north, up; times in ticks from the beginning.

use std::fmt;

use crate::model::codes;

/// What somebody wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// Why this interceptor has the target it has at a tick: its last order until then.
    Order {
        /// The interceptor.
        round: u32,
        /// The moment, ticks.
        tick: u32,
    },
    /// What the last decision until a tick made of this threat.
    Threat {
        /// The threat.
        threat: u32,
        /// The moment, ticks.
        tick: u32,
    },
}

/// What the answer is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was asked.
    pub question: Question,
    /// The edge at which was decided; `None` where there was no decision yet.
    pub decision_tick: Option<u32>,
    /// Who decided.
    pub assigner: String,
    /// By what: `distance`, `time to intercept` or `expected value saved`.
    pub objective: &'static str,
    /// What the defence believed about the target then.
    pub target: Option<Believed>,
    /// The shot that was given.
    pub chosen: Option<Candidate>,
    /// Other weapons that could have met this target, best first, at most [`MOST_LISTED`].
    pub other_weapons: Vec<Candidate>,
    /// Other targets that this weapon could have met, best first, at most [`MOST_LISTED`].
    pub other_targets: Vec<Candidate>,
    /// Weapons that could have met this target at that decision, the chosen one included.
    pub n_weapons_feasible: u32,
    /// Weapons that could not.
    pub n_weapons_infeasible: u32,
    /// Targets that this weapon could have met, the chosen one included.
    pub n_targets_feasible: u32,
    /// Targets that it could not.
    pub n_targets_infeasible: u32,
    /// How far the target's kill chain had come, in order.
    pub chain: Vec<Link>,
    /// The answer in words, most important first.
    pub sentences: Vec<String>,
    /// The first sentence as the defence could say it, where the truth knows a nearer cause.
    pub first_as_believed: Option<String>,
}

/// Alternatives listed at most; the counts say how many there were.
pub const MOST_LISTED: usize = 40;

/// What the defence believed about a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Believed {
    /// The threat.
    pub threat: u32,
    /// Its name.
    pub name: String,
    /// Where it was believed to be, metres east, north, up.
    pub at_m: [f64; 3],
    /// How fast over ground, m/s.
    pub speed_mps: f64,
    /// The asset it seemed to head for.
    pub asset: String,
    /// When it would be there, ticks.
    pub arrive_tick: u32,
    /// Believed a decoy.
    pub is_decoy: bool,
    /// Last detection, ticks.
    pub seen_tick: u32,
    /// Interceptors under way to it or not yet assessed, before this decision.
    pub n_engaged: u32,
    /// Shots ordered so far, before this decision.
    pub n_shots: u32,
    /// Shots wanted at this decision.
    pub demand: u32,
}

/// A shot that could be given.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The magazine (`site/type`) or the interceptor in flight.
    pub weapon: String,
    /// The interceptor, if it was in flight already.
    pub in_flight: Option<u32>,
    /// The target.
    pub threat: u32,
    /// Its name.
    pub threat_name: String,
    /// What it would cost.
    pub cost: Cost,
    /// Of an alternative: who got it. The targets that the other weapon was given, or the weapons given to the other target.
    pub went_to: Vec<String>,
}

/// A cost in human terms; less is better, but for the value that a shot saves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cost {
    /// Distance between weapon and target, metres.
    Distance {
        /// Metres.
        m: f64,
    },
    /// From the decision to the intercept, seconds.
    Time {
        /// Seconds.
        s: f64,
    },
    /// Expected value saved, in the scenario's unit of value.
    Value {
        /// More is better.
        saved: f64,
        /// Length of the flight, seconds; settles ties.
        flight_s: f64,
    },
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Distance { m } if *m < 1000.0 => write!(f, "{m:.0} m away"),
            Self::Distance { m } => write!(f, "{:.1} km away", m / 1000.0),
            Self::Time { s } => write!(f, "{s:.1} s to intercept"),
            Self::Value { saved, flight_s } => write!(f, "saves {saved:.2} of value, {flight_s:.0} s of flight"),
        }
    }
}

/// One link of the kill chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// In words, as an end of "it ...".
    pub text: &'static str,
    /// Whether it was ever reached; of rounds and channels: at the last decision that could have met it in time.
    pub reached: bool,
}

/// How far a kill chain came, from `codes::SEEN_*` bits.
pub fn chain(seen: u32) -> Vec<Link> {
    const LINKS: [(u32, &str); 7] = [
        (codes::SEEN_CONFIRMED, "had a confirmed track"),
        (codes::SEEN_JUDGED, "was considered at a decision"),
        (codes::SEEN_REACHABLE, "could be met by some weapon, time apart"),
        (codes::SEEN_TIMELY, "could be met in time"),
        (codes::SEEN_ROUNDS, "could be met in time by a magazine with rounds left"),
        (codes::SEEN_CAPACITY, "could be met in time with a channel and a rail free"),
        (codes::SEEN_ENGAGED, "was shot at"),
    ];
    LINKS.iter().map(|&(bit, text)| Link { text, reached: seen & bit != 0 }).collect()
}

/// The name of an objective, `codes::OBJECTIVE_*`.
pub fn objective_name(objective: u32) -> &'static str {
    match objective {
        codes::OBJECTIVE_DISTANCE => "distance",
        codes::OBJECTIVE_TIME => "time to intercept",
        _ => "expected value saved",
    }
}

/// A time since the beginning of the raid for people: `05:07`, or `3:12:05` from an hour on.
pub fn clock(seconds: f64) -> String {
    let s = seconds.max(0.0) as u64;
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m:02}:{s:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_costs_read_well() {
        assert_eq!([clock(-1.0), clock(65.9), clock(3725.0)], ["00:00", "01:05", "1:02:05"]);
        let texts = [
            Cost::Distance { m: 812.4 }.to_string(),
            Cost::Distance { m: 12_340.0 }.to_string(),
            Cost::Time { s: 61.25 }.to_string(),
            Cost::Value { saved: 3.5, flight_s: 62.0 }.to_string(),
        ];
        assert_eq!(texts, ["812 m away", "12.3 km away", "61.2 s to intercept", "saves 3.50 of value, 62 s of flight"]);
    }

    #[test]
    fn the_chain_shows_each_link_by_its_bit() {
        let reached = |seen| chain(seen).iter().filter(|link| link.reached).count();
        assert_eq!([reached(0), reached(codes::SEEN_TIMELY), reached(u32::MAX)], [0, 1, 7]);
        assert!(chain(codes::SEEN_CONFIRMED)[0].reached && chain(codes::SEEN_ENGAGED)[6].reached);
    }
}
