//! The list of algorithms. Help texts, tables and menus are made from it, so that none can be added without its
//! documentation.

use std::sync::LazyLock;

use thiserror::Error;

use super::problem::{Answer, Memory, Problem};
use super::{
    auction::Auction,
    branch_and_price::BranchAndPrice,
    consensus::Consensus,
    jonker_volgenant::JonkerVolgenant,
    local_search::LocalSearch,
    marginal_return::MarginalReturn,
    nearest::Nearest,
    none::NoShots,
    random::Random,
    rolling_horizon::{PREFIX, RollingHorizon},
    urgency::Urgency,
};

/// An assignment algorithm: a pure function of a problem and of its own memory. Whatever depends on more than that (a clock, a
/// model in another program) is a program of its own and is talked to as one, so that its answers are recorded.
pub trait Assigner: Send + Sync {
    /// The name that a user types; lower case, words joined by `-`.
    fn name(&self) -> &str;

    /// One sentence for a list.
    fn summary(&self) -> &str;

    /// Where the method comes from; what to cite.
    fn reference(&self) -> &str;

    /// How time grows, with T targets, W weapons and K shots given.
    fn complexity(&self) -> &str;

    /// Where it can run.
    fn where_it_runs(&self) -> Runs {
        if self.device_rule().is_some() { Runs::Both } else { Runs::Host }
    }

    /// What a device has to do to give the same answer, or `None` if only the host can.
    fn device_rule(&self) -> Option<DeviceRule> {
        None
    }

    /// Whether it plans ahead and needs [`Problem::outlook`], which takes time to fill.
    fn wants_outlook(&self) -> bool {
        false
    }

    /// Whether it decides by agents that exchange messages and needs [`Problem::network`].
    fn wants_network(&self) -> bool {
        false
    }

    /// Decides. The answer keeps every limit of `problem` ([`Answer::check`]).
    ///
    /// `problem` must have a good [`Problem::shape`].
    fn assign(&self, problem: &Problem, memory: &mut Memory) -> Answer;
}

/// Where an algorithm can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Runs {
    /// On the host and on a device, with the same answer.
    Both,
    /// On the host; a device engine hands it a snapshot at the epoch's edge.
    Host,
}

impl Runs {
    /// For tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "host and device",
            Self::Host => "host",
        }
    }
}

/// The rules that a device knows. The numbers are shared with the shader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum DeviceRule {
    /// Give no shots.
    Idle = 0,
    /// Sequential picks by the cost of the target's best available weapon.
    Nearest = 1,
    /// Sequential picks by the target's time to arrival.
    Urgency = 2,
    /// Sequential picks by random draws.
    Random = 3,
    /// Sequential picks by what the best shot saves.
    MarginalReturn = 5,
    /// The auction, bid for bid.
    Auction = 4,
}

/// All algorithms, simplest first.
pub static ASSIGNERS: &[&dyn Assigner] = &[
    &NoShots,
    &Random,
    &Nearest,
    &Urgency,
    &MarginalReturn,
    &Auction,
    &JonkerVolgenant,
    &LocalSearch,
    &BranchAndPrice,
    &Consensus,
    &RollingHorizon::plainly("rolling-horizon", &Auction),
];

/// Planning ahead with each of the others: found by name, listed once as `rolling-horizon`.
static PLANNED: LazyLock<Vec<RollingHorizon>> = LazyLock::new(|| {
    let others = ASSIGNERS.iter().filter(|assigner| !assigner.wants_outlook());
    others.map(|&inner| RollingHorizon::over(inner)).collect()
});

/// Names less alike than this, of 0 to 1, are not offered for each other: half of the letters differ.
const LEAST_LIKENESS: f64 = 0.5;

/// The algorithm of that name.
///
/// # Errors
/// [`UnknownAssigner`], with all names and the one that was probably meant.
pub fn find(name: &str) -> Result<&'static dyn Assigner, UnknownAssigner> {
    if let Some(&found) = ASSIGNERS.iter().find(|a| a.name() == name) {
        return Ok(found);
    }
    if let Some(found) = PLANNED.iter().find(|a| a.name() == name) {
        return Ok(found);
    }
    let planned = PLANNED.iter().map(Assigner::name).filter(|_| name.starts_with(PREFIX));
    let nearest = nearest_name(name, ASSIGNERS.iter().map(|a| a.name()).chain(planned));
    Err(UnknownAssigner { name: name.to_owned(), nearest })
}

/// The known name that is most like `name`, if one is like it at all.
pub(super) fn nearest_name<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(known, &name.to_lowercase());
    let (nearest, likeness) = known.map(|known| (known, likeness(known))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (likeness >= LEAST_LIKENESS).then_some(nearest)
}

/// There is no algorithm of that name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no assigner `{name}`; there are {}{}", all_names(), did_you_mean(*nearest))]
pub struct UnknownAssigner {
    /// What was asked for.
    pub name: String,
    /// The registered name that is most like it, if one is like it at all.
    pub nearest: Option<&'static str>,
}

fn all_names() -> String {
    ASSIGNERS.iter().map(|a| a.name()).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_once_and_documented() {
        for assigner in ASSIGNERS {
            let found = find(assigner.name()).unwrap();
            assert_eq!(found.summary(), assigner.summary());
            assert_eq!(ASSIGNERS.iter().filter(|a| a.name() == assigner.name()).count(), 1);
            let texts = [assigner.summary(), assigner.reference(), assigner.complexity()];
            assert!(texts.iter().all(|t| !t.is_empty() && !t.ends_with('.')), "{}", assigner.name());
            assert_eq!(assigner.where_it_runs() == Runs::Both, assigner.device_rule().is_some());
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        let error = find("nearst").err().unwrap();
        assert_eq!(error.nearest, Some("nearest"));
        let names = "none, random, nearest, urgency, marginal-return, auction, jonker-volgenant, local-search, branch-and-price, \
                     consensus, rolling-horizon";
        let told = format!("there is no assigner `nearst`; there are {names}; did you mean `nearest`?");
        assert_eq!(error.to_string(), told);
        assert_eq!(find("Auktion").err().unwrap().nearest, Some("auction"));
        assert_eq!(find("rolling-horizon:nearst").err().unwrap().nearest, Some("rolling-horizon:nearest"));
        for far in ["hungarian", "xyz", ""] {
            assert_eq!(find(far).err().unwrap().nearest, None, "{far}");
        }
    }

    #[test]
    fn every_other_one_can_be_planned_with() {
        for inner in ASSIGNERS.iter().filter(|inner| !inner.wants_outlook()) {
            let found = find(&format!("rolling-horizon:{}", inner.name())).unwrap();
            assert!(found.wants_outlook() && found.wants_network() == inner.wants_network());
        }
        assert!(find("rolling-horizon:rolling-horizon").is_err());
    }

    #[test]
    fn no_algorithm_trips_over_an_empty_problem() {
        for (weapons, targets) in [(0, 0), (0, 3), (3, 0), (3, 3)] {
            for assigner in ASSIGNERS {
                let answer = assigner.assign(&Problem::new(weapons, targets), &mut Memory::default());
                assert!(answer.pairs.is_empty(), "{}", assigner.name());
            }
        }
    }
}
