//! Water, land, coastline and borders.

use glam::DVec2;

use super::Canvas;
use crate::viewer::airspace::basemap::Run;
use crate::viewer::airspace::draw::{Stroke, faint, ring};

/// In perspective the map fades into the background from this share of its radius on, in so many steps.
const HAZE_FROM: f64 = 0.45;
const HAZE_STEPS: u32 = 24;

/// Draws the ground.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (palette, map) = (canvas.palette(), canvas.scene.basemap);
    let orbit = canvas.pen.view.is_orbit();
    if orbit && map.radius_m > 0.0 {
        canvas.pen.fan(DVec2::ZERO, &ring(DVec2::ZERO, map.radius_m), palette.water);
    }
    if canvas.scene.layers.basemap {
        if !map.land.indices.is_empty() {
            canvas.pen.land(&map.land, palette.land);
        }
        lines(canvas, &map.borders, Stroke { dash: 7.0, ..Stroke::new(1.3, palette.border) });
        lines(canvas, &map.coast, Stroke::new(1.1, palette.coast));
    }
    if orbit {
        haze(canvas);
    }
}

fn lines(canvas: &mut Canvas<'_>, runs: &[Run], stroke: Stroke) {
    let (min, max) = canvas.pen.view.ground_bounds();
    for run in runs {
        if run.min.cmple(max).all() && run.max.cmpge(min).all() {
            canvas.pen.path(run.points.iter().map(|p| p.extend(0.0)), stroke);
        }
    }
}

/// Rings of growing opacity towards the map's rim: far away one sees the air, and no edge of the world.
fn haze(canvas: &mut Canvas<'_>) {
    let (background, radius) = (canvas.palette().background, canvas.scene.basemap.radius_m);
    for step in 0..HAZE_STEPS {
        let share = |n: u32| HAZE_FROM + (1.0 - HAZE_FROM) * f64::from(n) / f64::from(HAZE_STEPS);
        let (inner, outer) = (ring(DVec2::ZERO, radius * share(step)), ring(DVec2::ZERO, radius * share(step + 1)));
        let opacity = (step + 1) as f32 / HAZE_STEPS as f32;
        let color = if step + 1 == HAZE_STEPS { background } else { faint(background, opacity) };
        canvas.pen.band(&inner, &outer, color);
    }
}
