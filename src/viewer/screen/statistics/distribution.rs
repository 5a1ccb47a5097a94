//! Every raid a dot: how many threats got through, by assigner. A dot opens its raid.

use eframe::egui;

use super::card::card;
use super::chart::{Chart, DOTS_AND_WHISKER, above, below, whisker};
use super::pick::Pick;
use super::shown::Shown;
use super::strip::{Look, Strip};
use crate::report::number::{counted, integer};
use crate::viewer::palette::Palette;

/// The card; the replicate that was clicked.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let meaning = "A dot is a raid; every assigner met the same raids. Click one to watch it from its first leak";
    card(ui, palette, "Every raid", meaning, |ui| chart(ui, palette, shown))
}

/// The chart, its axis long enough for every raid.
pub(super) fn frame(shown: &Shown) -> Chart<'static> {
    let most = shown.leakers.iter().filter_map(Strip::range).map(|(_, high)| high);
    let ends = shown.findings.analysis.arms.iter().filter_map(|arm| arm.leakers.interval).map(|interval| interval.high);
    let range = (0.0, most.chain(ends).fold(1.0, f64::max));
    Chart { range, whole: true, unit: "leakers per raid", row_height: DOTS_AND_WHISKER }
}

fn chart(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let (study, analysis) = (&shown.findings.study, &shown.findings.analysis);
    let chart = frame(shown);
    let heads: Vec<_> = shown.ranked.iter().map(|&ix| shown.head(palette, ix)).collect();
    let mut picked = None;
    chart.ui(ui, palette, &heads, |ui, row, rect, axis| {
        let case_ix = shown.ranked[row];
        let strip = &shown.leakers[case_ix];
        let tell = |replicate: u32| {
            let outcome = &study.outcomes[case_ix][replicate as usize];
            format!(
                "replicate {} under {}\n{} of {}; {} killed with {} launched",
                integer(replicate.into()),
                heads[row].name,
                counted(outcome.leakers().into(), "leaker"),
                integer(outcome.threats[0].launched.into()),
                integer(outcome.kills().into()),
                integer(outcome.rounds.launched.into()),
            )
        };
        let name = format!("Leakers under {}, {}", heads[row].name, counted(strip.n as u64, "raid"));
        let color = heads[row].color;
        let look = Look { rect: above(rect), axis, color, mark: palette.text, name: &name, tell: &tell };
        let clicked = strip.ui(ui, ui.scope_id().with(("distribution", case_ix)), &look);
        let mean = &analysis.arms[case_ix].leakers;
        let below = below(rect);
        whisker(ui, palette, below, axis, mean.value, mean.interval, color);
        picked = picked.or(clicked.map(|replicate| Pick::one(case_ix, replicate)));
    });
    picked
}
