//! Spawn: threats start and get lost. One lane per threat.

use super::header;
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};

/// Starts what is due and loses what is fated to get lost, at this edge.
pub fn spawn(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let plan = &s.plans[row];
    let (header, _) = header(s, plan.replicate);
    let tally = &mut w.tallies[plan.replicate as usize];
    if tally.done != 0 {
        return;
    }
    let tick = tally.tick;
    let threat = &mut w.threats[row];
    let entity = row as u32 - header.threat_first;
    if threat.status == codes::THREAT_PENDING && tick >= plan.start_tick {
        threat.status = codes::THREAT_AIRBORNE;
        emit(tally, events, Event { tick, stage: codes::STAGE_SPAWN, entity, code: codes::EVENT_AIRBORNE, detail: 0 });
    }
    if threat.status == codes::THREAT_AIRBORNE && tick >= plan.lost_tick {
        threat.status = codes::THREAT_LOST;
        threat.end_tick = tick;
        tally.n_ended += 1;
        emit(tally, events, Event { tick, stage: codes::STAGE_SPAWN, entity, code: codes::EVENT_LOST, detail: 0 });
    }
}
