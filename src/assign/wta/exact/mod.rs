//! The exact method.

mod bound;
mod columns;
mod generate;
mod incumbent;
mod pricing;
mod simplex;
mod tree;
pub mod trial;
