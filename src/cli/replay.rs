//! `kingbird run --from DIR`: a row of a study, named by the study's record.

use std::path::Path;

use super::exit::Failure;
use super::run::{Named, RunArgs};
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::study::manifest::{MANIFEST, Manifest, ROWS, RowName, read_manifest};

/// The replicate that the arguments name in a study's folder.
///
/// # Errors
/// When the folder holds no usable record, or the study has no such row.
pub fn named(dir: &Path, args: &RunArgs) -> Result<Named, Failure> {
    let manifest = read_manifest(dir)?;
    let scenario = manifest.scenario(dir)?;
    let row = match args.row {
        Some(row) => manifest.row(dir, row)?,
        None => by_name(&manifest, args)?,
    };
    let assigner = manifest.assigners[row.case_ix].as_str();
    let number = row.case_ix * manifest.n_replicates as usize + row.replicate as usize;
    let digest = manifest.digest_of_row(dir, number)?;
    let case = CaseModel::compile(&scenario, &manifest.scenario_digest, Some(assigner), Some(manifest.objective))?;
    let job = Job { case_ix: 0, seed: manifest.seed, replicate: row.replicate };
    let place = format!("row {number} of {}", dir.join(ROWS).display());
    Ok(Named { case, variant: manifest.variant, job, recorded: Some((place, digest)) })
}

fn by_name(manifest: &Manifest, args: &RunArgs) -> Result<RowName, Failure> {
    let has = manifest.assigners.join(", ");
    let (Some(replicate), Some(assigner)) = (args.replicate, &args.assigner) else {
        return Err(Failure::input(format!(
            "--from needs --row, or --replicate and --assigner (the study has {has}; replicates 0 to {})",
            manifest.n_replicates.saturating_sub(1)
        )));
    };
    let case_ix = manifest.assigners.iter().position(|name| name == assigner);
    let Some(case_ix) = case_ix else {
        return Err(Failure::input(format!("{MANIFEST} has no assigner \"{assigner}\"; it has {has}")));
    };
    if replicate >= manifest.n_replicates {
        let last = manifest.n_replicates.saturating_sub(1);
        return Err(Failure::input(format!("{MANIFEST} has no replicate {replicate}; it has 0 to {last}")));
    }
    Ok(RowName { case_ix, replicate })
}
