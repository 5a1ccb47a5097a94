//! The last step of sense: where confirmed tracks seem to be heading.

use std::ops::Range;

use super::block::{Block, ints};
use super::{header, velocity};
use crate::exact::lanes::{Lanes, MAX_LANES};
use crate::exact::math::{div, fclamp, fmax, rsqrt};
use crate::exact::{Int, fixed, select};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::Recorder;

/// The asset a confirmed track seems to head for: the one it would be at first, counting (2 - cosine of the angle off) times
/// the distance; and when.
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
        head_abreast::<R>(s, w, &block);
    }
}

#[inline(always)]
fn head_abreast<R: Lanes>(s: &Statics, w: &mut World, block: &Block) {
    let (_, case) = header(s, block.replicate);
    let tick = w.tallies[block.replicate as usize].tick;
    let tracks = block.each::<R, _>(|row| &w.tracks[row]);
    let [east, north, _] = ints::<R>(|lane| [tracks[lane].x, tracks[lane].y, 0]);
    let v = velocity::<R>(ints::<R>(|lane| [tracks[lane].vx, tracks[lane].vy, 0]));
    let pace2 = fmax(v.x * v.x + v.y * v.y, R::of(1.0));
    let pace_inverse = rsqrt(pace2);
    let mut best = R::of(4.0e9);
    let mut heads_for = R::Int::from_fn(|lane| tracks[lane].asset as i32);
    for ix in 0..case.n_assets {
        let asset = &s.assets[(case.asset_first + ix) as usize];
        let x = fixed::metres::<R>(R::Int::of(asset.x) - east);
        let y = fixed::metres::<R>(R::Int::of(asset.y) - north);
        let distance2 = fmax(x * x + y * y, R::of(1.0));
        let distance_inverse = rsqrt(distance2);
        let cosine = (x * v.x + y * v.y) * distance_inverse * pace_inverse;
        let way = distance2 * distance_inverse * (R::of(2.0) - cosine);
        let sooner = way.below(best);
        best = select(best, way, sooner);
        heads_for = select(heads_for, R::Int::of(ix as i32), sooner);
    }
    let seconds = best * pace_inverse;
    let ticks = fclamp(div(seconds, R::of(case.tick_s)), R::of(0.0), R::of(8_000_000.0));
    let (mut assets, mut ticks_left) = ([0; MAX_LANES], [0; MAX_LANES]);
    heads_for.write(&mut assets);
    ticks.floor().to_int().write(&mut ticks_left);
    for (lane, &row) in block.rows().iter().enumerate() {
        w.tracks[row].asset = assets[lane] as u32;
        w.tracks[row].arrive_tick = tick + ticks_left[lane] as u32;
    }
}
