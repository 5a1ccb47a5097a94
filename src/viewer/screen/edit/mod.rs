//! The editor: a scenario file as text is the single truth; the form, the map and the outline are ways to read and change it.

mod document;
mod places;
mod problems;

use eframe::egui;

use super::Action;
use crate::scenario;
use crate::viewer::palette::Palette;

/// One scenario being edited.
pub struct Editor {
    source: String,
    text: String,
    saved: String,
}

impl Editor {
    /// Opens a shipped scenario by name, or a file.
    ///
    /// # Errors
    /// A sentence that says what could not be opened and why.
    pub fn open(source: &str) -> Result<Self, String> {
        let text = match scenario::shipped().find(|shipped| shipped.name == source) {
            Some(shipped) => shipped.text.to_owned(),
            None => std::fs::read_to_string(source).map_err(|error| format!("could not open \"{source}\": {error}"))?,
        };
        Ok(Self { source: source.to_owned(), saved: text.clone(), text })
    }

    /// Draws the editor in all the space that is left.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        ui.colored_label(palette.text, &self.source);
        None
    }

    /// Whether something would be lost if it were closed now.
    pub fn is_dirty(&self) -> bool {
        self.text != self.saved
    }
}
