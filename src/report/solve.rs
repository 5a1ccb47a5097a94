//! A static instance solved: text, JSON and a list of shots.

use serde::Serialize;

use super::number::{counted, fixed, integer};
use super::table::table;
use crate::assign::wta::{Instance, Outcome, meets};

/// What is to be told.
pub struct Solved<'a> {
    /// Name of the method.
    pub assigner: &'a str,
    /// Name of the instance.
    pub called: &'a str,
    /// The instance.
    pub instance: &'a Instance,
    /// Shots and value; `None` for a bound alone.
    pub outcome: Option<Outcome>,
    /// Seconds that the method took.
    pub seconds: f64,
    /// The lower bound, if there is one.
    pub proof: Option<Proof<'a>>,
}

/// A lower bound and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof<'a> {
    /// The bound.
    pub bound: f64,
    /// What found it.
    pub by: &'a str,
    /// Seconds that it took beside the method's.
    pub seconds: f64,
}

/// `kingbird solve --json`. Names and units are promises: add keys, never change one.
#[derive(Serialize)]
pub struct SolveJson<'a> {
    assigner: &'a str,
    instance: &'a str,
    weapon_types: usize,
    weapons: u64,
    targets: usize,
    /// Expected value left; null for a bound alone.
    value: Option<f64>,
    /// Proven lower bound on the value of any shots; null where there is none.
    bound: Option<f64>,
    /// What found the bound.
    bound_by: Option<&'a str>,
    /// (value - bound) / value, 0 if the value is 0; null without one of them.
    gap: Option<f64>,
    /// Whether value and bound meet, or the method has proven it otherwise.
    optimal: bool,
    /// Time of the method alone.
    seconds: f64,
    /// Time of a bound computed beside it; null where the method has its own.
    bound_seconds: Option<f64>,
    /// Steps of the method's own kind; null for a bound alone.
    steps: Option<u64>,
    /// Every pair that is used, in ascending order of target and weapon type, both counted from 0.
    assignment: Vec<Used>,
}

/// Shots of one weapon type at one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Used {
    target: u32,
    weapon: u32,
    shots: u32,
}

impl Solved<'_> {
    /// (value - bound) / value.
    fn gap(&self) -> Option<f64> {
        let (value, bound) = (self.outcome.as_ref()?.value, self.proof?.bound);
        Some(if value > bound { (value - bound) / value } else { 0.0 })
    }

    fn is_optimal(&self) -> bool {
        let Some(outcome) = &self.outcome else { return false };
        outcome.optimal || self.proof.is_some_and(|proof| meets(outcome.value, proof.bound))
    }

    fn weapons(&self) -> u64 {
        self.instance.supply.iter().map(|&supply| u64::from(supply)).sum()
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> SolveJson<'_> {
        let own = self.outcome.as_ref().is_none_or(|outcome| outcome.bound.is_some());
        SolveJson {
            assigner: self.assigner,
            instance: self.called,
            weapon_types: self.instance.n_types(),
            weapons: self.weapons(),
            targets: self.instance.n_targets(),
            value: self.outcome.as_ref().map(|outcome| outcome.value),
            bound: self.proof.map(|proof| proof.bound),
            bound_by: self.proof.map(|proof| proof.by),
            gap: self.gap(),
            optimal: self.is_optimal(),
            seconds: self.seconds,
            bound_seconds: self.proof.filter(|_| !own).map(|proof| proof.seconds),
            steps: self.outcome.as_ref().map(|outcome| outcome.steps),
            assignment: self.outcome.as_ref().map_or_else(Vec::new, |outcome| used(&outcome.shots)),
        }
    }
}

/// Shots counted by pair.
fn used(shots: &[(u32, u32)]) -> Vec<Used> {
    let alike = shots.chunk_by(|a, b| a == b);
    alike.map(|pair| Used { target: pair[0].0, weapon: pair[0].1, shots: pair.len() as u32 }).collect()
}

/// The shots as CSV, with the names and the counting of the JSON.
#[must_use]
pub fn assignment_csv(shots: &[(u32, u32)]) -> String {
    let lines = used(shots).into_iter().map(|used| format!("{},{},{}\n", used.target, used.weapon, used.shots));
    std::iter::once("target,weapon,shots\n".to_owned()).chain(lines).collect()
}

/// For people.
#[must_use]
pub fn summary(solved: &Solved<'_>) -> String {
    let instance = solved.instance;
    let mut text = format!(
        "{} on {}: {} of {}, {}\n\n",
        solved.assigner,
        solved.called,
        counted(solved.weapons(), "weapon"),
        counted(instance.n_types() as u64, "type"),
        counted(instance.n_targets() as u64, "target")
    );
    if let Some(outcome) = &solved.outcome {
        let all = instance.value.iter().sum();
        text += &format!("value   {} of {} are left\n", digits(outcome.value), fixed(all, 1));
    }
    match &solved.proof {
        Some(proof) => text += &format!("bound   {} by {}: no shots leave less\n", digits(proof.bound), proof.by),
        None => text += "bound   none\n",
    }
    if let Some(gap) = solved.gap() {
        let verdict = if solved.is_optimal() { "proven optimal" } else { "not proven optimal" };
        text += &format!("gap     {} %, {verdict}\n", fixed(100.0 * gap, 4));
    }
    text += &format!("time    {} s", fixed(solved.seconds, 4));
    match (&solved.outcome, solved.proof) {
        (Some(outcome), Some(proof)) if outcome.bound.is_none() => {
            text += &format!(", the bound {} s\n", fixed(proof.seconds, 4));
        }
        _ => text += "\n",
    }
    if let Some(outcome) = &solved.outcome {
        text += &shots(instance, outcome);
    }
    text
}

/// Nine digits or so that matter: values are compared with published ones.
fn digits(value: f64) -> String {
    fixed(value, if value >= 1.0e4 { 4 } else { 6 })
}

/// A line for each target.
fn shots(instance: &Instance, outcome: &Outcome) -> String {
    let used = used(&outcome.shots);
    let mut text = format!("shots   {}\n", integer(outcome.shots.len() as u64));
    let rows = (0..instance.n_targets()).map(|target| {
        let from = used.partition_point(|used| (used.target as usize) < target);
        let at_target = &used[from..used.partition_point(|used| used.target as usize <= target)];
        let weapons: Vec<String> = at_target
            .iter()
            .map(
                |used| {
                    if used.shots == 1 { used.weapon.to_string() } else { format!("{} x{}", used.weapon, used.shots) }
                },
            )
            .collect();
        let survive = |used: &Used| instance.row(target)[used.weapon as usize];
        let factors = at_target.iter().flat_map(|used| std::iter::repeat_n(survive(used), used.shots as usize));
        let left = factors.fold(instance.value[target], |left, survive| left * survive);
        vec![target.to_string(), fixed(instance.value[target], 2), fixed(left, 4), weapons.join(", ")]
    });
    text += "\n";
    text += &table(&["target", "value", "left", "weapon types"], &[3], rows.collect());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shots_are_counted_by_pair() {
        assert_eq!(assignment_csv(&[(0, 1), (0, 1), (0, 2), (3, 1)]), "target,weapon,shots\n0,1,2\n0,2,1\n3,1,1\n");
    }

    #[test]
    fn value_bound_and_gap_agree_in_text_and_json() {
        let mut instance = Instance::new(vec![10.0, 4.0], vec![2]);
        instance.survive = vec![0.5, 0.25];
        let outcome = Outcome::new(&instance, vec![(1, 0), (0, 0)], None, 2);
        let proof = |bound| Some(Proof { bound, by: "best-p", seconds: 0.25 });
        let solved = |bound, outcome| Solved {
            assigner: "marginal-return",
            called: "two",
            instance: &instance,
            outcome,
            seconds: 0.5,
            proof: proof(bound),
        };
        let json = |solved: &Solved<'_>| serde_json::to_value(solved.json()).unwrap();
        let open = solved(4.5, Some(outcome.clone()));
        let value = json(&open);
        assert_eq!((&value["value"], &value["bound"], &value["gap"]), (&6.0.into(), &4.5.into(), &0.25.into()));
        assert_eq!((&value["optimal"], &value["bound_seconds"]), (&false.into(), &0.25.into()));
        assert_eq!(value["assignment"][1], serde_json::json!({"target": 1, "weapon": 0, "shots": 1}));
        let text = summary(&open);
        assert!(
            text.contains("gap     25.0000 %, not proven optimal") && text.contains("the bound 0.2500 s"),
            "{text}"
        );
        assert_eq!(json(&solved(6.0, Some(outcome)))["optimal"], true);
        let alone = json(&solved(6.0, None));
        assert!(alone["value"].is_null() && alone["gap"].is_null() && alone["optimal"] == false);
    }
}
