//! Kingbird: a drone-swarm interception simulator in which any replicate can be had again anywhere, bit for bit.
//!
//! The way of the data: [`scenario`] (what the user writes) -> [`model`] (flat tables, the world, its stages) ->
//! [`engine`] (CPU and GPU) -> [`study`] (many replicates) -> [`stats`] -> [`report`] -> [`cli`].
//! [`assign`] holds the assignment algorithms and [`exact`] the arithmetic that has the same bits everywhere.

pub mod assign;
pub mod cli;
pub mod engine;
pub mod exact;
pub mod model;
pub mod reach;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod study;
#[cfg(feature = "viewer")]
pub mod viewer;
