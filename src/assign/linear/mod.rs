//! Linear assignment: machinery behind `auction` and its kin. Each shot has one cost and shots do not act on each other's worth.

mod augment;
pub mod dense;
pub mod market;
pub mod opening;
pub mod prices;
pub mod rows;
mod shortlist;
mod wishes;
