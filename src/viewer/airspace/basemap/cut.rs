//! From the globe to a disc of the theatre's map: rings and lines projected around an origin and cut at a distance.
//!
//! Knows `scenario::projection` only. Angles in degrees, distances in metres east and north of the origin.
//!
//! The map is whole but for the origin's far side, where a point becomes a circle. So what lies beyond the cut is not
//! clipped but drawn in to the disc's rim, which keeps a ring closed and how often it goes round any point inside; and a
//! ring that goes round the far side, and so comes out inside out, is told by the origin, which lies in it on the globe
//! and not on the map, or the other way about.

use glam::DVec2;

use super::atlas::LonLat;
use crate::scenario::projection::east_north_m;

/// Corners of the disc's rim; what is drawn in to the rim lies on these, so that ways along it there and back coincide.
const RIM_CORNERS: i32 = 180;
/// Longest piece of an edge that is projected as a straight line, degrees: long edges are curves on the map.
const LONGEST_EDGE_DEG: f64 = 0.5;

/// A disc around an origin.
#[derive(Clone, Copy, Debug)]
pub struct Disc {
    /// Latitude of its middle, degrees.
    pub lat_deg: f64,
    /// Longitude of its middle, degrees.
    pub lon_deg: f64,
    /// Where it ends, metres from the middle.
    pub radius_m: f64,
}

impl Disc {
    /// On the map, to the metre: what is one place on the globe (the pole, both sides of the 180th meridian) must be one on
    /// the map too, or the sheet's edges would open or cross.
    fn project(&self, at: LonLat) -> DVec2 {
        DVec2::from(east_north_m(self.lat_deg, self.lon_deg, at[1], at[0])).round()
    }

    /// The corner of the rim with a number; they repeat.
    fn corner(&self, ix: i32) -> DVec2 {
        let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(ix) / f64::from(RIM_CORNERS));
        DVec2::new(cos, sin) * self.radius_m
    }

    /// The number of the corner nearest to the direction of a point.
    fn nearest_corner(&self, at: DVec2) -> i32 {
        (libm::atan2(at.y, at.x) / std::f64::consts::TAU * f64::from(RIM_CORNERS)).round() as i32
    }

    /// The whole rim as a ring.
    pub fn rim(&self) -> Vec<DVec2> {
        (0..RIM_CORNERS).map(|ix| self.corner(ix)).collect()
    }

    fn holds(&self, at: DVec2) -> bool {
        at.length_squared() < self.radius_m * self.radius_m
    }

    /// Where the line from a point inside to one outside crosses the rim.
    fn crossing(&self, inside: DVec2, outside: DVec2) -> DVec2 {
        let way = outside - inside;
        let (a, b) = (way.length_squared(), inside.dot(way));
        let c = inside.length_squared() - self.radius_m * self.radius_m;
        let t = (libm::sqrt((b * b - a * c).max(0.0)) - b) / a;
        inside + way * t.clamp(0.0, 1.0)
    }
}

/// A ring on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ring {
    /// Its corners; empty where nothing of it lies in the disc.
    pub points: Vec<DVec2>,
    /// It is to be read inside out: the land is the disc without it.
    pub inverted: bool,
}

/// A ring projected and drawn in to the disc.
pub fn ring(disc: &Disc, corners: &[LonLat]) -> Ring {
    let projected: Vec<DVec2> = pieces(corners, true).map(|p| disc.project(p)).collect();
    let middle_within = holds_point(corners, [disc.lon_deg, disc.lat_deg]);
    if !projected.iter().any(|&p| disc.holds(p)) {
        // Nothing of its edge is near: it covers the whole disc or nothing of it.
        return Ring { points: if middle_within { disc.rim() } else { Vec::new() }, inverted: false };
    }
    let mut points = Vec::new();
    for (ix, &at) in projected.iter().enumerate() {
        step(disc, projected[(ix + projected.len() - 1) % projected.len()], at, &mut points);
    }
    points.dedup();
    let inverted = middle_within != encloses(&points, DVec2::ZERO);
    Ring { points, inverted }
}

/// Adds what the way from one point to the next leaves in the disc or on its rim, without its start.
fn step(disc: &Disc, from: DVec2, to: DVec2, points: &mut Vec<DVec2>) {
    match (disc.holds(from), disc.holds(to)) {
        (true, true) => points.push(to),
        (true, false) => {
            points.push(disc.crossing(from, to));
            points.push(disc.corner(disc.nearest_corner(to)));
        }
        (false, true) => {
            points.push(disc.crossing(to, from));
            points.push(to);
        }
        (false, false) => {
            let (first, last) = (disc.nearest_corner(from), disc.nearest_corner(to));
            let around = (last - first + RIM_CORNERS + RIM_CORNERS / 2).rem_euclid(RIM_CORNERS) - RIM_CORNERS / 2;
            points.extend((1..=around.abs()).map(|n| disc.corner(first + n * around.signum())));
        }
    }
}

/// A line's pieces inside the disc; `closed` joins its end to its beginning. Edges that the atlas has only because the sheet it
/// was drawn on ends (at the 180th meridian, at the pole) are no coast and are left out.
pub fn lines(disc: &Disc, points: &[LonLat], closed: bool, out: &mut Vec<Vec<DVec2>>) {
    let mut current: Vec<DVec2> = Vec::new();
    let n_edges = if closed { points.len() } else { points.len().saturating_sub(1) };
    for ix in 0..n_edges {
        let (a, b) = (points[ix], points[(ix + 1) % points.len()]);
        let (from, to) = (disc.project(a), disc.project(b));
        let ends = if is_sheet_edge(a, b) { (false, false) } else { (disc.holds(from), disc.holds(to)) };
        match ends {
            (false, false) => flush(&mut current, out),
            (true, false) => {
                begin(&mut current, from);
                current.push(disc.crossing(from, to));
                flush(&mut current, out);
            }
            (false, true) => {
                flush(&mut current, out);
                current.extend([disc.crossing(to, from), to]);
            }
            (true, true) => {
                begin(&mut current, from);
                current.push(to);
            }
        }
    }
    flush(&mut current, out);
}

fn begin(current: &mut Vec<DVec2>, at: DVec2) {
    if current.is_empty() {
        current.push(at);
    }
}

fn flush(current: &mut Vec<DVec2>, out: &mut Vec<Vec<DVec2>>) {
    if current.len() > 1 {
        out.push(std::mem::take(current));
    } else {
        current.clear();
    }
}

fn is_sheet_edge(a: LonLat, b: LonLat) -> bool {
    let on_meridian = |p: LonLat| p[0].abs() >= 180.0;
    let on_pole = |p: LonLat| p[1] <= -90.0;
    (on_meridian(a) && on_meridian(b)) || on_pole(a) || on_pole(b)
}

/// Points along a run with long edges divided evenly, each edge without its start.
fn pieces(points: &[LonLat], closed: bool) -> impl Iterator<Item = LonLat> + '_ {
    let first = usize::from(!closed);
    (first..points.len()).flat_map(move |ix| {
        let (a, b) = (points[(ix + points.len() - 1) % points.len()], points[ix]);
        let (east, north) = (shortest(b[0] - a[0]), b[1] - a[1]);
        let n = (east.abs().max(north.abs()) / LONGEST_EDGE_DEG).ceil().max(1.0) as u32;
        (1..=n).map(move |k| {
            let t = f64::from(k) / f64::from(n);
            [a[0] + east * t, a[1] + north * t]
        })
    })
}

/// The shorter way round of a difference of longitudes, degrees: rings go on over the 180th meridian.
fn shortest(degrees: f64) -> f64 {
    degrees - 360.0 * (degrees / 360.0).round()
}

/// Whether a ring encloses a point of the globe: by the edges that lie between it and the south pole, which itself is
/// enclosed by a ring that goes once around it.
pub fn holds_point(ring: &[LonLat], at: LonLat) -> bool {
    let Some(mut before) = ring.last() else { return false };
    let (mut odd, mut around) = (false, 0.0);
    for corner in ring {
        // Each corner's own offset, so that the two edges at it agree on which side of the meridian it lies.
        let (from, to) = (shortest(before[0] - at[0]), shortest(corner[0] - at[0]));
        let step = shortest(to - from);
        around += step;
        if (from > 0.0) != (to > 0.0) && (to - from).abs() < 180.0 {
            odd ^= before[1] - from / step * (corner[1] - before[1]) < at[1];
        }
        before = corner;
    }
    odd != (around.abs() > 180.0)
}

/// Whether a ring encloses a point of the map.
pub fn encloses(ring: &[DVec2], at: DVec2) -> bool {
    let Some(&(mut before)) = ring.last() else { return false };
    let mut odd = false;
    for &corner in ring {
        if (corner.y > at.y) != (before.y > at.y) {
            let east_of = before.x + (at.y - before.y) / (corner.y - before.y) * (corner.x - before.x);
            odd ^= at.x < east_of;
        }
        before = corner;
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of 10 degrees around a place on the equator, cut to a disc around another.
    fn square(lon: f64) -> Vec<LonLat> {
        vec![[lon - 5.0, -5.0], [lon + 5.0, -5.0], [lon + 5.0, 5.0], [lon - 5.0, 5.0]]
    }

    const DISC: Disc = Disc { lat_deg: 0.0, lon_deg: 0.0, radius_m: 3.0e5 };

    #[test]
    fn a_ring_around_the_disc_fills_it_and_a_far_one_leaves_nothing() {
        assert_eq!(ring(&DISC, &square(0.0)).points, DISC.rim());
        assert_eq!(ring(&DISC, &square(60.0)), Ring::default());
        assert_eq!(ring(&DISC, &square(175.0)), Ring::default());
    }

    #[test]
    fn a_ring_that_crosses_the_rim_keeps_its_side() {
        let cut = ring(&DISC, &square(5.0));
        assert!(!cut.inverted);
        assert!(cut.points.iter().all(|p| p.length() < DISC.radius_m + 1.0));
        assert!(encloses(&cut.points, DVec2::new(1.0e5, 0.0)) && !encloses(&cut.points, DVec2::new(-1.0e5, 0.0)));
    }

    #[test]
    fn a_ring_around_the_far_side_is_read_inside_out() {
        let disc = Disc { lat_deg: 0.0, lon_deg: 90.0, radius_m: 8.0e6 };
        // Land over 240 degrees of longitude, the origin outside it: its far side lies inside.
        let west_to_east = [-180.0, -100.0, -20.0, 60.0];
        let mut band: Vec<LonLat> = west_to_east.iter().map(|&lon| [lon, -60.0]).collect();
        band.extend(west_to_east.iter().rev().map(|&lon| [lon, 60.0]));
        let cut = ring(&disc, &band);
        let at = |lon: f64| disc.project([lon, 0.0]);
        let is_land = |lon: f64| encloses(&cut.points, at(lon)) != cut.inverted;
        assert!(is_land(50.0) && is_land(30.0), "30 and 50 degrees east are inside");
        assert!(!is_land(70.0) && !is_land(90.0) && !is_land(150.0), "70 to 150 degrees east are outside");
    }

    #[test]
    fn a_ring_goes_on_over_the_180th_meridian_and_around_the_pole() {
        let fiji: Vec<LonLat> = square(180.0).iter().map(|p| [shortest(p[0]), p[1]]).collect();
        assert!(
            holds_point(&fiji, [179.0, 1.0]) && holds_point(&fiji, [-179.0, 1.0]) && !holds_point(&fiji, [0.0, 1.0])
        );
        let cap: Vec<LonLat> = (0..12).map(|n| [f64::from(n) * 30.0 - 180.0, -70.0]).collect();
        assert!(holds_point(&cap, [17.0, -80.0]) && !holds_point(&cap, [17.0, -60.0]));
    }

    #[test]
    fn lines_end_at_the_rim_and_leave_out_the_sheets_edge() {
        let mut out = Vec::new();
        lines(&DISC, &[[-20.0, 1.0], [0.0, 1.0], [20.0, 1.0]], false, &mut out);
        assert_eq!(out.len(), 1);
        assert!((out[0][0].length() - DISC.radius_m).abs() < 1.0e-3 && out[0].len() == 3);
        out.clear();
        let far = Disc { lon_deg: 180.0, ..DISC };
        lines(&far, &[[180.0, -1.0], [180.0, 1.0]], false, &mut out);
        assert!(out.is_empty());
    }
}
