// Lines of any width, one instance per segment: a rectangle around it, smooth across and hard at its ends, so that the
// segments of a path meet without a seam and translucent ones do not add up where they meet.

struct Segment {
    // Ends, points of the screen.
    @location(0) ends: vec4<f32>,
    @location(1) color_from: u32,
    @location(2) color_to: u32,
    // Width, points.
    @location(3) width: f32,
    // Length of a dash and its gap together, points; 0 draws through.
    @location(4) dash: f32,
    // How far along its path the segment begins, points, so that dashes go on from segment to segment.
    @location(5) along: f32,
}

struct Edge {
    @builtin(position) at: vec4<f32>,
    @location(0) color: vec4<f32>,
    // Pixels across from the middle, and along the path.
    @location(1) offset: vec2<f32>,
    // Half the width and the dash, pixels.
    @location(2) @interpolate(flat) size: vec2<f32>,
}

@vertex
fn edge(@builtin(vertex_index) ix: u32, segment: Segment) -> Edge {
    // The four corners of a strip: from-left, from-right, to-left, to-right.
    let at_end = f32(ix >> 1u);
    let side = f32(ix & 1u) * 2.0 - 1.0;
    let from_px = segment.ends.xy * frame.px_per_point;
    let to_px = segment.ends.zw * frame.px_per_point;
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
    if in.size.y > 0.0 {
        // A dash covers 60 % of its period; its ends are smooth too.
        let phase = fract(in.offset.y / in.size.y) * in.size.y;
        let dash = 0.6 * in.size.y;
        cover *= clamp(min(phase, dash - phase) + 0.5, 0.0, 1.0);
    }
    return target_color(in.color * cover);
}
