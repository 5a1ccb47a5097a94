//! Positions: said in one way, and inside the theatre.

use super::SENSORS;
use crate::scenario::limits::MAX_CORNERS;
use crate::scenario::projection::east_north_m;
use crate::scenario::report::Report;
use crate::scenario::view::View;

/// Slack at the theatre's edge, metres: rounding of the projection, no more.
const EDGE_SLACK_M: f64 = 1.0e-3;

/// Origin and extent, where the file gives them.
#[derive(Clone, Copy)]
struct Theatre {
    origin: Option<(f64, f64)>,
    extent_m: Option<f64>,
}

pub(super) fn check(scenario: View<'_>, report: &mut Report<'_>) {
    let theatre = scenario.get("theatre");
    let theatre = Theatre {
        origin: theatre.number("origin_lat_deg").zip(theatre.number("origin_lon_deg")),
        extent_m: theatre.number("extent_m"),
    };
    let raid = scenario.get("raid");
    for asset in scenario.list("assets") {
        let what = format!("asset \"{}\"", asset.label());
        position(asset.get("position"), asset.number("radius_m"), &what, theatre, report);
    }
    for area in raid.list("launch_areas") {
        let what = format!("launch area \"{}\"", area.label());
        position(area.get("position"), area.number("radius_m"), &what, theatre, report);
    }
    for route in raid.list("routes") {
        for (ix, waypoint) in route.list("waypoints").into_iter().enumerate() {
            let what = format!("waypoint {} of route \"{}\"", ix + 1, route.label());
            position(waypoint, None, &what, theatre, report);
        }
    }
    for site in scenario.list("sites") {
        position(site.get("position"), None, &format!("site \"{}\"", site.label()), theatre, report);
    }
    for sensor in SENSORS.iter().flat_map(|key| scenario.list(key)) {
        position(sensor.get("position"), None, &format!("sensor \"{}\"", sensor.label()), theatre, report);
    }
    for area in scenario.list("acoustic_areas") {
        acoustic_area(area, theatre, report);
    }
}

/// A circle or a polygon, whole and alone.
fn acoustic_area(area: View<'_>, theatre: Theatre, report: &mut Report<'_>) {
    let name = area.label();
    let (centre, radius, polygon) = (area.get("centre"), area.get("radius_m"), area.get("polygon"));
    let corners = polygon.items();
    let has_polygon = polygon.is_written() && !(corners.is_empty() && (centre.is_written() || radius.is_written()));
    let one = "give centre and radius_m, or polygon with 3 to 64 corners";
    match (centre.is_written() || radius.is_written(), has_polygon) {
        (true, true) => report.add(polygon.span, format!("acoustic area \"{name}\" is both circle and polygon"), one),
        (false, false) => report.add(area.span, format!("acoustic area \"{name}\" has no shape"), one),
        (true, false) if !centre.is_written() => {
            report.add(radius.span, format!("acoustic area \"{name}\" has a radius but no centre"), one);
        }
        (true, false) if !radius.is_written() => {
            report.add(centre.span, format!("acoustic area \"{name}\" has a centre but no radius_m"), one);
        }
        (false, true) if corners.len() < 3 || corners.len() > MAX_CORNERS => {
            let message = format!("polygon of acoustic area \"{name}\" has {} corners", corners.len());
            report.add(polygon.span, message, one);
        }
        _ => {}
    }
    position(centre, None, &format!("sensor \"{name}\""), theatre, report);
    for (ix, corner) in corners.into_iter().enumerate() {
        position(corner, None, &format!("corner {} of acoustic area \"{name}\"", ix + 1), theatre, report);
    }
}

/// One of the two pairs, and with `radius_m` around it inside the theatre.
fn position(view: View<'_>, radius_m: Option<f64>, what: &str, theatre: Theatre, report: &mut Report<'_>) {
    if !view.is_written() {
        return;
    }
    let written = |key: &str| view.get(key).is_written();
    let (lat, lon, east, north) = (written("lat_deg"), written("lon_deg"), written("east_m"), written("north_m"));
    let one = "give lat_deg and lon_deg, or east_m and north_m";
    if (lat || lon) && (east || north) {
        report.add(view.span, format!("position of {what} is given in two ways"), one);
        return;
    }
    if lat != lon || east != north || !(lat || east) {
        report.add(view.span, format!("position of {what} is incomplete"), one);
        return;
    }
    let place = if lat {
        let point = view.number("lat_deg").zip(view.number("lon_deg"));
        theatre.origin.zip(point).map(|(origin, point)| east_north_m(origin.0, origin.1, point.0, point.1))
    } else {
        view.number("east_m").zip(view.number("north_m"))
    };
    let (Some((east_m, north_m)), Some(extent_m)) = (place, theatre.extent_m) else { return };
    let radius_m = radius_m.unwrap_or(0.0);
    let reach_m = libm::hypot(east_m, north_m) + radius_m;
    if reach_m > extent_m + EDGE_SLACK_M {
        let with_radius = if radius_m > 0.0 { " with its radius" } else { "" };
        let message = format!("{what} lies outside the theatre: {reach_m:.0} m from the origin{with_radius}");
        let needed = libm::ceil(reach_m / 1000.0) * 1000.0;
        report.add(view.span, message, format!("allowed: up to extent_m = {extent_m}; {needed} would hold it"));
    }
}
