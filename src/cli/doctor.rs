//! `kingbird doctor`: every engine of this machine, whether it is exact, and how fast it is.

use clap::Args;

use super::case::load;
use super::exit::{Exit, Failure};
use super::lockstep::compare;
use super::out;
use crate::engine::Engine;
use crate::engine::cpu::CpuEngine;
use crate::engine::lockstep::{Options, Side};
use crate::report::number::{fixed, integer};
use crate::study::Plan;
use crate::study::timing::measure;

/// Examine this machine: every engine, whether it is exact, and how fast it is
///
/// Each adapter is shown with its driver and limits, compared with the CPU word by word on a small raid in which every part of
/// the model takes part, and timed on it. Exits with 3 if an adapter that may be used is not exact.
#[derive(Args, Debug)]
pub struct DoctorArgs {}

/// The scenario that engines are compared and timed on.
const PROBE: &str = "contract/mixed";
/// Replicates of it that are compared, under each assigner.
const COMPARED: u32 = 4;
/// Replicates of it that are timed.
const TIMED: u32 = 64;

/// Runs the subcommand.
///
/// # Errors
/// When the probe cannot be run; exit code 3, already explained, when an engine is not exact.
pub fn run(_args: &DoctorArgs) -> Result<(), Failure> {
    let loaded = load(PROBE, None)?;
    let plan = Plan::new(&loaded.scenario, &loaded.digest, &Plan::all_assigners(), None, 1, COMPARED)?;
    let mut all_exact = true;

    out::print(&format!("cpu: {}", CpuEngine.adapter()))?;
    let against_itself = Options { engines: [Side::Cpu, Side::Cpu], ..Options::default() };
    all_exact &= exactness(&plan, &against_itself)?;
    speed(&CpuEngine, &plan)?;
    all_exact &= adapters(&plan)?;
    if all_exact { Ok(()) } else { Err(Failure::silent(Exit::Diverged)) }
}

/// Prints whether two engines agree; a failure to run is printed too, and no divergence.
fn exactness(plan: &Plan, options: &Options) -> Result<bool, Failure> {
    match compare(plan, options) {
        Ok(report) => {
            let verdict = if report.divergence.is_none() { "exact" } else { "NOT EXACT" };
            out::print(&format!("    {verdict}: {report}"))?;
            Ok(report.divergence.is_none())
        }
        Err(failure) => {
            out::print(&format!("    not compared: {failure}"))?;
            Ok(true)
        }
    }
}

fn speed(engine: &dyn Engine, plan: &Plan) -> Result<(), Failure> {
    // The first assigner that shoots: with none, half of the model stands still.
    let Some(case) = plan.cases.iter().rfind(|case| case.assigner.device_rule().is_some()) else { return Ok(()) };
    let timed = measure(engine, case, TIMED)?;
    let rate = fixed(timed.agent_steps_per_s / 1.0e6, 1);
    let n = integer(TIMED.into());
    out::print(&format!("    {rate} M agent-steps per second ({n} replicates of {PROBE} under {})", timed.assigner))
}

#[cfg(feature = "gpu")]
fn adapters(plan: &Plan) -> Result<bool, Failure> {
    use crate::engine::gpu::{GpuEngine, GpuOptions, list_adapters};
    let found = list_adapters();
    if found.is_empty() {
        out::print("gpu: no adapter was found; on Linux, Vulkan drivers come with the vendor's or Mesa's packages")?;
    }
    let mut all_exact = true;
    for report in &found {
        out::print(&crate::report::adapters::detail(report))?;
        if !report.usable {
            continue;
        }
        let adapter = Some(report.index.to_string());
        all_exact &= exactness(plan, &Options { adapter: adapter.clone(), ..Options::default() })?;
        match GpuEngine::new(GpuOptions { adapter, ..GpuOptions::default() }) {
            Ok(engine) => speed(&engine, plan)?,
            Err(error) => out::print(&format!("    not timed: {error}"))?,
        }
    }
    Ok(all_exact)
}

#[cfg(not(feature = "gpu"))]
fn adapters(_plan: &Plan) -> Result<bool, Failure> {
    out::print("gpu: this build has no GPU engine (feature `gpu`)")?;
    Ok(true)
}
