//! What a study says: estimates for each assigner, the comparison of the best with all others, and what to be wary of.
//!
//! The unit of replication is the raid, so every interval is taken over replicates; assigners met the same raids, so
//! differences are taken raid by raid. With several comparisons p values are adjusted after Holm.

use super::plan::Plan;
use super::runner::Outcomes;
use crate::assign::DeviceRule;
use crate::model::outcome::{CAUSE_NAMES, N_CAUSES, Outcome};
use crate::model::{CaseModel, Picture};
use crate::stats::{self, Interval, Paired, Ratio};

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;

/// A mean with its interval; without one where there is a single replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean over replicates.
    pub value: f64,
    /// Student's interval.
    pub interval: Option<Interval>,
}

impl Mean {
    /// Whether Student's interval reaches below 0. No count, value or price does: the replicates are too few, or their values
    /// too skewed, for the interval's assumption of a nearly normal mean. The interval is not cut: that would hide it.
    pub fn reaches_below_zero(&self) -> bool {
        self.interval.is_some_and(|interval| interval.low < 0.0)
    }
}

/// One assigner's results.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The assigner, with its picture where that is not what is believed.
    pub assigner: String,
    /// What decisions were made from. With perfect information an arm is a diagnostic, never a winner.
    pub picture: Picture,
    /// Whether it launches nothing: the control, never a winner.
    pub control: bool,
    /// Threats that arrived.
    pub leakers: Mean,
    /// The number of them that nine raids in ten do not pass.
    pub leakers_p90: f64,
    /// Decoys that arrived.
    pub decoys_leaked: Mean,
    /// Value lost.
    pub value_lost: Mean,
    /// Expected value saved per decision at which shots were given, as believed then; `None` without such decisions.
    pub saved_per_decision: Option<Ratio>,
    /// Expected value saved over the raid.
    pub value_saved: Mean,
    /// Churn: interceptors in flight that were given another target.
    pub switched: Mean,
    /// Overkill: shots under way at a threat when another killed it.
    pub overkill: Mean,
    /// Epochs of threats that could be met in time without a shot under way.
    pub uncovered_epochs: Mean,
    /// Interceptors launched.
    pub launched: Mean,
    /// Interceptors launched per threat or decoy killed; `None` without kills.
    pub launched_per_kill: Option<Ratio>,
    /// Price of interceptors launched per threat or decoy killed, US dollars.
    pub cost_per_kill_usd: Option<Ratio>,
    /// Threats and decoys killed per interceptor launched; `None` without launches.
    pub kills_per_launch: Option<Ratio>,
    /// Share of each cause among leaked threats, greatest first, those that occur.
    pub causes: Vec<(&'static str, f64)>,
    /// Replicates that ended with threats in the air or not yet started.
    pub n_unfinished: usize,
    /// Interceptors that killed, over all replicates.
    pub n_kills: u64,
    /// Interceptors launched, over all replicates.
    pub n_launched: u64,
}

impl Arm {
    /// Whether it may win: it launches something, and knows what a defence can know.
    pub fn competes(&self) -> bool {
        !self.control && self.picture == Picture::Believed
    }
}

/// The best against another.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Index of the other arm.
    pub other: usize,
    /// Leakers, other minus best, replicate by replicate.
    pub leakers: Paired,
    /// The same p value, adjusted after Holm for all comparisons with real assigners; the control and perfect information stand outside.
    pub p_adjusted: Option<f64>,
    /// Value lost, other minus best.
    pub value_lost: Option<Paired>,
}

/// All that is said about a study.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Replicates of each arm.
    pub n_replicates: u32,
    /// Threats in a raid, decoys left out.
    pub n_threats: u32,
    /// One per assigner, in the order of the plan.
    pub arms: Vec<Arm>,
    /// Index of the arm with the fewest leakers, the control and arms with perfect information left out where there is another.
    pub best: usize,
    /// The best against each of the others, the closest first.
    pub contrasts: Vec<Contrast>,
}

/// Estimates and compares; `None` for a study without a row.
pub fn analyse(plan: &Plan, outcomes: &Outcomes) -> Option<Analysis> {
    let arms: Vec<Arm> =
        plan.cases.iter().zip(outcomes).map(|(case, of_case)| arm(case, of_case)).collect::<Option<_>>()?;
    let mean = |ix: &usize| arms[*ix].leakers.value;
    let real: Vec<usize> = (0..arms.len()).filter(|&ix| arms[ix].competes()).collect();
    let field = if real.is_empty() { (0..arms.len()).collect() } else { real };
    // The first of equals, in the order of the plan.
    let best = field.into_iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let n_threats = outcomes[best].first()?.threats[0].launched;
    let contrasts = contrasts(plan, outcomes, &arms, best);
    let n_replicates = outcomes[best].len() as u32;
    Some(Analysis { n_replicates, n_threats, arms, best, contrasts })
}

fn arm(case: &CaseModel, outcomes: &[Outcome]) -> Option<Arm> {
    let sample = |read: &dyn Fn(&Outcome) -> f64| -> Vec<f64> { outcomes.iter().map(read).collect() };
    let leakers = sample(&|o| f64::from(o.leakers()));
    let launched = sample(&|o| f64::from(o.rounds.launched));
    let kills = sample(&|o| f64::from(o.kills()));
    let cost = sample(&|o| o.interceptor_cost_usd(case));
    let saved = sample(&|o| o.value_saved(case));
    let decisions = sample(&|o| f64::from(o.decisions));
    Some(Arm {
        assigner: case.label(),
        picture: case.picture,
        control: case.assigner.device_rule() == Some(DeviceRule::Idle),
        leakers: mean(&leakers)?,
        leakers_p90: stats::quantile(&leakers, 0.9)?,
        decoys_leaked: mean(&sample(&|o| f64::from(o.threats[1].leaked)))?,
        value_lost: mean(&sample(&|o| o.value_lost(case)))?,
        saved_per_decision: stats::ratio(&saved, &decisions, LEVEL),
        value_saved: mean(&saved)?,
        switched: mean(&sample(&|o| f64::from(o.switched)))?,
        overkill: mean(&sample(&|o| f64::from(o.overkill)))?,
        uncovered_epochs: mean(&sample(&|o| o.uncovered_epochs as f64))?,
        launched: mean(&launched)?,
        launched_per_kill: stats::ratio(&launched, &kills, LEVEL),
        cost_per_kill_usd: stats::ratio(&cost, &kills, LEVEL),
        kills_per_launch: stats::ratio(&kills, &launched, LEVEL),
        causes: causes(outcomes),
        n_unfinished: outcomes.iter().filter(|o| o.threats.iter().any(|t| t.airborne + t.pending > 0)).count(),
        n_kills: outcomes.iter().map(|o| u64::from(o.kills())).sum(),
        n_launched: outcomes.iter().map(|o| u64::from(o.rounds.launched)).sum(),
    })
}

fn mean(values: &[f64]) -> Option<Mean> {
    let found = stats::summary(values)?;
    let interval = found.sd.and_then(|sd| stats::t_interval(found.mean, sd, found.n, LEVEL));
    Some(Mean { value: found.mean, interval })
}

/// Shares among leaked threats over all replicates, greatest first, ties in the order of precedence.
fn causes(outcomes: &[Outcome]) -> Vec<(&'static str, f64)> {
    let count = |cause: usize| -> u64 { outcomes.iter().map(|o| u64::from(o.causes[0][cause])).sum() };
    let counts: Vec<(usize, u64)> = (1..N_CAUSES).map(|cause| (cause, count(cause))).filter(|(_, n)| *n > 0).collect();
    let total: u64 = counts.iter().map(|(_, n)| n).sum();
    let mut counts = counts;
    counts.sort_by_key(|(cause, n)| (std::cmp::Reverse(*n), *cause));
    counts.into_iter().map(|(cause, n)| (CAUSE_NAMES[cause], n as f64 / total as f64)).collect()
}

fn contrasts(plan: &Plan, outcomes: &Outcomes, arms: &[Arm], best: usize) -> Vec<Contrast> {
    let leakers = |ix: usize| -> Vec<f64> { outcomes[ix].iter().map(|o| f64::from(o.leakers())).collect() };
    let value = |ix: usize| -> Vec<f64> { outcomes[ix].iter().map(|o| o.value_lost(&plan.cases[ix])).collect() };
    let mut found: Vec<Contrast> = (0..arms.len())
        .filter(|&other| other != best)
        .filter_map(|other| {
            Some(Contrast {
                other,
                leakers: stats::paired(&leakers(other), &leakers(best), LEVEL)?,
                p_adjusted: None,
                value_lost: stats::paired(&value(other), &value(best), LEVEL),
            })
        })
        .collect();
    found.sort_by(|a, b| a.leakers.mean.total_cmp(&b.leakers.mean));
    let p: Vec<f64> = found.iter().filter(|c| arms[c.other].competes()).map(|c| c.leakers.p).collect();
    let mut adjusted = stats::holm(&p).unwrap_or_default().into_iter();
    for contrast in found.iter_mut().filter(|c| arms[c.other].competes()) {
        contrast.p_adjusted = adjusted.next();
    }
    found
}

impl Analysis {
    /// The best against the next best real assigner.
    pub fn closest(&self) -> Option<&Contrast> {
        self.contrasts.iter().find(|c| self.arms[c.other].competes())
    }

    /// The best against the control.
    pub fn against_control(&self) -> Option<&Contrast> {
        self.contrasts.iter().find(|c| self.arms[c.other].control)
    }

    /// How many real assigners the best was compared with.
    pub fn n_compared(&self) -> usize {
        self.contrasts.iter().filter(|c| c.p_adjusted.is_some()).count()
    }
}

/// Whether a comparison shows a difference after all comparisons are allowed for.
pub fn differs(contrast: &Contrast) -> bool {
    contrast.p_adjusted.unwrap_or(contrast.leakers.p) < 1.0 - LEVEL
}
