//! What several subcommands take alike: a scenario with its variant, and the objective.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::exit::Failure;
use crate::scenario::schema::Objective;
use crate::scenario::{self, Loaded};

/// Names of `--objective`, as in a scenario's doctrine.
const OBJECTIVES: [(&str, Objective); 3] = [
    ("distance", Objective::Distance),
    ("time-to-intercept", Objective::TimeToIntercept),
    ("expected-value-saved", Objective::ExpectedValueSaved),
];

/// Parses `--objective`.
pub fn objective_parser() -> impl TypedValueParser<Value = Objective> {
    PossibleValuesParser::new(OBJECTIVES.map(|(name, _)| name)).map(|name| {
        let found = OBJECTIVES.iter().find(|(known, _)| *known == name);
        found.map_or_else(Objective::default, |(_, objective)| *objective)
    })
}

/// Parses `--seed`. clap's own words for a number below 0 would advise to write it behind `--`.
///
/// # Errors
/// What is allowed.
pub fn seed(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

/// Loads a shipped scenario or a file.
///
/// # Errors
/// With every mistake in it, or the nearest name.
pub fn load(name_or_path: &str, variant: Option<&str>) -> Result<Loaded, Failure> {
    Ok(scenario::load(name_or_path, variant)?)
}
