//! Where agents are headed: the truth flies its planned route to its aim point; the defence extends a track in a straight
//! line to the time at which it believes it will arrive.

use glam::DVec3;

use super::Canvas;
use crate::exact::fixed;
use crate::viewer::airspace::cast::Seen;
use crate::viewer::airspace::draw::{Stroke, faint};
use crate::viewer::airspace::moment::Moment;
use crate::viewer::selection::{Entity, Picture};

/// A track is extended by no more than this, seconds: farther, it says nothing.
const LONGEST_S: f64 = 600.0;

/// Draws what lies ahead of everyone in sight, or of the selected threat alone.
pub fn draw(canvas: &mut Canvas<'_>) {
    let Some(moment) = canvas.moment else { return };
    let all = canvas.scene.layers.predicted && !canvas.cast.is_crowd();
    let selected = canvas.scene.selected;
    let wanted = |seen: &&Seen| all || selected == Some(Entity::Threat(seen.ix));
    let cast = canvas.cast;
    for seen in cast.threats.iter().filter(wanted) {
        true_way(canvas, &moment, seen);
    }
    if canvas.scene.layers.picture == Picture::Belief {
        for seen in cast.tracks.iter().filter(wanted) {
            believed_way(canvas, &moment, seen);
        }
    }
}

fn true_way(canvas: &mut Canvas<'_>, moment: &Moment<'_>, seen: &Seen) {
    let ix = seen.ix as usize;
    let (plan, row) = (moment.plan(ix), moment.threat_row(ix));
    let points = &moment.agents.subject.statics.points;
    let (first, n) = (plan.point_first as usize, plan.n_points as usize);
    let Some(ahead) = points.get(first + (row.leg as usize).min(n)..first + n) else { return };
    let metre = |v: i32| f64::from(v) / f64::from(fixed::POS_PER_M);
    let last = ahead.len().saturating_sub(1);
    // It holds its altitude and dives at the end; the aim point lies on the ground.
    let way: Vec<DVec3> =
        [seen.flying.at_m]
            .into_iter()
            .chain(ahead.iter().enumerate().map(|(k, p)| {
                DVec3::new(metre(p.x), metre(p.y), if k == last { 0.0 } else { f64::from(plan.altitude_m) })
            }))
            .collect();
    let color = faint(canvas.palette().threat, 0.55);
    canvas.pen.path(way.into_iter(), Stroke::dashed(1.2, color));
}

fn believed_way(canvas: &mut Canvas<'_>, moment: &Moment<'_>, seen: &Seen) {
    let row = moment.track_row(seen.ix as usize);
    let left = moment.seconds(f64::from(row.arrive_tick) - moment.shot().tick).clamp(0.0, LONGEST_S);
    let color = faint(canvas.palette().track, 0.6);
    let end = seen.flying.at_m + seen.flying.v_mps * left;
    canvas.pen.line(seen.flying.at_m, end, Stroke::dashed(1.2, color));
}
