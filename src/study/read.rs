//! A study's folder read back whole. Nothing in it is believed before it is proved: the scenario by its digest, the files by
//! their checksums, the rows by the record, by each other, and by being written again.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::answers;
use super::error::StudyError;
use super::ledger;
use super::manifest::{COLUMNS, MANIFEST, Manifest, ROWS, digest_of_case, read_manifest, sha256_hex};
use super::plan::Plan;
use super::runner::Outcomes;
use super::table::{self, Column};
use super::whole::Study;
use crate::assign::external::PREFIX;
use crate::model::outcome::{CAUSE_NAMES, N_CAUSES, Outcome, RoundCounts, ThreatCounts};
use crate::model::{CaseModel, CompileError};

/// Reads a study as `write_study` wrote it.
///
/// # Errors
/// When a file is missing, was made by another version of the model, or is not as it was written: then with file and, where
/// it can be told, line.
pub fn read_study(dir: &Path) -> Result<Study, StudyError> {
    let manifest = read_manifest(dir)?;
    let plan = plan(dir, &manifest)?;
    let outcomes = Rows { file: dir.join(ROWS), plan: &plan }.read(&manifest)?;
    prove_files(dir, &manifest)?;
    let Manifest { variant, engine, adapter, .. } = manifest;
    Ok(Study { plan, variant, engine, adapter, outcomes })
}

/// The plan that a record names, its scenario proved.
fn plan(dir: &Path, manifest: &Manifest) -> Result<Plan, StudyError> {
    let altered = |reason: &str| Err(altered(dir.join(MANIFEST), None, reason));
    let scenario = manifest.scenario(dir)?;
    if scenario.name != manifest.scenario_name {
        return altered("the names of its scenario differ");
    }
    if manifest.assigners.is_empty() || manifest.n_replicates == 0 {
        return altered("it names no replicate of any assigner");
    }
    let (objective, seed) = (Some(manifest.objective), manifest.seed);
    let n = manifest.n_replicates;
    let digest = &manifest.scenario_digest;
    let mut cases: Vec<CaseModel> = Vec::new();
    for (ix, name) in manifest.assigners.iter().enumerate() {
        let Some(&picture) = manifest.pictures.get(ix) else { return altered("an assigner has no picture in it") };
        let assigner = answers::who(dir, ix, name)?.map_err(CompileError::from)?;
        let case = CaseModel::compile_for(&scenario, digest, assigner, objective)?.with_picture(picture);
        if cases.iter().any(|known| known.label() == case.label()) {
            return altered("an assigner stands twice in it");
        }
        cases.push(case);
    }
    Ok(Plan::of(&scenario, cases, seed, n))
}

/// Every file that the record names, by its checksum.
fn prove_files(dir: &Path, manifest: &Manifest) -> Result<(), StudyError> {
    let programs = (0..).zip(&manifest.assigners).filter(|(_, name)| name.starts_with(PREFIX));
    let answers = programs.map(|(ix, _)| answers::file_name(ix));
    for name in [ROWS, COLUMNS].into_iter().map(str::to_owned).chain(answers) {
        if !manifest.files.contains_key(&name) {
            return Err(altered(dir.join(MANIFEST), None, &format!("it has no checksum of {name}")));
        }
    }
    for (name, checksum) in &manifest.files {
        // A record may come from anywhere: it is not to lead to files elsewhere.
        if Path::new(name).file_name() != Some(name.as_ref()) {
            return Err(altered(dir.join(MANIFEST), None, &format!("\"{name}\" is no name of a file beside it")));
        }
        let file = dir.join(name);
        if sha256_hex(&read(&file)?) != *checksum {
            return Err(altered(file, None, "its SHA-256 is not the one in manifest.json"));
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, StudyError> {
    fs::read(file)
        .map_err(|error| StudyError::Manifest { file: file.to_owned(), reason: format!("it cannot be read: {error}") })
}

fn altered(file: PathBuf, line: Option<usize>, reason: &str) -> StudyError {
    StudyError::Altered { file, line, reason: reason.to_owned() }
}

/// `rows.csv`.
struct Rows<'a> {
    file: PathBuf,
    plan: &'a Plan,
}

impl Rows<'_> {
    fn read(&self, manifest: &Manifest) -> Result<Outcomes, StudyError> {
        let text = String::from_utf8(read(&self.file)?).map_err(|_| self.altered(None, "it is no UTF-8 text"))?;
        let columns = table::columns(&self.plan.cases[0]);
        let mut lines = (1..).zip(text.split_inclusive('\n'));
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        if lines.next().is_none_or(|(_, head)| head.trim_end_matches('\n') != names.join(",")) {
            return Err(self.altered(Some(1), "its columns are not those of the study's scenario"));
        }
        let mut outcomes: Outcomes = Vec::new();
        for case_ix in 0..self.plan.cases.len() {
            let mut of_case = Vec::with_capacity(self.plan.n_replicates.min(1 << 20) as usize);
            for replicate in 0..self.plan.n_replicates {
                let Some((number, line)) = lines.next() else {
                    let n = self.plan.n_jobs();
                    return Err(self.altered(None, &format!("it ends before the last of its {n} rows")));
                };
                let outcome = self.row(&columns, case_ix, replicate, line);
                of_case.push(outcome.map_err(|reason| self.altered(Some(number), &reason))?);
            }
            let name = self.plan.cases[case_ix].label();
            if manifest.digests.get(&name) != Some(&digest_of_case(&of_case)) {
                return Err(self.altered(None, &format!("the digests of {name}'s rows are not those of manifest.json")));
            }
            outcomes.push(of_case);
        }
        match lines.next() {
            Some((number, _)) => Err(self.altered(Some(number), "it goes on after its last row")),
            None => Ok(outcomes),
        }
    }

    /// One row, which has to be what is written for its outcome.
    fn row(&self, columns: &[Column], case_ix: usize, replicate: u32, line: &str) -> Result<Outcome, String> {
        let case = &self.plan.cases[case_ix];
        let cells = table::csv_cells(line);
        if cells.len() != columns.len() {
            return Err(format!("it has {} cells instead of {}", cells.len(), columns.len()));
        }
        let by_name = columns.iter().map(|column| column.name.as_str()).zip(cells.iter().map(String::as_str)).collect();
        let outcome = Cells { by_name }.outcome(case)?;
        let written = table::row_line(columns, self.plan, case_ix, replicate, &outcome);
        let expected = table::csv_cells(&written);
        for ((column, found), expected) in columns.iter().zip(&cells).zip(&expected) {
            if *found != *expected {
                return Err(format!("{} is \"{found}\" and has to be \"{expected}\"", column.name));
            }
        }
        if written != line {
            return Err("its line does not end as it was written".to_owned());
        }
        ledger::audit(case, &outcome)?;
        Ok(outcome)
    }

    fn altered(&self, line: Option<usize>, reason: &str) -> StudyError {
        altered(self.file.clone(), line, reason)
    }
}

/// The cells of a row.
struct Cells<'a> {
    by_name: HashMap<&'a str, &'a str>,
}

impl Cells<'_> {
    fn outcome(&self, case: &CaseModel) -> Result<Outcome, String> {
        Ok(Outcome {
            ticks: self.count("ticks")?,
            digest: self.digest()?,
            threats: [self.threats("threats")?, self.threats("decoys")?],
            rounds: self.rounds()?,
            launched_by_group: (0..case.groups.len())
                .map(|group| self.count(&format!("launched_magazine_{group}")))
                .collect::<Result<_, _>>()?,
            causes: [self.causes("threats")?, self.causes("decoys")?],
            asset_hits: (0..case.scenario.assets.len())
                .map(|ix| self.count(&format!("hits_asset_{ix}")))
                .collect::<Result<_, _>>()?,
            passes: self.count("passes")?,
            assigned: self.count("assigned")?,
            assigned_cost: self.count("assigned_cost")?,
            decisions: self.count("decisions")?,
            saved_steps: self.count("saved_steps")?,
            switched: self.count("switched")?,
            overkill: self.count("overkill")?,
            uncovered_epochs: self.count("uncovered_epochs")?,
            agent_steps: self.count("agent_steps")?,
            // A study with a fault is never written.
            faults: 0,
        })
    }

    fn count<T: std::str::FromStr>(&self, name: &str) -> Result<T, String> {
        let cell = self.by_name.get(name).copied().unwrap_or_default();
        cell.parse().map_err(|_| format!("{name} is \"{cell}\" and has to be a count"))
    }

    fn threats(&self, kind: &str) -> Result<ThreatCounts, String> {
        let of = |end: &str| self.count(&format!("{kind}_{end}"));
        Ok(ThreatCounts {
            launched: of("launched")?,
            killed: of("killed")?,
            lost: of("lost")?,
            leaked: of("leaked")?,
            leaked_hit: of("leaked_hit")?,
            airborne: of("airborne")?,
            pending: of("pending")?,
        })
    }

    fn rounds(&self) -> Result<RoundCounts, String> {
        let of = |end: &str| self.count(&format!("interceptors_{end}"));
        Ok(RoundCounts {
            launched: of("launched")?,
            hits: of("hits")?,
            misses: of("misses")?,
            expired: of("expired")?,
            aborted: of("aborted")?,
            in_flight: of("in_flight")?,
            remaining: of("remaining")?,
        })
    }

    /// A leaker has a cause: the first, "none", is nobody's.
    fn causes(&self, kind: &str) -> Result<[u32; N_CAUSES], String> {
        let mut counts = [0; N_CAUSES];
        for (count, cause) in counts.iter_mut().zip(CAUSE_NAMES).skip(1) {
            *count = self.count(&format!("{kind}_leaked_{cause}"))?;
        }
        Ok(counts)
    }

    fn digest(&self) -> Result<[u32; 4], String> {
        let cell = self.by_name.get("digest").copied().unwrap_or_default();
        let is_hex = cell.len() == 32 && cell.bytes().all(|byte| byte.is_ascii_hexdigit());
        let words = is_hex.then(|| [0, 8, 16, 24].map(|at| u32::from_str_radix(&cell[at..at + 8], 16)));
        match words {
            Some([Ok(a), Ok(b), Ok(c), Ok(d)]) => Ok([a, b, c, d]),
            _ => Err(format!("digest is \"{cell}\" and has to be 32 hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests;
