//! How many replicates go to the device at a time.
//!
//! A table must fit a binding, and all dynamic tables together the buffer that reads them back. Jobs keep their order; how they
//! are cut is no part of the result.

use std::ops::Range;

use super::buffers::scratch_bytes;
use crate::engine::{EngineError, memory, tables};
use crate::model::batch::{Batch, Job};
use crate::model::compile::CaseModel;

/// Replicates of a batch that has programs for assigners: each replicate keeps one running from its beginning to its end.
const MOST_PROGRAMS: usize = 16;

/// What one batch may take.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Bytes of one table.
    pub binding_bytes: u64,
    /// Bytes of all tables together.
    pub total_bytes: u64,
    /// Bytes of all tables together beyond which more replicates at a time gain nothing.
    pub comfort_bytes: u64,
    /// Replicates.
    pub max_replicates: usize,
}

/// Bytes by table.
#[derive(Clone, Debug, Default)]
pub struct Sizes(Vec<(&'static str, u64)>);

impl Sizes {
    /// Those of a batch.
    pub fn of(batch: &Batch) -> Self {
        let all = tables::statics(&batch.statics).into_iter().chain(tables::dynamic(&batch.world));
        let mut sizes: Vec<_> = all.map(|table| (table.name, table.words.len() as u64 * 4)).collect();
        sizes.extend(scratch_bytes(batch));
        Self(sizes)
    }

    fn total(&self) -> u64 {
        self.0.iter().map(|(_, bytes)| bytes).sum()
    }

    fn plus(&self, other: &Self) -> Self {
        if self.0.is_empty() {
            return other.clone();
        }
        Self(self.0.iter().zip(&other.0).map(|(a, b)| (a.0, a.1 + b.1)).collect())
    }

    /// Whether it fits.
    ///
    /// # Errors
    /// [`EngineError::TooLarge`] with the largest table that does not.
    pub fn check(&self, room: &Room) -> Result<(), EngineError> {
        let worst = self.0.iter().copied().max_by_key(|(_, bytes)| *bytes);
        if let Some((buffer, needed)) = worst.filter(|(_, bytes)| *bytes > room.binding_bytes) {
            return Err(EngineError::TooLarge { buffer, needed, limit: room.binding_bytes });
        }
        if self.total() > room.total_bytes {
            let (buffer, needed, limit) = ("all tables together", self.total(), room.total_bytes);
            return Err(EngineError::TooLarge { buffer, needed, limit });
        }
        Ok(())
    }
}

/// Cuts jobs into batches.
///
/// What a replicate takes is measured on the first one of its case. Others of the case may differ by the points of their
/// routes, so whoever builds a batch checks it again.
///
/// # Errors
/// When a single replicate does not fit.
pub fn cut(cases: &[CaseModel], jobs: &[Job], room: &Room) -> Result<Vec<Range<usize>>, EngineError> {
    memory::replicates_at_a_time(cases, jobs, 1)?; // measuring a replicate takes the host's memory
    let has_program = jobs.iter().any(|job| !cases[job.case_ix].assigner.is_reproducible());
    let max_replicates = room.max_replicates.min(if has_program { MOST_PROGRAMS } else { usize::MAX });
    let mut sizes = vec![None; cases.len()];
    let mut batches = Vec::new();
    let (mut first, mut sum) = (0, Sizes::default());
    for (ix, job) in jobs.iter().enumerate() {
        let one = sizes[job.case_ix].get_or_insert_with(|| Sizes::of(&Batch::build(cases, &[*job])));
        one.check(room)?;
        let grown = sum.plus(one);
        let is_full = ix - first >= max_replicates || grown.total() > room.comfort_bytes;
        if ix > first && (is_full || grown.check(room).is_err()) {
            batches.push(first..ix);
            (first, sum) = (ix, one.clone());
        } else {
            sum = grown;
        }
    }
    if first < jobs.len() {
        batches.push(first..jobs.len());
    }
    Ok(batches)
}

/// Workgroups along x and y for so many rows; the shader folds them back: `row = id.x + id.y * num_workgroups.x * 64`.
pub fn grid(rows: u32, rows_per_workgroup: u32, max_workgroups: u32) -> [u32; 2] {
    let groups = rows.div_ceil(rows_per_workgroup.max(1));
    let across = groups.min(max_workgroups.max(1));
    [across, groups.div_ceil(across.max(1))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_cover_all_rows_and_stay_within_the_limit() {
        for (rows, limit) in
            [(0, 65_535), (1, 65_535), (64, 65_535), (65, 65_535), (65_535 * 64 + 1, 65_535), (1_000, 4)]
        {
            let [x, y] = grid(rows, 64, limit);
            assert!(x <= limit && y <= limit, "{rows}: {x} x {y}");
            assert!(u64::from(x) * u64::from(y) * 64 >= u64::from(rows), "{rows}: {x} x {y}");
            assert_eq!(rows == 0, x * y == 0);
        }
    }
}
