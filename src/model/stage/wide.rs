//! The stages as the CPU engine runs them: the busiest with as many rows side by side as the processor has lanes for.

use std::ops::Range;

use super::{RowsFn, Stage, cost, fly_rounds, fly_threats, head_for, sense, stages};
use crate::exact::Lanes;
use crate::exact::dispatch::{self, Level, Work};
use crate::model::batch::{Statics, World};
use crate::model::events::Recorder;

/// A stage that is written over lanes.
trait OverLanes {
    fn rows<L: Lanes>(s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>);
}

/// A stage's call, to be made at some level.
struct Call<'a, T> {
    s: &'a Statics,
    w: &'a mut World,
    events: &'a mut Recorder,
    rows: Range<usize>,
    stage: std::marker::PhantomData<T>,
}

impl<T: OverLanes> Work for Call<'_, T> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        T::rows::<L>(self.s, self.w, self.events, self.rows);
    }
}

struct Sense;
impl OverLanes for Sense {
    #[inline(always)]
    fn rows<L: Lanes>(s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>) {
        rows.clone().for_each(|row| sense::<f32>(s, w, events, row));
        head_for::<L>(s, w, events, rows);
    }
}

struct Cost;
impl OverLanes for Cost {
    #[inline(always)]
    fn rows<L: Lanes>(s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>) {
        cost::<L>(s, w, events, rows);
    }
}

struct FlyRounds;
impl OverLanes for FlyRounds {
    #[inline(always)]
    fn rows<L: Lanes>(s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>) {
        fly_rounds::<L>(s, w, events, rows);
    }
}

struct FlyThreats;
impl OverLanes for FlyThreats {
    #[inline(always)]
    fn rows<L: Lanes>(s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>) {
        fly_threats::<L>(s, w, events, rows);
    }
}

/// The stages over plain `f32`, those over lanes through `at`, which makes a stage's function of its type.
macro_rules! with {
    ($at:ident) => {{
        let mut all = stages::<f32>();
        let mut ix = 0;
        while ix < all.len() {
            if is(all[ix].name, "sense") {
                all[ix].twin = Some($at::<Sense>());
            } else if is(all[ix].name, "cost") {
                all[ix].twin = Some($at::<Cost>());
            } else if is(all[ix].name, "fly_rounds") {
                all[ix].twin = Some($at::<FlyRounds>());
            } else if is(all[ix].name, "fly_threats") {
                all[ix].twin = Some($at::<FlyThreats>());
            }
            ix += 1;
        }
        all
    }};
}

/// Whether two names are the same, in a constant.
const fn is(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut ix = 0;
    while ix < a.len() && ix < b.len() && a[ix] == b[ix] {
        ix += 1;
    }
    ix == a.len() && ix == b.len()
}

#[inline(always)]
fn call<T: OverLanes>(level: Level, s: &Statics, w: &mut World, events: &mut Recorder, rows: Range<usize>) {
    dispatch::run(level, Call::<T> { s, w, events, rows, stage: std::marker::PhantomData });
}

const fn widest<T: OverLanes>() -> RowsFn {
    |s, w, events, rows| call::<T>(Level::best(), s, w, events, rows)
}

const fn avx512<T: OverLanes>() -> RowsFn {
    |s, w, events, rows| call::<T>(Level::Avx512, s, w, events, rows)
}

const fn avx2<T: OverLanes>() -> RowsFn {
    |s, w, events, rows| call::<T>(Level::Avx2, s, w, events, rows)
}

/// The stages with the widest vectors there are.
pub(super) const fn best() -> [Stage; 13] {
    with!(widest)
}

/// The stages at one level, for comparison; all levels give the same bits.
pub const fn stages_at(level: Level) -> [Stage; 13] {
    match level {
        Level::Avx512 => with!(avx512),
        Level::Avx2 => with!(avx2),
        Level::Scalar => stages::<f32>(),
    }
}
