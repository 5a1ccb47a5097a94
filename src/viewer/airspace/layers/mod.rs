//! One file per layer: each turns a part of the scene into glyphs, lines, areas and labels, and knows nothing of the others.
//! The order in `draw_all` is the order on the screen: what comes later lies on top.

mod assets;
mod assignments;
pub mod coverage;
pub mod grid;
mod ground;
mod marks;
mod overlays;
mod predicted;
mod rounds;
mod routes;
mod selected;
mod sensors;
mod sites;
mod threats;
mod tracks;
mod trails;

use eframe::egui::{Pos2, Rect, Vec2};
use glam::DVec3;

use super::Detail;
use super::cast::{Cast, Seen};
use super::draw::{Pen, Stroke, faint};
use super::labels::{Anchor, Label, Labels};
use super::moment::Moment;
use super::scene::Scene;
use crate::viewer::palette::Palette;
use crate::viewer::selection::Entity;

/// What layers draw with.
pub struct Canvas<'a> {
    /// Writes rows for the GPU.
    pub pen: Pen<'a>,
    /// Takes texts.
    pub labels: &'a mut Labels,
    /// What is drawn.
    pub scene: &'a Scene<'a>,
    /// The agents, where there is a raid.
    pub moment: Option<Moment<'a>>,
    /// Those of them in sight.
    pub cast: &'a Cast,
    /// Full view or thumbnail.
    pub detail: Detail,
    /// What is pointed at.
    pub hovered: Option<Entity>,
}

impl<'a> Canvas<'a> {
    /// Colours.
    pub fn palette(&self) -> &'a Palette {
        self.scene.palette
    }

    /// Whether names are written.
    pub fn has_labels(&self) -> bool {
        self.scene.layers.labels && self.detail == Detail::Full
    }

    /// Factor on the size of what stands on the ground.
    pub fn place_size(&self) -> f32 {
        self.cast.place_size.max(0.65) * if self.detail == Detail::Full { 1.0 } else { 0.6 }
    }

    /// Factor on the size of agents.
    pub fn agent_size(&self) -> f32 {
        self.cast.size * if self.detail == Detail::Full { 1.0 } else { 0.7 }
    }

    /// Where a place on the ground is seen, if it is.
    pub fn on_ground(&self, at_m: glam::DVec2) -> Option<Pos2> {
        self.pen.view.project(at_m.extend(0.0)).map(|seen| seen.at).filter(|&at| self.pen.sees(at))
    }

    /// A name beside the glyph of a place, and room for the glyph itself.
    pub fn name(&mut self, at: Pos2, radius: f32, text: &str, detail: String, priority: u8) {
        if self.has_labels() {
            self.labels.reserve(Rect::from_center_size(at, Vec2::splat(2.0 * radius)));
            let color = self.palette().text;
            self.labels.want(Label {
                at,
                anchor: Anchor::Beside(radius),
                text: text.to_owned(),
                detail,
                color,
                priority,
            });
        }
    }

    /// Width of the rim that sets agents apart, points: among many small glyphs it would be most of what is seen.
    pub fn agent_rim(&self) -> f32 {
        1.3 * self.cast.size * self.cast.size
    }

    /// The angle at which a glyph points along a direction of the world, radians clockwise from up.
    pub fn angle(&self, from: DVec3, along: DVec3) -> f32 {
        let on_screen = self.pen.view.direction(from, along).unwrap_or(glam::DVec2::NEG_Y);
        libm::atan2(on_screen.x, -on_screen.y) as f32
    }

    /// From an agent straight down to the ground, in perspective: without it heights could not be told from distances.
    pub fn stem(&mut self, seen: &Seen, color: eframe::egui::Color32) {
        if !self.pen.view.is_orbit() || self.cast.is_crowd() {
            return;
        }
        let foot = seen.flying.at_m.truncate().extend(0.0);
        let stroke = Stroke { from: faint(color, 0.45), to: faint(color, 0.12), ..Stroke::new(1.0, color) };
        self.pen.line(seen.flying.at_m, foot, stroke);
        if let Some(ground) = self.pen.view.project(foot) {
            let dot = super::draw::Glyph::new(super::glyph::Shape::Dot, 1.8, faint(color, 0.4));
            self.pen.glyph(ground.at, dot);
        }
    }

    /// How far an agent flies in the next half minute: its speed, to be compared by eye.
    pub fn speed_bar(&mut self, seen: &Seen, color: eframe::egui::Color32) {
        const AHEAD_S: f64 = 30.0;
        let v = seen.flying.v_mps;
        if !self.cast.is_crowd() && v.length_squared() > 1.0 {
            let stroke = Stroke { from: faint(color, 0.9), to: faint(color, 0.25), ..Stroke::new(1.4, color) };
            self.pen.line(seen.flying.at_m, seen.flying.at_m + v * AHEAD_S, stroke);
        }
    }
}

/// Draws everything, from the ground up.
pub fn draw_all(canvas: &mut Canvas<'_>) {
    ground::draw(canvas);
    grid::draw(canvas);
    coverage::draw(canvas);
    routes::draw(canvas);
    overlays::draw_areas(canvas);
    sensors::draw(canvas);
    assets::draw(canvas);
    sites::draw(canvas);
    marks::draw(canvas);
    trails::draw(canvas);
    predicted::draw(canvas);
    assignments::draw(canvas);
    tracks::draw(canvas);
    threats::draw(canvas);
    rounds::draw(canvas);
    overlays::draw_lines(canvas);
    selected::draw(canvas);
}
