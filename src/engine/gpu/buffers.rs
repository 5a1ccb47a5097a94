//! The buffers of one batch: one per table, under the table's name, and the scratch memory that only shaders use.

use std::collections::HashMap;

use super::device::Device;
use super::pipelines::StagePipeline;
use crate::engine::EngineError;
use crate::engine::tables;
use crate::model::batch::Batch;

/// Bytes of scratch per threat: the best pick so far.
pub const PICK_BYTES: u64 = 24;
/// Bytes of scratch per rail: what each site can still give in this decision (a site has at least one rail).
pub const POOL_BYTES: u64 = 4;
/// Bytes of scratch per weapon: where searches for a round, a rail and a channel go on.
pub const CURSOR_BYTES: u64 = 12;

/// Scratch buffers by name, with their sizes: rows of another table, each of so many bytes.
pub fn scratch_bytes(batch: &Batch) -> [(&'static str, u64); 3] {
    let world = &batch.world;
    [
        ("picks", world.threats.len() as u64 * PICK_BYTES),
        ("used_pools", world.rails.len() as u64 * POOL_BYTES),
        ("cursors", world.weapons.len() as u64 * CURSOR_BYTES),
    ]
}

/// All buffers of a batch.
#[derive(Debug)]
pub struct Buffers {
    by_name: HashMap<&'static str, wgpu::Buffer>,
    /// Those of the dynamic tables, in the order of [`tables::dynamic`].
    pub dynamic: Vec<wgpu::Buffer>,
}

impl Buffers {
    /// Makes the buffers and uploads the batch. A failure shows at the next [`Device::check`].
    pub fn upload(device: &Device, batch: &Batch) -> Self {
        let world = &batch.world;
        let mut by_name = HashMap::new();
        for table in tables::statics(&batch.statics) {
            by_name.insert(table.name, filled(device, table.name, table.fields.len(), table.words));
        }
        let mut dynamic = Vec::with_capacity(tables::N_DYNAMIC);
        for table in tables::dynamic(world) {
            let buffer = filled(device, table.name, table.fields.len(), table.words);
            by_name.insert(table.name, buffer.clone());
            dynamic.push(buffer);
        }
        for (name, bytes) in scratch_bytes(batch) {
            by_name.insert(name, storage(device, name, bytes.max(PICK_BYTES)));
        }
        by_name.insert("params", params(device, batch));
        Self { by_name, dynamic }
    }

    /// The bind group of a stage.
    ///
    /// # Errors
    /// When the shader names a buffer that does not exist.
    pub fn bind(&self, device: &Device, stage: &StagePipeline) -> Result<wgpu::BindGroup, EngineError> {
        let mut entries = Vec::with_capacity(stage.bindings.len());
        for (binding, name) in &stage.bindings {
            let buffer = self.by_name.get(name.as_str()).ok_or_else(|| EngineError::Shader {
                name: format!("stage/{}", stage.name),
                reason: format!("no table is named `{name}`"),
            })?;
            entries.push(wgpu::BindGroupEntry { binding: *binding, resource: buffer.as_entire_binding() });
        }
        let descriptor =
            wgpu::BindGroupDescriptor { label: Some(stage.name), layout: &stage.layout, entries: &entries };
        Ok(device.device.create_bind_group(&descriptor))
    }

    /// Writes words into a dynamic table, from a word on.
    pub fn write(&self, device: &Device, table: usize, first_word: usize, words: &[u32]) {
        if !words.is_empty() {
            device.queue.write_buffer(&self.dynamic[table], first_word as u64 * 4, bytemuck::cast_slice(words));
        }
    }
}

/// An empty table gets one row of zeros, since nothing empty can be bound.
fn filled(device: &Device, name: &'static str, row_words: usize, words: &[u32]) -> wgpu::Buffer {
    let buffer = storage(device, name, words.len().max(row_words) as u64 * 4);
    if !words.is_empty() {
        device.queue.write_buffer(&buffer, 0, bytemuck::cast_slice(words));
    }
    buffer
}

fn storage(device: &Device, name: &'static str, size: u64) -> wgpu::Buffer {
    device.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(name),
        size,
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    })
}

/// The uniform that every shader has: the run-time zero of the xor barrier, and the numbers of rows.
fn params(device: &Device, batch: &Batch) -> wgpu::Buffer {
    let world = &batch.world;
    let words = [0, world.threats.len() as u32, world.rounds.len() as u32, world.tallies.len() as u32];
    let buffer = device.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("params"),
        size: 16,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    device.queue.write_buffer(&buffer, 0, bytemuck::cast_slice(&words));
    buffer
}
