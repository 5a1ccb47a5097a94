//! Defended assets, how far they reach and how much of them is hit.

use eframe::egui::{Pos2, vec2};

use super::Canvas;
use crate::viewer::airspace::draw::{Glyph, Stroke, faint, ring};
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::labels::priority;

/// Draws a disc, a ring that fills with hits, and a name for each.
pub fn draw(canvas: &mut Canvas<'_>) {
    let scene = canvas.scene;
    let palette = scene.palette;
    for (ix, asset) in scene.layout.assets.iter().enumerate() {
        if asset.radius_m > 0.0 {
            canvas.pen.fan(asset.at_m, &ring(asset.at_m, asset.radius_m), faint(palette.asset, 0.05));
            canvas.pen.circle(asset.at_m, asset.radius_m, Stroke::new(1.0, faint(palette.asset, 0.45)));
        }
        let Some(at) = canvas.on_ground(asset.at_m) else { continue };
        let hits = canvas.moment.and_then(|moment| {
            let destroy = moment.agents.subject.case.assets.get(ix)?.hits_to_destroy;
            Some((*moment.shot().before.asset_hits.get(ix)?, destroy))
        });
        let radius = 6.5 * canvas.place_size();
        let destroyed = hits.is_some_and(|(hits, destroy)| hits >= destroy);
        let color = if destroyed { palette.leak } else { palette.asset };
        canvas.pen.glyph(at, Glyph::new(Shape::Asset, radius, color).rimmed(palette.background, 1.8));
        let detail = match hits {
            Some((hits, destroy)) if hits > 0 => {
                arc(canvas, at, radius + 3.5, hits as f32 / destroy as f32);
                if destroyed { format!("destroyed, {hits} hits") } else { format!("{hits} of {destroy} hits") }
            }
            _ => String::new(),
        };
        canvas.name(at, radius + 3.0, &asset.name, detail, priority::ASSET);
    }
}

/// The part of a ring that is hit, clockwise from the top.
fn arc(canvas: &mut Canvas<'_>, middle: Pos2, radius: f32, share: f32) {
    let share = share.clamp(0.04, 1.0);
    let pieces = (share * 40.0).ceil().max(2.0) as u32;
    let at = |n: u32| {
        let (sin, cos) = libm::sincosf(std::f32::consts::TAU * share * n as f32 / pieces as f32);
        middle + vec2(sin, -cos) * radius
    };
    let leak = canvas.palette().leak;
    for n in 0..pieces {
        canvas.pen.screen_line(at(n), at(n + 1), Stroke::new(3.0, leak), 0.0);
    }
}
