// Assess: beliefs about passes become due, and engagements are counted. One lane per round; the Rust twin is
// src/model/stage/assess.rs.
//
// Several rounds may be engaged with one track, so tracks are written by atomic maximum and addition only.

//!include model/events
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(2) var<storage, read> issues: array<Issue>;
@group(0) @binding(3) var<storage, read_write> tracks: array<TrackShared>;
@group(0) @binding(4) var<storage, read_write> rounds: array<Round>;
@group(0) @binding(5) var<storage, read_write> tallies: array<TallyShared>;

// Publishes a due assessment and counts the round on the track it is engaged with.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_rounds {
        return;
    }
    let replicate = issues[row].replicate;
    if tallies[replicate].done != 0u {
        return;
    }
    let tick = tallies[replicate].tick;
    let track_first = replicates[replicate].threat_first;
    let entity = row - replicates[replicate].round_first;
    let status = rounds[row].status;
    let round_target = rounds[row].target_;
    var assess_tick = rounds[row].assess_tick;
    let assess_target = rounds[row].assess_target;
    if assess_tick != 0u && tick >= assess_tick {
        let kill = rounds[row].assess_kill;
        if kill != 0u {
            atomicMax(&tracks[track_first + u32(assess_target)].believed_dead_tick, tick);
        }
        emit(replicate, tick, STAGE_ASSESS, entity, EVENT_ASSESSED, u32(assess_target) * 2u + kill);
        assess_tick = 0u;
        rounds[row].assess_tick = 0u;
        rounds[row].assess_target = -1;
        rounds[row].assess_kill = 0u;
    }
    let engaged = status >= ROUND_ORDERED && status <= ROUND_RETARGET && round_target >= 0;
    if engaged {
        atomicAdd(&tracks[track_first + u32(round_target)].n_engaged, 1u);
    }
    // Still unpublished, so `assess_target` is what the row holds; on the same target it counts once.
    if assess_tick != 0u && !(engaged && assess_target == round_target) {
        atomicAdd(&tracks[track_first + u32(assess_target)].n_engaged, 1u);
    }
}
