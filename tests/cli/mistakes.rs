//! What is said of mistakes, and with which exit code.

use super::{Scratch, kingbird};

#[test]
fn wrong_names_get_the_nearest_right_one() {
    for (args, expected) in [
        (&["run", "mass-riad"][..], &["mass-riad", "did you mean mass-raid?"][..]),
        (&["run", "contract/mixed", "--assigner", "nearst"], &["`nearst`", "`nearest`", "list assigners"]),
        (&["run", "contract/mixed", "--variant", "coarser"], &["no variant \"coarser\"", "did you mean coarse?"]),
        (&["compare", "contract/mixed", "--assigners", "nearest,auktion"], &["`auktion`", "`auction`"]),
        (&["run", "contract/mixed", "--objective", "distanse"], &["'distanse'", "distance"]),
        (&["compar", "contract/mixed"], &["compar", "compare"]),
    ] {
        let error = kingbird(args).bad(2);
        for part in expected {
            assert!(error.contains(part), "no {part:?} in\n{error}");
        }
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let scratch = Scratch::new();
    for args in [
        &["run"][..],
        &["run", "contract/mixed", "--from", "."],
        &["run", "contract/mixed", "--row", "1"],
        &["run", "contract/mixed", "--seed", "-1"],
        &["run", "contract/mixed", "--replicate", "4294967296"],
        &["run", "--from", &scratch.file("none"), "--row", "1"],
        &["compare", "contract/mixed", "--replicates", "0"],
        &["check"],
        &["lockstep"],
        &["run", "contract/mixed", "--engine", "cpu", "--adapter", "1"],
    ] {
        kingbird(args).bad(2);
    }
}

#[test]
fn a_number_below_zero_is_refused_with_what_is_allowed() {
    for args in [
        &["run", "contract/mixed", "--seed", "-1"][..],
        &["compare", "contract/mixed", "--seed", "-1"],
        &["lockstep", "contract/mixed", "--seed", "-1"],
        &["run", "contract/mixed", "--seed", "1.5"],
    ] {
        let error = kingbird(args).bad(2);
        assert!(error.contains("a whole number from 0 to 18446744073709551615") && !error.contains("-- "), "{error}");
    }
    for args in [["run", "contract/mixed", "--replicate", "-1"], ["compare", "contract/mixed", "--replicates", "-1"]] {
        let error = kingbird(&args).bad(2);
        assert!(error.contains("-1") && !error.contains("-- -1"), "{error}");
    }
}

#[test]
fn a_name_like_no_other_gets_the_list_and_no_suggestion() {
    let error = kingbird(&["run", "contract/mixed", "--assigner", "hungarian"]).bad(2);
    assert!(error.contains("there are none, random, nearest, urgency, marginal-return, auction"), "{error}");
    assert!(!error.contains("did you mean"), "{error}");
}

#[cfg(feature = "gpu")]
#[test]
fn an_adapter_that_is_not_there_is_a_mistake_in_the_input() {
    // Without any adapter it is the machine that lacks one.
    let code = if kingbird::engine::gpu::list_adapters().is_empty() { 1 } else { 2 };
    for wanted in ["no such card", "", " ", "99"] {
        for engine in ["gpu", "auto"] {
            let error = kingbird(&["run", "contract/mixed", "--engine", engine, "--adapter", wanted]).bad(code);
            assert!(code == 1 || error.contains(&format!("no GPU adapter is `{wanted}`")), "{error}");
            assert!(code == 1 || !error.contains("install"), "{error}");
        }
    }
    let args = ["lockstep", "contract/mixed", "--engines", "cpu,cpu", "--adapter", "0"];
    assert!(kingbird(&args).bad(2).contains("--engines cpu,cpu uses none"));
}

#[test]
fn control_characters_are_refused_with_their_place() {
    let scratch = Scratch::new();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/contract/mixed.toml")).unwrap();
    let line = 1 + text.lines().position(|line| line.starts_with("name = ")).unwrap();
    let file = scratch.file("bad.toml");
    for (sign, told) in [("\\u001b[31m", "U+001B"), ("\\u0000", "U+0000"), ("\\n", "U+000A"), ("\\u0085", "U+0085")] {
        let wrong = text.replacen("name = \"", &format!("name = \"{sign}"), 1);
        std::fs::write(&file, wrong).unwrap();
        let error = kingbird(&["check", &file]).bad(2);
        assert!(error.contains(&format!("bad.toml:{line}: \"name\"")) && error.contains(told), "{error}");
        assert!(!error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn check_tells_every_mistake_of_every_file() {
    let scratch = Scratch::new();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/contract/mixed.toml")).unwrap();
    let (good, bad) = (scratch.file("good.toml"), scratch.file("bad.toml"));
    std::fs::write(&good, &text).unwrap();
    let wrong = text.replacen("radius_m = 1500.0", "radius_km = 1.5", 1).replacen("kill_sd = 0.5", "kill_sd = -0.5", 1);
    std::fs::write(&bad, wrong).unwrap();
    let ran = kingbird(&["check", &good, &bad, "no-such-file.toml"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stdout.starts_with(&format!("{good}: good; 36 drones against 28 interceptors")), "{}", ran.stdout);
    for part in ["bad.toml:22", "radius_km", "radius_m = 1500", "kill_sd", "no-such-file.toml", "2 of 3 files"] {
        assert!(ran.stderr.contains(part), "no {part:?} in\n{}", ran.stderr);
    }
    // The same mistakes stop a run before anything is written.
    let events = scratch.file("events.csv");
    let error = kingbird(&["run", &bad, "--events", &events]).bad(2);
    assert!(error.contains("radius_km") && error.contains("kill_sd"), "{error}");
    assert!(!std::path::Path::new(&events).exists());
}

#[test]
fn a_raid_too_large_to_index_is_a_clear_error() {
    let scratch = Scratch::new();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/contract/mixed.toml")).unwrap();
    // A million drones against 255 magazines and 16 orphans: more pairs than 2^28.
    let wave = |name: &str, types: &[&str]| {
        let parts: Vec<String> = types.iter().map(|t| format!("{{ type = \"{t}\", count = 100000 }}")).collect();
        let composition = parts.join(", ");
        format!(
            "[[raid.waves]]\nname = \"{name}\"\nlaunch_area = \"East\"\ncomposition = [{composition}]\n\
             targets = [{{ asset = \"Town\" }}]\n"
        )
    };
    let all = ["Slow", "Fast", "Decoy"];
    let waves = [wave("a", &all), wave("b", &all), wave("c", &all), wave("d", &all[..1])].concat();
    let types = ["Pursuer", "Leader", "Navigator", "Feeder"];
    let sites: String = (0..255)
        .map(|n| {
            format!(
                "[[sites]]\nname = \"{n}\"\nposition = {{ east_m = {n}.0, north_m = 0.0 }}\nrails = 1\nchannels = 1\n\
                 magazines = [{{ type = \"{}\", rounds = 1 }}]\n",
                types[n % 4]
            )
        })
        .collect();
    let replace = |text: String, first: &str, end: &str, by: &str| {
        let (first, end) = (text.find(first).unwrap(), text.find(end).unwrap());
        text[..first].to_owned() + by + &text[end..]
    };
    let text = replace(text, "[[raid.waves]]", "[raid.variation]", &waves);
    let text = replace(text, "[[sites]]", "[doctrine]", &sites);
    let file = scratch.file("large.toml");
    std::fs::write(&file, text).unwrap();
    assert!(kingbird(&["check", &file]).good().contains("good; 1,000,000 drones"));
    for args in [["run", &file, "--engine", "cpu"], ["compare", &file, "--engine", "cpu"]] {
        let error = kingbird(&args).bad(2);
        assert!(error.contains("the raid is too large: threats times weapons number 271"), "{error}");
    }
}
