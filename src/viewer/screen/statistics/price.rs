//! What it cost: interceptors launched, kills for each, and money for each kill.

use eframe::egui::{self, RichText};
use egui_extras::{Column, TableBuilder};

use super::card::card;
use super::chart::{Chart, whisker};
use super::shown::Shown;
use crate::report::number::{usd, with_half_width};
use crate::report::run::REPORTED_KILLS_PER_LAUNCH;
use crate::stats::Ratio;
use crate::viewer::palette::Palette;

/// The card.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) {
    let (low, high) = REPORTED_KILLS_PER_LAUNCH;
    let meaning = format!(
        "Threats and decoys killed for each interceptor launched, with its 95 % interval. Reported for interceptor \
         drones: {low:.2} to {high:.2} (the band); orientation only, nothing is calibrated to it"
    );
    card(ui, palette, "Kills and their price", &meaning, |ui| {
        let arms = &shown.findings.analysis.arms;
        let rows: Vec<usize> = shown.ranked.iter().copied().filter(|&ix| arms[ix].kills_per_launch.is_some()).collect();
        if rows.is_empty() {
            ui.label("No interceptor was launched.");
            return;
        }
        chart(ui, palette, shown, &rows);
        ui.add_space(6.0);
        table(ui, palette, shown, &rows);
    });
}

fn chart(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, rows: &[usize]) {
    let arms = &shown.findings.analysis.arms;
    let most =
        rows.iter().filter_map(|&ix| arms[ix].kills_per_launch).map(|ratio| ratio.interval.high.max(ratio.value));
    let chart =
        Chart { range: (0.0, most.fold(0.8, f64::max)), whole: false, unit: "kills per launch", row_height: 30.0 };
    let heads: Vec<_> = rows.iter().map(|&ix| shown.head(palette, ix)).collect();
    chart.ui(ui, palette, &heads, |ui, row, rect, axis| {
        let (low, high) = REPORTED_KILLS_PER_LAUNCH;
        let [left, right] = [low, high].map(|value| axis.place(value, rect.x_range()));
        let band = egui::Rect::from_x_y_ranges(left..=right, rect.y_range());
        ui.painter().rect_filled(band, 0.0, palette.text_weak.gamma_multiply(0.10));
        let Some(ratio) = arms[rows[row]].kills_per_launch else { return };
        let text = format!("{}: {} kills per launch", heads[row].name, told(Some(ratio)));
        let response = ui.interact(rect, ui.scope_id().with(("price", row)), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
        whisker(ui, palette, rect, axis, ratio.value, Some(ratio.interval), heads[row].color);
        response.on_hover_text_at_pointer(text);
    });
}

fn table(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, rows: &[usize]) {
    let head = |text: &str| RichText::new(text).small().color(palette.text_weak);
    TableBuilder::new(ui)
        .id_salt("price")
        .striped(true)
        .vscroll(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(90.0))
        .columns(Column::remainder(), 3)
        .header(24.0, |mut header| {
            for name in ["assigner", "launched", "kills per launch", "cost per kill"] {
                header.col(|ui| _ = ui.label(head(name)));
            }
        })
        .body(|mut body| {
            for &ix in rows {
                let arm = &shown.findings.analysis.arms[ix];
                body.row(24.0, |mut row| {
                    row.col(|ui| _ = ui.label(&arm.assigner));
                    row.col(|ui| _ = ui.label(with_half_width(arm.launched.value, arm.launched.interval)));
                    row.col(|ui| _ = ui.label(told(arm.kills_per_launch)));
                    let cost = arm.cost_per_kill_usd.map_or_else(
                        || "-".to_owned(),
                        |ratio| format!("{} ± {}", usd(ratio.value), usd(ratio.interval.half_width())),
                    );
                    row.col(|ui| _ = ui.label(cost));
                });
            }
        });
}

fn told(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |r| with_half_width(r.value, Some(r.interval)))
}
