//! The panel of reach, by its labels and by its looks.
#![cfg(feature = "viewer")]

mod common;

use std::time::{Duration, Instant};

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use kingbird::model::CaseModel;
use kingbird::viewer::airspace::Overlay;
use kingbird::viewer::palette::{DARK, LIGHT, Palette};
use kingbird::viewer::screen::reach::ReachPanel;

struct State {
    panel: ReachPanel,
    case: CaseModel,
    palette: Palette,
}

fn harness(case: CaseModel, palette: Palette, size: [f32; 2]) -> Harness<'static, State> {
    let mut panel = ReachPanel::default();
    panel.settle(&case);
    let state = State { panel, case, palette };
    let ui = |ui: &mut egui::Ui, state: &mut State| {
        let frame = egui::Frame::new().fill(state.palette.panel).inner_margin(10);
        frame.show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            egui::ScrollArea::vertical().show(ui, |ui| state.panel.ui(ui, &state.palette, &state.case));
        });
    };
    let builder = Harness::builder().with_size(size);
    let theme = if state.palette.dark { egui::Theme::Dark } else { egui::Theme::Light };
    let mut harness = builder.build_ui_state(ui, state);
    kingbird::viewer::theme::install(&harness.ctx);
    harness.ctx.set_theme(theme);
    harness.run();
    harness
}

/// Runs until the answer that was asked for is there: it changes what is drawn.
#[track_caller]
fn until_changed(harness: &mut Harness<'static, State>, before: &[Overlay]) -> Vec<Overlay> {
    let began = Instant::now();
    loop {
        harness.run();
        let now = harness.state().panel.overlays(&DARK);
        if now != before {
            return now;
        }
        assert!(began.elapsed() < Duration::from_secs(120), "the answer never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn labels(overlays: &[Overlay]) -> Vec<&str> {
    let mut texts = Vec::new();
    for overlay in overlays {
        if let Overlay::Mark { text, .. } = overlay {
            texts.push(text.as_str());
        }
    }
    texts
}

#[test]
fn what_is_chosen_changes_words_and_contours() {
    let mut harness = harness(common::shipped("mass-raid", "nearest"), DARK, [360.0, 900.0]);
    harness.get_by_label_contains("No hole: from every bearing");
    let before = harness.state().panel.overlays(&DARK);
    assert_eq!(labels(&before), ["1 shot", "2 shots", "3 shots"]);
    assert!(!before.iter().any(|overlay| matches!(overlay, Overlay::Area { .. })), "no hole, no red");

    harness.get_by_label("Threat type").click();
    harness.run();
    harness.get_by_label("Geran-3").click();
    let after = until_changed(&mut harness, &before);
    assert_eq!(labels(&after), ["1 shot", "2 shots"], "a jet leaves time for two");

    let mut empty = harness.state().case.scenario.clone();
    for site in &mut empty.sites {
        site.magazines.iter_mut().for_each(|magazine| magazine.rounds = 0);
    }
    harness.state_mut().case = common::built(&empty, "nearest");
    let holes = until_changed(&mut harness, &after);
    harness.get_by_label_contains("every magazine in reach is empty");
    assert!(holes.iter().any(|overlay| matches!(overlay, Overlay::Area { .. })), "the hole is drawn");
    assert!(labels(&holes).is_empty());
}

#[test]
fn a_case_with_less_in_it_is_no_trouble() {
    let mut harness = harness(common::shipped("mass-raid", "nearest"), DARK, [360.0, 900.0]);
    let before = harness.state().panel.overlays(&DARK);
    harness.get_by_label("Flies to").click();
    harness.run();
    harness.get_by_label("Power plant").click();
    let before = until_changed(&mut harness, &before);
    // The second asset and all types but one go: what was chosen is no longer there.
    harness.state_mut().case = common::shipped("contract/one-on-one-headon", "nearest");
    until_changed(&mut harness, &before);
    harness.get_by_label_contains("every interceptor would come too late");
}

/// Pictures for the eye: `KINGBIRD_PICTURES=dir cargo test --test reach_panel`.
#[test]
fn it_draws_in_both_themes_and_when_narrow() {
    let dir = std::env::var_os("KINGBIRD_PICTURES").map(std::path::PathBuf::from);
    for (name, scenario, palette, size) in [
        ("dark", "force-protection", DARK, [360.0, 820.0]),
        ("light", "mass-raid", LIGHT, [360.0, 820.0]),
        ("narrow", "contract/one-on-one-headon", DARK, [240.0, 500.0]),
    ] {
        let mut harness = harness(common::shipped(scenario, "nearest"), palette, size);
        let image = harness.render().unwrap();
        assert_eq!((image.width(), image.height()), (size[0] as u32, size[1] as u32));
        let blue = palette.interceptor;
        let near = |pixel: &[u8]| (0..3).all(|k| pixel[k].abs_diff(blue.to_array()[k]) < 110);
        let n = image.as_raw().chunks_exact(4).filter(|pixel| near(pixel)).count();
        assert!(n > 500, "{name}: {n} pixels of ours");
        if let Some(dir) = &dir {
            image.save(dir.join(format!("reach-{name}.png"))).unwrap();
        }
    }
}
