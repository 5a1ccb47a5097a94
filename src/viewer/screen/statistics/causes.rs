//! Why threats leaked: a bar for each assigner, in parts by cause. A part opens the first raid with that cause.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Align2, Color32, Rect, Role, Sense, Stroke, TextStyle, WidgetInfo, vec2};

use super::card::card;
use super::chart::Chart;
use super::pick::Pick;
use super::shown::Shown;
use crate::model::outcome::{CAUSE_NAMES, N_CAUSES};
use crate::report::number::{integer, percent};
use crate::viewer::palette::Palette;

/// Side of a colour's square in the legend, points.
const SWATCH: f32 = 11.0;

/// The card; the replicate that was picked.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown) -> Option<Pick> {
    let meaning = "The first thing that stood in the way, leaker by leaker, over all raids. Click a part to watch the first raid with it";
    card(ui, palette, "Why they leaked", meaning, |ui| {
        let with_leaks = |ix: &usize| shown.causes[*ix].iter().skip(1).any(|(n, _)| *n > 0);
        let arms = &shown.findings.analysis.arms;
        let rows: Vec<usize> =
            shown.ranked.iter().copied().filter(|ix| !arms[*ix].control).filter(with_leaks).collect();
        if rows.is_empty() {
            ui.label("Nothing leaked under any assigner that launches.");
            return None;
        }
        legend(ui, palette, shown, &rows);
        ui.add_space(4.0);
        chart(ui, palette, shown, &rows)
    })
}

/// The name of a cause for people.
fn name(cause: usize) -> String {
    CAUSE_NAMES[cause].replace('_', " ")
}

/// Seven colours and, for the eighth cause, that of weak text.
fn color(palette: &Palette, cause: usize) -> Color32 {
    if cause <= palette.series.len() { palette.series(cause - 1) } else { palette.text_weak }
}

fn legend(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, rows: &[usize]) {
    ui.horizontal_wrapped(|ui| {
        for cause in (1..N_CAUSES).filter(|&cause| rows.iter().any(|&ix| shown.causes[ix][cause].0 > 0)) {
            let font = TextStyle::Body.resolve(ui.style());
            let mut entry = LayoutJob::default();
            entry.append(&name(cause), SWATCH + 6.0, TextFormat::simple(font, palette.text));
            // Whole entries go to the next line, never half of one.
            let place = ui.add(egui::Label::new(entry).extend()).rect;
            let swatch = Rect::from_center_size(place.left_center() + vec2(0.5 * SWATCH, 0.0), vec2(SWATCH, SWATCH));
            ui.painter().rect_filled(swatch, 2.0, color(palette, cause));
            ui.add_space(6.0);
        }
    });
}

fn chart(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, rows: &[usize]) -> Option<Pick> {
    let n = f64::from(shown.findings.analysis.n_replicates);
    let total = |ix: usize| shown.causes[ix].iter().skip(1).map(|(n, _)| *n).sum::<u64>();
    let most = rows.iter().map(|&ix| total(ix) as f64 / n).fold(0.1, f64::max);
    let chart = Chart { range: (0.0, most), whole: false, unit: "leakers per raid", row_height: 34.0 };
    let heads: Vec<_> = rows.iter().map(|&ix| shown.head(palette, ix)).collect();
    let mut picked = None;
    chart.ui(ui, palette, &heads, |ui, row, rect, axis| {
        let (case_ix, mut before) = (rows[row], 0);
        for cause in 1..N_CAUSES {
            let (count, first) = shown.causes[case_ix][cause];
            if count == 0 {
                continue;
            }
            let x = |count: u64| axis.place(count as f64 / n, rect.x_range());
            let part = Rect::from_x_y_ranges(x(before)..=x(before + count), rect.shrink(6.0).y_range());
            before += count;
            let share = percent(count as f64 / total(case_ix) as f64);
            let text = format!(
                "{}: {}, {share} of leakers ({} in {} raids)",
                heads[row].name,
                name(cause),
                integer(count),
                integer(shown.findings.analysis.n_replicates.into()),
            );
            let id = ui.scope_id().with(("cause", case_ix, cause));
            if segment(ui, palette, part, color(palette, cause), &share, id, &text, first) {
                picked = Some(Pick::one(case_ix, first));
            }
        }
    });
    picked
}

#[expect(clippy::too_many_arguments, reason = "one call, and each is a thing of its own")]
fn segment(
    ui: &egui::Ui,
    palette: &Palette,
    part: Rect,
    color: Color32,
    share: &str,
    id: egui::Id,
    text: &str,
    first: u32,
) -> bool {
    // A sliver is still to be hit.
    let response = ui.interact(part.expand2(vec2((3.0 - part.width()).max(0.0), 0.0)), id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    ui.painter().rect_filled(part, 2.0, color);
    ui.painter().rect_stroke(part, 2.0, Stroke::new(1.0, palette.panel), egui::StrokeKind::Inside);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(part, 2.0, Stroke::new(2.0, palette.text), egui::StrokeKind::Outside);
    }
    let font = TextStyle::Small.resolve(ui.style());
    let ink = if palette.dark { palette.background } else { palette.raised };
    let galley = ui.painter().layout_no_wrap(share.to_owned(), font.clone(), ink);
    if galley.size().x + 8.0 < part.width() {
        ui.painter().text(part.center(), Align2::CENTER_CENTER, share, font, ink);
    }
    let hint = format!("{text}\nClick to watch replicate {}, the first with it", integer(first.into()));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text_at_pointer(hint).clicked()
}
