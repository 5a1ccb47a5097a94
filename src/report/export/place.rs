//! From rows to places: degrees and metres, with fixed decimals.

use std::fmt::Write as _;

use super::pass::Epoch;
use crate::exact::fixed::{component_mps, coordinate_m};
use crate::model::CaseModel;
use crate::model::layout::{Round, Threat, Track};
use crate::scenario::projection::lat_lon_deg;

/// Decimals of a latitude or longitude: 1e-7 degrees are about a centimetre.
pub(super) const DEG_DECIMALS: usize = 7;

/// Length of the step by which a heading on the map becomes a heading on the sphere, metres.
const HEADING_STEP_M: f64 = 100.0;

/// A position and a velocity, in the units of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Motion {
    pub at: [i32; 3],
    /// Through the air for threats and interceptors, over ground for tracks.
    pub v: [i32; 3],
}

impl From<&Threat> for Motion {
    fn from(row: &Threat) -> Self {
        Self { at: [row.x, row.y, row.z], v: [row.vx, row.vy, row.vz] }
    }
}

impl From<&Round> for Motion {
    fn from(row: &Round) -> Self {
        Self { at: [row.x, row.y, row.z], v: [row.vx, row.vy, row.vz] }
    }
}

impl From<&Track> for Motion {
    fn from(row: &Track) -> Self {
        Self { at: [row.x, row.y, row.z], v: [row.vx, row.vy, row.vz] }
    }
}

/// A place on the earth with a direction of flight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub lat_deg: f64,
    pub lon_deg: f64,
    /// Above sea level.
    pub altitude_m: f64,
    pub east_m: f64,
    pub north_m: f64,
    pub speed_mps: f64,
    /// Above the horizon, degrees.
    pub pitch_deg: f64,
    /// Clockwise from the map's north, degrees, 0 to 360.
    pub heading_deg: f64,
}

/// A place given by metres of the map.
pub(super) fn place_at(case: &CaseModel, [east_m, north_m, altitude_m]: [f64; 3]) -> Place {
    let theatre = &case.scenario.theatre;
    let (lat_deg, lon_deg) = lat_lon_deg(theatre.origin_lat_deg, theatre.origin_lon_deg, east_m, north_m);
    Place { lat_deg, lon_deg, altitude_m, east_m, north_m, ..Place::default() }
}

/// The place of an agent.
pub(super) fn place(case: &CaseModel, motion: Motion) -> Place {
    moving(case, motion.at.map(coordinate_m), motion.v)
}

/// The place of an agent at a tick between two edges, on the straight line between its places there.
pub(super) fn place_between(epoch: &Epoch<'_>, before: Motion, now: Motion, tick: u32) -> Place {
    let span = f64::from(epoch.now_tick - epoch.before_tick);
    let share = f64::from(tick.saturating_sub(epoch.before_tick)) / span;
    let at = std::array::from_fn(|k| {
        let (from, to) = (coordinate_m(before.at[k]), coordinate_m(now.at[k]));
        from + (to - from) * share.min(1.0)
    });
    moving(epoch.stage.case, at, now.v)
}

fn moving(case: &CaseModel, at_m: [f64; 3], v: [i32; 3]) -> Place {
    let [east, north, up] = v.map(component_mps);
    let level = libm::hypot(east, north);
    Place {
        speed_mps: libm::hypot(level, up),
        pitch_deg: libm::atan2(up, level).to_degrees(),
        heading_deg: libm::atan2(east, north).to_degrees().rem_euclid(360.0),
        ..place_at(case, at_m)
    }
}

/// The heading relative to true north at a place: the map's north is the earth's only along the origin's meridian.
pub(super) fn true_heading_deg(case: &CaseModel, place: &Place) -> f64 {
    let (sin, cos) = libm::sincos(place.heading_deg.to_radians());
    let (east_m, north_m) = (place.east_m + HEADING_STEP_M * sin, place.north_m + HEADING_STEP_M * cos);
    let ahead = place_at(case, [east_m, north_m, 0.0]);
    let turn = (ahead.lon_deg - place.lon_deg + 180.0).rem_euclid(360.0) - 180.0;
    let east = turn * libm::cos(place.lat_deg.to_radians());
    libm::atan2(east, ahead.lat_deg - place.lat_deg).to_degrees().rem_euclid(360.0)
}

/// Appends a number with fixed decimals; what rounds to 0 has no sign.
pub(super) fn push_fixed(text: &mut String, value: f64, decimals: usize) {
    let from = text.len();
    // Writing to a text cannot fail.
    let _ = write!(text, "{value:.decimals$}");
    if text[from..].starts_with('-') && !text[from..].bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.remove(from);
    }
}
