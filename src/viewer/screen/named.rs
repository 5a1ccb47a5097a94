//! What a name stands for, wherever it was typed, dropped, chosen or remembered: a scenario, a folder of results, or a file with
//! mistakes. One answer for the command line, the gallery, the prompt and the drop.

use std::io;
use std::path::{Path, PathBuf};

use super::{Action, RaidRequest};
use crate::scenario::{self, LoadError, Loaded, Problems};
use crate::study::manifest::MANIFEST;

/// What a name stands for.
#[derive(Debug)]
pub enum Named {
    /// A shipped scenario or a file without mistakes.
    Scenario(Box<Loaded>),
    /// A folder of results.
    Results(PathBuf),
    /// A scenario's file that cannot be run as it is.
    Mistakes(Problems),
}

/// Looks what a name stands for; a variant is applied to a scenario.
///
/// # Errors
/// When it stands for nothing that can be opened, with a remedy.
pub fn named(name: &str, variant: Option<&str>) -> Result<Named, LoadError> {
    let path = Path::new(name);
    if path.join(MANIFEST).is_file() {
        return Ok(Named::Results(path.to_owned()));
    }
    let is_shipped = scenario::shipped().any(|shipped| shipped.name == name);
    if !is_shipped && path.is_dir() {
        let text = "it is a folder without results; choose a scenario file (.toml) in it";
        let source = io::Error::new(io::ErrorKind::IsADirectory, text);
        return Err(LoadError::Unreadable { file: name.to_owned(), source });
    }
    match scenario::load(name, variant) {
        Ok(loaded) => Ok(Named::Scenario(Box::new(loaded))),
        Err(LoadError::Problems(problems)) => Ok(Named::Mistakes(problems)),
        Err(error) => Err(error),
    }
}

/// What the window does with a name: watch it, read it, or show its mistakes in the editor.
///
/// # Errors
/// As [`named`].
pub fn open_named(name: &str) -> Result<Action, LoadError> {
    Ok(match named(name, None)? {
        Named::Scenario(loaded) => Action::OpenRaid(Box::new(RaidRequest::first_of(*loaded, name))),
        Named::Results(dir) => Action::OpenResults(dir),
        Named::Mistakes(_) => Action::Mend(name.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_name_is_told_apart() {
        assert!(matches!(open_named("mass-raid"), Ok(Action::OpenRaid(request)) if request.source == "mass-raid"));
        let unknown = open_named("mas-raid").expect_err("no such thing");
        assert!(unknown.to_string().contains("did you mean mass-raid?"), "{unknown}");
        let folder = std::env::temp_dir().join(format!("kingbird-named-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let name = folder.display().to_string();
        let bare = open_named(&name).expect_err("no results");
        assert!(bare.to_string().contains("folder without results"), "{bare}");
        let file = folder.join("bad.toml").display().to_string();
        std::fs::write(&file, "name = \"x\"\n").expect("written");
        assert!(matches!(open_named(&file), Ok(Action::Mend(source)) if source == file));
        std::fs::write(folder.join(MANIFEST), "{}").expect("written");
        assert!(matches!(open_named(&name), Ok(Action::OpenResults(dir)) if dir == folder));
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
