//! What the user writes: the scenario file as plain data, SI units, the unit in each key.
//!
//! These structs are the only description of the format. `kingbird schema` derives the JSON Schema from them, and the
//! checker walks a file against that same schema, so a documented range is a range that is enforced.
//! Nothing here computes; `model::compile` turns a [`Scenario`] into flat tables.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole scenario: who attacks whom, who defends, with what, by which rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Short name, as used on the command line.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// One sentence: what the scenario shows.
    pub summary: String,
    /// Where and how long.
    pub theatre: Theatre,
    /// What is defended.
    pub assets: Vec<Asset>,
    /// Kinds of attacking vehicles.
    pub threat_types: Vec<ThreatType>,
    /// The attack.
    pub raid: Raid,
    /// Radars at a place.
    #[serde(default)]
    pub radars: Vec<Radar>,
    /// Areas covered by a network of microphones.
    #[serde(default)]
    pub acoustic_areas: Vec<AcousticArea>,
    /// Perfect sensors, for closed forms and benchmarks.
    #[serde(default)]
    pub ideal_sensors: Vec<IdealSensor>,
    /// How detections become tracks.
    #[serde(default)]
    pub tracking: Tracking,
    /// Kinds of interceptors.
    #[serde(default)]
    pub interceptor_types: Vec<InterceptorType>,
    /// Where interceptors wait, and what guides them.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// The rules the defence follows, and what it believes.
    #[serde(default)]
    pub doctrine: Doctrine,
    /// Who hears whom, for assigners that decide site by site.
    #[serde(default, skip_serializing_if = "Communications::is_default")]
    pub communications: Communications,
    /// Figures reported for the real event, printed beside the results and never fitted to.
    #[serde(default)]
    pub reported: Option<Reported>,
    /// Named changes to this scenario.
    #[serde(default)]
    pub variants: Vec<Variant>,
}

/// A place: either `lat_deg` and `lon_deg` (WGS 84) or `east_m` and `north_m` from the theatre's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Latitude, degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -90.0, max = 90.0))]
    pub lat_deg: Option<f64>,
    /// Longitude, degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -180.0, max = 180.0))]
    pub lon_deg: Option<f64>,
    /// Metres east of the theatre's origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -4.0e6, max = 4.0e6))]
    pub east_m: Option<f64>,
    /// Metres north of the theatre's origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -4.0e6, max = 4.0e6))]
    pub north_m: Option<f64>,
}

/// The map, the wind and the clocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theatre {
    /// Latitude of the map's origin, degrees north. The map is azimuthal-equidistant around it.
    #[schemars(range(min = -89.0, max = 89.0))]
    pub origin_lat_deg: f64,
    /// Longitude of the map's origin, degrees east.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub origin_lon_deg: f64,
    /// Everything lies within this distance of the origin, metres.
    #[schemars(range(min = 1000.0, max = 2.0e6))]
    pub extent_m: f64,
    /// Wind towards the east, metres per second.
    #[serde(default)]
    #[schemars(range(min = -60.0, max = 60.0))]
    pub wind_east_mps: f64,
    /// Wind towards the north, metres per second.
    #[serde(default)]
    #[schemars(range(min = -60.0, max = 60.0))]
    pub wind_north_mps: f64,
    /// The raid is followed for at most this long, seconds: a whole number of epochs.
    #[schemars(range(min = 1.0, max = 172_800.0))]
    pub duration_s: f64,
    /// Step of motion, seconds.
    #[serde(default = "default_tick_s")]
    #[schemars(range(min = 0.01, max = 2.0))]
    pub tick_s: f64,
    /// Step of everything that couples agents (sensing, decisions, kills), seconds: a whole number of ticks.
    #[serde(default = "default_epoch_s")]
    #[schemars(range(min = 0.01, max = 60.0))]
    pub epoch_s: f64,
}

/// Something the raid is aimed at: a city or a notional base.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Where its centre is.
    pub position: Position,
    /// Threats aim at points spread evenly over this radius, metres.
    #[schemars(range(min = 0.0, max = 50_000.0))]
    pub radius_m: f64,
    /// What it is worth, in units of the analyst's choice.
    #[schemars(range(min = 0.0, max = 1.0e9))]
    pub value: f64,
    /// Hits that destroy it; each of them costs `value / hits_to_destroy`.
    #[schemars(range(min = 1, max = 100_000))]
    pub hits_to_destroy: u32,
}

/// A kind of attacking vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreatType {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Mean cruise speed through the air, metres per second.
    #[schemars(range(min = 5.0, max = 400.0))]
    pub cruise_speed_mps: f64,
    /// Standard deviation of the cruise speed between vehicles, metres per second (drawn within two deviations).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 50.0))]
    pub cruise_speed_sd_mps: f64,
    /// Mean cruise altitude above sea level, metres.
    #[schemars(range(min = 10.0, max = 15_000.0))]
    pub cruise_altitude_m: f64,
    /// Standard deviation of the cruise altitude between vehicles, metres (drawn within two deviations, at least 10 m high).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 5_000.0))]
    pub cruise_altitude_sd_m: f64,
    /// Load factor of its hardest turn, in g (1 = straight and level); turn rate is g sqrt(n^2 - 1) / speed.
    #[schemars(range(min = 1.01, max = 20.0))]
    pub turn_load_factor: f64,
    /// Angle of the last dive below the horizon, degrees.
    #[schemars(range(min = 1.0, max = 89.0))]
    pub dive_angle_deg: f64,
    /// Radar cross-section, square metres.
    #[schemars(range(min = 1.0e-5, max = 100.0))]
    pub radar_cross_section_m2: f64,
    /// Factor on the range at which a microphone hears it; 1 is a Shahed-136.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub acoustic_loudness: f64,
    /// Price of one, US dollars.
    #[schemars(range(min = 0.0, max = 1.0e8))]
    pub cost_usd: f64,
    /// Whether it is a decoy: counted apart, and worth nothing to a defence that recognises it.
    #[serde(default)]
    pub decoy: bool,
    /// Probability that one which arrives hits what it was aimed at.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub hit_probability: f64,
    /// Probability per hour of flight of getting lost (faults, navigation).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.999))]
    pub lost_per_hour: f64,
}

/// The attack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Raid {
    /// Where threats start.
    pub launch_areas: Vec<LaunchArea>,
    /// Named ways over waypoints.
    #[serde(default)]
    pub routes: Vec<Route>,
    /// Who starts when, from where, towards what.
    pub waves: Vec<Wave>,
    /// What differs from one raid to the next beyond independent luck.
    #[serde(default)]
    pub variation: Variation,
}

/// A disc in which threats appear, already at cruise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LaunchArea {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Centre.
    pub position: Position,
    /// Radius, metres.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 200_000.0))]
    pub radius_m: f64,
}

/// A way from a launch area to a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Points flown over in this order, at most 15; the target comes after the last.
    #[schemars(length(max = 15))]
    pub waypoints: Vec<Position>,
    /// Standard deviation of each vehicle's sideways offset from the route's points, metres (within two deviations).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub lateral_dispersion_m: f64,
}

/// Threats that start together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Name of a launch area.
    pub launch_area: String,
    /// Names of routes, taken in turn; none means straight at the target.
    #[serde(default)]
    pub routes: Vec<String>,
    /// How many of which type; types are interleaved evenly over the wave.
    pub composition: Vec<WavePart>,
    /// When the first one starts, seconds from the beginning.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub start_s: f64,
    /// Time between two starts, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub spacing_s: f64,
    /// Each start is moved by up to this much either way, evenly, seconds (never before the beginning).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub spacing_jitter_s: f64,
    /// Angle by which the heading swings either way around the course, degrees; 0 flies straight.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub weave_angle_deg: f64,
    /// Time of one full swing, seconds.
    #[serde(default = "default_weave_period_s")]
    #[schemars(range(min = 1.0, max = 3_600.0))]
    pub weave_period_s: f64,
    /// What its threats are aimed at, by weight.
    pub targets: Vec<Aim>,
}

/// A number of vehicles of one type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WavePart {
    /// Name of a threat type.
    #[serde(rename = "type")]
    pub threat_type: String,
    /// How many.
    #[schemars(range(min = 0, max = 100_000))]
    pub count: u32,
}

/// A share of a wave's threats goes to this asset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// Name of an asset.
    pub asset: String,
    /// Relative weight.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0e6))]
    pub weight: f64,
}

/// Raid-level random effects: one draw per replicate each, shared by all its threats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variation {
    /// Standard deviation of the natural logarithm of a factor on every sensor's signal.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub detection_sd: f64,
    /// Standard deviation of a shift of the kill probability's log-odds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub kill_sd: f64,
    /// Mean time after the beginning at which the defence starts to decide, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub warning_mean_s: f64,
    /// Its standard deviation, seconds (never before the beginning).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub warning_sd_s: f64,
    /// Correlation between the outcomes of two shots at the same threat.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub shot_correlation: f64,
}

/// A radar. Detection per scan is Swerling 1, with SNR from range and cross-section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Radar {
    /// Unique name among all sensors.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Where it stands.
    pub position: Position,
    /// Height of the antenna above sea level, metres; sets the 4/3-earth horizon.
    #[schemars(range(min = 1.0, max = 10_000.0))]
    pub mast_height_m: f64,
    /// Instrumented range: nothing beyond is reported, metres.
    #[schemars(range(min = 100.0, max = 500_000.0))]
    pub max_range_m: f64,
    /// Terrain hides what is below this elevation angle, degrees; the default hides nothing above the earth's horizon.
    #[serde(default = "no_masking_deg")]
    #[schemars(range(min = -5.0, max = 45.0))]
    pub masking_angle_deg: f64,
    /// Range at which the reference cross-section gives the reference SNR, metres.
    #[schemars(range(min = 100.0, max = 500_000.0))]
    pub reference_range_m: f64,
    /// Signal-to-noise ratio there, decibels.
    #[serde(default = "default_snr_db")]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub reference_snr_db: f64,
    /// The reference cross-section, square metres.
    #[serde(default = "default_rcs_m2")]
    #[schemars(range(min = 1.0e-5, max = 100.0))]
    pub reference_cross_section_m2: f64,
    /// Probability of a false alarm per look, which sets the threshold.
    #[serde(default = "default_pfa")]
    #[schemars(range(min = 1.0e-12, max = 0.01))]
    pub false_alarm_probability: f64,
    /// Time between two looks at the same place, seconds; a whole number of epochs.
    #[schemars(range(min = 0.01, max = 600.0))]
    pub scan_period_s: f64,
    /// Standard deviation of measured range, metres.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 5_000.0))]
    pub range_noise_m: f64,
    /// Standard deviation of measured bearing and elevation, degrees.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 20.0))]
    pub angle_noise_deg: f64,
    /// Probability that a track it confirms is told rightly to be a threat or a decoy.
    #[serde(default = "half")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub classification_probability: f64,
}

/// An area covered by a network of microphones: a circle or a polygon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcousticArea {
    /// Unique name among all sensors.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Centre of the circle; leave out where `polygon` is given.
    #[serde(default)]
    pub centre: Option<Position>,
    /// Radius of the circle, metres.
    #[serde(default)]
    #[schemars(range(min = 100.0, max = 2.0e6))]
    pub radius_m: Option<f64>,
    /// Corners in order, 3 to 64.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub polygon: Vec<Position>,
    /// Microphones per square kilometre, placed independently.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub density_per_km2: f64,
    /// Slant range at which one of them hears a Shahed-136, metres.
    #[schemars(range(min = 10.0, max = 20_000.0))]
    pub hearing_range_m: f64,
    /// Time between two reports, seconds; a whole number of epochs.
    #[schemars(range(min = 0.01, max = 600.0))]
    pub scan_period_s: f64,
    /// Standard deviation of each reported horizontal coordinate, metres.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 20_000.0))]
    pub position_noise_m: f64,
    /// Standard deviation of the reported altitude, metres.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 5_000.0))]
    pub altitude_noise_m: f64,
    /// Probability that a track it confirms is told rightly to be a threat or a decoy.
    #[serde(default = "half")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub classification_probability: f64,
}

/// A sensor that sees everything within range, without error, at every scan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdealSensor {
    /// Unique name among all sensors.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Where it stands.
    pub position: Position,
    /// Horizontal range, metres.
    #[schemars(range(min = 1.0, max = 4.0e6))]
    pub max_range_m: f64,
    /// Time between two looks, seconds; a whole number of epochs.
    #[schemars(range(min = 0.01, max = 600.0))]
    pub scan_period_s: f64,
}

/// From detections to tracks: one per threat, perfectly associated, no false ones (a stated optimism).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tracking {
    /// Detections that confirm a track ...
    #[schemars(range(min = 1, max = 16))]
    pub confirm_hits: u32,
    /// ... within this many of the last epochs in which some sensor looked at it.
    #[schemars(range(min = 1, max = 16))]
    pub confirm_window: u32,
    /// Accelerations the filter allows for, metres per second squared (a second of each): more follows turns sooner, less
    /// smooths noise longer. Its gains (alpha-beta) are the Kalman gains for this figure and for each sensor's noise.
    #[schemars(range(min = 0.001, max = 50.0))]
    pub manoeuvre_mps2: f64,
    /// A track without detection for this long is dropped, seconds; until then it coasts in a straight line.
    #[schemars(range(min = 0.1, max = 3_600.0))]
    pub drop_after_s: f64,
}

impl Default for Tracking {
    fn default() -> Self {
        Self { confirm_hits: 2, confirm_window: 3, manoeuvre_mps2: 0.5, drop_after_s: 30.0 }
    }
}

/// How an interceptor steers in its last phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Guidance {
    /// Always towards where the target is.
    PurePursuit,
    /// Towards where it will be met if it flies straight.
    LeadCollision,
    /// Turn rate proportional to the line of sight's.
    ProportionalNavigation,
    /// The same, with the target's acceleration fed forward.
    AugmentedProportionalNavigation,
}

/// A kind of interceptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterceptorType {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Speed on the way out, metres per second through the air.
    #[schemars(range(min = 5.0, max = 400.0))]
    pub cruise_speed_mps: f64,
    /// Speed once the seeker has the target, metres per second.
    #[schemars(range(min = 5.0, max = 400.0))]
    pub dash_speed_mps: f64,
    /// Largest sideways acceleration, metres per second squared.
    #[schemars(range(min = 0.5, max = 500.0))]
    pub lateral_limit_mps2: f64,
    /// Largest rate of climb or descent, metres per second.
    #[schemars(range(min = 0.5, max = 400.0))]
    pub climb_limit_mps: f64,
    /// Highest altitude it reaches, metres above sea level.
    #[schemars(range(min = 50.0, max = 20_000.0))]
    pub ceiling_m: f64,
    /// Time it stays in the air, seconds.
    #[schemars(range(min = 1.0, max = 14_400.0))]
    pub endurance_s: f64,
    /// Steering in the last phase; until the seeker has the target it flies a lead collision course on the track.
    pub guidance: Guidance,
    /// Navigation constant of the proportional laws.
    #[serde(default = "default_gain")]
    #[schemars(range(min = 1.5, max = 10.0))]
    pub guidance_gain: f64,
    /// Distance at which the seeker or operator may pick up the target, metres.
    #[schemars(range(min = 1.0, max = 4.0e6))]
    pub seeker_range_m: f64,
    /// Probability that an attempt to pick it up succeeds.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub acquisition_probability: f64,
    /// A pass nearer than this counts, metres.
    #[schemars(range(min = 0.1, max = 100.0))]
    pub lethal_radius_m: f64,
    /// Probability that such a pass kills.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub kill_probability: f64,
    /// Further tries after a pass that did not kill or a pick-up that failed.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100))]
    pub reattacks: u32,
    /// Least time between two tries, seconds.
    #[serde(default = "default_reattack_s")]
    #[schemars(range(min = 0.0, max = 600.0))]
    pub reattack_s: f64,
    /// Price of one, US dollars.
    #[schemars(range(min = 0.0, max = 1.0e8))]
    pub cost_usd: f64,
}

/// When a guidance channel is free again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Release {
    /// When the interceptor's seeker has the target.
    Acquisition,
    /// When the engagement is over.
    EndOfEngagement,
}

/// A launch site with its magazines, rails and guidance channels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Where it stands.
    pub position: Position,
    /// Its altitude above sea level, metres.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 5_000.0))]
    pub altitude_m: f64,
    /// Middle of the sector in which it may engage, degrees clockwise from north.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 360.0))]
    pub sector_centre_deg: f64,
    /// Width of that sector, degrees; 360 is all around.
    #[serde(default = "full_circle")]
    #[schemars(range(min = 1.0, max = 360.0))]
    pub sector_width_deg: f64,
    /// What lies ready.
    pub magazines: Vec<Magazine>,
    /// Launch rails.
    #[schemars(range(min = 1, max = 1_000))]
    pub rails: u32,
    /// Time until a used rail can launch again, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 7_200.0))]
    pub reload_s: f64,
    /// Interceptors that can be guided at the same time.
    #[schemars(range(min = 0, max = 1_000))]
    pub channels: u32,
    /// Until when an interceptor holds its channel.
    #[serde(default = "default_release")]
    pub channel_release: Release,
    /// Time after the release until the channel serves again, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub turnaround_s: f64,
    /// From a decision's arrival to the launch, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub command_delay_s: f64,
    /// From a decision's arrival to a change of target in flight, seconds.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub retarget_delay_s: f64,
    /// Price of the site itself, US dollars, paid once.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0e10))]
    pub fixed_cost_usd: f64,
}

/// Rounds of one type at a site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Magazine {
    /// Name of an interceptor type.
    #[serde(rename = "type")]
    pub interceptor_type: String,
    /// How many; 0 is allowed and is the natural control.
    #[schemars(range(min = 0, max = 100_000))]
    pub rounds: u32,
}

/// What an assignment is judged by; the assigner is chosen apart from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Distance from weapon to track, metres: less is better.
    Distance,
    /// Predicted flight time, ticks: less is better.
    #[default]
    TimeToIntercept,
    /// Believed value at stake x believed probabilities: more is better.
    ExpectedValueSaved,
}

/// How many shots go at one threat, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Firing {
    /// One shot, then wait for what it did.
    ShootLookShoot,
    /// `salvo_size` shots at once, then wait for what they did.
    Salvo,
}

/// The rules the defence follows, and what it believes (true parameters stand with the types).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Doctrine {
    /// Name of an assignment algorithm (`kingbird list assigners`).
    pub assigner: String,
    /// What an assignment is judged by.
    pub objective: Objective,
    /// How many shots go at one threat, and when.
    pub firing: Firing,
    /// Shots of a salvo.
    #[schemars(range(min = 1, max = 16))]
    pub salvo_size: u32,
    /// Most shots at one threat over its life; 0 means no limit.
    #[schemars(range(min = 0, max = 1_000))]
    pub max_shots_per_threat: u32,
    /// Time between two decisions, seconds; a whole number of epochs.
    #[schemars(range(min = 0.01, max = 600.0))]
    pub decision_period_s: f64,
    /// Modelled time from the picture to the order, seconds.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub decision_latency_s: f64,
    /// Time from a pass to the belief about its result, seconds.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub kill_assessment_delay_s: f64,
    /// Probability of taking a miss for a kill.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub miss_taken_for_kill: f64,
    /// Probability of taking a kill for a miss.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub kill_taken_for_miss: f64,
    /// A target believed killed that is still detected after this long is taken up again, seconds; 0 means never.
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub reopen_after_s: f64,
    /// Whether an interceptor in flight whose target is gone may be given another.
    pub reassign: bool,
    /// How long it may wait for one before it is aborted, seconds.
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub reassign_wait_s: f64,
    /// Against herding: an interceptor in flight is judged as if it met another target later than it does by this, seconds. It is then
    /// given one only where that is better by as much than a fresh round.
    #[schemars(range(min = 0.0, max = 600.0))]
    pub switching_cost_s: f64,
    /// Whether to engage what is believed to be a decoy.
    pub engage_decoys: bool,
    /// A threat predicted to be met nearer than this to the asset it seems to head for is not engaged any more, metres.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub latest_commit_m: f64,
    /// Share of its endurance that no interceptor's planned flight may use.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub flight_reserve: f64,
    /// Kill probability per shot that the defence counts with.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub believed_kill_probability: f64,
    /// Probability that a threat which arrives hits, as the defence counts with it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub believed_hit_probability: f64,
    /// Share of decoys among all that comes, as the defence counts with it. With the `classification_probability` of the sensor that
    /// confirmed a track it gives the chance that the track is a threat, whatever it was taken for.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub believed_decoy_share: f64,
}

impl Default for Doctrine {
    fn default() -> Self {
        Self {
            assigner: "nearest".to_owned(),
            objective: Objective::TimeToIntercept,
            firing: Firing::ShootLookShoot,
            salvo_size: 2,
            max_shots_per_threat: 0,
            decision_period_s: 1.0,
            decision_latency_s: 0.0,
            kill_assessment_delay_s: 5.0,
            miss_taken_for_kill: 0.0,
            kill_taken_for_miss: 0.0,
            reopen_after_s: 60.0,
            reassign: true,
            reassign_wait_s: 20.0,
            switching_cost_s: 0.0,
            engage_decoys: true,
            latest_commit_m: 0.0,
            flight_reserve: 0.2,
            believed_kill_probability: 0.6,
            believed_hit_probability: 0.8,
            believed_decoy_share: 0.5,
        }
    }
}

/// Figures reported for the real event, printed as "not comparable" beside the results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Where the figures come from.
    pub source: String,
    /// Why they cannot be compared with the simulation.
    pub not_comparable: String,
    /// Launched, all kinds.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub launched: u32,
    /// Reported shot down or suppressed.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub destroyed: u32,
    /// Places reported hit.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub hit_places: u32,
}

/// A named change: `--variant NAME`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Unique name.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// One sentence: what it changes and why.
    pub summary: String,
    /// New values by dotted path; list members are addressed by name, by `type`, by `asset`, or all of them by `*`
    /// (`"sites.*.channels" = 2`, `"threat_types.shahed-136.cruise_speed_mps" = 60.0`).
    pub set: BTreeMap<String, serde_json::Value>,
}

fn default_tick_s() -> f64 {
    0.1
}
fn default_epoch_s() -> f64 {
    1.0
}
fn default_weave_period_s() -> f64 {
    60.0
}
fn default_snr_db() -> f64 {
    13.0
}
fn default_rcs_m2() -> f64 {
    0.1
}
fn no_masking_deg() -> f64 {
    -5.0
}
fn default_pfa() -> f64 {
    1.0e-6
}
fn default_gain() -> f64 {
    4.0
}
fn default_reattack_s() -> f64 {
    10.0
}
fn default_release() -> Release {
    Release::EndOfEngagement
}
fn one() -> f64 {
    1.0
}
fn half() -> f64 {
    0.5
}
fn full_circle() -> f64 {
    360.0
}

/// The links between sites. They bind assigners that decide site by site (`consensus`); all others decide as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Communications {
    /// Two sites up to this far apart hear each other, metres; left out, all do. What is further is heard from site to site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 4.0e6))]
    pub range_m: Option<f64>,
    /// Exchanges of messages before the shots of a decision are ordered; left out, as many as agreement takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10_000))]
    pub rounds_per_decision: Option<u32>,
    /// Time that a message is under way from one site to the next, seconds, counted in whole epochs; 0 for no time at all.
    #[schemars(range(min = 0.0, max = 3_600.0))]
    pub latency_s: f64,
}

impl Communications {
    /// Whether nothing departs from the default. Then it is no part of the digest: scenarios without it keep their names.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
