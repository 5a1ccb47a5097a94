//! The whole answer: closed forms, symmetry, order, and what is told of it.

use super::*;
use crate::scenario;

/// One site beside the asset at the origin, an ideal sensor over the whole theatre, nothing random.
pub(super) fn duel() -> CaseModel {
    case("")
}

/// The duel with changes to its text: `key = value` lines that replace the first of the same key.
fn case(changes: &str) -> CaseModel {
    let key_of = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
    let mut lines: Vec<String> = DUEL.lines().map(str::to_owned).collect();
    for change in changes.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = lines.iter_mut().find(|line| key_of(line) == key_of(change));
        *line.unwrap_or_else(|| panic!("no such key: {change}")) = change.to_owned();
    }
    let text = lines.join("\n");
    let loaded = scenario::parse(&text, "duel.toml", None).unwrap_or_else(|problems| panic!("{problems}"));
    CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap()
}

const DUEL: &str = r#"
name = "duel"
summary = "made in place"
[theatre]
origin_lat_deg = 0.0
origin_lon_deg = 0.0
extent_m = 60000.0
wind_east_mps = 0.0
wind_north_mps = 0.0
duration_s = 3000.0
tick_s = 0.1
epoch_s = 1.0
[[assets]]
name = "town"
position = { east_m = 0.0, north_m = 0.0 }
radius_m = 0.0
value = 100.0
hits_to_destroy = 10
[[threat_types]]
name = "drone"
cruise_speed_mps = 50.0
cruise_altitude_m = 1000.0
turn_load_factor = 2.0
dive_angle_deg = 80.0
radar_cross_section_m2 = 0.1
acoustic_loudness = 1.0
cost_usd = 35000.0
hit_probability = 1.0
[raid]
[[raid.launch_areas]]
name = "start"
position = { east_m = 0.0, north_m = 60000.0 }
[[raid.waves]]
name = "wave"
launch_area = "start"
composition = [{ type = "drone", count = 1 }]
targets = [{ asset = "town" }]
[[ideal_sensors]]
name = "eye"
position = { east_m = 0.0, north_m = 0.0 }
max_range_m = 30010.0
scan_period_s = 1.0
[tracking]
confirm_hits = 1
confirm_window = 1
[[interceptor_types]]
name = "dart"
cruise_speed_mps = 80.0
dash_speed_mps = 80.0
lateral_limit_mps2 = 150.0
climb_limit_mps = 80.0
ceiling_m = 10000.0
endurance_s = 1500.0
guidance = "lead-collision"
seeker_range_m = 1000.0
acquisition_probability = 1.0
lethal_radius_m = 5.0
kill_probability = 0.0
cost_usd = 3000.0
[[sites]]
name = "base"
position = { east_m = 0.0, north_m = 0.0 }
altitude_m = 1000.0
sector_centre_deg = 0.0
sector_width_deg = 360.0
magazines = [{ type = "dart", rounds = 50 }]
rails = 10
channels = 10
command_delay_s = 4.0
[doctrine]
decision_period_s = 1.0
decision_latency_s = 2.0
kill_assessment_delay_s = 5.0
latest_commit_m = 2000.0
flight_reserve = 0.0
"#;

fn reach(case: &CaseModel) -> Reach {
    Reach::of(case, &Question { step_deg: 15.0, ..Question::new(case) })
}

/// A site at the asset, everything head-on: seen at 30 km, launched 6 s later, met after (30,000 - 6 x 50) / (50 + 80) s.
#[test]
fn a_site_at_the_asset_by_hand() {
    let reach = reach(&duel());
    for bearing in &reach.bearings {
        let confirmed = bearing.confirmed.unwrap();
        assert!((confirmed.distance_m - 30_000.0).abs() < 1.0e-6 && confirmed.probability == 1.0);
        let first = bearing.shots[0].meeting;
        assert_eq!((first.decided_s, first.launched_s), (600.0, 606.0));
        let flight_s = (30_000.0 - 300.0) / 130.0;
        assert!((first.met_s - (606.0 + flight_s)).abs() < 1.0e-6);
        assert!((first.distance_m - 80.0 * flight_s).abs() < 1.0e-4, "{first:?}");
        // Looked at 5 s later, at the next edge; ordered then, 6 s to the launch, and met as before.
        let looked_s = (606.0 + flight_s + 5.0).ceil();
        let second = bearing.shots[1].meeting;
        assert_eq!(second.decided_s, looked_s);
        let left_m = 60_000.0 - 50.0 * (looked_s + 6.0);
        assert!((second.distance_m - 80.0 * left_m / 130.0).abs() < 1.0e-4, "{second:?}");
        assert!(bearing.shots.iter().all(|shot| shot.meeting.distance_m >= 2_000.0), "nearer than the doctrine allows");
        // One more would be met nearer than that.
        let last = bearing.shots.last().unwrap().meeting;
        let left_m = 60_000.0 - 50.0 * ((last.met_s + 5.0).ceil() + 6.0);
        assert!(80.0 * left_m / 130.0 < 2_000.0, "there was time for another");
    }
}

#[test]
fn rotation_changes_nothing_and_the_closed_form_is_the_same_from_everywhere() {
    let reach = reach(&case("sector_width_deg = 80.0\nsector_centre_deg = 45.0"));
    let inside: Vec<_> = reach.bearings.iter().filter(|b| !b.shots.is_empty()).collect();
    assert!(inside.iter().all(|b| (0.0..=90.0).contains(&b.bearing_deg)));
    for bearing in &inside {
        assert_eq!(bearing.shots.len(), inside[0].shots.len());
        assert!((bearing.shots[0].meeting.distance_m - inside[0].shots[0].meeting.distance_m).abs() < 1.0e-6);
    }
    let outside = reach.bearings.iter().find(|b| b.bearing_deg == 180.0).unwrap();
    assert_eq!(outside.obstacle, Some(Obstacle::OutOfSector));
    // Turned by a right angle, the whole answer is turned by it.
    let turned = self::reach(&case("sector_width_deg = 80.0\nsector_centre_deg = 135.0"));
    for (ix, bearing) in reach.bearings.iter().enumerate() {
        assert_eq!(bearing.shots.len(), turned.bearings[(ix + 6) % 24].shots.len(), "{}", bearing.bearing_deg);
    }
}

/// First meeting and number of shots from the north.
fn from_north(changes: &str) -> (f64, usize) {
    let reach = reach(&case(changes));
    let bearing = &reach.bearings[0];
    (bearing.first().map_or(0.0, |met| met.distance_m), bearing.shots.len())
}

#[test]
fn faster_threats_slower_orders_and_slower_darts_make_it_worse() {
    let of = from_north;
    for (key, values) in [
        ("cruise_speed_mps", ["40.0", "50.0", "60.0", "75.0"]),
        ("decision_latency_s", ["0.0", "2.0", "20.0", "60.0"]),
        ("command_delay_s", ["0.0", "4.0", "30.0", "90.0"]),
        ("latest_commit_m", ["0.0", "2000.0", "5000.0", "9000.0"]),
        ("kill_assessment_delay_s", ["0.0", "5.0", "30.0", "60.0"]),
    ] {
        let found: Vec<(f64, usize)> = values.iter().map(|value| of(&format!("{key} = {value}"))).collect();
        assert!(found.windows(2).all(|w| w[0].0 >= w[1].0 && w[0].1 >= w[1].1), "{key}: {found:?}");
        assert!(found[0].1 > found[3].1, "{key} makes no difference: {found:?}");
    }
    let found: Vec<(f64, usize)> =
        ["10000.0", "20000.0", "30000.0", "40000.0"].iter().map(|m| of(&format!("max_range_m = {m}"))).collect();
    assert!(found.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1), "sight: {found:?}");
    assert!(found[0].1 < found[3].1, "{found:?}");
}

#[test]
fn each_obstacle_is_named() {
    for (changes, expected) in [
        ("max_range_m = 1.0\nconfirm_hits = 2\nconfirm_window = 2", Obstacle::Undetected),
        ("ceiling_m = 900.0\naltitude_m = 0.0", Obstacle::AboveCeiling),
        ("endurance_s = 1.0", Obstacle::OutOfReach),
        ("latest_commit_m = 40000.0", Obstacle::TooLate),
        ("magazines = [{ type = \"dart\", rounds = 0 }]", Obstacle::NoRounds),
        ("magazines = []", Obstacle::NoSite),
        ("channels = 0", Obstacle::NoChannel),
        ("", Obstacle::CannotCome),
    ] {
        // From the north; a site 20 km east, so that what lasts a second reaches nothing.
        let mut case = case(changes);
        if expected == Obstacle::OutOfReach {
            case.groups[0].x = 20_000 * 256;
        }
        // A file with more wind than airspeed is refused; an editor may hold one for a moment.
        if expected == Obstacle::CannotCome {
            case.scenario.theatre.wind_north_mps = 55.0;
        }
        let found = reach(&case).bearings[0].obstacle;
        assert_eq!(found, Some(expected), "{changes}");
    }
}

#[test]
fn a_climb_that_takes_longer_than_the_way_comes_first() {
    // 1,000 m at 5 m/s take 200 s, more than the way to where it would be met: met no sooner than that.
    let reach = reach(&case("altitude_m = 0.0\nclimb_limit_mps = 5.0\nmax_range_m = 14000.0"));
    let first = reach.bearings[0].shots[0].meeting;
    assert!((first.met_s - first.launched_s - 200.0).abs() < 1.0e-9, "{first:?}");
}

#[test]
fn rounds_and_the_doctrines_limit_bound_the_shots() {
    let unlimited = from_north("").1;
    assert!(unlimited > 3);
    assert_eq!(from_north("magazines = [{ type = \"dart\", rounds = 2 }]").1, 2);
    // The doctrine's own limit, which the text above leaves at "none".
    let mut limited = duel();
    limited.case.max_shots = 3;
    assert_eq!(reach(&limited).bearings[0].shots.len(), 3);
}

#[test]
fn holes_join_over_north_and_sectors_take_the_worst() {
    let reach = reach(&case("sector_width_deg = 170.0\nsector_centre_deg = 180.0"));
    let holes = holes(&reach, 1);
    assert_eq!(holes.len(), 1, "one hole, not two halves: {holes:?}");
    let hole = holes[0];
    assert!(hole.from_deg > 180.0 && hole.to_deg() < 180.0, "over north: {hole:?}");
    // Bearings 105 to 255 lie within; the other 13 of 24 are the hole, half a step beyond them on either side.
    assert_eq!((hole.from_deg, hole.width_deg, hole.to_deg()), (262.5, 195.0, 97.5));
    assert_eq!(hole.obstacle, Some(Obstacle::OutOfSector));
    let sectors = sectors(&reach);
    assert_eq!(sectors.len(), 16);
    assert_eq!((sectors[0].name, sectors[0].least_shots), ("N", Some(0)));
    assert!(sectors[8].least_shots.unwrap() > 0 && sectors[8].obstacle.is_none());
    assert!(super::holes(&self::reach(&duel()), 1).is_empty());
}

#[test]
fn contours_are_closed_where_all_bearings_have_the_shot_and_open_where_not() {
    let all = reach(&duel());
    let line = &contour(&all, 1)[0];
    assert_eq!((line.len(), line.first()), (25, line.last()));
    assert!(line.iter().all(|point| (point.length() - all.bearings[0].shots[0].meeting.distance_m).abs() < 1.0e-6));
    assert!(contour(&all, 99).is_empty() && contour(&all, 0).is_empty());
    let half = reach(&case("sector_width_deg = 80.0\nsector_centre_deg = 0.0"));
    let lines = contour(&half, 1);
    assert_eq!(lines.len(), 1, "in one piece over north");
    assert!(lines[0].len() < 10 && lines[0].first() != lines[0].last());
}

#[test]
fn names_that_are_not_there_are_refused_with_those_that_are() {
    let case = duel();
    let mut question = Question::new(&case);
    let error = question.set_asset(&case, "city").unwrap_err().to_string();
    assert!(error.contains("\"city\"") && error.contains("\"town\""), "{error}");
    let error = question.set_threat_type(&case, "jet").unwrap_err().to_string();
    assert!(error.contains("\"jet\"") && error.contains("\"drone\""), "{error}");
}
