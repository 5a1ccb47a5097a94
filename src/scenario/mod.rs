//! What the user writes: the scenario file.
//!
//! The way of the data: text -> [`schema::Scenario`] as written -> every mistake at once, each with its place and remedy.
//! Knows nothing of the model, the engines or the terminal.

pub mod schema;
