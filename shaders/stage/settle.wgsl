// Settle: the passes of an epoch become kills or misses. One lane per threat; the only place where anything is killed. The
// Rust twin is src/model/stage/settle.rs.
//
// A lane writes the rounds that passed its threat, and those alone. It reads the target and the pass of every round of the
// replicate while other lanes settle theirs: what they write (target -1, pass 0) never turns a round into one of this lane's.

//!include model/channel
//!include model/events
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> groups: array<Group>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> plans: array<Plan>;
@group(0) @binding(5) var<storage, read> issues: array<Issue>;
@group(0) @binding(6) var<storage, read> group_kill: array<f32>;
@group(0) @binding(7) var<storage, read_write> threats: array<Threat>;
@group(0) @binding(8) var<storage, read_write> rounds: array<Round>;
@group(0) @binding(9) var<storage, read_write> channels: array<Channel>;
@group(0) @binding(10) var<storage, read_write> tallies: array<TallyShared>;

// What a search gives that found nothing.
const NO_ROUND: u32 = 0xffffffffu;

// Settles all passes at one threat.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let n_pending = threats[row].n_pending;
    let plan = plans[row];
    if tallies[plan.replicate].done != 0u || n_pending == 0u {
        return;
    }
    let header = replicates[plan.replicate];
    let case_ = cases[header.case_ix];
    let entity = row - header.threat_first;
    for (var ix = 0u; ix < n_pending; ix++) {
        let round_row = next_pass(header, i32(entity));
        if round_row != NO_ROUND {
            settle_pass(row, round_row, plan, header, case_);
        }
    }
    threats[row].n_pending = 0u;
}

// The earliest pass at a threat that is not settled, ties by round. A settled pass no longer carries its tick.
fn next_pass(header: Replicate, threat: i32) -> u32 {
    var found = NO_ROUND;
    var least = 0xffffffffu;
    for (var ix = header.round_first; ix < header.round_first + header.n_rounds; ix++) {
        if rounds[ix].target_ != threat {
            continue;
        }
        let pass_tick = rounds[ix].pass_tick;
        if pass_tick != 0u && pass_tick < least {
            least = pass_tick;
            found = ix;
        }
    }
    return found;
}

fn settle_pass(row: u32, round_row: u32, plan: Plan, header: Replicate, case_: Case) {
    let issue = issues[round_row];
    let kind = groups[case_.group_first + issue.group];
    let replicate = plan.replicate;
    let pass_tick = rounds[round_row].pass_tick;
    let entity = round_row - header.round_first;
    let shot_at = u32(rounds[round_row].target_);
    let edge_tick = tallies[replicate].tick + case_.epoch_ticks;
    rounds[round_row].pass_tick = 0u;
    let arrived_before = threats[row].status == THREAT_ARRIVED && threats[row].end_tick < pass_tick;
    if threats[row].status == THREAT_STRUCK || arrived_before {
        emit(replicate, pass_tick, STAGE_SETTLE, entity, EVENT_PASS_VOID, shot_at);
        return;
    }
    let key = vec2<u32>(plan.key0, plan.key1);
    let n = threats[row].n_passes;
    threats[row].n_passes = n + 1u;
    let killed = kill_draw(key, n, case_) < group_kill[header.group_kill_first + issue.group];
    let seen = unit(draw(key, n, PURPOSE_ASSESS, 0u).x);
    var taken_for_kill = seen < case_.miss_taken_for_kill;
    if killed {
        taken_for_kill = seen >= case_.kill_taken_for_miss;
    }
    rounds[round_row].assess_tick = pass_tick + case_.assess_ticks;
    rounds[round_row].assess_target = i32(shot_at);
    rounds[round_row].assess_kill = select(0u, 1u, taken_for_kill);
    if killed {
        threats[row].status = THREAT_STRUCK;
        threats[row].end_tick = pass_tick;
        rounds[round_row].status = ROUND_HIT;
        emit(replicate, pass_tick, STAGE_SETTLE, entity, EVENT_KILL, shot_at);
    } else {
        let n_failed = rounds[round_row].n_failed + 1u;
        rounds[round_row].n_failed = n_failed;
        rounds[round_row].next_try_tick = pass_tick + max(kind.reattack_ticks, 1u);
        emit(replicate, pass_tick, STAGE_SETTLE, entity, EVENT_PASS_FAILED, shot_at);
        if n_failed <= kind.reattacks {
            return;
        }
        rounds[round_row].status = ROUND_MISSED;
        emit(replicate, pass_tick, STAGE_SETTLE, entity, EVENT_MISSED, shot_at);
    }
    rounds[round_row].target_ = -1;
    rounds[round_row].end_tick = pass_tick;
    let channel = rounds[round_row].channel;
    if channel >= 0 {
        free_channel(header, channel, edge_tick + kind.turnaround_ticks);
        rounds[round_row].channel = -1;
        emit(replicate, pass_tick, STAGE_SETTLE, entity, EVENT_CHANNEL_FREED, u32(channel));
    }
    atomicAdd(&tallies[replicate].n_closed, 1u);
    if killed {
        atomicAdd(&tallies[replicate].n_overkill, n_under_way(header, i32(shot_at)));
    }
}

// Shots under way at a threat, ordered or in flight.
fn n_under_way(header: Replicate, threat: i32) -> u32 {
    var n = 0u;
    for (var ix = header.round_first; ix < header.round_first + header.n_rounds; ix++) {
        if rounds[ix].target_ == threat {
            let status = rounds[ix].status;
            n += select(0u, 1u, status >= ROUND_ORDERED && status <= ROUND_RETARGET);
        }
    }
    return n;
}

// The uniform number that decides a pass: the threat's own, shared by all shots at it, with probability sqrt(correlation);
// otherwise one for this pass alone.
fn kill_draw(key: vec2<u32>, n: u32, case_: Case) -> f32 {
    let mixed = unit(draw(key, n, PURPOSE_KILL_MIX, 0u).x);
    var words: vec2<u32>;
    if mixed < case_.shared_draw {
        words = draw(key, 0u, PURPOSE_KILL_SHARED, 0u);
    } else {
        words = draw(key, n, PURPOSE_KILL, 0u);
    }
    return unit(words.x);
}
