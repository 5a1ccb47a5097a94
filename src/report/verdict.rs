//! The verdict of a comparison: who is best, by how much, whether that can be told, and what to be wary of.

use super::number::{counted, ends, integer, p_value, with_ends, with_half_width};
use crate::model::Picture;
use crate::stats::{self, Interval, Paired};
use crate::study::analysis::{Analysis, Arm, Contrast, LEVEL, differs};

/// Fewer replicates than this are too few for Student's interval of such counts to be relied on.
const FEW_REPLICATES: u32 = 10;

/// One or two sentences: who is best, by how much, and whether that can be told.
pub fn verdict(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let n = analysis.n_replicates;
    if analysis.arms.iter().all(|arm| arm.n_launched == 0) {
        return nobody_launched(analysis);
    }
    let Some(closest) = analysis.closest() else { return alone(analysis) };
    let next = &analysis.arms[closest.other].assigner;
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
    text += &share_of_picture(analysis);
    text
}

/// How much of what gets through is the picture's: the best assigner beside itself with perfect information, where that ran too.
fn share_of_picture(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let is_its_diagnostic =
        |arm: &Arm| arm.picture == Picture::Truth && arm.assigner == format!("{} (truth)", best.assigner);
    let contrast = analysis.contrasts.iter().find(|c| is_its_diagnostic(&analysis.arms[c.other]));
    let Some(contrast) = contrast.filter(|_| best.picture == Picture::Believed) else { return String::new() };
    let fewer = contrast.leakers.interval;
    let fewer = Interval { low: -fewer.high, high: -fewer.low };
    format!(
        "\nWith perfect information, which is no result for the assigner, {} would let {} fewer through (95 %: {}): that much of \
         its {} is the picture's.",
        best.assigner,
        digits(-contrast.leakers.mean, fewer),
        ends(fewer),
        with_half_width(best.leakers.value, best.leakers.interval),
    )
}

/// What holds against all other assigners together, with the chance of any wrong claim kept below 5 %.
fn all_others(analysis: &Analysis) -> String {
    let (best, n_others) = (&analysis.arms[analysis.best].assigner, analysis.n_compared());
    if n_others < 2 {
        return String::new();
    }
    let told: Vec<&str> =
        real(analysis).filter(|c| differs(c)).map(|c| analysis.arms[c.other].assigner.as_str()).collect();
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
            "\n{} let more through than {best}; {n} of {n_others} comparisons tell (Holm-adjusted p < {level:.2}).",
            listed(&told),
        ),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// The verdict where no assigner launched anything: there is no difference to be looked for.
fn nobody_launched(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let replicates = counted(analysis.n_replicates.into(), "replicate");
    format!(
        "No interceptor was launched, so there is nothing to compare: {} of {} threats get through ({replicates}).\n\
         Look at magazines, reach and warning time before the choice of an assigner.",
        with_half_width(best.leakers.value, best.leakers.interval),
        integer(analysis.n_threats.into()),
    )
}

/// The verdict where only one real assigner ran.
fn alone(analysis: &Analysis) -> String {
    let best = &analysis.arms[analysis.best];
    let n = analysis.n_replicates;
    let text = match analysis.against_control() {
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
    };
    text + &share_of_picture(analysis)
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
    analysis.contrasts.iter().filter(|c| analysis.arms[c.other].competes())
}

/// What to be wary of, each in a sentence.
pub fn warnings(analysis: &Analysis) -> Vec<String> {
    let n = analysis.n_replicates;
    let mut lines = Vec::new();
    for arm in &analysis.arms {
        lines.extend(arm.picture.caveat().map(|caveat| format!("{}: {caveat}", arm.assigner)));
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
    lines.extend(below_zero(analysis));
    for contrast in real(analysis).filter(|c| c.leakers.sd == 0.0 && analysis.arms[c.other].n_launched > 0) {
        let other = &analysis.arms[contrast.other].assigner;
        lines.push(format!("the difference to {other} is the same in every replicate; look at one before a claim"));
    }
    lines
}

/// Student's interval is symmetric and knows nothing of counts. Where it reaches below 0 it is shown as it is, since cutting it
/// would hide that its assumption does not hold, and this says so.
fn below_zero(analysis: &Analysis) -> Vec<String> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for arm in &analysis.arms {
        let means = [
            ("leakers", arm.leakers),
            ("decoys leaked", arm.decoys_leaked),
            ("value lost", arm.value_lost),
            ("launched", arm.launched),
        ];
        let names: Vec<&str> =
            means.iter().filter(|(_, mean)| mean.reaches_below_zero()).map(|(name, _)| *name).collect();
        if !names.is_empty() {
            found.push((arm.assigner.as_str(), names));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let told: Vec<String> = found.iter().map(|(arm, names)| format!("{arm} ({})", names.join(", "))).collect();
    vec![format!(
        "intervals that reach below 0, where nothing can be: {}; such counts are too few or too skewed for Student's \
         interval, take more replicates",
        told.join(", ")
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::cpu::CpuEngine;
    use crate::scenario;
    use crate::study::analysis::analyse;
    use crate::study::{Plan, runner};

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!([listed(&["a"]), listed(&["a", "b"]), listed(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
    }

    fn analysis(name: &str, n_replicates: u32) -> Analysis {
        let loaded = scenario::load(name, None).unwrap();
        let assigners = ["nearest", "urgency"].map(str::to_owned);
        let plan = Plan::new(&loaded.scenario, &loaded.digest, &assigners, None, 1, n_replicates).unwrap();
        let outcomes = runner::run(&CpuEngine, &plan, &|_| ()).unwrap();
        analyse(&plan, &outcomes).unwrap()
    }

    #[test]
    fn where_nobody_launched_nothing_is_compared() {
        let text = verdict(&analysis("contract/empty-magazine", 3));
        assert!(text.starts_with("No interceptor was launched") && !text.contains("told apart"), "{text}");
        let text = verdict(&analysis("contract/mixed", 3));
        assert!(!text.contains("No interceptor was launched"), "{text}");
    }

    #[test]
    fn an_interval_that_reaches_below_zero_is_shown_whole_and_told() {
        let mut found = analysis("contract/mixed", 3);
        assert!(below_zero(&found).is_empty());
        found.arms[1].leakers.interval = Some(Interval { low: -2.0, high: 9.0 });
        let warning = warnings(&found).into_iter().find(|line| line.contains("below 0")).unwrap();
        assert!(warning.contains("urgency (leakers)") && !warning.contains("nearest"), "{warning}");
    }
}
