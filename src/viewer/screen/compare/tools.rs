//! The row above the two views: how one looks at both, and what else can be done with the raid.

use eframe::egui::{self, Align, Layout, RichText};

use crate::report::number;
use crate::viewer::airspace::Projection;
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::icon::{self, Icon};
use crate::viewer::screen::raid::layers as layer_choices;
use crate::viewer::screen::{Action, RaidRequest};
use crate::viewer::selection::Layers;

/// What the row shows.
pub struct Tools<'a> {
    /// What is watched.
    pub request: &'a RaidRequest,
    /// Map or 3-D.
    pub projection: Projection,
    /// Whether something is followed.
    pub following: bool,
    /// Whether something is selected.
    pub selected: bool,
    /// Whether the panel on the right is open.
    pub panel_open: bool,
    /// Threats whose end differs.
    pub n_differences: usize,
    /// Colours.
    pub palette: &'a Palette,
}

impl Tools<'_> {
    /// Draws the row; returns what is asked of the window.
    pub fn ui(&self, ui: &mut egui::Ui, layers: &mut Layers, commands: &mut Vec<Command>) -> Option<Action> {
        let wide = ui.available_width() >= 900.0;
        let mut action = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (projection, label) in [(Projection::Map, "Map"), (Projection::Orbit, "3-D")] {
                let chosen = self.projection == projection;
                if ui.selectable_label(chosen, label).on_hover_text("Map or 3-D (V)").clicked() && !chosen {
                    commands.push(Command::ToggleProjection);
                }
            }
            ui.separator();
            layer_choices::picture(ui, layers);
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
            if wide {
                ui.separator();
                if ui.add(egui::Button::selectable(false, "Statistics")).on_hover_text(STATISTICS).clicked() {
                    action = Some(Action::OpenStatistics(Box::new(self.request.clone())));
                }
                let replicate = number::integer(u64::from(self.request.replicate));
                let what = format!("{}, replicate {replicate}", self.request.scenario.name);
                ui.label(RichText::new(what).color(self.palette.text_weak));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.panel_switch(ui, commands));
        });
        action
    }

    fn panel_switch(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let name = if self.panel_open { "Hide the panel" } else { "Show the panel" };
        if icon::button(ui, Icon::Panel, name, "P").clicked() {
            commands.push(Command::TogglePanel);
        }
        if !self.panel_open {
            let n = number::counted(self.n_differences as u64, "difference");
            ui.label(RichText::new(n).color(self.palette.warning));
        }
    }
}

const STATISTICS: &str = "Compare the assigners over many replicates";
