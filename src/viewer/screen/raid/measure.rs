//! The measuring tool: distance, bearing and time over two or more points of the ground.

use eframe::egui::{self, RichText};
use glam::{DVec2, DVec3};

use super::words;
use crate::report::number;
use crate::viewer::airspace::Overlay;
use crate::viewer::palette::Palette;

/// Points clicked so far; active while the tool has the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Clicks set points.
    pub active: bool,
    points_m: Vec<DVec2>,
    speed_kmh: f64,
}

impl Default for Measure {
    fn default() -> Self {
        // The cruise speed of the most common threat.
        Self { active: false, points_m: Vec::new(), speed_kmh: 180.0 }
    }
}

impl Measure {
    /// Starts with no points, or ends.
    pub fn toggle(&mut self) {
        self.active = !self.active;
        self.points_m.clear();
    }

    /// Sets a point, metres east and north.
    pub fn add(&mut self, at_m: DVec2) {
        self.points_m.push(at_m);
    }

    /// Length over all points, metres.
    pub fn length_m(&self) -> f64 {
        self.points_m.windows(2).map(|leg| leg[0].distance(leg[1])).sum()
    }

    /// What is drawn: the line, to the pointer where it is still growing, and a text at each leg.
    pub fn overlays(&self, pointer_m: Option<DVec2>, palette: &Palette) -> Vec<Overlay> {
        let mut path = self.points_m.clone();
        if self.active && !path.is_empty() {
            path.extend(pointer_m);
        }
        let ground = |at: DVec2| DVec3::new(at.x, at.y, 0.0);
        let mut overlays = Vec::new();
        if path.len() >= 2 {
            let points_m = path.iter().copied().map(ground).collect();
            overlays.push(Overlay::Line { points_m, color: palette.accent, width: 2.0, dashed: true });
        }
        for (ix, &at) in path.iter().enumerate() {
            let text = ix.checked_sub(1).map_or_else(String::new, |from| leg(path[from], at));
            overlays.push(Overlay::Mark { at_m: ground(at), color: palette.accent, radius: 4.0, text });
        }
        overlays
    }

    /// The tool's own panel: what was measured, the speed for the time, how to go on.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        let length_m = self.length_m();
        let text = match self.points_m.len() {
            0 => "Click the first point on the map".to_owned(),
            1 => "Click the next point".to_owned(),
            _ => {
                let time_s = length_m / (self.speed_kmh / 3.6);
                let over = if self.points_m.len() > 2 {
                    format!(" over {} legs", self.points_m.len() - 1)
                } else {
                    String::new()
                };
                let bearing =
                    if self.points_m.len() == 2 { bearing(self.points_m[0], self.points_m[1]) } else { String::new() };
                format!(
                    "{} km{over}{bearing}, {} at",
                    number::fixed(length_m / 1000.0, 2),
                    number::duration(time_s.round())
                )
            }
        };
        ui.label(RichText::new(text).color(palette.text));
        if self.points_m.len() >= 2 {
            let speed = egui::DragValue::new(&mut self.speed_kmh).range(10.0..=1500.0).suffix(" km/h").speed(2.0);
            let response = ui.add(speed);
            let now = self.speed_kmh;
            response.widget_info(|| egui::WidgetInfo::slider(true, now, "Speed for the time, km/h"));
        }
        if ui.add_enabled(!self.points_m.is_empty(), egui::Button::new("Undo point")).clicked() {
            self.points_m.pop();
        }
        if ui.button("End measuring").on_hover_text("Esc").clicked() {
            self.toggle();
        }
    }
}

/// `, bearing 045° NE`.
fn bearing(from: DVec2, to: DVec2) -> String {
    let d = to - from;
    words::bearing(d.x, d.y).map_or_else(String::new, |bearing| format!(", bearing {bearing}"))
}

fn leg(from: DVec2, to: DVec2) -> String {
    let d = to - from;
    let km = number::fixed(d.length() / 1000.0, 2);
    words::bearing(d.x, d.y).map_or_else(|| format!("{km} km"), |bearing| format!("{km} km, {bearing}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::palette::DARK;

    #[test]
    fn legs_add_up_and_say_where_to() {
        let mut measure = Measure::default();
        measure.toggle();
        for at in [DVec2::ZERO, DVec2::new(3000.0, 4000.0), DVec2::new(3000.0, 0.0)] {
            measure.add(at);
        }
        assert_eq!(measure.length_m(), 9000.0);
        let texts: Vec<String> = measure
            .overlays(None, &DARK)
            .into_iter()
            .filter_map(|overlay| if let Overlay::Mark { text, .. } = overlay { Some(text) } else { None })
            .collect();
        assert_eq!(texts, ["", "5.00 km, 037° NE", "4.00 km, 180° S"]);
    }

    #[test]
    fn the_line_follows_the_pointer_until_the_end() {
        let mut measure = Measure::default();
        measure.toggle();
        measure.add(DVec2::ZERO);
        let pointer = Some(DVec2::new(0.0, 1000.0));
        assert_eq!(measure.overlays(pointer, &DARK).len(), 3);
        assert_eq!(measure.overlays(None, &DARK).len(), 1);
        measure.toggle();
        assert!(measure.overlays(pointer, &DARK).is_empty());
    }
}
