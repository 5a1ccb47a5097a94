//! Counts at a moment, read off the rows: what is where, what it cost, what was lost. Pure.

use crate::model::CaseModel;
use crate::model::codes;
use crate::model::layout::Track;
use crate::model::outcome::{RoundCounts, ThreatCounts};
use crate::replay::{Frame, Shot, Stocks, Subject, is_in_flight, is_left};
use crate::stats::{self, Interval};

/// A magazine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Magazine {
    /// Index of its interceptor type.
    pub kind: usize,
    /// Rounds left, those ordered but not launched included.
    pub left: u32,
    /// Rounds at the beginning.
    pub of: u32,
}

/// A launch site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteNow {
    /// Its magazines.
    pub magazines: Vec<Magazine>,
    /// Guidance channels held, or not yet free again.
    pub channels_used: u32,
    /// Guidance channels.
    pub channels: u32,
    /// Rails being loaded.
    pub rails_loading: u32,
    /// Rails.
    pub rails: u32,
    /// Interceptors launched.
    pub launched: u32,
    /// Of those, in the air.
    pub in_flight: u32,
    /// Of those, killed something.
    pub kills: u32,
}

impl SiteNow {
    /// Rounds left in all its magazines, and at the beginning.
    pub fn rounds(&self) -> (u32, u32) {
        (self.magazines.iter().map(|m| m.left).sum(), self.magazines.iter().map(|m| m.of).sum())
    }
}

/// Everything at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// Threats and decoys; `launched` is the raid's size.
    pub threats: [ThreatCounts; 2],
    /// Confirmed tracks not believed dead.
    pub tracked: u32,
    /// Of those, taken for decoys.
    pub tracked_decoys: u32,
    /// Detected, and not confirmed.
    pub tentative: u32,
    /// Tracks still in the picture that are believed killed.
    pub believed_dead: u32,
    /// Interceptors.
    pub rounds: RoundCounts,
    /// Sites.
    pub sites: Vec<SiteNow>,
    /// Price of the interceptors launched, US dollars.
    pub cost_usd: f64,
    /// Value lost, and value at stake.
    pub value_lost: [f64; 2],
}

impl Now {
    /// Counts the rows at a moment.
    pub fn at(shot: &Shot, subject: &Subject) -> Self {
        let (frame, case) = (&*shot.before, &*subject.case);
        let statuses = (0..frame.rounds.len()).map(|ix| shot.round_status(ix));
        let stocks = Stocks::count(subject, statuses, &frame.channels, frame.tick);
        let mut now = Self { sites: sites(frame, case, &stocks), ..Self::default() };
        for (ix, plan) in subject.statics.plans.iter().enumerate() {
            count_threat(&mut now.threats[plan.decoy as usize], shot.threat_status(ix));
        }
        (0..frame.tracks.len()).for_each(|ix| count_track(&mut now, shot.track(ix)));
        for (ix, issue) in subject.statics.issues.iter().enumerate() {
            count_round(&mut now, case, shot.round_status(ix), issue.group as usize);
        }
        for (asset, &hits) in case.scenario.assets.iter().zip(&frame.asset_hits) {
            now.value_lost[0] += value_lost(asset, hits);
            now.value_lost[1] += asset.value;
        }
        now
    }

    /// Threats that came to an end, decoys apart.
    pub fn resolved(&self) -> u32 {
        let threats = &self.threats[0];
        threats.killed + threats.lost + threats.leaked
    }

    /// Share of the resolved threats that leaked, with Wilson's 95 % interval; `None` before the first has ended.
    pub fn leak_rate(&self) -> Option<(f64, Interval)> {
        let (leaked, resolved) = (u64::from(self.threats[0].leaked), u64::from(self.resolved()));
        let interval = stats::wilson(leaked, resolved, 0.95)?;
        Some((leaked as f64 / resolved as f64, interval))
    }

    /// Threats and decoys killed.
    pub fn kills(&self) -> u32 {
        self.threats[0].killed + self.threats[1].killed
    }

    /// Price of the interceptors per kill, US dollars; `None` before the first kill.
    pub fn cost_per_kill_usd(&self) -> Option<f64> {
        (self.kills() > 0).then(|| self.cost_usd / f64::from(self.kills()))
    }
}

/// Value that hits at an asset have cost.
pub fn value_lost(asset: &crate::scenario::schema::Asset, hits: u32) -> f64 {
    f64::from(hits.min(asset.hits_to_destroy)) * asset.value / f64::from(asset.hits_to_destroy.max(1))
}

fn count_threat(counts: &mut ThreatCounts, status: u32) {
    counts.launched += 1;
    match status {
        codes::THREAT_PENDING => counts.pending += 1,
        codes::THREAT_KILLED => counts.killed += 1,
        codes::THREAT_LOST => counts.lost += 1,
        codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => {
            counts.leaked += 1;
            counts.leaked_hit += u32::from(status == codes::THREAT_LEAKED_HIT);
        }
        _ => counts.airborne += 1,
    }
}

fn count_track(now: &mut Now, track: &Track) {
    match (track.status, track.believed_dead_tick) {
        (codes::TRACK_TENTATIVE, _) => now.tentative += 1,
        (codes::TRACK_CONFIRMED, 0) => {
            now.tracked += 1;
            now.tracked_decoys += u32::from(track.believed_decoy == 1);
        }
        (codes::TRACK_CONFIRMED, _) => now.believed_dead += 1,
        _ => {}
    }
}

fn count_round(now: &mut Now, case: &CaseModel, status: u32, group: usize) {
    let counts = &mut now.rounds;
    let site = &mut now.sites[case.group_sites[group]];
    let magazine = &mut site.magazines[case.group_slots[group] as usize];
    magazine.of += 1;
    if is_left(status) {
        counts.remaining += 1;
        return;
    }
    counts.launched += 1;
    site.launched += 1;
    now.cost_usd += case.scenario.interceptor_types[case.group_types[group]].cost_usd;
    match status {
        codes::ROUND_HIT => {
            counts.hits += 1;
            site.kills += 1;
        }
        codes::ROUND_MISSED => counts.misses += 1,
        codes::ROUND_EXPIRED => counts.expired += 1,
        codes::ROUND_ABORTED => counts.aborted += 1,
        _ => {
            debug_assert!(is_in_flight(status));
            counts.in_flight += 1;
            site.in_flight += 1;
        }
    }
}

fn sites(frame: &Frame, case: &CaseModel, stocks: &Stocks) -> Vec<SiteNow> {
    let mut sites = Vec::with_capacity(case.sites.len());
    for ((row, site), &channels_used) in case.sites.iter().zip(&case.scenario.sites).zip(&stocks.channels_used) {
        let rails = slice(&frame.rails, row.rail_first, row.n_rails);
        sites.push(SiteNow {
            magazines: vec![Magazine::default(); site.magazines.len()],
            channels_used,
            channels: row.n_channels,
            rails_loading: rails.iter().filter(|&&free| free > frame.tick).count() as u32,
            rails: row.n_rails,
            ..SiteNow::default()
        });
    }
    for (group, &kind) in case.group_types.iter().enumerate() {
        let magazine = &mut sites[case.group_sites[group]].magazines[case.group_slots[group] as usize];
        (magazine.kind, magazine.left) = (kind, stocks.left[group]);
    }
    sites
}

fn slice<T>(rows: &[T], first: u32, n: u32) -> &[T] {
    rows.get(first as usize..(first + n) as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::engine::cpu::Runner;
    use crate::replay::Film;

    #[test]
    fn at_the_end_the_counts_are_those_of_the_outcome() {
        let subject = fixture::subject("contract/mixed", None);
        let mut film = Film::new(subject.clone());
        let start = Now::at(&film.shot(0.0, 0.0), &subject);
        assert_eq!(start.threats[0].pending + start.threats[1].pending, subject.case.n_threats);
        assert_eq!((start.leak_rate(), start.cost_per_kill_usd()), (None, None));
        while !film.is_done() {
            film.step_epoch();
        }
        let now = Now::at(&film.shot(f64::from(film.head_tick()), 0.0), &subject);
        let cases = [(*subject.case).clone()];
        let mut runner = Runner::new(&cases, subject.job, false);
        runner.run_to_end();
        let outcome = runner.outcome();
        assert_eq!(now.threats, outcome.threats);
        assert_eq!(now.rounds, outcome.rounds);
        assert_eq!(now.cost_usd, outcome.interceptor_cost_usd(&subject.case));
        assert_eq!(now.value_lost[0], outcome.value_lost(&subject.case));
        let left: u32 = now.sites.iter().map(|site| site.rounds().0).sum();
        assert_eq!(left, outcome.rounds.remaining);
        assert_eq!(now.sites.iter().map(|site| site.kills).sum::<u32>(), outcome.rounds.hits);
        let (rate, interval) = now.leak_rate().unwrap();
        assert!(interval.low <= rate && rate <= interval.high);
    }
}
