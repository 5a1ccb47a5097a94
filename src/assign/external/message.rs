//! The lines of the conversation: JSON objects, one a line, each with the version of the protocol.
//!
//! What is said to the program is written from the problem's tables; what comes back is believed only after every number in it
//! has been looked at. The JSON Schema is made from these types (`kingbird schema assigner`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assign::problem::{Answer, INFEASIBLE, Pair, Problem};
use crate::assign::session::Occasion;

/// Version of the protocol: `kingbird` in every line of either side.
pub const VERSION: u32 = 1;

/// The case, as the program is told of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Briefing {
    /// Name of the scenario; the file of a static instance.
    pub scenario: String,
    /// SHA-256 of it; with `static`, of the instance as Kingbird writes it.
    pub scenario_digest: String,
    /// What costs are made of: `distance`, `time-to-intercept` or `expected-value-saved`; `static` for an instance of `kingbird solve`.
    pub objective: String,
    /// Whether tracks are what is believed (`believed`) or what is true (`truth`).
    pub picture: String,
    /// Length of a tick, seconds; with `static` 0, there is no time.
    pub tick_s: f64,
    /// Length of an epoch, seconds; with `static` 0, epochs are rounds of at most one shot at each target.
    pub epoch_s: f64,
}

impl Briefing {
    /// That of a static instance, in which nothing moves.
    pub fn of_instance(name: &str, digest: &str) -> Self {
        Self {
            scenario: name.to_owned(),
            scenario_digest: digest.to_owned(),
            objective: "static".to_owned(),
            picture: "believed".to_owned(),
            tick_s: 0.0,
            epoch_s: 0.0,
        }
    }
}

/// A line to the program.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "message", rename_all = "kebab-case")]
enum ToProgram<'a> {
    /// A replicate begins, and whatever is remembered of another is to be forgotten. Not answered.
    Replicate(Replicate<'a>),
    /// A decision. Answered with one line.
    Problem(Decision),
}

/// A replicate that begins.
#[derive(Serialize, JsonSchema)]
struct Replicate<'a> {
    /// Version of the protocol.
    kingbird: u32,
    /// Name of the scenario; with `static`, the file, or how the instance was made.
    scenario: &'a str,
    /// SHA-256 of the resolved scenario; with `static`, of the instance as Kingbird writes it.
    scenario_digest: &'a str,
    /// What costs are made of: `distance`, `time-to-intercept` or `expected-value-saved`; `static` for an instance of `kingbird solve`.
    objective: &'a str,
    /// `believed`: tracks as sensors made them; `truth`: perfect information, a diagnostic.
    picture: &'a str,
    /// Seed of the study.
    seed: u64,
    /// Number of the replicate under that seed.
    replicate: u32,
    /// Length of a tick, seconds; with `static` 0, there is no time.
    tick_s: f64,
    /// Length of an epoch, seconds; with `static` 0, epochs are rounds of at most one shot at each target.
    epoch_s: f64,
}

/// A decision to be made.
#[derive(Serialize, JsonSchema)]
struct Decision {
    /// Version of the protocol.
    kingbird: u32,
    /// Number of the epoch that decides; times `epoch_s` it is the time, seconds. To be given back in the answer.
    epoch: u32,
    /// Two words that are this decision's own: a seed for random draws that can be repeated.
    draw_key: [u32; 2],
    /// Shots that the weapons of a pool (rails and guidance channels of a site) can give now, together.
    pools: Vec<u32>,
    /// Weapons: a kind of round at a place, or an interceptor in flight that can be turned to another target.
    weapons: Vec<Weapon>,
    /// Targets that want a shot.
    targets: Vec<Target>,
    /// By target, then by weapon: cost of a shot, less is better; null where there can be none. Metres, ticks, or lost value in
    /// steps of 4096, by objective; with `static`, what is not gained, the greatest gain of the round being 2^31 - 1.
    cost: Vec<Vec<Option<u32>>>,
    /// By target, then by weapon: believed chance that a shot ends the target, in 65,536ths; 0 where there can be none.
    kill: Vec<Vec<u32>>,
    /// By target, then by weapon: ticks from now until the shot meets the target; 0 where there can be none.
    delay_ticks: Vec<Vec<u32>>,
}

/// A weapon.
#[derive(Serialize, JsonSchema)]
struct Weapon {
    /// Shots that it can give now.
    capacity: u32,
    /// Index of the pool that it draws from; null if none.
    pool: Option<u32>,
    /// Ticks for which a channel stays bound after a shot of it has met the target; with `delay_ticks`, the time that the shot costs.
    busy_ticks: u32,
}

/// A target.
#[derive(Serialize, JsonSchema)]
struct Target {
    /// The same from decision to decision of a replicate.
    label: u32,
    /// Shots wanted now; more are refused.
    demand: u32,
    /// Believed arrival: less is more urgent. Ticks.
    priority_ticks: u32,
    /// Expected value at stake, less what shots under way are counted on to save; steps, below 65,536.
    worth: u32,
}

/// A line from the program: the answer to the problem before.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FromProgram {
    /// Version of the protocol that the program speaks: 1.
    kingbird: u32,
    /// The epoch of the problem that is answered.
    epoch: u32,
    /// Shots: pairs of (index of the target, index of the weapon), in any order; a pair that stands twice is two shots.
    shots: Vec<[u32; 2]>,
}

/// One line is one of these.
#[derive(JsonSchema)]
#[schemars(title = "Kingbird's assignment protocol, version 1")]
#[expect(dead_code, reason = "described, never built")]
struct Protocol<'a> {
    /// Every line on the program's standard input.
    to_program: ToProgram<'a>,
    /// Every line on its standard output.
    from_program: FromProgram,
}

/// The JSON Schema of both directions, for those who write programs.
pub fn schema_json() -> String {
    format!("{:#}", schemars::schema_for!(Protocol<'_>).to_value())
}

/// The line that begins a replicate, with its end.
pub(super) fn replicate_line(briefing: &Briefing, of: Occasion) -> String {
    line(&ToProgram::Replicate(Replicate {
        kingbird: VERSION,
        scenario: &briefing.scenario,
        scenario_digest: &briefing.scenario_digest,
        objective: &briefing.objective,
        picture: &briefing.picture,
        seed: of.seed,
        replicate: of.replicate,
        tick_s: briefing.tick_s,
        epoch_s: briefing.epoch_s,
    }))
}

/// The line of a problem, with its end.
pub(super) fn problem_line(problem: &Problem) -> String {
    let rows = |table: &[u32]| -> Vec<Vec<u32>> {
        (0..problem.n_targets)
            .map(|target| table[target * problem.n_weapons..(target + 1) * problem.n_weapons].to_vec())
            .collect()
    };
    let weapon = |ix: usize| Weapon {
        capacity: problem.capacity[ix],
        pool: problem.pool_of(ix).map(|pool| pool as u32),
        busy_ticks: problem.busy[ix],
    };
    let target = |ix: usize| Target {
        label: problem.label[ix],
        demand: problem.demand[ix],
        priority_ticks: problem.priority[ix],
        worth: problem.worth[ix],
    };
    let costs = |ix: usize| problem.row(ix).iter().map(|&cost| (cost != INFEASIBLE).then_some(cost)).collect();
    line(&ToProgram::Problem(Decision {
        kingbird: VERSION,
        epoch: problem.epoch,
        draw_key: problem.draw_key,
        pools: problem.pool.clone(),
        weapons: (0..problem.n_weapons).map(weapon).collect(),
        targets: (0..problem.n_targets).map(target).collect(),
        cost: (0..problem.n_targets).map(costs).collect(),
        kill: rows(&problem.kill),
        delay_ticks: rows(&problem.delay),
    }))
}

fn line(message: &ToProgram<'_>) -> String {
    let text = serde_json::to_string(message).expect("numbers, texts and lists of them can always be written");
    text + "\n"
}

/// Reads an answer to the problem of an epoch. Whether it keeps the problem's limits is not asked here.
///
/// # Errors
/// What is wrong with it.
pub(super) fn answer(text: &str, epoch: u32) -> Result<Answer, String> {
    let said: FromProgram =
        serde_json::from_str(text).map_err(|error| format!("it is not as the protocol has it ({error})"))?;
    if said.kingbird != VERSION {
        return Err(format!("it speaks version {} of the protocol, and this is {VERSION}", said.kingbird));
    }
    if said.epoch != epoch {
        return Err(format!("it answers epoch {}, and {epoch} was asked", said.epoch));
    }
    let pairs = said.shots.into_iter().map(|[target, weapon]| Pair { target, weapon }).collect();
    Ok(Answer::from_pairs(pairs))
}
