//! All cards: one column where there is little room, two where there is more.

use eframe::egui;

use super::pick::Pick;
use super::shown::Shown;
use super::{causes, differences, distribution, outliers, price, ranking, verdict};
use crate::viewer::palette::Palette;

/// Cards go side by side from this width on, points ...
const TWO_COLUMNS: f32 = 980.0;
/// ... and three abreast from this.
const THREE_COLUMNS: f32 = 1700.0;

/// Draws them; what was picked. `n_planned` replicates where more are coming.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, shown: &Shown, n_planned: Option<u32>) -> Option<Pick> {
    verdict::ui(ui, palette, shown, n_planned);
    let mut picked = None;
    let mut pick = |found: Option<Pick>| picked = picked.or(found);
    let width = ui.available_width();
    if width < TWO_COLUMNS {
        ranking::ui(ui, palette, shown);
        pick(distribution::ui(ui, palette, shown));
        pick(differences::ui(ui, palette, shown));
        pick(causes::ui(ui, palette, shown));
        pick(outliers::ui(ui, palette, shown));
        price::ui(ui, palette, shown);
    } else if width < THREE_COLUMNS {
        ui.columns_const(|[left, right]| {
            ranking::ui(left, palette, shown);
            pick(causes::ui(left, palette, shown));
            price::ui(left, palette, shown);
            pick(distribution::ui(right, palette, shown));
            pick(differences::ui(right, palette, shown));
            pick(outliers::ui(right, palette, shown));
        });
    } else {
        ui.columns_const(|[left, middle, right]| {
            ranking::ui(left, palette, shown);
            pick(causes::ui(left, palette, shown));
            pick(distribution::ui(middle, palette, shown));
            pick(differences::ui(middle, palette, shown));
            price::ui(right, palette, shown);
            pick(outliers::ui(right, palette, shown));
        });
    }
    picked
}
