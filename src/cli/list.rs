//! `kingbird list`: what there is to choose from, made from the registries themselves.

use clap::{Args, Subcommand};

use super::exit::Failure;
use super::out;
use crate::assign::ASSIGNERS;
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
    Assigners,
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
        What::Assigners => out::print(&list::assigners(ASSIGNERS)),
        What::Scenarios => scenarios(),
        What::Adapters => adapters(),
    }
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
