//! From results to text: pure functions, readable in 100 columns, without colours.

#[cfg(feature = "gpu")]
pub mod adapters;
pub mod bench;
pub mod compare;
pub mod compare_json;
pub mod events;
pub mod export;
pub mod json;
pub mod list;
pub mod number;
pub mod plot;
pub mod reach;
pub mod run;
pub mod solve;
mod table;
pub mod verdict;
mod wrap;
