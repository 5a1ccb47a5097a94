//! A film on a thread of its own: the window asks for moments and draws what has arrived, and never waits.

use std::sync::Arc;

use super::frame::Shot;
use super::log::Log;
use super::series::Series;
use super::subject::Subject;

/// How far the film has been made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// The last edge made, ticks.
    pub head_tick: u32,
    /// The whole raid has been made.
    pub done: bool,
    /// Why the film stopped before its end, for people; `None` while all is well.
    pub error: Option<String>,
}

/// A replicate being watched.
pub struct Player {
    subject: Subject,
}

impl Player {
    /// Starts a thread that makes the film as fast as it can and answers in between. `wake` is called (from that thread)
    /// whenever something new can be shown.
    pub fn start(subject: Subject, _wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { subject }
    }

    /// What is watched.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Asks for the moment at a tick with paths of the last `trail_s` seconds; only the newest request counts.
    pub fn ask(&self, _tick: f64, _trail_s: f64) {}

    /// The last moment that was made ready; `None` before the first.
    pub fn latest(&self) -> Option<Arc<Shot>> {
        None
    }

    /// Asks for a moment and waits for it: for pictures and tests.
    pub fn wait_for(&self, _tick: f64, _trail_s: f64) -> Arc<Shot> {
        Arc::new(Shot::default())
    }

    /// Waits until the whole film is made: for pictures and tests.
    pub fn wait_until_done(&self) {}

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress::default()
    }

    /// Everything that happened as far as the film is made; refreshed in steps, not with every epoch.
    pub fn log(&self) -> Arc<Log> {
        Arc::default()
    }

    /// Counts over time as far as the film is made; refreshed in steps, not with every epoch.
    pub fn series(&self) -> Arc<Series> {
        Arc::default()
    }
}
