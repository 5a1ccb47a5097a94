//! Two assigners side by side on the same raid: one clock, one camera, differences marked.

mod screen;

pub use screen::CompareScreen;
