//! What happened, in order, as far as the film has been made.

use crate::model::codes;
use crate::model::events::Event;

/// Events in the order of (tick, stage, entity, code).
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// All events so far.
    pub events: Vec<Event>,
}

impl Log {
    /// How many events lie at or before a tick: `events[..until(tick)]` is the past.
    pub fn until(&self, tick: f64) -> usize {
        self.events.partition_point(|event| f64::from(event.tick) <= tick)
    }

    /// The first leak after a tick.
    pub fn next_leak(&self, tick: f64) -> Option<&Event> {
        self.events[self.until(tick)..].iter().find(|event| event.code == codes::EVENT_LEAKED)
    }

    /// The last leak before a tick.
    pub fn previous_leak(&self, tick: f64) -> Option<&Event> {
        let n = self.events.partition_point(|event| f64::from(event.tick) < tick);
        self.events[..n].iter().rev().find(|event| event.code == codes::EVENT_LEAKED)
    }
}
