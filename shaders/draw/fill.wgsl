// Areas on the ground: land, coverage, launch areas. Triangles; their edges are not smoothed, since a line lies on each.

struct Corner {
    @builtin(position) at: vec4<f32>,
    // Flat: an area has one colour, and an interpolated one costs a division per pixel.
    @location(0) @interpolate(flat) color: vec4<f32>,
}

@vertex
fn corner(@location(0) place_m: vec2<f32>, @location(1) color: u32) -> Corner {
    // The difference of two near values is exact, so the ground does not tremble far from the origin.
    let relative = vec4<f32>(place_m - frame.origin_m, 0.0, 1.0);
    let seen = frame.points_from_ground * relative;
    return Corner(clip_from_points(seen.xy, seen.z, seen.w), unpack_color(color));
}

@fragment
fn area(in: Corner) -> @location(0) vec4<f32> {
    return target_color(in.color);
}

// Behind everything: one triangle around the whole target, cut to the view by egui.
@vertex
fn around(@builtin(vertex_index) ix: u32) -> Corner {
    let at = vec2<f32>(f32(ix & 1u), f32(ix >> 1u)) * 4.0 - 1.0;
    return Corner(vec4<f32>(at, 0.0, 1.0), unpack_color(frame.backdrop));
}
