//! Replicates worth a look: the worst raid of each assigner, and those in which it fell furthest behind the best or beat it.
//! The same raids as the dots far out, as a table that a keyboard reaches.

use eframe::egui::{self, RichText};
use egui_extras::{Column, TableBuilder};

use super::card::card;
use super::pick::Pick;
use super::shown::Shown;
use crate::report::number::{counted, integer};
use crate::study::Findings;
use crate::viewer::palette::Palette;

/// A replicate and why it is worth a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlier {
    /// Index of the assigner.
    pub case_ix: usize,
    /// The replicate.
    pub replicate: u32,
    /// Threats that got through.
    pub leakers: u32,
    /// Why it is here.
    pub why: String,
}

/// Finds them; of equals the first replicate.
pub fn find(findings: &Findings) -> Vec<Outlier> {
    let (outcomes, analysis) = (&findings.study.outcomes, &findings.analysis);
    let leakers = |case_ix: usize, replicate: u32| outcomes[case_ix][replicate as usize].leakers();
    let mut found: Vec<Outlier> = Vec::new();
    let mut add = |case_ix: usize, replicate: u32, why: String| match found
        .iter_mut()
        .find(|known| (known.case_ix, known.replicate) == (case_ix, replicate))
    {
        Some(known) => known.why += &format!("; {why}"),
        None => found.push(Outlier { case_ix, replicate, leakers: leakers(case_ix, replicate), why }),
    };
    for case_ix in (0..analysis.arms.len()).filter(|&ix| !analysis.arms[ix].control) {
        let most = (0..analysis.n_replicates).max_by_key(|&r| (leakers(case_ix, r), std::cmp::Reverse(r)));
        if let Some(replicate) = most {
            add(case_ix, replicate, "its worst raid".to_owned());
        }
    }
    let best = analysis.best;
    for contrast in analysis.contrasts.iter().filter(|contrast| !analysis.arms[contrast.other].control) {
        let more = |r: u32| i64::from(leakers(contrast.other, r)) - i64::from(leakers(best, r));
        let furthest = (0..analysis.n_replicates).max_by_key(|&r| (more(r), std::cmp::Reverse(r)));
        let nearest = (0..analysis.n_replicates).min_by_key(|&r| (more(r), r));
        let name = &analysis.arms[best].assigner;
        if let Some(replicate) = furthest.filter(|&r| more(r) > 0) {
            add(contrast.other, replicate, format!("{} more than {name}", more(replicate)));
        }
        if let Some(replicate) = nearest.filter(|&r| more(r) < 0) {
            add(contrast.other, replicate, format!("{} fewer than {name}", -more(replicate)));
        }
    }
    found
}

/// The table; what was opened.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let meaning = "The dots furthest out, to be opened from here too: at the first leak, alone or beside the best";
    card(ui, palette, "Raids worth a look", meaning, |ui| table(ui, palette, shown))
}

fn table(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let (analysis, mut picked) = (&shown.findings.analysis, None);
    let wide = ui.available_width() > 520.0;
    let mut builder = TableBuilder::new(ui)
        .id_salt("outliers")
        .striped(true)
        .vscroll(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(68.0))
        .column(Column::exact(70.0))
        .column(Column::exact(56.0));
    if wide {
        builder = builder.column(Column::remainder().clip(true));
    }
    let strong = |text: &str| RichText::new(text).small().color(palette.text_weak);
    builder
        .column(if wide { Column::exact(160.0) } else { Column::remainder() })
        .header(24.0, |mut header| {
            for name in ["replicate", "assigner", "leakers"] {
                header.col(|ui| _ = ui.label(strong(name)));
            }
            if wide {
                header.col(|ui| _ = ui.label(strong("why")));
            }
            header.col(|_| ());
        })
        .body(|mut body| {
            for outlier in &shown.outliers {
                let (case_ix, replicate) = (outlier.case_ix, outlier.replicate);
                let name = analysis.arms[case_ix].assigner.as_str();
                body.row(32.0, |mut row| {
                    row.col(|ui| _ = ui.label(integer(replicate.into())));
                    row.col(|ui| _ = ui.label(name));
                    row.col(|ui| _ = ui.label(integer(outlier.leakers.into())));
                    if wide {
                        row.col(|ui| _ = ui.add(egui::Label::new(&outlier.why).truncate()).on_hover_text(&outlier.why));
                    }
                    row.col(|ui| picked = picked.or(buttons(ui, shown, outlier, name)));
                });
            }
        });
    picked
}

fn buttons(ui: &mut egui::Ui, shown: &Shown, outlier: &Outlier, name: &str) -> Option<Pick> {
    let (case_ix, replicate) = (outlier.case_ix, outlier.replicate);
    let leakers = counted(outlier.leakers.into(), "leaker");
    let open = ui.button("Open").on_hover_text(format!(
        "Watch replicate {replicate} under {name}, from its first leak\n{leakers}: {}",
        outlier.why
    ));
    open.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Open replicate {replicate} under {name}"))
    });
    let mut picked = open.clicked().then_some(Pick::one(case_ix, replicate));
    let best = shown.findings.analysis.best;
    if case_ix != best {
        let best_name = &shown.findings.analysis.arms[best].assigner;
        let beside = ui.button("Compare").on_hover_text(format!("The same raid under {best_name} and {name}"));
        beside.widget_info(|| {
            let label = format!("Replicate {replicate} under {best_name} and {name} side by side");
            egui::WidgetInfo::labeled(egui::Role::Button, true, label)
        });
        if beside.clicked() {
            picked = Some(Pick { case_ix, replicate, beside: Some(best) });
        }
    }
    picked
}
