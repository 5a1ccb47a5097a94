//! The answer on the map: lines of the k-th meeting, the line of confirmation, holes as red sectors.

use eframe::egui::Color32;
use glam::{DVec2, DVec3};

use crate::reach::{Hole, Reach, contour, holes};
use crate::report::number::counted;
use crate::viewer::airspace::Overlay;
use crate::viewer::palette::Palette;

/// Contours are drawn up to this many shots; beyond, the lines lie too close to be told apart.
const MOST: usize = 3;
/// A hole is drawn out to this distance where nothing else gives a scale, metres.
const BARE_HOLE_M: f64 = 20_000.0;
/// Angle between two corners of a hole's arc, degrees.
const ARC_STEP_DEG: f64 = 2.0;
/// Bearings at which labels stand, the first that has so many shots, degrees.
const LABELS_DEG: [f64; 8] = [45.0, 135.0, 225.0, 315.0, 0.0, 90.0, 180.0, 270.0];

/// Everything, from the ground up: holes, lines, labels. A hole has fewer than `wanted` shots.
pub(super) fn overlays(reach: &Reach, wanted: usize, palette: &Palette) -> Vec<Overlay> {
    let mut all: Vec<Overlay> = holes(reach, wanted).iter().map(|hole| hole_area(reach, hole, palette)).collect();
    all.extend(confirmation(reach, palette));
    for k in 1..=reach.most_shots().min(MOST) {
        let color = shot_color(palette, k);
        all.extend(contour(reach, k).into_iter().map(|line| Overlay::Line {
            points_m: line.into_iter().map(|point| point.extend(0.0)).collect(),
            color,
            width: if k == 1 { 2.0 } else { 1.25 },
            dashed: false,
        }));
        all.extend(label(reach, k, color));
    }
    all
}

/// Our colour, paler with every further shot.
fn shot_color(palette: &Palette, k: usize) -> Color32 {
    let share = 1.0 - 0.15 * (k.clamp(1, MOST) - 1) as f32;
    palette.interceptor.gamma_multiply(share)
}

/// The line at which the track stands; broken where it never does.
fn confirmation(reach: &Reach, palette: &Palette) -> Vec<Overlay> {
    let n = reach.bearings.len();
    let place = |ix: usize| {
        let bearing = &reach.bearings[ix % n];
        bearing.confirmed.map(|confirmed| reach.place_m(bearing.bearing_deg, confirmed.distance_m).extend(0.0))
    };
    let runs: Vec<Option<DVec3>> = (0..=n).filter(|_| n > 0).map(place).collect();
    let lines = runs.split(Option::is_none).filter(|run| run.len() > 1);
    lines
        .map(|run| Overlay::Line {
            points_m: run.iter().flatten().copied().collect(),
            color: palette.sensor,
            width: 1.25,
            dashed: true,
        })
        .collect()
}

/// A sector from the aim out to where threats are first met elsewhere.
fn hole_area(reach: &Reach, hole: &Hole, palette: &Palette) -> Overlay {
    let first = reach.bearings.iter().filter_map(|bearing| bearing.shots.first());
    let radius_m = first.map(|shot| shot.meeting.distance_m).fold(0.0, f64::max);
    let radius_m = if radius_m > 0.0 { radius_m } else { BARE_HOLE_M };
    let n = (hole.width_deg / ARC_STEP_DEG).ceil().max(1.0) as u32;
    let corner = |ix: u32| reach.place_m(hole.from_deg + hole.width_deg * f64::from(ix) / f64::from(n), radius_m);
    let mut points_m: Vec<DVec2> = if hole.is_all_around() { Vec::new() } else { vec![reach.aim_m] };
    let last = if hole.is_all_around() { n - 1 } else { n };
    points_m.extend((0..=last).map(corner));
    let strength = if hole.shots == 0 { 0.22 } else { 0.11 };
    Overlay::Area { points_m, fill: palette.leak.gamma_multiply(strength) }
}

/// `2 shots`, on the second line.
fn label(reach: &Reach, k: usize, color: Color32) -> Option<Overlay> {
    let n = reach.bearings.len();
    let nearest = |deg: &f64| &reach.bearings[(deg / 360.0 * n as f64).round() as usize % n];
    let preferred = LABELS_DEG.iter().map(nearest).chain(&reach.bearings);
    let bearing = preferred.into_iter().find(|bearing| bearing.shots.len() >= k)?;
    let at_m = reach.place_m(bearing.bearing_deg, bearing.shots[k - 1].meeting.distance_m).extend(0.0);
    Some(Overlay::Mark { at_m, color, radius: 3.0, text: counted(k as u64, "shot") })
}
