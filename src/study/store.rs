//! Writes results so that they are whole or absent: aside first, then renamed into place; what exists is never touched.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::error::StudyError;

/// Whether nothing stands where a result is to go. Ask before the work, so that nobody waits for a refusal.
///
/// # Errors
/// [`StudyError::Exists`].
pub fn must_be_new(path: &Path) -> Result<(), StudyError> {
    // A dangling link exists too: following it would write somewhere else.
    if path.symlink_metadata().is_ok() { Err(StudyError::Exists(path.to_owned())) } else { Ok(()) }
}

/// Whether a folder of results can be written: asked before the work, by making one beside it and taking it away again.
///
/// # Errors
/// [`StudyError::Exists`], or what the system said.
pub fn must_be_writable(dir: &Path) -> Result<(), StudyError> {
    must_be_new(dir)?;
    // What is made on the way goes again, so that a study that is given up leaves nothing behind.
    let missing: Vec<&Path> =
        dir.ancestors().skip(1).take_while(|folder| *folder != Path::new("") && !folder.exists()).collect();
    let aside = aside(dir);
    let made = fs::create_dir_all(&aside).and_then(|()| {
        // A folder may let folders in and no files, as over its quota.
        write_probe(&aside.join("probe"))
    });
    let _ = fs::remove_dir_all(&aside);
    for folder in missing {
        // Only if it is empty.
        let _ = fs::remove_dir(folder);
    }
    made.map_err(failed(dir))
}

fn write_probe(file: &Path) -> std::io::Result<()> {
    File::create_new(file)?.write_all(b"probe")
}

/// Writes one file of text.
///
/// # Errors
/// When it exists already, and when it cannot be written; then nothing is left behind.
pub fn write_file(path: &Path, text: &str) -> Result<(), StudyError> {
    write_bytes(path, text.as_bytes())
}

/// Writes one file.
///
/// # Errors
/// When it exists already, and when it cannot be written; then nothing is left behind.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), StudyError> {
    must_be_new(path)?;
    let aside = aside(path);
    let result = write_synced(&aside, bytes).and_then(|()| {
        // A hard link, unlike a rename, refuses to replace a file that appeared meanwhile.
        match fs::hard_link(&aside, path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(StudyError::Exists(path.to_owned())),
            // Some file systems have no hard links.
            Err(_) => fs::rename(&aside, path).map_err(failed(path)),
        }
    });
    // Gone already after a rename; after anything else it must not stay.
    let _ = fs::remove_file(&aside);
    result
}

/// Writes a file over another, for a user who edits it: whole or not at all, through a link to what it leads to, and with the
/// permissions that were there. Results are never written so.
///
/// # Errors
/// When it cannot be written; then what was there is untouched and nothing is left behind.
pub fn replace_file(path: &Path, text: &str) -> Result<(), StudyError> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let aside = aside(&path);
    let permissions = path.metadata().map(|known| known.permissions());
    let result = write_synced(&aside, text.as_bytes()).and_then(|()| {
        if let Ok(permissions) = permissions {
            fs::set_permissions(&aside, permissions).map_err(failed(&path))?;
        }
        fs::rename(&aside, &path).map_err(failed(&path))
    });
    if result.is_err() {
        let _ = fs::remove_file(&aside);
    }
    result
}

/// Writes a folder of files.
///
/// # Errors
/// When it exists already, and when it cannot be written; then nothing is left behind.
pub fn write_dir(path: &Path, files: &[(&str, String)]) -> Result<(), StudyError> {
    must_be_new(path)?;
    let aside = aside(path);
    let result = fill(&aside, files).and_then(|()| {
        must_be_new(path)?;
        fs::rename(&aside, path).map_err(failed(path))
    });
    if result.is_err() {
        let _ = fs::remove_dir_all(&aside);
    }
    result
}

fn fill(dir: &Path, files: &[(&str, String)]) -> Result<(), StudyError> {
    fs::create_dir_all(dir).map_err(failed(dir))?;
    for (name, text) in files {
        write_synced(&dir.join(name), text.as_bytes())?;
    }
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), StudyError> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> StudyError + use<> {
    let file = path.to_owned();
    move |source| StudyError::Write { file, source }
}

/// A hidden neighbour of the same name, made distinct by the process's number.
fn aside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    path.with_file_name(format!(".{name}.{}.partial", std::process::id()))
}
