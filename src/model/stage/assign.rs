//! Assign: the problem as the defence sees it, and the orders that follow from its answer.
//!
//! `roster` lists what can be assigned (one lane per replicate), `cost` fills the matrix (one lane per threat), then the
//! assigner decides (`pick` on a device, [`problem`] and the library on the host), and `order` carries the pairs out.
//! Everything here reads tracks, doctrine and believed parameters only; truth does not enter.

use super::{decides, header};
use crate::assign::{NO_POOL, Problem, gain};
use crate::exact::rng::{self, Purpose};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};
use crate::model::layout::{Case, Group, Replicate, Round, Shot, Site, Tally, Track, Weapon};

/// Steps of the value objective from worst to best; the low 12 bits break ties by flight time in seconds.
pub(crate) const VALUE_STEPS: u32 = 65_536;
/// Largest flight time that tells equal values apart, s.
pub(crate) const MAX_TIE_S: f32 = 4_095.0;
/// Steps of a chance: 1 would be this many.
pub(crate) const CHANCE_STEPS: u32 = 65_536;
/// The greatest worth or chance, in steps: two of them multiply within 32 bits.
pub(crate) const MAX_STEP: f32 = 65_535.0;
/// More shots under way than these do not lessen what is at stake any further: fewer of a few per cent each leave nothing.
pub(crate) const MAX_UNDER_WAY: u32 = 16;

/// Channels of a site that are free at this edge.
fn free_channels(w: &World, header: &Replicate, site: &Site, tick: u32) -> u32 {
    let first = header.channel_first + site.channel_first;
    (first..first + site.n_channels).filter(|&ix| channel_is_free(w, ix, tick)).count() as u32
}

fn channel_is_free(w: &World, ix: u32, tick: u32) -> bool {
    let channel = &w.channels[ix as usize];
    channel.holder < 0 && channel.free_tick <= tick
}

/// Rails of a site that are loaded at this edge.
fn free_rails(w: &World, header: &Replicate, site: &Site, tick: u32) -> u32 {
    let first = header.rail_first + site.rail_first;
    (first..first + site.n_rails).filter(|&ix| w.rails[ix as usize] <= tick).count() as u32
}

/// Shots a site can give now, all its magazines together.
fn site_capacity(w: &World, header: &Replicate, site: &Site, tick: u32) -> u32 {
    free_channels(w, header, site, tick).min(free_rails(w, header, site, tick))
}

/// Lists what can be assigned: each group with its capacity, then the interceptors in flight that have no target, in order
/// of their index, as far as there are slots.
pub fn roster(s: &Statics, w: &mut World, _events: &mut Recorder, row: usize) {
    let (header, case) = header(s, row as u32);
    w.tallies[row].n_orders = 0;
    let tick = w.tallies[row].tick;
    if w.tallies[row].done != 0 || !decides(header, case, tick) {
        return;
    }
    for ix in 0..header.n_weapons {
        w.weapons[(header.weapon_first + ix) as usize] = Weapon { round: -1, ..Weapon::default() };
    }
    let mut n_orphans = 0;
    for ix in 0..header.n_rounds {
        let round = w.rounds[(header.round_first + ix) as usize];
        let group = s.issues[(header.round_first + ix) as usize].group;
        if round.status == codes::ROUND_READY {
            w.weapons[(header.weapon_first + group) as usize].left += 1;
        } else if round.status == codes::ROUND_ORPHAN && n_orphans < case.n_orphan_slots {
            let kind = &s.groups[(case.group_first + group) as usize];
            let slot = header.weapon_first + case.n_groups + n_orphans;
            w.weapons[slot as usize] = orphan(case, kind, &round, ix, group, tick);
            n_orphans += 1;
        }
    }
    for ix in 0..case.n_groups {
        let kind = &s.groups[(case.group_first + ix) as usize];
        let site = &s.sites[(case.site_first + kind.site) as usize];
        let capacity = site_capacity(w, header, site, tick);
        let weapon = &mut w.weapons[(header.weapon_first + ix) as usize];
        weapon.capacity = capacity.min(weapon.left);
        weapon.group = ix;
        weapon.x = kind.x;
        weapon.y = kind.y;
        weapon.z = kind.z;
        weapon.delay_ticks = case.latency_ticks + kind.command_ticks;
        weapon.flight_ticks = kind.reach_ticks;
        weapon.busy_ticks = kind.turnaround_ticks;
    }
}

/// An interceptor in flight as a weapon of one shot.
fn orphan(case: &Case, kind: &Group, round: &Round, ix: u32, group: u32, tick: u32) -> Weapon {
    let delay_ticks = case.latency_ticks + kind.retarget_ticks;
    let flown = tick - round.launch_tick + delay_ticks;
    Weapon {
        capacity: 1,
        left: 1,
        round: ix as i32,
        group,
        x: round.x,
        y: round.y,
        z: round.z,
        delay_ticks,
        flight_ticks: kind.reach_ticks - flown.min(kind.reach_ticks),
        busy_ticks: kind.turnaround_ticks + case.switching_ticks,
    }
}

/// The decision of one replicate as the assignment library sees it, with the threat each target stands for; `None` where
/// nothing is to be decided at this edge.
pub fn problem(s: &Statics, w: &World, replicate: usize) -> Option<(Problem, Vec<u32>)> {
    let (header, case) = header(s, replicate as u32);
    let tally = &w.tallies[replicate];
    if tally.done != 0 || !decides(header, case, tally.tick) {
        return None;
    }
    let weapons = &w.weapons[header.weapon_first as usize..(header.weapon_first + header.n_weapons) as usize];
    if weapons.iter().all(|weapon| weapon.capacity == 0) {
        return None;
    }
    let wants = |&ix: &u32| w.tracks[(header.threat_first + ix) as usize].demand > 0;
    let targets: Vec<u32> = (0..header.n_threats).filter(wants).collect();
    if targets.is_empty() {
        return None;
    }
    let mut problem = Problem::new(weapons.len(), targets.len());
    problem.epoch = tally.tick / case.epoch_ticks;
    problem.draw_key = rng::draw([header.key0, header.key1], tally.tick, Purpose::Choose as u32, 0);
    for ix in 0..case.n_sites {
        problem.pool.push(site_capacity(w, header, &s.sites[(case.site_first + ix) as usize], tally.tick));
    }
    for (ix, weapon) in weapons.iter().enumerate() {
        problem.capacity[ix] = weapon.capacity;
        problem.resource[ix] = pool_of(s, w, header, case, weapon);
        problem.busy[ix] = weapon.busy_ticks;
    }
    problem.cost.clear();
    problem.kill.clear();
    problem.delay.clear();
    for (ix, &threat) in targets.iter().enumerate() {
        let track = &w.tracks[(header.threat_first + threat) as usize];
        problem.demand[ix] = track.demand;
        problem.priority[ix] = track.arrive_tick;
        problem.label[ix] = s.plans[(header.threat_first + threat) as usize].key0;
        let cells = (header.cost_first + threat * header.n_weapons) as usize;
        problem.worth[ix] = track.worth;
        let shots = &w.costs[cells..cells + weapons.len()];
        problem.cost.extend(shots.iter().map(|shot| shot.cost));
        problem.kill.extend(shots.iter().map(|shot| shot.kill));
        problem.delay.extend(shots.iter().map(|shot| shot.delay));
    }
    Some((problem, targets))
}

/// The site whose channels and rails a weapon draws from; an interceptor in flight that still holds its channel needs none.
fn pool_of(s: &Statics, w: &World, header: &Replicate, case: &Case, weapon: &Weapon) -> u32 {
    if weapon.round >= 0 && w.rounds[(header.round_first + weapon.round as u32) as usize].channel >= 0 {
        return NO_POOL;
    }
    s.groups[(case.group_first + weapon.group) as usize].site
}

/// Carries out the pairs of one replicate, in their order: round, channel and rail of least index are taken.
pub fn order(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let (header, _) = header(s, row as u32);
    if w.tallies[row].done != 0 {
        return;
    }
    w.tallies[row].n_decisions += u32::from(w.tallies[row].n_orders > 0);
    for ix in 0..w.tallies[row].n_orders {
        let order = w.orders[(header.order_first + ix) as usize];
        let weapon = w.weapons[(header.weapon_first + order.weapon) as usize];
        let cell = header.cost_first + order.target * header.n_weapons + order.weapon;
        let shot = w.costs[cell as usize];
        let track = &mut w.tracks[(header.threat_first + order.target) as usize];
        count_shot(&mut w.tallies[row], &shot, track);
        track.uncovered = 0;
        track.n_shots += 1;
        track.chain |= codes::SEEN_ENGAGED;
        if weapon.round >= 0 {
            retarget(s, w, events, row, &weapon, order.target);
        } else {
            launch_order(s, w, events, row, &weapon, order.target);
        }
    }
}

/// Adds a pair's cost and what it saves to what is attained. What it saves is no longer at stake for the next at the same target.
fn count_shot(tally: &mut Tally, shot: &Shot, track: &mut Track) {
    let saved = gain(track.worth, shot.kill);
    track.worth -= saved;
    add(&mut tally.saved_low, &mut tally.saved_high, saved);
    add(&mut tally.cost_low, &mut tally.cost_high, shot.cost);
    tally.n_assigned += 1;
}

/// Adds to a sum in two words.
pub(super) fn add(low: &mut u32, high: &mut u32, n: u32) {
    *low = low.wrapping_add(n);
    *high += u32::from(*low < n);
}

/// Takes the first ready round of a group, and a channel and a rail of its site.
fn launch_order(s: &Statics, w: &mut World, events: &mut Recorder, row: usize, weapon: &Weapon, target: u32) {
    let (header, case) = header(s, row as u32);
    let tick = w.tallies[row].tick;
    let kind = &s.groups[(case.group_first + weapon.group) as usize];
    let site = &s.sites[(case.site_first + kind.site) as usize];
    let first = header.round_first + kind.round_first;
    let ready = (first..first + kind.n_rounds).find(|&ix| w.rounds[ix as usize].status == codes::ROUND_READY);
    let rail_first = header.rail_first + site.rail_first;
    let rail = (rail_first..rail_first + site.n_rails).find(|&ix| w.rails[ix as usize] <= tick);
    let (Some(ready), Some(rail), Some(channel)) = (ready, rail, free_channel(w, header, site, tick)) else {
        w.tallies[row].faults |= codes::FAULT_RESOURCE;
        return;
    };
    let due_tick = tick + weapon.delay_ticks;
    let round = &mut w.rounds[ready as usize];
    round.status = codes::ROUND_ORDERED;
    round.target = target as i32;
    round.due_tick = due_tick;
    round.channel = (channel - header.channel_first) as i32;
    round.rail = (rail - header.rail_first) as i32;
    w.rails[rail as usize] = due_tick + kind.reload_ticks;
    w.tallies[row].n_ordered += 1;
    hold_channel(w, events, row, header, channel, ready, codes::EVENT_ORDERED, target);
}

/// Gives an interceptor in flight another target, and a channel if it holds none.
fn retarget(s: &Statics, w: &mut World, events: &mut Recorder, row: usize, weapon: &Weapon, target: u32) {
    let (header, case) = header(s, row as u32);
    let tick = w.tallies[row].tick;
    let kind = &s.groups[(case.group_first + weapon.group) as usize];
    let site = &s.sites[(case.site_first + kind.site) as usize];
    let ix = header.round_first + weapon.round as u32;
    let mut channel = w.rounds[ix as usize].channel;
    if channel < 0 {
        let Some(free) = free_channel(w, header, site, tick) else {
            w.tallies[row].faults |= codes::FAULT_RESOURCE;
            return;
        };
        channel = (free - header.channel_first) as i32;
    }
    let round = &mut w.rounds[ix as usize];
    round.status = codes::ROUND_RETARGET;
    round.target = target as i32;
    round.due_tick = tick + weapon.delay_ticks;
    round.channel = channel;
    let channel = header.channel_first + channel as u32;
    w.tallies[row].n_switched += 1;
    hold_channel(w, events, row, header, channel, ix, codes::EVENT_RETARGETED, target);
}

fn free_channel(w: &World, header: &Replicate, site: &Site, tick: u32) -> Option<u32> {
    let first = header.channel_first + site.channel_first;
    (first..first + site.n_channels).find(|&ix| channel_is_free(w, ix, tick))
}

/// Notes the order and, unless the round holds it already, the channel.
#[expect(clippy::too_many_arguments, reason = "one order names all that it binds")]
fn hold_channel(
    w: &mut World,
    events: &mut Recorder,
    row: usize,
    header: &Replicate,
    channel: u32,
    round: u32,
    code: u32,
    target: u32,
) {
    let tally = &mut w.tallies[row];
    let (tick, stage, entity) = (tally.tick, codes::STAGE_ASSIGN, round - header.round_first);
    emit(tally, events, Event { tick, stage, entity, code, detail: target });
    if w.channels[channel as usize].holder < 0 {
        w.channels[channel as usize].holder = entity as i32;
        let detail = channel - header.channel_first;
        emit(tally, events, Event { tick, stage, entity, code: codes::EVENT_CHANNEL_HELD, detail });
    }
}
