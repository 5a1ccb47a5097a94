//! What a view is made of: rows for the GPU in the order in which they are to be drawn, and the pen that layers write them with.
//!
//! Lines and glyphs are placed on the screen here, on the host, in f64; only areas on the ground are left to the GPU, which
//! cuts triangles at the eye better than anyone. Rows outlive a frame so that their memory is used again.

use std::ops::Range;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use eframe::egui::{Color32, Pos2, Rect};
use glam::{DVec2, DVec3};

use super::basemap::Mesh;
use super::glyph::Shape;
use super::view::View;

/// A corner of an area: metres east and north, colour. `shaders/draw/fill.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct Corner {
    /// Metres.
    pub place_m: [f32; 2],
    /// Premultiplied, gamma.
    pub color: [u8; 4],
}

/// A straight piece of a line. `shaders/draw/line.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct Segment {
    /// Both ends, points.
    pub ends: [f32; 4],
    /// Colour at its beginning.
    pub color_from: [u8; 4],
    /// Colour at its end.
    pub color_to: [u8; 4],
    /// Points.
    pub width: f32,
    /// Dash and gap together, points; 0 draws through.
    pub dash: f32,
    /// How far along its path it begins, points.
    pub along: f32,
    /// Rows are a multiple of eight bytes.
    pub pad: u32,
}

/// A symbol. `shaders/draw/glyph.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct GlyphRow {
    /// Its middle, points.
    pub at: [f32; 2],
    /// Points.
    pub radius: f32,
    /// Clockwise from up, radians.
    pub angle: f32,
    /// `Shape`.
    pub shape: u32,
    /// Colour.
    pub color: [u8; 4],
    /// Colour of the rim.
    pub rim: [u8; 4],
    /// Width of the rim, points.
    pub rim_width: f32,
}

/// One draw call.
#[derive(Clone, Debug)]
pub enum Op {
    /// A basemap's land in a colour.
    Land(Arc<Mesh>, Color32),
    /// Triangles: a range of `indices`.
    Areas(Range<u32>),
    /// A range of `segments`, drawn through.
    Lines(Range<u32>),
    /// A range of `segments` in dashes.
    Dashes(Range<u32>),
    /// A range of `glyphs`.
    Glyphs(Range<u32>),
}

/// Everything one view draws in one frame, in order.
#[derive(Debug, Default)]
pub struct DrawList {
    /// Draw calls.
    pub ops: Vec<Op>,
    /// Corners of areas.
    pub corners: Vec<Corner>,
    /// Three per triangle.
    pub indices: Vec<u32>,
    /// Lines.
    pub segments: Vec<Segment>,
    /// Symbols.
    pub glyphs: Vec<GlyphRow>,
}

impl DrawList {
    /// Empties the list and keeps its memory.
    pub fn clear(&mut self) {
        self.ops.clear();
        self.corners.clear();
        self.indices.clear();
        self.segments.clear();
        self.glyphs.clear();
    }

    fn extend_op(&mut self, op: Op) {
        match (self.ops.last_mut(), &op) {
            (Some(Op::Areas(open)), Op::Areas(range))
            | (Some(Op::Lines(open)), Op::Lines(range))
            | (Some(Op::Dashes(open)), Op::Dashes(range))
            | (Some(Op::Glyphs(open)), Op::Glyphs(range)) => open.end = range.end,
            _ => self.ops.push(op),
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Width, points.
    pub width: f32,
    /// Colour at its beginning.
    pub from: Color32,
    /// Colour at its end.
    pub to: Color32,
    /// Dash and gap together, points; 0 draws through.
    pub dash: f32,
}

impl Stroke {
    /// One colour, drawn through.
    pub fn new(width: f32, color: Color32) -> Self {
        Self { width, from: color, to: color, dash: 0.0 }
    }

    /// In dashes.
    pub fn dashed(width: f32, color: Color32) -> Self {
        Self { dash: 8.0, ..Self::new(width, color) }
    }
}

/// How a glyph is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// What.
    pub shape: Shape,
    /// Radius, points.
    pub radius: f32,
    /// Clockwise from up, radians.
    pub angle: f32,
    /// Colour.
    pub color: Color32,
    /// Colour of the rim.
    pub rim: Color32,
    /// Width of the rim, points.
    pub rim_width: f32,
}

impl Glyph {
    /// Upright, without a rim.
    pub fn new(shape: Shape, radius: f32, color: Color32) -> Self {
        Self { shape, radius, angle: 0.0, color, rim: Color32::TRANSPARENT, rim_width: 0.0 }
    }

    /// With a rim.
    pub fn rimmed(self, rim: Color32, rim_width: f32) -> Self {
        Self { rim, rim_width, ..self }
    }
}

/// Room around the view in which things are still drawn, points: a glyph's radius and a line's width.
const MARGIN: f32 = 40.0;
/// Shortest piece of a path that is drawn, points.
const LEAST_PIECE: f32 = 2.0;
/// How far a path may stray from the straight line that stands for it, points.
const STRAY: f32 = 0.6;

/// Writes into a list what is seen through a view.
pub struct Pen<'a> {
    /// The view.
    pub view: &'a View,
    list: &'a mut DrawList,
    bounds: Rect,
}

impl<'a> Pen<'a> {
    /// Writes to a list.
    pub fn new(view: &'a View, list: &'a mut DrawList) -> Self {
        Self { view, list, bounds: view.rect.expand(MARGIN) }
    }

    /// Whether a point of the screen is in sight, with room for a glyph.
    pub fn sees(&self, at: Pos2) -> bool {
        self.bounds.contains(at)
    }

    /// A basemap's land.
    pub fn land(&mut self, mesh: &Arc<Mesh>, color: Color32) {
        self.list.ops.push(Op::Land(Arc::clone(mesh), color));
    }

    /// A glyph at a place of the screen.
    pub fn glyph(&mut self, at: Pos2, glyph: Glyph) {
        if !self.sees(at) {
            return;
        }
        let first = self.list.glyphs.len() as u32;
        self.list.glyphs.push(GlyphRow {
            at: [at.x, at.y],
            radius: glyph.radius,
            angle: glyph.angle,
            shape: glyph.shape as u32,
            color: glyph.color.to_array(),
            rim: glyph.rim.to_array(),
            rim_width: glyph.rim_width,
        });
        self.list.extend_op(Op::Glyphs(first..first + 1));
    }

    /// A straight line of the screen; what lies out of sight is cut off.
    pub fn screen_line(&mut self, a: Pos2, b: Pos2, stroke: Stroke, along: f32) {
        let Some((first, last)) = cut_to(self.bounds, a, b) else { return };
        let length = (b - a).length();
        let at = |t: f32| a + (b - a) * t;
        let (from, to) = (at(first), at(last));
        let row = Segment {
            ends: [from.x, from.y, to.x, to.y],
            color_from: mix(stroke.from, stroke.to, first).to_array(),
            color_to: mix(stroke.from, stroke.to, last).to_array(),
            width: stroke.width,
            dash: stroke.dash,
            along: along + first * length,
            pad: 0,
        };
        let n = self.list.segments.len() as u32;
        self.list.segments.push(row);
        self.list.extend_op(if stroke.dash > 0.0 { Op::Dashes(n..n + 1) } else { Op::Lines(n..n + 1) });
    }

    /// A straight line in the world.
    pub fn line(&mut self, a: DVec3, b: DVec3, stroke: Stroke) {
        let Some([(from, first), (to, last)]) = self.view.project_line(a, b) else { return };
        let part = |t: f64| mix(stroke.from, stroke.to, t as f32);
        self.screen_line(from, to, Stroke { from: part(first), to: part(last), ..stroke }, 0.0);
    }

    /// A path over points of the world, its colour running from `from` to `to` over all of it. Where it is nearly straight on
    /// the screen one segment stands for many points: what is drawn depends on what is seen, not on how it is stored.
    pub fn path(&mut self, points: impl ExactSizeIterator<Item = DVec3>, stroke: Stroke) {
        let n = points.len();
        let mut run = PathRun::default();
        let mut before: Option<DVec3> = None;
        for (ix, point) in points.enumerate() {
            let part = ix as f32 / (n.max(2) - 1) as f32;
            match self.view.project(point) {
                Some(seen) => run.add(self, seen.at, part, stroke),
                None => {
                    run.finish(self, stroke);
                    run = PathRun::default();
                    // The piece that passes behind the eye is drawn by itself.
                    before.into_iter().for_each(|from| self.line(from, point, stroke));
                }
            }
            before = Some(point);
        }
        run.finish(self, stroke);
    }

    /// A circle on the ground.
    pub fn circle(&mut self, middle: DVec2, radius_m: f64, stroke: Stroke) {
        let points = ring(middle, radius_m);
        let closed = points.iter().chain(points.first()).map(|p| p.extend(0.0)).collect::<Vec<_>>();
        self.path(closed.into_iter(), stroke);
    }

    /// An area whose corners are all seen from its first point: a fan.
    pub fn fan(&mut self, middle: DVec2, rim: &[DVec2], color: Color32) {
        let first = self.list.corners.len() as u32;
        self.list.corners.push(corner(middle, color));
        self.list.corners.extend(rim.iter().map(|&at| corner(at, color)));
        let n = rim.len() as u32;
        self.triangles((0..n).flat_map(|ix| [first, first + 1 + ix, first + 1 + (ix + 1) % n]));
    }

    /// The area between two rings of as many corners.
    pub fn band(&mut self, inner: &[DVec2], outer: &[DVec2], color: Color32) {
        let (first, n) = (self.list.corners.len() as u32, inner.len().min(outer.len()) as u32);
        self.list.corners.extend(inner.iter().zip(outer).flat_map(|(&a, &b)| [corner(a, color), corner(b, color)]));
        self.triangles((0..n).flat_map(|ix| {
            let (a, b) = (first + 2 * ix, first + 2 * ((ix + 1) % n));
            [a, a + 1, b, b, a + 1, b + 1]
        }));
    }

    /// Any simple polygon on the ground.
    pub fn polygon(&mut self, points: &[DVec2], color: Color32) {
        let mut found: Vec<u32> = Vec::new();
        earcut::Earcut::new().earcut(points.iter().map(DVec2::to_array), &[] as &[u32], &mut found);
        let first = self.list.corners.len() as u32;
        self.list.corners.extend(points.iter().map(|&at| corner(at, color)));
        self.triangles(found.into_iter().map(|ix| first + ix));
    }

    fn triangles(&mut self, indices: impl Iterator<Item = u32>) {
        let first = self.list.indices.len() as u32;
        self.list.indices.extend(indices);
        let last = self.list.indices.len() as u32;
        self.list.extend_op(Op::Areas(first..last));
    }
}

/// A path as far as it has been walked: from `start`, in the direction it took there, to `end`.
#[derive(Default)]
struct PathRun {
    start: Option<(Pos2, f32)>,
    end: Option<(Pos2, f32)>,
    direction: Option<eframe::egui::Vec2>,
    along: f32,
}

impl PathRun {
    fn add(&mut self, pen: &mut Pen<'_>, at: Pos2, part: f32, stroke: Stroke) {
        let Some((start, _)) = self.start else {
            self.start = Some((at, part));
            return;
        };
        let off = at - start;
        match self.direction {
            None if off.length() < LEAST_PIECE => {}
            None => self.direction = Some(off.normalized()),
            Some(direction) => {
                let across = (direction.x * off.y - direction.y * off.x).abs();
                if across > STRAY || direction.dot(off) < 0.0 {
                    self.emit(pen, stroke);
                    let (corner, _) = self.start.unwrap_or((at, part));
                    let onward = at - corner;
                    self.direction = (onward.length() >= LEAST_PIECE).then(|| onward.normalized());
                }
            }
        }
        self.end = Some((at, part));
    }

    /// Draws what has been walked; the next piece begins where it ends.
    fn emit(&mut self, pen: &mut Pen<'_>, stroke: Stroke) {
        if let (Some((from, first)), Some((to, last))) = (self.start, self.end) {
            let color = |part: f32| mix(stroke.from, stroke.to, part);
            pen.screen_line(from, to, Stroke { from: color(first), to: color(last), ..stroke }, self.along);
            self.along += (to - from).length();
            self.start = self.end.take();
        }
    }

    fn finish(&mut self, pen: &mut Pen<'_>, stroke: Stroke) {
        self.emit(pen, stroke);
    }
}

fn corner(at: DVec2, color: Color32) -> Corner {
    Corner { place_m: [at.x as f32, at.y as f32], color: color.to_array() }
}

/// Corners of a circle on the ground; as many as look round at any size.
pub fn ring(middle: DVec2, radius_m: f64) -> Vec<DVec2> {
    const CORNERS: u32 = 128;
    let corner = |ix: u32| {
        let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(ix) / f64::from(CORNERS));
        middle + DVec2::new(sin, cos) * radius_m
    };
    (0..CORNERS).map(corner).collect()
}

/// A colour between two.
pub fn mix(a: Color32, b: Color32, t: f32) -> Color32 {
    if a == b {
        return a;
    }
    let (a, b) = (a.to_array(), b.to_array());
    let [r, g, b, alpha] =
        std::array::from_fn(|k| (f32::from(a[k]) + (f32::from(b[k]) - f32::from(a[k])) * t + 0.5) as u8);
    Color32::from_rgba_premultiplied(r, g, b, alpha)
}

/// A colour made translucent: `share` of its opacity.
pub fn faint(color: Color32, share: f32) -> Color32 {
    color.gamma_multiply(share)
}

/// The part of a line inside a rectangle, as shares of its way (Liang and Barsky, 1984).
fn cut_to(bounds: Rect, a: Pos2, b: Pos2) -> Option<(f32, f32)> {
    let way = b - a;
    let (mut first, mut last) = (0.0f32, 1.0f32);
    let sides = [
        (-way.x, a.x - bounds.left()),
        (way.x, bounds.right() - a.x),
        (-way.y, a.y - bounds.top()),
        (way.y, bounds.bottom() - a.y),
    ];
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            first = first.max(room / towards);
        } else {
            last = last.min(room / towards);
        }
    }
    (first < last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::airspace::camera::Camera;

    fn view() -> View {
        let rect = Rect::from_min_max(Pos2::ZERO, Pos2::new(1000.0, 1000.0));
        View::new(Camera { span_m: 1000.0, ..Camera::over(1.0e4) }, rect)
    }

    #[test]
    fn a_straight_path_is_one_segment_and_a_bend_makes_two() {
        let (view, mut list) = (view(), DrawList::default());
        let straight = (0..100).map(|k| DVec3::new(f64::from(k) * 4.0 - 300.0, 0.0, 0.0));
        let stroke = Stroke { to: Color32::WHITE, ..Stroke::new(1.0, Color32::TRANSPARENT) };
        Pen::new(&view, &mut list).path(straight.clone(), stroke);
        assert_eq!(list.segments.len(), 1);
        assert_eq!((list.segments[0].color_from[3], list.segments[0].color_to[3]), (0, 255));
        list.clear();
        let bent: Vec<DVec3> = straight.map(|p| DVec3::new(p.x, (p.x + 100.0).max(0.0), 0.0)).collect();
        Pen::new(&view, &mut list).path(bent.into_iter(), stroke);
        assert!((2..=3).contains(&list.segments.len()), "{}", list.segments.len());
        let meet = list.segments.windows(2).all(|w| w[0].ends[2..] == w[1].ends[..2]);
        assert!(meet, "segments follow each other");
    }

    #[test]
    fn a_curve_is_followed_within_a_point() {
        let (view, mut list) = (view(), DrawList::default());
        Pen::new(&view, &mut list).circle(DVec2::ZERO, 60.0, Stroke::new(1.0, Color32::WHITE));
        assert!((12..64).contains(&list.segments.len()), "{} for 128 points", list.segments.len());
        for segment in &list.segments {
            let [x0, y0, x1, y1] = segment.ends;
            let middle = DVec2::new(f64::from(x0 + x1) / 2.0 - 500.0, f64::from(y0 + y1) / 2.0 - 500.0);
            assert!((middle.length() - 60.0).abs() < 1.2, "{}", middle.length());
        }
    }

    #[test]
    fn what_is_out_of_sight_is_not_drawn_and_lines_are_cut() {
        let (view, mut list) = (view(), DrawList::default());
        let mut pen = Pen::new(&view, &mut list);
        pen.glyph(Pos2::new(2000.0, 0.0), Glyph::new(Shape::Dot, 3.0, Color32::WHITE));
        pen.line(DVec3::new(-1.0e6, 0.0, 0.0), DVec3::new(1.0e6, 0.0, 0.0), Stroke::dashed(1.0, Color32::WHITE));
        pen.line(DVec3::new(-1.0e6, 900.0, 0.0), DVec3::new(1.0e6, 900.0, 0.0), Stroke::new(1.0, Color32::WHITE));
        assert!(list.glyphs.is_empty());
        assert_eq!(list.segments.len(), 1);
        assert!(list.segments[0].ends[0] >= -41.0 && list.segments[0].ends[2] <= 1041.0);
    }

    #[test]
    fn neighbours_of_a_kind_are_one_draw_call() {
        let (view, mut list) = (view(), DrawList::default());
        let mut pen = Pen::new(&view, &mut list);
        let dot = Glyph::new(Shape::Dot, 3.0, Color32::WHITE);
        pen.glyph(Pos2::new(10.0, 10.0), dot);
        pen.glyph(Pos2::new(20.0, 10.0), dot);
        pen.fan(DVec2::ZERO, &ring(DVec2::ZERO, 10.0), Color32::WHITE);
        pen.glyph(Pos2::new(30.0, 10.0), dot);
        assert_eq!(list.ops.len(), 3);
    }
}
