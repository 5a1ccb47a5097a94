//! From what is typed, dropped or remembered to what the window does with it, or to a word on why it cannot.

use std::path::{Path, PathBuf};

use crate::report::number::counted;
use crate::scenario::{self, LoadError, Loaded};
use crate::study::manifest::MANIFEST;
use crate::viewer::screen::{Action, At, RaidRequest};

/// Why something cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong and what to do about it.
    pub text: String,
    /// A file that is there but has mistakes: the editor shows and mends them.
    pub can_edit: Option<String>,
}

/// Opens a shipped name, a scenario file or a folder of results.
///
/// # Errors
/// Why it cannot be opened, with a remedy.
pub fn open(source: &str) -> Result<Action, Refusal> {
    let refuse = |text: String| Refusal { text, can_edit: None };
    let path = Path::new(source);
    if path.join(MANIFEST).is_file() {
        return Ok(Action::OpenResults(PathBuf::from(source)));
    }
    if path.is_dir() {
        let text = format!("\"{source}\" is a folder without results; choose a scenario file (.toml) in it");
        return Err(refuse(text));
    }
    match scenario::load(source, None) {
        Ok(loaded) => Ok(Action::OpenRaid(Box::new(request(loaded, source)))),
        Err(LoadError::Problems(problems)) => {
            let count = counted(problems.len() as u64, "mistake");
            let first = problems.iter().next().map(|problem| problem.message.as_str()).unwrap_or_default();
            let text = format!("\"{source}\" has {count}, the first: {first}. The editor shows them all.");
            Err(Refusal { text, can_edit: Some(source.to_owned()) })
        }
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// The first replicate of a scenario.
pub fn request(loaded: Loaded, source: &str) -> RaidRequest {
    RaidRequest {
        scenario: loaded.scenario,
        digest: loaded.digest,
        source: source.to_owned(),
        variant: loaded.variant,
        assigner: None,
        objective: None,
        seed: 1,
        replicate: 0,
        at: At::Beginning,
    }
}

/// The same raid under the scenario's own assigner and another one that differs most.
pub fn comparison(request: RaidRequest) -> Action {
    let own = request.scenario.doctrine.assigner.clone();
    let other = if own == "auction" { "nearest" } else { "auction" };
    Action::OpenCompare(Box::new(request), own, other.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_told_with_a_remedy() {
        assert!(matches!(open("mass-raid"), Ok(Action::OpenRaid(request)) if request.source == "mass-raid"));
        let unknown = open("mas-raid").expect_err("no such thing");
        assert!(unknown.text.contains("did you mean mass-raid?") && unknown.can_edit.is_none());
        let folder = std::env::temp_dir().join(format!("kingbird-gallery-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        assert!(open(&folder.display().to_string()).expect_err("no results").text.contains("folder without results"));
        let file = folder.join("bad.toml");
        std::fs::write(&file, "name = \"x\"\n").expect("written");
        let bad = open(&file.display().to_string()).expect_err("mistakes");
        assert!(bad.text.contains("missing key") && bad.can_edit.is_some(), "{}", bad.text);
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
