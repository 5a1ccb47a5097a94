//! Lockstep: two engines side by side, compared word by word, epoch by epoch; the first divergence is named.
//!
//! After every epoch all rows of all tables are compared, caches and last decisions included. Where they differ, both
//! engines go back to the state before that epoch and take it stage by stage.

use std::fmt;

use crate::engine::stepper::{CpuStepper, State, Stepper};
use crate::engine::tables::{self, N_DYNAMIC};
use crate::engine::{EngineError, Progress};
use crate::model::batch::{Batch, Job, Statics, World};
use crate::model::compile::CaseModel;
use crate::model::layout::Field;
use crate::model::stage::STAGES;

/// Replicates compared at a time.
const BATCH: usize = 16;

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The CPU engine. As the first side: a batch for each replicate, on all cores. As the second: all replicates in one
    /// batch, on one thread, the rows of every stage from the last to the first.
    Cpu,
    /// The GPU engine. As the second side of a GPU: by the other way of loading shaders.
    Gpu,
}

impl Side {
    /// `cpu` or `gpu`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// A bit turned over in the second engine, to see that the comparison finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Perturbation {
    /// In this epoch, from 0.
    pub epoch: u32,
    /// After the stage of this name.
    pub stage: &'static str,
    /// Replicate, by its place in the jobs.
    pub replicate: usize,
    /// Table, or `memory` for that of the assigner.
    pub table: &'static str,
    /// Row, counted from the replicate's first; of a memory, its word.
    pub row: usize,
    /// Word of the row.
    pub word: usize,
    /// Bit of the word.
    pub bit: u32,
}

/// What to compare.
#[derive(Clone, Debug)]
pub struct Options {
    /// Stop after so many epochs; `None` goes to the end of the raids.
    pub max_epochs: Option<u32>,
    /// The two engines.
    pub engines: [Side; 2],
    /// Number of the GPU adapter or a part of its name.
    pub adapter: Option<String>,
    /// For tests of the comparison.
    pub perturbation: Option<Perturbation>,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_epochs: None, engines: [Side::Cpu, Side::Gpu], adapter: None, perturbation: None }
    }
}

/// What was compared and what came of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The two engines, for people.
    pub engines: [String; 2],
    /// Replicates compared.
    pub n_replicates: usize,
    /// Epochs compared, over all batches of replicates.
    pub n_epochs: u64,
    /// Words compared.
    pub n_words: u64,
    /// The first difference, if any.
    pub divergence: Option<Divergence>,
}

/// The first word in which two engines differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// Its replicate.
    pub job: Job,
    /// Name of its scenario.
    pub scenario: String,
    /// Its assigner.
    pub assigner: String,
    /// The edge at which the epoch began.
    pub tick: u32,
    /// The stage after which it first showed; `None` if it did not show again when the epoch was repeated stage by stage.
    pub stage: Option<&'static str>,
    /// Table.
    pub table: &'static str,
    /// Row, counted from the replicate's first.
    pub row: usize,
    /// Field of the row.
    pub field: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// The word on either side.
    pub words: [u32; 2],
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Job { seed, replicate, .. } = self.job;
        write!(
            f,
            "{}, assigner {}, seed {seed}, replicate {replicate}, tick {}, stage {}, {}[{}].{}: {} and {}",
            self.scenario,
            self.assigner,
            self.tick,
            self.stage.unwrap_or("unknown (the epoch did not repeat itself)"),
            self.table,
            self.row,
            self.field,
            shown(self.words[0], self.kind),
            shown(self.words[1], self.kind),
        )
    }
}

fn shown(word: u32, kind: &str) -> String {
    match kind {
        "f32" => format!("{word:#010x} ({:?})", f32::from_bits(word)),
        "i32" => format!("{word:#010x} ({})", word as i32),
        _ => format!("{word:#010x} ({word})"),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, two] = &self.engines;
        let replicates = if self.n_replicates == 1 { "replicate" } else { "replicates" };
        match &self.divergence {
            None => write!(f, "identical: ")?,
            Some(divergence) => write!(f, "first divergence: {divergence}; ")?,
        }
        let (n, epochs, words) = (self.n_replicates, self.n_epochs, self.n_words);
        write!(f, "{n} {replicates}, {epochs} epochs, {words} words compared ({one} against {two})")
    }
}

/// Compares two engines on replicates of cases; `progress` is told of replicates compared to the end.
///
/// # Errors
/// When an engine cannot be opened or fails; a divergence is no error but the report's content.
pub fn lockstep(
    cases: &[CaseModel],
    jobs: &[Job],
    options: &Options,
    progress: Progress<'_>,
) -> Result<Report, EngineError> {
    let opened = Sides::open(options)?;
    let mut report = Report { engines: opened.names(), n_replicates: 0, n_epochs: 0, n_words: 0, divergence: None };
    for (chunk_ix, chunk) in jobs.chunks(opened.batch(cases, jobs)?).enumerate() {
        let first_job = chunk_ix * opened.batch(cases, jobs)?;
        let mut pair = Pair {
            cases,
            jobs: chunk,
            statics: Batch::build(cases, chunk).statics,
            sides: [opened.stepper(0, cases, chunk)?, opened.stepper(1, cases, chunk)?],
            perturbation: options
                .perturbation
                .filter(|p| (first_job..first_job + chunk.len()).contains(&p.replicate))
                .map(|p| Perturbation { replicate: p.replicate - first_job, ..p }),
        };
        pair.run(options.max_epochs.unwrap_or(u32::MAX), &mut report)?;
        report.n_replicates += chunk.len();
        progress(chunk.len());
        if report.divergence.is_some() {
            break;
        }
    }
    Ok(report)
}

/// Two engines with the same replicates.
struct Pair<'a> {
    cases: &'a [CaseModel],
    jobs: &'a [Job],
    statics: Statics,
    sides: [Box<dyn Stepper + 'a>; 2],
    perturbation: Option<Perturbation>,
}

/// In place of a table's number: the assigner's memory.
const MEMORY: usize = N_DYNAMIC;

/// Where two worlds differ first: replicate, table, word of the table.
struct Place {
    replicate: usize,
    table: usize,
    word: usize,
}

impl Pair<'_> {
    fn run(&mut self, max_epochs: u32, report: &mut Report) -> Result<(), EngineError> {
        let mut before = self.sides[0].state()?;
        for epoch in 0..max_epochs {
            if before.world.tallies.iter().all(|tally| tally.done != 0) {
                break;
            }
            self.step_epoch(epoch)?;
            let after = [self.sides[0].state()?, self.sides[1].state()?];
            report.n_epochs += 1;
            report.n_words +=
                tables::dynamic(&after[0].world).iter().map(|table| table.words.len() as u64).sum::<u64>();
            if let Some(place) = self.first_difference(&after) {
                report.divergence = Some(self.narrow_down(epoch, &before, &after, &place)?);
                return Ok(());
            }
            let [first, _] = after;
            before = first;
        }
        Ok(())
    }

    fn step_epoch(&mut self, epoch: u32) -> Result<(), EngineError> {
        self.sides[0].step_epoch()?;
        if self.perturbation.is_some_and(|p| p.epoch == epoch) {
            (0..STAGES.len()).try_for_each(|stage| self.second_stage(epoch, stage))
        } else {
            self.sides[1].step_epoch()
        }
    }

    /// One stage of the second engine, and the perturbation if it is due.
    fn second_stage(&mut self, epoch: u32, stage: usize) -> Result<(), EngineError> {
        self.sides[1].run_stage(stage)?;
        let due = |p: &Perturbation| p.epoch == epoch && p.stage == STAGES[stage].name;
        let Some(p) = self.perturbation.filter(due) else { return Ok(()) };
        let mut state = self.sides[1].state()?;
        let rows = tables::rows_of(&self.statics, p.replicate);
        let found = tables::dynamic(&state.world).iter().position(|table| table.name == p.table);
        if let Some(ix) = found {
            let word = (rows[ix].start + p.row) * tables::dynamic(&state.world)[ix].fields.len() + p.word;
            tables::dynamic_mut(&mut state.world)[ix][word] ^= 1 << p.bit;
        } else if p.table == "memory"
            && let Some(word) = state.memories[p.replicate].words.get_mut(p.row)
        {
            *word ^= 1 << p.bit;
        }
        self.sides[1].restore_within_epoch(&state)
    }

    /// Repeats an epoch stage by stage to find where the difference first shows.
    fn narrow_down(
        &mut self,
        epoch: u32,
        before: &State,
        after: &[State; 2],
        place: &Place,
    ) -> Result<Divergence, EngineError> {
        self.sides[0].restore(before)?;
        self.sides[1].restore(before)?;
        for (ix, stage) in STAGES.iter().enumerate() {
            self.sides[0].run_stage(ix)?;
            self.second_stage(epoch, ix)?;
            let now = [self.sides[0].state()?, self.sides[1].state()?];
            if let Some(place) = self.first_difference(&now) {
                return Ok(self.describe(before, &now, &place, Some(stage.name)));
            }
        }
        Ok(self.describe(before, after, place, None))
    }

    /// The first difference in the order of replicates, then tables, then words, the assigner's memory after the tables.
    fn first_difference(&self, states: &[State; 2]) -> Option<Place> {
        let [one, two] = [tables::dynamic(&states[0].world), tables::dynamic(&states[1].world)];
        let memories = [&states[0].memories, &states[1].memories];
        if (0..N_DYNAMIC).all(|ix| one[ix].words == two[ix].words) && memories[0] == memories[1] {
            return None;
        }
        (0..self.jobs.len()).find_map(|replicate| {
            let rows = tables::rows_of(&self.statics, replicate);
            let in_tables = (0..N_DYNAMIC).find_map(|table| {
                let width = one[table].fields.len();
                let words = rows[table].start * width..rows[table].end * width;
                let differs = |&word: &usize| one[table].words[word] != two[table].words[word];
                words.into_iter().find(differs).map(|word| Place { replicate, table, word })
            });
            let [one, two] = memories.map(|memories| &memories[replicate].words);
            let word = (0..one.len().max(two.len())).find(|&word| one.get(word) != two.get(word));
            in_tables.or(word.map(|word| Place { replicate, table: MEMORY, word }))
        })
    }

    fn describe_memory(
        &self,
        before: &State,
        states: &[State; 2],
        place: &Place,
        stage: Option<&'static str>,
    ) -> Divergence {
        let job = self.jobs[place.replicate];
        // A word that one side does not have is told as 0: the lengths differ, and the rows that come of it soon will.
        let word = |state: &State| state.memories[place.replicate].words.get(place.word).copied().unwrap_or(0);
        Divergence {
            job,
            scenario: self.cases[job.case_ix].scenario.name.clone(),
            assigner: self.cases[job.case_ix].assigner.name().to_owned(),
            tick: before.world.tallies[place.replicate].tick,
            stage,
            table: "memory",
            row: place.word,
            field: "word",
            kind: "u32",
            words: [word(&states[0]), word(&states[1])],
        }
    }

    fn describe(&self, before: &State, states: &[State; 2], place: &Place, stage: Option<&'static str>) -> Divergence {
        if place.table == MEMORY {
            return self.describe_memory(before, states, place, stage);
        }
        let [one, two] = [&states[0].world, &states[1].world].map(|world: &World| tables::dynamic(world)[place.table]);
        let width = one.fields.len();
        let Field { name: field, kind } = one.fields[place.word % width];
        let job = self.jobs[place.replicate];
        Divergence {
            job,
            scenario: self.cases[job.case_ix].scenario.name.clone(),
            assigner: self.cases[job.case_ix].label(),
            tick: before.world.tallies[place.replicate].tick,
            stage,
            table: one.name,
            row: place.word / width - tables::rows_of(&self.statics, place.replicate)[place.table].start,
            field,
            kind,
            words: [one.words[place.word], two.words[place.word]],
        }
    }
}

/// The engines of a comparison, opened once.
struct Sides {
    engines: [Side; 2],
    #[cfg(feature = "gpu")]
    gpus: [Option<super::gpu::GpuEngine>; 2],
}

#[cfg(feature = "gpu")]
impl Sides {
    fn open(options: &Options) -> Result<Self, EngineError> {
        use super::gpu::shader::LoadPath;
        use super::gpu::{GpuEngine, GpuOptions};
        let open =
            |load| GpuEngine::new(GpuOptions { adapter: options.adapter.clone(), load, ..GpuOptions::default() });
        let [one, two] = options.engines;
        let first = (one == Side::Gpu).then(|| open(None)).transpose()?;
        let other = first.as_ref().map(|gpu| match gpu.device().path {
            LoadPath::Passthrough => LoadPath::XorBarrier,
            _ => LoadPath::Plain,
        });
        let second = (two == Side::Gpu).then(|| open(other)).transpose()?;
        Ok(Self { engines: options.engines, gpus: [first, second] })
    }

    fn names(&self) -> [String; 2] {
        [0, 1].map(|side| match &self.gpus[side] {
            Some(gpu) => super::Engine::adapter(gpu),
            None => CpuStepper::describe(side == 1),
        })
    }

    /// Replicates at a time: as many as any of the devices takes, up to [`BATCH`].
    fn batch(&self, cases: &[CaseModel], jobs: &[Job]) -> Result<usize, EngineError> {
        let mut n = BATCH;
        for gpu in self.gpus.iter().flatten() {
            let cuts = super::gpu::batching::cut(cases, jobs, &gpu.room())?;
            n = n.min(cuts.iter().map(ExactSizeIterator::len).min().unwrap_or(BATCH)).max(1);
        }
        Ok(n)
    }

    fn stepper<'a>(
        &'a self,
        side: usize,
        cases: &'a [CaseModel],
        jobs: &[Job],
    ) -> Result<Box<dyn Stepper + 'a>, EngineError> {
        Ok(match &self.gpus[side] {
            Some(gpu) => Box::new(super::gpu::Session::new(gpu, cases, jobs)?),
            None => Box::new(CpuStepper::new(cases, jobs, side == 1 && self.engines[0] == Side::Cpu)),
        })
    }
}

#[cfg(not(feature = "gpu"))]
impl Sides {
    fn open(options: &Options) -> Result<Self, EngineError> {
        if options.engines.contains(&Side::Gpu) {
            return Err(EngineError::NoAdapter("this build of kingbird has no GPU engine (feature `gpu`)".to_owned()));
        }
        Ok(Self { engines: options.engines })
    }

    fn names(&self) -> [String; 2] {
        debug_assert!(self.engines.iter().all(|side| *side == Side::Cpu), "a GPU was refused on opening");
        [CpuStepper::describe(false), CpuStepper::describe(true)]
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the same signature as with a GPU engine")]
    fn batch(&self, _cases: &[CaseModel], _jobs: &[Job]) -> Result<usize, EngineError> {
        Ok(BATCH)
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the same signature as with a GPU engine")]
    fn stepper<'a>(
        &'a self,
        side: usize,
        cases: &'a [CaseModel],
        jobs: &[Job],
    ) -> Result<Box<dyn Stepper + 'a>, EngineError> {
        Ok(Box::new(CpuStepper::new(cases, jobs, side == 1)))
    }
}
