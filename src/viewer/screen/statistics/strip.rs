//! A strip of dots, one for each replicate: where each stands, which one is pointed at, and walking along them by keyboard.

use std::collections::BTreeSet;

use eframe::egui::{self, Color32, Id, Key, Mesh, Pos2, Rect, Role, Sense, Stroke, WidgetInfo, pos2, vec2};

use super::axis::Axis;
use crate::report::plot::offset;

/// Beyond this many replicates, those that would cover each other are drawn once.
const ALL_DRAWN: usize = 600;
/// Lines of dots across a strip where they are drawn once.
const LANES: f64 = 24.0;
/// How far from a dot the pointer may be, points.
const REACH: f32 = 9.0;
/// Radius of a dot, points.
const RADIUS: f32 = 2.8;

/// A dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// What was counted.
    pub value: f64,
    /// Where across the strip, -1 to 1; a function of the replicate's number alone.
    pub across: f32,
    /// The replicate.
    pub replicate: u32,
}

/// The dots of one assigner, in ascending order of their values.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// The dots.
    pub dots: Vec<Dot>,
    /// How many replicates there are; more than dots where some are drawn once.
    pub n: usize,
}

/// How a strip looks and what it is called.
pub struct Look<'a> {
    /// Its place.
    pub rect: Rect,
    /// The axis along it.
    pub axis: Axis,
    /// Its colour.
    pub color: Color32,
    /// What stands out.
    pub mark: Color32,
    /// Its name for those who do not see it.
    pub name: &'a str,
    /// What is told of a replicate.
    pub tell: &'a dyn Fn(u32) -> String,
}

impl Strip {
    /// From the values of replicates 0, 1, 2 and so on.
    pub fn new(values: impl Iterator<Item = f64>) -> Self {
        let mut dots: Vec<Dot> = (0..)
            .zip(values)
            .map(|(replicate, value)| Dot { value, across: offset(replicate as usize) as f32, replicate })
            .collect();
        let n = dots.len();
        if n > ALL_DRAWN {
            let mut seen = BTreeSet::new();
            dots.retain_mut(|dot| {
                let lane = libm::floor((f64::from(dot.across) * 0.5 + 0.5) * LANES);
                dot.across = ((lane + 0.5) / LANES * 2.0 - 1.0) as f32;
                seen.insert((dot.value.to_bits(), lane as u32))
            });
        }
        dots.sort_by(|a, b| a.value.total_cmp(&b.value).then(a.replicate.cmp(&b.replicate)));
        Self { dots, n }
    }

    /// Least and greatest value.
    pub fn range(&self) -> Option<(f64, f64)> {
        Some((self.dots.first()?.value, self.dots.last()?.value))
    }

    /// Draws it; the replicate that was clicked, or opened by keyboard.
    pub fn ui(&self, ui: &mut egui::Ui, id: Id, look: &Look<'_>) -> Option<u32> {
        let response = ui.interact(look.rect, id, Sense::click());
        let at = ui.data(|data| data.get_temp::<usize>(id)).filter(|ix| *ix < self.dots.len());
        let at = if response.has_focus() { self.walk(ui, id, at) } else { None };
        let hovered = response.hover_pos().and_then(|pointer| self.nearest(pointer, look));
        let marked = hovered.or(at).map(|ix| self.dots[ix]);
        let label = match (marked, response.has_focus()) {
            (Some(dot), true) => format!("{}: {}", look.name, (look.tell)(dot.replicate)),
            _ => look.name.to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        self.paint(ui, look);
        if let Some(dot) = marked {
            let place = place(&dot, look);
            ui.painter().circle(place, RADIUS + 2.2, look.color, Stroke::new(1.8, look.mark));
            let text = (look.tell)(dot.replicate);
            if hovered.is_some() {
                response.clone().on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text_at_pointer(text);
            } else {
                response.show_tooltip_text(text);
            }
        }
        let opened = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.clicked() && hovered.is_some() || opened { marked.map(|dot| dot.replicate) } else { None }
    }

    /// Left and right go from dot to dot while the strip has the keyboard.
    fn walk(&self, ui: &egui::Ui, id: Id, at: Option<usize>) -> Option<usize> {
        let last = self.dots.len().checked_sub(1)?;
        ui.memory_mut(|memory| {
            let arrows = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
            memory.set_focus_lock_filter(id, arrows);
        });
        let (left, right) = ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
        let next = match at {
            // It begins at the far end: the worst raids are what one looks for.
            None => last,
            Some(ix) if left => ix.saturating_sub(1),
            Some(ix) if right => (ix + 1).min(last),
            Some(ix) => ix,
        };
        ui.data_mut(|data| data.insert_temp(id, next));
        Some(next)
    }

    /// The dot at the pointer.
    fn nearest(&self, pointer: Pos2, look: &Look<'_>) -> Option<usize> {
        let distance = |dot: &Dot| place(dot, look).distance(pointer);
        let near = self.dots.iter().enumerate().map(|(ix, dot)| (ix, distance(dot)));
        near.filter(|(_, distance)| *distance <= REACH).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(ix, _)| ix)
    }

    fn paint(&self, ui: &egui::Ui, look: &Look<'_>) {
        // Few dots stand alone; many show by their density.
        let fill = look.color.gamma_multiply(if self.n <= 40 { 0.85 } else { 0.55 });
        if self.dots.len() <= ALL_DRAWN {
            for dot in &self.dots {
                ui.painter().circle_filled(place(dot, look), RADIUS, fill);
            }
            return;
        }
        let mut mesh = Mesh::default();
        for dot in &self.dots {
            mesh.add_colored_rect(Rect::from_center_size(place(dot, look), vec2(2.6, 2.0)), fill);
        }
        ui.painter().add(mesh);
    }
}

/// Where a dot stands on the screen.
pub fn place(dot: &Dot, look: &Look<'_>) -> Pos2 {
    let half = 0.5 * look.rect.height() - RADIUS - 1.0;
    pos2(look.axis.place(dot.value, look.rect.x_range()), look.rect.center().y + half * dot.across)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_replicate_has_its_dot_where_there_are_few() {
        let strip = Strip::new([3.0, 1.0, 3.0].into_iter());
        assert_eq!(strip.dots.iter().map(|dot| dot.replicate).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!((strip.n, strip.range()), (3, Some((1.0, 3.0))));
        assert!(strip.dots.iter().all(|dot| dot.across.abs() <= 1.0));
        assert_eq!(strip.dots, Strip::new([3.0, 1.0, 3.0].into_iter()).dots, "the same study looks the same");
    }

    #[test]
    fn many_replicates_are_drawn_once_where_they_cover_each_other() {
        let strip = Strip::new((0..100_000).map(|n| f64::from(n % 40)));
        assert_eq!(strip.n, 100_000);
        assert!(strip.dots.len() <= 40 * 24, "{}", strip.dots.len());
        assert_eq!(strip.range(), Some((0.0, 39.0)));
    }
}
