//! `kingbird compare`: several assigners against the same raids.

use std::path::{Path, PathBuf};

use clap::Args;

use super::case::{ProgramArgs, load, objective_parser, picture_parser, seed};
use super::engine::EngineArgs;
use super::exit::Failure;
use super::{out, progress};
use crate::model::{CaseModel, Picture};
use crate::report::compare::{self, Head};
use crate::report::compare_json;
use crate::report::plot::{PICTURE, leakers_svg};
use crate::scenario::schema::Objective;
use crate::study::decisions::{self, DECISION_COLUMNS, DECISIONS};
use crate::study::manifest::write_study;
use crate::study::timing::{DecisionTime, time_decisions};
use crate::study::{Findings, Plan, Study, StudyError, runner, store};

/// Compare assigners against the same raids and say which lets the fewest threats through
///
/// Every assigner meets the same replicates (common random numbers), so differences are taken raid by raid. The verdict comes
/// first, with its 95 % interval; p values are adjusted after Holm for all comparisons with the best. The control `none`
/// launches nothing; it is shown, and never a winner.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  kingbird compare mass-raid
  kingbird compare mass-raid --assigners nearest,auction --replicates 1000 --out results
  kingbird compare mass-raid --assigners nearest,'exec:python3 examples/assigner.py' --replicates 30
  kingbird compare mass-raid --assigners nearest --picture believed,truth
  kingbird compare mass-raid --assigners nearest,auction --out results --decisions 20
  kingbird run --from results --row 42

DIR holds rows.csv (one row per replicate and assigner), columns.csv (what each column means), leakers.svg (a picture) and
manifest.json (the resolved scenario, versions, seed, digests), from which any row can be run again; with --decisions also
decisions.csv (one row per decision) and decisions_columns.csv.")]
pub struct CompareArgs {
    /// A shipped scenario (`kingbird list scenarios`) or a TOML file
    pub scenario: String,
    /// A variant that the scenario names
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Assigners to compare (`kingbird list assigners`), or your own programs as 'exec:COMMAND' [default: all listed]
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub assigners: Vec<String>,
    /// What an assignment is judged by [default: the scenario's]
    #[arg(long, value_parser = objective_parser())]
    pub objective: Option<Objective>,
    /// What is decided from: `believed`, or `truth`, perfect information: a diagnostic, never a winner. Both tell how much of what
    /// leaks is the picture's and how much the assigner's
    #[arg(long, value_name = "P,...", value_delimiter = ',', value_parser = picture_parser(), default_value = "believed")]
    pub picture: Vec<Picture>,
    /// Raids that each assigner meets
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub replicates: u32,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = seed, default_value_t = 1)]
    pub seed: u64,
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub engine: EngineArgs,
    /// Also time each assigner's decisions, over one raid on one thread of this machine; with --decisions, each of those
    #[arg(long)]
    pub time_solvers: bool,
    /// Keep rows, dictionary, picture and manifest in this folder, which must not exist
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub out: Option<PathBuf>,
    /// Also keep what each decision of the first N raids attained under each assigner, in decisions.csv; those raids are run
    /// once more, on the CPU. A row for each epoch with something to decide: some 100 bytes
    #[arg(long, value_name = "N", requires = "out", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000), help_heading = "Output")]
    pub decisions: Option<u32>,
    /// Print one JSON object instead of text
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input, an engine that fails, a folder that exists or cannot be written.
pub fn run(args: &CompareArgs) -> Result<(), Failure> {
    if let Some(dir) = &args.out {
        store::must_be_writable(dir)?;
    }
    let loaded = load(&args.scenario, args.variant.as_deref())?;
    let assigners = if args.assigners.is_empty() { Plan::all_assigners() } else { args.assigners.clone() };
    let cases = args.program.cases(&loaded, &assigners, args.objective, &args.picture)?;
    let plan = Plan::of(&loaded.scenario, cases, args.seed, args.replicates);
    let engine = args.engine.open()?;
    let bar = progress::bar(plan.n_jobs() as u64, "replicates");
    let outcomes = runner::run(engine.as_ref(), &plan, &|n| bar.inc(n as u64))?;
    bar.finish_and_clear();
    let times = if args.time_solvers { Some(time_solvers(&plan)?) } else { None };
    let (name, adapter) = (engine.name().to_owned(), engine.adapter());
    let study = Study { plan, variant: loaded.variant, engine: name, adapter, outcomes };
    let findings = Findings::of(study).ok_or_else(|| Failure::input("nothing to compare: no replicates"))?;
    // The report is printed whatever becomes of the folder: it may have taken hours to get here.
    let kept = args.out.as_ref().map(|dir| keep(dir, &findings, args));
    print(args, &findings, times.as_deref(), matches!(kept, Some(Ok(()))))?;
    Ok(kept.unwrap_or(Ok(()))?)
}

/// A program's answers are known by now: reading them again would say nothing of the time it took.
fn time_solvers(plan: &Plan) -> Result<Vec<(String, DecisionTime)>, Failure> {
    let time = |case: &CaseModel| Ok((case.label(), time_decisions(case, plan.seed)?));
    plan.cases.iter().filter(|case| case.assigner.is_reproducible()).map(time).collect()
}

fn keep(dir: &Path, Findings { study, analysis }: &Findings, args: &CompareArgs) -> Result<(), StudyError> {
    let mut others = vec![(PICTURE, leakers_svg(&study.plan.scenario.name, analysis, &study.outcomes))];
    if let Some(n_replicates) = args.decisions {
        others.push((DECISIONS, decisions::study_csv(study, n_replicates, args.time_solvers)?));
        others.push((DECISION_COLUMNS, decisions::columns_csv(args.time_solvers)));
    }
    write_study(dir, study, others)
}

fn print(
    args: &CompareArgs,
    Findings { study, analysis }: &Findings,
    solver_s: Option<&[(String, DecisionTime)]>,
    is_kept: bool,
) -> Result<(), Failure> {
    let variant = study.variant.as_deref();
    let head = Head { plan: &study.plan, variant, engine: &study.engine, adapter: &study.adapter, solver_s };
    if args.json {
        return out::print_json(&compare_json::json(&head, analysis));
    }
    let mut text = compare::report(&head, analysis);
    if let Some(dir) = args.out.as_ref().filter(|_| is_kept) {
        text += &format!("rows, dictionary, picture and manifest written to {}\n", dir.display());
    }
    out::print(&text)
}
