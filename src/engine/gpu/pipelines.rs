//! One compute pipeline per stage, its bindings known by name from the shader itself.

use super::device::Device;
use super::market;
use super::shader::{self, Reflection};
use crate::engine::EngineError;
use crate::model::stage::{Rows, STAGES, Stage};

/// A shader ready to be dispatched.
#[derive(Debug)]
pub struct ShaderPipeline {
    /// Its file.
    pub name: String,
    /// The pipeline.
    pub pipeline: wgpu::ComputePipeline,
    /// Layout of its only bind group.
    pub layout: wgpu::BindGroupLayout,
    /// Names of the buffers it binds: binding number and name.
    pub bindings: Vec<(u32, String)>,
    /// Lanes of a workgroup.
    pub lanes: u32,
}

/// A stage ready to be dispatched.
#[derive(Debug)]
pub struct StagePipeline {
    /// Its name.
    pub name: &'static str,
    /// What it has one lane for.
    pub rows: Rows,
    /// Its shader.
    pub shader: ShaderPipeline,
    /// Rows that one workgroup serves.
    pub rows_per_workgroup: u32,
}

/// What follows `pick` where some case decides by auction, in this order: it lays out markets, clears them, and concludes.
pub const AUCTION: [usize; 3] = [STAGES.len(), STAGES.len() + 1, STAGES.len() + 2];

/// Loads and compiles every stage, in the order of [`STAGES`], and then the three parts of [`AUCTION`].
///
/// # Errors
/// A shader that does not load, or an adapter that cannot bind as much as one needs.
pub fn compile(device: &Device) -> Result<Vec<StagePipeline>, EngineError> {
    let stages = STAGES.iter().map(|stage| compile_stage(device, stage));
    let mut stages = stages.collect::<Result<Vec<_>, _>>()?;
    let part = |name, shader| StagePipeline { name, rows: Rows::Replicates, shader, rows_per_workgroup: 1 };
    stages.push(part("enlist", load(device, "assign/enlist")?));
    stages.push(part("auction", load_auction(device)?));
    stages.push(part("conclude", load(device, "assign/conclude")?));
    device.check()?;
    Ok(stages)
}

fn compile_stage(device: &Device, stage: &Stage) -> Result<StagePipeline, EngineError> {
    let shader = load(device, &format!("stage/{}", stage.name))?;
    // The decision is the one stage whose lanes work together: a workgroup for each replicate.
    let rows_per_workgroup = if stage.twin.is_some() { shader.lanes } else { 1 };
    Ok(StagePipeline { name: stage.name, rows: stage.rows, shader, rows_per_workgroup })
}

/// The auction in the form that suits the adapter, see [`market::takes_subgroups`].
///
/// # Errors
/// As [`load`].
pub fn load_auction(device: &Device) -> Result<ShaderPipeline, EngineError> {
    let name = if market::takes_subgroups(device) { "assign/auction_subgroup" } else { "assign/auction" };
    load(device, name)
}

/// What solves plain problems, in the form that suits the adapter.
///
/// # Errors
/// As [`load`].
pub fn load_plain(device: &Device) -> Result<ShaderPipeline, EngineError> {
    let name = if market::takes_subgroups(device) { "assign/plain_subgroup" } else { "assign/plain_workgroup" };
    load(device, name)
}

/// Loads and compiles one shader by the path that the device is given.
///
/// # Errors
/// A shader that does not load, or an adapter that cannot bind as much as it needs.
pub fn load(device: &Device, name: &str) -> Result<ShaderPipeline, EngineError> {
    let failed = |reason: String| EngineError::Shader { name: name.to_owned(), reason };
    let scope = device.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let loaded = shader::load(&device.device, name, device.path).map_err(|e| failed(e.to_string()))?;
    fits(device, &loaded.reflection)?;
    let layout = device.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(name),
        entries: &loaded.reflection.layout_entries(0),
    });
    let pipeline_layout = device.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(name),
        bind_group_layouts: &[Some(&layout)],
        immediate_size: 0,
    });
    let pipeline = device.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(name),
        layout: Some(&pipeline_layout),
        module: &loaded.module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    });
    if let Some(error) = pollster::block_on(scope.pop()) {
        return Err(failed(error.to_string()));
    }
    let Some(entry) = loaded.reflection.entry_points.iter().find(|entry| entry.name == "main") else {
        return Err(failed("it has no entry point `main`".to_owned()));
    };
    let [lanes, 1, 1] = entry.workgroup_size else {
        return Err(failed("its workgroups are not one-dimensional".to_owned()));
    };
    let bindings = loaded.reflection.bindings.iter().map(|b| (b.binding, b.name.clone())).collect();
    Ok(ShaderPipeline { name: name.to_owned(), pipeline, layout, bindings, lanes })
}

/// Whether the adapter can bind what a shader uses.
fn fits(device: &Device, reflection: &Reflection) -> Result<(), EngineError> {
    let storage = reflection.bindings.iter().filter(|b| b.kind != shader::BindingKind::Uniform).count();
    let limit = device.device.limits().max_storage_buffers_per_shader_stage;
    if storage > limit as usize {
        let reason = format!("a stage needs {storage} storage buffers, it allows {limit}");
        return Err(EngineError::Unsuitable { adapter: device.report.name.clone(), reason });
    }
    Ok(())
}
