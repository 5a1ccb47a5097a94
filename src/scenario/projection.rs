//! The map: azimuthal-equidistant around the theatre's origin, on a sphere.
//!
//! Distance and bearing from the origin are true; a length across the bearing at distance `d` is stretched by
//! `(d / R) / sin(d / R)`: 0.10 % at 500 km, 0.41 % at 1,000 km, 1.66 % at 2,000 km. The sphere itself is up to 0.6 % off the
//! ellipsoid in the length of a degree. Both are far below what is known about any position in a scenario.
//! Only `libm` is used: the platform's functions differ by platform, and positions are part of a replicate's identity.

/// Mean radius of the earth, metres (IUGG).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

const RAD_PER_DEG: f64 = std::f64::consts::PI / 180.0;

/// Metres east and north of the origin of a point; all angles in degrees.
///
/// With `c` the angle at the earth's centre between origin and point, the point lies `R c` away in the direction of
/// its initial bearing.
pub fn east_north_m(origin_lat_deg: f64, origin_lon_deg: f64, lat_deg: f64, lon_deg: f64) -> (f64, f64) {
    let (sin_origin, cos_origin) = libm::sincos(origin_lat_deg * RAD_PER_DEG);
    let (sin_lat, cos_lat) = libm::sincos(lat_deg * RAD_PER_DEG);
    let (sin_lon, cos_lon) = libm::sincos((lon_deg - origin_lon_deg) * RAD_PER_DEG);
    // Unit vector to the point in the origin's frame: east, north, up.
    let east = cos_lat * sin_lon;
    let north = cos_origin * sin_lat - sin_origin * cos_lat * cos_lon;
    let up = sin_origin * sin_lat + cos_origin * cos_lat * cos_lon;
    let across = libm::hypot(east, north);
    // atan2 keeps its accuracy where acos(up) loses half its digits, near the origin.
    let metres_per_unit = if across > 0.0 { EARTH_RADIUS_M * libm::atan2(across, up) / across } else { EARTH_RADIUS_M };
    (east * metres_per_unit, north * metres_per_unit)
}

/// Latitude and longitude, degrees, of a point given by metres east and north of the origin: the inverse of
/// [`east_north_m`]. Longitudes come back within -180 to 180.
pub fn lat_lon_deg(origin_lat_deg: f64, origin_lon_deg: f64, east_m: f64, north_m: f64) -> (f64, f64) {
    let distance_m = libm::hypot(east_m, north_m);
    if distance_m <= 0.0 {
        return (origin_lat_deg, origin_lon_deg);
    }
    let (sin_origin, cos_origin) = libm::sincos(origin_lat_deg * RAD_PER_DEG);
    let (across, up) = libm::sincos(distance_m / EARTH_RADIUS_M);
    let (east, north) = (across * (east_m / distance_m), across * (north_m / distance_m));
    // From the origin's frame to one whose third axis is the earth's.
    let axis = sin_origin * up + cos_origin * north;
    let outward = cos_origin * up - sin_origin * north;
    let lat_deg = libm::atan2(axis, libm::hypot(outward, east)) / RAD_PER_DEG;
    let lon_deg = origin_lon_deg + libm::atan2(east, outward) / RAD_PER_DEG;
    let wrapped = if lon_deg > 180.0 {
        lon_deg - 360.0
    } else if lon_deg < -180.0 {
        lon_deg + 360.0
    } else {
        lon_deg
    };
    (lat_deg, wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_within_a_micrometre_over_the_largest_theatre() {
        for origin in [(49.0, 32.0), (-89.0, 179.0), (0.0, -180.0), (89.0, 10.0)] {
            for step in 0..200 {
                let (sin, cos) = libm::sincos(f64::from(step) * 0.7);
                let distance = 10_000.0 * f64::from(step) + 0.001;
                let (east, north) = (distance * sin, distance * cos);
                let (lat, lon) = lat_lon_deg(origin.0, origin.1, east, north);
                let back = east_north_m(origin.0, origin.1, lat, lon);
                let off = libm::hypot(back.0 - east, back.1 - north);
                // Near a pole a degree of longitude is short, and its rounding is in metres what it is in degrees.
                assert!(off < 1.0e-6, "{origin:?}, step {step}: {off} m off");
            }
        }
    }

    #[test]
    fn a_degree_along_the_meridian_is_a_degree_of_the_sphere() {
        let (east, north) = east_north_m(49.0, 32.0, 50.0, 32.0);
        assert!(east.abs() < 1.0e-9 && (north - EARTH_RADIUS_M * RAD_PER_DEG).abs() < 1.0e-6);
        assert_eq!(east_north_m(49.0, 32.0, 49.0, 32.0), (0.0, 0.0));
    }

    #[test]
    fn distance_from_the_origin_is_the_great_circle() {
        // Kyiv to Lviv, haversine on the same sphere.
        let (lat0, lon0, lat1, lon1) = (50.45, 30.52, 49.84, 24.03);
        let (east, north) = east_north_m(lat0, lon0, lat1, lon1);
        let half = |degrees: f64| libm::sin(degrees * RAD_PER_DEG / 2.0);
        let h = half(lat1 - lat0) * half(lat1 - lat0)
            + libm::cos(lat0 * RAD_PER_DEG) * libm::cos(lat1 * RAD_PER_DEG) * half(lon1 - lon0) * half(lon1 - lon0);
        let haversine = 2.0 * EARTH_RADIUS_M * libm::asin(libm::sqrt(h));
        assert!((libm::hypot(east, north) - haversine).abs() < 1.0e-6);
    }

    #[test]
    fn stated_distortion_across_the_bearing() {
        for (distance_m, percent) in [(500.0e3, 0.10), (1_000.0e3, 0.41), (2_000.0e3, 1.66)] {
            let angle: f64 = distance_m / EARTH_RADIUS_M;
            let stretch = 100.0 * (angle / libm::sin(angle) - 1.0);
            assert!((stretch - percent).abs() < 0.01, "{distance_m} m: {stretch} %");
        }
    }
}
