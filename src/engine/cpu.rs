//! The CPU engine: every replicate a batch of one, replicates spread over all cores.

use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Engine, EngineError, NoAnswer, Watch, memory};
use crate::assign::{AssignError, Memory, Occasion, Pair, Session};
use crate::model::batch::{Batch, Job, Statics, World};
use crate::model::codes;
use crate::model::compile::CaseModel;
use crate::model::events::{Event, Recorder};
use crate::model::layout::Order;
use crate::model::network;
use crate::model::outcome::{self, Outcome};
use crate::model::stage::{Rows, RowsFn, STAGES, Stage, outlook, problem};

/// Runs on all cores of this machine, or on as many threads as the surrounding rayon pool has.
#[derive(Clone, Copy, Debug, Default)]
pub struct CpuEngine;

impl Engine for CpuEngine {
    fn name(&self) -> &'static str {
        "cpu"
    }

    fn adapter(&self) -> String {
        let n = rayon::current_num_threads();
        format!("{n} {}", if n == 1 { "thread" } else { "threads" })
    }

    fn run_watched(&self, cases: &[CaseModel], jobs: &[Job], watch: &dyn Watch) -> Result<Vec<Outcome>, EngineError> {
        let at_a_time = memory::replicates_at_a_time(cases, jobs, rayon::current_num_threads())?;
        // Jobs are taken in their order, so that what is finished is nearly a beginning of the list: halving the list among
        // threads, as parallel iterators do, would finish its middle before its beginning.
        let next = AtomicUsize::new(0);
        // The first failure ends the work: the other threads stop where they are.
        let failure = OnceLock::new();
        let is_over = || watch.is_cancelled() || failure.get().is_some();
        let work = |_| {
            let mut mine = Vec::new();
            while !is_over() {
                let ix = next.fetch_add(1, Ordering::Relaxed);
                let Some(job) = jobs.get(ix) else { break };
                match run_one(cases, *job, &is_over) {
                    Ok(outcome) => {
                        watch.finished(1);
                        watch.outcome(ix, &outcome);
                        mine.push((ix, outcome));
                    }
                    Err(EngineError::Cancelled) => break,
                    Err(error) => _ = failure.set(error),
                }
            }
            mine
        };
        let mut found: Vec<_> = (0..at_a_time).into_par_iter().with_max_len(1).flat_map_iter(work).collect();
        if let Some(error) = failure.into_inner() {
            return Err(error);
        }
        if found.len() < jobs.len() {
            return Err(EngineError::Cancelled);
        }
        found.sort_unstable_by_key(|(ix, _)| *ix);
        Ok(found.into_iter().map(|(_, outcome)| outcome).collect())
    }
}

/// One replicate to its end, unless it is called off on the way.
fn run_one(cases: &[CaseModel], job: Job, is_over: &dyn Fn() -> bool) -> Result<Outcome, EngineError> {
    let mut runner = Runner::new(cases, job, false);
    while !runner.is_done() {
        if is_over() {
            return Err(EngineError::Cancelled);
        }
        runner.advance()?;
    }
    Ok(runner.outcome())
}

/// A case that a runner was lent, or holds together with others.
enum CaseHold<'a> {
    Lent(&'a CaseModel),
    Shared(Arc<CaseModel>),
}

impl Deref for CaseHold<'_> {
    type Target = CaseModel;

    fn deref(&self) -> &CaseModel {
        match self {
            Self::Lent(case) => case,
            Self::Shared(case) => case,
        }
    }
}

/// One replicate on the CPU, epoch by epoch.
pub struct Runner<'a> {
    case: CaseHold<'a>,
    /// The replicate's tables and rows.
    pub batch: Batch,
    session: Session,
    memory: Memory,
    recorder: Recorder,
    stages: &'a [Stage],
}

impl<'a> Runner<'a> {
    /// Draws a replicate and stands at its beginning; with `record` every event is kept.
    pub fn new(cases: &'a [CaseModel], job: Job, record: bool) -> Self {
        Self::with_stages(cases, job, record, STAGES)
    }

    /// The same over other stage functions, such as those that check every intermediate result.
    pub fn with_stages(cases: &'a [CaseModel], job: Job, record: bool, stages: &'a [Stage]) -> Self {
        let batch = Batch::build(cases, &[job]);
        Self::standing(CaseHold::Lent(&cases[job.case_ix]), job, batch, record, stages)
    }

    /// Stands at the beginning of a batch of one replicate, and shares its case: for whoever keeps a runner for long.
    pub fn shared(case: Arc<CaseModel>, job: Job, batch: Batch, record: bool) -> Runner<'static> {
        Runner::standing(CaseHold::Shared(case), job, batch, record, STAGES)
    }

    fn standing<'b>(case: CaseHold<'b>, job: Job, batch: Batch, record: bool, stages: &'b [Stage]) -> Runner<'b> {
        let session = session(&case, &job);
        Runner { case, batch, session, memory: Memory::default(), recorder: record.then(Vec::new), stages }
    }

    /// What the assigner keeps from one decision to the next.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Puts another memory in place, as part of going back to an edge of the past.
    pub fn set_memory(&mut self, memory: &Memory) {
        self.memory.clone_from(memory);
    }

    /// The assigner's pairs for the decision of this edge, once its costs are there, as the stage that decides would write
    /// them; the runner is left as it was. None where there is no answer: then the decision itself will tell.
    pub fn foreseen_orders(&self) -> Vec<Order> {
        let mut memory = self.memory.clone();
        let (s, w) = (&self.batch.statics, &self.batch.world);
        answer(&self.case, &self.session, s, w, 0, &mut memory).ok().flatten().unwrap_or_default()
    }

    /// Whether the raid is over.
    pub fn is_done(&self) -> bool {
        self.batch.is_done()
    }

    /// Advances by one epoch.
    ///
    /// # Errors
    /// [`EngineError::Assigner`] when there is no answer from whoever assigns; the replicate cannot go on then.
    pub fn advance(&mut self) -> Result<(), EngineError> {
        (0..self.stages.len()).try_for_each(|ix| self.advance_stage(ix))?;
        if self.is_done() {
            self.session.finish();
        }
        Ok(())
    }

    /// Runs one stage of the epoch, by its place in the list.
    ///
    /// # Errors
    /// As [`Runner::advance`].
    pub fn advance_stage(&mut self, ix: usize) -> Result<(), EngineError> {
        match self.stages[ix].twin {
            Some(twin) => self.run_rows(self.stages[ix].rows, twin),
            None => decide(&self.case, &self.session, &mut self.batch, 0, &mut self.memory)?,
        }
        Ok(())
    }

    /// Advances by one epoch, for whoever knows that the assigner is one of the registry: those always answer.
    ///
    /// # Panics
    /// When there is no answer from whoever assigns.
    pub fn step_epoch(&mut self) {
        for ix in 0..self.stages.len() {
            self.run_stage(ix);
        }
    }

    /// Runs one stage of the epoch, as [`Runner::step_epoch`].
    ///
    /// # Panics
    /// When there is no answer from whoever assigns.
    pub fn run_stage(&mut self, ix: usize) {
        self.advance_stage(ix).expect("who steps so has an assigner that always answers");
    }

    fn run_rows(&mut self, rows: Rows, twin: RowsFn) {
        let n = n_rows(&self.batch.world, rows);
        twin(&self.batch.statics, &mut self.batch.world, &mut self.recorder, 0..n);
    }

    /// Runs to the end of the raid, as [`Runner::step_epoch`].
    ///
    /// # Panics
    /// When there is no answer from whoever assigns.
    pub fn run_to_end(&mut self) {
        while !self.is_done() {
            self.step_epoch();
        }
    }

    /// The result so far.
    pub fn outcome(&self) -> Outcome {
        outcome::read(&self.batch.statics, &self.batch.world, 0)
    }

    /// The events recorded since this was last asked, in the order in which they came about.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.recorder.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The events recorded so far, in the order of (tick, stage, entity, code).
    pub fn events(&self) -> Vec<Event> {
        let mut events = self.recorder.clone().unwrap_or_default();
        events.sort_unstable();
        events
    }
}

/// How many lanes a stage has.
pub fn n_rows(w: &World, rows: Rows) -> usize {
    match rows {
        Rows::Threats => w.threats.len(),
        Rows::Rounds => w.rounds.len(),
        Rows::Replicates => w.tallies.len(),
    }
}

/// Lets the case's assigner decide for one replicate of a batch and writes its pairs as orders.
///
/// # Errors
/// [`EngineError::Assigner`].
pub fn decide(
    case: &CaseModel,
    session: &Session,
    batch: &mut Batch,
    replicate: usize,
    memory: &mut Memory,
) -> Result<(), EngineError> {
    if let Some(orders) = answer(case, session, &batch.statics, &batch.world, replicate, memory)? {
        write_orders(&batch.statics, &mut batch.world, replicate, &orders);
    }
    Ok(())
}

/// The decisions of a job, before the first.
pub fn session(case: &CaseModel, job: &Job) -> Session {
    Session::new(&case.assigner, Occasion { seed: job.seed, replicate: job.replicate })
}

/// What the case's assigner orders for one replicate; `None` where nothing is to be decided at this edge.
///
/// # Errors
/// [`EngineError::Assigner`].
pub fn answer(
    case: &CaseModel,
    session: &Session,
    s: &Statics,
    w: &World,
    replicate: usize,
    memory: &mut Memory,
) -> Result<Option<Vec<Order>>, EngineError> {
    let Some((mut problem, targets)) = problem(s, w, replicate) else { return Ok(None) };
    if case.assigner.wants_outlook() {
        problem.outlook = outlook(s, w, replicate, &problem, &targets);
    }
    if case.assigner.wants_network() {
        problem.network = Some(network::of_decision(&case.network, s, w, replicate));
    }
    let answer = session.decide(&problem, memory).map_err(|why| no_answer(case, session, why))?;
    let order = |pair: &Pair| Order { weapon: pair.weapon, target: targets[pair.target as usize] };
    Ok(Some(answer.pairs.iter().map(order).collect()))
}

fn no_answer(case: &CaseModel, session: &Session, why: AssignError) -> EngineError {
    EngineError::Assigner(Box::new(NoAnswer {
        scenario: case.scenario.name.clone(),
        assigner: case.label(),
        of: session.occasion(),
        why,
    }))
}

/// Writes orders for the stage that carries them out; more than there is room for are a fault, and none is written.
pub fn write_orders(s: &Statics, w: &mut World, replicate: usize, orders: &[Order]) {
    let header = &s.replicates[replicate];
    let tally = &mut w.tallies[replicate];
    if orders.len() > header.n_orders as usize {
        tally.faults |= codes::FAULT_ORDERS;
        return;
    }
    let first = header.order_first as usize;
    w.orders[first..first + orders.len()].copy_from_slice(orders);
    tally.n_orders = orders.len() as u32;
}
