//! A decision read back: what the assigner was given at an edge, what it answered, and how to say it.
//!
//! Reads a runner that stands between the stage of costs and the decision itself.

use super::explain::{Believed, Candidate, Cost, Explanation, MOST_LISTED, Question, chain, clock, objective_name};
use super::frame::has_ended;
use super::subject::Subject;
use crate::assign::{INFEASIBLE, Problem};
use crate::engine::cpu::Runner;
use crate::exact::fixed::{component_mps, coordinate_m};
use crate::model::codes;
use crate::model::compile::VALUE_STEPS;
use crate::model::layout::{Order, Track};
use crate::model::names::Names;
use crate::model::stage::problem;

/// An answer without a decision behind it.
pub fn nothing(subject: &Subject, question: Question, sentence: String) -> Explanation {
    Explanation {
        question,
        decision_tick: None,
        assigner: subject.case.assigner.name().to_owned(),
        objective: objective_name(subject.case.case.objective),
        target: None,
        chosen: None,
        other_weapons: Vec::new(),
        other_targets: Vec::new(),
        n_weapons_feasible: 0,
        n_weapons_infeasible: 0,
        n_targets_feasible: 0,
        n_targets_infeasible: 0,
        chain: Vec::new(),
        sentences: vec![sentence],
        first_as_believed: None,
    }
}

/// A decision of the one replicate of a runner.
pub struct Decision<'a> {
    subject: &'a Subject,
    names: &'a Names,
    runner: &'a Runner<'static>,
    tick: u32,
    /// The problem, and the threat that each of its targets stands for.
    problem: Option<(Problem, Vec<u32>)>,
    orders: Vec<Order>,
}

impl<'a> Decision<'a> {
    /// Reads a runner whose costs of this edge are there.
    pub fn read(subject: &'a Subject, names: &'a Names, runner: &'a Runner<'static>) -> Self {
        let (s, w) = (&runner.batch.statics, &runner.batch.world);
        let tick = w.tallies[0].tick;
        Self { subject, names, runner, tick, problem: problem(s, w, 0), orders: runner.foreseen_orders() }
    }

    /// Explains an order: of an interceptor in flight, or of a round out of a magazine.
    pub fn of_order(&self, question: Question, round: u32, threat: u32, in_flight: bool) -> Explanation {
        let group = self.runner.batch.statics.issues[round as usize].group;
        let weapons = &self.runner.batch.world.weapons;
        let weapon = if in_flight {
            weapons.iter().position(|weapon| weapon.round == round as i32)
        } else {
            weapons.iter().position(|weapon| weapon.round < 0 && weapon.group == group)
        };
        let mut told = self.of_pair(question, weapon, threat);
        let verb = if in_flight { "was turned to" } else { "was ordered against" };
        let name = &self.names.round(round).name;
        told.sentences.insert(0, format!("{} {name} {verb} {}", self.clock(self.tick), self.names.threat(threat).name));
        told
    }

    /// Explains what became of a threat.
    pub fn of_threat(&self, question: Question, threat: u32) -> Explanation {
        let given = self.orders.iter().find(|order| order.target == threat);
        let mut told = self.of_pair(question, given.map(|order| order.weapon as usize), threat);
        let name = &self.names.threat(threat).name;
        let clock = self.clock(self.tick);
        let no_shot = |why: &str| format!("{clock} {name} was given no shot: {why}");
        let sentence = match &told.chosen {
            Some(chosen) => format!("{clock} {name} was given a shot of {}", chosen.weapon),
            None => {
                let believed = self.why_not(threat, told.n_weapons_feasible);
                let nearer = self.why_truly_not(threat);
                told.first_as_believed = nearer.map(|_| no_shot(&believed));
                no_shot(nearer.unwrap_or(&believed))
            }
        };
        told.sentences.insert(0, sentence);
        told
    }

    fn clock(&self, tick: u32) -> String {
        clock(self.subject.case.seconds(tick))
    }

    fn track(&self, threat: u32) -> &Track {
        &self.runner.batch.world.tracks[threat as usize]
    }

    fn of_pair(&self, question: Question, weapon: Option<usize>, threat: u32) -> Explanation {
        let mut told = nothing(self.subject, question, String::new());
        told.sentences.clear();
        told.decision_tick = Some(self.tick);
        told.chain = chain(self.track(threat).chain);
        told.target = self.believed(threat);
        if let Some((problem, targets)) = &self.problem
            && let Some(row) = targets.iter().position(|&target| target == threat)
        {
            self.list_weapons(&mut told, problem, row, weapon, threat);
            if let Some(weapon) = weapon {
                self.list_targets(&mut told, problem, targets, weapon, row);
            }
        }
        self.say(&mut told);
        told
    }

    fn believed(&self, threat: u32) -> Option<Believed> {
        let track = self.track(threat);
        if track.status != codes::TRACK_CONFIRMED {
            return None;
        }
        let v = [track.vx, track.vy, track.vz].map(component_mps);
        Some(Believed {
            threat,
            name: self.names.threat(threat).name.clone(),
            at_m: [track.x, track.y, track.z].map(coordinate_m),
            speed_mps: libm::sqrt(v.iter().map(|v| v * v).sum()),
            asset: self
                .subject
                .case
                .scenario
                .assets
                .get(track.asset as usize)
                .map_or_else(String::new, |a| a.name.clone()),
            arrive_tick: track.arrive_tick,
            is_decoy: track.believed_decoy != 0,
            seen_tick: track.update_tick,
            n_engaged: track.n_engaged,
            n_shots: track.n_shots,
            demand: track.demand,
        })
    }

    /// The weapons for one target: the chosen one, and the others by cost.
    fn list_weapons(&self, told: &mut Explanation, problem: &Problem, row: usize, chosen: Option<usize>, threat: u32) {
        let costs = problem.row(row);
        let ranked = ranked(costs);
        told.n_weapons_feasible = ranked.len() as u32;
        told.n_weapons_infeasible = (self.n_real_weapons() - ranked.len().min(self.n_real_weapons())) as u32;
        told.chosen = chosen
            .filter(|&weapon| costs[weapon] != INFEASIBLE)
            .map(|weapon| self.candidate(weapon, threat, costs[weapon], Vec::new()));
        let others = ranked.into_iter().filter(|&weapon| Some(weapon) != chosen).take(MOST_LISTED);
        told.other_weapons = others
            .map(|weapon| {
                let given = self.orders.iter().filter(|order| order.weapon as usize == weapon);
                let went_to = given.map(|order| self.names.threat(order.target).name.clone()).collect();
                self.candidate(weapon, threat, costs[weapon], went_to)
            })
            .collect();
    }

    /// The other targets of one weapon, by cost.
    fn list_targets(&self, told: &mut Explanation, problem: &Problem, targets: &[u32], weapon: usize, row: usize) {
        let costs: Vec<u32> = (0..targets.len()).map(|target| problem.cost(target, weapon)).collect();
        let ranked = ranked(&costs);
        told.n_targets_feasible = ranked.len() as u32;
        told.n_targets_infeasible = (targets.len() - ranked.len()) as u32;
        let others = ranked.into_iter().filter(|&target| target != row).take(MOST_LISTED);
        told.other_targets = others
            .map(|target| {
                let given = self.orders.iter().filter(|order| order.target == targets[target]);
                let went_to = given.map(|order| self.weapon_name(order.weapon as usize)).collect();
                self.candidate(weapon, targets[target], costs[target], went_to)
            })
            .collect();
    }

    /// Weapons that are there: empty slots for interceptors without a target are none.
    fn n_real_weapons(&self) -> usize {
        let n_groups = self.subject.case.groups.len();
        let weapons = self.runner.batch.world.weapons.iter().enumerate();
        weapons.filter(|(ix, weapon)| *ix < n_groups || weapon.round >= 0).count()
    }

    fn candidate(&self, weapon: usize, threat: u32, cost: u32, went_to: Vec<String>) -> Candidate {
        let row = &self.runner.batch.world.weapons[weapon];
        Candidate {
            weapon: self.weapon_name(weapon),
            in_flight: u32::try_from(row.round).ok(),
            threat,
            threat_name: self.names.threat(threat).name.clone(),
            cost: self.cost(cost),
            went_to,
        }
    }

    fn weapon_name(&self, weapon: usize) -> String {
        let row = &self.runner.batch.world.weapons[weapon];
        if row.round >= 0 {
            return format!("{} in flight", self.names.round(row.round as u32).name);
        }
        let case = &self.subject.case;
        let (site, kind) = (case.group_sites[row.group as usize], case.group_types[row.group as usize]);
        format!("{}/{}", case.scenario.sites[site].name, case.scenario.interceptor_types[kind].name)
    }

    fn cost(&self, cost: u32) -> Cost {
        let case = &self.subject.case.case;
        match case.objective {
            codes::OBJECTIVE_DISTANCE => Cost::Distance { m: f64::from(cost) },
            codes::OBJECTIVE_TIME => Cost::Time { s: self.subject.case.seconds(cost) },
            _ => {
                let steps = VALUE_STEPS - f64::from(cost / 4_096);
                let scale = f64::from(case.steps_per_value);
                let saved = if scale > 0.0 { steps / scale } else { 0.0 };
                Cost::Value { saved, flight_s: f64::from(cost % 4_096) }
            }
        }
    }

    /// Why there could be no track to shoot at, which the defence does not know.
    fn why_truly_not(&self, threat: u32) -> Option<&'static str> {
        let status = self.runner.batch.world.threats[threat as usize].status;
        match status {
            _ if self.track(threat).status == codes::TRACK_CONFIRMED => None,
            codes::THREAT_PENDING => Some("it had not started"),
            ended if has_ended(ended) => Some("it had come to an end"),
            _ => None,
        }
    }

    /// What stood in the way of a shot at this decision as far as the defence knew, nearest cause first.
    fn why_not(&self, threat: u32, n_feasible: u32) -> String {
        let (track, case) = (self.track(threat), &self.subject.case.case);
        let plural = |n: u32, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        if track.status != codes::TRACK_CONFIRMED {
            "the defence had no confirmed track of it".to_owned()
        } else if track.believed_dead_tick != 0 {
            format!("it was believed killed since {}", self.clock(track.believed_dead_tick))
        } else if track.believed_decoy != 0 && case.engage_decoys == 0 {
            "it was believed a decoy, and the doctrine lets decoys pass".to_owned()
        } else if track.n_shots >= case.max_shots {
            format!("all {} that the doctrine allows had been ordered", plural(case.max_shots, "shot"))
        } else if track.demand == 0 {
            format!("{} under way to it or not yet assessed", plural(track.n_engaged, "interceptor"))
        } else if self.runner.batch.world.weapons.iter().all(|weapon| weapon.capacity == 0) {
            "no site had a round, a channel and a rail free".to_owned()
        } else if n_feasible == 0 {
            self.nearest_miss(track.chain).to_owned()
        } else {
            format!("{} could meet it, and the assigner gave none to it", plural(n_feasible, "weapon"))
        }
    }

    /// Where the chain broke for a target that no weapon could meet now.
    fn nearest_miss(&self, seen: u32) -> &'static str {
        if seen & codes::SEEN_REACHABLE == 0 {
            "no weapon could ever have met it, even with more time"
        } else if seen & codes::SEEN_TIMELY == 0 {
            "no weapon could have met it before its arrival or the commit limit"
        } else if seen & codes::SEEN_ROUNDS == 0 {
            "the magazines that could have met it in time were empty"
        } else if seen & codes::SEEN_CAPACITY == 0 {
            "no channel or rail was free where it could have been met in time"
        } else {
            "no weapon with a round, a channel and a rail free could meet it in time now"
        }
    }

    fn say(&self, told: &mut Explanation) {
        if let Some(chosen) = &told.chosen {
            told.sentences.push(format!("By {}: {}", told.objective, chosen.cost));
            match told.other_weapons.first() {
                Some(next) if next.went_to.is_empty() => {
                    told.sentences.push(format!("Next best for it: {}, {}", next.weapon, next.cost));
                }
                Some(next) => told.sentences.push(format!(
                    "Next best for it: {}, {}; it was given to {}",
                    next.weapon,
                    next.cost,
                    next.went_to.join(", ")
                )),
                None => told.sentences.push("No other weapon could meet it".to_owned()),
            }
        }
        if let Some(target) = &told.target {
            let kind = if target.is_decoy { "a decoy" } else { "a threat" };
            told.sentences.push(format!(
                "Believed {kind} at {:.0} km/h, {:.0} m up, heading for {}, there at {}",
                target.speed_mps * 3.6,
                target.at_m[2],
                target.asset,
                self.clock(target.arrive_tick)
            ));
        }
    }
}

/// What is feasible, cheapest first, ties by index.
fn ranked(costs: &[u32]) -> Vec<usize> {
    let mut feasible: Vec<usize> = (0..costs.len()).filter(|&ix| costs[ix] != INFEASIBLE).collect();
    feasible.sort_by_key(|&ix| (costs[ix], ix));
    feasible
}
