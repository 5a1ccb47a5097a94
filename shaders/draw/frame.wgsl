// What every pipeline of the airspace is told about the view; its Rust twin is `Uniform` in src/viewer/airspace/paint.rs.
// Positions on the screen are in points of the whole window, y down, so that a view partly outside it needs no care.

struct Frame {
    // From the ground, relative to `origin_m`, to points (homogeneous): the host multiplies in f64 and rounds once.
    points_from_ground: mat4x4<f32>,
    // What fills are drawn relative to: metres east and north.
    origin_m: vec2<f32>,
    // Size of the render target, pixels.
    screen_px: vec2<f32>,
    // Colour behind everything, premultiplied, gamma.
    backdrop: u32,
    px_per_point: f32,
    pad: vec2<u32>,
}

// The target stores linear light, and colours, which are given as egui mixes them (gamma), are to be converted. Fixed when a
// pipeline is made: software renderers evaluate both sides of a branch, and this one holds powers.
override LINEAR_TARGET: bool = false;

@group(0) @binding(0) var<uniform> frame: Frame;

// Homogeneous points to clip space.
fn clip_from_points(at: vec2<f32>, depth: f32, w: f32) -> vec4<f32> {
    let unit = at * (2.0 * frame.px_per_point) / frame.screen_px;
    return vec4<f32>(unit.x - w, w - unit.y, depth, w);
}

// Which of a rectangle's four corners a vertex of its two triangles is.
fn quad_corner(vertex: u32) -> u32 {
    // 0 1 2, 2 1 3, two bits each.
    return (0xda4u >> (2u * vertex)) & 3u;
}

// A colour as the host packs it: premultiplied, gamma.
fn unpack_color(packed: u32) -> vec4<f32> {
    return unpack4x8unorm(packed);
}

// The fragment's colour for this target. egui blends in gamma space, and so must everything that lies under its text.
fn target_color(color: vec4<f32>) -> vec4<f32> {
    if !LINEAR_TARGET {
        return color;
    }
    let low = color.rgb / 12.92;
    let high = pow((color.rgb + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, color.rgb < vec3<f32>(0.04045)), color.a);
}
