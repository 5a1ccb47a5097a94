//! `kingbird doctor`.

use clap::Args;

use super::case::load;
use super::exit::Failure;
use super::out;
use crate::engine::cpu::CpuEngine;
use crate::model::CaseModel;
use crate::report;
use crate::study::timing::measure;

/// Examine this machine: every engine, whether it is exact, and how fast it is
#[derive(Args, Debug)]
pub struct DoctorArgs {}

/// The scenario that engines are compared and timed on: small, and every part of the model takes part.
const PROBE: &str = "contract/mixed";
/// Replicates of it that are timed.
const PROBE_REPLICATES: u32 = 32;

/// Runs the subcommand.
///
/// # Errors
/// When the probe cannot be run.
pub fn run(_args: &DoctorArgs) -> Result<(), Failure> {
    let loaded = load(PROBE, None)?;
    let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None)?;
    out::print(&report::bench::timings(&measure(&CpuEngine, &case, PROBE_REPLICATES)?))
}
