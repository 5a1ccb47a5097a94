//! Whatever can be asked to treat a static instance, by one name: a solver, a bound, or an assigner of the loop.

use thiserror::Error;

use super::bound::{self, BOUNDS, Bound};
use super::instance::{Instance, InstanceError};
use super::rounds::rounds;
use super::solver::{self, Limits, Outcome, SOLVERS, Solver, meets};
use crate::assign::Chosen;
use crate::assign::registry::{self, ASSIGNERS, nearest_name};
use crate::assign::session::{AssignError, Occasion, Session};

/// What a name of a bound starts with where a method is asked for.
pub const BOUND_PREFIX: &str = "bound:";

/// A way to treat an instance.
pub enum Method {
    /// One of [`SOLVERS`].
    Solver(&'static dyn Solver),
    /// One of [`BOUNDS`]: no shots.
    Bound(&'static dyn Bound),
    /// An assigner of the loop, round by round (`rounds`).
    InLoop(Chosen),
}

impl Method {
    /// The method of that name. Where a solver and an assigner of the loop share a name, this is the solver: the same method without
    /// the loop's rounding.
    ///
    /// # Errors
    /// [`UnknownMethod`], with all names and the one that was probably meant.
    pub fn find(name: &str) -> Result<Self, UnknownMethod> {
        if let Some(solver) = solver::find(name) {
            return Ok(Self::Solver(solver));
        }
        if let Some(bound) = name.strip_prefix(BOUND_PREFIX).and_then(bound::find) {
            return Ok(Self::Bound(bound));
        }
        match registry::find(name) {
            Ok(assigner) => Ok(Self::InLoop(assigner.into())),
            Err(_) => {
                let all = names();
                let nearest = nearest_name(name, all.iter().map(String::as_str)).map(str::to_owned);
                Err(UnknownMethod { name: name.to_owned(), all: all.join(", "), nearest })
            }
        }
    }

    /// Treats an instance. The outcome keeps its limits, and no bound of it contradicts its value.
    ///
    /// # Errors
    /// [`MethodError`].
    pub fn run(&self, instance: &Instance, limits: &Limits) -> Result<Treated, MethodError> {
        let outcome = match self {
            Self::Bound(bound) => return Ok(Treated::Bound(bound.bound(instance, limits))),
            Self::Solver(solver) => solver.solve(instance, limits),
            Self::InLoop(chosen) => {
                let session = Session::new(chosen, Occasion { seed: 1, replicate: 0 });
                let (shots, n_rounds) = rounds(&session, instance, limits.deadline())?;
                Outcome::new(instance, shots, None, u64::from(n_rounds))
            }
        };
        instance.check(&outcome.shots)?;
        match outcome.bound {
            Some(bound) if !meets(bound, outcome.value) => {
                Err(MethodError::Contradiction { bound, value: outcome.value })
            }
            _ => Ok(Treated::Outcome(outcome)),
        }
    }
}

/// What comes of a method.
#[derive(Clone, Debug, PartialEq)]
pub enum Treated {
    /// Shots and their value.
    Outcome(Outcome),
    /// A lower bound alone.
    Bound(f64),
}

/// All names that [`Method::find`] knows, each once.
#[must_use]
pub fn names() -> Vec<String> {
    let solvers = SOLVERS.iter().map(|solver| solver.name());
    let in_loop = ASSIGNERS.iter().map(|assigner| assigner.name()).filter(|name| solver::find(name).is_none());
    let bounds = BOUNDS.iter().map(|bound| format!("{BOUND_PREFIX}{}", bound.name()));
    in_loop.chain(solvers).map(str::to_owned).chain(bounds).collect()
}

/// There is no method of that name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no assigner `{name}`; there are {all}{}", self.did_you_mean())]
pub struct UnknownMethod {
    /// What was asked for.
    pub name: String,
    /// All that there are.
    all: String,
    /// The name most like it, if one is like it at all.
    pub nearest: Option<String>,
}

impl UnknownMethod {
    fn did_you_mean(&self) -> String {
        self.nearest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
    }
}

/// Why nothing comes of a method.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum MethodError {
    /// An assigner of the loop gave no answer, or none that keeps the limits of a round.
    #[error("{0}")]
    NoAnswer(#[from] AssignError),
    /// Shots that break a limit: a defect of the method.
    #[error("its shots break a limit: {0}")]
    Broken(#[from] InstanceError),
    /// A bound above a value: a defect of the method.
    #[error("its bound {bound} lies above the value {value}")]
    Contradiction {
        /// The bound.
        bound: f64,
        /// The value.
        value: f64,
    },
}

#[cfg(test)]
mod tests {
    use super::super::fixture::small;
    use super::*;

    #[test]
    fn every_name_is_found_and_treats_an_instance() {
        for name in names() {
            match Method::find(&name).unwrap().run(&small(), &Limits { steps: Some(50), ..Limits::default() }).unwrap()
            {
                Treated::Outcome(outcome) => {
                    assert!((4.95..=35.0).contains(&outcome.value), "{name}: {}", outcome.value);
                }
                Treated::Bound(bound) => assert!((0.0..=4.95).contains(&bound), "{name}: {bound}"),
            }
        }
        assert!(matches!(Method::find("marginal-return"), Ok(Method::Solver(_))));
        assert!(matches!(Method::find("nearest"), Ok(Method::InLoop(_))));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        for (name, nearest) in
            [("marginal", "marginal-return"), ("bound:bestp", "bound:best-p"), ("auktion", "auction")]
        {
            let error = Method::find(name).err().unwrap();
            assert_eq!(error.nearest.as_deref(), Some(nearest));
            assert!(error.to_string().contains("there are none, random, nearest"), "{error}");
        }
        assert_eq!(Method::find("xyz").err().unwrap().nearest, None);
    }
}
