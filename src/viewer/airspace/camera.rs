//! Where one looks from: an orbit around a point of the ground, or a map from above.

use glam::DVec3;

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
    #[serde(default = "default_exaggeration")]
    pub height_scale: f64,
}

/// Cruise altitudes are a hundredth of a theatre's width: drawn to scale they could not be told from the ground.
fn default_exaggeration() -> f64 {
    5.0
}

impl Camera {
    /// Sees everything within `extent_m` of the origin.
    pub fn over(extent_m: f64) -> Self {
        Self {
            projection: Projection::Map,
            target_m: DVec3::ZERO,
            span_m: 2.2 * extent_m,
            azimuth_deg: 180.0,
            elevation_deg: 35.0,
            height_scale: default_exaggeration(),
        }
    }
}
