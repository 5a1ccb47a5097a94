//! The start page: the shipped scenarios as cards, recent files, and a way to any other file.

use eframe::egui;

use super::Action;
use crate::scenario;
use crate::viewer::palette::Palette;

/// The start page.
#[derive(Debug, Default)]
pub struct Gallery {}

impl Gallery {
    /// Draws the start page in all the space that is left. `recent`: files opened before, the last one first.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, recent: &[String]) -> Option<Action> {
        let mut action = None;
        for name in scenario::shipped().map(|shipped| shipped.name).chain(recent.iter().map(String::as_str)) {
            ui.horizontal(|ui| {
                ui.colored_label(palette.text, name);
                if ui.button("Edit").clicked() {
                    action = Some(Action::Edit(name.to_owned()));
                }
            });
        }
        action
    }
}
