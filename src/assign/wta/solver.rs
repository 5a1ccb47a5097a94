//! What solves a static instance: the trait, its limits, what it gives back, and the list that help texts and tables are made from.
//!
//! A solver here takes the whole problem at once and may use the clock; what decides inside a raid is an
//! [`Assigner`](crate::assign::Assigner) and may not. To add one: implement [`Solver`], add it to [`SOLVERS`].

use std::time::{Duration, Instant};

use super::branch_and_price::BranchAndPrice;
use super::greedy::MarginalReturn;
use super::instance::{Instance, Shots};
use super::local_search::LocalSearch;

/// A value is called optimal when it lies above a proven bound by at most this share of itself: 1,000 times what sums of a
/// thousand products lose by rounding.
pub const PROOF_GAP: f64 = 1.0e-9;

/// All solvers, simplest first.
pub static SOLVERS: &[&dyn Solver] = &[&MarginalReturn, &LocalSearch, &BranchAndPrice];

/// A method for the static problem.
pub trait Solver: Sync {
    /// The name that a user types; lower case, words joined by `-`.
    fn name(&self) -> &'static str;

    /// One sentence for a list.
    fn summary(&self) -> &'static str;

    /// Where the method comes from; what to cite.
    fn reference(&self) -> &'static str;

    /// How time grows, with T targets, W weapon types and K shots.
    fn complexity(&self) -> &'static str;

    /// Solves. `instance` must be valid ([`Instance::validate`]); the shots keep its limits ([`Instance::check`]).
    fn solve(&self, instance: &Instance, limits: &Limits) -> Outcome;
}

/// The solver of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Solver> {
    SOLVERS.iter().copied().find(|solver| solver.name() == name)
}

/// When a solver has to come to an end. Without any it ends by itself, however long that takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Seconds by the wall clock, at least 0; what was found by then is the outcome, which may differ from run to run.
    pub time_limit_s: Option<f64>,
    /// Steps of the solver's own kind (moves, nodes); each says which. Repeatable.
    pub steps: Option<u64>,
}

impl Limits {
    /// The moment at which a solver that starts now has to end.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        let length = self.time_limit_s.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Deadline { at: length.and_then(|length| Instant::now().checked_add(length)) }
    }
}

/// A moment to end at, if any.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    at: Option<Instant>,
}

impl Deadline {
    /// Never.
    pub const NEVER: Self = Self { at: None };

    /// Whether it is over. Reads the clock; ask some thousand times a second, not at each step.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.at.is_some_and(|at| Instant::now() >= at)
    }
}

/// What a solver found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The shots, in ascending order.
    pub shots: Shots,
    /// Expected value that they leave: [`Instance::left`] of the shots.
    pub value: f64,
    /// A proven lower bound on the least value, where the solver has one.
    pub bound: Option<f64>,
    /// Whether the solver has proven that no other shots leave less, but for [`PROOF_GAP`].
    pub optimal: bool,
    /// Steps made, of the solver's own kind.
    pub steps: u64,
}

impl Outcome {
    /// Of shots in any order, with a bound if there is one; optimal if the bound meets the value.
    #[must_use]
    pub fn new(instance: &Instance, mut shots: Shots, bound: Option<f64>, steps: u64) -> Self {
        shots.sort_unstable();
        let value = instance.left(&shots);
        let optimal = bound.is_some_and(|bound| meets(value, bound));
        Self { shots, value, bound, optimal, steps }
    }

    /// How far the value may lie above the optimum, as a share of the value; 0 where both are 0.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        self.bound.map(|bound| if self.value > bound { (self.value - bound) / self.value } else { 0.0 })
    }
}

/// Whether a bound proves a value optimal. Nothing proves one that is not finite.
#[must_use]
pub fn meets(value: f64, bound: f64) -> bool {
    value.is_finite() && value - bound <= PROOF_GAP * value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_once_and_documented() {
        for solver in SOLVERS {
            assert_eq!(find(solver.name()).unwrap().summary(), solver.summary());
            assert_eq!(SOLVERS.iter().filter(|s| s.name() == solver.name()).count(), 1);
            let texts = [solver.summary(), solver.reference(), solver.complexity()];
            assert!(texts.iter().all(|t| !t.is_empty() && !t.ends_with('.')), "{}", solver.name());
        }
    }

    #[test]
    fn an_outcome_is_optimal_only_if_its_bound_meets_its_value() {
        let instance = Instance::new(vec![10.0], vec![]);
        let outcome = |bound| Outcome::new(&instance, vec![], bound, 0);
        assert_eq!((outcome(None).optimal, outcome(None).gap()), (false, None));
        assert_eq!((outcome(Some(9.0)).optimal, outcome(Some(9.0)).gap()), (false, Some(0.1)));
        assert_eq!((outcome(Some(10.0)).optimal, outcome(Some(10.0)).gap()), (true, Some(0.0)));
        assert!(outcome(Some(10.0 - 1.0e-9)).optimal && !outcome(Some(10.0 - 1.0e-7)).optimal);
        assert!(!meets(f64::INFINITY, 0.0) && !meets(f64::INFINITY, f64::INFINITY) && !meets(f64::NAN, 0.0));
    }

    #[test]
    fn a_deadline_passes() {
        assert!(!Deadline::NEVER.passed() && !Limits::default().deadline().passed());
        for (seconds, passed) in [(0.0, true), (1.0e6, false), (f64::INFINITY, false)] {
            let limits = Limits { time_limit_s: Some(seconds), ..Limits::default() };
            assert_eq!(limits.deadline().passed(), passed, "{seconds}");
        }
    }

    #[test]
    fn no_solver_trips_over_an_empty_instance() {
        for (targets, types) in [(0, 0), (0, 2), (2, 0), (2, 2)] {
            // With as many types, none of them can reach anything.
            let instance = Instance::new(vec![3.0; targets], vec![1; types]);
            for solver in SOLVERS {
                let outcome = solver.solve(&instance, &Limits::default());
                assert_eq!((outcome.shots.len(), outcome.value), (0, 3.0 * targets as f64), "{}", solver.name());
            }
        }
    }
}
