//! What is drawn on the map: truth or belief, and the layers.

use eframe::egui;

use super::parts;
use crate::viewer::palette::Palette;
use crate::viewer::selection::{Layers, Picture};

/// Draws the choices.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, layers: &mut Layers) {
    parts::section(ui, palette, "Picture");
    picture(ui, layers);
    parts::hint(
        ui,
        palette,
        match layers.picture {
            Picture::Truth => "What is true, which the defence does not know.",
            Picture::Belief => "Only what the defence believes: tracks.",
            Picture::Both => "Truth and tracks, with lines between the two.",
        },
    );
    parts::section(ui, palette, "Agents");
    ui.checkbox(&mut layers.trails, "Paths flown");
    ui.add_enabled_ui(layers.trails, |ui| {
        slider(ui, &mut layers.trail_s, 10.0..=600.0, 10.0, "Length of the paths", "s");
    });
    ui.checkbox(&mut layers.predicted, "Where they are headed");
    ui.checkbox(&mut layers.assignments, "Lines from interceptors to targets");
    ui.checkbox(&mut layers.marks, "Marks of kills and leaks");
    parts::section(ui, palette, "Defence");
    ui.checkbox(&mut layers.coverage, "Sensor coverage");
    ui.add_enabled_ui(layers.coverage, |ui| {
        slider(ui, &mut layers.coverage_altitude_m, 30.0..=5000.0, 10.0, "For a target at an altitude of", "m");
    });
    ui.checkbox(&mut layers.reach, "Where each site can meet a threat");
    parts::section(ui, palette, "Map");
    ui.checkbox(&mut layers.basemap, "Coastline and borders");
    ui.checkbox(&mut layers.grid, "Grid in kilometres");
    ui.checkbox(&mut layers.routes, "Planned routes of the raid");
    ui.checkbox(&mut layers.labels, "Names");
    if ui.add_enabled(*layers != Layers::default(), egui::Button::new("Back to the usual layers")).clicked() {
        *layers = Layers::default();
    }
}

/// Truth, belief or both.
pub fn picture(ui: &mut egui::Ui, layers: &mut Layers) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (picture, label) in [(Picture::Truth, "Truth"), (Picture::Belief, "Belief"), (Picture::Both, "Both")] {
            ui.selectable_value(&mut layers.picture, picture, label);
        }
    });
}

fn slider(
    ui: &mut egui::Ui,
    value: &mut f32,
    range: std::ops::RangeInclusive<f32>,
    step: f64,
    label: &str,
    unit: &str,
) {
    ui.label(label);
    ui.spacing_mut().slider_width = (ui.available_width() - 90.0).clamp(80.0, 260.0);
    let slider = egui::Slider::new(value, range).step_by(step).logarithmic(true).suffix(format!(" {unit}"));
    let response = ui.add(slider);
    let now = f64::from(*value);
    response.widget_info(|| egui::WidgetInfo::slider(true, now, label));
}
