//! Names given twice, and names that lead nowhere.

use std::collections::BTreeMap;
use std::ops::Range;

use super::SENSORS;
use crate::assign::external::PREFIX;
use crate::scenario::nearest;
use crate::scenario::report::Report;
use crate::scenario::view::View;

pub(super) fn check(scenario: View<'_>, report: &mut Report<'_>) {
    let raid = scenario.get("raid");
    unique("asset", "name", &scenario.list("assets"), report);
    unique("threat type", "name", &scenario.list("threat_types"), report);
    unique("interceptor type", "name", &scenario.list("interceptor_types"), report);
    unique("site", "name", &scenario.list("sites"), report);
    unique("variant", "name", &scenario.list("variants"), report);
    unique("launch area", "name", &raid.list("launch_areas"), report);
    unique("route", "name", &raid.list("routes"), report);
    unique("wave", "name", &raid.list("waves"), report);
    let sensors: Vec<View<'_>> = SENSORS.iter().flat_map(|key| scenario.list(key)).collect();
    unique("sensor", "name", &sensors, report);

    let assets = names(&scenario.list("assets"));
    let threat_types = names(&scenario.list("threat_types"));
    let interceptor_types = names(&scenario.list("interceptor_types"));
    let launch_areas = names(&raid.list("launch_areas"));
    let routes = names(&raid.list("routes"));
    for wave in raid.list("waves") {
        let place = format!("wave \"{}\"", wave.label());
        refers(wave.get("launch_area"), "launch area", &launch_areas, &place, report);
        for route in wave.list("routes") {
            refers(route, "route", &routes, &place, report);
        }
        for part in wave.list("composition") {
            refers(part.get("type"), "threat type", &threat_types, &place, report);
        }
        for aim in wave.list("targets") {
            refers(aim.get("asset"), "asset", &assets, &place, report);
        }
        unique("threat type of a wave", "type", &wave.list("composition"), report);
        unique("target of a wave", "asset", &wave.list("targets"), report);
    }
    program(scenario.get("doctrine").get("assigner"), report);
    for site in scenario.list("sites") {
        let place = format!("site \"{}\"", site.label());
        for magazine in site.list("magazines") {
            refers(magazine.get("type"), "interceptor type", &interceptor_types, &place, report);
        }
        unique("magazine of a site", "type", &site.list("magazines"), report);
    }
}

/// A file that somebody sent is not to start programs.
fn program(assigner: View<'_>, report: &mut Report<'_>) {
    let Some(name) = assigner.own_text() else { return };
    if name.starts_with(PREFIX) {
        let remedy = "a file starts no programs: name it with --assigner on the command line".to_owned();
        report.add(assigner.span, format!("the assigner \"{name}\" is a program"), remedy);
    }
}

/// Each name once. Variants and orders address members by name, and replicates by their place in the list.
fn unique(what: &str, key: &str, items: &[View<'_>], report: &mut Report<'_>) {
    let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for item in items {
        let Some(name) = item.text(key) else { continue };
        let span = item.get(key).span;
        if let Some(first) = seen.get(name) {
            let remedy = format!("first at line {}; names must differ", report.line(first));
            report.add(span, format!("{what} \"{name}\" stands twice"), remedy);
        } else {
            seen.insert(name, span);
        }
    }
}

/// All names of a list; none where one of them cannot be read, which is reported already.
fn names<'a>(items: &[View<'a>]) -> Option<Vec<&'a str>> {
    items.iter().map(|item| item.text("name")).collect()
}

fn refers(reference: View<'_>, what: &str, names: &Option<Vec<&str>>, place: &str, report: &mut Report<'_>) {
    let (Some(name), Some(names)) = (reference.own_text(), names) else { return };
    if !names.contains(&name) {
        let remedy = nearest::remedy(&format!("{what}s"), name, names);
        report.add(reference.span, format!("unknown {what} \"{name}\" in {place}"), remedy);
    }
}
