//! Several replicates side by side: the static tables all stages read and the dynamic rows they write.
//!
//! A batch may mix cases of any size: each replicate's header says where its rows begin. The CPU engine makes batches of
//! one, the GPU engine of as many as fit; the rows of a replicate hold the same bits either way.

use super::codes;
use super::compile::CaseModel;
use super::layout::{
    Asset, Case, Channel, Group, Issue, Order, Plan, Point, Replicate, Round, Sensor, Shot, Site, Tally, Threat, Track,
    Weapon,
};
use super::raid;

/// Which replicate to run: a case by its index, and the name of the random draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Job {
    /// Index into the list of cases.
    pub case_ix: usize,
    /// Seed of the study.
    pub seed: u64,
    /// Number of the replicate.
    pub replicate: u32,
}

/// What does not change while a batch runs. Field names are the shaders' binding names.
#[derive(Clone, Debug, Default)]
pub struct Statics {
    /// One row per case.
    pub cases: Vec<Case>,
    /// Assets of all cases.
    pub assets: Vec<Asset>,
    /// Sensors of all cases.
    pub sensors: Vec<Sensor>,
    /// Corners of areas, then the points of every threat's route.
    pub points: Vec<Point>,
    /// Sites of all cases.
    pub sites: Vec<Site>,
    /// Groups of all cases.
    pub groups: Vec<Group>,
    /// One row per replicate.
    pub replicates: Vec<Replicate>,
    /// One row per threat.
    pub plans: Vec<Plan>,
    /// One row per round.
    pub issues: Vec<Issue>,
    /// True kill probability by replicate and group.
    pub group_kill: Vec<f32>,
}

/// What changes from epoch to epoch. Field names are the shaders' binding names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// True states of threats.
    pub threats: Vec<Threat>,
    /// Tracks, one slot per threat.
    pub tracks: Vec<Track>,
    /// Rounds.
    pub rounds: Vec<Round>,
    /// Guidance channels.
    pub channels: Vec<Channel>,
    /// Per rail: the tick from which it is free.
    pub rails: Vec<u32>,
    /// Hits by replicate and asset.
    pub asset_hits: Vec<u32>,
    /// What can be assigned at this decision.
    pub weapons: Vec<Weapon>,
    /// Shots by threat and weapon at this decision.
    pub costs: Vec<Shot>,
    /// The decision.
    pub orders: Vec<Order>,
    /// Clocks and counters, one per replicate.
    pub tallies: Vec<Tally>,
}

/// Replicates laid side by side, at the beginning of their raids.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Static tables.
    pub statics: Statics,
    /// Dynamic rows.
    pub world: World,
}

impl Batch {
    /// Lays out `jobs`, each drawn from its seed and replicate number.
    pub fn build(cases: &[CaseModel], jobs: &[Job]) -> Self {
        let mut batch = Self::default();
        let mut case_rows = vec![None; cases.len()];
        for job in jobs {
            let row = match case_rows[job.case_ix] {
                Some(row) => row,
                None => *case_rows[job.case_ix].insert(batch.push_case(&cases[job.case_ix])),
            };
            batch.push_replicate(&cases[job.case_ix], row, job);
        }
        batch
    }

    fn push_case(&mut self, case: &CaseModel) -> u32 {
        let s = &mut self.statics;
        let mut row = case.case;
        row.asset_first = s.assets.len() as u32;
        row.sensor_first = s.sensors.len() as u32;
        row.site_first = s.sites.len() as u32;
        row.group_first = s.groups.len() as u32;
        let vertex_first = s.points.len() as u32;
        s.assets.extend(&case.assets);
        s.sensors.extend(
            case.sensors.iter().map(|sensor| Sensor { vertex_first: sensor.vertex_first + vertex_first, ..*sensor }),
        );
        s.points.extend(&case.vertices);
        s.sites.extend(&case.sites);
        s.groups.extend(&case.groups);
        s.cases.push(row);
        s.cases.len() as u32 - 1
    }

    fn push_replicate(&mut self, case: &CaseModel, case_row: u32, job: &Job) {
        let (s, w) = (&mut self.statics, &mut self.world);
        let drawn = raid::draw_raid(case, job.seed, job.replicate);
        let replicate_ix = s.replicates.len() as u32;
        let n_threats = drawn.plans.len() as u32;
        let n_weapons = case.groups.len() as u32 + case.case.n_orphan_slots;
        let n_orders = case.n_orders();
        s.replicates.push(Replicate {
            case_ix: case_row,
            key0: drawn.key[0],
            key1: drawn.key[1],
            threat_first: w.threats.len() as u32,
            n_threats,
            round_first: w.rounds.len() as u32,
            n_rounds: case.n_rounds,
            channel_first: w.channels.len() as u32,
            n_channels: case.n_channels,
            rail_first: w.rails.len() as u32,
            n_rails: case.n_rails,
            asset_hit_first: w.asset_hits.len() as u32,
            group_kill_first: s.group_kill.len() as u32,
            weapon_first: w.weapons.len() as u32,
            n_weapons,
            cost_first: w.costs.len() as u32,
            order_first: w.orders.len() as u32,
            n_orders,
            signal: drawn.signal,
            warning_tick: drawn.warning_tick,
        });
        let point_first = s.points.len() as u32;
        s.plans.extend(drawn.plans.iter().map(|plan| Plan {
            replicate: replicate_ix,
            point_first: plan.point_first + point_first,
            ..*plan
        }));
        s.points.extend(&drawn.points);
        s.group_kill.extend(&drawn.group_kill);
        s.issues.extend(drawn.issues.iter().map(|issue| Issue { replicate: replicate_ix, ..*issue }));
        w.threats.extend(&drawn.threats);
        w.tracks.resize(w.tracks.len() + n_threats as usize, Track::default());
        let in_magazine = Round { target: -1, channel: -1, rail: -1, assess_target: -1, ..Round::default() };
        w.rounds.resize(w.rounds.len() + case.n_rounds as usize, in_magazine);
        w.channels.resize(w.channels.len() + case.n_channels as usize, Channel { holder: -1, free_tick: 0 });
        w.rails.resize(w.rails.len() + case.n_rails as usize, 0);
        w.asset_hits.resize(w.asset_hits.len() + case.assets.len(), 0);
        w.weapons.resize(w.weapons.len() + n_weapons as usize, Weapon::default());
        w.costs.resize(
            w.costs.len() + (n_threats * n_weapons) as usize,
            Shot { cost: codes::INFEASIBLE, ..Shot::default() },
        );
        w.orders.resize(w.orders.len() + n_orders as usize, Order::default());
        w.tallies.push(Tally::default());
    }

    /// Whether every replicate's raid is over.
    pub fn is_done(&self) -> bool {
        self.world.tallies.iter().all(|tally| tally.done != 0)
    }
}
