//! The menu of the raid itself: which replicate is watched, and what else can be done with it.

use eframe::egui::{self, RichText};

use crate::assign::ASSIGNERS;
use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::screen::{Action, At, RaidRequest};

/// Draws the button with its menu; returns what is asked for.
pub fn ui(ui: &mut egui::Ui, request: &RaidRequest, assigner: &str, wide: bool, palette: &Palette) -> Option<Action> {
    let title = if wide { format!("{} \u{b7} {assigner}", request.scenario.name) } else { "Raid".to_owned() };
    let mut action = None;
    let menu = ui.menu_button(title, |ui| {
        ui.set_max_width(300.0);
        about(ui, request, assigner, palette);
        ui.separator();
        action = choices(ui, request, assigner);
    });
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Raid menu"));
    action
}

fn about(ui: &mut egui::Ui, request: &RaidRequest, assigner: &str, palette: &Palette) {
    ui.label(RichText::new(&request.scenario.name).strong());
    ui.label(RichText::new(&request.scenario.summary).color(palette.text_weak));
    let variant = request.variant.as_ref().map_or_else(String::new, |name| format!(", variant {name}"));
    ui.label(format!("Assigner {assigner}{variant}"));
    let replicate = number::integer(u64::from(request.replicate));
    ui.label(format!("Replicate {replicate}, seed {}", request.seed));
}

fn choices(ui: &mut egui::Ui, request: &RaidRequest, assigner: &str) -> Option<Action> {
    let mut action = None;
    let another = |change: &dyn Fn(&mut RaidRequest)| {
        let mut other = request.clone();
        other.at = At::Beginning;
        change(&mut other);
        Action::OpenRaid(Box::new(other))
    };
    ui.horizontal(|ui| {
        let before = egui::Button::new("Previous replicate");
        if ui.add_enabled(request.replicate > 0, before).clicked() {
            action = Some(another(&|other| other.replicate -= 1));
        }
        if ui.add_enabled(request.replicate < u32::MAX, egui::Button::new("Next replicate")).clicked() {
            action = Some(another(&|other| other.replicate += 1));
        }
    });
    ui.menu_button("Watch with another assigner", |ui| {
        for other in ASSIGNERS.iter().map(|assigner| assigner.name()) {
            if ui.selectable_label(other == assigner, other).clicked() {
                action = Some(another(&|request| request.assigner = Some(other.to_owned())));
            }
        }
    });
    ui.menu_button("Compare with", |ui| {
        for other in ASSIGNERS.iter().map(|assigner| assigner.name()).filter(|name| *name != assigner) {
            if ui.button(other).clicked() {
                let request = Box::new(request.clone());
                action = Some(Action::OpenCompare(request, assigner.to_owned(), other.to_owned()));
            }
        }
    });
    if ui.button("Statistics over many replicates").clicked() {
        action = Some(Action::OpenStatistics(Box::new(request.clone())));
    }
    let edit = ui.add_enabled(request.editable().is_some(), egui::Button::new("Edit the scenario"));
    let edit = edit.on_disabled_hover_text("Results do not hold their scenario's file: open that file to edit it");
    if let Some(source) = request.editable().filter(|_| edit.clicked()) {
        action = Some(Action::Edit(source.to_owned()));
    }
    if action.is_some() {
        ui.close();
    }
    action
}
