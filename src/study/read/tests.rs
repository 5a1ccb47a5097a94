//! A study written and read back is the same study; whatever is altered in its folder is told with file and line.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::read_study;
use crate::engine::Engine as _;
use crate::engine::cpu::CpuEngine;
use crate::scenario;
use crate::study::manifest::write_study;
use crate::study::{Findings, Plan, Study, runner};

/// A folder of this test's own, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("kingbird-read-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn dir(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn study() -> Study {
    let loaded = scenario::load("contract/mixed", Some("coarse")).unwrap();
    let assigners = ["none", "nearest", "auction"].map(str::to_owned);
    let plan = Plan::new(&loaded.scenario, &loaded.digest, &assigners, None, 7, 3).unwrap();
    let outcomes = runner::run(&CpuEngine, &plan, &|_| ()).unwrap();
    let (engine, adapter) = (CpuEngine.name().to_owned(), CpuEngine.adapter());
    Study { plan, variant: loaded.variant, engine, adapter, outcomes }
}

fn write(dir: &Path, study: &Study) {
    write_study(dir, study, vec![("picture.svg", "<svg/>\n".to_owned())]).unwrap();
}

#[test]
fn what_was_written_is_read_back_whole_and_written_again_to_the_same_bytes() {
    let scratch = Scratch::new();
    let study = study();
    write(&scratch.dir("one"), &study);
    let again = read_study(&scratch.dir("one")).unwrap();
    assert_eq!(again.outcomes, study.outcomes);
    assert_eq!((&again.variant, &again.engine, &again.adapter), (&study.variant, &study.engine, &study.adapter));
    write(&scratch.dir("two"), &again);
    for name in ["manifest.json", "rows.csv", "columns.csv", "picture.svg"] {
        let bytes = |dir: &str| std::fs::read(scratch.dir(dir).join(name)).unwrap();
        assert!(bytes("one") == bytes("two"), "{name}");
    }
    let said = |study: Study| format!("{:?}", Findings::of(study).unwrap().analysis);
    assert_eq!(said(again), said(study));
}

#[test]
fn a_cell_that_was_altered_is_told_with_its_line() {
    let scratch = Scratch::new();
    let dir = scratch.dir("study");
    write(&dir, &study());
    let rows = std::fs::read_to_string(dir.join("rows.csv")).unwrap();
    let head: Vec<&str> = rows.lines().next().unwrap().split(',').collect();
    // Line 6 is the second row of nearest.
    for column in ["row", "assigner", "seed", "replicate", "ticks", "simulated_s", "threats_killed", "value_lost"] {
        let at = head.iter().position(|name| *name == column).unwrap();
        let mut lines: Vec<Vec<String>> =
            rows.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        lines[5][at] = "3".to_owned() + &lines[5][at];
        let text: String = lines.iter().map(|cells| cells.join(",") + "\n").collect();
        std::fs::write(dir.join("rows.csv"), text).unwrap();
        let error = read_study(&dir).err().unwrap().to_string();
        assert!(error.contains("rows.csv:6\" is not as the study wrote it"), "{column}: {error}");
    }
    // What no other cell gives away, the checksums do.
    let passes = head.iter().position(|name| *name == "passes").unwrap();
    let mut lines: Vec<Vec<String>> = rows.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    lines[5][passes] = "9999".to_owned();
    let text: String = lines.iter().map(|cells| cells.join(",") + "\n").collect();
    std::fs::write(dir.join("rows.csv"), text).unwrap();
    assert!(read_study(&dir).err().unwrap().to_string().contains("SHA-256"));
    std::fs::write(dir.join("rows.csv"), &rows).unwrap();
    assert!(read_study(&dir).is_ok());
}

#[test]
fn any_other_alteration_is_told_with_its_file() {
    let scratch = Scratch::new();
    let dir = scratch.dir("study");
    write(&dir, &study());
    for (name, from, to, told) in [
        ("manifest.json", "\"seed\": 7", "\"seed\": 8", "rows.csv:2"),
        ("manifest.json", "\"n_replicates\": 3", "\"n_replicates\": 4", "rows.csv"),
        ("manifest.json", "\"n_replicates\": 3", "\"n_replicates\": 4294967295", "rows.csv"),
        ("manifest.json", "\"n_replicates\": 3", "\"n_replicates\": 0", "manifest.json"),
        ("manifest.json", "\"nearest\",\n", "\"urgency\",\n", "rows.csv:5"),
        ("manifest.json", "\"epoch_s\": ", "\"epoch_s\": 1", "manifest.json"),
        ("manifest.json", "\"picture.svg\": ", "\"../picture.svg\": ", "manifest.json"),
        ("manifest.json", "\"seed\": 7", "\"sed\": 7", "line "),
        ("columns.csv", "seed", "sown", "columns.csv"),
        ("picture.svg", "<svg/>", "<svg>", "picture.svg"),
        ("rows.csv", "row,", "rows,", "rows.csv:1"),
        ("rows.csv", "\n0,none", "\n0,none,none", "rows.csv:2"),
        ("rows.csv", "\n8,", "\n8,nearest\n8,", "rows.csv:10"),
    ] {
        let path = dir.join(name);
        let before = std::fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "{name}: {from}");
        std::fs::write(&path, before.replacen(from, to, 1)).unwrap();
        let error = read_study(&dir).err().unwrap_or_else(|| panic!("{name}: {from} -> {to} was not seen"));
        assert!(error.to_string().contains(told), "{name}, {from} -> {to}: {error}");
        std::fs::write(&path, before).unwrap();
    }
    std::fs::remove_file(dir.join("picture.svg")).unwrap();
    assert!(read_study(&dir).err().unwrap().to_string().contains("picture.svg"));
    assert!(read_study(&scratch.dir("nowhere")).err().unwrap().to_string().contains("manifest.json"));
}
