//! The report of a comparison: verdict first, then the figures it rests on, then what to be wary of.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::number::{counted, ends, integer, p_value, percent, plain, short, usd, with_ends, with_half_width};
use super::run::{REPORTED_KILLS_PER_LAUNCH, objective_name};
use super::table::table;
use super::wrap::wrapped;
use crate::model::MODEL_VERSION;
use crate::model::outcome::CAUSE_NAMES;
use crate::scenario::schema::Reported;
use crate::stats::{self, Interval, Paired, Ratio};
use crate::study::Plan;
use crate::study::analysis::{Analysis, Arm, Contrast, LEVEL, Mean, differs};

/// Fewer replicates than this are too few for Student's interval of such counts to be relied on.
const FEW_REPLICATES: u32 = 10;

/// What was compared, and by what.
pub struct Head<'a> {
    /// The study.
    pub plan: &'a Plan,
    /// The variant that was applied.
    pub variant: Option<&'a str>,
    /// The engine.
    pub engine: &'a str,
    /// What it ran on.
    pub adapter: &'a str,
}

/// The whole report.
pub fn report(head: &Head<'_>, analysis: &Analysis) -> String {
    let mut text = wrapped(&verdict(analysis));
    let _ = write!(text, "\n{}", wrapped(&subject(head, analysis)));
    let _ = write!(text, "\n{}", arms_table(analysis));
    text += &cause_table(analysis);
    let _ = write!(text, "\n{}", price_table(analysis));
    if !analysis.contrasts.is_empty() {
        let _ = write!(text, "\n{}", contrast_table(analysis));
    }
    text += "\n";
    for line in warnings(analysis) {
        text += &wrapped(&format!("warning: {line}"));
    }
    text += &wrapped(&orientation(head.plan.scenario.reported.as_ref()));
    text
}

fn subject(head: &Head<'_>, analysis: &Analysis) -> String {
    let variant = head.variant.map_or_else(String::new, |name| format!(", variant {name}"));
    let objective = head.plan.cases.first().map(objective_name).unwrap_or_default();
    format!(
        "{}{variant}: {}\nseed {}, {}, objective {objective}; {} ({})\n",
        head.plan.scenario.name,
        head.plan.scenario.summary,
        head.plan.seed,
        counted(analysis.n_replicates.into(), "replicate"),
        head.engine,
        head.adapter,
    )
}

/// One or two sentences: who is best, by how much, and whether that can be told.
pub fn verdict(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let n = analysis.n_replicates;
    let Some(closest) = analysis.closest() else { return alone(analysis) };
    let next = analysis.arms[closest.other].assigner;
    let interval = closest.leakers.interval;
    let mean = closest.leakers.mean;
    let mut text = if differs(closest) {
        format!(
            "{} lets {} fewer threats through than {next}, the next best (95 %: {}; {n} replicates).",
            best.assigner,
            digits(mean, interval),
            ends(interval)
        )
    } else {
        let mut text = format!(
            "{} and {next} cannot be told apart: {next} lets {} more threats through (95 %: {}; {n} replicates).",
            best.assigner,
            digits(mean, interval),
            ends(interval)
        );
        text += &enough(&closest.leakers);
        text
    };
    text += &all_others(analysis);
    text
}

/// What holds against all other assigners together, with the chance of any wrong claim kept below 5 %.
fn all_others(analysis: &Analysis) -> String {
    let (best, n_others) = (analysis.arms[analysis.best].assigner, analysis.n_compared());
    if n_others < 2 {
        return String::new();
    }
    let told: Vec<&str> = real(analysis).filter(|c| differs(c)).map(|c| analysis.arms[c.other].assigner).collect();
    let least = real(analysis).filter_map(|c| c.p_adjusted).fold(1.0, f64::min);
    let level = 1.0 - LEVEL;
    match told.len() {
        0 => format!(
            "\nNone of the {n_others} others can be told from {best} (least Holm-adjusted p {}).",
            p_value(least)
        ),
        n if n == n_others => {
            format!("\nEach of the {n_others} others lets more through (Holm-adjusted p < {level:.2}).")
        }
        n => format!(
            "\nOf the {n_others} others {n} can be told from {best}, and let more through: {} (Holm-adjusted p < {level:.2}).",
            told.join(", ")
        ),
    }
}

/// The verdict where only one real assigner ran.
fn alone(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let n = analysis.n_replicates;
    match analysis.against_control() {
        Some(control) => format!(
            "{} lets {} fewer threats through than launching nothing (95 %: {}; {n} replicates).",
            best.assigner,
            digits(control.leakers.mean, control.leakers.interval),
            ends(control.leakers.interval)
        ),
        None => format!(
            "{} lets {} of {} threats through ({}); nothing to compare it with.",
            best.assigner,
            with_half_width(best.leakers.value, best.leakers.interval),
            integer(analysis.n_threats.into()),
            counted(n.into(), "replicate")
        ),
    }
}

/// A mean with as many digits as its interval supports.
fn digits(mean: f64, interval: Interval) -> String {
    let text = with_ends(mean, interval);
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// How many replicates might settle what these did not.
fn enough(difference: &Paired) -> String {
    if difference.mean == 0.0 || difference.sd == 0.0 {
        return String::new();
    }
    let needed = stats::replicates_needed(difference.sd, difference.mean.abs(), LEVEL);
    match needed.filter(|&needed| needed > difference.n && needed < 1_000_000) {
        Some(needed) => format!(" A difference of that size would take about {} replicates.", integer(needed as u64)),
        None => String::new(),
    }
}

fn real(analysis: &Analysis) -> impl Iterator<Item = &Contrast> {
    analysis.contrasts.iter().filter(|c| !analysis.arms[c.other].control)
}

/// Arms in the order of their leakers, so that the table reads as a ranking.
fn ranked(analysis: &Analysis) -> Vec<&Arm> {
    let mut arms: Vec<&Arm> = analysis.arms.iter().collect();
    arms.sort_by(|a, b| a.leakers.value.total_cmp(&b.leakers.value));
    arms
}

fn arms_table(analysis: &Analysis) -> String {
    let n = integer(analysis.n_threats.into());
    let leakers = format!("leakers of {n}");
    let head = ["assigner", &leakers, "P90", "decoys leaked", "value lost", "main cause of leaks"];
    let rows = ranked(analysis).into_iter().map(|arm| {
        let main = arm.causes.first().map(|(name, share)| format!("{} {}", name.replace('_', " "), percent(*share)));
        vec![
            arm_name(arm),
            mean(arm.leakers),
            plain(arm.leakers_p90),
            mean(arm.decoys_leaked),
            mean(arm.value_lost),
            main.unwrap_or_else(|| "-".to_owned()),
        ]
    });
    table(&head, &[0, 5], rows.collect())
}

/// Why threats leaked: causes down, assigners across. The control engages nothing, so it has no causes worth a column.
fn cause_table(analysis: &Analysis) -> String {
    let arms: Vec<&Arm> = ranked(analysis).into_iter().filter(|arm| !arm.control && !arm.causes.is_empty()).collect();
    let mut head = vec!["why they leaked"];
    head.extend(arms.iter().map(|arm| arm.assigner));
    let rows = CAUSE_NAMES[1..].iter().filter_map(|cause| {
        let shares: Vec<Option<f64>> =
            arms.iter().map(|arm| arm.causes.iter().find(|(name, _)| name == cause).map(|(_, share)| *share)).collect();
        shares.iter().any(Option::is_some).then(|| {
            let mut row = vec![cause.replace('_', " ")];
            row.extend(shares.into_iter().map(|share| share.map_or_else(|| "-".to_owned(), percent)));
            row
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() { String::new() } else { format!("\n{}", table(&head, &[0], rows)) }
}

fn price_table(analysis: &Analysis) -> String {
    let head = ["assigner", "launched", "launched per kill", "interceptor cost per kill", "kills per launch"];
    let rows = ranked(analysis).into_iter().map(|arm| {
        vec![
            arm_name(arm),
            mean(arm.launched),
            ratio(arm.launched_per_kill),
            arm.cost_per_kill_usd
                .map_or_else(|| "-".to_owned(), |r| format!("{} ± {}", usd(r.value), usd(r.interval.half_width()))),
            ratio(arm.kills_per_launch),
        ]
    });
    let mut text = table(&head, &[0], rows.collect());
    text += &wrapped(
        "± is half the 95 % interval over replicates; ratios are of totals, each raid one cluster; kills include decoys",
    );
    text
}

fn contrast_table(analysis: &Analysis) -> String {
    let best = analysis.arms[analysis.best].assigner;
    let title = format!("more than {best}");
    let head = [title.as_str(), "leakers (95 %)", "adjusted p", "value lost (95 %)", "variance reduction"];
    let rows = analysis.contrasts.iter().map(|contrast| {
        let spread = |p: &Paired| with_ends(p.mean, p.interval);
        vec![
            arm_name(&analysis.arms[contrast.other]),
            spread(&contrast.leakers),
            contrast.p_adjusted.map_or_else(|| "control".to_owned(), p_value),
            contrast.value_lost.as_ref().map_or_else(|| "-".to_owned(), spread),
            contrast.leakers.variance_reduction.map_or_else(|| "-".to_owned(), |f| format!("{} x", short(f))),
        ]
    });
    let mut text = table(&head, &[0], rows.collect());
    text += &wrapped(
        "differences raid by raid; each interval stands for itself, p is adjusted after Holm for all assigners but the \
         control; variance reduction: how many times as many replicates independent raids would have needed",
    );
    text
}

fn arm_name(arm: &Arm) -> String {
    if arm.control { format!("{} (control)", arm.assigner) } else { arm.assigner.to_owned() }
}

fn mean(mean: Mean) -> String {
    with_half_width(mean.value, mean.interval)
}

fn ratio(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |r| with_half_width(r.value, Some(r.interval)))
}

/// What to be wary of, each in a sentence.
pub fn warnings(analysis: &Analysis) -> Vec<String> {
    let n = analysis.n_replicates;
    let mut lines = Vec::new();
    for arm in &analysis.arms {
        if arm.n_unfinished > 0 {
            let replicates = counted(arm.n_unfinished as u64, "replicate");
            lines.push(format!(
                "{}: {replicates} of {n} ended with threats in the air or not started; leakers are too few, raise duration_s",
                arm.assigner
            ));
        }
        if !arm.control && arm.n_launched == 0 {
            lines.push(format!("{}: no interceptor was launched in any replicate", arm.assigner));
        } else if !arm.control && arm.n_kills == 0 {
            lines.push(format!("{}: interceptors were launched and nothing was killed", arm.assigner));
        }
    }
    if n < FEW_REPLICATES {
        let replicates = counted(n.into(), "replicate");
        lines.push(format!("{replicates} only: intervals lean on counts being close to normal, take 30 or more"));
    }
    for contrast in real(analysis).filter(|c| c.leakers.sd == 0.0) {
        let other = analysis.arms[contrast.other].assigner;
        lines.push(format!("the difference to {other} is the same in every replicate; look at one before a claim"));
    }
    lines
}

fn orientation(reported: Option<&Reported>) -> String {
    let (low, high) = REPORTED_KILLS_PER_LAUNCH;
    let mut text = format!(
        "orientation: reported kills per launch of interceptor drones are {low:.2}-{high:.2}; nothing here is calibrated to \
         them.\nThe ranking of assigners is what such a study can support; absolute figures rest on the scenario's assumptions.\n"
    );
    if let Some(reported) = reported {
        let _ = writeln!(
            text,
            "reported, not comparable: {}: launched {}, destroyed {}, places hit {} ({})",
            reported.not_comparable,
            integer(reported.launched.into()),
            integer(reported.destroyed.into()),
            integer(reported.hit_places.into()),
            reported.source
        );
    }
    text
}

/// The comparison for programs.
pub fn json(head: &Head<'_>, analysis: &Analysis) -> Json {
    let plan = head.plan;
    let arms: Vec<Json> = analysis.arms.iter().map(arm_json).collect();
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

fn arm_json(arm: &Arm) -> Json {
    let of_ratio = |ratio: Option<Ratio>| ratio.map(|r| json!({ "value": r.value, "interval": pair(r.interval) }));
    let of_mean = |mean: Mean| json!({ "mean": mean.value, "interval": mean.interval.map(pair) });
    let causes: serde_json::Map<String, Json> =
        arm.causes.iter().map(|(name, share)| ((*name).to_owned(), json!(share))).collect();
    json!({
        "assigner": arm.assigner,
        "control": arm.control,
        "leakers": of_mean(arm.leakers),
        "leakers_p90": arm.leakers_p90,
        "decoys_leaked": of_mean(arm.decoys_leaked),
        "value_lost": of_mean(arm.value_lost),
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
