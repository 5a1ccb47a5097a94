//! Positions over time as CSV: a line for each agent in the air at each sample.

use std::fmt::Write as _;

use super::Options;
use super::pass::{Epoch, Stage, Writer};
use super::place::{DEG_DECIMALS, Motion, Place, place, push_fixed};
use crate::model::CaseModel;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::names::Named;
use crate::study::table::csv_line;

/// The head of the file.
const HEAD: [&str; 12] = [
    "tick",
    "time_s",
    "kind",
    "name",
    "type",
    "lat_deg",
    "lon_deg",
    "east_m",
    "north_m",
    "altitude_m",
    "speed_mps",
    "heading_deg",
];

/// The file as it grows.
pub(super) struct Positions {
    pub text: String,
    tracks: bool,
}

impl Positions {
    pub fn new(_case: &CaseModel, options: &Options) -> Self {
        let mut text = String::new();
        csv_line(&mut text, HEAD.into_iter());
        Self { text, tracks: options.tracks }
    }

    fn line(&mut self, epoch: &Epoch<'_>, kind: &str, of: &Named, motion: Motion) {
        let tick = epoch.now_tick;
        let Place { lat_deg, lon_deg, altitude_m, east_m, north_m, speed_mps, heading_deg, .. } =
            place(epoch.stage.case, motion);
        let mut head = String::new();
        // Names may hold what CSV must quote.
        csv_line(&mut head, [of.name.as_str(), of.kind.as_str()].into_iter());
        let _ = write!(self.text, "{tick},{:.3},{kind},{}", epoch.stage.case.seconds(tick), head.trim_end());
        let degrees = [lat_deg, lon_deg].map(|value| (value, DEG_DECIMALS));
        let metres = [east_m, north_m, altitude_m].map(|value| (value, 2));
        for (value, decimals) in degrees.into_iter().chain(metres).chain([(speed_mps, 2), (heading_deg, 1)]) {
            self.text.push(',');
            push_fixed(&mut self.text, value, decimals);
        }
        self.text.push('\n');
    }
}

impl Writer for Positions {
    fn begin(&mut self, _stage: &Stage<'_>) {}

    fn event(&mut self, _epoch: &Epoch<'_>, _event: &Event) {}

    fn sample(&mut self, epoch: &Epoch<'_>) {
        let names = epoch.stage.names;
        for (row, name) in epoch.now.threats.iter().zip(names.threats()) {
            if row.status == codes::THREAT_AIRBORNE {
                self.line(epoch, "threat", name, row.into());
            }
        }
        for (row, name) in epoch.now.rounds.iter().zip(names.rounds()) {
            if (codes::ROUND_CRUISE..=codes::ROUND_RETARGET).contains(&row.status) {
                self.line(epoch, "interceptor", name, row.into());
            }
        }
        for (row, name) in epoch.now.tracks.iter().zip(names.threats()) {
            if self.tracks && row.status == codes::TRACK_CONFIRMED {
                self.line(epoch, "track", name, row.into());
            }
        }
    }

    fn end(&mut self, _stage: &Stage<'_>, _tick: u32, _digest: &str) {}
}
