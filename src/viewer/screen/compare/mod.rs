//! Two assigners side by side on the same raid: one clock, one camera, differences marked.
//!
//! `difference` (whose end differs, pure), `pane` (one of the two views), `tools` (the row above them), `totals` and `list` (the panel), `screen` (the whole),
//! `apply` (what one can do). Time, cards and words are those of the raid screen.

mod apply;
mod difference;
mod list;
mod pane;
mod screen;
#[cfg(test)]
mod tests;
mod tools;
mod totals;

pub use screen::CompareScreen;
