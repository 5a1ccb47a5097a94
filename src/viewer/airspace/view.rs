//! World to screen and back: a camera together with the rectangle it is seen in.
//!
//! World: metres east, north, up, f64. Screen: points, x to the right, y down. Everything is computed in f64 relative to the
//! eye and rounded once, at the end, so that nothing trembles however far from the origin one looks.

use eframe::egui::{Pos2, Rect};
use glam::{DMat4, DVec2, DVec3, DVec4};

use super::camera::{Camera, Projection};

/// Half the vertical field of view of the orbit, degrees: narrow, so that sizes stay comparable across the theatre.
const HALF_FIELD_DEG: f64 = 17.5;
/// Nearest that is drawn, in distances of the eye from its target.
const NEAR: f64 = 0.02;
/// Beyond this many distances the ground under the pointer is not reported: it is haze, and a pixel there is tens of km.
const FARTHEST_GROUND: f64 = 12.0;

/// A place on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnScreen {
    /// Where, points.
    pub at: Pos2,
    /// Points of the screen per metre of the world there.
    pub points_per_m: f64,
}

/// A camera in a rectangle of the screen.
#[derive(Clone, Debug)]
pub struct View {
    /// The rectangle, points.
    pub rect: Rect,
    /// The camera.
    pub camera: Camera,
    middle: DVec2,
    scale: f64,
    eye: Option<Eye>,
}

/// The orbit's eye; heights here are already scaled.
#[derive(Clone, Debug)]
struct Eye {
    at: DVec3,
    right: DVec3,
    up: DVec3,
    forward: DVec3,
    focal: f64,
    near: f64,
}

impl View {
    /// Sees through a camera in a rectangle.
    pub fn new(camera: Camera, rect: Rect) -> Self {
        let height = f64::from(rect.height()).max(1.0);
        let centre = rect.center();
        let eye = (camera.projection == Projection::Orbit).then(|| Eye::new(&camera, height));
        Self {
            rect,
            camera,
            middle: DVec2::new(f64::from(centre.x), f64::from(centre.y)),
            scale: height / camera.span_m,
            eye,
        }
    }

    /// Whether it is the perspective view.
    pub fn is_orbit(&self) -> bool {
        self.eye.is_some()
    }

    /// How many times as tall heights are drawn.
    pub fn height_scale(&self) -> f64 {
        if self.is_orbit() { self.camera.height_scale } else { 1.0 }
    }

    /// Points of the screen per metre at the camera's target.
    pub fn points_per_m(&self) -> f64 {
        self.scale
    }

    /// Where a place is seen; `None` behind the eye.
    pub fn project(&self, at: DVec3) -> Option<OnScreen> {
        match &self.eye {
            None => {
                let off = (at.truncate() - self.camera.target_m.truncate()) * self.scale;
                Some(OnScreen { at: self.screen(off), points_per_m: self.scale })
            }
            Some(eye) => eye
                .see(eye.relative(at, self.camera.height_scale))
                .map(|(off, points_per_m)| OnScreen { at: self.screen(off), points_per_m }),
        }
    }

    /// Where both ends of a straight line are seen, cut where it passes behind the eye. With each end comes how far along the
    /// line it is, 0 to 1.
    pub fn project_line(&self, a: DVec3, b: DVec3) -> Option<[(Pos2, f64); 2]> {
        let Some(eye) = &self.eye else {
            return Some([(self.project(a)?.at, 0.0), (self.project(b)?.at, 1.0)]);
        };
        let (mut from, mut to) = (eye.relative(a, self.camera.height_scale), eye.relative(b, self.camera.height_scale));
        let (mut first, mut last) = (0.0, 1.0);
        if from.z < eye.near && to.z < eye.near {
            return None;
        }
        let cut = |front: DVec3, behind: DVec3| (front.z - eye.near * (1.0 + 1.0e-9)) / (front.z - behind.z);
        if from.z < eye.near {
            let t = cut(to, from);
            (from, first) = (to + (from - to) * t, 1.0 - t);
        } else if to.z < eye.near {
            let t = cut(from, to);
            (to, last) = (from + (to - from) * t, t);
        }
        Some([(self.screen(eye.see(from)?.0), first), (self.screen(eye.see(to)?.0), last)])
    }

    fn screen(&self, off: DVec2) -> Pos2 {
        Pos2::new((self.middle.x + off.x) as f32, (self.middle.y - off.y) as f32)
    }

    /// The place on the ground under a pixel, metres; `None` above the horizon.
    pub fn ground_at(&self, at: Pos2) -> Option<DVec2> {
        let off = DVec2::new(f64::from(at.x) - self.middle.x, self.middle.y - f64::from(at.y));
        let Some(eye) = &self.eye else {
            return Some(self.camera.target_m.truncate() + off / self.scale);
        };
        let ray = eye.forward * eye.focal + eye.right * off.x + eye.up * off.y;
        if ray.z >= 0.0 {
            return None;
        }
        let hit = eye.at + ray * (-eye.at.z / ray.z);
        let depth = (hit - eye.at).dot(eye.forward);
        (depth < FARTHEST_GROUND * eye.near / NEAR).then(|| hit.truncate())
    }

    /// From places on the ground relative to [`Self::ground_origin`] (metres; z is 0) to points of the screen, homogeneous:
    /// what the fill shader multiplies by.
    pub fn points_from_ground(&self) -> [[f32; 4]; 4] {
        let (middle, origin) = (self.middle, self.ground_origin());
        let matrix = match &self.eye {
            None => {
                let shift = self.camera.target_m.truncate() - origin;
                DMat4::from_cols(
                    DVec4::new(self.scale, 0.0, 0.0, 0.0),
                    DVec4::new(0.0, -self.scale, 0.0, 0.0),
                    DVec4::new(0.0, 0.0, 0.0, 0.0),
                    DVec4::new(middle.x - shift.x * self.scale, middle.y + shift.y * self.scale, 0.5, 1.0),
                )
            }
            Some(eye) => {
                let column = |direction: DVec3, depth_from: f64| {
                    let depth = eye.forward.dot(direction);
                    DVec4::new(
                        middle.x * depth + eye.focal * eye.right.dot(direction),
                        middle.y * depth - eye.focal * eye.up.dot(direction),
                        depth - depth_from,
                        depth,
                    )
                };
                DMat4::from_cols(
                    column(DVec3::X, 0.0),
                    column(DVec3::Y, 0.0),
                    column(DVec3::Z, 0.0),
                    column(origin.extend(0.0) - eye.at, eye.near),
                )
            }
        };
        matrix.as_mat4().to_cols_array_2d()
    }

    /// The point that fills are drawn relative to: near the target, so that their f32 is fine where one looks; itself without
    /// rounding in f32.
    pub fn ground_origin(&self) -> DVec2 {
        let target = self.camera.target_m;
        DVec2::new(f64::from(target.x as f32), f64::from(target.y as f32))
    }

    /// A box that holds all the ground that is seen, metres (south-west, north-east); all the world where the horizon is in
    /// sight.
    pub fn ground_bounds(&self) -> (DVec2, DVec2) {
        let r = self.rect;
        let corners = [r.left_top(), r.right_top(), r.left_bottom(), r.right_bottom()];
        let mut bounds = (DVec2::INFINITY, DVec2::NEG_INFINITY);
        for corner in corners {
            let Some(at) = self.ground_at(corner) else { return (DVec2::NEG_INFINITY, DVec2::INFINITY) };
            bounds = (bounds.0.min(at), bounds.1.max(at));
        }
        bounds
    }

    /// Direction on the screen of a direction over the ground from a place; `None` where it is not seen. Length 1, y down.
    pub fn direction(&self, from: DVec3, along: DVec3) -> Option<DVec2> {
        let a = self.project(from)?;
        // A step of about a hundredth of the view is straight on the screen and well above rounding.
        let step = along.normalize_or_zero() * (self.camera.span_m * 0.01);
        let b = self.project(from + step)?;
        let way = DVec2::new(f64::from(b.at.x - a.at.x), f64::from(b.at.y - a.at.y));
        way.try_normalize()
    }
}

impl Eye {
    fn new(camera: &Camera, height: f64) -> Self {
        let (sin_a, cos_a) = libm::sincos(camera.azimuth_deg.to_radians());
        let (sin_e, cos_e) = libm::sincos(camera.elevation_deg.to_radians());
        let half = libm::tan(HALF_FIELD_DEG.to_radians());
        let distance = camera.span_m / (2.0 * half);
        let backward = DVec3::new(cos_e * sin_a, cos_e * cos_a, sin_e);
        // From the azimuth alone, so that it is defined straight from above too.
        let right = DVec3::new(-cos_a, sin_a, 0.0);
        let forward = -backward;
        let target = camera.target_m * DVec3::new(1.0, 1.0, camera.height_scale);
        Self {
            at: target + backward * distance,
            right,
            up: right.cross(forward),
            forward,
            focal: height / (2.0 * half),
            near: distance * NEAR,
        }
    }

    /// Right, up and forward of the eye, metres.
    fn relative(&self, at: DVec3, height_scale: f64) -> DVec3 {
        let off = DVec3::new(at.x, at.y, at.z * height_scale) - self.at;
        DVec3::new(off.dot(self.right), off.dot(self.up), off.dot(self.forward))
    }

    /// Offset from the view's middle, points, y up, and points per metre.
    fn see(&self, relative: DVec3) -> Option<(DVec2, f64)> {
        (relative.z >= self.near).then(|| {
            let scale = self.focal / relative.z;
            (relative.truncate() * scale, scale)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect() -> Rect {
        Rect::from_min_max(Pos2::new(100.0, 50.0), Pos2::new(1380.0, 770.0))
    }

    fn cameras() -> Vec<Camera> {
        let far = DVec3::new(480_000.0, -137_000.0, 0.0);
        let map = Camera { target_m: far, span_m: 900.0, ..Camera::over(5.0e5) };
        let orbit = |azimuth_deg, elevation_deg, span_m| Camera {
            projection: Projection::Orbit,
            azimuth_deg,
            elevation_deg,
            span_m,
            ..map
        };
        vec![map, Camera::over(1.4e5), orbit(180.0, 35.0, 4.0e4), orbit(33.0, 5.0, 2.0e5), orbit(275.0, 90.0, 800.0)]
    }

    #[test]
    fn a_pixel_comes_back_from_the_ground() {
        for camera in cameras() {
            let view = View::new(camera, rect());
            let mut n = 0;
            for x in 0..=16 {
                for y in 0..=9 {
                    let pixel = Pos2::new(100.0 + 80.0 * x as f32, 50.0 + 80.0 * y as f32);
                    let Some(ground) = view.ground_at(pixel) else { continue };
                    let back = view.project(ground.extend(0.0)).unwrap().at;
                    assert!((back - pixel).length() < 0.002, "{camera:?}: {pixel:?} came back as {back:?}");
                    n += 1;
                }
            }
            assert!(n >= 60, "{camera:?} sees ground in {n} of 170 places");
        }
    }

    #[test]
    fn the_map_is_to_scale_and_north_up() {
        let view = View::new(Camera { span_m: 7200.0, ..Camera::over(1.0e5) }, rect());
        let at = |e, n, u| view.project(DVec3::new(e, n, u)).unwrap().at;
        assert_eq!(at(0.0, 0.0, 0.0), rect().center());
        assert_eq!(at(1000.0, 2000.0, 5000.0), rect().center() + eframe::egui::vec2(100.0, -200.0));
    }

    #[test]
    fn the_orbit_shows_north_up_from_the_south_and_heights_scaled() {
        let camera = Camera { projection: Projection::Orbit, ..Camera::over(1.0e5) };
        let view = View::new(camera, rect());
        let at = |e, n, u| view.project(DVec3::new(e, n, u)).unwrap();
        let middle = at(0.0, 0.0, 0.0);
        assert!((middle.at - rect().center()).length() < 1.0e-3);
        assert!((middle.points_per_m - 720.0 / camera.span_m).abs() < 1.0e-9);
        assert!(at(0.0, 1.0e4, 0.0).at.y < middle.at.y && at(1.0e4, 0.0, 0.0).at.x > middle.at.x);
        let tall = View::new(Camera { height_scale: 10.0, ..camera }, rect());
        let twice = tall.project(DVec3::new(0.0, 0.0, 1000.0)).unwrap().at;
        assert!((twice - at(0.0, 0.0, 2000.0).at).length() < 1.0e-3);
    }

    #[test]
    fn the_matrix_of_fills_agrees_with_the_projection() {
        for camera in cameras() {
            let view = View::new(camera, rect());
            let matrix = glam::Mat4::from_cols_array_2d(&view.points_from_ground());
            for pixel in [Pos2::new(200.0, 700.0), Pos2::new(1300.0, 600.0), rect().center()] {
                let ground = view.ground_at(pixel).unwrap();
                let relative = (ground - view.ground_origin()).as_vec2();
                let clip = matrix * relative.extend(0.0).extend(1.0);
                let back = Pos2::new(clip.x / clip.w, clip.y / clip.w);
                assert!((back - pixel).length() < 0.05, "{camera:?}: {pixel:?} filled at {back:?}");
                assert!(clip.z >= 0.0 && clip.z <= clip.w);
            }
        }
    }

    #[test]
    fn a_line_from_behind_the_eye_is_cut_in_front_of_it() {
        let camera = Camera { projection: Projection::Orbit, elevation_deg: 30.0, ..Camera::over(1.0e4) };
        let view = View::new(camera, rect());
        let behind = DVec3::new(0.0, -1.0e6, 0.0);
        assert!(view.project(behind).is_none());
        let [(_, first), (end, last)] = view.project_line(behind, DVec3::ZERO).unwrap();
        assert!(first > 0.9 && first < 1.0 && last == 1.0);
        assert!((end - rect().center()).length() < 1.0e-3);
        assert!(view.project_line(behind, behind * 2.0).is_none());
    }

    #[test]
    fn zoom_keeps_the_point_under_the_pointer() {
        for mut camera in cameras() {
            let pixel = Pos2::new(900.0, 600.0);
            let before = View::new(camera, rect()).ground_at(pixel).unwrap();
            camera.zoom(0.8, before, 5.0e5);
            let seen = View::new(camera, rect()).project(before.extend(0.0)).unwrap().at;
            assert!((seen - pixel).length() < 0.01, "{camera:?}: {seen:?}");
        }
    }
}
