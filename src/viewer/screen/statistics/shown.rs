//! A study's findings laid out for the eye: made once when they change, not with every frame.

use std::sync::Arc;

use eframe::egui::Color32;

use super::chart::RowHead;
use super::outliers::{self, Outlier};
use super::strip::Strip;
use crate::assign::ASSIGNERS;
use crate::model::outcome::N_CAUSES;
use crate::study::{Findings, Study};
use crate::viewer::palette::Palette;

/// What is drawn.
pub struct Shown {
    /// What it is made from.
    pub findings: Arc<Findings>,
    /// Assigners by their mean leakers, fewest first.
    pub ranked: Vec<usize>,
    /// Leakers by assigner.
    pub leakers: Vec<Strip>,
    /// More leakers than the best, for each of the analysis's contrasts.
    pub differences: Vec<Strip>,
    /// For each assigner and cause: threats that leaked, and the first replicate in which one did.
    pub causes: Vec<[(u64, u32); N_CAUSES]>,
    /// Replicates worth a look.
    pub outliers: Vec<Outlier>,
}

impl Shown {
    /// Lays findings out.
    pub fn new(findings: Arc<Findings>) -> Self {
        let (study, analysis) = (&findings.study, &findings.analysis);
        let leakers = study.outcomes.iter().map(|raids| Strip::new(raids.iter().map(|o| f64::from(o.leakers()))));
        let best = &study.outcomes[analysis.best];
        let differences = analysis.contrasts.iter().map(|contrast| {
            let pairs = study.outcomes[contrast.other].iter().zip(best);
            Strip::new(pairs.map(|(other, best)| f64::from(other.leakers()) - f64::from(best.leakers())))
        });
        let mut ranked: Vec<usize> = (0..analysis.arms.len()).collect();
        ranked.sort_by(|&a, &b| analysis.arms[a].leakers.value.total_cmp(&analysis.arms[b].leakers.value));
        Self {
            leakers: leakers.collect(),
            differences: differences.collect(),
            causes: causes(study),
            outliers: outliers::find(&findings),
            ranked,
            findings,
        }
    }

    /// The name and colour of an assigner.
    pub fn head(&self, palette: &Palette, case_ix: usize) -> RowHead {
        let name = &self.findings.analysis.arms[case_ix].assigner;
        RowHead { name: name.clone(), color: color(palette, name) }
    }
}

/// An assigner's colour: its own in every study, and grey for the one that launches nothing.
pub fn color(palette: &Palette, assigner: &str) -> Color32 {
    match ASSIGNERS.iter().position(|known| known.name() == assigner) {
        Some(0) | None => palette.text_weak,
        Some(ix) => palette.series(ix - 1),
    }
}

fn causes(study: &Study) -> Vec<[(u64, u32); N_CAUSES]> {
    let of_case = |raids: &Vec<crate::model::Outcome>| {
        let mut found = [(0, 0); N_CAUSES];
        for (replicate, outcome) in (0..).zip(raids) {
            for (found, &n) in found.iter_mut().zip(&outcome.causes[0]) {
                if found.0 == 0 {
                    found.1 = replicate;
                }
                found.0 += u64::from(n);
            }
        }
        found
    };
    study.outcomes.iter().map(of_case).collect()
}
