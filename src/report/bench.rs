//! Timings as text.

use super::number::{counted, fixed, percent, short};
use crate::study::timing::Measured;

/// Stages below this share of a replicate's time are not named.
const LEAST_SHARE: f64 = 0.01;

/// What was measured, in two lines.
pub fn timings(m: &Measured) -> String {
    let total: f64 = m.stages_s.iter().map(|(_, seconds)| seconds).sum();
    let mut stages: Vec<(&str, f64)> = m.stages_s.iter().map(|(name, s)| (*name, s / total)).collect();
    stages.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shares: Vec<String> = stages
        .into_iter()
        .filter(|(_, share)| *share >= LEAST_SHARE)
        .map(|(name, share)| format!("{name} {}", percent(share)))
        .collect();
    format!(
        "{} under {}, {} ({}): {} M agent-steps per second; {} in {} s, {} per second\n    one replicate on one CPU thread: {} s; {}\n",
        m.scenario,
        m.assigner,
        m.engine,
        m.adapter,
        short(m.agent_steps_per_s / 1.0e6),
        counted(m.replicates.into(), "replicate"),
        fixed(m.elapsed_s, 2),
        short(m.replicates_per_s),
        short(total),
        shares.join(", "),
    )
}
