//! What came of a replicate: integer counts read off its final rows, and a digest of them.
//!
//! Money and value are computed from these counts on the host; the engines return no floats.

use super::batch::{Statics, World};
use super::codes;
use super::compile::CaseModel;
use super::layout::{Replicate, Row};
use crate::exact::rng;

/// How many causes there are, the first being "none".
pub const N_CAUSES: usize = 9;

/// Names of the causes by code, as in `leak_causes`.
pub const CAUSE_NAMES: [&str; N_CAUSES] = [
    "none",
    "undetected",
    "tracked_too_late",
    "unreachable",
    "no_interceptor",
    "no_channel",
    "not_assigned",
    "missed",
    "wrongly_assessed",
];

/// Threats or decoys, by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ThreatCounts {
    /// Started or still to start: the raid's size.
    pub launched: u32,
    /// Killed by interceptors.
    pub killed: u32,
    /// Got lost on the way.
    pub lost: u32,
    /// Arrived.
    pub leaked: u32,
    /// Of those, hit what they were aimed at.
    pub leaked_hit: u32,
    /// In the air when the time was over.
    pub airborne: u32,
    /// Not yet started when the time was over.
    pub pending: u32,
}

/// Interceptors, by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RoundCounts {
    /// Launched.
    pub launched: u32,
    /// Killed a target.
    pub hits: u32,
    /// Used up their tries.
    pub misses: u32,
    /// Ran out of endurance.
    pub expired: u32,
    /// Given up for want of a target.
    pub aborted: u32,
    /// In the air at the end.
    pub in_flight: u32,
    /// In the magazines at the end, ordered ones included.
    pub remaining: u32,
}

/// The result of one replicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Ticks from the beginning to the end of the raid.
    pub ticks: u32,
    /// Digest of the final state and of all events, 128 bits.
    pub digest: [u32; 4],
    /// Threats and decoys.
    pub threats: [ThreatCounts; 2],
    /// Interceptors.
    pub rounds: RoundCounts,
    /// Launched interceptors by group.
    pub launched_by_group: Vec<u32>,
    /// Leakers by cause, threats and decoys.
    pub causes: [[u32; N_CAUSES]; 2],
    /// Hits by asset.
    pub asset_hits: Vec<u32>,
    /// Settled passes.
    pub passes: u32,
    /// Pairs assigned over the raid.
    pub assigned: u32,
    /// Sum of their costs.
    pub assigned_cost: u64,
    /// Decisions at which shots were given.
    pub decisions: u32,
    /// Expected value saved by those shots, as believed when they were given, in steps: see [`Outcome::value_saved`].
    pub saved_steps: u64,
    /// Churn: interceptors in flight that were given another target.
    pub switched: u32,
    /// Overkill: shots that were under way at a threat when another killed it.
    pub overkill: u32,
    /// Epochs of confirmed threats that some weapon could have met in time, while no shot was under way to them.
    pub uncovered_epochs: u64,
    /// Agent-steps of agents in the air: threats and rounds, one per tick.
    pub agent_steps: u64,
    /// `codes::FAULT_*`: impossible states met on the way.
    pub faults: u32,
}

impl Outcome {
    /// The digest in hexadecimal.
    pub fn digest_hex(&self) -> String {
        self.digest.iter().map(|word| format!("{word:08x}")).collect()
    }

    /// Leakers that were no decoys.
    pub fn leakers(&self) -> u32 {
        self.threats[0].leaked
    }

    /// Threats and decoys killed.
    pub fn kills(&self) -> u32 {
        self.threats[0].killed + self.threats[1].killed
    }

    /// Expected value saved by the shots given, as believed when they were given, in the scenario's units of value: what the
    /// decisions of all assigners are measured by, whatever they were made for.
    pub fn value_saved(&self, case: &CaseModel) -> f64 {
        Self::value_of_steps(case, self.saved_steps)
    }

    /// Expected value in the scenario's units, from steps.
    pub fn value_of_steps(case: &CaseModel, steps: u64) -> f64 {
        let steps_per_value = f64::from(case.case.steps_per_value);
        if steps_per_value > 0.0 { steps as f64 / steps_per_value } else { 0.0 }
    }

    /// Value lost over all assets: `min(hits, hits_to_destroy) x value / hits_to_destroy`.
    pub fn value_lost(&self, case: &CaseModel) -> f64 {
        (0..self.asset_hits.len()).map(|ix| self.asset_value_lost(case, ix)).sum()
    }

    /// Value lost at one asset.
    pub fn asset_value_lost(&self, case: &CaseModel, asset: usize) -> f64 {
        let kind = &case.scenario.assets[asset];
        f64::from(self.asset_hits[asset].min(kind.hits_to_destroy)) * kind.value / f64::from(kind.hits_to_destroy)
    }

    /// Price of the interceptors launched, US dollars.
    pub fn interceptor_cost_usd(&self, case: &CaseModel) -> f64 {
        let price = |(group, &n): (usize, &u32)| {
            f64::from(n) * case.scenario.interceptor_types[case.group_types[group]].cost_usd
        };
        self.launched_by_group.iter().enumerate().map(price).sum()
    }

    /// Price of the sites, US dollars.
    pub fn fixed_cost_usd(case: &CaseModel) -> f64 {
        case.scenario.sites.iter().map(|site| site.fixed_cost_usd).sum()
    }

    /// Price of everything that was sent, US dollars.
    pub fn attacker_cost_usd(case: &CaseModel) -> f64 {
        let price = |name: &str| {
            case.scenario.threat_types.iter().find(|kind| kind.name == name).map_or(0.0, |kind| kind.cost_usd)
        };
        let waves = case.scenario.raid.waves.iter();
        waves.flat_map(|wave| &wave.composition).map(|part| f64::from(part.count) * price(&part.threat_type)).sum()
    }
}

/// Reads the outcome of one replicate of a batch.
pub fn read(s: &Statics, w: &World, replicate: usize) -> Outcome {
    let header = &s.replicates[replicate];
    let case = &s.cases[header.case_ix as usize];
    let tally = &w.tallies[replicate];
    let mut out = Outcome {
        ticks: tally.tick,
        digest: digest(w, s, replicate),
        threats: [ThreatCounts::default(); 2],
        rounds: RoundCounts::default(),
        launched_by_group: vec![0; case.n_groups as usize],
        causes: [[0; N_CAUSES]; 2],
        asset_hits: w.asset_hits[range(header.asset_hit_first, case.n_assets)].to_vec(),
        passes: 0,
        assigned: tally.n_assigned,
        assigned_cost: u64::from(tally.cost_high) << 32 | u64::from(tally.cost_low),
        decisions: tally.n_decisions,
        saved_steps: u64::from(tally.saved_high) << 32 | u64::from(tally.saved_low),
        switched: tally.n_switched,
        overkill: tally.n_overkill,
        uncovered_epochs: u64::from(tally.uncovered_high) << 32 | u64::from(tally.uncovered_low),
        agent_steps: 0,
        faults: tally.faults,
    };
    read_threats(s, w, header, &mut out);
    read_rounds(s, w, header, &mut out);
    out
}

fn range(first: u32, n: u32) -> std::ops::Range<usize> {
    first as usize..(first + n) as usize
}

fn read_threats(s: &Statics, w: &World, header: &Replicate, out: &mut Outcome) {
    for row in range(header.threat_first, header.n_threats) {
        let (threat, plan) = (&w.threats[row], &s.plans[row]);
        let counts = &mut out.threats[plan.decoy as usize];
        counts.launched += 1;
        out.passes += threat.n_passes;
        let end = if threat.end_tick > 0 { threat.end_tick } else { out.ticks };
        if threat.status != codes::THREAT_PENDING {
            out.agent_steps += u64::from(end.saturating_sub(plan.start_tick));
        }
        match threat.status {
            codes::THREAT_PENDING => counts.pending += 1,
            codes::THREAT_KILLED => counts.killed += 1,
            codes::THREAT_LOST => counts.lost += 1,
            codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => {
                counts.leaked += 1;
                counts.leaked_hit += u32::from(threat.status == codes::THREAT_LEAKED_HIT);
                out.causes[plan.decoy as usize][threat.cause as usize] += 1;
            }
            _ => counts.airborne += 1,
        }
    }
}

fn read_rounds(s: &Statics, w: &World, header: &Replicate, out: &mut Outcome) {
    for row in range(header.round_first, header.n_rounds) {
        let round = &w.rounds[row];
        let counts = &mut out.rounds;
        if round.status == codes::ROUND_READY || round.status == codes::ROUND_ORDERED {
            counts.remaining += 1;
            continue;
        }
        counts.launched += 1;
        out.launched_by_group[s.issues[row].group as usize] += 1;
        let end = if round.end_tick > 0 { round.end_tick } else { out.ticks };
        out.agent_steps += u64::from(end.saturating_sub(round.launch_tick));
        match round.status {
            codes::ROUND_HIT => counts.hits += 1,
            codes::ROUND_MISSED => counts.misses += 1,
            codes::ROUND_EXPIRED => counts.expired += 1,
            codes::ROUND_ABORTED => counts.aborted += 1,
            _ => counts.in_flight += 1,
        }
    }
}

/// Sum of hashes of every word of the replicate's dynamic rows (first two words), and the digest of its events (last two).
fn digest(w: &World, s: &Statics, replicate: usize) -> [u32; 4] {
    let header = &s.replicates[replicate];
    let case = &s.cases[header.case_ix as usize];
    let tally = &w.tallies[replicate];
    let mut sum = [tally.tick, tally.faults];
    let mut table = 0;
    let mut add = |words: &[u32]| {
        table += 1;
        for (ix, pair) in words.chunks(2).enumerate() {
            let hash = rng::threefry2x32([table, ix as u32], [pair[0], *pair.get(1).unwrap_or(&0)]);
            sum = [sum[0].wrapping_add(hash[0]), sum[1].wrapping_add(hash[1])];
        }
    };
    add(words(&w.threats, header.threat_first, header.n_threats));
    add(words(&w.tracks, header.threat_first, header.n_threats));
    add(words(&w.rounds, header.round_first, header.n_rounds));
    add(words(&w.channels, header.channel_first, header.n_channels));
    add(&w.rails[range(header.rail_first, header.n_rails)]);
    add(&w.asset_hits[range(header.asset_hit_first, case.n_assets)]);
    [sum[0], sum[1], tally.digest0, tally.digest1]
}

fn words<T: Row>(rows: &[T], first: u32, n: u32) -> &[u32] {
    bytemuck::cast_slice(&rows[range(first, n)])
}
