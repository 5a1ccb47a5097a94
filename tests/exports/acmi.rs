//! An independent reader of ACMI 2.2, written from the format's description (<https://www.tacview.net/documentation/acmi/>):
//! it accepts what the description allows and refuses the rest, with the line.

use std::collections::{BTreeMap, HashMap};

/// An object as the recording has it.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Longitude, latitude, altitude, roll, pitch, yaw, u, v, heading; as far as the notation has them.
    pub transform: Vec<Option<f64>>,
    pub properties: HashMap<String, String>,
    /// Frames in which it was placed: time, longitude, latitude, altitude.
    pub path: Vec<(f64, [f64; 3])>,
    pub removed_s: Option<f64>,
}

/// An event: time, type, objects, text.
#[derive(Clone, Debug)]
pub struct Event {
    pub time_s: f64,
    pub kind: String,
    pub ids: Vec<u64>,
    pub text: String,
}

/// A recording.
#[derive(Debug, Default)]
pub struct Recording {
    pub global: HashMap<String, String>,
    pub objects: BTreeMap<u64, Object>,
    pub events: Vec<Event>,
    pub frames_s: Vec<f64>,
}

const GLOBAL_TEXT: [&str; 10] = [
    "DataSource",
    "DataRecorder",
    "ReferenceTime",
    "RecordingTime",
    "Author",
    "Title",
    "Category",
    "Briefing",
    "Debriefing",
    "Comments",
];
const TAGS: [&str; 46] = [
    "Air",
    "Ground",
    "Sea",
    "Weapon",
    "Sensor",
    "Navaid",
    "Misc",
    "Static",
    "Heavy",
    "Medium",
    "Light",
    "Minor",
    "FixedWing",
    "Rotorcraft",
    "Armor",
    "AntiAircraft",
    "Vehicle",
    "Watercraft",
    "Human",
    "Biologic",
    "Missile",
    "Rocket",
    "Bomb",
    "Torpedo",
    "Projectile",
    "Beam",
    "Decoy",
    "Building",
    "Bullseye",
    "Waypoint",
    "Tank",
    "Warship",
    "AircraftCarrier",
    "Submarine",
    "Infantry",
    "Parachutist",
    "Shell",
    "Bullet",
    "Grenade",
    "Flare",
    "Chaff",
    "SmokeGrenade",
    "Aerodrome",
    "Container",
    "Shrapnel",
    "Explosion",
];
const COLORS: [&str; 7] = ["Red", "Orange", "Yellow", "Green", "Cyan", "Blue", "Violet"];
const EVENTS: [&str; 7] = ["Message", "Bookmark", "Debug", "LeftArea", "Destroyed", "TakenOff", "Landed"];
const TEXTS: [&str; 7] = ["Name", "CallSign", "Pilot", "Group", "Country", "Coalition", "Label"];

/// Reads a whole recording.
pub fn read(text: &str) -> Result<Recording, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.ends_with('\n') {
        return Err("the last line is cut off".to_owned());
    }
    let mut lines = text.lines().enumerate();
    for expected in ["FileType=text/acmi/tacview", "FileVersion=2.2"] {
        if lines.next().is_none_or(|(_, line)| line != expected) {
            return Err(format!("the file does not begin with {expected}"));
        }
    }
    let mut recording = Recording::default();
    for (ix, line) in lines {
        recording.line(line).map_err(|wrong| format!("line {}: {wrong}: {line}", ix + 1))?;
    }
    recording.whole()
}

impl Recording {
    fn now_s(&self) -> Option<f64> {
        self.frames_s.last().copied()
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.starts_with("//") {
            return Ok(());
        }
        if let Some(time) = line.strip_prefix('#') {
            let time_s = number(time)?;
            // The format allows frames out of order; a program that writes as it goes has no reason for them.
            if self.now_s().is_some_and(|before| time_s <= before) {
                return Err("time does not go on".to_owned());
            }
            self.frames_s.push(time_s);
            return Ok(());
        }
        if let Some(id) = line.strip_prefix('-') {
            let (id, now_s) = (id_of(id)?, self.now_s());
            let object = self.alive(id)?;
            object.removed_s = now_s;
            return if now_s.is_some() { Ok(()) } else { Err("a removal before the first frame".to_owned()) };
        }
        let mut parts = split(line)?.into_iter();
        let id = id_of(&parts.next().ok_or("an empty line")?)?;
        let properties: Vec<(String, String)> = parts.map(|part| property(&part)).collect::<Result<_, _>>()?;
        if properties.is_empty() {
            return Err("an object without properties".to_owned());
        }
        if id == 0 { self.global(properties) } else { self.object(id, properties) }
    }

    fn global(&mut self, properties: Vec<(String, String)>) -> Result<(), String> {
        for (key, value) in properties {
            match key.as_str() {
                "Event" => self.event(&value)?,
                "ReferenceTime" | "RecordingTime" if !is_utc(&value) => return Err("no UTC time".to_owned()),
                "ReferenceLongitude" | "ReferenceLatitude" => {
                    number(&value)?;
                    self.global.insert(key, value);
                }
                _ if GLOBAL_TEXT.contains(&key.as_str()) => {
                    self.global.insert(key, value);
                }
                _ => return Err(format!("unknown global property {key}")),
            }
        }
        Ok(())
    }

    fn event(&mut self, value: &str) -> Result<(), String> {
        let time_s = self.now_s().ok_or("an event before the first frame")?;
        let parts: Vec<&str> = value.split('|').collect();
        let [kind, ids @ .., text] = parts.as_slice() else { return Err("an event without a text".to_owned()) };
        if !EVENTS.contains(kind) {
            return Err(format!("unknown event {kind}"));
        }
        let ids: Vec<u64> = ids.iter().map(|id| id_of(id)).collect::<Result<_, _>>()?;
        ids.iter().try_for_each(|id| self.alive(*id).map(|_| ()))?;
        if ["LeftArea", "Destroyed"].contains(kind) && ids.len() != 1 {
            return Err(format!("{kind} is about one object"));
        }
        self.events.push(Event { time_s, kind: (*kind).to_owned(), ids, text: (*text).to_owned() });
        Ok(())
    }

    fn alive(&mut self, id: u64) -> Result<&mut Object, String> {
        let object = self.objects.get_mut(&id).ok_or(format!("no object {id:x}"))?;
        if object.removed_s.is_some() { Err(format!("object {id:x} was removed")) } else { Ok(object) }
    }

    fn object(&mut self, id: u64, properties: Vec<(String, String)>) -> Result<(), String> {
        let time_s = self.now_s().ok_or("an object before the first frame")?;
        let origin = ["ReferenceLongitude", "ReferenceLatitude"]
            .map(|key| self.global.get(key).map_or(0.0, |value| value.parse().unwrap()));
        let is_new = !self.objects.contains_key(&id);
        if is_new {
            let has = |key: &str| properties.iter().any(|(known, _)| known == key);
            if !has("T") || !has("Type") || !has("Name") {
                return Err("a new object without place, type or name".to_owned());
            }
            self.objects.insert(id, Object::default());
        }
        for (key, value) in properties {
            match key.as_str() {
                "T" => place(self.alive(id)?, &value, origin, time_s)?,
                "Type" => {
                    let unknown = value.split('+').find(|tag| !TAGS.contains(tag));
                    unknown.map_or(Ok(()), |tag| Err(format!("unknown tag {tag}")))?;
                }
                "Color" if !COLORS.contains(&value.as_str()) => return Err(format!("unknown color {value}")),
                "Parent" | "LockedTarget" => {
                    self.alive(id_of(&value)?)?;
                }
                "LockedTargetMode" => drop(number(&value)?),
                "Color" => {}
                _ if TEXTS.contains(&key.as_str()) => {}
                _ => return Err(format!("unknown property {key}")),
            }
            if key != "T" {
                self.alive(id)?.properties.insert(key, value);
            }
        }
        Ok(())
    }

    fn whole(self) -> Result<Self, String> {
        for key in ["ReferenceTime", "RecordingTime", "Title", "DataSource", "Author", "Category"] {
            if !self.global.contains_key(key) {
                return Err(format!("no {key}"));
            }
        }
        Ok(self)
    }
}

fn place(object: &mut Object, value: &str, origin: [f64; 2], time_s: f64) -> Result<(), String> {
    let read = |part: &str| if part.is_empty() { Ok(None) } else { number(part).map(Some) };
    let parts: Vec<Option<f64>> = value.split('|').map(read).collect::<Result<_, _>>()?;
    if ![3, 5, 6, 9].contains(&parts.len()) {
        return Err(format!("{} coordinates", parts.len()));
    }
    if object.transform.is_empty() {
        object.transform = vec![None; parts.len()];
    }
    if object.transform.len() != parts.len() {
        return Err("another notation than before".to_owned());
    }
    for (kept, new) in object.transform.iter_mut().zip(parts) {
        *kept = new.or(*kept);
    }
    let [Some(lon), Some(lat), Some(altitude)] = object.transform[..3] else {
        return Err("no longitude, latitude or altitude yet".to_owned());
    };
    let (lon, lat) = (lon + origin[0], lat + origin[1]);
    // Both parts are rounded.
    if !(-180.000001..=180.000001).contains(&lon) || !(-90.000001..=90.000001).contains(&lat) {
        return Err("outside the earth".to_owned());
    }
    object.path.push((time_s, [lon, lat, altitude]));
    Ok(())
}

/// Parts between commas that are not escaped.
fn split(line: &str) -> Result<Vec<String>, String> {
    let mut parts = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let last = parts.len() - 1;
        match letter {
            ',' => parts.push(String::new()),
            '\\' => match letters.next() {
                Some(',') => parts[last].push(','),
                _ => return Err("a backslash that escapes nothing".to_owned()),
            },
            letter => parts[last].push(letter),
        }
    }
    Ok(parts)
}

fn property(part: &str) -> Result<(String, String), String> {
    let (key, value) = part.split_once('=').ok_or("a property without =")?;
    if key.is_empty() || value.is_empty() {
        return Err("a property without a name or a value".to_owned());
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// Up to 16 hexadecimal digits without leading zeros.
fn id_of(text: &str) -> Result<u64, String> {
    let well_formed =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit()) && (text == "0" || !text.starts_with('0'));
    let id = u64::from_str_radix(text, 16).ok().filter(|_| well_formed);
    id.ok_or(format!("{text:?} is no id"))
}

fn number(text: &str) -> Result<f64, String> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let value: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if plain && text != "-0" { Ok(value) } else { Err(format!("{text:?} is no plain number")) }
}

/// `2000-01-01T00:00:00Z`.
fn is_utc(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00Z"
}
