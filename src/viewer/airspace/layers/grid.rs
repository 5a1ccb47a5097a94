//! Grid in kilometres from the theatre's origin.

use eframe::egui::{Align2, Pos2};
use glam::{DVec2, DVec3};

use super::Canvas;
use crate::report::number;
use crate::viewer::airspace::Detail;
use crate::viewer::airspace::draw::{Stroke, faint};
use crate::viewer::airspace::labels::{Anchor, Label, priority};

/// Least distance between two lines, points.
const LEAST_GAP: f64 = 110.0;
/// In perspective the grid reaches so many lines from the middle of the view.
const REACH: i32 = 14;
/// Lines whose distance is written in perspective: farther away they stand close together.
const WRITTEN: i32 = 4;

/// The smallest of 1, 2, 5 times a power of ten that is at least `least`.
pub fn round_up(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(least).floor());
    [1.0, 2.0, 5.0, 10.0].iter().map(|n| n * power).find(|&step| step >= least * (1.0 - 1.0e-9)).unwrap_or(10.0 * power)
}

/// A distance as people say it: `500 m`, `20 km`.
pub fn distance_text(metres: f64) -> String {
    if metres < 1000.0 {
        format!("{} m", number::fixed(metres, 0))
    } else {
        format!("{} km", number::plain(metres / 1000.0))
    }
}

/// Draws lines and their distances.
pub fn draw(canvas: &mut Canvas<'_>) {
    if !canvas.scene.layers.grid || canvas.detail == Detail::Thumbnail {
        return;
    }
    let step = round_up(LEAST_GAP / canvas.pen.view.points_per_m());
    if canvas.pen.view.is_orbit() { perspective(canvas, step) } else { map(canvas, step) }
}

fn map(canvas: &mut Canvas<'_>, step: f64) {
    let (min, max) = canvas.pen.view.ground_bounds();
    let stroke = |ix: i64| {
        let color = canvas.scene.palette.grid;
        Stroke::new(if ix == 0 { 1.6 } else { 1.0 }, color)
    };
    let rect = canvas.pen.view.rect;
    let range = |from: f64, to: f64| (from / step).ceil() as i64..=(to / step).floor() as i64;
    for ix in range(min.x, max.x) {
        let x = ix as f64 * step;
        canvas.pen.line(DVec3::new(x, min.y, 0.0), DVec3::new(x, max.y, 0.0), stroke(ix));
        if let Some(seen) = canvas.on_ground(DVec2::new(x, max.y)) {
            distance(canvas, Pos2::new(seen.x, rect.top() + 5.0), Align2::CENTER_TOP, ix as f64 * step, ["W", "E"]);
        }
    }
    for ix in range(min.y, max.y) {
        let y = ix as f64 * step;
        canvas.pen.line(DVec3::new(min.x, y, 0.0), DVec3::new(max.x, y, 0.0), stroke(ix));
        if let Some(seen) = canvas.on_ground(DVec2::new(min.x, y)) {
            distance(canvas, Pos2::new(rect.left() + 7.0, seen.y), Align2::LEFT_CENTER, ix as f64 * step, ["S", "N"]);
        }
    }
}

/// In perspective the lines fade with their distance from what is looked at, and distances stand at the two lines through it.
fn perspective(canvas: &mut Canvas<'_>, step: f64) {
    let target = canvas.pen.view.camera.target_m.truncate();
    let middle = (target / step).round();
    let reach = f64::from(REACH) * step;
    for n in -REACH..=REACH {
        let share = 1.0 - f64::from(n * n) / f64::from(REACH * REACH);
        let color = faint(canvas.palette().grid, share as f32);
        let (x, y) = ((middle.x + f64::from(n)) * step, (middle.y + f64::from(n)) * step);
        let half = reach * libm::sqrt(share);
        for (from, along) in [(DVec2::new(x, middle.y * step), DVec2::Y), (DVec2::new(middle.x * step, y), DVec2::X)] {
            for side in [-half, half] {
                let stroke = Stroke { to: faint(color, 0.0), ..Stroke::new(1.0, color) };
                canvas.pen.line(from.extend(0.0), (from + along * side).extend(0.0), stroke);
            }
        }
        let written = n != 0 && n.abs() <= WRITTEN;
        let (east, north) = (DVec2::new(x, middle.y * step), DVec2::new(middle.x * step, y));
        if let Some(at) = canvas.on_ground(east).filter(|_| written) {
            distance(canvas, at, Align2::CENTER_CENTER, x, ["W", "E"]);
        }
        if let Some(at) = canvas.on_ground(north).filter(|_| written) {
            distance(canvas, at, Align2::CENTER_CENTER, y, ["S", "N"]);
        }
    }
}

fn distance(canvas: &mut Canvas<'_>, at: Pos2, align: Align2, metres: f64, [below, above]: [&str; 2]) {
    if !canvas.has_labels() {
        return;
    }
    let text = match metres {
        m if m.abs() < 0.5 => "0".to_owned(),
        m => format!("{} {}", distance_text(m.abs()), if m < 0.0 { below } else { above }),
    };
    let color = faint(canvas.palette().text_weak, 0.8);
    let label = Label { at, anchor: Anchor::At(align), text, detail: String::new(), color, priority: priority::GRID };
    canvas.labels.want(label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (least, step) in
            [(0.9, 1.0), (1.0, 1.0), (1.01, 2.0), (3.0, 5.0), (5.1, 10.0), (1234.0, 2000.0), (0.04, 0.05)]
        {
            assert!((round_up(least) / step - 1.0).abs() < 1.0e-9, "{least} gave {}", round_up(least));
        }
        assert_eq!((distance_text(500.0), distance_text(2500.0)), ("500 m".to_owned(), "2.50 km".to_owned()));
        assert_eq!(distance_text(20_000.0), "20 km");
    }
}
