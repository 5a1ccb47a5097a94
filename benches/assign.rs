//! Milliseconds per assignment problem, one thread, cold. `cargo bench --bench assign`.
#![allow(missing_docs, reason = "a benchmark has no readers of its items")]

use kingbird::assign::{self, Memory, Problem};
use kingbird::exact::rng;

fn main() {
    divan::main();
}

/// Positions drawn evenly in a square of 100 km; the cost of a pair is its distance in units of 10 m.
fn geometric(n: usize) -> Problem {
    let at = |member: usize, sub: u32| rng::unit_f64(rng::draw([1, 2], member as u32, 1, sub)) * 10_000.0;
    let mut problem = Problem::new(n, n);
    for target in 0..n {
        for weapon in 0..n {
            let (dx, dy) = (at(target, 0) - at(weapon, 2), at(target, 1) - at(weapon, 3));
            problem.set_cost(target, weapon, (dx * dx + dy * dy).sqrt() as u32);
        }
    }
    problem
}

#[divan::bench(args = [("nearest", 200), ("urgency", 200), ("auction", 50), ("auction", 200), ("auction", 500)])]
fn solve(bencher: divan::Bencher<'_, '_>, (name, n): (&str, usize)) {
    let (assigner, problem) = (assign::find(name).expect("a registered assigner"), geometric(n));
    bencher.bench_local(|| assigner.assign(&problem, &mut Memory::default()));
}
