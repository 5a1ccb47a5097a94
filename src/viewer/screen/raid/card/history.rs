//! What happened to the selected one: the indices of its events, found anew only when the log or the choice changes.

use crate::viewer::screen::raid::events::{indices, is_about};
use crate::viewer::screen::raid::sentence;
use crate::viewer::screen::raid::view::View;
use crate::viewer::selection::Entity;

/// Indices into the log, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct History {
    of: Option<(Entity, usize, bool)>,
    rows: Vec<u32>,
}

impl History {
    /// The events of `entity` up to the moment shown.
    pub fn until_now(&mut self, entity: Entity, view: &View<'_>) -> &[u32] {
        let key = (entity, view.log.events.len(), view.is_belief());
        if self.of != Some(key) {
            let known = |code| !key.2 || sentence::is_known_to_defence(code);
            self.rows = indices(view.log, |event| known(event.code) && is_about(event, entity, view));
            self.of = Some(key);
        }
        let n = self.rows.partition_point(|&ix| f64::from(view.log.events[ix as usize].tick) <= view.tick);
        &self.rows[..n]
    }
}
