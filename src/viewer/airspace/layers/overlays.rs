//! What other screens put into the world: reach, a measuring line, an editor's handles, differences between two raids.

use super::Canvas;
use crate::viewer::airspace::draw::{Glyph, Stroke};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::labels::{Anchor, Label, priority};
use crate::viewer::airspace::scene::Overlay;

/// Areas, which lie under everything that stands or flies.
pub fn draw_areas(canvas: &mut Canvas<'_>) {
    for overlay in canvas.scene.overlays {
        if let Overlay::Area { points_m, fill } = overlay {
            canvas.pen.polygon(points_m, *fill);
        }
    }
}

/// Lines and marks, which lie on top.
pub fn draw_lines(canvas: &mut Canvas<'_>) {
    for overlay in canvas.scene.overlays {
        match overlay {
            Overlay::Area { .. } => {}
            Overlay::Line { points_m, color, width, dashed } => {
                let stroke = if *dashed { Stroke::dashed(*width, *color) } else { Stroke::new(*width, *color) };
                canvas.pen.path(points_m.iter().copied(), stroke);
            }
            Overlay::Mark { at_m, color, radius, text } => {
                let Some(seen) = canvas.pen.view.project(*at_m) else { continue };
                canvas.pen.glyph(seen.at, Glyph::new(Shape::Ring, *radius, *color));
                if !text.is_empty() {
                    canvas.labels.want(Label {
                        at: seen.at,
                        anchor: Anchor::Beside(*radius),
                        text: text.clone(),
                        detail: String::new(),
                        color: *color,
                        priority: priority::OVERLAY,
                    });
                }
            }
        }
    }
}
