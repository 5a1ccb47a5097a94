//! `kingbird run --from DIR`: a row of a study, named by the study's record.

use std::path::Path;

use super::exit::Failure;
use super::run::{Named, RunArgs};
use crate::model::Picture;
use crate::model::batch::Job;
use crate::study::manifest::{MANIFEST, Manifest, ROWS, RowName, read_manifest};
use crate::study::read::read_study;
use crate::study::table::row_number;

/// The replicate that the arguments name in a study's folder.
///
/// # Errors
/// When the folder holds no usable record, is not as the study wrote it, or has no such row.
pub fn named(dir: &Path, args: &RunArgs) -> Result<Named, Failure> {
    let manifest = read_manifest(dir)?;
    let row = match args.row {
        Some(row) => manifest.row(dir, row)?,
        None => by_name(&manifest, args)?,
    };
    let mut study = read_study(dir)?;
    let outcome = &study.outcomes[row.case_ix][row.replicate as usize];
    let number = row_number(&study.plan, row.case_ix, row.replicate);
    let place = format!("row {number} of {}", dir.join(ROWS).display());
    let recorded = Some((place, outcome.digest_hex()));
    let job = Job { case_ix: 0, seed: study.plan.seed, replicate: row.replicate };
    Ok(Named { case: study.plan.cases.swap_remove(row.case_ix), variant: study.variant, job, recorded })
}

fn by_name(manifest: &Manifest, args: &RunArgs) -> Result<RowName, Failure> {
    let labels = labels(manifest);
    let has = labels.join(", ");
    let (Some(replicate), Some(assigner)) = (args.replicate, &args.assigner) else {
        return Err(Failure::input(format!(
            "--from needs --row, or --replicate and --assigner (the study has {has}; replicates 0 to {})",
            manifest.n_replicates.saturating_sub(1)
        )));
    };
    let case_ix = labels.iter().position(|label| label == assigner);
    let Some(case_ix) = case_ix else {
        return Err(Failure::input(format!("{MANIFEST} has no assigner \"{assigner}\"; it has {has}")));
    };
    if replicate >= manifest.n_replicates {
        let last = manifest.n_replicates.saturating_sub(1);
        return Err(Failure::input(format!("{MANIFEST} has no replicate {replicate}; it has 0 to {last}")));
    }
    Ok(RowName { case_ix, replicate })
}

/// The cases of a study as `--assigner` names them: with `(truth)` behind those that had perfect information.
fn labels(manifest: &Manifest) -> Vec<String> {
    let label = |(name, picture): (&String, &Picture)| match picture {
        Picture::Believed => name.clone(),
        Picture::Truth => format!("{name} (truth)"),
    };
    manifest.assigners.iter().zip(&manifest.pictures).map(label).collect()
}
