//! What the commands do to the compare screen.

use super::list::NOT_TOLD;
use super::screen::{CompareScreen, Tab};
use crate::viewer::airspace::{Camera, Projection};
use crate::viewer::screen::At;
use crate::viewer::screen::raid::clock::Extent;
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::marks::shown_at;
use crate::viewer::screen::raid::transport::Message;
use crate::viewer::selection::{Entity, Picture};

impl CompareScreen {
    /// Does what was asked for.
    pub(super) fn apply(&mut self, command: Command, extent: &Extent) {
        // Whoever goes somewhere no longer waits for the place where the screen was to open.
        if matches!(command, Command::TogglePlay | Command::Seek(_) | Command::NextLeak | Command::End) {
            self.opens_at = None;
        }
        match command {
            Command::TogglePlay => self.clock.toggle(extent),
            Command::StepTick(by) => self.clock.step_ticks(by, extent),
            Command::StepEpoch(by) => self.clock.step_epochs(by, extent),
            Command::Start => self.seek(0.0, extent),
            Command::End => {
                self.clock.pause();
                self.seek(f64::from(extent.head_tick), extent);
            }
            Command::Seek(tick) => self.seek(tick, extent),
            Command::Faster(by) => self.clock.set_speed(self.clock.speed().stepped(by)),
            Command::SetSpeed(speed) => self.clock.set_speed(speed),
            Command::NextLeak => self.go_on(1, extent),
            Command::PreviousLeak => self.go_on(-1, extent),
            Command::Select(entity) => self.choose(entity),
            Command::Follow(entity) => {
                self.choose(Some(entity));
                self.follow(Some(entity));
            }
            Command::ToggleFollow => {
                let following = self.panes[0].airspace.follow.is_some();
                self.follow(self.selected.filter(|_| !following));
            }
            Command::ResetView => {
                self.follow(None);
                let projection = self.camera.projection;
                self.camera = Camera { projection, ..self.whole_view() };
            }
            Command::ToggleProjection => {
                self.camera.projection = match self.camera.projection {
                    Projection::Map => Projection::Orbit,
                    Projection::Orbit => Projection::Map,
                };
            }
            Command::Escape if self.panes[0].airspace.follow.is_some() => self.follow(None),
            Command::Escape => self.choose(None),
            Command::TogglePanel => self.panel_open = self.panel_open.map(|open| !open),
            // Measuring and searching have their place where one raid is watched.
            Command::ToggleMeasure | Command::Find => {
                self.tell("Measuring and searching are on the raid screen: open the raid with one assigner.");
            }
        }
    }

    fn follow(&mut self, entity: Option<Entity>) {
        for pane in &mut self.panes {
            pane.airspace.follow = entity;
        }
    }

    fn choose(&mut self, entity: Option<Entity>) {
        if self.panes[0].airspace.follow.is_some() {
            self.follow(entity);
        }
        self.selected = entity;
    }

    fn seek(&mut self, tick: f64, extent: &Extent) {
        self.at = None;
        self.message = None;
        self.clock.seek(tick, extent);
    }

    /// To the next difference, or the one before.
    fn go_on(&mut self, by: isize, extent: &Extent) {
        if self.is_belief() {
            return self.tell(NOT_TOLD);
        }
        let (tick, epoch) = (self.clock.tick(), extent.epoch_ticks);
        let shown = |ix: usize| shown_at(self.differences[ix].first_tick(), epoch);
        let found = match self.at.filter(|&at| at < self.differences.len() && shown(at) == tick) {
            Some(at) => at.checked_add_signed(by),
            None if by > 0 => (0..self.differences.len()).find(|&ix| shown(ix) > tick),
            None => (0..self.differences.len()).rev().find(|&ix| shown(ix) < tick),
        };
        match found.filter(|&ix| ix < self.differences.len()) {
            Some(ix) => self.go_to(ix, extent),
            None if by > 0 && extent.done => self.tell("There is no further difference."),
            None if by > 0 => self.tell("No further difference has been simulated yet."),
            None => self.tell("There is no difference before this."),
        }
    }

    /// Shows a threat at the first moment at which its fate differs, selected in both views.
    pub(super) fn go_to(&mut self, ix: usize, extent: &Extent) {
        let found = self.differences[ix];
        self.clock.pause();
        self.clock.seek(shown_at(found.first_tick(), extent.epoch_ticks), extent);
        self.choose(Some(Entity::Threat(found.threat)));
        self.at = Some(ix);
        let name = self.panes[0].watched.cast.threat(found.threat, Picture::Truth);
        let text = format!("{name}: {}", found.sentence(self.assigners(), extent.tick_s));
        self.message = Some(Message { text, is_leak: true });
        if self.tab == Tab::Layers {
            self.tab = Tab::Differences;
        }
    }

    /// Goes to where the screen was asked to open as soon as that has been simulated; for the first leak, that is the first
    /// threat that one side let through and the other did not.
    pub(super) fn settle_opening(&mut self, extent: &Extent) {
        match self.opens_at {
            None => return,
            Some(At::Beginning) => {}
            Some(At::Second(second)) => self.clock.seek(second / extent.tick_s, extent),
            Some(At::FirstLeak) if self.is_belief() && extent.done => self.tell(NOT_TOLD),
            Some(At::FirstLeak) if !self.is_belief() && !self.differences.is_empty() => self.go_to(0, extent),
            Some(At::FirstLeak) if extent.done => self.tell("Every threat ended alike with both."),
            Some(At::FirstLeak) => return,
        }
        self.opens_at = None;
    }

    fn tell(&mut self, text: &str) {
        self.message = Some(Message { text: text.to_owned(), is_leak: false });
    }
}
