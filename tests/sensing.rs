//! Sensors and tracks against closed forms and brute force, through the stage itself: the `sense` stage runs scan after scan
//! while the target is held where the test puts it, so that range, altitude and place are known exactly.

mod common;

use common::{Duel, binomial, built, job, place};
use kingbird::engine::cpu::Runner;
use kingbird::model::CaseModel;
use kingbird::model::codes;
use kingbird::model::layout::Track;
use kingbird::scenario::schema::{AcousticArea, Radar, Scenario};

const SPAWN: usize = 0;
const SENSE: usize = 1;

/// A field of motionless targets with no sensor yet; the test adds one and says where the targets are.
fn field(threats: u32) -> Scenario {
    let mut scenario = Duel { threats, rounds: 0, start: (10_000.0, 0.0), ..Duel::default() }.scenario();
    scenario.ideal_sensors.clear();
    scenario
}

fn radar() -> Radar {
    Radar {
        name: "radar".into(),
        position: place(0.0, 0.0),
        mast_height_m: 10.0,
        max_range_m: 400_000.0,
        masking_angle_deg: -5.0, // nothing masked: the horizon alone counts
        reference_range_m: 10_000.0,
        reference_snr_db: 13.0,
        reference_cross_section_m2: 0.1,
        false_alarm_probability: 1.0e-6,
        scan_period_s: 1.0,
        range_noise_m: 0.0,
        angle_noise_deg: 0.0,
        classification_probability: 1.0,
    }
}

fn microphones() -> AcousticArea {
    AcousticArea {
        name: "ears".into(),
        centre: Some(place(0.0, 0.0)),
        radius_m: Some(50_000.0),
        polygon: vec![],
        density_per_km2: 0.1,
        hearing_range_m: 2_500.0,
        scan_period_s: 1.0,
        position_noise_m: 0.0,
        altitude_noise_m: 0.0,
        classification_probability: 1.0,
    }
}

/// Runs the `sense` stage over all threats, held at positions (east, north, up) in metres, for a number of scans; calls back
/// after each with the scan's number and the tracks.
fn watch(case: &CaseModel, at: &[[f64; 3]], scans: u32, mut see: impl FnMut(u32, &[Track])) {
    let mut runner = Runner::new(std::slice::from_ref(case), job(0), false);
    runner.run_stage(SPAWN);
    for (threat, p) in runner.batch.world.threats.iter_mut().zip(at.iter().cycle()) {
        [threat.x, threat.y, threat.z] = p.map(|metres| (metres * 256.0).round() as i32);
    }
    for scan in 0..scans {
        runner.run_stage(SENSE);
        see(scan, &runner.batch.world.tracks);
        runner.batch.world.tallies[0].tick += case.case.epoch_ticks;
    }
}

/// Detections out of looks with all targets at one place.
fn detections(case: &CaseModel, at: [f64; 3], scans: u32) -> (u32, u32) {
    let (mut seen, mut looks) = (0, 0);
    watch(case, &[at], scans, |scan, tracks| {
        let tick = scan * case.case.epoch_ticks;
        seen += tracks.iter().filter(|t| t.n_updates > 0 && t.update_tick == tick).count() as u32;
        looks += tracks.len() as u32;
    });
    (seen, looks)
}

/// Swerling 1: Pd = Pfa^(1 / (1 + SNR)); for Pfa 1e-6: 0.2848 at 10 dB, 0.5172 at 13 dB, 0.8722 at 20 dB. SNR falls with the
/// fourth power of range and rises with the cross-section.
#[test]
fn detection_frequency_is_swerling_1() {
    // Slant range 10 km at an altitude of 500 m above the mast.
    let flat = |slant: f64| [(slant * slant - 490.0 * 490.0).sqrt(), 0.0, 500.0];
    for (snr_db, expected) in [(10.0, 0.2848), (13.0, 0.5172), (20.0, 0.8722)] {
        let mut scenario = field(50);
        scenario.radars = vec![Radar { reference_snr_db: snr_db, ..radar() }];
        let (seen, looks) = detections(&built(&scenario, "none"), flat(10_000.0), 400);
        assert!(binomial(seen, looks, expected), "{snr_db} dB: {seen} of {looks}, not {expected}");
        assert!(!binomial(seen, looks, expected + 0.02), "the bound is too wide to see anything");
        // Twice as far with sixteen times the cross-section is the same signal.
        scenario.threat_types[0].radar_cross_section_m2 = 1.6;
        let (seen, looks) = detections(&built(&scenario, "none"), flat(20_000.0), 400);
        assert!(binomial(seen, looks, expected), "{snr_db} dB at 20 km: {seen} of {looks}, not {expected}");
    }
}

/// 4/3 earth: d = 4.12 km (sqrt(h_r) + sqrt(h_t)); a mast of 10 m sees 42.2 km at 50 m and 143.3 km at 1,000 m.
#[test]
fn radar_sees_as_far_as_its_horizon() {
    for (altitude, horizon_km) in [(50.0, 42.2), (1_000.0, 143.3)] {
        let mut scenario = field(1);
        scenario.radars = vec![Radar { reference_range_m: 400_000.0, reference_snr_db: 60.0, ..radar() }];
        let case = built(&scenario, "none");
        let sees = |km: f64| detections(&case, [km * 1_000.0, 0.0, altitude], 20).0 == 20;
        assert!(sees(horizon_km - 0.1), "not seen at {horizon_km} km less a little");
        assert_eq!(
            detections(&case, [(horizon_km + 0.1) * 1_000.0, 0.0, altitude], 20).0,
            0,
            "seen beyond {horizon_km} km"
        );
    }
}

/// Masked is what stands lower than the masking angle over a straight ray of the 4/3 earth.
#[test]
fn terrain_masks_what_is_below_its_angle() {
    let mut scenario = field(1);
    scenario.radars =
        vec![Radar { masking_angle_deg: 1.0, reference_range_m: 400_000.0, reference_snr_db: 60.0, ..radar() }];
    let case = built(&scenario, "none");
    for flat_m in [2_000.0, 20_000.0, 60_000.0_f64] {
        // The earth falls away by d^2 / (2 k R), R = 6371 km, k = 4/3.
        let drop_m = flat_m * flat_m / (2.0 * 4.0 / 3.0 * 6_371_000.0);
        let edge_m = 10.0 + flat_m * libm::tan(1.0_f64.to_radians()) + drop_m;
        assert_eq!(detections(&case, [flat_m, 0.0, edge_m + 2.0], 20).0, 20, "masked above the angle at {flat_m} m");
        assert_eq!(detections(&case, [flat_m, 0.0, edge_m - 2.0], 20).0, 0, "seen below the angle at {flat_m} m");
    }
}

/// Microphones scattered at random: somebody hears with 1 - exp(-density pi (r^2 - h^2)).
#[test]
fn microphones_hear_with_the_chance_of_a_poisson_field() {
    for (altitude, loudness) in [(300.0, 1.0), (1_500.0, 1.0), (1_500.0, 1.6)] {
        let mut scenario = field(50);
        scenario.threat_types[0].acoustic_loudness = loudness;
        scenario.acoustic_areas = vec![microphones()];
        let r = 2.5 * loudness;
        let expected = 1.0 - libm::exp(-0.1 * std::f64::consts::PI * (r * r - altitude * altitude * 1.0e-6));
        let (seen, looks) = detections(&built(&scenario, "none"), [5_000.0, 0.0, altitude], 300);
        assert!(binomial(seen, looks, expected), "{altitude} m, {loudness}: {seen} of {looks}, not {expected}");
        assert!(!binomial(seen, looks, expected * 0.95), "the bound is too wide to see anything");
    }
    let mut scenario = field(50);
    scenario.acoustic_areas = vec![microphones()];
    assert_eq!(
        detections(&built(&scenario, "none"), [5_000.0, 0.0, 2_501.0], 100).0,
        0,
        "heard above the hearing range"
    );
}

/// Inside by the winding angle: the sum of the angles under which the edges are seen is a full turn or nothing.
fn inside_by_angles(polygon: &[(f64, f64)], x: f64, y: f64) -> bool {
    let mut sum = 0.0;
    for (ix, a) in polygon.iter().enumerate() {
        let b = polygon[(ix + 1) % polygon.len()];
        let (ax, ay, bx, by) = (a.0 - x, a.1 - y, b.0 - x, b.1 - y);
        sum += libm::atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    sum.abs() > std::f64::consts::PI
}

/// The crossing count of the stage against another way of telling inside from outside, over a grid that covers a polygon
/// with a deep notch.
#[test]
fn polygons_hold_what_brute_force_says() {
    let corners = [
        (0.0, 0.0),
        (9_000.0, -2_000.0),
        (4_000.0, 3_000.0),
        (10_000.0, 8_000.0),
        (-3_000.0, 9_500.0),
        (1_000.0, 4_000.0),
    ];
    let mut grid = Vec::new();
    for i in 0..40 {
        for j in 0..40 {
            grid.push([-4_537.0 + 400.0 * f64::from(i), -3_411.0 + 400.0 * f64::from(j), 100.0]);
        }
    }
    let mut scenario = field(grid.len() as u32);
    // So many that a hearing is certain: 1 - exp(-100 pi 0.24).
    scenario.acoustic_areas = vec![AcousticArea {
        centre: None,
        radius_m: None,
        polygon: corners.iter().map(|&(east, north)| place(east, north)).collect(),
        density_per_km2: 100.0,
        hearing_range_m: 500.0,
        ..microphones()
    }];
    let (mut inside, mut wrong) = (0, 0);
    watch(&built(&scenario, "none"), &grid, 1, |_, tracks| {
        for (track, p) in tracks.iter().zip(&grid) {
            let expected = inside_by_angles(&corners, p[0], p[1]);
            inside += u32::from(expected);
            wrong += u32::from(expected != (track.n_updates > 0));
        }
    });
    assert!((300..1_300).contains(&inside), "{inside} inside: the grid does not test both sides");
    assert_eq!(wrong, 0, "of {} points", grid.len());
}

/// m of n against a window slid over the same looks by hand.
#[test]
fn tracks_are_confirmed_by_m_of_n() {
    for (hits, window) in [(1, 1), (2, 3), (3, 5), (4, 4)] {
        let mut scenario = field(60);
        scenario.radars = vec![Radar { reference_snr_db: 10.0, ..radar() }];
        scenario.tracking.confirm_hits = hits;
        scenario.tracking.confirm_window = window;
        scenario.tracking.drop_after_s = 3_600.0;
        let case = built(&scenario, "none");
        let mut looks = vec![Vec::new(); 60];
        let mut confirmed = 0;
        watch(&case, &[[10_000.0, 0.0, 500.0]], 25, |scan, tracks| {
            for (track, seen) in tracks.iter().zip(&mut looks) {
                seen.push(track.n_updates > 0 && track.update_tick == scan * case.case.epoch_ticks);
                let by_hand = seen.windows(window as usize).any(|w| w.iter().filter(|&&s| s).count() >= hits as usize)
                    || seen.len() < window as usize && seen.iter().filter(|&&s| s).count() >= hits as usize;
                // Looks before the first whole window count as well: what was not looked at was not seen.
                let early = (1..=seen.len().min(window as usize))
                    .any(|n| seen[..n].iter().filter(|&&s| s).count() >= hits as usize);
                assert_eq!(track.status == codes::TRACK_CONFIRMED, by_hand || early, "{hits} of {window}: {seen:?}");
                confirmed += u32::from(by_hand || early);
            }
        });
        assert!(
            confirmed > 0 && confirmed < 60 * 25,
            "{hits} of {window}: confirmed {confirmed} times, nothing to tell"
        );
    }
}

/// Out of sight a track goes on in a straight line; after the stated time it is gone, and not before.
#[test]
fn tracks_coast_straight_and_are_dropped_in_time() {
    let mut scenario =
        Duel { rounds: 0, threat_mps: 80.0, start: (0.0, 0.0), asset: (60_000.0, 0.0), ..Duel::default() }.scenario();
    scenario.ideal_sensors[0].max_range_m = 4_000.0; // lost from sight at about 50 s
    scenario.tracking.drop_after_s = 12.0;
    let case = built(&scenario, "none");
    let mut runner = Runner::new(std::slice::from_ref(&case), job(0), true);
    let mut dropped_at = None;
    let mut last_seen = 0;
    while !runner.is_done() && dropped_at.is_none() {
        let tick = runner.batch.world.tallies[0].tick;
        let before = runner.batch.world.threats[0]; // where it is at this edge
        runner.step_epoch();
        let track = &runner.batch.world.tracks[0];
        last_seen = last_seen.max(track.update_tick);
        if track.status == codes::TRACK_CONFIRMED && tick > last_seen {
            // The threat itself flies straight, so coasting must keep up with it.
            let off_m = f64::from(track.x - before.x) / 256.0;
            assert!(off_m.abs() < 1.0 && (track.y - before.y).abs() < 256, "coasting {off_m} m off at {tick}");
        }
        if last_seen > 0 && track.status == codes::TRACK_NONE {
            dropped_at = Some(tick);
        }
    }
    assert_eq!(case.seconds(last_seen), 50.0);
    // Dropped at the first edge that is more than 12 s after the last detection.
    assert_eq!(case.seconds(dropped_at.expect("a drop")), 63.0);
}

/// The filter against a Kalman filter written out in f64: the same gains scan by scan, so its error must scatter as the
/// covariance says. A target at constant velocity, a noise of one size in all directions, looks that never fail.
#[test]
fn the_filter_is_as_good_as_its_covariance_says() {
    let n = 400;
    let (noise_m, manoeuvre) = (300.0, 0.05);
    let mut scenario =
        Duel { threats: n, rounds: 0, start: (30_000.0, 5_000.0), asset: (-30_000.0, 5_000.0), ..Duel::default() }
            .scenario();
    scenario.ideal_sensors.clear();
    scenario.tracking.manoeuvre_mps2 = manoeuvre;
    scenario.acoustic_areas = vec![AcousticArea {
        density_per_km2: 100.0,
        hearing_range_m: 5_000.0,
        position_noise_m: noise_m,
        altitude_noise_m: noise_m,
        ..microphones()
    }];
    let case = built(&scenario, "none");
    let mut runner = Runner::new(std::slice::from_ref(&case), job(0), false);
    // P_pp, P_pv, P_vv after a detection; the prior of the velocity is 60 m/s.
    let (variance, q) = (noise_m * noise_m, manoeuvre * manoeuvre);
    let (mut pp, mut pv, mut vv) = (variance, 0.0, 3_600.0);
    for scan in 0..150 {
        // Where everybody is at this edge, before anything moves.
        let truth: Vec<_> = runner.batch.world.threats.iter().map(|t| (t.x, t.y)).collect();
        runner.step_epoch();
        if scan > 0 {
            let (pp_now, pv_now, vv_now) = (pp + 2.0 * pv + vv + q / 3.0, pv + vv + q / 2.0, vv + q);
            let (gain_p, gain_v) = (pp_now / (pp_now + variance), pv_now / (pp_now + variance));
            (pp, pv, vv) = ((1.0 - gain_p) * pp_now, (1.0 - gain_p) * pv_now, vv_now - gain_v * pv_now);
        }
        let tracks = &runner.batch.world.tracks;
        assert!(tracks.iter().all(|t| t.n_updates == scan + 1), "a look failed");
        let stated = tracks[0];
        for (found, expected) in [(stated.cov_pp, pp), (stated.cov_pv, pv), (stated.cov_vv, vv)] {
            assert!((f64::from(found) - expected).abs() <= 1.0e-3 * expected.abs() + 1.0e-3, "scan {scan}: {stated:?}");
        }
        if ![40, 90, 149].contains(&scan) {
            continue;
        }
        // Two axes of 400 tracks: the mean square has a relative deviation of sqrt(2 / 800); the manoeuvres that the
        // covariance allows for do not happen, so the errors may be smaller, never larger.
        let squares = |pick: fn(&Track, (i32, i32)) -> [f64; 2]| {
            let sum: f64 =
                tracks.iter().zip(&truth).map(|(t, &at)| pick(t, at).map(|e| e * e).iter().sum::<f64>()).sum();
            sum / f64::from(2 * n)
        };
        let place = squares(|t, at| [f64::from(t.x - at.0) / 256.0, f64::from(t.y - at.1) / 256.0]);
        let speed = squares(|t, _| [f64::from(t.vx) / 4_096.0 + 50.0, f64::from(t.vy) / 4_096.0]);
        let slack = 4.0 * (2.0 / f64::from(2 * n)).sqrt();
        assert!(place / pp < 1.0 + slack && place / pp > 0.6, "scan {scan}: {place} m2 against {pp}");
        assert!(speed / vv < 1.0 + slack && speed / vv > 0.4, "scan {scan}: {speed} m2/s2 against {vv}");
    }
}

/// Two radars that see the same target in the same second make a track that is better than either alone would, and its
/// velocity is found as soon: a second report of one instant says nothing about speed. (It was once taken for the second of
/// a pair, which left the velocity at nothing.)
#[test]
fn reports_of_one_instant_do_not_spoil_the_velocity() {
    let rms = |twice: bool| {
        let mut scenario =
            Duel { threats: 100, rounds: 0, start: (15_000.0, 0.0), asset: (-30_000.0, 0.0), ..Duel::default() }
                .scenario();
        scenario.ideal_sensors.clear();
        let radar = Radar { reference_snr_db: 60.0, range_noise_m: 20.0, angle_noise_deg: 0.1, ..radar() };
        scenario.radars = vec![radar.clone()];
        if twice {
            scenario.radars.push(Radar { name: "other".into(), position: place(500.0, 0.0), ..radar });
        }
        let case = built(&scenario, "none");
        let mut runner = Runner::new(std::slice::from_ref(&case), job(0), false);
        for _ in 0..12 {
            runner.step_epoch();
        }
        let square = |t: &Track| {
            let (east, north) = (f64::from(t.vx) / 4_096.0 + 50.0, f64::from(t.vy) / 4_096.0);
            east * east + north * north
        };
        (runner.batch.world.tracks.iter().map(square).sum::<f64>() / 100.0).sqrt()
    };
    let (one, two) = (rms(false), rms(true));
    assert!(two < 0.85 * one, "one radar: {one} m/s off, two: {two} m/s");
}

/// The stated deviations of range and bearing and of acoustic reports are those of the first report of a track.
#[test]
fn reports_scatter_by_the_stated_deviations() {
    let n = 1_500;
    // A variance estimated from n values has a relative deviation of sqrt(2 / n); four of them.
    let slack = 4.0 * (2.0 / f64::from(n)).sqrt();
    let scatter = |case: &CaseModel, at: [f64; 3]| {
        let (mut sums, mut seen) = ([0.0; 3], 0.0);
        watch(case, &[at], 1, |_, tracks| {
            for track in tracks.iter().filter(|t| t.n_updates == 1) {
                seen += 1.0;
                let found = [track.x, track.y, track.z].map(|v| f64::from(v) / 256.0);
                for axis in 0..3 {
                    sums[axis] += (found[axis] - at[axis]) * (found[axis] - at[axis]);
                }
            }
        });
        assert!(seen > 0.9 * f64::from(n), "only {seen} of {n} seen");
        sums.map(|sum| (sum / seen).sqrt())
    };
    let close = |found: f64, stated: f64| ((found * found) / (stated * stated) - 1.0).abs() < slack;
    let mut scenario = field(n);
    scenario.radars = vec![Radar { reference_snr_db: 50.0, range_noise_m: 40.0, angle_noise_deg: 0.5, ..radar() }];
    // Along the north axis: north is range, east is bearing, up is elevation.
    let [east, north, up] = scatter(&built(&scenario, "none"), [0.0, 10_000.0, 60.0]);
    let angle_m = 10_000.0 * 0.5_f64.to_radians();
    assert!(close(north, 40.0) && close(east, angle_m) && close(up, angle_m), "radar {east} {north} {up}");
    assert!(!close(north, 44.0), "the bound is too wide to see anything");
    // And steeply above: range noise shows upwards by the sine of the elevation.
    let [_, north, up] = scatter(&built(&scenario, "none"), [0.0, 3_000.0, 4_010.0]);
    let across = 5_000.0 * 0.5_f64.to_radians();
    let tilted = |range_share: f64, across_share: f64| f64::hypot(40.0 * range_share, across * across_share);
    assert!(close(north, tilted(0.6, 0.8)) && close(up, tilted(0.8, 0.6)), "steep {north} {up}");
    scenario.radars.clear();
    scenario.acoustic_areas =
        vec![AcousticArea { density_per_km2: 10.0, position_noise_m: 500.0, altitude_noise_m: 200.0, ..microphones() }];
    let [east, north, up] = scatter(&built(&scenario, "none"), [0.0, 10_000.0, 60.0]);
    assert!(close(east, 500.0) && close(north, 500.0) && close(up, 200.0), "acoustic {east} {north} {up}");
}

/// A decoy is taken for one as often as the sensor that confirms it is stated to tell right, and so is a threat.
#[test]
fn classification_is_right_as_often_as_stated() {
    for decoy in [false, true] {
        let mut scenario = field(3_000);
        scenario.threat_types[0].decoy = decoy;
        scenario.tracking.confirm_hits = 1;
        scenario.tracking.confirm_window = 1;
        scenario.radars = vec![Radar { reference_snr_db: 60.0, classification_probability: 0.7, ..radar() }];
        let (mut right, mut n) = (0, 0);
        watch(&built(&scenario, "none"), &[[8_000.0, 0.0, 500.0]], 2, |scan, tracks| {
            if scan == 1 {
                let known = tracks.iter().filter(|t| t.status == codes::TRACK_CONFIRMED);
                (right, n) = known.fold((0, 0), |(r, n), t| (r + u32::from((t.believed_decoy == 1) == decoy), n + 1));
            }
        });
        assert!(n > 2_900 && binomial(right, n, 0.7), "decoy {decoy}: {right} of {n} right");
        assert!(!binomial(right, n, 0.75), "the bound is too wide to see anything");
    }
}

/// This raid's effect on detection is a factor on every signal; what differs between raids is what the file states.
#[test]
fn the_raids_effect_scales_every_signal() {
    let mut scenario = field(1);
    scenario.raid.variation.detection_sd = 0.5;
    scenario.radars = vec![radar()];
    let case = built(&scenario, "none");
    let logs: Vec<f64> = (0..2_000)
        .map(|replicate| {
            let runner = Runner::new(std::slice::from_ref(&case), job(replicate), false);
            libm::log(f64::from(runner.batch.statics.replicates[0].signal))
        })
        .collect();
    let mean = logs.iter().sum::<f64>() / 2_000.0;
    let sd = (logs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 2_000.0).sqrt();
    assert!(mean.abs() < 4.0 * 0.5 / 2_000.0_f64.sqrt(), "mean {mean}");
    assert!((sd / 0.5 - 1.0).abs() < 4.0 / 4_000.0_f64.sqrt(), "sd {sd}");
}
