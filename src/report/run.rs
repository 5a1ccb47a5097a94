//! The summary of one replicate.

use std::fmt::Write as _;

use super::number::{counted, duration, fixed, integer, percent, plain, usd};
use super::table::table;
use super::wrap::wrapped;
use crate::model::CaseModel;
use crate::model::batch::Job;
use crate::model::outcome::{CAUSE_NAMES, Outcome, ThreatCounts};

/// Reported kills per sortie of interceptor drones, least and greatest, with who said so (`docs/model.md`, sources).
pub const REPORTED_KILLS_PER_LAUNCH: (f64, f64) = (0.24, 0.70);

/// What is printed about one replicate.
pub fn summary(case: &CaseModel, job: &Job, variant: Option<&str>, engine: (&str, &str), outcome: &Outcome) -> String {
    let mut text = head(case, job, variant, engine, outcome);
    text += &raid(outcome);
    text += &defence(case, outcome);
    text += &decisions(case, outcome);
    text += &causes(outcome);
    text += &assets(case, outcome);
    text += &cost(case, outcome);
    text += &reported(case);
    let _ = write!(text, "\ndigest {}\n", outcome.digest_hex());
    text
}

fn head(case: &CaseModel, job: &Job, variant: Option<&str>, (engine, adapter): (&str, &str), o: &Outcome) -> String {
    let scenario = &case.scenario;
    let variant = variant.map_or_else(String::new, |name| format!(", variant {name}"));
    wrapped(&format!(
        "{}{variant}: {}\nseed {}, replicate {}; assigner {}, objective {}{}\n{} simulated on {engine} ({adapter})",
        scenario.name,
        scenario.summary,
        job.seed,
        job.replicate,
        case.label(),
        objective_name(case),
        case.picture.caveat().map_or_else(String::new, |caveat| format!("\n{caveat}")),
        duration(case.seconds(o.ticks)),
    ))
}

/// The objective as a user writes it.
pub fn objective_name(case: &CaseModel) -> String {
    match serde_json::to_value(case.scenario.doctrine.objective) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn raid(outcome: &Outcome) -> String {
    let row = |name: &str, t: &ThreatCounts| {
        let mut cells = vec![name.to_owned()];
        let counts = [t.launched, t.killed, t.lost, t.leaked, t.leaked_hit, t.airborne, t.pending];
        cells.extend(counts.map(|n| integer(n.into())));
        cells
    };
    let head = ["raid", "launched", "killed", "lost", "leaked", "of them hit", "airborne", "pending"];
    let rows = vec![row("threats", &outcome.threats[0]), row("decoys", &outcome.threats[1])];
    let mut text = format!("\n{}", table(&head, &[0], rows));
    let unfinished: u32 = outcome.threats.iter().map(|t| t.airborne + t.pending).sum();
    if unfinished > 0 {
        let drones = counted(unfinished.into(), "drone");
        let _ = writeln!(
            text,
            "warning: {drones} still in the air or not started when the time was over; raise duration_s"
        );
    }
    text
}

fn defence(case: &CaseModel, outcome: &Outcome) -> String {
    let r = &outcome.rounds;
    let cells = [r.launched, r.hits, r.misses, r.expired, r.aborted, r.in_flight, r.remaining];
    let mut row = vec!["interceptors".to_owned()];
    row.extend(cells.map(|n| integer(n.into())));
    let head = ["defence", "launched", "hits", "misses", "expired", "aborted", "in flight", "remaining"];
    let mut text = format!("\n{}", table(&head, &[0], vec![row]));
    if r.launched == 0 {
        let why = if case.n_rounds == 0 { "; the magazines are empty" } else { "" };
        let _ = writeln!(text, "no interceptor was launched{why}");
        return text;
    }
    let (low, high) = REPORTED_KILLS_PER_LAUNCH;
    let per_launch = f64::from(outcome.kills()) / f64::from(r.launched);
    let _ = writeln!(
        text,
        "kills per launch {per_launch:.2}, decoys included\n\
         (reported for interceptor drones: {low:.2}-{high:.2}; orientation, nothing here is calibrated to it)",
    );
    text
}

fn decisions(case: &CaseModel, outcome: &Outcome) -> String {
    if outcome.decisions == 0 {
        return String::new();
    }
    let row = vec![
        integer(outcome.decisions.into()),
        integer(outcome.assigned.into()),
        plain(outcome.value_saved(case)),
        integer(outcome.switched.into()),
        integer(outcome.overkill.into()),
        integer(outcome.uncovered_epochs),
    ];
    let head = ["decisions with shots", "shots", "value saved (expected)", "switched", "overkill", "uncovered epochs"];
    format!("\n{}", table(&head, &[], vec![row]))
}

fn causes(outcome: &Outcome) -> String {
    let totals = [outcome.threats[0].leaked, outcome.threats[1].leaked];
    if totals == [0, 0] {
        return "\nnothing leaked\n".to_owned();
    }
    let share = |n: u32| {
        if totals[0] == 0 { "-".to_owned() } else { percent(f64::from(n) / f64::from(totals[0])) }
    };
    let rows = (1..CAUSE_NAMES.len())
        .filter(|&cause| outcome.causes[0][cause] + outcome.causes[1][cause] > 0)
        .map(|cause| {
            let (threats, decoys) = (outcome.causes[0][cause], outcome.causes[1][cause]);
            let name = CAUSE_NAMES[cause].replace('_', " ");
            vec![name, integer(threats.into()), share(threats), integer(decoys.into())]
        })
        .collect();
    format!("\n{}", table(&["why they leaked", "threats", "share", "decoys"], &[0], rows))
}

fn assets(case: &CaseModel, outcome: &Outcome) -> String {
    let rows = case.scenario.assets.iter().enumerate().map(|(ix, asset)| {
        let lost = outcome.asset_value_lost(case, ix);
        let share = if asset.value > 0.0 { percent(lost / asset.value) } else { "-".to_owned() };
        vec![asset.name.clone(), plain(asset.value), integer(outcome.asset_hits[ix].into()), plain(lost), share]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    if rows.len() > 1 {
        let (value, lost) = (case.scenario.assets.iter().map(|a| a.value).sum::<f64>(), outcome.value_lost(case));
        let hits = outcome.asset_hits.iter().map(|&n| u64::from(n)).sum();
        let share = if value > 0.0 { percent(lost / value) } else { "-".to_owned() };
        rows.push(vec!["all".to_owned(), plain(value), integer(hits), plain(lost), share]);
    }
    format!("\n{}", table(&["assets", "value", "hits", "value lost", "share"], &[0], rows))
}

fn cost(case: &CaseModel, outcome: &Outcome) -> String {
    let (rounds, fixed_usd) = (outcome.interceptor_cost_usd(case), Outcome::fixed_cost_usd(case));
    let attacker = Outcome::attacker_cost_usd(case);
    let per_kill = match outcome.kills() {
        0 => "-".to_owned(),
        kills => usd(rounds / f64::from(kills)),
    };
    let rows = vec![
        vec!["interceptors launched".to_owned(), usd(rounds)],
        vec!["sites (fixed)".to_owned(), usd(fixed_usd)],
        vec!["defender, both".to_owned(), usd(rounds + fixed_usd)],
        vec!["attacker".to_owned(), usd(attacker)],
        vec!["interceptor cost per kill".to_owned(), per_kill],
    ];
    let mut text = format!("\n{}", table(&["cost", ""], &[0], rows));
    if rounds > 0.0 {
        let _ = writeln!(text, "the attacker spent {} times what the interceptors cost", fixed(attacker / rounds, 1));
    }
    text
}

fn reported(case: &CaseModel) -> String {
    let Some(reported) = &case.scenario.reported else { return String::new() };
    let text = format!(
        "\nreported, not comparable: {}\n  launched {}, destroyed {}, places hit {}\n  source: {}\n",
        reported.not_comparable,
        integer(reported.launched.into()),
        integer(reported.destroyed.into()),
        integer(reported.hit_places.into()),
        reported.source,
    );
    wrapped(&text)
}
