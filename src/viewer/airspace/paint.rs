//! The GPU's part: three pipelines (areas, lines, glyphs) drawn inside egui's own render pass.
//!
//! Several views may be drawn in one frame: each has buffers of its own, by its id, which grow as needed and are let go
//! when the view has not been drawn for a while. No depth buffer: what is drawn later lies on top.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use eframe::egui::{Color32, PaintCallbackInfo};
use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;

use super::basemap::Mesh;
use super::draw::{Corner, DrawList, Op};
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
    /// Colour behind everything.
    pub backdrop: Color32,
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
    backdrop: [u8; 4],
    px_per_point: f32,
    pad: [u32; 2],
}

/// Pipelines and buffers, kept in egui's renderer from frame to frame.
struct Painter {
    format: wgpu::TextureFormat,
    backdrop: wgpu::RenderPipeline,
    land: wgpu::RenderPipeline,
    fill: wgpu::RenderPipeline,
    line: wgpu::RenderPipeline,
    dashes: wgpu::RenderPipeline,
    glyph: wgpu::RenderPipeline,
    frame_layout: wgpu::BindGroupLayout,
    rows_layout: wgpu::BindGroupLayout,
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
    /// For buffers that shaders read rows from.
    group: Option<wgpu::BindGroup>,
}

impl Growing {
    fn new(label: &'static str, usage: wgpu::BufferUsages) -> Self {
        Self { label, usage: usage | wgpu::BufferUsages::COPY_DST, buffer: None, group: None }
    }

    fn write(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, rows: &wgpu::BindGroupLayout, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let size = bytes.len() as u64;
        if self.buffer.as_ref().is_none_or(|buffer| buffer.size() < size) {
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(self.label),
                size: size.next_power_of_two().max(1 << 12),
                usage: self.usage,
                mapped_at_creation: false,
            });
            self.group = self.usage.contains(wgpu::BufferUsages::STORAGE).then(|| {
                device.create_bind_group(&wgpu::BindGroupDescriptor {
                    label: Some(self.label),
                    layout: rows,
                    entries: &[wgpu::BindGroupEntry { binding: 0, resource: buffer.as_entire_binding() }],
                })
            });
            self.buffer = Some(buffer);
        }
        if let Some(buffer) = &self.buffer {
            queue.write_buffer(buffer, 0, bytes);
        }
    }
}

impl Painter {
    fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let frame_layout = frame_layout(device);
        let rows_layout = rows_layout(device);
        let (shapes_layout, shapes) = shapes(device, queue);
        let make = |recipe: &Recipe<'_>| recipe.pipeline(device, format);
        let alone = [Some(&frame_layout)];
        let fill = Recipe {
            label: "draw/fill",
            source: include_str!("../../../shaders/draw/fill.wgsl"),
            entries: ["corner", "area"],
            layouts: &alone,
            rows: Some(wgpu::VertexBufferLayout {
                array_stride: size_of::<Corner>() as u64,
                step_mode: wgpu::VertexStepMode::Vertex,
                attributes: &wgpu::vertex_attr_array![0 => Float32x2, 1 => Uint32],
            }),
            constants: &[],
            blend: true,
        };
        let line = Recipe {
            label: "draw/line",
            source: include_str!("../../../shaders/draw/line.wgsl"),
            entries: ["edge", "stroke"],
            layouts: &[Some(&frame_layout), Some(&rows_layout)],
            rows: None,
            ..fill.clone()
        };
        let glyph = Recipe {
            label: "draw/glyph",
            source: include_str!("../../../shaders/draw/glyph.wgsl"),
            entries: ["corner", "symbol"],
            layouts: &[Some(&frame_layout), Some(&rows_layout), Some(&shapes_layout)],
            ..line.clone()
        };
        Self {
            format,
            backdrop: make(&Recipe {
                label: "draw/backdrop",
                entries: ["around", "area"],
                rows: None,
                blend: false,
                ..fill.clone()
            }),
            land: make(&Recipe { label: "draw/land", blend: false, ..fill.clone() }),
            fill: make(&fill),
            line: make(&line),
            dashes: make(&Recipe { label: "draw/dashes", constants: &[("DASHED", 1.0)], ..line.clone() }),
            glyph: make(&glyph),
            frame_layout,
            rows_layout,
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
        let (layout, rows) = (&self.frame_layout, &self.rows_layout);
        let view = self.views.entry(paint.view).or_insert_with(|| ViewBuffers::new(device, layout));
        view.frame = paint.frame;
        let uniform = Uniform {
            points_from_ground: paint.points_from_ground,
            origin_m: paint.origin_m,
            screen_px: screen.size_in_pixels.map(|n| n as f32),
            backdrop: paint.backdrop.to_array(),
            px_per_point: screen.pixels_per_point,
            pad: [0; 2],
        };
        queue.write_buffer(&view.uniform, 0, bytemuck::bytes_of(&uniform));
        view.corners.write(device, queue, rows, bytemuck::cast_slice(&paint.list.corners));
        view.indices.write(device, queue, rows, bytemuck::cast_slice(&paint.list.indices));
        view.segments.write(device, queue, rows, bytemuck::cast_slice(&paint.list.segments));
        view.glyphs.write(device, queue, rows, bytemuck::cast_slice(&paint.list.glyphs));
    }

    fn paint(&self, info: &PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, paint: &Paint) {
        let Some(view) = self.views.get(&paint.view) else { return };
        // egui has cut the pass to what is visible of the view; positions are those of the whole window.
        let [width, height] = info.screen_size_px.map(|n| n as f32);
        pass.set_viewport(0.0, 0.0, width, height, 0.0, 1.0);
        pass.set_bind_group(0, &view.group, &[]);
        pass.set_pipeline(&self.backdrop);
        pass.draw(0..3, 0..1);
        for op in &paint.list.ops {
            match op {
                Op::Land(mesh, color) => {
                    let Some(land) = self.lands.get(&(Arc::as_ptr(mesh) as usize, *color)) else { continue };
                    pass.set_pipeline(&self.land);
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
                Op::Lines(range) => quads(pass, &self.line, &view.segments, range),
                Op::Dashes(range) => quads(pass, &self.dashes, &view.segments, range),
                Op::Glyphs(range) => {
                    pass.set_bind_group(2, &self.shapes, &[]);
                    quads(pass, &self.glyph, &view.glyphs, range);
                }
            }
        }
    }
}

/// Draws two triangles for each row of a range.
fn quads(pass: &mut wgpu::RenderPass<'static>, pipeline: &wgpu::RenderPipeline, rows: &Growing, range: &Range<u32>) {
    const CORNERS: u32 = 6;
    if let Some(group) = &rows.group {
        pass.set_pipeline(pipeline);
        pass.set_bind_group(1, group, &[]);
        pass.draw(CORNERS * range.start..CORNERS * range.end, 0..1);
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
            segments: Growing::new("airspace segments", wgpu::BufferUsages::STORAGE),
            glyphs: Growing::new("airspace glyphs", wgpu::BufferUsages::STORAGE),
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

fn rows_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("airspace rows"),
        entries: &[wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: true },
                has_dynamic_offset: false,
                min_binding_size: None,
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

/// What a pipeline is made from.
#[derive(Clone)]
struct Recipe<'a> {
    label: &'static str,
    /// The shader, to follow `frame.wgsl`.
    source: &'static str,
    /// Names of its vertex and fragment stages.
    entries: [&'static str; 2],
    layouts: &'a [Option<&'a wgpu::BindGroupLayout>],
    rows: Option<wgpu::VertexBufferLayout<'a>>,
    /// What the shader leaves open, besides the target's kind.
    constants: &'a [(&'static str, f64)],
    /// Mixes with what lies below; where everything is opaque, reading it would be in vain.
    blend: bool,
}

impl Recipe<'_> {
    fn pipeline(&self, device: &wgpu::Device, format: wgpu::TextureFormat) -> wgpu::RenderPipeline {
        let frame = include_str!("../../../shaders/draw/frame.wgsl");
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(self.label),
            source: wgpu::ShaderSource::Wgsl([frame, self.source].concat().into()),
        });
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(self.label),
            bind_group_layouts: self.layouts,
            immediate_size: 0,
        });
        let linear = ("LINEAR_TARGET", f64::from(u8::from(format.is_srgb())));
        let constants: Vec<_> = self.constants.iter().copied().chain([linear]).collect();
        let options = || wgpu::PipelineCompilationOptions { constants: &constants, ..Default::default() };
        let rows: Vec<_> = self.rows.clone().map(Some).into_iter().collect();
        device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some(self.label),
            layout: Some(&layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some(self.entries[0]),
                compilation_options: options(),
                buffers: &rows,
            },
            primitive: wgpu::PrimitiveState::default(),
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some(self.entries[1]),
                compilation_options: options(),
                targets: &[Some(wgpu::ColorTargetState {
                    format,
                    blend: self.blend.then_some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw::{GlyphRow, Segment};
    use super::*;

    /// Offsets of a struct's members in a shader, and its size as an array's element.
    fn layout(source: &str, name: &str) -> (Vec<u32>, u32) {
        let frame = include_str!("../../../shaders/draw/frame.wgsl");
        let module = naga::front::wgsl::parse_str(&[frame, source].concat()).expect("the shader parses");
        let found = module.types.iter().find(|(_, ty)| ty.name.as_deref() == Some(name)).expect("the struct is there");
        let naga::TypeInner::Struct { members, span } = &found.1.inner else { panic!("{name} is no struct") };
        (members.iter().map(|member| member.offset).collect(), *span)
    }

    macro_rules! offsets {
        ($row:ty: $($field:ident),*) => { vec![$(std::mem::offset_of!($row, $field) as u32),*] };
    }

    #[test]
    fn rows_lie_as_the_shaders_read_them() {
        let line = include_str!("../../../shaders/draw/line.wgsl");
        let (mut found, size) = layout(line, "Segment");
        // Both ends are one field here.
        assert_eq!((found.remove(1), size), (8, size_of::<Segment>() as u32));
        assert_eq!(found, offsets!(Segment: ends, color_from, color_to, width, dash, along, pad));
        let glyph = include_str!("../../../shaders/draw/glyph.wgsl");
        let fields = offsets!(GlyphRow: at, radius, angle, shape, color, rim, rim_width);
        assert_eq!(layout(glyph, "Glyph"), (fields, size_of::<GlyphRow>() as u32));
        let fields = offsets!(Uniform: points_from_ground, origin_m, screen_px, backdrop, px_per_point, pad);
        assert_eq!(layout(line, "Frame"), (fields, size_of::<Uniform>() as u32));
    }
}
