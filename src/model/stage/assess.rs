//! Assess: beliefs about passes become due, and engagements are counted. One lane per round.
//!
//! What a pass will be taken for was drawn when it was settled; here it becomes known.

use super::header;
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};

/// Publishes a due assessment and counts the round on the track it is engaged with.
///
/// Writes to tracks by maximum and by addition only, so the order of rows does not matter.
pub fn assess(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let issue = &s.issues[row];
    let (header, _) = header(s, issue.replicate);
    let tally = &mut w.tallies[issue.replicate as usize];
    if tally.done != 0 {
        return;
    }
    let tick = tally.tick;
    let round = &mut w.rounds[row];
    let entity = row as u32 - header.round_first;
    let track_of = |target: i32| (header.threat_first + target as u32) as usize;
    if round.assess_tick != 0 && tick >= round.assess_tick {
        if round.assess_kill != 0 {
            let track = &mut w.tracks[track_of(round.assess_target)];
            track.believed_dead_tick = track.believed_dead_tick.max(tick);
        }
        let detail = round.assess_target as u32 * 2 + round.assess_kill;
        emit(tally, events, Event { tick, stage: codes::STAGE_ASSESS, entity, code: codes::EVENT_ASSESSED, detail });
        round.assess_tick = 0;
        round.assess_target = -1;
        round.assess_kill = 0;
    }
    let engaged = round.status >= codes::ROUND_ORDERED && round.status <= codes::ROUND_RETARGET && round.target >= 0;
    if engaged {
        w.tracks[track_of(round.target)].n_engaged += 1;
    }
    if round.assess_tick != 0 && !(engaged && round.assess_target == round.target) {
        w.tracks[track_of(round.assess_target)].n_engaged += 1;
    }
}
