//! What is selected and what is pointed at, set off from everything else and named.

use super::Canvas;
use crate::report::number;
use crate::viewer::airspace::cast::place_of;
use crate::viewer::airspace::draw::Glyph;
use crate::viewer::airspace::glyph::Shape;
use crate::viewer::airspace::labels::{Anchor, Label, priority};
use crate::viewer::airspace::moment::Flying;
use crate::viewer::selection::{Entity, Picture};

/// Radius of the marks around an entity, points.
const AROUND: f32 = 13.0;

/// Draws a ring around the selection and corners around what is pointed at.
pub fn draw(canvas: &mut Canvas<'_>) {
    let (selected, hovered) = (canvas.scene.selected, canvas.hovered);
    if let Some(entity) = selected {
        mark(canvas, entity, Shape::Ring, priority::SELECTED);
    }
    if let Some(entity) = hovered.filter(|_| hovered != selected) {
        mark(canvas, entity, Shape::Corners, priority::HOVERED);
    }
}

fn mark(canvas: &mut Canvas<'_>, entity: Entity, shape: Shape, priority: u8) {
    let place = place_of(entity, canvas.scene, canvas.moment.as_ref());
    let Some(seen) = place.and_then(|at_m| canvas.pen.view.project(at_m)) else { return };
    let accent = canvas.palette().accent;
    canvas.pen.glyph(seen.at, Glyph::new(shape, AROUND, accent));
    if let Some((text, detail)) = words(canvas, entity) {
        let anchor = Anchor::Beside(AROUND);
        canvas.labels.want(Label { at: seen.at, anchor, text, detail, color: canvas.palette().text, priority });
    }
}

/// Name and state of an agent; places have their names already, unless names are switched off.
fn words(canvas: &Canvas<'_>, entity: Entity) -> Option<(String, String)> {
    let layout = canvas.scene.layout;
    let plain = |name: Option<&String>| {
        (!canvas.has_labels()).then(|| name.map(|name| (name.clone(), String::new()))).flatten()
    };
    match entity {
        Entity::Site(ix) => plain(layout.sites.get(ix as usize).map(|p| &p.name)),
        Entity::Asset(ix) => plain(layout.assets.get(ix as usize).map(|p| &p.name)),
        Entity::Sensor(ix) => plain(layout.sensors.get(ix as usize).map(|p| &p.name)),
        Entity::Round(ix) => {
            let (moment, ix) = (canvas.moment?, ix as usize);
            let case = &moment.agents.subject.case;
            let group = moment.agents.subject.statics.issues.get(ix)?.group as usize;
            let kind = &moment.scenario().interceptor_types.get(case.group_types[group])?.name;
            Some((format!("{kind} {ix}"), state(moment.round(ix)?)))
        }
        Entity::Threat(ix) => {
            let (moment, ix) = (canvas.moment?, ix as usize);
            if canvas.scene.layers.picture == Picture::Belief {
                let kind = if moment.track_row(ix).believed_decoy == 1 { "Track, believed a decoy" } else { "Track" };
                return Some((format!("{kind} {ix}"), state(moment.track(ix)?)));
            }
            let kind = moment.scenario().threat_types.get(usize::from(*moment.threat_types.get(ix)?))?;
            Some((format!("{} {ix}", kind.name), state(moment.threat(ix).or_else(|| moment.track(ix))?)))
        }
    }
}

/// Height and speed as people say them.
fn state(flying: Flying) -> String {
    let (height_m, kmh) = (flying.at_m.z.max(0.0), flying.v_mps.length() * 3.6);
    format!("{} m · {} km/h", number::fixed((height_m / 10.0).round() * 10.0, 0), number::fixed(kmh, 0))
}
