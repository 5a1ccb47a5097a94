//! Whether a replicate fits this machine's memory, asked before anything is allocated: a refused allocation would end the
//! program without a word.

use std::mem::size_of;

use super::EngineError;
use crate::model::batch::Job;
use crate::model::compile::CaseModel;
use crate::model::layout::{Channel, Issue, Order, Plan, Point, Round, Shot, Threat, Track, Weapon};

/// Points of a route at most: its waypoints and the aim point.
const POINTS: u64 = 16;

/// Bytes that the rows of one replicate take.
pub fn bytes_per_replicate(case: &CaseModel) -> u64 {
    let of = |n: u32, bytes: usize| u64::from(n) * bytes as u64;
    let n_weapons = case.groups.len() as u32 + case.case.n_orphan_slots;
    of(case.n_threats, size_of::<Plan>() + size_of::<Threat>() + size_of::<Track>())
        + of(case.n_threats, size_of::<Point>()) * POINTS
        + of(case.n_threats, size_of::<Shot>()) * u64::from(n_weapons)
        + of(case.n_rounds, size_of::<Issue>() + size_of::<Round>())
        + of(case.n_channels, size_of::<Channel>() + size_of::<Order>())
        + of(case.n_rails, size_of::<u32>())
        + of(n_weapons, size_of::<Weapon>())
}

/// How many replicates of these jobs may be worked on at a time, at most `wanted`.
///
/// # Errors
/// [`EngineError::Memory`] when the largest of them does not fit alone.
pub fn replicates_at_a_time(cases: &[CaseModel], jobs: &[Job], wanted: usize) -> Result<usize, EngineError> {
    fit(jobs.iter().map(|job| bytes_per_replicate(&cases[job.case_ix])).max().unwrap_or(0), available_bytes(), wanted)
}

fn fit(needed: u64, available: Option<u64>, wanted: usize) -> Result<usize, EngineError> {
    match available {
        Some(available) if needed > available => Err(EngineError::Memory { needed, available }),
        Some(available) => Ok((available / needed.max(1)).clamp(1, wanted.max(1) as u64) as usize),
        None => Ok(wanted),
    }
}

/// Memory that can be had without swapping, where the system tells (Linux).
fn available_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_alone_is_refused_and_what_fits_once_is_not_taken_twice() {
        assert!(matches!(fit(101, Some(100), 4), Err(EngineError::Memory { needed: 101, available: 100 })));
        assert_eq!(fit(60, Some(100), 4).unwrap(), 1);
        assert_eq!(fit(10, Some(100), 4).unwrap(), 4);
        assert_eq!(fit(0, Some(100), 4).unwrap(), 4);
        assert_eq!(fit(u64::MAX, None, 4).unwrap(), 4);
    }
}
