//! What each decision of a raid attained, as a table: one row for each epoch at which shots could be given.
//!
//! Engines tell of whole raids only. So a replicate is run once more on the CPU, stage by stage, and the counts that become
//! its outcome are read before and after each decision; the digest proves that it is the same replicate.

use std::time::Instant;

use rayon::prelude::*;

use super::error::StudyError;
use super::table::csv_line;
use super::whole::Study;
use crate::engine::EngineError;
use crate::engine::cpu::Runner;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::layout::Tally;
use crate::model::outcome::Outcome;
use crate::model::stage::{STAGES, problem};

/// Name of the table in a study's folder.
pub const DECISIONS: &str = "decisions.csv";
/// Name of the dictionary of its columns.
pub const DECISION_COLUMNS: &str = "decisions_columns.csv";

/// What was decided at one epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The epoch, counted from 0.
    pub epoch: u32,
    /// Its first tick.
    pub tick: u32,
    /// Targets that wanted shots.
    pub n_targets: usize,
    /// Weapons that could give some.
    pub n_weapons: usize,
    /// Shots wanted, of all targets together.
    pub n_wanted: u64,
    /// Shots given.
    pub n_shots: u32,
    /// Sum of their costs, in the units of the objective.
    pub cost: u64,
    /// Expected value that they save, as believed, in steps.
    pub saved_steps: u64,
    /// Time that deciding took on this thread, the making of the problem included, s. No part of the result.
    pub solver_s: f64,
}

/// All decisions of a replicate of a case, and its outcome. The job's case is `case`, whatever its index says.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub fn decisions(case: &CaseModel, job: Job) -> Result<(Vec<Decision>, Outcome), EngineError> {
    let mut runner = Runner::new(std::slice::from_ref(case), Job { case_ix: 0, ..job }, false);
    let mut found = Vec::new();
    while !runner.is_done() {
        let before = runner.batch.world.tallies[0];
        let mut decision = None;
        for (ix, stage) in STAGES.iter().enumerate() {
            let decides = stage.twin.is_none();
            if decides {
                decision = asked(case, &runner);
            }
            let start = Instant::now();
            runner.advance_stage(ix)?;
            if let (true, Some(decision)) = (decides, &mut decision) {
                decision.solver_s = start.elapsed().as_secs_f64();
            }
        }
        if let Some(decision) = decision {
            found.push(attained(decision, &before, &runner.batch.world.tallies[0]));
        }
    }
    Ok((found, runner.outcome()))
}

/// What is to be decided now; none where nothing is.
fn asked(case: &CaseModel, runner: &Runner<'_>) -> Option<Decision> {
    let (problem, targets) = problem(&runner.batch.statics, &runner.batch.world, 0)?;
    Some(Decision {
        epoch: problem.epoch,
        tick: problem.epoch * case.case.epoch_ticks,
        n_targets: targets.len(),
        n_weapons: problem.capacity.iter().filter(|&&capacity| capacity > 0).count(),
        n_wanted: problem.wanted(),
        n_shots: 0,
        cost: 0,
        saved_steps: 0,
        solver_s: 0.0,
    })
}

fn attained(asked: Decision, before: &Tally, after: &Tally) -> Decision {
    let cost = |tally: &Tally| u64::from(tally.cost_high) << 32 | u64::from(tally.cost_low);
    let saved = |tally: &Tally| u64::from(tally.saved_high) << 32 | u64::from(tally.saved_low);
    Decision {
        n_shots: after.n_assigned - before.n_assigned,
        cost: cost(after) - cost(before),
        saved_steps: saved(after) - saved(before),
        ..asked
    }
}

/// The columns: name, unit, meaning.
const COLUMNS: [[&str; 3]; 13] = [
    ["assigner", "name", "assignment algorithm; (truth): with perfect information, a diagnostic"],
    ["seed", "1", "seed of the study"],
    ["replicate", "1", "number of the replicate; the same number is the same raid under every assigner"],
    ["epoch", "1", "the epoch that decided; only epochs with a target that wants a shot and a weapon that has one"],
    ["time_s", "s", "time of the decision, from the start of the raid"],
    ["targets", "1", "targets that wanted shots"],
    ["weapons", "1", "weapons that could give some: kinds of rounds at sites, and interceptors that can be turned"],
    ["shots_wanted", "1", "shots wanted, of all targets together"],
    ["shots", "1", "shots given"],
    [
        "cost",
        "objective",
        "objective attained: sum of the costs of those shots, in m, ticks or steps; less is better among as many shots",
    ],
    ["saved_steps", "1", "expected value saved by those shots, as believed, in steps"],
    ["value_saved", "value", "the same in the scenario's units: the one yardstick for all assigners"],
    [
        "solver_s",
        "s",
        "time of the decision on one thread of one machine, not part of the result; empty for programs, whose answers are known",
    ],
];

/// How many of the columns there are: the last one only where decisions were timed.
fn n_columns(is_timed: bool) -> usize {
    if is_timed { COLUMNS.len() } else { COLUMNS.len() - 1 }
}

/// What each column means.
pub fn columns_csv(is_timed: bool) -> String {
    let mut text = String::new();
    csv_line(&mut text, ["column", "unit", "meaning"].into_iter());
    for column in &COLUMNS[..n_columns(is_timed)] {
        csv_line(&mut text, column.iter().copied());
    }
    text
}

/// The head of the table.
fn head(is_timed: bool) -> String {
    let mut text = String::new();
    csv_line(&mut text, COLUMNS[..n_columns(is_timed)].iter().map(|[name, ..]| *name));
    text
}

/// The rows of a replicate.
fn rows(case: &CaseModel, job: Job, decisions: &[Decision], is_timed: bool) -> String {
    let mut text = String::new();
    let label = case.label();
    for decision in decisions {
        let cells = [
            label.clone(),
            job.seed.to_string(),
            job.replicate.to_string(),
            decision.epoch.to_string(),
            format!("{}", case.seconds(decision.tick)),
            decision.n_targets.to_string(),
            decision.n_weapons.to_string(),
            decision.n_wanted.to_string(),
            decision.n_shots.to_string(),
            decision.cost.to_string(),
            decision.saved_steps.to_string(),
            format!("{}", Outcome::value_of_steps(case, decision.saved_steps)),
            if case.assigner.is_reproducible() { format!("{:.9}", decision.solver_s) } else { String::new() },
        ];
        csv_line(&mut text, cells[..n_columns(is_timed)].iter().map(String::as_str));
    }
    text
}

/// The table of one replicate, untimed.
pub fn replicate_csv(case: &CaseModel, job: Job, decisions: &[Decision]) -> String {
    head(false) + &rows(case, job, decisions, false)
}

/// The table of the first replicates of every case of a study. Where decisions are timed they are made on one thread, one after
/// the other.
///
/// # Errors
/// When there is no answer from whoever assigns, and when a replicate is not the one of the study.
pub fn study_csv(study: &Study, n_replicates: u32, is_timed: bool) -> Result<String, StudyError> {
    let plan = &study.plan;
    let n = n_replicates.min(plan.n_replicates) as usize;
    let of_one = |ix: usize| -> Result<String, StudyError> {
        let (case_ix, replicate) = (ix / n, ix % n);
        let (case, job) = (&plan.cases[case_ix], Job { case_ix, seed: plan.seed, replicate: replicate as u32 });
        let (decisions, outcome) = decisions(case, job)?;
        if outcome.digest != study.outcomes[case_ix][replicate].digest {
            let assigner = case.label();
            return Err(StudyError::Defect(format!(
                "assigner {assigner}, replicate {replicate}: run again it differs"
            )));
        }
        Ok(rows(case, job, &decisions, is_timed))
    };
    let all = 0..n * plan.cases.len();
    let texts: Result<Vec<String>, StudyError> =
        if is_timed { all.map(of_one).collect() } else { all.into_par_iter().map(of_one).collect() };
    Ok(head(is_timed) + &texts?.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::engine::cpu::CpuEngine;
    use crate::scenario;

    #[test]
    fn decisions_add_up_to_the_outcome() {
        let loaded = scenario::load("contract/mixed", None).unwrap();
        for assigner in ["none", "nearest", "marginal-return"] {
            let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap();
            let job = Job { case_ix: 0, seed: 3, replicate: 1 };
            let (all, outcome) = decisions(&case, job).unwrap();
            let run = CpuEngine.run(std::slice::from_ref(&case), &[job], &|_| ()).unwrap();
            assert_eq!(outcome, run[0], "{assigner}");
            assert!(!all.is_empty() && all.is_sorted_by(|a, b| a.epoch < b.epoch), "{assigner}");
            assert_eq!(all.iter().map(|d| d.n_shots).sum::<u32>(), outcome.assigned);
            assert_eq!(all.iter().map(|d| d.cost).sum::<u64>(), outcome.assigned_cost);
            assert_eq!(all.iter().map(|d| d.saved_steps).sum::<u64>(), outcome.saved_steps);
            assert_eq!(all.iter().filter(|d| d.n_shots > 0).count() as u32, outcome.decisions);
            for d in &all {
                assert!(d.n_targets > 0 && d.n_weapons > 0 && u64::from(d.n_shots) <= d.n_wanted, "{d:?}");
            }
        }
    }

    #[test]
    fn the_dictionary_names_the_columns_of_the_table() {
        for is_timed in [false, true] {
            let dictionary = columns_csv(is_timed);
            let names: Vec<&str> = dictionary.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
            assert_eq!(head(is_timed).trim_end(), names.join(","));
            assert_eq!(names.contains(&"solver_s"), is_timed);
        }
    }
}
