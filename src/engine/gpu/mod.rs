//! The GPU engine: any adapter that wgpu reaches, the same bits as the CPU.
//!
//! The way: [`adapter`] (which) -> [`device`] (opened, its failures gathered) -> [`pipelines`] (a stage each) ->
//! [`batching`] (how many replicates at a time) -> [`buffers`] (a table each) -> [`session`] (one batch, epoch by epoch;
//! what is read [`readback`] brings home) -> [`run`] (the engine).

pub mod adapter;
pub mod assign;
pub mod batching;
pub mod buffers;
pub mod device;
pub mod market;
pub mod pipelines;
pub mod plain;
pub mod readback;
pub mod run;
pub mod session;
pub mod shader;

pub use adapter::{AdapterReport, BACKENDS, list_adapters};
pub use run::{GpuEngine, GpuOptions};
pub use session::Session;
