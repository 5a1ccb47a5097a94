//! Brings tables home: copies them into one buffer that the host can map, and waits once.

use super::device::Device;
use crate::engine::EngineError;

/// A part of a table, and where it goes.
pub struct Part<'a> {
    /// The table.
    pub buffer: &'a wgpu::Buffer,
    /// First word of the part.
    pub first_word: usize,
    /// The destination, as long as the part.
    pub words: &'a mut [u32],
}

/// A staging buffer that grows as needed.
#[derive(Debug, Default)]
pub struct Readback {
    staging: Option<wgpu::Buffer>,
}

impl Readback {
    /// Finishes `encoder` with copies of the parts, submits it, waits, and fills each destination.
    ///
    /// # Errors
    /// When the device fails.
    pub fn submit(
        &mut self,
        device: &Device,
        mut encoder: wgpu::CommandEncoder,
        parts: Vec<Part<'_>>,
    ) -> Result<(), EngineError> {
        let total: u64 = parts.iter().map(|part| part.words.len() as u64 * 4).sum();
        if total == 0 {
            device.queue.submit([encoder.finish()]);
            return device.wait();
        }
        let staging = self.at_least(device, total);
        let mut at = 0;
        for part in &parts {
            let size = part.words.len() as u64 * 4;
            if size > 0 {
                encoder.copy_buffer_to_buffer(part.buffer, part.first_word as u64 * 4, &staging, at, size);
            }
            at += size;
        }
        device.queue.submit([encoder.finish()]);
        // What mapping says is said again, and better, by the device and by the view.
        staging.map_async(wgpu::MapMode::Read, ..total, |_| {});
        if let Err(error) = device.wait() {
            self.staging = None; // it may still be mapped
            return Err(error);
        }
        let view = staging.get_mapped_range(..total).map_err(|e| EngineError::Device(e.to_string()))?;
        let mut rest: &[u8] = &view;
        for part in parts {
            let (head, tail) = rest.split_at(part.words.len() * 4);
            bytemuck::cast_slice_mut::<u32, u8>(part.words).copy_from_slice(head);
            rest = tail;
        }
        drop(view);
        staging.unmap();
        Ok(())
    }

    fn at_least(&mut self, device: &Device, size: u64) -> wgpu::Buffer {
        match &self.staging {
            Some(buffer) if buffer.size() >= size => buffer.clone(),
            _ => {
                let buffer = device.device.create_buffer(&wgpu::BufferDescriptor {
                    label: Some("readback"),
                    size: size.next_power_of_two().min(device.report.max_buffer_bytes).max(size),
                    usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                    mapped_at_creation: false,
                });
                self.staging = Some(buffer.clone());
                buffer
            }
        }
    }
}
