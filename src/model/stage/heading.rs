//! The last step of sense: where confirmed tracks seem to be heading.

use std::mem::offset_of;
use std::ops::Range;

use super::block::{Block, listed};
use super::{header, velocity};
use crate::exact::math::{div, fclamp, fmax, rsqrt};
use crate::exact::{Int, Lanes, fixed, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;
use crate::model::layout::{Plan, Track};
use crate::model::view::View;

/// The asset a confirmed track seems to head for: the one it would be at first, counting (2 - cosine of the angle off) times
/// the distance; and when. With perfect information the asset is the one that it is aimed at.
#[inline(always)]
pub fn head_for<R: Lanes>(s: &Statics, w: &mut World, _events: &mut Recorder, mut rows: Range<usize>) {
    let replicate = |row: usize| s.plans[row].replicate;
    loop {
        let is_wanted = |row: usize, replicate: u32| {
            w.tracks[row].status == codes::TRACK_CONFIRMED
                && w.threats[row].status != codes::THREAT_PENDING
                && w.tallies[replicate as usize].done == 0
        };
        let Some(block) = Block::take::<R>(&mut rows, replicate, is_wanted) else { return };
        if block.fits_half::<R>() {
            head_abreast::<R::Half>(s, w, &block);
        } else {
            head_abreast::<R>(s, w, &block);
        }
    }
}

#[inline(always)]
fn head_abreast<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (_, case) = header(s, block.replicate);
    let tick = w.tallies[block.replicate as usize].tick;
    let tracks = View::<R, Track>::new(&w.tracks, block.lanes::<R>());
    let (east, north) = (tracks.int(offset_of!(Track, x)), tracks.int(offset_of!(Track, y)));
    let v = velocity::<R>(tracks.ints(offset_of!(Track, vx)));
    let pace2 = fmax(v.x * v.x + v.y * v.y, R::of(1.0));
    let pace_inverse = rsqrt(pace2);
    let plans = View::<R, Plan>::new(&s.plans, block.lanes::<R>());
    let aim = (case.truth != 0).then(|| plans.int(offset_of!(Plan, asset)));
    let mut best = R::of(4.0e9);
    let mut heads_for = tracks.int(offset_of!(Track, asset));
    for ix in 0..case.n_assets {
        let asset = &s.assets[(case.asset_first + ix) as usize];
        let x = fixed::metres::<R>(R::Int::of(asset.x) - east);
        let y = fixed::metres::<R>(R::Int::of(asset.y) - north);
        let distance2 = fmax(x * x + y * y, R::of(1.0));
        let distance_inverse = rsqrt(distance2);
        let cosine = (x * v.x + y * v.y) * distance_inverse * pace_inverse;
        let way = distance2 * distance_inverse * (R::of(2.0) - cosine);
        let mut sooner = way.below(best);
        if let Some(aim) = aim {
            sooner = sooner & aim.equals(R::Int::of(ix as i32));
        }
        best = select(best, way, sooner);
        heads_for = select(heads_for, R::Int::of(ix as i32), sooner);
    }
    let seconds = best * pace_inverse;
    let ticks = fclamp(div(seconds, R::of(case.tick_s)), R::of(0.0), R::of(8_000_000.0));
    let (assets, ticks) = (listed::<R>(heads_for), listed::<R>(ticks.floor().to_int()));
    for (lane, row) in block.rows() {
        w.tracks[row].asset = assets[lane] as u32;
        w.tracks[row].arrive_tick = tick + ticks[lane] as u32;
    }
}
