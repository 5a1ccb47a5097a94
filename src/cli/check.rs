//! `kingbird check`: every mistake in every file, and nothing else.

use clap::Args;

use super::exit::{Exit, Failure};
use super::out;
use crate::model::network;
use crate::report::number::{counted, integer};
use crate::scenario::schema::Scenario;
use crate::scenario::{self, LoadError, Loaded};

/// Check scenario files: all mistakes at once, each with line and remedy
///
/// Exits with 2 when any file has a mistake.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// TOML files, or names of shipped scenarios
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
}

/// Runs the subcommand.
///
/// # Errors
/// Exit code 2, already explained, when any file has mistakes.
pub fn run(args: &CheckArgs) -> Result<(), Failure> {
    let mut n_bad = 0;
    for file in &args.files {
        match scenario::load(file, None) {
            Ok(loaded) => out::print(&good(file, &loaded))?,
            Err(LoadError::Problems(problems)) => {
                n_bad += 1;
                out::note(&problems.to_string());
            }
            Err(other) => {
                n_bad += 1;
                out::note(&format!("error: {other}"));
            }
        }
    }
    if n_bad == 0 {
        return Ok(());
    }
    if args.files.len() > 1 {
        let (all, verb) = (args.files.len(), if n_bad == 1 { "has" } else { "have" });
        out::note(&format!("{n_bad} of {all} files {verb} mistakes"));
    }
    Err(Failure::silent(Exit::Input))
}

fn good(file: &str, loaded: &Loaded) -> String {
    let s = &loaded.scenario;
    let threats = s.raid.waves.iter().flat_map(|wave| &wave.composition).map(|part| u64::from(part.count)).sum();
    let rounds = s.sites.iter().flat_map(|site| &site.magazines).map(|m| u64::from(m.rounds)).sum();
    format!(
        "{file}: good; {} against {}, {}, digest {}{}",
        counted(threats, "drone"),
        counted(rounds, "interceptor"),
        format_args!("{} variants", integer(s.variants.len() as u64)),
        &loaded.digest[..16],
        islands(s)
    )
}

/// What is told of sites that do not hear of each other: no mistake, but seldom meant.
fn islands(scenario: &Scenario) -> String {
    let network = network::of_scenario(scenario);
    match (network.islands(), scenario.communications.range_m) {
        (islands @ 2.., Some(range_m)) => format!(
            "\n  note: with communications.range_m = {range_m} the {} sites fall into {islands} groups that do not hear of each \
             other (assigner consensus)",
            network.n_agents
        ),
        _ => String::new(),
    }
}
