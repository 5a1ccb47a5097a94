//! What stands on the ground: places by name, independent of whether a raid can be run. Made from a scenario, or by the editor
//! from a file that still has mistakes.

use glam::DVec2;

use crate::model::compile::Map;
use crate::scenario::schema::{Position, Scenario};

/// A place with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name, as in the scenario.
    pub name: String,
    /// Metres east and north of the origin.
    pub at_m: DVec2,
    /// Radius where it has one, metres: of an asset, a launch area.
    pub radius_m: f64,
}

/// What a sensor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SensorKind {
    /// Sees to its horizon, above its masking angle.
    Radar,
    /// Microphones over an area.
    Acoustic,
    /// Sees everything within a circle.
    Ideal,
}

/// A sensor as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct SensorPlace {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SensorKind,
    /// Radar and ideal sensor: where it stands; acoustic area: its middle.
    pub at_m: DVec2,
    /// Coverage for a low and for a high target: instrumented range, or the circle's radius, metres.
    pub range_m: f64,
    /// Corners of an acoustic area given by a polygon, metres.
    pub polygon_m: Vec<DVec2>,
    /// Height of the antenna, metres; 0 where there is none.
    pub mast_height_m: f64,
    /// Acoustic area: slant range at which one microphone hears a Shahed-136, metres; 0 elsewhere.
    pub hearing_range_m: f64,
    /// Elevation below which terrain hides, degrees; -5 where nothing does.
    pub masking_angle_deg: f64,
}

/// A launch site as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct SitePlace {
    /// Its name.
    pub name: String,
    /// Where it stands, metres.
    pub at_m: DVec2,
    /// Middle of its sector, degrees clockwise from north.
    pub sector_centre_deg: f64,
    /// Width of its sector, degrees.
    pub sector_width_deg: f64,
    /// Guidance channels.
    pub channels: u32,
    /// Rounds in all its magazines.
    pub rounds: u32,
}

/// A route over its waypoints.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutePlace {
    /// Its name.
    pub name: String,
    /// Waypoints, metres.
    pub points_m: Vec<DVec2>,
}

/// Everything that stands on the ground, in the scenario's order: indices are those of `Entity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Latitude of the origin, degrees.
    pub origin_lat_deg: f64,
    /// Longitude of the origin, degrees.
    pub origin_lon_deg: f64,
    /// Everything lies within this distance of the origin, metres.
    pub extent_m: f64,
    /// Defended assets.
    pub assets: Vec<Place>,
    /// Launch sites.
    pub sites: Vec<SitePlace>,
    /// Radars, acoustic areas, ideal sensors, in this order.
    pub sensors: Vec<SensorPlace>,
    /// Launch areas of the raid.
    pub launch_areas: Vec<Place>,
    /// Routes of the raid.
    pub routes: Vec<RoutePlace>,
}

impl Layout {
    /// The middle of what is defended, metres east and north; the origin where nothing is.
    pub fn middle_m(&self) -> DVec2 {
        let sum: DVec2 = self.assets.iter().map(|asset| asset.at_m).sum();
        sum / self.assets.len().max(1) as f64
    }

    /// The places of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let map = Map::new(scenario);
        let at = |position: &Position| map.east_north_m(position);
        let place = |name: &str, position: &Position, radius_m: f64| Place {
            name: name.to_owned(),
            at_m: at(position),
            radius_m,
        };
        let mut sensors: Vec<SensorPlace> = Vec::new();
        for radar in &scenario.radars {
            sensors.push(SensorPlace {
                mast_height_m: radar.mast_height_m,
                masking_angle_deg: radar.masking_angle_deg,
                ..sensor(&radar.name, SensorKind::Radar, at(&radar.position), radar.max_range_m)
            });
        }
        for area in &scenario.acoustic_areas {
            let polygon_m: Vec<DVec2> = area.polygon.iter().map(at).collect();
            let middle = if polygon_m.is_empty() {
                area.centre.as_ref().map_or(DVec2::ZERO, at)
            } else {
                polygon_m.iter().sum::<DVec2>() / polygon_m.len() as f64
            };
            sensors.push(SensorPlace {
                polygon_m,
                hearing_range_m: area.hearing_range_m,
                ..sensor(&area.name, SensorKind::Acoustic, middle, area.radius_m.unwrap_or(0.0))
            });
        }
        for ideal in &scenario.ideal_sensors {
            sensors.push(sensor(&ideal.name, SensorKind::Ideal, at(&ideal.position), ideal.max_range_m));
        }
        Self {
            origin_lat_deg: scenario.theatre.origin_lat_deg,
            origin_lon_deg: scenario.theatre.origin_lon_deg,
            extent_m: scenario.theatre.extent_m,
            assets: scenario.assets.iter().map(|a| place(&a.name, &a.position, a.radius_m)).collect(),
            sites: scenario
                .sites
                .iter()
                .map(|site| SitePlace {
                    name: site.name.clone(),
                    at_m: at(&site.position),
                    sector_centre_deg: site.sector_centre_deg,
                    sector_width_deg: site.sector_width_deg,
                    channels: site.channels,
                    rounds: site.magazines.iter().map(|m| m.rounds).sum(),
                })
                .collect(),
            sensors,
            launch_areas: scenario.raid.launch_areas.iter().map(|a| place(&a.name, &a.position, a.radius_m)).collect(),
            routes: scenario
                .raid
                .routes
                .iter()
                .map(|route| RoutePlace {
                    name: route.name.clone(),
                    points_m: route.waypoints.iter().map(at).collect(),
                })
                .collect(),
        }
    }
}

fn sensor(name: &str, kind: SensorKind, at_m: DVec2, range_m: f64) -> SensorPlace {
    SensorPlace {
        name: name.to_owned(),
        kind,
        at_m,
        range_m,
        polygon_m: Vec::new(),
        mast_height_m: 0.0,
        hearing_range_m: 0.0,
        masking_angle_deg: -5.0,
    }
}
