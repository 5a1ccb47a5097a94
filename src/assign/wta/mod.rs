//! The weapon-target assignment problem proper: shots multiply, values are real, nothing is rounded.
//!
//! [`Instance`] is the static problem of the literature, with the limits of a decision in the loop (pools, most shots at a target)
//! as a generalisation that costs nothing where it is not used. [`SOLVERS`] lists what solves it.

pub mod bound;
mod branch_and_price;
pub mod exact;
pub mod file;
#[cfg(test)]
pub(in crate::assign) mod fixture;
pub mod generate;
mod greedy;
mod instance;
mod local_search;
pub mod method;
mod rounds;
mod solver;
mod stock;
pub mod vlsn;

pub use branch_and_price::BranchAndPrice;
pub use greedy::{MarginalReturn, marginal_return};
pub use instance::{Instance, InstanceError, Shots};
pub use local_search::LocalSearch;
pub use rounds::rounds;
pub use solver::{Deadline, Limits, Outcome, PROOF_GAP, SOLVERS, Solver, find, meets};
pub use stock::Stock;
