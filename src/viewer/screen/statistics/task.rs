//! Work on a thread whose answer is waited for without holding up the window.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// A piece of work that gives one answer.
#[derive(Debug)]
pub struct Task<T> {
    answer: Receiver<T>,
}

impl<T: Send + 'static> Task<T> {
    /// Starts the work; `wake` is called when it has its answer.
    pub fn start(work: impl FnOnce() -> T + Send + 'static, wake: impl FnOnce() + Send + 'static) -> Self {
        let (sender, answer) = channel();
        thread::spawn(move || {
            // Whoever asked may be gone; then nobody needs the answer.
            let _ = sender.send(work());
            wake();
        });
        Self { answer }
    }

    /// The answer, once it is there; `Err` if the work ended without one, which is a defect.
    pub fn poll(&self) -> Option<Result<T, String>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(Ok(answer)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err("the work ended without a result".to_owned())),
        }
    }

    /// Waits for the answer: for pictures and tests.
    pub fn wait(&self) -> Result<T, String> {
        self.answer.recv().map_err(|_| "the work ended without a result".to_owned())
    }
}
