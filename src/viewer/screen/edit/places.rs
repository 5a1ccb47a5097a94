//! What stands on the map, read leniently: places of a file that has mistakes elsewhere are drawn and can be moved. Knows
//! nothing of the interface.

use glam::DVec2;

use super::document::{Address, Doc};
use crate::scenario::tree::{Node, Value};
use crate::viewer::airspace::Layout;
use crate::viewer::airspace::layout::{Place, RoutePlace, SensorKind, SensorPlace, SitePlace};
use crate::viewer::selection::Entity;

/// What a handle moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A defended asset.
    Asset,
    /// A launch site.
    Site,
    /// A radar, an ideal sensor or the middle of an area of microphones.
    Sensor,
    /// A launch area of the raid.
    LaunchArea,
    /// A point of a route.
    Waypoint,
    /// A corner of an area of microphones.
    Corner,
}

/// A circle around something, and the field that holds its radius.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The field.
    pub field: Address,
    /// Its middle, metres.
    pub at_m: DVec2,
    /// Its radius, metres.
    pub radius_m: f64,
}

/// Something on the map that can be taken and moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// What it is.
    pub kind: Kind,
    /// The member of a list that it stands for or belongs to.
    pub item: Address,
    /// The position that moves.
    pub position: Address,
    /// Where it is, metres.
    pub at_m: DVec2,
    /// What it is called.
    pub name: String,
}

/// The map's contents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// For the airspace; members without a readable position are left out.
    pub layout: Layout,
    /// All that can be moved.
    pub handles: Vec<Handle>,
    /// What the airspace calls each member that it draws.
    pub entities: Vec<(Address, Entity)>,
}

impl Places {
    /// What the airspace calls a member.
    pub fn entity_of(&self, item: &Address) -> Option<Entity> {
        self.entities.iter().find(|(address, _)| address == item).map(|(_, entity)| *entity)
    }

    /// The member that the airspace calls so.
    pub fn item_of(&self, entity: Entity) -> Option<&Address> {
        self.entities.iter().find(|(_, known)| *known == entity).map(|(address, _)| address)
    }
}

/// The circles of a member: ranges and radii, as far as they are written.
pub(crate) fn circles(doc: Doc<'_>, item: &Address) -> Vec<Circle> {
    const RADII: [&str; 3] = ["radius_m", "max_range_m", "reference_range_m"];
    let Some(node) = item.find(doc.root) else { return Vec::new() };
    let position = node.get("position").or_else(|| node.get("centre"));
    let Some(at_m) = position.and_then(|position| doc.east_north(position)) else { return Vec::new() };
    let circle = |key: &str| {
        let radius_m = number(node, key).filter(|radius| *radius > 0.0 && *radius < 2.0e7)?;
        Some(Circle { field: item.key(key), at_m, radius_m })
    };
    RADII.iter().filter_map(|key| circle(key)).collect()
}

/// Extent of a map that names none and holds nothing, metres.
const SMALLEST_EXTENT_M: f64 = 10_000.0;

/// Reads what can be read.
pub(crate) fn places(doc: Doc<'_>) -> Places {
    let mut places = Places::default();
    let (lat, lon) = doc.origin();
    (places.layout.origin_lat_deg, places.layout.origin_lon_deg) = (lat.clamp(-90.0, 90.0), lon);
    let mut reader = Reader { doc, places: &mut places };
    reader.assets();
    reader.sites();
    reader.sensors("radars", "max_range_m", SensorKind::Radar);
    reader.acoustic_areas();
    reader.sensors("ideal_sensors", "max_range_m", SensorKind::Ideal);
    reader.launch_areas();
    reader.routes();
    let written = doc.root.get("theatre").and_then(|theatre| theatre.get("extent_m")?.number());
    let farthest = places.handles.iter().map(|handle| handle.at_m.length()).fold(SMALLEST_EXTENT_M, f64::max);
    places.layout.extent_m = written.filter(|extent| *extent > 0.0).unwrap_or(1.1 * farthest).min(2.0e7);
    places
}

struct Reader<'a, 'p> {
    doc: Doc<'a>,
    places: &'p mut Places,
}

impl<'a> Reader<'a, '_> {
    fn items(&self, list: &str) -> (Address, &'a [Node]) {
        let address = Address::of(list);
        match address.find(self.doc.root).map(|node| &node.value) {
            Some(Value::List(items)) => (address, items),
            _ => (address, &[]),
        }
    }

    fn call(&mut self, item: &Address, entity: Entity) {
        self.places.entities.push((item.clone(), entity));
    }

    /// Where a member stands; it gets a handle.
    fn place(&mut self, kind: Kind, item: &Address, node: &Node, key: &str) -> Option<DVec2> {
        let at_m = self.doc.east_north(node.get(key)?)?;
        self.handle(kind, item, item.key(key), at_m, name_of(node));
        Some(at_m)
    }

    fn handle(&mut self, kind: Kind, item: &Address, position: Address, at_m: DVec2, name: String) {
        self.places.handles.push(Handle { kind, item: item.clone(), position, at_m, name });
    }

    fn assets(&mut self) {
        let (list, items) = self.items("assets");
        for (ix, node) in items.iter().enumerate() {
            if let Some(at_m) = self.place(Kind::Asset, &list.ix(ix), node, "position") {
                let place = Place { name: name_of(node), at_m, radius_m: length(node, "radius_m") };
                self.call(&list.ix(ix), Entity::Asset(self.places.layout.assets.len() as u32));
                self.places.layout.assets.push(place);
            }
        }
    }

    fn launch_areas(&mut self) {
        let (list, items) = self.items("raid.launch_areas");
        for (ix, node) in items.iter().enumerate() {
            if let Some(at_m) = self.place(Kind::LaunchArea, &list.ix(ix), node, "position") {
                let place = Place { name: name_of(node), at_m, radius_m: length(node, "radius_m") };
                self.places.layout.launch_areas.push(place);
            }
        }
    }

    fn sites(&mut self) {
        let (list, items) = self.items("sites");
        for (ix, node) in items.iter().enumerate() {
            let Some(at_m) = self.place(Kind::Site, &list.ix(ix), node, "position") else { continue };
            let rounds = members(node, "magazines").iter().map(|magazine| length(magazine, "rounds") as u32);
            let site = SitePlace {
                name: name_of(node),
                at_m,
                sector_centre_deg: number(node, "sector_centre_deg").unwrap_or(0.0),
                sector_width_deg: number(node, "sector_width_deg").unwrap_or(360.0).clamp(0.0, 360.0),
                channels: length(node, "channels") as u32,
                rounds: rounds.fold(0, u32::saturating_add),
            };
            self.call(&list.ix(ix), Entity::Site(self.places.layout.sites.len() as u32));
            self.places.layout.sites.push(site);
        }
    }

    fn sensors(&mut self, list: &str, range: &str, kind: SensorKind) {
        let (list, items) = self.items(list);
        for (ix, node) in items.iter().enumerate() {
            if let Some(at_m) = self.place(Kind::Sensor, &list.ix(ix), node, "position") {
                let sensor = SensorPlace {
                    mast_height_m: length(node, "mast_height_m"),
                    masking_angle_deg: number(node, "masking_angle_deg").unwrap_or(-5.0).clamp(-5.0, 45.0),
                    ..sensor(node, kind, at_m, length(node, range))
                };
                self.call(&list.ix(ix), Entity::Sensor(self.places.layout.sensors.len() as u32));
                self.places.layout.sensors.push(sensor);
            }
        }
    }

    fn acoustic_areas(&mut self) {
        let (list, items) = self.items("acoustic_areas");
        for (ix, node) in items.iter().enumerate() {
            let item = list.ix(ix);
            let polygon_m = self.points(Kind::Corner, &item, node, "polygon");
            let centre = self.place(Kind::Sensor, &item, node, "centre");
            let middle = (!polygon_m.is_empty()).then(|| polygon_m.iter().sum::<DVec2>() / polygon_m.len() as f64);
            let Some(at_m) = middle.or(centre) else { continue };
            let area = SensorPlace {
                polygon_m,
                hearing_range_m: length(node, "hearing_range_m"),
                ..sensor(node, SensorKind::Acoustic, at_m, length(node, "radius_m"))
            };
            self.call(&item, Entity::Sensor(self.places.layout.sensors.len() as u32));
            self.places.layout.sensors.push(area);
        }
    }

    fn routes(&mut self) {
        let (list, items) = self.items("raid.routes");
        for (ix, node) in items.iter().enumerate() {
            let points_m = self.points(Kind::Waypoint, &list.ix(ix), node, "waypoints");
            self.places.layout.routes.push(RoutePlace { name: name_of(node), points_m });
        }
    }

    /// A list of positions; each gets a handle.
    fn points(&mut self, kind: Kind, item: &Address, node: &Node, key: &str) -> Vec<DVec2> {
        let mut points = Vec::new();
        for (ix, point) in members(node, key).iter().enumerate() {
            if let Some(at_m) = self.doc.east_north(point) {
                let name = format!("{} {}", name_of(node), ix + 1);
                self.handle(kind, item, item.key(key).ix(ix), at_m, name);
                points.push(at_m);
            }
        }
        points
    }
}

fn sensor(node: &Node, kind: SensorKind, at_m: DVec2, range_m: f64) -> SensorPlace {
    SensorPlace {
        name: name_of(node),
        kind,
        at_m,
        range_m,
        polygon_m: Vec::new(),
        mast_height_m: 0.0,
        hearing_range_m: 0.0,
        masking_angle_deg: -5.0,
    }
}

fn name_of(node: &Node) -> String {
    node.label().unwrap_or("(unnamed)").to_owned()
}

fn number(node: &Node, key: &str) -> Option<f64> {
    node.get(key)?.number()
}

/// A number that cannot be negative; 0 where it is missing or wrong, and no larger than the earth.
fn length(node: &Node, key: &str) -> f64 {
    number(node, key).unwrap_or(0.0).clamp(0.0, 2.0e7)
}

fn members<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|list| &list.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{parse, shipped};
    use crate::viewer::screen::edit::document::{Document, Source};

    #[test]
    fn reads_good_files_as_the_scenario_does() {
        for shipped in shipped() {
            let document = Document::open(shipped.name).expect("shipped");
            let scenario = parse(shipped.text, "x", None).expect("good").scenario;
            assert_eq!(places(document.doc()).layout, Layout::of(&scenario), "{}", shipped.name);
        }
    }

    #[test]
    fn what_is_broken_is_left_out_and_the_rest_stays() {
        let text = shipped().find(|s| s.name == "mass-raid").expect("shipped").text;
        let broken = text
            .replacen("position = { east_m = 0.0, north_m = 0.0 }", "position = { east_m = 0.0 }", 1)
            .replacen("extent_m = 140000.0", "extent_m = \"far\"", 1)
            .replacen("max_range_m = 20000.0", "max_range_m = -5.0", 1);
        let document = Document::new(Source::File("x".into()), broken);
        let read = places(document.doc());
        let whole = places(Document::open("mass-raid").expect("shipped").doc());
        assert_eq!(read.layout.assets.len() + 1, whole.layout.assets.len());
        assert_eq!(read.handles.len() + 1, whole.handles.len());
        assert!(read.layout.extent_m > 100_000.0 && read.layout.sensors.iter().all(|s| s.range_m >= 0.0));
    }
}
