//! What several subcommands take alike: a scenario with its variant, and the objective.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::exit::Failure;
use crate::assign::external::DEFAULT_TIME_LIMIT;
use crate::assign::{self, Chosen};
use crate::model::{CaseModel, Picture};
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

/// Parses `--picture`.
pub fn picture_parser() -> impl TypedValueParser<Value = Picture> {
    let pictures = [Picture::Believed, Picture::Truth];
    PossibleValuesParser::new(pictures.map(Picture::as_str))
        .map(move |name| pictures.into_iter().find(|picture| picture.as_str() == name).unwrap_or_default())
}

/// How long a program that assigns is waited for.
#[derive(Args, Clone, Debug)]
pub struct ProgramArgs {
    /// Time that a program (`exec:COMMAND`) is given for each answer, seconds
    #[arg(long, value_name = "S", default_value_t = DEFAULT_TIME_LIMIT.as_secs_f64(), value_parser = time_limit)]
    pub assigner_timeout_s: f64,
}

impl ProgramArgs {
    /// Who is meant by a name: an algorithm, or a program.
    ///
    /// # Errors
    /// An unknown name, or a command that is none.
    pub fn choose(&self, name: &str) -> Result<Chosen, Failure> {
        Ok(assign::choose(name, Duration::from_secs_f64(self.assigner_timeout_s))?)
    }

    /// The case of a scenario under an assigner, the scenario's own where none is named.
    ///
    /// # Errors
    /// As [`ProgramArgs::choose`], and a scenario that cannot be run.
    pub fn case(
        &self,
        loaded: &Loaded,
        assigner: Option<&str>,
        objective: Option<Objective>,
    ) -> Result<CaseModel, Failure> {
        let (scenario, digest) = (&loaded.scenario, &loaded.digest);
        Ok(match assigner {
            Some(name) => CaseModel::compile_for(scenario, digest, self.choose(name)?, objective)?,
            None => CaseModel::compile(scenario, digest, None, objective)?,
        })
    }

    /// The cases of a scenario under several assigners and with several pictures; what is given twice counts once.
    ///
    /// # Errors
    /// As [`ProgramArgs::case`].
    pub fn cases(
        &self,
        loaded: &Loaded,
        assigners: &[String],
        objective: Option<Objective>,
        pictures: &[Picture],
    ) -> Result<Vec<CaseModel>, Failure> {
        let mut cases: Vec<CaseModel> = Vec::new();
        for (name, &picture) in assigners.iter().flat_map(|name| pictures.iter().map(move |picture| (name, picture))) {
            let case = self.case(loaded, Some(name), objective)?.with_picture(picture);
            if cases.iter().all(|known| known.label() != case.label()) {
                cases.push(case);
            }
        }
        Ok(cases)
    }
}

impl Default for ProgramArgs {
    fn default() -> Self {
        Self { assigner_timeout_s: DEFAULT_TIME_LIMIT.as_secs_f64() }
    }
}

/// Parses `--assigner-timeout-s`.
fn time_limit(text: &str) -> Result<f64, String> {
    let limit = text.trim().parse().ok().filter(|limit| (0.001..=86_400.0).contains(limit));
    limit.ok_or_else(|| "seconds, from 0.001 to 86400".to_owned())
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
