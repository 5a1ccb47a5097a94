//! Coastline and borders from Natural Earth (public domain), shipped small, projected to the theatre's map.

/// Lines and land around an origin, metres east and north.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basemap {}

impl Basemap {
    /// What lies within `extent_m` of the origin, cut there.
    pub fn around(_origin_lat_deg: f64, _origin_lon_deg: f64, _extent_m: f64) -> Self {
        Self {}
    }
}
