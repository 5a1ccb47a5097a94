//! The buffers of one batch: one per table, under the table's name, and the scratch memory that only shaders use.

use std::collections::HashMap;

use super::device::Device;
use super::market::Room;
use super::pipelines::ShaderPipeline;
use crate::engine::EngineError;
use crate::engine::tables;
use crate::model::batch::Batch;
use crate::model::layout::{Agent, Market, Seat};

/// Bytes of scratch per threat: the best pick so far.
pub const PICK_BYTES: u64 = 28;
/// Bytes of scratch per rail: what each site can still give in this decision (a site has at least one rail).
pub const POOL_BYTES: u64 = 4;
/// Bytes of scratch per weapon: where searches for a round, a rail and a channel go on.
pub const CURSOR_BYTES: u64 = 12;

/// Scratch buffers by name, with their sizes: rows of another table, each of so many bytes, and what auctions take.
pub fn scratch_bytes(batch: &Batch) -> [(&'static str, u64); 9] {
    let world = &batch.world;
    let room = Room::of(batch, 0);
    [
        ("markets", (room.markets.len() * size_of::<Market>()) as u64),
        ("agents", (room.n_agents * size_of::<Agent>()) as u64),
        ("first_seats", room.n_agents as u64 * 4),
        ("seats", (room.n_seats * size_of::<Seat>()) as u64),
        ("seated", room.n_agents as u64 * 4),
        ("memories", room.n_words as u64 * 4),
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
            by_name.insert(name, storage(device, name, bytes.max(size_of::<Market>() as u64)));
        }
        by_name.insert("params", params(device, world.threats.len(), world.rounds.len(), world.tallies.len()));
        Self { by_name, dynamic }
    }

    /// The bind group of a shader.
    ///
    /// # Errors
    /// When it names a buffer that does not exist.
    pub fn bind(&self, device: &Device, shader: &ShaderPipeline) -> Result<wgpu::BindGroup, EngineError> {
        bind(device, shader, |name| self.by_name.get(name))
    }

    /// A buffer by its name.
    pub fn named(&self, name: &str) -> Option<&wgpu::Buffer> {
        self.by_name.get(name)
    }

    /// Writes words into a buffer by its name, from a word on; nothing if there is none.
    pub fn write_named(&self, device: &Device, name: &str, first_word: usize, words: &[u32]) {
        if let Some(buffer) = self.named(name).filter(|_| !words.is_empty()) {
            device.queue.write_buffer(buffer, first_word as u64 * 4, bytemuck::cast_slice(words));
        }
    }

    /// Writes words into a dynamic table, from a word on.
    pub fn write(&self, device: &Device, table: usize, first_word: usize, words: &[u32]) {
        if !words.is_empty() {
            device.queue.write_buffer(&self.dynamic[table], first_word as u64 * 4, bytemuck::cast_slice(words));
        }
    }
}

/// The bind group of a shader, its buffers found by name.
///
/// # Errors
/// When it names a buffer that does not exist.
pub fn bind<'a>(
    device: &Device,
    shader: &ShaderPipeline,
    buffer: impl Fn(&str) -> Option<&'a wgpu::Buffer>,
) -> Result<wgpu::BindGroup, EngineError> {
    let mut entries = Vec::with_capacity(shader.bindings.len());
    for (binding, name) in &shader.bindings {
        let buffer = buffer(name).ok_or_else(|| EngineError::Shader {
            name: shader.name.clone(),
            reason: format!("no table is named `{name}`"),
        })?;
        entries.push(wgpu::BindGroupEntry { binding: *binding, resource: buffer.as_entire_binding() });
    }
    let descriptor = wgpu::BindGroupDescriptor { label: Some(&shader.name), layout: &shader.layout, entries: &entries };
    Ok(device.device.create_bind_group(&descriptor))
}

/// An empty table gets one row of zeros, since nothing empty can be bound.
pub(super) fn filled(device: &Device, name: &'static str, row_words: usize, words: &[u32]) -> wgpu::Buffer {
    let buffer = storage(device, name, words.len().max(row_words) as u64 * 4);
    if !words.is_empty() {
        device.queue.write_buffer(&buffer, 0, bytemuck::cast_slice(words));
    }
    buffer
}

pub(super) fn storage(device: &Device, name: &'static str, size: u64) -> wgpu::Buffer {
    device.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(name),
        size,
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    })
}

/// The uniform that every shader has: the run-time zero of the xor barrier, and the numbers of rows.
pub(super) fn params(device: &Device, n_threats: usize, n_rounds: usize, n_replicates: usize) -> wgpu::Buffer {
    let words = [0, n_threats as u32, n_rounds as u32, n_replicates as u32];
    let buffer = device.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("params"),
        size: 16,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    device.queue.write_buffer(&buffer, 0, bytemuck::cast_slice(&words));
    buffer
}
