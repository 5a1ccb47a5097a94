//! What is asked, and the answer in words, figures and a rose.

use eframe::egui::{self, DragValue, RichText};

use super::{overlay, polar, worker::Worker};
use crate::model::CaseModel;
use crate::reach::{Aim, Question, Reach};
use crate::report::number::{counted, fixed};
use crate::report::reach::{ASSUMPTIONS, hole_sentences};
use crate::viewer::airspace::Overlay;
use crate::viewer::palette::Palette;

/// Largest side of the rose, points.
const ROSE: f32 = 320.0;
/// The same over a map, points.
const SMALL_ROSE: f32 = 190.0;

/// The panel; one for each screen that shows reach.
#[derive(Debug)]
pub struct ReachPanel {
    question: Option<Question>,
    /// Fewer shots than these are a hole.
    wanted: usize,
    worker: Worker,
}

impl Default for ReachPanel {
    fn default() -> Self {
        Self { question: None, wanted: 1, worker: Worker::default() }
    }
}

impl ReachPanel {
    /// Shows the panel and keeps the answer up to date with the case; never waits.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, case: &CaseModel) {
        self.update(ui.ctx(), case);
        ui.heading("Reach");
        ui.label(RichText::new("One threat straight in, against the sites as they stand.").color(palette.text_weak));
        ui.add_space(6.0);
        self.choices(ui, case);
        ui.add_space(8.0);
        match self.worker.answer() {
            Some(reach) => answer(ui, palette, reach, self.wanted),
            None => waiting(ui),
        }
        ui.add_space(6.0);
        ui.label(RichText::new(ASSUMPTIONS).color(palette.text_weak).size(12.0));
    }

    /// What fits over a map: the question, the hole in words, the rose.
    pub fn brief(&mut self, ui: &mut egui::Ui, palette: &Palette, case: &CaseModel) {
        self.update(ui.ctx(), case);
        self.choices(ui, case);
        ui.add_space(4.0);
        let Some(reach) = self.worker.answer() else { return waiting(ui) };
        holes(ui, palette, reach, self.wanted);
        ui.vertical_centered(|ui| polar::rose(ui, palette, reach, self.wanted, SMALL_ROSE));
    }

    /// Keeps the answer up to date without showing the panel: for a map that shows the contours alone.
    pub fn update(&mut self, ctx: &egui::Context, case: &CaseModel) {
        let question = self.asked(case);
        self.worker.ask(ctx, case, &question);
    }

    /// Finds the answer at once: for pictures.
    pub fn settle(&mut self, case: &CaseModel) {
        let question = self.asked(case);
        self.worker.ask_and_wait(case, &question);
    }

    /// Contours, the line of confirmation and holes, for the airspace; empty before the first answer.
    pub fn overlays(&self, palette: &Palette) -> Vec<Overlay> {
        self.worker.answer().map_or_else(Vec::new, |reach| overlay::overlays(reach, self.wanted, palette))
    }

    /// The question, with what the case no longer has replaced.
    fn asked(&mut self, case: &CaseModel) -> Question {
        let fresh = || Question::new(case);
        let question = self.question.get_or_insert_with(fresh);
        let has_aim = !matches!(question.aim, Aim::Asset(ix) if ix >= case.scenario.assets.len());
        if !has_aim || question.threat_type >= case.scenario.threat_types.len() {
            *question = fresh();
        }
        question.clone()
    }

    fn choices(&mut self, ui: &mut egui::Ui, case: &CaseModel) {
        let Some(question) = self.question.as_mut() else { return };
        egui::Grid::new("reach-question").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
            let name = question.aim_name(case).to_owned();
            choice(ui, "Flies to", &name, |ui| {
                for (ix, asset) in case.scenario.assets.iter().enumerate() {
                    ui.selectable_value(&mut question.aim, Aim::Asset(ix), &asset.name);
                }
                ui.selectable_value(&mut question.aim, Aim::Origin, "The theatre's origin");
            });
            let name = question.kind(case).map_or("none", |kind| kind.name.as_str());
            choice(ui, "Threat type", name, |ui| {
                for (ix, kind) in case.scenario.threat_types.iter().enumerate() {
                    if ui.selectable_value(&mut question.threat_type, ix, &kind.name).clicked() {
                        question.altitude_m = kind.cruise_altitude_m;
                    }
                }
            });
            let label = ui.label("Altitude");
            let altitude = DragValue::new(&mut question.altitude_m).range(10.0..=15_000.0).speed(10.0).suffix(" m");
            ui.add(altitude.fixed_decimals(0)).labelled_by(label.id);
            ui.end_row();
            let label = ui.label("Shots wanted");
            ui.add(DragValue::new(&mut self.wanted).range(1..=9).speed(0.05))
                .labelled_by(label.id)
                .on_hover_text("Bearings with fewer shots are shown as a hole");
            ui.end_row();
        });
    }
}

/// A drop-down list with its label, one row of the grid.
fn choice(ui: &mut egui::Ui, label: &str, shown: &str, add: impl FnOnce(&mut egui::Ui)) {
    let label_id = ui.label(label).id;
    egui::ComboBox::from_id_salt(label)
        .selected_text(shown)
        .width(ui.available_width().clamp(80.0, 180.0))
        .truncate()
        .show_ui(ui, add)
        .response
        .labelled_by(label_id);
    ui.end_row();
}

fn waiting(ui: &mut egui::Ui) {
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label("Working out what can be met ...");
    });
}

/// Where the hole is, in words.
fn holes(ui: &mut egui::Ui, palette: &Palette, reach: &Reach, wanted: usize) {
    let has_hole = reach.least_shots().is_some_and(|least| least < wanted);
    for sentence in hole_sentences(reach, wanted) {
        let color = if has_hole { palette.leak } else { palette.good };
        ui.label(RichText::new(sentence).color(color).strong());
    }
}

fn answer(ui: &mut egui::Ui, palette: &Palette, reach: &Reach, wanted: usize) {
    holes(ui, palette, reach, wanted);
    ui.add_space(4.0);
    ui.vertical_centered(|ui| polar::rose(ui, palette, reach, wanted, ROSE));
    ui.add_space(4.0);
    egui::Grid::new("reach-figures").num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
        let mut row = |name: &str, text: String| {
            ui.label(RichText::new(name).color(palette.text_weak));
            ui.label(text);
            ui.end_row();
        };
        let least = reach.least_shots().unwrap_or(0);
        let most = counted(reach.most_shots() as u64, "shot");
        row("Shots by bearing", if least == reach.most_shots() { most } else { format!("{least} to {most}") });
        row("Track confirmed", range_km(reach, |bearing| bearing.confirmed.map(|c| c.distance_m)));
        row("First met", range_km(reach, |bearing| bearing.first().map(|met| met.distance_m)));
        let sites = reach.bearings.iter().filter(|bearing| bearing.comes()).map(crate::reach::Bearing::n_sites);
        let (fewest, most) = sites.fold((usize::MAX, 0), |(a, b), n| (a.min(n), b.max(n)));
        row("Sites that reach", if fewest >= most { most.to_string() } else { format!("{fewest} to {most}") });
    });
}

/// The nearest and the farthest over all bearings that have one.
fn range_km(reach: &Reach, distance_m: impl Fn(&crate::reach::Bearing) -> Option<f64>) -> String {
    let distances = reach.bearings.iter().filter_map(distance_m);
    let (near, far) = distances.fold((f64::INFINITY, 0.0), |(a, b): (f64, f64), m| (a.min(m), b.max(m)));
    let km = |metres: f64| fixed(metres / 1000.0, 1);
    match (near, far) {
        (near, _) if near.is_infinite() => "nowhere".to_owned(),
        (near, far) if km(near) == km(far) => format!("{} km out", km(far)),
        (near, far) => format!("{} to {} km out", km(near), km(far)),
    }
}
