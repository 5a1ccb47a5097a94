//! A replicate for other programs: Tacview's ACMI, GeoJSON, positions over time as CSV.
//!
//! The replicate is run once more on the CPU, every event kept (`pass`), and each format is a writer that looks on (`acmi`,
//! `geojson`, `positions`); `place` turns rows into degrees. Numbers have fixed decimals and no clock is read, so that the same
//! replicate gives the same bytes anywhere. Knows the model and the CPU engine; metres, seconds and degrees.

mod acmi;
mod geojson;
mod pass;
mod place;
mod positions;

use pass::Writer;

use crate::engine::EngineError;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::events::Event;
use crate::model::outcome::Outcome;

/// How much of a replicate is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Time between two positions of an agent, seconds: rounded to whole epochs, at least one.
    pub period_s: f64,
    /// Whether tracks, what the defence believes, are written beside what is true.
    pub tracks: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { period_s: 2.0, tracks: false }
    }
}

/// Which formats are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Tacview's ACMI 2.2.
    pub acmi: bool,
    /// GeoJSON, RFC 7946.
    pub geojson: bool,
    /// Positions over time, CSV.
    pub positions: bool,
}

/// A replicate in the formats that were wanted; the others are empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Exports {
    /// Tacview's ACMI 2.2.
    pub acmi: String,
    /// GeoJSON.
    pub geojson: String,
    /// Positions over time.
    pub positions: String,
    /// Every event, in the order of (tick, stage, entity, code).
    pub events: Vec<Event>,
    /// What came of the replicate.
    pub outcome: Outcome,
}

/// Runs the replicate on the CPU and writes it in the formats that are wanted, all in one pass; `each_epoch` is called after
/// every epoch, for progress. The job's case is `case`, whatever its index says.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn export(
    case: &CaseModel,
    job: &Job,
    options: &Options,
    wanted: Wanted,
    each_epoch: &dyn Fn(),
) -> Result<Exports, EngineError> {
    let mut acmi = wanted.acmi.then(|| acmi::Acmi::new(case, job, options));
    let mut geojson = wanted.geojson.then(|| geojson::GeoJson::new(case));
    let mut positions = wanted.positions.then(|| positions::Positions::new(case, options));
    let mut writers: Vec<&mut dyn Writer> = Vec::new();
    writers.extend(acmi.as_mut().map(|w| w as &mut dyn Writer));
    writers.extend(geojson.as_mut().map(|w| w as &mut dyn Writer));
    writers.extend(positions.as_mut().map(|w| w as &mut dyn Writer));
    let (events, outcome) = pass::run(case, job, options.period_s, &mut writers, each_epoch)?;
    Ok(Exports {
        acmi: acmi.map_or_else(String::new, |w| w.text),
        geojson: geojson.map_or_else(String::new, geojson::GeoJson::finish),
        positions: positions.map_or_else(String::new, |w| w.text),
        events,
        outcome,
    })
}

/// The replicate as a Tacview recording, ACMI 2.2.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn acmi(case: &CaseModel, job: &Job, options: &Options) -> Result<String, EngineError> {
    Ok(export(case, job, options, Wanted { acmi: true, ..Wanted::default() }, &|| ())?.acmi)
}

/// Sites, sensors, assets, ways of the raid, kills and leaks as GeoJSON.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn geojson(case: &CaseModel, job: &Job) -> Result<String, EngineError> {
    Ok(export(case, job, &Options::default(), Wanted { geojson: true, ..Wanted::default() }, &|| ())?.geojson)
}

/// Positions of everything in the air over time, as CSV.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn positions_csv(case: &CaseModel, job: &Job, options: &Options) -> Result<String, EngineError> {
    Ok(export(case, job, options, Wanted { positions: true, ..Wanted::default() }, &|| ())?.positions)
}
