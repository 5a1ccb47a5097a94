//! Threads of players that are gone. Nobody waits for them while the window lives; before the program ends they are waited for,
//! since a driver does not like its program to end under it.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Those that may be at work still.
static LEAVING: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

/// Takes over a thread that has been told to end.
pub(super) fn hand_over(thread: JoinHandle<()>) {
    let mut leaving = LEAVING.lock().unwrap_or_else(PoisonError::into_inner);
    leaving.retain(|thread| !thread.is_finished());
    leaving.push(thread);
}

/// Waits until the threads of all players that were dropped have ended, for so long at most; whether they have. A device that
/// hangs is left behind with its thread.
pub fn wait_for_dropped_players(patience: Duration) -> bool {
    let began = Instant::now();
    loop {
        let mut leaving = LEAVING.lock().unwrap_or_else(PoisonError::into_inner);
        leaving.retain(|thread| !thread.is_finished());
        let have_ended = leaving.is_empty();
        drop(leaving);
        if have_ended || began.elapsed() >= patience {
            return have_ended;
        }
        thread::sleep(Duration::from_millis(5));
    }
}
