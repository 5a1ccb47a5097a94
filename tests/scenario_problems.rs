//! Every class of mistake that a scenario file can hold, with the text the user reads.
//!
//! The contract: all mistakes at once, each with file and line, the offending text, what is allowed, and the nearest right
//! name or converted value. A message may be reworded; the line, the name and the number it gives may not be lost.

use kingbird::scenario::{LoadError, digest, limits, load, parse, schema_json};

/// A small scenario without mistakes; the tests change single lines of it.
const GOOD: &str = r#"name = "test"
summary = "A small scenario."
[theatre]
origin_lat_deg = 49.0
origin_lon_deg = 32.0
extent_m = 100000.0
duration_s = 600.0
tick_s = 0.1
epoch_s = 1.0
[[assets]]
name = "City"
position = { lat_deg = 49.0, lon_deg = 32.0 }
radius_m = 1000.0
value = 100.0
hits_to_destroy = 10
[[threat_types]]
name = "Shahed-136"
cruise_speed_mps = 51.4
cruise_altitude_m = 1000
turn_load_factor = 1.2
dive_angle_deg = 40.0
radar_cross_section_m2 = 0.1
acoustic_loudness = 1.0
cost_usd = 35000.0
hit_probability = 0.8
[[interceptor_types]]
name = "Octopus"
cruise_speed_mps = 60.0
dash_speed_mps = 83.3
lateral_limit_mps2 = 40.0
climb_limit_mps = 20.0
ceiling_m = 4500.0
endurance_s = 900.0
guidance = "proportional-navigation"
seeker_range_m = 1500.0
acquisition_probability = 0.8
lethal_radius_m = 3.0
kill_probability = 0.6
cost_usd = 3000.0
[[raid.launch_areas]]
name = "East"
position = { east_m = 50000.0, north_m = 0.0 }
radius_m = 1000.0
[[raid.routes]]
name = "Direct"
waypoints = [{ east_m = 20000.0, north_m = 5000.0 }]
[[raid.waves]]
name = "First"
launch_area = "East"
routes = ["Direct"]
composition = [{ type = "Shahed-136", count = 5 }]
targets = [{ asset = "City", weight = 1.0 }]
[[sites]]
name = "Post"
position = { east_m = 1000.0, north_m = 0.0 }
magazines = [{ type = "Octopus", rounds = 4 }]
rails = 2
channels = 2
[[radars]]
name = "Eye"
position = { east_m = 0.0, north_m = 0.0 }
mast_height_m = 10.0
max_range_m = 20000.0
reference_range_m = 15000.0
scan_period_s = 4.0
[doctrine]
decision_period_s = 1.0
[[variants]]
name = "empty"
summary = "No rounds."
set = { "sites.*.magazines.*.rounds" = 0 }
"#;

/// The messages for `GOOD` with each `(from, to)` replaced once; `from` must be there.
fn told(changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = GOOD.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in the text");
        text = text.replacen(from, to, 1);
    }
    match parse(&text, "t.toml", None) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// The one message for one change.
#[track_caller]
fn one(from: &str, to: &str) -> String {
    let mut messages = told(&[(from, to)]);
    assert_eq!(messages.len(), 1, "{messages:#?}");
    messages.remove(0)
}

/// Exactly one message, and it holds each of these texts.
#[track_caller]
fn one_with(from: &str, to: &str, parts: &[&str]) {
    let message = one(from, to);
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

#[test]
fn the_good_one_has_no_mistakes() {
    assert_eq!(told(&[]), Vec::<String>::new());
}

#[test]
fn unknown_key_with_wrong_unit_is_converted() {
    insta::assert_snapshot!(one("cruise_speed_mps = 51.4", "speed_kmh = 185"), @r#"t.toml:18: unknown key "speed_kmh" in threat_types.Shahed-136; allowed: acoustic_loudness, cost_usd, cruise_altitude_m, cruise_altitude_sd_m, cruise_speed_mps, cruise_speed_sd_mps, decoy, dive_angle_deg, hit_probability, lost_per_hour, name, radar_cross_section_m2, turn_load_factor; did you mean cruise_speed_mps = 51.4?"#);
    one_with("radius_m = 1000.0\nvalue", "radius_km = 1\nvalue", &["t.toml:13:", "did you mean radius_m = 1000.0?"]);
    one_with("duration_s = 600.0", "duration_min = 10", &["t.toml:7:", "did you mean duration_s = 600.0?"]);
    one_with("ceiling_m = 4500.0", "ceiling_ft = 15000", &["did you mean ceiling_m = 4572.0?"]);
    one_with("scan_period_s = 4.0", "scan_period_sec = 4", &["did you mean scan_period_s = 4.0?"]);
    one_with("rails = 2", "rail = 2", &["unknown key \"rail\" in sites.Post", "did you mean rails?"]);
    one_with("decision_period_s = 1.0", "desision_period = 1.0", &["did you mean decision_period_s"]);
    one_with(
        "lat_deg = 49.0, ",
        "lat = 49.0, lat_deg = 49.0, ",
        &["t.toml:12:", "unknown key \"lat\" in assets.City.position"],
    );
}

#[test]
fn missing_key() {
    insta::assert_snapshot!(one("ceiling_m = 4500.0\n", ""), @r#"t.toml:26: missing key "ceiling_m" in interceptor_types.Octopus; add ceiling_m (Highest altitude it reaches, metres above sea level. allowed: 50 to 20000)"#);
    one_with("duration_s = 600.0\n", "", &["t.toml:3:", "missing key \"duration_s\" in theatre"]);
    one_with(
        "guidance = \"proportional-navigation\"\n",
        "",
        &["missing key \"guidance\"", "one of pure-pursuit, lead-collision"],
    );
    let nothing = parse("", "t.toml", None).expect_err("an empty file");
    assert!(
        nothing.iter().any(|p| p.to_string().starts_with("t.toml:1: missing key \"theatre\"; add theatre: a table"))
    );
}

#[test]
fn numbers_out_of_range() {
    insta::assert_snapshot!(one("cruise_speed_mps = 51.4", "cruise_speed_mps = -5.0"), @"t.toml:18: cruise_speed_mps = -5.0 in threat_types.Shahed-136 is too small; allowed: 5 to 400 (Mean cruise speed through the air, metres per second.)");
    insta::assert_snapshot!(one("cruise_speed_mps = 51.4", "cruise_speed_mps = nan"), @"t.toml:18: cruise_speed_mps = nan in threat_types.Shahed-136 is not a number; allowed: 5 to 400");
    insta::assert_snapshot!(one("cruise_speed_mps = 51.4", "cruise_speed_mps = inf"), @"t.toml:18: cruise_speed_mps = inf in threat_types.Shahed-136 is infinite; allowed: 5 to 400");
    one_with("value = 100.0", "value = -inf", &["value = -inf in assets.City is infinite"]);
    one_with("value = 100.0", "value = 1e999", &["is infinite"]);
    one_with("value = 100.0", "value = 99999999999999999999999999999999999999999999", &["is too large"]);
    one_with("rails = 2", "rails = 0", &["rails = 0 in sites.Post is too small", "allowed: 1 to 1000"]);
    one_with("channels = 2", "channels = -1", &["too small"]);
    one_with("{ lat_deg = 49.0", "{ lat_deg = 91", &["lat_deg = 91", "allowed: -90 to 90"]);
}

#[test]
fn wrong_kinds() {
    one_with(
        "rails = 2",
        "rails = 2.5",
        &["rails = 2.5 in sites.Post must be a whole number", "did you mean rails = 3?"],
    );
    one_with("value = 100.0", "value = \"100\"", &["value = \"100\" in assets.City is a text", "leave out the quotes"]);
    one_with("value = 100.0", "value = 2025-09-07", &["is a date; expected a number"]);
    one_with("value = 100.0", "value = true", &["is true or false; expected a number"]);
    one_with("name = \"City\"", "name = 5", &["name = 5", "expected a text in quotes"]);
}

#[test]
fn wrong_kinds_of_containers() {
    let one_bracket = told(&[("[[assets]]", "[assets]")]);
    assert!(
        one_bracket.iter().any(
            |m| m.contains("t.toml:10: \"assets\" is a table; expected a list; write [[assets]] with two brackets")
        ),
        "{one_bracket:#?}"
    );
    one_with("[doctrine]", "[[doctrine]]", &["expected a table; write [doctrine] with one bracket"]);
    one_with(
        "routes = [\"Direct\"]",
        "routes = \"Direct\"",
        &["routes = \"Direct\" in raid.waves.First is a text; expected a list"],
    );
}

#[test]
fn wrong_choice() {
    insta::assert_snapshot!(one("\"proportional-navigation\"", "\"proportional\""), @r#"t.toml:34: guidance = "proportional" in interceptor_types.Octopus is not a choice; allowed: pure-pursuit, lead-collision, proportional-navigation, augmented-proportional-navigation; did you mean proportional-navigation?"#);
}

#[test]
fn syntax_errors_have_their_lines_and_others_are_told_too() {
    let messages =
        told(&[("value = 100.0", "value = = 100.0"), ("rails = 2", "rails = 0"), ("[doctrine]", "[doctrine")]);
    assert!(messages.iter().any(|m| m.starts_with("t.toml:14: not TOML")), "{messages:#?}");
    assert!(messages.iter().any(|m| m.starts_with("t.toml:57: rails = 0")), "{messages:#?}");
    assert!(messages.iter().any(|m| m.starts_with("t.toml:66: not TOML")), "{messages:#?}");
    assert!(!messages.iter().any(|m| m.contains("missing key")), "{messages:#?}");
    one_with("rails = 2", "rails = 2\nrails = 3", &["t.toml:58: not TOML", "duplicate key"]);
}

#[test]
fn names_given_twice() {
    insta::assert_snapshot!(one("[[threat_types]]", "[[assets]]\nname = \"City\"\nposition = { east_m = 1.0, north_m = 1.0 }\nradius_m = 1.0\nvalue = 1.0\nhits_to_destroy = 1\n[[threat_types]]"), @r#"t.toml:17: asset "City" stands twice; first at line 11; names must differ"#);
    let ideal = "[[ideal_sensors]]\nname = \"Eye\"\nposition = { east_m = 0.0, north_m = 0.0 }\nmax_range_m = 1000.0\nscan_period_s = 1.0\n[doctrine]";
    one_with("[doctrine]", ideal, &["sensor \"Eye\" stands twice", "first at line 60"]);
    one_with(
        "{ type = \"Octopus\", rounds = 4 }",
        "{ type = \"Octopus\", rounds = 4 }, { type = \"Octopus\", rounds = 1 }",
        &["magazine of a site \"Octopus\" stands twice"],
    );
    for (table, what) in [
        ("[[raid.launch_areas]]", "launch area \"East\""),
        ("[[raid.routes]]", "route \"Direct\""),
        ("[[raid.waves]]", "wave \"First\""),
        ("[[sites]]", "site \"Post\""),
        ("[[threat_types]]", "threat type \"Shahed-136\""),
        ("[[interceptor_types]]", "interceptor type \"Octopus\""),
        ("[[variants]]", "variant \"empty\""),
    ] {
        let at = GOOD.find(table).expect("the table");
        let block = GOOD[at..].split("\n[").next().expect("a block").trim_end().to_owned();
        let twice = format!("{block}\n{block}");
        one_with(&block, &twice, &[what, "stands twice; first at line"]);
    }
}

#[test]
fn references_to_nothing() {
    insta::assert_snapshot!(one("asset = \"City\"", "asset = \"Citty\""), @r#"t.toml:52: unknown asset "Citty" in wave "First"; assets: City; did you mean City?"#);
    one_with(
        "composition = [{ type = \"Shahed-136\"",
        "composition = [{ type = \"shahed 136\"",
        &["t.toml:51:", "unknown threat type \"shahed 136\"", "did you mean Shahed-136?"],
    );
    one_with("routes = [\"Direct\"]", "routes = [\"Dirct\"]", &["unknown route \"Dirct\"", "did you mean Direct?"]);
    one_with(
        "launch_area = \"East\"",
        "launch_area = \"West\"",
        &["unknown launch area \"West\"", "launch areas: East"],
    );
    let magazine = told(&[("{ type = \"Octopus\", rounds", "{ type = \"Octopuss\", rounds")]);
    assert!(magazine[0].contains("unknown interceptor type \"Octopuss\" in site \"Post\""), "{magazine:#?}");
}

#[test]
fn aimed_at_nothing() {
    insta::assert_snapshot!(one("weight = 1.0", "weight = 0"), @r#"t.toml:52: wave "First" is aimed at nothing: all weights are 0; name at least one asset with a weight above 0"#);
    one_with(
        "targets = [{ asset = \"City\", weight = 1.0 }]",
        "targets = []",
        &["aimed at nothing: it has no targets"],
    );
    one_with("count = 5", "count = 0", &["the raid launches nothing"]);
}

#[test]
fn positions() {
    insta::assert_snapshot!(one("{ east_m = 20000.0, north_m = 5000.0 }", "{ east_m = 120000.0, north_m = 5000.0 }"), @r#"t.toml:46: waypoint 1 of route "Direct" lies outside the theatre: 120104 m from the origin; allowed: up to extent_m = 100000; 121000 would hold it"#);
    one_with(
        "{ lat_deg = 49.0, lon_deg = 32.0 }",
        "{ lat_deg = 59.0, lon_deg = 32.0 }",
        &["asset \"City\" lies outside the theatre: 1112"],
    );
    one_with(
        "east_m = 50000.0",
        "east_m = 99500.0",
        &["launch area \"East\" lies outside", "100500 m", "with its radius"],
    );
    one_with(
        "{ east_m = 1000.0, north_m = 0.0 }",
        "{ east_m = 1.0e6, north_m = 0.0 }",
        &["site \"Post\" lies outside"],
    );
    one_with(
        "position = { east_m = 0.0, north_m = 0.0 }",
        "position = { east_m = 0.0, north_m = 2e5 }",
        &["sensor \"Eye\" lies outside"],
    );
    one_with(
        "lon_deg = 32.0 }",
        "lon_deg = 32.0, east_m = 1.0 }",
        &["position of asset \"City\" is given in two ways"],
    );
    one_with(
        "lat_deg = 49.0, lon_deg = 32.0 }",
        "lat_deg = 49.0 }",
        &["position of asset \"City\" is incomplete", "give lat_deg and lon_deg, or east_m and north_m"],
    );
    one_with("{ lat_deg = 49.0, lon_deg = 32.0 }", "{}", &["is incomplete"]);
}

#[test]
fn clocks() {
    let messages = told(&[("tick_s = 0.1", "tick_s = 0.3")]);
    assert_eq!(messages, ["t.toml:9: epoch_s = 1 is not a whole number of tick_s = 0.3; nearest: 0.9 or 1.2"]);
    one_with(
        "epoch_s = 1.0",
        "epoch_s = 0.05",
        &["epoch_s = 0.05 is not a whole number of tick_s = 0.1; nearest: 0.1"],
    );
    one_with(
        "duration_s = 600.0",
        "duration_s = 600.5",
        &["t.toml:7:", "duration_s = 600.5 is not a whole number of epoch_s = 1"],
    );
    one_with(
        "scan_period_s = 4.0",
        "scan_period_s = 4.5",
        &["scan_period_s = 4.5 of sensor \"Eye\"", "nearest: 4.0 or 5.0"],
    );
    one_with(
        "decision_period_s = 1.0",
        "decision_period_s = 1.0\n[communications]\nlatency_s = 900",
        &["no message comes in before the end: latency_s = 900", "less than duration_s = 600"],
    );
    one_with(
        "decision_period_s = 1.0",
        "decision_period_s = 1.0\n[communications]\nrange_km = 30",
        &["range_km", "range_m = 30000"],
    );
    one_with("decision_period_s = 1.0", "decision_period_s = 0.5", &["decision_period_s = 0.5 is not a whole number"]);
    one_with("routes = [\"Direct\"]", "start_s = 600", &["wave \"First\" starts at 600 s, after the end"]);
    let weave = told(&[
        ("tick_s = 0.1", "tick_s = 0.5"),
        ("routes = [\"Direct\"]", "weave_angle_deg = 20\nweave_period_s = 1"),
    ]);
    assert_eq!(weave.len(), 1);
    assert!(
        weave[0].contains(
            "weave_period_s = 1 in wave \"First\" is too short for the tick; allowed: four ticks or more, 2.0"
        )
    );
}

#[test]
fn shapes_of_acoustic_areas() {
    let area = |shape: &str| {
        let text = format!(
            "[[acoustic_areas]]\nname = \"Net\"\n{shape}\ndensity_per_km2 = 0.1\nhearing_range_m = 3000.0\nscan_period_s = 2.0\n[doctrine]"
        );
        told(&[("[doctrine]", &text)])
    };
    let circle = "centre = { east_m = 0.0, north_m = 0.0 }\nradius_m = 1000.0";
    let triangle =
        "polygon = [{ east_m = 0.0, north_m = 0.0 }, { east_m = 1.0, north_m = 0.0 }, { east_m = 0.0, north_m = 1.0 }]";
    assert_eq!(area(circle), Vec::<String>::new());
    assert_eq!(area(triangle), Vec::<String>::new());
    assert_eq!(
        area(&format!("{circle}\n{triangle}")),
        [
            "t.toml:70: acoustic area \"Net\" is both circle and polygon; give centre and radius_m, or polygon with 3 to 64 corners"
        ]
    );
    assert!(area("")[0].contains("t.toml:66: acoustic area \"Net\" has no shape"));
    assert!(area("radius_m = 1000.0")[0].contains("has a radius but no centre"));
    assert!(area("centre = { east_m = 0.0, north_m = 0.0 }")[0].contains("has a centre but no radius_m"));
    assert!(area("polygon = [{ east_m = 0.0, north_m = 0.0 }]")[0].contains("has 1 corners"));
    assert!(
        area(&triangle.replace("east_m = 1.0", "east_m = 1.0e6"))[0]
            .contains("corner 2 of acoustic area \"Net\" lies outside")
    );
}

#[test]
fn values_that_make_no_sense_together() {
    one_with(
        "dash_speed_mps = 83.3",
        "dash_speed_mps = 50",
        &["dashes slower than it cruises: cruise_speed_mps = 60, dash_speed_mps = 50"],
    );
    let far =
        told(&[("seeker_range_m = 1500.0", "seeker_range_m = 50"), ("lethal_radius_m = 3.0", "lethal_radius_m = 90")]);
    assert!(
        far.len() == 1 && far[0].contains("kills farther than it sees: lethal_radius_m = 90, seeker_range_m = 50"),
        "{far:#?}"
    );
    one_with(
        "cruise_speed_mps = 51.4",
        "cruise_speed_mps = 51.4\ncruise_speed_sd_mps = 25",
        &["the slowest \"Shahed-136\" would fly 1.3", "t.toml:19:"],
    );
    let wind = told(&[("epoch_s = 1.0", "epoch_s = 1.0\nwind_east_mps = -55")]);
    assert!(wind.len() == 1 && wind[0].contains("makes no headway against 55.0 m/s of wind"), "{wind:#?}");
    one_with(
        "[doctrine]",
        "[tracking]\nconfirm_hits = 4\n[doctrine]",
        &["a track could never be confirmed: confirm_hits = 4, confirm_window = 3"],
    );
    one_with(
        "[doctrine]",
        "[tracking]\ndrop_after_s = 2\n[doctrine]",
        &["drop_after_s = 2 drops every track before the next scan"],
    );
    one_with(
        "[doctrine]",
        "[doctrine]\nfiring = \"salvo\"\nsalvo_size = 3\nmax_shots_per_threat = 2",
        &["a salvo passes the most shots per threat"],
    );
    one_with(
        "rails = 2",
        "rails = 2\naltitude_m = 4600",
        &["site \"Post\" stands at 4600 m, above the ceiling of \"Octopus\""],
    );
    let reported =
        "[reported]\nsource = \"x\"\nnot_comparable = \"y\"\nlaunched = 5\ndestroyed = 6\nhit_places = 0\n[doctrine]";
    one_with("[doctrine]", reported, &["more was destroyed than launched"]);
}

#[test]
fn variants() {
    insta::assert_snapshot!(one("\"sites.*.magazines.*.rounds\" = 0", "\"sites.*.magazines.*.rounds\" = -1"), @r#"t.toml:71: variant "empty": rounds = -1 in sites.Post.magazines.Octopus is too small; allowed: 0 to 100000 (How many; 0 is allowed and is the natural control.)"#);
    insta::assert_snapshot!(one("sites.*.magazines", "sites.Past.magazines"), @r#"t.toml:71: variant "empty": path leads to no member "Past"; members: Post; did you mean Post?"#);
    insta::assert_snapshot!(one("sites.*.magazines.*.rounds", "sites.*.chanels"), @r#"t.toml:71: variant "empty": path leads to unknown key "chanels"; allowed: altitude_m, channel_release, channels, command_delay_s, fixed_cost_usd, magazines, name, position, rails, reload_s, retarget_delay_s, sector_centre_deg, sector_width_deg, turnaround_s; did you mean channels?"#);
    one_with(
        "\"sites.*.magazines.*.rounds\"",
        "sites.Post.channels",
        &["\"sites\" cannot be set to a table; write the whole path in quotes"],
    );
    one_with("\"sites.*.magazines.*.rounds\" = 0", "\"theatre.extent_m.x\" = 0", &["\"extent_m\" has no parts"]);
    one_with(
        "\"sites.*.magazines.*.rounds\" = 0",
        "\"theatre.tick_s\" = 0.55",
        &["t.toml:9: variant \"empty\": epoch_s = 1 is not a whole number"],
    );
}

#[test]
fn an_unknown_variant_names_the_nearest() {
    let problems = parse(GOOD, "t.toml", Some("emty")).expect_err("no such variant");
    assert_eq!(
        problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["t.toml:68: no variant \"emty\"; variants: empty; did you mean empty?"]
    );
}

#[test]
fn a_variant_changes_what_it_names_and_the_digest() {
    let base = parse(GOOD, "t.toml", None).expect("good");
    let varied = parse(GOOD, "t.toml", Some("empty")).expect("good");
    assert_eq!(base.scenario.sites[0].magazines[0].rounds, 4);
    assert_eq!(varied.scenario.sites[0].magazines[0].rounds, 0);
    assert_eq!(varied.variant.as_deref(), Some("empty"));
    assert_ne!(base.digest, varied.digest);
}

#[test]
fn general_paths_go_before_particular_ones_and_defaults_can_be_set() {
    let set = "set = { \"sites.Post.channels\" = 7, \"sites.*.channels\" = 5, \"doctrine.salvo_size\" = 3, \"tracking.drop_after_s\" = 29, \"raid.waves.First.targets.City.weight\" = 2 }";
    let text = GOOD.replace("set = { \"sites.*.magazines.*.rounds\" = 0 }", set);
    let scenario = parse(&text, "t.toml", Some("empty")).expect("good").scenario;
    assert_eq!((scenario.sites[0].channels, scenario.doctrine.salvo_size), (7, 3));
    assert_eq!((scenario.tracking.drop_after_s, scenario.tracking.confirm_hits), (29.0, 2));
    assert_eq!(scenario.raid.waves[0].targets[0].weight, 2.0);
}

#[test]
fn the_digest_counts_values_and_not_words() {
    let base = parse(GOOD, "t.toml", None).expect("good").digest;
    let same = |text: &str| parse(text, "other.toml", None).expect("good").digest == base;
    assert!(same(&GOOD.replace("A small scenario.", "Other words.")));
    assert!(same(&GOOD.replace("tick_s = 0.1\n", "")));
    assert!(same(&GOOD.replace("north_m = 0.0", "north_m = -0.0")));
    assert!(same(&GOOD.replace("cost_usd = 35000.0", "cost_usd = 35_000")));
    assert!(!same(&GOOD.replace("cost_usd = 35000.0", "cost_usd = 35001")));
    assert_eq!(base.len(), 64);
    let scenario = parse(GOOD, "t.toml", None).expect("good").scenario;
    assert_eq!(digest(&scenario), base);
}

#[test]
fn all_mistakes_at_once_in_the_order_of_lines() {
    let messages = told(&[
        ("extent_m = 100000.0", "extent_km = 100"),
        ("value = 100.0", "value = -1"),
        ("asset = \"City\"", "asset = \"Town\""),
        ("rails = 2", "rails = \"two\""),
        ("scan_period_s = 4.0", "scan_period_s = 4.2"),
        ("\"sites.*.magazines.*.rounds\"", "\"sitse.*.channels\""),
    ]);
    let lines: Vec<&str> = messages.iter().filter_map(|m| m.split(':').nth(1)).collect();
    assert_eq!(lines, ["6", "14", "52", "57", "65", "71"], "{messages:#?}");
}

#[test]
fn limits_of_the_model() {
    let part = |ix: usize| {
        format!(
            "[[threat_types]]\nname = \"T{ix}\"\n{}\n",
            &GOOD[GOOD.find("cruise_speed_mps").expect("there")..GOOD.find("[[interceptor_types]]").expect("there")]
        )
    };
    let types: String = (0..limits::MAX_THREAT_TYPES).map(part).collect();
    one_with("[[interceptor_types]]", &format!("{types}[[interceptor_types]]"), &["256 threat_types; at most 255"]);
    let sensor = |ix: usize| {
        format!(
            "[[ideal_sensors]]\nname = \"S{ix}\"\nposition = {{ east_m = 0.0, north_m = 0.0 }}\nmax_range_m = 1000.0\nscan_period_s = 1.0\n"
        )
    };
    let sensors: String = (0..limits::MAX_SENSORS).map(sensor).collect();
    one_with("[doctrine]", &format!("{sensors}[doctrine]"), &["65 sensors of all kinds; at most 64"]);
    let wave = |ix: usize| {
        format!(
            "[[raid.waves]]\nname = \"W{ix}\"\nlaunch_area = \"East\"\ncomposition = [{{ type = \"Shahed-136\", count = 100000 }}]\ntargets = [{{ asset = \"City\" }}]\n"
        )
    };
    let waves: String = (0..10).map(wave).collect();
    one_with("[[sites]]", &format!("{waves}[[sites]]"), &["1000005 threats in all; at most 1000000"]);
}

#[test]
fn columns_and_quoted_text() {
    let text = GOOD.replace("weight = 1.0", "weight = -1.0");
    let problems = parse(&text, "t.toml", None).expect_err("a mistake");
    let first = problems.iter().next().expect("a problem");
    assert_eq!((first.line, first.column, first.text.as_str()), (52, 39, "-1.0"));
    let named = GOOD.replacen("summary = ", "sumary = ", 1);
    let problems = parse(&named, "t.toml", None).expect_err("a mistake");
    assert_eq!(problems.iter().next().map(|p| p.text.as_str()), Some("sumary"));
}

#[test]
fn what_is_not_there_is_said_with_the_nearest_shipped_name() {
    let error = load("mass-rade", None).expect_err("no such scenario");
    assert!(matches!(error, LoadError::NotFound { .. }));
    assert!(error.to_string().contains("did you mean mass-raid?"), "{error}");
}

#[test]
fn a_folder_and_bytes_that_are_no_text_are_unreadable() {
    let folder = std::env::temp_dir().join(format!("kingbird-scenario-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let binary = folder.join("binary.toml");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).expect("a file");
    for path in [&folder, &binary] {
        let error = load(path.to_str().expect("utf-8"), None).expect_err("unreadable");
        assert!(matches!(error, LoadError::Unreadable { .. }), "{error}");
    }
    let good = folder.join("good.toml");
    std::fs::write(&good, GOOD).expect("a file");
    assert!(load(good.to_str().expect("utf-8"), Some("empty")).is_ok());
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn nesting_and_size_beyond_reason_are_problems_and_not_crashes() {
    let dotted = format!("{}a = 1", "a.".repeat(200_000));
    let inline = format!("x = {{ {}a = 1 }}", "a.".repeat(200_000));
    let lists = format!("x = {}", "[".repeat(200_000));
    let header = format!("[{}a]", "a.".repeat(200_000));
    let quoted = format!("\"=\".{}a = 1", "a.".repeat(200_000));
    let quoted_header = format!("[\"=\".{}a]", "a.".repeat(200_000));
    let quoted_lists = format!("[[\"=\".{}a]]", "a.".repeat(200_000));
    let many_lines = "[a.b]\n".repeat(10_000);
    let long = " ".repeat(limits::MAX_FILE_BYTES + 1);
    for text in [dotted, inline, lists, header, quoted, quoted_header, quoted_lists, many_lines, long] {
        assert!(!parse(&text, "t.toml", None).expect_err("a mistake").is_empty());
    }
}

#[test]
fn the_schema_is_json_and_says_what_the_limits_say() {
    let schema: serde_json::Value = serde_json::from_str(&schema_json()).expect("JSON");
    assert_eq!(schema["title"], "Scenario");
    assert_eq!(schema["$defs"]["AcousticArea"]["properties"]["polygon"]["maxItems"], limits::MAX_CORNERS);
}
