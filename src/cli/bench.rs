//! `kingbird bench`: how fast the engines are, and where the time of a replicate goes.

use clap::Args;

use super::case::load;
use super::engine::EngineArgs;
use super::exit::Failure;
use super::out;
use crate::model::CaseModel;
use crate::report;
use crate::study::timing::measure;

/// Measure airborne agent-steps per second, and the share of each stage
///
/// An agent-step is one threat or interceptor in the air for one tick. The share of each stage is that of one replicate on one
/// thread of the CPU; `pick` is the assignment algorithm alone.
#[derive(Args, Debug)]
pub struct BenchArgs {
    /// Shipped scenarios or TOML files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Who assigns [default: the scenario's]
    #[arg(long, value_name = "NAME")]
    assigner: Option<String>,
    /// Replicates to run at once
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replicates: u32,
    #[command(flatten)]
    engine: EngineArgs,
    /// Print one JSON array instead of text
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input, an engine that fails.
pub fn run(args: &BenchArgs) -> Result<(), Failure> {
    let engine = args.engine.open()?;
    let mut found = Vec::new();
    for name in &args.scenarios {
        let loaded = load(name, None)?;
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, args.assigner.as_deref(), None)?;
        let measured = measure(engine.as_ref(), &case, args.replicates)?;
        if !args.json {
            out::print(&report::bench::timings(&measured))?;
        }
        found.push(measured);
    }
    if args.json { out::print_json(&found) } else { Ok(()) }
}
