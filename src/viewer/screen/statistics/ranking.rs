//! Who lets the fewest through: means with their intervals, as dots and whiskers and as a table.

use eframe::egui::{self, RichText};
use egui_extras::{Column, TableBuilder};

use super::card::card;
use super::chart::{Chart, whisker};
use super::shown::Shown;
use crate::report::number::{integer, plain, with_half_width};
use crate::study::analysis::Mean;
use crate::viewer::palette::Palette;

/// The card.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) {
    let analysis = &shown.findings.analysis;
    let meaning = format!(
        "Threats that got through, of {}; mean over raids and its 95 % interval, fewest first",
        integer(analysis.n_threats.into())
    );
    card(ui, palette, "Ranking", &meaning, |ui| {
        let rows = contenders(shown);
        let ends = rows.iter().map(|&ix| {
            let mean = analysis.arms[ix].leakers;
            mean.interval.map_or((mean.value, mean.value), |interval| (interval.low, interval.high))
        });
        let range = range(ends);
        let unit = "leakers per raid (the axis need not begin at 0)";
        let chart = Chart { range, whole: false, unit, row_height: 30.0 };
        let heads: Vec<_> = rows.iter().map(|&ix| shown.head(palette, ix)).collect();
        chart.ui(ui, palette, &heads, |ui, row, rect, axis| {
            let arm = &analysis.arms[rows[row]];
            let id = ui.scope_id().with(("ranking", row));
            let text = format!("{}: {} leakers per raid", arm.assigner, told(arm.leakers));
            let response = ui.interact(rect, id, egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
            whisker(ui, palette, rect, axis, arm.leakers.value, arm.leakers.interval, heads[row].color);
            response.on_hover_text_at_pointer(text);
        });
        ui.add_space(6.0);
        table(ui, palette, shown);
    });
}

/// What the axis has to cover, with a margin.
fn range(ends: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |all, (low, high)| (all.0.min(low), all.1.max(high)));
    // Where all are alike, an axis around them: rounding aside, means of counts do not lie nearer to each other than this.
    let pad = if high - low > 1.0e-7 { 0.05 * (high - low) } else { 0.5 };
    // Fewer than none get through nowhere, whatever an interval of few raids says.
    ((low - pad).max(0.0), high + pad)
}

/// Assigners in the order of their means; the control is far off and stands in the table only, where there is another.
fn contenders(shown: &Shown) -> Vec<usize> {
    let arms = &shown.findings.analysis.arms;
    let real: Vec<usize> = shown.ranked.iter().copied().filter(|&ix| !arms[ix].control).collect();
    if real.is_empty() { shown.ranked.clone() } else { real }
}

fn table(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) {
    let head = |text: &str| RichText::new(text).small().color(palette.text_weak);
    let wide = ui.available_width() > 520.0;
    let mut names = vec![("leakers", "Threats that got through: mean ± half the 95 % interval")];
    names.push(("P90", "Nine raids in ten let no more through"));
    names.push(("value lost", "Value of assets lost, in the scenario's units: mean ± half the 95 % interval"));
    if wide {
        names.push(("decoys leaked", "Decoys that arrived: mean ± half the 95 % interval"));
    }
    TableBuilder::new(ui)
        .id_salt("ranking")
        .striped(true)
        .vscroll(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(90.0))
        .columns(Column::remainder(), names.len())
        .header(24.0, |mut header| {
            header.col(|ui| _ = ui.label(head("assigner")));
            for (name, meaning) in &names {
                header.col(|ui| _ = ui.label(head(name)).on_hover_text(*meaning));
            }
        })
        .body(|mut body| {
            for &ix in &shown.ranked {
                let arm = &shown.findings.analysis.arms[ix];
                body.row(24.0, |mut row| {
                    row.col(|ui| {
                        let name = ui.label(&arm.assigner);
                        if arm.control {
                            name.on_hover_text("The control: it launches nothing");
                        }
                    });
                    row.col(|ui| _ = ui.label(told(arm.leakers)));
                    row.col(|ui| _ = ui.label(plain(arm.leakers_p90)));
                    row.col(|ui| _ = ui.label(told(arm.value_lost)));
                    if wide {
                        row.col(|ui| _ = ui.label(told(arm.decoys_leaked)));
                    }
                });
            }
        });
}

fn told(mean: Mean) -> String {
    with_half_width(mean.value, mean.interval)
}

#[cfg(test)]
mod tests {
    use super::super::axis::Axis;
    use super::*;

    #[test]
    fn an_axis_of_contenders_that_are_alike_can_be_read() {
        for value in [0.0, 57.0] {
            let (low, high) = range([(value, value), (value, value)].into_iter());
            assert!(low <= value && value < high && low >= 0.0);
            let axis = Axis::new(low, high, 5, false);
            let ticks: Vec<String> = axis.ticks().map(|tick| axis.text(tick)).collect();
            assert!(ticks.iter().all(|text| text.len() <= 5), "{ticks:?}");
        }
        let (low, high) = range([(1.0, 1.25), (1.5, 2.0)].into_iter());
        assert_eq!((low, high), (0.95, 2.05), "and no wider than needed where they differ");
    }
}
