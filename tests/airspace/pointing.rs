//! Pointer, keyboard and words.

use std::cell::RefCell;

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, pos2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glam::DVec2;
use kingbird::viewer::airspace::{Airspace, Camera};
use kingbird::viewer::selection::{Entity, Picture};

use super::stage::{Stage, harness};

const SIZE: [f32; 2] = [800.0, 500.0];

/// What a view keeps and says, for a test to look at between frames.
struct Seen {
    airspace: Airspace,
    camera: Camera,
    hovered: Option<Entity>,
    clicked: Option<Option<Entity>>,
    at_m: Option<DVec2>,
}

fn watch<'a>(stage: &'a Stage, seen: &'a RefCell<Seen>) -> Harness<'a> {
    let mut harness = harness(SIZE, |ui| {
        let mut seen = seen.borrow_mut();
        let seen = &mut *seen;
        let pointed = stage.ui(ui, &mut seen.airspace, &mut seen.camera);
        (seen.hovered, seen.at_m) = (pointed.hovered, pointed.at_m);
        seen.clicked = pointed.clicked.or(seen.clicked);
    });
    harness.run_steps(2);
    harness
}

fn seen(stage: &Stage) -> RefCell<Seen> {
    RefCell::new(Seen { airspace: Airspace::default(), camera: stage.camera, hovered: None, clicked: None, at_m: None })
}

/// Where a place on the ground is on the map.
fn on_map(camera: &Camera, at_m: DVec2) -> Pos2 {
    let scale = f64::from(SIZE[1]) / camera.span_m;
    let off = (at_m - camera.target_m.truncate()) * scale;
    pos2(SIZE[0] / 2.0 + off.x as f32, SIZE[1] / 2.0 - off.y as f32)
}

fn button(harness: &Harness<'_>, pos: Pos2, button: PointerButton, pressed: bool) {
    harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
}

#[test]
fn the_view_says_in_words_what_it_shows() {
    let mut stage = Stage::new("mass-raid", 1_500.0);
    for (picture, words) in [(Picture::Both, "threats in the air"), (Picture::Belief, "confirmed tracks")] {
        stage.layers.picture = picture;
        let state = seen(&stage);
        let harness = watch(&stage, &state);
        let label = harness.get_by_label_contains("Airspace, map view: ").accesskit_node().label().unwrap_or_default();
        assert!(label.contains(words) && label.contains("interceptors in flight"), "{label}");
        assert_eq!(label.contains("killed"), picture == Picture::Both, "{label}");
    }
}

#[test]
fn what_is_pointed_at_and_clicked_is_told() {
    let stage = Stage::new("mass-raid", 0.0);
    let state = seen(&stage);
    let mut harness = watch(&stage, &state);
    let site = on_map(&stage.camera, stage.layout.sites[2].at_m);
    harness.hover_at(site + vec2(4.0, 0.0));
    harness.run_steps(2);
    assert_eq!(state.borrow().hovered, Some(Entity::Site(2)));
    let off = state.borrow().at_m.unwrap() - stage.layout.sites[2].at_m;
    assert!((off.x - 4.0 * stage.camera.span_m / f64::from(SIZE[1])).abs() < 1.0 && off.y.abs() < 1.0, "{off}");
    button(&harness, site, PointerButton::Primary, true);
    button(&harness, site, PointerButton::Primary, false);
    harness.run_steps(2);
    assert_eq!(state.borrow().clicked, Some(Some(Entity::Site(2))));
    let nothing = pos2(780.0, 250.0);
    harness.hover_at(nothing);
    button(&harness, nothing, PointerButton::Primary, true);
    button(&harness, nothing, PointerButton::Primary, false);
    harness.run_steps(2);
    assert_eq!(state.borrow().clicked, Some(None));
}

#[test]
fn the_ground_goes_with_a_drag_and_the_wheel_zooms_at_the_pointer() {
    let stage = Stage::new("mass-raid", 0.0);
    for projection in [kingbird::viewer::airspace::Projection::Map, kingbird::viewer::airspace::Projection::Orbit] {
        let state = seen(&stage);
        state.borrow_mut().camera.projection = projection;
        let mut harness = watch(&stage, &state);
        let (from, to) = (pos2(300.0, 300.0), pos2(420.0, 340.0));
        harness.hover_at(from);
        harness.run_steps(2);
        let grabbed = state.borrow().at_m.unwrap();
        button(&harness, from, PointerButton::Primary, true);
        harness.step();
        for step in 1..=4 {
            harness.hover_at(from + (to - from) * (step as f32 / 4.0));
            harness.step();
        }
        button(&harness, to, PointerButton::Primary, false);
        harness.run_steps(2);
        let now = state.borrow().at_m.unwrap();
        let pixel_m = state.borrow().camera.span_m / f64::from(SIZE[1]);
        assert!((now - grabbed).length() < 3.0 * pixel_m, "{projection:?}: {now} where {grabbed} was taken");
        let span = state.borrow().camera.span_m;
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, 120.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(30);
        assert!(state.borrow().camera.span_m < 0.9 * span, "{projection:?}");
        let kept = state.borrow().at_m.unwrap();
        assert!((kept - now).length() < 0.01 * pixel_m, "{projection:?}: the wheel moved {now} to {kept}");
    }
}

#[test]
fn with_the_focus_the_keyboard_steers() {
    let stage = Stage::new("mass-raid", 0.0);
    let state = seen(&stage);
    let mut harness = watch(&stage, &state);
    harness.get_by_label_contains("Airspace, map view: ").focus();
    harness.run_steps(3);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let moved = state.borrow().camera.target_m - stage.camera.target_m;
    assert!((moved.x - 0.1 * stage.camera.span_m).abs() < 1.0 && moved.y == 0.0, "{moved}");
    harness.key_press(Key::Plus);
    harness.run_steps(2);
    assert!((state.borrow().camera.span_m / stage.camera.span_m - 0.8).abs() < 1.0e-9);
}

#[test]
fn what_is_followed_stays_in_the_middle_until_the_ground_is_dragged() {
    let stage = Stage::new("mass-raid", 600.0);
    let state = seen(&stage);
    let flying = (0..stage.shot.before.threats.len())
        .find(|&ix| stage.shot.threat_status(ix) == kingbird::model::codes::THREAT_AIRBORNE)
        .unwrap();
    state.borrow_mut().airspace.follow = Some(Entity::Threat(flying as u32));
    let mut harness = watch(&stage, &state);
    let at = stage.shot.threat_m(flying, stage.film.subject().case.scenario.theatre.tick_s);
    let target = state.borrow().camera.target_m;
    assert!((target.x - at[0]).abs() < 1.0e-6 && (target.y - at[1]).abs() < 1.0e-6);
    let from = pos2(300.0, 300.0);
    harness.hover_at(from);
    button(&harness, from, PointerButton::Primary, true);
    harness.step();
    harness.hover_at(from + vec2(50.0, 0.0));
    harness.run_steps(2);
    assert_eq!(state.borrow().airspace.follow, None);
}
