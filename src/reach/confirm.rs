//! When the track stands: the exact distribution of the time of confirmation under the rule "m detections within the last n
//! epochs in which some sensor looked".
//!
//! What counts of the past is the history of the last n looks, n bits. Its distribution is carried from look to look, with the
//! probability of each look that some sensor detects; histories that confirm are absorbed. Between detections the tracker may
//! drop the track, which empties the history, as in `model::stage::sense`.

use super::approach::Approach;
use super::cover::Watch;
use crate::model::layout::Case;

/// Histories less probable than this are not followed; they count as not confirmed. Over the few thousand looks of an approach
/// and the few dozen histories of a usual rule that makes the probability too small by less than 1e-6.
const NEGLIGIBLE: f64 = 1.0e-12;

/// When a track is confirmed with the probability asked for.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Confirmed {
    /// The edge, ticks from the theatre's edge.
    #[serde(skip)]
    pub tick: u32,
    /// The same, seconds from the theatre's edge.
    pub after_s: f64,
    /// How far the threat then is from its aim, metres.
    pub distance_m: f64,
    /// Probability that the track is confirmed by then.
    pub probability: f64,
}

/// The first edge at which the track is confirmed with at least `confidence`; `None` if it is not before the arrival.
pub(super) fn confirmed(
    case: &Case,
    tick_s: f64,
    approach: &Approach,
    watches: &[Watch<'_>],
    confidence: f64,
) -> Option<Confirmed> {
    let spans: Vec<_> = watches.iter().map(|watch| watch.span_s(approach)).collect();
    let first_s = spans.iter().flatten().map(|span| span.start().max(0.0)).fold(f64::INFINITY, f64::min);
    let last_s = spans.iter().flatten().map(|span| *span.end()).fold(0.0, f64::max).min(approach.arrival_s());
    if first_s > last_s {
        return None;
    }
    let mut tracker = Tracker::new(case);
    let mut tick = (first_s / tick_s / f64::from(case.epoch_ticks)).floor() as u32 * case.epoch_ticks;
    let last_tick = (last_s / tick_s) as u32;
    while tick <= last_tick {
        let seconds = f64::from(tick) * tick_s;
        let due = || watches.iter().zip(&spans).filter(|(watch, _)| tick.is_multiple_of(watch.scan_ticks));
        if due().next().is_some() {
            let threat_m = approach.at(seconds);
            let in_span =
                |span: &Option<_>| matches!(span, Some(span) if std::ops::RangeInclusive::contains(span, &seconds));
            let misses = due().filter(|(_, span)| in_span(span)).map(|(watch, _)| 1.0 - watch.detects(threat_m));
            tracker.look(tick, 1.0 - misses.product::<f64>());
            if tracker.confirmed >= confidence {
                let distance_m = approach.distance_m(seconds);
                return Some(Confirmed { tick, after_s: seconds, distance_m, probability: tracker.confirmed });
            }
        }
        tick += case.epoch_ticks;
    }
    None
}

/// The distribution over histories of looks.
struct Tracker<'a> {
    case: &'a Case,
    /// Probability that the track is confirmed by now.
    confirmed: f64,
    /// Probability of each history that is not; newest look in bit 0.
    histories: Vec<(u32, f64)>,
    /// Ticks of the last looks, newest last; as many as a history has bits.
    looks: Vec<u32>,
    /// Where each history stands in the list that is being made, `NOWHERE` for most.
    slots: Vec<usize>,
}

const NOWHERE: usize = usize::MAX;

impl<'a> Tracker<'a> {
    fn new(case: &'a Case) -> Self {
        let slots = vec![NOWHERE; case.confirm_mask as usize + 1];
        Self { case, confirmed: 0.0, histories: vec![(0, 1.0)], looks: Vec::new(), slots }
    }

    /// One look of all sensors that are due, of which some one detects with probability `p`.
    fn look(&mut self, tick: u32, p: f64) {
        if self.looks.len() as u32 == self.case.confirm_mask.count_ones() {
            self.looks.remove(0);
        }
        self.looks.push(tick);
        let before = std::mem::take(&mut self.histories);
        for (history, share) in before {
            let shifted = (history << 1) & self.case.confirm_mask;
            let seen = shifted | 1;
            if seen.count_ones() >= self.case.confirm_hits {
                self.confirmed += share * p;
            } else {
                self.add(seen, share * p);
            }
            self.add(self.kept(tick, shifted), share * (1.0 - p));
        }
        for (history, _) in &self.histories {
            self.slots[*history as usize] = NOWHERE;
        }
    }

    /// Adds to the list that is being made.
    fn add(&mut self, history: u32, share: f64) {
        if share < NEGLIGIBLE {
            return;
        }
        let slot = &mut self.slots[history as usize];
        if *slot == NOWHERE {
            *slot = self.histories.len();
            self.histories.push((history, share));
        } else {
            self.histories[*slot].1 += share;
        }
    }

    /// The history after a look without detection: emptied where the last detection is too long ago.
    fn kept(&self, tick: u32, history: u32) -> u32 {
        if history == 0 {
            return 0;
        }
        let looks_ago = history.trailing_zeros() as usize;
        let update_tick = self.looks[self.looks.len() - 1 - looks_ago];
        if tick - update_tick > self.case.drop_ticks { 0 } else { history }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(hits: u32, window: u32, drop_ticks: u32) -> Case {
        Case { confirm_hits: hits, confirm_mask: (1 << window) - 1, drop_ticks, epoch_ticks: 10, ..Case::default() }
    }

    fn after(case: &Case, looks: &[f64]) -> f64 {
        let mut tracker = Tracker::new(case);
        for (ix, &p) in looks.iter().enumerate() {
            tracker.look(10 * ix as u32, p);
        }
        tracker.confirmed
    }

    #[test]
    fn two_of_three_by_hand() {
        let case = case(2, 3, 1_000);
        assert_eq!(after(&case, &[0.3]), 0.0);
        assert!((after(&case, &[0.3, 0.3]) - 0.09).abs() < 1.0e-15);
        // 11, 011, 101: p^2 + 2 p^2 (1 - p).
        assert!((after(&case, &[0.3; 3]) - (0.09 + 2.0 * 0.09 * 0.7)).abs() < 1.0e-15);
        assert!((after(&case, &[1.0, 0.0, 0.0, 1.0])).abs() < 1.0e-15, "out of the window by then");
        assert_eq!(after(&case, &[1.0, 0.0, 1.0]), 1.0);
    }

    /// Against all sequences of detections of ten looks, replayed by the rule as the model words it.
    #[test]
    fn any_rule_by_counting_all_sequences() {
        for (hits, window, drop_ticks) in
            [(2, 3, 1_000), (3, 5, 1_000), (2, 4, 15), (3, 6, 25), (1, 1, 5), (4, 4, 1_000)]
        {
            let case = case(hits, window, drop_ticks);
            let p = |ix: usize| 0.15 + 0.07 * ix as f64;
            let mut expected = 0.0;
            for sequence in 0..1024u32 {
                let (mut share, mut history, mut update, mut done) = (1.0, 0u32, 0, false);
                for ix in 0..10 {
                    let seen = sequence >> ix & 1;
                    share *= if seen == 1 { p(ix) } else { 1.0 - p(ix) };
                    history = (history << 1 | seen) & case.confirm_mask;
                    if seen == 1 {
                        update = 10 * ix as u32;
                        done |= history.count_ones() >= hits;
                    } else if 10 * ix as u32 - update > drop_ticks {
                        history = 0;
                    }
                }
                expected += if done { share } else { 0.0 };
            }
            let found = after(&case, &(0..10).map(p).collect::<Vec<_>>());
            assert!((found - expected).abs() < 1.0e-9, "{hits} of {window}: {found}, {expected}");
            assert!(expected > 0.01 && expected < 0.9999);
        }
    }
}
