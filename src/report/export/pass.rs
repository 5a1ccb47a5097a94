//! One pass over a replicate: epoch by epoch on the CPU, with writers that look on.

use crate::engine::EngineError;
use crate::engine::cpu::Runner;
use crate::model::CaseModel;
use crate::model::batch::{Job, Statics, World};
use crate::model::events::Event;
use crate::model::names::Names;
use crate::model::outcome::Outcome;

/// What does not change during the pass.
pub(super) struct Stage<'a> {
    pub case: &'a CaseModel,
    pub statics: &'a Statics,
    pub names: &'a Names,
}

/// An epoch: the rows at both of its edges.
pub(super) struct Epoch<'a> {
    pub stage: &'a Stage<'a>,
    /// The rows at its first edge.
    pub before: &'a World,
    /// The rows at its last edge.
    pub now: &'a World,
    pub before_tick: u32,
    pub now_tick: u32,
}

/// Something that writes a replicate down as it runs.
pub(super) trait Writer {
    /// At the beginning, before the first epoch.
    fn begin(&mut self, stage: &Stage<'_>);
    /// Something happened during an epoch, or at its first edge; in order.
    fn event(&mut self, epoch: &Epoch<'_>, event: &Event);
    /// At the last edge of an epoch, after all events before it, where positions are to be written.
    fn sample(&mut self, epoch: &Epoch<'_>);
    /// At the end.
    fn end(&mut self, stage: &Stage<'_>, tick: u32, digest: &str);
}

/// Runs the replicate to its end. Returns all events and the outcome.
///
/// # Errors
/// When there is no answer from whoever assigns.
pub(super) fn run(
    case: &CaseModel,
    job: &Job,
    period_s: f64,
    writers: &mut [&mut dyn Writer],
    each_epoch: &dyn Fn(),
) -> Result<(Vec<Event>, Outcome), EngineError> {
    let job = Job { case_ix: 0, ..*job };
    let mut runner = Runner::new(std::slice::from_ref(case), job, true);
    let statics = runner.batch.statics.clone();
    let names = Names::new(case);
    let stage = Stage { case, statics: &statics, names: &names };
    let epoch_s = case.scenario.theatre.epoch_s;
    let sample_ticks = (period_s / epoch_s).round().max(1.0) as u32 * case.case.epoch_ticks;
    writers.iter_mut().for_each(|writer| writer.begin(&stage));
    let mut all = Vec::new();
    let mut pending: Vec<Event> = Vec::new();
    while !runner.is_done() {
        let before = runner.batch.world.clone();
        runner.advance()?;
        each_epoch();
        pending.extend(runner.take_events());
        pending.sort_unstable();
        let done = runner.is_done();
        let now_tick = runner.batch.world.tallies[0].tick;
        let before_tick = before.tallies[0].tick;
        let epoch = Epoch { stage: &stage, before: &before, now: &runner.batch.world, before_tick, now_tick };
        // What happens at the last edge itself comes after the state there, unless there is no more to come.
        let past = if done { pending.len() } else { pending.partition_point(|event| event.tick < now_tick) };
        for event in pending.drain(..past) {
            writers.iter_mut().for_each(|writer| writer.event(&epoch, &event));
            all.push(event);
        }
        if done || now_tick.is_multiple_of(sample_ticks) {
            writers.iter_mut().for_each(|writer| writer.sample(&epoch));
        }
    }
    let outcome = runner.outcome();
    let digest = outcome.digest_hex();
    let tick = runner.batch.world.tallies[0].tick;
    writers.iter_mut().for_each(|writer| writer.end(&stage, tick, &digest));
    all.sort_unstable();
    Ok((all, outcome))
}
