//! What the editor draws over the airspace: handles, the ring of what is selected, circles with their radii.

use eframe::egui::{Align2, FontId, Painter, Rect, Stroke, StrokeKind, vec2};
use glam::DVec2;

use super::ground::Ground;
use crate::viewer::palette::Palette;
use crate::viewer::screen::edit::document::Address;
use crate::viewer::screen::edit::places::{Circle, Handle, Kind, Places};

/// The place on a circle's rim where its radius is taken hold of: to the east.
pub fn rim_of(circle: &Circle) -> DVec2 {
    circle.at_m + DVec2::new(circle.radius_m, 0.0)
}

/// Circles of what is selected, each with the place where it is taken hold of and its radius.
pub fn paint_circles(painter: &Painter, ground: Ground, circles: &[Circle], palette: &Palette) {
    for circle in circles {
        let (middle, radius) = (ground.point(circle.at_m), ground.points(circle.radius_m));
        painter.circle_stroke(middle, radius, Stroke::new(1.5, palette.accent));
        let rim = ground.point(rim_of(circle));
        painter.circle(rim, 5.0, palette.background, Stroke::new(1.5, palette.accent));
        let key = circle.field.last_key().unwrap_or_default();
        let text = format!(
            "{} {} km",
            crate::viewer::screen::edit::form::label(key).name,
            crate::report::number::plain(circle.radius_m / 1000.0)
        );
        let galley = painter.layout_no_wrap(text, FontId::proportional(12.0), palette.accent);
        let at = rim + vec2(9.0, -galley.size().y - 2.0);
        let back = Rect::from_min_size(at, galley.size()).expand(3.0);
        painter.rect_filled(back, 3.0, palette.background.gamma_multiply(0.75));
        painter.galley(at, galley, palette.accent);
    }
}

/// Everything that can be moved; what is selected and what the pointer is at stand out.
pub fn paint_handles(
    painter: &Painter,
    ground: Ground,
    places: &Places,
    selected: &Address,
    hovered: Option<&Handle>,
    palette: &Palette,
) {
    for handle in &places.handles {
        let at = ground.point(handle.at_m);
        let is_selected = handle.item == *selected;
        let color = match handle.kind {
            Kind::Asset => palette.asset,
            Kind::Site => palette.site,
            Kind::Sensor | Kind::Corner => palette.sensor,
            Kind::LaunchArea | Kind::Waypoint => palette.threat,
        };
        match handle.kind {
            Kind::Waypoint | Kind::Corner => {
                let size = if is_selected { 9.0 } else { 6.0 };
                let square = Rect::from_center_size(at, vec2(size, size));
                painter.rect(square, 1.5, palette.background, Stroke::new(1.5, color), StrokeKind::Middle);
                if is_selected {
                    let ix = handle.position.last_ix().unwrap_or(0) + 1;
                    let font = FontId::proportional(12.0);
                    painter.text(at + vec2(8.0, -8.0), Align2::LEFT_BOTTOM, ix, font, palette.text);
                }
            }
            Kind::LaunchArea => {
                painter.circle_filled(at, 3.0, color);
            }
            _ => {}
        }
        if is_selected {
            painter.circle_stroke(at, 13.0, Stroke::new(2.0, palette.accent));
        } else if hovered.is_some_and(|hovered| hovered.position == handle.position) {
            painter.circle_stroke(at, 13.0, Stroke::new(1.5, palette.text_weak));
        }
    }
}
