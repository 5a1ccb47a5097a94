//! The desktop: see a raid, understand it, find out why an algorithm loses.
//!
//! Draws snapshots of what `replay` makes on its own thread and never waits for it. egui and eframe are named only here;
//! `airspace` draws the world (3-D and map), `screen` holds one folder or file per mode, `app` is the window around them, and
//! `offscreen` draws the same without a display.

pub mod airspace;
pub mod app;
pub mod error;
pub mod notices;
pub mod offscreen;
pub mod palette;
pub mod path_prompt;
pub mod prefs;
pub mod screen;
pub mod selection;
pub mod shortcuts;
pub mod theme;
