//! Settle: the passes of an epoch become kills or misses. One lane per threat; the only place where anything is killed.
//!
//! A threat's passes are taken in the order of (tick, round). Passes after its end are void.

use super::header;
use super::launch::free_channel;
use crate::exact::Real;
use crate::exact::rng::{self, Purpose};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};
use crate::model::layout::{Case, Plan, Replicate};

/// Settles all passes at one threat.
pub fn settle<R: Real>(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let plan = &s.plans[row];
    let (header, case) = header(s, plan.replicate);
    if w.tallies[plan.replicate as usize].done != 0 || w.threats[row].n_pending == 0 {
        return;
    }
    let entity = row as u32 - header.threat_first;
    for _ in 0..w.threats[row].n_pending {
        if let Some(round) = next_pass(w, header, entity as i32) {
            settle_pass::<R>(s, w, events, row, round, plan, header, case);
        }
    }
    w.threats[row].n_pending = 0;
}

/// The earliest pass at a threat that is not settled, ties by round. A settled pass no longer carries its tick.
fn next_pass(w: &World, header: &Replicate, target: i32) -> Option<usize> {
    let mut found = None;
    let mut least = u32::MAX;
    for ix in header.round_first..header.round_first + header.n_rounds {
        let round = &w.rounds[ix as usize];
        if round.target == target && round.pass_tick != 0 && round.pass_tick < least {
            least = round.pass_tick;
            found = Some(ix as usize);
        }
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "a pass brings together a threat, a round and their case")]
fn settle_pass<R: Real>(
    s: &Statics,
    w: &mut World,
    events: &mut Recorder,
    row: usize,
    round_row: usize,
    plan: &Plan,
    header: &Replicate,
    case: &Case,
) {
    let issue = &s.issues[round_row];
    let kind = &s.groups[(case.group_first + issue.group) as usize];
    let tally = &mut w.tallies[plan.replicate as usize];
    let threat = &mut w.threats[row];
    let round = &mut w.rounds[round_row];
    let pass_tick = round.pass_tick;
    let entity = round_row as u32 - header.round_first;
    let target = round.target as u32;
    let edge_tick = tally.tick + case.epoch_ticks;
    round.pass_tick = 0;
    let mut note = |code: u32, detail: u32| {
        emit(tally, events, Event { tick: pass_tick, stage: codes::STAGE_SETTLE, entity, code, detail });
    };
    let arrived_before = threat.status == codes::THREAT_ARRIVED && threat.end_tick < pass_tick;
    if threat.status == codes::THREAT_STRUCK || arrived_before {
        note(codes::EVENT_PASS_VOID, target);
        return;
    }
    let key = [plan.key0, plan.key1];
    let n = threat.n_passes;
    threat.n_passes += 1;
    let killed = kill_draw::<R>(key, n, case) < R::of(s.group_kill[(header.group_kill_first + issue.group) as usize]);
    let seen = rng::unit::<R>(rng::draw(key, n, Purpose::Assess as u32, 0)[0]);
    let taken_for_kill =
        if killed { seen >= R::of(case.kill_taken_for_miss) } else { seen < R::of(case.miss_taken_for_kill) };
    round.assess_tick = pass_tick + case.assess_ticks;
    round.assess_target = round.target;
    round.assess_kill = u32::from(taken_for_kill);
    if killed {
        threat.status = codes::THREAT_STRUCK;
        threat.end_tick = pass_tick;
        round.status = codes::ROUND_HIT;
        note(codes::EVENT_KILL, target);
    } else {
        round.n_failed += 1;
        round.next_try_tick = pass_tick + kind.reattack_ticks.max(1);
        note(codes::EVENT_PASS_FAILED, target);
        if round.n_failed <= kind.reattacks {
            return;
        }
        round.status = codes::ROUND_MISSED;
        note(codes::EVENT_MISSED, target);
    }
    round.target = -1;
    round.end_tick = pass_tick;
    if let Some(channel) = free_channel(header, &mut w.channels, round, edge_tick + kind.turnaround_ticks) {
        note(codes::EVENT_CHANNEL_FREED, channel);
    }
    tally.n_closed += 1;
    if killed {
        let n_others = n_under_way(w, header, target as i32);
        w.tallies[plan.replicate as usize].n_overkill += n_others;
    }
}

/// Shots under way at a threat, ordered or in flight.
fn n_under_way(w: &World, header: &Replicate, target: i32) -> u32 {
    let rounds = &w.rounds[header.round_first as usize..(header.round_first + header.n_rounds) as usize];
    let is_under_way = |status: u32| (codes::ROUND_ORDERED..=codes::ROUND_RETARGET).contains(&status);
    rounds.iter().filter(|round| round.target == target && is_under_way(round.status)).count() as u32
}

/// The uniform number that decides a pass: the threat's own, shared by all shots at it, with probability sqrt(correlation);
/// otherwise one for this pass alone. Two shots then have the stated correlation.
fn kill_draw<R: Real>(key: [u32; 2], n: u32, case: &Case) -> R {
    let mix = rng::unit::<R>(rng::draw(key, n, Purpose::KillMix as u32, 0)[0]);
    let words = if mix < R::of(case.shared_draw) {
        rng::draw(key, 0, Purpose::KillShared as u32, 0)
    } else {
        rng::draw(key, n, Purpose::Kill as u32, 0)
    };
    rng::unit::<R>(words[0])
}
