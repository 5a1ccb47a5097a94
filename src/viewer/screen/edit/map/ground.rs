//! Metres to points of the screen and back, on the map.

use eframe::egui::{Pos2, Rect, vec2};
use glam::DVec2;

use crate::viewer::airspace::Camera;

/// A camera's map in a rectangle: metres to points and back.
#[derive(Clone, Copy)]
pub struct Ground {
    /// What is in the middle, metres.
    middle_m: DVec2,
    metres_per_point: f64,
    rect: Rect,
}

impl Ground {
    /// The map that fills a rectangle, north up.
    pub fn new(camera: &Camera, rect: Rect) -> Self {
        let metres_per_point = camera.span_m / f64::from(rect.height().max(1.0));
        Self { middle_m: camera.target_m.truncate(), metres_per_point, rect }
    }

    /// Where a place is on the screen.
    pub fn point(self, at_m: DVec2) -> Pos2 {
        let off = (at_m - self.middle_m) / self.metres_per_point;
        self.rect.center() + vec2(off.x as f32, -off.y as f32)
    }

    /// The place under a point of the screen, metres.
    pub fn metres(self, at: Pos2) -> DVec2 {
        let off = at - self.rect.center();
        self.middle_m + DVec2::new(f64::from(off.x), -f64::from(off.y)) * self.metres_per_point
    }

    /// A length on the screen, points.
    pub fn points(self, metres: f64) -> f32 {
        (metres / self.metres_per_point) as f32
    }
}
