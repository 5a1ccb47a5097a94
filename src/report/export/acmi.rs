//! Tacview's ACMI 2.2: a text of objects, their positions frame by frame, and events.
//!
//! After <https://www.tacview.net/documentation/acmi/>: two lines of header, then `#seconds` opens a frame, `id,key=value,...`
//! sets properties of an object (ids are hexadecimal, object 0 is the recording itself), `-id` removes one. Positions are
//! `longitude|latitude|altitude|roll|pitch|yaw|u|v|heading`, degrees relative to the reference, metres; u and v are the map's
//! east and north. The roll is left out, as the model has none, and Tacview makes one up. Commas in text are escaped.

use std::fmt::Write as _;

use super::Options;
use super::pass::{Epoch, Stage, Writer};
use super::place::{DEG_DECIMALS, Motion, Place, place, place_at, place_between, push_fixed, true_heading_deg};
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::codes;
use crate::model::compile::Map;
use crate::model::events::Event;
use crate::model::names::Named;
use crate::model::outcome::CAUSE_NAMES;
use crate::scenario::schema::Position;

/// A raid of a scenario has no date: its clock starts here, and no file says when it was made.
const REFERENCE_TIME: &str = "2000-01-01T00:00:00Z";

/// Ids of objects: a kind in the upper digits, the index below, so that they can be told apart by eye.
#[derive(Clone, Copy)]
enum Id {
    Threat(usize),
    Round(usize),
    /// A threat's track, and which of its tracks: dropped and confirmed anew it is another object.
    Track(usize, u32),
    Site(usize),
    Sensor(usize),
    Asset(usize),
}

impl Id {
    fn hex(self) -> String {
        let (kind, ix) = match self {
            Self::Threat(ix) => (1u64, ix),
            Self::Round(ix) => (2, ix),
            Self::Track(ix, n) => (u64::from(n) << 8 | 3, ix),
            Self::Site(ix) => (4, ix),
            Self::Sensor(ix) => (5, ix),
            Self::Asset(ix) => (6, ix),
        };
        format!("{:x}", (kind << 32) | ix as u64)
    }
}

/// The recording as it grows.
pub(super) struct Acmi {
    pub text: String,
    tracks: bool,
    /// The frame that is open, ticks.
    frame: Option<u32>,
    /// Which threats, rounds and tracks are on the map.
    threats: Vec<bool>,
    rounds: Vec<bool>,
    believed: Vec<bool>,
    /// How often each track was dropped.
    n_dropped: Vec<u32>,
    has_leak: bool,
    has_kill: bool,
}

impl Acmi {
    pub fn new(case: &CaseModel, job: &Job, options: &Options) -> Self {
        let mut acmi = Self {
            text: String::new(),
            tracks: options.tracks,
            frame: None,
            threats: vec![false; case.n_threats as usize],
            rounds: vec![false; case.n_rounds as usize],
            believed: vec![false; case.n_threats as usize],
            n_dropped: vec![0; case.n_threats as usize],
            has_leak: false,
            has_kill: false,
        };
        acmi.header(case, job);
        acmi
    }

    fn header(&mut self, case: &CaseModel, job: &Job) {
        let theatre = &case.scenario.theatre;
        // The format's description recommends the byte order mark.
        self.text += "\u{feff}FileType=text/acmi/tacview\nFileVersion=2.2\n";
        let assigner = case.label();
        let Job { seed, replicate, .. } = job;
        let title = format!("{}: assigner {assigner}, seed {seed}, replicate {replicate}", case.scenario.name);
        let version = env!("CARGO_PKG_VERSION");
        for (key, value) in [
            ("ReferenceTime", REFERENCE_TIME),
            ("RecordingTime", REFERENCE_TIME),
            ("Title", &title),
            ("DataSource", &format!("Kingbird {version}")),
            ("DataRecorder", &format!("Kingbird {version}")),
            ("Author", "Kingbird"),
            ("Category", "Simulated raid of drones"),
            ("Briefing", &case.scenario.summary),
            ("Comments", "Times are seconds of the simulation; the date has no meaning."),
        ] {
            let value = escaped(value);
            let _ = writeln!(self.text, "0,{key}={value}");
        }
        for (key, degrees) in
            [("ReferenceLongitude", theatre.origin_lon_deg), ("ReferenceLatitude", theatre.origin_lat_deg)]
        {
            let _ = write!(self.text, "0,{key}=");
            push_fixed(&mut self.text, degrees, DEG_DECIMALS);
            self.text.push('\n');
        }
    }

    /// Opens the frame of a tick, unless it is open.
    fn at(&mut self, case: &CaseModel, tick: u32) {
        if self.frame != Some(tick) {
            self.frame = Some(tick);
            let _ = writeln!(self.text, "#{:.3}", case.seconds(tick));
        }
    }

    /// `id,T=...` without its line end.
    fn transform(&mut self, case: &CaseModel, id: Id, place: &Place) {
        let theatre = &case.scenario.theatre;
        let text = &mut self.text;
        let _ = write!(text, "{},T=", id.hex());
        push_fixed(text, place.lon_deg - theatre.origin_lon_deg, DEG_DECIMALS);
        text.push('|');
        push_fixed(text, place.lat_deg - theatre.origin_lat_deg, DEG_DECIMALS);
        text.push('|');
        push_fixed(text, place.altitude_m, 2);
        text.push_str("||");
        let yaw_deg = true_heading_deg(case, place);
        for (value, decimals) in
            [(place.pitch_deg, 1), (yaw_deg, 1), (place.east_m, 2), (place.north_m, 2), (place.heading_deg, 1)]
        {
            push_fixed(text, value, decimals);
            text.push('|');
        }
        text.pop();
    }

    fn moved(&mut self, case: &CaseModel, id: Id, place: &Place) {
        self.transform(case, id, place);
        self.text.push('\n');
    }

    /// A new object with its properties.
    fn appear(&mut self, case: &CaseModel, id: Id, place: &Place, properties: &[(&str, &str)]) {
        self.transform(case, id, place);
        self.properties(properties);
    }

    /// Something that stands: longitude, latitude, altitude and the map's coordinates.
    fn stand(&mut self, case: &CaseModel, id: Id, position: &Position, altitude_m: f64, properties: &[(&str, &str)]) {
        let at = Map::new(&case.scenario).east_north_m(position);
        let place = place_at(case, [at.x, at.y, altitude_m]);
        let theatre = &case.scenario.theatre;
        let text = &mut self.text;
        let _ = write!(text, "{},T=", id.hex());
        for (value, decimals) in [
            (place.lon_deg - theatre.origin_lon_deg, DEG_DECIMALS),
            (place.lat_deg - theatre.origin_lat_deg, DEG_DECIMALS),
            (altitude_m, 2),
            (place.east_m, 2),
            (place.north_m, 2),
        ] {
            push_fixed(text, value, decimals);
            text.push('|');
        }
        text.pop();
        self.properties(properties);
    }

    /// `,key=value` for each, and the line's end.
    fn properties(&mut self, properties: &[(&str, &str)]) {
        for (key, value) in properties {
            let value = escaped(value);
            let _ = write!(self.text, ",{key}={value}");
        }
        self.text.push('\n');
    }

    /// An event about those of some objects that are on the map.
    fn note(&mut self, kind: &str, about: &[Id], text: &str) {
        let there = about.iter().filter(|id| self.is_there(**id));
        let ids: String = there.map(|id| format!("{}|", id.hex())).collect();
        // A bar would begin another part of the event.
        let text = escaped(text).replace('|', "/");
        let _ = writeln!(self.text, "0,Event={kind}|{ids}{text}");
    }

    fn remove(&mut self, id: Id) {
        let _ = writeln!(self.text, "-{}", id.hex());
    }

    /// A threat's last position, what became of it, and its removal.
    fn end_threat(&mut self, epoch: &Epoch<'_>, event: &Event, ix: usize, kind: &str, text: &str) {
        if !self.threats[ix] {
            return;
        }
        let Epoch { before, now, .. } = epoch;
        let place = place_between(epoch, (&before.threats[ix]).into(), (&now.threats[ix]).into(), event.tick);
        self.moved(epoch.stage.case, Id::Threat(ix), &place);
        self.note(kind, &[Id::Threat(ix)], text);
        self.remove(Id::Threat(ix));
        self.threats[ix] = false;
    }

    /// The same for an interceptor.
    fn end_round(&mut self, epoch: &Epoch<'_>, event: &Event, ix: usize, kind: &str, text: &str) {
        if !self.rounds[ix] {
            return;
        }
        let Epoch { before, now, .. } = epoch;
        let place = place_between(epoch, (&before.rounds[ix]).into(), (&now.rounds[ix]).into(), event.tick);
        self.moved(epoch.stage.case, Id::Round(ix), &place);
        self.note(kind, &[Id::Round(ix)], text);
        self.remove(Id::Round(ix));
        self.rounds[ix] = false;
    }

    fn start_threat(&mut self, epoch: &Epoch<'_>, ix: usize) {
        let Stage { case, statics, names } = epoch.stage;
        let Named { name, kind } = names.threat(ix as u32);
        let is_decoy = statics.plans[ix].decoy == 1;
        let wave = name.rsplit_once('/').map_or(name.as_str(), |(wave, _)| wave);
        self.threats[ix] = true;
        let place = place(case, (&epoch.before.threats[ix]).into());
        let color = if is_decoy { "Yellow" } else { "Orange" };
        let properties = [
            ("Type", "Air+FixedWing"),
            ("Name", kind),
            ("CallSign", name),
            ("Group", wave),
            ("Coalition", "Enemies"),
            ("Color", color),
            ("Label", if is_decoy { "decoy" } else { "threat" }),
        ];
        self.appear(case, Id::Threat(ix), &place, &properties);
    }

    fn launch(&mut self, epoch: &Epoch<'_>, ix: usize, target: usize) {
        let Stage { case, statics, names } = epoch.stage;
        let Named { name, kind } = names.round(ix as u32);
        let group = &case.groups[statics.issues[ix].group as usize];
        let site = group.site as usize;
        let now = &epoch.now.rounds[ix];
        // At its launch it stands on its site; where it then turns to is known at the epoch's end.
        let motion = Motion { at: [group.x, group.y, group.z], v: [now.vx, now.vy, now.vz] };
        self.rounds[ix] = true;
        let properties = [
            ("Type", "Weapon+Missile"),
            ("Name", kind.as_str()),
            ("CallSign", name),
            ("Group", &case.scenario.sites[site].name),
            ("Coalition", "Allies"),
            ("Color", "Blue"),
            ("Parent", &Id::Site(site).hex()),
        ];
        self.appear(case, Id::Round(ix), &place(case, motion), &properties);
        self.lock(ix, Some(target));
        let text = format!("{name} launched at {}", names.threat(target as u32).name);
        self.note("Message", &[Id::Round(ix), Id::Threat(target)], &text);
    }

    fn kill(&mut self, epoch: &Epoch<'_>, event: &Event) {
        let (round, threat) = (event.entity as usize, event.detail as usize);
        let names = epoch.stage.names;
        let text = format!("{} killed by {}", names.threat(threat as u32).name, names.round(round as u32).name);
        if !std::mem::replace(&mut self.has_kill, true) {
            self.note("Bookmark", &[Id::Threat(threat), Id::Round(round)], "First kill");
        }
        self.end_threat(epoch, event, threat, "Destroyed", &text);
        self.end_round(
            epoch,
            event,
            round,
            "Destroyed",
            &format!("{} spent on its kill", names.round(round as u32).name),
        );
    }

    fn leak(&mut self, epoch: &Epoch<'_>, event: &Event) {
        let ix = event.entity as usize;
        let Stage { case, statics, names } = epoch.stage;
        let asset = statics.plans[ix].asset as usize;
        let cause = CAUSE_NAMES.get(event.detail as usize / 2).map_or_else(String::new, |name| name.replace('_', " "));
        let hit = if event.detail & 1 == 1 { "hit" } else { "missed its aim" };
        let about = [Id::Threat(ix), Id::Asset(asset)];
        let text = format!(
            "{} leaked at {} and {hit}; cause: {cause}",
            names.threat(ix as u32).name,
            case.scenario.assets[asset].name
        );
        self.note("Message", &about, &text);
        if !std::mem::replace(&mut self.has_leak, true) {
            self.note("Bookmark", &about, "First leak");
        }
        self.end_threat(epoch, event, ix, "LeftArea", "arrived");
    }

    fn pass_failed(&mut self, epoch: &Epoch<'_>, round: usize, threat: usize) {
        let names = epoch.stage.names;
        if self.rounds[round] {
            let (by, at) = (&names.round(round as u32).name, &names.threat(threat as u32).name);
            self.note(
                "Message",
                &[Id::Round(round), Id::Threat(threat)],
                &format!("{by} passed {at} without killing it"),
            );
        }
    }

    /// Whom an interceptor flies at; nobody where its target is gone and the defence does not know.
    fn lock(&mut self, ix: usize, target: Option<usize>) {
        if !self.rounds[ix] {
            return;
        }
        let id = Id::Round(ix).hex();
        let _ = match target.filter(|target| self.threats[*target]) {
            Some(target) => writeln!(self.text, "{id},LockedTarget={},LockedTargetMode=1", Id::Threat(target).hex()),
            None => writeln!(self.text, "{id},LockedTargetMode=0"),
        };
    }

    /// Whether an object is on the map.
    fn is_there(&self, id: Id) -> bool {
        match id {
            Id::Threat(ix) => self.threats[ix],
            Id::Round(ix) => self.rounds[ix],
            Id::Track(..) | Id::Site(_) | Id::Sensor(_) | Id::Asset(_) => true,
        }
    }

    /// Confirmed tracks where the defence believes them to be.
    fn sample_tracks(&mut self, epoch: &Epoch<'_>) {
        let Stage { case, names, .. } = epoch.stage;
        for (ix, track) in epoch.now.tracks.iter().enumerate() {
            let is_held = track.status == codes::TRACK_CONFIRMED;
            let was_held = std::mem::replace(&mut self.believed[ix], is_held);
            let id = Id::Track(ix, self.n_dropped[ix]);
            match (was_held, is_held) {
                (false, true) => {
                    let properties = [
                        ("Type", "Misc+Minor"),
                        ("Name", "Track"),
                        ("CallSign", &format!("track of {}", names.threat(ix as u32).name)),
                        ("Coalition", "Allies"),
                        ("Color", "Violet"),
                    ];
                    self.appear(case, id, &place(case, track.into()), &properties);
                }
                (true, true) => self.moved(case, id, &place(case, track.into())),
                (true, false) => {
                    self.note("LeftArea", &[id], "track dropped");
                    self.remove(id);
                    self.n_dropped[ix] += 1;
                }
                (false, false) => {}
            }
        }
    }
}

impl Writer for Acmi {
    fn begin(&mut self, stage: &Stage<'_>) {
        let Stage { case, names, .. } = stage;
        let s = &case.scenario;
        self.at(case, 0);
        let ours = |kind, name| [("Type", kind), ("Name", name), ("Coalition", "Allies"), ("Color", "Cyan")];
        for (ix, asset) in s.assets.iter().enumerate() {
            self.stand(case, Id::Asset(ix), &asset.position, 0.0, &ours("Ground+Static+Building", &asset.name));
        }
        for (ix, site) in s.sites.iter().enumerate() {
            let properties = ours("Ground+Static+AntiAircraft", &site.name);
            self.stand(case, Id::Site(ix), &site.position, site.altitude_m, &properties);
        }
        let radars = s.radars.iter().map(|radar| (radar.position, radar.mast_height_m));
        let areas = s.acoustic_areas.iter().map(|area| {
            let corner = area.polygon.first().copied();
            (area.centre.or(corner).unwrap_or_default(), 0.0)
        });
        let ideal = s.ideal_sensors.iter().map(|sensor| (sensor.position, 0.0));
        for (ix, (position, altitude_m)) in radars.chain(areas).chain(ideal).enumerate() {
            let properties = ours("Ground+Static+Sensor", names.sensor(ix as u32));
            self.stand(case, Id::Sensor(ix), &position, altitude_m, &properties);
        }
    }

    fn event(&mut self, epoch: &Epoch<'_>, event: &Event) {
        let entity = event.entity as usize;
        let target = event.detail as usize;
        let tells = [
            codes::EVENT_AIRBORNE,
            codes::EVENT_LOST,
            codes::EVENT_LEAKED,
            codes::EVENT_LAUNCHED,
            codes::EVENT_RETARGETED,
            codes::EVENT_ORPHANED,
            codes::EVENT_KILL,
            codes::EVENT_PASS_FAILED,
            codes::EVENT_MISSED,
            codes::EVENT_EXPIRED,
            codes::EVENT_ABORTED,
        ];
        if !tells.contains(&event.code) {
            return;
        }
        self.at(epoch.stage.case, event.tick);
        match event.code {
            codes::EVENT_AIRBORNE => self.start_threat(epoch, entity),
            codes::EVENT_LOST => self.end_threat(epoch, event, entity, "LeftArea", "lost on the way"),
            codes::EVENT_LEAKED => self.leak(epoch, event),
            codes::EVENT_LAUNCHED => self.launch(epoch, entity, target),
            codes::EVENT_RETARGETED => self.lock(entity, Some(target)),
            codes::EVENT_ORPHANED => self.lock(entity, None),
            codes::EVENT_KILL => self.kill(epoch, event),
            codes::EVENT_PASS_FAILED => self.pass_failed(epoch, entity, target),
            codes::EVENT_MISSED => {
                // Its last pass comes after this in the order of codes, and would tell of what is gone.
                if event.stage == codes::STAGE_SETTLE {
                    self.pass_failed(epoch, entity, target);
                }
                self.end_round(epoch, event, entity, "LeftArea", "used up its tries");
            }
            codes::EVENT_EXPIRED => self.end_round(epoch, event, entity, "LeftArea", "endurance over"),
            _ => self.end_round(epoch, event, entity, "LeftArea", "given up without a target"),
        }
    }

    fn sample(&mut self, epoch: &Epoch<'_>) {
        let case = epoch.stage.case;
        self.at(case, epoch.now_tick);
        for (ix, row) in epoch.now.threats.iter().enumerate() {
            if self.threats[ix] {
                self.moved(case, Id::Threat(ix), &place(case, row.into()));
            }
        }
        for (ix, row) in epoch.now.rounds.iter().enumerate() {
            if self.rounds[ix] {
                self.moved(case, Id::Round(ix), &place(case, row.into()));
            }
        }
        if self.tracks {
            self.sample_tracks(epoch);
        }
    }

    fn end(&mut self, stage: &Stage<'_>, tick: u32, digest: &str) {
        self.at(stage.case, tick);
        self.note("Message", &[], &format!("End of the raid; digest {digest}"));
    }
}

/// A text property's value: commas escaped; what would end the line or escape something becomes harmless.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ',' => out.push_str("\\,"),
            '\\' => out.push('/'),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
