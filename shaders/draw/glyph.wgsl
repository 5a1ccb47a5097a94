// Symbols, one rectangle each. Their shapes are signed distances made on the host (src/viewer/airspace/glyph.rs) and kept in a
// small texture: one look-up tells how far a pixel is from the outline, whatever the shape. A choice among formulas here
// would be evaluated in full for every pixel by renderers without branches, software ones above all.

// As in glyph.rs, where they are explained; a test compares them.
const COLUMNS: u32 = 8u;
const ROWS: u32 = 3u;
const REACH: f32 = 1.3;
const DISTANCE: f32 = 0.6;

// Row of the list; in Rust it is `GlyphRow` of src/viewer/airspace/draw.rs.
struct Glyph {
    // Middle, points of the screen.
    at: vec2<f32>,
    // Radius, points.
    radius: f32,
    // Clockwise from up, radians.
    angle: f32,
    shape: u32,
    color: u32,
    // A rim around the shape that sets it apart from what lies below.
    rim: u32,
    // Its width, points.
    rim_width: f32,
}

// Rows are read here, six corners each, and not as instances: software renderers take some microseconds per instance.
@group(1) @binding(0) var<storage, read> glyphs: array<Glyph>;

struct Corner {
    @builtin(position) at: vec4<f32>,
    @location(0) texel: vec2<f32>,
    @location(1) @interpolate(flat) color: vec4<f32>,
    @location(2) @interpolate(flat) rim: vec4<f32>,
    // Radius and rim, pixels.
    @location(3) @interpolate(flat) size: vec2<f32>,
}

@group(2) @binding(0) var shapes: texture_2d<f32>;
@group(2) @binding(1) var smooth_sampler: sampler;

@vertex
fn corner(@builtin(vertex_index) vertex: u32) -> Corner {
    let glyph = glyphs[vertex / 6u];
    let ix = quad_corner(vertex % 6u);
    let side = vec2<f32>(f32(ix & 1u), f32(ix >> 1u)) * 2.0 - 1.0;
    let turn = vec2<f32>(cos(glyph.angle), sin(glyph.angle));
    // y down on the screen and in the texture alike.
    let off = vec2<f32>(side.x * turn.x - side.y * turn.y, side.x * turn.y + side.y * turn.x);
    let at = glyph.at + off * (glyph.radius * REACH);
    let cell = vec2<f32>(f32(glyph.shape % COLUMNS), f32(glyph.shape / COLUMNS));
    let texel = (cell + side * 0.5 + 0.5) / vec2<f32>(f32(COLUMNS), f32(ROWS));
    return Corner(
        clip_from_points(at, 0.0, 1.0),
        texel,
        unpack_color(glyph.color),
        unpack_color(glyph.rim),
        vec2<f32>(glyph.radius, glyph.rim_width) * frame.px_per_point,
    );
}

@fragment
fn symbol(in: Corner) -> @location(0) vec4<f32> {
    // Pixels outside the outline; negative inside.
    let unit = textureSampleLevel(shapes, smooth_sampler, in.texel, 0.0).r * 2.0 - 1.0;
    let outside = unit * DISTANCE * in.size.x;
    let inner = clamp(0.5 - outside, 0.0, 1.0);
    let outer = clamp(0.5 - outside + in.size.y, 0.0, 1.0);
    // The shape over its rim, both premultiplied.
    let rim = in.rim * outer;
    let fill = in.color * inner;
    return target_color(fill + rim * (1.0 - fill.a));
}
