//! The shipped scenarios: each file in `scenarios/` is built in, has no mistake, and is what it says it is.

use std::collections::BTreeSet;
use std::path::Path;

use kingbird::scenario::schema::Scenario;
use kingbird::scenario::{load, shipped};

fn scenario(name: &str, variant: Option<&str>) -> Scenario {
    load(name, variant).unwrap_or_else(|error| panic!("{name}, {variant:?}:\n{error}")).scenario
}

/// Drones and decoys of a raid.
fn launched(scenario: &Scenario) -> (u32, u32) {
    let decoys: BTreeSet<&str> =
        scenario.threat_types.iter().filter(|t| t.decoy).map(|threat_type| threat_type.name.as_str()).collect();
    let parts = || scenario.raid.waves.iter().flat_map(|wave| &wave.composition);
    let sum = |decoy: bool| {
        parts().filter(|part| decoys.contains(part.threat_type.as_str()) == decoy).map(|part| part.count).sum()
    };
    (sum(false), sum(true))
}

fn rounds(scenario: &Scenario) -> u32 {
    scenario.sites.iter().flat_map(|site| &site.magazines).map(|magazine| magazine.rounds).sum()
}

#[test]
fn the_list_is_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = BTreeSet::new();
    for sub in ["", "bench/", "contract/"] {
        for entry in std::fs::read_dir(folder.join(sub)).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.insert(format!("{sub}{}", path.file_stem().expect("a name").to_string_lossy()));
            }
        }
    }
    let listed: BTreeSet<String> = shipped().map(|shipped| shipped.name.to_owned()).collect();
    assert_eq!(listed, files);
    assert_eq!(shipped().count(), listed.len(), "one is listed twice");
}

#[test]
fn each_loads_with_every_variant_under_its_own_name() {
    let mut digests = BTreeSet::new();
    for shipped in shipped() {
        let base = load(shipped.name, None).unwrap_or_else(|error| panic!("{}:\n{error}", shipped.name));
        assert_eq!(base.scenario.name, shipped.name);
        assert!(digests.insert(base.digest), "{} has another's digest", shipped.name);
        for variant in &base.scenario.variants {
            let varied = load(shipped.name, Some(&variant.name)).expect("each variant is checked with its file");
            assert!(digests.insert(varied.digest), "{}, {} changes nothing", shipped.name, variant.name);
        }
    }
}

/// What it shows, where the figures come from, what is assumed: the opening of each file says so.
#[test]
fn each_opens_with_what_it_shows_and_its_sources() {
    for shipped in shipped() {
        let opening: String = shipped.text.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(opening.starts_with(&format!("# {}:", shipped.name)), "{}", shipped.name);
        for part in ["What it shows:", "ource"] {
            assert!(opening.contains(part), "{}: {part}", shipped.name);
        }
    }
}

#[test]
fn mass_raid_is_two_hundred_with_decoys_in_the_recorded_share() {
    let scenario = scenario("mass-raid", None);
    assert_eq!(launched(&scenario), (124, 76));
    assert_eq!(rounds(&scenario), 152);
    assert_eq!(scenario.sites.iter().map(|site| site.channels).sum::<u32>(), 16);
    assert_eq!(rounds(&self::scenario("mass-raid", Some("no-interceptors"))), 0);
    assert_eq!(launched(&self::scenario("mass-raid", Some("no-decoys"))), (124, 0));
}

#[test]
fn the_largest_raid_has_its_recorded_figures() {
    let scenario = scenario("raid-2025-09-07", None);
    assert_eq!(launched(&scenario), (502, 308));
    assert_eq!(scenario.raid.launch_areas.len(), 8);
    let reported = scenario.reported.expect("figures reported");
    assert_eq!((reported.launched, reported.destroyed, reported.hit_places), (810, 747, 33));
}

/// The slowest vehicle on the longest way still arrives before the end, or drones would hang in the air in the results.
#[test]
fn every_raid_can_end_within_its_duration() {
    use kingbird::scenario::projection::east_north_m;
    use kingbird::scenario::schema::Position;
    for shipped in shipped() {
        let scenario = scenario(shipped.name, None);
        let theatre = &scenario.theatre;
        let place = |p: &Position| match (p.lat_deg, p.lon_deg) {
            (Some(lat), Some(lon)) => east_north_m(theatre.origin_lat_deg, theatre.origin_lon_deg, lat, lon),
            _ => (p.east_m.expect("checked"), p.north_m.expect("checked")),
        };
        let wind = libm::hypot(theatre.wind_east_mps, theatre.wind_north_mps);
        // These end by their clock on purpose.
        let by_clock = [
            "bench/duel",
            "contract/one-on-one-headon",
            "contract/one-on-one-crossing",
            "contract/one-on-one-tail-chase",
        ];
        for wave in scenario.raid.waves.iter().filter(|_| !by_clock.contains(&shipped.name)) {
            let area = scenario.raid.launch_areas.iter().find(|area| area.name == wave.launch_area).expect("checked");
            let slowest = wave.composition.iter().map(|part| {
                let t = scenario.threat_types.iter().find(|t| t.name == part.threat_type).expect("checked");
                t.cruise_speed_mps - 2.0 * t.cruise_speed_sd_mps - wind
            });
            let slowest = slowest.fold(f64::INFINITY, f64::min) * libm::cos(wave.weave_angle_deg.to_radians() / 1.4);
            let n: u32 = wave.composition.iter().map(|part| part.count).sum();
            let last_start = wave.start_s + f64::from(n - 1) * wave.spacing_s + wave.spacing_jitter_s;
            let ways: Vec<Vec<(f64, f64)>> = if wave.routes.is_empty() {
                vec![Vec::new()]
            } else {
                let points = |name: &String| {
                    let route = scenario.raid.routes.iter().find(|route| route.name == *name).expect("checked");
                    route.waypoints.iter().map(place).collect()
                };
                wave.routes.iter().map(points).collect()
            };
            for way in ways {
                for aim in &wave.targets {
                    let asset = scenario.assets.iter().find(|asset| asset.name == aim.asset).expect("checked");
                    let mut from = place(&area.position);
                    let mut length_m = area.radius_m + asset.radius_m;
                    for to in way.iter().copied().chain([place(&asset.position)]) {
                        length_m += libm::hypot(to.0 - from.0, to.1 - from.1);
                        from = to;
                    }
                    let end_s = last_start + length_m / slowest;
                    let duration_s = theatre.duration_s;
                    assert!(
                        end_s <= duration_s,
                        "{}: {} to {}: {end_s:.0} s of {duration_s}",
                        shipped.name,
                        wave.name,
                        aim.asset
                    );
                }
            }
        }
    }
}

#[test]
fn saturation_and_duel_are_of_their_size() {
    assert_eq!((launched(&scenario("saturation", None)).0, rounds(&scenario("saturation", None))), (2500, 2500));
    let duel = scenario("bench/duel", None);
    assert_eq!((launched(&duel).0, rounds(&duel)), (1000, 1000));
    let flyer = &duel.threat_types[0];
    let load = flyer.turn_load_factor;
    let turn_rate = 9.80665 * libm::sqrt(load * load - 1.0) / flyer.cruise_speed_mps;
    assert!((turn_rate - 0.35).abs() < 1.0e-6);
}
