//! Rows over one axis: names on the left, ticks below, a strip of the screen for each row.

use eframe::egui::{self, Align2, Color32, FontId, Pos2, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::axis::Axis;
use crate::stats::Interval;
use crate::viewer::palette::Palette;

/// Width of the names, points.
const NAMES: f32 = 84.0;
/// Height of the ticks' numbers and the unit, points.
const FOOT: f32 = 40.0;
/// Right of the last tick, so that its number is not cut off.
const RIGHT: f32 = 18.0;

/// Height of a row of dots with a whisker below them, points.
pub const DOTS_AND_WHISKER: f32 = 60.0;

/// A row's name and colour.
#[derive(Clone, Debug)]
pub struct RowHead {
    /// On its left.
    pub name: String,
    /// Of its dots.
    pub color: Color32,
}

/// A chart of rows.
pub struct Chart<'a> {
    /// Least and greatest value to be shown.
    pub range: (f64, f64),
    /// Counts: ticks at whole numbers only.
    pub whole: bool,
    /// What the axis measures, with its unit.
    pub unit: &'a str,
    /// Height of a row, points.
    pub row_height: f32,
}

impl Chart<'_> {
    /// Draws the frame and lets `row` draw each strip, by its number and place.
    pub fn ui(
        &self,
        ui: &mut egui::Ui,
        palette: &Palette,
        rows: &[RowHead],
        mut row: impl FnMut(&mut egui::Ui, usize, Rect, Axis),
    ) {
        let size = vec2(ui.available_width(), self.row_height * rows.len() as f32 + FOOT);
        let (all, _) = ui.allocate_exact_size(size, Sense::empty());
        let plot = Rect::from_min_max(all.min + vec2(NAMES + 8.0, 0.0), all.max - vec2(RIGHT, FOOT));
        let axis = self.axis(plot.width());
        self.ticks(ui, palette, plot, axis);
        let font = TextStyle::Body.resolve(ui.style());
        for (ix, head) in rows.iter().enumerate() {
            let top = plot.top() + self.row_height * ix as f32;
            let rect = Rect::from_x_y_ranges(plot.x_range(), top..=top + self.row_height);
            name(ui, palette, pos2(all.left() + NAMES, rect.center().y), head, font.clone());
            row(ui, ix, rect, axis);
        }
    }

    /// Its axis where rows are so wide, points.
    pub fn axis(&self, width: f32) -> Axis {
        let n_steps = (width / 64.0).clamp(2.0, 10.0) as usize;
        Axis::new(self.range.0, self.range.1, n_steps, self.whole)
    }

    fn ticks(&self, ui: &egui::Ui, palette: &Palette, plot: Rect, axis: Axis) {
        let small = TextStyle::Small.resolve(ui.style());
        for value in axis.ticks() {
            let x = axis.place(value, plot.x_range());
            let is_zero = value == 0.0 && axis.low < 0.0;
            let color = if is_zero { palette.text_weak } else { palette.grid };
            ui.painter().vline(x, plot.y_range(), Stroke::new(1.0, color));
            let at = pos2(x, plot.bottom() + 4.0);
            ui.painter().text(at, Align2::CENTER_TOP, axis.text(value), small.clone(), palette.text_weak);
        }
        ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, palette.outline));
        let at = pos2(plot.center().x, plot.bottom() + FOOT);
        ui.painter().text(at, Align2::CENTER_BOTTOM, self.unit, small, palette.text_weak);
    }
}

/// A name, right-aligned, cut where it is too long.
fn name(ui: &egui::Ui, palette: &Palette, right: Pos2, head: &RowHead, font: FontId) {
    let mut text = head.name.clone();
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette.text).size().x;
    while width(&text) > NAMES - 12.0 && text.chars().count() > 2 {
        text = text.chars().take(text.chars().count() - 2).chain(['…']).collect();
    }
    let drawn = ui.painter().text(right, Align2::RIGHT_CENTER, text, font, palette.text);
    ui.painter().circle_filled(pos2(drawn.left() - 8.0, right.y), 3.5, head.color);
}

/// Where dots go in a row that has a whisker below them.
pub fn above(row: Rect) -> Rect {
    Rect::from_x_y_ranges(row.x_range(), row.top() + 4.0..=row.bottom() - 17.0)
}

/// Where that whisker goes.
pub fn below(row: Rect) -> Rect {
    Rect::from_x_y_ranges(row.x_range(), row.bottom() - 15.0..=row.bottom() - 3.0)
}

/// A mean with its interval: a whisker with caps and a dot. What lies beyond the axis is cut there, and an arrow says so.
pub fn whisker(
    ui: &egui::Ui,
    palette: &Palette,
    rect: Rect,
    axis: Axis,
    mean: f64,
    of: Option<Interval>,
    color: Color32,
) {
    let (y, range) = (rect.center().y, rect.x_range());
    let line = Stroke::new(1.8, palette.text);
    if let Some(interval) = of {
        let (low, high) = (interval.low.max(axis.low), interval.high.min(axis.high));
        let (left, right) = (axis.place(low, range), axis.place(high, range));
        ui.painter().line_segment([pos2(left, y), pos2(right, y)], line);
        for (x, is_cut, side) in [(left, interval.low < axis.low, -1.0), (right, interval.high > axis.high, 1.0)] {
            if is_cut {
                ui.painter().arrow(pos2(x - 6.0 * side, y), vec2(9.0 * side, 0.0), line);
            } else {
                ui.painter().vline(x, (y - 6.0)..=(y + 6.0), line);
            }
        }
    }
    ui.painter().circle(pos2(axis.place(mean, range), y), 4.5, color, Stroke::new(1.5, palette.text));
}
