//! Results for programs. Names and units are promises: add keys, never change one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::run::{REPORTED_KILLS_PER_LAUNCH, objective_name};
use crate::model::batch::Job;
use crate::model::outcome::{CAUSE_NAMES, Outcome, RoundCounts, ThreatCounts};
use crate::model::{CaseModel, MODEL_VERSION, Picture};
use crate::scenario::schema::Reported;

/// One replicate, as `kingbird run --json` prints it.
#[derive(Serialize)]
pub struct RunJson {
    model_version: u32,
    scenario: String,
    scenario_digest: String,
    variant: Option<String>,
    seed: u64,
    replicate: u32,
    assigner: String,
    /// What decisions were made from: `believed` or `truth`.
    picture: Picture,
    /// What is to be said of a result with that picture, if anything.
    caveat: Option<&'static str>,
    objective: String,
    engine: String,
    adapter: String,
    ticks: u32,
    simulated_s: f64,
    digest: String,
    threats: ThreatCounts,
    decoys: ThreatCounts,
    interceptors: RoundCounts,
    /// Threats that leaked, by cause.
    leak_causes: BTreeMap<&'static str, u32>,
    /// Decoys that leaked, by cause.
    decoy_leak_causes: BTreeMap<&'static str, u32>,
    assets: Vec<AssetJson>,
    value_lost: f64,
    /// Decisions at which shots were given, and what was expected of them when they were.
    decisions: DecisionsJson,
    cost: CostJson,
    /// Kills of threats and decoys per interceptor launched; null without launches.
    kills_per_launch: Option<f64>,
    /// What is reported for interceptor drones: orientation, not calibration.
    reported_kills_per_launch: [f64; 2],
    reported: Option<Reported>,
    agent_steps: u64,
}

#[derive(Serialize)]
struct AssetJson {
    name: String,
    value: f64,
    hits: u32,
    value_lost: f64,
}

#[derive(Serialize)]
struct DecisionsJson {
    /// Decisions at which shots were given.
    with_shots: u32,
    /// Shots given.
    shots: u32,
    /// Expected value saved by them, in the scenario's units of value, as believed at each decision.
    value_saved: f64,
    /// Churn: interceptors in flight that were given another target.
    interceptors_switched: u32,
    /// Overkill: shots that were under way at a threat when another killed it.
    overkill_shots: u32,
    /// Epochs of threats that could be met in time without a shot under way.
    uncovered_threat_epochs: u64,
}

#[derive(Serialize)]
struct CostJson {
    /// Interceptors launched and sites together.
    defender_usd: f64,
    interceptors_usd: f64,
    fixed_usd: f64,
    attacker_usd: f64,
}

impl RunJson {
    /// Of a replicate's outcome; `engine` is name and adapter.
    pub fn new(case: &CaseModel, job: &Job, variant: Option<&str>, engine: (&str, &str), outcome: &Outcome) -> Self {
        let (interceptors_usd, fixed_usd) = (outcome.interceptor_cost_usd(case), Outcome::fixed_cost_usd(case));
        let asset = |(ix, asset): (usize, &crate::scenario::schema::Asset)| AssetJson {
            name: asset.name.clone(),
            value: asset.value,
            hits: outcome.asset_hits[ix],
            value_lost: outcome.asset_value_lost(case, ix),
        };
        let launched = outcome.rounds.launched;
        Self {
            model_version: MODEL_VERSION,
            scenario: case.scenario.name.clone(),
            scenario_digest: case.scenario_digest.clone(),
            variant: variant.map(str::to_owned),
            seed: job.seed,
            replicate: job.replicate,
            assigner: case.assigner.name().to_owned(),
            picture: case.picture,
            caveat: case.picture.caveat(),
            objective: objective_name(case),
            engine: engine.0.to_owned(),
            adapter: engine.1.to_owned(),
            ticks: outcome.ticks,
            simulated_s: case.seconds(outcome.ticks),
            digest: outcome.digest_hex(),
            threats: outcome.threats[0],
            decoys: outcome.threats[1],
            interceptors: outcome.rounds,
            leak_causes: by_cause(outcome, 0),
            decoy_leak_causes: by_cause(outcome, 1),
            assets: case.scenario.assets.iter().enumerate().map(asset).collect(),
            value_lost: outcome.value_lost(case),
            decisions: DecisionsJson {
                with_shots: outcome.decisions,
                shots: outcome.assigned,
                value_saved: outcome.value_saved(case),
                interceptors_switched: outcome.switched,
                overkill_shots: outcome.overkill,
                uncovered_threat_epochs: outcome.uncovered_epochs,
            },
            cost: CostJson {
                defender_usd: interceptors_usd + fixed_usd,
                interceptors_usd,
                fixed_usd,
                attacker_usd: Outcome::attacker_cost_usd(case),
            },
            kills_per_launch: (launched > 0).then(|| f64::from(outcome.kills()) / f64::from(launched)),
            reported_kills_per_launch: REPORTED_KILLS_PER_LAUNCH.into(),
            reported: case.scenario.reported.clone(),
            agent_steps: outcome.agent_steps,
        }
    }
}

fn by_cause(outcome: &Outcome, kind: usize) -> BTreeMap<&'static str, u32> {
    (1..CAUSE_NAMES.len()).map(|cause| (CAUSE_NAMES[cause], outcome.causes[kind][cause])).collect()
}
