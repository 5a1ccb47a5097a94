//! `kingbird solve`: files of both formats, generated instances, bad ones.

use super::{Scratch, kingbird};

/// Five tanks, two aircraft and a ship of the literature, as 8 weapons; square files have as many targets, the rest worth nothing.
fn square() -> String {
    let kill = [[0.3, 0.2, 0.5], [0.1, 0.6, 0.5], [0.4, 0.5, 0.4]];
    let kinds = [0, 0, 0, 0, 0, 1, 1, 2];
    let mut text = "8\n5\n10\n20\n0\n0\n0\n0\n0\n".to_owned();
    for kind in kinds {
        let row: Vec<String> = kill[kind].iter().chain(&[0.5; 5]).map(f64::to_string).collect();
        text += &(row.join(" ") + "\n");
    }
    text
}

const PAIRS: &str = "2 3 2\n10\n20\n5\n0 0 0.5\n0 1 0.25\n0 2 0.5\n1 0 0.1\n1 1 0.6\n1 2 0\n";

#[test]
fn both_formats_are_solved_and_told_in_json() {
    let scratch = Scratch::new();
    let (pairs, square_file) = (scratch.file("pairs.txt"), scratch.file("square.txt"));
    std::fs::write(&pairs, PAIRS).unwrap();
    std::fs::write(&square_file, square()).unwrap();

    let json = kingbird(&["solve", &pairs, "--assigner", "marginal-return", "--json"]).json();
    // By hand: 20 * 0.6 = 12 (left 8), 10 * 0.5 = 5 (left 5), 8 * 0.6 = 4.8 (left 3.2), then 5 * 0.5 = 2.5 at target 0 or 2: the lower.
    assert!((json["value"].as_f64().unwrap() - (2.5 + 3.2 + 5.0)).abs() < 1e-12, "{json}");
    assert_eq!(json["assigner"], "marginal-return");
    assert!(json["bound"].as_f64().unwrap() <= json["value"].as_f64().unwrap());
    assert!(json["seconds"].as_f64().unwrap() >= 0.0 && json["optimal"].is_boolean(), "{json}");
    assert_eq!(json["weapons"], 4);
    assert_eq!(json["assignment"][0], serde_json::json!({"target": 0, "weapon": 0, "shots": 2}));

    for assigner in ["local-search", "auction", "nearest", "none", "bound:best-p"] {
        let json = kingbird(&["solve", &square_file, "--assigner", assigner, "--time-limit-s", "0.2", "--json"]).json();
        let bound = json["bound"].as_f64().unwrap();
        assert!(bound <= 4.95, "{assigner}: {json}");
        match json["value"].as_f64() {
            Some(value) => assert!(value >= 4.95 - 1e-9 && bound <= value, "{assigner}: {json}"),
            None => assert!(assigner.starts_with("bound:") && json["assignment"] == serde_json::json!([]), "{json}"),
        }
    }
    // Eight weapons on three targets are no linear assignment; a file of one weapon for each of many targets is, and is proven.
    let many = [
        "solve",
        "--generate",
        "ahuja",
        "--weapons",
        "20",
        "--targets",
        "20",
        "--assigner",
        "jonker-volgenant",
        "--json",
    ];
    let json = kingbird(&many).json();
    assert!(json["optimal"] == true && json["bound_by"] == "lagrangian", "{json}");
    let json = kingbird(&["solve", &pairs, "--assigner", "nearest", "--bound", "none", "--json"]).json();
    assert!(json["bound"].is_null() && json["gap"].is_null() && json["optimal"] == false, "{json}");
}

#[test]
fn people_read_value_bound_gap_and_shots() {
    let scratch = Scratch::new();
    let (pairs, listing) = (scratch.file("pairs.txt"), scratch.file("shots.csv"));
    std::fs::write(&pairs, PAIRS).unwrap();
    let text = kingbird(&["solve", &pairs, "--assigner", "marginal-return", "--out", &listing]).good();
    for part in ["4 weapons of 2 types, 3 targets", "value   10.7", "bound", "gap", "0 x2", "1 x2"] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    assert_eq!(std::fs::read_to_string(&listing).unwrap(), "target,weapon,shots\n0,0,2\n1,1,2\n");
    let error = kingbird(&["solve", &pairs, "--assigner", "nearest", "--out", &listing]).bad(2);
    assert!(error.contains("shots.csv"), "{error}");
}

#[test]
fn an_instance_is_made_written_and_read_again() {
    let scratch = Scratch::new();
    let file = scratch.file("made.txt");
    for family in ["ahuja", "uniform", "geometric"] {
        let make = ["solve", "--generate", family, "--weapons", "6", "--targets", "9", "--seed", "3"];
        let text = kingbird(&make).good();
        assert!(text.starts_with("6 9 1\n"), "{text}");
        assert_eq!(text, kingbird(&make).good());
        std::fs::write(&file, &text).unwrap();
        let from_file = kingbird(&["solve", &file, "--assigner", "auction", "--json"]).json();
        let at_once = kingbird(&[&make[..], &["--assigner", "auction", "--json"]].concat()).json();
        assert_eq!(from_file["value"], at_once["value"], "{family}");
        assert_eq!(from_file["assignment"], at_once["assignment"], "{family}");
    }
    let out = scratch.file("out.txt");
    let args = ["solve", "--generate", "ahuja", "--weapons", "3", "--targets", "4", "--per-type", "2", "--out", &out];
    assert_eq!(kingbird(&args).code, Some(0));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("3 4 2\n"));
    kingbird(&args).bad(2);
}

#[test]
fn bad_files_get_place_and_remedy_and_exit_code_2() {
    let scratch = Scratch::new();
    let file = scratch.file("bad.txt");
    for (bytes, told) in [
        (&b""[..], "bad.txt:1:1: found nothing"),
        (b"2 3 2\n10\n20\nnan\n", "bad.txt:1:1: the header promises"),
        (b"1 1 1\nnan\n0 0 0.5\n", "bad.txt:2:1: found `nan` where the value of target 0"),
        (
            b"1 2 1\n1.7e308\n1.7e308\n0 0 0.01\n0 1 0.01\n",
            "bad.txt:3:1: with `1.7e308` for target 1 the values add up",
        ),
        (b"1 1 1\n5\n0 0 1.5\n", "bad.txt:3:5: found `1.5` where the kill probability"),
        (b"1 1 1\r\n5\r\n0 0 0.5\r\n0 0 0.5\r\n", "bad.txt:4:1: found `0` behind all 1 x 1 pairs"),
        (b"4000000000 4000000000 1\n", "bad.txt:1:1: the header promises 4000000000 x 4000000000"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bad.txt:"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let error = kingbird(&["solve", &file, "--assigner", "nearest"]).bad(2);
        assert!(error.contains(told), "no {told:?} in {error}");
    }
    let error = kingbird(&["solve", "no-such-file.txt", "--assigner", "nearest"]).bad(2);
    assert!(error.contains("could not read no-such-file.txt"), "{error}");
    kingbird(&["solve", env!("CARGO_TARGET_TMPDIR"), "--assigner", "nearest"]).bad(2);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let scratch = Scratch::new();
    let file = scratch.file("pairs.txt");
    std::fs::write(&file, PAIRS).unwrap();
    for (args, told) in [
        (&["solve"][..], ""),
        (&["solve", &file], "--assigner"),
        (&["solve", &file, "--assigner", "exec:"], "exec:"),
        (&["solve", &file, "--assigner", "marginal"], "did you mean `marginal-return`?"),
        (&["solve", &file, "--assigner", "bound:lagrange"], "did you mean `bound:lagrangian`?"),
        (&["solve", &file, "--assigner", "nearest", "--bound", "best"], "there are best-p, linear-program, lagrangian"),
        (&["solve", &file, "--assigner", "nearest", "--time-limit-s", "-1"], "above 0"),
        (&["solve", &file, "--assigner", "nearest", "--time-limit-s", "nan"], "above 0"),
        (&["solve", &file, "--generate", "ahuja", "--weapons", "2", "--targets", "2"], "cannot be used"),
        (&["solve", "--generate", "ahuja", "--weapons", "2"], "--targets"),
        (&["solve", "--generate", "ahuja", "--weapons", "0", "--targets", "2"], "1..=1000000"),
        (&["solve", "--generate", "ahuja", "--weapons", "1000000", "--targets", "1000000"], "ask for fewer"),
        (&["solve", "--generate", "ahuja", "--weapons", "2", "--targets", "2", "--json"], "--assigner"),
        (&["solve", &file, "--assigner", "nearest", "--seed", "1"], "--generate"),
    ] {
        let error = kingbird(args).bad(2);
        assert!(error.contains(told), "no {told:?} in {error}");
    }
}

#[test]
fn a_program_solves_round_by_round_and_is_told_what() {
    let scratch = Scratch::new();
    let file = scratch.file("pairs.txt");
    std::fs::write(&file, PAIRS).unwrap();
    let example = concat!("exec:python3 '", env!("CARGO_MANIFEST_DIR"), "/examples/assigner.py'");
    let json = kingbird(&["solve", &file, "--assigner", example, "--json"]).json();
    // The greatest gain of all is the cheapest shot of the first round.
    let (value, bound) = (json["value"].as_f64().unwrap(), json["bound"].as_f64().unwrap());
    assert!(bound <= value && value <= 35.0 - 12.0, "{json}");
    assert_eq!(json["assigner"], example);
    // A program that shows its first line and ends.
    let shows = "exec:python3 -c 'import sys; sys.stderr.write(sys.stdin.readline())'";
    let told = kingbird(&["solve", &file, "--assigner", shows]).bad(5);
    for said in ["gave no answer", r#""objective":"static""#, r#""picture":"believed""#, "pairs.txt", r#""seed":1"#] {
        assert!(told.contains(said), "no {said} in {told}");
    }
    let told = kingbird(&["solve", &file, "--assigner", "exec:/no/such/program"]).bad(5);
    assert!(told.contains("could not be started"), "{told}");
}
