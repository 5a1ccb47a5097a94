//! Arithmetic and random numbers that have the same bits on every CPU and every GPU.
//!
//! A shader compiler may fuse, reassociate and approximate; Rust does not. What both can be held to is a small set of
//! operations: `+ - *`, negation, comparisons, `abs`, `floor`, `select`, integer operations, bit casts, and conversions
//! that are exact and in range. Everything here is built of those, written once in Rust (generic over [`Real`]) and once
//! in WGSL (`shaders/exact/`), with the same function names, the same constants and the same order of operations.
//!
//! Depends on nothing else in the crate.

pub mod dispatch;
pub mod fixed;
pub mod lanes;
pub mod math;
pub mod pair;
pub mod real;
pub mod rng;
pub mod vec3;
#[cfg(target_arch = "x86_64")]
mod wide;

pub use lanes::{Int, Lanes, MAX_LANES, Mask, Select, select};
pub use real::{Checked, Real};
pub use vec3::V3;
