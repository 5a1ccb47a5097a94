//! Small pieces that the tabs share: sections, rows, bars, links to things on the map, hints.

use eframe::egui::{self, Align, Color32, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Vec2, accesskit::Role};

use super::command::Command;
use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::selection::Entity;

/// Draws in the space that is left and takes just that, however wide the content: a panel must not grow with what it shows.
pub fn fixed<R>(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let rect = ui.available_rect_before_wrap();
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    inner.set_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
    let result = content(&mut inner);
    ui.advance_cursor_after_rect(rect);
    result
}

/// A heading with a line.
pub fn section(ui: &mut egui::Ui, palette: &Palette, title: &str) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).strong().color(palette.text));
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 12.0), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, palette.outline));
    });
}

/// What to do where there is nothing to see.
pub fn hint(ui: &mut egui::Ui, palette: &Palette, text: &str) {
    ui.label(RichText::new(text).color(palette.text_weak));
}

/// A table of counts: rows close together.
pub fn table(ui: &mut egui::Ui, id: &str, rows: impl FnOnce(&mut egui::Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        egui::Grid::new(id).spacing(Vec2::new(10.0, 3.0)).min_row_height(18.0).show(ui, rows);
    });
}

/// A count, aligned to the right of its column.
pub fn figure(ui: &mut egui::Ui, palette: &Palette, value: u64) {
    let color = if value == 0 { palette.text_weak } else { palette.text };
    cell(ui, RichText::new(number::integer(value)).color(color));
}

/// Room for a number with its sign and unit, points.
const CELL: f32 = 62.0;

/// A text aligned to the right of its column.
pub fn cell(ui: &mut egui::Ui, text: RichText) {
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(Vec2::new(CELL, 18.0), layout, |ui| {
        ui.set_min_width(CELL);
        ui.label(text);
    });
}

/// A list of short lines, close together.
pub fn close_lines(ui: &mut egui::Ui, lines: impl FnOnce(&mut egui::Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        ui.spacing_mut().item_spacing.y = 3.0;
        lines(ui);
    });
}

/// A quantity with its name on the left.
pub fn row(ui: &mut egui::Ui, palette: &Palette, label: &str, value: &str) {
    labelled(ui, palette, label, |ui| {
        ui.add(egui::Label::new(RichText::new(value).color(palette.text)).wrap());
    });
}

/// Anything with a name on the left.
pub fn labelled(ui: &mut egui::Ui, palette: &Palette, label: &str, content: impl FnOnce(&mut egui::Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let width = (0.42 * ui.available_width()).clamp(100.0, 180.0);
        ui.allocate_ui_with_layout(Vec2::new(width, 18.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(width);
            ui.add(egui::Label::new(RichText::new(label).color(palette.text_weak)).wrap());
        });
        content(ui);
    });
}

/// A name that selects what it names.
pub fn link(ui: &mut egui::Ui, palette: &Palette, text: &str, entity: Entity, commands: &mut Vec<Command>) {
    let button = egui::Button::new(RichText::new(text).color(palette.accent)).frame(false).small().truncate();
    if ui.add(button).on_hover_text("Select it").clicked() {
        commands.push(Command::Select(Some(entity)));
    }
}

/// How much of something is left or in use.
pub struct Bar<'a> {
    /// What it is.
    pub label: &'a str,
    /// How many.
    pub value: u32,
    /// Of how many.
    pub of: u32,
    /// Colour of the filled part.
    pub color: Color32,
}

impl Bar<'_> {
    /// Draws the label, the bar and the numbers in a row.
    pub fn ui(&self, ui: &mut egui::Ui, palette: &Palette) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let text = |text: String| RichText::new(text).small().color(palette.text_weak);
            let label = egui::Label::new(text(self.label.to_owned())).truncate();
            ui.allocate_ui_with_layout(Vec2::new(78.0, 16.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(78.0);
                ui.add(label);
            });
            let width = (ui.available_width() - 64.0).max(40.0);
            let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 10.0), Sense::hover());
            let label = format!("{}: {} of {}", self.label, self.value, self.of);
            response.widget_info(|| egui::WidgetInfo::labeled(Role::ProgressIndicator, true, &label));
            let share = if self.of > 0 { self.value.min(self.of) as f32 / self.of as f32 } else { 0.0 };
            ui.painter().rect(rect, 3.0, palette.background, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
            let filled = Rect::from_min_size(rect.min, Vec2::new(share * rect.width(), rect.height()));
            ui.painter().rect_filled(filled.shrink(1.0), 2.0, self.color);
            ui.label(text(format!("{} / {}", number::integer(self.value.into()), number::integer(self.of.into()))));
        });
    }
}

/// A word in a coloured frame: a state.
pub fn badge(ui: &mut egui::Ui, text: &str, color: Color32) {
    egui::Frame::new()
        .fill(color.gamma_multiply(0.18))
        .stroke(Stroke::new(1.0, color.gamma_multiply(0.7)))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(6, 1))
        .show(ui, |ui| ui.label(RichText::new(text).small().color(color)));
}
