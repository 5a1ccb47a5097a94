//! Asks a device whether its arithmetic has the same bits as Rust's: the twin of `shaders/exact/selftest.wgsl`.
//!
//! Used by the tests on the software adapter, and by `kingbird doctor` to decide which load path a device may be given.

use super::error::ShaderError;
use super::load::{Bounds, LoadPath, load_with};
use crate::exact::math::{cos_turns, div, fclamp, fmax, fmin, ln, recip, rsqrt, sin_turns, sqrt};
use crate::exact::rng::{Kind, Purpose, draw, entity_key, event_hash, gauss, open_unit, threefry2x32, unit};
use crate::exact::{Real, V3, fixed, select};
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

/// Words of result per input.
pub const N_RESULTS: usize = 40;
/// Steps of each chain.
pub const CHAIN: u32 = 256;

/// The first place where device and twin differ.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Number of the input.
    pub input_ix: usize,
    /// Number of the result in it; see the shader's list.
    pub result_ix: usize,
    /// What the device computed.
    pub device: u32,
    /// What Rust computed.
    pub twin: u32,
}

/// How a device did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Inputs compared.
    pub n_inputs: usize,
    /// Per result, the number of inputs on which it differs.
    pub n_differing: [usize; N_RESULTS],
    /// The first difference in order of inputs.
    pub first: Option<Difference>,
}

/// The input of this number: four random words; the first few are extremes.
pub fn input(ix: usize) -> [u32; 4] {
    match ix {
        0 => [0; 4],
        1 => [u32::MAX; 4],
        2 => [0x8000_0000; 4],
        3 => [0x7fff_ffff; 4],
        _ => {
            let key = [0x5e1f, 0x7e57];
            let (a, b) = (threefry2x32(key, [ix as u32, 0]), threefry2x32(key, [ix as u32, 1]));
            [a[0], a[1], b[0], b[1]]
        }
    }
}

fn spread<R: Real>(word: u32, lo: u32, span: u32) -> R {
    R::from_bits((word & 0x007f_ffff) | ((lo + (word >> 23) % span) << 23))
}

fn centred<R: Real>(word: u32, scale: f32) -> R {
    (unit::<R>(word) * R::of(2.0) - R::of(1.0)) * R::of(scale)
}

fn shown<R: Real>(x: R) -> u32 {
    select(x.get().to_bits(), 0, x == R::of(0.0))
}

fn logistic<R: Real>(start: R) -> R {
    let mut x = start;
    for _ in 0..CHAIN {
        let grown = R::of(3.875) * x;
        x = grown - grown * x;
    }
    x
}

fn spiral<R: Real>(p0: V3<R>, v0: V3<R>) -> V3<R> {
    let (mut p, mut v) = (p0, v0);
    for _ in 0..CHAIN {
        let k = rsqrt(p.len2() + R::of(1.0));
        v = v - p.scale(k * R::of(0.0625)) + p.cross(v).scale(k * R::of(0.03125));
        v = v.scale(rsqrt(v.dot(v) + R::of(0.5)));
        p = p + v.scale(R::of(0.125));
    }
    p
}

/// What every device must compute of these words.
pub fn twin<R: Real>(w: [u32; 4]) -> [u32; N_RESULTS] {
    let [x, y, z, u] = w;
    let wide = spread::<R>(x, 7, 240);
    let moderate = spread::<R>(y, 77, 100);
    let (one, two, three) = (centred::<R>(x, 1024.0), centred::<R>(y, 1024.0), centred::<R>(z, 1024.0));
    let a = V3::new(one, two, three);
    let b = V3::new(centred(u, 64.0), one * R::of(0.25), two * R::of(0.5));
    let cross_ab = a.cross(b);
    let turned = spiral(a.scale(R::of(0.000_976_562_5)), b.scale(R::of(0.007_812_5)));
    let hashed = threefry2x32([x, y], [z, u]);
    let key = entity_key([x, y], Kind::Sensor as u32, z & 0x00ff_ffff, u);
    let drawn = draw(key, z, Purpose::Detect as u32, u & 0xffff);
    let event = event_hash(x, y & 0xff, z, u & 0x00ff_ffff, y);
    [
        shown(rsqrt(wide)),
        shown(sqrt(wide)),
        shown(recip(select(moderate, -moderate, (x & 1) != 0))),
        shown(div(one, moderate)),
        shown(ln(spread::<R>(z, 103, 48))),
        shown(sin_turns(centred::<R>(z, 1_048_576.0))),
        shown(cos_turns(two)),
        shown(fmin(one, two)),
        shown(fmax(one, two)),
        shown(fclamp(three, R::of(-100.0), R::of(100.0))),
        shown(a.dot(b)),
        shown(cross_ab.x),
        shown(cross_ab.y),
        shown(cross_ab.z),
        shown(b.len2()),
        shown(a.scale(b.x).y),
        shown(fixed::metres::<R>(x as i32)),
        fixed::to_pos(centred::<R>(u, 32_768.0)) as u32,
        shown(fixed::mps::<R>((y as i32) >> 8)),
        fixed::to_vel(one) as u32,
        hashed[0],
        hashed[1],
        key[0],
        key[1],
        drawn[0],
        drawn[1],
        event[0],
        event[1],
        shown(unit::<R>(x)),
        shown(open_unit::<R>(y)),
        shown(gauss::<R>([z, u])),
        shown(logistic(open_unit::<R>(u))),
        shown(turned.x),
        shown(turned.y),
        shown(turned.z),
        shown(one.abs() - two.floor()),
        shown(ln(open_unit::<R>(z))),
        shown(sqrt(a.len2())),
        shown(sin_turns(unit::<R>(y))),
        shown(one * two + three),
    ]
}

/// Compares what a device computed for the first inputs with the twin.
pub fn compare(device: &[u32]) -> Outcome {
    let mut out = Outcome { n_inputs: device.len() / N_RESULTS, n_differing: [0; N_RESULTS], first: None };
    for (input_ix, got) in device.chunks_exact(N_RESULTS).enumerate() {
        let want = twin::<f32>(input(input_ix));
        for (result_ix, (&device, &twin)) in got.iter().zip(&want).enumerate() {
            if device != twin {
                out.n_differing[result_ix] += 1;
                out.first.get_or_insert(Difference { input_ix, result_ix, device, twin });
            }
        }
    }
    out
}

/// Runs the self-test on a device by one load path, on `n_inputs` inputs (up to 4 million; 100,000 take 16 MB).
pub fn run(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    path: LoadPath,
    bounds: Bounds,
    n_inputs: u32,
) -> Result<Outcome, ShaderError> {
    compute(device, queue, path, bounds, n_inputs).map(|words| compare(&words))
}

fn compute(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    path: LoadPath,
    bounds: Bounds,
    n: u32,
) -> Result<Vec<u32>, ShaderError> {
    let failed = |e: &dyn core::fmt::Display| ShaderError::Device { message: e.to_string() };
    let label = Some("exact/selftest");
    let shader = load_with(device, "exact/selftest", path, bounds)?;
    let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label,
        entries: &shader.reflection.layout_entries(0),
    });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label,
        bind_group_layouts: &[Some(&layout)],
        immediate_size: 0,
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label,
        layout: Some(&pipeline_layout),
        module: &shader.module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    });
    let inputs: Vec<[u32; 4]> = (0..n as usize).map(input).collect();
    let buffer = |contents: &[u8], usage| device.create_buffer_init(&BufferInitDescriptor { label, contents, usage });
    let params = buffer(bytemuck::bytes_of(&[n, 0, 0, 0]), wgpu::BufferUsages::UNIFORM);
    let words = buffer(bytemuck::cast_slice(&inputs), wgpu::BufferUsages::STORAGE);
    let size = u64::from(n) * (N_RESULTS * 4) as u64;
    let empty = |usage| device.create_buffer(&wgpu::BufferDescriptor { label, size, usage, mapped_at_creation: false });
    let results = empty(wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC);
    let readback = empty(wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ);
    let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label,
        layout: &layout,
        entries: &[
            wgpu::BindGroupEntry { binding: 0, resource: params.as_entire_binding() },
            wgpu::BindGroupEntry { binding: 1, resource: words.as_entire_binding() },
            wgpu::BindGroupEntry { binding: 2, resource: results.as_entire_binding() },
        ],
    });
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
    {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label, timestamp_writes: None });
        pass.set_pipeline(&pipeline);
        pass.set_bind_group(0, &group, &[]);
        let n_groups = n.div_ceil(64);
        let across = n_groups.min(1024);
        pass.dispatch_workgroups(across, n_groups.div_ceil(across.max(1)), 1);
    }
    encoder.copy_buffer_to_buffer(&results, 0, &readback, 0, size);
    queue.submit([encoder.finish()]);
    readback.map_async(wgpu::MapMode::Read, .., |_| {});
    device.poll(wgpu::PollType::wait_indefinitely()).map_err(|e| failed(&e))?;
    let view = readback.get_mapped_range(..).map_err(|e| failed(&e))?;
    Ok(bytemuck::cast_slice(&view).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Checked;

    /// A device for tests: the software adapter where there is one; `None`, loudly, where there is no adapter.
    fn device() -> Option<(wgpu::Device, wgpu::Queue)> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: wgpu::Backends::VULKAN,
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let ask = |force_fallback_adapter| {
            pollster::block_on(
                instance.request_adapter(&wgpu::RequestAdapterOptions { force_fallback_adapter, ..Default::default() }),
            )
        };
        let adapter = match ask(true).or_else(|_| ask(false)) {
            Ok(adapter) => adapter,
            Err(why) => {
                assert!(std::env::var_os("KINGBIRD_REQUIRE_GPU").is_none(), "no Vulkan adapter: {why}");
                println!("SKIPPED: no Vulkan adapter: {why}");
                return None;
            }
        };
        println!("adapter: {:?}", adapter.get_info());
        let descriptor = wgpu::DeviceDescriptor {
            required_features: adapter.features() & wgpu::Features::PASSTHROUGH_SHADERS,
            required_limits: adapter.limits(),
            ..Default::default()
        };
        Some(pollster::block_on(adapter.request_device(&descriptor)).unwrap())
    }

    #[test]
    fn the_device_agrees_with_the_twin_bit_for_bit_by_both_exact_paths() {
        let Some((device, queue)) = device() else { return };
        for bounds in [Bounds::Checked, Bounds::Unchecked] {
            for path in [LoadPath::Passthrough, LoadPath::XorBarrier] {
                let outcome = run(&device, &queue, path, bounds, 120_000).unwrap();
                assert_eq!(outcome.n_inputs, 120_000);
                assert_eq!(outcome.first, None, "{path:?}, {bounds:?}: {:?}", outcome.n_differing);
                println!("{path:?}, {bounds:?}: no difference");
            }
        }
        let plain = run(&device, &queue, LoadPath::Plain, Bounds::Checked, 120_000).unwrap();
        println!("Plain: {:?}, first {:?}", plain.n_differing, plain.first);
    }

    #[test]
    fn the_comparison_reports_a_single_bit() {
        let mut device: Vec<u32> = (0..3).flat_map(|ix| twin::<f32>(input(ix))).collect();
        assert_eq!(compare(&device).first, None);
        device[N_RESULTS + 5] ^= 1;
        let twin = device[N_RESULTS + 5] ^ 1;
        let found = compare(&device).first;
        assert_eq!(found, Some(Difference { input_ix: 1, result_ix: 5, device: twin ^ 1, twin }));
    }

    /// A device that fused `grown - grown * x`, emulated in f64 (the product is exact there), must not pass unnoticed.
    #[test]
    fn the_chain_tells_a_fused_operation() {
        let fused = |start: f32| {
            (0..CHAIN).fold(start, |x, _| {
                let grown = 3.875 * x;
                (f64::from(grown) - f64::from(grown) * f64::from(x)) as f32
            })
        };
        let differing = (4..1004).filter(|ix| {
            let start = open_unit::<f32>(input(*ix)[3]);
            fused(start) != logistic(start)
        });
        assert!(differing.count() > 990);
    }

    #[test]
    fn nothing_in_the_selftest_is_subnormal_infinite_or_nan() {
        for ix in 0..20_000 {
            assert_eq!(twin::<Checked>(input(ix)), twin::<f32>(input(ix)));
        }
    }
}
