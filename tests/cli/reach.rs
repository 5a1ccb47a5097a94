//! `kingbird reach`, and `kingbird run` with files for other programs.

use super::{Scratch, kingbird};

#[test]
fn the_hole_comes_first_and_the_compass_after_it() {
    let text = kingbird(&["reach", "mass-raid"]).good();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "mass-raid: Shahed-136 at 170 km/h, 1,200 m high, straight at City");
    assert!(lines[2].starts_with("No hole: from every bearing there is time for "), "{text}");
    for name in ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"] {
        let is_row = |line: &&str| line.split_whitespace().next() == Some(name) && line.contains(" km ");
        assert_eq!(lines.iter().filter(|line| is_row(line)).count(), 1, "{name}:\n{text}");
    }
    assert!(text.contains("One threat alone"), "{text}");
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{text}");
    let text = kingbird(&["reach", "mass-raid", "--variant", "no-interceptors"]).good();
    assert!(text.contains("From any bearing nothing can be met: every magazine in reach is empty."), "{text}");
    let text = kingbird(&["reach", "mass-raid", "--altitude-m", "9000"]).good();
    assert!(text.contains("it flies above every interceptor's ceiling"), "{text}");
}

#[test]
fn json_holds_every_bearing_and_the_words() {
    let json =
        kingbird(&["reach", "force-protection", "--asset", "Port", "--altitude-m", "200", "--shots", "3", "--json"])
            .json();
    assert_eq!((&json["aim"], &json["altitude_m"], &json["shots_wanted"]), (&"Port".into(), &200.0.into(), &3.into()));
    let bearings = json["bearings"].as_array().unwrap();
    assert_eq!(bearings.len(), 180);
    let shots = |bearing: &serde_json::Value| bearing["shots"].as_array().unwrap().len();
    let least = bearings.iter().map(shots).min().unwrap();
    assert_eq!(json["least_shots"], least);
    let (holes, sentences) = (json["holes"].as_array().unwrap(), json["sentences"].as_array().unwrap());
    assert!(!holes.is_empty() && sentences[0].as_str().unwrap().contains("shots only"), "{sentences:?}");
    let lacking = bearings.iter().filter(|bearing| shots(bearing) < 3).count() as f64;
    let width: f64 = holes.iter().map(|hole| hole["width_deg"].as_f64().unwrap()).sum();
    assert_eq!(width, 2.0 * lacking);
    // The later a shot, the nearer; and none before the track stands.
    for bearing in bearings {
        let mut before = bearing["confirmed"]["distance_m"].as_f64().unwrap();
        for shot in bearing["shots"].as_array().unwrap() {
            let distance = shot["distance_m"].as_f64().unwrap();
            assert!(distance < before);
            before = distance;
        }
    }
    // A surer track is had later.
    let surer = kingbird(&["reach", "force-protection", "--confidence", "95", "--json"]).json();
    let median = kingbird(&["reach", "force-protection", "--json"]).json();
    let confirmed = |json: &serde_json::Value| json["bearings"][0]["confirmed"]["distance_m"].as_f64().unwrap();
    assert!(confirmed(&surer) < confirmed(&median));
}

#[test]
fn wrong_names_and_numbers_are_refused() {
    for (args, part) in [
        (&["--asset", "Harbour"][..], "there are \"City\", \"Power plant\""),
        (&["--threat-type", "Rocket"], "\"Geran-3\""),
        (&["--altitude-m", "5"], "not within 10 to 15000"),
        (&["--altitude-m", "high"], "not a number"),
        (&["--altitude-m", "NaN"], "not within"),
        (&["--shots", "0"], "1..=99"),
        (&["--confidence", "100"], "1..=99"),
        (&["--asset", "City", "--origin"], "cannot be used with"),
        (&["--variant", "none"], "no variant \"none\""),
    ] {
        let error = kingbird(&[&["reach", "mass-raid"], args].concat()).bad(2);
        assert!(error.contains(part), "{args:?}: no {part:?} in\n{error}");
    }
    assert!(kingbird(&["reach", "mass-riad"]).bad(2).contains("did you mean mass-raid?"));
}

#[test]
fn exports_are_written_together_and_never_replace_a_file() {
    let scratch = Scratch::new();
    let [acmi, geojson, tracks, events] = ["a.acmi", "b.geojson", "c.csv", "d.csv"].map(|name| scratch.file(name));
    let run = ["run", "contract/mixed", "--engine", "cpu"];
    let all = ["--acmi", &acmi, "--geojson", &geojson, "--tracks", &tracks, "--events", &events, "--every-s", "5"];
    let text = kingbird(&[&run[..], &all].concat()).good();
    for line in ["acmi written to ", "geojson written to ", "tracks written to ", "events written to "] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
    assert_eq!(scratch.names(), ["a.acmi", "b.geojson", "c.csv", "d.csv"], "nothing was left aside");
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    assert!(read(&acmi).starts_with("\u{feff}FileType=text/acmi/tacview\nFileVersion=2.2\n"));
    assert!(serde_json::from_str::<serde_json::Value>(&read(&geojson)).is_ok());
    let times: Vec<String> = read(&tracks).lines().skip(1).map(|l| l.split(',').nth(1).unwrap().to_owned()).collect();
    assert!(
        !times.is_empty()
            && times
                .iter()
                .rev()
                .skip_while(|t| *t == times.last().unwrap())
                .all(|t| t.ends_with("0.000") || t.ends_with("5.000"))
    );
    assert!(!read(&tracks).contains(",track,"), "tracks only when asked for");
    let before = read(&acmi);
    let error = kingbird(&[&run[..], &["--acmi", &acmi]].concat()).bad(2);
    assert!(error.contains("exists already"), "{error}");
    assert_eq!(read(&acmi), before);
    let same = scratch.file("same");
    let error = kingbird(&[&run[..], &["--acmi", &same, "--tracks", &same]].concat()).bad(2);
    assert!(error.contains("--acmi and --tracks both name"), "{error}");
    let nowhere = scratch.file("no-such-folder/x");
    assert!(kingbird(&[&run[..], &["--geojson", &nowhere]].concat()).bad(1).contains("could not write"));
}
