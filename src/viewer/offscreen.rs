//! Draws the interface into an image: no window, no display, the same pixels.
//!
//! Used for `--screenshot` on a device of its own, and for exports from a running window on the window's device.

use eframe::egui::{self, Context, RawInput, Rect, TexturesDelta, Ui, Vec2, pos2};
use eframe::egui_wgpu::{self, RenderState, RendererOptions, ScreenDescriptor, wgpu};

use super::error::ViewerError;
use crate::engine::gpu::BACKENDS;

/// Passes after which the layout has come to rest: sizes of a pass are known to the next, through a few levels of nesting.
const SETTLING_PASSES: usize = 8;

/// Pixels, rows from the top, four bytes each: red, green, blue, alpha (always 255).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All rows.
    pub rgba: Vec<u8>,
}

impl Image {
    /// As a PNG file.
    ///
    /// # Errors
    /// When the encoder refuses the size.
    pub fn png(&self) -> Result<Vec<u8>, ViewerError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.rgba));
        written.map_err(|error| ViewerError::Picture(error.to_string()))?;
        Ok(bytes)
    }
}

/// A device and egui's renderer on it, without a window.
pub struct Offscreen {
    device: wgpu::Device,
    queue: wgpu::Queue,
    renderer: egui_wgpu::Renderer,
}

/// Every channel as egui computes it: no conversion on the way into the file.
const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;

impl Offscreen {
    /// Takes the first adapter that works: hardware before software.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> Result<Self, ViewerError> {
        let setup = setup();
        let instance = pollster::block_on(setup.new_instance());
        let config = egui_wgpu::WgpuConfiguration { wgpu_setup: setup, ..Default::default() };
        let state = pollster::block_on(RenderState::create(&config, &instance, None, RendererOptions::default()));
        let state = state.map_err(|error| ViewerError::NoAdapter(error.to_string()))?;
        Ok(Self::on(&state.device, &state.queue))
    }

    /// On a device that exists.
    pub fn on(device: &wgpu::Device, queue: &wgpu::Queue) -> Self {
        let options = RendererOptions { dithering: false, ..RendererOptions::default() };
        let renderer = egui_wgpu::Renderer::new(device, FORMAT, options);
        Self { device: device.clone(), queue: queue.clone(), renderer }
    }

    /// Runs the interface at a size until it has come to rest and draws it. `ui` is called once for each pass; `ctx` should be
    /// a context of its own, with fonts and styles set. Its clock stands still at `now_s`, so nothing plays on meanwhile, and
    /// animations are skipped.
    ///
    /// # Errors
    /// When the picture is larger than the device allows, or the device fails.
    pub fn picture(
        &mut self,
        ctx: &Context,
        (size_px, scale): ([u32; 2], f32),
        now_s: f64,
        mut ui: impl FnMut(&mut Ui),
    ) -> Result<Image, ViewerError> {
        let limit = self.device.limits().max_texture_dimension_2d;
        if size_px.iter().any(|&side| side == 0 || side > limit) {
            return Err(ViewerError::Size { width: size_px[0], height: size_px[1], limit });
        }
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        let mut output = egui::FullOutput::default();
        for _ in 0..SETTLING_PASSES {
            output = ctx.run_ui(input(size_px, scale, now_s), &mut ui);
            self.upload(&mut output.textures_delta);
        }
        let meshes = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let screen = ScreenDescriptor { size_in_pixels: size_px, pixels_per_point: output.pixels_per_point };
        self.draw(&meshes, &screen)
    }

    fn upload(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for image in images {
                self.renderer.update_texture(&self.device, &self.queue, id, &image);
            }
        }
        // Freed in a pass means not used by that pass's shapes, and earlier passes are never drawn.
        for id in delta.free.drain() {
            self.renderer.free_texture(&id);
        }
    }

    fn draw(&mut self, meshes: &[egui::ClippedPrimitive], screen: &ScreenDescriptor) -> Result<Image, ViewerError> {
        let [width, height] = screen.size_in_pixels;
        let size = wgpu::Extent3d { width, height, depth_or_array_layers: 1 };
        let texture = self.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: FORMAT,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let mut encoder =
            self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("picture") });
        let before = self.renderer.update_buffers(&self.device, &self.queue, &mut encoder, meshes, screen);
        let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("picture"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
            })],
            ..Default::default()
        });
        self.renderer.render(&mut pass.forget_lifetime(), meshes, screen);
        self.read(&texture, encoder, before)
    }

    /// Copies a texture to the host.
    fn read(
        &self,
        texture: &wgpu::Texture,
        mut encoder: wgpu::CommandEncoder,
        before: Vec<wgpu::CommandBuffer>,
    ) -> Result<Image, ViewerError> {
        let (width, height) = (texture.width(), texture.height());
        let row_bytes = 4 * width;
        let padded = row_bytes.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("picture, read back"),
            size: u64::from(padded) * u64::from(height),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(padded), rows_per_image: None };
        encoder.copy_texture_to_buffer(
            texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo { buffer: &buffer, layout },
            texture.size(),
        );
        self.queue.submit(before.into_iter().chain([encoder.finish()]));
        let (sender, receiver) = std::sync::mpsc::channel();
        buffer.slice(..).map_async(wgpu::MapMode::Read, move |result| {
            // Nobody listens any more only where the picture was given up already.
            let _ = sender.send(result);
        });
        let failed = |reason: String| ViewerError::Device(reason);
        self.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|error| failed(error.to_string()))?;
        let mapped = receiver.recv().map_err(|error| failed(error.to_string()))?;
        mapped.map_err(|error| failed(error.to_string()))?;
        let bytes = buffer.slice(..).get_mapped_range().map_err(|error| failed(error.to_string()))?;
        let mut rgba: Vec<u8> =
            bytes.chunks_exact(padded as usize).flat_map(|row| &row[..row_bytes as usize]).copied().collect();
        rgba.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
        Ok(Image { width, height, rgba })
    }
}

/// What a pass is told: a screen of this size, at this time.
fn input(size_px: [u32; 2], scale: f32, now_s: f64) -> RawInput {
    let size = Vec2::new(size_px[0] as f32, size_px[1] as f32) / scale;
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)),
        time: Some(now_s),
        focused: true,
        ..RawInput::default()
    };
    if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
        viewport.native_pixels_per_point = Some(scale);
    }
    input
}

/// How a device without a window is found, here and in tests: the interfaces that the engines use, hardware before software.
/// The environment variable `WGPU_BACKEND` narrows the choice.
pub fn setup() -> egui_wgpu::WgpuSetup {
    let mut setup = egui_wgpu::WgpuSetupCreateNew::without_display_handle();
    setup.instance_descriptor.backends &= BACKENDS;
    setup.native_adapter_selector = Some(std::sync::Arc::new(|adapters, _| {
        let is_software = |adapter: &&wgpu::Adapter| adapter.get_info().device_type == wgpu::DeviceType::Cpu;
        adapters.iter().min_by_key(is_software).cloned().ok_or_else(|| "no adapter".to_owned())
    }));
    egui_wgpu::WgpuSetup::CreateNew(setup)
}
