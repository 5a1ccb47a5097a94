//! Values that are each in range but make no sense together.
//!
//! The judgement: refuse what is most likely a slip (a dash slower than the cruise, values swapped), and what the model
//! could only answer with nonsense (a vehicle slower than the wind). Let pass what merely never takes effect (a climb limit
//! above the speed, a radar's reference range beyond its instrumented one, no channels at all): such values serve as controls.

use super::SENSORS;
use crate::scenario::report::Report;
use crate::scenario::view::View;

/// Least airspeed that any vehicle may be drawn with, metres per second: the least the schema takes for a mean.
const LEAST_SPEED_MPS: f64 = 5.0;

pub(super) fn check(scenario: View<'_>, report: &mut Report<'_>) {
    let wind_mps = wind_mps(scenario.get("theatre"));
    for threat in scenario.list("threat_types") {
        threat_speed(threat, wind_mps, report);
    }
    for interceptor in scenario.list("interceptor_types") {
        interceptor_limits(interceptor, wind_mps, report);
    }
    for site in scenario.list("sites") {
        site_below_ceilings(scenario, site, report);
    }
    tracking(scenario, report);
    doctrine(scenario.get("doctrine"), report);
    let reported = scenario.get("reported");
    ordered(reported, ("destroyed", "launched"), "more was destroyed than launched", report);
}

fn wind_mps(theatre: View<'_>) -> f64 {
    libm::hypot(theatre.number("wind_east_mps").unwrap_or(0.0), theatre.number("wind_north_mps").unwrap_or(0.0))
}

/// `low <= high`, where both are known.
fn ordered(table: View<'_>, (low, high): (&str, &str), message: &str, report: &mut Report<'_>) {
    if let (Some(low_value), Some(high_value)) = (table.number(low), table.number(high))
        && low_value > high_value
    {
        let span = if table.get(low).is_written() { table.get(low).span } else { table.get(high).span };
        report.add(
            span,
            format!("{message}: {low} = {low_value}, {high} = {high_value}"),
            format!("allowed: {low} up to {high}"),
        );
    }
}

/// Speeds are drawn within two deviations, and the slowest must still make headway.
fn threat_speed(threat: View<'_>, wind_mps: f64, report: &mut Report<'_>) {
    let (Some(mean_mps), Some(sd_mps)) = (threat.number("cruise_speed_mps"), threat.number("cruise_speed_sd_mps"))
    else {
        return;
    };
    let slowest_mps = mean_mps - 2.0 * sd_mps;
    let name = threat.label();
    if slowest_mps < LEAST_SPEED_MPS {
        let message = format!("the slowest \"{name}\" would fly {slowest_mps} m/s, two deviations below the mean");
        let most = (mean_mps - LEAST_SPEED_MPS) / 2.0;
        report.add(
            threat.get("cruise_speed_sd_mps").span,
            message,
            format!("allowed: cruise_speed_sd_mps up to {most}"),
        );
    } else if slowest_mps <= wind_mps && wind_mps > 0.0 {
        let message = format!(
            "the slowest \"{name}\" flies {slowest_mps} m/s and makes no headway against {wind_mps:.1} m/s of wind"
        );
        report.add(threat.get("cruise_speed_mps").span, message, "allowed: faster than the wind");
    }
}

fn interceptor_limits(interceptor: View<'_>, wind_mps: f64, report: &mut Report<'_>) {
    let name = interceptor.label();
    let speeds = ("cruise_speed_mps", "dash_speed_mps");
    ordered(interceptor, speeds, &format!("interceptor \"{name}\" dashes slower than it cruises"), report);
    let ranges = ("lethal_radius_m", "seeker_range_m");
    ordered(interceptor, ranges, &format!("interceptor \"{name}\" kills farther than it sees"), report);
    if let Some(cruise_mps) = interceptor.number("cruise_speed_mps")
        && cruise_mps <= wind_mps
    {
        let message = format!(
            "interceptor \"{name}\" flies {cruise_mps} m/s and makes no headway against {wind_mps:.1} m/s of wind"
        );
        report.add(interceptor.get("cruise_speed_mps").span, message, "allowed: faster than the wind");
    }
}

/// A round cannot rise from a site above its ceiling.
fn site_below_ceilings(scenario: View<'_>, site: View<'_>, report: &mut Report<'_>) {
    let Some(altitude_m) = site.number("altitude_m") else { return };
    let types = scenario.list("interceptor_types");
    for magazine in site.list("magazines") {
        let Some(name) = magazine.text("type") else { continue };
        let ceiling_m = types.iter().find(|t| t.text("name") == Some(name)).and_then(|t| t.number("ceiling_m"));
        if let Some(ceiling_m) = ceiling_m
            && ceiling_m <= altitude_m
        {
            let message =
                format!("site \"{}\" stands at {altitude_m} m, above the ceiling of \"{name}\"", site.label());
            report.add(site.get("altitude_m").span, message, format!("allowed: below {ceiling_m} m"));
        }
    }
}

fn tracking(scenario: View<'_>, report: &mut Report<'_>) {
    let tracking = scenario.get("tracking");
    let hits = ("confirm_hits", "confirm_window");
    ordered(tracking, hits, "a track could never be confirmed", report);
    let scans = SENSORS.iter().flat_map(|key| scenario.list(key)).filter_map(|sensor| sensor.number("scan_period_s"));
    let fastest_s = scans.fold(f64::INFINITY, f64::min);
    if let Some(drop_s) = tracking.number("drop_after_s")
        && fastest_s.is_finite()
        && drop_s < fastest_s
    {
        let message = format!("drop_after_s = {drop_s} drops every track before the next scan");
        report.add(
            tracking.get("drop_after_s").span,
            message,
            format!("allowed: {fastest_s} (the fastest sensor's scan) and more"),
        );
    }
}

fn doctrine(doctrine: View<'_>, report: &mut Report<'_>) {
    let limit = doctrine.number("max_shots_per_threat").unwrap_or(0.0);
    if doctrine.text("firing") == Some("salvo") && limit > 0.0 {
        ordered(doctrine, ("salvo_size", "max_shots_per_threat"), "a salvo passes the most shots per threat", report);
    }
}
