//! The screen as its user meets it: every control by its accessible label.

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::CompareScreen;
use crate::viewer::palette::DARK;
use crate::viewer::screen::raid::fixture::{Films, break_off, harness, keep, request, settle, wait_for_text};
use crate::viewer::screen::raid::marks::shown_at;
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::selection::{Entity, Layers};

struct Stage {
    screen: CompareScreen,
    layers: Layers,
    asked: Option<Action>,
}

impl Films for Stage {
    fn wait_for_moment(&self) {
        for pane in &self.screen.panes {
            pane.watched.player.wait_for(self.screen.clock.tick(), f64::from(self.layers.trail_s));
        }
    }
}

fn open(assigners: [&str; 2], size: [f32; 2], scale: f32) -> Harness<'static, Stage> {
    open_request(request("mass-raid", None), assigners, size, scale)
}

fn open_request(request: RaidRequest, assigners: [&str; 2], size: [f32; 2], scale: f32) -> Harness<'static, Stage> {
    let mut screen = CompareScreen::open(request, assigners[0], assigners[1], egui::Context::default()).unwrap();
    let layers = Layers::default();
    screen.wait(&layers);
    let stage = Stage { screen, layers, asked: None };
    let mut harness = harness(size, scale, stage, |ui, stage| {
        if let Some(action) = stage.screen.ui(ui, &DARK, &mut stage.layers) {
            stage.asked = Some(action);
        }
    });
    settle(&mut harness);
    harness
}

fn has_text(harness: &Harness<'_, Stage>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn a_difference_is_listed_with_both_causes_and_leads_to_its_moment() {
    let mut harness = open(["nearest", "none"], [1280.0, 720.0], 1.0);
    assert!(!harness.state().screen.differences.is_empty());
    let first = harness.state().screen.differences[0];
    let name = harness.state().screen.panes[0].watched.cast.names.threat(first.threat).name.clone();
    let row = format!("{name} ");
    harness.get_by_label_contains(&row).click();
    settle(&mut harness);
    let screen = &harness.state().screen;
    assert_eq!(screen.selected, Some(Entity::Threat(first.threat)));
    assert_eq!(screen.clock.tick(), shown_at(first.first_tick(), screen.extent().epoch_ticks));
    keep(&mut harness, "compare-clicked");
    harness.get_by_label("Selected").click();
    wait_for_text(&mut harness, "Decided by ", 2);
    assert!(has_text(&harness, "With nearest") && has_text(&harness, "With none"));
    assert_eq!(harness.query_all_by_label_contains("Decided by ").count(), 2);
    harness.key_press_modifiers(Modifiers::NONE, Key::L);
    settle(&mut harness);
    assert_eq!(harness.state().screen.at, Some(1));
    keep(&mut harness, "compare-cards");
}

#[test]
fn it_opens_where_it_was_asked_to() {
    let at = |at| RaidRequest { at, ..request("mass-raid", None) };
    let harness = open_request(at(At::FirstLeak), ["nearest", "none"], [1280.0, 720.0], 1.0);
    let screen = &harness.state().screen;
    let first = screen.differences[0];
    assert_eq!((screen.at, screen.selected), (Some(0), Some(Entity::Threat(first.threat))));
    assert_eq!(screen.clock.tick(), shown_at(first.first_tick(), screen.extent().epoch_ticks));
    let harness = open_request(at(At::Second(300.0)), ["nearest", "none"], [1280.0, 720.0], 1.0);
    let screen = &harness.state().screen;
    assert_eq!(screen.clock.tick() * screen.extent().tick_s, 300.0);
    let harness = open_request(at(At::FirstLeak), ["nearest", "nearest"], [1280.0, 720.0], 1.0);
    assert!(has_text(&harness, "Every threat ended alike with both."));
}

#[test]
fn the_same_assigner_twice_makes_no_difference() {
    let mut harness = open(["nearest", "nearest"], [1280.0, 720.0], 1.0);
    assert!(has_text(&harness, "None: every threat ended alike with both."));
    harness.get_by_label("Assigner on the right").click();
    settle(&mut harness);
    harness.get_by_label("none").click();
    settle(&mut harness);
    assert_eq!(harness.state().screen.assigners(), ["nearest", "none"]);
    let layers = harness.state().layers.clone();
    harness.state_mut().screen.wait(&layers);
    settle(&mut harness);
    assert!(!harness.state().screen.differences.is_empty());
}

#[test]
fn a_side_that_broke_off_is_no_result_and_both_go_on() {
    let mut harness = open(["nearest", "none"], [1280.0, 720.0], 1.0);
    let whole = harness.state().screen.differences.clone();
    for sides in [&[1][..], &[0, 1]] {
        let screen = &mut harness.state_mut().screen;
        sides.iter().for_each(|&side| break_off(&mut screen.panes[side].watched));
        settle(&mut harness);
        assert!(harness.state().screen.error().is_some_and(|error| error.starts_with("with ")));
        assert!(has_text(&harness, "the simulation stopped before the end"));
        assert!(!has_text(&harness, "every threat ended alike") && !has_text(&harness, "still being simulated"));
        assert!(harness.state().screen.differences.is_empty());
        harness.get_by_label("Go on with the CPU").click();
        settle(&mut harness);
        harness.state().screen.panes.iter().for_each(|pane| pane.watched.player.wait_until_done());
        settle(&mut harness);
        assert_eq!(harness.state().screen.error(), None);
        assert_eq!(harness.state().screen.differences, whole);
        assert!(harness.query_by_label("Go on with the CPU").is_none());
    }
}

#[test]
fn one_clock_moves_both_and_statistics_are_at_hand() {
    let mut harness = open(["nearest", "none"], [1280.0, 720.0], 1.0);
    harness.get_by_label("Play").click();
    settle(&mut harness);
    harness.get_by_label("Pause").click();
    settle(&mut harness);
    let tick = harness.state().screen.clock.tick();
    assert!(tick > 0.0);
    for pane in &harness.state().screen.panes {
        assert_eq!(pane.watched.player.latest().unwrap().tick, tick);
    }
    harness.get_by_label("Statistics").click();
    settle(&mut harness);
    assert!(matches!(harness.state_mut().asked.take(), Some(Action::OpenStatistics(_))));
}

#[test]
fn both_views_fit_every_size() {
    for (size, scale) in [
        ([800.0, 500.0], 1.0),
        ([1280.0, 720.0], 1.0),
        ([1600.0, 900.0], 1.0),
        ([2560.0, 1440.0], 1.0),
        ([1280.0, 720.0], 2.0),
    ] {
        let mut harness = open(["nearest", "auction"], size, scale);
        harness.state_mut().screen.show_at(2700.0);
        settle(&mut harness);
        let [left, right] =
            ["Assigner on the left", "Assigner on the right"].map(|label| harness.get_by_label(label).rect());
        assert!(left.right() < right.left() && right.right() <= size[0]);
        keep(&mut harness, &format!("compare-{}x{scale}", size[0]));
    }
}
