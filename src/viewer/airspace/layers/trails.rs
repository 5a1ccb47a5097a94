//! Paths flown: they fade towards the past.

use eframe::egui::Color32;
use glam::DVec3;

use super::Canvas;
use crate::replay::Trail;
use crate::viewer::airspace::draw::{Stroke, faint};
use crate::viewer::selection::Picture;

/// Draws the paths of threats, tracks and interceptors, as the picture and the filter have them.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), true) = (canvas.moment, canvas.scene.layers.trails) else { return };
    let (scene, palette) = (canvas.scene, canvas.palette());
    let trails = &moment.shot().trails;
    let picture = scene.layers.picture;
    // In a crowd only the last part of each: the whole would be a carpet, and take longer than all else together.
    let (strong, part) = if canvas.cast.is_crowd() { (0.35, 4) } else { (0.6, 1) };
    if picture != Picture::Belief {
        for trail in trails.threats.iter().filter(|t| moment.shows_threat(t.entity as usize, scene.filter)) {
            let decoy = moment.plan(trail.entity as usize).decoy == 1;
            path(canvas, trail, if decoy { palette.decoy } else { palette.threat }, strong, part);
        }
    } else {
        for trail in trails.tracks.iter().filter(|t| moment.shows_track(t.entity as usize, scene.filter)) {
            path(canvas, trail, palette.track, strong, part);
        }
    }
    for trail in trails.rounds.iter().filter(|t| moment.shows_round(t.entity as usize, scene.filter, picture)) {
        path(canvas, trail, palette.interceptor, strong, part);
    }
}

fn path(canvas: &mut Canvas<'_>, trail: &Trail, color: Color32, strong: f32, part: usize) {
    let stroke = Stroke { from: faint(color, 0.0), to: faint(color, strong), ..Stroke::new(1.5, color) };
    let n = trail.points_m.len();
    let last = &trail.points_m[n - n.div_ceil(part).clamp(2.min(n), n)..];
    canvas.pen.path(last.iter().map(|p| DVec3::from(p.map(f64::from))), stroke);
}
