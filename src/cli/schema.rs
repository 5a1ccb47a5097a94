//! `kingbird schema`.

use clap::Args;

use super::exit::Failure;
use super::out;
use crate::scenario::schema_json;

/// Print the JSON Schema of scenario files, for editors
#[derive(Args, Debug)]
pub struct SchemaArgs {}

/// Runs the subcommand.
///
/// # Errors
/// A closed pipe, quietly.
pub fn run(_args: &SchemaArgs) -> Result<(), Failure> {
    out::print(&schema_json())
}
