//! `kingbird run`: one replicate, told in full.

use std::path::PathBuf;

use clap::Args;

use super::answers::AnswerArgs;
use super::case::{ProgramArgs, load, objective_parser, picture_parser, seed};
use super::engine::EngineArgs;
use super::exit::{Exit, Failure};
use super::export::ExportArgs;
use super::{out, record, replay};
use crate::model::batch::Job;
use crate::model::outcome::Outcome;
use crate::model::{CaseModel, Picture};
use crate::report;
use crate::report::json::RunJson;
use crate::scenario::schema::Objective;
use crate::study::{decisions, ledger, store};

/// Run one replicate of a raid and tell what came of it
///
/// A replicate is named by scenario, assigner, seed and number, and is the same to the last bit on every engine and machine.
/// Its digest stands for the final state and all events.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  kingbird run mass-raid
  kingbird run mass-raid --assigner auction --replicate 17 --json
  kingbird run ./my.toml --variant many-channels --events events.csv
  kingbird run mass-raid --acmi raid.acmi --geojson raid.geojson    (for Tacview and for maps)
  kingbird run mass-raid --assigner exec:'python3 mine.py' --record-answers answers.jsonl
  kingbird run --from results --row 42        (a row of `kingbird compare --out results`)")]
pub struct RunArgs {
    /// A shipped scenario (`kingbird list scenarios`) or a TOML file
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    pub scenario: Option<String>,
    /// A variant that the scenario names
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    pub variant: Option<String>,
    /// Seed of the random numbers [default: 1]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = seed, conflicts_with = "from")]
    pub seed: Option<u64>,
    /// Number of the replicate under that seed [default: 0]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub replicate: Option<u32>,
    /// Who assigns interceptors to threats (`kingbird list assigners`), or your own program as 'exec:COMMAND' [default: the scenario's]
    #[arg(long, value_name = "NAME")]
    pub assigner: Option<String>,
    /// What an assignment is judged by [default: the scenario's]
    #[arg(long, value_parser = objective_parser(), conflicts_with = "from")]
    pub objective: Option<Objective>,
    /// What is decided from: `believed`, or `truth`, perfect information, a diagnostic and no result for the assigner
    #[arg(long, value_name = "P", value_parser = picture_parser(), default_value = "believed", conflicts_with = "from")]
    pub picture: Picture,
    /// Take the replicate from a study's folder (`kingbird compare --out DIR`) and confirm its digest
    #[arg(long, value_name = "DIR", help_heading = "From a study")]
    pub from: Option<PathBuf>,
    /// The row of DIR's rows.csv to run again; else give --replicate and --assigner
    #[arg(long, value_name = "N", allow_negative_numbers = true, requires = "from", conflicts_with_all = ["replicate", "assigner"], help_heading = "From a study")]
    pub row: Option<usize>,
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub answers: AnswerArgs,
    #[command(flatten)]
    pub engine: EngineArgs,
    #[command(flatten)]
    pub export: ExportArgs,
    /// Print one JSON object instead of text
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// What is to be run, and what its digest has to be where that is known.
pub struct Named {
    /// The case.
    pub case: CaseModel,
    /// Its variant.
    pub variant: Option<String>,
    /// Seed and replicate.
    pub job: Job,
    /// The digest that a study recorded, and where.
    pub recorded: Option<(String, String)>,
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input, an engine that fails, results that differ or contradict themselves.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    args.export.probe()?;
    args.answers.probe()?;
    // clap waives `requires` where the required argument conflicts with one that is given.
    if args.row.is_some() && args.from.is_none() {
        return Err(Failure::input("--row is a row of a study: it needs --from DIR instead of a scenario"));
    }
    let named = match &args.from {
        Some(dir) => replay::named(dir, args)?,
        None => named(args)?,
    };
    let engine = args.engine.open()?;
    let (case, job) = (&named.case, named.job);
    let (outcome, exports) = record::replicate(engine.as_ref(), case, job, args.export.recording())?;
    ledger::audit(case, &outcome).map_err(|wrong| Failure {
        exit: Exit::Defect,
        message: format!(
            "the result contradicts itself: {wrong}; this is a defect of Kingbird, please report the command"
        ),
    })?;
    if let Some((place, digest)) = &named.recorded
        && *digest != outcome.digest_hex()
    {
        let found = outcome.digest_hex();
        return Err(Failure::diverged(format!("the digest is {found}, but {place} has {digest}")));
    }
    if let Some(exports) = &exports {
        args.export.write(case, exports)?;
    }
    if let Some(path) = &args.export.decisions {
        store::write_file(path, &decided(case, job, &outcome)?)?;
    }
    args.answers.keep(case, job)?;
    print(args, &named, (engine.name(), &engine.adapter()), &outcome)
}

fn named(args: &RunArgs) -> Result<Named, Failure> {
    let loaded = load(args.scenario.as_deref().unwrap_or_default(), args.variant.as_deref())?;
    let case = match args.answers.replayed(args.assigner.as_deref())? {
        Some(chosen) => CaseModel::compile_for(&loaded.scenario, &loaded.digest, chosen, args.objective)?,
        None => args.program.case(&loaded, args.assigner.as_deref(), args.objective)?,
    };
    let case = case.with_picture(args.picture);
    let job = Job { case_ix: 0, seed: args.seed.unwrap_or(1), replicate: args.replicate.unwrap_or(0) };
    Ok(Named { case, variant: loaded.variant, job, recorded: None })
}

/// The table of decisions of this very replicate.
fn decided(case: &CaseModel, job: Job, outcome: &Outcome) -> Result<String, Failure> {
    let (decisions, again) = decisions::decisions(case, job)?;
    if again.digest != outcome.digest {
        let (found, again) = (outcome.digest_hex(), again.digest_hex());
        return Err(Failure::diverged(format!("the engine's digest is {found}, that of the decisions {again}")));
    }
    Ok(decisions::replicate_csv(case, job, &decisions))
}

fn print(args: &RunArgs, named: &Named, engine: (&str, &str), outcome: &Outcome) -> Result<(), Failure> {
    let (case, job, variant) = (&named.case, &named.job, named.variant.as_deref());
    if args.json {
        return out::print_json(&RunJson::new(case, job, variant, engine, outcome));
    }
    let mut text = report::run::summary(case, job, variant, engine, outcome);
    if let Some((place, _)) = &named.recorded {
        text += &format!("confirmed: the digest is that of {place}\n");
    }
    text += &args.export.told();
    text += &args.answers.told();
    out::print(&text)
}
