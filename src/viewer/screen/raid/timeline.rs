//! The timeline: threats in the air over time, marks of leaks, kills and launches, the playhead. A click or a drag goes there.
//!
//! Horizontal places are ticks over the film's length; while the film is being made, over the longest it may take.

use eframe::egui::{self, Color32, Mesh, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Vec2, accesskit};

use super::clock::Extent;
use super::marks::Marks;
use super::scale::Scale;
use super::words;
use crate::replay::{Sample, Series};
use crate::viewer::palette::Palette;

/// One film's row.
pub struct Lane<'a> {
    /// Before the row, where there are several.
    pub title: Option<&'a str>,
    /// Its leaks, kills and launches.
    pub marks: &'a Marks,
    /// Its counts over time.
    pub series: &'a Series,
}

/// What the timeline shows.
pub struct Timeline<'a> {
    /// The rows, from above.
    pub lanes: &'a [Lane<'a>],
    /// How much has been simulated.
    pub extent: Extent,
    /// The playhead, ticks.
    pub tick: f64,
    /// Colours.
    pub palette: &'a Palette,
}

/// Room for the times below.
const AXIS: f32 = 17.0;
/// A click this near to a leak's mark means the leak, points.
const NEAR: f32 = 4.0;

impl Timeline<'_> {
    /// Draws it over the full width; returns the tick to go to.
    pub fn ui(&self, ui: &mut egui::Ui) -> Option<f64> {
        let lane_height = if self.lanes.len() > 1 { 30.0 } else { 42.0 };
        let height = lane_height * self.lanes.len() as f32 + AXIS;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::click_and_drag());
        let seconds = self.tick * self.extent.tick_s;
        response.widget_info(|| egui::WidgetInfo::slider(true, seconds, "Timeline, seconds"));
        let strip =
            Rect::from_min_max(rect.min, Pos2::new(rect.right(), rect.bottom() - AXIS)).shrink2(Vec2::new(1.0, 0.0));
        let scale = Scale { strip, end_tick: f64::from(self.extent.end_tick().max(1)) };
        if ui.is_rect_visible(rect) {
            self.paint(ui, &scale, lane_height);
        }
        if let Some(pointer) = response.hover_pos().filter(|_| !response.dragged()) {
            let hint = self.hint(&scale, pointer, lane_height);
            response.clone().on_hover_text_at_pointer(hint);
        }
        let asked = self.asked_by_reader(ui, response.id);
        let at_pointer = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked());
        asked.or_else(|| at_pointer.map(|at| scale.tick(at.x)))
    }

    /// A moment set by an assistive technology, seconds.
    fn asked_by_reader(&self, ui: &egui::Ui, id: egui::Id) -> Option<f64> {
        ui.input(|input| {
            let mut asked = None;
            for request in input.accesskit_action_requests(id, accesskit::Action::SetValue) {
                if let Some(accesskit::ActionData::NumericValue(seconds)) = request.data {
                    asked = Some(seconds / self.extent.tick_s);
                }
            }
            asked
        })
    }

    fn paint(&self, ui: &egui::Ui, scale: &Scale, lane_height: f32) {
        let painter = ui.painter_at(scale.strip.expand2(Vec2::new(8.0, AXIS)));
        let palette = self.palette;
        painter.rect(scale.strip, 4.0, palette.raised, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
        for (ix, lane) in self.lanes.iter().enumerate() {
            let top = scale.strip.top() + lane_height * ix as f32;
            let row = Rect::from_x_y_ranges(scale.strip.x_range(), top..=top + lane_height);
            let color = if lane.marks.is_belief() { palette.track } else { palette.threat };
            painter.add(density(lane, scale, row, color));
            self.paint_marks(&painter, lane.marks, scale, row);
            if lane.marks.is_belief() {
                let (at, font) = (row.right_top() + Vec2::new(-6.0, 2.0), egui::FontId::proportional(12.0));
                painter.text(at, egui::Align2::RIGHT_TOP, "Belief: what is tracked", font, palette.text_weak);
            }
            if ix > 0 {
                painter.hline(row.x_range(), row.top(), Stroke::new(1.0, palette.outline));
            }
            if let Some(title) = lane.title {
                let at = row.left_top() + Vec2::new(6.0, 2.0);
                painter.text(at, egui::Align2::LEFT_TOP, title, egui::FontId::proportional(12.0), palette.text_weak);
            }
        }
        if !self.extent.done {
            let head = scale.x(f64::from(self.extent.head_tick));
            let rest = Rect::from_x_y_ranges(head..=scale.strip.right(), scale.strip.y_range());
            painter.rect_filled(rest, 0.0, palette.background.gamma_multiply(0.6));
        }
        self.paint_axis(&painter, scale);
        self.paint_playhead(&painter, scale);
    }

    fn paint_marks(&self, painter: &egui::Painter, marks: &Marks, scale: &Scale, row: Rect) {
        let palette = self.palette;
        let bottom = row.bottom() - 1.0;
        for (x, n) in scale.columns(marks.launches.iter().copied()) {
            let height = (2.0 + 2.0 * n as f32).min(0.25 * row.height());
            painter.vline(x, bottom - height..=bottom, Stroke::new(1.0, palette.interceptor));
        }
        let middle = row.top() + 0.45 * row.height();
        for (x, n) in scale.columns(marks.kills.iter().copied()) {
            let height = (4.0 + n as f32).min(0.25 * row.height());
            painter.vline(x, middle..=middle + height, Stroke::new(1.5, palette.kill));
        }
        for (x, _) in scale.columns(marks.leaks.iter().map(|event| event.tick)) {
            painter.vline(x, row.y_range(), Stroke::new(1.0, palette.leak.gamma_multiply(0.5)));
            let (left, right) = (Pos2::new(x - 4.0, row.top() + 1.0), Pos2::new(x + 4.0, row.top() + 1.0));
            let tip = Pos2::new(x, row.top() + 9.0);
            painter.add(Shape::convex_polygon(vec![left, right, tip], palette.leak, Stroke::NONE));
        }
    }

    fn paint_axis(&self, painter: &egui::Painter, scale: &Scale) {
        let (step_s, total_s) = (scale.label_step_s(self.extent.tick_s, 80.0), scale.end_tick * self.extent.tick_s);
        let font = egui::FontId::proportional(12.0);
        let mut second = 0.0;
        while second <= total_s {
            let x = scale.x(second / self.extent.tick_s);
            let top = scale.strip.bottom();
            painter.vline(x, top - 3.0..=top + 3.0, Stroke::new(1.0, self.palette.outline));
            let galley = painter.layout_no_wrap(words::clock(second), font.clone(), self.palette.text_weak);
            let half = 0.5 * galley.size().x;
            // A strip may be narrower than a label: small windows, small pictures.
            let rightmost = (scale.strip.right() - 2.0 * half).max(scale.strip.left());
            let left = (x - half).clamp(scale.strip.left(), rightmost);
            painter.galley(Pos2::new(left, top + 3.0), galley, self.palette.text_weak);
            second += step_s;
        }
    }

    fn paint_playhead(&self, painter: &egui::Painter, scale: &Scale) {
        let x = scale.x(self.tick);
        let color = self.palette.text;
        painter.vline(x, scale.strip.y_range(), Stroke::new(2.0, color));
        painter.circle(Pos2::new(x, scale.strip.bottom()), 4.5, color, Stroke::new(1.5, self.palette.panel));
    }

    /// The time under the pointer and what happened there.
    fn hint(&self, scale: &Scale, pointer: Pos2, lane_height: f32) -> String {
        let tick = scale.tick(pointer.x);
        let time = words::clock(tick * self.extent.tick_s);
        let row = ((pointer.y - scale.strip.top()) / lane_height).floor().max(0.0) as usize;
        let Some(lane) = self.lanes.get(row) else { return time };
        let near = |event_tick: u32| (scale.x(f64::from(event_tick)) - pointer.x).abs() <= NEAR;
        let n_leaks = lane.marks.leaks.iter().filter(|event| near(event.tick)).count();
        let n_kills = lane.marks.kills.iter().filter(|&&tick| near(tick)).count();
        let airborne = lane.series.samples.iter().rev().find(|sample| f64::from(sample.tick) <= tick);
        let mut parts = vec![time];
        if let Some(sample) = airborne.filter(|_| tick <= f64::from(self.extent.head_tick)) {
            let what = if lane.marks.is_belief() { "tracked" } else { "in the air" };
            parts.push(format!("{} {what}", lane.count(sample)));
        }
        let counted = |n: usize, word: &str| crate::report::number::counted(n as u64, word);
        parts.extend((n_leaks > 0).then(|| counted(n_leaks, "leak")));
        parts.extend((n_kills > 0).then(|| counted(n_kills, "kill")));
        let hint = "Belief: how threats end is not known to the defence.";
        let hint = if lane.marks.is_belief() { format!("\n{hint}") } else { String::new() };
        parts.join(", ") + &hint
    }
}

impl Lane<'_> {
    /// How many are up: threats in the air, or tracks where only belief is shown.
    fn count(&self, sample: &Sample) -> u32 {
        if self.marks.is_belief() { sample.tracked } else { sample.airborne[0] + sample.airborne[1] }
    }
}

/// Threats in the air, or tracks, as an area from the bottom of the row; the fullest moment reaches its top.
fn density(lane: &Lane<'_>, scale: &Scale, row: Rect, color: Color32) -> Shape {
    let series = lane.series;
    let count = |sample: &Sample| lane.count(sample);
    let most = series.samples.iter().map(count).max().unwrap_or(0).max(1) as f32;
    let mut mesh = Mesh::default();
    let fill = color.gamma_multiply(0.22);
    for sample in &series.samples {
        let x = scale.x(f64::from(sample.tick));
        let top = row.bottom() - 1.0 - (row.height() - 4.0) * count(sample) as f32 / most;
        mesh.colored_vertex(Pos2::new(x, top), fill);
        mesh.colored_vertex(Pos2::new(x, row.bottom() - 1.0), fill);
    }
    for ix in 1..series.samples.len() as u32 {
        let corner = 2 * ix;
        mesh.add_triangle(corner - 2, corner - 1, corner);
        mesh.add_triangle(corner - 1, corner, corner + 1);
    }
    Shape::mesh(mesh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::palette::DARK;

    #[test]
    fn a_strip_narrower_than_a_label_is_drawn() {
        let extent =
            Extent { head_tick: 900, done: true, halted: false, most_ticks: 900, tick_s: 0.1, epoch_ticks: 10 };
        let (marks, series) = (Marks::default(), Series::default());
        let lanes = [Lane { title: None, marks: &marks, series: &series }];
        let draw = |ui: &mut egui::Ui| {
            ui.set_max_width(12.0);
            Timeline { lanes: &lanes, extent, tick: 0.0, palette: &DARK }.ui(ui);
        };
        let mut harness = egui_kittest::Harness::builder().with_size([12.0, 80.0]).build_ui(draw);
        harness.step();
    }
}
