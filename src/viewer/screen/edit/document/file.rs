//! Where a document comes from and where it goes: a shipped scenario, which is built in, or a file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::scenario::limits::MAX_FILE_BYTES;
use crate::scenario::{Shipped, shipped};
use crate::study::store;

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Built in, by its name.
    Shipped(&'static str),
    /// A file.
    File(PathBuf),
}

impl Source {
    /// As it was asked for: a shipped name or a path.
    pub fn name(&self) -> String {
        match self {
            Self::Shipped(name) => (*name).to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// What messages call the file.
    pub fn file(&self) -> String {
        match self {
            Self::Shipped(name) => format!("scenarios/{name}.toml"),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// Why something was not saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// A shipped scenario cannot be overwritten.
    #[error("this scenario is built in; choose a file of your own")]
    NeedsPath,
    /// Somebody else wrote the file since it was opened.
    #[error("\"{0}\" was changed by something else since it was opened here")]
    Changed(String),
    /// Something stands at the new place.
    #[error("\"{0}\" exists already")]
    Exists(String),
    /// The system refused.
    #[error("{0}")]
    Failed(String),
}

/// The text of a shipped scenario or of a file.
///
/// # Errors
/// A sentence that says what could not be opened and why.
pub fn read(source: &str) -> Result<(Source, String), String> {
    if let Some(Shipped { name, text }) = shipped().find(|shipped| shipped.name == source) {
        return Ok((Source::Shipped(name), (*text).to_owned()));
    }
    let path = Path::new(source);
    let could_not = |why: String| format!("could not open \"{source}\": {why}");
    let file = std::fs::File::open(path).map_err(|error| could_not(error.to_string()))?;
    if path.is_dir() {
        return Err(could_not("it is a folder; open the scenario file in it".to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| could_not(error.to_string()))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(could_not(format!("it is larger than any scenario: at most {MAX_FILE_BYTES} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|_| could_not("it is no text (UTF-8)".to_owned()))?;
    Ok((Source::File(path.to_owned()), text))
}

/// Writes a text over the file it was read from, unless the file holds something else by now.
///
/// # Errors
/// See [`SaveError`].
pub fn overwrite(path: &Path, text: &str, read: &str, even_if_changed: bool) -> Result<(), SaveError> {
    let on_disk = std::fs::read(path);
    if !even_if_changed && on_disk.is_ok_and(|bytes| bytes != read.as_bytes() && bytes != text.as_bytes()) {
        return Err(SaveError::Changed(path.display().to_string()));
    }
    store::replace_file(path, text).map_err(|error| SaveError::Failed(error.to_string()))
}

/// Writes a text to a new place.
///
/// # Errors
/// See [`SaveError`].
pub fn write_new(path: &Path, text: &str, even_if_exists: bool) -> Result<(), SaveError> {
    if path.is_dir() {
        return Err(SaveError::Failed(format!("\"{}\" is a folder; add a file name", path.display())));
    }
    if !even_if_exists && path.symlink_metadata().is_ok() {
        return Err(SaveError::Exists(path.display().to_string()));
    }
    store::replace_file(path, text).map_err(|error| SaveError::Failed(error.to_string()))
}
