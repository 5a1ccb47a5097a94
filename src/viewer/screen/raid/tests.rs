//! The screen as its user meets it: every control by its accessible label.

use eframe::egui::accesskit::Role;
use eframe::egui::{Context, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use glam::DVec2;

use super::clock::Speed;
use super::fixture::{Stage, break_off, harness, keep, request, settle, wait_for_text};
use super::screen::RaidScreen;
use crate::viewer::airspace::Projection;
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::selection::{Entity, Filter, Layers, Picture};

const SIZE: [f32; 2] = [1280.0, 720.0];

fn mixed() -> Harness<'static, Stage> {
    Stage::open_at(request("contract/mixed", None), SIZE, 1.0)
}

fn click(harness: &mut Harness<'_, Stage>, label: &str) {
    harness.get_by_label(label).click();
    settle(harness);
}

fn press(harness: &mut Harness<'_, Stage>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

fn tick(harness: &Harness<'_, Stage>) -> f64 {
    harness.state().screen.clock.tick()
}

fn has_text(harness: &Harness<'_, Stage>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn play_pause_and_speed() {
    let mut harness = mixed();
    click(&mut harness, "Play");
    let moved = tick(&harness);
    assert!(moved > 0.0);
    click(&mut harness, "Pause");
    let stopped = tick(&harness);
    settle(&mut harness);
    assert_eq!(tick(&harness), stopped);
    click(&mut harness, "Faster");
    assert!(has_text(&harness, "Speed 120x"));
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    assert_eq!(harness.state().screen.clock.speed(), Speed::Times(60.0));
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert!(harness.state().screen.clock.is_playing());
}

#[test]
fn steps_and_ends_by_button_and_key() {
    let mut harness = mixed();
    click(&mut harness, "On one epoch");
    let epoch = tick(&harness);
    assert_eq!(epoch, f64::from(harness.state().screen.watched.subject.epoch_ticks()));
    click(&mut harness, "On one tick");
    assert_eq!(tick(&harness), epoch + 1.0);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(tick(&harness), 0.0);
    click(&mut harness, "To the end");
    let end = f64::from(harness.state().screen.watched.player.progress().head_tick);
    assert_eq!(tick(&harness), end);
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(tick(&harness), 0.0);
}

#[test]
fn the_timeline_scrubs_and_can_be_set_by_a_reader() {
    let mut harness = mixed();
    let end = f64::from(harness.state().screen.watched.player.progress().head_tick);
    let timeline = harness.get_by_label("Timeline, seconds").rect();
    harness.drag_at(timeline.left_center() + vec2(0.25 * timeline.width(), -8.0));
    harness.step();
    harness.hover_at(timeline.center());
    harness.step();
    assert!((tick(&harness) / end - 0.5).abs() < 0.01, "{} of {end}", tick(&harness));
    harness.drop_at(timeline.center());
    settle(&mut harness);
    harness.get_by_label("Timeline, seconds").set_value_accesskit(30.0);
    settle(&mut harness);
    assert_eq!(harness.state().screen.watched.subject.seconds(tick(&harness)), 30.0);
}

#[test]
fn leaks_are_visited_with_their_cause_in_words() {
    let mut harness = Stage::open_at(request("mass-raid", None), SIZE, 1.0);
    click(&mut harness, "Next leak");
    let first = tick(&harness);
    assert!(first > 0.0 && has_text(&harness, "Leak 1 of "));
    let leak = harness.state().screen.watched.marks.leaks[0];
    assert_eq!(harness.state().screen.selected, Some(Entity::Threat(leak.entity)));
    // Its card tells the state, the cause in a sentence, and what happened.
    assert!(has_text(&harness, "leaked, hit") || has_text(&harness, "leaked, missed its aim"));
    assert!(has_text(&harness, "Leaked: ") && has_text(&harness, "What happened to it"));
    press(&mut harness, Modifiers::NONE, Key::L);
    assert!(tick(&harness) >= first && has_text(&harness, "Leak 2 of "));
    press(&mut harness, Modifiers::SHIFT, Key::L);
    assert_eq!(tick(&harness), first);
    click(&mut harness, "Previous leak");
    assert!(has_text(&harness, "There is no leak before this."));
    keep(&mut harness, "test-leak");
}

#[test]
fn a_raid_opens_at_its_first_leak_or_says_that_there_is_none() {
    for (name, assigner, text) in [
        ("mass-raid", None, "Leak 1 of "),
        ("contract/empty-magazine", None, "Leak 1 of "),
        ("contract/one-on-one-headon", None, "No threat leaked in this raid."),
    ] {
        let at = RaidRequest { at: At::FirstLeak, ..request(name, assigner) };
        let mut harness = Stage::open_unseen(at, SIZE);
        settle(&mut harness);
        assert!(has_text(&harness, text), "{name} with {assigner:?}");
        assert_eq!(tick(&harness) > 0.0, text.starts_with("Leak"), "{name} with {assigner:?}");
    }
}

#[test]
fn a_raid_that_broke_off_is_no_result_and_goes_on_where_it_was_to_open() {
    let at = RaidRequest { at: At::FirstLeak, ..request("contract/empty-magazine", None) };
    let mut screen = RaidScreen::open(at, Context::default()).unwrap();
    break_off(&mut screen.watched);
    let stage = Stage { screen, layers: Layers::default(), asked: None };
    let mut harness = harness(SIZE, 1.0, stage, Stage::show);
    settle(&mut harness);
    assert!(harness.state().screen.error().is_some());
    assert!(!has_text(&harness, "No threat leaked") && has_text(&harness, "The simulation stopped at 00:00."));
    click(&mut harness, "Go on with the CPU");
    harness.state().screen.watched.player.wait_until_done();
    settle(&mut harness);
    assert_eq!(harness.state().screen.error(), None);
    assert!(has_text(&harness, "Leak 1 of ") && tick(&harness) > 0.0);
}

#[test]
fn what_is_not_simulated_yet_is_waited_for_in_words() {
    let screen = RaidScreen::open(request("saturation", None), Context::default()).unwrap();
    let stage = Stage { screen, layers: Layers::default(), asked: None };
    let mut harness = harness(SIZE, 1.0, stage, Stage::show);
    harness.step();
    assert!(has_text(&harness, "Simulating"));
    harness.state_mut().screen.show_at(1800.0);
    harness.step();
    harness.step();
    assert!(has_text(&harness, "waiting for 30:00"));
    keep(&mut harness, "test-simulating");
}

#[test]
fn a_card_tells_truth_or_belief_and_leads_to_who_is_assigned() {
    let mut harness = Stage::open_at(request("mass-raid", None), SIZE, 1.0);
    let screen = &mut harness.state_mut().screen;
    screen.show_at(2100.0);
    settle(&mut harness);
    let shot = harness.state().screen.watched.player.latest().unwrap();
    let round = (0..shot.before.rounds.len()).find(|&ix| crate::replay::is_in_flight(shot.round_status(ix))).unwrap();
    let cast = &harness.state().screen.watched.cast;
    let (name, target) = (cast.round(round as u32).to_owned(), shot.before.rounds[round].target as u32);
    let threat = cast.threat(target, Picture::Truth);
    harness.state_mut().screen.select_named(&name).unwrap();
    settle(&mut harness);
    settle(&mut harness);
    assert!(has_text(&harness, "Flight time left") && has_text(&harness, "Why this target"));
    wait_for_text(&mut harness, "Decided by ", 1);
    assert!(has_text(&harness, "was ordered against") || has_text(&harness, "was turned to"));
    keep(&mut harness, "test-round-card");
    click(&mut harness, &threat);
    assert_eq!(harness.state().screen.selected, Some(Entity::Threat(target)));
    assert!(has_text(&harness, "Aimed at") && has_text(&harness, "Assigned to it"));
    keep(&mut harness, "test-threat-card");
    harness.state_mut().layers.picture = Picture::Belief;
    settle(&mut harness);
    assert!(has_text(&harness, &format!("Track {target}")) && !has_text(&harness, "Aimed at"));
    assert!(!has_text(&harness, &threat));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(has_text(&harness, "Nothing is selected."));
}

#[test]
fn places_have_cards_too() {
    let mut harness = Stage::open_at(request("mass-raid", None), SIZE, 1.0);
    let cast = &harness.state().screen.watched.cast;
    let names = [cast.sites[0].clone(), cast.assets[0].clone(), cast.sensors[0].clone()];
    for (name, says) in names.iter().zip(["Rails loading", "Value lost", "Looks every"]) {
        harness.state_mut().screen.select_named(name).unwrap();
        settle(&mut harness);
        assert!(has_text(&harness, says), "{name}");
        keep(&mut harness, &format!("test-card-{}", says.replace(' ', "-")));
    }
}

#[test]
fn search_selects_and_follows() {
    let mut harness = mixed();
    press(&mut harness, Modifiers::COMMAND, Key::F);
    let site = harness.state().screen.watched.cast.sites[0].clone();
    harness.get_by_label("Search").type_text(&format!("{site} launch"));
    settle(&mut harness);
    assert!(has_text(&harness, "1 result"));
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let screen = &harness.state().screen;
    assert_eq!((screen.selected, screen.airspace.follow), (Some(Entity::Site(0)), Some(Entity::Site(0))));
    harness.get_by_label("Search").focus();
    harness.get_by_label("Search").type_text("zzz");
    settle(&mut harness);
    assert!(has_text(&harness, "Nothing of this name"));
}

#[test]
fn the_filter_hides_and_shows_all_again() {
    let mut harness = mixed();
    click(&mut harness, "Find");
    click(&mut harness, "Only threats that nobody is assigned to");
    click(&mut harness, "Only threats with a confirmed track");
    click(&mut harness, "Decoy");
    let filter = harness.state().screen.filter.clone();
    assert!(filter.only_unassigned && filter.only_tracked);
    assert_eq!(filter.hidden_threat_types.len(), 1);
    click(&mut harness, "Show all");
    assert_eq!(harness.state().screen.filter, Filter::default());
}

#[test]
fn layers_are_switched() {
    let mut harness = mixed();
    click(&mut harness, "Belief");
    assert_eq!(harness.state().layers.picture, Picture::Belief);
    click(&mut harness, "Layers");
    click(&mut harness, "Sensor coverage");
    click(&mut harness, "Where each site can meet a threat");
    assert!(!harness.state().layers.coverage && harness.state().layers.reach);
    harness.get_by_role_and_label(Role::SpinButton, "Length of the paths").set_value_accesskit(300.0);
    settle(&mut harness);
    assert_eq!(harness.state().layers.trail_s, 300.0);
    press(&mut harness, Modifiers::NONE, Key::V);
    assert_eq!(harness.state().screen.camera.projection, Projection::Orbit);
    click(&mut harness, "Reset view");
    assert_eq!(harness.state().screen.camera.projection, Projection::Orbit);
}

#[test]
fn an_event_leads_to_its_moment_and_whom_it_happened_to() {
    let mut harness = mixed();
    let launch = harness.state().screen.watched.marks.launches[0];
    let second = harness.state().screen.watched.subject.seconds(f64::from(launch) + 30.0);
    harness.state_mut().screen.show_at(second);
    click(&mut harness, "Events");
    harness.get_all_by_label_contains(": launched at ").next().unwrap().click();
    settle(&mut harness);
    assert!(matches!(harness.state().screen.selected, Some(Entity::Round(_))));
    assert!(harness.state().screen.watched.marks.launches.iter().any(|&launch| f64::from(launch) == tick(&harness)));
    for kind in ["Leaks", "Passes", "Flights", "Orders", "Tracks", "Starts"] {
        click(&mut harness, kind);
    }
    assert!(has_text(&harness, "No event of these kinds."));
}

#[test]
fn the_measuring_tool_starts_and_ends() {
    let mut harness = mixed();
    press(&mut harness, Modifiers::NONE, Key::M);
    assert!(has_text(&harness, "Click the first point on the map"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has_text(&harness, "Click the first point on the map"));
    click(&mut harness, "Measure");
    let measure = &mut harness.state_mut().screen.measure;
    measure.add(DVec2::ZERO);
    measure.add(DVec2::new(0.0, 18_000.0));
    settle(&mut harness);
    assert!(has_text(&harness, "18.00 km, bearing 000° N, 6 min 00 s at"));
    click(&mut harness, "Undo point");
    assert!(has_text(&harness, "Click the next point"));
    click(&mut harness, "End measuring");
    assert!(!harness.state().screen.measure.active);
}

/// Where a place of the map is on the screen.
fn on_screen(harness: &Harness<'_, Stage>, at_m: DVec2) -> Pos2 {
    let rect = harness.get_by_label_contains("Airspace, map view").rect();
    let camera = harness.state().screen.camera;
    let by = (at_m - camera.target_m.truncate()) * (f64::from(rect.height()) / camera.span_m);
    rect.center() + vec2(by.x as f32, -by.y as f32)
}

fn click_at(harness: &mut Harness<'_, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.step();
    harness.drop_at(at);
    settle(harness);
}

#[test]
fn clicks_on_the_map_select_and_leave_the_keys_to_time() {
    let mut harness = Stage::open_at(request("mass-raid", None), SIZE, 1.0);
    settle(&mut harness);
    let site = on_screen(&harness, harness.state().screen.layout.sites[2].at_m);
    click_at(&mut harness, site);
    assert_eq!(harness.state().screen.selected, Some(Entity::Site(2)));
    assert!(has_text(&harness, "Rails loading"));
    harness.hover_at(site);
    settle(&mut harness);
    settle(&mut harness);
    assert!(harness.query_all_by_label_contains("Launch site").count() > 1, "a card beside the pointer");
    keep(&mut harness, "test-hover");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(tick(&harness), 1.0);
    press(&mut harness, Modifiers::NONE, Key::F);
    assert_eq!(harness.state().screen.airspace.follow, Some(Entity::Site(2)));
}

#[test]
fn two_clicks_measure() {
    let mut harness = Stage::open_at(request("mass-raid", None), SIZE, 1.0);
    settle(&mut harness);
    let middle = harness.state().screen.camera.target_m.truncate();
    let [from, to] = [DVec2::ZERO, DVec2::new(0.0, 20_000.0)].map(|by| on_screen(&harness, middle + by));
    press(&mut harness, Modifiers::NONE, Key::M);
    click_at(&mut harness, from);
    click_at(&mut harness, to);
    let length_m = harness.state().screen.measure.length_m();
    assert!((length_m - 20_000.0).abs() < 100.0, "{length_m}");
    assert!(has_text(&harness, "bearing 000° N") && harness.state().screen.selected.is_none());
    keep(&mut harness, "test-measure");
}

#[test]
fn the_menu_opens_other_replicates_and_comparisons() {
    let mut harness = mixed();
    click(&mut harness, "Raid menu");
    click(&mut harness, "Next replicate");
    let asked = harness.state_mut().asked.take();
    assert!(matches!(asked, Some(Action::OpenRaid(request)) if request.replicate == 1));
    click(&mut harness, "Raid menu");
    click(&mut harness, "Compare with");
    click(&mut harness, "random");
    let asked = harness.state_mut().asked.take();
    assert!(matches!(asked, Some(Action::OpenCompare(_, _, second)) if second == "random"));
}

#[test]
fn every_tab_fits_every_size() {
    let at = RaidRequest { at: At::FirstLeak, ..request("mass-raid", None) };
    for (size, scale) in
        [([800.0, 500.0], 1.0), (SIZE, 1.0), ([1600.0, 900.0], 1.0), ([2560.0, 1440.0], 1.0), (SIZE, 2.0)]
    {
        let mut harness = Stage::open_at(at.clone(), size, scale);
        for tab in ["Selected", "Numbers", "Events", "Find", "Layers"] {
            click(&mut harness, tab);
            let right = harness.get_by_label("Layers").rect().right();
            assert!(right <= size[0], "{tab} at {size:?}: {right}");
            keep(&mut harness, &format!("raid-{}x{scale}-{tab}", size[0]));
        }
    }
}
