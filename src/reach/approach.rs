//! How the threat comes: straight over ground at constant airspeed and altitude, from the theatre's edge to the aim.
//!
//! With d the direction of flight and W the wind, the ground speed g solves |g d - W| = v: g = W.d + sqrt(v^2 - |W - (W.d) d|^2).
//! The clock starts at the theatre's edge, at an edge of the model's clock, as if a launch area stood there.

use glam::{DVec2, DVec3};

use crate::model::CaseModel;

/// The unit vector from the aim towards a bearing, degrees clockwise from north.
pub(super) fn outward(bearing_deg: f64) -> DVec2 {
    let (sin, cos) = libm::sincos(bearing_deg.to_radians());
    DVec2::new(sin, cos)
}

/// A straight flight to the aim.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approach {
    /// Where it begins, metres.
    start_m: DVec2,
    /// Distance from there to the aim, metres.
    pub length_m: f64,
    /// Speed over ground, m/s.
    pub ground_mps: f64,
    /// Velocity over ground, m/s.
    pub over_ground: DVec3,
    /// Velocity through the air, m/s.
    pub through_air: DVec3,
    /// Altitude, metres.
    pub altitude_m: f64,
}

impl Approach {
    /// The flight to `aim_m` from a bearing; `None` where the wind does not let it come from there.
    pub fn new(case: &CaseModel, speed_mps: f64, altitude_m: f64, aim_m: DVec2, bearing_deg: f64) -> Option<Self> {
        let theatre = &case.scenario.theatre;
        let outward = outward(bearing_deg);
        let wind = DVec2::new(theatre.wind_east_mps, theatre.wind_north_mps);
        let along = -wind.dot(outward);
        let across2 = wind.length_squared() - along * along;
        let left2 = speed_mps * speed_mps - across2;
        if left2 < 0.0 {
            return None;
        }
        let ground_mps = along + left2.sqrt();
        if ground_mps < 0.1 {
            return None;
        }
        // The ray from the aim leaves the theatre's disc where |aim + outward x| = extent.
        let inside = aim_m.dot(outward);
        let depth2 = theatre.extent_m * theatre.extent_m - aim_m.length_squared() + inside * inside;
        let length_m = (depth2.max(0.0).sqrt() - inside).max(0.0);
        let over_ground = outward * -ground_mps;
        Some(Self {
            start_m: aim_m + outward * length_m,
            length_m,
            ground_mps,
            over_ground: over_ground.extend(0.0),
            through_air: (over_ground - wind).extend(0.0),
            altitude_m,
        })
    }

    /// Where it is at a time, metres.
    pub fn at(&self, seconds: f64) -> DVec3 {
        self.start_m.extend(self.altitude_m) + self.over_ground * seconds
    }

    /// How far it is from the aim at a time, metres over ground; negative beyond it.
    pub fn distance_m(&self, seconds: f64) -> f64 {
        self.length_m - self.ground_mps * seconds
    }

    /// When it is over the aim, seconds.
    pub fn arrival_s(&self) -> f64 {
        self.length_m / self.ground_mps
    }

    /// From when to when it is within `radius_m` of a place that stands still, over ground, seconds; `None` if never.
    pub fn within(&self, place_m: DVec2, radius_m: f64) -> Option<(f64, f64)> {
        // |start + v t - place|^2 = radius^2.
        let from = self.start_m - place_m;
        let v = self.over_ground.truncate();
        let (a, half_b) = (v.length_squared(), from.dot(v));
        let left = half_b * half_b - a * (from.length_squared() - radius_m * radius_m);
        (left >= 0.0).then(|| ((-half_b - left.sqrt()) / a, (-half_b + left.sqrt()) / a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reach::tests::duel;

    #[test]
    fn the_wind_helps_hinders_drifts_and_forbids() {
        let mut case = duel();
        let approach = |case: &CaseModel, bearing| Approach::new(case, 50.0, 1_000.0, DVec2::ZERO, bearing);
        case.scenario.theatre.wind_east_mps = -9.0;
        assert!((approach(&case, 90.0).unwrap().ground_mps - 59.0).abs() < 1.0e-12);
        assert!((approach(&case, 270.0).unwrap().ground_mps - 41.0).abs() < 1.0e-12);
        let crossing = approach(&case, 0.0).unwrap();
        assert!((crossing.ground_mps - (50.0f64 * 50.0 - 81.0).sqrt()).abs() < 1.0e-12);
        assert!((crossing.through_air.length() - 50.0).abs() < 1.0e-12, "its airspeed is its own");
        case.scenario.theatre.wind_east_mps = -51.0;
        assert!(approach(&case, 0.0).is_none() && approach(&case, 270.0).is_none() && approach(&case, 90.0).is_some());
    }

    #[test]
    fn it_starts_at_the_theatres_edge_and_ends_over_the_aim() {
        let case = duel();
        let aim = DVec2::new(30_000.0, -10_000.0);
        for bearing in [0.0, 77.0, 180.0, 301.5] {
            let approach = Approach::new(&case, 50.0, 800.0, aim, bearing).unwrap();
            assert!((approach.at(0.0).truncate().length() - case.scenario.theatre.extent_m).abs() < 1.0e-6);
            assert!((approach.at(approach.arrival_s()).truncate() - aim).length() < 1.0e-6);
            assert_eq!(approach.at(5.0).z, 800.0);
            let (enters, leaves) = approach.within(aim, 1_000.0).unwrap();
            assert!((leaves - enters - 40.0).abs() < 1.0e-9, "a diameter of 2 km at 50 m/s");
        }
    }
}
