//! Coastline and borders from Natural Earth (public domain), shipped small, projected to the theatre's map.
//!
//! `atlas` reads the shipped file, `cut` projects and cuts it to a disc around the theatre; here land is divided into
//! triangles and the result is kept for the next time the same theatre is opened.

mod atlas;
mod cut;

use std::sync::{Arc, Mutex};

use earcut::Earcut;
use glam::DVec2;

use cut::Disc;

/// Triangles on the ground.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// Corners, metres east and north.
    pub vertices: Vec<[f32; 2]>,
    /// Three per triangle.
    pub indices: Vec<u32>,
}

/// A run of points and the box around it, so that what is out of sight is passed over at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Points, metres east and north.
    pub points: Vec<DVec2>,
    /// South-west corner of the box.
    pub min: DVec2,
    /// North-east corner of the box.
    pub max: DVec2,
}

/// Points in a run at most.
const RUN_POINTS: usize = 64;

/// Lines and land around an origin, metres east and north. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basemap {
    /// Land.
    pub land: Arc<Mesh>,
    /// Coastline.
    pub coast: Arc<Vec<Run>>,
    /// Borders between countries.
    pub borders: Arc<Vec<Run>>,
    /// Where the map ends, metres from the origin.
    pub radius_m: f64,
}

/// How much farther than the theatre the map reaches, so that a wide window is filled.
const MARGIN: f64 = 3.0;
/// Least distance to which the map reaches, metres.
const LEAST_RADIUS_M: f64 = 250.0e3;
/// Largest: a quarter of the earth's circumference is 10,000 km, and beyond it the map is of no use.
const LARGEST_RADIUS_M: f64 = 9.0e6;
/// Theatres kept for the next time.
const KEPT: usize = 16;

/// A theatre: origin and radius by their bits.
type Key = [u64; 3];

impl Basemap {
    /// What lies around a theatre that reaches `extent_m` from its origin, with a margin.
    pub fn around(origin_lat_deg: f64, origin_lon_deg: f64, extent_m: f64) -> Self {
        static KEEP: Mutex<Vec<(Key, Basemap)>> = Mutex::new(Vec::new());
        let radius_m = (extent_m * MARGIN).clamp(LEAST_RADIUS_M, LARGEST_RADIUS_M);
        let key = [origin_lat_deg, origin_lon_deg, radius_m].map(f64::to_bits);
        let mut keep = KEEP.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, known)) = keep.iter().find(|(of, _)| *of == key) {
            return known.clone();
        }
        let made = Self::make(&Disc { lat_deg: origin_lat_deg, lon_deg: origin_lon_deg, radius_m });
        if keep.len() == KEPT {
            keep.remove(0);
        }
        keep.push((key, made.clone()));
        made
    }

    fn make(disc: &Disc) -> Self {
        let world = atlas::world();
        let mut land = Mesh::default();
        let (mut coast, mut borders) = (Vec::new(), Vec::new());
        for polygon in &world.land {
            fill(disc, polygon, &mut land);
            polygon.iter().for_each(|ring| cut::lines(disc, ring, true, &mut coast));
        }
        world.borders.iter().for_each(|line| cut::lines(disc, line, false, &mut borders));
        Self {
            land: Arc::new(land),
            coast: Arc::new(runs(&coast)),
            borders: Arc::new(runs(&borders)),
            radius_m: disc.radius_m,
        }
    }
}

/// Adds the triangles of one polygon of land.
fn fill(disc: &Disc, polygon: &[Vec<atlas::LonLat>], land: &mut Mesh) {
    let mut rings = polygon.iter().map(|ring| cut::ring(disc, ring));
    let Some(outer) = rings.next().filter(|ring| ring.points.len() > 2) else { return };
    let mut points: Vec<[f64; 2]> = Vec::new();
    let mut holes: Vec<u32> = Vec::new();
    if outer.inverted {
        points.extend(disc.rim().iter().map(DVec2::to_array));
        holes.push(points.len() as u32);
    }
    points.extend(outer.points.iter().map(DVec2::to_array));
    // A lake is smaller than the disc is far from its far side, so it never comes out inside out.
    for hole in rings.filter(|ring| ring.points.len() > 2) {
        holes.push(points.len() as u32);
        points.extend(hole.points.iter().map(DVec2::to_array));
    }
    let mut triangles: Vec<u32> = Vec::new();
    Earcut::new().earcut(points.iter().copied(), &holes, &mut triangles);
    let first = land.vertices.len() as u32;
    land.vertices.extend(points.iter().map(|p| [p[0] as f32, p[1] as f32]));
    land.indices.extend(triangles.iter().map(|ix| ix + first));
}

/// Long lines in pieces, each with its box; a piece begins where the one before ends.
fn runs(lines: &[Vec<DVec2>]) -> Vec<Run> {
    let mut out = Vec::new();
    for line in lines {
        let mut first = 0;
        while first + 1 < line.len() {
            let last = (first + RUN_POINTS).min(line.len());
            let points = line[first..last].to_vec();
            let min = points.iter().copied().fold(DVec2::INFINITY, DVec2::min);
            let max = points.iter().copied().fold(DVec2::NEG_INFINITY, DVec2::max);
            out.push(Run { points, min, max });
            first = last - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::projection::{east_north_m, lat_lon_deg};

    /// Whether a place lies in a triangle of the land.
    fn is_land(map: &Basemap, at: DVec2) -> bool {
        let corner = |ix: u32| {
            let [x, y] = map.land.vertices[ix as usize];
            DVec2::new(f64::from(x), f64::from(y))
        };
        map.land.indices.chunks_exact(3).any(|t| cut::encloses(&[corner(t[0]), corner(t[1]), corner(t[2])], at))
    }

    fn place(origin: (f64, f64), lat: f64, lon: f64) -> DVec2 {
        east_north_m(origin.0, origin.1, lat, lon).into()
    }

    #[test]
    fn towns_are_on_land_and_seas_are_not_from_any_origin() {
        let land = [(50.45, 30.52), (49.84, 24.03), (45.3, 34.4), (55.75, 37.62), (48.86, 2.35)];
        let sea = [(43.5, 32.0), (46.0, 36.8), (42.0, 51.0), (56.0, 3.0), (35.0, 18.0)];
        for origin in [(49.0, 32.0), (46.5, 30.7), (60.0, 10.0)] {
            let map = Basemap::around(origin.0, origin.1, 2.0e6);
            for (lat, lon) in land {
                assert!(is_land(&map, place(origin, lat, lon)), "{lat}, {lon} from {origin:?}");
            }
            for (lat, lon) in sea {
                assert!(!is_land(&map, place(origin, lat, lon)), "{lat}, {lon} from {origin:?}");
            }
        }
    }

    #[test]
    fn poles_and_the_180th_meridian_are_like_any_other_place() {
        let south = (-89.0, 179.0);
        let map = Basemap::around(south.0, south.1, 2.0e6);
        for (lat, lon, expected) in [
            (-90.0, 0.0, true),
            (-87.0, 179.9, true),
            (-87.0, -179.9, true),
            (-80.0, 90.0, true),
            (-60.0, -120.0, false),
        ] {
            assert_eq!(is_land(&map, place(south, lat, lon) + DVec2::splat(10.0)), expected, "{lat}, {lon}");
        }
        let dateline = (0.0, -180.0);
        let map = Basemap::around(dateline.0, dateline.1, 2.0e6);
        assert!(is_land(&map, place(dateline, -17.8, 178.0)), "Fiji");
        assert!(is_land(&map, place(dateline, -42.0, 172.5)), "New Zealand");
        assert!(!is_land(&map, DVec2::splat(10.0)), "the middle of the Pacific");
        let north = (89.0, 10.0);
        let map = Basemap::around(north.0, north.1, 2.0e6);
        assert!(is_land(&map, place(north, 76.0, -42.0)), "Greenland");
        assert!(is_land(&map, place(north, 68.0, 180.0)), "Chukotka, across the meridian");
        assert!(!is_land(&map, place(north, 90.0, 0.0)), "the pole itself");
    }

    #[test]
    fn triangles_and_globe_agree_on_what_is_land() {
        // An independent answer: back to degrees, and crossed edges counted on the globe. The last origin's far side is in Asia.
        for (lat, lon) in [(49.0, 32.0), (-89.0, 179.0), (0.0, -180.0), (89.0, 10.0), (-35.0, -70.0)] {
            let map = Basemap::around(lat, lon, 3.0e6);
            let (mut same, mut n) = (0, 0);
            for step in 0..1500 {
                // A spiral of even density, away from the rim, whose corners are cut.
                let (sin, cos) = libm::sincos(f64::from(step) * 2.399_963);
                let at = DVec2::new(sin, cos) * (0.99 * map.radius_m * libm::sqrt((f64::from(step) + 0.5) / 1500.0));
                let (lat_deg, lon_deg) = lat_lon_deg(lat, lon, at.x, at.y);
                let within = |ring: &Vec<atlas::LonLat>| cut::holds_point(ring, [lon_deg, lat_deg]);
                let on_globe =
                    atlas::world().land.iter().any(|p| p.iter().filter(|ring| within(ring)).count() % 2 == 1);
                same += u32::from(on_globe == is_land(&map, at));
                n += 1;
            }
            assert!(same * 1000 >= n * 997, "{same} of {n} places agree around {lat}, {lon}");
        }
    }

    #[test]
    fn the_same_theatre_is_made_once() {
        let (a, b) = (Basemap::around(1.0, 2.0, 3.0e5), Basemap::around(1.0, 2.0, 3.0e5));
        assert!(Arc::ptr_eq(&a.land, &b.land));
        assert!(!Arc::ptr_eq(&a.land, &Basemap::around(1.0, 2.0, 3.1e5).land));
    }
}
