//! How many of everything: something attacks, it is aimed at something, and the tables can hold it.

use super::SENSORS;
use crate::scenario::limits;
use crate::scenario::report::Report;
use crate::scenario::view::View;

pub(super) fn check(scenario: View<'_>, report: &mut Report<'_>) {
    let raid = scenario.get("raid");
    at_most(scenario, "assets", limits::MAX_ASSETS, report);
    at_most(scenario, "threat_types", limits::MAX_THREAT_TYPES, report);
    at_most(scenario, "interceptor_types", limits::MAX_INTERCEPTOR_TYPES, report);
    at_most(scenario, "sites", limits::MAX_SITES, report);
    at_most(scenario, "variants", limits::MAX_VARIANTS, report);
    at_most(raid, "launch_areas", limits::MAX_LAUNCH_AREAS, report);
    at_most(raid, "routes", limits::MAX_ROUTES, report);
    at_most(raid, "waves", limits::MAX_WAVES, report);
    let sensors: Vec<View<'_>> = SENSORS.iter().flat_map(|key| scenario.list(key)).collect();
    too_many("sensors of all kinds", &sensors, limits::MAX_SENSORS, report);
    let sites = scenario.list("sites");
    let magazines: Vec<View<'_>> = sites.iter().flat_map(|site| site.list("magazines")).collect();
    too_many("magazines of all sites", &magazines, limits::MAX_MAGAZINES, report);

    let waves = raid.list("waves");
    let parts: Vec<View<'_>> = waves.iter().flat_map(|wave| wave.list("composition")).collect();
    total("threats", "count", &parts, limits::MAX_THREATS, report);
    total("rounds", "rounds", &magazines, limits::MAX_ROUNDS, report);
    let all_counts_known = parts.iter().all(|part| part.number("count").is_some());
    if raid.get("waves").is_written() && all_counts_known && sum(&parts, "count") <= 0.0 {
        let remedy = "give at least one wave with a count above 0";
        report.add(raid.get("waves").span, "the raid launches nothing", remedy);
    }
    for wave in &waves {
        aimed(*wave, report);
    }
}

fn at_most(table: View<'_>, key: &str, most: usize, report: &mut Report<'_>) {
    too_many(key, &table.list(key), most, report);
}

fn too_many(what: &str, items: &[View<'_>], most: usize, report: &mut Report<'_>) {
    if let Some(first_over) = items.get(most) {
        report.add(first_over.span, format!("{} {what}", items.len()), format!("at most {most}"));
    }
}

/// The sum over a list stays within what the model can number.
fn total(what: &str, key: &str, items: &[View<'_>], most: u64, report: &mut Report<'_>) {
    let mut so_far = 0.0;
    for item in items {
        let before = so_far;
        so_far += item.number(key).unwrap_or(0.0).max(0.0);
        if before <= most as f64 && so_far > most as f64 {
            let message = format!("{} {what} in all", sum(items, key));
            report.add(item.get(key).span, message, format!("at most {most}"));
        }
    }
}

fn sum(items: &[View<'_>], key: &str) -> f64 {
    items.iter().filter_map(|item| item.number(key)).map(|number| number.max(0.0)).sum()
}

/// A wave without any target of weight is aimed at nothing.
fn aimed(wave: View<'_>, report: &mut Report<'_>) {
    let targets = wave.get("targets");
    let aims = targets.items();
    if !targets.is_written() || aims.iter().any(|aim| aim.number("weight").is_none()) {
        return;
    }
    if sum(&aims, "weight") <= 0.0 {
        let why = if aims.is_empty() { "it has no targets" } else { "all weights are 0" };
        let message = format!("wave \"{}\" is aimed at nothing: {why}", wave.label());
        report.add(targets.span, message, "name at least one asset with a weight above 0");
    }
}
