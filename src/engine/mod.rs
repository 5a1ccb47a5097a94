//! (being written)

#[cfg(feature = "gpu")]
pub mod gpu;
