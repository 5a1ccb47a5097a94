//! Text over the picture: wanted by layers with a priority, placed greedily so that no two ever overlap.

use eframe::egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};
use std::sync::Arc;

use crate::viewer::palette::Palette;

/// Size of names, points.
const NAME_PT: f32 = 12.5;
/// Size of what stands below a name, points.
const DETAIL_PT: f32 = 12.0;
/// Free space around a text, points.
const ROOM: f32 = 2.0;
/// No more texts than this in a view; the eye reads no more, and each costs a layout.
const MOST: usize = 160;

/// Who comes first.
pub mod priority {
    /// Distances at the grid's lines.
    pub const GRID: u8 = 10;
    /// Launch areas and routes.
    pub const ROUTE: u8 = 20;
    /// Sensors.
    pub const SENSOR: u8 = 30;
    /// Launch sites.
    pub const SITE: u8 = 50;
    /// Defended assets.
    pub const ASSET: u8 = 60;
    /// What another screen has put into the world.
    pub const OVERLAY: u8 = 80;
    /// What is pointed at.
    pub const HOVERED: u8 = 90;
    /// What is selected.
    pub const SELECTED: u8 = 100;
}

/// Where a text may stand.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    /// Beside a glyph of this radius: to its right, left, above or below.
    Beside(f32),
    /// At the place itself, aligned so.
    At(Align2),
}

/// A text that a layer wants.
#[derive(Clone, Debug)]
pub struct Label {
    /// What it belongs to, points.
    pub at: Pos2,
    /// Where it may stand.
    pub anchor: Anchor,
    /// The name.
    pub text: String,
    /// Below it; may be empty.
    pub detail: String,
    /// Colour of the name.
    pub color: Color32,
    /// More goes first.
    pub priority: u8,
}

/// The texts wanted in a frame.
#[derive(Default)]
pub struct Labels {
    wanted: Vec<Label>,
    taken: Vec<Rect>,
    busy: Vec<Rect>,
}

impl Labels {
    /// Forgets the last frame.
    pub fn clear(&mut self) {
        self.wanted.clear();
        self.taken.clear();
        self.busy.clear();
    }

    /// Asks for a text.
    pub fn want(&mut self, label: Label) {
        self.wanted.push(label);
    }

    /// Keeps texts off a rectangle.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Keeps the grid's texts off rectangles that agents fly in; what matters more is written over them.
    pub fn avoid(&mut self, rects: impl Iterator<Item = Rect>) {
        self.busy.extend(rects);
    }

    /// Places and paints what finds room.
    pub fn paint(&mut self, painter: &Painter, palette: &Palette) {
        let bounds = painter.clip_rect().shrink(3.0);
        self.wanted.retain(|label| bounds.contains(label.at));
        self.wanted.sort_by_key(|label| std::cmp::Reverse(label.priority));
        self.wanted.truncate(MOST);
        for label in std::mem::take(&mut self.wanted) {
            let name = layout(painter, &label.text, NAME_PT, label.color);
            let detail =
                (!label.detail.is_empty()).then(|| layout(painter, &label.detail, DETAIL_PT, palette.text_weak));
            let below = detail.as_ref().map_or(Vec2::ZERO, |galley| galley.size());
            let size = vec2(name.size().x.max(below.x), name.size().y + below.y);
            let busy = if label.priority <= priority::GRID { self.busy.as_slice() } else { &[] };
            let free = |rect: &Rect| {
                bounds.contains_rect(*rect) && !self.taken.iter().chain(busy).any(|t| t.intersects(*rect))
            };
            let whole = places(&label, size).into_iter().flatten().find(free);
            // A name alone finds room where name and detail do not.
            let name_only = || places(&label, name.size()).into_iter().flatten().find(free).map(|rect| (rect, None));
            let Some((rect, detail)) = whole.map(|rect| (rect, detail.as_ref())).or_else(name_only) else { continue };
            self.taken.push(rect.expand(ROOM));
            paint_text(painter, palette, rect, &name, detail);
        }
    }
}

/// Where a text of a size may stand, best first.
fn places(label: &Label, size: Vec2) -> [Option<Rect>; 4] {
    match label.anchor {
        Anchor::At(align) => [Some(align.anchor_size(label.at, size)), None, None, None],
        Anchor::Beside(radius) => {
            let off = radius + 4.0;
            let slant = radius * 0.7 + 3.0;
            [
                Some(Align2::LEFT_CENTER.anchor_size(label.at + vec2(off, 0.0), size)),
                Some(Align2::RIGHT_CENTER.anchor_size(label.at - vec2(off, 0.0), size)),
                Some(Align2::CENTER_BOTTOM.anchor_size(label.at - vec2(0.0, slant), size)),
                Some(Align2::CENTER_TOP.anchor_size(label.at + vec2(0.0, slant), size)),
            ]
        }
    }
}

fn layout(painter: &Painter, text: &str, size: f32, color: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), FontId::new(size, FontFamily::Proportional), color)
}

/// Text on a veil of the background, so that it is read over lines and land alike.
fn paint_text(painter: &Painter, palette: &Palette, rect: Rect, name: &Arc<Galley>, detail: Option<&Arc<Galley>>) {
    let veil = palette.background.gamma_multiply(0.5);
    painter.rect_filled(rect.expand2(vec2(3.0, 1.0)), CornerRadius::same(3), veil);
    painter.galley(rect.min, Arc::clone(name), palette.text);
    if let Some(detail) = detail {
        painter.galley(rect.min + vec2(0.0, name.size().y), Arc::clone(detail), palette.text_weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::palette::DARK;
    use eframe::egui;

    #[test]
    fn texts_never_overlap_and_the_more_important_stay() {
        let ctx = egui::Context::default();
        let mut kept = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let mut labels = Labels::default();
            let reserved = Rect::from_min_size(Pos2::new(100.0, 100.0), vec2(60.0, 60.0));
            labels.reserve(reserved);
            for n in 0..200u16 {
                let (x, y) = (f32::from(n % 20) * 15.0 + 50.0, f32::from(n / 20) * 15.0 + 50.0);
                labels.want(Label {
                    at: Pos2::new(x, y),
                    anchor: Anchor::Beside(5.0),
                    text: format!("Site {n}"),
                    detail: "12 left".to_owned(),
                    color: DARK.text,
                    priority: if n == 150 { priority::SELECTED } else { priority::SITE },
                });
            }
            labels.paint(ui.painter(), &DARK);
            kept.clone_from(&labels.taken);
        });
        assert!(kept.len() > 10, "{} texts were placed", kept.len() - 1);
        output.textures_delta.clear();
        let overlap = |a: &Rect, b: &Rect| a.shrink(ROOM).intersects(b.shrink(ROOM));
        for (ix, a) in kept.iter().enumerate() {
            assert!(!kept[..ix].iter().any(|b| overlap(a, b)), "{a:?} lies on another");
        }
        let shown = output
            .shapes
            .iter()
            .any(|shape| matches!(&shape.shape, egui::Shape::Text(text) if text.galley.text() == "Site 150"));
        assert!(shown, "the selected one is shown");
    }
}
