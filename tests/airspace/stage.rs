//! A raid at a moment, and views of it.

use std::sync::Arc;

use eframe::egui;
use egui_kittest::Harness;
use kingbird::model::compile::CaseModel;
use kingbird::replay::{Film, Shot, Subject};
use kingbird::viewer::airspace::{
    Agents, Airspace, Basemap, Camera, Detail, Layout, Overlay, Pointed, Projection, Scene,
};
use kingbird::viewer::palette::DARK;
use kingbird::viewer::selection::{Entity, Filter, Layers};
use kingbird::viewer::theme;

use super::compare::Picture;

/// Everything a view is given.
pub struct Stage {
    pub film: Film,
    pub shot: Shot,
    pub layout: Layout,
    pub basemap: Basemap,
    pub camera: Camera,
    pub layers: Layers,
    pub filter: Filter,
    pub selected: Option<Entity>,
    pub overlays: Vec<Overlay>,
    pub detail: Detail,
}

impl Stage {
    /// A shipped scenario at a time, under its own assigner.
    pub fn new(name: &str, at_s: f64) -> Self {
        let loaded = kingbird::scenario::load(name, None).expect("a shipped scenario loads");
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).expect("it compiles");
        let mut film = Film::new(Subject::new(Arc::new(case), 1, 0));
        let tick = at_s / loaded.scenario.theatre.tick_s;
        while !film.is_done() && f64::from(film.head_tick()) < tick + 20.0 {
            film.step_epoch();
        }
        let layers = Layers::default();
        let shot = film.shot(tick, f64::from(layers.trail_s));
        let layout = Layout::of(&loaded.scenario);
        Self {
            basemap: Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m),
            camera: Camera::framing(&layout),
            film,
            shot,
            layout,
            layers,
            filter: Filter::default(),
            selected: None,
            overlays: Vec::new(),
            detail: Detail::Full,
        }
    }

    /// In perspective.
    pub fn orbit(mut self) -> Self {
        self.camera.projection = Projection::Orbit;
        self
    }

    /// Draws it in what is left of a ui.
    pub fn ui(&self, ui: &mut egui::Ui, airspace: &mut Airspace, camera: &mut Camera) -> Pointed {
        airspace.detail = self.detail;
        let agents = Agents { subject: self.film.subject(), shot: &self.shot, log: self.film.log() };
        let scene = Scene {
            palette: &DARK,
            basemap: &self.basemap,
            layout: &self.layout,
            agents: Some(agents),
            layers: &self.layers,
            filter: &self.filter,
            selected: self.selected,
            overlays: &self.overlays,
        };
        airspace.ui(ui, camera, &scene, false)
    }

    /// What it looks like.
    pub fn picture(&self, size: [f32; 2]) -> Picture {
        let (mut airspace, mut camera) = (Airspace::default(), self.camera);
        draw(size, |ui| {
            self.ui(ui, &mut airspace, &mut camera);
        })
    }
}

/// A harness that gives all its window to one ui.
pub fn harness<'a>(size: [f32; 2], mut ui: impl FnMut(&mut egui::Ui) + 'a) -> Harness<'a> {
    Harness::builder()
        .with_size(size)
        .wgpu_setup(kingbird::viewer::offscreen::setup())
        .with_context_setup(theme::install)
        .build_ui(move |outer| {
            let all = outer.ctx().content_rect();
            outer.scope_builder(egui::UiBuilder::new().max_rect(all), |inner| ui(inner));
        })
}

/// What a ui looks like.
pub fn draw(size: [f32; 2], ui: impl FnMut(&mut egui::Ui)) -> Picture {
    let mut harness = harness(size, ui);
    harness.run_steps(3);
    let image = harness.render().expect("an adapter, if only in software");
    Picture { width: image.width(), rgba: image.into_raw() }
}
