//! The compare screen: what it keeps, and its areas.

use eframe::egui;

use crate::viewer::airspace::{Agents, Airspace, Basemap, Camera, Layout, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::{Clock, Extent, Watched};
use crate::viewer::screen::{Action, RaidRequest};
use crate::viewer::selection::{Entity, Filter, Layers};

/// The same replicate under two assigners.
pub struct CompareScreen {
    request: RaidRequest,
    sides: [Side; 2],
    layout: Layout,
    basemap: Basemap,
    camera: Camera,
    clock: Clock,
    filter: Filter,
    selected: Option<Entity>,
}

/// One of the two.
struct Side {
    assigner: String,
    watched: Watched,
    airspace: Airspace,
}

impl Side {
    fn open(request: &RaidRequest, assigner: &str, wake: egui::Context) -> Result<Self, String> {
        let watched = Watched::open(request, Some(assigner), wake)?;
        Ok(Self { assigner: assigner.to_owned(), watched, airspace: Airspace::default() })
    }
}

impl CompareScreen {
    /// Opens the replicate under both assigners; `wake` is asked to draw again when there is something new.
    ///
    /// # Errors
    /// When the scenario cannot be run or there is no such assigner, for people.
    pub fn open(request: RaidRequest, first: &str, second: &str, wake: egui::Context) -> Result<Self, String> {
        let sides = [Side::open(&request, first, wake.clone())?, Side::open(&request, second, wake)?];
        let layout = Layout::of(&request.scenario);
        let basemap = Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m);
        Ok(Self {
            camera: Camera::framing(&layout),
            request,
            sides,
            layout,
            basemap,
            clock: Clock::default(),
            filter: Filter::default(),
            selected: None,
        })
    }

    /// What is watched.
    pub fn request(&self) -> &RaidRequest {
        &self.request
    }

    /// Goes to a moment, seconds from the beginning.
    pub fn show_at(&mut self, second: f64) {
        let extent = self.extent();
        self.clock.seek(second / extent.tick_s, &extent);
    }

    /// Waits until both films are made and the moment that is to be shown is ready: for pictures and tests.
    pub fn wait(&mut self, layers: &Layers) {
        for side in &self.sides {
            side.watched.player.wait_until_done();
        }
        let extent = self.extent();
        self.clock.advance(0.0, &extent);
        for side in &self.sides {
            side.watched.player.wait_for(self.clock.tick(), f64::from(layers.trail_s));
        }
    }

    /// The assigner on the left and the one on the right.
    pub fn assigners(&self) -> [&str; 2] {
        [&self.sides[0].assigner, &self.sides[1].assigner]
    }

    /// Draws the screen in all the space that is left.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, layers: &mut Layers) -> Option<Action> {
        let film = self.extent();
        self.clock.advance(ui.input(|i| i.time), &film);
        if self.clock.moves() {
            ui.ctx().request_repaint();
        }
        let (camera, tick) = (&mut self.camera, self.clock.tick());
        ui.columns(2, |columns| {
            for (side, ui) in self.sides.iter_mut().zip(columns) {
                side.watched.player.ask(tick, f64::from(layers.trail_s));
                let shot = side.watched.player.latest();
                let log = side.watched.player.log();
                let agents = shot.as_deref().map(|shot| Agents { subject: &side.watched.subject, shot, log: &log });
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
                let pointed = side.airspace.ui(ui, camera, &scene, false);
                if let Some(clicked) = pointed.clicked {
                    self.selected = clicked;
                }
            }
        });
        None
    }

    /// What both have: the clock goes as far as the slower film, and to the end of the longer one once both are done.
    fn extent(&self) -> Extent {
        let [a, b] = [self.sides[0].watched.extent(), self.sides[1].watched.extent()];
        let made = |film: &Extent| if film.done { u32::MAX } else { film.head_tick };
        let done = a.done && b.done;
        let head_tick = if done { a.head_tick.max(b.head_tick) } else { made(&a).min(made(&b)) };
        Extent { head_tick, done, most_ticks: a.end_tick().max(b.end_tick()), ..a }
    }
}
