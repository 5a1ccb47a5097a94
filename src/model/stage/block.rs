//! Rows taken up together, one per lane.

use std::ops::Range;

use crate::exact::lanes::{Lanes, MAX_LANES};
use crate::exact::{Int, V3, fixed};

/// Up to as many rows of one replicate as there are lanes.
pub(super) struct Block {
    rows: [usize; MAX_LANES],
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
                block.rows[block.n] = row;
                block.n += 1;
            }
            rows.start += 1;
        }
        // Idle lanes repeat the last row, so that they compute what is harmless.
        for lane in block.n.max(1)..R::LANES {
            block.rows[lane] = block.rows[lane - 1];
        }
        (block.n > 0).then_some(block)
    }

    /// The rows.
    #[inline(always)]
    pub(super) fn rows(&self) -> &[usize] {
        &self.rows[..self.n]
    }

    /// Something of each lane's row.
    #[inline(always)]
    pub(super) fn each<R: Lanes, T: Copy>(&self, of: impl Fn(usize) -> T) -> [T; MAX_LANES] {
        let mut all = [of(self.rows[0]); MAX_LANES];
        for (to, &row) in all.iter_mut().zip(&self.rows[..R::LANES]).skip(1) {
            *to = of(row);
        }
        all
    }
}

/// Three integers per lane.
#[inline(always)]
pub(super) fn ints<R: Lanes>(of: impl Fn(usize) -> [i32; 3]) -> [R::Int; 3] {
    [R::Int::from_fn(|lane| of(lane)[0]), R::Int::from_fn(|lane| of(lane)[1]), R::Int::from_fn(|lane| of(lane)[2])]
}

/// What an epoch's flight adds to positions and makes of velocities, lane by lane in the units of the rows.
pub(super) struct Landed {
    moved: [[i32; MAX_LANES]; 3],
    v: [[i32; MAX_LANES]; 3],
}

impl Landed {
    #[inline(always)]
    pub(super) fn of<R: Lanes>(moved: V3<R>, v: V3<R>) -> Self {
        let mut landed = Self { moved: [[0; MAX_LANES]; 3], v: [[0; MAX_LANES]; 3] };
        for (to, m) in landed.moved.iter_mut().zip([moved.x, moved.y, moved.z]) {
            fixed::to_pos(m).write(to);
        }
        for (to, v) in landed.v.iter_mut().zip([v.x, v.y, v.z]) {
            fixed::to_vel(v).write(to);
        }
        landed
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
