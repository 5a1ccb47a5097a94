//! `kingbird run`.

use std::collections::HashMap;

use super::{Scratch, count, kingbird};

#[test]
fn json_has_what_it_promises_and_its_counts_add_up() {
    let json =
        kingbird(&["run", "contract/mixed", "--engine", "cpu", "--seed", "3", "--replicate", "2", "--json"]).json();
    for (key, value) in [("scenario", "contract/mixed"), ("assigner", "nearest"), ("objective", "expected-value-saved")]
    {
        assert_eq!(json[key], value);
    }
    assert_eq!((count(&json, "/seed"), count(&json, "/replicate")), (3, 2));
    for key in ["scenario_digest", "engine", "adapter", "digest"] {
        assert!(!json[key].as_str().unwrap().is_empty(), "{key}");
    }
    assert_eq!(json["digest"].as_str().unwrap().len(), 32);
    assert_eq!(count(&json, "/ticks") as f64 * 0.1, json["simulated_s"].as_f64().unwrap());

    let mut leaked = 0;
    for kind in ["threats", "decoys"] {
        let of = |end: &str| count(&json, &format!("/{kind}/{end}"));
        let ended = of("killed") + of("lost") + of("leaked") + of("airborne") + of("pending");
        assert_eq!(of("launched"), ended, "{kind}");
        leaked += of("leaked_hit");
    }
    assert_eq!(count(&json, "/threats/launched") + count(&json, "/decoys/launched"), 36);
    let causes: u64 = json["leak_causes"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(causes, count(&json, "/threats/leaked"));
    let of = |end: &str| count(&json, &format!("/interceptors/{end}"));
    assert_eq!(of("launched"), of("hits") + of("misses") + of("expired") + of("aborted") + of("in_flight"));
    assert_eq!(of("launched") + of("remaining"), 28);
    assert_eq!(of("hits"), count(&json, "/threats/killed") + count(&json, "/decoys/killed"));
    let assets = json["assets"].as_array().unwrap();
    assert_eq!(assets.iter().map(|a| a["hits"].as_u64().unwrap()).sum::<u64>(), leaked);
    let usd = |key: &str| json["cost"][key].as_f64().unwrap();
    assert_eq!(usd("defender_usd"), usd("interceptors_usd") + usd("fixed_usd"));
    assert!(usd("attacker_usd") > 0.0 && json["reported"].is_null());
}

#[test]
fn the_same_name_is_the_same_raid_and_another_name_another() {
    let digest = |args: &[&str]| {
        let args = [&["run", "contract/mixed", "--engine", "cpu", "--json"], args].concat();
        kingbird(&args).json()["digest"].as_str().unwrap().to_owned()
    };
    let first = digest(&[]);
    assert_eq!(first, digest(&["--seed", "1", "--replicate", "0", "--assigner", "nearest"]));
    assert_ne!(first, digest(&["--seed", "2"]));
    assert_ne!(first, digest(&["--replicate", "1"]));
    assert_ne!(first, digest(&["--assigner", "urgency"]));
    assert_ne!(first, digest(&["--objective", "distance"]));
    assert_ne!(first, digest(&["--variant", "shoot-look-shoot"]));
}

#[test]
fn the_summary_tells_the_whole_story() {
    let text = kingbird(&["run", "contract/mixed", "--engine", "cpu"]).good();
    for part in [
        "seed 1, replicate 0",
        "why they leaked",
        "interceptors",
        "kills per launch",
        "orientation, nothing here is calibrated to it",
        "value lost",
        "sites (fixed)",
        "attacker",
        "digest ",
    ] {
        assert!(text.contains(part), "no \"{part}\" in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn an_empty_magazine_launches_nothing_and_says_so() {
    let text = kingbird(&["run", "contract/empty-magazine", "--engine", "cpu"]).good();
    assert!(text.contains("no interceptor was launched; the magazines are empty"), "{text}");
}

#[test]
fn events_have_names_tell_of_every_launch_and_never_replace_a_file() {
    let scratch = Scratch::new();
    let file = scratch.file("events.csv");
    let args = ["run", "contract/mixed", "--engine", "cpu", "--events", &file, "--json"];
    let json = kingbird(&args).json();
    let text = std::fs::read_to_string(&file).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("tick,time_s,stage,event,entity,name,type,other,note"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 9 && !row[5].is_empty() && row[3] != "unknown"));
    let mut n: HashMap<&str, u64> = HashMap::new();
    rows.iter().for_each(|row| *n.entry(row[3]).or_default() += 1);
    assert_eq!(n["launched"], count(&json, "/interceptors/launched"));
    assert_eq!(n["kill"], count(&json, "/interceptors/hits"));
    assert_eq!(n["leaked"], count(&json, "/threats/leaked") + count(&json, "/decoys/leaked"));
    assert_eq!(n["channel held"], n["channel freed"], "every channel that was taken is given back");
    let threat = rows.iter().find(|row| row[3] == "airborne").unwrap();
    assert!(threat[5].starts_with("Routed/") && (threat[6] == "Slow" || threat[6] == "Decoy"), "{threat:?}");
    let launch = rows.iter().find(|row| row[3] == "launched").unwrap();
    assert_eq!(launch[5].split('/').count(), 3, "{launch:?}");

    let error = kingbird(&args).bad(2);
    assert!(error.contains("exists already"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert_eq!(scratch.names(), ["events.csv"], "nothing was left aside");
}

#[test]
fn the_table_of_decisions_adds_up_to_the_run() {
    let scratch = Scratch::new();
    let file = scratch.file("decisions.csv");
    let args = ["run", "contract/mixed", "--engine", "cpu", "--assigner", "marginal-return", "--decisions", &file];
    let text = kingbird(&args).good();
    assert!(text.contains("decisions written to "), "{text}");
    let text = std::fs::read_to_string(&file).unwrap();
    let head = "assigner,seed,replicate,epoch,time_s,targets,weapons,shots_wanted,shots,cost,saved_steps,value_saved";
    assert_eq!(text.lines().next(), Some(head));
    let shots: u64 = text.lines().skip(1).map(|line| line.split(',').nth(8).unwrap().parse::<u64>().unwrap()).sum();
    let json = kingbird(&[&args[..6], &["--json"]].concat()).json();
    assert_eq!(shots, count(&json, "/decisions/shots"), "{json}");
    assert!(kingbird(&args).bad(2).contains("exists already"));
}

#[test]
fn events_that_cannot_be_written_are_the_machines_failure() {
    let scratch = Scratch::new();
    let file = scratch.file("no-such-folder/events.csv");
    let error = kingbird(&["run", "contract/one-on-one-headon", "--engine", "cpu", "--events", &file]).bad(1);
    assert!(error.contains("could not write"), "{error}");
}
