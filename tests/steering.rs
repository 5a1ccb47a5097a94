//! The steering laws alone against closed forms: `model::motion` driven tick by tick, without sensors, decisions or kills.
//!
//! Sources: P. Zarchan, Tactical and Strategic Missile Guidance (AIAA, doi 10.2514/4.868948), for proportional navigation.
//! His formulas are linear; they are met here with small angles, and at 10 degrees within what the linearisation costs.

use kingbird::exact::V3;
use kingbird::model::codes;
use kingbird::model::layout::Group;
use kingbird::model::motion::{Agility, Guidance, meeting_time, terminal_tick};
use kingbird::model::view::View;

const SPEED_MPS: f32 = 100.0;
const RANGE_M: f32 = 1_000.0;
/// Time of flight of all these engagements, s.
const FLIGHT_S: f64 = 10.0;

fn navigator(guidance: u32, gain: f32) -> Group {
    Group {
        guidance,
        gain,
        dash_mps: SPEED_MPS,
        dash_cos: -1.0,
        lateral_mps2: 1.0e4,
        climb_mps: SPEED_MPS,
        ..Group::default()
    }
}

/// What the motion functions read of a group.
fn seen(kind: &Group) -> (Guidance<f32>, Agility<f32>) {
    let view = View::new(std::slice::from_ref(kind), 0);
    (Guidance::of(&view), Agility::dash(&view))
}

/// A flight at a target 1,000 m ahead that accelerates sideways at `target_mps2`, from a heading error; (time, commanded
/// acceleration, offset of the heading) tick by tick.
fn flight(kind: &Group, error_deg: f64, target_mps2: f64, tick_s: f32) -> Vec<(f64, f64, f64)> {
    let (sin, cos) = libm::sincos(error_deg.to_radians());
    let mut v = V3::new(SPEED_MPS * cos as f32, SPEED_MPS * sin as f32, 0.0);
    let mut at = V3::zero();
    let mut target = V3::new(RANGE_M, 0.0, 0.0);
    let mut vt = V3::zero();
    let (guidance, agility) = seen(kind);
    let pull = V3::new(0.0, target_mps2 as f32, 0.0);
    let mut log = Vec::new();
    for step in 0..(FLIGHT_S / f64::from(tick_s)) as u32 {
        vt = vt + pull.scale(tick_s);
        let r = target - at;
        if r.dot(vt - v) >= 0.0 {
            break;
        }
        let w = terminal_tick(&guidance, &agility, tick_s, v, r, vt, pull);
        let turned = f64::from((w - v).len2()).sqrt() / f64::from(tick_s);
        v = w;
        at = at + v.scale(tick_s);
        target = target + vt.scale(tick_s);
        log.push((
            f64::from(step) * f64::from(tick_s),
            turned,
            libm::atan2(f64::from(v.y), f64::from(v.x)).to_degrees(),
        ));
    }
    log
}

/// The commanded acceleration at a time of a flight.
fn at_time(log: &[(f64, f64, f64)], time_s: f64) -> f64 {
    log.iter().min_by(|a, b| (a.0 - time_s).abs().total_cmp(&(b.0 - time_s).abs())).expect("a tick").1
}

/// |a(t)| = N V HE / t_F (1 - t / t_F)^(N - 2), m/s2.
fn heading_error_profile(gain: f64, error_deg: f64, time_s: f64) -> f64 {
    let left = 1.0 - time_s / FLIGHT_S;
    gain * f64::from(SPEED_MPS) * error_deg.to_radians() / FLIGHT_S * libm::pow(left, gain - 2.0)
}

/// The profile that tells a navigation constant from another: it starts at N V HE / t_F and falls with the power N - 2.
#[test]
#[expect(clippy::approx_constant, reason = "figures as published; that one is pi / 3 is chance")]
fn proportional_navigation_removes_a_heading_error_by_the_textbook_profile() {
    // The closed form itself gives the published numbers.
    for (gain, published) in [(3.0, [5.23599, 2.61799, 1.04720]), (4.0, [6.98132, 1.74533, 0.27925])] {
        for (time_s, a) in [0.0, 5.0, 8.0].into_iter().zip(published) {
            assert!((heading_error_profile(gain, 10.0, time_s) - a).abs() < 1.0e-5);
        }
        // One degree is linear enough for one and a half per cent; ten degrees cost up to four.
        for (error_deg, bound) in [(1.0, 0.015), (10.0, 0.04)] {
            let log = flight(&navigator(codes::GUIDANCE_PN, gain as f32), error_deg, 0.0, 0.005);
            let times = [0.0, 2.0, 5.0, 8.0];
            let fits = |gain: f64, time_s: f64| {
                (at_time(&log, time_s) / heading_error_profile(gain, error_deg, time_s) - 1.0).abs() < bound
            };
            for time_s in times {
                assert!(fits(gain, time_s), "N {gain} HE {error_deg} t {time_s}: {}", at_time(&log, time_s));
            }
            // Another constant crosses the profile somewhere, but does not follow it.
            assert!(!times.into_iter().all(|time_s| fits(gain + 0.1, time_s)), "N {gain} cannot be told from another");
        }
    }
}

/// Against a target that starts to turn, plain navigation answers with N / (N - 2) [1 - (1 - t / t_F)^(N - 2)] n_T, rising to
/// its end; the augmented law answers at once and needs N / 2 (1 - t / t_F)^(N - 2) n_T, falling to nothing.
#[test]
fn a_step_manoeuvre_is_answered_by_the_textbook_profiles() {
    let pull = 0.2;
    for gain in [3.0, 4.0, 5.0_f64] {
        let plain = flight(&navigator(codes::GUIDANCE_PN, gain as f32), 0.0, pull, 0.005);
        let augmented = flight(&navigator(codes::GUIDANCE_APN, gain as f32), 0.0, pull, 0.005);
        for time_s in [1.0, 3.0, 5.0, 8.0] {
            let left = libm::pow(1.0 - time_s / FLIGHT_S, gain - 2.0);
            let expected = pull * gain / (gain - 2.0) * (1.0 - left);
            let found = at_time(&plain, time_s);
            assert!(
                (found - expected).abs() < 0.02 * pull * gain,
                "PN N {gain} t {time_s}: {found} against {expected}"
            );
            let expected = pull * gain / 2.0 * left;
            let found = at_time(&augmented, time_s);
            assert!(
                (found - expected).abs() < 0.02 * pull * gain,
                "APN N {gain} t {time_s}: {found} against {expected}"
            );
        }
    }
}

/// Pure proportional navigation at a fixed point turns N times as fast as the line of sight, so from a heading of 40
/// degrees it arrives at 40 / (1 - N) degrees.
#[test]
fn proportional_navigation_arrives_at_the_textbook_angle() {
    for gain in [3.0, 4.0, 5.0_f64] {
        let kind = navigator(codes::GUIDANCE_PN, gain as f32);
        let (sin, cos) = libm::sincos(40.0_f64.to_radians());
        let mut v = V3::new(SPEED_MPS * cos as f32, SPEED_MPS * sin as f32, 0.0);
        let mut r = V3::new(RANGE_M, 0.0, 0.0);
        let tick_s = 0.002;
        let (guidance, agility) = seen(&kind);
        while r.len2() > 25.0 {
            v = terminal_tick(&guidance, &agility, tick_s, v, r, V3::zero(), V3::zero());
            r = r - v.scale(tick_s);
            assert!(r.dot(v) > 0.0, "N {gain}: flew past");
        }
        let found = libm::atan2(f64::from(v.y), f64::from(v.x)).to_degrees();
        let expected = 40.0 / (1.0 - gain);
        assert!((found - expected).abs() < 0.3, "N {gain}: {found} degrees against {expected}");
    }
}

/// Halving the tick halves the error of the profile: the integration is of first order, as an explicit step must be.
#[test]
fn the_error_of_the_profile_is_of_first_order_in_the_tick() {
    let kind = navigator(codes::GUIDANCE_PN, 3.0);
    let fine = at_time(&flight(&kind, 1.0, 0.0, 1.0 / 256.0), 5.0);
    let errors: Vec<f64> = [0.25_f32, 0.125, 0.0625]
        .into_iter()
        .map(|tick_s| (at_time(&flight(&kind, 1.0, 0.0, tick_s), 5.0) - fine).abs())
        .collect();
    for pair in errors.windows(2) {
        let order = libm::log2(pair[0] / pair[1]);
        assert!((0.7..1.4).contains(&order), "order {order} from errors {errors:?}");
    }
}

/// The kernel of every lead: brute force over time agrees with the closed root, and where nobody can catch up, it says so.
#[test]
fn meeting_times_agree_with_brute_force() {
    for (r, v, speed) in [
        ([10_000.0, 0.0, 0.0], [-50.0, 0.0, 0.0], 80.0),
        ([10_000.0, 0.0, 500.0], [0.0, 50.0, 0.0], 80.0),
        ([3_000.0, -4_000.0, 900.0], [60.0, 30.0, -5.0], 75.0),
        ([5_000.0, 0.0, 0.0], [-90.0, 40.0, 0.0], 60.0),
        ([5_000.0, 0.0, 0.0], [50.0, 0.0, 0.0], 49.0),
        ([5_000.0, 0.0, 0.0], [-20.0, 60.0, 0.0], 40.0),
    ] {
        let gap = |t: f64| -> f64 {
            let p: f64 = (0..3).map(|k| (r[k] + v[k] * t) * (r[k] + v[k] * t)).sum();
            p.sqrt() - speed * t
        };
        let brute = (1..200_000).map(|step| f64::from(step) * 0.01).find(|&t| gap(t) <= 0.0);
        let to_v3 = |a: [f64; 3]| V3::new(a[0] as f32, a[1] as f32, a[2] as f32);
        let found = f64::from(meeting_time::<f32>(to_v3(r), to_v3(v), speed as f32));
        match brute {
            Some(t) => assert!((found - t).abs() < 0.02, "{r:?} {v:?}: {found} against {t}"),
            None => assert!(found < 0.0, "{r:?} {v:?}: {found} where they never meet"),
        }
    }
}
