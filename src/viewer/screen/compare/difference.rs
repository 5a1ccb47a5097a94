//! Whose end differs between two films of the same raid. Pure: reads two logs.

use crate::model::codes;
use crate::replay::{Leak, Log};
use crate::viewer::screen::raid::words;

/// How a threat ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Killed by an interceptor.
    Killed,
    /// Got lost on the way.
    Lost,
    /// Arrived, for this cause.
    Leaked {
        /// `codes::CAUSE_*`.
        cause: u32,
    },
    /// Still in the air, or not yet started, when the time was over.
    Open,
}

impl End {
    /// Whether both ended alike, causes apart.
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// An end and its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// When, ticks; of what is open, the end of the film.
    pub tick: u32,
    /// How.
    pub end: End,
}

/// A threat that ended one way on the left and another on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The threat.
    pub threat: u32,
    /// Left and right.
    pub fates: [Fate; 2],
}

impl Difference {
    /// The first moment at which its fate differs, ticks.
    pub fn first_tick(&self) -> u32 {
        self.fates[0].tick.min(self.fates[1].tick)
    }

    /// In a sentence: `leaked with nearest (no channel free) at 21:40, killed with auction at 21:13`.
    pub fn sentence(&self, assigners: [&str; 2], tick_s: f64) -> String {
        let side = |ix: usize| {
            let Fate { tick, end } = self.fates[ix];
            let (with, at) = (assigners[ix], words::clock(f64::from(tick) * tick_s));
            match end {
                End::Killed => format!("killed with {with} at {at}"),
                End::Lost => format!("lost on the way with {with} at {at}"),
                End::Leaked { cause } => format!("leaked with {with} ({}) at {at}", words::cause(cause)),
                End::Open => format!("still in the air with {with} at {at}"),
            }
        };
        format!("{}, {}", side(0), side(1))
    }
}

/// One film as far as it has been made.
#[derive(Clone, Copy)]
pub struct Film<'a> {
    /// What happened.
    pub log: &'a Log,
    /// The last edge made, ticks.
    pub head_tick: u32,
    /// Whether it is complete.
    pub done: bool,
}

/// Threats whose end is known in both films and differs, in the order in which they begin to differ. `counts` says of which
/// threats, `n_threats` how many there are.
pub fn differences(films: [Film<'_>; 2], n_threats: usize, counts: impl Fn(usize) -> bool) -> Vec<Difference> {
    let [left, right] = films.map(|film| fates(film, n_threats));
    let both = left.into_iter().zip(right).enumerate();
    let differing = both.filter_map(|(ix, (left, right))| {
        let fates = [left?, right?];
        let differs = !fates[0].end.is_like(fates[1].end) && counts(ix);
        differs.then_some(Difference { threat: ix as u32, fates })
    });
    let mut found: Vec<Difference> = differing.collect();
    found.sort_by_key(|difference| (difference.first_tick(), difference.threat));
    found
}

/// The end of each threat; `None` where it is not known yet.
fn fates(film: Film<'_>, n_threats: usize) -> Vec<Option<Fate>> {
    let open = film.done.then_some(Fate { tick: film.head_tick, end: End::Open });
    let mut fates = vec![open; n_threats];
    for event in &film.log.events {
        let end = match (event.code, Leak::of(event)) {
            (codes::EVENT_KILLED, _) => End::Killed,
            (codes::EVENT_LOST, _) => End::Lost,
            (_, Some(leak)) => End::Leaked { cause: leak.cause },
            _ => continue,
        };
        if let Some(fate) = fates.get_mut(event.entity as usize) {
            *fate = Some(Fate { tick: event.tick, end });
        }
    }
    fates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::events::Event;

    fn log(events: &[(u32, u32, u32, u32)]) -> Log {
        let event = |&(tick, entity, code, detail)| Event { tick, stage: codes::STAGE_SCORE, entity, code, detail };
        Log { events: events.iter().map(event).collect() }
    }

    fn found(left: &Log, right: &Log, done: [bool; 2]) -> Vec<Difference> {
        let film = |log, done| Film { log, head_tick: 900, done };
        differences([film(left, done[0]), film(right, done[1])], 4, |_| true)
    }

    const LEAK: u32 = codes::CAUSE_NO_CHANNEL * 2 + 1;

    #[test]
    fn only_ends_that_differ_are_found_in_the_order_of_time() {
        let (killed, leaked) = (codes::EVENT_KILLED, codes::EVENT_LEAKED);
        let left = log(&[(100, 0, killed, 0), (200, 1, leaked, LEAK), (500, 2, leaked, LEAK), (600, 3, killed, 0)]);
        let right = log(&[(90, 0, killed, 0), (700, 1, killed, 0), (150, 2, killed, 0), (650, 3, leaked, 5)]);
        let threats: Vec<u32> = found(&left, &right, [true; 2]).iter().map(|found| found.threat).collect();
        assert_eq!(threats, [2, 1, 3]);
        assert!(found(&left, &left, [true; 2]).is_empty());
    }

    #[test]
    fn what_is_not_simulated_yet_is_not_judged() {
        let left = log(&[(200, 1, codes::EVENT_LEAKED, LEAK)]);
        let right = log(&[]);
        assert!(found(&left, &right, [true, false]).is_empty());
        let open = found(&left, &right, [true, true]);
        assert_eq!((open.len(), open[0].threat, open[0].fates[1].end), (1, 1, End::Open));
    }

    #[test]
    fn a_difference_says_how_and_when_on_either_side() {
        let leak = Fate { tick: 13_000, end: End::Leaked { cause: codes::CAUSE_NO_CHANNEL } };
        let difference = Difference { threat: 17, fates: [leak, Fate { tick: 12_730, end: End::Killed }] };
        let text = difference.sentence(["nearest", "auction"], 0.1);
        assert_eq!(text, "leaked with nearest (no channel free) at 21:40, killed with auction at 21:13");
        assert_eq!(difference.first_tick(), 12_730);
    }
}
