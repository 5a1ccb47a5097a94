//! `kingbird compare`, and rows of it run again.

use super::{Scratch, count, kingbird};

const ARGS: [&str; 6] = ["compare", "contract/mixed", "--engine", "cpu", "--replicates", "12"];

#[test]
fn the_verdict_comes_first_then_every_assigner() {
    let text = kingbird(&ARGS).good();
    let verdict = text.lines().next().unwrap();
    assert!(verdict.contains("fewer threats through") || verdict.contains("cannot be told apart"), "{text}");
    for part in [
        "none (control)",
        "random",
        "nearest",
        "urgency",
        "auction",
        "value saved",
        "overkill",
        "Holm",
        "variance reduction",
        "orientation",
    ] {
        assert!(text.contains(part), "no \"{part}\" in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert_eq!(text, kingbird(&ARGS).good(), "the same study is the same text");
}

#[test]
fn a_clear_difference_is_claimed_and_the_control_never_wins() {
    let args =
        ["compare", "contract/mixed", "--engine", "cpu", "--assigners", "none,nearest", "--replicates", "20", "--json"];
    let json = kingbird(&args).json();
    assert_eq!(json["best"], "nearest");
    let verdict = json["verdict"].as_str().unwrap();
    assert!(verdict.starts_with("nearest lets ") && verdict.contains("than launching nothing (95 %: "), "{verdict}");
    let arms = json["arms"].as_array().unwrap();
    assert_eq!((arms.len(), arms[0]["control"].as_bool(), arms[1]["control"].as_bool()), (2, Some(true), Some(false)));
    let difference = &json["differences_to_best"][0];
    let means = |arm: usize| arms[arm]["leakers"]["mean"].as_f64().unwrap();
    assert!((difference["leakers"]["mean"].as_f64().unwrap() - (means(0) - means(1))).abs() < 1e-9);
    assert!(difference["leakers"]["interval"][0].as_f64().unwrap() > 0.0);
    assert!(difference["p_adjusted"].is_null(), "the control stands outside the family of comparisons");
}

#[test]
fn where_nobody_launches_nothing_is_compared() {
    let args = [
        "compare",
        "contract/empty-magazine",
        "--engine",
        "cpu",
        "--assigners",
        "nearest,urgency",
        "--replicates",
        "5",
    ];
    let text = kingbird(&args).good();
    assert!(text.starts_with("No interceptor was launched, so there is nothing to compare"), "{text}");
    assert!(!text.contains("told apart"), "{text}");
    assert!(text.contains("warning: nearest: no interceptor was launched"), "{text}");
    assert!(text.contains("warning: 5 replicates only"), "{text}");
}

#[test]
fn what_cannot_be_told_apart_is_not_claimed() {
    let args = [
        "compare",
        "contract/mixed",
        "--engine",
        "cpu",
        "--assigners",
        "nearest,urgency",
        "--replicates",
        "5",
        "--json",
    ];
    let json = kingbird(&args).json();
    assert_eq!(json["told_apart_from_next"], false);
    assert!(json["verdict"].as_str().unwrap().contains("cannot be told apart"), "{json}");
}

/// Two raids say little; what Student's interval makes of them is shown whole, and told.
#[test]
fn an_interval_that_reaches_below_zero_is_not_cut_and_is_told() {
    let args = ["compare", "contract/shots", "--engine", "cpu", "--replicates", "2", "--json"];
    let json = kingbird(&args).json();
    let arms = json["arms"].as_array().unwrap();
    let keys = ["leakers", "decoys_leaked", "value_lost", "interceptors_launched"];
    let means: Vec<_> = arms.iter().flat_map(|arm| keys.map(|key| &arm[key])).collect();
    for mean in &means {
        let is_below = mean["interval"][0].as_f64().unwrap() < 0.0;
        assert_eq!(mean["interval_reaches_below_zero"], is_below, "{mean}");
    }
    let told = json["warnings"].as_array().unwrap().iter().any(|line| line.as_str().unwrap().contains("below 0"));
    assert_eq!(told, means.iter().any(|mean| mean["interval_reaches_below_zero"] == true));
    assert!(told, "this study shows the case");
}

#[test]
fn a_study_is_kept_whole_and_any_row_can_be_run_again() {
    let scratch = Scratch::new();
    let dir = scratch.file("results");
    let args =
        [&ARGS[..], &["--variant", "shoot-look-shoot", "--assigners", "nearest,auction", "--out", &dir]].concat();
    kingbird(&args).good();
    assert_eq!(scratch.names(), ["results"], "nothing was left aside");
    let read = |name: &str| std::fs::read_to_string(format!("{dir}/{name}")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(manifest["variant"], "shoot-look-shoot");
    assert_eq!(manifest["assigners"], serde_json::json!(["nearest", "auction"]));

    assert!(read("leakers.svg").starts_with("<svg "));
    let rows = read("rows.csv");
    let head: Vec<&str> = rows.lines().next().unwrap().split(',').collect();
    assert_eq!(rows.lines().count(), 1 + 2 * 12);
    let columns = read("columns.csv");
    let explained: Vec<&str> = columns.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(explained, head);

    // Row 17 is the sixth replicate under the second assigner, and says so.
    let row: Vec<&str> = rows.lines().nth(18).unwrap().split(',').collect();
    let cell = |name: &str| row[head.iter().position(|column| *column == name).unwrap()];
    assert_eq!((cell("row"), cell("assigner"), cell("replicate")), ("17", "auction", "5"));
    let json = kingbird(&["run", "--from", &dir, "--row", "17", "--engine", "cpu", "--json"]).json();
    assert_eq!(json["digest"], cell("digest"));
    assert_eq!(count(&json, "/threats/leaked").to_string(), cell("threats_leaked"));
    assert_eq!(json["variant"], "shoot-look-shoot");
    let named = ["run", "--from", &dir, "--replicate", "5", "--assigner", "auction", "--engine", "cpu"];
    let text = kingbird(&named).good();
    assert!(text.contains("confirmed: the digest is that of row 17"), "{text}");

    let error = kingbird(&args).bad(2);
    assert!(error.contains("never overwritten"), "{error}");
    assert_eq!(read("rows.csv"), rows);
}

#[test]
fn a_study_that_was_altered_is_not_believed() {
    let scratch = Scratch::new();
    let dir = scratch.file("results");
    kingbird(&[&ARGS[..], &["--assigners", "nearest", "--out", &dir]].concat()).good();
    let again = ["run", "--from", &dir, "--row", "3", "--engine", "cpu"];
    let alter = |name: &str, from: &str, to: &str| {
        let path = format!("{dir}/{name}");
        let before = std::fs::read_to_string(&path).unwrap();
        assert!(before.contains(from));
        std::fs::write(&path, before.replacen(from, to, 1)).unwrap();
        before
    };
    let rows = alter("rows.csv", "nearest", "nearby");
    let error = kingbird(&again).bad(2);
    assert!(error.contains("rows.csv:2") && error.contains("\"nearby\" and has to be \"nearest\""), "{error}");
    std::fs::write(format!("{dir}/rows.csv"), &rows).unwrap();

    let manifest = alter("manifest.json", "\"epoch_s\": 1.0", "\"epoch_s\": 2.0");
    assert!(kingbird(&again).bad(2).contains("digest"));
    std::fs::write(format!("{dir}/manifest.json"), &manifest).unwrap();
    let version = format!("\"model_version\": {}", kingbird::model::MODEL_VERSION);
    alter("manifest.json", &version, "\"model_version\": 999");
    assert!(kingbird(&again).bad(2).contains("version 999 of the model"));
    std::fs::write(format!("{dir}/manifest.json"), &manifest).unwrap();
    alter("manifest.json", "\"seed\": 1,", "\"seed\": 2,");
    let error = kingbird(&again).bad(2);
    assert!(error.contains("rows.csv:2") && error.contains("seed"), "{error}");
    std::fs::write(format!("{dir}/manifest.json"), &manifest).unwrap();
    kingbird(&again).good();
}

/// A folder in which everything agrees, and yet no raid gives such a row: only running it again shows that.
#[test]
fn a_study_forged_throughout_is_found_by_running_it_again() {
    use sha2::{Digest as _, Sha256};
    let hex = |bytes: &[u8]| -> String { Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect() };
    let digests = |rows: &str| -> String { rows.lines().skip(1).map(|row| row.rsplit(',').next().unwrap()).collect() };
    let scratch = Scratch::new();
    let dir = scratch.file("results");
    kingbird(&[&ARGS[..], &["--assigners", "nearest", "--out", &dir]].concat()).good();
    let read = |name: &str| std::fs::read_to_string(format!("{dir}/{name}")).unwrap();
    let (rows, manifest) = (read("rows.csv"), read("manifest.json"));
    let digest = rows.lines().nth(4).unwrap().rsplit(',').next().unwrap();
    let forged = rows.replace(digest, "0123456789abcdef0123456789abcdef");
    let record = manifest
        .replace(&hex(rows.as_bytes()), &hex(forged.as_bytes()))
        .replace(&hex(digests(&rows).as_bytes()), &hex(digests(&forged).as_bytes()));
    std::fs::write(format!("{dir}/rows.csv"), forged).unwrap();
    std::fs::write(format!("{dir}/manifest.json"), record).unwrap();
    kingbird(&["run", "--from", &dir, "--row", "2", "--engine", "cpu"]).good();
    let error = kingbird(&["run", "--from", &dir, "--row", "3", "--engine", "cpu"]).bad(3);
    assert!(error.contains("row 3") && error.contains("0123456789abcdef"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_work() {
    let scratch = Scratch::new();
    let file = scratch.file("file");
    std::fs::write(&file, "no folder").unwrap();
    // Half a million raids: were they run first, this test would not end.
    let args = ["compare", "contract/mixed", "--engine", "cpu", "--replicates", "100000"];
    let error = kingbird(&[&args[..], &["--out", &scratch.file("file/results")]].concat()).bad(1);
    assert!(error.contains("could not write") && error.contains("results"), "{error}");
    // A probe leaves nothing behind.
    kingbird(&["compare", "no-such-scenario", "--out", &scratch.file("a/b/results")]).bad(2);
    assert_eq!(scratch.names(), ["file"]);
}

#[test]
fn perfect_information_is_an_arm_that_never_wins_and_says_so() {
    let scratch = Scratch::new();
    let dir = scratch.file("study");
    let of = ["compare", "contract/mixed", "--assigners", "nearest", "--picture", "believed,truth", "--engine", "cpu"];
    let args = [&of[..], &["--replicates", "6", "--out", &dir]].concat();
    let text = kingbird(&args).good();
    assert!(text.contains("nearest (truth): perfect information: not a result for the assigner"), "{text}");
    assert!(text.starts_with("nearest lets ") && text.contains("With perfect information"), "{text}");
    let json = kingbird(&[&of[..], &["--replicates", "6", "--json"]].concat()).json();
    assert_eq!(json["best"], "nearest");
    assert_eq!((&json["arms"][1]["picture"], &json["arms"][0]["caveat"]), (&"truth".into(), &serde_json::Value::Null));
    assert!(json["arms"][1]["caveat"].as_str().unwrap().contains("not a result"));
    // A row of it is repeated with its picture.
    let row = kingbird(&["run", "--from", &dir, "--row", "8", "--engine", "cpu", "--json"]).json();
    assert_eq!((&row["picture"], &row["replicate"]), (&"truth".into(), &2.into()));
    let named = ["run", "--from", &dir, "--replicate", "2", "--assigner", "nearest (truth)", "--engine", "cpu"];
    assert!(kingbird(&named).good().contains("confirmed: the digest is that of row 8"));
}

#[test]
fn decisions_are_kept_where_they_are_asked_for_and_proved_with_the_rest() {
    let scratch = Scratch::new();
    let args = |dir: &str, more: &[&str]| {
        let args = ["compare", "contract/mixed", "--engine", "cpu", "--assigners", "nearest,marginal-return"];
        kingbird(&[&args[..], &["--replicates", "3", "--out", dir], more].concat())
    };
    let [dir, timed] = ["plain", "timed"].map(|name| scratch.file(name));
    args(&dir, &["--decisions", "2"]).good();
    let read = |dir: &str, file: &str| std::fs::read_to_string(format!("{dir}/{file}")).unwrap();
    let text = read(&dir, "decisions.csv");
    let cells = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let (decisions, rows) = (cells(&text), cells(&read(&dir, "rows.csv")));
    let at = |name: &str, rows: &[Vec<String>]| rows[0].iter().position(|cell| cell == name).unwrap();
    for row in &rows[1..] {
        let (assigner, replicate) = (&row[at("assigner", &rows)], &row[at("replicate", &rows)]);
        let of_it = decisions[1..].iter().filter(|decision| &decision[0] == assigner && &decision[2] == replicate);
        let saved: u64 = of_it.map(|d| d[at("saved_steps", &decisions)].parse::<u64>().unwrap()).sum();
        let expected = if replicate == "2" { "0" } else { row[at("saved_steps", &rows)].as_str() };
        assert_eq!(saved.to_string(), expected, "{assigner}, {replicate}");
    }
    assert!(read(&dir, "decisions_columns.csv").contains("cost,objective,"));
    // The same with the time of each, beside which nothing changes.
    args(&timed, &["--decisions", "2", "--time-solvers"]).good();
    let with_time = cells(&read(&timed, "decisions.csv"));
    assert_eq!(with_time[0].last().unwrap(), "solver_s");
    for (timed, plain) in with_time.iter().zip(&decisions) {
        assert_eq!(timed[..timed.len() - 1], plain[..]);
    }
    assert!(with_time[1..].iter().all(|row| row.last().unwrap().parse::<f64>().unwrap() > 0.0));
    // A row is run again from such a folder, and a table that was altered is told.
    kingbird(&["run", "--from", &dir, "--row", "1", "--engine", "cpu"]).good();
    std::fs::write(format!("{dir}/decisions.csv"), text.replacen("nearest", "none", 1)).unwrap();
    let error = kingbird(&["run", "--from", &dir, "--row", "1", "--engine", "cpu"]).bad(2);
    assert!(error.contains("decisions.csv"), "{error}");
    assert!(args(&scratch.file("none"), &["--decisions", "0"]).bad(2).contains("--decisions"));
    let alone = ["compare", "contract/mixed", "--decisions", "2"];
    assert!(kingbird(&alone).bad(2).contains("--out"));
}
