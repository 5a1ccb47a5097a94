//! The airspace: world to pixels.
//!
//! `camera` is where one looks from, `view` a camera in a rectangle, `input` what moves it; `basemap` and `layout` are what
//! lies and stands on the ground, `moment` the raid, `scene` what is to be drawn. Each file in `layers` turns a part of the
//! scene into rows with `draw`'s pen, `paint` hands them to the GPU, `labels` and `furniture` write on top, `pick` says what
//! is under the pointer. Metres east, north, up of the theatre's origin; points of the screen.

pub mod basemap;
pub mod camera;
mod cast;
mod draw;
mod furniture;
mod glyph;
mod input;
mod labels;
mod layers;
pub mod layout;
mod moment;
mod paint;
mod pick;
pub mod scene;
mod view;

use std::sync::Arc;

use eframe::egui::{self, Response, Role, Sense, WidgetInfo};
use eframe::egui_wgpu;
use glam::DVec3;

use crate::model::codes;
use crate::report::number;
use crate::viewer::selection::{Entity, Picture};
use cast::{Cast, place_of};
use draw::{DrawList, Pen};
use labels::Labels;
use layers::Canvas;
use moment::{Moment, ThreatTypes};
use paint::Paint;
use pick::{Target, pick};
use view::View;

pub use basemap::Basemap;
pub use camera::{Camera, Projection};
pub use layout::Layout;
pub use paint::install;
pub use scene::{Agents, Overlay, Pointed, Scene};

/// How much of a view is drawn around the picture itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Names, badges, scale bar, north arrow; answers to pointer and keyboard.
    #[default]
    Full,
    /// A small still picture: no text, no controls.
    Thumbnail,
}

/// One view of the airspace; keeps what the pointer is doing to it, and memory that is used again in the next frame.
#[derive(Default)]
pub struct Airspace {
    /// What the camera keeps in its middle.
    pub follow: Option<Entity>,
    /// Full view or thumbnail.
    pub detail: Detail,
    lists: [Arc<DrawList>; 2],
    cast: Cast,
    targets: Vec<Target>,
    labels: Labels,
    threat_types: ThreatTypes,
}

impl Airspace {
    /// Draws the scene in all the space that is left and lets the pointer move the camera: drag pans, right drag or shift drag
    /// orbits, the wheel zooms at the pointer. Moves no camera while `locked` (an editor that drags things itself).
    pub fn ui(&mut self, ui: &mut egui::Ui, camera: &mut Camera, scene: &Scene<'_>, locked: bool) -> Pointed {
        let still = self.detail == Detail::Thumbnail;
        let sense = if still { Sense::click() } else { Sense::click_and_drag() };
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), sense);
        let extent_m = scene.layout.extent_m.max(1000.0);
        camera.clamp(extent_m);
        if !locked && !still && input::steer(ui, &response, camera, extent_m).panned {
            self.follow = None;
        }
        if response.clicked() {
            response.request_focus();
        }
        let mut known_types = std::mem::take(&mut self.threat_types);
        let types = scene.agents.map_or(&[][..], |agents| known_types.of(agents.subject));
        let moment = scene.agents.and_then(|agents| Moment::new(agents, types));
        if let Some(at_m) = self.follow.and_then(|entity| place_of(entity, scene, moment.as_ref())) {
            camera.target_m =
                at_m * DVec3::new(1.0, 1.0, if camera.projection == Projection::Orbit { 1.0 } else { 0.0 });
        }
        let view = View::new(*camera, rect);
        self.cast.gather(scene, moment.as_ref(), &view);
        self.targets.clear();
        self.cast.targets(scene, &view, &mut self.targets);
        let pointer = response.hover_pos().filter(|_| !still);
        let hovered = pointer.and_then(|at| pick(&self.targets, at));
        let clicked_at = response.interact_pointer_pos().filter(|_| response.clicked());
        let clicked = clicked_at.map(|at| pick(&self.targets, at));
        if ui.is_rect_visible(rect) {
            self.paint(ui, &response, &view, scene, moment, hovered);
        }
        describe(&response, camera.projection, scene, moment.as_ref());
        self.threat_types = known_types;
        Pointed { at_m: pointer.and_then(|at| view.ground_at(at)), response, hovered, clicked }
    }

    fn paint(
        &mut self,
        ui: &egui::Ui,
        response: &Response,
        view: &View,
        scene: &Scene<'_>,
        moment: Option<Moment<'_>>,
        hovered: Option<Entity>,
    ) {
        let painter = ui.painter_at(view.rect);
        // The map's water goes on to the view's edge; in perspective there is air beyond the ground.
        let backdrop = if view.is_orbit() { scene.palette.background } else { scene.palette.water };
        self.labels.clear();
        let list = self.free_list();
        let mut rows = Arc::try_unwrap(std::mem::take(&mut self.lists[list])).unwrap_or_default();
        rows.clear();
        if self.detail == Detail::Full {
            furniture::reserve(&painter, scene.palette, view, &mut self.labels);
        }
        let mut canvas = Canvas {
            pen: Pen::new(view, &mut rows),
            labels: &mut self.labels,
            scene,
            moment,
            cast: &self.cast,
            detail: self.detail,
            hovered,
        };
        layers::draw_all(&mut canvas);
        self.labels.avoid(self.cast.squares(view.rect));
        self.lists[list] = Arc::new(rows);
        let origin = view.ground_origin();
        let paint = Paint {
            view: response.id.value(),
            frame: ui.ctx().cumulative_pass_nr(),
            backdrop,
            list: Arc::clone(&self.lists[list]),
            points_from_ground: view.points_from_ground(),
            origin_m: [origin.x as f32, origin.y as f32],
        };
        painter.add(egui_wgpu::Callback::new_paint_callback(view.rect, paint));
        self.labels.paint(&painter, scene.palette);
        if self.detail == Detail::Full {
            furniture::paint(&painter, scene.palette, view);
            focus_ring(&painter, response, scene);
        }
    }

    /// The list that egui no longer draws from; it holds the other for a frame.
    fn free_list(&self) -> usize {
        usize::from(Arc::strong_count(&self.lists[0]) > 1)
    }
}

/// Who steers by keyboard must see where the keys go.
fn focus_ring(painter: &egui::Painter, response: &Response, scene: &Scene<'_>) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, scene.palette.accent.gamma_multiply(0.7));
        painter.rect_stroke(response.rect.shrink(0.5), 0.0, stroke, egui::StrokeKind::Inside);
    }
}

/// What the view shows, in words, for those who cannot see it.
fn describe(response: &Response, projection: Projection, scene: &Scene<'_>, moment: Option<&Moment<'_>>) {
    response.widget_info(|| {
        let name = match projection {
            Projection::Map => "Airspace, map view",
            Projection::Orbit => "Airspace, orbit view",
        };
        WidgetInfo::labeled(Role::Canvas, true, format!("{name}: {}", summary(scene, moment)))
    });
}

fn summary(scene: &Scene<'_>, moment: Option<&Moment<'_>>) -> String {
    let count =
        |n: usize, one: &str, many: &str| format!("{} {}", number::integer(n as u64), if n == 1 { one } else { many });
    let Some(moment) = moment else {
        let layout = scene.layout;
        return format!(
            "{}, {}, {}",
            count(layout.assets.len(), "asset", "assets"),
            count(layout.sites.len(), "site", "sites"),
            count(layout.sensors.len(), "sensor", "sensors")
        );
    };
    let rounds = (0..moment.n_rounds()).filter(|&ix| moment.round(ix).is_some()).count();
    let flying = count(rounds, "interceptor in flight", "interceptors in flight");
    if scene.layers.picture == Picture::Belief {
        let confirmed = |ix: &usize| moment.track_row(*ix).status == codes::TRACK_CONFIRMED;
        let tracks = (0..moment.n_threats()).filter(confirmed).count();
        return format!("{}, {flying}", count(tracks, "confirmed track", "confirmed tracks"));
    }
    let with = |wanted: &[u32]| {
        (0..moment.n_threats()).filter(|&ix| wanted.contains(&moment.shot().threat_status(ix))).count()
    };
    format!(
        "{}, {flying}, {} killed, {} leaked",
        count(with(&[codes::THREAT_AIRBORNE]), "threat in the air", "threats in the air"),
        number::integer(with(&[codes::THREAT_KILLED]) as u64),
        number::integer(with(&[codes::THREAT_LEAKED_HIT, codes::THREAT_LEAKED_MISS]) as u64)
    )
}
