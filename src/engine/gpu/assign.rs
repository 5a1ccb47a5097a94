//! Many assignment problems at once, in one dispatch: a team of lanes works on each, a workgroup, or on a software adapter a single
//! subgroup, which needs no barriers.
//!
//! Plain square problems go through a shader of their own ([`plain`]), all others are markets ([`market`]), cleared at
//! prices 0 pair for pair and bid for bid as on the host. Every answer is the optimum of `auction`; where there are several, which of
//! them is found is the same on every adapter, though for plain problems perhaps another one than the host's.

use super::batching::grid;
use super::buffers::{self, filled, storage};
use super::device::Device;
use super::market::{self, Markets, phase};
use super::pipelines::{self, ShaderPipeline};
use super::plain::{self, Plains};
use super::readback::{Part, Readback};
use crate::assign::{Answer, Problem};
use crate::engine::EngineError;
use crate::model::layout::{Agent, Market, Plain, Row, Seat, Slot};

/// The auction of a device.
pub struct BatchSolver<'a> {
    device: &'a Device,
    auction: ShaderPipeline,
    plain: ShaderPipeline,
    /// Rounds of loops that one dispatch may take, for markets and for plain problems.
    most_rounds: [u32; 2],
}

impl<'a> BatchSolver<'a> {
    /// Compiles the shaders.
    ///
    /// # Errors
    /// A shader that does not load, or an adapter that cannot bind what it needs.
    pub fn new(device: &'a Device) -> Result<Self, EngineError> {
        Ok(Self {
            device,
            auction: pipelines::load_auction(device)?,
            plain: pipelines::load_plain(device)?,
            most_rounds: [market::most_rounds(device), plain::most_rounds(device)],
        })
    }

    /// Solves all problems, as many of a kind in a dispatch as a binding holds; the answers come in their order. Every problem has
    /// a good [`Problem::shape`].
    ///
    /// # Errors
    /// When the device fails, or a problem does not fit a binding.
    pub fn solve(&self, problems: &[Problem]) -> Result<Vec<Answer>, EngineError> {
        let mut answers = vec![Answer::default(); problems.len()];
        let (plain, others): (Vec<usize>, Vec<usize>) =
            (0..problems.len()).partition(|&ix| plain::is_for_plains(&problems[ix]));
        for batch in self.cut(problems, &plain, plain::bytes_of)? {
            self.solve_plain(problems, batch, &mut answers)?;
        }
        for batch in self.cut(problems, &others, market::bytes_of)? {
            self.clear_markets(problems, batch, &mut answers)?;
        }
        Ok(answers)
    }

    /// Cuts a list of problems where a binding is full; `bytes_of` tells what one adds to the largest buffer, or more.
    fn cut<'b>(
        &self,
        problems: &[Problem],
        list: &'b [usize],
        bytes_of: fn(&Problem) -> u64,
    ) -> Result<Vec<&'b [usize]>, EngineError> {
        let report = &self.device.report;
        let limit = report.max_binding_bytes.min(report.max_buffer_bytes);
        let mut batches = Vec::new();
        let (mut first, mut taken_bytes) = (0, 0);
        for (at, &ix) in list.iter().enumerate() {
            let needed = bytes_of(&problems[ix]);
            if needed > limit {
                return Err(EngineError::TooLarge { buffer: "costs or seats", needed, limit });
            }
            if taken_bytes + needed > limit {
                batches.push(&list[first..at]);
                (first, taken_bytes) = (at, 0);
            }
            taken_bytes += needed;
        }
        batches.extend((first < list.len()).then(|| &list[first..]));
        Ok(batches)
    }

    fn solve_plain(&self, problems: &[Problem], batch: &[usize], answers: &mut [Answer]) -> Result<(), EngineError> {
        let laid = Plains::of(batch.iter().map(|&ix| &problems[ix]), self.most_rounds[1]);
        let table = |name, row_words, words: &[u32]| filled(self.device, name, row_words, words);
        let mut plains = laid.plains.clone();
        let mut slots = vec![Slot::default(); laid.n_slots];
        let on_device = [
            ("params", buffers::params(self.device, 0, 0, plains.len())),
            ("plains", table("plains", Plain::FIELDS.len(), bytemuck::cast_slice(&plains))),
            ("costs", table("costs", plain::QUAD, bytemuck::cast_slice(&laid.costs))),
            ("prices", table("prices", plain::QUAD, bytemuck::cast_slice(&laid.prices))),
            ("slots", storage(self.device, "slots", (slots.len() * size_of::<Slot>()) as u64)),
        ];
        self.run(
            &self.plain,
            &on_device,
            &mut plains,
            |plain| plain.is_solved != 0,
            &mut [("slots", bytemuck::cast_slice_mut(&mut slots))],
        )?;
        for (at, &ix) in batch.iter().enumerate() {
            answers[ix] = laid.answer(at, &slots);
        }
        Ok(())
    }

    fn clear_markets(&self, problems: &[Problem], batch: &[usize], answers: &mut [Answer]) -> Result<(), EngineError> {
        let mut laid = Markets::default();
        let traded: Vec<usize> =
            batch.iter().copied().filter(|&ix| laid.push(&problems[ix], self.most_rounds[0])).collect();
        if traded.is_empty() {
            return Ok(());
        }
        let table = |name, row_words, words: &[u32]| filled(self.device, name, row_words, words);
        let mut markets = laid.markets.clone();
        let (mut seats, mut seated) = (vec![Seat::default(); laid.n_seats], vec![0; laid.agents.len()]);
        let on_device = [
            ("params", buffers::params(self.device, 0, 0, markets.len())),
            ("markets", table("markets", Market::FIELDS.len(), bytemuck::cast_slice(&markets))),
            ("agents", table("agents", Agent::FIELDS.len(), bytemuck::cast_slice(&laid.agents))),
            ("first_seats", table("first_seats", 1, &laid.first_seats)),
            ("seats", storage(self.device, "seats", (seats.len().max(1) * size_of::<Seat>()) as u64)),
            ("seated", storage(self.device, "seated", (seated.len().max(1) * 4) as u64)),
            ("costs", table("costs", 1, &laid.costs)),
        ];
        self.run(
            &self.auction,
            &on_device,
            &mut markets,
            |market| market.phase == phase::CLEARED,
            &mut [("seats", bytemuck::cast_slice_mut(&mut seats)), ("seated", &mut seated)],
        )?;
        for (at, &ix) in traded.iter().enumerate() {
            answers[ix] = laid.answer(at, &seats, &seated);
        }
        Ok(())
    }

    /// Dispatches a workgroup for each of `rows` until all are done: once, unless the rounds of a dispatch do not do. Then `results`
    /// are what the buffers of these names hold. The rows are in the buffer that comes after the parameters.
    fn run<R: Row>(
        &self,
        shader: &ShaderPipeline,
        on_device: &[(&str, wgpu::Buffer)],
        rows: &mut [R],
        is_done: fn(&R) -> bool,
        results: &mut [(&str, &mut [u32])],
    ) -> Result<(), EngineError> {
        let buffer = |wanted: &str| on_device.iter().find(|(name, _)| *name == wanted).map(|(_, buffer)| buffer);
        let binds = buffers::bind(self.device, shader, buffer)?;
        let [x, y] = grid(rows.len() as u32, 1, self.device.report.max_workgroups);
        let mut readback = Readback::default();
        loop {
            let label = Some(shader.name.as_str());
            let mut encoder = self.device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label, timestamp_writes: None });
            pass.set_pipeline(&shader.pipeline);
            pass.set_bind_group(0, &binds, &[]);
            pass.dispatch_workgroups(x, y, 1);
            drop(pass);
            let before = rows.to_vec();
            let mut parts =
                vec![Part { buffer: &on_device[1].1, first_word: 0, words: bytemuck::cast_slice_mut(rows) }];
            for (name, words) in results.iter_mut() {
                parts.extend(buffer(name).map(|buffer| Part { buffer, first_word: 0, words }));
            }
            readback.submit(self.device, encoder, parts)?;
            if rows.iter().all(is_done) {
                return Ok(());
            }
            if bytemuck::cast_slice::<R, u32>(rows) == bytemuck::cast_slice::<R, u32>(&before) {
                return Err(EngineError::Device(
                    "an auction stands still: one step takes more than a dispatch may".to_owned(),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::auction::assign_in_market;
    use crate::assign::fixture::random_problem;
    use crate::assign::{Memory, NO_POOL, find};
    use crate::engine::gpu::{GpuOptions, adapter};

    fn device() -> Option<Device> {
        if adapter::list_adapters().is_empty() {
            assert!(std::env::var_os("KINGBIRD_REQUIRE_GPU").is_none(), "no adapter");
            return None;
        }
        Some(Device::open(GpuOptions::default().adapter.as_deref(), None).unwrap())
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
            assert_eq!(*found, expected(problem), "problem {ix}");
            let best = auction.assign(problem, &mut Memory::default());
            assert_eq!((found.pairs.len(), found.objective(problem)), (best.pairs.len(), best.objective(problem)));
        }
    }

    /// By the steps of the shader, one by one on the host.
    fn expected(problem: &Problem) -> Answer {
        if plain::is_for_plains(problem) {
            return plain::tests::one_by_one(problem);
        }
        assign_in_market(problem, &mut Memory::default())
    }

    #[test]
    fn plain_problems_are_solved_alike_by_a_subgroup_and_by_a_workgroup() {
        let Some(device) = device() else { return };
        let problems = plain::tests::problems();
        let wanted: Vec<Answer> = problems.iter().map(expected).collect();
        let solver = BatchSolver::new(&device).unwrap();
        assert_eq!(solver.solve(&problems).unwrap(), wanted);
        let solver = BatchSolver { plain: pipelines::load(&device, "assign/plain_workgroup").unwrap(), ..solver };
        assert_eq!(solver.solve(&problems).unwrap(), wanted);
    }

    #[test]
    fn long_auctions_go_on_in_another_dispatch_with_the_same_answers() {
        let Some(device) = device() else { return };
        for share in [0.0, 0.1] {
            let problems: Vec<Problem> = (0..3).map(|seed| random_problem(120, 120, 1_000_000, share, seed)).collect();
            let solver = BatchSolver { most_rounds: [1_000, 2_500], ..BatchSolver::new(&device).unwrap() };
            for (problem, found) in problems.iter().zip(solver.solve(&problems).unwrap()) {
                assert_eq!(found, expected(problem));
            }
        }
    }

    #[test]
    fn a_step_that_does_not_fit_a_dispatch_is_no_answer() {
        let Some(device) = device() else { return };
        let solver = BatchSolver { most_rounds: [10; 2], ..BatchSolver::new(&device).unwrap() };
        for share in [0.0, 0.5] {
            let error = solver.solve(&[random_problem(20, 20, 100, share, 1)]).unwrap_err().to_string();
            assert!(error.contains("stands still"), "{error}");
        }
    }
}
