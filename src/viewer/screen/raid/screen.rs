//! The raid screen: what it keeps, and its areas.

use eframe::egui;

use super::clock::Clock;
use super::watched::Watched;
use crate::viewer::airspace::{Agents, Airspace, Basemap, Camera, Layout, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::screen::{Action, RaidRequest};
use crate::viewer::selection::{Entity, Filter, Layers};

/// A raid being watched.
pub struct RaidScreen {
    request: RaidRequest,
    watched: Watched,
    layout: Layout,
    basemap: Basemap,
    airspace: Airspace,
    camera: Camera,
    clock: Clock,
    filter: Filter,
    selected: Option<Entity>,
}

impl RaidScreen {
    /// Opens a replicate; `wake` is asked to draw again when there is something new.
    ///
    /// # Errors
    /// When the scenario cannot be run, for people.
    pub fn open(request: RaidRequest, wake: egui::Context) -> Result<Self, String> {
        let watched = Watched::open(&request, request.assigner.as_deref(), wake)?;
        let layout = Layout::of(&request.scenario);
        let basemap = Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m);
        Ok(Self {
            camera: Camera::over(layout.extent_m),
            request,
            watched,
            layout,
            basemap,
            airspace: Airspace::default(),
            clock: Clock::default(),
            filter: Filter::default(),
            selected: None,
        })
    }

    /// What is watched.
    pub fn request(&self) -> &RaidRequest {
        &self.request
    }

    /// Draws the screen in all the space that is left.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, layers: &mut Layers) -> Option<Action> {
        let film = self.watched.film();
        self.clock.advance(ui.input(|i| i.time), &film);
        self.watched.player.ask(self.clock.tick(), f64::from(layers.trail_s));
        if self.clock.moves() {
            ui.ctx().request_repaint();
        }
        let shot = self.watched.player.latest();
        let log = self.watched.player.log();
        let agents = shot.as_deref().map(|shot| Agents { subject: &self.watched.subject, shot, log: &log });
        let scene = Scene {
            palette,
            basemap: &self.basemap,
            layout: &self.layout,
            agents,
            layers,
            filter: &self.filter,
            selected: self.selected,
            overlays: &[],
        };
        let pointed = self.airspace.ui(ui, &mut self.camera, &scene, false);
        if let Some(clicked) = pointed.clicked {
            self.selected = clicked;
        }
        None
    }
}
