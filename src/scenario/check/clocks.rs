//! Clocks that must fit into each other: tick, epoch, scans, decisions, duration.

use super::SENSORS;
use crate::scenario::report::Report;
use crate::scenario::units::typed;
use crate::scenario::view::View;

/// Relative slack of "a whole number of": what decimal fractions lose in binary, no more.
const SLACK: f64 = 1.0e-9;

pub(super) fn check(scenario: View<'_>, report: &mut Report<'_>) {
    let theatre = scenario.get("theatre");
    let Some(epoch_s) = theatre.number("epoch_s") else { return };
    if let Some(tick_s) = theatre.number("tick_s") {
        multiple(theatre, "epoch_s", ("tick_s", tick_s), "", report);
        for wave in scenario.get("raid").list("waves") {
            weave(wave, tick_s, report);
        }
    }
    let epoch = ("epoch_s", epoch_s);
    multiple(theatre, "duration_s", epoch, "", report);
    multiple(scenario.get("doctrine"), "decision_period_s", epoch, "", report);
    for sensor in SENSORS.iter().flat_map(|key| scenario.list(key)) {
        multiple(sensor, "scan_period_s", epoch, &format!(" of sensor \"{}\"", sensor.label()), report);
    }
    let duration_s = theatre.number("duration_s");
    latency(scenario.get("communications"), duration_s, report);
    for wave in scenario.get("raid").list("waves") {
        if let (Some(start_s), Some(duration_s)) = (wave.number("start_s"), duration_s)
            && start_s >= duration_s
        {
            let message = format!("wave \"{}\" starts at {start_s} s, after the end", wave.label());
            report.add(wave.get("start_s").span, message, format!("allowed: less than duration_s = {duration_s}"));
        }
    }
}

/// The value under `key` is a whole number, one or more, of the step.
fn multiple(table: View<'_>, key: &str, (step_key, step_s): (&str, f64), of_what: &str, report: &mut Report<'_>) {
    let Some(value_s) = table.number(key) else { return };
    let n_steps = libm::round(value_s / step_s);
    if n_steps >= 1.0 && (n_steps * step_s - value_s).abs() <= SLACK * value_s {
        return;
    }
    let lower_s = libm::floor(value_s / step_s) * step_s;
    let (lower, upper) = (typed(lower_s), typed(lower_s + step_s));
    let nearest = if lower_s > 0.0 { format!("{lower} or {upper}") } else { upper };
    let message = format!("{key} = {value_s}{of_what} is not a whole number of {step_key} = {step_s}");
    report.add(table.get(key).span, message, format!("nearest: {nearest}"));
}

/// A message must come in within the raid.
fn latency(communications: View<'_>, duration_s: Option<f64>, report: &mut Report<'_>) {
    if let (Some(latency_s), Some(duration_s)) = (communications.number("latency_s"), duration_s)
        && latency_s >= duration_s
    {
        let message = format!("no message comes in before the end: latency_s = {latency_s}");
        let remedy =
            format!("allowed: less than duration_s = {duration_s}; range_m = 0 cuts all links between sites apart");
        report.add(communications.get("latency_s").span, message, remedy);
    }
}

/// A swing must be followed by the steps of motion.
fn weave(wave: View<'_>, tick_s: f64, report: &mut Report<'_>) {
    let (Some(angle_deg), Some(period_s)) = (wave.number("weave_angle_deg"), wave.number("weave_period_s")) else {
        return;
    };
    if angle_deg > 0.0 && period_s < 4.0 * tick_s {
        let message = format!("weave_period_s = {period_s} in wave \"{}\" is too short for the tick", wave.label());
        let remedy = format!("allowed: four ticks or more, {}", typed(4.0 * tick_s));
        report.add(wave.get("weave_period_s").span, message, remedy);
    }
}
