//! (being written)

pub mod shader;
