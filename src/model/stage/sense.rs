//! Sense: detections become tracks. One lane per threat, sensors in index order, one track slot per threat.
//!
//! A track holds positions and velocities over ground. Association is perfect and there are no false tracks.

use super::assign::CHANCE_STEPS;
use super::{between, header, velocity};
use crate::exact::math::{fclamp, fmax, ln, recip, rsqrt, sqrt};
use crate::exact::rng::{self, Purpose};
use crate::exact::{Real, V3, fixed};
use crate::model::batch::{Statics, World};
use crate::model::codes;
use crate::model::events::{Event, Recorder, emit};
use crate::model::layout::{Case, Plan, Point, Sensor, Threat, Track};

/// Twice the radius of the 4/3 earth, m: how far a straight ray rises above the ground.
pub(crate) const TWICE_EARTH_M: f32 = 16_989_357.0;
/// Metres to the horizon per square root of metres of height.
pub(crate) const HORIZON_M_PER_SQRT_M: f32 = 4_120.0;
/// No component of an estimated velocity exceeds this, m/s; a noisy first pair of detections could.
pub(crate) const MAX_TRACK_MPS: f32 = 450.0;

/// Standard deviation of a component of the velocity before it is known, m/s.
pub(crate) const PRIOR_MPS: f32 = 60.0;

/// One third, as the covariance grows with the cube of time.
pub(crate) const THIRD: f32 = 1.0 / 3.0;
/// No variance falls below this, m2 and m2/s2, so that rounding cannot make it negative.
pub(crate) const LEAST_VARIANCE: f32 = 1.0e-4;

/// One report of one sensor.
struct Report<R> {
    /// Error of the reported position, m.
    error: V3<R>,
    /// Standard deviation of its worst component, as the tracker knows it, m.
    noise: R,
}

/// Moves the track on by an epoch, looks with every sensor that is due, filters, confirms and drops. Where the threat is
/// heading is judged afterwards, for all rows together, by [`head_for`](super::head_for).
pub fn sense<R: Real>(s: &Statics, w: &mut World, events: &mut Recorder, row: usize) {
    let plan = &s.plans[row];
    let (header, case) = header(s, plan.replicate);
    let tally = &mut w.tallies[plan.replicate as usize];
    if tally.done != 0 {
        return;
    }
    let tick = tally.tick;
    let entity = row as u32 - header.threat_first;
    let threat = &w.threats[row];
    let track = &mut w.tracks[row];
    track.n_engaged = 0;
    track.demand = 0;
    if threat.status == codes::THREAT_PENDING {
        return;
    }
    let mut note = |code: u32, detail: u32| {
        emit(tally, events, Event { tick, stage: codes::STAGE_SENSE, entity, code, detail });
    };
    if case.truth != 0 {
        let is_new = reveal::<R>(case, plan, threat, track, tick);
        if is_new {
            note(codes::EVENT_CONFIRMED, case.n_sensors * 2 + track.believed_decoy);
        }
        return;
    }
    coast::<R>(case, track);
    let before = track.status;
    let (mut looked, mut seen, mut seen_by) = (0u32, 0u32, 0u32);
    for ix in 0..case.n_sensors {
        let sensor = &s.sensors[(case.sensor_first + ix) as usize];
        if !tick.is_multiple_of(sensor.scan_ticks) {
            continue;
        }
        looked = 1;
        if threat.status != codes::THREAT_AIRBORNE {
            continue;
        }
        if let Some(report) = look::<R>(&s.points, header.signal, plan, sensor, threat, tick, ix) {
            filter(case, track, threat, sensor.kind, &report, tick);
            seen = 1;
            seen_by = ix;
        }
    }
    if looked == 0 {
        return;
    }
    track.history = ((track.history << 1) | seen) & case.confirm_mask;
    if seen != 0 {
        if before == codes::TRACK_NONE {
            track.status = codes::TRACK_TENTATIVE;
        }
        if before != codes::TRACK_CONFIRMED && track.history.count_ones() >= case.confirm_hits {
            let sensor = &s.sensors[(case.sensor_first + seen_by) as usize];
            track.status = codes::TRACK_CONFIRMED;
            track.believed_decoy = classify::<R>(plan, sensor, seen_by);
            track.genuine = if track.believed_decoy != 0 { sensor.genuine_if_decoy } else { sensor.genuine_if_threat };
            track.chain |= codes::SEEN_CONFIRMED;
            note(codes::EVENT_CONFIRMED, seen_by * 2 + track.believed_decoy);
        }
        let dead = track.believed_dead_tick;
        if dead != 0 && case.reopen_ticks != 0 && tick >= dead + case.reopen_ticks {
            track.believed_dead_tick = 0;
            note(codes::EVENT_REOPENED, 0);
        }
    } else if before != codes::TRACK_NONE && tick - track.update_tick > case.drop_ticks {
        track.status = codes::TRACK_NONE;
        track.history = 0;
        track.n_updates = 0;
        note(codes::EVENT_DROPPED, 0);
    }
}

/// Puts the true state in place of whatever sensors would make of it: of a threat in the air, as if an ideal sensor had just
/// confirmed it; of one that is not, no track. Says whether the track is new.
fn reveal<R: Real>(case: &Case, plan: &Plan, threat: &Threat, track: &mut Track, tick: u32) -> bool {
    if threat.status != codes::THREAT_AIRBORNE {
        track.status = codes::TRACK_NONE;
        track.history = 0;
        track.n_updates = 0;
        return false;
    }
    let is_new = track.status != codes::TRACK_CONFIRMED;
    let exact = Report { error: V3::zero(), noise: R::of(0.0) };
    filter(case, track, threat, codes::SENSOR_IDEAL, &exact, tick);
    track.status = codes::TRACK_CONFIRMED;
    track.history = case.confirm_mask;
    track.believed_decoy = plan.decoy;
    track.genuine = if plan.decoy != 0 { 0 } else { CHANCE_STEPS };
    track.believed_dead_tick = 0;
    track.chain |= codes::SEEN_CONFIRMED;
    is_new
}

/// Moves the track by one epoch in a straight line.
fn coast<R: Real>(case: &Case, track: &mut Track) {
    if track.status == codes::TRACK_NONE {
        return;
    }
    let moved = velocity::<R>([track.vx, track.vy, track.vz]).scale(R::of(case.epoch_s));
    track.x += fixed::to_pos(moved.x);
    track.y += fixed::to_pos(moved.y);
    track.z += fixed::to_pos(moved.z);
}

/// One look of one sensor at one threat.
fn look<R: Real>(
    points: &[Point],
    signal: f32,
    plan: &Plan,
    sensor: &Sensor,
    threat: &Threat,
    tick: u32,
    sensor_ix: u32,
) -> Option<Report<R>> {
    let key = [plan.key0, plan.key1];
    let gauss = |purpose: Purpose| rng::gauss::<R>(rng::draw(key, tick, purpose as u32, sensor_ix));
    let r = between::<R>([threat.x, threat.y, threat.z], [sensor.x, sensor.y, sensor.z]);
    let flat2 = fmax(r.x * r.x + r.y * r.y, R::of(1.0));
    if sensor.kind == codes::SENSOR_IDEAL {
        let range = R::of(sensor.range_m);
        return (flat2 <= range * range).then(|| Report { error: V3::zero(), noise: R::of(0.0) });
    }
    let log_draw = || -ln(rng::open_unit::<R>(rng::draw(key, tick, Purpose::Detect as u32, sensor_ix)[0]));
    if sensor.kind == codes::SENSOR_ACOUSTIC {
        if !inside::<R>(points, sensor, threat, flat2) {
            return None;
        }
        let hearing = R::of(sensor.hearing_m) * R::of(plan.loudness) * R::of(signal);
        let altitude = fixed::metres::<R>(threat.z);
        let ground2 = hearing * hearing - altitude * altitude;
        // P(some microphone of a Poisson field hears it) = 1 - exp(-pi density ground^2).
        if ground2 <= R::of(0.0) || log_draw() >= R::of(sensor.pi_density) * ground2 {
            return None;
        }
        let east = R::of(sensor.cross_noise) * gauss(Purpose::MeasureRange);
        let north = R::of(sensor.cross_noise) * gauss(Purpose::MeasureAzimuth);
        let up = R::of(sensor.altitude_noise_m) * gauss(Purpose::MeasureElevation);
        return Some(Report { error: V3::new(east, north, up), noise: R::of(sensor.cross_noise) });
    }
    let range2 = flat2 + r.z * r.z;
    if range2 > R::of(sensor.range_m) * R::of(sensor.range_m) || !above_horizon(sensor, threat, r, flat2) {
        return None;
    }
    // Swerling 1: u < Pfa^(1/(1+SNR)), as (R^4 + k) E > -ln(Pfa) R^4 with E = -ln u, in km.
    let range2_km2 = range2 * R::of(1.0e-6);
    let range4 = range2_km2 * range2_km2;
    let k = R::of(sensor.snr_km4_per_m2) * R::of(plan.rcs_m2) * R::of(signal);
    if (range4 + k) * log_draw() <= R::of(sensor.minus_ln_pfa) * range4 {
        return None;
    }
    let flat_inverse = rsqrt(flat2);
    let range_inverse = rsqrt(range2);
    let along = R::of(sensor.range_noise_m) * gauss(Purpose::MeasureRange) * range_inverse;
    let across = R::of(sensor.cross_noise) * gauss(Purpose::MeasureAzimuth);
    let upward = R::of(sensor.cross_noise) * gauss(Purpose::MeasureElevation);
    let tilt = r.z * flat_inverse * upward;
    let error = V3::new(
        r.x * along - r.y * across - r.x * tilt,
        r.y * along + r.x * across - r.y * tilt,
        r.z * along + flat2 * flat_inverse * upward,
    );
    let noise = fmax(R::of(sensor.range_noise_m), R::of(sensor.cross_noise) * range2 * range_inverse);
    Some(Report { error, noise })
}

/// Above the 4/3-earth horizon and above the terrain's masking angle.
fn above_horizon<R: Real>(sensor: &Sensor, threat: &Threat, r: V3<R>, flat2: R) -> bool {
    let flat = sqrt(flat2);
    let altitude = fmax(fixed::metres::<R>(threat.z), R::of(0.0));
    let horizon = R::of(sensor.horizon_m) + R::of(HORIZON_M_PER_SQRT_M) * sqrt(altitude);
    let rise = r.z - flat2 * recip(R::of(TWICE_EARTH_M));
    flat <= horizon && rise >= R::of(sensor.mask_tan) * flat
}

/// Inside the circle, or inside the polygon by counting crossed edges.
fn inside<R: Real>(points: &[Point], sensor: &Sensor, threat: &Threat, flat2: R) -> bool {
    if sensor.n_vertices == 0 {
        return flat2 <= R::of(sensor.range_m) * R::of(sensor.range_m);
    }
    let mut odd = false;
    let mut before = points[(sensor.vertex_first + sensor.n_vertices - 1) as usize];
    for ix in 0..sensor.n_vertices {
        let corner = points[(sensor.vertex_first + ix) as usize];
        if (corner.y > threat.y) != (before.y > threat.y) {
            let ax = fixed::metres::<R>(corner.x - threat.x);
            let ay = fixed::metres::<R>(corner.y - threat.y);
            let bx = fixed::metres::<R>(before.x - threat.x);
            let by = fixed::metres::<R>(before.y - threat.y);
            let turn = ax * by - bx * ay;
            if (turn > R::of(0.0)) == (before.y > corner.y) {
                odd = !odd;
            }
        }
        before = corner;
    }
    odd
}

/// Corrects the track by one report: an alpha-beta filter whose gains are the Kalman gains of a target at constant velocity
/// with random accelerations (one covariance for all three axes, since one noise stands for all of them).
fn filter<R: Real>(case: &Case, track: &mut Track, threat: &Threat, kind: u32, report: &Report<R>, tick: u32) {
    let measured = [
        threat.x + fixed::to_pos(report.error.x),
        threat.y + fixed::to_pos(report.error.y),
        threat.z + fixed::to_pos(report.error.z),
    ];
    let variance = fmax(report.noise * report.noise, R::of(1.0));
    if kind == codes::SENSOR_IDEAL {
        let wind = super::wind::<R>(case);
        [track.x, track.y, track.z] = measured;
        track.vx = threat.vx + fixed::to_vel(wind.x);
        track.vy = threat.vy + fixed::to_vel(wind.y);
        track.vz = threat.vz;
        [track.cov_pp, track.cov_pv, track.cov_vv] = [1.0, 0.0, 1.0];
    } else if track.n_updates == 0 {
        [track.x, track.y, track.z] = measured;
        [track.vx, track.vy, track.vz] = [0; 3];
        [track.cov_pp, track.cov_pv, track.cov_vv] = [variance.get(), 0.0, PRIOR_MPS * PRIOR_MPS];
    } else {
        correct(case, track, measured, variance, tick);
    }
    track.n_updates += 1;
    track.update_tick = tick;
}

/// The update itself; the track's position has already coasted to this edge.
fn correct<R: Real>(case: &Case, track: &mut Track, measured: [i32; 3], variance: R, tick: u32) {
    let dt = R::from_int((tick - track.update_tick) as i32) * R::of(case.tick_s);
    let density = R::of(case.manoeuvre);
    let (pp, pv, vv) = (R::of(track.cov_pp), R::of(track.cov_pv), R::of(track.cov_vv));
    let dt2 = dt * dt;
    let pp_now = pp + dt * (pv + pv) + dt2 * vv + density * (dt2 * dt) * R::of(THIRD);
    let pv_now = pv + dt * vv + density * dt2 * R::of(0.5);
    let vv_now = vv + density * dt;
    let inverse = recip(pp_now + variance);
    let gain_p = pp_now * inverse;
    let gain_v = pv_now * inverse;
    let left = fmax(R::of(1.0) - gain_p, R::of(0.0));
    track.cov_pp = fmax(left * pp_now, R::of(LEAST_VARIANCE)).get();
    track.cov_pv = (left * pv_now).get();
    track.cov_vv = fmax(vv_now - gain_v * pv_now, R::of(LEAST_VARIANCE)).get();
    let residual = between::<R>(measured, [track.x, track.y, track.z]);
    let limit = R::of(MAX_TRACK_MPS);
    let v = velocity::<R>([track.vx, track.vy, track.vz]) + residual.scale(gain_v);
    track.vx = fixed::to_vel(fclamp(v.x, -limit, limit));
    track.vy = fixed::to_vel(fclamp(v.y, -limit, limit));
    track.vz = fixed::to_vel(fclamp(v.z, -limit, limit));
    track.x += fixed::to_pos(residual.x * gain_p);
    track.y += fixed::to_pos(residual.y * gain_p);
    track.z += fixed::to_pos(residual.z * gain_p);
}

/// What the confirming sensor takes the threat for.
fn classify<R: Real>(plan: &Plan, sensor: &Sensor, sensor_ix: u32) -> u32 {
    let words = rng::draw([plan.key0, plan.key1], 0, Purpose::Classify as u32, sensor_ix);
    let right = rng::unit::<R>(words[0]) < R::of(sensor.classify);
    if right { plan.decoy } else { 1 - plan.decoy }
}
