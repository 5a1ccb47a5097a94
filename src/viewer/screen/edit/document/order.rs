//! The order of keys, and which belong together. The schema has them by the alphabet; people read the name first and the price
//! last. A test compares these lists with the schema, so that no key is forgotten.

use crate::scenario::rules::Rule;

/// Keys that stand together under a heading.
pub type Group = (&'static str, &'static [&'static str]);

/// The groups of a table, by the keys that lead to it.
pub fn groups(pattern: &str) -> &'static [Group] {
    match pattern {
        "" => &[
            ("", &["name", "summary"]),
            ("", &["theatre", "assets", "threat_types", "raid", "radars", "acoustic_areas", "ideal_sensors"]),
            ("", &["tracking", "interceptor_types", "sites", "doctrine", "communications", "reported", "variants"]),
        ],
        "theatre" => &[
            ("Map", &["origin_lat_deg", "origin_lon_deg", "extent_m"]),
            ("Wind", &["wind_east_mps", "wind_north_mps"]),
            ("Clocks", &["duration_s", "tick_s", "epoch_s"]),
        ],
        "assets" => &[("", &["name", "position", "radius_m"]), ("Worth", &["value", "hits_to_destroy"])],
        "threat_types" => &[
            ("", &["name", "decoy"]),
            ("Flight", &["cruise_speed_mps", "cruise_speed_sd_mps", "cruise_altitude_m", "cruise_altitude_sd_m"]),
            ("Manoeuvre", &["turn_load_factor", "dive_angle_deg"]),
            ("Signature", &["radar_cross_section_m2", "acoustic_loudness"]),
            ("Effect and price", &["hit_probability", "lost_per_hour", "cost_usd"]),
        ],
        "raid" => &[("", &["launch_areas", "routes", "waves", "variation"])],
        "raid.launch_areas" => &[("", &["name", "position", "radius_m"])],
        "raid.routes" => &[("", &["name", "waypoints", "lateral_dispersion_m"])],
        "raid.waves" => &[
            ("", &["name", "launch_area", "routes"]),
            ("Threats", &["composition"]),
            ("Timing", &["start_s", "spacing_s", "spacing_jitter_s"]),
            ("Weave", &["weave_angle_deg", "weave_period_s"]),
            ("Targets", &["targets"]),
        ],
        "raid.waves.composition" => &[("", &["type", "count"])],
        "raid.waves.targets" => &[("", &["asset", "weight"])],
        "raid.variation" => &[
            ("Spread between raids", &["detection_sd", "kill_sd", "shot_correlation"]),
            ("Warning", &["warning_mean_s", "warning_sd_s"]),
        ],
        "radars" => &[
            ("", &["name", "position", "mast_height_m", "max_range_m", "masking_angle_deg", "scan_period_s"]),
            (
                "Detection",
                &["reference_range_m", "reference_snr_db", "reference_cross_section_m2", "false_alarm_probability"],
            ),
            ("Accuracy", &["range_noise_m", "angle_noise_deg", "classification_probability"]),
        ],
        "acoustic_areas" => &[
            ("", &["name", "centre", "radius_m", "polygon"]),
            ("Detection", &["density_per_km2", "hearing_range_m", "scan_period_s"]),
            ("Accuracy", &["position_noise_m", "altitude_noise_m", "classification_probability"]),
        ],
        "ideal_sensors" => &[("", &["name", "position", "max_range_m", "scan_period_s"])],
        "tracking" => &[("", &["confirm_hits", "confirm_window", "manoeuvre_mps2", "drop_after_s"])],
        "interceptor_types" => &[
            ("", &["name"]),
            ("Flight", &["cruise_speed_mps", "dash_speed_mps", "lateral_limit_mps2", "climb_limit_mps", "ceiling_m"]),
            ("", &["endurance_s"]),
            ("Guidance", &["guidance", "guidance_gain", "seeker_range_m", "acquisition_probability"]),
            ("Kill", &["lethal_radius_m", "kill_probability", "reattacks", "reattack_s"]),
            ("Price", &["cost_usd"]),
        ],
        "sites" => &[
            ("", &["name", "position", "altitude_m", "sector_centre_deg", "sector_width_deg"]),
            ("Magazines", &["magazines"]),
            ("Launch", &["rails", "reload_s"]),
            ("Guidance channels", &["channels", "channel_release", "turnaround_s"]),
            ("Delays", &["command_delay_s", "retarget_delay_s"]),
            ("Price", &["fixed_cost_usd"]),
        ],
        "sites.magazines" => &[("", &["type", "rounds"])],
        "doctrine" => &[
            ("Assignment", &["assigner", "objective", "decision_period_s", "decision_latency_s"]),
            ("Fire", &["firing", "salvo_size", "max_shots_per_threat", "engage_decoys", "latest_commit_m"]),
            ("", &["flight_reserve"]),
            (
                "Assessment",
                &["kill_assessment_delay_s", "miss_taken_for_kill", "kill_taken_for_miss", "reopen_after_s"],
            ),
            ("In flight", &["reassign", "reassign_wait_s", "switching_cost_s"]),
            ("Beliefs", &["believed_kill_probability", "believed_hit_probability", "believed_decoy_share"]),
        ],
        "communications" => &[("", &["range_m", "rounds_per_decision", "latency_s"])],
        "reported" => &[("", &["source", "not_comparable", "launched", "destroyed", "hit_places"])],
        "variants" => &[("", &["name", "summary", "set"])],
        "raid.launch_areas.position"
        | "raid.routes.waypoints"
        | "assets.position"
        | "sites.position"
        | "radars.position"
        | "ideal_sensors.position"
        | "acoustic_areas.centre"
        | "acoustic_areas.polygon" => &[("", &["lat_deg", "lon_deg", "east_m", "north_m"])],
        _ => &[],
    }
}

/// All keys of a table in order; what the lists do not name comes last.
pub(crate) fn order(pattern: &str, rule: Option<Rule>) -> Vec<&'static str> {
    let mut keys: Vec<&'static str> = groups(pattern).iter().flat_map(|(_, keys)| keys.iter().copied()).collect();
    for key in rule.map(Rule::keys).unwrap_or_default() {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rules::{Kind, scenario_rule};

    fn walk(rule: Rule, pattern: &str, seen: &mut usize) {
        let mut listed: Vec<&str> = groups(pattern).iter().flat_map(|(_, keys)| keys.iter().copied()).collect();
        listed.sort_unstable();
        let mut known = rule.keys();
        known.sort_unstable();
        assert_eq!(listed, known, "keys of \"{pattern}\"");
        *seen += 1;
        for key in known {
            let Some(property) = rule.property(key) else { continue };
            let pattern = if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") };
            let inner = if property.kind() == Kind::List { property.item() } else { Some(property) };
            if let Some(inner) = inner.filter(|inner| inner.kind() == Kind::Table && !inner.keys().is_empty()) {
                walk(inner, &pattern, seen);
            }
        }
    }

    #[test]
    fn every_key_of_the_schema_has_its_place() {
        let mut seen = 0;
        walk(scenario_rule(), "", &mut seen);
        assert!(seen > 20, "walked only {seen} tables");
    }
}
