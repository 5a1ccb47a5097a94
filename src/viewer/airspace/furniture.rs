//! What stands at the view's edge: scale bar, north arrow, and by how much heights are drawn too tall.

use std::sync::Arc;

use eframe::egui::{Align2, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};
use glam::{DVec2, DVec3};

use super::labels::Labels;
use super::layers::grid::{distance_text, round_up};
use super::view::View;
use crate::report::number;
use crate::viewer::palette::Palette;

/// Distance from the view's edges, points.
const MARGIN: f32 = 14.0;
/// Least length of the scale bar, points.
const LEAST_BAR: f64 = 70.0;
/// Radius of the north arrow, points.
const ARROW: f32 = 15.0;

/// Keeps labels off it.
pub fn reserve(painter: &Painter, palette: &Palette, view: &View, labels: &mut Labels) {
    labels.reserve(Bar::new(painter, palette, view).area);
    labels.reserve(north_area(view));
}

/// Paints it.
pub fn paint(painter: &Painter, palette: &Palette, view: &View) {
    Bar::new(painter, palette, view).paint(painter, palette);
    north(painter, palette, view);
}

/// A bar of a round length, to scale where the camera looks.
struct Bar {
    left: Pos2,
    length: f32,
    text: Arc<Galley>,
    area: Rect,
}

impl Bar {
    fn new(painter: &Painter, palette: &Palette, view: &View) -> Self {
        let metres = round_up(LEAST_BAR / view.points_per_m());
        let length = (metres * view.points_per_m()) as f32;
        let mut text = distance_text(metres);
        if view.is_orbit() {
            let heights = view.height_scale();
            text = format!("{text} at the centre");
            if heights > 1.0 {
                text = format!("{text} · heights ×{}", number::plain(heights));
            }
        }
        let left = view.rect.left_bottom() + vec2(MARGIN, -MARGIN);
        let galley = painter.layout_no_wrap(text, FontId::proportional(12.0), palette.text);
        let width = galley.size().x.max(length);
        let area = Rect::from_min_max(left - vec2(6.0, galley.size().y + 10.0), left + vec2(width + 6.0, 5.0));
        Self { left, length, text: galley, area }
    }

    fn paint(self, painter: &Painter, palette: &Palette) {
        let Self { left, length, text: galley, area } = self;
        painter.rect_filled(area, CornerRadius::same(4), palette.background.gamma_multiply(0.7));
        let stroke = Stroke::new(1.6, palette.text);
        let right = left + vec2(length, 0.0);
        painter.line_segment([left, right], stroke);
        for end in [left, right] {
            painter.line_segment([end - vec2(0.0, 4.0), end + vec2(0.0, 0.8)], stroke);
        }
        painter.galley(left - vec2(0.0, galley.size().y + 5.0), galley, palette.text);
    }
}

fn north_middle(view: &View) -> Pos2 {
    view.rect.right_bottom() - vec2(MARGIN + ARROW, MARGIN + ARROW)
}

fn north_area(view: &View) -> Rect {
    Rect::from_center_size(north_middle(view), Vec2::splat(2.0 * ARROW + 8.0))
}

/// An arrow to the north of what is looked at.
fn north(painter: &Painter, palette: &Palette, view: &View) {
    let middle = north_middle(view);
    let ground = view.camera.target_m * DVec3::new(1.0, 1.0, 0.0);
    let way = view.direction(ground, DVec3::Y).unwrap_or(DVec2::NEG_Y);
    // Lain flat in perspective the arrow would be a line: its direction is kept and its length too.
    let up = vec2(way.x as f32, way.y as f32);
    let side = vec2(-up.y, up.x);
    painter.circle(middle, ARROW + 2.0, palette.background.gamma_multiply(0.7), Stroke::new(1.0, palette.outline));
    let tip = middle + up * (ARROW - 3.0);
    let corner = |off: f32| middle - up * (ARROW * 0.15) + side * off;
    painter.add(Shape::convex_polygon(vec![tip, corner(4.5), corner(-4.5)], palette.text, Stroke::NONE));
    let letter: Pos2 = middle - up * (ARROW * 0.55);
    painter.text(letter, Align2::CENTER_CENTER, "N", FontId::proportional(12.0), palette.text);
}
