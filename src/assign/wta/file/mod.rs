//! Instances as files, in the two plain-text formats of the literature.
//!
//! - **Pairs** (Andersen, Pavlikov and Toffolo 2022): a first line `m n mu`, for m weapon types of mu weapons each and n targets; n
//!   values; then m n lines `i j p`, the probability that a weapon of type i kills target j. Indices count from 0; pairs may stand
//!   in any order, each exactly once.
//! - **Square** (the files WTA1 to WTA12): a first line `n`, for n weapons and n targets; n values; then n n probabilities, all
//!   targets of the first weapon first.
//!
//! The number of numbers in the first line tells them apart. Numbers are separated by white space; line ends may be those of
//! any system. Values are finite and at least 0, probabilities 0 to 1.
//!
//! [`read`] looks at bytes, knows no file system and never panics; every [`Mistake`] has a place and a remedy. Nothing is allocated
//! by what a header promises before the bytes that would be needed are there.

mod read;
mod scan;
#[cfg(test)]
mod tests;
mod write;

use std::io::Read as _;
use std::path::Path;

use thiserror::Error;

use super::instance::Instance;
pub use read::read;
pub use scan::Mistake;
pub use write::{NotWritable, write};

/// Bytes that a file may have: some 10,000 x 10,000 pairs.
pub const MOST_BYTES: u64 = 4 << 30;

/// Weapons that an instance may have, all types together, so that an assignment can be listed shot by shot.
pub const MOST_WEAPONS: u64 = 10_000_000;

/// Why an instance could not be had from a file.
#[derive(Debug, Error)]
pub enum FileError {
    /// The file could not be read at all.
    #[error("could not read {file}: {error}")]
    Unreadable {
        /// The path as it was given.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// Larger than [`MOST_BYTES`].
    #[error("{file} has more than {MOST_BYTES} bytes; no instance that can be held is that long")]
    TooLong {
        /// The path as it was given.
        file: String,
    },
    /// It is not an instance.
    #[error("{file}:{mistake}")]
    Mistake {
        /// The path as it was given.
        file: String,
        /// Place, what is wrong, remedy.
        mistake: Mistake,
    },
}

/// Reads an instance from a file of either format.
///
/// # Errors
/// [`FileError`].
pub fn load(path: &Path) -> Result<Instance, FileError> {
    let file = path.display().to_string();
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path);
    match opened.and_then(|opened| opened.take(MOST_BYTES + 1).read_to_end(&mut bytes)) {
        Err(error) => Err(FileError::Unreadable { file, error }),
        Ok(length) if length as u64 > MOST_BYTES => Err(FileError::TooLong { file }),
        Ok(_) => read(&bytes).map_err(|mistake| FileError::Mistake { file, mistake }),
    }
}
