// Close: the replicate's clock moves on to the next edge. One lane per replicate; the Rust twin is in
// src/model/stage/score.rs.

//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(3) var<storage, read_write> tallies: array<Tally>;

// Closes the raid when every threat has ended and no interceptor is ordered or in the air, or when its time is over. A
// closed replicate's rows stay as they are: every stage looks at `done` first.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_replicates {
        return;
    }
    if tallies[row].done != 0u {
        return;
    }
    let header = replicates[row];
    let case_ = cases[header.case_ix];
    let tick = tallies[row].tick + case_.epoch_ticks;
    let resolved = tallies[row].n_ended == header.n_threats && tallies[row].n_ordered == tallies[row].n_closed;
    tallies[row].tick = tick;
    tallies[row].done = select(0u, 1u, resolved || tick >= case_.duration_ticks);
}
