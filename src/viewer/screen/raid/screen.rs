//! The raid screen: what it keeps, and its areas: the airspace with its toolbar, the panel on the right, time below.

use eframe::egui;

use super::card::{self, Asking};
use super::clock::{Clock, Extent};
use super::command::Command;
use super::measure::Measure;
use super::side::{Chosen, Side, Tab};
use super::timeline::{Lane, Timeline};
use super::toolbar::{self, Looks};
use super::transport::{Message, Stops, Transport};
use super::watched::{Ready, Watched};
use super::{keys, menu, offer, parts};
use crate::viewer::airspace::{Agents, Airspace, Basemap, Camera, Layout, Pointed, Projection, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::selection::{Entity, Filter, Layers};

/// A raid being watched.
pub struct RaidScreen {
    request: RaidRequest,
    pub(super) watched: Watched,
    pub(super) layout: Layout,
    basemap: Basemap,
    pub(super) airspace: Airspace,
    pub(super) camera: Camera,
    pub(super) clock: Clock,
    pub(super) filter: Filter,
    pub(super) selected: Option<Entity>,
    pub(super) measure: Measure,
    pub(super) side: Side,
    /// Where it is to open, until that has been simulated.
    pub(super) opens_at: Option<At>,
    /// The leak that was jumped to.
    pub(super) leak: Option<usize>,
    pub(super) message: Option<Message>,
    broke_off: bool,
    /// The view, where the keyboard may be.
    map_id: Option<egui::Id>,
    asking: Asking,
    pointer_m: Option<glam::DVec2>,
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
            camera: Camera::framing(&layout),
            side: Side::new(&watched.cast),
            opens_at: Some(request.at),
            request,
            watched,
            layout,
            basemap,
            airspace: Airspace::default(),
            clock: Clock::default(),
            filter: Filter::default(),
            selected: None,
            measure: Measure::default(),
            leak: None,
            message: None,
            broke_off: false,
            map_id: None,
            asking: Asking::default(),
            pointer_m: None,
        })
    }

    /// What is watched.
    pub fn request(&self) -> &RaidRequest {
        &self.request
    }

    /// Goes to a moment, seconds from the beginning; waits there for the simulation.
    pub fn show_at(&mut self, second: f64) {
        self.opens_at = Some(At::Second(second));
    }

    /// Selects whatever has this name in the lists.
    ///
    /// # Errors
    /// With the nearest name, for people.
    pub fn select_named(&mut self, name: &str) -> Result<(), String> {
        let entity = self.watched.cast.find(name)?;
        self.apply(Command::Select(Some(entity)), &self.watched.extent());
        Ok(())
    }

    /// Map or 3-D, as it is.
    pub fn projection(&self) -> Projection {
        self.camera.projection
    }

    /// Map or 3-D.
    pub fn look(&mut self, projection: Projection) {
        self.camera.projection = projection;
    }

    /// Opens the panel of reach.
    pub fn show_reach(&mut self) {
        self.side.open = true;
        self.side.tab = Tab::Reach;
    }

    /// Sees this much of the ground from top to bottom, metres.
    pub fn zoom(&mut self, span_m: f64) {
        self.camera.span_m = span_m;
    }

    /// Waits until all of the raid has been simulated and the moment that is to be shown is ready: for pictures and tests.
    pub fn wait(&mut self, layers: &Layers) {
        self.watched.player.wait_until_done();
        self.watched.marks.refresh(&self.watched.player.log(), &self.watched.cast);
        let extent = self.watched.extent();
        self.settle_opening(&extent);
        self.watched.player.wait_for(self.clock.tick(), f64::from(layers.trail_s));
        if layers.reach {
            self.side.reach.settle(&self.watched.subject.case);
        }
    }

    /// Sees everything that stands on the ground.
    pub(super) fn whole_view(&self) -> Camera {
        Camera::framing(&self.layout)
    }

    /// Draws the screen in all the space that is left.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, layers: &mut Layers) -> Option<Action> {
        let extent = self.watched.extent();
        let mut commands = keys::pressed(ui.ctx(), &[self.map_id]);
        self.settle_opening(&extent);
        self.clock.advance(ui.input(|input| input.time), &extent);
        if self.clock.moves() {
            ui.ctx().request_repaint();
        }
        let ready = self.watched.ready(self.clock.tick(), f64::from(layers.trail_s));
        self.time(ui, &extent, &ready, palette, &mut commands);
        let action = self.tools(ui, palette, layers, &mut commands);
        self.panel(ui, &ready, palette, layers, &mut commands);
        self.ask_why(ui, &ready, palette, layers);
        self.airspace(ui, &ready, palette, layers, &mut commands);
        for command in commands {
            self.apply(command, &extent);
            ui.ctx().request_repaint();
        }
        action.or_else(|| self.broken_off(ui, palette))
    }

    /// Asks why about what is selected, where its card is shown.
    fn ask_why(&mut self, ui: &egui::Ui, ready: &Ready, palette: &Palette, layers: &Layers) {
        let is_shown = self.side.open && self.side.tab == Tab::Selected;
        let view = self.watched.view(ready, palette, layers);
        if let (Some(entity), Some(view)) = (self.selected.filter(|_| is_shown), view) {
            let stands_still = !self.clock.moves() && !ui.input(|input| input.pointer.any_down());
            self.asking.ask(&self.watched.player, entity, &view, stands_still);
        }
    }

    /// Offers to go on with the CPU where only the GPU beside it failed, and tells once when the film broke off otherwise.
    fn broken_off(&mut self, ui: &egui::Ui, palette: &Palette) -> Option<Action> {
        let progress = self.watched.player.progress();
        if progress.can_go_on {
            let error = progress.error.unwrap_or_default();
            offer::ui(ui.ctx(), palette, &error).then(|| self.watched.player.go_on_with_cpu());
            return None;
        }
        let error = progress.error.filter(|_| !self.broke_off)?;
        self.broke_off = true;
        Some(Action::Warn(format!("The simulation stopped: {error}. What was simulated until then can be watched.")))
    }

    fn time(
        &mut self,
        ui: &mut egui::Ui,
        extent: &Extent,
        ready: &Ready,
        palette: &Palette,
        commands: &mut Vec<Command>,
    ) {
        self.forget_old_message(extent);
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 6));
        egui::Panel::bottom("raid time").resizable(false).frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let transport = Transport {
                clock: &self.clock,
                extent: *extent,
                stops: Stops { name: "leak", n: self.watched.marks.leaks.len(), color: palette.leak },
                message: self.message.as_ref(),
                room_from: 1060.0,
                palette,
            };
            transport.ui(ui, commands);
            let lane = Lane { title: None, marks: &self.watched.marks, series: &ready.series };
            let timeline = Timeline { lanes: &[lane], extent: *extent, tick: self.clock.tick(), palette };
            commands.extend(timeline.ui(ui).map(Command::Seek));
        });
    }

    fn tools(
        &mut self,
        ui: &mut egui::Ui,
        palette: &Palette,
        layers: &mut Layers,
        commands: &mut Vec<Command>,
    ) -> Option<Action> {
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 5));
        let looks = Looks {
            projection: self.camera.projection,
            following: self.airspace.follow.is_some(),
            selected: self.selected.is_some(),
            panel_open: self.side.open,
        };
        let assigner = self.watched.subject.case.assigner.name();
        let wide = ui.available_width() >= 700.0;
        let menu = |ui: &mut egui::Ui| menu::ui(ui, &self.request, assigner, wide, palette);
        let strip = egui::Panel::top("raid tools").resizable(false).frame(frame);
        strip.show(ui, |ui| toolbar::ui(ui, looks, menu, layers, self.measure.active, palette, commands)).inner
    }

    fn panel(
        &mut self,
        ui: &mut egui::Ui,
        ready: &Ready,
        palette: &Palette,
        layers: &mut Layers,
        commands: &mut Vec<Command>,
    ) {
        let most = (0.6 * ui.available_width()).max(260.0);
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 8));
        let usual = if ui.available_width() < 1000.0 { 310.0 } else { 350.0 };
        let panel = egui::Panel::right("raid panel").default_size(usual).size_range(260.0..=most).frame(frame);
        let mut open = self.side.open;
        panel.show_collapsible(ui, &mut open, |ui| {
            let view = self.watched.view(ready, palette, layers);
            let chosen = Chosen { selected: self.selected, following: self.airspace.follow.is_some() };
            let (side, filter) = (&mut self.side, &mut self.filter);
            parts::fixed(ui, |ui| side.ui(ui, view.as_ref(), chosen, filter, layers, commands));
        });
        self.side.open = open;
    }

    fn airspace(
        &mut self,
        ui: &mut egui::Ui,
        ready: &Ready,
        palette: &Palette,
        layers: &Layers,
        commands: &mut Vec<Command>,
    ) {
        let area = ui.available_rect_before_wrap();
        let mut overlays = self.measure.overlays(self.pointer_m, palette);
        if layers.reach || self.side.open && self.side.tab == Tab::Reach {
            self.side.reach.update(ui.ctx(), &self.watched.subject.case);
            overlays.extend(self.side.reach.overlays(palette));
        }
        let agents = |shot| Agents { subject: &self.watched.subject, shot, log: &ready.log };
        let scene = Scene {
            palette,
            basemap: &self.basemap,
            layout: &self.layout,
            agents: ready.shot.as_deref().map(agents),
            layers,
            filter: &self.filter,
            selected: self.selected,
            overlays: &overlays,
        };
        let pointed = self.airspace.ui(ui, &mut self.camera, &scene, false);
        self.pointer_m = pointed.at_m;
        self.map_id = Some(pointed.response.id);
        self.clicks(&pointed, commands);
        if let (Some(entity), Some(view)) = (pointed.hovered, self.watched.view(ready, palette, layers)) {
            pointed.response.on_hover_ui_at_pointer(|ui| card::tooltip(ui, &view, entity));
        }
        if self.measure.active {
            toolbar::measuring(ui, area, &mut self.measure, palette);
        }
    }

    /// A click selects, or sets a point while measuring.
    fn clicks(&mut self, pointed: &Pointed, commands: &mut Vec<Command>) {
        if pointed.response.clicked() {
            // Whoever clicks on the map goes on with the keys of the time; with Tab the map can have the arrows.
            pointed.response.surrender_focus();
        }
        if !self.measure.active {
            commands.extend(pointed.clicked.map(Command::Select));
        } else if pointed.response.clicked()
            && let Some(at_m) = pointed.at_m
        {
            self.measure.add(at_m);
        }
    }
}
