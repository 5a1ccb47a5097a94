//! A card: a titled area on the screen's ground, and a line of what it means.

use eframe::egui::{self, Align, Frame, Layout, Margin, RichText, Stroke, TextStyle};

use crate::viewer::palette::Palette;

/// Draws a card over the width there is.
pub fn card<R>(
    ui: &mut egui::Ui,
    palette: &Palette,
    title: &str,
    meaning: &str,
    contents: impl FnOnce(&mut egui::Ui) -> R,
) -> R {
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(14, 12));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        // Columns justify their text; in a card that would tear the words apart.
        ui.with_layout(Layout::top_down(Align::Min), |ui| fill(ui, palette, title, meaning, contents)).inner
    });
    ui.add_space(10.0);
    shown.inner
}

fn fill<R>(
    ui: &mut egui::Ui,
    palette: &Palette,
    title: &str,
    meaning: &str,
    contents: impl FnOnce(&mut egui::Ui) -> R,
) -> R {
    if !title.is_empty() {
        ui.label(RichText::new(title).text_style(TextStyle::Heading).color(palette.text));
    }
    if !meaning.is_empty() {
        ui.label(RichText::new(meaning).small().color(palette.text_weak));
        ui.add_space(4.0);
    }
    contents(ui)
}
