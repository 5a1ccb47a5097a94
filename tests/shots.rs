//! The engine against closed forms of shooting: what n shots leave, what a kill costs, how shots at one target hang together.
//!
//! Statistical, with bounds of four standard deviations from the binomial or the stated variance; seeds are fixed, so a test
//! either holds for ever or never. Each also shows that a slightly wrong probability would be seen.

mod common;

use common::{Duel, binomial, built, job, mean_is, outcomes};
use kingbird::engine::cpu::Runner;
use kingbird::exact::rng;
use kingbird::model::CaseModel;
use kingbird::model::layout::Order;
use kingbird::scenario::schema::Firing;

/// Fast interceptors in the open and coarse ticks: straight flights meet exactly whatever the tick.
fn range() -> Duel {
    Duel {
        threats: 100,
        rounds: 400,
        start: (60_000.0, 0.0),
        asset: (-1_000.0, 0.0),
        interceptor_mps: 300.0,
        tick_s: 1.0,
        duration_s: 6_000.0,
        kill_probability: 0.6,
        // What arrives after the kill is lost, not given another target: the closed forms know no such thing.
        extra: "reassign = false".to_owned(),
        ..Duel::default()
    }
}

/// Threats, kills and rounds launched over replicates.
fn totals(case: &CaseModel, replicates: u32) -> (u32, u32, u32) {
    let mut sum = (0, 0, 0);
    for outcome in outcomes(case, replicates) {
        assert_eq!(outcome.faults, 0);
        sum.0 += outcome.threats[0].launched;
        sum.1 += outcome.threats[0].killed;
        sum.2 += outcome.rounds.launched;
    }
    sum
}

/// n independent shots leave (1 - p)^n.
#[test]
fn independent_shots_leave_their_product() {
    for n in 1..=4 {
        let case = Duel { salvo: n, max_shots: n, ..range() }.case("nearest");
        let (threats, kills, launched) = totals(&case, 12);
        assert_eq!(launched, threats * n, "a salvo of {n}");
        let leak = libm::pow(0.4, f64::from(n));
        assert!(
            binomial(threats - kills, threats, leak),
            "{n} shots leave {} of {threats}, not {leak}",
            threats - kills
        );
        assert!(!binomial(threats - kills, threats, leak + 0.1), "{n} shots: the bound is too wide to see anything");
    }
}

/// Shoot, look, shoot, at most three times: (1 - (1 - p)^3) / p = 1.56 shots on average, and a leak of 0.064.
#[test]
fn shoot_look_shoot_spends_what_the_closed_form_says() {
    let mut scenario = Duel { max_shots: 3, ..range() }.scenario();
    scenario.doctrine.firing = Firing::ShootLookShoot;
    let (threats, kills, launched) = totals(&built(&scenario, "nearest"), 20);
    assert!(binomial(threats - kills, threats, 0.064), "{} of {threats} leak", threats - kills);
    let (n, shots) = (f64::from(threats), f64::from(launched) / f64::from(threats));
    // One, two or three shots with 0.6, 0.24, 0.16: variance 0.5664.
    assert!(mean_is(shots, 1.56, 0.5664_f64.sqrt(), n), "{shots} shots per threat");
    assert!(!mean_is(shots, 1.68, 0.5664_f64.sqrt(), n), "the bound is too wide to see anything");
}

/// Without a limit, k kills cost k / p +- sqrt(k (1 - p)) / p rounds: 416.7 +- 36.3 for 100 at 0.24.
#[test]
fn kills_cost_their_number_over_the_probability() {
    let mut scenario =
        Duel { kill_probability: 0.24, rounds: 700, max_shots: 0, threat_mps: 20.0, ..range() }.scenario();
    scenario.doctrine.firing = Firing::ShootLookShoot;
    let replicates = 12;
    let (threats, kills, launched) = totals(&built(&scenario, "nearest"), replicates);
    assert_eq!(kills, threats, "somebody ran out of time or rounds");
    let mean = f64::from(launched) / f64::from(replicates);
    assert!(mean_is(mean, 100.0 / 0.24, 36.3, f64::from(replicates)), "{mean} rounds for 100 kills");
    assert!(!mean_is(mean, 100.0 / 0.28, 36.3, f64::from(replicates)), "the bound is too wide to see anything");
}

/// Two shots of correlation rho at one target leave (1 - p)^2 + rho p (1 - p): the first moment in which correlation shows,
/// since what comes after a kill is void. Three show whether the correlation is pairwise from one shared draw.
#[test]
fn shots_at_one_target_have_the_stated_correlation() {
    let p: f64 = 0.5;
    for rho in [0.0, 0.3, 1.0_f64] {
        let case = Duel { salvo: 2, max_shots: 2, kill_probability: p, correlation: rho, ..range() }.case("nearest");
        let (threats, kills, _) = totals(&case, 20);
        let leak = (1.0 - p) * (1.0 - p) + rho * p * (1.0 - p);
        assert!(
            binomial(threats - kills, threats, leak),
            "rho {rho}: {} of {threats} leak, not {leak}",
            threats - kills
        );
        let other = leak + if rho < 0.5 { 0.05 } else { -0.05 };
        assert!(!binomial(threats - kills, threats, other), "rho {rho}: the bound is too wide to see anything");
        let case = Duel { salvo: 3, max_shots: 3, kill_probability: p, correlation: rho, ..range() }.case("nearest");
        let (threats, kills, _) = totals(&case, 20);
        // Each shot uses the shared draw with s = sqrt(rho): with j of three sharing, the misses count as 3 - j + (j > 0).
        let s = rho.sqrt();
        let weights =
            [(1.0 - s) * (1.0 - s) * (1.0 - s), 3.0 * s * (1.0 - s) * (1.0 - s), 3.0 * s * s * (1.0 - s), s * s * s];
        let leak = weights[0] * 0.125 + weights[1] * 0.125 + weights[2] * 0.25 + weights[3] * 0.5;
        assert!(
            binomial(threats - kills, threats, leak),
            "rho {rho}, three: {} of {threats}, not {leak}",
            threats - kills
        );
    }
}

/// m shots thrown at random at n targets leave n (1 - p / n)^m; m shots dealt out evenly leave n - m p. No assigner throws
/// blindly (`random` too serves each target as often as it wants), so the test deals the blind orders itself, through the
/// stages; the gap is what coordination is worth, and `random` must stand on the coordinated side of it.
#[test]
fn blind_shots_leave_what_the_closed_form_says() {
    let (n, m, p) = (100_u32, 80_u32, 0.6);
    let case = Duel { rounds: m, kill_probability: p, ..range() }.case("random");
    let replicates = 30;
    let mut left = 0;
    for replicate in 0..replicates {
        let mut runner = Runner::new(std::slice::from_ref(&case), job(replicate), false);
        for ix in 0..6 {
            runner.run_stage(ix); // up to and with `pick`
        }
        for ix in 0..m {
            let draw = rng::threefry2x32([replicate, 77], [ix, 0])[0];
            runner.batch.world.orders[ix as usize] = Order { weapon: 0, target: draw % n };
        }
        runner.batch.world.tallies[0].n_orders = m;
        for ix in 6..13 {
            runner.run_stage(ix);
        }
        runner.run_to_end();
        assert_eq!(runner.outcome().rounds.launched, m);
        left += runner.outcome().threats[0].leaked;
    }
    let blind = f64::from(n) * libm::pow(1.0 - p / f64::from(n), f64::from(m));
    let found = f64::from(left) / f64::from(replicates);
    // Survivors of one replicate: variance below that of independent targets, n q (1 - q).
    let sd = (blind * (1.0 - blind / f64::from(n))).sqrt();
    assert!(mean_is(found, blind, sd, f64::from(replicates)), "{found} survivors, blind shots leave {blind}");
    let (threats, kills, _) = totals(&case, replicates);
    assert!(binomial(kills, m * replicates, p), "{kills} kills by {} dealt out", m * replicates);
    let even = f64::from(threats - kills) / f64::from(replicates);
    assert!(even < blind - 5.0, "dealt out: {even} survivors, blind: {blind}");
}
