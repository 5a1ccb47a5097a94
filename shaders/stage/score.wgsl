// Score: ends become counts and causes. One lane per threat; the Rust twin is in src/model/stage/score.rs.

//!include model/events
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(2) var<storage, read> plans: array<Plan>;
@group(0) @binding(3) var<storage, read_write> threats: array<Threat>;
@group(0) @binding(4) var<storage, read> tracks: array<Track>;
@group(0) @binding(5) var<storage, read_write> asset_hits: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read_write> tallies: array<TallyShared>;

// Counts a threat that was killed or arrived in this epoch; an arrival is drawn as hit or miss and gets its one cause.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let plan = plans[row];
    let status = threats[row].status;
    if tallies[plan.replicate].done != 0u {
        return;
    }
    if status == THREAT_AIRBORNE && tracks[row].status == TRACK_CONFIRMED && tracks[row].uncovered != 0u {
        // One lane adds what makes the low word pass its end, whatever the order.
        if atomicAdd(&tallies[plan.replicate].uncovered_low, 1u) == 0xffffffffu {
            atomicAdd(&tallies[plan.replicate].uncovered_high, 1u);
        }
    }
    if status != THREAT_ARRIVED && status != THREAT_STRUCK {
        return;
    }
    let header = replicates[plan.replicate];
    let entity = row - header.threat_first;
    let end_tick = threats[row].end_tick;
    atomicAdd(&tallies[plan.replicate].n_ended, 1u);
    if status == THREAT_STRUCK {
        threats[row].status = THREAT_KILLED;
        emit(plan.replicate, end_tick, STAGE_SCORE, entity, EVENT_KILLED, 0u);
        return;
    }
    let words = draw(vec2<u32>(plan.key0, plan.key1), 0u, PURPOSE_HIT, 0u);
    let hits = unit(words.x) < plan.hit;
    let cause = cause_of(tracks[row]);
    threats[row].status = select(THREAT_LEAKED_MISS, THREAT_LEAKED_HIT, hits);
    threats[row].cause = cause;
    if hits {
        // Several threats may hit one asset in the same epoch.
        atomicAdd(&asset_hits[header.asset_hit_first + plan.asset], 1u);
    }
    emit(plan.replicate, end_tick, STAGE_SCORE, entity, EVENT_LEAKED, cause * 2u + select(0u, 1u, hits));
}

// The first of these that holds: taken for killed; engaged; never confirmed; taken for a decoy; never reachable; never in
// time; no rounds; no channel; else it was simply not assigned.
fn cause_of(track: Track) -> u32 {
    let chain = track.chain;
    if track.believed_dead_tick != 0u {
        return CAUSE_WRONGLY_ASSESSED;
    }
    if (chain & SEEN_ENGAGED) != 0u {
        return CAUSE_MISSED;
    }
    if (chain & SEEN_CONFIRMED) == 0u {
        return CAUSE_UNDETECTED;
    }
    if (chain & SEEN_AS_DECOY) != 0u {
        return CAUSE_WRONGLY_ASSESSED;
    }
    if (chain & SEEN_JUDGED) == 0u {
        return CAUSE_TRACKED_TOO_LATE;
    }
    if (chain & SEEN_REACHABLE) == 0u {
        return CAUSE_UNREACHABLE;
    }
    if (chain & SEEN_TIMELY) == 0u {
        return CAUSE_TRACKED_TOO_LATE;
    }
    if (chain & SEEN_ROUNDS) == 0u {
        return CAUSE_NO_INTERCEPTOR;
    }
    if (chain & SEEN_CAPACITY) == 0u {
        return CAUSE_NO_CHANNEL;
    }
    return CAUSE_NOT_ASSIGNED;
}
