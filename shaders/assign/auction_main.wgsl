// The entry of the auction: a team for each market. The text that includes this has the team.

//!include assign/clear
//!include model/codes
//!include model/layout

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> markets: array<Market>;
@group(0) @binding(2) var<storage, read_write> agents: array<Agent>;
@group(0) @binding(3) var<storage, read> first_seats: array<u32>;
@group(0) @binding(4) var<storage, read_write> seats: array<Seat>;
@group(0) @binding(5) var<storage, read_write> seated: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read> costs: array<u32>;

@compute @workgroup_size(LANES)
fn main(
    @builtin(local_invocation_index) lane: u32,
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(num_workgroups) n_workgroups: vec3<u32>,
) {
    let first = workgroup.x + workgroup.y * n_workgroups.x;
    rounds_left = markets[min(first, params.n_replicates - 1u)].most_rounds;
    for (var ix = first; ix < params.n_replicates; ix += n_workgroups.x * n_workgroups.y) {
        clear(ix, lane);
    }
}
