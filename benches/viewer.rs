//! Time of a frame of the airspace at 1280 x 720 on the adapter that tests use (software where there is one).
//! `cargo bench --bench viewer`; `build` is the host's part (scene, labels, tessellation), `frame` all of it until the GPU
//! has drawn, `frame_while_simulating` the same beside a thread that simulates.
#![allow(missing_docs, reason = "a benchmark has no readers of its items")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{self, Context, RawInput, Rect, TexturesDelta, pos2};
use eframe::egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor};
use eframe::wgpu;
use egui_kittest::wgpu::create_render_state;
use kingbird::model::compile::CaseModel;
use kingbird::replay::{Film, Shot, Subject};
use kingbird::scenario;
use kingbird::viewer::airspace::{Agents, Airspace, Basemap, Camera, Layout, Projection, Scene};
use kingbird::viewer::offscreen::setup;
use kingbird::viewer::palette::DARK;
use kingbird::viewer::selection::{Filter, Layers};
use kingbird::viewer::theme;

fn main() {
    divan::main();
}

const SIZE: [u32; 2] = [1280, 720];
/// When the duel is drawn, seconds: everyone is in the air.
const AT_S: f64 = 40.0;

/// The duel with so many agents, half of them threats.
fn subject(agents: u32) -> Subject {
    let mut loaded = scenario::load("bench/duel", None).expect("a shipped scenario loads");
    let sides = [loaded.scenario.raid.waves.len() as u32, loaded.scenario.sites.len() as u32];
    for part in loaded.scenario.raid.waves.iter_mut().flat_map(|wave| &mut wave.composition) {
        part.count = agents / 2 / sides[0];
    }
    for site in &mut loaded.scenario.sites {
        (site.rails, site.channels) = (agents, agents);
        site.magazines.iter_mut().for_each(|magazine| magazine.rounds = agents / 2 / sides[1]);
    }
    let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).expect("a larger duel compiles");
    Subject::new(Arc::new(case), 1, 0)
}

/// A raid at a moment and all that is needed to draw it again and again.
struct Stage {
    film: Film,
    shot: Shot,
    layout: Layout,
    basemap: Basemap,
    camera: Camera,
    layers: Layers,
    filter: Filter,
    airspace: Airspace,
    ctx: Context,
    gpu: RenderState,
    target: wgpu::TextureView,
}

impl Stage {
    fn new(agents: u32, projection: Projection) -> Self {
        let mut film = Film::new(subject(agents));
        let scenario = film.subject().case.scenario.clone();
        let tick = AT_S / scenario.theatre.tick_s;
        while f64::from(film.head_tick()) < tick + 1.0 && !film.is_done() {
            film.step_epoch();
        }
        let layers = Layers::default();
        let shot = film.shot(tick, f64::from(layers.trail_s));
        let layout = Layout::of(&scenario);
        let gpu = create_render_state(setup(), RendererOptions::default());
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("frame"),
            size: wgpu::Extent3d { width: SIZE[0], height: SIZE[1], depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: gpu.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: &[],
        });
        let ctx = Context::default();
        theme::install(&ctx);
        Self {
            basemap: Basemap::around(layout.origin_lat_deg, layout.origin_lon_deg, layout.extent_m),
            camera: Camera { projection, ..Camera::framing(&layout) },
            film,
            shot,
            layout,
            layers,
            filter: Filter::default(),
            airspace: Airspace::default(),
            ctx,
            target: texture.create_view(&wgpu::TextureViewDescriptor::default()),
            gpu,
        }
    }

    /// The host's part.
    fn build(&mut self) -> Vec<egui::ClippedPrimitive> {
        let screen_rect = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(SIZE[0] as f32, SIZE[1] as f32));
        let input = RawInput { screen_rect: Some(screen_rect), ..RawInput::default() };
        let ctx = self.ctx.clone();
        let mut output = ctx.run_ui(input, |ui| {
            let agents = Agents { subject: self.film.subject(), shot: &self.shot, log: self.film.log() };
            let scene = Scene {
                palette: &DARK,
                basemap: &self.basemap,
                layout: &self.layout,
                agents: Some(agents),
                layers: &self.layers,
                filter: &self.filter,
                selected: None,
                overlays: &[],
            };
            self.airspace.ui(ui, &mut self.camera, &scene, false);
        });
        self.upload(&mut output.textures_delta);
        ctx.tessellate(output.shapes, output.pixels_per_point)
    }

    fn upload(&self, delta: &mut TexturesDelta) {
        let mut renderer = self.gpu.renderer.write();
        for (id, images) in delta.set.drain() {
            for image in images {
                renderer.update_texture(&self.gpu.device, &self.gpu.queue, id, &image);
            }
        }
        delta.free.drain().for_each(|id| renderer.free_texture(&id));
    }

    /// Everything until the GPU has drawn.
    fn frame(&mut self) {
        let meshes = self.build();
        let screen = ScreenDescriptor { size_in_pixels: SIZE, pixels_per_point: 1.0 };
        let (device, queue) = (&self.gpu.device, &self.gpu.queue);
        let mut renderer = self.gpu.renderer.write();
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let before = renderer.update_buffers(device, queue, &mut encoder, &meshes, &screen);
        let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &self.target,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
            })],
            ..Default::default()
        });
        renderer.render(&mut pass.forget_lifetime(), &meshes, &screen);
        queue.submit(before.into_iter().chain([encoder.finish()]));
        device.poll(wgpu::PollType::wait_indefinitely()).expect("the device answers");
    }
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 30, sample_size = 1)]
fn build(bencher: divan::Bencher<'_, '_>, agents: u32) {
    let mut stage = Stage::new(agents, Projection::Map);
    stage.frame();
    bencher.bench_local(|| stage.build());
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 30, sample_size = 1)]
fn frame(bencher: divan::Bencher<'_, '_>, agents: u32) {
    let mut stage = Stage::new(agents, Projection::Map);
    stage.frame();
    bencher.bench_local(|| stage.frame());
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 30, sample_size = 1)]
fn frame_in_orbit(bencher: divan::Bencher<'_, '_>, agents: u32) {
    let mut stage = Stage::new(agents, Projection::Orbit);
    stage.frame();
    bencher.bench_local(|| stage.frame());
}

#[divan::bench(args = [10_000], sample_count = 30, sample_size = 1)]
fn frame_while_simulating(bencher: divan::Bencher<'_, '_>, agents: u32) {
    let mut stage = Stage::new(agents, Projection::Map);
    stage.frame();
    let (enough, other) = (AtomicBool::new(false), subject(agents));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut film = Film::new(other.clone());
            while !enough.load(Ordering::Relaxed) {
                if film.is_done() {
                    film = Film::new(other.clone());
                }
                film.step_epoch();
            }
        });
        bencher.bench_local(|| stage.frame());
        enough.store(true, Ordering::Relaxed);
    });
}
