// Vectors with a fixed order of operations; the Rust twin is src/exact/vec3.rs. The language's dot, cross and length
// leave the order open.

// (x x' + y y') + z z'
fn dot3(a: vec3<f32>, b: vec3<f32>) -> f32 {
    return (a.x * b.x + a.y * b.y) + a.z * b.z;
}

fn cross3(a: vec3<f32>, b: vec3<f32>) -> vec3<f32> {
    return vec3<f32>(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

// The square of the length.
fn len2(a: vec3<f32>) -> f32 {
    return dot3(a, a);
}
