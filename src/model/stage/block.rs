//! Rows taken up together, one per lane.

use std::ops::Range;

use crate::exact::lanes::{Lanes, MAX_LANES};
use crate::exact::{Int, V3, fixed};

/// Up to as many rows of one replicate as there are lanes.
pub(super) struct Block {
    rows: [u32; MAX_LANES],
    n: usize,
    /// The replicate of all of them.
    pub(super) replicate: u32,
}

impl Block {
    /// Takes the next rows that are wanted off the front of a range; `None` when there are no more.
    #[inline(always)]
    pub(super) fn take<R: Lanes>(
        rows: &mut Range<usize>,
        replicate: impl Fn(usize) -> u32,
        is_wanted: impl Fn(usize, u32) -> bool,
    ) -> Option<Self> {
        let mut block = Self { rows: [0; MAX_LANES], n: 0, replicate: 0 };
        while block.n < R::LANES && rows.start < rows.end {
            let row = rows.start;
            let of = replicate(row);
            if is_wanted(row, of) {
                if block.n > 0 && of != block.replicate {
                    break;
                }
                block.replicate = of;
                block.rows[block.n] = row as u32;
                block.n += 1;
            }
            rows.start += 1;
        }
        (block.n > 0).then_some(block)
    }

    /// Whether half as many lanes would do.
    #[inline(always)]
    pub(super) fn fits_half<R: Lanes>(&self) -> bool {
        R::Half::LANES < R::LANES && self.n <= R::Half::LANES
    }

    /// The rows.
    #[inline(always)]
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows[..self.n].iter().map(|&row| row as usize).enumerate()
    }

    /// The row of each lane; idle lanes repeat the last row, so that they compute what is harmless.
    #[inline(always)]
    pub(super) fn lanes<R: Lanes>(&self) -> R::Int {
        R::Int::from_fn(|lane| self.rows[lane.min(self.n - 1)] as i32)
    }
}

/// The lanes of an integer.
#[inline(always)]
pub(super) fn listed<R: Lanes>(i: R::Int) -> [i32; MAX_LANES] {
    let mut all = [0; MAX_LANES];
    i.write(&mut all);
    all
}

/// What an epoch's flight adds to positions and makes of velocities, lane by lane in the units of the rows.
pub(super) struct Landed {
    moved: [[i32; MAX_LANES]; 3],
    v: [[i32; MAX_LANES]; 3],
}

impl Landed {
    #[inline(always)]
    pub(super) fn of<R: Lanes>(moved: V3<R>, v: V3<R>) -> Self {
        Self {
            moved: [moved.x, moved.y, moved.z].map(|m| listed::<R>(fixed::to_pos(m))),
            v: [v.x, v.y, v.z].map(|v| listed::<R>(fixed::to_vel(v))),
        }
    }

    /// Displacement of a lane, 1/256 m.
    #[inline(always)]
    pub(super) fn moved(&self, lane: usize) -> [i32; 3] {
        [self.moved[0][lane], self.moved[1][lane], self.moved[2][lane]]
    }

    /// Velocity of a lane, 1/4096 m/s.
    #[inline(always)]
    pub(super) fn v(&self, lane: usize) -> [i32; 3] {
        [self.v[0][lane], self.v[1][lane], self.v[2][lane]]
    }
}
