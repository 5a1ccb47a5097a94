// Roster: what can be assigned at this decision. One lane per replicate; the Rust twin is in src/model/stage/assign.rs.
//
// Also lays out, for `pick`, what each site's pool can give: `used_pools` is scratch of the device alone. A site has at
// least one rail, so a replicate's rows of `rails` are room enough for one cell per site.

//!include model/capacity
//!include model/world

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cases: array<Case>;
@group(0) @binding(2) var<storage, read> sites: array<Site>;
@group(0) @binding(3) var<storage, read> groups: array<Group>;
@group(0) @binding(4) var<storage, read> replicates: array<Replicate>;
@group(0) @binding(5) var<storage, read> rounds: array<Round>;
@group(0) @binding(6) var<storage, read> channels: array<Channel>;
@group(0) @binding(7) var<storage, read> rails: array<u32>;
@group(0) @binding(8) var<storage, read_write> weapons: array<Weapon>;
@group(0) @binding(9) var<storage, read_write> tallies: array<Tally>;
@group(0) @binding(10) var<storage, read_write> used_pools: array<u32>;

// Lists each group with its capacity, then the interceptors in flight that have no target, in order of their index, as far
// as there are slots. The twin goes through rounds and looks up their group; here groups are gone through with their
// rounds, which is the same order, since the groups' rounds follow one another.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) n_workgroups: vec3<u32>) {
    let row = row_of(id, n_workgroups);
    if row >= params.n_replicates {
        return;
    }
    let header = replicates[row];
    let case_ = cases[header.case_ix];
    tallies[row].n_orders = 0u;
    let tick = tallies[row].tick;
    if tallies[row].done != 0u || !decides(header, case_, tick) {
        return;
    }
    for (var ix = 0u; ix < case_.n_sites; ix++) {
        used_pools[header.rail_first + ix] = site_capacity(header, sites[case_.site_first + ix], tick);
    }
    let slot_first = header.weapon_first + case_.n_groups;
    var n_orphans = 0u;
    for (var group = 0u; group < case_.n_groups; group++) {
        let kind = groups[case_.group_first + group];
        var left = 0u;
        for (var ix = kind.round_first; ix < kind.round_first + kind.n_rounds; ix++) {
            let status = rounds[header.round_first + ix].status;
            if status == ROUND_READY {
                left += 1u;
            } else if status == ROUND_ORPHAN && n_orphans < case_.n_orphan_slots {
                weapons[slot_first + n_orphans] = orphan(case_, kind, rounds[header.round_first + ix], ix, group, tick);
                n_orphans += 1u;
            }
        }
        let capacity = min(used_pools[header.rail_first + kind.site], left);
        let delay_ticks = case_.latency_ticks + kind.command_ticks;
        weapons[header.weapon_first + group] =
            Weapon(capacity, left, -1, group, kind.x, kind.y, kind.z, delay_ticks, kind.reach_ticks, kind.turnaround_ticks);
    }
    for (var ix = case_.n_groups + n_orphans; ix < header.n_weapons; ix++) {
        weapons[header.weapon_first + ix] = Weapon(0u, 0u, -1, 0u, 0, 0, 0, 0u, 0u, 0u);
    }
}

// An interceptor in flight as a weapon of one shot.
fn orphan(case_: Case, kind: Group, round: Round, ix: u32, group: u32, tick: u32) -> Weapon {
    let delay_ticks = case_.latency_ticks + kind.retarget_ticks;
    let flown = tick - round.launch_tick + delay_ticks;
    let flight_ticks = kind.reach_ticks - min(flown, kind.reach_ticks);
    let busy_ticks = kind.turnaround_ticks + case_.switching_ticks;
    return Weapon(1u, 1u, i32(ix), group, round.x, round.y, round.z, delay_ticks, flight_ticks, busy_ticks);
}
