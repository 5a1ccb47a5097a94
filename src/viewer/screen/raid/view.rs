//! What every part of the screen reads: the moment, the past, names and colours.

use super::cast::Cast;
use super::clock::Extent;
use super::words;
use crate::model::codes;
use crate::model::layout::Track;
use crate::replay::{Explanation, Log, Series, Shot, Subject};
use crate::viewer::palette::Palette;
use crate::viewer::selection::Picture;

/// A replicate at a moment.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// What is watched.
    pub subject: &'a Subject,
    /// Who is who.
    pub cast: &'a Cast,
    /// The moment.
    pub shot: &'a Shot,
    /// What happened, as far as it has been simulated.
    pub log: &'a Log,
    /// Counts over time, as far as it has been simulated.
    pub series: &'a Series,
    /// The last answer to a question why.
    pub explanation: Option<&'a Explanation>,
    /// How much has been simulated.
    pub extent: Extent,
    /// The playhead, ticks.
    pub tick: f64,
    /// Whether truth, belief or both are shown.
    pub picture: Picture,
    /// Colours.
    pub palette: &'a Palette,
}

impl View<'_> {
    /// Seconds from the beginning.
    pub fn seconds(&self, tick: f64) -> f64 {
        self.subject.seconds(tick)
    }

    /// A moment as `mm:ss`.
    pub fn clock(&self, tick: f64) -> String {
        words::clock(self.seconds(tick))
    }

    /// Whether a threat may be told of: in Belief, only once the defence has detected it.
    pub fn knows(&self, threat: usize) -> bool {
        !self.is_belief() || self.shot.before.tracks.get(threat).is_some() && was_detected(self.shot.track(threat))
    }

    /// Whether only what the defence knows is shown.
    pub fn is_belief(&self) -> bool {
        self.picture == Picture::Belief
    }
}

/// Whether the defence has, or once had, something of it in its picture.
pub fn was_detected(track: &Track) -> bool {
    track.status != codes::TRACK_NONE || track.chain & codes::SEEN_CONFIRMED != 0
}
