//! Score: ends become counts and causes (one lane per threat), then the replicate's clock moves on (one lane each).

use super::assign::add;
use super::header;
use crate::exact::Real;
use crate::exact::rng::{self, Purpose};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};
use crate::model::layout::Track;

/// Counts a threat that was killed or arrived in this epoch; an arrival is drawn as hit or miss and gets its one cause.
pub fn score<R: Real>(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let plan = &s.plans[row];
    let (header, _) = header(s, plan.replicate);
    let tally = &mut w.tallies[plan.replicate as usize];
    let threat = &mut w.threats[row];
    let entity = row as u32 - header.threat_first;
    if tally.done != 0 {
        return;
    }
    let track = &w.tracks[row];
    if threat.status == codes::THREAT_AIRBORNE && track.status == codes::TRACK_CONFIRMED {
        add(&mut tally.uncovered_low, &mut tally.uncovered_high, track.uncovered);
    }
    if threat.status != codes::THREAT_ARRIVED && threat.status != codes::THREAT_STRUCK {
        return;
    }
    tally.n_ended += 1;
    let (code, detail) = if threat.status == codes::THREAT_STRUCK {
        threat.status = codes::THREAT_KILLED;
        (codes::EVENT_KILLED, 0)
    } else {
        let words = rng::draw([plan.key0, plan.key1], 0, Purpose::Hit as u32, 0);
        let hits = rng::unit::<R>(words[0]) < R::of(plan.hit);
        threat.status = if hits { codes::THREAT_LEAKED_HIT } else { codes::THREAT_LEAKED_MISS };
        threat.cause = cause_of(&w.tracks[row]);
        if hits {
            w.asset_hits[(header.asset_hit_first + plan.asset) as usize] += 1;
        }
        (codes::EVENT_LEAKED, threat.cause * 2 + u32::from(hits))
    };
    let event = Event { tick: threat.end_tick, stage: codes::STAGE_SCORE, entity, code, detail };
    emit(tally, events, event);
}

/// The first of these that holds: taken for killed; engaged; never confirmed; taken for a decoy; never part of a decision
/// (too late); never reachable; never in time; no rounds; no channel; else it was simply not assigned.
fn cause_of(track: &Track) -> u32 {
    let came_to = |bit: u32| track.chain & bit != 0;
    if track.believed_dead_tick != 0 {
        codes::CAUSE_WRONGLY_ASSESSED
    } else if came_to(codes::SEEN_ENGAGED) {
        codes::CAUSE_MISSED
    } else if !came_to(codes::SEEN_CONFIRMED) {
        codes::CAUSE_UNDETECTED
    } else if came_to(codes::SEEN_AS_DECOY) {
        codes::CAUSE_WRONGLY_ASSESSED
    } else if !came_to(codes::SEEN_JUDGED) {
        codes::CAUSE_TRACKED_TOO_LATE
    } else if !came_to(codes::SEEN_REACHABLE) {
        codes::CAUSE_UNREACHABLE
    } else if !came_to(codes::SEEN_TIMELY) {
        codes::CAUSE_TRACKED_TOO_LATE
    } else if !came_to(codes::SEEN_ROUNDS) {
        codes::CAUSE_NO_INTERCEPTOR
    } else if !came_to(codes::SEEN_CAPACITY) {
        codes::CAUSE_NO_CHANNEL
    } else {
        codes::CAUSE_NOT_ASSIGNED
    }
}

/// Moves the clock to the next edge and closes the raid: when every threat has ended and no interceptor is ordered or in the
/// air, or when its time is over.
pub fn close(s: &Statics, w: &mut World, _events: &mut Recorder, row: usize) {
    let (header, case) = header(s, row as u32);
    let tally = &mut w.tallies[row];
    if tally.done != 0 {
        return;
    }
    tally.tick += case.epoch_ticks;
    let resolved = tally.n_ended == header.n_threats && tally.n_ordered == tally.n_closed;
    tally.done = u32::from(resolved || tally.tick >= case.duration_ticks);
}
