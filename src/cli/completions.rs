//! `kingbird completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::exit::Failure;
use super::{Cli, out};

/// Print a completion script for a shell
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the subcommand.
///
/// # Errors
/// A closed pipe, quietly.
pub fn run(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kingbird", &mut script);
    out::print(&String::from_utf8_lossy(&script))
}
