//! What the user writes: the scenario file.
//!
//! The way of the data: text -> spanned `tree` -> (one of the file's variants applied) -> checked against the schema
//! (`shape`) and for sense (`check`), every mistake at once, each with its place and remedy (`problem`) ->
//! [`schema::Scenario`] with its digest (`load`).
//! Knows nothing of the model, the engines or the terminal. The projection stands here because the checker needs it to
//! tell what lies outside the theatre; `model::compile` uses the same one.

mod check;
mod digest;
pub mod limits;
mod load;
mod nearest;
mod problem;
pub mod projection;
mod report;
pub(crate) mod rules;
pub mod schema;
mod shape;
mod shipped;
mod source;
pub(crate) mod tree;
mod units;
mod variant;
mod view;

pub use digest::{canonical_json, digest};
#[cfg(feature = "viewer")]
pub(crate) use load::too_much_to_read;
pub use load::{LoadError, Loaded, load, parse};
pub use problem::{Problem, Problems};
pub use rules::schema_json;
pub use shipped::{Shipped, shipped};
