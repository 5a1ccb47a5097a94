//! `kingbird schema`.

use clap::{Args, ValueEnum};

use super::exit::Failure;
use super::out;
use crate::assign::external;
use crate::scenario;

/// Print a JSON Schema: of scenario files, for editors, or of the lines between Kingbird and a program that assigns
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// What it describes
    #[arg(value_enum, default_value_t = Of::Scenario)]
    of: Of,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// A scenario file
    Scenario,
    /// The lines that a program named by `--assigner exec:COMMAND` reads and writes
    Assigner,
}

/// Runs the subcommand.
///
/// # Errors
/// A closed pipe, quietly.
pub fn run(args: &SchemaArgs) -> Result<(), Failure> {
    out::print(&match args.of {
        Of::Scenario => scenario::schema_json(),
        Of::Assigner => external::schema_json(),
    })
}
