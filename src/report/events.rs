//! The events of one replicate as CSV with names in place of numbers.
//!
//! A threat is `wave/member`, an interceptor `site/type/round`, members and rounds counted from 0 as in a replicate's
//! random numbers. Channels are `site/channel`.

use crate::model::CaseModel;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::outcome::CAUSE_NAMES;
use crate::model::raid::next_part;
use crate::study::table::csv_line;

/// The head of the file.
const HEAD: [&str; 9] = ["tick", "time_s", "stage", "event", "entity", "name", "type", "other", "note"];

/// All events, in the order of (tick, stage, entity, event).
pub fn events_csv(case: &CaseModel, events: &[Event]) -> String {
    let names = Names::new(case);
    let mut text = String::new();
    csv_line(&mut text, HEAD.into_iter());
    for event in events {
        let row = names.row(case, event);
        csv_line(&mut text, row.iter().map(String::as_str));
    }
    text
}

/// Names of everything an event can be about, by index.
pub(super) struct Names {
    /// `wave/member` and type.
    pub threats: Vec<(String, String)>,
    /// `site/type/round` and type.
    pub rounds: Vec<(String, String)>,
    channels: Vec<String>,
    /// Radars, acoustic areas, ideal sensors.
    pub sensors: Vec<String>,
}

impl Names {
    pub(super) fn new(case: &CaseModel) -> Self {
        Self {
            threats: threat_names(case),
            rounds: round_names(case),
            channels: channel_names(case),
            sensors: case.sensor_names.clone(),
        }
    }

    fn row(&self, case: &CaseModel, event: &Event) -> [String; 9] {
        let kind = kind_of(event.code);
        let list = if kind.of_round { &self.rounds } else { &self.threats };
        let (name, kind_name) = named(list, event.entity);
        let (other, note) = self.detail(kind.detail, event.detail);
        [
            event.tick.to_string(),
            format!("{:.2}", case.seconds(event.tick)),
            stage_name(event.stage).to_owned(),
            kind.name.to_owned(),
            if kind.of_round { "interceptor" } else { "threat" }.to_owned(),
            name,
            kind_name,
            other,
            note,
        ]
    }

    fn detail(&self, kind: Detail, detail: u32) -> (String, String) {
        let threat = |ix: u32| named(&self.threats, ix).0;
        let either = |yes: &str, no: &str| if detail & 1 == 1 { yes.to_owned() } else { no.to_owned() };
        match kind {
            Detail::None => Default::default(),
            Detail::Target => (threat(detail), String::new()),
            Detail::Channel => (at(&self.channels, detail), String::new()),
            Detail::Sensor => (at(&self.sensors, detail / 2), either("believed a decoy", "believed a threat")),
            Detail::Assessment => (threat(detail / 2), either("taken for a kill", "taken for a miss")),
            Detail::Leak => {
                let cause = CAUSE_NAMES.get(detail as usize / 2).map_or_else(String::new, |c| c.replace('_', " "));
                (either("hit", "missed its aim"), cause)
            }
        }
    }
}

/// What an event's detail stands for.
#[derive(Clone, Copy)]
enum Detail {
    None,
    Target,
    Channel,
    Sensor,
    Assessment,
    Leak,
}

struct Kind {
    name: &'static str,
    of_round: bool,
    detail: Detail,
}

fn kind_of(code: u32) -> Kind {
    let threat = |name, detail| Kind { name, of_round: false, detail };
    let round = |name, detail| Kind { name, of_round: true, detail };
    match code {
        codes::EVENT_AIRBORNE => threat("airborne", Detail::None),
        codes::EVENT_LOST => threat("lost", Detail::None),
        codes::EVENT_CONFIRMED => threat("confirmed", Detail::Sensor),
        codes::EVENT_DROPPED => threat("dropped", Detail::None),
        codes::EVENT_REOPENED => threat("reopened", Detail::None),
        codes::EVENT_ASSESSED => round("assessed", Detail::Assessment),
        codes::EVENT_ORDERED => round("ordered", Detail::Target),
        codes::EVENT_RETARGETED => round("retargeted", Detail::Target),
        codes::EVENT_CHANNEL_HELD => round("channel held", Detail::Channel),
        codes::EVENT_CHANNEL_FREED => round("channel freed", Detail::Channel),
        codes::EVENT_CANCELLED => round("cancelled", Detail::Target),
        codes::EVENT_LAUNCHED => round("launched", Detail::Target),
        codes::EVENT_ACQUIRED => round("acquired", Detail::Target),
        codes::EVENT_NOT_ACQUIRED => round("not acquired", Detail::Target),
        codes::EVENT_ORPHANED => round("orphaned", Detail::Target),
        codes::EVENT_MISSED => round("missed", Detail::Target),
        codes::EVENT_EXPIRED => round("expired", Detail::None),
        codes::EVENT_ABORTED => round("aborted", Detail::None),
        codes::EVENT_KILL => round("kill", Detail::Target),
        codes::EVENT_PASS_FAILED => round("pass failed", Detail::Target),
        codes::EVENT_PASS_VOID => round("pass void", Detail::Target),
        codes::EVENT_KILLED => threat("killed", Detail::None),
        codes::EVENT_LEAKED => threat("leaked", Detail::Leak),
        _ => threat("unknown", Detail::None),
    }
}

fn stage_name(stage: u32) -> &'static str {
    const NAMES: [&str; 8] = ["spawn", "sense", "assess", "assign", "launch", "fly", "settle", "score"];
    NAMES.get((stage as usize).wrapping_sub(codes::STAGE_SPAWN as usize)).copied().unwrap_or("unknown")
}

fn at(names: &[String], ix: u32) -> String {
    names.get(ix as usize).cloned().unwrap_or_default()
}

fn named(names: &[(String, String)], ix: u32) -> (String, String) {
    names.get(ix as usize).cloned().unwrap_or_default()
}

/// `wave/member` and type of each threat, in the order in which a raid is drawn.
fn threat_names(case: &CaseModel) -> Vec<(String, String)> {
    let mut names = Vec::with_capacity(case.n_threats as usize);
    for wave in &case.scenario.raid.waves {
        let total = wave.composition.iter().map(|part| part.count).sum();
        let mut taken = vec![0; wave.composition.len()];
        for n in 0..total {
            let part = next_part(wave, &mut taken, n, total);
            names.push((format!("{}/{n}", wave.name), wave.composition[part].threat_type.clone()));
        }
    }
    names
}

/// `site/type/round` and type of each interceptor, in the order of the magazines.
fn round_names(case: &CaseModel) -> Vec<(String, String)> {
    let mut names = Vec::with_capacity(case.n_rounds as usize);
    for (group, (&site, &kind)) in case.groups.iter().zip(case.group_sites.iter().zip(&case.group_types)) {
        let (site, kind) = (&case.scenario.sites[site].name, &case.scenario.interceptor_types[kind].name);
        names.extend((0..group.n_rounds).map(|n| (format!("{site}/{kind}/{n}"), kind.clone())));
    }
    names
}

fn channel_names(case: &CaseModel) -> Vec<String> {
    let sites = case.scenario.sites.iter();
    sites.flat_map(|site| (0..site.channels).map(|n| format!("{}/{n}", site.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_and_stage_has_a_name() {
        for &(name, value) in codes::ALL {
            if name.starts_with("EVENT_") {
                let expected = name.trim_start_matches("EVENT_").to_lowercase().replace('_', " ");
                assert_eq!(kind_of(value).name, expected);
            }
            if name.starts_with("STAGE_") {
                assert_eq!(stage_name(value), name.trim_start_matches("STAGE_").to_lowercase());
            }
        }
        assert_eq!([stage_name(0), stage_name(99)], ["unknown"; 2]);
    }
}
