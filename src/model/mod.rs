//! The world and its stages: what a scenario becomes, and what happens in it from epoch to epoch.
//!
//! `compile` turns a scenario into flat SI tables, `raid` draws one replicate of it, `batch` lays several replicates side
//! by side, `stage` advances them (each stage is a function of one row, with a twin under `shaders/stage/`), and `outcome`
//! reads the result. Knows the scenario, the assignment library and exact arithmetic; knows no engine and no terminal.

pub mod batch;
mod belief;
pub mod codes;
pub mod compile;
pub mod events;
pub mod layout;
pub mod motion;
pub mod names;
pub mod network;
pub mod outcome;
mod picture;
pub mod raid;
pub mod stage;
pub mod view;

pub use batch::{Batch, Statics, World};
pub use compile::{CaseModel, CompileError};
pub use outcome::Outcome;
pub use picture::Picture;

/// Version of the model: part of a replicate's name. Raise it whenever a change alters any replicate's bits.
pub const MODEL_VERSION: u32 = 3;
