//! The record of a study, from which any of its rows can be run again. Holds no clock reading: the same study gives the
//! same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::error::StudyError;
use super::whole::Study;
use super::{answers, store, table};
use crate::model::outcome::Outcome;
use crate::model::{CaseModel, MODEL_VERSION, Picture};
use crate::scenario;
use crate::scenario::schema::{Objective, Scenario};

/// Name of the record in a study's folder.
pub const MANIFEST: &str = "manifest.json";
/// Name of the rows.
pub const ROWS: &str = "rows.csv";
/// Name of the dictionary of their columns.
pub const COLUMNS: &str = "columns.csv";

/// What a study was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the crate that ran it.
    pub kingbird: String,
    /// Version of the model: another one gives other bits.
    pub model_version: u32,
    /// Name of the scenario.
    pub scenario_name: String,
    /// The variant that was applied.
    pub variant: Option<String>,
    /// SHA-256 of the resolved scenario.
    pub scenario_digest: String,
    /// Seed of all replicates.
    pub seed: u64,
    /// Replicates 0 to this, exclusive, under every assigner.
    pub n_replicates: u32,
    /// Assigners in the order of the rows.
    pub assigners: Vec<String>,
    /// What each decided from: `believed`, or `truth`, perfect information and no result for the assigner.
    pub pictures: Vec<Picture>,
    /// What assignments were judged by.
    pub objective: Objective,
    /// Engine that ran it; changes no bit of the rows.
    pub engine: String,
    /// What it ran on; changes no bit of the rows.
    pub adapter: String,
    /// SHA-256 over the digests of each assigner's replicates, in order.
    pub digests: BTreeMap<String, String>,
    /// SHA-256 of the files beside this one.
    pub files: BTreeMap<String, String>,
    /// The scenario as resolved, its variant applied.
    pub scenario: Json,
}

/// One row of a study, ready to be run again.
pub struct RowName {
    /// Index into the manifest's assigners.
    pub case_ix: usize,
    /// Its replicate.
    pub replicate: u32,
}

/// Writes a study's folder: rows, dictionary, record, the answers of programs, and other files by their names.
///
/// # Errors
/// When it exists already or cannot be written.
pub fn write_study(dir: &Path, study: &Study, others: Vec<(&str, String)>) -> Result<(), StudyError> {
    let plan = &study.plan;
    let Some(first) = plan.cases.first() else { return Ok(()) };
    let (rows, columns) = (table::rows_csv(plan, &study.outcomes), table::columns_csv(first));
    let mut resolved = plan.scenario.clone();
    // Applied already, or not chosen: either way not part of what was run.
    resolved.variants.clear();
    let answers: Vec<(String, String)> = plan
        .cases
        .iter()
        .enumerate()
        .filter_map(|(ix, case)| Some((ix, case.assigner.recorded()?)))
        .map(|(ix, tapes)| (answers::file_name(ix), answers::text(&tapes, plan.seed, 0..plan.n_replicates)))
        .collect();
    let mut files: Vec<(&str, String)> = vec![(ROWS, rows), (COLUMNS, columns)];
    files.extend(others);
    files.extend(answers.iter().map(|(name, text)| (name.as_str(), text.clone())));
    let names: Vec<String> = plan.cases.iter().map(|case| case.assigner.name().to_owned()).collect();
    let labels: Vec<String> = plan.cases.iter().map(CaseModel::label).collect();
    let manifest = Manifest {
        kingbird: env!("CARGO_PKG_VERSION").to_owned(),
        model_version: MODEL_VERSION,
        scenario_name: resolved.name.clone(),
        variant: study.variant.clone(),
        scenario_digest: first.scenario_digest.clone(),
        seed: plan.seed,
        n_replicates: plan.n_replicates,
        objective: first.scenario.doctrine.objective,
        engine: study.engine.clone(),
        adapter: study.adapter.clone(),
        digests: labels.into_iter().zip(study.outcomes.iter().map(|o| digest_of_case(o))).collect(),
        assigners: names,
        pictures: plan.cases.iter().map(|case| case.picture).collect(),
        files: files.iter().map(|(name, text)| ((*name).to_owned(), sha256_hex(text.as_bytes()))).collect(),
        scenario: serde_json::to_value(&resolved).unwrap_or(Json::Null),
    };
    let record = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
    files.push((MANIFEST, record));
    store::write_dir(dir, &files)
}

/// Reads a study's record.
///
/// # Errors
/// When it is missing, is no record, or was made by another version of the model.
pub fn read_manifest(dir: &Path) -> Result<Manifest, StudyError> {
    let file = dir.join(MANIFEST);
    let fail = |reason: String| StudyError::Manifest { file: file.clone(), reason };
    let text = fs::read_to_string(&file).map_err(|error| fail(error.to_string()))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| fail(error.to_string()))?;
    if manifest.model_version != MODEL_VERSION {
        let (theirs, ours) = (manifest.model_version, MODEL_VERSION);
        return Err(fail(format!(
            "made by version {theirs} of the model, this is version {ours}; use kingbird {}",
            manifest.kingbird
        )));
    }
    Ok(manifest)
}

impl Manifest {
    /// The scenario, proved by its digest to be the one that was run.
    ///
    /// # Errors
    /// When the record was altered.
    pub fn scenario(&self, dir: &Path) -> Result<Scenario, StudyError> {
        let fail = |reason: String| StudyError::Manifest { file: dir.join(MANIFEST), reason };
        let scenario: Scenario =
            serde_json::from_value(self.scenario.clone()).map_err(|error| fail(format!("its scenario: {error}")))?;
        if scenario::digest(&scenario) != self.scenario_digest {
            return Err(fail("its scenario does not have the digest it states: it was altered".to_owned()));
        }
        Ok(scenario)
    }

    /// Case and replicate of a row.
    ///
    /// # Errors
    /// When the study has no such row.
    pub fn row(&self, dir: &Path, row: usize) -> Result<RowName, StudyError> {
        let place = table::row_place(self.assigners.len(), self.n_replicates, row);
        let (case_ix, replicate) = place.ok_or_else(|| StudyError::Manifest {
            file: dir.join(MANIFEST),
            reason: format!(
                "no row {row}; the study has rows 0 to {}",
                (self.assigners.len() * self.n_replicates as usize).saturating_sub(1)
            ),
        })?;
        Ok(RowName { case_ix, replicate })
    }
}

/// SHA-256 over the digests of one case's replicates, in order.
pub(super) fn digest_of_case(outcomes: &[Outcome]) -> String {
    let mut hash = Sha256::new();
    outcomes.iter().for_each(|outcome| hash.update(outcome.digest_hex()));
    hex(&hash.finalize())
}

/// SHA-256 of a file's bytes.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
