//! Positions: read in either of the two ways a file may give them, moved in the way the file has chosen.

use glam::DVec2;

use super::address::Address;
use super::splice::Splice;
use super::value::{Doc, NoPlace, number};
use crate::scenario::projection::{east_north_m, lat_lon_deg};
use crate::scenario::tree::Node;

/// Metres in a degree of latitude, for digits only.
const METRES_PER_DEGREE: f64 = 111_195.0;

impl Doc<'_> {
    /// The map's origin, degrees north and east; the corner of the graticule while the file names none.
    pub fn origin(self) -> (f64, f64) {
        let theatre = self.root.get("theatre");
        let number = |key: &str| theatre.and_then(|theatre| theatre.get(key)?.number());
        (number("origin_lat_deg").unwrap_or(0.0), number("origin_lon_deg").unwrap_or(0.0))
    }

    /// Metres east and north of the origin, where a whole position is written.
    pub fn east_north(self, position: &Node) -> Option<DVec2> {
        let number = |key: &str| position.get(key).and_then(Node::number);
        let (lat0, lon0) = self.origin();
        let degrees = number("lat_deg").zip(number("lon_deg"));
        let metres = number("east_m").zip(number("north_m"));
        let place = metres.or_else(|| degrees.map(|(lat, lon)| east_north_m(lat0, lon0, lat, lon)));
        place.filter(|(east, north)| east.is_finite() && north.is_finite()).map(DVec2::from)
    }

    /// Whether a position is written in degrees. Where none is written its neighbours decide.
    pub fn is_in_degrees(self, position: &Address) -> bool {
        match position.find(self.root) {
            Some(node) if node.get("lat_deg").is_some() || node.get("lon_deg").is_some() => true,
            Some(node) if node.get("east_m").is_some() || node.get("north_m").is_some() => false,
            _ => self.text.matches("lat_deg").count() > 1 + self.text.matches("east_m").count(),
        }
    }

    /// Puts a position at a place, with as many digits as `step_m` is worth.
    pub fn move_to(self, position: &Address, to_m: DVec2, step_m: f64) -> Result<Vec<Splice>, NoPlace> {
        let in_degrees = self.is_in_degrees(position);
        let values = self.written(to_m, step_m, in_degrees);
        if position.find(self.root).is_none() {
            return self.set(position, &inline(&values));
        }
        let mut splices = Vec::new();
        for (key, value) in values {
            let address = position.key(key);
            let old = address.find(self.root).map(|node| &self.text[node.span.clone()]);
            splices.extend(self.set(&address, &number(value, old, false))?);
        }
        Ok(splices)
    }

    /// A place as a new position would be written.
    pub fn position_text(self, to_m: DVec2, step_m: f64, in_degrees: bool) -> String {
        inline(&self.written(to_m, step_m, in_degrees))
    }

    fn written(self, to_m: DVec2, step_m: f64, in_degrees: bool) -> [(&'static str, f64); 2] {
        if in_degrees {
            let (lat0, lon0) = self.origin();
            let (lat, lon) = lat_lon_deg(lat0, lon0, to_m.x, to_m.y);
            let step = decade(step_m / METRES_PER_DEGREE);
            [("lat_deg", rounded(lat, step)), ("lon_deg", rounded(lon, step))]
        } else {
            let step = decade(step_m);
            [("east_m", rounded(to_m.x, step)), ("north_m", rounded(to_m.y, step))]
        }
    }
}

fn inline(values: &[(&str, f64); 2]) -> String {
    let [(key0, value0), (key1, value1)] = values;
    format!("{{ {key0} = {}, {key1} = {} }}", number(*value0, None, false), number(*value1, None, false))
}

/// The power of ten at or below, as its exponent.
fn decade(step: f64) -> i32 {
    libm::floor(libm::log10(step.max(1.0e-9)) + 1.0e-9) as i32
}

/// Rounded to a power of ten, without digits that binary fractions would leave.
fn rounded(value: f64, exponent: i32) -> f64 {
    if exponent >= 0 {
        let step = libm::pow(10.0, f64::from(exponent));
        libm::round(value / step) * step
    } else {
        let digits = exponent.unsigned_abs() as usize;
        format!("{value:.digits$}").parse().unwrap_or(value)
    }
}
