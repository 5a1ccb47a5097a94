//! A film on a thread of its own: the window asks for moments and draws what has arrived, and never waits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use super::desk::{Desk, Papers, Request};
use super::explain::{Explanation, Question};
use super::leaving;
use super::log::Log;
#[cfg(feature = "gpu")]
use super::second::Gpu;
use super::second::Opener;
use super::series::Series;
use super::shot::Shot;
use super::subject::Subject;
use super::worker;

/// How far the film has been made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// The last edge made, ticks.
    pub head_tick: u32,
    /// The whole raid has been made.
    pub done: bool,
    /// Why the film stopped before its end, for people; `None` while all is well.
    pub error: Option<String>,
    /// After such an error: [`Player::go_on_with_cpu`] makes the rest.
    pub can_go_on: bool,
}

/// A replicate being watched. Dropping it stops its thread and does not wait for it; see [`super::wait_for_dropped_players`].
pub struct Player {
    subject: Subject,
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

impl Player {
    /// Starts a thread that makes the film as fast as it can and answers in between. `wake` is called (from that thread)
    /// whenever something new can be shown.
    pub fn start(subject: Subject, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::start_with(subject, None, wake)
    }

    /// The same with the GPU engine beside it, on a device of its own; `adapter` is its number or a part of its name. Where it
    /// fails, [`Progress::error`] says so, and [`Player::go_on_with_cpu`] goes on.
    #[cfg(feature = "gpu")]
    pub fn start_on_gpu(subject: Subject, adapter: Option<String>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::start_with(subject, Some(Box::new(Gpu { adapter })), wake)
    }

    /// The same with any engine beside it.
    pub(super) fn start_with(
        subject: Subject,
        second: Option<Box<dyn Opener>>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let desk = Arc::new(Desk::new(Box::new(wake)));
        let (at_desk, watched) = (desk.clone(), subject.clone());
        let work = move || {
            let worked = catch_unwind(AssertUnwindSafe(|| worker::run(watched, second.as_deref(), &at_desk)));
            at_desk.close(worked.err().map(|panic| worker::describe(panic.as_ref())));
        };
        let thread = match std::thread::Builder::new().name("replay".to_owned()).spawn(work) {
            Ok(thread) => Some(thread),
            Err(error) => {
                desk.close(Some(format!(
                    "the replay could not be started: {error}; close other programs and try again"
                )));
                None
            }
        };
        Self { subject, desk, thread }
    }

    /// After an error of the second engine: goes on without it, from where the film stands.
    pub fn go_on_with_cpu(&self) {
        self.desk.call(|papers| {
            papers.progress.error = None;
            papers.progress.can_go_on = false;
            papers.goes_on = true;
            papers.answered = None; // what lay beyond the end of the film no longer does
        });
    }

    /// What is watched.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Asks for the moment at a tick with paths of the last `trail_s` seconds; only the newest request counts.
    pub fn ask(&self, tick: f64, trail_s: f64) {
        self.desk.ask(Request { tick, trail_s });
    }

    /// The last moment that was made ready; `None` before the first.
    pub fn latest(&self) -> Option<Arc<Shot>> {
        self.desk.open().latest.clone()
    }

    /// Asks for a moment, and waits for it and for the answer to the last question: for pictures and tests.
    pub fn wait_for(&self, tick: f64, trail_s: f64) -> Arc<Shot> {
        let number = self.desk.ask(Request { tick, trail_s });
        let is_answered = |papers: &Papers| papers.n_answered >= number && papers.question.is_none();
        self.desk.wait_until(is_answered).latest.clone().unwrap_or_default()
    }

    /// Waits until the whole film is made: for pictures and tests.
    pub fn wait_until_done(&self) {
        drop(self.desk.wait_until(|papers| papers.progress.done || papers.progress.error.is_some()));
    }

    /// Asks why; the answer comes to [`Player::latest_explanation`]. Only the newest question counts.
    pub fn explain(&self, question: Question) {
        self.desk.call(|papers| papers.question = Some(question));
    }

    /// The last answer to a question; it says which.
    pub fn latest_explanation(&self) -> Option<Arc<Explanation>> {
        self.desk.open().explanation.clone()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.desk.open().progress.clone()
    }

    /// Everything that happened as far as the film is made; refreshed in steps, not with every epoch.
    pub fn log(&self) -> Arc<Log> {
        self.desk.open().log.clone()
    }

    /// Counts over time as far as the film is made; refreshed in steps, not with every epoch.
    pub fn series(&self) -> Arc<Series> {
        self.desk.open().series.clone()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.desk.leave();
        // It ends within an epoch, or when a device lets go of it: neither is for a window to wait for.
        if let Some(thread) = self.thread.take() {
            leaving::hand_over(thread);
        }
    }
}
