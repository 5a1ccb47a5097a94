//! One batch on the device, from its first edge to its last.
//!
//! Many epochs go into one command buffer, all stages in one pass (wgpu puts the barriers). Shaders know each replicate's
//! own tick, so nothing is sent between epochs. The host steps in only at edges where the assigner of some case runs on the
//! host: there the submission ends after `pick`, the picture is read, orders are written, and the epoch goes on.

use rayon::prelude::*;

use super::batching::{Sizes, grid};
use super::buffers::Buffers;
use super::device::Device;
use super::market::{self, phase};
use super::pipelines::{AUCTION, StagePipeline};
use super::readback::{Part, Readback};
use super::run::GpuEngine;
use crate::assign::{self, Memory};
use crate::engine::tables::{self, ix};
use crate::engine::{EngineError, cpu};
use crate::model::batch::{Batch, Job, World};
use crate::model::codes;
use crate::model::compile::CaseModel;
use crate::model::outcome::{self, Outcome};
use crate::model::stage::{Rows, STAGES};

/// The tables an outcome is read from; the others hold the last decision only.
const OUTCOME_TABLES: usize = 6;

/// Stages that do nothing at an edge where nobody decides.
const DECISION_STAGES: [&str; 3] = ["cost", "pick", "order"];
/// Rounds of loops that one decision may take on a software adapter: half of what llvmpipe allows.
const SOFTWARE_ROUNDS: u64 = 1 << 15;

/// A batch on a device.
pub struct Session<'a> {
    device: &'a Device,
    stages: &'a [StagePipeline],
    cases: &'a [CaseModel],
    jobs: Vec<Job>,
    batch: Batch,
    buffers: Buffers,
    binds: Vec<wgpu::BindGroup>,
    memories: Vec<Memory>,
    /// The decisions on the host, one session per replicate.
    sessions: Vec<assign::Session>,
    readback: Readback,
    /// Edges passed; the tick of every raid that goes on is this times its case's epoch.
    epoch: u32,
    /// Cases, each with the earliest tick at which a replicate of it is warned.
    warnings: Vec<(usize, u32)>,
    /// The markets as they are laid out first, where some case decides by auction on the device.
    auctions: Option<market::Room>,
    /// Whether any case has no rule for the device.
    has_host_cases: bool,
    /// Stages to be recorded at the next submission.
    pending: Vec<usize>,
}

impl<'a> Session<'a> {
    /// Draws the jobs and uploads them.
    ///
    /// # Errors
    /// When they do not fit, or the device fails.
    pub fn new(engine: &'a GpuEngine, cases: &'a [CaseModel], jobs: &[Job]) -> Result<Self, EngineError> {
        let (device, stages) = engine.parts();
        let mut batch = Batch::build(cases, jobs);
        if !device.report.is_hardware() {
            decide_large_cases_on_host(&mut batch, market::takes_subgroups(device));
        }
        Sizes::of(&batch).check(&engine.room())?;
        let buffers = Buffers::upload(device, &batch);
        device.check()?;
        let binds = stages.iter().map(|stage| buffers.bind(device, &stage.shader)).collect::<Result<_, _>>()?;
        let has_auctions = batch.statics.cases.iter().any(|case| case.rule == codes::RULE_AUCTION);
        let auctions = has_auctions.then(|| market::Room::of(&batch, market::most_rounds(device)));
        if let Some(room) = &auctions {
            buffers.write_named(device, "markets", 0, bytemuck::cast_slice(&room.markets));
        }
        device.check()?;
        Ok(Self {
            device,
            stages,
            auctions,
            cases,
            jobs: jobs.to_vec(),
            warnings: earliest_warnings(&batch),
            has_host_cases: batch.statics.cases.iter().any(|case| case.rule == codes::RULE_HOST),
            memories: vec![Memory::default(); jobs.len()],
            sessions: jobs.iter().map(|job| cpu::session(&cases[job.case_ix], job)).collect(),
            batch,
            buffers,
            binds,
            readback: Readback::default(),
            epoch: 0,
            pending: Vec::new(),
        })
    }

    /// The batch; its world is as it was last read.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The assigners' memories, one per replicate.
    pub fn memories(&self) -> &[Memory] {
        &self.memories
    }

    /// Replicates whose raid was over when last looked at.
    pub fn n_done(&self) -> usize {
        self.batch.world.tallies.iter().filter(|tally| tally.done != 0).count()
    }

    /// Advances by so many epochs and reads the replicates' clocks and counters.
    ///
    /// # Errors
    /// When the device fails.
    pub fn advance(&mut self, n_epochs: u32) -> Result<(), EngineError> {
        for _ in 0..n_epochs {
            for stage in 0..STAGES.len() {
                self.enqueue(stage)?;
            }
        }
        self.submit(&[ix::TALLIES])
    }

    /// Runs one stage of the epoch, by its place in the list; stages must come in order.
    ///
    /// # Errors
    /// When the device fails.
    pub fn run_stage(&mut self, stage: usize) -> Result<(), EngineError> {
        self.enqueue(stage)?;
        self.submit(&[ix::TALLIES])
    }

    /// Notes a stage for the next submission, and lets host assigners decide where it is their turn.
    fn enqueue(&mut self, stage: usize) -> Result<(), EngineError> {
        let is_due = self.some_decide();
        // Where no replicate decides, `roster` leaves nothing to order and these have nothing to do.
        if is_due || !DECISION_STAGES.contains(&STAGES[stage].name) {
            self.pending.push(stage);
        }
        if is_due && STAGES[stage].twin.is_none() {
            self.clear_auctions()?;
            let deciding = self.deciding();
            if !deciding.is_empty() {
                self.decide(&deciding)?;
            }
        }
        self.epoch += u32::from(stage + 1 == STAGES.len());
        Ok(())
    }

    /// Lets the device's auctions decide, by as many dispatches as they need: each may take so many rounds of loops only. What is not
    /// cleared once a dispatch changes nothing any more is a fault of its replicate.
    fn clear_auctions(&mut self) -> Result<(), EngineError> {
        let Some(room) = &self.auctions else { return Ok(()) };
        let mut markets = room.markets.clone();
        let [enlist, clear, conclude] = AUCTION;
        self.pending.extend([enlist, clear]);
        loop {
            let before = markets.clone();
            self.read_named("markets", bytemuck::cast_slice_mut(&mut markets))?;
            if markets.iter().all(|market| [phase::CLEARED, phase::IDLE].contains(&market.phase)) || markets == before {
                break;
            }
            self.pending.push(clear);
        }
        self.pending.push(conclude);
        Ok(())
    }

    /// Submits the stages noted and reads a buffer that is no table.
    fn read_named(&mut self, name: &str, words: &mut [u32]) -> Result<(), EngineError> {
        let label = Some("epochs");
        let mut encoder = self.device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        self.record(&mut encoder);
        let buffer = self.buffers.named(name);
        let parts = buffer.map(|buffer| Part { buffer, first_word: 0, words }).into_iter().collect();
        self.readback.submit(self.device, encoder, parts)
    }

    /// Replicates that decide by auction on the device, with where their memory lies.
    fn device_memories(&self) -> Vec<(usize, usize)> {
        let s = &self.batch.statics;
        let is_auction = |r: &usize| s.cases[s.replicates[*r].case_ix as usize].rule == codes::RULE_AUCTION;
        let first = |r: usize| self.auctions.as_ref().map(|room| (r, room.markets[r].memory_first as usize));
        (0..s.replicates.len()).filter(is_auction).filter_map(first).collect()
    }

    /// Reads the memories that live on the device.
    fn read_memories(&mut self) -> Result<(), EngineError> {
        let Some(n_words) = self.auctions.as_ref().map(|room| room.n_words) else { return Ok(()) };
        let mut words = vec![0; n_words];
        self.read_named("memories", &mut words)?;
        for (replicate, first) in self.device_memories() {
            let n = words[first] as usize;
            self.memories[replicate].words = words.get(first + 1..first + 1 + n).unwrap_or_default().to_vec();
        }
        Ok(())
    }

    /// Puts the memories that live on the device in place.
    fn write_memories(&self) {
        for (replicate, first) in self.device_memories() {
            let words = &self.memories[replicate].words;
            let lengthened: Vec<u32> = [words.len() as u32].into_iter().chain(words.iter().copied()).collect();
            self.buffers.write_named(self.device, "memories", first, &lengthened);
        }
    }

    /// Whether the defence of any replicate may decide at this edge.
    fn some_decide(&self) -> bool {
        let decides = |&(case_ix, warning_tick): &(usize, u32)| {
            let case = &self.batch.statics.cases[case_ix];
            let tick = self.epoch * case.epoch_ticks;
            tick.is_multiple_of(case.decision_ticks) && tick >= warning_tick
        };
        self.warnings.iter().any(decides)
    }

    /// Replicates whose host assigner decides at this edge.
    fn deciding(&self) -> Vec<usize> {
        if !self.has_host_cases {
            return Vec::new();
        }
        let s = &self.batch.statics;
        let decides = |&replicate: &usize| {
            let header = &s.replicates[replicate];
            let case = &s.cases[header.case_ix as usize];
            let tick = self.epoch * case.epoch_ticks;
            case.rule == codes::RULE_HOST
                && self.batch.world.tallies[replicate].done == 0
                && tick.is_multiple_of(case.decision_ticks)
                && tick >= header.warning_tick
        };
        (0..s.replicates.len()).filter(decides).collect()
    }

    /// Lets the assigners on the host decide. The picture is read first, and the rest of the problem only if some
    /// replicate has both something to shoot with and something to shoot at.
    fn decide(&mut self, deciding: &[usize]) -> Result<(), EngineError> {
        self.submit(&[ix::TALLIES, ix::TRACKS, ix::WEAPONS])?;
        let (s, w) = (&self.batch.statics, &self.batch.world);
        let has_choice = |&&replicate: &&usize| {
            let rows = tables::rows_of(s, replicate);
            w.tallies[replicate].done == 0
                && w.weapons[rows[ix::WEAPONS].clone()].iter().any(|weapon| weapon.capacity > 0)
                && w.tracks[rows[ix::TRACKS].clone()].iter().any(|track| track.demand > 0)
        };
        let choosing: Vec<usize> = deciding.iter().filter(has_choice).copied().collect();
        if choosing.is_empty() {
            return Ok(());
        }
        self.read_choice(&choosing)?;
        let (s, w) = (&self.batch.statics, &self.batch.world);
        let (cases, jobs, sessions) = (self.cases, &self.jobs, &self.sessions);
        let memories = self.memories.par_iter_mut().enumerate();
        let answers: Vec<_> = memories
            .filter(|(replicate, _)| choosing.binary_search(replicate).is_ok())
            .filter_map(|(replicate, memory)| {
                let case = &cases[jobs[replicate].case_ix];
                let orders = cpu::answer(case, &sessions[replicate], s, w, replicate, memory).transpose()?;
                Some(orders.map(|orders| (replicate, orders)))
            })
            .collect::<Result<_, _>>()?;
        for (replicate, orders) in &answers {
            cpu::write_orders(&self.batch.statics, &mut self.batch.world, *replicate, orders);
            let first = self.batch.statics.replicates[*replicate].order_first as usize;
            let row_words = tables::dynamic(&self.batch.world)[ix::ORDERS].fields.len();
            let room = self.batch.statics.replicates[*replicate].n_orders as usize;
            let words = bytemuck::cast_slice(&orders[..orders.len().min(room)]);
            self.buffers.write(self.device, ix::ORDERS, first * row_words, words);
        }
        self.buffers.write(self.device, ix::TALLIES, 0, bytemuck::cast_slice(&self.batch.world.tallies));
        Ok(())
    }

    /// Reads what an assignment problem is made of besides the picture: costs of the replicates that choose only, since
    /// they are by far the largest table.
    fn read_choice(&mut self, choosing: &[usize]) -> Result<(), EngineError> {
        let row_words = tables::dynamic(&self.batch.world)[ix::COSTS].fields.len();
        let words_of = |&replicate: &usize| {
            let rows = &tables::rows_of(&self.batch.statics, replicate)[ix::COSTS];
            rows.start * row_words..rows.end * row_words
        };
        let ranges: Vec<_> = choosing.iter().map(words_of).collect();
        let mut parts = Vec::new();
        for (table, words) in tables::dynamic_mut(&mut self.batch.world).into_iter().enumerate() {
            let buffer = &self.buffers.dynamic[table];
            match table {
                ix::ROUNDS | ix::CHANNELS | ix::RAILS => parts.push(Part { buffer, first_word: 0, words }),
                ix::COSTS => {
                    let (mut rest, mut at) = (words, 0);
                    for range in &ranges {
                        let (_, tail) = rest.split_at_mut(range.start - at);
                        let (words, tail) = tail.split_at_mut(range.len());
                        parts.push(Part { buffer, first_word: range.start, words });
                        (rest, at) = (tail, range.end);
                    }
                }
                _ => {}
            }
        }
        let encoder =
            self.device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("choice") });
        self.readback.submit(self.device, encoder, parts)
    }

    /// Submits the stages noted and reads whole tables.
    fn submit(&mut self, wanted: &[usize]) -> Result<(), EngineError> {
        let label = Some("epochs");
        let mut encoder = self.device.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        self.record(&mut encoder);
        let mut parts = Vec::with_capacity(wanted.len());
        for (table, words) in tables::dynamic_mut(&mut self.batch.world).into_iter().enumerate() {
            if wanted.contains(&table) {
                parts.push(Part { buffer: &self.buffers.dynamic[table], first_word: 0, words });
            }
        }
        self.readback.submit(self.device, encoder, parts)
    }

    /// Records the stages noted as dispatches of one pass.
    fn record(&mut self, encoder: &mut wgpu::CommandEncoder) {
        let world = &self.batch.world;
        let limit = self.device.report.max_workgroups;
        let label = Some("epochs");
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label, timestamp_writes: None });
        for stage_ix in self.pending.drain(..) {
            let stage = &self.stages[stage_ix];
            let [x, y] = grid(n_rows(world, stage.rows), stage.rows_per_workgroup, limit);
            if x > 0 {
                pass.set_pipeline(&stage.shader.pipeline);
                pass.set_bind_group(0, &self.binds[stage_ix], &[]);
                pass.dispatch_workgroups(x, y, 1);
            }
        }
    }

    /// Reads every table.
    ///
    /// # Errors
    /// When the device fails.
    pub fn read_world(&mut self) -> Result<&World, EngineError> {
        self.submit(&(0..tables::N_DYNAMIC).collect::<Vec<_>>())?;
        self.read_memories()?;
        Ok(&self.batch.world)
    }

    /// Puts another state of the same batch in place, at an epoch's edge.
    ///
    /// # Errors
    /// When the device fails.
    pub fn write_world(&mut self, world: &World, memories: &[Memory]) -> Result<(), EngineError> {
        self.batch.world.clone_from(world);
        self.memories = memories.to_vec();
        for (table, content) in tables::dynamic(&self.batch.world).iter().enumerate() {
            self.buffers.write(self.device, table, 0, content.words);
        }
        self.write_memories();
        let s = &self.batch.statics;
        let edge = |(header, tally): (&crate::model::layout::Replicate, &crate::model::layout::Tally)| {
            tally.tick / s.cases[header.case_ix as usize].epoch_ticks
        };
        self.epoch = s.replicates.iter().zip(&self.batch.world.tallies).map(edge).max().unwrap_or(0);
        self.device.check()
    }

    /// Reads the final rows and the outcome of every replicate, in the order of the jobs.
    ///
    /// # Errors
    /// When the device fails.
    pub fn outcomes(&mut self) -> Result<Vec<Outcome>, EngineError> {
        let wanted: Vec<usize> = (0..OUTCOME_TABLES).chain([ix::TALLIES]).collect();
        self.submit(&wanted)?;
        self.sessions.iter().for_each(assign::Session::finish);
        let (s, w) = (&self.batch.statics, &self.batch.world);
        Ok((0..self.jobs.len()).into_par_iter().map(|replicate| outcome::read(s, w, replicate)).collect())
    }
}

/// Lets the host decide where the decision is long.
///
/// llvmpipe leaves every loop of an invocation once 65,535 rounds have been made in all of its loops together, and says
/// nothing. The shader's decision takes up to (orders x threats) rounds. A rule gives the same pairs on the host, which on
/// such an adapter is not slower either.
///
/// Auctions go on over several dispatches, so for them only the longest step counts.
fn decide_large_cases_on_host(batch: &mut Batch, takes_subgroups: bool) {
    for header in &batch.statics.replicates {
        let case = &mut batch.statics.cases[header.case_ix as usize];
        let rounds = if case.rule == codes::RULE_AUCTION {
            market::rounds_of_a_step(case, header, takes_subgroups)
        } else {
            u64::from(header.n_orders) * u64::from(header.n_threats)
        };
        let is_large = rounds > SOFTWARE_ROUNDS;
        if is_large && case.rule != codes::RULE_NONE {
            case.rule = codes::RULE_HOST;
        }
    }
}

/// Also of cases that assign nothing: what stood in a leaker's way is judged under every assigner.
fn earliest_warnings(batch: &Batch) -> Vec<(usize, u32)> {
    let s = &batch.statics;
    let earliest = |case_ix: usize| {
        let replicates = s.replicates.iter().filter(|header| header.case_ix as usize == case_ix);
        replicates.map(|header| header.warning_tick).min().map(|tick| (case_ix, tick))
    };
    (0..s.cases.len()).filter_map(earliest).collect()
}

fn n_rows(world: &World, rows: Rows) -> u32 {
    cpu::n_rows(world, rows) as u32
}
