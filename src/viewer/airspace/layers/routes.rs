//! Where the raid starts and the ways it is planned to take.

use super::Canvas;
use crate::viewer::airspace::draw::{Stroke, faint, ring};
use crate::viewer::airspace::labels::priority;
use crate::viewer::selection::Picture;

/// Draws launch areas and routes.
pub fn draw(canvas: &mut Canvas<'_>) {
    // The raid's plan is truth.
    if !canvas.scene.layers.routes || canvas.scene.layers.picture == Picture::Belief {
        return;
    }
    let scene = canvas.scene;
    let color = scene.palette.threat;
    for area in &scene.layout.launch_areas {
        if area.radius_m > 0.0 {
            canvas.pen.fan(area.at_m, &ring(area.at_m, area.radius_m), faint(color, 0.07));
            canvas.pen.circle(area.at_m, area.radius_m, Stroke::dashed(1.2, faint(color, 0.6)));
        }
        if let Some(at) = canvas.on_ground(area.at_m) {
            canvas.name(at, 4.0, &area.name, "launch area".to_owned(), priority::ROUTE);
        }
    }
    for route in &scene.layout.routes {
        let stroke = Stroke::dashed(1.3, faint(color, 0.5));
        canvas.pen.path(route.points_m.iter().map(|p| p.extend(0.0)), stroke);
        if let Some(at) = route.points_m.first().and_then(|&first| canvas.on_ground(first)) {
            canvas.name(at, 3.0, &route.name, "route".to_owned(), priority::ROUTE);
        }
    }
}
