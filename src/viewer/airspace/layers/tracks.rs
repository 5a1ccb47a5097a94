//! Tracks: what the defence believes is there. Nothing here reads what is true, except to join a track to its threat where
//! both are shown.

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::draw::{Glyph, Stroke, faint};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::selection::Picture;

/// An uncertainty is drawn from this radius on, points: below, the glyph covers it.
const LEAST_RING: f64 = 12.0;
/// Error between track and threat from which on a line joins them, points.
const LEAST_ERROR: f32 = 4.0;

/// Draws every track in sight.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), palette) = (canvas.moment, canvas.palette()) else { return };
    let both = canvas.scene.layers.picture == Picture::Both;
    let radius = if both { 9.5 } else { 7.5 } * canvas.agent_size();
    let cast = canvas.cast;
    for seen in &cast.tracks {
        let ix = seen.ix as usize;
        let row = moment.track_row(ix);
        let dead = row.believed_dead_tick != 0;
        // Believed killed: still in the picture, and of no more concern.
        let color = faint(palette.track, if dead { 0.35 } else { 1.0 });
        let sd_m = moment.track_sd_m(ix);
        if 2.0 * sd_m * seen.points_per_m >= LEAST_RING && !cast.is_crowd() {
            let ground = seen.flying.at_m;
            uncertainty(canvas, ground, 2.0 * sd_m, Stroke::new(1.0, faint(color, 0.35)));
        }
        if both && let Some(truth) = moment.threat(ix).and_then(|truth| canvas.pen.view.project(truth.at_m)) {
            if (truth.at - seen.at).length() > LEAST_ERROR {
                canvas.pen.screen_line(seen.at, truth.at, Stroke::new(1.0, faint(color, 0.6)), 0.0);
            }
        } else {
            canvas.stem(seen, color);
            canvas.speed_bar(seen, color);
        }
        if both && cast.is_crowd() && moment.threat(ix).is_some() {
            // The threat's own rim says that it is tracked.
            continue;
        }
        let shape = match row.status {
            codes::TRACK_TENTATIVE => Shape::Tentative,
            _ if row.believed_decoy == 1 => Shape::TrackDecoy,
            _ => Shape::Track,
        };
        canvas.pen.glyph(seen.at, Glyph::new(shape, radius, color).rimmed(faint(palette.background, 0.6), 1.0));
        if dead {
            canvas.pen.glyph(seen.at, Glyph::new(Shape::Kill, radius * 0.6, color));
        }
    }
}

/// A level circle around a place in the air.
fn uncertainty(canvas: &mut Canvas<'_>, at_m: glam::DVec3, radius_m: f64, stroke: Stroke) {
    const CORNERS: u32 = 48;
    let points: Vec<glam::DVec3> = (0..=CORNERS)
        .map(|ix| {
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(ix) / f64::from(CORNERS));
            at_m + glam::DVec3::new(sin * radius_m, cos * radius_m, 0.0)
        })
        .collect();
    canvas.pen.path(points.into_iter(), stroke);
}
