//! Keys written with another unit than the format's, and what their values come to.
//!
//! Every scalar of the format carries its SI unit in its key. A key that is unknown is split into stem and unit, and
//! compared with the known keys of the same dimension: `speed_kmh = 185` is told to be `cruise_speed_mps = 51.4`.

use super::nearest::likeness;

/// What a unit measures; each dimension has one unit in the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dimension {
    Speed,
    Length,
    Time,
    Angle,
    Acceleration,
    Area,
    Density,
    Money,
    Level,
    /// No unit: probabilities, factors, counts.
    Plain,
}

/// How a value comes to the format's unit.
#[derive(Clone, Copy, Debug)]
enum Conversion {
    Times(f64),
    /// Decibels relative to the unit.
    Decibels,
}

use Conversion::{Decibels, Times};
use Dimension::{Acceleration, Angle, Area, Density, Length, Level, Money, Plain, Speed, Time};

/// Units as they stand at the end of a key. One suffix may mean several things (`ms`); the known keys decide.
const UNITS: &[(&str, Dimension, Conversion)] = &[
    ("mps", Speed, Times(1.0)),
    ("ms", Speed, Times(1.0)),
    ("m_s", Speed, Times(1.0)),
    ("kmh", Speed, Times(1.0 / 3.6)),
    ("kph", Speed, Times(1.0 / 3.6)),
    ("kmph", Speed, Times(1.0 / 3.6)),
    ("km_h", Speed, Times(1.0 / 3.6)),
    ("kmps", Speed, Times(1000.0)),
    ("mph", Speed, Times(0.447_04)),
    ("kt", Speed, Times(1852.0 / 3600.0)),
    ("kts", Speed, Times(1852.0 / 3600.0)),
    ("kn", Speed, Times(1852.0 / 3600.0)),
    ("knots", Speed, Times(1852.0 / 3600.0)),
    ("fps", Speed, Times(0.3048)),
    ("m", Length, Times(1.0)),
    ("metres", Length, Times(1.0)),
    ("meters", Length, Times(1.0)),
    ("km", Length, Times(1000.0)),
    ("cm", Length, Times(0.01)),
    ("ft", Length, Times(0.3048)),
    ("feet", Length, Times(0.3048)),
    ("mi", Length, Times(1609.344)),
    ("miles", Length, Times(1609.344)),
    ("nm", Length, Times(1852.0)),
    ("nmi", Length, Times(1852.0)),
    ("s", Time, Times(1.0)),
    ("sec", Time, Times(1.0)),
    ("seconds", Time, Times(1.0)),
    ("ms", Time, Times(0.001)),
    ("min", Time, Times(60.0)),
    ("mins", Time, Times(60.0)),
    ("minutes", Time, Times(60.0)),
    ("h", Time, Times(3600.0)),
    ("hr", Time, Times(3600.0)),
    ("hours", Time, Times(3600.0)),
    ("deg", Angle, Times(1.0)),
    ("degrees", Angle, Times(1.0)),
    ("rad", Angle, Times(180.0 / std::f64::consts::PI)),
    ("mrad", Angle, Times(0.18 / std::f64::consts::PI)),
    ("mps2", Acceleration, Times(1.0)),
    ("g", Acceleration, Times(9.806_65)),
    ("m2", Area, Times(1.0)),
    ("cm2", Area, Times(1.0e-4)),
    ("dbsm", Area, Decibels),
    ("per_km2", Density, Times(1.0)),
    ("per_m2", Density, Times(1.0e6)),
    ("per_100km2", Density, Times(0.01)),
    ("usd", Money, Times(1.0)),
    ("dollars", Money, Times(1.0)),
    ("kusd", Money, Times(1.0e3)),
    ("musd", Money, Times(1.0e6)),
    ("db", Level, Times(1.0)),
    ("percent", Plain, Times(0.01)),
    ("pct", Plain, Times(0.01)),
    ("g", Plain, Times(1.0)),
];

/// Words for the same thing: left as people write it, right as the format does.
const SYNONYMS: &[(&str, &str)] = &[
    ("velocity", "speed"),
    ("height", "altitude"),
    ("alt", "altitude"),
    ("rcs", "radar_cross_section"),
    ("price", "cost"),
    ("pk", "kill_probability"),
    ("ammo", "rounds"),
    ("latitude", "lat"),
    ("longitude", "lon"),
    ("dispersion", "lateral_dispersion"),
    ("max", "limit"),
];

/// A known key, and the value under its unit where the wrong key carried a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Suggestion {
    pub key: &'static str,
    pub value: Option<f64>,
}

/// The known key that an unknown one was probably meant to be. `present` tells which known keys the table has already:
/// of equals, the one that is missing is suggested.
pub(crate) fn suggest(
    key: &str,
    value: Option<f64>,
    known: &[&'static str],
    present: impl Fn(&str) -> bool,
) -> Option<Suggestion> {
    let mut best: Option<(f64, Suggestion)> = None;
    let mut offer = |score: f64, candidate: &'static str, value: Option<f64>| {
        let score = if present(candidate) { score - 0.2 } else { score };
        if score > 0.5 && best.as_ref().is_none_or(|(best_score, _)| score > *best_score) {
            best = Some((score, Suggestion { key: candidate, value }));
        }
    };
    for (stem, dimension, conversion) in readings(key) {
        for candidate in known {
            let (known_stem, known_dimension) = home(candidate);
            if known_dimension == dimension {
                // A unit that fits weighs a little more than any likeness of the bare names.
                let converted = value.map(|value| convert(value, conversion)).filter(|value| value.is_finite());
                offer(stem_likeness(&stem, known_stem) + 0.1, candidate, converted);
            }
        }
    }
    for candidate in known {
        offer(stem_likeness(&key.to_lowercase(), candidate), candidate, None);
    }
    best.map(|(_, suggestion)| suggestion)
}

/// A number as one would type it: whole where it comes out in seven digits, else the fewest digits within 0.05 %.
pub(crate) fn typed(value: f64) -> String {
    let within = |tolerance: f64| {
        (2..=6)
            .map(|digits| format!("{value:.digits$e}").parse::<f64>().unwrap_or(value))
            .find(|rounded| (rounded - value).abs() <= tolerance * value.abs())
    };
    let short = within(1.0e-12).or_else(|| within(5.0e-4)).unwrap_or(value);
    format!("{short:?}")
}

/// Every way to read the end of a key as a unit.
fn readings(key: &str) -> Vec<(String, Dimension, Conversion)> {
    let lower = key.to_lowercase();
    let split = |(suffix, dimension, conversion): &(&str, Dimension, Conversion)| {
        let stem = lower.strip_suffix(suffix)?.strip_suffix('_')?;
        Some((stem.to_owned(), *dimension, *conversion))
    };
    UNITS.iter().filter_map(split).collect()
}

/// Stem and dimension of a known key. Its unit is the longest one of the format's own that it ends in.
fn home(known: &'static str) -> (&'static str, Dimension) {
    const OWN: [(&str, Dimension); 9] = [
        ("_per_km2", Density),
        ("_mps2", Acceleration),
        ("_mps", Speed),
        ("_m2", Area),
        ("_deg", Angle),
        ("_usd", Money),
        ("_db", Level),
        ("_m", Length),
        ("_s", Time),
    ];
    let own = OWN.iter().find_map(|(suffix, dimension)| Some((known.strip_suffix(suffix)?, *dimension)));
    own.unwrap_or((known, Plain))
}

fn convert(value: f64, conversion: Conversion) -> f64 {
    match conversion {
        Times(factor) => value * factor,
        Decibels => libm::pow(10.0, value / 10.0),
    }
}

/// How alike two stems are, 0 to 1: whole words in common count before letters.
fn stem_likeness(stem: &str, known: &str) -> f64 {
    if stem == known {
        return 1.0;
    }
    let spelled: Vec<&str> = stem.split('_').flat_map(|word| synonym(word).split('_')).collect();
    let words: Vec<&str> = known.split('_').collect();
    let common = spelled.iter().filter(|word| words.contains(word)).count();
    let by_words = if spelled == words {
        0.98
    } else if common == spelled.len() || common == words.len() {
        0.55 + 0.4 * common as f64 / spelled.len().max(words.len()) as f64
    } else {
        0.0
    };
    likeness(stem, known).max(by_words)
}

fn synonym(word: &str) -> &str {
    SYNONYMS.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREAT: &[&str] = &["cruise_altitude_m", "cruise_speed_mps", "cruise_speed_sd_mps", "dive_angle_deg"];

    fn suggested(key: &str, value: f64, known: &[&'static str]) -> String {
        let found = suggest(key, Some(value), known, |_| false);
        found.map_or_else(String::new, |found| {
            format!("{} = {}", found.key, found.value.map_or_else(String::new, typed))
        })
    }

    #[test]
    fn wrong_units_are_converted() {
        assert_eq!(suggested("speed_kmh", 185.0, THREAT), "cruise_speed_mps = 51.4");
        assert_eq!(suggested("cruise_speed_knots", 100.0, THREAT), "cruise_speed_mps = 51.44");
        assert_eq!(suggested("velocity_mph", 100.0, THREAT), "cruise_speed_mps = 44.704");
        assert_eq!(suggested("cruise_altitude_ft", 5000.0, THREAT), "cruise_altitude_m = 1524.0");
        assert_eq!(suggested("altitude_km", 2.0, THREAT), "cruise_altitude_m = 2000.0");
        assert_eq!(suggested("dive_angle_rad", 0.5, THREAT), "dive_angle_deg = 28.65");
        assert_eq!(suggested("speed_sd_kmh", 10.0, THREAT), "cruise_speed_sd_mps = 2.778");
        assert_eq!(suggested("endurance_min", 15.0, &["endurance_s", "ceiling_m"]), "endurance_s = 900.0");
        assert_eq!(suggested("duration_h", 20.0, &["duration_s"]), "duration_s = 72000.0");
        assert_eq!(suggested("lateral_limit_g", 5.0, &["lateral_limit_mps2"]), "lateral_limit_mps2 = 49.03325");
        assert_eq!(suggested("decision_latency_ms", 500.0, &["decision_latency_s"]), "decision_latency_s = 0.5");
        assert_eq!(suggested("rcs_dbsm", -10.0, &["radar_cross_section_m2"]), "radar_cross_section_m2 = 0.1");
        assert_eq!(suggested("kill_probability_percent", 60.0, &["kill_probability"]), "kill_probability = 0.6");
    }

    #[test]
    fn a_key_without_unit_finds_its_name() {
        assert_eq!(suggested("cruise_speed", 50.0, THREAT), "cruise_speed_mps = ");
        assert_eq!(suggested("cruse_speed_mps", 50.0, THREAT), "cruise_speed_mps = 50.0");
        assert_eq!(suggested("nonsense", 50.0, THREAT), "");
    }

    #[test]
    fn of_equals_the_missing_key_is_meant() {
        let known = &["cruise_speed_mps", "dash_speed_mps"];
        let found = suggest("speed_kmh", Some(180.0), known, |key| key == "cruise_speed_mps");
        assert_eq!(found, Some(Suggestion { key: "dash_speed_mps", value: Some(50.0) }));
    }
}
