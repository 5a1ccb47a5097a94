//! Arithmetic and random numbers that have the same bits on every CPU and every GPU.
//!
//! A shader compiler may fuse, reassociate and approximate; Rust does not. What both can be held to is a small set of
//! operations: `+ - *`, negation, comparisons, `abs`, `floor`, `select`, integer operations, bit casts, and conversions
//! that are exact and in range. Everything here is built of those, written once in Rust (generic over [`Real`]) and once
//! in WGSL (`shaders/exact/`), with the same function names, the same constants and the same order of operations.
//!
//! Depends on nothing else in the crate.

pub mod fixed;
pub mod math;
pub mod real;
pub mod rng;
pub mod vec3;

pub use real::{Checked, Real, select};
pub use vec3::V3;
