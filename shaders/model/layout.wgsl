// The rows that both engines work on; mirrors `src/model/layout.rs`, and a test compares name, order, offset and size.
// Every field is four bytes. Positions are in 1/256 m, velocities in 1/4096 m/s, times in ticks. Indices in dynamic rows are
// local to their replicate. Bindings carry the names of the fields of `Statics` and `World`.
// `target` is a reserved word of WGSL: the fields of that name bear an underscore here.
//
// A `...Shared` struct is the same row where lanes add to some of its fields at the same time: integer sums, maxima and
// bits only, so that the order of arrival leaves no trace.

// One case: clocks, wind, tracking and doctrine, and where its tables begin. Static.
struct Case {
    epoch_ticks: u32,
    duration_ticks: u32,
    tick_s: f32,
    epoch_s: f32,
    wind_east_mps: f32,
    wind_north_mps: f32,
    asset_first: u32,
    n_assets: u32,
    sensor_first: u32,
    n_sensors: u32,
    group_first: u32,
    n_groups: u32,
    site_first: u32,
    n_sites: u32,
    confirm_hits: u32,
    confirm_mask: u32,
    manoeuvre: f32,
    drop_ticks: u32,
    objective: u32,
    rule: u32,
    salvo: u32,
    max_shots: u32,
    decision_ticks: u32,
    latency_ticks: u32,
    assess_ticks: u32,
    miss_taken_for_kill: f32,
    kill_taken_for_miss: f32,
    reopen_ticks: u32,
    reassign: u32,
    reassign_wait_ticks: u32,
    engage_decoys: u32,
    latest_commit_m: f32,
    believed_kill: f32,
    believed_hit: f32,
    steps_per_value: f32,
    shared_draw: f32,
    switching_ticks: u32,
    n_orphan_slots: u32,
    truth: u32,
}

// Something defended. Static.
struct Asset {
    x: i32,
    y: i32,
    value_per_hit: f32,
    hits_to_destroy: u32,
}

// A sensor of any kind. Static.
struct Sensor {
    kind: u32,
    x: i32,
    y: i32,
    z: i32,
    scan_ticks: u32,
    range_m: f32,
    horizon_m: f32,
    mask_tan: f32,
    snr_km4_per_m2: f32,
    minus_ln_pfa: f32,
    range_noise_m: f32,
    cross_noise: f32,
    altitude_noise_m: f32,
    pi_density: f32,
    hearing_m: f32,
    classify: f32,
    genuine_if_threat: u32,
    genuine_if_decoy: u32,
    vertex_first: u32,
    n_vertices: u32,
}

// A corner of an area or a point of a route. Static.
struct Point {
    x: i32,
    y: i32,
}

// Where a site's channels and rails are, local to the replicate. Static.
struct Site {
    channel_first: u32,
    n_channels: u32,
    rail_first: u32,
    n_rails: u32,
}

// The rounds of one type at one site, with everything a round must know. Static.
struct Group {
    site: u32,
    round_first: u32,
    n_rounds: u32,
    x: i32,
    y: i32,
    z: i32,
    sector_east: f32,
    sector_north: f32,
    sector_cos: f32,
    reload_ticks: u32,
    release_at_acquisition: u32,
    turnaround_ticks: u32,
    command_ticks: u32,
    retarget_ticks: u32,
    cruise_mps: f32,
    cruise_cos: f32,
    cruise_sin: f32,
    cruise_level_mps: f32,
    dash_mps: f32,
    dash_cos: f32,
    dash_sin: f32,
    dash_level_mps: f32,
    lateral_mps2: f32,
    climb_mps: f32,
    ceiling_m: f32,
    endurance_ticks: u32,
    reach_ticks: u32,
    guidance: u32,
    gain: f32,
    seeker2_m2: f32,
    acquire: f32,
    lethal2_m2: f32,
    reattacks: u32,
    reattack_ticks: u32,
}

// One replicate: its case, its random key, where its rows begin. Static.
struct Replicate {
    case_ix: u32,
    key0: u32,
    key1: u32,
    threat_first: u32,
    n_threats: u32,
    round_first: u32,
    n_rounds: u32,
    channel_first: u32,
    n_channels: u32,
    rail_first: u32,
    n_rails: u32,
    asset_hit_first: u32,
    group_kill_first: u32,
    weapon_first: u32,
    n_weapons: u32,
    cost_first: u32,
    order_first: u32,
    n_orders: u32,
    signal: f32,
    warning_tick: u32,
}

// What a threat is and intends: drawn once per replicate on the host. Static.
struct Plan {
    replicate: u32,
    key0: u32,
    key1: u32,
    start_tick: u32,
    lost_tick: u32,
    point_first: u32,
    n_points: u32,
    asset: u32,
    decoy: u32,
    speed_mps: f32,
    inverse_speed: f32,
    turn_cos: f32,
    turn_sin: f32,
    switch_m: f32,
    altitude_m: f32,
    dive_cot: f32,
    reach2_m2: f32,
    weave_turns: f32,
    weave_per_tick: f32,
    weave_phase: f32,
    rcs_m2: f32,
    loudness: f32,
    hit: f32,
}

// What a round is. Static.
struct Issue {
    replicate: u32,
    group: u32,
    key0: u32,
    key1: u32,
}

// A threat's true state.
struct Threat {
    status: u32,
    leg: u32,
    x: i32,
    y: i32,
    z: i32,
    vx: i32,
    vy: i32,
    vz: i32,
    end_tick: u32,
    n_passes: u32,
    n_pending: u32,
    cause: u32,
}

// `Threat`, added to by several lanes.
struct ThreatShared {
    status: u32,
    leg: u32,
    x: i32,
    y: i32,
    z: i32,
    vx: i32,
    vy: i32,
    vz: i32,
    end_tick: u32,
    n_passes: u32,
    n_pending: atomic<u32>,
    cause: u32,
}

// What the defence believes about a threat.
struct Track {
    status: u32,
    history: u32,
    n_updates: u32,
    update_tick: u32,
    x: i32,
    y: i32,
    z: i32,
    vx: i32,
    vy: i32,
    vz: i32,
    cov_pp: f32,
    cov_pv: f32,
    cov_vv: f32,
    believed_decoy: u32,
    genuine: u32,
    believed_dead_tick: u32,
    asset: u32,
    arrive_tick: u32,
    n_engaged: u32,
    n_shots: u32,
    demand: u32,
    chain: u32,
    worth: u32,
    uncovered: u32,
}

// `Track`, added to by several lanes.
struct TrackShared {
    status: u32,
    history: u32,
    n_updates: u32,
    update_tick: u32,
    x: i32,
    y: i32,
    z: i32,
    vx: i32,
    vy: i32,
    vz: i32,
    cov_pp: f32,
    cov_pv: f32,
    cov_vv: f32,
    believed_decoy: u32,
    genuine: u32,
    believed_dead_tick: atomic<u32>,
    asset: u32,
    arrive_tick: u32,
    n_engaged: atomic<u32>,
    n_shots: u32,
    demand: u32,
    chain: u32,
    worth: u32,
    uncovered: u32,
}

// An interceptor, from the magazine to its end.
struct Round {
    status: u32,
    target_: i32,
    due_tick: u32,
    launch_tick: u32,
    orphan_tick: u32,
    end_tick: u32,
    x: i32,
    y: i32,
    z: i32,
    vx: i32,
    vy: i32,
    vz: i32,
    channel: i32,
    rail: i32,
    n_looks: u32,
    n_failed: u32,
    next_try_tick: u32,
    pass_tick: u32,
    assess_tick: u32,
    assess_target: i32,
    assess_kill: u32,
}

// A guidance channel.
struct Channel {
    holder: i32,
    free_tick: u32,
}

// What can be assigned at this decision: a group's rounds, or one interceptor in flight.
struct Weapon {
    capacity: u32,
    left: u32,
    round: i32,
    group: u32,
    x: i32,
    y: i32,
    z: i32,
    delay_ticks: u32,
    flight_ticks: u32,
    busy_ticks: u32,
}

// What one shot at this decision comes to: a weapon at a threat.
struct Shot {
    cost: u32,
    kill: u32,
    delay: u32,
}

// One assignment.
struct Order {
    weapon: u32,
    target_: u32,
}

// A replicate's clock, counters and digest of events.
struct Tally {
    tick: u32,
    done: u32,
    n_ended: u32,
    n_ordered: u32,
    n_closed: u32,
    n_orders: u32,
    n_assigned: u32,
    cost_low: u32,
    cost_high: u32,
    n_decisions: u32,
    n_switched: u32,
    n_overkill: u32,
    saved_low: u32,
    saved_high: u32,
    uncovered_low: u32,
    uncovered_high: u32,
    digest0: u32,
    digest1: u32,
    faults: u32,
}

// `Tally`, added to by several lanes.
struct TallyShared {
    tick: u32,
    done: u32,
    n_ended: atomic<u32>,
    n_ordered: u32,
    n_closed: atomic<u32>,
    n_orders: u32,
    n_assigned: u32,
    cost_low: u32,
    cost_high: u32,
    n_decisions: u32,
    n_switched: u32,
    n_overkill: atomic<u32>,
    saved_low: u32,
    saved_high: u32,
    uncovered_low: atomic<u32>,
    uncovered_high: atomic<u32>,
    digest0: atomic<u32>,
    digest1: atomic<u32>,
    faults: atomic<u32>,
}

// What a dispatch must know.
struct Params {
    // Holds 0: the run-time zero of the xor barrier.
    zero: u32,
    // Rows of `threats`, `plans` and `tracks`.
    n_threats: u32,
    // Rows of `rounds` and `issues`.
    n_rounds: u32,
    // Rows of `replicates` and `tallies`.
    n_replicates: u32,
}
