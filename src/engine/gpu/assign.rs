//! Many assignment problems at once: each a market of its own, all cleared in one dispatch.
//!
//! The answers are those of the market that the `auction` clears on the host, at prices 0, pair for pair and bid for bid. (For plain
//! square problems the host has a quicker way, whose optimum may be another one of the same cost.) A team of lanes works on each problem: a
//! workgroup, or on a software adapter a single subgroup, which needs no barriers.

use super::batching::grid;
use super::buffers::{self, filled, storage};
use super::device::Device;
use super::market::{self, Markets, phase};
use super::pipelines::{self, ShaderPipeline};
use super::readback::{Part, Readback};
use crate::assign::{Answer, Problem};
use crate::engine::EngineError;
use crate::model::layout::{Agent, Market, Seat};

/// The auction of a device.
pub struct BatchSolver<'a> {
    device: &'a Device,
    auction: ShaderPipeline,
    most_rounds: u32,
}

impl<'a> BatchSolver<'a> {
    /// Compiles the auction.
    ///
    /// # Errors
    /// A shader that does not load, or an adapter that cannot bind what it needs.
    pub fn new(device: &'a Device) -> Result<Self, EngineError> {
        Ok(Self { device, auction: pipelines::load_auction(device)?, most_rounds: market::most_rounds(device) })
    }

    /// Solves all problems, as many in a dispatch as a binding holds; the answers come in their order. Every problem has a good
    /// [`Problem::shape`].
    ///
    /// # Errors
    /// When the device fails, or a problem does not fit a binding.
    pub fn solve(&self, problems: &[Problem]) -> Result<Vec<Answer>, EngineError> {
        let mut answers = vec![Answer::default(); problems.len()];
        let mut rest = 0..problems.len();
        while !rest.is_empty() {
            let batch = self.fill(problems, &mut rest)?;
            let cleared = self.clear(&batch.markets)?;
            for (market, &problem) in batch.problems.iter().enumerate() {
                answers[problem] = batch.markets.answer(market, &cleared.seats, &cleared.seated);
            }
        }
        Ok(answers)
    }

    /// Takes problems off the front as long as they fit.
    fn fill(&self, problems: &[Problem], rest: &mut std::ops::Range<usize>) -> Result<Batch, EngineError> {
        let report = &self.device.report;
        let limit = report.max_binding_bytes.min(report.max_buffer_bytes);
        let mut batch = Batch::default();
        let mut taken_bytes = 0;
        for ix in rest.clone() {
            let needed = bytes_of(&problems[ix]);
            if needed > limit {
                return Err(EngineError::TooLarge { buffer: "costs or seats", needed, limit });
            }
            if taken_bytes + needed > limit {
                break;
            }
            taken_bytes += needed;
            if batch.markets.push(&problems[ix], self.most_rounds) {
                batch.problems.push(ix);
            }
            rest.start = ix + 1;
        }
        Ok(batch)
    }

    /// Dispatches until every market is cleared: once, unless the rounds of a dispatch do not do.
    fn clear(&self, laid: &Markets) -> Result<Cleared, EngineError> {
        let mut markets = laid.markets.clone();
        let mut cleared = Cleared { seats: vec![Seat::default(); laid.n_seats], seated: vec![0; laid.agents.len()] };
        if markets.is_empty() {
            return Ok(cleared);
        }
        let on_device = OnDevice::upload(self.device, laid);
        let binds = buffers::bind(self.device, &self.auction, |name| on_device.by_name(name))?;
        let [x, y] = grid(markets.len() as u32, 1, self.device.report.max_workgroups);
        let mut readback = Readback::default();
        loop {
            let label = Some("assign/auction");
            let mut encoder = self.device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label, timestamp_writes: None });
            pass.set_pipeline(&self.auction.pipeline);
            pass.set_bind_group(0, &binds, &[]);
            pass.dispatch_workgroups(x, y, 1);
            drop(pass);
            let before = markets.clone();
            let parts = vec![
                part(&on_device.markets, bytemuck::cast_slice_mut(&mut markets)),
                part(&on_device.seats, bytemuck::cast_slice_mut(&mut cleared.seats)),
                part(&on_device.seated, &mut cleared.seated),
            ];
            readback.submit(self.device, encoder, parts)?;
            if markets.iter().all(|market| market.phase == phase::CLEARED) {
                return Ok(cleared);
            }
            if markets == before {
                return Err(EngineError::Device(
                    "an auction stands still: one step takes more than a dispatch may".to_owned(),
                ));
            }
        }
    }
}

/// Problems of one dispatch.
#[derive(Default)]
struct Batch {
    markets: Markets,
    /// Per market: the problem it is of.
    problems: Vec<usize>,
}

/// Who sits where.
struct Cleared {
    seats: Vec<Seat>,
    seated: Vec<u32>,
}

/// Bytes that a problem adds to the largest of its buffers, or more.
fn bytes_of(problem: &Problem) -> u64 {
    let units = |units: &[u32], most: u64| units.iter().map(|&n| u64::from(n).min(most)).sum::<u64>();
    let wanted = problem.wanted();
    let n_seats = 2 * units(&problem.capacity, wanted) + wanted;
    let n_agents = problem.n_targets + problem.pool.len() + problem.n_weapons;
    (problem.cost.len() as u64 * 4).max(n_seats * size_of::<Seat>() as u64).max((n_agents * size_of::<Agent>()) as u64)
}

/// The buffers of one dispatch.
struct OnDevice {
    params: wgpu::Buffer,
    markets: wgpu::Buffer,
    agents: wgpu::Buffer,
    first_seats: wgpu::Buffer,
    seats: wgpu::Buffer,
    seated: wgpu::Buffer,
    costs: wgpu::Buffer,
}

impl OnDevice {
    fn upload(device: &Device, laid: &Markets) -> Self {
        let table = |name, row_bytes: usize, words: &[u32]| filled(device, name, row_bytes / 4, words);
        Self {
            params: buffers::params(device, 0, 0, laid.markets.len()),
            markets: table("markets", size_of::<Market>(), bytemuck::cast_slice(&laid.markets)),
            agents: table("agents", size_of::<Agent>(), bytemuck::cast_slice(&laid.agents)),
            first_seats: table("first_seats", 4, &laid.first_seats),
            seats: storage(device, "seats", (laid.n_seats.max(1) * size_of::<Seat>()) as u64),
            seated: storage(device, "seated", (laid.agents.len().max(1) * 4) as u64),
            costs: table("costs", 4, &laid.costs),
        }
    }

    fn by_name(&self, name: &str) -> Option<&wgpu::Buffer> {
        match name {
            "params" => Some(&self.params),
            "markets" => Some(&self.markets),
            "agents" => Some(&self.agents),
            "first_seats" => Some(&self.first_seats),
            "seats" => Some(&self.seats),
            "seated" => Some(&self.seated),
            "costs" => Some(&self.costs),
            _ => None,
        }
    }
}

fn part<'a>(buffer: &'a wgpu::Buffer, words: &'a mut [u32]) -> Part<'a> {
    Part { buffer, first_word: 0, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::auction::assign_in_market;
    use crate::assign::fixture::random_problem;
    use crate::assign::{Memory, NO_POOL, find};
    use crate::engine::gpu::{GpuOptions, adapter};

    fn device() -> Option<Device> {
        (!adapter::list_adapters().is_empty())
            .then(|| Device::open(GpuOptions::default().adapter.as_deref(), None).unwrap())
    }

    /// Small and large, sparse and dense, with several shots a target and rounds a weapon, with and without pools.
    fn problems() -> Vec<Problem> {
        let mut problems = Vec::new();
        for seed in 0..40 {
            let (weapons, targets) = [(1, 1), (7, 5), (20, 60), (70, 30), (90, 130)][seed as usize % 5];
            let share = [0.0, 0.3, 0.9][seed as usize % 3];
            let mut problem =
                random_problem(weapons, targets, [3, 1_000, u32::MAX - 1][seed as usize / 2 % 3], share, seed);
            if seed % 4 == 1 {
                problem.capacity = (0..weapons as u32).map(|w| w % 5).collect();
                problem.demand = (0..targets as u32).map(|t| t % 3).collect();
            }
            if seed % 3 == 1 {
                problem.resource = (0..weapons as u32).map(|w| if w % 7 == 6 { NO_POOL } else { w % 7 % 3 }).collect();
                problem.pool = vec![2, 0, 9];
            }
            problems.push(problem);
        }
        problems.push(Problem::new(3, 3));
        problems.push(Problem::new(0, 0));
        problems
    }

    #[test]
    fn answers_are_the_hosts() {
        let Some(device) = device() else { return };
        let problems = problems();
        let found = BatchSolver::new(&device).unwrap().solve(&problems).unwrap();
        let auction = find("auction").unwrap();
        for (ix, (problem, found)) in problems.iter().zip(&found).enumerate() {
            assert_eq!(found.check(problem), Ok(()), "problem {ix}");
            assert_eq!(*found, assign_in_market(problem, &mut Memory::default()), "problem {ix}");
            let best = auction.assign(problem, &mut Memory::default());
            assert_eq!((found.pairs.len(), found.objective(problem)), (best.pairs.len(), best.objective(problem)));
        }
    }

    #[test]
    fn long_auctions_go_on_in_another_dispatch_with_the_same_answers() {
        let Some(device) = device() else { return };
        let problems: Vec<Problem> = (0..3).map(|seed| random_problem(120, 120, 1_000_000, 0.0, seed)).collect();
        let solver = BatchSolver { most_rounds: 1_000, ..BatchSolver::new(&device).unwrap() };
        for (problem, found) in problems.iter().zip(solver.solve(&problems).unwrap()) {
            assert_eq!(found, assign_in_market(problem, &mut Memory::default()));
        }
    }

    #[test]
    fn a_step_that_does_not_fit_a_dispatch_is_no_answer() {
        let Some(device) = device() else { return };
        let solver = BatchSolver { most_rounds: 10, ..BatchSolver::new(&device).unwrap() };
        let error = solver.solve(&[random_problem(20, 20, 100, 0.0, 1)]).unwrap_err().to_string();
        assert!(error.contains("stands still"), "{error}");
    }
}
