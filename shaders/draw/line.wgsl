// Lines of any width, a rectangle around each segment, smooth across and hard at its ends, so that the
// segments of a path meet without a seam and translucent ones do not add up where they meet.

// Row of the list; in Rust it is `Segment` of src/viewer/airspace/draw.rs.
struct Segment {
    // Ends, points of the screen.
    ends_from: vec2<f32>,
    ends_to: vec2<f32>,
    color_from: u32,
    color_to: u32,
    // Width, points.
    width: f32,
    // Length of a dash and its gap together, points.
    dash: f32,
    // How far along its path the segment begins, points, so that dashes go on from segment to segment.
    along: f32,
    pad: u32,
}

// Rows are read here, six corners each, and not as instances: software renderers take some microseconds per instance.
@group(1) @binding(0) var<storage, read> segments: array<Segment>;

// Whether lines have gaps; fixed when a pipeline is made, since most have none and a pixel's share of this is large.
override DASHED: bool = false;

struct Edge {
    @builtin(position) at: vec4<f32>,
    @location(0) color: vec4<f32>,
    // Pixels across from the middle, and along the path.
    @location(1) offset: vec2<f32>,
    // Half the width and the dash, pixels.
    @location(2) @interpolate(flat) size: vec2<f32>,
}

@vertex
fn edge(@builtin(vertex_index) vertex: u32) -> Edge {
    let segment = segments[vertex / 6u];
    // Two triangles over from-left, from-right, to-left, to-right.
    let ix = quad_corner(vertex % 6u);
    let at_end = f32(ix >> 1u);
    let side = f32(ix & 1u) * 2.0 - 1.0;
    let from_px = segment.ends_from * frame.px_per_point;
    let to_px = segment.ends_to * frame.px_per_point;
    let way = to_px - from_px;
    let length_px = max(length(way), 1e-6);
    let along = way / length_px;
    let across = vec2<f32>(-along.y, along.x);
    // Thinner than a pixel is drawn one pixel wide and fainter: a narrower rectangle would miss pixels.
    let half_px = max(segment.width * frame.px_per_point, 1.0) * 0.5;
    let faint = min(segment.width * frame.px_per_point, 1.0);
    // One pixel more on either side for the smooth edge.
    let reach = half_px + 1.0;
    let at_px = mix(from_px, to_px, at_end) + across * (side * reach);
    let color = unpack_color(select(segment.color_from, segment.color_to, ix >= 2u)) * faint;
    let travelled = segment.along * frame.px_per_point + at_end * length_px;
    return Edge(
        clip_from_points(at_px / frame.px_per_point, 0.0, 1.0),
        color,
        vec2<f32>(side * reach, travelled),
        vec2<f32>(half_px, segment.dash * frame.px_per_point),
    );
}

@fragment
fn stroke(in: Edge) -> @location(0) vec4<f32> {
    // Distance to the line's edge, smoothed over a pixel.
    var cover = clamp(in.size.x + 0.5 - abs(in.offset.x), 0.0, 1.0);
    if DASHED {
        // A dash covers 60 % of its period; its ends are smooth too.
        let phase = fract(in.offset.y / in.size.y) * in.size.y;
        let dash = 0.6 * in.size.y;
        cover *= clamp(min(phase, dash - phase) + 0.5, 0.0, 1.0);
    }
    return target_color(in.color * cover);
}
