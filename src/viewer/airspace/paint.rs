//! The GPU's part: three pipelines (areas, lines, glyphs) drawn inside egui's own render pass.
//!
//! Several views may be drawn in one frame: each has buffers of its own, by its id, which grow as needed and are let go
//! when the view has not been drawn for a while. No depth buffer: what is drawn later lies on top.

use std::collections::HashMap;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use eframe::egui::{Color32, PaintCallbackInfo};
use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;

use super::basemap::Mesh;
use super::draw::{Corner, DrawList, GlyphRow, Op, Segment};
use super::glyph;

/// Frames after which the buffers of a view or a basemap that nobody draws are let go.
const KEEP_FRAMES: u64 = 300;

/// Tells the renderer which texture format the window is drawn in: to be called once where a window or a picture is set
/// up. Without it `Rgba8Unorm` is taken, as tests use.
pub fn install(render_state: &RenderState) {
    let format = TargetFormat(render_state.target_format);
    render_state.renderer.write().callback_resources.insert(format);
}

/// The texture format the views are drawn in.
struct TargetFormat(wgpu::TextureFormat);

/// One view's picture on its way to the GPU.
pub struct Paint {
    /// The view it belongs to; two views of a frame differ in it.
    pub view: u64,
    /// Counts frames.
    pub frame: u64,
    /// What to draw.
    pub list: Arc<DrawList>,
    /// See `View::points_from_ground`.
    pub points_from_ground: [[f32; 4]; 4],
    /// See `View::ground_origin`.
    pub origin_m: [f32; 2],
}

impl CallbackTrait for Paint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let format = resources.get::<TargetFormat>().map_or(wgpu::TextureFormat::Rgba8Unorm, |target| target.0);
        if resources.get::<Painter>().is_none_or(|painter| painter.format != format) {
            resources.insert(Painter::new(device, queue, format));
        }
        if let Some(painter) = resources.get_mut::<Painter>() {
            painter.prepare(device, queue, screen, self);
        }
        Vec::new()
    }

    fn paint(&self, info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        if let Some(painter) = resources.get::<Painter>() {
            painter.paint(&info, pass, self);
        }
    }
}

/// Of `shaders/draw/frame.wgsl`.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Uniform {
    points_from_ground: [[f32; 4]; 4],
    origin_m: [f32; 2],
    screen_px: [f32; 2],
    px_per_point: f32,
    linear_target: u32,
    pad: [u32; 2],
}

/// Pipelines and buffers, kept in egui's renderer from frame to frame.
struct Painter {
    format: wgpu::TextureFormat,
    fill: wgpu::RenderPipeline,
    line: wgpu::RenderPipeline,
    glyph: wgpu::RenderPipeline,
    frame_layout: wgpu::BindGroupLayout,
    shapes: wgpu::BindGroup,
    views: HashMap<u64, ViewBuffers>,
    lands: HashMap<LandKey, Land>,
}

/// A basemap's land in a colour: the mesh by its address, which its `Land` keeps from being used again.
type LandKey = (usize, Color32);

struct Land {
    /// Holds the address in the key.
    _mesh: Arc<Mesh>,
    corners: wgpu::Buffer,
    indices: wgpu::Buffer,
    n_indices: u32,
    frame: u64,
}

struct ViewBuffers {
    uniform: wgpu::Buffer,
    group: wgpu::BindGroup,
    corners: Growing,
    indices: Growing,
    segments: Growing,
    glyphs: Growing,
    frame: u64,
}

/// A buffer that is replaced by a larger one when it is full.
struct Growing {
    label: &'static str,
    usage: wgpu::BufferUsages,
    buffer: Option<wgpu::Buffer>,
}

impl Growing {
    fn new(label: &'static str, usage: wgpu::BufferUsages) -> Self {
        Self { label, usage: usage | wgpu::BufferUsages::COPY_DST, buffer: None }
    }

    fn write(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let size = bytes.len() as u64;
        if self.buffer.as_ref().is_none_or(|buffer| buffer.size() < size) {
            self.buffer = Some(device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(self.label),
                size: size.next_power_of_two().max(1 << 12),
                usage: self.usage,
                mapped_at_creation: false,
            }));
        }
        if let Some(buffer) = &self.buffer {
            queue.write_buffer(buffer, 0, bytes);
        }
    }
}

impl Painter {
    fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let frame_layout = frame_layout(device);
        let (shapes_layout, shapes) = shapes(device, queue);
        let make =
            |label, source: String, entries: [&str; 2], layouts: &[Option<&wgpu::BindGroupLayout>], rows, topology| {
                pipeline(device, format, label, source, entries, layouts, rows, topology)
            };
        let frame = include_str!("../../../shaders/draw/frame.wgsl");
        Self {
            format,
            fill: make(
                "draw/fill",
                [frame, include_str!("../../../shaders/draw/fill.wgsl")].concat(),
                ["corner", "area"],
                &[Some(&frame_layout)],
                wgpu::VertexBufferLayout {
                    array_stride: size_of::<Corner>() as u64,
                    step_mode: wgpu::VertexStepMode::Vertex,
                    attributes: &wgpu::vertex_attr_array![0 => Float32x2, 1 => Uint32],
                },
                wgpu::PrimitiveTopology::TriangleList,
            ),
            line: make(
                "draw/line",
                [frame, include_str!("../../../shaders/draw/line.wgsl")].concat(),
                ["edge", "stroke"],
                &[Some(&frame_layout)],
                wgpu::VertexBufferLayout {
                    array_stride: size_of::<Segment>() as u64,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes: &wgpu::vertex_attr_array![
                        0 => Float32x4, 1 => Uint32, 2 => Uint32, 3 => Float32, 4 => Float32, 5 => Float32
                    ],
                },
                wgpu::PrimitiveTopology::TriangleStrip,
            ),
            glyph: make(
                "draw/glyph",
                [frame, include_str!("../../../shaders/draw/glyph.wgsl")].concat(),
                ["corner", "symbol"],
                &[Some(&frame_layout), Some(&shapes_layout)],
                wgpu::VertexBufferLayout {
                    array_stride: size_of::<GlyphRow>() as u64,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes: &wgpu::vertex_attr_array![
                        0 => Float32x2, 1 => Float32, 2 => Float32, 3 => Uint32, 4 => Uint32, 5 => Uint32, 6 => Float32
                    ],
                },
                wgpu::PrimitiveTopology::TriangleStrip,
            ),
            frame_layout,
            shapes,
            views: HashMap::new(),
            lands: HashMap::new(),
        }
    }

    fn prepare(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, screen: &ScreenDescriptor, paint: &Paint) {
        let old = |last: u64| paint.frame.saturating_sub(last) > KEEP_FRAMES;
        self.views.retain(|_, view| !old(view.frame));
        self.lands.retain(|_, land| !old(land.frame));
        for op in &paint.list.ops {
            if let Op::Land(mesh, color) = op {
                let key = (Arc::as_ptr(mesh) as usize, *color);
                let land = self.lands.entry(key).or_insert_with(|| Land::new(device, queue, mesh, *color));
                land.frame = paint.frame;
            }
        }
        let layout = &self.frame_layout;
        let view = self.views.entry(paint.view).or_insert_with(|| ViewBuffers::new(device, layout));
        view.frame = paint.frame;
        let uniform = Uniform {
            points_from_ground: paint.points_from_ground,
            origin_m: paint.origin_m,
            screen_px: screen.size_in_pixels.map(|n| n as f32),
            px_per_point: screen.pixels_per_point,
            linear_target: u32::from(self.format.is_srgb()),
            pad: [0; 2],
        };
        queue.write_buffer(&view.uniform, 0, bytemuck::bytes_of(&uniform));
        view.corners.write(device, queue, bytemuck::cast_slice(&paint.list.corners));
        view.indices.write(device, queue, bytemuck::cast_slice(&paint.list.indices));
        view.segments.write(device, queue, bytemuck::cast_slice(&paint.list.segments));
        view.glyphs.write(device, queue, bytemuck::cast_slice(&paint.list.glyphs));
    }

    fn paint(&self, info: &PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, paint: &Paint) {
        let Some(view) = self.views.get(&paint.view) else { return };
        // egui has cut the pass to what is visible of the view; positions are those of the whole window.
        let [width, height] = info.screen_size_px.map(|n| n as f32);
        pass.set_viewport(0.0, 0.0, width, height, 0.0, 1.0);
        pass.set_bind_group(0, &view.group, &[]);
        for op in &paint.list.ops {
            match op {
                Op::Land(mesh, color) => {
                    let Some(land) = self.lands.get(&(Arc::as_ptr(mesh) as usize, *color)) else { continue };
                    pass.set_pipeline(&self.fill);
                    pass.set_vertex_buffer(0, land.corners.slice(..));
                    pass.set_index_buffer(land.indices.slice(..), wgpu::IndexFormat::Uint32);
                    pass.draw_indexed(0..land.n_indices, 0, 0..1);
                }
                Op::Areas(range) => {
                    let (Some(corners), Some(indices)) = (&view.corners.buffer, &view.indices.buffer) else { continue };
                    pass.set_pipeline(&self.fill);
                    pass.set_vertex_buffer(0, corners.slice(..));
                    pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
                    pass.draw_indexed(range.clone(), 0, 0..1);
                }
                Op::Lines(range) => {
                    let Some(segments) = &view.segments.buffer else { continue };
                    pass.set_pipeline(&self.line);
                    pass.set_vertex_buffer(0, segments.slice(..));
                    pass.draw(0..4, range.clone());
                }
                Op::Glyphs(range) => {
                    let Some(glyphs) = &view.glyphs.buffer else { continue };
                    pass.set_pipeline(&self.glyph);
                    pass.set_bind_group(1, &self.shapes, &[]);
                    pass.set_vertex_buffer(0, glyphs.slice(..));
                    pass.draw(0..4, range.clone());
                }
            }
        }
    }
}

impl Land {
    fn new(device: &wgpu::Device, queue: &wgpu::Queue, mesh: &Arc<Mesh>, color: Color32) -> Self {
        let color = color.to_array();
        let rows: Vec<Corner> = mesh.vertices.iter().map(|&place_m| Corner { place_m, color }).collect();
        let buffer = |label, usage, bytes: &[u8]| {
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: (bytes.len() as u64).max(16),
                usage: usage | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            queue.write_buffer(&buffer, 0, bytes);
            buffer
        };
        Self {
            _mesh: Arc::clone(mesh),
            corners: buffer("land corners", wgpu::BufferUsages::VERTEX, bytemuck::cast_slice(&rows)),
            indices: buffer("land indices", wgpu::BufferUsages::INDEX, bytemuck::cast_slice(&mesh.indices)),
            n_indices: mesh.indices.len() as u32,
            frame: 0,
        }
    }
}

impl ViewBuffers {
    fn new(device: &wgpu::Device, layout: &wgpu::BindGroupLayout) -> Self {
        let uniform = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("airspace frame"),
            size: size_of::<Uniform>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("airspace frame"),
            layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: uniform.as_entire_binding() }],
        });
        Self {
            uniform,
            group,
            corners: Growing::new("airspace corners", wgpu::BufferUsages::VERTEX),
            indices: Growing::new("airspace indices", wgpu::BufferUsages::INDEX),
            segments: Growing::new("airspace segments", wgpu::BufferUsages::VERTEX),
            glyphs: Growing::new("airspace glyphs", wgpu::BufferUsages::VERTEX),
            frame: 0,
        }
    }
}

fn frame_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("airspace frame"),
        entries: &[wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: false,
                min_binding_size: wgpu::BufferSize::new(size_of::<Uniform>() as u64),
            },
            count: None,
        }],
    })
}

/// The texture of shapes, bound.
fn shapes(device: &wgpu::Device, queue: &wgpu::Queue) -> (wgpu::BindGroupLayout, wgpu::BindGroup) {
    let size = wgpu::Extent3d {
        width: (glyph::COLUMNS * glyph::CELL) as u32,
        height: (glyph::ROWS * glyph::CELL) as u32,
        depth_or_array_layers: 1,
    };
    let texture = device.create_texture(&wgpu::TextureDescriptor {
        label: Some("airspace shapes"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::R8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    let rows = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(size.width), rows_per_image: None };
    queue.write_texture(texture.as_image_copy(), &glyph::texture(), rows, size);
    let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("airspace shapes"),
        mag_filter: wgpu::FilterMode::Linear,
        min_filter: wgpu::FilterMode::Linear,
        ..wgpu::SamplerDescriptor::default()
    });
    let entry =
        |binding, ty| wgpu::BindGroupLayoutEntry { binding, visibility: wgpu::ShaderStages::FRAGMENT, ty, count: None };
    let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("airspace shapes"),
        entries: &[
            entry(
                0,
                wgpu::BindingType::Texture {
                    sample_type: wgpu::TextureSampleType::Float { filterable: true },
                    view_dimension: wgpu::TextureViewDimension::D2,
                    multisampled: false,
                },
            ),
            entry(1, wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering)),
        ],
    });
    let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
    let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("airspace shapes"),
        layout: &layout,
        entries: &[
            wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(&view) },
            wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::Sampler(&sampler) },
        ],
    });
    (layout, group)
}

#[expect(clippy::too_many_arguments, reason = "what differs between three pipelines, each once")]
fn pipeline(
    device: &wgpu::Device,
    format: wgpu::TextureFormat,
    label: &str,
    source: String,
    [vertex, fragment]: [&str; 2],
    layouts: &[Option<&wgpu::BindGroupLayout>],
    rows: wgpu::VertexBufferLayout<'_>,
    topology: wgpu::PrimitiveTopology,
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(label),
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(label),
        bind_group_layouts: layouts,
        immediate_size: 0,
    });
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(label),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some(vertex),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[Some(rows)],
        },
        primitive: wgpu::PrimitiveState { topology, ..wgpu::PrimitiveState::default() },
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some(fragment),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    })
}
