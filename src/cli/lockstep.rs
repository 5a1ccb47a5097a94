//! `kingbird lockstep`.

use clap::Args;

use super::exit::Failure;

/// Run two engines side by side and compare every word of their states, epoch by epoch
///
/// Prints `identical` with what was compared, or the first divergence (replicate, tick, stage, entity, field, both values)
/// and exits with 3.
#[derive(Args, Debug)]
pub struct LockstepArgs {
    /// Shipped scenarios or TOML files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
}

/// Runs the subcommand.
///
/// # Errors
/// This build has a single engine.
pub fn run(args: &LockstepArgs) -> Result<(), Failure> {
    let _ = &args.scenarios;
    Err(Failure::machine("this build has no GPU engine, so there is nothing to compare the CPU with"))
}
