//! What happened to the selected one, in words; read anew only when the log has grown or the choice changes.

use crate::model::events::Event;
use crate::model::names::EventKind;
use crate::replay::history::{self, Line};
use crate::viewer::screen::raid::events::is_about;
use crate::viewer::screen::raid::sentence;
use crate::viewer::screen::raid::view::View;
use crate::viewer::selection::Entity;

/// Lines in the order of time.
#[derive(Clone, Debug, Default)]
pub struct History {
    of: Option<(Entity, usize, bool)>,
    lines: Vec<Line>,
}

impl History {
    /// What happened to `entity` up to the moment shown.
    pub fn until_now(&mut self, entity: Entity, view: &View<'_>) -> &[Line] {
        let key = (entity, view.log.events.len(), view.is_belief());
        if self.of != Some(key) {
            self.lines = lines(entity, view);
            self.of = Some(key);
        }
        &self.lines[..self.lines.partition_point(|line| f64::from(line.tick) <= view.tick)]
    }
}

fn lines(entity: Entity, view: &View<'_>) -> Vec<Line> {
    let (log, names) = (view.log, &view.cast.names);
    let about: Vec<&Event> = log.events.iter().filter(|event| is_about(event, entity, view)).collect();
    let lines = match entity {
        Entity::Threat(ix) => history::of_threat(log, names, ix, f64::INFINITY),
        Entity::Round(ix) => history::of_round(log, names, ix, f64::INFINITY),
        _ => about.iter().map(|event| in_words(event, view)).collect(),
    };
    if !view.is_belief() {
        return lines;
    }
    let known = lines.into_iter().zip(about).filter(|(line, _)| sentence::is_known_to_defence(line.code));
    let masked = |(line, event): (Line, &Event)| {
        let threat = EventKind::threat_of(event);
        Line { text: sentence::masked(line.text, threat, view.cast, view.picture), ..line }
    };
    known.map(masked).collect()
}

fn in_words(event: &Event, view: &View<'_>) -> Line {
    Line { tick: event.tick, code: event.code, text: history::in_words(&view.cast.names, event) }
}
