//! The bar above: undo, redo, save, map or text, reach, how many mistakes, and what to do with the scenario.

use eframe::egui::{Align, Button, Layout, RichText, Ui};

use super::document::Document;
use super::problems::Checked;
use crate::report::number::counted;
use crate::viewer::palette::Palette;

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Save where it came from.
    Save,
    /// Save elsewhere.
    SaveAs,
    /// Watch a raid of it.
    Watch,
    /// Study it.
    Statistics,
}

/// What fills the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The map.
    #[default]
    Map,
    /// The file's text.
    Text,
}

/// Draws the bar.
pub fn bar(
    ui: &mut Ui,
    document: &Document,
    checked: &Checked,
    palette: &Palette,
    tab: &mut Tab,
    shows_reach: &mut bool,
) -> Option<Pressed> {
    let mut pressed = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let history = document.history();
        let steps = [
            ("Undo", Pressed::Undo, history.next_undo(), "Ctrl+Z"),
            ("Redo", Pressed::Redo, history.next_redo(), "Ctrl+Shift+Z"),
        ];
        for (name, what, next, keys) in steps {
            let button = ui.add_enabled(next.is_some(), Button::new(name));
            let button = button.on_hover_text(format!("{name}: {}  ({keys})", next.unwrap_or_default()));
            if button.on_disabled_hover_text("Nothing to take back or to do again").clicked() {
                pressed = Some(what);
            }
        }
        ui.add_space(6.0);
        let save = if document.is_dirty() {
            Button::new(RichText::new("Save").color(palette.accent))
        } else {
            Button::new("Save")
        };
        if ui.add(save).on_hover_text("Ctrl+S").clicked() {
            pressed = Some(Pressed::Save);
        }
        if ui.button("Save as...").clicked() {
            pressed = Some(Pressed::SaveAs);
        }
        ui.add_space(6.0);
        for (name, value) in [("Map", Tab::Map), ("Text", Tab::Text)] {
            if ui.selectable_label(*tab == value, name).clicked() {
                *tab = value;
            }
        }
        let reach = ui.selectable_label(*shows_reach && *tab == Tab::Map, "Reach");
        if reach.on_hover_text("Show on the map what the sites as they stand can meet").clicked() {
            // From the text it leads to the map, where it is seen.
            *shows_reach = !*shows_reach || *tab != Tab::Map;
            *tab = Tab::Map;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_good = checked.loaded.is_some();
            let why_not = "Mend the mistakes first: a scenario with mistakes cannot be run";
            let watch = ui.add_enabled(is_good, Button::new("Run this"));
            if watch.on_hover_text("Watch a raid of it as it is now").on_disabled_hover_text(why_not).clicked() {
                pressed = Some(Pressed::Watch);
            }
            let study = ui.add_enabled(is_good, Button::new("Statistics"));
            let study = study.on_hover_text("Run many raids of it as it is now").on_disabled_hover_text(why_not);
            if study.clicked() {
                pressed = Some(Pressed::Statistics);
            }
            let (text, color) = match checked.problems.len() as u64 {
                0 => ("No mistakes".to_owned(), palette.good),
                n => (counted(n, "mistake"), palette.leak),
            };
            if ui.available_width() > 90.0 {
                ui.label(RichText::new(text).color(color));
            }
        });
    });
    pressed
}
