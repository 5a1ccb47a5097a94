//! The window around the screens.
//!
//! `source` (what was named -> what opens), `state` (which screen is shown and what it asks for), `top_bar` (where one goes),
//! `export` (what leaves the window), `window` (eframe and the system), `screenshot` (the same into a file).

mod export;
mod rescue;
mod screenshot;
mod source;
mod state;
#[cfg(test)]
mod tests;
mod top_bar;
mod window;

pub use screenshot::{LayoutName, Screenshot, screenshot};
pub use source::{Choice, Start, start};
pub use state::{App, Mode};
pub use window::run;
