//! The GPU engine: any adapter that wgpu reaches, the same bits as the CPU.

pub mod shader;
