//! Sensors as they stand on the ground.

use super::Canvas;
use crate::viewer::airspace::draw::Glyph;
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::labels::priority;
use crate::viewer::airspace::layout::SensorKind;

/// Draws a glyph and a name for each.
pub fn draw(canvas: &mut Canvas<'_>) {
    let scene = canvas.scene;
    let palette = scene.palette;
    for sensor in &scene.layout.sensors {
        let Some(at) = canvas.on_ground(sensor.at_m) else { continue };
        let shape = match sensor.kind {
            SensorKind::Radar => Shape::Radar,
            SensorKind::Acoustic => Shape::Acoustic,
            SensorKind::Ideal => Shape::Ideal,
        };
        let radius = 7.5 * canvas.place_size();
        canvas.pen.glyph(at, Glyph::new(shape, radius, palette.sensor).rimmed(palette.background, 1.5));
        canvas.name(at, radius, &sensor.name, String::new(), priority::SENSOR);
    }
}
