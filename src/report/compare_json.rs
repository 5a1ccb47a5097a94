//! A comparison for programs. Names and units are promises: add keys, never change one.

use serde_json::{Value as Json, json};

use super::compare::Head;
use super::run::{REPORTED_KILLS_PER_LAUNCH, objective_name};
use super::verdict::{verdict, warnings};
use crate::model::MODEL_VERSION;
use crate::stats::{Interval, Paired, Ratio};
use crate::study::analysis::{Analysis, Arm, Contrast, LEVEL, Mean, differs};
use crate::study::timing::DecisionTime;

/// The comparison for programs.
pub fn json(head: &Head<'_>, analysis: &Analysis) -> Json {
    let plan = head.plan;
    let arms: Vec<Json> = analysis.arms.iter().map(|arm| arm_json(head, arm)).collect();
    let contrasts: Vec<Json> = analysis.contrasts.iter().map(|c| contrast_json(analysis, c)).collect();
    json!({
        "model_version": MODEL_VERSION,
        "scenario": plan.scenario.name,
        "scenario_digest": plan.cases.first().map(|case| &case.scenario_digest),
        "variant": head.variant,
        "seed": plan.seed,
        "objective": plan.cases.first().map(objective_name),
        "engine": head.engine,
        "adapter": head.adapter,
        "verdict": verdict(analysis),
        "best": analysis.arms[analysis.best].assigner,
        "told_apart_from_next": analysis.closest().map(differs),
        "level": LEVEL,
        "n_replicates": analysis.n_replicates,
        "n_threats": analysis.n_threats,
        "arms": arms,
        "differences_to_best": contrasts,
        "reported_kills_per_launch": [REPORTED_KILLS_PER_LAUNCH.0, REPORTED_KILLS_PER_LAUNCH.1],
        "reported": plan.scenario.reported,
        "warnings": warnings(analysis),
    })
}

fn arm_json(head: &Head<'_>, arm: &Arm) -> Json {
    let times = head.solver_s.unwrap_or_default().iter();
    let time = times.filter(|(name, _)| *name == arm.assigner).map(|(_, time)| time).next();
    let of_ratio = |ratio: Option<Ratio>| ratio.map(|r| json!({ "value": r.value, "interval": pair(r.interval) }));
    let of_mean = |mean: Mean| {
        json!({
            "mean": mean.value, "interval": mean.interval.map(pair), "interval_reaches_below_zero": mean.reaches_below_zero(),
        })
    };
    let causes: serde_json::Map<String, Json> =
        arm.causes.iter().map(|(name, share)| ((*name).to_owned(), json!(share))).collect();
    json!({
        "assigner": arm.assigner,
        "control": arm.control,
        "picture": arm.picture,
        "caveat": arm.picture.caveat(),
        "leakers": of_mean(arm.leakers),
        "leakers_p90": arm.leakers_p90,
        "decoys_leaked": of_mean(arm.decoys_leaked),
        "value_lost": of_mean(arm.value_lost),
        "value_saved": of_mean(arm.value_saved),
        "value_saved_per_decision": of_ratio(arm.saved_per_decision),
        "interceptors_switched": of_mean(arm.switched),
        "overkill_shots": of_mean(arm.overkill),
        "uncovered_threat_epochs": of_mean(arm.uncovered_epochs),
        "solver_s_per_decision": time.map(DecisionTime::per_decision_s),
        "solver_decisions_timed": time.map(|time| time.n_decisions),
        "interceptors_launched": of_mean(arm.launched),
        "interceptors_per_kill": of_ratio(arm.launched_per_kill),
        "cost_per_kill_usd": of_ratio(arm.cost_per_kill_usd),
        "kills_per_launch": of_ratio(arm.kills_per_launch),
        "leak_cause_shares": causes,
        "unfinished_replicates": arm.n_unfinished,
    })
}

fn contrast_json(analysis: &Analysis, contrast: &Contrast) -> Json {
    let of = |p: &Paired| {
        json!({
            "mean": p.mean, "sd": p.sd, "interval": pair(p.interval), "p": p.p,
            "correlation": p.correlation, "variance_reduction": p.variance_reduction,
        })
    };
    json!({
        "assigner": analysis.arms[contrast.other].assigner,
        "leakers": of(&contrast.leakers),
        "p_adjusted": contrast.p_adjusted,
        "value_lost": contrast.value_lost.as_ref().map(of),
    })
}

fn pair(interval: Interval) -> [f64; 2] {
    [interval.low, interval.high]
}
