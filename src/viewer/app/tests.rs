//! The window's own flows, by accessible label.

use std::path::PathBuf;

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable};

use super::state::{App, Mode};
use crate::scenario;
use crate::viewer::prefs::Prefs;
use crate::viewer::screen::{Action, At, RaidRequest};

/// A window without a window, not yet made in its first pass.
fn window() -> Harness<'static, Option<App>> {
    let ui = |ui: &mut eframe::egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| App::new(ui.ctx(), Prefs::default()));
        ui.ctx().set_zoom_factor(app.prefs.scale);
        app.ui(ui);
    };
    let mut harness = Harness::builder().with_size(vec2(1280.0, 720.0)).with_max_steps(8).build_ui_state(ui, None);
    steps(&mut harness);
    harness
}

/// A few passes: what plays or is being simulated never comes to rest, so `run` would wait for ever.
fn steps(harness: &mut Harness<'_, Option<App>>) {
    (0..4).for_each(|_| harness.step());
}

fn app<'a>(harness: &'a mut Harness<'_, Option<App>>) -> &'a mut App {
    harness.state_mut().as_mut().expect("made in the first pass")
}

fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("kingbird-app-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join(name);
    let _ = std::fs::remove_file(&path);
    path
}

#[test]
fn tabs_lead_to_their_screens_and_empty_ones_say_what_to_do() {
    let mut harness = window();
    for (mode, words) in [(Mode::Raid, "No raid is open"), (Mode::Compare, "Nothing to compare yet")] {
        harness.get_by_label(mode.name()).click();
        steps(&mut harness);
        assert_eq!(app(&mut harness).mode, mode);
        harness.get_by_label(words);
        harness.get_by_label("Go to the gallery").click();
        steps(&mut harness);
        assert_eq!(app(&mut harness).mode, Mode::Gallery);
    }
}

#[test]
fn keys_go_where_the_overlay_says() {
    let mut harness = window();
    for (key, mode) in [Key::Num2, Key::Num3, Key::Num5, Key::Num1].into_iter().zip([
        Mode::Raid,
        Mode::Compare,
        Mode::Edit,
        Mode::Gallery,
    ]) {
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        steps(&mut harness);
        assert_eq!(app(&mut harness).mode, mode);
    }
    harness.key_press(Key::F1);
    steps(&mut harness);
    harness.get_by_label("this overview");
    harness.key_press(Key::Escape);
    steps(&mut harness);
    assert!(harness.query_by_label("this overview").is_none());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    steps(&mut harness);
    assert!((app(&mut harness).prefs.scale - 1.1).abs() < 1e-6);
}

#[test]
fn the_theme_changes_and_is_remembered() {
    let mut harness = window();
    harness.get_by_label("View").click();
    steps(&mut harness);
    harness.get_by_label("Light theme").click();
    steps(&mut harness);
    assert!(!app(&mut harness).prefs.dark);
    assert_eq!(harness.ctx.theme(), eframe::egui::Theme::Light);
}

/// A replicate as results of somebody's own file open it: nobody knows that file.
fn of_a_file_unknown(name: &str) -> Box<RaidRequest> {
    let loaded = scenario::load(name, None).unwrap();
    Box::new(RaidRequest {
        scenario: loaded.scenario,
        digest: loaded.digest,
        source: String::new(),
        variant: None,
        assigner: None,
        brought: Vec::new(),
        objective: None,
        seed: 1,
        replicate: 0,
        at: At::Beginning,
        on_gpu: false,
    })
}

#[test]
fn what_nobody_knows_the_file_of_is_watched_but_neither_remembered_nor_edited() {
    let mut harness = window();
    app(&mut harness).act(Action::OpenRaid(of_a_file_unknown("contract/shots")));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    steps(&mut harness);
    harness.get_by_label("No scenario is open");
    assert!(app(&mut harness).prefs.recent.is_empty());
    assert_eq!(app(&mut harness).notices.errors().count(), 0);
}

#[test]
fn unsaved_results_are_given_up_only_when_asked() {
    let mut harness = window();
    app(&mut harness).act(Action::OpenStatistics(of_a_file_unknown("contract/shots")));
    assert!(!app(&mut harness).has_unsaved_changes());
    app(&mut harness).run_statistics(2);
    assert!(app(&mut harness).has_unsaved_changes(), "it runs, or has run");
    app(&mut harness).statistics.as_mut().unwrap().wait();
    // From its own raids one comes back to it.
    app(&mut harness).mode = Mode::Raid;
    app(&mut harness).act(Action::OpenStatistics(of_a_file_unknown("contract/shots")));
    steps(&mut harness);
    assert!(app(&mut harness).mode == Mode::Statistics && harness.query_by_label("Unsaved results").is_none());

    for (answer, is_kept) in [("Keep the comparison", true), ("Give them up", false)] {
        app(&mut harness).act(Action::OpenStatistics(of_a_file_unknown("contract/mixed")));
        steps(&mut harness);
        harness.get_by_label("Unsaved results");
        harness.get_by_label("The results of a comparison are not saved. Going on gives them up.");
        harness.get_by_label(answer).click();
        steps(&mut harness);
        assert!(harness.query_by_label("Unsaved results").is_none());
        assert_eq!(app(&mut harness).has_unsaved_changes(), is_kept);
    }
    harness.get_by_label("Ready to compare");
}

#[test]
fn what_is_opened_by_name_is_watched_and_remembered() {
    let mut harness = window();
    harness.get_by_label("Open...").click();
    steps(&mut harness);
    harness.get_by_label("Path").type_text("contract/shots");
    steps(&mut harness);
    harness.get_by_label("Open").click();
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Raid);
    assert_eq!(app(&mut harness).prefs.recent, ["contract/shots"]);
}

#[test]
fn a_name_that_is_nothing_is_told_with_the_nearest() {
    let mut harness = window();
    harness.get_by_label("Open...").click();
    steps(&mut harness);
    harness.get_by_label("Path").type_text("mass-rade");
    steps(&mut harness);
    harness.get_by_label("Open").click();
    steps(&mut harness);
    harness.get_by_label_contains("no scenario file or shipped scenario");
    assert_eq!(app(&mut harness).mode, Mode::Gallery);
}

#[test]
fn exports_are_written_once_and_never_over_a_file() {
    let mut harness = window();
    app(&mut harness).open_named("contract/shots").unwrap();
    steps(&mut harness);
    for (entry, name) in [
        ("Picture (PNG)...", "picture.png"),
        ("Events (CSV)...", "events.csv"),
        ("Sites, kills and leaks (GeoJSON)...", "raid.geojson"),
        ("Replicate for Tacview (ACMI)...", "raid.acmi"),
        ("Positions over time (CSV)...", "positions.csv"),
    ] {
        let path = scratch(name);
        harness.get_by_label("Export").click();
        steps(&mut harness);
        harness.get_by_label(entry).click();
        steps(&mut harness);
        app(&mut harness).export.set_path(&path);
        steps(&mut harness);
        harness.get_by_label("Save").click();
        let start = std::time::Instant::now();
        while !path.exists() {
            assert!(start.elapsed().as_secs() < 60, "{entry} was never written");
            harness.step();
        }
        assert!(std::fs::metadata(&path).unwrap().len() > 100, "{entry}");
        steps(&mut harness);

        harness.get_by_label("Export").click();
        steps(&mut harness);
        harness.get_by_label(entry).click();
        steps(&mut harness);
        app(&mut harness).export.set_path(&path);
        harness.get_by_label("Save").click();
        steps(&mut harness);
        harness.get_by_label_contains("exists already");
        harness.key_press(Key::Escape);
        steps(&mut harness);
        assert!(harness.query_by_label("Save").is_none(), "Escape closes the prompt, over a raid too");
    }
}

#[test]
fn a_file_with_a_mistake_opens_in_the_editor() {
    let text = include_str!("../../../scenarios/contract/shots.toml").replacen("duration_s = ", "duration_s = -", 1);
    let path = scratch("mistake.toml");
    std::fs::write(&path, text).unwrap();
    let mut harness = window();
    app(&mut harness).open_named(&path.display().to_string()).unwrap();
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Edit);
    assert!(app(&mut harness).notices.errors().any(|text| text.contains("the editor shows where")));
}

#[test]
fn the_gallery_answers_to_a_file_with_a_mistake_as_the_prompt_does() {
    let text = include_str!("../../../scenarios/contract/shots.toml").replacen("duration_s = ", "duration_s = -", 1);
    let path = scratch("mistake-gallery.toml");
    std::fs::write(&path, text).unwrap();
    let mut harness = window();
    harness.get_by_label("Open a file").focus();
    steps(&mut harness);
    harness.get_by_label("Open a file").type_text(&path.display().to_string());
    steps(&mut harness);
    harness.get_by_label("Open this path").click();
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Edit);
    assert!(app(&mut harness).notices.errors().any(|text| text.contains("the editor shows where")));
}

#[test]
fn what_is_edited_is_gone_back_to_and_keeps_its_history() {
    let mut harness = window();
    app(&mut harness).act(Action::Edit("contract/shots".to_owned()));
    steps(&mut harness);
    harness.get_by_label("Text").click();
    steps(&mut harness);
    harness.get_by_label("Text of the scenario").focus();
    steps(&mut harness);
    harness.get_by_label("Text of the scenario").type_text("# mine");
    steps(&mut harness);
    assert!(app(&mut harness).has_unsaved_changes());
    harness.get_by_label("Run this").click();
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Raid);
    app(&mut harness).act(Action::Edit("contract/shots".to_owned()));
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Edit);
    assert!(harness.query_by_label("Unsaved changes").is_none());
    assert!(app(&mut harness).has_unsaved_changes());
    harness.get_by_label("Undo").click();
    steps(&mut harness);
    assert!(!app(&mut harness).has_unsaved_changes(), "the step can be taken back");

    harness.get_by_label("Redo").click();
    steps(&mut harness);
    app(&mut harness).act(Action::Edit("mass-raid".to_owned()));
    steps(&mut harness);
    harness.get_by_label("Unsaved changes");
}

#[test]
fn a_file_written_by_something_else_is_read_anew() {
    let text = include_str!("../../../scenarios/contract/shots.toml");
    let path = scratch("outdated.toml");
    std::fs::write(&path, text).unwrap();
    let mut harness = window();
    let source = path.display().to_string();
    app(&mut harness).act(Action::Edit(source.clone()));
    steps(&mut harness);
    std::fs::write(&path, text.replacen("duration_s = ", "duration_s = -", 1)).unwrap();
    app(&mut harness).act(Action::Edit(source));
    steps(&mut harness);
    assert!(harness.query_all_by_label_contains("1 mistake").next().is_some());
}

/// A file as the system hands it over when it is dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn what_is_dropped_opens_or_is_told_why_not() {
    let path = scratch("dropped.toml");
    std::fs::write(&path, include_str!("../../../scenarios/contract/shots.toml")).unwrap();
    let folder = path.parent().unwrap().to_owned();
    let mut harness = window();
    harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(folder)));
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Gallery);
    harness.get_by_label_contains("folder without results");
    harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
    steps(&mut harness);
    assert_eq!(app(&mut harness).mode, Mode::Raid);
    assert_eq!(app(&mut harness).prefs.recent, [path.display().to_string()]);
}
