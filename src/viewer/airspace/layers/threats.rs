//! Threats as they truly are.

use eframe::egui::Color32;

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::cast::Seen;
use crate::viewer::airspace::draw::{Glyph, faint};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::moment::Moment;
use crate::viewer::palette::Palette;
use crate::viewer::selection::Picture;

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
    let (cast, rim_width) = (canvas.cast, canvas.agent_rim());
    for seen in &cast.threats {
        let (_, color) = look(&moment, seen, palette);
        canvas.stem(seen, color);
        canvas.speed_bar(seen, color);
    }
    let crowd = cast.is_crowd() && canvas.scene.layers.picture == Picture::Both;
    for seen in &cast.threats {
        let (shape, color) = look(&moment, seen, palette);
        let angle = canvas.angle(seen.flying.at_m, seen.flying.v_mps);
        let tracked = crowd && moment.track_row(seen.ix as usize).status == codes::TRACK_CONFIRMED;
        let (rim, rim_width) =
            if tracked { (palette.track, 0.6) } else { (faint(palette.background, 0.85), rim_width) };
        canvas.pen.glyph(seen.at, Glyph { angle, ..Glyph::new(shape, radius, color).rimmed(rim, rim_width) });
    }
}
