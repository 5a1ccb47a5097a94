//! What happened to one threat or one interceptor, in words: for cards and lists.

use super::log::Log;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::names::{EventKind, Names, cause_name};

/// One line of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, ticks.
    pub tick: u32,
    /// `codes::EVENT_*`, for colours and marks.
    pub code: u32,
    /// One sentence without a full stop.
    pub text: String,
}

/// What happened to a threat until a tick: what befell it, and what was done about it.
pub fn of_threat(log: &Log, names: &Names, threat: u32, until_tick: f64) -> Vec<Line> {
    let about = |event: &&Event| EventKind::threat_of(event) == Some(threat);
    past(log, until_tick).iter().filter(about).map(|event| line(event, seen_from_threat(names, event))).collect()
}

/// What happened to an interceptor until a tick.
pub fn of_round(log: &Log, names: &Names, round: u32, until_tick: f64) -> Vec<Line> {
    let about = |event: &&Event| EventKind::of(event.code).of_round && event.entity == round;
    past(log, until_tick).iter().filter(about).map(|event| line(event, seen_from_round(names, event))).collect()
}

/// Any event in words, for a list of all.
pub fn in_words(names: &Names, event: &Event) -> String {
    let entity = &names.entity(event).name;
    if EventKind::of(event.code).of_round {
        format!("{entity}: {}", lower(&seen_from_round(names, event)))
    } else {
        format!("{entity}: {}", lower(&seen_from_threat(names, event)))
    }
}

fn past(log: &Log, until_tick: f64) -> &[Event] {
    &log.events[..log.until(until_tick)]
}

fn line(event: &Event, text: String) -> Line {
    Line { tick: event.tick, code: event.code, text }
}

/// The first letter small, as after a colon; texts begin with plain words, never with names.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn seen_from_threat(names: &Names, event: &Event) -> String {
    let round = &names.round(event.entity).name;
    match event.code {
        codes::EVENT_AIRBORNE => "Took off".to_owned(),
        codes::EVENT_LOST => "Got lost on the way".to_owned(),
        codes::EVENT_CONFIRMED => {
            let (sensor, belief) = names.detail(event);
            format!("Track confirmed by {sensor}, {belief}")
        }
        codes::EVENT_DROPPED => "Track dropped: not detected for too long".to_owned(),
        codes::EVENT_REOPENED => "Taken up again: still detected after it was believed killed".to_owned(),
        codes::EVENT_ASSESSED => format!("Pass of {round} {}", names.detail(event).1),
        codes::EVENT_ORDERED => format!("Ordered against it: {round}"),
        codes::EVENT_RETARGETED => format!("Turned to it in flight: {round}"),
        codes::EVENT_CANCELLED => format!("Order cancelled before the launch: {round}"),
        codes::EVENT_LAUNCHED => format!("Launched at it: {round}"),
        codes::EVENT_ACQUIRED => format!("Acquired by the seeker of {round}"),
        codes::EVENT_NOT_ACQUIRED => format!("Not acquired by the seeker of {round}"),
        codes::EVENT_ORPHANED => format!("Lost by {round}"),
        codes::EVENT_MISSED => format!("Missed for good by {round}"),
        codes::EVENT_KILL => format!("Struck by {round}"),
        codes::EVENT_PASS_FAILED => format!("Passed by {round} without effect"),
        codes::EVENT_PASS_VOID => format!("Passed by {round} after its end"),
        codes::EVENT_KILLED => "Killed".to_owned(),
        codes::EVENT_LEAKED => leaked(event),
        _ => EventKind::of(event.code).name.to_owned(),
    }
}

fn leaked(event: &Event) -> String {
    let end = if event.detail & 1 == 1 { "Arrived and hit" } else { "Arrived and missed its aim" };
    format!("{end}; not stopped because: {}", cause_name(event.detail / 2))
}

fn seen_from_round(names: &Names, event: &Event) -> String {
    let (other, note) = names.detail(event);
    match event.code {
        codes::EVENT_ASSESSED => format!("Pass at {other} {note}"),
        codes::EVENT_ORDERED => format!("Ordered against {other}"),
        codes::EVENT_RETARGETED => format!("Turned in flight to {other}"),
        codes::EVENT_CHANNEL_HELD => format!("Holds guidance channel {other}"),
        codes::EVENT_CHANNEL_FREED => format!("Gives up guidance channel {other}"),
        codes::EVENT_CANCELLED => format!("Order cancelled: {other} left the picture before the launch"),
        codes::EVENT_LAUNCHED => format!("Launched at {other}"),
        codes::EVENT_ACQUIRED => format!("Seeker acquired {other}"),
        codes::EVENT_NOT_ACQUIRED => format!("Seeker did not acquire {other}"),
        codes::EVENT_ORPHANED => format!("Lost its target {other}"),
        codes::EVENT_MISSED => format!("Used up its tries at {other}"),
        codes::EVENT_EXPIRED => "Ran out of endurance".to_owned(),
        codes::EVENT_ABORTED => "Given up: no target in time".to_owned(),
        codes::EVENT_KILL => format!("Killed {other}"),
        codes::EVENT_PASS_FAILED => format!("Passed {other} without effect"),
        codes::EVENT_PASS_VOID => format!("Passed {other} after its end"),
        _ => EventKind::of(event.code).name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_words_and_belongs_to_a_history() {
        let names = Names::default();
        for &(name, code) in codes::ALL {
            if !name.starts_with("EVENT_") {
                continue;
            }
            let event = Event { tick: 5, stage: 1, entity: 3, code, detail: 6 };
            let log = Log { events: vec![event] };
            let kind = EventKind::of(code);
            let lines = if kind.of_round { of_round(&log, &names, 3, 5.0) } else { of_threat(&log, &names, 3, 5.0) };
            assert_eq!(lines.len(), 1, "{name}");
            assert!(lines[0].text.starts_with(|c: char| c.is_uppercase()), "{name}: {}", lines[0].text);
            assert!(of_round(&log, &names, 4, 5.0).is_empty() && of_threat(&log, &names, 4, 5.0).is_empty());
            assert!(of_round(&log, &names, 3, 4.9).is_empty() && of_threat(&log, &names, 3, 4.9).is_empty());
            let target = EventKind::threat_of(&event);
            if let Some(threat) = target {
                let seen = of_threat(&log, &names, threat, 5.0);
                assert!(seen[0].text.starts_with(|c: char| c.is_uppercase()), "{name}: {}", seen[0].text);
            }
        }
    }
}
