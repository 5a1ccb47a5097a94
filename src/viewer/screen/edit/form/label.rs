//! Keys as people read them: the name in words, the unit apart, and the value in the units people use beside it.

use crate::report::number::{fixed, integer, plain};

/// A key in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// "Cruise speed".
    pub name: String,
    /// "m/s"; empty where there is none.
    pub unit: &'static str,
}

/// Units at the end of keys, the longest first.
const UNITS: &[(&str, &str)] = &[
    ("_per_km2", "per km²"),
    ("_per_hour", "per hour"),
    ("_mps2", "m/s²"),
    ("_mps", "m/s"),
    ("_m2", "m²"),
    ("_deg", "°"),
    ("_usd", "$"),
    ("_db", "dB"),
    ("_m", "m"),
    ("_s", "s"),
];

/// Keys whose words alone would not say what they are.
const WORDS: &[(&str, &str)] = &[
    ("origin_lat_deg", "Origin, latitude"),
    ("origin_lon_deg", "Origin, longitude"),
    ("lat_deg", "Latitude"),
    ("lon_deg", "Longitude"),
    ("east_m", "East"),
    ("north_m", "North"),
    ("wind_east_mps", "Wind to the east"),
    ("wind_north_mps", "Wind to the north"),
    ("cruise_speed_sd_mps", "Cruise speed, spread"),
    ("cruise_altitude_sd_m", "Cruise altitude, spread"),
    ("detection_sd", "Detection, spread"),
    ("kill_sd", "Kill, spread"),
    ("warning_mean_s", "Warning, mean"),
    ("warning_sd_s", "Warning, spread"),
    ("lost_per_hour", "Lost"),
    ("tick_s", "Tick"),
    ("epoch_s", "Epoch"),
    ("decoy", "Is a decoy"),
    ("reassign", "Give new targets in flight"),
    ("reassign_wait_s", "Waits for a new target"),
    ("switching_cost_s", "A new target costs"),
    ("reference_snr_db", "Reference SNR"),
];

/// The label of a key.
pub fn label(key: &str) -> Label {
    let found = UNITS.iter().find_map(|(suffix, unit)| Some((key.strip_suffix(suffix)?, *unit)));
    let (stem, unit) = found.unwrap_or((key, ""));
    let name = match WORDS.iter().find(|(known, _)| *known == key) {
        Some((_, words)) => (*words).to_owned(),
        None => sentence(stem),
    };
    Label { name, unit }
}

/// Words joined by `_` or `-`, the first with a capital.
pub fn sentence(words: &str) -> String {
    let spaced = words.replace(['_', '-'], " ");
    let mut chars = spaced.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The value in the units people use, where they differ from the format's.
pub fn aside(key: &str, value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let text = match label(key).unit {
        "m/s" if value.abs() >= 10.0 => format!("{} km/h", fixed(value * 3.6, 0)),
        "m/s" => format!("{} km/h", figure(value * 3.6)),
        "m" if value.abs() >= 1000.0 => format!("{} km", figure(value / 1000.0)),
        "s" if value.abs() >= 60.0 => clock(value),
        "m/s²" => format!("{} g", figure(value / 9.806_65)),
        "m²" if value > 0.0 => format!("{} dBm²", fixed(10.0 * libm::log10(value), 0)),
        "$" if value.abs() >= 10_000.0 => format!("{} thousand", figure(value / 1000.0)),
        "per km²" if value > 0.0 => format!("one in {} km²", figure(1.0 / value)),
        "" if is_share(key) && value >= 0.001 => format!("{} %", figure(100.0 * value)),
        "per hour" => format!("{} %", figure(100.0 * value)),
        _ => return None,
    };
    Some(text)
}

/// Three or so digits, without what binary fractions leave behind.
fn figure(value: f64) -> String {
    plain(libm::round(value * 1.0e6) / 1.0e6)
}

fn is_share(key: &str) -> bool {
    key.ends_with("_probability")
        || ["miss_taken_for_kill", "kill_taken_for_miss", "flight_reserve", "shot_correlation"].contains(&key)
}

/// `1:23` of minutes and seconds, `1:02:03` of hours.
pub fn clock(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let whole = libm::round(seconds.abs()).min(1.0e15) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{sign}{}:{minutes:02}:{seconds:02} h", integer(hours))
    } else {
        format!("{sign}{minutes}:{seconds:02} min")
    }
}

/// A number as it stands in a field: all its digits, no thousands, so that it can be typed over.
pub fn typed(value: f64) -> String {
    let is_whole = libm::trunc(value) == value && value.abs() < 1.0e15;
    if is_whole { format!("{value:.0}") } else { format!("{value}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_words_and_units() {
        let told = |key: &str| {
            let label = label(key);
            format!("{} [{}]", label.name, label.unit)
        };
        assert_eq!(told("cruise_speed_mps"), "Cruise speed [m/s]");
        assert_eq!(told("lateral_limit_mps2"), "Lateral limit [m/s²]");
        assert_eq!(told("radar_cross_section_m2"), "Radar cross section [m²]");
        assert_eq!(told("hits_to_destroy"), "Hits to destroy []");
        assert_eq!(told("density_per_km2"), "Density [per km²]");
        assert_eq!(told("fixed_cost_usd"), "Fixed cost [$]");
    }

    #[test]
    fn people_use_other_units() {
        let aside = |key: &str, value: f64| aside(key, value).unwrap_or_default();
        assert_eq!(aside("cruise_speed_mps", 47.2), "170 km/h");
        assert_eq!(aside("extent_m", 140_000.0), "140 km");
        assert_eq!(aside("radius_m", 400.0), "");
        assert_eq!(aside("duration_s", 4800.0), "1:20:00 h");
        assert_eq!(aside("reload_s", 90.0), "1:30 min");
        assert_eq!(aside("kill_probability", 0.6), "60 %");
        assert_eq!(aside("cost_usd", f64::NAN), "");
    }

    #[test]
    fn fields_show_every_digit() {
        assert_eq!(typed(12_000.0), "12000");
        assert_eq!(typed(2.045_593), "2.045593");
        assert_eq!(typed(1.0e-6), "0.000001");
    }
}
