//! The exact method for static weapon-target assignment: column generation, enumeration within the gap, and a tree.
//!
//! ```text
//! columns.rs     bundles of shots at a target, what they leave and use
//! pricing.rs     the cheapest bundle of one target, and all within a ceiling, exactly
//! bound.rs       branches, the pricing of all targets, the bound that is safe in floating point
//! simplex.rs     the linear program
//! generate.rs    prices and columns in turn
//! incumbent.rs   the best solution; fractional ones made whole
//! tree.rs        branch and bound over a list of columns
//! solve.rs       how these follow on each other
//! ```
//!
//! It depends on [`Instance`](super::Instance), on greedy and on local search; on no clock and no random numbers: whoever calls
//! says when to stop.

mod bound;
mod columns;
mod generate;
mod incumbent;
mod pricing;
mod simplex;
mod solve;
mod tree;

pub(super) use bound::{Branch, Pricer};
pub(super) use generate::{Master, ascend};
pub use incumbent::Incumbent;
pub use solve::{Progress, search};
