//! One draw of a raid: who starts when and where, flies which way, gets lost when; and this raid's random effects.
//!
//! Host only, in f64 with `libm`: both engines upload the same rows, so this stage needs no twin. Every number is keyed by
//! what it is for (wave and member, site and round), so a change elsewhere in the scenario leaves it as it was.

use std::collections::HashMap;
use std::f64::consts::TAU;

use glam::DVec2;

use super::codes;
use super::compile::{CaseModel, GRAVITY_MPS2, Map, to_pos};
use super::layout::{Issue, Plan, Point, Threat};
use crate::exact::fixed;
use crate::exact::rng::{self, Kind, Purpose};
use crate::scenario::schema::{Asset, Position, Route, Scenario, ThreatType, Wave};

/// A drawn raid: rows local to one replicate.
pub struct DrawnRaid {
    /// Key of the replicate.
    pub key: [u32; 2],
    /// Plans of all threats; `replicate` is to be filled in, `point_first` counts from 0.
    pub plans: Vec<Plan>,
    /// Their routes.
    pub points: Vec<Point>,
    /// Their states before the start.
    pub threats: Vec<Threat>,
    /// Keys of all rounds.
    pub issues: Vec<Issue>,
    /// True kill probability by group in this raid.
    pub group_kill: Vec<f32>,
    /// Factor on every sensor's signal.
    pub signal: f32,
    /// First tick at which the defence decides.
    pub warning_tick: u32,
}

/// Which random effect of a raid a draw is for.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Effect {
    Detection = 0,
    Kill = 1,
    Warning = 2,
}

/// Which of a threat's random numbers a draw is for.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Number {
    Target = 0,
    Speed = 1,
    Altitude = 2,
    Start = 3,
    LaunchAngle = 4,
    LaunchRadius = 5,
    AimAngle = 6,
    AimRadius = 7,
    Offset = 8,
    Phase = 9,
}

/// Draws replicate `replicate` of a case under `seed`.
pub fn draw_raid(case: &CaseModel, seed: u64, replicate: u32) -> DrawnRaid {
    let key = rng::replicate_key(seed, replicate);
    let raid_key = rng::entity_key(key, Kind::Raid as u32, 0, 0);
    let effect = |e: Effect| rng::gauss_f64(rng::draw(raid_key, 0, Purpose::Effect as u32, e as u32));
    let variation = &case.scenario.raid.variation;
    let map = Map::new(&case.scenario);
    let warning_s = variation.warning_mean_s + variation.warning_sd_s * effect(Effect::Warning);
    let mut drawn = DrawnRaid {
        key,
        plans: Vec::with_capacity(case.n_threats as usize),
        points: Vec::new(),
        threats: Vec::with_capacity(case.n_threats as usize),
        issues: draw_issues(case, key),
        group_kill: draw_kill(case, variation.kill_sd * effect(Effect::Kill)),
        signal: libm::exp(variation.detection_sd * effect(Effect::Detection)) as f32,
        warning_tick: map.ticks(warning_s.max(0.0)),
    };
    let names = Names::new(&case.scenario);
    for (wave_ix, wave) in case.scenario.raid.waves.iter().enumerate() {
        draw_wave(&mut drawn, &case.scenario, &map, &names, wave_ix as u32, wave);
    }
    drawn
}

fn draw_issues(case: &CaseModel, key: [u32; 2]) -> Vec<Issue> {
    let mut issues = Vec::with_capacity(case.n_rounds as usize);
    for (group_ix, group) in case.groups.iter().enumerate() {
        let meaning = ((case.group_sites[group_ix] as u32) << 8) | case.group_slots[group_ix];
        for n in 0..group.n_rounds {
            let entity = rng::entity_key(key, Kind::Interceptor as u32, meaning, n);
            issues.push(Issue { replicate: 0, group: group_ix as u32, key0: entity[0], key1: entity[1] });
        }
    }
    issues
}

/// The kill probability's log-odds moved by this raid's effect; 0 and 1 stay what they are.
fn draw_kill(case: &CaseModel, shift: f64) -> Vec<f32> {
    let shifted = |&type_ix: &usize| {
        let p = case.scenario.interceptor_types[type_ix].kill_probability;
        if shift == 0.0 || p <= 0.0 || p >= 1.0 {
            return p as f32;
        }
        let odds = p / (1.0 - p) * libm::exp(shift);
        (odds / (1.0 + odds)) as f32
    };
    case.group_types.iter().map(shifted).collect()
}

/// Names resolved to indices once per raid; the checker has seen to it that they exist.
struct Names<'a> {
    types: HashMap<&'a str, &'a ThreatType>,
    assets: HashMap<&'a str, (u32, &'a Asset)>,
    areas: HashMap<&'a str, (Position, f64)>,
    routes: HashMap<&'a str, &'a Route>,
}

impl<'a> Names<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Self {
            types: scenario.threat_types.iter().map(|t| (t.name.as_str(), t)).collect(),
            assets: scenario.assets.iter().enumerate().map(|(ix, a)| (a.name.as_str(), (ix as u32, a))).collect(),
            areas: scenario.raid.launch_areas.iter().map(|a| (a.name.as_str(), (a.position, a.radius_m))).collect(),
            routes: scenario.raid.routes.iter().map(|r| (r.name.as_str(), r)).collect(),
        }
    }
}

/// Random numbers of one threat, by what they are for.
struct Dice {
    key: [u32; 2],
}

impl Dice {
    fn unit(&self, number: Number) -> f64 {
        rng::unit_f64(rng::draw(self.key, 0, Purpose::Spawn as u32, number as u32))
    }

    /// Normal, within two deviations.
    fn normal(&self, number: Number) -> f64 {
        rng::gauss_f64(rng::draw(self.key, 0, Purpose::Spawn as u32, number as u32)).clamp(-2.0, 2.0)
    }

    /// A point spread evenly over a disc, relative to its centre, m.
    fn in_disc(&self, angle: Number, radius: Number, radius_m: f64) -> DVec2 {
        let (sin, cos) = libm::sincos(TAU * self.unit(angle));
        DVec2::new(cos, sin) * (radius_m * libm::sqrt(self.unit(radius)))
    }
}

fn draw_wave(drawn: &mut DrawnRaid, scenario: &Scenario, map: &Map, names: &Names<'_>, wave_ix: u32, wave: &Wave) {
    let total: u32 = wave.composition.iter().map(|part| part.count).sum();
    let mut taken = vec![0u32; wave.composition.len()];
    for n in 0..total {
        let part = next_part(wave, &mut taken, n, total);
        let Some(kind) = names.types.get(wave.composition[part].threat_type.as_str()) else { continue };
        let key = rng::entity_key(drawn.key, Kind::Threat as u32, wave_ix, n);
        draw_threat(drawn, scenario, map, names, wave, n, kind, &Dice { key });
    }
}

/// Interleaves the types of a wave: the one that lags most behind its share is next; ties go to the first.
pub(crate) fn next_part(wave: &Wave, taken: &mut [u32], n: u32, total: u32) -> usize {
    let lag = |ix: usize| {
        let share = u64::from(wave.composition[ix].count) * u64::from(n + 1);
        share as i64 - i64::from(taken[ix]) * i64::from(total)
    };
    let mut best = 0;
    for ix in 1..taken.len() {
        if lag(ix) > lag(best) {
            best = ix;
        }
    }
    taken[best] += 1;
    best
}

#[expect(clippy::too_many_arguments, reason = "one threat is drawn from everything its wave knows")]
fn draw_threat(
    drawn: &mut DrawnRaid,
    scenario: &Scenario,
    map: &Map,
    names: &Names<'_>,
    wave: &Wave,
    n: u32,
    kind: &ThreatType,
    dice: &Dice,
) {
    let theatre = &scenario.theatre;
    let speed = (kind.cruise_speed_mps + kind.cruise_speed_sd_mps * dice.normal(Number::Speed)).max(1.0);
    let altitude = (kind.cruise_altitude_m + kind.cruise_altitude_sd_m * dice.normal(Number::Altitude)).max(10.0);
    let (asset_ix, asset) = choose_target(wave, names, dice);
    let path = draw_path(map, names, wave, n, asset, dice);
    let jitter = wave.spacing_jitter_s * (2.0 * dice.unit(Number::Start) - 1.0);
    let start_s = (wave.start_s + f64::from(n) * wave.spacing_s + jitter).max(0.0);
    let epoch_ticks = map.epoch_ticks();
    let start_tick = map.ticks(start_s).div_ceil(epoch_ticks) * epoch_ticks;
    let turn_radps = GRAVITY_MPS2 * libm::sqrt(kind.turn_load_factor * kind.turn_load_factor - 1.0) / speed;
    let turn = (turn_radps * theatre.tick_s).min(std::f64::consts::PI);
    let dive = kind.dive_angle_deg.to_radians();
    let reach_m = speed * theatre.tick_s;
    drawn.plans.push(Plan {
        replicate: 0,
        key0: dice.key[0],
        key1: dice.key[1],
        start_tick,
        lost_tick: lost_tick(kind, dice, start_tick, map),
        point_first: drawn.points.len() as u32,
        n_points: path.len() as u32 - 1,
        asset: asset_ix,
        decoy: u32::from(kind.decoy),
        speed_mps: speed as f32,
        inverse_speed: (1.0 / speed) as f32,
        turn_cos: libm::cos(turn) as f32,
        turn_sin: libm::sin(turn) as f32,
        switch_m: (speed / turn_radps).max(2.0 * reach_m) as f32,
        altitude_m: altitude as f32,
        dive_cot: (libm::cos(dive) / libm::sin(dive)) as f32,
        reach2_m2: (reach_m * reach_m) as f32,
        weave_turns: (wave.weave_angle_deg / 360.0) as f32,
        weave_per_tick: (theatre.tick_s / wave.weave_period_s) as f32,
        weave_phase: dice.unit(Number::Phase) as f32,
        rcs_m2: kind.radar_cross_section_m2 as f32,
        loudness: kind.acoustic_loudness as f32,
        hit: kind.hit_probability as f32,
    });
    drawn.threats.push(initial_state(&path, speed, altitude));
    drawn.points.extend(path[1..].iter().map(|point| Point { x: to_pos(point.x), y: to_pos(point.y) }));
}

fn choose_target<'a>(wave: &Wave, names: &Names<'a>, dice: &Dice) -> (u32, &'a Asset) {
    let total: f64 = wave.targets.iter().map(|aim| aim.weight).sum();
    let mut left = total * dice.unit(Number::Target);
    let mut chosen = &wave.targets[0];
    for aim in wave.targets.iter().filter(|aim| aim.weight > 0.0) {
        chosen = aim;
        left -= aim.weight;
        if left < 0.0 {
            break;
        }
    }
    names.assets[chosen.asset.as_str()]
}

/// Start, points of the route moved sideways, aim point; m.
fn draw_path(map: &Map, names: &Names<'_>, wave: &Wave, n: u32, asset: &Asset, dice: &Dice) -> Vec<DVec2> {
    let (area, radius_m) = names.areas[wave.launch_area.as_str()];
    let route = (!wave.routes.is_empty()).then(|| names.routes[wave.routes[n as usize % wave.routes.len()].as_str()]);
    let start = map.east_north_m(&area) + dice.in_disc(Number::LaunchAngle, Number::LaunchRadius, radius_m);
    let aim = map.east_north_m(&asset.position) + dice.in_disc(Number::AimAngle, Number::AimRadius, asset.radius_m);
    let mut path = vec![start];
    if let Some(route) = route {
        path.extend(route.waypoints.iter().map(|point| map.east_north_m(point)));
    }
    path.push(aim);
    let offset_m = route.map_or(0.0, |route| route.lateral_dispersion_m) * dice.normal(Number::Offset);
    let straight = path.clone();
    for ix in 1..path.len() - 1 {
        path[ix] += direction(straight[ix + 1] - straight[ix - 1]).perp() * offset_m;
    }
    path
}

/// The unit vector along `v`; north where `v` is too short to have a direction.
fn direction(v: DVec2) -> DVec2 {
    let length = libm::sqrt(v.x * v.x + v.y * v.y);
    if length > 1.0e-3 { v / length } else { DVec2::Y }
}

/// Already at cruise, flying towards the first point.
fn initial_state(path: &[DVec2], speed: f64, altitude: f64) -> Threat {
    let start = path[0];
    let v = direction(path[1] - start) * speed;
    let to_vel = |v: f64| (v * f64::from(fixed::VEL_PER_MPS) + 0.5).floor() as i32;
    Threat {
        status: codes::THREAT_PENDING,
        x: to_pos(start.x),
        y: to_pos(start.y),
        z: to_pos(altitude),
        vx: to_vel(v.x),
        vy: to_vel(v.y),
        ..Threat::default()
    }
}

/// When it gets lost: a constant hazard that gives the stated probability per hour.
fn lost_tick(kind: &ThreatType, dice: &Dice, start_tick: u32, map: &Map) -> u32 {
    if kind.lost_per_hour <= 0.0 {
        return u32::MAX;
    }
    let rate_per_s = -libm::log(1.0 - kind.lost_per_hour) / 3600.0;
    let u = rng::unit_f64(rng::draw(dice.key, 0, Purpose::Lost as u32, 0));
    let flown_s = -libm::log(1.0 - u) / rate_per_s;
    start_tick.saturating_add(map.ticks(flown_s).max(1))
}
