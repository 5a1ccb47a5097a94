//! Who detects the threat at a scan, and with which probability: the equations of `model::stage::sense` in f64, for the raid
//! whose signal factor is 1.

use std::ops::RangeInclusive;

use glam::{DVec2, DVec3};

use super::approach::Approach;
use crate::exact::fixed::coordinate_m;
use crate::model::CaseModel;
use crate::model::codes;
use crate::model::layout::{Point, Sensor};
use crate::model::stage::sense::{HORIZON_M_PER_SQRT_M, TWICE_EARTH_M};
use crate::scenario::schema::ThreatType;

/// A sensor and what of the threat it senses.
pub(super) struct Watch<'a> {
    /// Ticks between its looks.
    pub scan_ticks: u32,
    sensor: &'a Sensor,
    corners: &'a [Point],
    at_m: DVec3,
    rcs_m2: f64,
    loudness: f64,
}

/// All sensors of a case.
pub(super) fn watches<'a>(case: &'a CaseModel, kind: &ThreatType) -> Vec<Watch<'a>> {
    let watch = |sensor: &'a Sensor| {
        let first = sensor.vertex_first as usize;
        Watch {
            scan_ticks: sensor.scan_ticks,
            sensor,
            corners: &case.vertices[first..first + sensor.n_vertices as usize],
            at_m: DVec3::new(coordinate_m(sensor.x), coordinate_m(sensor.y), coordinate_m(sensor.z)),
            rcs_m2: kind.radar_cross_section_m2,
            loudness: kind.acoustic_loudness,
        }
    };
    case.sensors.iter().map(watch).collect()
}

impl Watch<'_> {
    /// From when to when it can detect the threat at all, seconds; `None` where it never can.
    pub fn span_s(&self, approach: &Approach) -> Option<RangeInclusive<f64>> {
        let (centre_m, radius_m) = if self.corners.is_empty() {
            (self.at_m.truncate(), f64::from(self.sensor.range_m))
        } else {
            let corners =
                || self.corners.iter().map(|corner| DVec2::new(coordinate_m(corner.x), coordinate_m(corner.y)));
            let centre = corners().sum::<DVec2>() / self.corners.len() as f64;
            (centre, corners().map(|corner| corner.distance(centre)).fold(0.0, f64::max))
        };
        approach.within(centre_m, radius_m).map(|(enters, leaves)| enters..=leaves)
    }

    /// Probability that one look detects the threat at a place.
    pub fn detects(&self, threat_m: DVec3) -> f64 {
        let r = threat_m - self.at_m;
        let flat2 = (r.x * r.x + r.y * r.y).max(1.0);
        match self.sensor.kind {
            codes::SENSOR_IDEAL => f64::from(u8::from(flat2 <= squared(self.sensor.range_m))),
            codes::SENSOR_ACOUSTIC => self.hears(threat_m, flat2),
            _ => self.echoes(r, flat2, threat_m.z),
        }
    }

    /// Some microphone of a Poisson field hears it: 1 - exp(-pi density (hearing range^2 - altitude^2)).
    fn hears(&self, threat_m: DVec3, flat2: f64) -> f64 {
        let inside = if self.corners.is_empty() {
            flat2 <= squared(self.sensor.range_m)
        } else {
            encloses(self.corners, threat_m.truncate())
        };
        let hearing_m = f64::from(self.sensor.hearing_m) * self.loudness;
        let ground2 = hearing_m * hearing_m - threat_m.z * threat_m.z;
        if !inside || ground2 <= 0.0 {
            return 0.0;
        }
        -libm::expm1(-f64::from(self.sensor.pi_density) * ground2)
    }

    /// Swerling 1 within the instrumented range and above horizon and terrain: Pfa^(1/(1+SNR)), SNR = k / R^4.
    fn echoes(&self, r: DVec3, flat2: f64, altitude_m: f64) -> f64 {
        let sensor = self.sensor;
        let range2 = flat2 + r.z * r.z;
        let flat = flat2.sqrt();
        let horizon = f64::from(sensor.horizon_m) + f64::from(HORIZON_M_PER_SQRT_M) * altitude_m.max(0.0).sqrt();
        let rise = r.z - flat2 / f64::from(TWICE_EARTH_M);
        if range2 > squared(sensor.range_m) || flat > horizon || rise < f64::from(sensor.mask_tan) * flat {
            return 0.0;
        }
        let range4_km4 = (range2 * 1.0e-6) * (range2 * 1.0e-6);
        let k_km4 = f64::from(sensor.snr_km4_per_m2) * self.rcs_m2;
        libm::exp(-f64::from(sensor.minus_ln_pfa) * range4_km4 / (range4_km4 + k_km4))
    }
}

fn squared(metres: f32) -> f64 {
    f64::from(metres) * f64::from(metres)
}

/// Inside a polygon, by counting crossed edges.
fn encloses(corners: &[Point], at_m: DVec2) -> bool {
    let place = |corner: &Point| DVec2::new(coordinate_m(corner.x), coordinate_m(corner.y)) - at_m;
    let mut odd = false;
    let Some(mut before) = corners.last().map(place) else { return false };
    for corner in corners.iter().map(place) {
        if (corner.y > 0.0) != (before.y > 0.0) {
            let turn = corner.x * before.y - before.x * corner.y;
            if (turn > 0.0) == (before.y > corner.y) {
                odd = !odd;
            }
        }
        before = corner;
    }
    odd
}
