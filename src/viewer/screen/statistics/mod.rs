//! The statistics of a comparison: set up, run, read, and from every dot to the raid behind it.
//!
//! `screen` is the whole; `setup` what is to be run, `progress` how far it is, `folder` saving and opening; `shown` is what a
//! study's findings look like when they are laid out, and one file each draws a card of it: `verdict`, `ranking`,
//! `distribution`, `differences`, `causes`, `price`, `outliers`. `chart`, `axis`, `strip` and `card` are what the cards share.

mod axis;
mod card;
mod causes;
mod chart;
mod differences;
mod distribution;
mod folder;
mod outliers;
mod pick;
mod price;
mod progress;
mod ranking;
mod results;
mod screen;
mod setup;
mod shown;
mod strip;
mod task;
#[cfg(test)]
mod tests;
mod verdict;

pub use screen::Statistics;
