//! The row above the airspace: the raid's menu, how one looks at it, the tools. Its pieces serve the compare screen too.

use eframe::egui::{self, Align, Layout, Rect, RichText, UiBuilder};

use super::command::Command;
use super::icon::{self, Icon};
use super::layers;
use super::measure::Measure;
use crate::viewer::airspace::Projection;
use crate::viewer::palette::Palette;
use crate::viewer::screen::Action;
use crate::viewer::selection::Layers;

/// What the row shows.
#[derive(Clone, Copy)]
pub struct Looks {
    /// Map or 3-D.
    pub projection: Projection,
    /// Whether something is followed.
    pub following: bool,
    /// Whether something is selected.
    pub selected: bool,
    /// Whether the panel on the right is open.
    pub panel_open: bool,
}

/// Draws the row of the raid screen; the raid's `menu` comes first.
pub fn ui(
    ui: &mut egui::Ui,
    looks: Looks,
    menu: impl FnOnce(&mut egui::Ui) -> Option<Action>,
    layers: &mut Layers,
    measuring: bool,
    palette: &Palette,
    commands: &mut Vec<Command>,
) -> Option<Action> {
    let mut action = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        action = menu(ui);
        ui.separator();
        looks.ui(ui, layers, commands);
        if ui.selectable_label(measuring, "Measure").on_hover_text("Distance, bearing, time (M)").clicked() {
            commands.push(Command::ToggleMeasure);
        }
        looks.panel_switch(ui, "", palette, commands);
    });
    action
}

/// The measuring tool's own controls, over the upper left corner of the airspace: the map must not move when it starts.
pub fn measuring(ui: &mut egui::Ui, area: Rect, measure: &mut Measure, palette: &Palette) {
    let mut over = ui.new_child(UiBuilder::new().max_rect(area.shrink(8.0)).id_salt("measuring"));
    let frame = egui::Frame::new()
        .fill(palette.panel)
        .stroke(egui::Stroke::new(1.0, palette.outline))
        .corner_radius(6)
        .inner_margin(egui::Margin::symmetric(8, 4));
    over.horizontal(|ui| frame.show(ui, |ui| ui.horizontal(|ui| measure.ui(ui, palette))));
}

impl Looks {
    /// Map or 3-D, truth or belief, follow, reset.
    pub fn ui(&self, ui: &mut egui::Ui, layers: &mut Layers, commands: &mut Vec<Command>) {
        for (projection, label) in [(Projection::Map, "Map"), (Projection::Orbit, "3-D")] {
            let chosen = self.projection == projection;
            if ui.selectable_label(chosen, label).on_hover_text("Map or 3-D (V)").clicked() && !chosen {
                commands.push(Command::ToggleProjection);
            }
        }
        ui.separator();
        layers::picture(ui, layers);
        ui.separator();
        let follow = egui::Button::selectable(self.following, "Follow");
        let follow = ui.add_enabled(self.selected || self.following, follow);
        if follow.on_hover_text("Keep what is selected in the middle (F)").clicked() {
            commands.push(Command::ToggleFollow);
        }
        let reset = egui::Button::selectable(false, "Reset view");
        if ui.add(reset).on_hover_text("Everything in view (R)").clicked() {
            commands.push(Command::ResetView);
        }
    }

    /// Shows or hides the panel, at the right end; with a `note` while it is hidden.
    pub fn panel_switch(&self, ui: &mut egui::Ui, note: &str, palette: &Palette, commands: &mut Vec<Command>) {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = if self.panel_open { "Hide the panel" } else { "Show the panel" };
            if icon::button(ui, Icon::Panel, name, "P").clicked() {
                commands.push(Command::TogglePanel);
            }
            if !self.panel_open && !note.is_empty() {
                ui.label(RichText::new(note).color(palette.warning));
            }
        });
    }
}
