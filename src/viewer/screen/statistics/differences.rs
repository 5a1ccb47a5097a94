//! Raid by raid against the best: how many more got through under each of the others. A dot opens its raid.

use eframe::egui::{self, RichText};

use super::card::card;
use super::chart::{Chart, DOTS_AND_WHISKER, above, below, whisker};
use super::pick::Pick;
use super::shown::Shown;
use super::strip::{Look, Strip};
use crate::report::number::{counted, integer, p_value, with_ends};
use crate::viewer::palette::Palette;

/// The card; the replicate that was clicked. Nothing where there is nothing to compare.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let analysis = &shown.findings.analysis;
    if analysis.contrasts.is_empty() {
        return None;
    }
    let best = &analysis.arms[analysis.best].assigner;
    let title = format!("Against {best}, raid by raid");
    let meaning =
        format!("A dot is a raid: leakers more than under {best}. The whisker is the mean with its 95 % interval");
    card(ui, palette, &title, &meaning, |ui| {
        let picked = chart(ui, palette, shown);
        for contrast in &analysis.contrasts {
            let p =
                contrast.p_adjusted.map_or_else(|| "the control".to_owned(), |p| format!("adjusted p {}", p_value(p)));
            let text = format!(
                "{}: {} more; {p}",
                analysis.arms[contrast.other].assigner,
                with_ends(contrast.leakers.mean, contrast.leakers.interval),
            );
            ui.label(RichText::new(text).small().color(palette.text_weak));
        }
        picked
    })
}

fn chart(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let (study, analysis) = (&shown.findings.study, &shown.findings.analysis);
    let whiskers = analysis.contrasts.iter().map(|contrast| contrast.leakers.interval).map(|i| (i.low, i.high));
    let ends = shown.differences.iter().filter_map(Strip::range).chain(whiskers);
    let range = ends.fold((-1.0, 1.0), |all: (f64, f64), (low, high)| (all.0.min(low), all.1.max(high)));
    let chart = Chart { range, whole: true, unit: "leakers more than the best", row_height: DOTS_AND_WHISKER };
    let heads: Vec<_> = analysis.contrasts.iter().map(|contrast| shown.head(palette, contrast.other)).collect();
    let best = &analysis.arms[analysis.best].assigner;
    let mut picked = None;
    chart.ui(ui, palette, &heads, |ui, row, rect, axis| {
        let (contrast, strip) = (&analysis.contrasts[row], &shown.differences[row]);
        let other = &heads[row].name;
        let tell = |replicate: u32| {
            let of = |case_ix: usize| study.outcomes[case_ix][replicate as usize].leakers();
            format!(
                "replicate {}\n{} under {other}, {} under {best}",
                integer(replicate.into()),
                counted(of(contrast.other).into(), "leaker"),
                of(analysis.best),
            )
        };
        let name = format!("Leakers under {other} more than under {best}, {}", counted(strip.n as u64, "raid"));
        let color = heads[row].color;
        let look = Look { rect: above(rect), axis, color, mark: palette.text, name: &name, tell: &tell };
        let clicked = strip.ui(ui, ui.scope_id().with(("difference", contrast.other)), &look);
        let below = below(rect);
        whisker(ui, palette, below, axis, contrast.leakers.mean, Some(contrast.leakers.interval), color);
        picked = picked.or(clicked.map(|replicate| Pick::one(contrast.other, replicate)));
    });
    picked
}
