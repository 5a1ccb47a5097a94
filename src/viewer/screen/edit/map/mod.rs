//! The map of the editor: everything that stands on the ground, to be chosen by a click, moved by a drag and added at a click.
//!
//! The airspace draws; here are the handles over it, the circles of what is selected, and what the pointer does to them.

mod ground;
mod paint;

use eframe::egui::{CursorIcon, FontId, Frame, Key, Margin, Pos2, Rect, Stroke, Ui, UiBuilder, pos2, vec2};
use glam::DVec2;

use self::ground::Ground;
use self::paint::{paint_circles, paint_handles, rim_of};
use super::document::{Address, Document, noun, number};
use super::op::Op;
use super::places::{Circle, Handle, Kind, Places, circles};
use crate::scenario::projection::lat_lon_deg;
use crate::viewer::airspace::{Airspace, Basemap, Camera, Layout, Overlay, Projection, Scene};
use crate::viewer::palette::Palette;
use crate::viewer::selection::{Filter, Layers};

/// Within this many points of a handle the pointer has it.
const GRIP: f32 = 11.0;
/// What can be added at a click, in the order of the menu.
const ADDABLE: &[&str] =
    &["sites", "assets", "radars", "acoustic_areas", "ideal_sensors", "raid.launch_areas", "raid.routes"];

/// What the pointer holds.
#[derive(Clone, Debug)]
enum Held {
    /// A position, and how far from its middle it was taken.
    Position(Address, DVec2),
    /// A circle's radius, by its field and middle.
    Radius(Address, DVec2),
}

/// The map's own state.
pub struct MapView {
    camera: Option<Camera>,
    airspace: Airspace,
    basemap: Basemap,
    /// Origin and extent that the basemap was made for.
    basemap_of: Option<[f64; 3]>,
    layers: Layers,
    held: Option<Held>,
    /// The list that gets a member at the next click.
    pub adding: Option<Address>,
    at_m: Option<DVec2>,
    /// Drawn over the ground on behalf of others.
    pub overlays: Vec<Overlay>,
    #[cfg(test)]
    rect: Option<Rect>,
}

impl Default for MapView {
    fn default() -> Self {
        let layers = Layers { routes: true, labels: true, ..Layers::default() };
        Self {
            camera: None,
            airspace: Airspace::default(),
            basemap: Basemap::default(),
            basemap_of: None,
            layers,
            held: None,
            adding: None,
            at_m: None,
            overlays: Vec::new(),
            #[cfg(test)]
            rect: None,
        }
    }
}

impl MapView {
    /// Where a new position goes that nobody has pointed at, and what a digit of it is worth, metres.
    pub fn new_at(&self) -> (DVec2, f64) {
        let camera = self.camera.unwrap_or_else(|| Camera::over(100_000.0));
        // A thousandth of what is seen: about a point of the screen.
        let step_m = libm::pow(10.0, libm::floor(libm::log10((camera.span_m / 1000.0).max(1.0))));
        (camera.target_m.truncate(), step_m)
    }

    /// Looks at a place without changing how much is seen.
    pub fn look_at(&mut self, at_m: DVec2) {
        if let Some(camera) = &mut self.camera {
            camera.target_m = at_m.extend(0.0);
        }
    }

    /// Draws the map in all the space that is left.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        places: &Places,
        palette: &Palette,
        selected: &Address,
        ops: &mut Vec<Op>,
    ) {
        let rect = ui.available_rect_before_wrap();
        #[cfg(test)]
        {
            self.rect = Some(rect);
        }
        self.prepare(&places.layout);
        let mut camera = self.camera.unwrap_or_else(|| Camera::framing(&places.layout));
        camera.projection = Projection::Map;
        let scene = Scene {
            palette,
            basemap: &self.basemap,
            layout: &places.layout,
            agents: None,
            layers: &self.layers,
            filter: &Filter::default(),
            selected: places.entity_of(selected),
            overlays: &self.overlays,
        };
        let pointed = self.airspace.ui(ui, &mut camera, &scene, self.held.is_some());
        self.camera = Some(camera);
        let ground = Ground::new(&camera, rect);
        let circles = circles(document.doc(), selected);
        let hovered = pointed.response.hover_pos().and_then(|at| self.under(ground, places, &circles, selected, at));
        self.at_m = pointed.response.hover_pos().map(|at| ground.metres(at));
        self.take_and_move(ui, &pointed.response, ground, places, &circles, selected, document, ops);
        if pointed.response.clicked()
            && let Some(at) = pointed.response.interact_pointer_pos()
        {
            let entity = pointed.clicked.flatten().and_then(|entity| places.item_of(entity));
            self.click(document, ground.metres(at), hovered.as_ref().map(|h| &h.item).or(entity), selected, ops);
        }
        if ui.is_rect_visible(rect) {
            let painter = ui.painter_at(rect);
            paint_circles(&painter, ground, &circles, palette);
            paint_handles(&painter, ground, places, selected, hovered.as_ref(), palette);
        }
        self.cursor(ui, hovered.is_some(), &pointed.response);
        self.controls(ui, rect, document, places, palette, selected);
        self.read_out(ui, rect, places, palette);
    }

    fn prepare(&mut self, layout: &Layout) {
        let wanted = [layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m];
        if self.basemap_of != Some(wanted) {
            self.basemap = Basemap::around(wanted[0], wanted[1], wanted[2]);
            self.basemap_of = Some(wanted);
        }
        self.camera.get_or_insert_with(|| Camera::framing(layout));
    }

    /// The handle under a point; those of what is selected before others.
    fn under(
        &self,
        ground: Ground,
        places: &Places,
        circles: &[Circle],
        selected: &Address,
        at: Pos2,
    ) -> Option<Handle> {
        let near = |handle: &&Handle| ground.point(handle.at_m).distance(at) <= GRIP;
        let rank = |handle: &Handle| (handle.item != *selected, ordered(ground.point(handle.at_m).distance(at)));
        let found = places.handles.iter().filter(near).min_by_key(|handle| rank(handle));
        if found.is_some_and(|handle| handle.item == *selected) {
            return found.cloned();
        }
        let rim = circles.iter().find(|circle| ground.point(rim_of(circle)).distance(at) <= GRIP);
        let rim = rim.map(|circle| Handle {
            kind: Kind::Asset,
            item: selected.clone(),
            position: circle.field.clone(),
            at_m: rim_of(circle),
            name: String::new(),
        });
        rim.or_else(|| found.cloned())
    }

    #[expect(clippy::too_many_arguments, reason = "the pointer's gesture touches all of the map")]
    fn take_and_move(
        &mut self,
        ui: &Ui,
        response: &eframe::egui::Response,
        ground: Ground,
        places: &Places,
        circles: &[Circle],
        selected: &Address,
        document: &Document,
        ops: &mut Vec<Op>,
    ) {
        let (pressed, down, origin, now) = ui.input(|input| {
            let pointer = &input.pointer;
            (pointer.primary_pressed(), pointer.primary_down(), pointer.press_origin(), pointer.latest_pos())
        });
        if pressed && response.is_pointer_button_down_on() && self.adding.is_none() {
            let taken =
                origin.and_then(|at| self.under(ground, places, circles, selected, at).map(|handle| (at, handle)));
            if let Some((at, handle)) = taken {
                let circle = circles.iter().find(|circle| circle.field == handle.position);
                self.held = Some(match circle {
                    Some(circle) => Held::Radius(circle.field.clone(), circle.at_m),
                    None => Held::Position(handle.position.clone(), handle.at_m - ground.metres(at)),
                });
                if handle.item != *selected {
                    ops.push(Op::Select(handle.item));
                }
            }
        }
        if !down {
            if self.held.take().is_some() {
                ops.push(Op::Seal);
            }
            return;
        }
        let (Some(held), Some(at), true) = (&self.held, now, response.dragged()) else { return };
        let step_m = self.new_at().1;
        match held {
            Held::Position(position, off) => {
                ops.push(Op::Move(position.clone(), ground.metres(at) + *off, step_m));
            }
            Held::Radius(field, middle) => {
                let radius_m = libm::round((ground.metres(at) - *middle).length() / step_m) * step_m;
                let old = field.find(document.root()).map(|node| &document.text()[node.span.clone()]);
                let text = number(radius_m, old, false);
                ops.push(Op::Set(field.clone(), text, Some(format!("radius {field}"))));
            }
        }
    }

    fn click(
        &mut self,
        document: &Document,
        at_m: DVec2,
        item: Option<&Address>,
        selected: &Address,
        ops: &mut Vec<Op>,
    ) {
        let step_m = self.new_at().1;
        let Some(list) = self.adding.clone() else {
            if let Some(item) = item.filter(|item| *item != selected) {
                ops.push(Op::Select(item.clone()));
            }
            return;
        };
        let behind = match list.last_key() {
            Some("polygon") => nearest_edge(document, &list, at_m),
            _ => None,
        };
        ops.push(Op::Add(list.clone(), behind, at_m, step_m));
        // Points of a line come one after the other; anything else comes alone.
        if !matches!(list.last_key(), Some("waypoints" | "polygon")) {
            self.adding = None;
        }
    }

    fn cursor(&self, ui: &Ui, over_handle: bool, response: &eframe::egui::Response) {
        if !response.contains_pointer() {
            return;
        }
        if self.held.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        } else if self.adding.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        } else if over_handle {
            ui.ctx().set_cursor_icon(CursorIcon::Grab);
        }
    }

    /// What can be added, what the next click does, and a way to see everything.
    fn controls(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        document: &Document,
        places: &Places,
        palette: &Palette,
        selected: &Address,
    ) {
        if self.adding.is_some() && ui.input_mut(|input| input.consume_key(eframe::egui::Modifiers::NONE, Key::Escape))
        {
            self.adding = None;
        }
        let area = Rect::from_min_max(rect.min + vec2(10.0, 10.0), pos2(rect.right() - 10.0, rect.top() + 44.0));
        let mut ui = ui.new_child(UiBuilder::new().max_rect(area));
        ui.horizontal(|ui| {
            if let Some(list) = self.adding.clone() {
                let what = noun(&list.pattern());
                card(palette).show(ui, |ui| {
                    ui.label(format!("Click on the map to place the {what}"));
                    if ui.button("Done").on_hover_text("Esc").clicked() {
                        self.adding = None;
                    }
                });
                return;
            }
            ui.menu_button("+ Add on the map", |ui| {
                for list in ADDABLE {
                    if ui.button(super::form::sentence(noun(list))).clicked() {
                        self.adding = Some(Address::of(list));
                    }
                }
                for (list, key) in [("raid.routes", "waypoints"), ("acoustic_areas", "polygon")] {
                    let of_selected = selected.pattern() == list && selected.last_ix().is_some();
                    let fits = key == "waypoints" || document.count(&selected.key(key)) > 0;
                    if of_selected
                        && fits
                        && ui
                            .button(format!("{} of this", super::form::sentence(noun(&format!("{list}.{key}")))))
                            .clicked()
                    {
                        self.adding = Some(selected.key(key));
                    }
                }
            });
            if ui.button("Fit").on_hover_text("See the whole theatre").clicked() {
                self.camera = Some(Camera::framing(&places.layout));
            }
            let handle = places.handles.iter().find(|handle| handle.item == *selected);
            if let Some(handle) = handle
                && ui.button("Centre").on_hover_text("Look at what is selected").clicked()
            {
                self.look_at(handle.at_m);
            }
        });
    }

    /// Where the pointer is, in both systems.
    fn read_out(&self, ui: &Ui, rect: Rect, places: &Places, palette: &Palette) {
        let Some(at_m) = self.at_m else { return };
        let layout = &places.layout;
        let (lat, lon) = lat_lon_deg(layout.origin_lat_deg, layout.origin_lon_deg, at_m.x, at_m.y);
        let text = format!(
            "{:.4}° {}  {:.4}° {}     {} km east  {} km north",
            lat.abs(),
            if lat < 0.0 { "S" } else { "N" },
            lon.abs(),
            if lon < 0.0 { "W" } else { "E" },
            crate::report::number::fixed(at_m.x / 1000.0, 2),
            crate::report::number::fixed(at_m.y / 1000.0, 2),
        );
        let painter = ui.painter_at(rect);
        let galley = painter.layout_no_wrap(text, FontId::proportional(12.0), palette.text);
        let at = pos2(rect.center().x - galley.size().x / 2.0, rect.bottom() - galley.size().y - 10.0);
        let back = Rect::from_min_size(at, galley.size()).expand2(vec2(8.0, 3.0));
        painter.rect_filled(back, 4.0, palette.background.gamma_multiply(0.75));
        painter.galley(at, galley, palette.text);
    }
}

fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.accent))
        .corner_radius(5)
        .inner_margin(Margin::symmetric(10, 4))
}

/// Floats that are never NaN, in order.
fn ordered(value: f32) -> u32 {
    (value.max(0.0) * 16.0) as u32
}

/// The corner behind which a new one belongs: the start of the nearest edge.
fn nearest_edge(document: &Document, polygon: &Address, at_m: DVec2) -> Option<usize> {
    let doc = document.doc();
    let count = document.count(polygon);
    let corner = |ix: usize| polygon.ix(ix % count).find(doc.root).and_then(|node| doc.east_north(node));
    let distance = |ix: usize| {
        let (from, to) = (corner(ix)?, corner(ix + 1)?);
        let along = to - from;
        let share = ((at_m - from).dot(along) / along.length_squared().max(1.0)).clamp(0.0, 1.0);
        Some((at_m - (from + along * share)).length())
    };
    (0..count).filter_map(|ix| Some((ix, distance(ix)?))).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(ix, _)| ix)
}

/// For tests: where a place of the map is on the screen.
#[cfg(test)]
impl MapView {
    pub fn point_of(&self, at_m: DVec2) -> Option<Pos2> {
        Some(Ground::new(self.camera.as_ref()?, self.rect?).point(at_m))
    }
}
