//! `kingbird list`: what there is to choose from, made from the registries themselves.

use clap::{Args, Subcommand};

use super::exit::Failure;
use super::out;
use crate::assign::ASSIGNERS;
use crate::assign::wta::SOLVERS;
use crate::assign::wta::bound::BOUNDS;
use crate::report::list;
use crate::scenario::{self, shipped};

/// List assigners, scenarios or GPU adapters
#[derive(Args, Debug)]
pub struct ListArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Assignment algorithms: what each does, where it runs, how its time grows, what to cite
    Assigners {
        /// Print tables in Markdown, as docs/assignment.md has them
        #[arg(long)]
        markdown: bool,
    },
    /// Scenarios built into the program, and their variants
    Scenarios,
    /// GPU adapters
    Adapters,
}

/// Runs the subcommand.
///
/// # Errors
/// A closed pipe, quietly.
pub fn run(args: &ListArgs) -> Result<(), Failure> {
    match args.what {
        What::Assigners { markdown: true } => out::print(&list::markdown(ASSIGNERS, SOLVERS, BOUNDS)),
        What::Assigners { markdown: false } => out::print(&assigners()),
        What::Scenarios => scenarios(),
        What::Adapters => adapters(),
    }
}

fn assigners() -> String {
    let (in_raids, solvers, bounds) = (list::assigners(ASSIGNERS), list::solvers(SOLVERS), list::bounds(BOUNDS));
    format!(
        "{in_raids}\nFor static instances (kingbird solve), beside all of the above:\n\n{solvers}\nBounds (kingbird solve):\n\n{bounds}"
    )
}

fn scenarios() -> Result<(), Failure> {
    let mut text = String::new();
    for entry in shipped() {
        let loaded = scenario::load(entry.name, None)?;
        text += &list::scenario(entry.name, &loaded.scenario);
    }
    out::print(&text)
}

#[cfg(feature = "gpu")]
fn adapters() -> Result<(), Failure> {
    out::print(&crate::report::adapters::list(&crate::engine::gpu::list_adapters()))
}

#[cfg(not(feature = "gpu"))]
fn adapters() -> Result<(), Failure> {
    out::print("this build has no GPU engine (feature `gpu`)")
}
