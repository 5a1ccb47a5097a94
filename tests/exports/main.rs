//! Exports against their format's descriptions and against the replicate itself.
#![expect(clippy::unwrap_used, reason = "what a test cannot do without may fail it")]

mod acmi;
#[path = "../common/mod.rs"]
mod common;
mod geojson;

use kingbird::engine::cpu::Runner;
use kingbird::model::CaseModel;
use kingbird::model::codes;
use kingbird::model::outcome::CAUSE_NAMES;
use kingbird::report::export::{self, Exports, Options, Wanted};
use kingbird::scenario::projection::lat_lon_deg;

const ALL: Wanted = Wanted { acmi: true, geojson: true, positions: true };
const WITH_TRACKS: Options = Options { period_s: 2.0, tracks: true };

fn mixed() -> CaseModel {
    common::shipped("contract/mixed", "nearest")
}

fn exported(case: &CaseModel) -> Exports {
    export::export(case, &common::job(2), &WITH_TRACKS, ALL, &|| ()).unwrap()
}

#[test]
fn the_recording_reads_by_the_formats_description_and_tells_of_every_end() {
    for (name, replicate) in [("contract/mixed", 2), ("contract/shots", 0), ("force-protection", 1)] {
        let case = common::shipped(name, "nearest");
        let exports = export::export(&case, &common::job(replicate), &WITH_TRACKS, ALL, &|| ()).unwrap();
        let recording = acmi::read(&exports.acmi).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let mut runner = Runner::new(std::slice::from_ref(&case), common::job(replicate), true);
        runner.run_to_end();
        let outcome = runner.outcome();
        assert_eq!(exports.outcome, outcome);
        assert_eq!(exports.events, runner.events());
        let kind_of = |id: u64| id >> 32 & 0xff;
        let of_threats =
            |kind: &str| recording.events.iter().filter(|e| e.kind == kind && kind_of(e.ids[0]) == 1).count();
        assert_eq!(of_threats("Destroyed"), outcome.kills() as usize, "{name}");
        let ended = outcome.threats.iter().map(|t| t.lost + t.leaked).sum::<u32>();
        assert_eq!(of_threats("LeftArea"), ended as usize, "{name}");
        for (cause, cause_name) in CAUSE_NAMES.iter().enumerate() {
            let said = format!("cause: {}", cause_name.replace('_', " "));
            let told = recording.events.iter().filter(|e| e.kind == "Message" && e.text.ends_with(&said)).count();
            assert_eq!(told as u32, outcome.causes[0][cause] + outcome.causes[1][cause], "{name}: {said}");
        }
        let flown = recording.objects.keys().filter(|id| kind_of(**id) == 2).count();
        assert_eq!(flown as u32, outcome.rounds.launched, "{name}");
        let still =
            |kind| recording.objects.iter().filter(|(id, o)| kind_of(**id) == kind && o.removed_s.is_none()).count();
        assert_eq!(still(1) as u32, outcome.threats.iter().map(|t| t.airborne).sum::<u32>(), "{name}");
        assert_eq!(still(2) as u32, outcome.rounds.in_flight, "{name}");
        let end_s = case.seconds(outcome.ticks);
        assert_eq!(recording.frames_s.last(), Some(&end_s), "{name}");
        assert!(recording.events.iter().all(|event| event.time_s <= end_s), "{name}");
    }
}

#[test]
fn what_is_damaged_is_refused() {
    let good = exported(&mixed()).acmi;
    assert!(acmi::read(&good).is_ok());
    let first_threat = good.lines().find(|line| line.contains("Air+FixedWing")).unwrap();
    let (id, _) = first_threat.split_once(',').unwrap();
    let replaced = |from: &str, to: &str| {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from:?} does not occur");
        bad
    };
    for (what, bad) in [
        ("another version", replaced("FileVersion=2.2", "FileVersion=3")),
        ("no type", replaced("FileType=text/acmi/tacview\n", "")),
        ("cut off", good[..good.len() - 10].to_owned()),
        ("no reference time", replaced("0,ReferenceTime=2000-01-01T00:00:00Z\n", "")),
        ("a date", replaced("ReferenceTime=2000-01-01T00:00:00Z", "ReferenceTime=1 January 2000")),
        ("an unescaped comma", replaced("\\, seed", ", seed")),
        ("time backwards", replaced("#6.000", "#1.000")),
        ("time not a number", replaced("#6.000", "#six")),
        ("two coordinates", replaced("T=0.0000000|0.0000000|0.00|0.00|0.00", "T=0.0|0.0")),
        ("beyond the pole", replaced("T=0.0000000|0.0000000|0.00|", "T=0.0|45.0|0.00|")),
        ("letters in a place", replaced("T=0.0000000|", "T=east|")),
        ("an unknown tag", replaced("Air+FixedWing", "Air+Drone")),
        ("an unknown colour", replaced("Color=Orange", "Color=Pink")),
        ("an unknown property", replaced("CallSign=", "Callsign=")),
        ("an object that never came", replaced(first_threat, "//")),
        ("a leading zero", replaced(&format!("\n{id},"), &format!("\n0{id},"))),
        ("removed twice", good.clone() + &format!("-{id}\n")),
        ("moved after its end", good.clone() + &format!("{id},T=0.0|0.0|0.0||||||\n")),
        ("another notation", replaced(&format!("{id},T="), &format!("{id},T=0|0|0,T="))),
        ("an unknown event", replaced("Event=Message", "Event=Massage")),
        ("an event of nothing", replaced("Event=Message|2", "Event=Message|7")),
        ("an event without a text", replaced("Event=Bookmark|", "Event=Bookmark,Event=Bookmark|")),
    ] {
        assert!(acmi::read(&bad).is_err(), "{what} was accepted");
    }
}

/// Positions in the recording are those of the rows, at every edge that is written.
#[test]
fn positions_are_those_of_the_rows() {
    let case = mixed();
    let exports = exported(&case);
    let recording = acmi::read(&exports.acmi).unwrap();
    let mut runner = Runner::new(std::slice::from_ref(&case), common::job(2), false);
    let mut compared = 0;
    let theatre = &case.scenario.theatre;
    let mut csv = exports.positions.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).peekable();
    while !runner.is_done() {
        runner.step_epoch();
        let (world, tick) = (&runner.batch.world, runner.batch.world.tallies[0].tick);
        if !tick.is_multiple_of(20) && !runner.is_done() {
            continue;
        }
        let threats = world.threats.iter().enumerate().filter(|(_, t)| t.status == codes::THREAT_AIRBORNE);
        let rounds = world.rounds.iter().enumerate().filter(|(_, r)| (2..=5).contains(&r.status));
        let tracks = world.tracks.iter().enumerate().filter(|(_, t)| t.status == codes::TRACK_CONFIRMED);
        let places = threats
            .map(|(ix, t)| (1u64, ix, [t.x, t.y, t.z]))
            .chain(rounds.map(|(ix, r)| (2, ix, [r.x, r.y, r.z])))
            .chain(tracks.map(|(ix, t)| (3, ix, [t.x, t.y, t.z])));
        for (kind, ix, at) in places {
            let [east, north, up] = at.map(|v| f64::from(v) / 256.0);
            let (lat, lon) = lat_lon_deg(theatre.origin_lat_deg, theatre.origin_lon_deg, east, north);
            // A track that was dropped and confirmed anew is another object of the same kind and index.
            let is_it = |id: &u64| id >> 32 & 0xff == kind && id & 0xffff_ffff == ix as u64;
            let mut places = recording.objects.iter().filter(|(id, _)| is_it(id)).flat_map(|(_, object)| &object.path);
            let time_s = case.seconds(tick);
            let at = places.rfind(|(time, _)| (time - time_s).abs() < 1.0e-6).unwrap();
            let off = [(at.1[0] - lon) * 1.0e7, (at.1[1] - lat) * 1.0e7, (at.1[2] - up) * 1.0e2];
            assert!(off.iter().all(|off| off.abs() < 1.01), "{kind} {ix} at {time_s}: {at:?}, {lon} {lat} {up}");
            let row = csv.next().unwrap();
            let kind_name = ["threat", "interceptor", "track"][kind as usize - 1];
            assert_eq!((row[0], row[2]), (tick.to_string().as_str(), kind_name));
            let number = |ix: usize| row[ix].parse::<f64>().unwrap();
            assert!((number(5) - lat).abs() < 1.0e-7 && (number(6) - lon).abs() < 1.0e-7);
            assert!((number(7) - east).abs() < 0.006 && (number(8) - north).abs() < 0.006);
            compared += 1;
        }
    }
    assert!(csv.next().is_none() && compared > 1_000, "{compared} places");
}

#[test]
fn geojson_is_what_rfc_7946_asks_for_and_tells_of_every_end() {
    let case = mixed();
    let exports = exported(&case);
    let features = geojson::read(&exports.geojson).unwrap();
    let n = |kind: &str| features.iter().filter(|f| f["properties"]["kind"] == kind).count();
    let s = &case.scenario;
    assert_eq!(n("asset"), s.assets.len());
    assert_eq!(n("site"), s.sites.len());
    assert_eq!(n("radar") + n("acoustic_area") + n("ideal_sensor"), case.sensors.len());
    let of = |code| exports.events.iter().filter(|event| event.code == code).count();
    assert_eq!(
        (n("kill"), n("leak"), n("lost")),
        (of(codes::EVENT_KILL), of(codes::EVENT_LEAKED), of(codes::EVENT_LOST))
    );
    assert!(n("kill") > 0 && n("leak") > 0 && n("route") > 0);
    let leak = features.iter().find(|f| f["properties"]["kind"] == "leak").unwrap();
    assert!(CAUSE_NAMES.contains(&leak["properties"]["cause"].as_str().unwrap()));
    assert!(s.assets.iter().any(|asset| leak["properties"]["asset"] == asset.name.as_str()));
    // A leak lies where its asset is: within its radius, a weave and a dive.
    let asset = features.iter().find(|f| f["properties"]["name"] == leak["properties"]["asset"]).unwrap();
    let degrees = |f: &serde_json::Value, ix: usize| f["geometry"]["coordinates"][ix].as_f64().unwrap();
    assert!((degrees(leak, 0) - degrees(asset, 0)).abs() < 0.05 && (degrees(leak, 1) - degrees(asset, 1)).abs() < 0.05);
}

#[test]
fn damaged_geojson_is_refused() {
    let good = exported(&mixed()).geojson;
    assert!(geojson::read(&good).is_ok());
    for (what, from, to) in [
        ("cut off", "]}\n", ""),
        ("latitude first", "[32.0,49.0]", "[49.0,132.0]"),
        ("no feature type", ",\"type\":\"Feature\"}", "}"),
        ("an open ring", "[31.9176931,49.0359436]]]", "[31.9176931,49.1]]]"),
        ("an unknown geometry", "\"type\":\"Point\"", "\"type\":\"Dot\""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{what}: {from:?} does not occur");
        assert!(geojson::read(&bad).is_err(), "{what} was accepted");
    }
    let ring = serde_json::json!([[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]]);
    let shape = serde_json::json!({ "type": "Polygon", "coordinates": ring });
    let feature = serde_json::json!({ "type": "Feature", "geometry": shape, "properties": { "kind": "x" } });
    let clockwise = serde_json::json!({ "type": "FeatureCollection", "features": [feature] }).to_string();
    assert!(geojson::read(&clockwise).is_err_and(|wrong| wrong.contains("clockwise")));
}

#[test]
fn the_same_replicate_gives_the_same_bytes_and_another_does_not() {
    let case = mixed();
    let first = exported(&case);
    assert_eq!(first, exported(&case));
    assert_eq!(first.acmi, export::acmi(&case, &common::job(2), &WITH_TRACKS).unwrap(), "whatever else is wanted");
    assert_eq!(first.geojson, export::geojson(&case, &common::job(2)).unwrap());
    assert_eq!(first.positions, export::positions_csv(&case, &common::job(2), &WITH_TRACKS).unwrap());
    assert_ne!(first.acmi, export::acmi(&case, &common::job(3), &WITH_TRACKS).unwrap());
}

/// Names with everything in them that a format must not stumble over.
#[test]
fn hostile_names_survive() {
    let mut scenario = mixed().scenario;
    let name = "A, \"b\" | c=\\d -e #f";
    scenario.assets[0].name = name.to_owned();
    for wave in &mut scenario.raid.waves {
        for aim in wave.targets.iter_mut().filter(|aim| aim.asset == "Town") {
            aim.asset = name.to_owned();
        }
    }
    let exports = exported(&common::built(&scenario, "nearest"));
    let recording = acmi::read(&exports.acmi).unwrap();
    assert_eq!(recording.objects[&0x6_0000_0000].properties["Name"], "A, \"b\" | c=/d -e #f");
    let features = geojson::read(&exports.geojson).unwrap();
    assert!(features.iter().any(|f| f["properties"]["name"] == name), "JSON escapes everything");
}

/// Tens of kilometres from the origin's meridian the map's north is not the earth's.
#[test]
fn yaw_is_true_and_heading_is_the_maps() {
    let case = common::Duel { start: (150_000.0, 0.0), asset: (150_000.0, 60_000.0), rounds: 0, ..Default::default() };
    let mut scenario = case.scenario();
    scenario.theatre.origin_lat_deg = 60.0;
    let case = common::built(&scenario, "nearest");
    let recording = acmi::read(&export::acmi(&case, &common::job(0), &Options::default()).unwrap()).unwrap();
    let threat = &recording.objects[&0x1_0000_0000].transform;
    let (yaw, heading) = (threat[5].unwrap(), threat[8].unwrap());
    assert_eq!(heading, 0.0, "straight to the map's north");
    // Convergence of the meridians: difference of longitude x sine of the latitude; 150 km east at 60 degrees is 2.7 degrees.
    let convergence = (threat[0].unwrap() * libm::sin((60.0 + threat[1].unwrap()).to_radians())).abs();
    assert!(convergence > 2.0 && (yaw - convergence).abs() < 0.15, "{yaw}, {convergence}");
}
