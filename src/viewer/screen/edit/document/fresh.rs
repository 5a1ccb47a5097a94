//! New members of lists: copied from the last sibling where there is one, else from a plain example; with a name of their own.

use glam::DVec2;

use super::address::Address;
use super::list::Member;
use super::rename::refers_to;
use super::value::{Doc, number, quoted, quoted_key, rule_of};
use crate::scenario::rules::{Kind, Rule};
use crate::scenario::tree::{Node, Value};

/// Lists whose members have names that no other member may have; sensors share theirs.
const SENSORS: [&str; 3] = ["radars", "acoustic_areas", "ideal_sensors"];

/// What one member of a list is called.
pub fn noun(pattern: &str) -> &'static str {
    match pattern {
        "assets" => "asset",
        "threat_types" => "threat type",
        "raid.launch_areas" => "launch area",
        "raid.routes" => "route",
        "raid.waves" => "wave",
        "raid.waves.composition" => "part",
        "raid.waves.targets" => "target",
        "raid.routes.waypoints" => "waypoint",
        "raid.waves.routes" => "route",
        "radars" => "radar",
        "acoustic_areas" => "acoustic area",
        "acoustic_areas.polygon" => "corner",
        "ideal_sensors" => "ideal sensor",
        "interceptor_types" => "interceptor type",
        "sites" => "site",
        "sites.magazines" => "magazine",
        "variants" => "variant",
        _ => "member",
    }
}

/// A plain example of a member: what its required keys hold where there is nothing to copy from.
fn example(pattern: &str) -> &'static [(&'static str, &'static str)] {
    match pattern {
        "assets" => &[("radius_m", "500.0"), ("value", "100.0"), ("hits_to_destroy", "5")],
        "threat_types" => &[
            ("cruise_speed_mps", "50.0"),
            ("cruise_altitude_m", "1000.0"),
            ("turn_load_factor", "1.2"),
            ("dive_angle_deg", "45.0"),
            ("radar_cross_section_m2", "0.05"),
            ("acoustic_loudness", "1.0"),
            ("cost_usd", "35000.0"),
            ("hit_probability", "0.8"),
        ],
        "raid.launch_areas" => &[("radius_m", "3000.0")],
        "raid.routes" => &[("waypoints", "[]")],
        "raid.waves" => &[("spacing_s", "10.0")],
        "raid.waves.composition" => &[("count", "10")],
        "raid.waves.targets" => &[("weight", "1.0")],
        "radars" => &[
            ("mast_height_m", "20.0"),
            ("max_range_m", "30000.0"),
            ("reference_range_m", "20000.0"),
            ("scan_period_s", "2.0"),
        ],
        "acoustic_areas" => &[
            ("radius_m", "10000.0"),
            ("density_per_km2", "0.1"),
            ("hearing_range_m", "3000.0"),
            ("scan_period_s", "5.0"),
            ("position_noise_m", "400.0"),
        ],
        "ideal_sensors" => &[("max_range_m", "50000.0"), ("scan_period_s", "1.0")],
        "interceptor_types" => &[
            ("cruise_speed_mps", "60.0"),
            ("dash_speed_mps", "80.0"),
            ("lateral_limit_mps2", "40.0"),
            ("climb_limit_mps", "20.0"),
            ("ceiling_m", "3000.0"),
            ("endurance_s", "600.0"),
            ("guidance", "\"proportional-navigation\""),
            ("seeker_range_m", "1500.0"),
            ("acquisition_probability", "0.8"),
            ("lethal_radius_m", "2.0"),
            ("kill_probability", "0.6"),
            ("cost_usd", "5000.0"),
        ],
        "sites" => &[("rails", "4"), ("channels", "4")],
        "sites.magazines" => &[("rounds", "20")],
        "variants" => &[("summary", "\"\""), ("set", "{}")],
        _ => &[],
    }
}

impl Doc<'_> {
    /// A new member for a list; `at_m` is where it goes, if it has a place.
    pub fn new_member(self, list: &Address, at_m: DVec2, step_m: f64) -> Member {
        let pattern = list.pattern();
        let Some(rule) = rule_of(list).and_then(Rule::item) else { return plain("\"\"".to_owned()) };
        if rule.kind() != Kind::Table {
            return plain(quoted(&self.unused(list, refers_to(&pattern))));
        }
        if rule.property("east_m").is_some() {
            let in_degrees = self.is_in_degrees(&list.ix(0));
            return plain(self.position_text(at_m, step_m, in_degrees));
        }
        let sibling = match list.find(self.root).map(|node| &node.value) {
            Some(Value::List(items)) => items.last(),
            _ => None,
        };
        let mut entries = sibling.map(|node| self.entries_of(node)).unwrap_or_default();
        if pattern == "acoustic_areas" {
            // A copy of a polygon would lie on the original.
            entries.retain(|(key, _)| key != "polygon");
        }
        let example = example(&pattern).iter().filter(|(key, _)| !entries.iter().any(|(known, _)| known == key));
        let missing: Vec<_> = example.filter(|(key, _)| sibling.is_none() || is_needed(rule, &pattern, key)).collect();
        entries.extend(missing.into_iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        if sibling.is_none()
            && let Some(entry) = entries.iter_mut().find(|(key, _)| key == "scan_period_s")
        {
            entry.1 = self.whole_epochs(&entry.1);
        }
        self.fill_in(list, &pattern, rule, at_m, step_m, &mut entries);
        let order = super::order::order(&pattern, Some(rule));
        entries.sort_by_key(|(key, _)| order.iter().position(|known| known == key));
        let lines: Vec<String> = entries.iter().map(|(key, value)| format!("{} = {value}", quoted_key(key))).collect();
        Member { inline: format!("{{ {} }}", lines.join(", ")), lines }
    }

    /// What differs from the sibling: name, place, and names of others where nothing was there to copy.
    fn fill_in(
        self,
        list: &Address,
        pattern: &str,
        rule: Rule,
        at_m: DVec2,
        step_m: f64,
        entries: &mut Vec<(String, String)>,
    ) {
        let mut put =
            |key: &str, value: String, replaces: bool| match entries.iter_mut().find(|(known, _)| known == key) {
                Some(entry) if replaces => entry.1 = value,
                Some(_) => {}
                None => entries.push((key.to_owned(), value)),
            };
        if rule.property("name").is_some() {
            put("name", quoted(&self.unique_name(list, &format!("New {}", noun(pattern)))), true);
        }
        for key in ["position", "centre"] {
            if rule.property(key).is_some() {
                let in_degrees = self.is_in_degrees(&list.ix(0).key(key));
                put(key, self.position_text(at_m, step_m, in_degrees), true);
            }
        }
        for key in ["type", "asset", "launch_area"] {
            if rule.property(key).is_some() {
                let named = refers_to(&format!("{pattern}.{key}"));
                put(key, quoted(&self.unused(list, named)), key != "launch_area");
            }
        }
        for key in ["composition", "targets", "magazines"] {
            if rule.property(key).is_some() {
                let member = self.new_member(&list.ix(usize::MAX).key(key), at_m, step_m);
                put(key, format!("[{}]", member.inline), false);
            }
        }
    }

    /// A time rounded up to a whole number of epochs, as sensors need it.
    fn whole_epochs(self, seconds: &str) -> String {
        let epoch_s = self.root.get("theatre").and_then(|theatre| theatre.get("epoch_s")?.number()).unwrap_or(1.0);
        let seconds: f64 = seconds.parse().unwrap_or(epoch_s);
        if epoch_s > 0.0 {
            number(libm::ceil(seconds / epoch_s) * epoch_s, None, false)
        } else {
            number(seconds, None, false)
        }
    }

    /// A name of the list `named` that no member of `list` refers to yet; else the first; else nothing.
    fn unused(self, list: &Address, named: Option<&str>) -> String {
        let names = named.map(|named| self.names(&Address::of(named))).unwrap_or_default();
        let used: Vec<&str> = match list.find(self.root).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter().filter_map(|item| item.text().or_else(|| item.label())).collect(),
            _ => Vec::new(),
        };
        names.iter().find(|name| !used.contains(&name.as_str())).or(names.first()).cloned().unwrap_or_default()
    }

    /// `name`, or with a number behind it the first that is free.
    pub fn unique_name(self, list: &Address, name: &str) -> String {
        let pattern = list.pattern();
        let taken: Vec<String> = if SENSORS.contains(&pattern.as_str()) {
            SENSORS.iter().flat_map(|sensors| self.names(&Address::of(sensors))).collect()
        } else {
            self.names(list)
        };
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = if stem.len() < name.len() && stem.ends_with(' ') { stem.trim_end() } else { name };
        std::iter::once(stem.to_owned())
            .chain((2..).map(|n: u32| format!("{stem} {n}")))
            .find(|name| !taken.contains(name))
            .unwrap_or_default()
    }

    /// Keys and values of a table, in the order of the file, each as it would stand on a line.
    fn entries_of(self, table: &Node) -> Vec<(String, String)> {
        let Value::Table(entries) = &table.value else { return Vec::new() };
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|(_, entry)| entry.key_span.start);
        entries.into_iter().map(|(key, entry)| (key.clone(), self.inline(&entry.node))).collect()
    }

    /// A value on one line, without comments.
    fn inline(self, node: &Node) -> String {
        match &node.value {
            Value::Table(_) => {
                let entries: Vec<String> =
                    self.entries_of(node).iter().map(|(k, v)| format!("{} = {v}", quoted_key(k))).collect();
                if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
            }
            Value::List(items) => {
                format!("[{}]", items.iter().map(|item| self.inline(item)).collect::<Vec<_>>().join(", "))
            }
            Value::Text(text) => quoted(text),
            _ => self.text[node.span.clone()].to_owned(),
        }
    }
}

fn plain(inline: String) -> Member {
    Member { inline, lines: Vec::new() }
}

/// Whether a key must stand in a member of a list, by the schema or, for an area's circle, by sense.
fn is_needed(rule: Rule, pattern: &str, key: &str) -> bool {
    rule.required().any(|required| required == key) || (pattern == "acoustic_areas" && key == "radius_m")
}
