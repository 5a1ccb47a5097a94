//! The screen in which one raid is watched: the airspace in the middle, what is known about it on the right, time below.
//!
//! `clock` (when), `watched` (what), `command` and `keys` (what one can do), `transport` and `timeline` (time), `screen` (the
//! whole). Draws what a `replay::Player` has ready and never waits for it.

mod clock;
mod screen;
mod watched;

pub use clock::{Clock, Extent, Speed};
pub use screen::RaidScreen;
pub use watched::Watched;
