//! Engines that can be stopped after any stage, looked into and set back: what lockstep compares.

use rayon::prelude::*;

use super::{EngineError, cpu, tables};
use crate::assign::{Memory, Session};
use crate::model::batch::{Batch, Job, World};
use crate::model::compile::CaseModel;
use crate::model::stage::STAGES;

/// Everything that a batch of replicates is at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The rows of all replicates, in the order of the jobs.
    pub world: World,
    /// The assigners' memories, one per replicate.
    pub memories: Vec<Memory>,
}

/// An engine in the middle of a run.
pub trait Stepper {
    /// Advances by one epoch.
    ///
    /// # Errors
    /// When the device fails.
    fn step_epoch(&mut self) -> Result<(), EngineError> {
        (0..STAGES.len()).try_for_each(|stage| self.run_stage(stage))
    }

    /// Runs one stage, by its place in the list; stages must come in order.
    ///
    /// # Errors
    /// When the device fails.
    fn run_stage(&mut self, stage: usize) -> Result<(), EngineError>;

    /// Where it stands.
    ///
    /// # Errors
    /// When the device fails.
    fn state(&mut self) -> Result<State, EngineError>;

    /// Sets it back to an edge of its own past.
    ///
    /// # Errors
    /// When the device fails.
    fn restore(&mut self, state: &State) -> Result<(), EngineError>;

    /// Changes its state between two stages.
    ///
    /// # Errors
    /// When the device fails.
    fn restore_within_epoch(&mut self, state: &State) -> Result<(), EngineError> {
        self.restore(state)
    }
}

/// The CPU engine, stepped.
pub struct CpuStepper<'a> {
    cases: &'a [CaseModel],
    parts: Vec<Part>,
    backwards: bool,
}

/// Some replicates in one batch, with their assigners' memories.
struct Part {
    jobs: Vec<Job>,
    batch: Batch,
    sessions: Vec<Session>,
    memories: Vec<Memory>,
}

impl<'a> CpuStepper<'a> {
    /// Each replicate in a batch of its own, on all cores; or `backwards`: all in one batch, on one thread, the rows of
    /// every stage from the last to the first, which must make no difference.
    pub fn new(cases: &'a [CaseModel], jobs: &[Job], backwards: bool) -> Self {
        let part = |jobs: &[Job]| Part {
            jobs: jobs.to_vec(),
            batch: Batch::build(cases, jobs),
            sessions: jobs.iter().map(|job| cpu::session(&cases[job.case_ix], job)).collect(),
            memories: vec![Memory::default(); jobs.len()],
        };
        let parts = if backwards { vec![part(jobs)] } else { jobs.par_chunks(1).map(part).collect() };
        Self { cases, parts, backwards }
    }

    /// What it is, for people.
    pub fn describe(backwards: bool) -> String {
        if backwards {
            "cpu, 1 thread, one batch, rows backwards".to_owned()
        } else {
            format!("cpu, {} threads", rayon::current_num_threads())
        }
    }
}

impl Part {
    /// Lets those go who decided in raids that are over.
    fn finish(&self) {
        let over = self.sessions.iter().zip(&self.batch.world.tallies).filter(|(_, tally)| tally.done != 0);
        over.for_each(|(session, _)| session.finish());
    }

    fn run_stage(&mut self, cases: &[CaseModel], ix: usize, backwards: bool) -> Result<(), EngineError> {
        let stage = &STAGES[ix];
        let n = cpu::n_rows(&self.batch.world, stage.rows);
        for step in 0..n {
            let row = if backwards { n - 1 - step } else { step };
            match stage.twin {
                Some(twin) => twin(&self.batch.statics, &mut self.batch.world, &mut None, row..row + 1),
                None => {
                    let (case, session) = (&cases[self.jobs[row].case_ix], &self.sessions[row]);
                    cpu::decide(case, session, &mut self.batch, row, &mut self.memories[row])?;
                }
            }
        }
        Ok(())
    }
}

impl Stepper for CpuStepper<'_> {
    fn step_epoch(&mut self) -> Result<(), EngineError> {
        let (cases, backwards) = (self.cases, self.backwards);
        let step = |part: &mut Part| {
            (0..STAGES.len()).try_for_each(|stage| part.run_stage(cases, stage, backwards))?;
            part.finish();
            Ok(())
        };
        self.parts.par_iter_mut().try_for_each(step)
    }

    fn run_stage(&mut self, stage: usize) -> Result<(), EngineError> {
        let (cases, backwards) = (self.cases, self.backwards);
        self.parts.par_iter_mut().try_for_each(|part| part.run_stage(cases, stage, backwards))
    }

    fn state(&mut self) -> Result<State, EngineError> {
        let mut state = State::default();
        for part in &self.parts {
            append(&mut state.world, &part.batch.world);
            state.memories.extend_from_slice(&part.memories);
        }
        Ok(state)
    }

    fn restore(&mut self, state: &State) -> Result<(), EngineError> {
        let source = tables::dynamic(&state.world);
        let mut at = [0; tables::N_DYNAMIC];
        let mut first = 0;
        for part in &mut self.parts {
            for (ix, words) in tables::dynamic_mut(&mut part.batch.world).into_iter().enumerate() {
                words.copy_from_slice(&source[ix].words[at[ix]..at[ix] + words.len()]);
                at[ix] += words.len();
            }
            part.memories.clone_from_slice(&state.memories[first..first + part.jobs.len()]);
            first += part.jobs.len();
        }
        Ok(())
    }
}

/// Dynamic rows are local to their replicate, so that batches can be laid end to end.
fn append(all: &mut World, part: &World) {
    all.threats.extend_from_slice(&part.threats);
    all.tracks.extend_from_slice(&part.tracks);
    all.rounds.extend_from_slice(&part.rounds);
    all.channels.extend_from_slice(&part.channels);
    all.rails.extend_from_slice(&part.rails);
    all.asset_hits.extend_from_slice(&part.asset_hits);
    all.weapons.extend_from_slice(&part.weapons);
    all.costs.extend_from_slice(&part.costs);
    all.orders.extend_from_slice(&part.orders);
    all.tallies.extend_from_slice(&part.tallies);
}

#[cfg(feature = "gpu")]
impl Stepper for super::gpu::Session<'_> {
    fn step_epoch(&mut self) -> Result<(), EngineError> {
        self.advance(1)
    }

    fn run_stage(&mut self, stage: usize) -> Result<(), EngineError> {
        Self::run_stage(self, stage)
    }

    fn state(&mut self) -> Result<State, EngineError> {
        let world = self.read_world()?.clone();
        Ok(State { world, memories: self.memories().to_vec() })
    }

    fn restore(&mut self, state: &State) -> Result<(), EngineError> {
        self.write_world(&state.world, &state.memories)
    }
}
