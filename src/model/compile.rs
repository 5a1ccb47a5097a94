//! From a scenario to flat SI tables: projection, unit conversion, curves. Everything that needs a transcendental function
//! happens here, on the host, in f64 with `libm`, so that the tables have the same bits everywhere.

use std::collections::HashMap;

use glam::DVec2;

use super::Picture;
use super::belief::genuine;
use super::codes;
use super::layout::{Asset, Case, Group, Point, Sensor, Site};
use super::network;
use super::stage::{assign as assign_stage, sense};
use crate::assign::external::{self, Briefing};
use crate::assign::{self, Chosen, DeviceRule, Network};
use crate::exact::fixed;
use crate::scenario::projection;
use crate::scenario::schema::{self, Guidance, Objective, Position, Release, Scenario};

/// Standard gravity, m/s2.
pub const GRAVITY_MPS2: f64 = 9.806_65;
/// 4/3-earth horizon: distance in metres per square root of metres of height (`docs/model.md`, sensing).
const HORIZON_M_PER_SQRT_M: f64 = sense::HORIZON_M_PER_SQRT_M as f64;
/// Orphans one decision can take up; the rest wait for the next.
const MAX_ORPHAN_SLOTS: u32 = 16;
/// Steps into which the largest value at stake is divided by the value objective.
pub const VALUE_STEPS: f64 = assign_stage::VALUE_STEPS as f64;

/// Why a scenario that was read without mistakes cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// No such algorithm.
    #[error(transparent)]
    Assigner(#[from] assign::UnknownAssigner),
    /// A file does not start programs.
    #[error("`{0}` is a program, and a name in a file starts none: name it as --assigner on the command line")]
    Program(String),
    /// Plans ahead with an assigner that must remember what is under way between sites.
    #[error(
        "`{0}` cannot be used where messages take time: a plan is made anew at each decision and remembers none; set \
             communications.latency_s to 0, or name another assigner"
    )]
    LatePlan(String),
    /// More rows than the model can index.
    #[error("the raid is too large: {what} number {found}, at most {limit} can be indexed")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many there may be.
        limit: u64,
    },
}

/// A case ready to be drawn from: scenario, assigner, objective, and the tables that all its replicates share.
#[derive(Clone)]
pub struct CaseModel {
    /// The scenario as resolved.
    pub scenario: Scenario,
    /// SHA-256 of it.
    pub scenario_digest: String,
    /// Who assigns.
    pub assigner: Chosen,
    /// What decisions are made from.
    pub picture: Picture,
    /// Clocks, wind, tracking, doctrine; its table offsets are those of a batch of this case alone.
    pub case: Case,
    /// Assets.
    pub assets: Vec<Asset>,
    /// Sensors: radars, acoustic areas, ideal sensors, each in the order of the file.
    pub sensors: Vec<Sensor>,
    /// Names of sensors, in the same order.
    pub sensor_names: Vec<String>,
    /// Corners of acoustic areas.
    pub vertices: Vec<Point>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Groups: a magazine at a site, in the order of the file.
    pub groups: Vec<Group>,
    /// Index of each group's interceptor type.
    pub group_types: Vec<usize>,
    /// Index of each group's site.
    pub group_sites: Vec<usize>,
    /// Position of each group inside its site.
    pub group_slots: Vec<u32>,
    /// Threats of one replicate.
    pub n_threats: u32,
    /// Rounds of one replicate.
    pub n_rounds: u32,
    /// Guidance channels of one replicate.
    pub n_channels: u32,
    /// Rails of one replicate.
    pub n_rails: u32,
    /// The sites as agents, and who hears whom; which weapon is whose is known at each decision.
    pub network: Network,
}

impl CaseModel {
    /// Compiles a scenario for a registered assigner and an objective; `None` takes what its doctrine names.
    ///
    /// # Errors
    /// An unknown assigner or a program, or a scenario with more rows than can be indexed.
    pub fn compile(
        scenario: &Scenario,
        scenario_digest: &str,
        assigner: Option<&str>,
        objective: Option<Objective>,
    ) -> Result<Self, CompileError> {
        let name = assigner.unwrap_or(&scenario.doctrine.assigner);
        if name.starts_with(external::PREFIX) {
            return Err(CompileError::Program(name.to_owned()));
        }
        let chosen = assign::find(name)?;
        Self::compile_for(scenario, scenario_digest, chosen.into(), objective)
    }

    /// The same for an assigner that need not be in the registry: the user's own.
    ///
    /// # Errors
    /// A scenario with more rows than can be indexed, or an assigner that plans ahead over sites whose messages take time.
    pub fn compile_for(
        scenario: &Scenario,
        scenario_digest: &str,
        assigner: Chosen,
        objective: Option<Objective>,
    ) -> Result<Self, CompileError> {
        let mut scenario = scenario.clone();
        assigner.name().clone_into(&mut scenario.doctrine.assigner);
        if let Some(objective) = objective {
            scenario.doctrine.objective = objective;
        }
        let network = network::of_scenario(&scenario);
        if network.latency_epochs > 0 && assigner.wants_network() && assigner.wants_outlook() {
            return Err(CompileError::LatePlan(assigner.name().to_owned()));
        }
        let assigner = assigner.of_case(&briefing(&scenario, scenario_digest, Picture::Believed));
        let map = Map::new(&scenario);
        let n_threats = count("threats", threats_of(&scenario))?;
        let (sites, n_channels, n_rails) = compile_sites(&scenario)?;
        let groups = compile_groups(&scenario, &map)?;
        let (sensors, sensor_names, vertices) = compile_sensors(&scenario, &map);
        let assets = compile_assets(&scenario, &map);
        let mut case = compile_case(&scenario, assigner.device_rule(), &map);
        case.n_assets = assets.len() as u32;
        case.n_sensors = sensors.len() as u32;
        case.n_sites = sites.len() as u32;
        case.n_groups = groups.rows.len() as u32;
        if case.n_groups == 0 {
            case.n_orphan_slots = 0; // nobody ever flies, and a slot must have a group to be judged by
        }
        let cells = u64::from(n_threats) * u64::from(case.n_groups + case.n_orphan_slots);
        count("threats times weapons", cells)?;
        Ok(Self {
            scenario_digest: scenario_digest.to_owned(),
            assigner,
            picture: Picture::Believed,
            case,
            assets,
            sensors,
            sensor_names,
            vertices,
            sites,
            group_types: groups.types,
            group_sites: groups.sites,
            group_slots: groups.slots,
            groups: groups.rows,
            n_threats,
            n_rounds: groups.n_rounds,
            n_channels,
            n_rails,
            network,
            scenario,
        })
    }

    /// The same case decided from another picture.
    #[must_use]
    pub fn with_picture(mut self, picture: Picture) -> Self {
        self.assigner = self.assigner.of_case(&briefing(&self.scenario, &self.scenario_digest, picture));
        self.picture = picture;
        let doctrine = &self.scenario.doctrine;
        let map = Map::new(&self.scenario);
        let case = &mut self.case;
        case.truth = u32::from(picture == Picture::Truth);
        case.assess_ticks = map.ticks(doctrine.kill_assessment_delay_s);
        case.miss_taken_for_kill = doctrine.miss_taken_for_kill as f32;
        case.kill_taken_for_miss = doctrine.kill_taken_for_miss as f32;
        if picture == Picture::Truth {
            // What became of a shot is known at the next edge, and as it is.
            case.assess_ticks = 0;
            case.miss_taken_for_kill = 0.0;
            case.kill_taken_for_miss = 0.0;
        }
        self
    }

    /// The case among others of the same scenario: its assigner, and its picture where that is not what is believed.
    pub fn label(&self) -> String {
        match self.picture {
            Picture::Believed => self.assigner.name().to_owned(),
            Picture::Truth => format!("{} (truth)", self.assigner.name()),
        }
    }

    /// Room for the orders of one decision: every channel and every orphan at most once.
    pub fn n_orders(&self) -> u32 {
        self.n_channels.min(self.n_rounds) + self.case.n_orphan_slots
    }

    /// Ticks in a second, for printing.
    pub fn seconds(&self, tick: u32) -> f64 {
        f64::from(tick) * self.scenario.theatre.tick_s
    }
}

/// The case in a few words, for a program that assigns.
fn briefing(scenario: &Scenario, digest: &str, picture: Picture) -> Briefing {
    let objective = match scenario.doctrine.objective {
        Objective::Distance => "distance",
        Objective::TimeToIntercept => "time-to-intercept",
        Objective::ExpectedValueSaved => "expected-value-saved",
    };
    Briefing {
        scenario: scenario.name.clone(),
        scenario_digest: digest.to_owned(),
        objective: objective.to_owned(),
        picture: picture.as_str().to_owned(),
        tick_s: scenario.theatre.tick_s,
        epoch_s: scenario.theatre.epoch_s,
    }
}

/// Largest count that fits the rows' indices with room to spare.
const MAX_ROWS: u64 = 1 << 28;

fn count(what: &'static str, found: u64) -> Result<u32, CompileError> {
    if found > MAX_ROWS {
        return Err(CompileError::TooLarge { what, found, limit: MAX_ROWS });
    }
    Ok(found as u32)
}

fn threats_of(scenario: &Scenario) -> u64 {
    scenario.raid.waves.iter().flat_map(|wave| &wave.composition).map(|part| u64::from(part.count)).sum()
}

/// The theatre's map and clock.
pub struct Map {
    origin_lat_deg: f64,
    origin_lon_deg: f64,
    tick_s: f64,
    epoch_s: f64,
}

impl Map {
    /// The map of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let t = &scenario.theatre;
        Self {
            origin_lat_deg: t.origin_lat_deg,
            origin_lon_deg: t.origin_lon_deg,
            tick_s: t.tick_s,
            epoch_s: t.epoch_s,
        }
    }

    /// East and north of a place, m. The checker has seen to it that exactly one pair is given.
    pub fn east_north_m(&self, position: &Position) -> DVec2 {
        match (position.lat_deg, position.lon_deg) {
            (Some(lat), Some(lon)) => {
                projection::east_north_m(self.origin_lat_deg, self.origin_lon_deg, lat, lon).into()
            }
            _ => DVec2::new(position.east_m.unwrap_or(0.0), position.north_m.unwrap_or(0.0)),
        }
    }

    fn point(&self, position: &Position) -> Point {
        let place = self.east_north_m(position);
        Point { x: to_pos(place.x), y: to_pos(place.y) }
    }

    /// Duration in ticks, rounded up.
    pub fn ticks(&self, seconds: f64) -> u32 {
        (seconds / self.tick_s - 1.0e-9).ceil().clamp(0.0, 4.0e9) as u32
    }

    /// Ticks in an epoch.
    pub fn epoch_ticks(&self) -> u32 {
        (self.epoch_s / self.tick_s).round().max(1.0) as u32
    }

    /// A period that is a whole number of epochs, in ticks, at least one epoch.
    fn period(&self, seconds: f64) -> u32 {
        let epochs = (seconds / self.epoch_s).round().max(1.0);
        epochs as u32 * self.epoch_ticks()
    }
}

/// Metres to units of position, rounded to the nearest.
pub fn to_pos(metres: f64) -> i32 {
    (metres * f64::from(fixed::POS_PER_M) + 0.5).floor() as i32
}

fn compile_case(scenario: &Scenario, rule: Option<DeviceRule>, map: &Map) -> Case {
    let (t, k, d) = (&scenario.theatre, &scenario.tracking, &scenario.doctrine);
    let top = scenario.assets.iter().map(|a| a.value / f64::from(a.hits_to_destroy)).fold(0.0, f64::max);
    Case {
        epoch_ticks: map.epoch_ticks(),
        duration_ticks: map.period(t.duration_s),
        tick_s: t.tick_s as f32,
        epoch_s: t.epoch_s as f32,
        wind_east_mps: t.wind_east_mps as f32,
        wind_north_mps: t.wind_north_mps as f32,
        confirm_hits: k.confirm_hits,
        confirm_mask: (1u32 << k.confirm_window) - 1,
        manoeuvre: (k.manoeuvre_mps2 * k.manoeuvre_mps2) as f32,
        drop_ticks: map.ticks(k.drop_after_s),
        objective: match d.objective {
            Objective::Distance => codes::OBJECTIVE_DISTANCE,
            Objective::TimeToIntercept => codes::OBJECTIVE_TIME,
            Objective::ExpectedValueSaved => codes::OBJECTIVE_VALUE,
        },
        rule: match rule {
            Some(DeviceRule::Idle) => codes::RULE_NONE,
            Some(DeviceRule::Random) => codes::RULE_RANDOM,
            Some(DeviceRule::Nearest) => codes::RULE_NEAREST,
            Some(DeviceRule::Urgency) => codes::RULE_URGENCY,
            Some(DeviceRule::MarginalReturn) => codes::RULE_MARGINAL_RETURN,
            Some(DeviceRule::Auction) => codes::RULE_AUCTION,
            None => codes::RULE_HOST,
        },
        salvo: match d.firing {
            schema::Firing::ShootLookShoot => 1,
            schema::Firing::Salvo => d.salvo_size,
        },
        max_shots: if d.max_shots_per_threat == 0 { u32::MAX } else { d.max_shots_per_threat },
        decision_ticks: map.period(d.decision_period_s),
        latency_ticks: map.ticks(d.decision_latency_s),
        assess_ticks: map.ticks(d.kill_assessment_delay_s),
        miss_taken_for_kill: d.miss_taken_for_kill as f32,
        kill_taken_for_miss: d.kill_taken_for_miss as f32,
        reopen_ticks: map.ticks(d.reopen_after_s),
        reassign: u32::from(d.reassign),
        reassign_wait_ticks: map.ticks(d.reassign_wait_s),
        engage_decoys: u32::from(d.engage_decoys),
        latest_commit_m: d.latest_commit_m as f32,
        believed_kill: d.believed_kill_probability as f32,
        believed_hit: d.believed_hit_probability as f32,
        steps_per_value: if top > 0.0 { (VALUE_STEPS / top) as f32 } else { 0.0 },
        shared_draw: libm::sqrt(scenario.raid.variation.shot_correlation) as f32,
        switching_ticks: map.ticks(d.switching_cost_s),
        n_orphan_slots: if d.reassign { MAX_ORPHAN_SLOTS } else { 0 },
        ..Case::default()
    }
}

fn compile_assets(scenario: &Scenario, map: &Map) -> Vec<Asset> {
    let row = |a: &schema::Asset| {
        let point = map.point(&a.position);
        Asset {
            x: point.x,
            y: point.y,
            value_per_hit: (a.value / f64::from(a.hits_to_destroy)) as f32,
            hits_to_destroy: a.hits_to_destroy,
        }
    };
    scenario.assets.iter().map(row).collect()
}

fn compile_sensors(scenario: &Scenario, map: &Map) -> (Vec<Sensor>, Vec<String>, Vec<Point>) {
    let mut vertices = Vec::new();
    let mut sensors = Vec::new();
    let mut names = Vec::new();
    for radar in &scenario.radars {
        names.push(radar.name.clone());
        sensors.push(compile_radar(radar, map));
    }
    for area in &scenario.acoustic_areas {
        names.push(area.name.clone());
        let vertex_first = vertices.len() as u32;
        vertices.extend(area.polygon.iter().map(|corner| map.point(corner)));
        sensors.push(Sensor { vertex_first, ..compile_area(area, map) });
    }
    for sensor in &scenario.ideal_sensors {
        names.push(sensor.name.clone());
        let point = map.point(&sensor.position);
        sensors.push(Sensor {
            kind: codes::SENSOR_IDEAL,
            x: point.x,
            y: point.y,
            scan_ticks: map.period(sensor.scan_period_s),
            range_m: sensor.max_range_m as f32,
            classify: 1.0,
            ..Sensor::default()
        });
    }
    for sensor in &mut sensors {
        let right = f64::from(sensor.classify);
        [sensor.genuine_if_threat, sensor.genuine_if_decoy] = genuine(right, scenario.doctrine.believed_decoy_share);
    }
    (sensors, names, vertices)
}

/// SNR(R) = SNR0 (R0 / R)^4 s / s0, so what is stored is SNR0 R0^4 / s0 in km^4 per m2.
fn compile_radar(radar: &schema::Radar, map: &Map) -> Sensor {
    let point = map.point(&radar.position);
    let snr0 = libm::pow(10.0, radar.reference_snr_db / 10.0);
    let r0_km = radar.reference_range_m / 1000.0;
    Sensor {
        kind: codes::SENSOR_RADAR,
        x: point.x,
        y: point.y,
        z: to_pos(radar.mast_height_m),
        scan_ticks: map.period(radar.scan_period_s),
        range_m: radar.max_range_m as f32,
        horizon_m: (HORIZON_M_PER_SQRT_M * libm::sqrt(radar.mast_height_m)) as f32,
        mask_tan: libm::tan(radar.masking_angle_deg.to_radians()) as f32,
        snr_km4_per_m2: (snr0 * (r0_km * r0_km) * (r0_km * r0_km) / radar.reference_cross_section_m2) as f32,
        minus_ln_pfa: -libm::log(radar.false_alarm_probability) as f32,
        range_noise_m: radar.range_noise_m as f32,
        cross_noise: radar.angle_noise_deg.to_radians() as f32,
        classify: radar.classification_probability as f32,
        ..Sensor::default()
    }
}

fn compile_area(area: &schema::AcousticArea, map: &Map) -> Sensor {
    let centre = area.centre.map_or(Point::default(), |c| map.point(&c));
    Sensor {
        kind: codes::SENSOR_ACOUSTIC,
        x: centre.x,
        y: centre.y,
        scan_ticks: map.period(area.scan_period_s),
        range_m: area.radius_m.unwrap_or(0.0) as f32,
        cross_noise: area.position_noise_m as f32,
        altitude_noise_m: area.altitude_noise_m as f32,
        pi_density: (std::f64::consts::PI * area.density_per_km2 * 1.0e-6) as f32,
        hearing_m: area.hearing_range_m as f32,
        classify: area.classification_probability as f32,
        n_vertices: area.polygon.len() as u32,
        ..Sensor::default()
    }
}

fn compile_sites(scenario: &Scenario) -> Result<(Vec<Site>, u32, u32), CompileError> {
    let (mut channels, mut rails) = (0u64, 0u64);
    let mut sites = Vec::new();
    for site in &scenario.sites {
        sites.push(Site {
            channel_first: channels as u32,
            n_channels: site.channels,
            rail_first: rails as u32,
            n_rails: site.rails,
        });
        channels += u64::from(site.channels);
        rails += u64::from(site.rails);
    }
    Ok((sites, count("guidance channels", channels)?, count("rails", rails)?))
}

struct Groups {
    rows: Vec<Group>,
    types: Vec<usize>,
    sites: Vec<usize>,
    slots: Vec<u32>,
    n_rounds: u32,
}

fn compile_groups(scenario: &Scenario, map: &Map) -> Result<Groups, CompileError> {
    let by_name: HashMap<&str, usize> =
        scenario.interceptor_types.iter().enumerate().map(|(ix, t)| (t.name.as_str(), ix)).collect();
    let mut groups = Groups { rows: vec![], types: vec![], sites: vec![], slots: vec![], n_rounds: 0 };
    for (site_ix, site) in scenario.sites.iter().enumerate() {
        for (slot, magazine) in site.magazines.iter().enumerate() {
            let Some(&type_ix) = by_name.get(magazine.interceptor_type.as_str()) else { continue };
            let round_first = groups.n_rounds;
            groups.n_rounds = count("rounds", u64::from(round_first) + u64::from(magazine.rounds))?;
            groups.rows.push(Group {
                site: site_ix as u32,
                round_first,
                n_rounds: magazine.rounds,
                ..compile_group(site, &scenario.interceptor_types[type_ix], scenario.doctrine.flight_reserve, map)
            });
            groups.types.push(type_ix);
            groups.sites.push(site_ix);
            groups.slots.push(slot as u32);
        }
    }
    Ok(groups)
}

/// The largest turn in a tick at a speed, as (cosine, sine): lateral limit x tick / speed, at most half a turn.
fn turn_in_tick(lateral_mps2: f64, speed_mps: f64, tick_s: f64) -> (f32, f32) {
    let angle = (lateral_mps2 * tick_s / speed_mps).min(std::f64::consts::PI);
    (libm::cos(angle) as f32, libm::sin(angle) as f32)
}

fn compile_group(site: &schema::Site, kind: &schema::InterceptorType, reserve: f64, map: &Map) -> Group {
    let point = map.point(&site.position);
    let (cruise_cos, cruise_sin) = turn_in_tick(kind.lateral_limit_mps2, kind.cruise_speed_mps, map.tick_s);
    let (dash_cos, dash_sin) = turn_in_tick(kind.lateral_limit_mps2, kind.dash_speed_mps, map.tick_s);
    let level = |speed: f64| libm::sqrt((speed * speed - kind.climb_limit_mps * kind.climb_limit_mps).max(0.0)) as f32;
    let half_deg = site.sector_width_deg / 2.0;
    let centre = site.sector_centre_deg.to_radians();
    Group {
        x: point.x,
        y: point.y,
        z: to_pos(site.altitude_m),
        sector_east: libm::sin(centre) as f32,
        sector_north: libm::cos(centre) as f32,
        sector_cos: if half_deg >= 180.0 { -2.0 } else { libm::cos(half_deg.to_radians()) as f32 },
        reload_ticks: map.ticks(site.reload_s),
        release_at_acquisition: u32::from(site.channel_release == Release::Acquisition),
        turnaround_ticks: map.ticks(site.turnaround_s),
        command_ticks: map.ticks(site.command_delay_s),
        retarget_ticks: map.ticks(site.retarget_delay_s),
        cruise_mps: kind.cruise_speed_mps as f32,
        cruise_cos,
        cruise_sin,
        cruise_level_mps: level(kind.cruise_speed_mps),
        dash_mps: kind.dash_speed_mps as f32,
        dash_cos,
        dash_sin,
        dash_level_mps: level(kind.dash_speed_mps),
        lateral_mps2: kind.lateral_limit_mps2 as f32,
        climb_mps: kind.climb_limit_mps as f32,
        ceiling_m: kind.ceiling_m as f32,
        endurance_ticks: map.ticks(kind.endurance_s),
        reach_ticks: map.ticks(kind.endurance_s * (1.0 - reserve)),
        guidance: match kind.guidance {
            Guidance::PurePursuit => codes::GUIDANCE_PURSUIT,
            Guidance::LeadCollision => codes::GUIDANCE_LEAD,
            Guidance::ProportionalNavigation => codes::GUIDANCE_PN,
            Guidance::AugmentedProportionalNavigation => codes::GUIDANCE_APN,
        },
        gain: kind.guidance_gain as f32,
        seeker2_m2: (kind.seeker_range_m * kind.seeker_range_m) as f32,
        acquire: kind.acquisition_probability as f32,
        lethal2_m2: (kind.lethal_radius_m * kind.lethal_radius_m) as f32,
        reattacks: kind.reattacks,
        reattack_ticks: map.ticks(kind.reattack_s),
        ..Group::default()
    }
}
