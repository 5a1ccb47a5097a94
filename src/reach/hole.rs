//! What is told of all bearings: the holes, and the sixteen sectors of the compass.

use super::{Bearing, Obstacle, Reach};

/// Bearings side by side with fewer shots than wanted, for one reason.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Hole {
    /// Its first edge clockwise, degrees from north, 0 to 360: half a step before its first bearing.
    pub from_deg: f64,
    /// How far it reaches clockwise from there, degrees; 360 is all around.
    pub width_deg: f64,
    /// The most shots on any of its bearings.
    pub shots: usize,
    /// Why there is no shot at all; `None` where there are some, and too few.
    pub obstacle: Option<Obstacle>,
}

impl Hole {
    /// Its last edge clockwise, degrees from north, 0 to 360.
    pub fn to_deg(&self) -> f64 {
        (self.from_deg + self.width_deg).rem_euclid(360.0)
    }

    /// Whether there is no other bearing.
    pub fn is_all_around(&self) -> bool {
        self.width_deg >= 360.0 - 1.0e-9
    }
}

/// The bearings with fewer than `wanted` shots, joined where they lie side by side and have the same number of shots and the
/// same reason; the widest first, ties clockwise from north. Bearings from which no threat can come are no hole.
pub fn holes(reach: &Reach, wanted: usize) -> Vec<Hole> {
    let n = reach.bearings.len();
    let lacks = |bearing: &Bearing| bearing.comes() && bearing.shots.len() < wanted;
    let kind = |ix: usize| {
        let bearing = &reach.bearings[ix % n];
        lacks(bearing).then_some((bearing.shots.len(), bearing.obstacle))
    };
    if n == 0 {
        return Vec::new();
    }
    let step_deg = 360.0 / n as f64;
    // Begin where the kind changes, so that no hole is cut at north.
    let begin = (0..n).find(|&ix| kind(ix) != kind(ix + n - 1)).unwrap_or(0);
    let mut holes: Vec<Hole> = Vec::new();
    let mut before = None;
    for ix in begin..begin + n {
        let now = kind(ix);
        if let Some((shots, obstacle)) = now {
            match holes.last_mut().filter(|_| before == now) {
                Some(hole) => hole.width_deg += step_deg,
                None => holes.push(Hole {
                    from_deg: ((ix as f64 - 0.5) * step_deg).rem_euclid(360.0),
                    width_deg: step_deg,
                    shots,
                    obstacle,
                }),
            }
        }
        before = now;
    }
    holes.sort_by(|a, b| b.width_deg.total_cmp(&a.width_deg).then(a.from_deg.total_cmp(&b.from_deg)));
    holes
}

/// A sixteenth of the compass.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Sector {
    /// Its name: `N`, `NNE`, ...
    pub name: &'static str,
    /// Its middle, degrees clockwise from north.
    pub centre_deg: f64,
    /// The fewest shots on any of its bearings; `None` where no threat can come from there.
    pub least_shots: Option<usize>,
    /// The most shots.
    pub most_shots: usize,
    /// The nearest distance of confirmation, metres; `None` where some bearing has none.
    pub confirmed_m: Option<f64>,
    /// The nearest first meeting, metres; `None` where some bearing has none.
    pub first_m: Option<f64>,
    /// The fewest sites that can meet the threat.
    pub n_sites: usize,
    /// The fewest rounds in the magazines of those sites.
    pub n_rounds: u32,
    /// The fewest channels of those sites.
    pub n_channels: u32,
    /// Why there is no shot on its worst bearing.
    pub obstacle: Option<Obstacle>,
}

/// Names of the sectors, clockwise from north.
const NAMES: [&str; 16] =
    ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

/// The worst of each sixteenth of the compass: a chain is as strong as its weakest bearing.
pub fn sectors(reach: &Reach) -> Vec<Sector> {
    (0..NAMES.len()).map(|ix| sector(reach, ix)).collect()
}

fn sector(reach: &Reach, ix: usize) -> Sector {
    let within = |bearing: &&Bearing| (bearing.bearing_deg / 22.5).round() as usize % NAMES.len() == ix;
    let all = || reach.bearings.iter().filter(within);
    let coming = || all().filter(|bearing| bearing.comes());
    // The nearest of all, or none where one is missing.
    let nearest = |distance: fn(&Bearing) -> Option<f64>| {
        let distances: Option<Vec<f64>> = coming().map(distance).collect();
        distances?.into_iter().min_by(f64::total_cmp)
    };
    let worst = coming().min_by_key(|bearing| bearing.shots.len());
    Sector {
        name: NAMES[ix],
        centre_deg: 22.5 * ix as f64,
        least_shots: worst.map(|bearing| bearing.shots.len()),
        most_shots: coming().map(|bearing| bearing.shots.len()).max().unwrap_or(0),
        confirmed_m: nearest(|bearing| bearing.confirmed.map(|confirmed| confirmed.distance_m)),
        first_m: nearest(|bearing| bearing.first().map(|met| met.distance_m)),
        n_sites: coming().map(Bearing::n_sites).min().unwrap_or(0),
        n_rounds: coming().map(|bearing| bearing.n_rounds).min().unwrap_or(0),
        n_channels: coming().map(|bearing| bearing.n_channels).min().unwrap_or(0),
        obstacle: worst.or_else(|| all().next()).and_then(|bearing| bearing.obstacle),
    }
}
