//! Lists, schema, completions, help, timings, and a reader that goes away.

use std::io::Read as _;
use std::process::Stdio;

use super::{command, kingbird};

#[test]
fn lists_are_made_from_the_registries() {
    let text = kingbird(&["list", "assigners"]).good();
    for assigner in kingbird::assign::ASSIGNERS {
        assert!(text.contains(assigner.name()) && text.contains(assigner.summary()), "{}", assigner.name());
    }
    let text = kingbird(&["list", "scenarios"]).good();
    for shipped in kingbird::scenario::shipped() {
        assert!(text.lines().any(|line| line == shipped.name), "{}", shipped.name);
    }
    assert!(text.contains("--variant many-channels: "), "{text}");
    kingbird(&["list", "adapters"]).good();
}

#[test]
fn every_shipped_scenario_passes_its_check() {
    let names: Vec<&str> = kingbird::scenario::shipped().map(|shipped| shipped.name).collect();
    let text = kingbird(&[&["check"], names.as_slice()].concat()).good();
    assert_eq!(text.lines().filter(|line| line.contains(": good; ")).count(), names.len());
}

#[test]
fn the_schema_is_json_and_names_the_tables() {
    let schema = kingbird(&["schema"]).json();
    assert!(schema["properties"]["theatre"].is_object() && schema["properties"]["raid"].is_object());
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = kingbird(&["completions", shell]).good();
        assert!(script.contains("lockstep") && script.contains("compare"), "{shell}");
    }
}

#[test]
fn help_states_the_exit_codes_and_every_subcommand_has_some() {
    let help = kingbird(&["--help"]).good();
    for code in ["0  done", "1  the machine failed", "2  a mistake", "3  two engines", "4  a defect", "5  your own"] {
        assert!(help.contains(code), "no {code:?} in\n{help}");
    }
    for subcommand in
        ["run", "compare", "reach", "lockstep", "bench", "doctor", "list", "check", "schema", "completions"]
    {
        assert!(help.contains(subcommand));
        let help = kingbird(&[subcommand, "--help"]).good();
        assert!(help.contains("Usage: kingbird ") && help.lines().next().is_some_and(|l| l.len() > 10), "{help}");
    }
    assert!(kingbird(&["--version"]).good().contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn bench_counts_agent_steps() {
    let json = kingbird(&["bench", "contract/mixed", "--replicates", "2", "--engine", "cpu", "--json"]).json();
    assert!(json[0]["agent_steps"].as_u64().unwrap() > 10_000);
    assert!(json[0]["agent_steps_per_s"].as_f64().unwrap() > 0.0);
    let stages = json[0]["stages_s"].as_array().unwrap();
    assert!(stages.iter().any(|stage| stage[0] == "fly_rounds") && stages.iter().any(|stage| stage[0] == "pick"));
}

/// A reader that goes away after one line (`| head -1`), or before the first, is no error and no panic.
#[test]
fn a_closed_pipe_is_a_quiet_end() {
    for args in [
        &["list", "scenarios"][..],
        &["schema"],
        &["completions", "zsh"],
        &["run", "contract/mixed", "--engine", "cpu"],
    ] {
        let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn lockstep_of_two_orders_of_work_is_identical() {
    let args = ["lockstep", "contract/mixed", "contract/shots", "--engines", "cpu,cpu", "--replicates", "2"];
    let text = kingbird(&args).good();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("contract/mixed: identical: 2 replicates, "), "{text}");
    let args = [
        "lockstep",
        "contract/mixed",
        "--engines",
        "cpu,cpu",
        "--epochs",
        "5",
        "--assigners",
        "nearest,auction",
        "--json",
    ];
    let json = kingbird(&args).json();
    assert_eq!((json[0]["identical"].as_bool(), json[0]["epochs"].as_u64()), (Some(true), Some(5)));
    assert_eq!(json[0]["replicates"].as_u64(), Some(16));
    assert!(kingbird(&["lockstep", "contract/mixed", "--engines", "cpu"]).bad(2).contains("--engines takes two"));
}

/// Both engines through the command line, where there is a GPU of any kind; `tests/gpu_engine.rs` fails where CI needs one.
#[cfg(feature = "gpu")]
#[test]
fn both_engines_give_the_same_digest() {
    let run = |engine: &str| kingbird(&["run", "contract/mixed", "--engine", engine, "--json"]);
    let on_gpu = run("gpu");
    if on_gpu.code == Some(1) {
        let error = on_gpu.bad(1);
        assert!(error.contains("--engine cpu"), "{error}");
        return;
    }
    let (on_cpu, on_gpu) = (run("cpu").json(), on_gpu.json());
    assert_eq!((&on_cpu["engine"], &on_gpu["engine"]), (&"cpu".into(), &"gpu".into()));
    assert_eq!(on_cpu["digest"], on_gpu["digest"]);
}

#[test]
fn the_doctor_examines_the_cpu() {
    let ran = kingbird(&["doctor"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.starts_with("cpu: ") && ran.stdout.contains("exact: identical"), "{}", ran.stdout);
    assert!(ran.stdout.contains("agent-steps per second") && ran.stdout.contains("gpu"), "{}", ran.stdout);
}
