//! A study on a thread of its own, for a window that must stay alive: what is there can be looked at while it runs, and it can
//! be called off, or gone on with on the CPU where a GPU gave up. Reads the clock for the rate; what it reads never reaches
//! a result.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::error::StudyError;
use super::plan::Plan;
use super::record::Record;
use super::runner;
use super::whole::{Findings, Study};
use crate::engine::auto::{self, Choice};
use crate::engine::{Engine, EngineError};

/// What is there is analysed anew about this often ...
const REFRESH: Duration = Duration::from_secs(1);
/// ... and at most this share of the time, so that a large study does not spend itself on being looked at.
const MOST_OF_THE_TIME: u32 = 10;

/// How the work stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// At work, or about to stop.
    Running,
    /// All replicates are there.
    Done,
    /// Called off; what was complete stays.
    Cancelled,
    /// Stopped; what was complete stays.
    Failed {
        /// Why, and what can be done, for people.
        message: String,
        /// Whether the CPU could do the rest.
        cpu_can_go_on: bool,
    },
}

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Replicates that are over, of all cases together.
    pub done: usize,
    /// Replicates of the study, of all cases together.
    pub total: usize,
    /// Replicates per second, `None` before there is anything to tell it from.
    pub per_s: Option<f64>,
    /// Time left at that rate, seconds.
    pub left_s: Option<f64>,
}

/// A study at work. Dropping it calls it off and does not wait.
pub struct Work {
    shared: Arc<Shared>,
}

struct Shared {
    plan: Plan,
    variant: Option<String>,
    record: Record,
    wake: Box<dyn Fn() + Send + Sync>,
    desk: Mutex<Desk>,
    /// Told when the state changes.
    changed: Condvar,
}

/// What changes while the work goes on.
struct Desk {
    state: State,
    /// When the work began, and how much was there then; `None` while the engine is being opened.
    began: Option<(Instant, usize)>,
    ended: Option<Instant>,
    /// The engine and what it runs on.
    engine: Option<(String, String)>,
    findings: Option<Arc<Findings>>,
    remarks: Vec<String>,
}

impl Work {
    /// Starts a thread that opens an engine of its own and runs the plan. `wake` is called, from that thread, whenever there is
    /// something new to be seen.
    pub fn start(plan: Plan, variant: Option<String>, choice: Choice, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let work = Self::about_to_begin(plan, variant, Box::new(wake));
        work.spawn(choice);
        work
    }

    fn about_to_begin(plan: Plan, variant: Option<String>, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let desk =
            Desk { state: State::Running, began: None, ended: None, engine: None, findings: None, remarks: Vec::new() };
        let shared =
            Shared { record: Record::new(&plan), plan, variant, wake, desk: Mutex::new(desk), changed: Condvar::new() };
        Self { shared: Arc::new(shared) }
    }

    /// Work that a GPU gave up after so many jobs, for tests.
    #[cfg(test)]
    pub(crate) fn given_up(plan: Plan, n_jobs: usize, message: &str) -> Self {
        use crate::engine::cpu::CpuEngine;
        let work = Self::about_to_begin(plan, None, Box::new(|| ()));
        let plan = work.plan();
        let jobs: Vec<_> = (0..n_jobs).map(|ix| plan.job(ix)).collect();
        let outcomes = CpuEngine.run(&plan.cases, &jobs, &|_| ()).expect("the CPU engine runs");
        outcomes.into_iter().enumerate().for_each(|(ix, outcome)| work.shared.record.put(ix, outcome));
        work.shared.record.begin();
        work.shared.end(failed(message, true));
        work
    }

    /// The study as planned.
    pub fn plan(&self) -> &Plan {
        &self.shared.plan
    }

    /// Asks the work to stop: it does so within an epoch of a raid or a submission of a GPU, well under a second but for the
    /// largest raids.
    pub fn cancel(&self) {
        self.shared.record.cancel();
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.shared.record.is_cancelled()
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.shared.desk().state.clone()
    }

    /// How far it is.
    pub fn pace(&self) -> Pace {
        let record = &self.shared.record;
        let (done, total) = (record.n_finished().min(record.n_jobs()), record.n_jobs());
        let desk = self.shared.desk();
        let per_s = desk.began.and_then(|(began, n_then)| {
            let elapsed = desk.ended.unwrap_or_else(Instant::now).saturating_duration_since(began).as_secs_f64();
            (done > n_then && elapsed > 0.0).then(|| (done - n_then) as f64 / elapsed)
        });
        Pace { done, total, per_s, left_s: per_s.map(|per_s| (total - done) as f64 / per_s) }
    }

    /// The engine and what it runs on; `None` while it is being opened.
    pub fn engine(&self) -> Option<(String, String)> {
        self.shared.desk().engine.clone()
    }

    /// What the first so many replicates of all cases say; refreshed about once a second, and whole when the state is no
    /// longer [`State::Running`]. `None` before the first.
    pub fn findings(&self) -> Option<Arc<Findings>> {
        self.shared.desk().findings.clone()
    }

    /// What the user should know about the engine.
    pub fn remarks(&self) -> Vec<String> {
        self.shared.desk().remarks.clone()
    }

    /// Runs what is missing on the CPU, where the work failed; a wish to stop that came before no longer counts.
    pub fn go_on_with_cpu(&self) {
        let mut desk = self.shared.desk();
        if matches!(desk.state, State::Failed { .. }) {
            (desk.state, desk.began, desk.ended) = (State::Running, None, None);
            drop(desk);
            self.shared.record.resume();
            self.spawn(Choice::Cpu);
        }
    }

    /// Waits until it is no longer running: for pictures and tests.
    pub fn wait(&self) -> State {
        let mut desk = self.shared.desk();
        while desk.state == State::Running {
            desk = self.shared.changed.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
        desk.state.clone()
    }

    fn spawn(&self, choice: Choice) {
        let shared = Arc::clone(&self.shared);
        let spawned = thread::Builder::new().name("study".to_owned()).spawn(move || shared.work(choice));
        if let Err(error) = spawned {
            let message = format!("no thread could be started: {error}; close other programs and try again");
            self.shared.end(State::Failed { message, cpu_can_go_on: false });
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Shared {
    /// One core is left for the window.
    fn work(self: &Arc<Self>, choice: Choice) {
        let threads = thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(|ix| format!("study {ix}")).build();
        let state = match pool {
            Ok(pool) => thread::scope(|scope| {
                let at_work = scope.spawn(|| pool.install(|| self.open_and_run(choice)));
                while !at_work.is_finished() {
                    self.refresh(&|| at_work.is_finished());
                }
                // A panic is a defect; it has been told on standard error, and must not take the window with it.
                at_work.join().unwrap_or_else(|_| failed("the study's thread panicked: a defect of Kingbird", false))
            }),
            Err(error) => failed(&format!("no threads could be started: {error}"), false),
        };
        self.end(state);
    }

    fn open_and_run(self: &Arc<Self>, choice: Choice) -> State {
        let notice = {
            let shared = Arc::clone(self);
            Box::new(move |remark: &str| shared.desk().remarks.push(remark.to_owned()))
        };
        let opened = match auto::open(choice, None, notice) {
            Ok(opened) => opened,
            Err(error) => return failed(&error.to_string(), true),
        };
        self.desk().remarks.extend(opened.remark);
        let engine = opened.engine.as_ref();
        self.note_engine(engine);
        let n_before = self.record.n_finished();
        self.desk().began = Some((Instant::now(), n_before));
        let ran = runner::fill(engine, &self.plan, &self.record, &|_| ());
        // `auto` may have left the GPU on the way.
        self.note_engine(engine);
        match ran {
            Ok(()) => State::Done,
            Err(StudyError::Engine(EngineError::Cancelled)) => State::Cancelled,
            Err(error) => {
                let is_assigner = matches!(error, StudyError::Engine(EngineError::Assigner(_)));
                let left_a_gpu = engine.name() == "gpu" && matches!(error, StudyError::Engine(_)) && !is_assigner;
                failed(&error.to_string(), left_a_gpu)
            }
        }
    }

    fn note_engine(&self, engine: &dyn Engine) {
        self.desk().engine = Some((engine.name().to_owned(), engine.adapter()));
    }

    /// Analyses what is new, then rests.
    fn refresh(&self, is_over: &dyn Fn() -> bool) {
        let began = Instant::now();
        let n_known = self.desk().findings.as_ref().map_or(0, |findings| findings.analysis.n_replicates);
        if self.record.n_complete() > n_known {
            self.analyse();
        }
        (self.wake)();
        // Rests in short pieces, so that the end of the work is seen at once.
        let until = Instant::now() + (began.elapsed() * MOST_OF_THE_TIME).max(REFRESH);
        while Instant::now() < until && !is_over() {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What the first so many replicates of all cases say.
    fn analyse(&self) {
        let outcomes = self.record.complete();
        let n = outcomes.first().map_or(0, Vec::len) as u32;
        let (engine, adapter) = self.desk().engine.clone().unwrap_or_default();
        let study = Study { plan: self.plan.first(n), variant: self.variant.clone(), engine, adapter, outcomes };
        if let Some(findings) = Findings::of(study) {
            self.desk().findings = Some(Arc::new(findings));
        }
    }

    fn end(&self, state: State) {
        self.analyse();
        let mut desk = self.desk();
        desk.ended = Some(Instant::now());
        desk.state = state;
        drop(desk);
        self.changed.notify_all();
        (self.wake)();
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(message: &str, cpu_can_go_on: bool) -> State {
    State::Failed { message: message.to_owned(), cpu_can_go_on }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::engine::cpu::CpuEngine;
    use crate::scenario;

    fn plan(name: &str, n_replicates: u32) -> Plan {
        let loaded = scenario::load(name, None).unwrap();
        let assigners = ["nearest", "auction"].map(str::to_owned);
        Plan::new(&loaded.scenario, &loaded.digest, &assigners, None, 1, n_replicates).unwrap()
    }

    #[test]
    fn work_done_aside_gives_what_the_runner_gives() {
        let plan = plan("contract/shots", 5);
        let n_wakes = Arc::new(AtomicUsize::new(0));
        let woken = Arc::clone(&n_wakes);
        let wake = move || _ = woken.fetch_add(1, Ordering::Relaxed);
        let work = Work::start(plan.clone(), None, Choice::Cpu, wake);
        assert_eq!(work.wait(), State::Done);
        let findings = work.findings().unwrap();
        assert_eq!(findings.study.outcomes, runner::run(&CpuEngine, &plan, &|_| ()).unwrap());
        assert_eq!(findings.study.engine, "cpu");
        let pace = work.pace();
        assert_eq!((pace.done, pace.total, pace.left_s), (10, 10, Some(0.0)));
        assert!(pace.per_s.is_some_and(|rate| rate > 0.0) && n_wakes.load(Ordering::Relaxed) > 0);
    }

    #[test]
    fn what_a_lost_gpu_left_the_cpu_goes_on_with() {
        let plan = plan("contract/shots", 4);
        let work = Work::given_up(plan.clone(), 5, "the device was lost");
        assert!(matches!(work.state(), State::Failed { cpu_can_go_on: true, .. }));
        assert_eq!(work.findings().unwrap().analysis.n_replicates, 2, "what was complete stays");
        // The GPU may fail after it was asked to stop: who then goes on no longer wants that.
        work.cancel();
        work.go_on_with_cpu();
        assert_eq!(work.wait(), State::Done);
        let findings = work.findings().unwrap();
        assert_eq!(findings.study.outcomes, runner::run(&CpuEngine, &plan, &|_| ()).unwrap());
        assert_eq!((findings.study.engine.as_str(), work.pace().done), ("cpu", 8));
        // There is nothing left to go on with.
        work.go_on_with_cpu();
        assert_eq!(work.state(), State::Done);
    }

    #[test]
    fn cancelling_takes_effect_at_once_even_amid_a_long_raid() {
        // One replicate of this raid takes seconds.
        let work = Work::start(plan("saturation", 500), None, Choice::Cpu, || ());
        while work.engine().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(300));
        work.cancel();
        let n_then = work.pace().done;
        assert_eq!(work.wait(), State::Cancelled);
        // However slow the machine: the raids that were flying did not fly to their end.
        assert_eq!(work.pace().done, n_then);
        let n = work.findings().map_or(0, |findings| findings.analysis.n_replicates);
        assert!(n < 500);
    }
}
