//! Contours: where the k-th shot meets the threat, over all bearings.

use glam::DVec2;

use super::Reach;

/// The lines over the places of the k-th meeting (k from 1), metres east and north of the origin: one line for each run of
/// bearings that have so many shots. Where all have, the line is closed: its first point is its last again.
pub fn contour(reach: &Reach, k: usize) -> Vec<Vec<DVec2>> {
    let n = reach.bearings.len();
    let place = |ix: usize| {
        let bearing = &reach.bearings[ix % n];
        let shot = bearing.shots.get(k.checked_sub(1)?)?;
        Some(reach.place_m(bearing.bearing_deg, shot.meeting.distance_m))
    };
    let Some(gap) = (0..n).find(|&ix| place(ix).is_none()) else {
        return if n == 0 { Vec::new() } else { vec![(0..=n).filter_map(place).collect()] };
    };
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for ix in gap..=gap + n {
        match place(ix) {
            Some(point) => line.push(point),
            None if line.is_empty() => {}
            None => lines.push(std::mem::take(&mut line)),
        }
    }
    lines
}
