//! Paths flown: positions of every agent in the air kept at an even spacing in time while the film is made.
//!
//! All positions of one edge are one sample. When samples pass their budget, every other one goes and the spacing doubles,
//! so that the longest raid takes as much memory as a short one and its trails grow coarser. Metres east, north, up.

use std::mem::size_of;

use super::frame::is_in_flight;
use super::shot::Shot;
use crate::exact::fixed::coordinate_m;
use crate::model::codes;
use crate::model::layout::Threat;

/// Points of all trails of a kind together, at most, so that thousands of agents do not cost a frame.
const MOST_POINTS: usize = 50_000;

/// The path of one agent in the air, oldest point first; it ends where the agent is at the moment that is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// Index of the threat or the round.
    pub entity: u32,
    /// Metres east, north, up.
    pub points_m: Vec<[f32; 3]>,
}

/// Paths of everything in the air at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trails {
    /// True paths of threats.
    pub threats: Vec<Trail>,
    /// Believed paths of threats (tracks).
    pub tracks: Vec<Trail>,
    /// Paths of interceptors.
    pub rounds: Vec<Trail>,
}

/// Where an agent was.
#[derive(Clone, Copy)]
struct Point {
    entity: u32,
    at_m: [f32; 3],
}

/// Everything in the air at an edge.
struct Moment {
    tick: u32,
    threats: Box<[Point]>,
    tracks: Box<[Point]>,
    rounds: Box<[Point]>,
}

impl Moment {
    fn bytes(&self) -> usize {
        size_of::<Self>() + (self.threats.len() + self.tracks.len() + self.rounds.len()) * size_of::<Point>()
    }
}

/// Paths of everything since the beginning.
pub struct Paths {
    moments: Vec<Moment>,
    /// Where each threat starts.
    starts_m: Vec<[f32; 3]>,
    /// Ticks from one sample to the next.
    spacing: u32,
    bytes: usize,
    budget_bytes: usize,
}

impl Paths {
    /// None yet; a sample every `spacing` ticks, or less often where they pass `budget_bytes`. `threats` as they stand before
    /// the raid.
    pub fn new(threats: &[Threat], spacing: u32, budget_bytes: usize) -> Self {
        let starts_m =
            threats.iter().map(|threat| [threat.x, threat.y, threat.z].map(|c| coordinate_m(c) as f32)).collect();
        Self { moments: Vec::new(), starts_m, spacing, bytes: 0, budget_bytes }
    }

    /// Whether a sample is due at this edge.
    pub fn is_due(&self, tick: u32) -> bool {
        tick.is_multiple_of(self.spacing)
    }

    /// Takes a sample of a moment at an edge.
    pub fn note(&mut self, shot: &Shot, tick_s: f64) {
        let moment = Moment {
            tick: shot.before.tick,
            threats: in_air(shot.before.threats.len(), |ix| threat(shot, ix, tick_s)),
            tracks: in_air(shot.before.tracks.len(), |ix| track(shot, ix, tick_s)),
            rounds: in_air(shot.before.rounds.len(), |ix| round(shot, ix, tick_s)),
        };
        self.bytes += moment.bytes();
        self.moments.push(moment);
        while self.bytes > self.budget_bytes && self.moments.len() > 1 {
            self.spacing *= 2;
            let spacing = self.spacing;
            self.moments.retain(|moment| moment.tick.is_multiple_of(spacing));
            self.bytes = self.moments.iter().map(Moment::bytes).sum();
        }
    }

    /// Ticks from one sample to the next.
    pub fn spacing_ticks(&self) -> u32 {
        self.spacing
    }

    /// Memory the samples take, bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The paths of everything in the air at a moment, over the last `trail_s` seconds, to where it is at the moment.
    pub fn until(&self, shot: &Shot, trail_s: f64, tick_s: f64) -> Trails {
        let oldest = shot.tick - trail_s.max(0.0) / tick_s;
        let first = self.moments.partition_point(|moment| f64::from(moment.tick) < oldest);
        let end = self.moments.partition_point(|moment| f64::from(moment.tick) < shot.tick);
        let window = Window { all: &self.moments, first: first.min(end), end };
        let frame = &shot.before;
        let start = |tick: u32| f64::from(tick) >= oldest;
        let threat_start =
            |ix: usize| start(shot.statics.plans.get(ix)?.start_tick).then(|| self.starts_m.get(ix).copied())?;
        let round_start =
            |ix: usize| start(shot.after.rounds[ix].launch_tick).then(|| shot.magazine_m(ix).map(|m| m as f32));
        Trails {
            threats: window.join(frame.threats.len(), |m| &m.threats, |ix| threat(shot, ix, tick_s), threat_start),
            tracks: window.join(frame.tracks.len(), |m| &m.tracks, |ix| track(shot, ix, tick_s), |_| None),
            rounds: window.join(frame.rounds.len(), |m| &m.rounds, |ix| round(shot, ix, tick_s), round_start),
        }
    }
}

/// The samples of a stretch of time.
struct Window<'a> {
    all: &'a [Moment],
    first: usize,
    end: usize,
}

impl Window<'_> {
    /// Joins the points of each agent in the air `now`, oldest first, `now` last. A path that was interrupted (a track that
    /// was dropped) begins after the gap.
    fn join(
        &self,
        n: usize,
        points: impl Fn(&Moment) -> &[Point],
        now: impl Fn(usize) -> Option<[f64; 3]>,
        start: impl Fn(usize) -> Option<[f32; 3]>,
    ) -> Vec<Trail> {
        let places: Vec<(usize, [f64; 3])> = (0..n).filter_map(|ix| now(ix).map(|at| (ix, at))).collect();
        if self.first == self.end || places.is_empty() {
            return Vec::new();
        }
        // Samples are chosen by their number, and every 2nd, 4th, 8th of them, so that a trail's points stay where they are while
        // time goes on and agents come and go.
        let stride = (self.end - self.first).div_ceil((MOST_POINTS / places.len()).max(1)).next_power_of_two();
        let chosen: Vec<usize> = (self.first..self.end).filter(|ix| ix.is_multiple_of(stride)).collect();
        let mut trails = Vec::with_capacity(places.len());
        let mut trail_of = vec![usize::MAX; n];
        for &(ix, _) in &places {
            trail_of[ix] = trails.len();
            let mut points_m = Vec::with_capacity(chosen.len() + 2);
            points_m.extend(start(ix));
            trails.push(Trail { entity: ix as u32, points_m });
        }
        let mut last = vec![0; trails.len()];
        for (step, &sample) in chosen.iter().enumerate() {
            for point in points(&self.all[sample]) {
                let Some(trail) = trail_of.get(point.entity as usize).copied().filter(|&ix| ix != usize::MAX) else {
                    continue;
                };
                let points_m = &mut trails[trail].points_m;
                if step > 0 && last[trail] > 0 && last[trail] != step {
                    points_m.clear();
                }
                last[trail] = step + 1;
                points_m.push(point.at_m);
            }
        }
        for (trail, (_, at)) in trails.iter_mut().zip(&places) {
            trail.points_m.push(at.map(|m| m as f32));
        }
        trails
    }
}

fn in_air(n: usize, place: impl Fn(usize) -> Option<[f64; 3]>) -> Box<[Point]> {
    (0..n).filter_map(|ix| place(ix).map(|at| Point { entity: ix as u32, at_m: at.map(|m| m as f32) })).collect()
}

fn threat(shot: &Shot, ix: usize, tick_s: f64) -> Option<[f64; 3]> {
    (shot.threat_status(ix) == codes::THREAT_AIRBORNE).then(|| shot.threat_m(ix, tick_s))
}

fn track(shot: &Shot, ix: usize, tick_s: f64) -> Option<[f64; 3]> {
    (shot.track_status(ix) != codes::TRACK_NONE).then(|| shot.track_m(ix, tick_s))
}

fn round(shot: &Shot, ix: usize, tick_s: f64) -> Option<[f64; 3]> {
    is_in_flight(shot.round_status(ix)).then(|| shot.round_m(ix, tick_s))
}
