//! What happened, in order, as far as the film has been made.

use crate::model::codes;
use crate::model::events::Event;

/// Events in the order of (tick, stage, entity, code).
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// All events so far.
    pub events: Vec<Event>,
}

/// A threat that got through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leak {
    /// When it arrived.
    pub tick: u32,
    /// The threat.
    pub threat: u32,
    /// Why it was not stopped, `codes::CAUSE_*`.
    pub cause: u32,
    /// Whether it hit what it was aimed at.
    pub hit: bool,
}

impl Leak {
    /// The leak that an event tells of, if it does.
    pub fn of(event: &Event) -> Option<Self> {
        let Event { tick, entity, detail, code, .. } = *event;
        (code == codes::EVENT_LEAKED).then_some(Self { tick, threat: entity, cause: detail / 2, hit: detail & 1 == 1 })
    }
}

impl Log {
    /// How many events lie at or before a tick: `events[..until(tick)]` is the past.
    pub fn until(&self, tick: f64) -> usize {
        self.events.partition_point(|event| f64::from(event.tick) <= tick)
    }

    /// The first leak after a tick.
    pub fn next_leak(&self, tick: f64) -> Option<Leak> {
        self.events[self.until(tick)..].iter().find_map(Leak::of)
    }

    /// The last leak before a tick.
    pub fn previous_leak(&self, tick: f64) -> Option<Leak> {
        let n = self.events.partition_point(|event| f64::from(event.tick) < tick);
        self.events[..n].iter().rev().find_map(Leak::of)
    }

    /// Every leak, in order of time.
    pub fn leaks(&self) -> impl Iterator<Item = Leak> {
        self.events.iter().filter_map(Leak::of)
    }

    /// Adds the events of the epoch that began at `edge`, in any order; none of an earlier epoch may follow.
    ///
    /// Passes are dated within their epoch up to the next edge, where the next epoch's first stages follow: so an epoch's
    /// events are not simply appended, but sorted in with those that share their ticks.
    pub(super) fn add_epoch(&mut self, edge: u32, events: &[Event]) {
        let from = self.events.partition_point(|event| event.tick < edge);
        self.events.extend_from_slice(events);
        self.events[from..].sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(tick: u32, code: u32, detail: u32) -> Event {
        Event { tick, stage: codes::STAGE_SCORE, entity: tick, code, detail }
    }

    #[test]
    fn leaks_are_found_either_way_with_cause_and_hit() {
        let kill = event(20, codes::EVENT_KILLED, 0);
        let leak = |tick, cause, hit| event(tick, codes::EVENT_LEAKED, cause * 2 + hit);
        let log = Log { events: vec![leak(10, codes::CAUSE_MISSED, 1), kill, leak(30, codes::CAUSE_UNDETECTED, 0)] };
        let first = Leak { tick: 10, threat: 10, cause: codes::CAUSE_MISSED, hit: true };
        let last = Leak { tick: 30, threat: 30, cause: codes::CAUSE_UNDETECTED, hit: false };
        assert_eq!([log.next_leak(-1.0), log.next_leak(10.0), log.next_leak(30.0)], [Some(first), Some(last), None]);
        assert_eq!([log.previous_leak(10.0), log.previous_leak(10.1)], [None, Some(first)]);
        assert_eq!(log.leaks().collect::<Vec<_>>(), [first, last]);
    }

    #[test]
    fn a_pass_at_the_edge_comes_after_what_the_next_epoch_does_there() {
        let at = |tick, stage| Event { tick, stage, entity: 0, code: 1, detail: 0 };
        let mut log = Log::default();
        log.add_epoch(0, &[at(10, codes::STAGE_SETTLE), at(0, codes::STAGE_SPAWN)]);
        log.add_epoch(10, &[at(10, codes::STAGE_SPAWN), at(12, codes::STAGE_SETTLE)]);
        let stages: Vec<u32> = log.events.iter().map(|event| event.stage).collect();
        assert_eq!(stages, [codes::STAGE_SPAWN, codes::STAGE_SPAWN, codes::STAGE_SETTLE, codes::STAGE_SETTLE]);
    }
}
