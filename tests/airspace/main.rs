//! The airspace as it is drawn and pointed at, through egui and a real (software) adapter.

#![cfg(feature = "viewer")]

mod compare;
mod pictures;
mod pointing;
mod stage;
