//! Shots by bearing, as a rose: one wedge for each bearing, rings at whole numbers of shots, north up.

use eframe::egui::{self, Align2, Color32, FontId, Mesh, Pos2, Sense, Shape, Stroke, Vec2};

use crate::reach::{Bearing, Reach};
use crate::report::number::{counted, fixed};
use crate::report::reach::obstacle_words;
use crate::viewer::palette::Palette;

/// Rings at most; more shots stand on coarser rings.
const MOST_RINGS: usize = 5;
/// Room around the rose for the names of the directions, points.
const MARGIN: f32 = 20.0;
/// Size of the letters, points.
const LETTERS: f32 = 12.0;
/// The direction in which the rings' numbers stand, degrees.
const NUMBERS_DEG: f64 = 25.0;

/// Draws the rose as wide as the panel, at most `most` points.
pub(super) fn rose(ui: &mut egui::Ui, palette: &Palette, reach: &Reach, wanted: usize, most: f32) {
    let side = ui.available_width().min(most);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    let radius = side / 2.0 - MARGIN;
    let centre = rect.center();
    let painter = ui.painter_at(rect);
    let step = reach.most_shots().max(1).div_ceil(MOST_RINGS);
    let rings = reach.most_shots().max(1).div_ceil(step);
    let per_shot = radius / (rings * step) as f32;
    let pointed = response.hover_pos().and_then(|pos| bearing_at(reach, pos - centre, radius));
    let disc = Disc { centre, half_deg: 180.0 / reach.bearings.len() as f64 };
    let mut fan = Mesh::default();
    for (ix, bearing) in reach.bearings.iter().enumerate() {
        let is_pointed = pointed == Some(ix);
        if bearing.comes() && bearing.shots.len() < wanted {
            let strength = if is_pointed { 0.6 } else { 0.35 };
            disc.wedge(&mut fan, bearing.bearing_deg, radius, palette.leak.gamma_multiply(strength));
        }
        let fill = palette.interceptor.gamma_multiply(if is_pointed { 0.85 } else { 0.5 });
        disc.wedge(&mut fan, bearing.bearing_deg, per_shot * bearing.shots.len() as f32, fill);
    }
    painter.add(Shape::mesh(fan));
    painter.add(Shape::closed_line(disc.outline(reach, per_shot), Stroke::new(1.5, palette.interceptor)));
    for ring in 1..=rings {
        let at = per_shot * (ring * step) as f32;
        painter.circle_stroke(centre, at, Stroke::new(1.0, palette.grid));
        let text = (ring * step).to_string();
        // Between two of the compass's directions, where no letter stands.
        let corner = disc.place(NUMBERS_DEG, at - LETTERS / 2.0);
        painter.text(corner, Align2::CENTER_CENTER, text, FontId::proportional(LETTERS), palette.text);
    }
    for (name, direction) in [("N", (0.0, -1.0)), ("E", (1.0, 0.0)), ("S", (0.0, 1.0)), ("W", (-1.0, 0.0))] {
        let at = centre + Vec2::from(direction) * (radius + MARGIN / 2.0);
        painter.text(at, Align2::CENTER_CENTER, name, FontId::proportional(LETTERS), palette.text);
    }
    let least = reach.least_shots().unwrap_or(0);
    let said = format!("Shots by bearing: {least} to {}", reach.most_shots());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, said.as_str()));
    if let Some(ix) = pointed {
        response.on_hover_ui_at_pointer(|ui| details(ui, palette, &reach.bearings[ix]));
    }
}

/// The bearing under the pointer.
fn bearing_at(reach: &Reach, from_centre: Vec2, radius: f32) -> Option<usize> {
    let n = reach.bearings.len();
    if n == 0 || from_centre.length() > radius + MARGIN {
        return None;
    }
    let deg = libm::atan2(f64::from(from_centre.x), f64::from(-from_centre.y)).to_degrees().rem_euclid(360.0);
    Some((deg / 360.0 * n as f64).round() as usize % n)
}

/// Where bearings are on the screen.
struct Disc {
    centre: Pos2,
    /// Half the angle between two bearings, degrees.
    half_deg: f64,
}

impl Disc {
    fn place(&self, bearing_deg: f64, length: f32) -> Pos2 {
        let (sin, cos) = libm::sincos(bearing_deg.to_radians());
        self.centre + Vec2::new(sin as f32, -cos as f32) * length
    }

    /// One bearing's share of the disc. A mesh, since the smoothed edges of 180 single shapes would show as rays.
    fn wedge(&self, fan: &mut Mesh, bearing_deg: f64, length: f32, fill: Color32) {
        let first = fan.vertices.len() as u32;
        fan.colored_vertex(self.centre, fill);
        fan.colored_vertex(self.place(bearing_deg - self.half_deg, length), fill);
        fan.colored_vertex(self.place(bearing_deg + self.half_deg, length), fill);
        fan.add_triangle(first, first + 1, first + 2);
    }

    /// The rim of all wedges with shots.
    fn outline(&self, reach: &Reach, per_shot: f32) -> Vec<Pos2> {
        let ends = |bearing: &Bearing| {
            let length = per_shot * bearing.shots.len() as f32;
            [-self.half_deg, self.half_deg].map(|off| self.place(bearing.bearing_deg + off, length))
        };
        reach.bearings.iter().flat_map(ends).collect()
    }
}

/// What is known of one bearing.
fn details(ui: &mut egui::Ui, palette: &Palette, bearing: &Bearing) {
    let km = |metres: f64| format!("{} km", fixed(metres / 1000.0, 1));
    ui.strong(format!("From {:.0}°", bearing.bearing_deg));
    match bearing.confirmed {
        Some(confirmed) => ui.label(format!("Track confirmed at {}", km(confirmed.distance_m))),
        None => ui.label("No confirmed track before the arrival"),
    };
    if let Some(obstacle) = bearing.obstacle {
        ui.colored_label(palette.leak, format!("No shot: {}", obstacle_words(obstacle)));
        return;
    }
    if let Some(first) = bearing.first() {
        ui.label(format!("First met at {}", km(first.distance_m)));
    }
    let shots: Vec<String> = bearing.shots.iter().take(6).map(|shot| km(shot.meeting.distance_m)).collect();
    let more = if bearing.shots.len() > 6 { ", ..." } else { "" };
    ui.label(format!("{}: {}{more}", counted(bearing.shots.len() as u64, "shot"), shots.join(", ")));
    ui.label(format!(
        "{}, {}, {} can reach it",
        counted(bearing.n_sites() as u64, "site"),
        counted(u64::from(bearing.n_rounds), "round"),
        counted(u64::from(bearing.n_channels), "channel")
    ));
}
