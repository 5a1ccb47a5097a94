//! The rows of a study as a table, one per replicate and assigner, and the dictionary of its columns.

use std::fmt::Write as _;

use super::plan::Plan;
use super::runner::Outcomes;
use crate::model::CaseModel;
use crate::model::outcome::{CAUSE_NAMES, Outcome};

/// A column: its name, unit, meaning, and how it is read off an outcome.
pub struct Column {
    /// Name in the head of `rows.csv`.
    pub name: String,
    /// Unit; `1` for counts.
    pub unit: &'static str,
    /// What it counts.
    pub meaning: String,
    read: Read,
}

type Read = Box<dyn Fn(&Place<'_>) -> String>;

/// One row's coordinates.
struct Place<'a> {
    row: usize,
    plan: &'a Plan,
    case: &'a CaseModel,
    replicate: u32,
    outcome: &'a Outcome,
}

/// The number of a row of `rows.csv`: case after case, replicates in order.
pub fn row_number(plan: &Plan, case_ix: usize, replicate: u32) -> usize {
    case_ix * plan.n_replicates as usize + replicate as usize
}

/// Case and replicate of a row, if there is such a row.
pub fn row_place(n_cases: usize, n_replicates: u32, row: usize) -> Option<(usize, u32)> {
    let n = n_replicates as usize;
    (n > 0 && row / n < n_cases).then(|| (row / n, (row % n) as u32))
}

/// The columns of a study of this case; all cases of a study have the same.
pub fn columns(case: &CaseModel) -> Vec<Column> {
    let mut columns = identity();
    for (kind, name) in ["threats", "decoys"].into_iter().enumerate() {
        columns.extend(ends(kind, name));
    }
    columns.extend(rounds());
    for (group, (&site, &kind)) in case.group_sites.iter().zip(&case.group_types).enumerate() {
        let meaning = format!(
            "interceptors \"{}\" launched by site \"{}\"",
            case.scenario.interceptor_types[kind].name, case.scenario.sites[site].name
        );
        columns
            .push(count(format!("launched_magazine_{group}"), meaning, move |o| u64::from(o.launched_by_group[group])));
    }
    for (kind, name) in ["threats", "decoys"].into_iter().enumerate() {
        for (cause, cause_name) in CAUSE_NAMES.into_iter().enumerate().skip(1) {
            let meaning = format!("{name} leaked, cause: {}", cause_name.replace('_', " "));
            let column = format!("{name}_leaked_{cause_name}");
            columns.push(count(column, meaning, move |o| u64::from(o.causes[kind][cause])));
        }
    }
    for (ix, asset) in case.scenario.assets.iter().enumerate() {
        let meaning = format!("hits on asset \"{}\"", asset.name);
        columns.push(count(format!("hits_asset_{ix}"), meaning, move |o| u64::from(o.asset_hits[ix])));
    }
    columns.extend(work());
    columns.extend(sums());
    columns
}

fn column(name: &str, unit: &'static str, meaning: &str, read: impl Fn(&Place<'_>) -> String + 'static) -> Column {
    Column { name: name.to_owned(), unit, meaning: meaning.to_owned(), read: Box::new(read) }
}

fn count(name: String, meaning: String, read: impl Fn(&Outcome) -> u64 + 'static) -> Column {
    Column { name, unit: "1", meaning, read: Box::new(move |at| read(at.outcome).to_string()) }
}

fn identity() -> Vec<Column> {
    vec![
        column("row", "1", "number of this row, for `kingbird run --from DIR --row`", |at| at.row.to_string()),
        column("assigner", "name", "assignment algorithm; (truth): with perfect information, a diagnostic", |at| {
            at.case.label()
        }),
        column("seed", "1", "seed of the study", |at| at.plan.seed.to_string()),
        column(
            "replicate",
            "1",
            "number of the replicate; the same number is the same raid under every assigner",
            |at| at.replicate.to_string(),
        ),
        column("ticks", "tick", "length of the raid", |at| at.outcome.ticks.to_string()),
        column("simulated_s", "s", "length of the raid", |at| number(at.case.seconds(at.outcome.ticks))),
    ]
}

fn ends(kind: usize, name: &'static str) -> Vec<Column> {
    let one = |end: &str, meaning: &str, read: fn(&crate::model::outcome::ThreatCounts) -> u32| {
        count(format!("{name}_{end}"), format!("{name} {meaning}"), move |o| u64::from(read(&o.threats[kind])))
    };
    vec![
        one("launched", "of the raid", |t| t.launched),
        one("killed", "killed by interceptors", |t| t.killed),
        one("lost", "that got lost on the way", |t| t.lost),
        one("leaked", "that arrived", |t| t.leaked),
        one("leaked_hit", "that arrived and hit what they were aimed at", |t| t.leaked_hit),
        one("airborne", "in the air when the time was over", |t| t.airborne),
        one("pending", "not yet started when the time was over", |t| t.pending),
    ]
}

fn rounds() -> Vec<Column> {
    let one = |end: &str, meaning: &str, read: fn(&crate::model::outcome::RoundCounts) -> u32| {
        count(format!("interceptors_{end}"), format!("interceptors {meaning}"), move |o| u64::from(read(&o.rounds)))
    };
    vec![
        one("launched", "launched", |r| r.launched),
        one("hits", "that killed a threat or decoy", |r| r.hits),
        one("misses", "that used up their tries", |r| r.misses),
        one("expired", "that ran out of endurance", |r| r.expired),
        one("aborted", "given up for want of a target", |r| r.aborted),
        one("in_flight", "in the air when the raid was over", |r| r.in_flight),
        one("remaining", "left in the magazines", |r| r.remaining),
    ]
}

fn work() -> Vec<Column> {
    vec![
        count("passes".to_owned(), "passes within lethal radius that were settled".to_owned(), |o| u64::from(o.passes)),
        count("assigned".to_owned(), "pairs assigned over the raid".to_owned(), |o| u64::from(o.assigned)),
        count("assigned_cost".to_owned(), "sum of the assigner's costs of those pairs".to_owned(), |o| o.assigned_cost),
        count("decisions".to_owned(), "decisions at which shots were given".to_owned(), |o| u64::from(o.decisions)),
        count("saved_steps".to_owned(), "expected value saved by those shots, in steps".to_owned(), |o| o.saved_steps),
        count("switched".to_owned(), "interceptors in flight given another target".to_owned(), |o| {
            u64::from(o.switched)
        }),
        count("overkill".to_owned(), "shots under way at a threat when another killed it".to_owned(), |o| {
            u64::from(o.overkill)
        }),
        count(
            "uncovered_epochs".to_owned(),
            "epochs of threats that could be met in time without a shot under way, summed over threats".to_owned(),
            |o| o.uncovered_epochs,
        ),
        count("agent_steps".to_owned(), "ticks in the air, summed over threats and interceptors".to_owned(), |o| {
            o.agent_steps
        }),
    ]
}

fn sums() -> Vec<Column> {
    vec![
        column("value_lost", "value", "value lost at all assets, in the scenario's units", |at| {
            number(at.outcome.value_lost(at.case))
        }),
        column("value_saved", "value", "expected value saved, as believed at each decision", |at| {
            number(at.outcome.value_saved(at.case))
        }),
        column("interceptor_cost_usd", "USD", "price of the interceptors launched", |at| {
            number(at.outcome.interceptor_cost_usd(at.case))
        }),
        column("fixed_cost_usd", "USD", "price of the sites", |at| number(Outcome::fixed_cost_usd(at.case))),
        column("attacker_cost_usd", "USD", "price of all threats and decoys", |at| {
            number(Outcome::attacker_cost_usd(at.case))
        }),
        column("digest", "hex", "digest of the final state and of all events, 128 bits", |at| at.outcome.digest_hex()),
    ]
}

/// The shortest decimal that reads back to the same bits.
fn number(value: f64) -> String {
    format!("{value}")
}

/// `rows.csv`.
pub fn rows_csv(plan: &Plan, outcomes: &Outcomes) -> String {
    let Some(first) = plan.cases.first() else { return String::new() };
    let columns = columns(first);
    let mut text = String::new();
    csv_line(&mut text, columns.iter().map(|column| column.name.as_str()));
    for (case_ix, of_case) in outcomes.iter().enumerate() {
        for (replicate, outcome) in (0..).zip(of_case) {
            text += &row_line(&columns, plan, case_ix, replicate, outcome);
        }
    }
    text
}

/// One row of `rows.csv` as it is written.
pub(super) fn row_line(columns: &[Column], plan: &Plan, case_ix: usize, replicate: u32, outcome: &Outcome) -> String {
    let row = row_number(plan, case_ix, replicate);
    let place = Place { row, plan, case: &plan.cases[case_ix], replicate, outcome };
    let cells: Vec<String> = columns.iter().map(|column| (column.read)(&place)).collect();
    let mut text = String::new();
    csv_line(&mut text, cells.iter().map(String::as_str));
    text
}

/// `columns.csv`: what each column of `rows.csv` means.
pub fn columns_csv(case: &CaseModel) -> String {
    let mut text = String::new();
    csv_line(&mut text, ["column", "unit", "meaning"].into_iter());
    for column in columns(case) {
        csv_line(&mut text, [column.name.as_str(), column.unit, column.meaning.as_str()].into_iter());
    }
    text
}

/// One line of CSV after RFC 4180, but with a plain line feed; cells are quoted where they must be.
pub fn csv_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (ix, cell) in cells.enumerate() {
        if ix > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            let _ = write!(text, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

/// The cells of one line, as [`csv_line`] wrote it.
pub(super) fn csv_cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = line.trim_end_matches('\n').chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is one from the beginning");
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut text = String::new();
        csv_line(&mut text, ["plain", "a,b", "say \"no\"", ""].into_iter());
        assert_eq!(text, "plain,\"a,b\",\"say \"\"no\"\"\",\n");
        assert_eq!(csv_cells(&text), ["plain", "a,b", "say \"no\"", ""]);
    }

    #[test]
    fn a_row_is_found_by_its_number() {
        assert_eq!(row_place(2, 10, 0), Some((0, 0)));
        assert_eq!(row_place(2, 10, 13), Some((1, 3)));
        assert_eq!(row_place(2, 10, 20), None);
        assert_eq!(row_place(2, 0, 0), None);
    }
}
