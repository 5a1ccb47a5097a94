//! What a run is written to beside its summary: events, and the replicate for other programs.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::exit::Failure;
use crate::model::CaseModel;
use crate::report::events::events_csv;
use crate::report::export::{Exports, Options, Wanted};
use crate::study::store;

/// `--events`, `--acmi`, `--geojson`, `--tracks`, `--decisions` and what they depend on. No file may exist.
#[derive(Args, Clone, Debug)]
pub struct ExportArgs {
    /// Write every event as CSV, with names; the file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub events: Option<PathBuf>,
    /// Write the replicate as a Tacview recording (ACMI 2.2 text); the file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub acmi: Option<PathBuf>,
    /// Write sites, sensors, assets, routes, kills and leaks as GeoJSON; the file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub geojson: Option<PathBuf>,
    /// Write the tracks flown, the positions of everything in the air over time, as CSV; the file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub tracks: Option<PathBuf>,
    /// Write what each decision attained as CSV: targets, weapons, shots, cost, value saved; the file must not exist
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub decisions: Option<PathBuf>,
    /// Time between two positions in --acmi and --tracks, seconds, rounded to whole epochs
    #[arg(long, value_name = "S", default_value_t = 2, value_parser = RangedU64ValueParser::<u32>::new().range(1..=3600), help_heading = "Output")]
    pub every_s: u32,
    /// Write what the defence believes (its confirmed tracks) into --acmi and --tracks too
    #[arg(long, help_heading = "Output")]
    pub believed: bool,
}

impl ExportArgs {
    /// Each file that is wanted, with the option that names it.
    fn files(&self) -> Vec<(&'static str, &Path)> {
        let all = [
            ("--events", &self.events),
            ("--acmi", &self.acmi),
            ("--geojson", &self.geojson),
            ("--tracks", &self.tracks),
            ("--decisions", &self.decisions),
        ];
        all.into_iter().filter_map(|(option, path)| Some((option, path.as_deref()?))).collect()
    }

    /// Refuses before the work what would be refused after it.
    ///
    /// # Errors
    /// When a file exists already, or two options name the same one.
    pub fn probe(&self) -> Result<(), Failure> {
        let files = self.files();
        for (ix, (option, path)) in files.iter().enumerate() {
            store::must_be_new(path)?;
            if let Some((other, _)) = files[..ix].iter().find(|(_, before)| before == path) {
                let path = path.display();
                return Err(Failure::input(format!("{other} and {option} both name {path}; give each its own file")));
            }
        }
        Ok(())
    }

    /// What has to be recorded for the files; nothing where none of them tells of it.
    pub fn recording(&self) -> Option<(Options, Wanted)> {
        let options = Options { period_s: f64::from(self.every_s), tracks: self.believed };
        let wanted =
            Wanted { acmi: self.acmi.is_some(), geojson: self.geojson.is_some(), positions: self.tracks.is_some() };
        let is_recorded = self.events.is_some() || wanted != Wanted::default();
        is_recorded.then_some((options, wanted))
    }

    /// Writes the files that tell of a recording.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write(&self, case: &CaseModel, exports: &Exports) -> Result<(), Failure> {
        if let Some(path) = &self.events {
            store::write_file(path, &events_csv(case, &exports.events))?;
        }
        let texts =
            [(&self.acmi, &exports.acmi), (&self.geojson, &exports.geojson), (&self.tracks, &exports.positions)];
        for (path, text) in texts {
            if let Some(path) = path {
                store::write_file(path, text)?;
            }
        }
        Ok(())
    }

    /// What was written, a line each.
    pub fn told(&self) -> String {
        let line = |(option, path): &(&str, &Path)| {
            format!("{} written to {}\n", option.trim_start_matches("--"), path.display())
        };
        self.files().iter().map(line).collect()
    }
}
