//! `exec:COMMAND`: the shipped example against an algorithm, its study repeated without it, and how mistakes end.

use super::{Scratch, kingbird};

const EXAMPLE: &str = concat!("exec:python3 '", env!("CARGO_MANIFEST_DIR"), "/examples/assigner.py'");

fn compared(dir: &str) -> super::Ran {
    let assigners = format!("nearest,{EXAMPLE}");
    kingbird(&[
        "compare",
        "mass-raid",
        "--assigners",
        &assigners,
        "--replicates",
        "3",
        "--engine",
        "cpu",
        "--out",
        dir,
        "--json",
    ])
}

#[test]
fn the_example_is_compared_recorded_and_repeated_without_being_started() {
    let scratch = Scratch::new();
    let dir = scratch.file("study");
    let json = compared(&dir).json();
    let names: Vec<&str> =
        json["arms"].as_array().unwrap().iter().map(|arm| arm["assigner"].as_str().unwrap()).collect();
    assert_eq!(names, ["nearest", EXAMPLE]);
    let answers = std::fs::read_to_string(format!("{dir}/answers_1.jsonl")).unwrap();
    assert_eq!(answers.lines().count(), 3);
    // The second replicate of the program, which is not there any more.
    let renamed = |file: &str, to: &dyn Fn(String) -> String| {
        let path = format!("{dir}/{file}");
        std::fs::write(&path, to(std::fs::read_to_string(&path).unwrap())).unwrap();
    };
    let row = kingbird(&["run", "--from", &dir, "--row", "4", "--engine", "cpu", "--json"]).json();
    assert_eq!((row["assigner"].as_str().unwrap(), row["replicate"].as_u64()), (EXAMPLE, Some(1)));
    let text = kingbird(&["run", "--from", &dir, "--replicate", "1", "--assigner", EXAMPLE, "--engine", "cpu"]).good();
    assert!(text.contains("confirmed: the digest is that of row 4"), "{text}");
    // An answer that was altered is told, with its file.
    renamed("answers_1.jsonl", &|text| text.replacen(",[]]", ",[[0,0]]]", 1));
    let told = kingbird(&["run", "--from", &dir, "--row", "4", "--engine", "cpu"]).bad(2);
    assert!(told.contains("answers_1.jsonl") && told.contains("SHA-256"), "{told}");
}

#[test]
fn a_program_that_fails_ends_the_command_with_5_and_says_why() {
    let told = kingbird(&["run", "mass-raid", "--assigner", "exec:/no/such/program", "--engine", "cpu"]).bad(5);
    assert!(told.contains("`/no/such/program` could not be started") && told.contains("mass-raid"), "{told}");
    let scratch = Scratch::new();
    let dir = scratch.file("study");
    let hangs = ["--assigners", "nearest,exec:sleep 600", "--assigner-timeout-s", "0.2", "--replicates", "2"];
    let told = kingbird(&[&["compare", "mass-raid", "--engine", "cpu", "--out", &dir], &hangs[..]].concat()).bad(5);
    assert!(told.contains("gave no answer within 0.2 s") && told.contains("seed 1, replicate "), "{told}");
    assert!(scratch.names().is_empty(), "nothing is kept");
}

#[test]
fn a_run_keeps_answers_and_is_repeated_from_them_without_the_program() {
    let scratch = Scratch::new();
    let answers = scratch.file("answers.jsonl");
    let run = |more: &[&str]| {
        let args = ["run", "contract/mixed", "--engine", "cpu", "--replicate", "3", "--assigner", EXAMPLE];
        kingbird(&[&args[..], more].concat())
    };
    let first = run(&["--record-answers", &answers, "--json"]).json();
    let text = std::fs::read_to_string(&answers).unwrap();
    assert!(text.starts_with("{\"seed\":1,\"replicate\":3,\"decisions\":[[") && text.lines().count() == 1, "{text}");
    assert!(run(&["--record-answers", &answers]).bad(2).contains("exists already"));
    let again = run(&["--replay-answers", &answers, "--json"]).json();
    assert_eq!(first, again);
    // Told in words; without the program; another replicate is not in the file; no algorithm needs it.
    let gone = |assigner: &str, replicate: &str| {
        let args = ["run", "contract/mixed", "--engine", "cpu", "--assigner", assigner, "--replicate", replicate];
        kingbird(&[&args[..], &["--replay-answers", &answers]].concat())
    };
    let text = gone("exec:/no/such/program", "3").good();
    assert!(text.contains("answers taken from") && text.contains(first["digest"].as_str().unwrap()), "{text}");
    assert!(gone(EXAMPLE, "4").bad(5).contains("contract/mixed"));
    assert!(gone("nearest", "3").bad(2).contains("is for programs"));
    std::fs::write(&answers, "nonsense\n").unwrap();
    assert!(gone(EXAMPLE, "3").bad(2).contains("answers.jsonl:1"));
}

/// A program that hangs goes on for as long as its file grows.
#[cfg(unix)]
#[test]
fn a_program_that_hangs_ends_with_the_command_however_that_ends() {
    use std::time::{Duration, Instant};

    for signal in ["INT", "KILL"] {
        let scratch = Scratch::new();
        let file = scratch.file("beats");
        let length = || std::fs::metadata(&file).map_or(0, |file| file.len());
        let until = |what: &dyn Fn() -> bool| {
            let start = Instant::now();
            while !what() {
                assert!(start.elapsed() < Duration::from_secs(60), "{signal}: {} beats", length());
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        let hangs = format!("exec:sh -c 'while :; do echo >> \"{file}\"; sleep 0.1; done'");
        let args = ["run", "contract/mixed", "--engine", "cpu", "--assigner-timeout-s", "600", "--assigner", &hangs];
        let mut command = super::command(&args).stdout(std::process::Stdio::null()).spawn().unwrap();
        until(&|| length() > 3);
        let kill = std::process::Command::new("kill").args(["-s", signal, &command.id().to_string()]).status();
        assert!(kill.unwrap().success() && !command.wait().unwrap().success());
        until(&|| {
            let before = length();
            std::thread::sleep(Duration::from_secs(2));
            length() == before
        });
    }
}

#[test]
fn mistakes_in_naming_a_program_are_told_before_anything_runs() {
    for (name, told) in [("exec:", "followed by no program"), ("exec:python3 'x", "never closed")] {
        let error = kingbird(&["run", "mass-raid", "--assigner", name]).bad(2);
        assert!(error.contains(told), "{error}");
    }
    let error = kingbird(&["run", "mass-raid", "--assigner-timeout-s", "0"]).bad(2);
    assert!(error.contains("from 0.001 to 86400"), "{error}");
    // A file starts no programs.
    let scratch = Scratch::new();
    let file = scratch.file("own.toml");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/mass-raid.toml")).unwrap();
    let named = match text.find("\nassigner = ") {
        Some(at) => {
            let end = at + 1 + text[at + 1..].find('\n').unwrap();
            format!("{}\nassigner = \"exec:touch /tmp/x\"{}", &text[..at], &text[end..])
        }
        None => text.replacen("[doctrine]", "[doctrine]\nassigner = \"exec:touch /tmp/x\"", 1),
    };
    assert!(named.contains("exec:"), "{text}");
    std::fs::write(&file, named).unwrap();
    let error = kingbird(&["check", &file]).bad(2);
    assert!(error.contains("is a program") && error.contains("own.toml:") && error.contains("--assigner"), "{error}");
}

#[test]
fn the_protocol_has_a_schema_and_its_document_names_every_field() {
    let schema = kingbird(&["schema", "assigner"]).good();
    let document = include_str!("../../docs/assignment-protocol.md");
    let json: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut n = 0;
    for kind in json["$defs"].as_object().unwrap().values() {
        for field in kind["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
            assert!(document.contains(field.as_str()), "{field} is not in the document");
            n += 1;
        }
    }
    assert!(n > 10, "{schema}");
}
