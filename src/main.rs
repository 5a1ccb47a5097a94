//! The `kingbird` binary: parses, calls, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    kingbird::cli::main()
}
