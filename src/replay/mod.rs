//! One replicate watched: run ahead of the viewer, kept as keyframes, shown at any moment, explained.
//!
//! A [`Film`] is the replicate with its keyframes and events; a [`Player`] is a film on a thread of its own, asked for moments
//! and answering with [`Shot`]s. Knows engines, the model and scenarios; knows no window, no terminal and no wgpu.
//! Nothing here changes a bit of a replicate: who watches is no part of its name.

mod ask;
mod between;
mod decision;
mod desk;
mod explain;
mod film;
mod frame;
pub mod history;
mod keyframes;
mod leaving;
mod log;
mod player;
mod recent;
mod second;
mod series;
mod shot;
mod stocks;
mod subject;
mod trails;
mod worker;

pub use explain::{Believed, Candidate, Cost, Explanation, Link, MOST_LISTED, Question, chain, clock};
pub use film::{Budget, Film, Held};
pub use frame::{Frame, has_ended, is_in_flight};
pub use leaving::wait_for_dropped_players;
pub use log::{Leak, Log};
pub use player::{Player, Progress};
pub use series::{MOST_SAMPLES, Sample, Series};
pub use shot::Shot;
pub use stocks::{Stocks, is_left};
pub use subject::Subject;
pub use trails::{Trail, Trails};
