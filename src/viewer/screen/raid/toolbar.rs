//! What lies over the airspace's corner: how one looks at it, and the tools.

use eframe::egui::{self, Color32, Rect, UiBuilder, Vec2};

use super::command::Command;
use super::icon::{self, Icon};
use super::layers;
use super::measure::Measure;
use crate::viewer::airspace::Projection;
use crate::viewer::palette::Palette;
use crate::viewer::screen::Action;
use crate::viewer::selection::Layers;

/// What the toolbar shows.
pub struct Toolbar<'a> {
    /// Map or 3-D.
    pub projection: Projection,
    /// Whether something is followed.
    pub following: bool,
    /// Whether something is selected.
    pub selected: bool,
    /// Whether the panel on the right is open.
    pub panel_open: bool,
    /// Colours.
    pub palette: &'a Palette,
}

impl Toolbar<'_> {
    /// Draws it over the upper edge of `area`, the raid's `menu` first (told whether there is much room).
    pub fn ui(
        &self,
        ui: &mut egui::Ui,
        area: Rect,
        menu: impl FnOnce(&mut egui::Ui, bool) -> Option<Action>,
        layers: &mut Layers,
        measure: &mut Measure,
        commands: &mut Vec<Command>,
    ) -> Option<Action> {
        let inner = area.shrink(8.0);
        let mut over = ui.new_child(UiBuilder::new().max_rect(inner).id_salt("toolbar"));
        let width = inner.width();
        let mut action = None;
        over.horizontal(|ui| {
            self.frame().show(ui, |ui| action = menu(ui, width >= 700.0));
            self.frame().show(ui, |ui| self.looks(ui, layers, width, commands));
            self.frame().show(ui, |ui| self.tools(ui, measure, width, commands));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                let name = if self.panel_open { "Hide the panel" } else { "Show the panel" };
                self.frame().show(ui, |ui| {
                    if icon::button(ui, Icon::Panel, name, "P").clicked() {
                        commands.push(Command::TogglePanel);
                    }
                });
            });
        });
        if measure.active {
            over.horizontal(|ui| self.frame().show(ui, |ui| measure.ui(ui, self.palette)));
        }
        action
    }

    fn frame(&self) -> egui::Frame {
        let fill = self.palette.panel;
        egui::Frame::new()
            .fill(Color32::from_rgba_unmultiplied(fill.r(), fill.g(), fill.b(), 232))
            .stroke(egui::Stroke::new(1.0, self.palette.outline))
            .corner_radius(6)
            .inner_margin(egui::Margin::same(4))
    }

    fn looks(&self, ui: &mut egui::Ui, layers: &mut Layers, width: f32, commands: &mut Vec<Command>) {
        ui.spacing_mut().item_spacing = Vec2::new(3.0, 3.0);
        for (projection, label) in [(Projection::Map, "Map"), (Projection::Orbit, "3-D")] {
            let chosen = self.projection == projection;
            if ui.selectable_label(chosen, label).on_hover_text("Map or 3-D (V)").clicked() && !chosen {
                commands.push(Command::ToggleProjection);
            }
        }
        // In a narrow window truth and belief are found among the layers.
        if width >= 520.0 {
            ui.separator();
            layers::picture(ui, layers);
        }
    }

    fn tools(&self, ui: &mut egui::Ui, measure: &Measure, width: f32, commands: &mut Vec<Command>) {
        ui.spacing_mut().item_spacing = Vec2::new(3.0, 3.0);
        let follow = egui::Button::selectable(self.following, "Follow");
        let follow = ui.add_enabled(self.selected || self.following, follow);
        if follow.on_hover_text("Keep what is selected in the middle (F)").clicked() {
            commands.push(Command::ToggleFollow);
        }
        let reset = egui::Button::selectable(false, if width >= 420.0 { "Reset view" } else { "Reset" });
        if ui.add(reset).on_hover_text("Everything in view (R)").clicked() {
            commands.push(Command::ResetView);
        }
        if ui.selectable_label(measure.active, "Measure").on_hover_text("Distance, bearing, time (M)").clicked() {
            commands.push(Command::ToggleMeasure);
        }
    }
}
