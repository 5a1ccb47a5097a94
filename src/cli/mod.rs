//! The command line: one file per subcommand, and the only place that prints.
//!
//! What was typed (clap) -> what it means (a scenario, a case, an engine) -> work (`study`, `engine`) -> text (`report`) ->
//! printed here. Exit codes stand in [`exit`].

mod answers;
mod bench;
mod case;
mod check;
mod compare;
mod completions;
mod doctor;
mod engine;
pub mod exit;
mod export;
mod list;
mod lockstep;
mod out;
mod progress;
mod reach;
mod record;
mod replay;
mod run;
mod schema;
mod solve;
#[cfg(feature = "viewer")]
mod view;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::{Exit, Failure};

/// Kingbird simulates raids of slow one-way-attack drones against a defence of interceptor drones, and tells how much gets
/// through, at what price, why, and which way of assigning interceptors to targets does best. Any replicate can be had
/// again anywhere, bit for bit: it is named by its scenario, assigner, seed and number.
#[derive(Parser, Debug)]
#[command(name = "kingbird", version, about, long_about = None, after_help = AFTER_HELP, after_long_help = exit::TABLE)]
#[command(propagate_version = true, arg_required_else_help = cfg!(not(feature = "viewer")))]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Start with:
  kingbird                      (the window, where it is built in)
  kingbird list scenarios
  kingbird compare mass-raid";

#[derive(Subcommand, Debug)]
enum Command {
    #[cfg(feature = "viewer")]
    View(view::ViewArgs),
    Run(run::RunArgs),
    Compare(compare::CompareArgs),
    Reach(reach::ReachArgs),
    Lockstep(lockstep::LockstepArgs),
    Bench(bench::BenchArgs),
    Doctor(doctor::DoctorArgs),
    List(list::ListArgs),
    Check(check::CheckArgs),
    Solve(solve::SolveArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs the command line and says how it ended.
pub fn main() -> ExitCode {
    let Some(command) = Cli::parse().command else { return ExitCode::from(finish(without_command()) as u8) };
    let result = match command {
        #[cfg(feature = "viewer")]
        Command::View(args) => view::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Reach(args) => reach::run(&args),
        Command::Lockstep(args) => lockstep::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::List(args) => list::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Solve(args) => solve::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    ExitCode::from(finish(result) as u8)
}

/// `kingbird` alone: the window, at its gallery.
#[cfg(feature = "viewer")]
fn without_command() -> Result<(), Failure> {
    view::run(&view::ViewArgs::default())
}

/// `kingbird` alone, where there is no window: clap has shown the help already.
#[cfg(not(feature = "viewer"))]
fn without_command() -> Result<(), Failure> {
    Ok(())
}

fn finish(result: Result<(), Failure>) -> Exit {
    match result {
        Ok(()) => Exit::Ok,
        Err(failure) => {
            if !failure.message.is_empty() {
                out::note(&format!("error: {}", failure.message));
            }
            failure.exit
        }
    }
}
