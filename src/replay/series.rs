//! Counts over time for plots, sampled evenly and thinned as the raid grows longer, so that their size stays bounded.

use super::frame::is_in_flight;
use super::stocks::{Stocks, is_left};
use super::subject::Subject;
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::layout::{Round, Threat, Track};

/// Most samples kept.
pub const MOST_SAMPLES: usize = 2048;

/// The counts at one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// When.
    pub tick: u32,
    /// Threats and decoys in the air.
    pub airborne: [u32; 2],
    /// Threats and decoys killed so far.
    pub killed: [u32; 2],
    /// Threats and decoys that got lost so far.
    pub lost: [u32; 2],
    /// Threats and decoys that leaked so far.
    pub leaked: [u32; 2],
    /// Confirmed tracks not believed dead.
    pub tracked: u32,
    /// Interceptors in flight.
    pub in_flight: u32,
    /// Interceptors launched so far.
    pub launched: u32,
    /// Rounds left in each site's magazines, ordered ones included.
    pub rounds_left: Vec<u32>,
    /// Guidance channels held, or not yet free again, at each site.
    pub channels_used: Vec<u32>,
    /// Price of the interceptors launched so far, US dollars.
    pub interceptor_cost_usd: f64,
    /// Value lost so far.
    pub value_lost: f64,
}

impl Sample {
    /// Counts a replicate's rows at an edge.
    pub fn of(subject: &Subject, world: &World) -> Self {
        let tick = world.tallies.first().map_or(0, |tally| tally.tick);
        let stocks = Stocks::count(subject, world.rounds.iter().map(|round| round.status), &world.channels, tick);
        let rounds_left = stocks.left_by_site(&subject.case);
        let mut sample = Self { tick, rounds_left, channels_used: stocks.channels_used, ..Self::default() };
        sample.count_threats(&subject.statics, &world.threats);
        sample.tracked = world.tracks.iter().filter(|track| is_in_picture(track)).count() as u32;
        sample.count_rounds(subject, &world.rounds);
        sample.value_lost = value_lost(subject, &world.asset_hits);
        sample
    }

    fn count_threats(&mut self, s: &Statics, threats: &[Threat]) {
        for (threat, plan) in threats.iter().zip(&s.plans) {
            let kind = plan.decoy as usize;
            match threat.status {
                codes::THREAT_PENDING => {}
                codes::THREAT_KILLED => self.killed[kind] += 1,
                codes::THREAT_LOST => self.lost[kind] += 1,
                codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => self.leaked[kind] += 1,
                _ => self.airborne[kind] += 1,
            }
        }
    }

    fn count_rounds(&mut self, subject: &Subject, rounds: &[Round]) {
        let case = &subject.case;
        for (round, issue) in rounds.iter().zip(&subject.statics.issues) {
            if is_left(round.status) {
                continue;
            }
            let group = issue.group as usize;
            self.launched += 1;
            self.in_flight += u32::from(is_in_flight(round.status));
            self.interceptor_cost_usd += case.scenario.interceptor_types[case.group_types[group]].cost_usd;
        }
    }
}

/// Part of the picture the defence acts on.
fn is_in_picture(track: &Track) -> bool {
    track.status == codes::TRACK_CONFIRMED && track.believed_dead_tick == 0
}

fn value_lost(subject: &Subject, hits: &[u32]) -> f64 {
    let lost = |(asset, &hits): (&crate::scenario::schema::Asset, &u32)| {
        f64::from(hits.min(asset.hits_to_destroy)) * asset.value / f64::from(asset.hits_to_destroy)
    };
    subject.case.scenario.assets.iter().zip(hits).map(lost).sum()
}

/// Samples in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// At most [`MOST_SAMPLES`], evenly spaced; the end of the raid is the last of them.
    pub samples: Vec<Sample>,
}

/// Takes the samples while the film is made.
pub struct Sampler {
    series: Series,
    /// Ticks from one sample to the next.
    spacing: u32,
}

impl Sampler {
    /// None yet; every epoch to begin with.
    pub fn new(epoch_ticks: u32) -> Self {
        Self { series: Series::default(), spacing: epoch_ticks }
    }

    /// Takes a sample if one is due at this edge, or the raid is over. When there are too many, every other one goes.
    pub fn note(&mut self, subject: &Subject, world: &World) {
        let tally = &world.tallies[0];
        if tally.tick.is_multiple_of(self.spacing) || tally.done != 0 {
            self.series.samples.push(Sample::of(subject, world));
        }
        if self.series.samples.len() > MOST_SAMPLES {
            self.spacing *= 2;
            let spacing = self.spacing;
            let end = (tally.done != 0).then_some(tally.tick);
            self.series.samples.retain(|sample| sample.tick.is_multiple_of(spacing) || Some(sample.tick) == end);
        }
    }

    /// The samples so far.
    pub fn series(&self) -> &Series {
        &self.series
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::batch::Batch;
    use crate::model::compile::CaseModel;
    use crate::scenario;

    #[test]
    fn the_longest_raid_has_no_more_samples_and_they_stay_even() {
        let loaded = scenario::load("contract/one-on-one-headon", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap();
        let subject = Subject::new(Arc::new(case), 1, 0);
        let mut world = Batch::build(std::slice::from_ref(subject.case.as_ref()), &[subject.job]).world;
        let epoch_ticks = subject.epoch_ticks();
        let mut sampler = Sampler::new(epoch_ticks);
        let n_epochs = 20_001;
        for epoch in 0..=n_epochs {
            world.tallies[0].tick = epoch * epoch_ticks;
            world.tallies[0].done = u32::from(epoch == n_epochs);
            sampler.note(&subject, &world);
            assert!(sampler.series().samples.len() <= MOST_SAMPLES);
        }
        let ticks: Vec<u32> = sampler.series().samples.iter().map(|sample| sample.tick).collect();
        let (end, even) = ticks.split_last().unwrap();
        assert_eq!(*end, n_epochs * epoch_ticks, "the end is kept");
        assert!(even.len() > MOST_SAMPLES / 2 && even.windows(2).all(|pair| pair[1] - pair[0] == even[1] - even[0]));
    }
}
