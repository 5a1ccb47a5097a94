//! Threats as they truly are.

use eframe::egui::Color32;

use super::Canvas;
use crate::viewer::airspace::cast::Seen;
use crate::viewer::airspace::draw::{Glyph, faint};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::moment::Moment;
use crate::viewer::palette::Palette;

/// How a threat looks.
pub fn look(moment: &Moment<'_>, seen: &Seen, palette: &Palette) -> (Shape, Color32) {
    if moment.plan(seen.ix as usize).decoy == 1 {
        (Shape::Decoy, palette.decoy)
    } else if seen.flying.is_fast() {
        (Shape::Fast, palette.threat_fast)
    } else {
        (Shape::Threat, palette.threat)
    }
}

/// Draws every threat in sight.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), palette) = (canvas.moment, canvas.palette()) else { return };
    let radius = 7.5 * canvas.agent_size();
    let cast = canvas.cast;
    for seen in &cast.threats {
        let (_, color) = look(&moment, seen, palette);
        canvas.stem(seen, color);
        canvas.speed_bar(seen, color);
    }
    for seen in &cast.threats {
        let (shape, color) = look(&moment, seen, palette);
        let angle = canvas.angle(seen.flying.at_m, seen.flying.v_mps);
        let rim = faint(palette.background, 0.85);
        canvas.pen.glyph(seen.at, Glyph { angle, ..Glyph::new(shape, radius, color).rimmed(rim, 1.2) });
    }
}
