//! The statistics of a comparison: set up, run, read, and from every dot to the raid behind it.

use std::path::Path;

use eframe::egui;

use super::{Action, RaidRequest};
use crate::viewer::palette::Palette;

/// The statistics screen.
pub struct Statistics {}

impl Statistics {
    /// Ready to run a comparison of the scenario of `request`; empty where there is none.
    pub fn new(_request: Option<RaidRequest>) -> Self {
        Self {}
    }

    /// Shows the results in a folder; if they cannot be used, says why.
    pub fn open_results(&mut self, _dir: &Path) {}

    /// Draws the screen in all the space there is.
    pub fn ui(&mut self, ui: &mut egui::Ui, _palette: &Palette) -> Option<Action> {
        ui.label("Choose a scenario in the gallery to compare assigners on it.");
        None
    }
}
