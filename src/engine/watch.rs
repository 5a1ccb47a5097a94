//! Who watches an engine at work: is told what is finished, and may call the work off.

use super::Progress;
use crate::model::outcome::Outcome;

/// Looks on while an engine runs jobs. Called from the engine's threads, often: every answer must be cheap.
pub trait Watch: Sync {
    /// So many more replicates are over. Their outcomes may come later: a device hands over whole batches.
    fn finished(&self, n: usize);

    /// The outcome of job `ix` of those that were handed to the engine. On the CPU outcomes come nearly in the order of the
    /// jobs: no job is begun before those ahead of it.
    fn outcome(&self, _ix: usize, _outcome: &Outcome) {}

    /// Whether the work is to stop. Asked at least once in a submission of a GPU and an epoch of a CPU.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Who only counts.
impl Watch for Progress<'_> {
    fn finished(&self, n: usize) {
        self(n);
    }
}
