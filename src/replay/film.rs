//! A replicate as it is being made: it runs to its end once, leaving keyframes, events, counts and paths behind, and any past
//! edge is had again from the keyframe before it.

use super::frame::{Frame, Shot};
use super::log::Log;
use super::series::Series;
use super::subject::Subject;

/// A replicate with its past. Not yet more than the beginning; see the module's head for what it will be.
pub struct Film {
    subject: Subject,
}

impl Film {
    /// Stands at the beginning.
    pub fn new(subject: Subject) -> Self {
        Self { subject }
    }

    /// What is watched.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Makes one more epoch; does nothing at the end.
    pub fn step_epoch(&mut self) {}

    /// Whether the raid is over and all of it has been made.
    pub fn is_done(&self) -> bool {
        true
    }

    /// The last edge made, ticks.
    pub fn head_tick(&self) -> u32 {
        0
    }

    /// The moment at a tick, with paths of the last `trail_s` seconds; at the head if it lies beyond.
    pub fn shot(&mut self, _tick: f64, _trail_s: f64) -> Shot {
        Shot { before: std::sync::Arc::new(Frame::default()), ..Shot::default() }
    }

    /// Everything that happened so far.
    pub fn log(&self) -> &Log {
        static EMPTY: Log = Log { events: Vec::new() };
        &EMPTY
    }

    /// Counts over time so far.
    pub fn series(&self) -> &Series {
        static EMPTY: Series = Series { samples: Vec::new() };
        &EMPTY
    }
}
