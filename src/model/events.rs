//! What happened: every event goes into a digest that does not depend on order, and into a list when someone records.

use super::layout::Tally;
use crate::exact::rng;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event {
    /// When, in ticks from the beginning.
    pub tick: u32,
    /// `codes::STAGE_*`.
    pub stage: u32,
    /// Index of the threat or the round it happened to; `code` says which.
    pub entity: u32,
    /// `codes::EVENT_*`.
    pub code: u32,
    /// What else the code calls for.
    pub detail: u32,
}

/// A list of events, kept only when recording.
pub type Recorder = Option<Vec<Event>>;

/// Adds an event to a replicate's digest, and to the list when recording.
#[inline]
pub fn emit(tally: &mut Tally, recorder: &mut Recorder, event: Event) {
    let hash = rng::event_hash(event.tick, event.stage, event.entity, event.code, event.detail);
    tally.digest0 = tally.digest0.wrapping_add(hash[0]);
    tally.digest1 = tally.digest1.wrapping_add(hash[1]);
    if let Some(list) = recorder {
        list.push(event);
    }
}
