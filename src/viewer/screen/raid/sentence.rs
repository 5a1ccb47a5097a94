//! Events in sentences, sorted into kinds for the list's filter.

use super::cast::Cast;
use super::words;
use crate::model::codes;
use crate::model::events::Event;
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
            Self::Pass => "Kills and misses",
            Self::Flight => "Flights",
            Self::Order => "Orders",
            Self::Channel => "Channels",
            Self::Track => "Tracks",
            Self::Start => "Starts and losses",
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
    !matches!(
        code,
        codes::EVENT_AIRBORNE
            | codes::EVENT_LOST
            | codes::EVENT_KILL
            | codes::EVENT_KILLED
            | codes::EVENT_PASS_FAILED
            | codes::EVENT_PASS_VOID
            | codes::EVENT_LEAKED
    )
}

/// Whether an event's entity is an interceptor; else it is a threat.
pub fn is_of_round(code: u32) -> bool {
    !matches!(
        code,
        codes::EVENT_AIRBORNE
            | codes::EVENT_LOST
            | codes::EVENT_CONFIRMED
            | codes::EVENT_DROPPED
            | codes::EVENT_REOPENED
            | codes::EVENT_KILLED
            | codes::EVENT_LEAKED
    )
}

/// The one it happened to.
pub fn subject(event: &Event) -> Entity {
    if is_of_round(event.code) { Entity::Round(event.entity) } else { Entity::Threat(event.entity) }
}

/// The threat at the other end, where the event has one.
pub fn target(event: &Event) -> Option<u32> {
    match event.code {
        codes::EVENT_ASSESSED => Some(event.detail / 2),
        codes::EVENT_ORDERED
        | codes::EVENT_RETARGETED
        | codes::EVENT_CANCELLED
        | codes::EVENT_LAUNCHED
        | codes::EVENT_ACQUIRED
        | codes::EVENT_NOT_ACQUIRED
        | codes::EVENT_ORPHANED
        | codes::EVENT_MISSED
        | codes::EVENT_KILL
        | codes::EVENT_PASS_FAILED
        | codes::EVENT_PASS_VOID => Some(event.detail),
        _ => None,
    }
}

/// The event in a sentence without its full stop. `about` is called "it".
pub fn sentence(event: &Event, cast: &Cast, picture: Picture, about: Option<Entity>) -> String {
    let name = |entity: Entity| if about == Some(entity) { "it".to_owned() } else { cast.name(entity, picture) };
    let who = name(subject(event));
    let other = target(event).map_or_else(String::new, |ix| name(Entity::Threat(ix)));
    let odd = event.detail & 1 == 1;
    let text = match event.code {
        codes::EVENT_AIRBORNE => format!("{who} starts"),
        codes::EVENT_LOST => format!("{who} gets lost on the way"),
        codes::EVENT_CONFIRMED => {
            let sensor = cast.sensors.get(event.detail as usize / 2).map_or("a sensor", String::as_str);
            format!("{who} is tracked by {sensor}, taken for a {}", if odd { "decoy" } else { "threat" })
        }
        codes::EVENT_DROPPED => format!("the track of {who} is dropped"),
        codes::EVENT_REOPENED => format!("{who} is taken up again, though believed killed"),
        codes::EVENT_ASSESSED => {
            format!("the pass of {who} at {other} is taken for a {}", if odd { "kill" } else { "miss" })
        }
        codes::EVENT_ORDERED => format!("{who} is ordered against {other}"),
        codes::EVENT_RETARGETED => format!("{who} turns to {other}"),
        codes::EVENT_CHANNEL_HELD => format!("{who} takes a guidance channel"),
        codes::EVENT_CHANNEL_FREED => format!("{who} gives up its guidance channel"),
        codes::EVENT_CANCELLED => format!("the order of {who} against {other} is cancelled"),
        codes::EVENT_LAUNCHED => format!("{who} is launched at {other}"),
        codes::EVENT_ACQUIRED => format!("the seeker of {who} has {other}"),
        codes::EVENT_NOT_ACQUIRED => format!("the seeker of {who} fails to pick up {other}"),
        codes::EVENT_ORPHANED => format!("{who} loses its target {other}"),
        codes::EVENT_MISSED => format!("{who} has used up its tries at {other}"),
        codes::EVENT_EXPIRED => format!("{who} runs out of endurance"),
        codes::EVENT_ABORTED => format!("{who} is given up for want of a target"),
        codes::EVENT_KILL => format!("{who} kills {other}"),
        codes::EVENT_PASS_FAILED => format!("{who} passes {other} without killing it"),
        codes::EVENT_PASS_VOID => format!("{who} passes {other} after its end"),
        codes::EVENT_KILLED => format!("{who} is killed"),
        codes::EVENT_LEAKED => {
            let verb = if odd { "hits" } else { "reaches and misses" };
            format!("{who} {verb} {} \u{2014} {}", cast.aim(event.entity), words::cause(event.detail / 2))
        }
        _ => format!("{who}: unknown event"),
    };
    capitalised(&text)
}

/// The sentence of a leak that was jumped to: `Leak 3 of 23: North-east/17 Shahed-136 hit City - no channel free`.
pub fn leak(event: &Event, nth: usize, of: usize, cast: &Cast) -> String {
    let verb = if event.detail & 1 == 1 { "hit" } else { "reached and missed" };
    format!(
        "Leak {nth} of {of}: {} {verb} {} \u{2014} {}",
        cast.threat(event.entity, Picture::Truth),
        cast.aim(event.entity),
        words::cause(event.detail / 2)
    )
}

/// With a capital at its beginning where that is one of our words; names stay as they are.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn every_event_has_a_sentence_that_names_both_ends() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        for &(name, code) in codes::ALL {
            if !name.starts_with("EVENT_") {
                continue;
            }
            let event = Event { tick: 0, stage: 1, entity: 1, code, detail: 0 };
            let text = sentence(&event, &cast, Picture::Truth, None);
            assert!(!text.contains("unknown event"), "{name}");
            assert!(text.to_lowercase().contains(&cast.name(subject(&event), Picture::Truth).to_lowercase()), "{text}");
            if target(&event).is_some() {
                assert!(text.contains(&cast.threat(0, Picture::Truth)), "{text}");
            }
            let about = sentence(&event, &cast, Picture::Truth, Some(subject(&event)));
            assert!(about.split(' ').any(|word| word.eq_ignore_ascii_case("it")), "{about}");
        }
        let unknown = Event { tick: 0, stage: 1, entity: 1, code: 999, detail: 0 };
        assert!(sentence(&unknown, &cast, Picture::Truth, None).contains("unknown event"));
    }

    #[test]
    fn a_leak_says_which_where_and_why() {
        let cast = Cast::of(&fixture::subject("contract/mixed", None));
        let event =
            Event { tick: 9, stage: 8, entity: 0, code: codes::EVENT_LEAKED, detail: codes::CAUSE_NO_CHANNEL * 2 + 1 };
        let text = leak(&event, 3, 23, &cast);
        assert!(
            text.starts_with("Leak 3 of 23: ")
                && text.ends_with(&format!(" hit {} \u{2014} no channel free", cast.aim(0))),
            "{text}"
        );
    }

    #[test]
    fn belief_hides_what_only_truth_knows() {
        assert!(is_known_to_defence(codes::EVENT_ASSESSED) && !is_known_to_defence(codes::EVENT_KILL));
    }
}
