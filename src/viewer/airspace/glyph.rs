//! Symbols: one shape per kind of thing, as signed distances that the GPU scales, turns and smooths.
//!
//! Shapes are drawn in a square from -1 to 1, y up; what has a heading points up. Every kind differs in outline and not
//! only in colour, so that it can be told apart without colours.

use glam::{Vec2, vec2};

/// Cells of the texture per row.
pub const COLUMNS: usize = 8;
/// Rows of cells.
pub const ROWS: usize = 3;
/// Half the side of a cell, in radii of the glyph: the shape and room for its rim.
pub const REACH: f32 = 1.3;
/// Largest distance that a texel tells, in radii.
pub const DISTANCE: f32 = 0.6;
/// Texels along a cell's side.
pub const CELL: usize = 64;

macro_rules! shapes {
    ($( $(#[$doc:meta])* $name:ident: $distance:expr; )*) => {
        /// What a glyph shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u32)]
        pub enum Shape {
            $( $(#[$doc])* $name, )*
        }

        /// All shapes in the order of the texture's cells, with the distance of a point from their outline.
        const SHAPES: &[(Shape, fn(Vec2) -> f32)] = &[ $( (Shape::$name, $distance), )* ];
    };
}

shapes! {
    /// A propeller-driven threat: a delta with a swept tail.
    Threat: |p| polygon(p, &DELTA);
    /// A fast threat: slim and notched.
    Fast: |p| polygon(p, &DART);
    /// A decoy: the outline of a delta.
    Decoy: |p| hollow(polygon(p, &DELTA), 0.22);
    /// A track: an open diamond.
    Track: |p| hollow(polygon(p, &DIAMOND), 0.15);
    /// A track believed a decoy: an open circle.
    TrackDecoy: |p| hollow(disc(p, 0.95), 0.13);
    /// A track that is not yet confirmed: the corners of a diamond.
    Tentative: |p| hollow(polygon(p, &DIAMOND), 0.15).max(0.25 - (p.x.abs() - p.y.abs()).abs());
    /// An interceptor on its way: a chevron.
    Interceptor: |p| stroke(p, vec2(-0.72, -0.62), vec2(0.0, 0.68), 0.24).min(stroke(p, vec2(0.72, -0.62), vec2(0.0, 0.68), 0.24));
    /// An interceptor whose seeker has its target: a chevron filled to an arrow.
    Homing: |p| polygon(p, &ARROW);
    /// An interceptor without a target: a hollow arrow.
    Orphan: |p| hollow(polygon(p, &ARROW), 0.2);
    /// A launch site: a square.
    Site: |p| square(p, 0.78);
    /// A radar: a triangle on a foot.
    Radar: |p| polygon(p, &MAST).min(stroke(p, vec2(-0.75, -0.75), vec2(0.75, -0.75), 0.12));
    /// An acoustic area: rings around a dot.
    Acoustic: |p| hollow(disc(p, 0.9), 0.16).min(disc(p, 0.38));
    /// An ideal sensor: a hexagon.
    Ideal: |p| hollow(hexagon(p, 0.85), 0.2);
    /// A defended asset: a disc.
    Asset: |p| disc(p, 0.8);
    /// A kill: a cross.
    Kill: |p| stroke(p, vec2(-0.65, -0.65), vec2(0.65, 0.65), 0.17).min(stroke(p, vec2(-0.65, 0.65), vec2(0.65, -0.65), 0.17));
    /// A leak that hit: a star.
    Leak: star;
    /// A leak that missed: a hollow star.
    LeakMiss: |p| hollow(star(p), 0.2);
    /// Lost on the way: a dash.
    Lost: |p| stroke(p, vec2(-0.6, 0.0), vec2(0.6, 0.0), 0.17);
    /// A shadow on the ground.
    Dot: |p| disc(p, 0.9);
    /// Around what is selected.
    Ring: |p| hollow(disc(p, 1.0), 0.1);
    /// Around what is pointed at.
    Corners: |p| hollow(square(p, 0.95), 0.14).max(0.45 - p.x.abs().min(p.y.abs()));
}

const DELTA: [Vec2; 4] = [vec2(0.0, 1.0), vec2(0.8, -0.75), vec2(0.0, -0.35), vec2(-0.8, -0.75)];
const DART: [Vec2; 6] =
    [vec2(0.0, 1.05), vec2(0.28, 0.1), vec2(0.62, -0.85), vec2(0.0, -0.5), vec2(-0.62, -0.85), vec2(-0.28, 0.1)];
const DIAMOND: [Vec2; 4] = [vec2(0.0, 1.05), vec2(1.05, 0.0), vec2(0.0, -1.05), vec2(-1.05, 0.0)];
const ARROW: [Vec2; 4] = [vec2(0.0, 0.95), vec2(0.8, -0.65), vec2(0.0, -0.15), vec2(-0.8, -0.65)];
const MAST: [Vec2; 3] = [vec2(0.0, 0.9), vec2(0.62, -0.75), vec2(-0.62, -0.75)];

fn disc(p: Vec2, radius: f32) -> f32 {
    p.length() - radius
}

fn square(p: Vec2, half: f32) -> f32 {
    let off = p.abs() - half;
    off.max(Vec2::ZERO).length() + off.x.max(off.y).min(0.0)
}

fn hexagon(p: Vec2, inner: f32) -> f32 {
    // The normals of a hexagon that stands on a corner: to the side, and at 60 degrees from there.
    let q = p.abs();
    q.x.max(q.x * 0.5 + q.y * 0.866_025_4) - inner
}

/// The outline of a shape, its outer edge where the shape's was.
fn hollow(distance: f32, width: f32) -> f32 {
    (distance + width * 0.5).abs() - width * 0.5
}

/// A straight stroke with round ends.
fn stroke(p: Vec2, a: Vec2, b: Vec2, half_width: f32) -> f32 {
    let (from, way) = (p - a, b - a);
    let t = (from.dot(way) / way.length_squared()).clamp(0.0, 1.0);
    (from - way * t).length() - half_width
}

/// Eight points of alternating radius.
fn star(p: Vec2) -> f32 {
    const LONG: f32 = 1.05;
    const SHORT: f32 = 0.40;
    const DIAGONAL: f32 = std::f32::consts::FRAC_1_SQRT_2;
    let axes = [vec2(0.0, 1.0), vec2(1.0, 0.0), vec2(0.0, -1.0), vec2(-1.0, 0.0)];
    let corner = |ix: usize| {
        if ix.is_multiple_of(2) {
            axes[ix / 2] * LONG
        } else {
            (axes[ix / 2] + axes[(ix / 2 + 1) % 4]) * (DIAGONAL * SHORT)
        }
    };
    polygon(p, &std::array::from_fn::<Vec2, 8, _>(corner))
}

/// Signed distance from a polygon: the least distance from its edges, negative inside.
fn polygon(p: Vec2, corners: &[Vec2]) -> f32 {
    let mut nearest = f32::INFINITY;
    let mut inside = false;
    let mut before = corners[corners.len() - 1];
    for &corner in corners {
        nearest = nearest.min(stroke(p, before, corner, 0.0));
        if (corner.y > p.y) != (before.y > p.y) {
            inside ^= p.x < before.x + (p.y - before.y) / (corner.y - before.y) * (corner.x - before.x);
        }
        before = corner;
    }
    if inside { -nearest } else { nearest }
}

/// The texture: distances of all shapes, a byte each; 0 is `DISTANCE` inside, 255 as far outside.
pub fn texture() -> Vec<u8> {
    let width = COLUMNS * CELL;
    let mut texels = vec![255; width * ROWS * CELL];
    for (ix, (_, distance)) in SHAPES.iter().enumerate() {
        let (left, top) = (ix % COLUMNS * CELL, ix / COLUMNS * CELL);
        for y in 0..CELL {
            for x in 0..CELL {
                let unit = |texel: usize| ((texel as f32 + 0.5) / CELL as f32 * 2.0 - 1.0) * REACH;
                let scaled = distance(vec2(unit(x), -unit(y))) / DISTANCE;
                texels[(top + y) * width + left + x] = ((scaled * 0.5 + 0.5).clamp(0.0, 1.0) * 255.0).round() as u8;
            }
        }
    }
    texels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_a_cell_and_fills_some_of_it() {
        assert!(SHAPES.len() <= COLUMNS * ROWS);
        let texels = texture();
        for (ix, (shape, _)) in SHAPES.iter().enumerate() {
            assert_eq!(*shape as usize, ix);
            let at = |x: usize, y: usize| texels[(ix / COLUMNS * CELL + y) * COLUMNS * CELL + ix % COLUMNS * CELL + x];
            let inside = (0..CELL * CELL).filter(|n| at(n % CELL, n / CELL) < 128).count();
            assert!((60..CELL * CELL / 2).contains(&inside), "{shape:?} fills {inside} texels");
            // Nothing may reach the cell's edge, where the neighbour begins.
            assert!((0..CELL).all(|n| [at(n, 0), at(n, CELL - 1), at(0, n), at(CELL - 1, n)].iter().all(|&t| t > 140)));
        }
    }

    #[test]
    fn no_two_shapes_look_alike() {
        let texels = texture();
        let cell = |ix: usize| {
            (0..CELL * CELL)
                .map(move |n| (ix / COLUMNS * CELL + n / CELL) * COLUMNS * CELL + ix % COLUMNS * CELL + n % CELL)
        };
        for (ix, (shape, _)) in SHAPES.iter().enumerate() {
            for (before, (other, _)) in SHAPES[..ix].iter().enumerate() {
                let differ =
                    cell(ix).zip(cell(before)).filter(|&(x, y)| (texels[x] < 128) != (texels[y] < 128)).count();
                assert!(differ > 60, "{shape:?} and {other:?} differ in {differ} texels");
            }
        }
    }

    #[test]
    fn the_shader_has_the_same_constants() {
        let shader = include_str!("../../../shaders/draw/glyph.wgsl");
        for line in [
            format!("const COLUMNS: u32 = {COLUMNS}u;"),
            format!("const ROWS: u32 = {ROWS}u;"),
            format!("const REACH: f32 = {REACH};"),
            format!("const DISTANCE: f32 = {DISTANCE};"),
        ] {
            assert!(shader.contains(&line), "{line}");
        }
    }
}
