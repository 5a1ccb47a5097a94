//! What is to be compared, on what, how often: the form beside the results.

use eframe::egui::{self, ComboBox, DragValue, RichText, TextEdit};

use crate::assign::{ASSIGNERS, Assigner};
use crate::engine::auto::Choice;
use crate::report::number::counted;
use crate::scenario::schema::{Objective, Scenario};
use crate::scenario::{self, shipped};
use crate::study::{Plan, Study};
use crate::viewer::palette::Palette;
use crate::viewer::screen::RaidRequest;

/// Replicates until somebody says otherwise, as on the command line.
const REPLICATES: u32 = 100;
/// A form wider than this sets assigners side by side, points.
const WIDE: f32 = 400.0;
/// Width of a box to choose from at most, points.
const BOX: f32 = 320.0;
/// As on the command line.
const MOST_REPLICATES: u32 = 10_000_000;

/// The form's contents.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What raids are drawn from; nothing until it is chosen.
    pub subject: Option<Subject>,
    /// For each of `ASSIGNERS`, whether it takes part.
    chosen: Vec<bool>,
    objective: Option<Objective>,
    replicates: u32,
    /// As typed.
    seed: String,
    /// Which engine.
    pub engine: Choice,
    /// Why the last scenario chosen could not be taken.
    problem: Option<String>,
}

/// A scenario with its variant.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The scenario, resolved.
    pub scenario: Scenario,
    /// Its digest.
    pub digest: String,
    /// A shipped name or a path; empty where it is not known.
    pub source: String,
    /// The variant that was applied.
    pub variant: Option<String>,
}

impl Setup {
    /// From what another screen showed.
    pub fn new(request: Option<RaidRequest>) -> Self {
        let (objective, seed) = request.as_ref().map_or((None, 1), |request| (request.objective, request.seed));
        let subject = request.map(|request| Subject {
            scenario: request.scenario,
            digest: request.digest,
            source: request.source,
            variant: request.variant,
        });
        Self {
            subject,
            chosen: vec![true; ASSIGNERS.len()],
            objective,
            replicates: REPLICATES,
            seed: seed.to_string(),
            engine: Choice::Auto,
            problem: None,
        }
    }

    /// What a study that was read was set up as.
    pub fn of(study: &Study, engine: Choice) -> Self {
        let plan = &study.plan;
        let first = plan.cases.first();
        let has = |assigner: &&dyn Assigner| plan.cases.iter().any(|case| case.assigner.name() == assigner.name());
        Self {
            subject: Some(Subject {
                scenario: plan.scenario.clone(),
                source: source_of(study),
                digest: first.map(|case| case.scenario_digest.clone()).unwrap_or_default(),
                variant: study.variant.clone(),
            }),
            chosen: ASSIGNERS.iter().map(has).collect(),
            objective: first.map(|case| case.scenario.doctrine.objective),
            replicates: plan.n_replicates,
            seed: plan.seed.to_string(),
            engine,
            problem: None,
        }
    }

    /// Sets how many raids each assigner meets.
    pub fn set_replicates(&mut self, n: u32) {
        self.replicates = n.clamp(1, MOST_REPLICATES);
    }

    /// Whether there is all that a study needs: a look at the form's contents, cheap enough for every frame.
    ///
    /// # Errors
    /// What is missing or wrong, for people.
    pub fn check(&self) -> Result<(), String> {
        self.inputs().map(|_| ())
    }

    /// The study as set up, its cases compiled.
    ///
    /// # Errors
    /// What is missing or wrong, for people.
    pub fn plan(&self) -> Result<Plan, String> {
        let (subject, seed, names) = self.inputs()?;
        let plan = Plan::new(&subject.scenario, &subject.digest, &names, self.objective, seed, self.replicates);
        plan.map_err(|error| error.to_string())
    }

    /// Scenario, seed and assigners.
    fn inputs(&self) -> Result<(&Subject, u64, Vec<String>), String> {
        let subject = self.subject.as_ref().ok_or("choose a scenario first")?;
        let seed = self
            .seed
            .trim()
            .parse()
            .map_err(|_| format!("the seed has to be a whole number from 0 to {}", u64::MAX))?;
        let chosen = ASSIGNERS.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen);
        let names: Vec<String> = chosen.map(|(assigner, _)| assigner.name().to_owned()).collect();
        if names.is_empty() {
            return Err("choose at least one assigner".to_owned());
        }
        Ok((subject, seed, names))
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        self.scenario(ui, palette);
        ui.add_space(6.0);
        self.assigners(ui, palette);
        ui.add_space(6.0);
        self.numbers(ui, palette);
    }

    fn scenario(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        let label = ui.label(RichText::new("Scenario").small().color(palette.text_weak));
        let name = self.subject.as_ref().map_or("choose one", |subject| subject.scenario.name.as_str());
        let combo =
            ComboBox::from_id_salt("scenario").selected_text(name).width(ui.available_width().min(BOX)).truncate();
        let mut chosen = None;
        let shown = combo.show_ui(ui, |ui| {
            for entry in shipped() {
                let is_it = self.subject.as_ref().is_some_and(|subject| subject.source == entry.name);
                if ui.selectable_label(is_it, entry.name).clicked() {
                    chosen = Some(entry.name);
                }
            }
        });
        shown.response.labelled_by(label.id).on_hover_text("The shipped scenarios; others open from the gallery");
        if let Some(name) = chosen {
            self.take(name);
        }
        if let Some(problem) = &self.problem {
            ui.label(RichText::new(problem).color(palette.leak));
        }
        if let Some(Subject { scenario, variant, .. }) = &self.subject {
            if let Some(variant) = variant {
                ui.label(RichText::new(format!("variant {variant}")).small().color(palette.text_weak));
            }
            let drones =
                scenario.raid.waves.iter().flat_map(|wave| &wave.composition).map(|part| u64::from(part.count));
            let rounds = scenario.sites.iter().flat_map(|site| &site.magazines).map(|m| u64::from(m.rounds));
            let text = format!("{} against {}", counted(drones.sum(), "drone"), counted(rounds.sum(), "interceptor"));
            ui.label(RichText::new(text).small().color(palette.text_weak));
        }
    }

    fn take(&mut self, name: &str) {
        match scenario::load(name, None) {
            Ok(loaded) => {
                let (scenario, digest, variant) = (loaded.scenario, loaded.digest, loaded.variant);
                self.subject = Some(Subject { scenario, digest, source: name.to_owned(), variant });
                (self.objective, self.problem) = (None, None);
            }
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    fn assigners(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        ui.label(RichText::new("Assigners").small().color(palette.text_weak));
        if ui.available_width() > WIDE {
            ui.horizontal_wrapped(|ui| self.assigner_boxes(ui, palette));
        } else {
            self.assigner_boxes(ui, palette);
        }
    }

    fn assigner_boxes(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        for (assigner, chosen) in ASSIGNERS.iter().zip(&mut self.chosen) {
            ui.horizontal(|ui| {
                let (dot, _) = ui.allocate_exact_size(egui::vec2(9.0, 9.0), egui::Sense::empty());
                ui.painter().circle_filled(dot.center(), 4.0, super::shown::color(palette, assigner.name()));
                let about = format!(
                    "{}: {}.\nTime: {}. Runs on: {}.\nAfter: {}.",
                    assigner.name(),
                    assigner.summary(),
                    assigner.complexity(),
                    assigner.where_it_runs().as_str(),
                    assigner.reference()
                );
                ui.checkbox(chosen, assigner.name()).on_hover_text(about);
            });
        }
    }

    fn numbers(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        let weak = |text: &str| RichText::new(text).small().color(palette.text_weak);
        egui::Grid::new("numbers").num_columns(2).spacing([10.0, 6.0]).show(ui, |ui| {
            let label = ui.label(weak("Objective"));
            let own = self.subject.as_ref().map(|subject| subject.scenario.doctrine.objective);
            let text = self.objective.or(own).map_or("the scenario's", objective_name);
            let combo =
                ComboBox::from_id_salt("objective").selected_text(text).width(ui.available_width().min(BOX)).truncate();
            let shown = combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.objective, None, "the scenario's");
                for objective in [Objective::Distance, Objective::TimeToIntercept, Objective::ExpectedValueSaved] {
                    ui.selectable_value(&mut self.objective, Some(objective), objective_name(objective));
                }
            });
            shown
                .response
                .labelled_by(label.id)
                .on_hover_text("What an assignment is judged by; the scenario's own unless another is chosen");
            ui.end_row();

            let label = ui.label(weak("Replicates"));
            let value = DragValue::new(&mut self.replicates).range(1..=MOST_REPLICATES).speed(0.5);
            ui.add(value)
                .labelled_by(label.id)
                .on_hover_text("Raids that each assigner meets; 30 or more for intervals to be relied on");
            ui.end_row();

            let label = ui.label(weak("Seed"));
            let is_good = self.seed.trim().parse::<u64>().is_ok();
            let color = if is_good { palette.text } else { palette.leak };
            ui.add(TextEdit::singleline(&mut self.seed).desired_width(90.0).text_color(color))
                .labelled_by(label.id)
                .on_hover_text("Of the random numbers: the same seed gives the same raids");
            ui.end_row();

            let label = ui.label(weak("Engine"));
            let combo = ComboBox::from_id_salt("engine")
                .selected_text(engine_name(self.engine))
                .width(ui.available_width().min(BOX))
                .truncate();
            let shown = combo.show_ui(ui, |ui| {
                for choice in [Choice::Auto, Choice::Cpu, Choice::Gpu] {
                    ui.selectable_value(&mut self.engine, choice, engine_name(choice));
                }
            });
            shown.response.labelled_by(label.id).on_hover_text("What computes; results are the same to the last bit");
            ui.end_row();
        });
    }
}

/// Where the scenario of results came from: they do not say, and a name alone is not enough, since somebody's own file may
/// have a shipped one's. So a shipped name where the digest is that scenario's, else nothing.
fn source_of(study: &Study) -> String {
    let (name, digest) = (&study.plan.scenario.name, study.plan.cases.first().map(|case| &case.scenario_digest));
    let is_shipped = shipped().any(|entry| entry.name == name.as_str())
        && scenario::load(name, study.variant.as_deref()).is_ok_and(|loaded| Some(&loaded.digest) == digest);
    if is_shipped { name.clone() } else { String::new() }
}

fn objective_name(objective: Objective) -> &'static str {
    match objective {
        Objective::Distance => "distance",
        Objective::TimeToIntercept => "time to intercept",
        Objective::ExpectedValueSaved => "expected value saved",
    }
}

fn engine_name(choice: Choice) -> &'static str {
    match choice {
        Choice::Auto => "automatic",
        Choice::Cpu => "CPU",
        Choice::Gpu => "GPU",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_lead_to_a_shipped_scenario_only_where_it_is_theirs() {
        let loaded = scenario::load("contract/mixed", None).unwrap();
        let study = |digest: &str| {
            let plan = Plan::new(&loaded.scenario, digest, &["auction".to_owned()], None, 1, 1).unwrap();
            Study { plan, variant: None, engine: "cpu".to_owned(), adapter: String::new(), outcomes: Vec::new() }
        };
        assert_eq!(source_of(&study(&loaded.digest)), "contract/mixed");
        // A file of somebody's own that has kept the name.
        assert_eq!(source_of(&study("0123")), "");
    }
}
