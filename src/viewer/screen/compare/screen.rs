//! The compare screen: what it keeps, and its areas: two views with one camera, the panel, one timeline.

use eframe::egui::{self, Rect, UiBuilder};

use super::difference::{Difference, Film, differences};
use super::list::List;
use super::pane::Pane;
use super::{tools, totals};
use crate::viewer::airspace::{Agents, Basemap, Camera, Layout, Projection, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::card::{self, Asking, History};
use crate::viewer::screen::raid::clock::{Clock, Extent};
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::offer::{self, BrokenOff};
use crate::viewer::screen::raid::tally::Now;
use crate::viewer::screen::raid::timeline::{Lane, Timeline};
use crate::viewer::screen::raid::toolbar::Looks;
use crate::viewer::screen::raid::transport::{Message, Stops, Transport};
use crate::viewer::screen::raid::watched::Ready;
use crate::viewer::screen::raid::{keys, layers as layer_choices, parts};
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::selection::{Entity, Filter, Layers, Picture};

/// Height of the title above each view, points.
const TITLE: f32 = 36.0;

/// What the panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// Totals and the list of differences.
    #[default]
    Differences,
    /// The card of what is selected, of both sides.
    Selected,
    /// What is drawn.
    Layers,
}

/// The same replicate under two assigners.
pub struct CompareScreen {
    request: RaidRequest,
    pub(super) panes: [Pane; 2],
    layout: Layout,
    basemap: Basemap,
    pub(super) camera: Camera,
    pub(super) clock: Clock,
    filter: Filter,
    pub(super) selected: Option<Entity>,
    pub(super) panel_open: Option<bool>,
    pub(super) tab: Tab,
    histories: [History; 2],
    asking: [Asking; 2],
    pub(super) differences: Vec<Difference>,
    /// By how much of the logs the differences were found.
    found_by: Option<[(usize, bool); 2]>,
    /// The difference that was gone to.
    pub(super) at: Option<usize>,
    pub(super) message: Option<Message>,
    /// The views, where the keyboard may be.
    map_ids: [Option<egui::Id>; 2],
    wake: egui::Context,
    broken_off: BrokenOff,
    /// Where to go once that has been simulated.
    pub(super) opens_at: Option<At>,
}

impl CompareScreen {
    /// Opens the replicate under both assigners; `wake` is asked to draw again when there is something new.
    ///
    /// # Errors
    /// When the scenario cannot be run or there is no such assigner, for people.
    pub fn open(request: RaidRequest, first: &str, second: &str, wake: egui::Context) -> Result<Self, String> {
        let panes = [Pane::open(&request, first, wake.clone())?, Pane::open(&request, second, wake.clone())?];
        let layout = Layout::of(&request.scenario);
        let basemap = Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m);
        Ok(Self {
            camera: Camera::framing(&layout),
            opens_at: Some(request.at),
            request,
            panes,
            layout,
            basemap,
            clock: Clock::default(),
            filter: Filter::default(),
            selected: None,
            panel_open: None,
            tab: Tab::default(),
            histories: Default::default(),
            asking: Default::default(),
            differences: Vec::new(),
            found_by: None,
            at: None,
            message: None,
            map_ids: [None; 2],
            wake,
            broken_off: BrokenOff::default(),
        })
    }

    /// What is watched.
    pub fn request(&self) -> &RaidRequest {
        &self.request
    }

    /// Why a film broke off, for people; `None` while all is well with both.
    pub fn error(&self) -> Option<String> {
        let error = |pane: &Pane| {
            let error = pane.watched.player.progress().error?;
            Some(format!("with {}: {error}", pane.assigner))
        };
        self.panes.iter().find_map(error)
    }

    /// Goes to a moment, seconds from the beginning; waits there for the simulation.
    pub fn show_at(&mut self, second: f64) {
        let extent = self.extent();
        self.opens_at = None;
        self.clock.seek(second / extent.tick_s, &extent);
    }

    /// Sees this much of the ground from top to bottom, metres, with what is defended in the middle.
    pub fn zoom(&mut self, span_m: f64) {
        self.camera.span_m = span_m;
        self.camera.target_m = self.layout.middle_m().extend(0.0);
    }

    /// Selects whatever has this name in the lists.
    ///
    /// # Errors
    /// With the nearest name, for people.
    pub fn select_named(&mut self, name: &str) -> Result<(), String> {
        self.selected = Some(self.panes[0].watched.cast.find(name)?);
        Ok(())
    }

    /// Map or 3-D.
    pub fn look(&mut self, projection: Projection) {
        self.camera.projection = projection;
    }

    /// Waits until both films are made and the moment that is to be shown is ready: for pictures and tests.
    pub fn wait(&mut self, layers: &Layers) {
        self.panes.iter().for_each(|pane| pane.watched.player.wait_until_done());
        let extent = self.extent();
        self.clock.settle(&extent);
        for pane in &self.panes {
            pane.watched.player.wait_for(self.clock.tick(), f64::from(layers.trail_s));
        }
    }

    /// The assigner on the left and the one on the right.
    pub fn assigners(&self) -> [&str; 2] {
        [&self.panes[0].assigner, &self.panes[1].assigner]
    }

    /// Sees everything that stands on the ground.
    pub(super) fn whole_view(&self) -> Camera {
        Camera::framing(&self.layout)
    }

    /// Draws the screen in all the space that is left.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette, layers: &mut Layers) -> Option<Action> {
        let extent = self.extent();
        let mut commands = keys::pressed(ui.ctx(), &self.map_ids);
        self.clock.advance(ui.input(|input| input.time), &extent);
        if self.clock.moves(&extent) {
            ui.ctx().request_repaint();
        }
        let (tick, trail_s) = (self.clock.tick(), f64::from(layers.trail_s));
        let ready = self.panes.each_mut().map(|pane| pane.watched.ready(tick, trail_s));
        self.tell_only(layers.picture);
        self.find_differences(&ready);
        self.settle_opening(&extent);
        self.time(ui, &extent, &ready, palette, &mut commands);
        let mut action = self.tools(ui, palette, layers, &mut commands);
        self.panel(ui, &extent, &ready, palette, layers, &mut commands);
        let chosen = self.views(ui, &ready, palette, layers, &mut commands);
        for command in commands {
            self.apply(command, &extent);
            ui.ctx().request_repaint();
        }
        if let Some((side, assigner)) = chosen {
            action = action.or(self.change(side, assigner));
        }
        action.or_else(|| self.tell_of_films(ui, palette))
    }

    /// Offers to go on where a GPU failed, and tells of a film that broke off.
    fn tell_of_films(&mut self, ui: &egui::Ui, palette: &Palette) -> Option<Action> {
        let names = self.assigners().map(|assigner| format!("The simulation with {assigner}"));
        let film = |side: usize| offer::Film { name: &names[side], player: &self.panes[side].watched.player };
        let told = self.broken_off.ui(ui.ctx(), palette, &[film(0), film(1)]);
        // The next assigner that is put on a side does not ask the same GPU again.
        self.request.on_gpu &= !self.broken_off.goes_without_gpu();
        told
    }

    /// What both have: the clock goes as far as the slower film, and to the end of the longer one once both are done.
    /// Where one broke off, that is as far as both can be compared.
    pub(super) fn extent(&self) -> Extent {
        let [a, b] = self.panes.each_ref().map(|pane| pane.watched.extent());
        let made = |extent: &Extent| if extent.done { u32::MAX } else { extent.head_tick };
        let done = a.done && b.done;
        let head_tick = if done { a.head_tick.max(b.head_tick) } else { made(&a).min(made(&b)) };
        Extent { head_tick, done, halted: a.halted || b.halted, most_ticks: a.end_tick().max(b.end_tick()), ..a }
    }

    /// Marks, differences and messages that a picture knows nothing of are dropped.
    fn tell_only(&mut self, picture: Picture) {
        if self.panes[0].watched.marks.picture != picture {
            (self.at, self.message) = (None, None);
        }
        for pane in &mut self.panes {
            pane.watched.marks.picture = picture;
        }
    }

    /// Whether only what the defence knows is told.
    pub(super) fn is_belief(&self) -> bool {
        self.panes[0].watched.marks.is_belief()
    }

    /// The differences that the picture tells of.
    fn told(&self) -> &[Difference] {
        if self.is_belief() { &[] } else { &self.differences }
    }

    fn find_differences(&mut self, ready: &[Ready; 2]) {
        let by = ready.each_ref().map(|ready| (ready.log.events.len(), ready.extent.done));
        if self.found_by == Some(by) {
            return;
        }
        let film = |ready: &Ready| (ready.extent.head_tick, ready.extent.done);
        let [left, right] = ready.each_ref().map(|ready| {
            let (head_tick, done) = film(ready);
            Film { log: &ready.log, head_tick, done }
        });
        let threats = &self.panes[0].watched.cast.threats;
        self.differences = differences([left, right], threats.len(), |ix| !threats[ix].decoy);
        self.found_by = Some(by);
    }

    /// Puts another assigner on a side.
    fn change(&mut self, side: usize, assigner: &str) -> Option<Action> {
        match Pane::open(&self.request, assigner, self.wake.clone()) {
            Ok(pane) => {
                self.panes[side] = pane;
                self.asking[side] = Asking::default();
                self.histories[side] = History::default();
                self.found_by = None;
                self.at = None;
                self.message = None;
                None
            }
            Err(error) => Some(Action::Warn(error)),
        }
    }

    fn time(
        &self,
        ui: &mut egui::Ui,
        extent: &Extent,
        ready: &[Ready; 2],
        palette: &Palette,
        commands: &mut Vec<Command>,
    ) {
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 6));
        egui::Panel::bottom("compare time").resizable(false).frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let stops = Stops { name: "difference", n: self.told().len(), color: palette.warning };
            let message = self.message.as_ref();
            Transport { clock: &self.clock, extent: *extent, stops, message, room_from: 1500.0, palette }
                .ui(ui, commands);
            let lane = |side: usize| Lane {
                title: Some(self.panes[side].assigner.as_str()),
                marks: &self.panes[side].watched.marks,
                series: &ready[side].series,
            };
            let timeline = Timeline { lanes: &[lane(0), lane(1)], extent: *extent, tick: self.clock.tick(), palette };
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
        // In a narrow window the views need the room; the panel is one click away.
        let open = *self.panel_open.get_or_insert(ui.available_width() >= 1000.0);
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 5));
        let looks = Looks {
            projection: self.camera.projection,
            following: self.panes[0].airspace.follow.is_some(),
            selected: self.selected.is_some(),
            panel_open: open,
        };
        let n = self.told().len();
        let strip = egui::Panel::top("compare tools").resizable(false).frame(frame);
        strip.show(ui, |ui| tools::ui(ui, looks, &self.request, n, layers, palette, commands)).inner
    }

    fn panel(
        &mut self,
        ui: &mut egui::Ui,
        extent: &Extent,
        ready: &[Ready; 2],
        palette: &Palette,
        layers: &mut Layers,
        commands: &mut Vec<Command>,
    ) {
        let mut open = self.panel_open.unwrap_or(true);
        let most = (0.6 * ui.available_width()).max(270.0);
        let frame = egui::Frame::new().fill(palette.panel).inner_margin(egui::Margin::symmetric(10, 8));
        let panel = egui::Panel::right("compare panel").default_size(330.0).size_range(270.0..=most).frame(frame);
        panel.show_collapsible(ui, &mut open, |ui| {
            parts::fixed(ui, |ui| self.tabs(ui, extent, ready, palette, layers, commands));
        });
        self.panel_open = Some(open);
    }

    fn tabs(
        &mut self,
        ui: &mut egui::Ui,
        extent: &Extent,
        ready: &[Ready; 2],
        palette: &Palette,
        layers: &mut Layers,
        commands: &mut Vec<Command>,
    ) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (tab, label) in
                [(Tab::Differences, "Differences"), (Tab::Selected, "Selected"), (Tab::Layers, "Layers")]
            {
                ui.selectable_value(&mut self.tab, tab, label);
            }
        });
        ui.separator();
        match self.tab {
            Tab::Differences => self.differences(ui, extent, ready, palette),
            Tab::Selected => self.cards(ui, ready, palette, layers, commands),
            Tab::Layers => {
                let area = egui::ScrollArea::vertical().auto_shrink(false);
                area.show(ui, |ui| layer_choices::ui(ui, palette, layers));
            }
        }
    }

    fn differences(&mut self, ui: &mut egui::Ui, extent: &Extent, ready: &[Ready; 2], palette: &Palette) {
        let shots = [ready[0].shot.as_deref(), ready[1].shot.as_deref()];
        if let [Some(left), Some(right)] = shots {
            let now = [(left, 0), (right, 1)].map(|(shot, side)| Now::at(shot, &self.panes[side].watched.subject));
            totals::ui(ui, self.assigners(), &now, self.is_belief(), palette);
        }
        let list = List {
            differences: &self.differences,
            cast: &self.panes[0].watched.cast,
            assigners: self.assigners(),
            extent: *extent,
            belief: self.is_belief(),
            tick: self.clock.tick(),
            selected: self.selected,
            palette,
        };
        if let Some(ix) = list.ui(ui) {
            self.go_to(ix, extent);
        }
    }

    fn cards(
        &mut self,
        ui: &mut egui::Ui,
        ready: &[Ready; 2],
        palette: &Palette,
        layers: &Layers,
        commands: &mut Vec<Command>,
    ) {
        let Some(entity) = self.selected else {
            let text = "Nothing is selected. Click something in either view, or a threat in the list of differences.";
            return parts::hint(ui, palette, text);
        };
        let stands_still = !self.clock.moves(&self.extent()) && !ui.input(|input| input.pointer.any_down());
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for (side, pane) in self.panes.iter().enumerate() {
                parts::section(ui, palette, &format!("With {}", pane.assigner));
                let following = pane.airspace.follow.is_some();
                if let Some(view) = pane.watched.view(&ready[side], palette, layers) {
                    self.asking[side].ask(&pane.watched.player, entity, &view, stands_still);
                    let history = &mut self.histories[side];
                    ui.push_id(side, |ui| card::panel(ui, &view, entity, history, following, commands));
                }
            }
        });
    }

    /// Both views; returns the side and the assigner that was chosen for it.
    fn views(
        &mut self,
        ui: &mut egui::Ui,
        ready: &[Ready; 2],
        palette: &Palette,
        layers: &Layers,
        commands: &mut Vec<Command>,
    ) -> Option<(usize, &'static str)> {
        let whole = ui.available_rect_before_wrap();
        let mut chosen = None;
        for (side, pane) in self.panes.iter_mut().enumerate() {
            let left = whole.left() + 0.5 * (whole.width() + 2.0) * side as f32;
            let area = Rect::from_min_size(
                egui::pos2(left, whole.top()),
                whole.size() - egui::vec2(0.5 * whole.width() + 1.0, 0.0),
            );
            let (title, area) = area.split_top_bottom_at_y(area.top() + TITLE);
            let mut view = ui.new_child(UiBuilder::new().max_rect(area).id_salt(("view", side)));
            view.set_clip_rect(area.intersect(ui.clip_rect()));
            let shot = ready[side].shot.as_deref();
            let told = if pane.watched.marks.is_belief() { &[] } else { self.differences.as_slice() };
            let rings = shot.map(|shot| pane.rings(side, shot, told, self.selected, palette));
            let overlays = rings.unwrap_or_default();
            let agents = |shot| Agents { subject: &pane.watched.subject, shot, log: &ready[side].log };
            let scene = Scene {
                palette,
                basemap: &self.basemap,
                layout: &self.layout,
                agents: shot.map(agents),
                layers,
                filter: &self.filter,
                selected: self.selected,
                overlays: &overlays,
            };
            let pointed = pane.airspace.ui(&mut view, &mut self.camera, &scene, false);
            self.map_ids[side] = Some(pointed.response.id);
            if pointed.response.clicked() {
                pointed.response.surrender_focus();
            }
            commands.extend(pointed.clicked.map(Command::Select));
            if let (Some(entity), Some(shown)) = (pointed.hovered, pane.watched.view(&ready[side], palette, layers)) {
                pointed.response.on_hover_ui_at_pointer(|ui| card::tooltip(ui, &shown, entity));
            }
            let place = if side == 0 { "on the left" } else { "on the right" };
            if let Some(assigner) = pane.title(ui, title, place, shot, palette) {
                chosen = Some((side, assigner));
            }
        }
        ui.painter().vline(whole.center().x, whole.y_range(), egui::Stroke::new(2.0, palette.outline));
        chosen
    }
}
