//! Which agents are shown on the map.

use eframe::egui;

use super::cast::Cast;
use super::parts;
use crate::viewer::palette::Palette;
use crate::viewer::selection::Filter;

/// Draws the choices.
pub fn ui(ui: &mut egui::Ui, cast: &Cast, palette: &Palette, filter: &mut Filter) {
    parts::section(ui, palette, "Shown on the map");
    types(ui, &cast.threat_types, &mut filter.hidden_threat_types);
    types(ui, &cast.round_types, &mut filter.hidden_interceptor_types);
    ui.checkbox(&mut filter.only_unassigned, "Only threats that nobody is assigned to");
    ui.checkbox(&mut filter.only_tracked, "Only threats with a confirmed track");
    let all = *filter == Filter::default();
    if ui.add_enabled(!all, egui::Button::new("Show all")).clicked() {
        *filter = Filter::default();
    }
}

fn types(ui: &mut egui::Ui, names: &[String], hidden: &mut Vec<usize>) {
    ui.horizontal_wrapped(|ui| {
        for (ix, name) in names.iter().enumerate() {
            let mut shown = !hidden.contains(&ix);
            if ui.checkbox(&mut shown, name).changed() {
                hidden.retain(|other| *other != ix);
                if !shown {
                    hidden.push(ix);
                }
            }
        }
    });
}
