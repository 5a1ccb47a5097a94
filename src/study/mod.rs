//! Studies: several cases met with the same replicates.
//!
//! `plan` says which replicates of which cases, `runner` lets an engine run them into a `record` and refuses results that
//! contradict themselves (`ledger`), `work` does so on a thread of its own for a window, `analysis` estimates and compares,
//! `whole` is a study with its outcomes, `table`, `decisions` and `manifest` are what is kept, `store` writes it so that a result is whole or
//! absent, and `read` has it back. Prints nothing.

pub mod analysis;
pub mod answers;
pub mod decisions;
mod error;
pub mod ledger;
pub mod manifest;
pub mod plan;
pub mod read;
pub mod record;
pub mod runner;
pub mod store;
pub mod table;
pub mod timing;
mod whole;
pub mod work;

pub use error::StudyError;
pub use plan::Plan;
pub use whole::{Findings, Study};
pub use work::Work;
