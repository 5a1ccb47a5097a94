//! What the window remembers from one start to the next: choices of the user, never anything of a result.

use serde::{Deserialize, Serialize};

use super::airspace::Projection;
use super::selection::Layers;

/// Most recent files that are kept.
const MOST_RECENT: usize = 12;
/// Under this key in the storage.
const KEY: &str = "prefs";

/// Choices of the user. Unknown or broken storage gives the defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Dark theme.
    pub dark: bool,
    /// Interface scale, 1 is the system's.
    pub scale: f32,
    /// What is drawn in the airspace.
    pub layers: Layers,
    /// Map or 3-D.
    pub projection: Projection,
    /// Whether a GPU computes what is watched too, and is compared.
    pub on_gpu: bool,
    /// Files and shipped scenarios opened, newest first.
    pub recent: Vec<String>,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            dark: true,
            scale: 1.0,
            layers: Layers::default(),
            projection: Projection::Map,
            on_gpu: false,
            recent: Vec::new(),
        }
    }
}

impl Prefs {
    /// What was stored, or the defaults.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let mut prefs: Self = storage.and_then(|storage| eframe::get_value(storage, KEY)).unwrap_or_default();
        prefs.scale = if prefs.scale.is_finite() { prefs.scale.clamp(MIN_SCALE, MAX_SCALE) } else { 1.0 };
        prefs.recent.truncate(MOST_RECENT);
        prefs
    }

    /// Stores them.
    pub fn save(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, KEY, self);
    }

    /// Notes that a scenario, file or folder was opened.
    pub fn opened(&mut self, source: &str) {
        self.recent.retain(|known| known != source);
        self.recent.insert(0, source.to_owned());
        self.recent.truncate(MOST_RECENT);
    }
}

/// Least interface scale.
pub const MIN_SCALE: f32 = 0.7;
/// Largest interface scale.
pub const MAX_SCALE: f32 = 3.0;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[derive(Default)]
    struct Store(HashMap<String, String>);

    impl eframe::Storage for Store {
        fn get_string(&self, key: &str) -> Option<String> {
            self.0.get(key).cloned()
        }
        fn set_string(&mut self, key: &str, value: String) {
            self.0.insert(key.to_owned(), value);
        }
        fn remove_string(&mut self, key: &str) {
            self.0.remove(key);
        }
        fn flush(&mut self) {}
    }

    #[test]
    fn what_is_stored_comes_back() {
        let mut store = Store::default();
        let mut prefs = Prefs { dark: false, scale: 1.5, ..Prefs::default() };
        prefs.layers.trail_s = 33.0;
        prefs.opened("mass-raid");
        prefs.save(&mut store);
        assert_eq!(Prefs::load(Some(&store)), prefs);
    }

    #[test]
    fn broken_storage_gives_the_defaults() {
        let mut store = Store::default();
        store.0.insert(KEY.to_owned(), "(dark: maybe".to_owned());
        assert_eq!(Prefs::load(Some(&store)), Prefs::default());
        store.0.insert(KEY.to_owned(), "(scale: 1e9)".to_owned());
        assert_eq!(Prefs::load(Some(&store)).scale, MAX_SCALE);
    }

    #[test]
    fn recent_holds_each_once_newest_first() {
        let mut prefs = Prefs::default();
        for source in ["a", "b", "a"] {
            prefs.opened(source);
        }
        assert_eq!(prefs.recent, ["a", "b"]);
        (0..50).for_each(|n| prefs.opened(&n.to_string()));
        assert_eq!(prefs.recent.len(), MOST_RECENT);
    }
}
