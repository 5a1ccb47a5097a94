//! The rows that both engines work on: one declaration, mirrored by `shaders/model/layout.wgsl` and compared with it by a test.
//!
//! Every field is four bytes, so a row is a plain sequence of words on either side. Positions are in units of 1/256 m,
//! velocities in 1/4096 m/s (see `exact::fixed`), times in ticks from the beginning. Indices inside dynamic rows are local to
//! their replicate, so that a row's bits do not depend on what else is in the batch; only static rows know the batch.

/// The name and type of one four-byte field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name, the same in Rust and WGSL.
    pub name: &'static str,
    /// `u32`, `i32` or `f32`.
    pub kind: &'static str,
}

/// A row of four-byte fields.
pub trait Row: bytemuck::Pod {
    /// Name of the struct, the same in Rust and WGSL.
    const NAME: &'static str;
    /// Its fields in order.
    const FIELDS: &'static [Field];
}

macro_rules! rows {
    ($( $(#[$doc:meta])* pub struct $name:ident { $( $(#[$fdoc:meta])* pub $field:ident: $kind:ident, )* } )*) => { $(
        $(#[$doc])*
        #[repr(C)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
        pub struct $name { $( $(#[$fdoc])* pub $field: $kind, )* }
        impl Row for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [Field] = &[ $( Field { name: stringify!($field), kind: stringify!($kind) }, )* ];
        }
    )* };
}

rows! {
    /// One case: clocks, wind, tracking and doctrine, and where its tables begin. Static.
    pub struct Case {
        /// Ticks per epoch.
        pub epoch_ticks: u32,
        /// The raid is followed for this many ticks.
        pub duration_ticks: u32,
        /// Length of a tick, s.
        pub tick_s: f32,
        /// Length of an epoch, s.
        pub epoch_s: f32,
        /// Wind towards the east, m/s.
        pub wind_east_mps: f32,
        /// Wind towards the north, m/s.
        pub wind_north_mps: f32,
        /// First row in `assets`.
        pub asset_first: u32,
        /// Number of assets.
        pub n_assets: u32,
        /// First row in `sensors`.
        pub sensor_first: u32,
        /// Number of sensors.
        pub n_sensors: u32,
        /// First row in `groups`.
        pub group_first: u32,
        /// Number of groups (a magazine at a site).
        pub n_groups: u32,
        /// First row in `sites`.
        pub site_first: u32,
        /// Number of sites.
        pub n_sites: u32,
        /// Detections that confirm a track.
        pub confirm_hits: u32,
        /// Bits of the detection history that count.
        pub confirm_mask: u32,
        /// Spectral density of the manoeuvres the tracker allows for, m2/s3.
        pub manoeuvre: f32,
        /// A track without detection for longer than this is dropped, ticks.
        pub drop_ticks: u32,
        /// `codes::OBJECTIVE_*`.
        pub objective: u32,
        /// `codes::RULE_*`: how the assignment is found.
        pub rule: u32,
        /// Shots at a threat at the same time.
        pub salvo: u32,
        /// Most shots at a threat over its life.
        pub max_shots: u32,
        /// Ticks between decisions.
        pub decision_ticks: u32,
        /// From the picture to the order, ticks.
        pub latency_ticks: u32,
        /// From a pass to the belief about it, ticks.
        pub assess_ticks: u32,
        /// Probability of taking a miss for a kill.
        pub miss_taken_for_kill: f32,
        /// Probability of taking a kill for a miss.
        pub kill_taken_for_miss: f32,
        /// After this long a detected dead target is taken up again, ticks; 0 never.
        pub reopen_ticks: u32,
        /// 1: an interceptor without target may get another.
        pub reassign: u32,
        /// How long it waits for one, ticks.
        pub reassign_wait_ticks: u32,
        /// 1: what is believed a decoy is engaged too.
        pub engage_decoys: u32,
        /// Least distance from the asset at which a threat may be met, m.
        pub latest_commit_m: f32,
        /// Kill probability the defence counts with.
        pub believed_kill: f32,
        /// Hit probability the defence counts with.
        pub believed_hit: f32,
        /// Steps of the value objective per unit of value.
        pub steps_per_value: f32,
        /// Probability that a shot uses the threat's shared draw: the square root of the shots' correlation.
        pub shared_draw: f32,
        /// An interceptor in flight counts as if it met another target later than it does by this, ticks.
        pub switching_ticks: u32,
        /// Interceptors in flight without target that one decision can take up.
        pub n_orphan_slots: u32,
        /// 1: perfect information, a diagnostic: tracks are the true states.
        pub truth: u32,
    }

    /// Something defended. Static.
    pub struct Asset {
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Value of one hit.
        pub value_per_hit: f32,
        /// Hits that destroy it.
        pub hits_to_destroy: u32,
    }

    /// A sensor of any kind. Static.
    pub struct Sensor {
        /// `codes::SENSOR_*`.
        pub kind: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// Ticks between looks.
        pub scan_ticks: u32,
        /// Instrumented range or radius of the circle, m.
        pub range_m: f32,
        /// Distance to the horizon of the antenna alone, m.
        pub horizon_m: f32,
        /// Tangent of the masking angle.
        pub mask_tan: f32,
        /// SNR x R^4 for 1 m2, km^4.
        pub snr_km4_per_m2: f32,
        /// Minus the logarithm of the false-alarm probability.
        pub minus_ln_pfa: f32,
        /// Noise of range, m.
        pub range_noise_m: f32,
        /// Noise of bearing and elevation, radians; of an acoustic report's position, m.
        pub cross_noise: f32,
        /// Noise of an acoustic report's altitude, m.
        pub altitude_noise_m: f32,
        /// pi x microphones per square metre.
        pub pi_density: f32,
        /// Hearing range for loudness 1, m.
        pub hearing_m: f32,
        /// Probability of classifying right.
        pub classify: f32,
        /// First corner in `vertices`.
        pub vertex_first: u32,
        /// Corners; 0 for a circle.
        pub n_vertices: u32,
    }

    /// A corner of an area or a point of a route. Static.
    pub struct Point {
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
    }

    /// Where a site's channels and rails are, local to the replicate. Static.
    pub struct Site {
        /// First channel.
        pub channel_first: u32,
        /// Number of channels.
        pub n_channels: u32,
        /// First rail.
        pub rail_first: u32,
        /// Number of rails.
        pub n_rails: u32,
    }

    /// The rounds of one type at one site, with everything a round must know. Static.
    pub struct Group {
        /// Its site, local to the case.
        pub site: u32,
        /// First round, local to the replicate.
        pub round_first: u32,
        /// Number of rounds.
        pub n_rounds: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// East component of the sector's middle.
        pub sector_east: f32,
        /// North component of the sector's middle.
        pub sector_north: f32,
        /// Cosine of half the sector's width; -2 for all around.
        pub sector_cos: f32,
        /// Time until a rail is loaded again, ticks.
        pub reload_ticks: u32,
        /// 1: the channel is released at acquisition.
        pub release_at_acquisition: u32,
        /// From release until the channel serves again, ticks.
        pub turnaround_ticks: u32,
        /// From order to launch, ticks.
        pub command_ticks: u32,
        /// From order to change of target, ticks.
        pub retarget_ticks: u32,
        /// Speed on the way out, m/s.
        pub cruise_mps: f32,
        /// Cosine of the largest turn in a tick at cruise.
        pub cruise_cos: f32,
        /// Sine of it.
        pub cruise_sin: f32,
        /// Horizontal speed at cruise while climbing as steeply as allowed, m/s.
        pub cruise_level_mps: f32,
        /// Speed in the last phase, m/s.
        pub dash_mps: f32,
        /// Cosine of the largest turn in a tick in the last phase.
        pub dash_cos: f32,
        /// Sine of it.
        pub dash_sin: f32,
        /// Horizontal speed in the last phase while climbing as steeply as allowed, m/s.
        pub dash_level_mps: f32,
        /// Largest sideways acceleration, m/s2.
        pub lateral_mps2: f32,
        /// Largest rate of climb or descent, m/s.
        pub climb_mps: f32,
        /// Ceiling, m.
        pub ceiling_m: f32,
        /// Endurance, ticks.
        pub endurance_ticks: u32,
        /// Longest flight that is planned: endurance less the doctrine's reserve, ticks.
        pub reach_ticks: u32,
        /// `codes::GUIDANCE_*`.
        pub guidance: u32,
        /// Navigation constant.
        pub gain: f32,
        /// Square of the seeker's range, m2.
        pub seeker2_m2: f32,
        /// Probability that an attempt to acquire succeeds.
        pub acquire: f32,
        /// Square of the lethal radius, m2.
        pub lethal2_m2: f32,
        /// Further tries after a failed one.
        pub reattacks: u32,
        /// Least time between tries, ticks.
        pub reattack_ticks: u32,
    }

    /// One replicate: its case, its random key, where its rows begin. Static.
    pub struct Replicate {
        /// Row in `cases`.
        pub case_ix: u32,
        /// Random key.
        pub key0: u32,
        /// Random key.
        pub key1: u32,
        /// First row in `threats`, `plans` and `tracks`.
        pub threat_first: u32,
        /// Number of threats.
        pub n_threats: u32,
        /// First row in `rounds`.
        pub round_first: u32,
        /// Number of rounds.
        pub n_rounds: u32,
        /// First row in `channels`.
        pub channel_first: u32,
        /// Number of channels.
        pub n_channels: u32,
        /// First row in `rails`.
        pub rail_first: u32,
        /// Number of rails.
        pub n_rails: u32,
        /// First row in `asset_hits`.
        pub asset_hit_first: u32,
        /// First row in `group_kill`.
        pub group_kill_first: u32,
        /// First row in `weapons`.
        pub weapon_first: u32,
        /// Number of weapons: groups, then orphan slots.
        pub n_weapons: u32,
        /// First cell in `costs`.
        pub cost_first: u32,
        /// First row in `orders`.
        pub order_first: u32,
        /// Room for orders.
        pub n_orders: u32,
        /// Factor on every sensor's signal in this raid.
        pub signal: f32,
        /// The defence decides from this tick on.
        pub warning_tick: u32,
    }

    /// What a threat is and intends: drawn once per replicate on the host. Static.
    pub struct Plan {
        /// Its replicate in the batch.
        pub replicate: u32,
        /// Random key.
        pub key0: u32,
        /// Random key.
        pub key1: u32,
        /// First edge at which it flies.
        pub start_tick: u32,
        /// It gets lost at the first edge from here on.
        pub lost_tick: u32,
        /// First point in `points`.
        pub point_first: u32,
        /// Points, the last of them the aim point on the ground.
        pub n_points: u32,
        /// The asset aimed at, local to the case.
        pub asset: u32,
        /// 1: a decoy.
        pub decoy: u32,
        /// Speed through the air, m/s.
        pub speed_mps: f32,
        /// Its reciprocal, s/m.
        pub inverse_speed: f32,
        /// Cosine of the largest turn in a tick.
        pub turn_cos: f32,
        /// Sine of it.
        pub turn_sin: f32,
        /// A point of the route counts as passed within this distance, m.
        pub switch_m: f32,
        /// Cruise altitude, m.
        pub altitude_m: f32,
        /// Cotangent of the dive angle.
        pub dive_cot: f32,
        /// Square of the distance at which it has arrived, m2.
        pub reach2_m2: f32,
        /// Swing of the heading either way, turns.
        pub weave_turns: f32,
        /// Swings per tick.
        pub weave_per_tick: f32,
        /// Phase of the swing at tick 0, turns.
        pub weave_phase: f32,
        /// Radar cross-section, m2.
        pub rcs_m2: f32,
        /// Factor on hearing ranges.
        pub loudness: f32,
        /// Probability of hitting once arrived.
        pub hit: f32,
    }

    /// What a round is. Static.
    pub struct Issue {
        /// Its replicate in the batch.
        pub replicate: u32,
        /// Its group, local to the case.
        pub group: u32,
        /// Random key.
        pub key0: u32,
        /// Random key.
        pub key1: u32,
    }

    /// A threat's true state.
    pub struct Threat {
        /// `codes::THREAT_*`.
        pub status: u32,
        /// The point of its route it flies to.
        pub leg: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// Velocity through the air, east, 1/4096 m/s.
        pub vx: i32,
        /// North.
        pub vy: i32,
        /// Up.
        pub vz: i32,
        /// When it ended.
        pub end_tick: u32,
        /// Settled passes so far.
        pub n_passes: u32,
        /// Passes of this epoch not yet settled.
        pub n_pending: u32,
        /// `codes::CAUSE_*` of a leaker.
        pub cause: u32,
    }

    /// What the defence believes about a threat.
    pub struct Track {
        /// `codes::TRACK_*`.
        pub status: u32,
        /// The last looks, newest in bit 0, 1 where something was detected.
        pub history: u32,
        /// Detections so far.
        pub n_updates: u32,
        /// Last detection.
        pub update_tick: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// Velocity over ground, east, 1/4096 m/s.
        pub vx: i32,
        /// North.
        pub vy: i32,
        /// Up.
        pub vz: i32,
        /// Variance of each coordinate at the last detection, m2.
        pub cov_pp: f32,
        /// Covariance of coordinate and speed, m2/s.
        pub cov_pv: f32,
        /// Variance of each component of the velocity, m2/s2.
        pub cov_vv: f32,
        /// 1: believed a decoy.
        pub believed_decoy: u32,
        /// When it was believed killed, 0 while it is not.
        pub believed_dead_tick: u32,
        /// The asset it seems to head for.
        pub asset: u32,
        /// When it would be there.
        pub arrive_tick: u32,
        /// Interceptors under way to it or not yet assessed.
        pub n_engaged: u32,
        /// Shots ordered so far.
        pub n_shots: u32,
        /// Shots wanted at this decision.
        pub demand: u32,
        /// `codes::SEEN_*` bits: how far the kill chain ever came.
        pub chain: u32,
        /// Value at stake at this decision, less what shots under way are counted on to save, in steps below 65,536; 0 where no shot
        /// is wanted. The shots that are then given take their share off it.
        pub worth: u32,
        /// 1: at the last decision some weapon could have met it in time, and no shot is under way to it.
        pub uncovered: u32,
    }

    /// An interceptor, from the magazine to its end.
    pub struct Round {
        /// `codes::ROUND_*`.
        pub status: u32,
        /// Its target, -1 for none.
        pub target: i32,
        /// When its order takes effect.
        pub due_tick: u32,
        /// When it was launched.
        pub launch_tick: u32,
        /// When it lost its target.
        pub orphan_tick: u32,
        /// When it ended.
        pub end_tick: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// Velocity through the air, east, 1/4096 m/s.
        pub vx: i32,
        /// North.
        pub vy: i32,
        /// Up.
        pub vz: i32,
        /// The channel it holds, -1 for none.
        pub channel: i32,
        /// The rail it waits on, -1 for none.
        pub rail: i32,
        /// Attempts to acquire so far.
        pub n_looks: u32,
        /// Failed tries so far.
        pub n_failed: u32,
        /// No try before this tick.
        pub next_try_tick: u32,
        /// When it passed within the lethal radius in this epoch, 0 if it did not.
        pub pass_tick: u32,
        /// When its last pass is assessed, 0 if none waits.
        pub assess_tick: u32,
        /// The threat that pass was at.
        pub assess_target: i32,
        /// 1: it will be taken for a kill.
        pub assess_kill: u32,
    }

    /// A guidance channel.
    pub struct Channel {
        /// The round that holds it, -1 for none.
        pub holder: i32,
        /// Free from this tick on.
        pub free_tick: u32,
    }

    /// What can be assigned at this decision: a group's rounds, or one interceptor in flight.
    pub struct Weapon {
        /// How many can be ordered now.
        pub capacity: u32,
        /// How many are left at all.
        pub left: u32,
        /// The interceptor in flight, -1 for a group.
        pub round: i32,
        /// Its group, local to the case.
        pub group: u32,
        /// East, 1/256 m.
        pub x: i32,
        /// North, 1/256 m.
        pub y: i32,
        /// Up, 1/256 m.
        pub z: i32,
        /// From now until it flies to the target, ticks.
        pub delay_ticks: u32,
        /// Flight time left after that, ticks.
        pub flight_ticks: u32,
    }

    /// What one shot at this decision comes to: a weapon at a threat.
    pub struct Shot {
        /// The objective's coefficient, less is better; `codes::INFEASIBLE` where it cannot be.
        pub cost: u32,
        /// Believed chance that it, or a further look for which there is time, ends the target: in 65,536ths, below 65,536.
        pub kill: u32,
        /// From now until it meets the target, ticks.
        pub delay: u32,
    }

    /// One assignment.
    pub struct Order {
        /// Row in the replicate's weapons.
        pub weapon: u32,
        /// The threat.
        pub target: u32,
    }

    /// A replicate's clock, counters and digest of events.
    pub struct Tally {
        /// The edge it stands at.
        pub tick: u32,
        /// 1: the raid is over.
        pub done: u32,
        /// Threats that came to an end.
        pub n_ended: u32,
        /// Rounds ordered out of their magazine.
        pub n_ordered: u32,
        /// Rounds that came back or came to an end.
        pub n_closed: u32,
        /// Orders in `orders` at this decision.
        pub n_orders: u32,
        /// Pairs assigned over the raid.
        pub n_assigned: u32,
        /// Sum of the costs of those pairs, low word.
        pub cost_low: u32,
        /// High word.
        pub cost_high: u32,
        /// Decisions at which shots were given.
        pub n_decisions: u32,
        /// Interceptors in flight that were given another target.
        pub n_switched: u32,
        /// Shots that were under way at a threat when another killed it.
        pub n_overkill: u32,
        /// Expected value saved by the shots given, in steps, low word.
        pub saved_low: u32,
        /// High word.
        pub saved_high: u32,
        /// Epochs of threats that could have been met in time and had no shot under way, low word.
        pub uncovered_low: u32,
        /// High word.
        pub uncovered_high: u32,
        /// Wrapping sum of event hashes.
        pub digest0: u32,
        /// Second word.
        pub digest1: u32,
        /// `codes::FAULT_*` bits: impossible states, reported and never clamped in silence.
        pub faults: u32,
    }

    /// A market that the auction clears on a device, and how far it has come. Scratch of the device.
    pub struct Market {
        /// Rows that are targets; blockers follow, one for each pool.
        pub n_targets: u32,
        /// Rows.
        pub n_rows: u32,
        /// Columns.
        pub n_columns: u32,
        /// Row in `agents` of the first row; columns follow the rows.
        pub agent_first: u32,
        /// Word in `costs` of the first cell.
        pub cell_first: u32,
        /// Words from one cell to the next.
        pub cell_words: u32,
        /// Low bits of costs that are dropped.
        pub shift: u32,
        /// Multiplier of all values.
        pub factor: u32,
        /// Value of a shot that costs nothing, low word.
        pub shot_low: u32,
        /// High word.
        pub shot_high: u32,
        /// Value of a blocked place, low word.
        pub block_low: u32,
        /// High word.
        pub block_high: u32,
        /// The greatest value of any edge, low word.
        pub top_low: u32,
        /// High word.
        pub top_high: u32,
        /// Most units of any agent.
        pub most_units: u32,
        /// Units of the richer side together.
        pub n_places: u32,
        /// 1 if columns open, being the scarcer side.
        pub is_swapped: u32,
        /// Rounds of loops that one dispatch may take.
        pub most_rounds: u32,
        /// First row of its places in `seats`.
        pub seat_first: u32,
        /// First word of its replicate in `memories`.
        pub memory_first: u32,
        /// Value of a shot that costs nothing, before it is multiplied, low word.
        pub penalty_low: u32,
        /// High word.
        pub penalty_high: u32,
        /// `PHASE_*`: what is done next.
        pub phase: u32,
        /// eps is so many times multiplied.
        pub exponent: u32,
        /// Bids that one side may make in a round; all ones: any number.
        pub limit: u32,
        /// Those that it still may make.
        pub patience: u32,
        /// The bidder that was displaced last; all ones: none.
        pub hand: u32,
        /// The bidder whose free units come next.
        pub cursor: u32,
        /// How many of them.
        pub left: u32,
    }

    /// A row or a column of a market. Scratch of the device.
    pub struct Agent {
        /// Price of one of its places, low word.
        pub low: u32,
        /// High word.
        pub high: u32,
        /// Of a column: the pool it draws from.
        pub pool: u32,
        /// Places it has.
        pub units: u32,
    }

    /// A taken place. Scratch of the device.
    pub struct Seat {
        /// Level of the bid, low word.
        pub low: u32,
        /// High word.
        pub high: u32,
        /// Who sits there: its place among the other side.
        pub who: u32,
    }

    /// A plain problem that a device solves, and how far it has come. Scratch of the device.
    pub struct Plain {
        /// Rows, and columns.
        pub n: u32,
        /// Quadruples of costs in a row.
        pub n_quads: u32,
        /// First quadruple in `costs`.
        pub cost_first: u32,
        /// First quadruple in `prices`.
        pub price_first: u32,
        /// First row in `slots`.
        pub slot_first: u32,
        /// Rounds of loops that one dispatch may take.
        pub most_rounds: u32,
        /// The least amount of a bid.
        pub eps: i32,
        /// Steps of the auction that have begun.
        pub step: u32,
        /// Whether all rows have columns, at the least cost.
        pub is_solved: u32,
        /// Bids that the step may still take.
        pub left: u32,
        /// Rows without a column.
        pub n_waiting: u32,
        /// Place in the ring of the first of them.
        pub head: u32,
    }

    /// A column, a row and a place in the ring of a plain problem. Scratch of the device.
    pub struct Slot {
        /// Of a column: its row.
        pub owner: u32,
        /// Of a column: from which row the path came.
        pub reached_from: u32,
        /// Of a column: its distance less its price.
        pub rest: i32,
        /// Of a row: the column by which the path came.
        pub via: u32,
        /// Of a place in the ring: the row that waits there.
        pub waiting: u32,
    }
}
