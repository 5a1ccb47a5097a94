//! Where threats came to an end: killed, leaked, lost. Kills grow faint with age; a leak stays, since each is a question.

use eframe::egui::Color32;

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::draw::{Glyph, faint};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::selection::{Entity, Picture, ThreatState};

/// A kill is faint after this long, seconds.
const FADE_S: f64 = 300.0;

/// How an end is marked: shape, radius, colour.
fn look(canvas: &Canvas<'_>, status: u32, age_s: f64) -> Option<(Shape, f32, Color32)> {
    let palette = canvas.palette();
    let left = (1.0 - age_s / FADE_S).max(0.0) as f32;
    match status {
        codes::THREAT_KILLED => Some((Shape::Kill, 4.5, faint(palette.kill, 0.28 + 0.72 * left))),
        codes::THREAT_LEAKED_HIT => Some((Shape::Leak, 8.0, faint(palette.leak, 0.75 + 0.25 * left))),
        codes::THREAT_LEAKED_MISS => Some((Shape::LeakMiss, 6.5, faint(palette.leak, 0.6 + 0.4 * left))),
        codes::THREAT_LOST if left > 0.0 => Some((Shape::Lost, 4.0, faint(palette.text_weak, 0.7 * left))),
        _ => None,
    }
}

/// Draws a mark for every threat that has ended.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), true) = (canvas.moment, canvas.scene.layers.marks) else { return };
    let scene = canvas.scene;
    let belief = scene.layers.picture == Picture::Belief;
    let size = canvas.agent_size().max(0.6);
    for ix in 0..moment.n_threats() {
        let Some((status, at_m, end_tick)) = moment.threat_end(ix) else { continue };
        // Of its ends the defence sees impacts, and only of what was once in its picture; kills it believes are tracks' affair.
        let leaked = status >= codes::THREAT_LEAKED_HIT;
        let known = leaked && moment.track_row(ix).chain & codes::SEEN_CONFIRMED != 0;
        let hidden = scene.filter.hidden_threat_states.contains(&ThreatState::Leaked);
        if (belief && (!known || hidden)) || (!belief && !moment.shows_threat(ix, scene.filter)) {
            continue;
        }
        let chosen = scene.selected == Some(Entity::Threat(ix as u32));
        let Some((shape, radius, color)) = look(canvas, status, moment.age_s(end_tick)) else { continue };
        let Some(seen) = canvas.pen.view.project(at_m) else { continue };
        let rim = faint(canvas.palette().background, 0.7);
        let glyph = Glyph::new(shape, radius * size, color).rimmed(rim, 1.0);
        canvas.pen.glyph(seen.at, glyph);
        if chosen {
            canvas.pen.glyph(seen.at, Glyph::new(Shape::Ring, 13.0, canvas.palette().accent));
        }
    }
}
