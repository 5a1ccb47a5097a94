//! From WGSL on disk to a shader module whose floats have the same bits as the Rust twins.
//!
//! The way: [`include`](mod@include) puts the text together, [`refuse`] turns away what has no fixed bits, and the module goes to the
//! device by one of the [`LoadPath`]s: SPIR-V in which every float result is marked ([`no_contraction`]), a rewritten
//! module in which no driver can see through a float result ([`xor_barrier`]), or as it is, for comparison. [`reflect`]
//! tells bindings and layouts, so that nothing of them is typed twice; [`selftest`] asks a device whether it keeps the bits.

pub mod error;
pub mod include;
pub mod load;
pub mod no_contraction;
pub mod reflect;
pub mod refuse;
pub mod selftest;
#[cfg(test)]
mod stages;
pub mod xor_barrier;

pub use error::{Refusal, ShaderError};
pub use load::{Bounds, LoadPath, Loaded, load, load_with, parse};
pub use reflect::{Binding, BindingKind, Reflection};
