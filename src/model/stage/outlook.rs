//! Outlook: what the defence believes of the decisions to come, for assigners that plan ahead. On the host only.
//!
//! The picture flies on: each track that wants a shot coasts in its straight line, and the same `cost` stage that judges now judges
//! it at later decisions, each weapon taken as ready that has rounds. Channels and rails come back when the rounds that hold them
//! are expected to end; how, is told in `docs/model.md`. Tracks, own rounds and doctrine only; truth does not enter.

use super::{STAGES, between, header, velocity, wind};
use crate::assign::{INFEASIBLE, Later, Outlook, Problem};
use crate::exact::fixed;
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::layout::{Case, Group, Plan, Replicate, Round, Shot, Site, Tally, Track, Weapon};
use crate::model::motion::meeting_time;

/// Most later decisions looked at. Each lies twice as far ahead as the one before, so these span 2,048 decisions.
const MAX_LATER: u32 = 12;

/// Believes ahead for one replicate whose decision is `problem`, about these threats.
pub fn outlook(s: &Statics, w: &World, replicate: usize, problem: &Problem, targets: &[u32]) -> Outlook {
    let (header, case) = header(s, replicate as u32);
    let weapons = &w.weapons[header.weapon_first as usize..(header.weapon_first + header.n_weapons) as usize];
    let mut scene = Scene::new(s, w, replicate, targets);
    let last_arrival = problem.priority.iter().copied().max().unwrap_or(0);
    let mut later = Vec::new();
    for step in 0..MAX_LATER {
        let ahead = case.decision_ticks.saturating_mul(1 << step);
        if scene.tick.saturating_add(ahead) > last_arrival.min(case.duration_ticks) {
            break;
        }
        later.push(scene.at(case, ahead, problem));
    }
    for ix in 0..case.n_sites {
        let times = Pool { s, w, header, case, ix, tick: scene.tick }.regains(problem, &later);
        for ticks in times {
            if let Some(later) = later.iter_mut().find(|later| later.ahead >= ticks) {
                later.regained[ix as usize] += 1;
            }
        }
    }
    Outlook { rounds: weapons.iter().map(|weapon| weapon.left).collect(), later }
}

/// The targets and weapons of one replicate, laid out alone, to be judged at later times.
struct Scene {
    statics: Statics,
    world: World,
    /// Where the targets are now.
    tracks: Vec<Track>,
    tick: u32,
}

impl Scene {
    fn new(s: &Statics, w: &World, replicate: usize, targets: &[u32]) -> Self {
        let (header, case) = header(s, replicate as u32);
        let rows = || targets.iter().map(|&threat| (header.threat_first + threat) as usize);
        let weapon = |ix: u32| {
            let weapon = w.weapons[(header.weapon_first + ix) as usize];
            // An interceptor in flight that waits for a target now will not be there later.
            let flight_ticks = if weapon.round < 0 { weapon.flight_ticks } else { 0 };
            Weapon { capacity: weapon.left, flight_ticks, ..weapon }
        };
        let alone = Replicate {
            case_ix: 0,
            threat_first: 0,
            n_threats: targets.len() as u32,
            weapon_first: 0,
            cost_first: 0,
            ..*header
        };
        let statics = Statics {
            cases: vec![*case],
            assets: s.assets.clone(),
            sites: s.sites.clone(),
            groups: s.groups.clone(),
            replicates: vec![alone],
            plans: rows().map(|row| Plan { replicate: 0, ..s.plans[row] }).collect(),
            ..Statics::default()
        };
        let tracks: Vec<Track> = rows().map(|row| w.tracks[row]).collect();
        let world = World {
            tracks: tracks.clone(),
            weapons: (0..header.n_weapons).map(weapon).collect(),
            costs: vec![Shot::default(); targets.len() * header.n_weapons as usize],
            tallies: vec![w.tallies[replicate]],
            ..World::default()
        };
        Self { statics, world, tracks, tick: w.tallies[replicate].tick }
    }

    /// What the shots of a later decision come to.
    fn at(&mut self, case: &Case, ahead: u32, problem: &Problem) -> Later {
        let world = &mut self.world;
        world.tallies[0] = Tally { tick: self.tick + ahead, ..world.tallies[0] };
        for (there, here) in world.tracks.iter_mut().zip(&self.tracks) {
            *there = coasted(case, here, ahead);
        }
        let twin = STAGES.iter().find(|stage| stage.name == "cost").and_then(|stage| stage.twin);
        if let Some(cost) = twin {
            cost(&self.statics, world, &mut None, 0..self.tracks.len());
        }
        let mut later = Later::new(ahead, problem.n_weapons, problem.n_targets, problem.pool.len());
        for (cell, shot) in world.costs.iter().enumerate().filter(|(_, shot)| shot.cost != INFEASIBLE) {
            // Ticks count from now, whenever the shot is given.
            let waited = if case.objective == codes::OBJECTIVE_TIME { ahead } else { 0 };
            later.cost[cell] = shot.cost.saturating_add(waited).min(INFEASIBLE - 1);
            later.delay[cell] = shot.delay;
            later.kill[cell] = shot.kill;
        }
        later
    }
}

/// Where a track is believed to be `ahead` ticks from now; not below the ground.
fn coasted(case: &Case, track: &Track, ahead: u32) -> Track {
    let seconds = f64::from(ahead) * f64::from(case.tick_s);
    let moved = |at: i32, speed: i32| {
        let steps = fixed::component_mps(speed) * seconds * f64::from(fixed::POS_PER_M);
        (f64::from(at) + steps).clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32
    };
    let [x, y, z] = [moved(track.x, track.vx), moved(track.y, track.vy), moved(track.z, track.vz).max(track.z.min(0))];
    Track { x, y, z, ..*track }
}

/// The channels and rails of one site.
struct Pool<'a> {
    s: &'a Statics,
    w: &'a World,
    header: &'a Replicate,
    case: &'a Case,
    /// The site.
    ix: u32,
    tick: u32,
}

impl Pool<'_> {
    /// When shots become available that are not there now, ticks from now, as far as the last decision looked at.
    ///
    /// A shot needs a channel and a rail: the k-th one is there when k channels and k rails have come free. Each channel and rail
    /// is taken to be used as soon as it is free, for as long as a shot of this site takes.
    fn regains(&self, problem: &Problem, later: &[Later]) -> Vec<u32> {
        let Some(last) = later.last().map(|later| later.ahead) else { return Vec::new() };
        let site = &self.s.sites[(self.case.site_first + self.ix) as usize];
        let groups = self.groups();
        let Some(flight) = mean_delay(&groups, problem, later) else { return Vec::new() };
        let turnaround = groups.iter().map(|(_, kind)| kind.turnaround_ticks).max().unwrap_or(0);
        let rail_ticks =
            groups.iter().map(|(_, kind)| self.case.latency_ticks + kind.command_ticks + kind.reload_ticks).max();
        let channels = self.channels(site).map(|ticks| (ticks, flight + turnaround));
        let rails = self.rails(site).map(|ticks| (ticks, rail_ticks.unwrap_or(0)));
        let channels = uses(channels, last, usize::MAX);
        let rails = uses(rails, last, channels.len());
        let both = channels.iter().zip(&rails).map(|(&channel, &rail)| channel.max(rail));
        both.filter(|&ticks| ticks > 0).collect()
    }

    /// The groups of this site, with their index.
    fn groups(&self) -> Vec<(u32, &Group)> {
        let all = (0..self.case.n_groups).map(|ix| (ix, &self.s.groups[(self.case.group_first + ix) as usize]));
        all.filter(|(_, kind)| kind.site == self.ix).collect()
    }

    /// When each channel is expected to be free, ticks from now.
    fn channels(&self, site: &Site) -> impl Iterator<Item = u32> {
        let first = self.header.channel_first + site.channel_first;
        (first..first + site.n_channels).map(|ix| {
            let channel = &self.w.channels[ix as usize];
            match u32::try_from(channel.holder) {
                Ok(round) => self.ends(round),
                Err(_) => channel.free_tick.saturating_sub(self.tick),
            }
        })
    }

    /// When each rail is loaded, ticks from now.
    fn rails(&self, site: &Site) -> impl Iterator<Item = u32> {
        let first = self.header.rail_first + site.rail_first;
        (first..first + site.n_rails).map(|ix| self.w.rails[ix as usize].saturating_sub(self.tick))
    }

    /// When the channel that a round holds is expected to serve again, ticks from now: the round meets its target, or
    /// gives up waiting for one, or is at the end of its endurance.
    fn ends(&self, round: u32) -> u32 {
        let row = (self.header.round_first + round) as usize;
        let (round, issue) = (&self.w.rounds[row], &self.s.issues[row]);
        let kind = &self.s.groups[(self.case.group_first + issue.group) as usize];
        let waits = |from: u32| from.saturating_sub(self.tick);
        let start = if round.status == codes::ROUND_ORDERED { waits(round.due_tick) } else { 0 };
        let launched = if round.status == codes::ROUND_ORDERED { round.due_tick } else { round.launch_tick };
        let endurance = waits(launched + kind.endurance_ticks);
        let ends = match u32::try_from(round.target) {
            Ok(target) => self.meets(round, kind, target, start).map_or(endurance, |flight| start + flight),
            Err(_) => waits(round.orphan_tick + self.case.reassign_wait_ticks),
        };
        ends.min(endurance).max(1) + kind.turnaround_ticks
    }

    /// Flight time of a round that flies from `start` ticks on, by the track of its target, ticks; `None` if they never meet.
    fn meets(&self, round: &Round, kind: &Group, target: u32, start: u32) -> Option<u32> {
        let track = coasted(self.case, &self.w.tracks[(self.header.threat_first + target) as usize], start);
        let from =
            if round.status == codes::ROUND_ORDERED { [kind.x, kind.y, kind.z] } else { [round.x, round.y, round.z] };
        let v = velocity::<f32>([track.vx, track.vy, track.vz]) - wind(self.case);
        let seconds = meeting_time(between::<f32>([track.x, track.y, track.z], from), v, kind.cruise_mps);
        (seconds >= 0.0).then(|| (f64::from(seconds) / f64::from(self.case.tick_s)) as u32 + 1)
    }
}

/// The mean time that a shot of these groups takes, order to meeting, over all targets and decisions looked at, ticks; `None` where
/// there is none.
fn mean_delay(groups: &[(u32, &Group)], problem: &Problem, later: &[Later]) -> Option<u32> {
    let (mut sum, mut n) = (0u64, 0u64);
    let tables = later.iter().map(|later| (&later.cost, &later.delay)).chain([(&problem.cost, &problem.delay)]);
    for (cost, delay) in tables {
        for target in 0..problem.n_targets {
            for &(group, _) in groups {
                let cell = target * problem.n_weapons + group as usize;
                if cost[cell] != INFEASIBLE {
                    sum += u64::from(delay[cell]);
                    n += 1;
                }
            }
        }
    }
    (n > 0).then(|| (sum / n) as u32)
}

/// All times, in order, at which one of several things is free: each from its time on, again after each use, up to `last`; at most
/// `most` of each, and never more than 4,096.
fn uses(things: impl Iterator<Item = (u32, u32)>, last: u32, most: usize) -> Vec<u32> {
    let each = |(from, takes): (u32, u32)| (from..=last).step_by(takes.max(1) as usize).take(most.min(4_096));
    let mut times: Vec<u32> = things.flat_map(each).collect();
    times.sort_unstable();
    times
}

#[cfg(test)]
mod tests {
    use super::super::{Rows, problem};
    use super::*;
    use crate::model::batch::{Batch, Job};
    use crate::model::compile::CaseModel;
    use crate::model::layout::{Order, Threat};
    use crate::scenario;

    fn at_start(name: &str) -> Batch {
        let loaded = scenario::load(name, None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some("none"), None).unwrap();
        Batch::build(&[case], &[Job { case_ix: 0, seed: 1, replicate: 0 }])
    }

    /// Runs stages from one up to another, of that name; `order` takes the place of the decision.
    fn run(batch: &mut Batch, (from, to): (&str, &str), order: Option<Order>) {
        let at = |name: &str| STAGES.iter().position(|stage| stage.name == name).unwrap();
        for stage in &STAGES[at(from)..=at(to)] {
            let n_rows = match stage.rows {
                Rows::Threats => batch.world.threats.len(),
                Rows::Rounds => batch.world.rounds.len(),
                Rows::Replicates => batch.world.tallies.len(),
            };
            match (stage.twin, order) {
                (Some(twin), _) => twin(&batch.statics, &mut batch.world, &mut None, 0..n_rows),
                (None, Some(order)) => {
                    batch.world.orders[0] = order;
                    batch.world.tallies[0].n_orders = 1;
                }
                (None, None) => {}
            }
        }
    }

    /// Runs to the first decision from `tick` on that has a problem, and stops before it is solved.
    fn decision(batch: &mut Batch, tick: u32) -> (Problem, Vec<u32>) {
        loop {
            run(batch, ("spawn", "cost"), None);
            if batch.world.tallies[0].tick >= tick
                && let Some(found) = problem(&batch.statics, &batch.world, 0)
            {
                return found;
            }
            run(batch, ("pick", "close"), None);
        }
    }

    #[test]
    fn a_target_that_flies_straight_is_where_it_was_foreseen() {
        let mut batch = at_start("contract/one-on-one-headon");
        let (first, targets) = decision(&mut batch, 20);
        let seen = outlook(&batch.statics, &batch.world, 0, &first, &targets);
        let start = batch.world.tallies[0].tick;
        assert!(seen.later.len() > 8 && seen.rounds.starts_with(&[1]));
        assert_eq!(seen.later[..4].iter().map(|later| later.ahead).collect::<Vec<_>>(), [1, 2, 4, 8]);
        for later in &seen.later[..8] {
            run(&mut batch, ("pick", "close"), None);
            let (then, _) = decision(&mut batch, start + later.ahead);
            assert_eq!(batch.world.tallies[0].tick, start + later.ahead);
            assert!(later.delay[0].abs_diff(then.delay[0]) <= 1, "{} ticks ahead", later.ahead);
            // Counted from the first decision.
            assert!(later.cost[0].abs_diff(then.cost[0] + later.ahead) <= 1);
            assert!(later.kill[0] <= first.kill[0] && later.kill[0] > 0);
        }
    }

    #[test]
    fn a_channel_comes_back_when_it_was_foreseen() {
        let mut batch = at_start("contract/one-on-one-headon");
        let (_, targets) = decision(&mut batch, 20);
        run(&mut batch, ("pick", "close"), Some(Order { weapon: 0, target: targets[0] }));
        for _ in 0..200 {
            run(&mut batch, ("spawn", "close"), None);
        }
        let foreseen = {
            let (s, w, tick) = (&batch.statics, &batch.world, batch.world.tallies[0].tick);
            let pool = Pool { s, w, header: &s.replicates[0], case: &s.cases[0], ix: 0, tick };
            tick + pool.channels(&s.sites[0]).next().unwrap()
        };
        while batch.world.channels[0].holder >= 0 {
            run(&mut batch, ("spawn", "close"), None);
        }
        let came = batch.world.tallies[0].tick;
        assert!(came.abs_diff(foreseen) <= 10, "foreseen at {foreseen}, came at {came}");
    }

    #[test]
    fn hidden_truth_changes_nothing() {
        let mut batch = at_start("mass-raid");
        let (now, targets) = decision(&mut batch, 6_000);
        let seen = outlook(&batch.statics, &batch.world, 0, &now, &targets);
        assert!(
            seen.later.len() > 4 && seen.later.iter().any(|later| later.cost.iter().any(|&cost| cost != INFEASIBLE))
        );
        let regained: u32 = seen.later.iter().flat_map(|later| &later.regained).sum();
        assert!(regained > 0);
        for threat in &mut batch.world.threats {
            *threat = Threat { x: threat.x + 100_000, vx: -threat.vx, status: threat.status ^ 1, ..*threat };
        }
        for plan in &mut batch.statics.plans {
            (plan.asset, plan.decoy, plan.speed_mps, plan.hit) = (0, 1 - plan.decoy, 10.0, 0.0);
        }
        batch.statics.group_kill.fill(0.0);
        assert_eq!(outlook(&batch.statics, &batch.world, 0, &now, &targets), seen);
    }

    #[test]
    fn each_thing_is_free_again_after_each_use() {
        assert_eq!(uses([(0, 10), (3, 10)].into_iter(), 25, usize::MAX), [0, 3, 10, 13, 20, 23]);
        assert_eq!(uses([(30, 10), (7, 0)].into_iter(), 25, 2), [7, 8]);
    }
}
