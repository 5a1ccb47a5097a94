//! GeoJSON (RFC 7946): places and ways of the scenario, and where threats were killed, got lost and leaked.
//!
//! Longitude before latitude, in degrees of WGS 84 as everywhere; a third coordinate is metres above sea level. Outer rings run
//! counter-clockwise. Longitudes lie within -180 to 180; a shape that crosses the antimeridian is not cut.

use glam::DVec2;
use serde_json::{Value, json};

use super::pass::{Epoch, Stage, Writer};
use super::place::{DEG_DECIMALS, Place, place_at, place_between};
use crate::model::CaseModel;
use crate::model::codes;
use crate::model::compile::Map;
use crate::model::events::Event;
use crate::model::names::Named;
use crate::model::outcome::CAUSE_NAMES;
use crate::scenario::schema::{AcousticArea, Position, Wave};

/// The features so far.
pub(super) struct GeoJson {
    features: Vec<Value>,
}

impl GeoJson {
    pub fn new(case: &CaseModel) -> Self {
        let mut all = Self { features: Vec::new() };
        all.defence(case);
        all.sensors(case);
        all.attack(case);
        all
    }

    /// The file: one feature a line.
    pub fn finish(self) -> String {
        let lines: Vec<String> = self.features.iter().map(Value::to_string).collect();
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
    }

    #[expect(clippy::needless_pass_by_value, reason = "json! makes values that are used once")]
    fn add(&mut self, geometry: Value, properties: Value) {
        self.features.push(json!({ "type": "Feature", "geometry": geometry, "properties": properties }));
    }

    fn defence(&mut self, case: &CaseModel) {
        for asset in &case.scenario.assets {
            let properties = json!({
                "kind": "asset", "name": asset.name, "radius_m": asset.radius_m, "value": asset.value,
                "hits_to_destroy": asset.hits_to_destroy,
            });
            self.add(point(case, &asset.position), properties);
        }
        for site in &case.scenario.sites {
            let magazine =
                |m: &crate::scenario::schema::Magazine| json!({ "type": m.interceptor_type, "rounds": m.rounds });
            let properties = json!({
                "kind": "site", "name": site.name, "altitude_m": site.altitude_m, "channels": site.channels,
                "rails": site.rails, "sector_centre_deg": site.sector_centre_deg,
                "sector_width_deg": site.sector_width_deg,
                "magazines": site.magazines.iter().map(magazine).collect::<Vec<_>>(),
            });
            self.add(point(case, &site.position), properties);
        }
    }

    fn sensors(&mut self, case: &CaseModel) {
        for radar in &case.scenario.radars {
            let properties = json!({
                "kind": "radar", "name": radar.name, "max_range_m": radar.max_range_m,
                "mast_height_m": radar.mast_height_m, "masking_angle_deg": radar.masking_angle_deg,
            });
            self.add(point(case, &radar.position), properties);
        }
        for area in &case.scenario.acoustic_areas {
            let properties = json!({
                "kind": "acoustic_area", "name": area.name, "radius_m": area.radius_m,
                "density_per_km2": area.density_per_km2,
            });
            self.add(area_shape(case, area), properties);
        }
        for sensor in &case.scenario.ideal_sensors {
            let properties = json!({ "kind": "ideal_sensor", "name": sensor.name, "max_range_m": sensor.max_range_m });
            self.add(point(case, &sensor.position), properties);
        }
    }

    fn attack(&mut self, case: &CaseModel) {
        for area in &case.scenario.raid.launch_areas {
            let properties = json!({ "kind": "launch_area", "name": area.name, "radius_m": area.radius_m });
            self.add(point(case, &area.position), properties);
        }
        for wave in &case.scenario.raid.waves {
            self.ways(case, wave);
        }
    }

    /// The planned ways of a wave: from its launch area over each of its routes to each of its targets.
    fn ways(&mut self, case: &CaseModel, wave: &Wave) {
        let raid = &case.scenario.raid;
        let Some(area) = raid.launch_areas.iter().find(|area| area.name == wave.launch_area) else { return };
        let routes: Vec<_> = raid.routes.iter().filter(|route| wave.routes.contains(&route.name)).map(Some).collect();
        let routes = if routes.is_empty() { vec![None] } else { routes };
        for route in routes {
            for aim in wave.targets.iter().filter(|aim| aim.weight > 0.0) {
                let Some(asset) = case.scenario.assets.iter().find(|asset| asset.name == aim.asset) else { continue };
                let over = route.map_or(&[][..], |route| &route.waypoints);
                let way = std::iter::once(&area.position).chain(over).chain([&asset.position]);
                let line: Vec<Value> = way.map(|position| coordinates(&on_map(case, position), false)).collect();
                let properties = json!({
                    "kind": "route", "wave": wave.name, "launch_area": area.name, "asset": asset.name,
                    "route": route.map(|route| &route.name),
                });
                self.add(json!({ "type": "LineString", "coordinates": line }), properties);
            }
        }
    }

    /// The end of a threat.
    fn ending(&mut self, epoch: &Epoch<'_>, event: &Event, threat: usize, kind: &str, more: &[(&str, Value)]) {
        let Epoch { before, now, .. } = epoch;
        let place = place_between(epoch, (&before.threats[threat]).into(), (&now.threats[threat]).into(), event.tick);
        let Named { name, kind: kind_name } = epoch.stage.names.threat(threat as u32);
        let mut properties = json!({
            "kind": kind, "time_s": epoch.stage.case.seconds(event.tick), "threat": name, "type": kind_name,
            "decoy": epoch.stage.statics.plans[threat].decoy == 1,
        });
        for (key, value) in more {
            properties[*key] = value.clone();
        }
        self.add(json!({ "type": "Point", "coordinates": coordinates(&place, true) }), properties);
    }
}

impl Writer for GeoJson {
    fn begin(&mut self, _stage: &Stage<'_>) {}

    fn event(&mut self, epoch: &Epoch<'_>, event: &Event) {
        let entity = event.entity as usize;
        match event.code {
            codes::EVENT_KILL => {
                let interceptor = &epoch.stage.names.round(entity as u32).name;
                self.ending(epoch, event, event.detail as usize, "kill", &[("interceptor", json!(interceptor))]);
            }
            codes::EVENT_LOST => self.ending(epoch, event, entity, "lost", &[]),
            codes::EVENT_LEAKED => {
                let asset = epoch.stage.statics.plans[entity].asset as usize;
                let more = [
                    ("asset", json!(epoch.stage.case.scenario.assets[asset].name)),
                    ("cause", json!(CAUSE_NAMES.get(event.detail as usize / 2))),
                    ("hit", json!(event.detail & 1 == 1)),
                ];
                self.ending(epoch, event, entity, "leak", &more);
            }
            _ => {}
        }
    }

    fn sample(&mut self, _epoch: &Epoch<'_>) {}

    fn end(&mut self, _stage: &Stage<'_>, _tick: u32, _digest: &str) {}
}

fn on_map(case: &CaseModel, position: &Position) -> Place {
    let at = Map::new(&case.scenario).east_north_m(position);
    place_at(case, [at.x, at.y, 0.0])
}

fn point(case: &CaseModel, position: &Position) -> Value {
    json!({ "type": "Point", "coordinates": coordinates(&on_map(case, position), false) })
}

fn coordinates(place: &Place, with_altitude: bool) -> Value {
    let rounded = |value: f64, decimals: usize| {
        let text = format!("{value:.decimals$}");
        // Adding 0 takes the sign off a zero.
        text.parse::<f64>().map_or(value, |value| value + 0.0)
    };
    let (lon, lat) = (rounded(place.lon_deg, DEG_DECIMALS), rounded(place.lat_deg, DEG_DECIMALS));
    if with_altitude { json!([lon, lat, rounded(place.altitude_m, 2)]) } else { json!([lon, lat]) }
}

/// A circle is its middle (its radius is a property), a polygon itself, counter-clockwise and closed.
fn area_shape(case: &CaseModel, area: &AcousticArea) -> Value {
    if area.polygon.is_empty() {
        return area.centre.as_ref().map_or(Value::Null, |centre| point(case, centre));
    }
    let map = Map::new(&case.scenario);
    let mut corners: Vec<DVec2> = area.polygon.iter().map(|corner| map.east_north_m(corner)).collect();
    let next = |ix: usize| corners[(ix + 1) % corners.len()];
    let twice_area: f64 = corners.iter().enumerate().map(|(ix, corner)| corner.perp_dot(next(ix))).sum();
    if twice_area < 0.0 {
        corners.reverse();
    }
    corners.push(corners[0]);
    let ring: Vec<Value> = corners.iter().map(|c| coordinates(&place_at(case, [c.x, c.y, 0.0]), false)).collect();
    json!({ "type": "Polygon", "coordinates": [ring] })
}
