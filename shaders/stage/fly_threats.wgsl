// Fly, the threats: all ticks of an epoch, state in registers. One lane per threat; the Rust twin is in
// src/model/stage/fly.rs. Runs after the rounds, which look at the threats as they stood at the edge.

//!include model/course

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> points: array<Point>;
@group(0) @binding(3) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(4) var<storage, read> plans: array<Plan>;
@group(0) @binding(5) var<storage, read_write> threats: array<Threat>;
@group(0) @binding(6) var<storage, read_write> tallies: array<TallyShared>;

// Moves a threat through the epoch.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_threats {
        return;
    }
    let plan = plans[row];
    if tallies[plan.replicate].done != 0u || threats[row].status != THREAT_AIRBORNE {
        return;
    }
    let case_ = cases[replicates[plan.replicate].case_ix];
    let edge_tick = tallies[plan.replicate].tick;
    // As it stood at the edge: displacements count from here.
    let threat = threats[row];
    var c = course_of(plan, threat);
    for (var step = 0u; step < case_.epoch_ticks; step++) {
        let tick = edge_tick + step + 1u;
        advance(plan, threat, case_, tick, &c);
        if c.arrived {
            threats[row].status = THREAT_ARRIVED;
            threats[row].end_tick = tick;
            break;
        }
    }
    let x = threat.x + to_pos(c.moved.x);
    let y = threat.y + to_pos(c.moved.y);
    threats[row].leg = c.leg;
    threats[row].x = x;
    threats[row].y = y;
    threats[row].z = threat.z + to_pos(c.moved.z);
    threats[row].vx = to_vel(c.v.x);
    threats[row].vy = to_vel(c.v.y);
    threats[row].vz = to_vel(c.v.z);
    if out_of_range(x, y) {
        atomicOr(&tallies[plan.replicate].faults, FAULT_POSITION);
    }
}
