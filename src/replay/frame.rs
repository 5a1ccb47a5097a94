//! The rows of a replicate at one edge.

use crate::model::batch::World;
use crate::model::codes;
use crate::model::layout::{Channel, Round, Tally, Threat, Track};

/// The rows of one replicate at an epoch's edge, as the engine has them: fixed-point positions and integer codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The edge.
    pub tick: u32,
    /// True states of threats.
    pub threats: Vec<Threat>,
    /// What the defence believes, one slot per threat, as of its last look: one epoch before the edge.
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

/// Whether a threat with this status has come to an end.
pub fn has_ended(threat_status: u32) -> bool {
    threat_status >= codes::THREAT_KILLED
}

/// Whether an interceptor with this status is in the air.
pub fn is_in_flight(round_status: u32) -> bool {
    (codes::ROUND_CRUISE..=codes::ROUND_RETARGET).contains(&round_status)
}
