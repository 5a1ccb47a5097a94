//! What things are called, in lists and in words: threats, interceptors, channels, sensors, and what happens to them.
//!
//! A threat is `wave/member`, an interceptor `site/type/round`, members and rounds counted from 0 as in a replicate's
//! random numbers. A channel is `site/channel`.

use super::codes;
use super::compile::CaseModel;
use super::events::Event;
use super::outcome::CAUSE_NAMES;
use super::raid::next_part;

/// Something with a name and a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its type, as the scenario calls it.
    pub kind: String,
}

/// Names of everything in a case, by index.
#[derive(Clone, Debug, Default)]
pub struct Names {
    threats: Vec<Named>,
    rounds: Vec<Named>,
    channels: Vec<String>,
    sensors: Vec<String>,
}

static NOBODY: Named = Named { name: String::new(), kind: String::new() };

impl Names {
    /// The names of a case; all its replicates have the same.
    pub fn new(case: &CaseModel) -> Self {
        Self {
            threats: threat_names(case),
            rounds: round_names(case),
            channels: channel_names(case),
            sensors: case.sensor_names.clone(),
        }
    }

    /// All threats, in the order of their rows.
    pub fn threats(&self) -> &[Named] {
        &self.threats
    }

    /// All interceptors, in the order of their rows.
    pub fn rounds(&self) -> &[Named] {
        &self.rounds
    }

    /// A threat; empty where there is none of that index.
    pub fn threat(&self, ix: u32) -> &Named {
        self.threats.get(ix as usize).unwrap_or(&NOBODY)
    }

    /// An interceptor; empty where there is none of that index.
    pub fn round(&self, ix: u32) -> &Named {
        self.rounds.get(ix as usize).unwrap_or(&NOBODY)
    }

    /// A guidance channel; empty where there is none of that index.
    pub fn channel(&self, ix: u32) -> &str {
        self.channels.get(ix as usize).map_or("", String::as_str)
    }

    /// A sensor; empty where there is none of that index.
    pub fn sensor(&self, ix: u32) -> &str {
        self.sensors.get(ix as usize).map_or("", String::as_str)
    }

    /// What an event happened to.
    pub fn entity(&self, event: &Event) -> &Named {
        if EventKind::of(event.code).of_round { self.round(event.entity) } else { self.threat(event.entity) }
    }

    /// What an event's detail says: the other thing it names, and a note. Either may be empty.
    pub fn detail(&self, event: &Event) -> (String, String) {
        let detail = event.detail;
        let either = |yes: &str, no: &str| if detail & 1 == 1 { yes.to_owned() } else { no.to_owned() };
        match EventKind::of(event.code).detail {
            Detail::None => Default::default(),
            Detail::Target => (self.threat(detail).name.clone(), String::new()),
            Detail::Channel => (self.channel(detail).to_owned(), String::new()),
            Detail::Sensor => (self.sensor(detail / 2).to_owned(), either("believed a decoy", "believed a threat")),
            Detail::Assessment => {
                (self.threat(detail / 2).name.clone(), either("taken for a kill", "taken for a miss"))
            }
            Detail::Leak => (either("hit", "missed its aim"), cause_name(detail / 2)),
        }
    }
}

/// A leaker's cause in words; empty for none such.
pub fn cause_name(cause: u32) -> String {
    CAUSE_NAMES.get(cause as usize).map_or_else(String::new, |name| name.replace('_', " "))
}

/// What an event's detail stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// A threat.
    Target,
    /// A guidance channel.
    Channel,
    /// A sensor, twice, plus one for "believed a decoy".
    Sensor,
    /// A threat, twice, plus one for "taken for a kill".
    Assessment,
    /// A cause, twice, plus one for a hit.
    Leak,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventKind {
    /// In words, lower case.
    pub name: &'static str,
    /// It happened to an interceptor; else to a threat.
    pub of_round: bool,
    /// What its detail stands for.
    pub detail: Detail,
}

impl EventKind {
    /// The kind of a code, `codes::EVENT_*`.
    pub fn of(code: u32) -> Self {
        let threat = |name, detail| Self { name, of_round: false, detail };
        let round = |name, detail| Self { name, of_round: true, detail };
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

    /// The threat that an event is about: the one it happened to, or the one it names.
    pub fn threat_of(event: &Event) -> Option<u32> {
        let kind = Self::of(event.code);
        match kind.detail {
            _ if !kind.of_round => Some(event.entity),
            Detail::Target => Some(event.detail),
            Detail::Assessment => Some(event.detail / 2),
            _ => None,
        }
    }
}

/// The name of a stage by its number in events, `codes::STAGE_*`.
pub fn stage_name(stage: u32) -> &'static str {
    const NAMES: [&str; 8] = ["spawn", "sense", "assess", "assign", "launch", "fly", "settle", "score"];
    NAMES.get((stage as usize).wrapping_sub(codes::STAGE_SPAWN as usize)).copied().unwrap_or("unknown")
}

/// Each threat, in the order in which a raid is drawn.
fn threat_names(case: &CaseModel) -> Vec<Named> {
    let mut names = Vec::with_capacity(case.n_threats as usize);
    for wave in &case.scenario.raid.waves {
        let total = wave.composition.iter().map(|part| part.count).sum();
        let mut taken = vec![0; wave.composition.len()];
        for n in 0..total {
            let part = next_part(wave, &mut taken, n, total);
            names.push(Named { name: format!("{}/{n}", wave.name), kind: wave.composition[part].threat_type.clone() });
        }
    }
    names
}

/// Each interceptor, in the order of the magazines.
fn round_names(case: &CaseModel) -> Vec<Named> {
    let mut names = Vec::with_capacity(case.n_rounds as usize);
    for (group, (&site, &kind)) in case.groups.iter().zip(case.group_sites.iter().zip(&case.group_types)) {
        let (site, kind) = (&case.scenario.sites[site].name, &case.scenario.interceptor_types[kind].name);
        names.extend((0..group.n_rounds).map(|n| Named { name: format!("{site}/{kind}/{n}"), kind: kind.clone() }));
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
                assert_eq!(EventKind::of(value).name, expected);
            }
            if name.starts_with("STAGE_") {
                assert_eq!(stage_name(value), name.trim_start_matches("STAGE_").to_lowercase());
            }
        }
        assert_eq!([stage_name(0), stage_name(99)], ["unknown"; 2]);
    }

    #[test]
    fn what_is_not_there_has_no_name() {
        let names = Names::default();
        assert_eq!([names.threat(7), names.round(7)], [&Named::default(); 2]);
        assert_eq!([names.channel(7), names.sensor(7)], [""; 2]);
    }
}
