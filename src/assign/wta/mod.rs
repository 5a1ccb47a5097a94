//! The weapon-target assignment problem proper: shots multiply, values are real, nothing is rounded.
//!
//! [`Instance`] is the static problem of the literature, with the limits of a decision in the loop (pools, most shots at a target)
//! as a generalisation that costs nothing where it is not used.

mod instance;
pub mod vlsn;

pub use instance::{Instance, InstanceError, Shots};
