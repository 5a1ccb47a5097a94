//! An assignment algorithm of your own, against the same raids as `nearest`, with the library alone:
//!
//!     cargo run --release --no-default-features --example own_assigner
//!
//! Three steps: implement [`Assigner`], compile a case for it, compare. Nothing has to be registered. An algorithm in
//! another language is a program instead (`examples/assigner.py`).
#![expect(clippy::print_stdout, reason = "this is a program, and its result goes there")]

use std::error::Error;

use kingbird::assign::{Answer, Assigner, Chosen, INFEASIBLE, Memory, Pair, Problem, choose, external};
use kingbird::engine::Engine as _;
use kingbird::engine::cpu::CpuEngine;
use kingbird::model::CaseModel;
use kingbird::report::compare::{Head, report};
use kingbird::scenario;
use kingbird::study::{Findings, Plan, Study, runner};

/// Regret: next comes the target that would lose most if its best weapon went to another.
///
/// The field knows this as Vogel's approximation of the transportation problem (Reinfeld and Vogel 1958), one shot at a time.
struct Regret;

impl Assigner for Regret {
    fn name(&self) -> &str {
        "own-regret"
    }

    fn summary(&self) -> &str {
        "Gives the next shot to the target that loses most if it has to do with its second best weapon"
    }

    fn reference(&self) -> &str {
        "Reinfeld and Vogel 1958, Mathematical Programming"
    }

    fn complexity(&self) -> &str {
        "O(K T W)"
    }

    /// A pure function of the problem (and of the memory, which this one does not need): no clock, no thread, no hash order.
    /// Then any replicate can be had again anywhere, bit for bit.
    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        let mut left = Left::of(problem);
        let mut pairs = Vec::new();
        // The one with the most regret; among equals the one that arrives first, then the first in the list.
        while let Some((_, _, target, weapon)) = (0..problem.n_targets).filter_map(|target| left.bid(target)).min() {
            pairs.push(Pair { target: target as u32, weapon: weapon as u32 });
            left.take(target, weapon);
        }
        Answer::from_pairs(pairs)
    }
}

/// What the problem still has to give.
struct Left<'a> {
    problem: &'a Problem,
    capacity: Vec<u32>,
    pool: Vec<u32>,
    demand: Vec<u32>,
}

impl<'a> Left<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self { problem, capacity: problem.capacity.clone(), pool: problem.pool.clone(), demand: problem.demand.clone() }
    }

    fn is_ready(&self, weapon: usize) -> bool {
        self.capacity[weapon] > 0 && self.problem.pool_of(weapon).is_none_or(|pool| self.pool[pool] > 0)
    }

    /// What a target bids: less comes first. `None` if it wants nothing or nothing can meet it.
    fn bid(&self, target: usize) -> Option<(std::cmp::Reverse<u32>, u32, usize, usize)> {
        if self.demand[target] == 0 {
            return None;
        }
        let costs = self.problem.row(target).iter().enumerate();
        let mut offers: Vec<(u32, usize)> = costs
            .filter(|&(weapon, &cost)| cost != INFEASIBLE && self.is_ready(weapon))
            .map(|(weapon, &cost)| (cost, weapon))
            .collect();
        offers.sort_unstable();
        let &(best, weapon) = offers.first()?;
        let regret = offers.get(1).map_or(u32::MAX, |&(second, _)| second - best);
        Some((std::cmp::Reverse(regret), self.problem.priority[target], target, weapon))
    }

    fn take(&mut self, target: usize, weapon: usize) {
        self.demand[target] -= 1;
        self.capacity[weapon] -= 1;
        if let Some(pool) = self.problem.pool_of(weapon) {
            self.pool[pool] -= 1;
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // How many raids: enough for an interval, few enough for a look.
    let n_replicates = std::env::args().nth(1).map_or(Ok(30), |text| text.parse())?;
    let loaded = scenario::load("mass-raid", None)?;
    let mine = Chosen::own(Regret);
    let nearest = choose("nearest", external::DEFAULT_TIME_LIMIT)?;
    let case = |assigner| CaseModel::compile_for(&loaded.scenario, &loaded.digest, assigner, None);
    let plan = Plan::of(&loaded.scenario, vec![case(mine)?, case(nearest)?], 1, n_replicates);
    // Both meet the same raids, so that differences are taken raid by raid.
    let outcomes = runner::run(&CpuEngine, &plan, &|_| ())?;
    let (engine, adapter) = (CpuEngine.name().to_owned(), CpuEngine.adapter());
    let findings = Findings::of(Study { plan, variant: None, engine, adapter, outcomes }).ok_or("no replicates")?;
    let Study { plan, engine, adapter, .. } = &findings.study;
    print!("{}", report(&Head { plan, variant: None, engine, adapter, solver_s: None }, &findings.analysis));
    Ok(())
}
