//! The greatest of many numbers that only fall, of which bounds are at hand and a look at each costs.

/// Numbers in a block.
const BLOCK: usize = 64;

/// Gains of targets: at most so much.
pub struct Board<G> {
    /// Per target, filled up to whole blocks: its gain when last looked at.
    bounds: Vec<G>,
    blocks: Vec<Block<G>>,
}

/// Of some targets next to each other.
#[derive(Clone, Copy, Default)]
struct Block<G> {
    /// No target's gain is greater.
    most: G,
    /// The target that gains this, the lowest of several, if that is sure.
    sure: Option<u32>,
}

impl<G: Copy + Default + PartialOrd> Board<G> {
    /// No target gains anything.
    pub fn new(n: usize) -> Self {
        let n_blocks = n.div_ceil(BLOCK);
        Self { bounds: vec![G::default(); n_blocks * BLOCK], blocks: vec![Block::default(); n_blocks] }
    }

    /// Sets what a target gains.
    #[inline(always)]
    pub fn set(&mut self, target: usize, gain: G) {
        self.bounds[target] = gain;
        let ix = target / BLOCK;
        self.blocks[ix] = Block { most: greatest(&self.bounds.as_chunks().0[ix]), sure: None };
    }

    /// All gains may have fallen.
    #[inline(always)]
    pub fn doubt(&mut self) {
        for block in &mut self.blocks {
            block.sure = None;
        }
    }

    /// The target of greatest gain, the lowest of several; none if nobody gains anything. `look` tells what a target gains now.
    #[inline(always)]
    pub fn top(&mut self, mut look: impl FnMut(usize) -> G) -> Option<usize> {
        loop {
            let mut best: (G, usize) = (G::default(), 0);
            for (ix, block) in self.blocks.iter().enumerate() {
                if block.most > best.0 {
                    best = (block.most, ix);
                }
            }
            if best.0 == G::default() {
                return None;
            }
            let block = self.blocks[best.1];
            if let Some(target) = block.sure {
                return Some(target as usize);
            }
            self.settle(best.1, &mut look);
        }
    }

    /// Makes sure of a block's greatest gain.
    #[inline(always)]
    fn settle(&mut self, ix: usize, mut look: impl FnMut(usize) -> G) {
        let bounds = &mut self.bounds.as_chunks_mut::<BLOCK>().0[ix];
        let most = self.blocks[ix].most;
        let first = bounds.iter().position(|&bound| bound == most).unwrap_or(0);
        let mut best = (look(ix * BLOCK + first), first);
        bounds[first] = best.0;
        if best.0 < most {
            for (lane, bound) in bounds.iter_mut().enumerate() {
                if *bound > best.0 || (*bound == best.0 && lane < best.1 && *bound > G::default()) {
                    *bound = look(ix * BLOCK + lane);
                    if *bound > best.0 || (*bound == best.0 && lane < best.1) {
                        best = (*bound, lane);
                    }
                }
            }
        }
        self.blocks[ix] = Block { most: best.0, sure: Some((ix * BLOCK + best.1) as u32) };
    }
}

#[inline(always)]
fn greatest<G: Copy + PartialOrd>(block: &[G; BLOCK]) -> G {
    let mut lanes: [G; 16] = std::array::from_fn(|lane| block[lane]);
    for part in block[16..].as_chunks::<16>().0 {
        for lane in 0..16 {
            lanes[lane] = if part[lane] > lanes[lane] { part[lane] } else { lanes[lane] };
        }
    }
    lanes.iter().fold(lanes[0], |a, &b| if b > a { b } else { a })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_names_the_greatest_of_numbers_that_fall(
            mut gains in prop::collection::vec(0..50u32, 0..200),
            falls in prop::collection::vec((any::<prop::sample::Index>(), 1..9u32), 0..60),
        ) {
            let mut board = Board::new(gains.len());
            for (target, &gain) in gains.iter().enumerate() {
                board.set(target, gain);
            }
            for (index, fall) in falls {
                let most = gains.iter().copied().max().unwrap_or(0);
                let first = gains.iter().position(|&gain| gain == most && gain > 0);
                prop_assert_eq!(board.top(|target| gains[target]), first);
                // Now and then all fall unseen, mostly one that is told of.
                if fall == 8 {
                    gains.iter_mut().step_by(1 + index.index(5)).for_each(|gain| *gain /= 2);
                    board.doubt();
                } else if let Some(target) = first {
                    gains[target] = gains[target].saturating_sub(fall);
                    board.set(target, gains[target]);
                }
            }
        }
    }
}
