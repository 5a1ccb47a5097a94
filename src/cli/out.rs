//! The two streams. Text is made whole before it is written, so that results are never half a line, and a reader that went
//! away is a quiet end.

use std::io::{self, IsTerminal as _, Write as _};

use super::exit::Failure;

/// Writes to standard output, with a line end.
///
/// # Errors
/// The quiet end where the pipe is closed; otherwise what the system said.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        stdout.write_all(b"\n")?;
    }
    Ok(stdout.flush()?)
}

/// Writes one JSON value to standard output, indented.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    match serde_json::to_string_pretty(value) {
        Ok(text) => print(&text),
        Err(error) => {
            Err(Failure { exit: super::exit::Exit::Defect, message: format!("could not write JSON: {error}") })
        }
    }
}

/// Says something beside the results, on standard error. A closed standard error is nobody's loss.
pub fn note(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{text}");
}

/// Whether someone watches standard error, so that a progress bar makes sense.
pub fn watched() -> bool {
    io::stderr().is_terminal()
}
