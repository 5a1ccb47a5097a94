//! The exact method for static weapon-target assignment: column generation, enumeration within the gap, and a tree.
//!
//! ```text
//! columns.rs       bundles of shots at a target, what they leave and use
//! shortlist.rs     the types that a cheapest bundle of one target can need
//! pricing.rs       the cheapest bundle of one target, and all within a ceiling, exactly
//! bound.rs         branches, the pricing of all targets, the bound that is safe in floating point
//! start.rs         where prices start
//! ascent.rs        prices without a linear program
//! simplex.rs       the linear program
//! generate.rs      prices and columns in turn
//! incumbent.rs     the best solution; fractional ones made whole
//! improve.rs       better solutions of large instances
//! neighbourhood.rs a part of the targets solved anew
//! tree.rs          branch and bound over a list of columns
//! solve.rs         how these follow on each other
//! ```
//!
//! It depends on [`Instance`](super::Instance), on the simpler bounds, on greedy and on local search; on no clock and no random numbers but
//! those of fixed keys: whoever calls says when to stop.

mod ascent;
mod bound;
mod columns;
mod generate;
mod improve;
mod incumbent;
mod neighbourhood;
mod pricing;
mod shortlist;
mod simplex;
mod solve;
mod start;
mod tree;

pub(super) use ascent::ascend;
pub(super) use bound::{Branch, Pricer};
pub(super) use generate::Master;
pub use incumbent::Incumbent;
pub use solve::{Progress, search};
