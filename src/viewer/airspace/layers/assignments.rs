//! Lines from interceptors, ordered or in flight, to what they were assigned to: to the track that guides them, or, once the
//! seeker has it, to the target itself where the truth is shown.

use glam::DVec3;

use super::Canvas;
use crate::model::codes;
use crate::viewer::airspace::draw::{Stroke, faint};
use crate::viewer::airspace::moment::Moment;
use crate::viewer::selection::{Entity, Picture};

/// Draws a line for every assignment.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (Some(moment), palette) = (canvas.moment, canvas.palette()) else { return };
    let all = canvas.scene.layers.assignments;
    let scene = canvas.scene;
    for ix in 0..moment.n_rounds() {
        let status = moment.shot().round_status(ix);
        if !(codes::ROUND_ORDERED..=codes::ROUND_RETARGET).contains(&status) || !moment.shows_round(ix, scene.filter) {
            continue;
        }
        let Ok(target) = usize::try_from(moment.round_row(ix).target) else { continue };
        let chosen = is_chosen(scene.selected, ix, target);
        if !all && !chosen {
            continue;
        }
        let Some(to) = aim(&moment, target, status, scene.layers.picture) else { continue };
        let color = if chosen { palette.accent } else { palette.assignment };
        let width = if chosen { 2.0 } else { 1.1 };
        let stroke = match status {
            // Waiting for its launch, or for the new order to reach it.
            codes::ROUND_ORDERED | codes::ROUND_RETARGET => Stroke::dashed(width, faint(color, 0.7)),
            _ => Stroke::new(width, faint(color, if chosen { 1.0 } else { 0.75 })),
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
