//! The frames shown last, so that smooth play costs one epoch a step and a paused picture nothing.

use std::mem::size_of_val;
use std::sync::Arc;

use super::frame::Frame;

/// Never fewer than these, whatever they weigh: the two edges of a moment, and those of the moments beside it.
const LEAST: usize = 4;
/// Never more than these, however little they weigh.
const MOST: usize = 256;

/// Frames by their edge; the one that was not asked for longest goes first.
pub struct RecentFrames {
    kept: Vec<(u64, Arc<Frame>)>,
    clock: u64,
    budget_bytes: usize,
}

impl RecentFrames {
    /// None yet; as many as fit `budget_bytes`, within reason.
    pub fn new(budget_bytes: usize) -> Self {
        Self { kept: Vec::new(), clock: 0, budget_bytes }
    }

    /// The frame of an edge, if it is here.
    pub fn get(&mut self, tick: u32) -> Option<Arc<Frame>> {
        self.clock += 1;
        let (used, frame) = self.kept.iter_mut().find(|(_, frame)| frame.tick == tick)?;
        *used = self.clock;
        Some(frame.clone())
    }

    /// Keeps a frame that is not here yet.
    pub fn put(&mut self, frame: Arc<Frame>) {
        let room = (self.budget_bytes / bytes(&frame).max(1)).clamp(LEAST, MOST);
        while self.kept.len() >= room {
            let oldest = self.kept.iter().enumerate().min_by_key(|(_, (used, _))| *used).map_or(0, |(ix, _)| ix);
            self.kept.swap_remove(oldest);
        }
        self.clock += 1;
        self.kept.push((self.clock, frame));
    }
}

/// Memory that a frame takes, bytes.
fn bytes(frame: &Frame) -> usize {
    size_of_val(frame.threats.as_slice())
        + size_of_val(frame.tracks.as_slice())
        + size_of_val(frame.rounds.as_slice())
        + size_of_val(frame.channels.as_slice())
        + size_of_val(frame.rails.as_slice())
        + size_of_val(frame.asset_hits.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_not_asked_for_longest_goes_first() {
        let frame = |tick| Arc::new(Frame { tick, rails: vec![0; 10], ..Frame::default() });
        let mut recent = RecentFrames::new(40 * 5);
        (0..5).for_each(|tick| recent.put(frame(tick)));
        assert!(recent.get(0).is_some());
        recent.put(frame(5));
        assert!(recent.get(1).is_none(), "room for five, and this was the oldest");
        assert!([0, 2, 3, 4, 5].into_iter().all(|tick| recent.get(tick).is_some()));
    }
}
