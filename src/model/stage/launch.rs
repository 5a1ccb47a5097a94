//! Launch: orders take effect, seekers take over, targets get lost, endurance ends. One lane per round.
//!
//! A round writes its own row, the channel it holds and the rail it waits on, and nothing else.

use super::{between, header, velocity, wind};
use crate::exact::rng::{self, Purpose};
use crate::exact::{Real, fixed};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};
use crate::model::layout::{Case, Channel, Group, Issue, Replicate, Round, Tally, Threat, Track};
use crate::model::motion::{Agility, lead_direction, limit_climb};
use crate::model::view::View;

/// What a round may touch at an edge.
struct Desk<'a> {
    header: &'a Replicate,
    case: &'a Case,
    kind: &'a Group,
    issue: &'a Issue,
    tick: u32,
    entity: u32,
    round: &'a mut Round,
    channels: &'a mut [Channel],
    rails: &'a mut [u32],
    threats: &'a [Threat],
    tracks: &'a [Track],
    tally: &'a mut Tally,
    events: &'a mut Recorder,
}

/// Advances a round's engagement by one edge.
pub fn launch<R: Real>(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let issue = &s.issues[row];
    let (header, case) = header(s, issue.replicate);
    let tally = &mut w.tallies[issue.replicate as usize];
    let round = &mut w.rounds[row];
    if tally.done != 0 || round.status == codes::ROUND_READY || round.status >= codes::ROUND_HIT {
        return;
    }
    let mut desk = Desk {
        header,
        case,
        kind: &s.groups[(case.group_first + issue.group) as usize],
        issue,
        tick: tally.tick,
        entity: row as u32 - header.round_first,
        round,
        channels: &mut w.channels,
        rails: &mut w.rails,
        threats: &w.threats,
        tracks: &w.tracks,
        tally,
        events,
    };
    if desk.round.status == codes::ROUND_ORDERED {
        if desk.tick >= desk.round.due_tick {
            desk.launch_or_cancel::<R>();
        }
        return;
    }
    if desk.tick - desk.round.launch_tick >= desk.kind.endurance_ticks {
        desk.end(codes::ROUND_EXPIRED, codes::EVENT_EXPIRED, 0);
        return;
    }
    match desk.round.status {
        codes::ROUND_RETARGET => desk.turn_to_new_target(),
        codes::ROUND_ORPHAN => desk.wait_or_abort(),
        codes::ROUND_CRUISE => desk.cruise::<R>(),
        _ => desk.keep_lock(),
    }
}

impl Desk<'_> {
    fn note(&mut self, code: u32, detail: u32) {
        let event = Event { tick: self.tick, stage: codes::STAGE_LAUNCH, entity: self.entity, code, detail };
        emit(self.tally, self.events, event);
    }

    fn target_row(&self) -> usize {
        (self.header.threat_first + self.round.target as u32) as usize
    }

    /// Whether the picture still holds the target, not believed dead.
    fn has_track(&self) -> bool {
        let track = &self.tracks[self.target_row()];
        track.status == codes::TRACK_CONFIRMED && track.believed_dead_tick == 0
    }

    fn free_channel(&mut self, turnaround_ticks: u32) {
        let free_tick = self.tick + turnaround_ticks;
        if let Some(channel) = free_channel(self.header, self.channels, self.round, free_tick) {
            self.note(codes::EVENT_CHANNEL_FREED, channel);
        }
    }

    fn launch_or_cancel<R: Real>(&mut self) {
        let target = self.round.target as u32;
        let rail = (self.header.rail_first + self.round.rail as u32) as usize;
        if !self.has_track() {
            // A rail that needs no reload may be another order's by now.
            if self.rails[rail] == self.round.due_tick + self.kind.reload_ticks {
                self.rails[rail] = self.tick;
            }
            self.round.rail = -1;
            self.free_channel(0);
            self.round.status = codes::ROUND_READY;
            self.round.target = -1;
            self.tally.n_closed += 1;
            self.note(codes::EVENT_CANCELLED, target);
            return;
        }
        self.round.status = codes::ROUND_CRUISE;
        self.round.rail = -1;
        self.round.launch_tick = self.tick;
        [self.round.x, self.round.y, self.round.z] = [self.kind.x, self.kind.y, self.kind.z];
        let track = &self.tracks[self.target_row()];
        let r = between::<R>([track.x, track.y, track.z], [self.kind.x, self.kind.y, self.kind.z]);
        let v = velocity::<R>([track.vx, track.vy, track.vz]) - wind(self.case);
        let agility = Agility::<R>::cruise(&View::new(std::slice::from_ref(self.kind), 0));
        let start = lead_direction(r, v, agility.speed).scale(agility.speed);
        let start = limit_climb(start, &agility, fixed::metres(self.kind.z));
        [self.round.vx, self.round.vy, self.round.vz] =
            [fixed::to_vel(start.x), fixed::to_vel(start.y), fixed::to_vel(start.z)];
        self.note(codes::EVENT_LAUNCHED, target);
    }

    fn turn_to_new_target(&mut self) {
        if self.tick < self.round.due_tick {
            return;
        }
        if self.has_track() {
            self.round.status = codes::ROUND_CRUISE;
            self.round.next_try_tick = self.tick;
        } else {
            self.lose_target();
        }
    }

    fn wait_or_abort(&mut self) {
        let waited = self.tick - self.round.orphan_tick;
        if self.case.reassign == 0 || waited >= self.case.reassign_wait_ticks {
            self.end(codes::ROUND_ABORTED, codes::EVENT_ABORTED, 0);
        }
    }

    /// On the way out: the target may vanish from the picture, or come within reach of the seeker.
    fn cruise<R: Real>(&mut self) {
        if !self.has_track() {
            self.lose_target();
            return;
        }
        let threat = &self.threats[self.target_row()];
        if threat.status != codes::THREAT_AIRBORNE || self.tick < self.round.next_try_tick {
            return;
        }
        let r = between::<R>([threat.x, threat.y, threat.z], [self.round.x, self.round.y, self.round.z]);
        if r.len2() > R::of(self.kind.seeker2_m2) {
            return;
        }
        let target = self.round.target as u32;
        let key = [self.issue.key0, self.issue.key1];
        let words = rng::draw(key, self.round.n_looks, Purpose::Acquire as u32, 0);
        self.round.n_looks += 1;
        if rng::unit::<R>(words[0]) < R::of(self.kind.acquire) {
            self.round.status = codes::ROUND_TERMINAL;
            self.note(codes::EVENT_ACQUIRED, target);
            if self.kind.release_at_acquisition != 0 {
                self.free_channel(self.kind.turnaround_ticks);
            }
            return;
        }
        self.note(codes::EVENT_NOT_ACQUIRED, target);
        self.round.n_failed += 1;
        self.round.next_try_tick = self.tick + self.kind.reattack_ticks;
        if self.round.n_failed > self.kind.reattacks {
            self.end(codes::ROUND_MISSED, codes::EVENT_MISSED, target);
        }
    }

    /// In the last phase: the seeker sees its target end.
    fn keep_lock(&mut self) {
        if self.threats[self.target_row()].status != codes::THREAT_AIRBORNE {
            self.lose_target();
        }
    }

    fn lose_target(&mut self) {
        let target = self.round.target as u32;
        self.round.status = codes::ROUND_ORPHAN;
        self.round.target = -1;
        self.round.orphan_tick = self.tick;
        self.note(codes::EVENT_ORPHANED, target);
        if self.case.reassign == 0 {
            self.wait_or_abort();
        }
    }

    fn end(&mut self, status: u32, code: u32, detail: u32) {
        self.round.status = status;
        self.round.target = -1;
        self.round.end_tick = self.tick;
        self.tally.n_closed += 1;
        self.note(code, detail);
        self.free_channel(self.kind.turnaround_ticks);
    }
}

/// Gives back the channel a round holds; returns it.
pub(super) fn free_channel(
    header: &Replicate,
    channels: &mut [Channel],
    round: &mut Round,
    free_tick: u32,
) -> Option<u32> {
    if round.channel < 0 {
        return None;
    }
    let channel = round.channel as u32;
    channels[(header.channel_first + channel) as usize] = Channel { holder: -1, free_tick };
    round.channel = -1;
    Some(channel)
}
