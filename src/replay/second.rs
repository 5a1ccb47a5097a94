//! A second engine beside a film: the GPU makes the same replicate on a device of its own, and what it computes is compared
//! with the CPU's.
//!
//! Events are recorded on the CPU only, so the CPU makes the film in any case; an edge counts as the GPU's once its rows were
//! found equal, word by word. A driver that computes wrongly, or a device that is lost, stops the film with a reason and a
//! remedy, and nothing that was shown has to be taken back.

use super::explain::clock;
use super::film::Film;
use super::subject::Subject;
use crate::engine::EngineError;
use crate::engine::stepper::{State, Stepper};
use crate::engine::tables::{self, ix};
use crate::model::batch::World;

/// Edges are compared every so many epochs, and at the end of the raid.
const COMPARED_EPOCHS: u32 = 16;

/// Opens an engine where it is to work, on the thread of the player, and lends it out while it is needed.
pub trait Opener: Send {
    /// Opens the engine at the beginning of the replicate and calls `go` with it.
    ///
    /// # Errors
    /// When it cannot be opened; `go` was not called then.
    fn with(&self, subject: &Subject, go: &mut dyn FnMut(&mut dyn Stepper)) -> Result<(), EngineError>;
}

/// The GPU engine.
#[cfg(feature = "gpu")]
pub struct Gpu {
    /// Number of the adapter or a part of its name; `None` takes the best.
    pub adapter: Option<String>,
}

#[cfg(feature = "gpu")]
impl Opener for Gpu {
    fn with(&self, subject: &Subject, go: &mut dyn FnMut(&mut dyn Stepper)) -> Result<(), EngineError> {
        use crate::engine::gpu::{GpuEngine, GpuOptions, Session};
        let engine = GpuEngine::new(GpuOptions { adapter: self.adapter.clone(), ..GpuOptions::default() })?;
        let cases = std::slice::from_ref(subject.case.as_ref());
        go(&mut Session::new(&engine, cases, &[subject.job])?);
        Ok(())
    }
}

/// A second engine that follows a film.
pub struct Second<'a> {
    stepper: &'a mut dyn Stepper,
    epochs: u32,
    /// The last edge at which both agreed, ticks.
    agreed_tick: u32,
}

impl<'a> Second<'a> {
    /// An engine at the beginning of the replicate.
    pub fn new(stepper: &'a mut dyn Stepper) -> Self {
        Self { stepper, epochs: 0, agreed_tick: 0 }
    }

    /// Makes the epoch that the film has just made, and compares where it is time.
    ///
    /// # Errors
    /// What went wrong, and what to do, for people.
    pub fn follow(&mut self, film: &Film) -> Result<(), String> {
        self.stepper.step_epoch().map_err(|error| in_words(&error))?;
        self.epochs += 1;
        if self.epochs.is_multiple_of(COMPARED_EPOCHS) || film.is_done() {
            let state = self.stepper.state().map_err(|error| in_words(&error))?;
            self.compare(film, &state)?;
            self.agreed_tick = film.head_tick();
        }
        Ok(())
    }

    fn compare(&self, film: &Film, state: &State) -> Result<(), String> {
        let Some(difference) = first_difference(film.world(), &state.world) else { return Ok(()) };
        let at = |tick: u32| clock(film.subject().seconds(f64::from(tick)));
        Err(format!(
            "the GPU computed something else than the CPU between {} and {}: {difference}; its driver cannot be trusted with \
             this: go on with the CPU, and run `kingbird doctor` to see what is wrong",
            at(self.agreed_tick),
            at(film.head_tick())
        ))
    }
}

/// The first word in which the two engines differ, costs apart: those are scratch.
fn first_difference(cpu: &World, gpu: &World) -> Option<String> {
    let both = tables::dynamic(cpu).into_iter().zip(tables::dynamic(gpu)).enumerate();
    for (_, (one, two)) in both.filter(|(table, _)| *table != ix::COSTS) {
        if one.words.len() != two.words.len() {
            return Some(format!("{} have {} words, not {}", one.name, two.words.len(), one.words.len()));
        }
        if let Some(word) = (0..one.words.len()).find(|&word| one.words[word] != two.words[word]) {
            let width = one.fields.len();
            return Some(format!(
                "{}[{}].{} is {:#010x}, not {:#010x}",
                one.name,
                word / width,
                one.fields[word % width].name,
                two.words[word],
                one.words[word]
            ));
        }
    }
    None
}

/// A failure of the GPU with what to do about it in the window.
pub fn in_words(error: &EngineError) -> String {
    let what = match error {
        EngineError::Device(cause) => format!("the GPU stopped working: {cause}"),
        EngineError::NoAdapter(cause) => format!("no GPU was found: {cause}"),
        EngineError::Unsuitable { adapter, reason } => format!("the GPU {adapter} cannot be used: {reason}"),
        other => other.to_string(),
    };
    format!("{what}; go on with the CPU, which gives the same to the last bit")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::engine::stepper::CpuStepper;
    use crate::model::compile::CaseModel;
    use crate::replay::{Film, Player, wait_for_dropped_players};
    use crate::scenario;

    /// What befalls the second engine.
    /// A device hangs ...
    static HANGS: AtomicBool = AtomicBool::new(false);
    /// ... until this is set.
    static IS_RELEASED: AtomicBool = AtomicBool::new(false);

    #[derive(Clone, Copy)]
    enum Mishap {
        None,
        Lost,
        WrongBit,
        Panic,
        Hang,
        NotThere,
    }

    /// The epoch in which it happens.
    const EPOCH: u32 = 50;

    /// The CPU's stepper as a second engine with a mishap.
    struct Unlucky<'a> {
        inner: CpuStepper<'a>,
        mishap: Mishap,
        epoch: u32,
    }

    impl Stepper for Unlucky<'_> {
        fn run_stage(&mut self, stage: usize) -> Result<(), EngineError> {
            self.inner.run_stage(stage)
        }

        fn step_epoch(&mut self) -> Result<(), EngineError> {
            self.epoch += 1;
            if self.epoch == EPOCH {
                match self.mishap {
                    Mishap::Lost => return Err(EngineError::Device("the device was lost: driver reset".to_owned())),
                    Mishap::Panic => panic!("an accident"),
                    Mishap::Hang => {
                        HANGS.store(true, Ordering::Release);
                        while !IS_RELEASED.load(Ordering::Acquire) {
                            std::thread::sleep(Duration::from_millis(5));
                        }
                    }
                    _ => {}
                }
            }
            self.inner.step_epoch()
        }

        fn state(&mut self) -> Result<State, EngineError> {
            let mut state = self.inner.state()?;
            if matches!(self.mishap, Mishap::WrongBit) && self.epoch >= EPOCH {
                state.world.threats[1].y ^= 4;
            }
            Ok(state)
        }

        fn restore(&mut self, state: &State) -> Result<(), EngineError> {
            self.inner.restore(state)
        }
    }

    impl Opener for Mishap {
        fn with(&self, subject: &Subject, go: &mut dyn FnMut(&mut dyn Stepper)) -> Result<(), EngineError> {
            if matches!(self, Self::NotThere) {
                return Err(EngineError::NoAdapter("nothing in the slot".to_owned()));
            }
            let cases = std::slice::from_ref(subject.case.as_ref());
            let inner = CpuStepper::new(cases, &[subject.job], true);
            go(&mut Unlucky { inner, mishap: *self, epoch: 0 });
            Ok(())
        }
    }

    fn subject() -> Subject {
        let loaded = scenario::load("contract/mixed", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some("auction"), None).unwrap();
        Subject::new(Arc::new(case), 1, 0)
    }

    fn player(mishap: Mishap) -> Player {
        Player::start_with(subject(), Some(Box::new(mishap)), || ())
    }

    fn end_tick() -> u32 {
        let mut film = Film::new(subject());
        while !film.is_done() {
            film.step_epoch();
        }
        film.head_tick()
    }

    #[test]
    fn an_engine_that_agrees_goes_unnoticed() {
        let player = player(Mishap::None);
        player.wait_until_done();
        let progress = player.progress();
        assert!(progress.done && progress.error.is_none() && progress.head_tick == end_tick());
    }

    #[test]
    fn a_lost_or_lying_engine_is_reported_with_a_remedy_and_the_cpu_goes_on() {
        for (mishap, words) in [
            (Mishap::Lost, "stopped working: the device was lost: driver reset"),
            (Mishap::WrongBit, "threats[1].y"),
            (Mishap::NotThere, "no GPU was found: nothing in the slot"),
        ] {
            let player = player(mishap);
            player.wait_until_done();
            let error = player.progress().error.unwrap_or_default();
            assert!(error.contains(words) && error.contains("go on with the CPU"), "{error}");
            assert!(!player.progress().done && player.progress().can_go_on);
            let head = player.progress().head_tick;
            assert!(head <= (EPOCH + COMPARED_EPOCHS) * 10, "the film went on to {head}");
            // What was made can still be looked at, and what lies beyond is answered with the head.
            assert_eq!(player.wait_for(f64::from(head) / 2.0, 10.0).before.tick, head / 2 / 10 * 10);
            assert_eq!(player.wait_for(1.0e9, 10.0).before.tick, head);
            player.go_on_with_cpu();
            player.wait_until_done();
            let progress = player.progress();
            assert!(progress.done && progress.error.is_none() && progress.head_tick == end_tick());
            assert_eq!(player.wait_for(1.0e9, 0.0).before.tick, progress.head_tick);
        }
    }

    #[test]
    fn a_panic_becomes_an_error_and_nobody_waits_for_ever() {
        let player = player(Mishap::Panic);
        player.wait_until_done();
        let error = player.progress().error.unwrap_or_default();
        assert!(error.contains("an accident") && error.contains("open the raid again"), "{error}");
        assert!(!player.progress().can_go_on);
        player.wait_for(100.0, 0.0);
    }

    #[test]
    fn a_player_is_dropped_without_waiting_even_when_a_device_hangs() {
        let hanging = player(Mishap::Hang);
        while !HANGS.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let busy = Player::start(subject(), || ());
        // If either waited for its thread, this would never come to its end: the device hangs until it is let go below.
        drop(hanging);
        drop(busy);
        assert!(!wait_for_dropped_players(Duration::ZERO), "one hangs");
        IS_RELEASED.store(true, Ordering::Release);
        assert!(wait_for_dropped_players(Duration::from_secs(120)), "a thread is left behind");
    }

    /// A real device, on a software adapter where there is one, that fails as its driver would report it.
    #[cfg(feature = "gpu")]
    #[test]
    fn the_gpu_agrees_and_its_loss_is_reported() {
        use crate::engine::gpu::{GpuEngine, GpuOptions, Session, list_adapters};

        struct Failing {
            adapter: String,
            at_epoch: Option<u32>,
        }

        struct Watched<'a> {
            session: Session<'a>,
            engine: &'a GpuEngine,
            left: Option<u32>,
        }

        impl Stepper for Watched<'_> {
            fn run_stage(&mut self, stage: usize) -> Result<(), EngineError> {
                Stepper::run_stage(&mut self.session, stage)
            }

            fn step_epoch(&mut self) -> Result<(), EngineError> {
                self.left = self.left.map(|left| left.saturating_sub(1));
                if self.left == Some(0) {
                    self.engine.device().inject_failure("the device was lost: injected", false);
                }
                self.session.step_epoch()
            }

            fn state(&mut self) -> Result<State, EngineError> {
                self.session.state()
            }

            fn restore(&mut self, state: &State) -> Result<(), EngineError> {
                self.session.restore(state)
            }
        }

        impl Opener for Failing {
            fn with(&self, subject: &Subject, go: &mut dyn FnMut(&mut dyn Stepper)) -> Result<(), EngineError> {
                let options = GpuOptions { adapter: Some(self.adapter.clone()), ..GpuOptions::default() };
                let engine = GpuEngine::new(options)?;
                let session = Session::new(&engine, std::slice::from_ref(subject.case.as_ref()), &[subject.job])?;
                go(&mut Watched { session, engine: &engine, left: self.at_epoch });
                Ok(())
            }
        }

        let adapters = list_adapters();
        let usable = || adapters.iter().filter(|adapter| adapter.usable);
        let Some(found) = usable().find(|adapter| !adapter.is_hardware()).or(usable().next()) else {
            assert!(std::env::var_os("KINGBIRD_REQUIRE_GPU").is_none(), "no adapter that can be used");
            println!("SKIPPED: no adapter that can be used");
            return;
        };
        let adapter = found.index.to_string();
        let well = Player::start_on_gpu(subject(), Some(adapter.clone()), || ());
        well.wait_until_done();
        assert!(well.progress().done && well.progress().error.is_none(), "{:?}", well.progress());

        let failing = Failing { adapter, at_epoch: Some(30) };
        let lost = Player::start_with(subject(), Some(Box::new(failing)), || ());
        lost.wait_until_done();
        let error = lost.progress().error.unwrap_or_default();
        assert!(error.contains("injected") && error.contains("go on with the CPU"), "{error}");
        lost.go_on_with_cpu();
        lost.wait_until_done();
        assert!(lost.progress().done && lost.progress().error.is_none());
    }
}
