//! Events in words for the lists and cards: those of `replay::history`, without what the defence cannot know where only belief
//! is shown. And the kinds by which the list is filtered.

use super::cast::Cast;
use super::words;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::names::EventKind;
use crate::replay::history;
use crate::viewer::selection::{Entity, Picture};

/// Kinds of events, as the list can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Arrivals.
    Leak,
    /// Kills, and passes that did not kill.
    Pass,
    /// Launches, and the ends of flights.
    Flight,
    /// Orders, cancellations, changes of target.
    Order,
    /// Guidance channels.
    Channel,
    /// Tracks and what is believed.
    Track,
    /// Starts and losses on the way.
    Start,
}

impl Kind {
    /// All of them, in the order of the filter.
    pub const ALL: [Self; 7] =
        [Self::Leak, Self::Pass, Self::Flight, Self::Order, Self::Channel, Self::Track, Self::Start];

    /// For the filter's buttons.
    pub fn label(self) -> &'static str {
        match self {
            Self::Leak => "Leaks",
            Self::Pass => "Passes",
            Self::Flight => "Flights",
            Self::Order => "Orders",
            Self::Channel => "Channels",
            Self::Track => "Tracks",
            Self::Start => "Starts",
        }
    }

    /// The kind of an event.
    pub fn of(code: u32) -> Self {
        match code {
            codes::EVENT_LEAKED => Self::Leak,
            codes::EVENT_KILL | codes::EVENT_KILLED | codes::EVENT_PASS_FAILED | codes::EVENT_PASS_VOID => Self::Pass,
            codes::EVENT_ORDERED | codes::EVENT_RETARGETED | codes::EVENT_CANCELLED => Self::Order,
            codes::EVENT_CHANNEL_HELD | codes::EVENT_CHANNEL_FREED => Self::Channel,
            codes::EVENT_CONFIRMED | codes::EVENT_DROPPED | codes::EVENT_REOPENED | codes::EVENT_ASSESSED => {
                Self::Track
            }
            codes::EVENT_AIRBORNE | codes::EVENT_LOST => Self::Start,
            _ => Self::Flight,
        }
    }
}

/// Whether the defence knows of an event of this code when it happens. What it believes of a pass comes with the assessment.
pub fn is_known_to_defence(code: u32) -> bool {
    !matches!(Kind::of(code), Kind::Leak | Kind::Pass | Kind::Start)
        && !matches!(code, codes::EVENT_MISSED | codes::EVENT_ORPHANED)
}

/// The one it happened to.
pub fn subject(event: &Event) -> Entity {
    if EventKind::of(event.code).of_round { Entity::Round(event.entity) } else { Entity::Threat(event.entity) }
}

/// The event in a sentence that names whom it happened to.
pub fn in_words(event: &Event, cast: &Cast, picture: Picture) -> String {
    masked(history::in_words(&cast.names, event), EventKind::threat_of(event), cast, picture)
}

/// A sentence about a threat, with its track's number for its name where only belief is shown.
pub fn masked(text: String, threat: Option<u32>, cast: &Cast, picture: Picture) -> String {
    match threat.filter(|_| picture == Picture::Belief) {
        Some(ix) => text.replace(&cast.names.threat(ix).name, &cast.threat(ix, picture)),
        None => text,
    }
}

/// The sentence of a leak that was jumped to: `Leak 3 of 23: North-east/17 Shahed-136 hit City - no channel free`. Where only
/// belief is shown, the impact is told without the cause, which nobody knows.
pub fn leak(event: &Event, nth: usize, of: usize, cast: &Cast, picture: Picture) -> String {
    if picture == Picture::Belief {
        let end =
            if event.detail & 1 == 1 { format!("hit {}", cast.aim(event.entity)) } else { "came down".to_owned() };
        return format!("Leak {nth} of {of}: {} {end}", cast.threat(event.entity, picture));
    }
    let verb = if event.detail & 1 == 1 { "hit" } else { "reached and missed" };
    format!(
        "Leak {nth} of {of}: {} {verb} {} \u{2014} {}",
        cast.threat(event.entity, Picture::Truth),
        cast.aim(event.entity),
        words::cause(event.detail / 2)
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn belief_tells_neither_wave_nor_what_only_truth_knows() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        for &(name, code) in codes::ALL {
            if !name.starts_with("EVENT_") || !is_known_to_defence(code) {
                continue;
            }
            let event = Event { tick: 0, stage: 1, entity: 1, code, detail: 2 };
            let Some(threat) = EventKind::threat_of(&event) else { continue };
            let (truth, belief) = (in_words(&event, &cast, Picture::Truth), in_words(&event, &cast, Picture::Belief));
            let own = &cast.names.threat(threat).name;
            assert!(truth.contains(own), "{truth}");
            assert!(!belief.contains(own) && belief.contains(&format!("Track {threat}")), "{belief}");
        }
        assert!(![codes::EVENT_MISSED, codes::EVENT_ORPHANED].into_iter().any(is_known_to_defence));
        assert!(is_known_to_defence(codes::EVENT_ASSESSED) && !is_known_to_defence(codes::EVENT_KILL));
    }

    #[test]
    fn a_leak_says_which_where_and_why() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        let event =
            Event { tick: 9, stage: 8, entity: 0, code: codes::EVENT_LEAKED, detail: codes::CAUSE_NO_CHANNEL * 2 + 1 };
        let text = leak(&event, 3, 23, &cast, Picture::Truth);
        let end = format!(" hit {} \u{2014} no channel free", cast.aim(0));
        assert!(text.starts_with("Leak 3 of 23: ") && text.ends_with(&end), "{text}");
        let believed = leak(&event, 3, 23, &cast, Picture::Belief);
        assert_eq!(believed, format!("Leak 3 of 23: Track 0 hit {}", cast.aim(0)));
    }
}
