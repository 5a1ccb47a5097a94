//! Studies: several cases met with the same replicates.
//!
//! `plan` says which replicates of which cases, `runner` lets an engine run them and refuses results that contradict
//! themselves (`ledger`), `analysis` estimates and compares, `table` and `manifest` are what is kept, and `store` writes it
//! so that a result is whole or absent. Prints nothing.

pub mod analysis;
mod error;
pub mod ledger;
pub mod manifest;
pub mod plan;
pub mod runner;
pub mod store;
pub mod table;
pub mod timing;

pub use error::StudyError;
pub use plan::Plan;
