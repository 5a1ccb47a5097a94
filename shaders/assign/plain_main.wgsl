// The entry of plain problems: a team for each. The text that includes this has the team.

//!include assign/plain
//!include model/layout

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> plains: array<Plain>;
@group(0) @binding(2) var<storage, read> costs: array<vec4<i32>>;
@group(0) @binding(3) var<storage, read_write> prices: array<vec4<i32>>;
@group(0) @binding(4) var<storage, read_write> slots: array<Slot>;

@compute @workgroup_size(LANES)
fn main(
    @builtin(local_invocation_index) lane: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(num_workgroups) n_workgroups: vec3<u32>,
) {
    let ix = workgroup.x + workgroup.y * n_workgroups.x;
    if ix < params.n_replicates {
        solve(ix, lane);
    }
}
