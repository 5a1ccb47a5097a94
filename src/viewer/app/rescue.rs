//! What is kept when the window cannot go on: the text in the editor, in a new file.

use std::path::{Path, PathBuf};

use crate::study::store;

/// Most files of that name that may lie there already.
const TRIES: u32 = 1000;

/// Writes an unsaved text where it will be found; says where, or what went wrong. Empty where there is nothing to keep.
pub(super) fn rescue(unsaved: Option<&str>) -> String {
    let Some(text) = unsaved else { return String::new() };
    let folders = [std::env::current_dir().ok(), Some(std::env::temp_dir())];
    for folder in folders.into_iter().flatten() {
        if let Some(path) = write(&folder, text) {
            return format!("; the unsaved scenario was kept in {}", path.display());
        }
    }
    "; the unsaved scenario could not be kept: no folder to write to".to_owned()
}

fn write(folder: &Path, text: &str) -> Option<PathBuf> {
    (1..=TRIES).map(|n| folder.join(format!("kingbird-rescued-{n}.toml"))).find_map(|path| {
        if path.exists() {
            return None;
        }
        store::write_file(&path, text).ok().map(|()| path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsaved_text_is_kept_beside_earlier_ones() {
        let folder = std::env::temp_dir().join(format!("kingbird-rescue-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (n, text) in ["one", "two"].into_iter().enumerate() {
            let path = write(&folder, text).unwrap();
            assert_eq!(path, folder.join(format!("kingbird-rescued-{}.toml", n + 1)));
            assert_eq!(std::fs::read_to_string(path).unwrap(), text);
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(write(&folder, "nowhere"), None);
        assert_eq!(rescue(None), "");
    }
}
