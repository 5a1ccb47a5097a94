//! What the comparison says, in words, and what to be wary of.

use eframe::egui::{self, RichText, TextStyle};

use super::card::card;
use super::shown::Shown;
use crate::report::number::{counted, integer};
use crate::report::run::objective_name;
use crate::report::verdict::{verdict, warnings};
use crate::viewer::palette::Palette;

/// The card; `n_planned` replicates where more are coming.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, n_planned: Option<u32>) {
    let analysis = &shown.findings.analysis;
    card(ui, palette, "", "", |ui| {
        let text = verdict(analysis);
        for (ix, line) in text.lines().enumerate() {
            let style = if ix == 0 { TextStyle::Heading } else { TextStyle::Body };
            ui.label(RichText::new(line).text_style(style).color(palette.text));
        }
        ui.label(RichText::new(subject(shown)).small().color(palette.text_weak));
        if let Some(n_planned) = n_planned {
            let text = format!(
                "So far: {} of {}. Intervals are those of a study of this size; whoever stops when they look good is \
                 misled more often than 1 time in 20.",
                integer(analysis.n_replicates.into()),
                counted(n_planned.into(), "replicate"),
            );
            ui.label(RichText::new(text).color(palette.accent));
        }
        for warning in warnings(analysis) {
            ui.label(RichText::new(format!("Be wary: {warning}")).color(palette.warning));
        }
    });
}

fn subject(shown: &Shown) -> String {
    let (study, analysis) = (&shown.findings.study, &shown.findings.analysis);
    let variant = study.variant.as_ref().map_or_else(String::new, |name| format!(", variant {name}"));
    let objective = study.plan.cases.first().map(objective_name).unwrap_or_default();
    let mut text = format!(
        "{}{variant}  ·  {}  ·  seed {}  ·  objective {}",
        study.plan.scenario.name,
        counted(analysis.n_replicates.into(), "replicate"),
        study.plan.seed,
        objective.replace('-', " "),
    );
    // No engine is named while it is being opened.
    if !study.engine.is_empty() {
        text += &format!("  ·  {} ({})", study.engine, study.adapter);
    }
    text
}
