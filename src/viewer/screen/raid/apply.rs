//! What the commands do to the screen.

use super::clock::Extent;
use super::command::Command;
use super::marks::shown_at;
use super::screen::RaidScreen;
use super::sentence;
use super::side::Tab;
use super::transport::Message;
use crate::viewer::airspace::{Camera, Projection};
use crate::viewer::screen::At;
use crate::viewer::selection::Entity;

/// How long a leak's sentence stays while time goes on, seconds of the raid.
const MESSAGE_STAYS_S: f64 = 60.0;

impl RaidScreen {
    /// Does what was asked for.
    pub(super) fn apply(&mut self, command: Command, extent: &Extent) {
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
            Command::NextLeak => self.go_to_next_leak(1, extent),
            Command::PreviousLeak => self.go_to_next_leak(-1, extent),
            Command::Select(entity) => self.choose(entity),
            Command::Follow(entity) => {
                self.choose(Some(entity));
                self.airspace.follow = Some(entity);
            }
            Command::ToggleFollow => {
                let following = self.airspace.follow.is_some();
                self.airspace.follow = self.selected.filter(|_| !following);
                if self.airspace.follow.is_none() && !following {
                    self.tell("Select something on the map first, then F follows it.");
                }
            }
            Command::ResetView => {
                self.airspace.follow = None;
                let projection = self.camera.projection;
                self.camera = Camera { projection, ..self.whole_view() };
            }
            Command::ToggleProjection => {
                self.camera.projection = match self.camera.projection {
                    Projection::Map => Projection::Orbit,
                    Projection::Orbit => Projection::Map,
                };
            }
            Command::ToggleMeasure => self.measure.toggle(),
            Command::Escape => self.escape(),
            Command::Find => {
                self.side.open = true;
                self.side.tab = Tab::Find;
                self.side.search.take_keyboard();
            }
            Command::TogglePanel => self.side.open = !self.side.open,
        }
        // Whoever goes somewhere no longer waits for the place where the screen was to open.
        if matches!(command, Command::TogglePlay | Command::Seek(_) | Command::NextLeak | Command::End) {
            self.opens_at = None;
        }
    }

    /// Ends what is under way, one thing at a time.
    fn escape(&mut self) {
        if self.measure.active {
            self.measure.toggle();
        } else if self.airspace.follow.is_some() {
            self.airspace.follow = None;
        } else {
            self.choose(None);
        }
    }

    fn seek(&mut self, tick: f64, extent: &Extent) {
        self.leak = None;
        self.message = None;
        self.clock.seek(tick, extent);
    }

    fn choose(&mut self, entity: Option<Entity>) {
        if self.airspace.follow.is_some() {
            self.airspace.follow = entity;
        }
        // A card is what one wants to see after a click, unless a list is being worked through.
        if entity.is_some() && !matches!(self.side.tab, Tab::Events | Tab::Find) {
            self.side.tab = Tab::Selected;
        }
        self.selected = entity;
    }

    fn go_to_next_leak(&mut self, by: isize, extent: &Extent) {
        let found = self.watched.marks.leak_from(self.leak, self.clock.tick(), by, extent.epoch_ticks);
        match found {
            Some(ix) => self.go_to_leak(ix, extent),
            None if self.watched.marks.leaks.is_empty() && self.watched.marks.is_belief() => {
                self.tell("No threat that the defence knew of has leaked so far.");
            }
            None if self.watched.marks.leaks.is_empty() => self.tell("No threat has leaked so far."),
            None if by > 0 && extent.done => self.tell("That was the last leak."),
            None if by > 0 => self.tell("No further leak has been simulated yet."),
            None => self.tell("There is no leak before this."),
        }
    }

    /// Shows a leak at the first edge at which it has come about, selects the threat and says why.
    pub(super) fn go_to_leak(&mut self, ix: usize, extent: &Extent) {
        let event = self.watched.marks.leaks[ix];
        self.clock.pause();
        self.clock.seek(shown_at(event.tick, extent.epoch_ticks), extent);
        self.choose(Some(Entity::Threat(event.entity)));
        self.leak = Some(ix);
        let text = sentence::leak(
            &event,
            ix + 1,
            self.watched.marks.leaks.len(),
            &self.watched.cast,
            self.watched.marks.picture,
        );
        self.message = Some(Message { text, is_leak: true });
    }

    /// Goes to where the screen was asked to open as soon as that has been simulated.
    pub(super) fn settle_opening(&mut self, extent: &Extent) {
        match self.opens_at {
            None => return,
            Some(At::Beginning) => {}
            Some(At::Second(second)) => self.clock.seek(second / extent.tick_s, extent),
            Some(At::FirstLeak) if !self.watched.marks.leaks.is_empty() => self.go_to_leak(0, extent),
            Some(At::FirstLeak) if extent.done && self.watched.marks.is_belief() => {
                self.tell("Belief does not tell which threats leak: choose Truth or Both, then press L.");
            }
            Some(At::FirstLeak) if extent.done => self.tell("No threat leaked in this raid."),
            Some(At::FirstLeak) => return,
        }
        self.opens_at = None;
    }

    fn tell(&mut self, text: &str) {
        self.message = Some(Message { text: text.to_owned(), is_leak: false });
    }

    /// Drops a message when time has gone on from what it was about.
    pub(super) fn forget_old_message(&mut self, extent: &Extent) {
        if let Some(leak) = self.leak.and_then(|ix| self.watched.marks.leaks.get(ix)) {
            let away = (self.clock.tick() - shown_at(leak.tick, extent.epoch_ticks)).abs() * extent.tick_s;
            if away > MESSAGE_STAYS_S {
                self.leak = None;
                self.message = None;
            }
        } else if self.clock.is_playing() {
            self.message = None;
        }
    }
}
