//! Where a window and the thread that makes its film leave papers for each other. Held for moments only, so that neither
//! waits for the other's work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::explain::{Explanation, Question};
use super::log::Log;
use super::player::Progress;
use super::series::Series;
use super::shot::Shot;

/// A moment that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// Ticks from the beginning.
    pub tick: f64,
    /// Length of the paths, seconds.
    pub trail_s: f64,
}

/// What lies on the desk.
#[derive(Default)]
pub struct Papers {
    /// The newest request, until it is taken up.
    pub request: Option<Request>,
    /// Requests made so far.
    pub n_asked: u64,
    /// Number of the newest request that was answered in full.
    pub n_answered: u64,
    /// The request that `latest` answers in full.
    pub answered: Option<Request>,
    /// The last answer.
    pub latest: Option<Arc<Shot>>,
    /// The newest question, until it is answered.
    pub question: Option<Question>,
    /// The last answer to a question.
    pub explanation: Option<Arc<Explanation>>,
    /// How far the film is.
    pub progress: Progress,
    /// Events, as of the last refreshment.
    pub log: Arc<Log>,
    /// Counts, as of the last refreshment.
    pub series: Arc<Series>,
    /// The window wants a halted film to be made on.
    pub goes_on: bool,
    /// The thread has ended.
    pub is_closed: bool,
}

/// The desk itself.
pub struct Desk {
    papers: Mutex<Papers>,
    changed: Condvar,
    /// Something waits for the thread.
    is_called: AtomicBool,
    is_leaving: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Desk {
    /// An empty desk; `wake` is called when the thread has left something new.
    pub fn new(wake: Box<dyn Fn() + Send + Sync>) -> Self {
        Self {
            papers: Mutex::default(),
            changed: Condvar::new(),
            is_called: AtomicBool::new(false),
            is_leaving: AtomicBool::new(false),
            wake,
        }
    }

    /// The papers, to be let go at once.
    pub fn open(&self) -> MutexGuard<'_, Papers> {
        // A panic while papers were held has left whole papers: each is written in one go.
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes papers on the window's side, for the thread to see.
    pub fn call(&self, change: impl FnOnce(&mut Papers)) {
        let mut papers = self.open();
        change(&mut papers);
        self.is_called.store(true, Ordering::Release);
        self.changed.notify_all();
    }

    /// Lays a request down in place of any before it; returns its number. What was answered last is not answered again, so
    /// that a window may ask in every frame and still come to rest.
    pub fn ask(&self, request: Request) -> u64 {
        let mut papers = self.open();
        papers.n_asked += 1;
        let number = papers.n_asked;
        let rests = papers.n_answered + 1 == number;
        if rests && papers.answered == Some(request) {
            papers.n_answered = number;
            return number;
        }
        papers.request = Some(request);
        drop(papers);
        self.call(|_| ());
        number
    }

    /// Changes papers on the thread's side, and wakes the window.
    pub fn publish(&self, change: impl FnOnce(&mut Papers)) {
        change(&mut self.open());
        self.changed.notify_all();
        (self.wake)();
    }

    /// Waits for the thread to bring this about, or to end.
    pub fn wait_until(&self, is_so: impl Fn(&Papers) -> bool) -> MutexGuard<'_, Papers> {
        let waits = |papers: &mut Papers| !papers.is_closed && !is_so(papers);
        self.changed.wait_while(self.open(), waits).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the window to call, for so long at most.
    pub fn wait_for_call(&self, patience: Duration) {
        let papers = self.open();
        if !self.has_call() {
            drop(self.changed.wait_timeout(papers, patience).unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Whether something waits for the thread.
    pub fn has_call(&self) -> bool {
        self.is_called.load(Ordering::Acquire) || self.is_leaving()
    }

    /// Notes that the thread looks at the papers now.
    pub fn answer_call(&self) {
        self.is_called.store(false, Ordering::Release);
    }

    /// Whether the window is gone.
    pub fn is_leaving(&self) -> bool {
        self.is_leaving.load(Ordering::Acquire)
    }

    /// The window goes: the thread is to end.
    pub fn leave(&self) {
        self.is_leaving.store(true, Ordering::Release);
        self.call(|_| ());
    }

    /// The thread has ended, with an error or without.
    pub fn close(&self, error: Option<String>) {
        self.publish(|papers| {
            papers.is_closed = true;
            if error.is_some() {
                papers.progress.error = error;
                papers.progress.can_go_on = false;
            }
        });
    }
}
