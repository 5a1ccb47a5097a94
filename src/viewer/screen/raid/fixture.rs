//! Shipped raids for the tests of these screens.

use std::sync::Arc;

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::screen::RaidScreen;
use super::watched::Watched;
use crate::model::CaseModel;
use crate::replay::{Player, Subject};
use crate::viewer::palette::DARK;
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::selection::Layers;
use crate::viewer::theme;

/// A shipped scenario's replicate 0.
pub fn request(name: &str, assigner: Option<&str>) -> RaidRequest {
    let loaded = crate::scenario::load(name, None).unwrap();
    RaidRequest {
        scenario: loaded.scenario,
        digest: loaded.digest,
        source: name.to_owned(),
        variant: None,
        assigner: assigner.map(str::to_owned),
        brought: Vec::new(),
        objective: None,
        seed: 1,
        replicate: 0,
        at: At::Beginning,
        on_gpu: false,
    }
}

/// The same, not yet simulated.
pub fn subject(name: &str, assigner: Option<&str>) -> Subject {
    let request = request(name, assigner);
    let case = CaseModel::compile(&request.scenario, &request.digest, assigner, None).unwrap();
    Subject::new(Arc::new(case), request.seed, request.replicate)
}

/// A raid screen in a window without a display, fully simulated.
pub struct Stage {
    /// The screen.
    pub screen: RaidScreen,
    /// What is drawn.
    pub layers: Layers,
    /// What the screen asked the window for.
    pub asked: Option<Action>,
}

impl Stage {
    /// Opens a replicate.
    pub fn open_at(request: RaidRequest, size: [f32; 2], scale: f32) -> Harness<'static, Self> {
        let mut screen = RaidScreen::open(request, egui::Context::default()).unwrap();
        let layers = Layers::default();
        screen.wait(&layers);
        let stage = Self { screen, layers, asked: None };
        harness(size, scale, stage, Self::show)
    }

    /// Opens a replicate whose film is made before the first frame, as a short raid's is: the screen has seen nothing of it.
    pub fn open_unseen(request: RaidRequest, size: [f32; 2]) -> Harness<'static, Self> {
        let screen = RaidScreen::open(request, egui::Context::default()).unwrap();
        screen.watched.player.wait_until_done();
        harness(size, 1.0, Self { screen, layers: Layers::default(), asked: None }, Self::show)
    }

    /// Draws it and keeps what it asks for.
    pub fn show(ui: &mut egui::Ui, stage: &mut Self) {
        if let Some(action) = stage.screen.ui(ui, &DARK, &mut stage.layers) {
            stage.asked = Some(action);
        }
    }
}

/// A window without a display, drawn by the first adapter there is, in the window's clothes.
pub fn harness<S: 'static>(
    size: [f32; 2],
    scale: f32,
    state: S,
    ui: impl FnMut(&mut egui::Ui, &mut S) + 'static,
) -> Harness<'static, S> {
    let mut ui = ui;
    let mut dressed = false;
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_step_dt(1.0 / 30.0)
        .wgpu_setup(crate::viewer::offscreen::setup())
        .build_ui_state(
            move |root, state| {
                if !std::mem::replace(&mut dressed, true) {
                    theme::install(root.ctx());
                    root.ctx().set_theme(egui::Theme::Dark);
                }
                ui(root, state);
            },
            state,
        )
}

/// What is drawn from films.
pub trait Films {
    /// Waits until the moments that are shown are ready.
    fn wait_for_moment(&self);
}

impl Films for Stage {
    fn wait_for_moment(&self) {
        self.screen.watched.player.wait_for(self.screen.clock.tick(), f64::from(self.layers.trail_s));
    }
}

/// Runs a few frames; after each the films have answered, however slow the machine is.
pub fn settle<S: Films>(harness: &mut Harness<'_, S>) {
    for _ in 0..7 {
        harness.step();
        harness.state().wait_for_moment();
    }
}

/// Runs frames until a text is shown so many times, for what a film is asked and answers in its own time: a minute at most.
pub fn wait_for_text<S: Films>(harness: &mut Harness<'_, S>, text: &str, times: usize) {
    let start = std::time::Instant::now();
    while harness.query_all_by_label_contains(text).count() < times {
        assert!(start.elapsed().as_secs() < 60, "{text:?} is not shown {times} times");
        settle(harness);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Runs frames until a text is no longer shown: a minute at most.
pub fn wait_until_gone<S: Films>(harness: &mut Harness<'_, S>, text: &str) {
    let start = std::time::Instant::now();
    while harness.query_all_by_label_contains(text).next().is_some() {
        assert!(start.elapsed().as_secs() < 60, "{text:?} is still shown");
        settle(harness);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Puts a film in place of another whose GPU cannot be had: it breaks off at its beginning.
pub fn break_off(watched: &mut Watched) {
    let none = Some("an adapter of no machine".to_owned());
    watched.player = Player::start_on_gpu(watched.subject.clone(), none, || ());
    watched.player.wait_until_done();
}

/// Keeps a picture where `KINGBIRD_PICTURES` names a folder: to be looked at.
pub fn keep<S: Films>(harness: &mut Harness<'_, S>, name: &str) {
    settle(harness);
    let image = harness.render().unwrap();
    if let Some(dir) = std::env::var_os("KINGBIRD_PICTURES") {
        image.save(std::path::Path::new(&dir).join(format!("{name}.png"))).unwrap();
    }
}
