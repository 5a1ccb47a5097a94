//! Flows through the whole editor, by the labels that people and their tools see.

use eframe::egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use glam::dvec2;

use super::*;
use crate::scenario::parse;
use crate::scenario::tree::Node;
use crate::viewer::palette::DARK;
use crate::viewer::theme;

/// An editor in a window, with what it asked for.
struct State {
    editor: Editor,
    actions: Vec<Action>,
}

const WIDE: [f32; 2] = [1280.0, 900.0];

type Window = Harness<'static, State>;

fn window(document: Document, size: [f32; 2]) -> Window {
    let state = State { editor: Editor::new(document), actions: Vec::new() };
    let mut harness =
        Harness::builder().with_size(size).with_max_steps(30).with_context_setup(theme::install).build_ui_state(
            |ui, state: &mut State| {
                let action = state.editor.ui(ui, &DARK);
                state.actions.extend(action);
            },
            state,
        );
    harness.run_steps(4);
    harness
}

fn editor(name: &str, size: [f32; 2]) -> Window {
    window(Document::open(name).expect("shipped"), size)
}

/// Types into a field as people do: go there, write, Enter.
fn type_into(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window.get_by_label(label).type_text(text);
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
}

fn click(window: &mut Window, label: &str) {
    // As assistive tools click: what has to be scrolled to first is no matter here.
    window.get_by_label(label).click_accesskit();
    window.run_steps(4);
}

fn text(window: &Window) -> String {
    window.state().editor.document.text().to_owned()
}

fn shipped(name: &str) -> &'static str {
    crate::scenario::shipped().find(|shipped| shipped.name == name).expect("shipped").text
}

/// Where a place of the map is on the screen.
fn point(window: &Window, east_m: f64, north_m: f64) -> Pos2 {
    window.state().editor.map.point_of(dvec2(east_m, north_m)).expect("the map was drawn")
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.run_steps(2);
    window.drag_at(from);
    window.run_steps(2);
    for share in [0.3, 0.7, 1.0] {
        window.hover_at(from + (to - from) * share);
        window.run_steps(2);
    }
    window.drop_at(to);
    window.run_steps(3);
}

#[test]
fn a_site_is_moved_on_the_map_and_one_undo_moves_it_back() {
    let mut window = editor("force-protection", WIDE);
    let before = text(&window);
    let (from, to) = (point(&window, 3000.0, 4000.0), point(&window, 30_000.0, -20_000.0));
    drag(&mut window, from, to);
    assert_eq!(window.state().editor.selected, Address::of("sites").ix(2));
    let after = text(&window);
    let changed: Vec<(&str, &str)> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    let position = Address::of("sites").ix(2).key("position");
    let document = &window.state().editor.document;
    let at = document.doc().east_north(position.find(document.root()).expect("there")).expect("whole");
    assert!((at - dvec2(30_000.0, -20_000.0)).length() < 700.0, "{at}");
    click(&mut window, "Undo");
    assert_eq!(text(&window), before);
    click(&mut window, "Redo");
    assert_eq!(text(&window), after);
}

#[test]
fn a_drag_over_nothing_moves_the_map_only() {
    let mut window = editor("force-protection", WIDE);
    let before = point(&window, 0.0, 0.0);
    let from = point(&window, 40_000.0, 25_000.0);
    drag(&mut window, from, from + vec2(40.0, 30.0));
    assert_eq!(text(&window), shipped("force-protection"));
    let moved = point(&window, 0.0, 0.0) - before;
    assert!(moved.length() > 20.0, "the map moved by {moved}");
}

#[test]
fn waypoints_and_radii_are_handles_too() {
    let mut window = editor("force-protection", WIDE);
    let (from, to) = (point(&window, 30_000.0, -45_000.0), point(&window, 40_000.0, -60_000.0));
    drag(&mut window, from, to);
    assert_eq!(window.state().editor.selected, Address::of("raid.routes").ix(0));
    assert!(!text(&window).contains("waypoints = [{ east_m = 30000.0"));
    window.state_mut().editor.selected = Address::of("radars").ix(3);
    window.run_steps(2);
    let (from, to) = (point(&window, 21_000.0, 23_500.0), point(&window, 36_000.0, 23_500.0));
    drag(&mut window, from, to);
    let document = &window.state().editor.document;
    let range = Address::of("radars").ix(3).key("max_range_m").find(document.root()).and_then(Node::number);
    assert!((range.expect("there") - 40_000.0).abs() < 700.0, "{range:?}");
}

#[test]
fn a_site_is_added_at_a_click() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "+ Add on the map");
    click(&mut window, "Site");
    let at = point(&window, 20_000.0, 40_000.0);
    window.hover_at(at);
    window.run_steps(2);
    window.drag_at(at);
    window.run_steps(1);
    window.drop_at(at);
    window.run_steps(4);
    let document = &window.state().editor.document;
    assert_eq!(document.count(&Address::of("sites")), 5);
    assert_eq!(window.state().editor.selected, Address::of("sites").ix(4));
    let node = Address::of("sites").ix(4).key("position").find(document.root()).expect("there");
    assert!((document.doc().east_north(node).expect("whole") - dvec2(20_000.0, 40_000.0)).length() < 700.0);
    assert!(window.state().editor.checked.problems.is_empty());
    window.key_press(Key::Delete);
    window.run_steps(3);
    assert_eq!(text(&window), shipped("force-protection"));
}

#[test]
fn a_number_is_typed_and_a_mistake_stands_at_its_field() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "site Sting east");
    type_into(&mut window, "Rails", "6");
    assert!(text(&window).contains("rails = 6\n") && window.state().editor.checked.loaded.is_some());
    type_into(&mut window, "Rails", "6000");
    let expected = "rails = 6000 in sites.Sting east is too large; allowed: 1 to 1000 (Launch rails.)";
    let told = parse(&text(&window), "x", None).expect_err("a mistake").0.remove(0);
    assert_eq!(format!("{}; {}", told.message, told.remedy), expected);
    // At the field; the list of mistakes has it with its file and line.
    window.get_by_label(expected);
    window.get_by_label("site Sting east, 1 mistake");
    window.get_by_label_contains(&format!("scenarios/force-protection.toml:{}", told.line));
    // From elsewhere a click in the list leads back.
    click(&mut window, "Doctrine");
    assert!(window.query_by_label(expected).is_none());
    window.get_by_label_contains("scenarios/force-protection.toml:").click();
    window.run_steps(4);
    window.get_by_label(expected);
    click(&mut window, "Undo");
    assert!(window.state().editor.checked.problems.is_empty());
    assert!(text(&window).contains("rails = 6\n"));
}

#[test]
fn people_type_kilometres_an_hour() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "threat type Shahed-136");
    type_into(&mut window, "Cruise speed", "180 km/h");
    assert!(text(&window).contains("cruise_speed_mps = 50.0         # 170 km/h"));
}

#[test]
fn a_default_is_set_and_left_again() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "site Sting east");
    type_into(&mut window, "Altitude", "120");
    assert!(text(&window).contains("altitude_m = 120.0\n"));
    click(&mut window, "Use the default of Altitude");
    assert_eq!(text(&window), shipped("force-protection"));
}

#[test]
fn a_new_name_is_followed_by_what_uses_it() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "interceptor type Sting");
    type_into(&mut window, "Name", "Hornet");
    assert!(text(&window).contains("magazines = [{ type = \"Hornet\", rounds = 40 }]"));
    assert!(window.state().editor.checked.problems.is_empty());
}

#[test]
fn waves_come_and_go() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "Add wave");
    window.get_by_label("wave New wave");
    assert!(window.state().editor.checked.problems.is_empty());
    click(&mut window, "+ Add part");
    click(&mut window, "Remove");
    assert_eq!(text(&window), shipped("force-protection"));
}

#[test]
fn what_is_saved_elsewhere_opens_again() {
    let folder = std::env::temp_dir().join(format!("kingbird-editor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("mine.toml");
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "site Sting east");
    type_into(&mut window, "Rails", "5");
    assert!(window.state().editor.is_dirty());
    click(&mut window, "Save");
    if let Saving::Where(prompt) = &mut window.state_mut().editor.saving {
        prompt.text = path.display().to_string();
    }
    window.run_steps(2);
    let save = window.get_all_by_label("Save").last().expect("the prompt's");
    save.click();
    window.run_steps(4);
    assert!(!window.state().editor.is_dirty());
    assert!(matches!(window.state().actions.last(), Some(Action::Tell(text)) if text.starts_with("Saved")));
    let again = Editor::open(&path.display().to_string()).expect("it was written");
    assert_eq!(again.document.text(), text(&window));
    // Now it has a place of its own, and the key saves there, with what is being typed.
    window.get_by_label("Rails").focus();
    window.run_steps(2);
    window.get_by_label("Rails").type_text("7");
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run_steps(4);
    assert!(std::fs::read_to_string(&path).expect("readable").contains("rails = 7"));
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn the_text_can_be_broken_and_mended() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "Text");
    let broken = text(&window).replacen("rails = 4", "rails = ", 1);
    window.get_by_label("Text of the scenario").focus();
    window.run_steps(2);
    window.state_mut().editor.document.set_text(broken, "typing", None);
    window.run_steps(4);
    assert!(!window.state().editor.document.is_readable());
    window.get_by_label_contains("This is no TOML as it stands");
    click(&mut window, "Map");
    window.get_by_label("Show the text");
    // The map still shows what could be read.
    assert_eq!(window.state().editor.places.layout.sites.len(), 4);
    click(&mut window, "Undo");
    assert_eq!(text(&window), shipped("force-protection"));
}

#[test]
fn typing_in_the_text_is_taken_over() {
    let mut window = editor("contract/shots", WIDE);
    click(&mut window, "Text");
    window.state_mut().editor.raw.go_to(0);
    window.run_steps(3);
    window.get_by_label("Text of the scenario").type_text("# mine ");
    window.run_steps(3);
    assert!(text(&window).starts_with("# mine #"), "{}", &text(&window)[..40]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(text(&window), shipped("contract/shots"));
}

#[test]
fn it_runs_as_it_is_now() {
    let mut window = editor("force-protection", WIDE);
    click(&mut window, "site Sting east");
    type_into(&mut window, "Rails", "9");
    click(&mut window, "Run this");
    click(&mut window, "Statistics");
    let [Action::OpenRaid(raid), Action::OpenStatistics(study)] = &window.state().actions[..] else {
        panic!("{:?}", window.state().actions);
    };
    assert_eq!((raid.scenario.sites[0].rails, raid.source.as_str()), (9, "force-protection"));
    assert_eq!(study.digest, raid.digest);
}

#[test]
fn every_item_of_every_scenario_has_a_form() {
    for name in ["contract/mixed", "raid-2025-09-07"] {
        let mut window = editor(name, [1280.0, 2200.0]);
        let root = window.state().editor.document.root().clone();
        let mut items = vec![Address::default()];
        for key in ["theatre", "raid.variation", "tracking", "doctrine", "communications"] {
            items.push(Address::of(key));
        }
        for list in
            ["assets", "threat_types", "raid.launch_areas", "raid.routes", "raid.waves", "radars", "acoustic_areas"]
        {
            items.push(Address::of(list));
            items.push(Address::of(list).ix(0));
        }
        for list in ["ideal_sensors", "interceptor_types", "sites", "variants"] {
            items.push(Address::of(list));
            items.push(Address::of(list).ix(0));
        }
        for item in items.into_iter().filter(|item| item.find(&root).is_some()) {
            window.state_mut().editor.selected = item.clone();
            // Checks that every widget has a name and every sign a glyph.
            window.run();
            assert_eq!(text(&window), shipped(name), "drawing {item} changed something");
        }
    }
}

/// Runs until the contours on the map are as wanted: an answer to a question asked in the middle of a drag may come first.
fn wait_for_contours(window: &mut Window, is_wanted: impl Fn(&str) -> bool) -> String {
    let begun = std::time::Instant::now();
    loop {
        window.run_steps(2);
        let drawn = format!("{:?}", window.state().editor.map.overlays);
        if is_wanted(&drawn) {
            return drawn;
        }
        assert!(begun.elapsed().as_secs() < 60, "the contours stay as they were");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn reach_is_seen_where_sites_are_moved() {
    let mut window = editor("force-protection", WIDE);
    assert!(window.state().editor.map.overlays.is_empty(), "it is asked for");
    click(&mut window, "Reach");
    let before = wait_for_contours(&mut window, |drawn| drawn != "[]");
    window.get_by_label_contains("Shots by bearing");

    let (from, to) = (point(&window, 3000.0, 4000.0), point(&window, -20_000.0, -20_000.0));
    drag(&mut window, from, to);
    wait_for_contours(&mut window, |drawn| drawn != before);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(1);
    // Back with the site.
    wait_for_contours(&mut window, |drawn| drawn == before);

    click(&mut window, "site Sting east");
    type_into(&mut window, "Rails", "6000");
    // Nothing is told of a scenario with mistakes.
    wait_for_contours(&mut window, |drawn| drawn == "[]");
    window.get_by_label_contains("Mend the mistakes first: reach");
    click(&mut window, "Undo");
    wait_for_contours(&mut window, |drawn| drawn != "[]");
    click(&mut window, "Reach");
    assert!(window.state().editor.map.overlays.is_empty());
    assert!(window.query_by_label_contains("Shots by bearing").is_none());
}

/// Pictures for the eye: `KINGBIRD_PICTURES=dir cargo test --lib edit::tests::pictures`.
#[test]
fn pictures_of_reach_can_be_drawn_at_every_size() {
    let dir = std::env::var_os("KINGBIRD_PICTURES").map(std::path::PathBuf::from);
    for (name, size) in [("wide", WIDE), ("small", [800.0, 500.0])] {
        let mut window = editor("force-protection", size);
        click(&mut window, "Reach");
        wait_for_contours(&mut window, |drawn| drawn != "[]");
        let image = window.render().expect("drawn");
        assert_eq!([image.width() as f32, image.height() as f32], size);
        if let Some(dir) = &dir {
            image.save(dir.join(format!("editor-reach-{name}.png"))).expect("written");
        }
    }
}
