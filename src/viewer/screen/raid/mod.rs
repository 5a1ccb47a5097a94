//! The screen in which one raid is watched: the airspace in the middle, what is known about it on the right, time below.
//!
//! What is shown: `watched` (the replicate), `cast` (who is who), `view` (the moment), `marks`, `tally` (counts), `words` and
//! `sentence` (codes in words). What one can do: `command`, by `keys` or by what is drawn, done in `apply`. What is drawn:
//! `transport`, `timeline`, `plot` (time), `toolbar`, `menu`, `measure` (over the map), `side` with its tabs `card`, `numbers`,
//! `events`, `search`, `filter`, `layers`; `screen` is the whole. Draws what a `replay::Player` has ready and never waits for it.

mod apply;
#[cfg(test)]
mod belief_tests;
pub(super) mod card;
pub(super) mod cast;
pub(super) mod clock;
pub(super) mod command;
mod events;
mod filter;
#[cfg(test)]
pub(super) mod fixture;
pub(super) mod icon;
pub(super) mod keys;
pub(super) mod layers;
pub(super) mod marks;
mod measure;
pub(super) mod menu;
mod numbers;
pub(super) mod offer;
pub(super) mod parts;
mod plot;
mod scale;
mod screen;
mod search;
pub(super) mod sentence;
pub(super) mod side;
pub(super) mod tally;
#[cfg(test)]
mod tests;
pub(super) mod timeline;
pub(super) mod toolbar;
pub(super) mod transport;
pub(super) mod view;
pub(super) mod watched;
pub(super) mod words;

pub use screen::RaidScreen;
