//! Lines from interceptors, ordered or in flight, to what they were assigned to: to the track that guides them, or, once the
//! seeker has it, to the target itself where the truth is shown.

use glam::DVec3;

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::draw::{Stroke, faint};
use crate::viewer::airspace::moment::Moment;
use crate::viewer::selection::{Entity, Picture};

/// Up to so many interceptors lines are drawn at full strength.
const MANY: f32 = 100.0;

/// About so many lines are drawn at most; of more, an even choice looks the same.
const MOST: usize = 800;

/// Draws a line for every assignment.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), palette) = (canvas.moment, canvas.palette()) else { return };
    let all = canvas.scene.layers.assignments;
    let scene = canvas.scene;
    // Hundreds of lines over each other would be one bright area: each is fainter the more there are.
    let share = (MANY / canvas.cast.rounds.len().max(1) as f32).clamp(0.15, 1.0);
    let every = canvas.cast.rounds.len().div_ceil(MOST).max(1);
    for ix in 0..moment.n_rounds() {
        let status = moment.shot().round_status(ix);
        if !(codes::ROUND_ORDERED..=codes::ROUND_RETARGET).contains(&status)
            || !moment.shows_round(ix, scene.filter, scene.layers.picture)
        {
            continue;
        }
        let Ok(target) = usize::try_from(moment.round_row(ix).target) else { continue };
        let chosen = is_chosen(scene.selected, ix, target);
        let sampled = all && ix.is_multiple_of(every);
        if !chosen && !sampled {
            continue;
        }
        let Some(to) = aim(&moment, target, status, scene.layers.picture) else { continue };
        let color = if chosen { palette.accent } else { palette.assignment };
        let (width, opacity) = if chosen { (2.0, 1.0) } else { (1.1, 0.8 * share) };
        let stroke = match status {
            // Waiting for its launch, or for the new order to reach it.
            codes::ROUND_ORDERED | codes::ROUND_RETARGET => Stroke::dashed(width, faint(color, opacity * 0.9)),
            _ => Stroke::new(width, faint(color, opacity)),
        };
        canvas.pen.line(moment.round_m(ix), to, stroke);
    }
}

fn is_chosen(selected: Option<Entity>, round: usize, target: usize) -> bool {
    selected == Some(Entity::Round(round as u32)) || selected == Some(Entity::Threat(target as u32))
}

/// Where a line to a target ends.
fn aim(moment: &Moment<'_>, target: usize, status: u32, picture: Picture) -> Option<DVec3> {
    if target >= moment.n_threats() {
        return None;
    }
    let track = || moment.track(target).map(|track| track.at_m);
    let truth = || moment.threat(target).map(|threat| threat.at_m);
    match picture {
        Picture::Belief => track(),
        Picture::Truth => truth(),
        Picture::Both if status == codes::ROUND_TERMINAL => truth().or_else(track),
        Picture::Both => track().or_else(truth),
    }
}
