//! The exact method.

mod bound;
mod columns;
mod generate;
mod pricing;
mod simplex;
pub mod trial;
