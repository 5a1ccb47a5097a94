//! The stages of an epoch, in order. Each is a function of one row (a threat, a round or a replicate) and has a twin of the
//! same name under `shaders/stage/`; rows of one stage never read what other rows of it write.
//!
//! Everything that couples agents happens at the epoch's edge; between edges a round depends on nothing but its target.

mod assess;
pub(crate) mod assign;
mod block;
mod cost;
pub(crate) mod fly;
mod heading;
mod launch;
mod outlook;
mod score;
pub(crate) mod sense;
mod settle;
mod spawn;
mod wide;

use std::ops::Range;

use super::batch::{Statics, World};
use super::events::Recorder;
use super::layout::{Case, Replicate};
use crate::exact::{Lanes, Real, V3, fixed};

pub use assess::assess;
pub use assign::{order, problem, roster};
pub use cost::cost;
pub use fly::{fly_rounds, fly_threats};
pub use heading::head_for;
pub use launch::launch;
pub use outlook::outlook;
pub use score::{close, score};
pub use sense::sense;
pub use settle::settle;
pub use spawn::spawn;
pub use wide::stages_at;

/// What a stage has one lane for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One lane per threat.
    Threats,
    /// One lane per round.
    Rounds,
    /// One lane per replicate.
    Replicates,
}

/// A stage as a function of a range of its rows. Each row's result depends on that row alone, so any split does.
pub type RowsFn = fn(&Statics, &mut World, &mut Recorder, Range<usize>);

/// A step of the epoch.
#[derive(Clone, Copy)]
pub struct Stage {
    /// Its name: shader file, pass label, row of timings, heading in the documents.
    pub name: &'static str,
    /// What it has one lane for.
    pub rows: Rows,
    /// The twin in Rust; `None` for the decision itself, which the assignment library makes (`pick` on a device).
    pub twin: Option<RowsFn>,
}

/// The stages in the order in which an epoch runs them: over plain `f32`, the busiest over as many as this processor takes.
pub const STAGES: &[Stage] = &wide::best();

/// The stages over any kind of number: plain, or one that checks every result.
pub const fn stages<R: Real>() -> [Stage; 13] {
    const fn stage(name: &'static str, rows: Rows, twin: RowsFn) -> Stage {
        Stage { name, rows, twin: Some(twin) }
    }
    /// The rows of a stage one after the other.
    macro_rules! each {
        ($row:expr) => {
            |s, w, events, rows| rows.for_each(|row| $row(s, w, events, row))
        };
    }
    [
        stage("spawn", Rows::Threats, each!(spawn)),
        stage("sense", Rows::Threats, |s, w, events, rows| {
            rows.clone().for_each(|row| sense::<R>(s, w, events, row));
            head_for::<R>(s, w, events, rows);
        }),
        stage("assess", Rows::Rounds, each!(assess)),
        stage("roster", Rows::Replicates, each!(roster)),
        stage("cost", Rows::Threats, cost::<R>),
        Stage { name: "pick", rows: Rows::Replicates, twin: None },
        stage("order", Rows::Replicates, each!(order)),
        stage("launch", Rows::Rounds, each!(launch::<R>)),
        stage("fly_rounds", Rows::Rounds, fly_rounds::<R>),
        stage("fly_threats", Rows::Threats, fly_threats::<R>),
        stage("settle", Rows::Threats, each!(settle::<R>)),
        stage("score", Rows::Threats, each!(score::<R>)),
        stage("close", Rows::Replicates, each!(close)),
    ]
}

/// The header and the case of a replicate.
#[inline(always)]
pub(super) fn header(s: &Statics, replicate: u32) -> (&Replicate, &Case) {
    let header = &s.replicates[replicate as usize];
    (header, &s.cases[header.case_ix as usize])
}

/// Whether the defence decides at this edge: at its period, and not before it is warned.
#[inline(always)]
pub(super) fn decides(header: &Replicate, case: &Case, tick: u32) -> bool {
    tick.is_multiple_of(case.decision_ticks) && tick >= header.warning_tick
}

/// The vector between two positions in units of 1/256 m, in metres.
#[inline(always)]
pub(super) fn between<R: Lanes>(to: [R::Int; 3], from: [R::Int; 3]) -> V3<R> {
    V3::new(fixed::metres(to[0] - from[0]), fixed::metres(to[1] - from[1]), fixed::metres(to[2] - from[2]))
}

/// A velocity in units of 1/4096 m/s, in m/s.
#[inline(always)]
pub(super) fn velocity<R: Lanes>(v: [R::Int; 3]) -> V3<R> {
    V3::new(fixed::mps(v[0]), fixed::mps(v[1]), fixed::mps(v[2]))
}

/// The wind of a case, m/s.
#[inline(always)]
pub(super) fn wind<R: Lanes>(case: &Case) -> V3<R> {
    V3::new(R::of(case.wind_east_mps), R::of(case.wind_north_mps), R::of(0.0))
}
