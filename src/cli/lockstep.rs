//! `kingbird lockstep`: two engines side by side.

use clap::Args;
use serde_json::json;

use super::case::{ProgramArgs, load, picture_parser, seed};
use super::engine::SideName;
use super::exit::{Exit, Failure};
use super::{out, progress};
use crate::engine::lockstep::{Options, Report, lockstep};
use crate::model::Picture;
use crate::model::batch::Job;
use crate::study::Plan;

/// Run two engines side by side and compare every word of their states, epoch by epoch
///
/// Prints `identical` with what was compared, or the first divergence (replicate, tick, stage, entity, field, both values)
/// and exits with 3.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  kingbird lockstep mass-raid force-protection
  kingbird lockstep contract/mixed --assigners nearest,auction --replicates 64
  kingbird lockstep contract/mixed --engines cpu,cpu     (needs no GPU: two orders of work)")]
pub struct LockstepArgs {
    /// Shipped scenarios or TOML files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// A variant that the scenarios name
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Assigners, all in the same batch; a program ('exec:COMMAND') is asked by the first engine, and the second is given the same answers [default: the scenario's]
    #[arg(long, alias = "assigner", value_name = "A,B,...", value_delimiter = ',')]
    assigners: Vec<String>,
    /// What is decided from: `believed`, or `truth`, perfect information, a diagnostic and no result for the assigner
    #[arg(long, value_name = "P", value_parser = picture_parser(), default_value = "believed")]
    picture: Picture,
    /// Replicates of each assigner
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replicates: u32,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = seed, default_value_t = 1)]
    seed: u64,
    /// Stop after so many epochs [default: at the end of the raids]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: Option<u32>,
    #[command(flatten)]
    program: ProgramArgs,
    /// The two engines
    #[arg(long, value_enum, value_name = "A,B", value_delimiter = ',', num_args = 1..=2, default_values_t = [SideName::Cpu, SideName::Gpu], help_heading = "Engine")]
    engines: Vec<SideName>,
    /// The GPU adapter to use: its number, or a part of its name (`kingbird list adapters`)
    #[arg(long, value_name = "NAME", help_heading = "Engine")]
    adapter: Option<String>,
    /// Print one JSON array instead of text
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input, an engine that fails; exit code 3, already explained, where engines differ.
pub fn run(args: &LockstepArgs) -> Result<(), Failure> {
    let [one, two] = args.engines[..] else {
        return Err(Failure::input("--engines takes two, as in --engines cpu,gpu"));
    };
    if args.adapter.is_some() && !args.engines.contains(&SideName::Gpu) {
        return Err(Failure::input("--adapter names a GPU adapter, but --engines cpu,cpu uses none"));
    }
    let options = Options {
        max_epochs: args.epochs,
        engines: [one.into(), two.into()],
        adapter: args.adapter.clone(),
        perturbation: None,
    };
    // All are read before any is run: a mistake in the last should not cost the time of the first.
    let plans: Vec<(&str, Plan)> =
        args.scenarios.iter().map(|name| Ok((name.as_str(), plan(args, name)?))).collect::<Result<_, Failure>>()?;
    let (mut found, mut diverged) = (Vec::new(), false);
    for (name, plan) in &plans {
        let report = compare(plan, &options)?;
        diverged |= report.divergence.is_some();
        if args.json {
            found.push(as_json(name, &report));
        } else {
            out::print(&format!("{name}: {report}"))?;
        }
    }
    if args.json {
        out::print_json(&found)?;
    }
    if diverged { Err(Failure::silent(Exit::Diverged)) } else { Ok(()) }
}

fn plan(args: &LockstepArgs, name: &str) -> Result<Plan, Failure> {
    let loaded = load(name, args.variant.as_deref())?;
    let cases = match &args.assigners[..] {
        [] => vec![args.program.case(&loaded, None, None)?.with_picture(args.picture)],
        names => args.program.cases(&loaded, names, None, &[args.picture])?,
    };
    Ok(Plan::of(&loaded.scenario, cases, args.seed, args.replicates))
}

/// Compares two engines over a plan, with a bar where somebody watches.
///
/// # Errors
/// When an engine cannot be opened or fails.
pub fn compare(plan: &Plan, options: &Options) -> Result<Report, Failure> {
    let jobs: Vec<Job> = (0..plan.n_jobs()).map(|ix| plan.job(ix)).collect();
    let bar = progress::bar(jobs.len() as u64, "replicates");
    let report = lockstep(&plan.cases, &jobs, options, &|n| bar.inc(n as u64))?;
    bar.finish_and_clear();
    Ok(report)
}

fn as_json(name: &str, report: &Report) -> serde_json::Value {
    let divergence = report.divergence.as_ref().map(|d| {
        json!({
            "scenario": d.scenario, "assigner": d.assigner, "seed": d.job.seed, "replicate": d.job.replicate,
            "tick": d.tick, "stage": d.stage, "table": d.table, "row": d.row, "field": d.field, "kind": d.kind,
            "words": d.words.map(|word| format!("{word:08x}")),
        })
    });
    json!({
        "scenario": name,
        "identical": report.divergence.is_none(),
        "engines": report.engines,
        "replicates": report.n_replicates,
        "epochs": report.n_epochs,
        "words": report.n_words,
        "first_divergence": divergence,
    })
}
