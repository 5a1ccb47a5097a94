// Spawn: threats start and get lost. One lane per threat; the Rust twin is src/model/stage/spawn.rs.

//!include model/events
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(2) var<storage, read> plans: array<Plan>;
@group(0) @binding(3) var<storage, read_write> threats: array<Threat>;
@group(0) @binding(4) var<storage, read_write> tallies: array<TallyShared>;

// Starts what is due and loses what is fated to get lost, at this edge.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let replicate = plans[row].replicate;
    if tallies[replicate].done != 0u {
        return;
    }
    let tick = tallies[replicate].tick;
    let entity = row - replicates[replicate].threat_first;
    var status = threats[row].status;
    if status == THREAT_PENDING && tick >= plans[row].start_tick {
        status = THREAT_AIRBORNE;
        threats[row].status = status;
        emit(replicate, tick, STAGE_SPAWN, entity, EVENT_AIRBORNE, 0u);
    }
    // Not in place of the first: a threat may be lost at the edge at which it starts.
    if status == THREAT_AIRBORNE && tick >= plans[row].lost_tick {
        threats[row].status = THREAT_LOST;
        threats[row].end_tick = tick;
        atomicAdd(&tallies[replicate].n_ended, 1u);
        emit(replicate, tick, STAGE_SPAWN, entity, EVENT_LOST, 0u);
    }
}
