//! A small plot over the film's time with the playhead in it; a click or a drag goes there.

use eframe::egui::{self, Align2, Color32, FontId, Pos2, RichText, Sense, Shape, Stroke, StrokeKind, Vec2};

use super::clock::Extent;
use super::scale::Scale;
use super::words;
use crate::report::number;
use crate::viewer::palette::Palette;

/// One line of a plot.
pub struct Curve {
    /// Its name, for the legend.
    pub name: String,
    /// Its colour.
    pub color: Color32,
    /// (tick, value), in the order of time; held until the next.
    pub points: Vec<(u32, f64)>,
}

impl Curve {
    /// The value at a moment.
    fn at(&self, tick: f64) -> Option<f64> {
        let n = self.points.partition_point(|point| f64::from(point.0) <= tick);
        n.checked_sub(1).map(|ix| self.points[ix].1)
    }

    fn most(&self) -> f64 {
        self.points.iter().map(|point| point.1).fold(0.0, f64::max)
    }
}

/// How a value is written.
pub type Write = fn(f64) -> String;

/// A plot.
pub struct Plot<'a> {
    /// What it shows, above it.
    pub title: &'a str,
    /// Its lines.
    pub curves: &'a [Curve],
    /// How a value is written.
    pub write: Write,
    /// How much has been simulated.
    pub extent: Extent,
    /// The playhead, ticks.
    pub tick: f64,
    /// Colours.
    pub palette: &'a Palette,
}

const HEIGHT: f32 = 84.0;

impl Plot<'_> {
    /// Draws it over the full width; returns the tick to go to.
    pub fn ui(&self, ui: &mut egui::Ui) -> Option<f64> {
        self.head(ui);
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, self.title));
        let scale = Scale { strip: rect.shrink(1.0), end_tick: f64::from(self.extent.end_tick().max(1)) };
        if ui.is_rect_visible(rect) {
            self.paint(&ui.painter_at(rect), &scale);
        }
        if let Some(at) = response.hover_pos() {
            response.clone().on_hover_text_at_pointer(self.readout(scale.tick(at.x)));
        }
        let at = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged());
        at.map(|at| scale.tick(at.x))
    }

    /// Title and legend with the values at the playhead.
    fn head(&self, ui: &mut egui::Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(RichText::new(self.title).strong());
            for curve in self.curves {
                let value = curve.at(self.tick).map_or_else(String::new, self.write);
                ui.label(RichText::new(format!("{} {value}", curve.name)).small().color(curve.color));
            }
        });
    }

    fn readout(&self, tick: f64) -> String {
        let mut text = words::clock(tick * self.extent.tick_s);
        for curve in self.curves {
            if let Some(value) = curve.at(tick).filter(|_| tick <= f64::from(self.extent.head_tick)) {
                text += &format!("\n{}: {}", curve.name, (self.write)(value));
            }
        }
        text
    }

    fn paint(&self, painter: &egui::Painter, scale: &Scale) {
        let palette = self.palette;
        painter.rect(scale.strip, 4.0, palette.raised, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
        let most = nice_top(self.curves.iter().map(Curve::most).fold(0.0, f64::max));
        let field = scale.strip.shrink2(Vec2::new(0.0, 4.0));
        let y = |value: f64| field.bottom() - field.height() * (value / most) as f32;
        painter.hline(field.x_range(), y(0.5 * most), Stroke::new(1.0, palette.grid));
        for curve in self.curves {
            painter.add(steps(curve, scale, y));
        }
        let label = |at: f64, align: Align2| {
            let place = Pos2::new(field.left() + 5.0, y(at));
            let text = (self.write)(at);
            let galley = painter.layout_no_wrap(text, FontId::proportional(12.0), palette.text_weak);
            let rect = align.anchor_size(place, galley.size());
            painter.rect_filled(rect.expand2(Vec2::new(2.0, 0.0)), 2.0, palette.raised.gamma_multiply(0.7));
            painter.galley(rect.min, galley, palette.text_weak);
        };
        label(most, Align2::LEFT_TOP);
        label(0.5 * most, Align2::LEFT_CENTER);
        painter.vline(scale.x(self.tick), scale.strip.y_range(), Stroke::new(1.5, palette.text));
    }
}

fn steps(curve: &Curve, scale: &Scale, y: impl Fn(f64) -> f32) -> Shape {
    let mut line: Vec<Pos2> = Vec::with_capacity(2 * curve.points.len());
    for &(tick, value) in &curve.points {
        let at = Pos2::new(scale.x(f64::from(tick)), y(value));
        if let Some(last) = line.last() {
            line.push(Pos2::new(at.x, last.y));
        }
        line.push(at);
    }
    Shape::line(line, Stroke::new(1.5, curve.color))
}

/// A round number at or above `most`, so that half of it reads well too.
fn nice_top(most: f64) -> f64 {
    if !(most > 0.0 && most.is_finite()) {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(most)));
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].into_iter().map(|k| k * decade).find(|top| *top >= most).unwrap_or(most)
}

/// A count.
pub fn count(value: f64) -> String {
    number::plain(value)
}

/// A share.
pub fn percent(value: f64) -> String {
    number::percent(value)
}

/// Money.
pub fn money(value: f64) -> String {
    number::usd(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_holds_until_the_next() {
        let curve = Curve { name: "a".to_owned(), color: Color32::WHITE, points: vec![(0, 1.0), (10, 3.0)] };
        assert_eq!([curve.at(0.0), curve.at(9.9), curve.at(10.0)], [Some(1.0), Some(1.0), Some(3.0)]);
        assert_eq!(curve.at(-1.0), None);
    }

    #[test]
    fn the_top_is_round() {
        assert_eq!([0.0, 0.7, 3.0, 100.0, 101.0, 950.0].map(nice_top), [1.0, 0.8, 4.0, 100.0, 200.0, 1000.0]);
    }
}
