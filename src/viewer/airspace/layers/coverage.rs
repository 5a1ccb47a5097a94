//! What sensors can see at an altitude: horizon, masking angle and instrumented range, by the very formulas of the stage
//! `sense` (docs/model.md). Where detection is a matter of chance, the area is where it has one at all.

use glam::DVec2;

use super::Canvas;
use crate::model::stage::sense::{HORIZON_M_PER_SQRT_M, TWICE_EARTH_M};
use crate::viewer::airspace::Detail;
use crate::viewer::airspace::draw::{Stroke, faint, ring};
use crate::viewer::airspace::layout::{SensorKind, SensorPlace};

/// Horizontal distances between which a target at an altitude is in sight, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// From here on.
    pub inner_m: f64,
    /// Up to here.
    pub outer_m: f64,
}

/// Where a sensor sees a target at an altitude above sea level, metres; `None` where nowhere. Of an acoustic area given by a
/// polygon the distances mean nothing, and its corners are the answer.
pub fn band(sensor: &SensorPlace, altitude_m: f64) -> Option<Band> {
    match sensor.kind {
        SensorKind::Radar => radar_band(sensor, altitude_m),
        // A microphone hears what comes within its slant range: nothing higher than that.
        SensorKind::Acoustic => {
            (altitude_m < sensor.hearing_range_m).then_some(Band { inner_m: 0.0, outer_m: sensor.range_m })
        }
        SensorKind::Ideal => Some(Band { inner_m: 0.0, outer_m: sensor.range_m }),
    }
}

/// With d the distance over ground and h the target's height above the antenna, it is seen if d^2 + h^2 <= range^2,
/// d <= 4120 m (sqrt h_antenna + sqrt h_target), and h - d^2 / T >= d tan(mask), T twice the radius of the 4/3 earth.
fn radar_band(radar: &SensorPlace, altitude_m: f64) -> Option<Band> {
    let above = altitude_m - radar.mast_height_m;
    let slant = radar.range_m * radar.range_m - above * above;
    let roots = libm::sqrt(radar.mast_height_m.max(0.0)) + libm::sqrt(altitude_m.max(0.0));
    let horizon = f64::from(HORIZON_M_PER_SQRT_M) * roots;
    // d^2 + T tan(mask) d - T h <= 0: between the roots.
    let earth = f64::from(TWICE_EARTH_M);
    let half = earth * libm::tan(radar.masking_angle_deg.to_radians()) / 2.0;
    let under_root = half * half + earth * above;
    if slant < 0.0 || under_root < 0.0 {
        return None;
    }
    let (nearest, farthest) = (-half - libm::sqrt(under_root), -half + libm::sqrt(under_root));
    let band = Band { inner_m: nearest.max(0.0), outer_m: farthest.min(horizon).min(libm::sqrt(slant)) };
    (band.outer_m > band.inner_m).then_some(band)
}

/// Draws every sensor's coverage: faint inside, clear at its edge.
pub fn draw(canvas: &mut Canvas<'_>) {
    if !canvas.scene.layers.coverage {
        return;
    }
    let altitude_m = f64::from(canvas.scene.layers.coverage_altitude_m);
    let color = canvas.palette().sensor;
    // Where many areas lie over each other each is fainter, so that the ground stays visible.
    let n = canvas.scene.layout.sensors.len() as f32;
    let fill = faint(color, (0.16 / n.max(1.0)).clamp(0.02, 0.07));
    let scene = canvas.scene;
    for sensor in &scene.layout.sensors {
        let Some(band) = band(sensor, altitude_m) else { continue };
        let edge = match sensor.kind {
            SensorKind::Acoustic => Stroke::dashed(1.2, faint(color, 0.55)),
            _ => Stroke::new(1.4, faint(color, 0.7)),
        };
        if sensor.polygon_m.is_empty() {
            circle(canvas, sensor.at_m, band, fill, edge);
        } else {
            polygon(canvas, &sensor.polygon_m, fill, edge);
        }
    }
}

fn circle(canvas: &mut Canvas<'_>, at_m: DVec2, band: Band, fill: eframe::egui::Color32, edge: Stroke) {
    let outer = ring(at_m, band.outer_m);
    if band.inner_m > 0.0 {
        canvas.pen.band(&ring(at_m, band.inner_m), &outer, fill);
        canvas.pen.circle(at_m, band.inner_m, edge);
    } else {
        canvas.pen.fan(at_m, &outer, fill);
    }
    if canvas.detail == Detail::Full {
        canvas.pen.circle(at_m, band.outer_m, edge);
    } else {
        canvas.pen.circle(at_m, band.outer_m, Stroke { dash: 0.0, width: 1.0, ..edge });
    }
}

fn polygon(canvas: &mut Canvas<'_>, corners: &[DVec2], fill: eframe::egui::Color32, edge: Stroke) {
    canvas.pen.polygon(corners, fill);
    let closed: Vec<glam::DVec3> = corners.iter().chain(corners.first()).map(|p| p.extend(0.0)).collect();
    canvas.pen.path(closed.into_iter(), edge);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn radar(mast_height_m: f64, range_m: f64, masking_angle_deg: f64) -> SensorPlace {
        SensorPlace {
            name: "radar".to_owned(),
            kind: SensorKind::Radar,
            at_m: DVec2::ZERO,
            range_m,
            polygon_m: Vec::new(),
            mast_height_m,
            hearing_range_m: 0.0,
            masking_angle_deg,
        }
    }

    #[test]
    fn a_mast_of_10_m_sees_50_m_up_to_42_2_km() {
        let band = band(&radar(10.0, 100.0e3, -5.0), 50.0).unwrap();
        assert!((band.outer_m - 42.16e3).abs() < 50.0, "{band:?}");
        assert_eq!(band.inner_m, 0.0);
    }

    #[test]
    fn the_instrumented_range_is_along_the_line_of_sight() {
        let band = band(&radar(10.0, 5_000.0, -5.0), 4_010.0).unwrap();
        assert!((band.outer_m - 3_000.0).abs() < 1.0e-6);
        assert_eq!(super::band(&radar(10.0, 5_000.0, -5.0), 6_000.0), None);
    }

    #[test]
    fn a_masking_angle_hides_the_low() {
        // On a flat earth 1,000 m above the antenna at 2 degrees are 28.6 km; its curvature takes some 1.4 km of that.
        let found = band(&radar(10.0, 100.0e3, 2.0), 1_010.0).unwrap().outer_m;
        let rise = 1_000.0 - found * found / f64::from(TWICE_EARTH_M);
        assert!((rise / found - libm::tan(2.0_f64.to_radians())).abs() < 1.0e-9);
        assert!((26.5e3..28.6e3).contains(&found), "{found}");
        assert_eq!(band(&radar(500.0, 100.0e3, 1.0), 400.0), None);
    }

    #[test]
    fn below_the_antenna_one_sees_from_some_distance_on() {
        // 100 m below, down to 5 degrees: from 100 m / tan 5 degrees on.
        let found = band(&radar(200.0, 100.0e3, -5.0), 100.0).unwrap();
        assert!((found.inner_m - 100.0 / libm::tan(5.0_f64.to_radians())).abs() < 1.0, "{found:?}");
    }

    #[test]
    fn microphones_hear_nothing_above_their_range() {
        let area = SensorPlace {
            kind: SensorKind::Acoustic,
            hearing_range_m: 4_000.0,
            range_m: 50_000.0,
            ..radar(0.0, 0.0, -5.0)
        };
        assert_eq!(band(&area, 3_999.0).map(|b| b.outer_m), Some(50_000.0));
        assert_eq!(band(&area, 4_000.0), None);
    }
}
