//! Interceptors in flight.

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::draw::{Glyph, faint};
use crate::viewer::airspace::glyph::Shape;

/// Draws every interceptor in sight.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), palette) = (canvas.moment, canvas.palette()) else { return };
    let radius = 6.0 * canvas.agent_size();
    let (cast, rim_width) = (canvas.cast, canvas.agent_rim());
    let (color, picture) = (palette.interceptor, canvas.scene.layers.picture);
    for seen in &cast.rounds {
        canvas.stem(seen, color);
    }
    for seen in &cast.rounds {
        let shape = match picture.round_status(moment.shot().round_status(seen.ix as usize)) {
            codes::ROUND_TERMINAL => Shape::Homing,
            codes::ROUND_ORPHAN | codes::ROUND_RETARGET => Shape::Orphan,
            _ => Shape::Interceptor,
        };
        let angle = canvas.angle(seen.flying.at_m, seen.flying.v_mps);
        let rim = faint(palette.background, 0.85);
        canvas.pen.glyph(seen.at, Glyph { angle, ..Glyph::new(shape, radius, color).rimmed(rim, rim_width) });
    }
}
