//! Whether a scenario makes sense beyond kinds and ranges: names, places, clocks, amounts, reason.
//!
//! Each check reads through [`View`], so it works on a file with other mistakes and adds only its own.

mod amounts;
mod clocks;
mod names;
mod places;
mod reason;

use super::report::Report;
use super::rules::Rule;
use super::tree::Node;
use super::view::View;

/// Reports everything in a tree that is of the right shape but makes no sense.
pub(crate) fn check_sense(tree: &Node, rule: Rule, report: &mut Report<'_>) {
    let scenario = View::new(tree, rule);
    names::check(scenario, report);
    places::check(scenario, report);
    clocks::check(scenario, report);
    amounts::check(scenario, report);
    reason::check(scenario, report);
}

/// The three kinds of sensors, by their keys.
const SENSORS: [&str; 3] = ["radars", "acoustic_areas", "ideal_sensors"];
