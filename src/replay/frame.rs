//! The state of a replicate at one edge, and two of them with the moment between that is shown.

use std::sync::Arc;

use super::trails::Trails;
use crate::model::batch::World;
use crate::model::layout::{Channel, Round, Tally, Threat, Track};

/// The rows of one replicate at an epoch's edge, as the engine has them: fixed-point positions and integer codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The edge.
    pub tick: u32,
    /// True states of threats.
    pub threats: Vec<Threat>,
    /// What the defence believes, one slot per threat.
    pub tracks: Vec<Track>,
    /// Interceptors, those in the magazines included.
    pub rounds: Vec<Round>,
    /// Guidance channels.
    pub channels: Vec<Channel>,
    /// Per rail: the tick from which it is free.
    pub rails: Vec<u32>,
    /// Hits by asset.
    pub asset_hits: Vec<u32>,
    /// Clock and counters.
    pub tally: Tally,
}

impl Frame {
    /// The frame of a batch of one replicate.
    pub fn of(world: &World) -> Self {
        let tally = world.tallies.first().copied().unwrap_or_default();
        Self {
            tick: tally.tick,
            threats: world.threats.clone(),
            tracks: world.tracks.clone(),
            rounds: world.rounds.clone(),
            channels: world.channels.clone(),
            rails: world.rails.clone(),
            asset_hits: world.asset_hits.clone(),
            tally,
        }
    }
}

/// A moment: the edges around it and the paths flown until then.
///
/// Edges are exact; between them a position is a cubic through both edges' positions and velocities (`between`).
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
}

impl Shot {
    /// Where between the edges the moment lies, 0 to 1.
    pub fn fraction(&self) -> f64 {
        let span = f64::from(self.after.tick.saturating_sub(self.before.tick));
        if span > 0.0 { ((self.tick - f64::from(self.before.tick)) / span).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// True position of a threat at the moment, metres east, north, up.
    pub fn threat_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.threats[ix], &self.after.threats[ix]);
        self.between(([a.x, a.y, a.z], [a.vx, a.vy, a.vz]), ([b.x, b.y, b.z], [b.vx, b.vy, b.vz]), tick_s)
    }

    /// Believed position of a threat at the moment, metres east, north, up.
    pub fn track_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.tracks[ix], &self.after.tracks[ix]);
        self.between(([a.x, a.y, a.z], [a.vx, a.vy, a.vz]), ([b.x, b.y, b.z], [b.vx, b.vy, b.vz]), tick_s)
    }

    /// Position of an interceptor at the moment, metres east, north, up.
    pub fn round_m(&self, ix: usize, tick_s: f64) -> [f64; 3] {
        let (a, b) = (&self.before.rounds[ix], &self.after.rounds[ix]);
        self.between(([a.x, a.y, a.z], [a.vx, a.vy, a.vz]), ([b.x, b.y, b.z], [b.vx, b.vy, b.vz]), tick_s)
    }

    /// Cubic Hermite interpolation. Velocities through the air differ from those over ground by the wind, which a straight
    /// line between the ends carries: the tangents are corrected so that both ends are met.
    fn between(&self, a: ([i32; 3], [i32; 3]), b: ([i32; 3], [i32; 3]), _tick_s: f64) -> [f64; 3] {
        let f = self.fraction();
        std::array::from_fn(|k| {
            let (from, to) = (f64::from(a.0[k]) / 256.0, f64::from(b.0[k]) / 256.0);
            from + (to - from) * f
        })
    }
}
