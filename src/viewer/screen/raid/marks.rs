//! What a timeline marks: leaks, kills and launches, read off the log whenever it has grown.

use super::cast::Cast;
use crate::model::codes;
use crate::model::events::Event;
use crate::replay::Log;
use crate::viewer::selection::Picture;

/// Marks in the order of time. Decoys are left out: what they do is counted, not mourned. Where only belief is shown, there are
/// neither leaks nor kills: how threats end, and how many will, the defence does not know.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Threats that arrived.
    pub leaks: Vec<Event>,
    /// When threats were killed, ticks.
    pub kills: Vec<u32>,
    /// When interceptors were launched, ticks.
    pub launches: Vec<u32>,
    /// The picture they are to be read for; those there are, are for the one before until they are refreshed.
    pub picture: Picture,
    read: Option<(usize, bool)>,
}

impl Marks {
    /// Whether they tell only what the defence knows.
    pub fn is_belief(&self) -> bool {
        self.picture == Picture::Belief
    }

    /// Reads the log anew where it has grown or the picture has changed.
    pub fn refresh(&mut self, log: &Log, cast: &Cast) {
        let read = Some((log.events.len(), self.is_belief()));
        if self.read == read {
            return;
        }
        *self = Self { read, picture: self.picture, ..Self::default() };
        let belief = self.is_belief();
        let is_decoy = |event: &Event| cast.threats.get(event.entity as usize).is_some_and(|threat| threat.decoy);
        for event in &log.events {
            match event.code {
                codes::EVENT_LEAKED if !belief && !is_decoy(event) => self.leaks.push(*event),
                codes::EVENT_KILLED if !belief && !is_decoy(event) => self.kills.push(event.tick),
                codes::EVENT_LAUNCHED => self.launches.push(event.tick),
                _ => {}
            }
        }
    }

    /// The leak to go to from a moment: the one after (`by` 1) or before (-1) the one shown there, `at`, or else the nearest in
    /// that direction. Several leaks may share an edge, so the moment alone does not say which is shown.
    pub fn leak_from(&self, at: Option<usize>, tick: f64, by: isize, epoch_ticks: u32) -> Option<usize> {
        let shown = |event: &Event| shown_at(event.tick, epoch_ticks);
        if let Some(at) = at.filter(|&at| self.leaks.get(at).is_some_and(|event| shown(event) == tick)) {
            return at.checked_add_signed(by).filter(|&ix| ix < self.leaks.len());
        }
        if by > 0 {
            Some(self.leaks.partition_point(|event| shown(event) <= tick)).filter(|&ix| ix < self.leaks.len())
        } else {
            self.leaks.partition_point(|event| shown(event) < tick).checked_sub(1)
        }
    }
}

/// The first edge at which what happened at a tick shows in the state.
pub fn shown_at(tick: u32, epoch_ticks: u32) -> f64 {
    f64::from(tick.div_ceil(epoch_ticks.max(1)) * epoch_ticks.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leak(tick: u32, entity: u32) -> Event {
        Event { tick, stage: codes::STAGE_SCORE, entity, code: codes::EVENT_LEAKED, detail: 3 }
    }

    fn marks() -> Marks {
        Marks { leaks: vec![leak(103, 0), leak(105, 1), leak(310, 2)], ..Marks::default() }
    }

    #[test]
    fn leaks_of_one_edge_are_visited_one_by_one() {
        let marks = marks();
        assert_eq!(marks.leak_from(None, 0.0, 1, 10), Some(0));
        assert_eq!(marks.leak_from(Some(0), 110.0, 1, 10), Some(1));
        assert_eq!(marks.leak_from(Some(1), 110.0, 1, 10), Some(2));
        assert_eq!(marks.leak_from(Some(2), 310.0, 1, 10), None);
        assert_eq!(marks.leak_from(Some(1), 110.0, -1, 10), Some(0));
        assert_eq!(marks.leak_from(Some(0), 110.0, -1, 10), None);
    }

    #[test]
    fn from_anywhere_else_the_nearest_counts() {
        let marks = marks();
        assert_eq!(marks.leak_from(Some(0), 200.0, 1, 10), Some(2));
        assert_eq!(marks.leak_from(Some(2), 200.0, -1, 10), Some(1));
        assert_eq!(marks.leak_from(None, 50.0, -1, 10), None);
    }

    #[test]
    fn decoys_leave_no_mark() {
        use super::super::{cast::Raider, *};
        let raider = |decoy| Raider { kind: 0, decoy, aim: 0 };
        let cast = cast::Cast { threats: vec![raider(false), raider(true)], ..Default::default() };
        let mut marks = Marks::default();
        marks.refresh(&Log { events: vec![leak(5, 0), leak(6, 1)] }, &cast);
        assert_eq!(marks.leaks, [leak(5, 0)]);
    }

    #[test]
    fn belief_marks_neither_leaks_nor_kills() {
        use super::super::{cast::Raider, *};
        let threats = vec![Raider { kind: 0, decoy: false, aim: 0 }; 3];
        let cast = cast::Cast { threats, ..Default::default() };
        let event = |tick, entity, code| Event { tick, stage: 0, entity, code, detail: 0 };
        let killed = event(5, 2, codes::EVENT_KILLED);
        let log = Log { events: vec![event(1, 1, codes::EVENT_CONFIRMED), leak(4, 0), killed, leak(6, 1)] };
        let mut marks = Marks { picture: Picture::Belief, ..Marks::default() };
        marks.refresh(&log, &cast);
        assert_eq!((marks.leaks.len(), marks.kills.len()), (0, 0));
        marks.picture = Picture::Truth;
        marks.refresh(&log, &cast);
        assert_eq!((marks.leaks.len(), marks.kills.len()), (2, 1));
    }

    #[test]
    fn an_end_shows_at_the_next_edge() {
        assert_eq!([shown_at(100, 10), shown_at(101, 10), shown_at(0, 10)], [100.0, 110.0, 0.0]);
    }
}
