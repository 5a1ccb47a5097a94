//! `kingbird solve`: one static instance, from a file or generated.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::case::{ProgramArgs, seed};
use super::exit::{Exit, Failure};
use super::out;
use crate::assign::Chosen;
use crate::assign::external::{Briefing, PREFIX};
use crate::assign::wta::bound::{self, BOUNDS};
use crate::assign::wta::generate::{Family, generate};
use crate::assign::wta::method::{BOUND_PREFIX, Method, MethodError, Treated};
use crate::assign::wta::{Instance, Limits, file, meets};
use crate::report::number::counted;
use crate::report::solve::{Proof, Solved, assignment_csv, summary};
use crate::study::{manifest, store};

/// Pairs of a generated instance, at most: 800 MB in memory.
const MOST_PAIRS: u64 = 100_000_000;
/// Share of the time limit that the bound beside a solver gets at least, if the solver has used it up.
const LEAST_SHARE: f64 = 0.1;
/// The bound beside solvers that have none of their own.
const DEFAULT_BOUND: &str = "lagrangian";

/// Solve a static weapon-target assignment problem, from a file or generated
///
/// Weapons are given to targets so that the expected value that survives, the sum of V_j times the product of (1 - p_ij) over
/// the shots at target j, is least. Beside the value stands a proven lower bound, so that the gap says how far from the
/// optimum it can be; where they meet, the assignment is proven optimal.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  kingbird solve 50x100x2.txt --assigner local-search --time-limit-s 10
  kingbird solve WTA5.txt --assigner auction --json
  kingbird solve 50x100x2.txt --assigner bound:lagrangian
  kingbird solve --generate ahuja --weapons 80 --targets 80 --seed 1 --out ahuja-80.txt
  kingbird solve --generate geometric --weapons 200 --targets 400 --assigner marginal-return

FILE holds numbers, in one of two formats, told apart by the first line:
  `m n mu`  then n values, then m n lines `i j p`: kill probability of weapon type i at target j, counted from 0; mu weapons of each type
  `n`       then n values, then n n kill probabilities, all targets of the first weapon first; one weapon of each type

An assigner of the loop (auction, nearest, ...) is asked round by round, each time for at most one more shot at each target.")]
pub struct SolveArgs {
    /// A file with an instance
    #[arg(value_name = "FILE", required_unless_present = "generate", conflicts_with = "generate")]
    pub file: Option<PathBuf>,
    /// What gives the shots, or `bound:NAME` for a bound alone (`kingbird list assigners`)
    #[arg(long, value_name = "NAME", required_unless_present = "generate")]
    pub assigner: Option<String>,
    /// Seconds after which a solver that can go on has to end; what it found by then is the result. A bound beside it has what is
    /// left of them, or a tenth
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seconds)]
    pub time_limit_s: Option<f64>,
    /// The bound beside an assigner that has none of its own, or `none` [default: lagrangian]
    #[arg(long, value_name = "NAME", requires = "assigner")]
    pub bound: Option<String>,
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub generate: GenerateArgs,
    /// Write the shots as CSV; with --generate, write the instance. The file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: Option<PathBuf>,
    /// Print one JSON object instead of text
    #[arg(long, requires = "assigner", help_heading = "Output")]
    pub json: bool,
}

/// `--generate` and what belongs to it.
#[derive(Args, Debug)]
pub struct GenerateArgs {
    /// Make an instance, the same on every machine, in the place of FILE
    #[arg(long, value_enum, value_name = "FAMILY", requires_all = ["weapons", "targets"], help_heading = "Generate")]
    pub generate: Option<FamilyName>,
    /// Number of weapon types
    #[arg(long, value_name = "N", requires = "generate", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000), help_heading = "Generate")]
    pub weapons: Option<u32>,
    /// Number of targets
    #[arg(long, value_name = "N", requires = "generate", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000), help_heading = "Generate")]
    pub targets: Option<u32>,
    /// Weapons of each type [default: 1]
    #[arg(long, value_name = "N", requires = "generate", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000), help_heading = "Generate")]
    pub per_type: Option<u32>,
    /// Seed of the random numbers [default: 1]
    #[arg(long, value_name = "N", requires = "generate", allow_negative_numbers = true, value_parser = seed, help_heading = "Generate")]
    pub seed: Option<u64>,
}

/// Values of `--generate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FamilyName {
    /// Values 25 to 100, kill probabilities 0.60 to 0.90 (Ahuja and others 2007)
    Ahuja,
    /// Values 1 to 100, kill probabilities 0 to 1
    Uniform,
    /// Values 1 to 100, places in a square of 100 km; kill probability 0.9 / (1 + (distance / 30 km)^2)
    Geometric,
}

impl From<FamilyName> for Family {
    fn from(name: FamilyName) -> Self {
        match name {
            FamilyName::Ahuja => Self::Ahuja,
            FamilyName::Uniform => Self::Uniform,
            FamilyName::Geometric => Self::Geometric,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A file that is no instance, unknown names, a file that cannot be written, a solver that contradicts itself.
pub fn run(args: &SolveArgs) -> Result<(), Failure> {
    args.out.as_deref().map_or(Ok(()), store::must_be_new)?;
    let method = args.assigner.as_deref().map(|name| method(args, name)).transpose()?;
    let beside = beside(args.bound.as_deref())?;
    let (instance, called) = instance(args)?;
    if args.generate.generate.is_some() && (args.out.is_some() || method.is_none()) {
        keep_instance(&instance, args.out.as_deref())?;
    }
    let (Some(method), Some(assigner)) = (method, args.assigner.as_deref()) else { return Ok(()) };
    let method = briefed(method, &instance, &called)?;

    let limits = Limits { time_limit_s: args.time_limit_s, ..Limits::default() };
    let start = Instant::now();
    let treated = method.run(&instance, &limits).map_err(|error| failed(assigner, &error))?;
    let seconds = start.elapsed().as_secs_f64();
    let proof = match &treated {
        Treated::Bound(bound) => Some(Proof { bound: *bound, by: assigner.trim_start_matches(BOUND_PREFIX), seconds }),
        Treated::Outcome(outcome) => match outcome.bound {
            Some(bound) => Some(Proof { bound, by: assigner, seconds: 0.0 }),
            None => beside.map(|beside| prove(beside, &instance, &rest(&limits, seconds))),
        },
    };
    let outcome = if let Treated::Outcome(outcome) = treated { Some(outcome) } else { None };
    if let (Some(outcome), Some(proof)) = (&outcome, &proof)
        && !meets(proof.bound, outcome.value)
    {
        return Err(failed(proof.by, &MethodError::Contradiction { bound: proof.bound, value: outcome.value }));
    }
    let solved = Solved { assigner, called: &called, instance: &instance, outcome, seconds, proof };
    if let (None, Some(path), Some(outcome)) = (args.generate.generate, &args.out, &solved.outcome) {
        store::write_file(path, &assignment_csv(&outcome.shots))?;
    }
    if args.json { out::print_json(&solved.json()) } else { out::print(&summary(&solved)) }
}

/// The method of that name; a program of the user's own is asked as an assigner of the loop.
fn method(args: &SolveArgs, name: &str) -> Result<Method, Failure> {
    if name.starts_with(PREFIX) {
        return Ok(Method::InLoop(args.program.choose(name)?));
    }
    Method::find(name).map_err(|error| unknown(&error))
}

/// The method; a program is told what it will be asked about.
fn briefed(method: Method, instance: &Instance, called: &str) -> Result<Method, Failure> {
    let Method::InLoop(chosen @ Chosen::Program(..)) = method else { return Ok(method) };
    let mut text = Vec::new();
    file::write(instance, &mut text).map_err(|error| Failure::machine(error.to_string()))?;
    Ok(Method::InLoop(chosen.of_case(&Briefing::of_instance(called, &manifest::sha256_hex(&text)))))
}

/// A number of seconds that makes sense as a limit.
fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.trim().parse::<f64>().ok().filter(|seconds| *seconds > 0.0 && *seconds <= 1.0e9);
    seconds.ok_or_else(|| "a time limit is a number of seconds above 0".to_owned())
}

/// The bound that is computed beside an assigner without one.
fn beside(name: Option<&str>) -> Result<Option<&'static dyn bound::Bound>, Failure> {
    let name = name.unwrap_or(DEFAULT_BOUND);
    if name == "none" {
        return Ok(None);
    }
    let bound = bound::find(name.trim_start_matches(BOUND_PREFIX));
    bound.map(Some).ok_or_else(|| {
        let all: Vec<&str> = BOUNDS.iter().map(|bound| bound.name()).collect();
        Failure::input(format!("there is no bound `{name}`; there are {}, or `none`", all.join(", ")))
    })
}

/// Limits of the bound beside a solver that took so long.
fn rest(limits: &Limits, seconds: f64) -> Limits {
    Limits { time_limit_s: limits.time_limit_s.map(|limit| (limit - seconds).max(LEAST_SHARE * limit)), ..*limits }
}

fn prove<'a>(bound: &'static dyn bound::Bound, instance: &Instance, limits: &Limits) -> Proof<'a> {
    let start = Instant::now();
    let found = bound.bound(instance, limits);
    Proof { bound: found, by: bound.name(), seconds: start.elapsed().as_secs_f64() }
}

/// The instance, and what it is called.
fn instance(args: &SolveArgs) -> Result<(Instance, String), Failure> {
    if let Some(path) = &args.file {
        let instance = file::load(path).map_err(|error| Failure::input(error.to_string()))?;
        return Ok((instance, path.display().to_string()));
    }
    let GenerateArgs { generate: Some(family), weapons: Some(types), targets: Some(targets), .. } = args.generate
    else {
        return Err(Failure::input("give a FILE, or --generate with --weapons and --targets"));
    };
    let (each, seed) = (args.generate.per_type.unwrap_or(1), args.generate.seed.unwrap_or(1));
    if u64::from(types) * u64::from(targets) > MOST_PAIRS {
        let message =
            format!("{types} weapon types and {targets} targets make more than {MOST_PAIRS} pairs; ask for fewer");
        return Err(Failure::input(message));
    }
    let instance = generate(family.into(), types, targets, each, seed);
    let family = family.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    Ok((instance, format!("{family}, seed {seed}")))
}

/// Writes a generated instance, to standard output if nowhere else.
fn keep_instance(instance: &Instance, path: Option<&Path>) -> Result<(), Failure> {
    let mut text = Vec::new();
    file::write(instance, &mut text).map_err(|error| Failure::machine(error.to_string()))?;
    match path {
        None => out::print(&String::from_utf8_lossy(&text)),
        Some(path) => {
            store::write_bytes(path, &text)?;
            let (types, targets) = (instance.n_types() as u64, instance.n_targets() as u64);
            out::note(&format!(
                "{}: {}, {}",
                path.display(),
                counted(types, "weapon type"),
                counted(targets, "target")
            ));
            Ok(())
        }
    }
}

fn unknown(error: &crate::assign::wta::method::UnknownMethod) -> Failure {
    Failure::input(format!("{error}; see `kingbird list assigners`"))
}

fn failed(assigner: &str, error: &MethodError) -> Failure {
    match error {
        // What is listed always answers; only a program can fail to.
        MethodError::NoAnswer(_) => {
            Failure { exit: Exit::Assigner, message: format!("{assigner} gave no answer: {error}") }
        }
        MethodError::Broken(_) | MethodError::Contradiction { .. } => Failure {
            exit: Exit::Defect,
            message: format!(
                "{assigner}: {error}; this is a defect of Kingbird, please report the command and the instance"
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_has_what_its_solver_left_of_the_time() {
        let limits = |time_limit_s| Limits { time_limit_s, ..Limits::default() };
        assert_eq!(rest(&limits(Some(10.0)), 4.0), limits(Some(6.0)));
        assert_eq!(rest(&limits(Some(10.0)), 12.0), limits(Some(1.0)));
        assert_eq!(rest(&limits(None), 12.0), limits(None));
    }
}
