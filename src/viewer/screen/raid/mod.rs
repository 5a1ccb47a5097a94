//! The screen in which one raid is watched: the airspace in the middle, what is known about it on the right, time below.
//!
//! What is shown: `watched` (the replicate), `cast` (who is who), `view` (the moment), `marks`, `tally` (counts), `words` and
//! `sentence` (codes in words). What one can do: `command`, by `keys` or by what is drawn, done in `apply`. What is drawn:
//! `transport`, `timeline`, `plot` (time), `toolbar`, `menu`, `measure` (over the map), `side` with its tabs `card`, `numbers`,
//! `events`, `search`, `filter`, `layers`; `screen` is the whole. Draws what a `replay::Player` has ready and never waits for it.

mod apply;
mod card;
mod cast;
mod clock;
mod command;
mod events;
mod filter;
#[cfg(test)]
mod fixture;
mod icon;
mod keys;
mod layers;
mod marks;
mod measure;
mod menu;
mod numbers;
mod parts;
mod plot;
mod scale;
mod screen;
mod search;
mod sentence;
mod side;
mod tally;
mod timeline;
mod toolbar;
mod transport;
mod view;
mod watched;
mod words;

pub use clock::{Clock, Extent, Speed};
pub use screen::RaidScreen;
pub use watched::Watched;
