//! One replicate watched: run ahead of the viewer, kept as keyframes, shown at any moment, explained.
//!
//! A [`Film`] is the replicate with its keyframes and events; a [`Player`] is a film on a thread of its own, asked for moments
//! and answering with [`Shot`]s. Knows engines, the model and scenarios; knows no window, no terminal and no wgpu.
//! Nothing here changes a bit of a replicate: who watches is no part of its name.

mod film;
mod frame;
mod log;
mod player;
mod series;
mod subject;
mod trails;

pub use film::Film;
pub use frame::{Frame, Shot};
pub use log::Log;
pub use player::{Player, Progress};
pub use series::{Sample, Series};
pub use subject::Subject;
pub use trails::{Trail, Trails};
