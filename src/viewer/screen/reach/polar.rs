//! Shots by bearing, as a rose: one wedge for each bearing, rings at whole numbers of shots, north up.

use eframe::egui::epaint::{PathShape, PathStroke};
use eframe::egui::{self, Align2, FontId, Pos2, Sense, Shape, Stroke, Vec2};

use super::overlay::shot_color;
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
    for bearing in &reach.bearings {
        let is_pointed = pointed.is_some_and(|ix| std::ptr::eq(&reach.bearings[ix], bearing));
        painter.add(wedge(reach, bearing, palette, (centre, radius, per_shot), wanted, is_pointed));
    }
    for ring in 1..=rings {
        let at = per_shot * (ring * step) as f32;
        painter.circle_stroke(centre, at, Stroke::new(1.0, palette.grid));
        let text = (ring * step).to_string();
        let corner = centre + Vec2::new(3.0, -at);
        painter.text(corner, Align2::LEFT_BOTTOM, text, FontId::proportional(LETTERS), palette.text_weak);
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

/// One bearing: as long as it has shots; where it has too few, all the way in red.
fn wedge(
    reach: &Reach,
    bearing: &Bearing,
    palette: &Palette,
    (centre, radius, per_shot): (Pos2, f32, f32),
    wanted: usize,
    is_pointed: bool,
) -> Shape {
    let half_deg = 180.0 / reach.bearings.len() as f64;
    let corner = |deg: f64, length: f32| {
        let (sin, cos) = libm::sincos(deg.to_radians());
        centre + Vec2::new(sin as f32, -cos as f32) * length
    };
    let lacks = bearing.comes() && bearing.shots.len() < wanted;
    let length = per_shot * bearing.shots.len() as f32;
    let ends = [bearing.bearing_deg - half_deg, bearing.bearing_deg + half_deg];
    let triangle = |length: f32, fill: egui::Color32| {
        let points = vec![centre, corner(ends[0], length), corner(ends[1], length)];
        Shape::Path(PathShape { points, closed: true, fill, stroke: PathStroke::NONE })
    };
    let mut shapes = Vec::new();
    if lacks {
        shapes.push(triangle(radius, palette.leak.gamma_multiply(if is_pointed { 0.6 } else { 0.35 })));
    }
    if length > 0.0 {
        let fill = shot_color(palette, if is_pointed { 1 } else { 3 });
        shapes.push(triangle(length, fill));
    }
    Shape::Vec(shapes)
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
