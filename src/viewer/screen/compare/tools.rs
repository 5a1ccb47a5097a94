//! The row above the two views: how one looks at both, and what else can be done with the raid.

use eframe::egui::{self, RichText};

use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::toolbar::Looks;
use crate::viewer::screen::{Action, RaidRequest};
use crate::viewer::selection::Layers;

/// Draws the row; returns what is asked of the window.
pub fn ui(
    ui: &mut egui::Ui,
    looks: Looks,
    request: &RaidRequest,
    n_differences: usize,
    layers: &mut Layers,
    palette: &Palette,
    commands: &mut Vec<Command>,
) -> Option<Action> {
    let wide = ui.available_width() >= 900.0;
    let mut action = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        looks.ui(ui, layers, commands);
        ui.separator();
        let statistics = egui::Button::selectable(false, "Statistics");
        if ui.add(statistics).on_hover_text("Compare the assigners over many replicates").clicked() {
            action = Some(Action::OpenStatistics(Box::new(request.clone())));
        }
        if wide {
            let replicate = number::integer(u64::from(request.replicate));
            let what = format!("{}, replicate {replicate}", request.scenario.name);
            ui.label(RichText::new(what).color(palette.text_weak));
        }
        looks.panel_switch(ui, &number::counted(n_differences as u64, "difference"), palette, commands);
    });
    action
}
