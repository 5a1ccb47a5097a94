//! Where one looks from: an orbit around a point of the ground, or a map from above; and how it is moved.
//!
//! Frame: metres east, north, up of the theatre's origin, f64. What lies where on the screen is `view`'s affair.

use glam::{DVec2, DVec3};

use super::layout::Layout;

/// How the airspace is projected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Projection {
    /// From above, north up, to scale.
    #[default]
    Map,
    /// Perspective.
    Orbit,
}

/// A camera; two views that share one show the same place.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Camera {
    /// Map or orbit.
    pub projection: Projection,
    /// What it looks at, metres east, north, up.
    pub target_m: DVec3,
    /// Map: height of the view on the ground, metres. Orbit: distance from the target, metres, in the same proportion.
    pub span_m: f64,
    /// Direction from which it looks, degrees clockwise from north; orbit only.
    pub azimuth_deg: f64,
    /// Elevation above the ground, degrees, 5 to 90; orbit only.
    pub elevation_deg: f64,
    /// Heights are drawn this many times as tall; orbit only, and said so in the view's corner.
    #[serde(default = "default_height_scale")]
    pub height_scale: f64,
}

/// Cruise altitudes are a hundredth of a theatre's width: drawn to scale they could not be told from the ground.
fn default_height_scale() -> f64 {
    5.0
}

/// Room around what is framed.
const FRAME: f64 = 1.25;
/// Closest look, metres: closer, a single drone would fill the view.
const LEAST_SPAN_M: f64 = 200.0;
/// Widest look, in extents of the theatre.
const LARGEST_SPAN: f64 = 6.0;
/// How far from the origin one may look, in extents.
const FARTHEST_TARGET: f64 = 2.0;
/// Lowest elevation, degrees: the horizon is above the view's edge there, and the ground still has a middle.
const LEAST_ELEVATION_DEG: f64 = 5.0;

impl Camera {
    /// Sees everything within `extent_m` of the origin.
    pub fn over(extent_m: f64) -> Self {
        Self {
            projection: Projection::Map,
            target_m: DVec3::ZERO,
            span_m: 2.2 * extent_m,
            azimuth_deg: 180.0,
            elevation_deg: 35.0,
            height_scale: default_height_scale(),
        }
    }

    /// Sees every place of a layout from above: a theatre's extent is often far more than what happens in it.
    pub fn framing(layout: &Layout) -> Self {
        let places = (layout.assets.iter().chain(&layout.launch_areas).map(|p| (p.at_m, p.radius_m)))
            .chain(layout.sites.iter().map(|p| (p.at_m, 0.0)))
            .chain(layout.sensors.iter().map(|p| (p.at_m, 0.0)))
            .chain(layout.routes.iter().flat_map(|r| &r.points_m).map(|&at| (at, 0.0)));
        let (mut min, mut max) = (DVec2::INFINITY, DVec2::NEG_INFINITY);
        for (at, radius) in places {
            (min, max) = (min.min(at - radius), max.max(at + radius));
        }
        let mut camera = Self::over(layout.extent_m);
        if min.is_finite() && max.is_finite() {
            let size = max - min;
            // Views are wider than they are high, by this much at least.
            camera.span_m = FRAME * size.y.max(size.x / 1.4);
            camera.target_m = ((min + max) / 2.0).extend(0.0);
        }
        camera.clamp(layout.extent_m);
        camera
    }

    /// Multiplies the distance by `factor` (below 1: closer), keeping the point `at_m` of the ground where it is on the
    /// screen: all of the picture shrinks towards that point.
    pub fn zoom(&mut self, factor: f64, at_m: DVec2, extent_m: f64) {
        let before = self.span_m;
        self.span_m = (self.span_m * factor).clamp(LEAST_SPAN_M, LARGEST_SPAN * extent_m);
        let kept = self.span_m / before;
        let moved = at_m + (self.target_m.truncate() - at_m) * kept;
        self.target_m = moved.extend(self.target_m.z * kept);
        self.clamp(extent_m);
    }

    /// Moves what is looked at over the ground, metres east and north.
    pub fn pan(&mut self, by_m: DVec2, extent_m: f64) {
        self.target_m += by_m.extend(0.0);
        self.clamp(extent_m);
    }

    /// Turns the orbit, degrees: clockwise seen from above, and up.
    pub fn orbit(&mut self, clockwise_deg: f64, up_deg: f64) {
        self.azimuth_deg = (self.azimuth_deg + clockwise_deg).rem_euclid(360.0);
        self.elevation_deg = (self.elevation_deg + up_deg).clamp(LEAST_ELEVATION_DEG, 90.0);
    }

    /// Keeps everything within its range; whatever was stored or computed, a view can be made of it.
    pub fn clamp(&mut self, extent_m: f64) {
        let finite = |x: f64, otherwise: f64| if x.is_finite() { x } else { otherwise };
        let largest = LARGEST_SPAN * extent_m.max(LEAST_SPAN_M);
        self.span_m = finite(self.span_m, 2.2 * extent_m).clamp(LEAST_SPAN_M, largest);
        self.azimuth_deg = finite(self.azimuth_deg, 180.0).rem_euclid(360.0);
        self.elevation_deg = finite(self.elevation_deg, 35.0).clamp(LEAST_ELEVATION_DEG, 90.0);
        self.height_scale = finite(self.height_scale, default_height_scale()).clamp(1.0, 50.0);
        let ground = self.target_m.truncate();
        let ground = if ground.is_finite() { ground.clamp_length_max(FARTHEST_TARGET * extent_m) } else { DVec2::ZERO };
        self.target_m = ground.extend(finite(self.target_m.z, 0.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_of_nonsense_becomes_one_that_sees() {
        let mut camera = Camera {
            span_m: f64::NAN,
            target_m: DVec3::new(f64::INFINITY, 0.0, f64::NAN),
            azimuth_deg: -90.0,
            elevation_deg: 900.0,
            height_scale: 0.0,
            ..Camera::over(1.0e5)
        };
        camera.clamp(1.0e5);
        assert_eq!((camera.span_m, camera.target_m), (2.2 * 1.0e5, DVec3::ZERO));
        assert_eq!((camera.azimuth_deg, camera.elevation_deg, camera.height_scale), (270.0, 90.0, 1.0));
    }

    #[test]
    fn a_frame_holds_every_place_and_little_more() {
        let loaded = crate::scenario::load("mass-raid", None).unwrap();
        let layout = Layout::of(&loaded.scenario);
        let camera = Camera::framing(&layout);
        let half = camera.span_m / 2.0;
        for area in &layout.launch_areas {
            let off = (area.at_m - camera.target_m.truncate()).abs();
            assert!(off.y < half && off.x < 1.4 * half, "{}", area.name);
        }
        assert!(camera.span_m < 250.0e3, "{}", camera.span_m);
        assert_eq!(Camera::framing(&Layout { extent_m: 5.0e4, ..Layout::default() }), Camera::over(5.0e4));
    }

    #[test]
    fn zoom_stops_at_its_ends_and_pan_within_the_theatre() {
        let mut camera = Camera::over(1.0e5);
        camera.zoom(1.0e-9, DVec2::new(3.0e4, 0.0), 1.0e5);
        assert_eq!(camera.span_m, LEAST_SPAN_M);
        camera.zoom(1.0e9, DVec2::ZERO, 1.0e5);
        assert_eq!(camera.span_m, 6.0e5);
        camera.pan(DVec2::new(1.0e9, 0.0), 1.0e5);
        assert_eq!(camera.target_m, DVec3::new(2.0e5, 0.0, 0.0));
    }
}
