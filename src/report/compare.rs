//! The report of a comparison: verdict first, then the figures it rests on, then what to be wary of.

use std::fmt::Write as _;

use super::number::{counted, integer, p_value, percent, plain, short, usd, with_ends, with_half_width};
use super::run::{REPORTED_KILLS_PER_LAUNCH, objective_name};
use super::table::table;
use super::verdict::{verdict, warnings};
use super::wrap::{WIDTH, wrapped};
use crate::model::outcome::CAUSE_NAMES;
use crate::scenario::schema::Reported;
use crate::stats::{Paired, Ratio};
use crate::study::Plan;
use crate::study::analysis::{Analysis, Arm, Mean};
use crate::study::timing::DecisionTime;

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
    /// Time that each assigner's decisions take, where it was asked for.
    pub solver_s: Option<&'a [(String, DecisionTime)]>,
}

/// The whole report.
pub fn report(head: &Head<'_>, analysis: &Analysis) -> String {
    let mut text = wrapped(&verdict(analysis));
    let _ = write!(text, "\n{}", wrapped(&subject(head, analysis)));
    let _ = write!(text, "\n{}", arms_table(analysis));
    text += &cause_table(analysis);
    let _ = write!(text, "\n{}", decision_table(head, analysis));
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

/// Why threats leaked: causes down, assigners across, in as many tables as the width of a line asks for. The control engages
/// nothing, so it has no causes worth a column.
fn cause_table(analysis: &Analysis) -> String {
    let arms: Vec<&Arm> = ranked(analysis).into_iter().filter(|arm| !arm.control && !arm.causes.is_empty()).collect();
    let share = |arm: &Arm, cause: &str| arm.causes.iter().find(|(name, _)| *name == cause).map(|(_, share)| *share);
    let occurs = |cause: &&&str| arms.iter().any(|arm| share(arm, cause).is_some());
    let causes: Vec<&str> = CAUSE_NAMES[1..].iter().filter(occurs).copied().collect();
    let title = "why they leaked";
    let longest = causes.iter().map(|cause| cause.len()).fold(title.len(), usize::max);
    // The rule below the head ends one place after the last column.
    let side_by_side = side_by_side(&arms, WIDTH - longest - 1);
    let one = |arms: &[&Arm]| {
        let mut head = vec![title];
        head.extend(arms.iter().map(|arm| arm.assigner.as_str()));
        let rows = causes.iter().map(|cause| {
            let mut row = vec![cause.replace('_', " ")];
            row.extend(arms.iter().map(|arm| share(arm, cause).map_or_else(|| "-".to_owned(), percent)));
            row
        });
        format!("\n{}", table(&head, &[0], rows.collect()))
    };
    side_by_side.into_iter().map(one).collect()
}

/// Cuts arms into runs whose names fit beside each other, two spaces before each.
fn side_by_side<'a, 'b>(arms: &'b [&'a Arm], chars: usize) -> Vec<&'b [&'a Arm]> {
    let (mut runs, mut first, mut used) = (Vec::new(), 0, 0);
    for (ix, arm) in arms.iter().enumerate() {
        let width = 2 + arm.assigner.chars().count();
        if ix > first && used + width > chars {
            runs.push(&arms[first..ix]);
            (first, used) = (ix, 0);
        }
        used += width;
    }
    runs.extend((first < arms.len()).then(|| &arms[first..]));
    runs
}

/// What the decisions attained, on one yardstick for all, and what herding there was.
fn decision_table(report: &Head<'_>, analysis: &Analysis) -> String {
    let mut head = vec!["assigner", "saved per decision", "value saved", "switched", "overkill", "uncovered"];
    if report.solver_s.is_some() {
        head.push("solver");
    }
    let rows = ranked(analysis).into_iter().map(|arm| {
        let mut row = vec![
            arm_name(arm),
            ratio(arm.saved_per_decision),
            mean(arm.value_saved),
            mean(arm.switched),
            mean(arm.overkill),
            mean(arm.uncovered_epochs),
        ];
        if let Some(times) = report.solver_s {
            let time = times.iter().find(|(name, _)| *name == arm.assigner);
            row.push(
                time.map_or_else(|| "-".to_owned(), |(_, time)| format!("{} us", short(time.per_decision_s() * 1e6))),
            );
        }
        row
    });
    let mut text = table(&head, &[0], rows.collect());
    text += &wrapped(
        "value saved: expected, as believed at each decision, whatever the objective; switched: interceptors in flight given another \
         target; overkill: shots under way at a threat when another killed it; uncovered: epochs of threats that could be met in \
         time without a shot under way",
    );
    if report.solver_s.is_some() {
        text +=
            &wrapped("solver: a decision at which shots are given, on one thread, the making of the problem included");
    }
    text
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
    let best = &analysis.arms[analysis.best].assigner;
    let head = ["assigner", "leakers (95 %)", "adjusted p", "value lost (95 %)", "variance reduction"];
    let rows = analysis.contrasts.iter().map(|contrast| {
        let spread = |p: &Paired| with_ends(p.mean, p.interval);
        vec![
            arm_name(&analysis.arms[contrast.other]),
            spread(&contrast.leakers),
            contrast.p_adjusted.map_or_else(|| outside(&analysis.arms[contrast.other]).to_owned(), p_value),
            contrast.value_lost.as_ref().map_or_else(|| "-".to_owned(), spread),
            contrast.leakers.variance_reduction.map_or_else(|| "-".to_owned(), |f| format!("{} x", short(f))),
        ]
    });
    let mut text = format!("more than {best}:\n{}", table(&head, &[0], rows.collect()));
    let but =
        if analysis.arms.iter().any(|arm| arm.picture.caveat().is_some()) { " and perfect information" } else { "" };
    text += &wrapped(&format!(
        "differences raid by raid; each interval stands for itself, p is adjusted after Holm for all assigners but the \
         control{but}; variance reduction: how many times as many replicates independent raids would have needed",
    ));
    text
}

/// Why an arm is not among those that are compared.
fn outside(arm: &Arm) -> &'static str {
    if arm.control { "control" } else { "diagnostic" }
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
