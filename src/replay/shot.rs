//! A moment of a replicate: the edges around it, and where everything is in between.
//!
//! Edges are exact. What starts or ends inside an epoch does so at its own tick: a threat flies from the edge at which it
//! starts, a killed one stays where it was struck, an arrived one where it came down. What the defence believes coasts in a
//! straight line from its last look, as its interceptors take it; the correction by the next look is spread over the
//! epoch before, so that nothing jumps.

use std::sync::Arc;

use super::between::{Leg, cubic, parabola_start};
use super::frame::{Frame, has_ended, is_in_flight};
use super::trails::Trails;
use crate::exact::fixed::coordinate_m;
use crate::model::batch::Statics;
use crate::model::codes;
use crate::model::layout::{Round, Threat, Track};

/// A moment: the edges around it and the paths flown until then.
#[derive(Clone, Debug, Default)]
pub struct Shot {
    /// The edge at or before the moment.
    pub before: Arc<Frame>,
    /// The edge after it; the same as `before` at the end of what has been simulated.
    pub after: Arc<Frame>,
    /// The moment, ticks from the beginning; within the two edges.
    pub tick: f64,
    /// Where agents in the air came from.
    pub trails: Arc<Trails>,
    /// What does not change while the replicate runs: wind, magazines' places.
    pub statics: Arc<Statics>,
}

impl Shot {
    /// Where between the edges the moment lies, 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.fraction_at(self.tick)
    }

    /// How a threat stands at the moment, `codes::THREAT_*`.
    pub fn threat_status(&self, ix: usize) -> u32 {
        let (a, b) = (&self.before.threats[ix], &self.after.threats[ix]);
        match () {
            () if self.is_at_edge() => a.status,
            () if has_ended(b.status) && !has_ended(a.status) && f64::from(b.end_tick) > self.tick => {
                codes::THREAT_AIRBORNE
            }
            () => b.status,
        }
    }

    /// How a track stands at the moment, `codes::TRACK_*`.
    pub fn track_status(&self, ix: usize) -> u32 {
        self.track(ix).status
    }

    /// What the defence believes at the moment: its last look was at the edge before, or one epoch earlier at an edge.
    pub fn track(&self, ix: usize) -> &Track {
        if self.is_at_edge() { &self.before.tracks[ix] } else { &self.after.tracks[ix] }
    }

    /// How an interceptor stands at the moment, `codes::ROUND_*`.
    pub fn round_status(&self, ix: usize) -> u32 {
        let (a, b) = (&self.before.rounds[ix], &self.after.rounds[ix]);
        match () {
            () if self.is_at_edge() => a.status,
            // Inside an epoch only a pass ends an interceptor, and only one that has its target passes it.
            () if is_in_flight(a.status) && b.status >= codes::ROUND_HIT && f64::from(b.end_tick) > self.tick => {
                codes::ROUND_TERMINAL
            }
            () => b.status,
        }
    }

    /// True position of a threat at the moment, metres east, north, up.
    pub fn threat_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.threats[ix], &self.after.threats[ix]);
        if self.is_at_edge() || has_ended(a.status) || b.status == codes::THREAT_PENDING {
            return self.threat_at_edge_m(a, tick_s);
        }
        let (from, to) = (self.threat_leg(a), self.threat_leg(b));
        match b.status {
            codes::THREAT_LOST => from.at_m,
            codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => {
                let span = f64::from(b.end_tick.saturating_sub(self.before.tick)).max(1.0);
                cubic(&from, &to, span * tick_s, self.since_edge() / span)
            }
            codes::THREAT_KILLED => self.flown(&from, &to, self.tick.min(f64::from(b.end_tick)), tick_s),
            _ => self.flown(&from, &to, self.tick, tick_s),
        }
    }

    /// Believed position of a threat at the moment, metres east, north, up.
    pub fn track_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.tracks[ix], &self.after.tracks[ix]);
        let epoch_s = f64::from(self.epoch_ticks()) * tick_s;
        let known = |track: &Track| Leg::new([track.x, track.y, track.z], [track.vx, track.vy, track.vz], [0.0; 2]);
        if self.is_at_edge() {
            return known(a).after_s(epoch_s).at_m;
        }
        let to = known(b).after_s(epoch_s);
        if a.status == codes::TRACK_NONE || b.status == codes::TRACK_NONE {
            return known(b).after_s(self.since_edge() * tick_s).at_m;
        }
        self.flown(&known(a).after_s(epoch_s), &to, self.tick, tick_s)
    }

    /// Position of an interceptor at the moment, metres east, north, up; of its magazine before the launch.
    pub fn round_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.rounds[ix], &self.after.rounds[ix]);
        if self.is_at_edge() || a.status >= codes::ROUND_HIT || b.status <= codes::ROUND_ORDERED {
            return self.round_at_edge_m(ix, a, tick_s);
        }
        let to = self.round_leg(b);
        if a.status <= codes::ROUND_ORDERED {
            let from = parabola_start(self.magazine_m(ix), &to, self.span_s(tick_s));
            return self.flown(&from, &to, self.tick, tick_s);
        }
        if b.status >= codes::ROUND_HIT && b.end_tick <= self.before.tick {
            return self.round_at_edge_m(ix, a, tick_s);
        }
        let end = if b.status >= codes::ROUND_HIT { f64::from(b.end_tick) } else { f64::INFINITY };
        self.flown(&self.at_speed_of(a, b), &to, self.tick.min(end), tick_s)
    }

    /// The wind, metres per second towards east and north.
    pub fn wind_mps(&self) -> [f64; 2] {
        let case = self.statics.cases.first();
        case.map_or([0.0; 2], |case| [f64::from(case.wind_east_mps), f64::from(case.wind_north_mps)])
    }

    fn epoch_ticks(&self) -> u32 {
        self.statics.cases.first().map_or(1, |case| case.epoch_ticks)
    }

    fn is_at_edge(&self) -> bool {
        self.fraction() <= 0.0
    }

    /// Ticks since the edge before.
    fn since_edge(&self) -> f64 {
        self.tick - f64::from(self.before.tick)
    }

    fn fraction_at(&self, tick: f64) -> f64 {
        let span = f64::from(self.after.tick.saturating_sub(self.before.tick));
        if span > 0.0 { ((tick - f64::from(self.before.tick)) / span).clamp(0.0, 1.0) } else { 0.0 }
    }

    fn span_s(&self, tick_s: f64) -> f64 {
        f64::from(self.after.tick - self.before.tick) * tick_s
    }

    /// Along the epoch from one edge to the other, at a tick.
    fn flown(&self, from: &Leg, to: &Leg, tick: f64, tick_s: f64) -> [f64; 3] {
        cubic(from, to, self.span_s(tick_s), self.fraction_at(tick))
    }

    fn threat_leg(&self, threat: &Threat) -> Leg {
        Leg::new([threat.x, threat.y, threat.z], [threat.vx, threat.vy, threat.vz], self.wind_mps())
    }

    fn round_leg(&self, round: &Round) -> Leg {
        Leg::new([round.x, round.y, round.z], [round.vx, round.vy, round.vz], self.wind_mps())
    }

    /// The state an epoch begins with. An interceptor that acquires its target goes over to its other speed at once, and
    /// keeps its speed through the air for the whole epoch.
    fn at_speed_of(&self, a: &Round, b: &Round) -> Leg {
        let air = |r: &Round| Leg::new([r.x, r.y, r.z], [r.vx, r.vy, r.vz], [0.0; 2]);
        let length = |leg: &Leg| libm::sqrt(leg.v_mps.iter().map(|v| v * v).sum());
        let (from, wind) = (air(a), self.wind_mps());
        let (before, after) = (length(&from), length(&air(b)));
        let scale = if before > 0.0 { after / before } else { 1.0 };
        let v = from.v_mps.map(|v| v * scale);
        Leg { at_m: from.at_m, v_mps: [v[0] + wind[0], v[1] + wind[1], v[2]] }
    }

    /// What is struck flies on to the end of its epoch in the rows; shown, it stays where it was struck.
    fn back_to(&self, leg: &Leg, end_tick: u32, tick_s: f64) -> [f64; 3] {
        let past = end_tick.next_multiple_of(self.epoch_ticks()) - end_tick;
        leg.after_s(-f64::from(past) * tick_s).at_m
    }

    fn threat_at_edge_m(&self, threat: &Threat, tick_s: f64) -> [f64; 3] {
        let leg = self.threat_leg(threat);
        if threat.status == codes::THREAT_KILLED { self.back_to(&leg, threat.end_tick, tick_s) } else { leg.at_m }
    }

    fn round_at_edge_m(&self, ix: usize, round: &Round, tick_s: f64) -> [f64; 3] {
        match round.status {
            codes::ROUND_READY | codes::ROUND_ORDERED => self.magazine_m(ix),
            codes::ROUND_HIT | codes::ROUND_MISSED => self.back_to(&self.round_leg(round), round.end_tick, tick_s),
            _ => self.round_leg(round).at_m,
        }
    }

    /// Where an interceptor waits for its launch.
    pub(super) fn magazine_m(&self, ix: usize) -> [f64; 3] {
        let group = self.statics.issues.get(ix).and_then(|issue| self.statics.groups.get(issue.group as usize));
        group.map_or([0.0; 3], |group| [group.x, group.y, group.z].map(coordinate_m))
    }
}
