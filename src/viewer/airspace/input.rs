//! Pointer and keyboard to camera: drag pans, right drag or shift drag orbits, the wheel and pinching zoom at the pointer;
//! with the focus, arrows pan (with shift: orbit), + and - zoom.

use eframe::egui::{self, EventFilter, Key, PointerButton, Pos2, Response, Ui, Vec2};
use glam::DVec2;

use super::camera::{Camera, Projection};
use super::view::View;

/// Turn of the orbit per point of a drag, degrees.
const ORBIT_DEG_PER_POINT: f32 = 0.3;
/// Zoom per point that the wheel scrolls: a notch (about 50 points) is a fifth.
const ZOOM_PER_POINT: f64 = 0.004;
/// A press of an arrow moves by this share of the view's height.
const PAN_STEP: f64 = 0.1;
/// A press of + or - multiplies the distance by this or its inverse.
const ZOOM_STEP: f64 = 0.8;
/// A press of an arrow with shift turns by this, degrees.
const ORBIT_STEP_DEG: f64 = 5.0;
/// A drag near the horizon would move by more than the view is wide.
const LARGEST_PAN: f64 = 2.0;

/// What was done to the camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steered {
    /// It was moved over the ground by hand: whatever it followed, it follows no longer.
    pub panned: bool,
}

/// Moves the camera as pointer and keyboard ask.
pub fn steer(ui: &Ui, response: &Response, camera: &mut Camera, extent_m: f64) -> Steered {
    let mut steered = Steered::default();
    let shift = ui.input(|input| input.modifiers.shift);
    let drag = response.drag_delta();
    let turns = response.dragged_by(PointerButton::Secondary)
        || (response.dragged_by(PointerButton::Primary) && shift)
        || response.dragged_by(PointerButton::Middle) && shift;
    if turns && camera.projection == Projection::Orbit {
        camera.orbit(f64::from(drag.x * ORBIT_DEG_PER_POINT), f64::from(drag.y * ORBIT_DEG_PER_POINT));
    } else if (response.dragged() || turns) && drag != Vec2::ZERO {
        steered.panned = pan_by_drag(response, camera, drag, extent_m);
    }
    if let Some(pointer) = response.hover_pos().filter(|_| response.contains_pointer()) {
        zoom_at(ui, response, camera, pointer, extent_m);
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        steered.panned |= keys(ui, camera, extent_m);
    }
    steered
}

/// The ground under the pointer goes with it.
fn pan_by_drag(response: &Response, camera: &mut Camera, drag: Vec2, extent_m: f64) -> bool {
    let view = View::new(*camera, response.rect);
    let Some(now) = response.interact_pointer_pos() else { return false };
    let by = match (view.ground_at(now - drag), view.ground_at(now)) {
        (Some(before), Some(after)) => before - after,
        // Above the horizon: as if in the view's middle.
        _ => DVec2::new(f64::from(-drag.x), f64::from(drag.y)) / view.points_per_m(),
    };
    camera.pan(by.clamp_length_max(LARGEST_PAN * camera.span_m), extent_m);
    true
}

fn zoom_at(ui: &Ui, response: &Response, camera: &mut Camera, pointer: Pos2, extent_m: f64) {
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
    let factor = libm::exp(f64::from(-scroll) * ZOOM_PER_POINT) / f64::from(pinch).max(0.01);
    if factor != 1.0 {
        let view = View::new(*camera, response.rect);
        // Above the horizon there is no ground to keep: towards what is looked at.
        let at = view.ground_at(pointer).unwrap_or(camera.target_m.truncate());
        camera.zoom(factor, at, extent_m);
    }
}

fn keys(ui: &Ui, camera: &mut Camera, extent_m: f64) -> bool {
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    let step = |more: Key, less: Key| f64::from(i8::from(pressed(more)) - i8::from(pressed(less)));
    let arrows = DVec2::new(step(Key::ArrowRight, Key::ArrowLeft), step(Key::ArrowUp, Key::ArrowDown));
    let closer = step(Key::Plus, Key::Minus) + f64::from(u8::from(pressed(Key::Equals)));
    if closer != 0.0 {
        camera.zoom(libm::pow(ZOOM_STEP, closer), camera.target_m.truncate(), extent_m);
    }
    if arrows == DVec2::ZERO {
        return false;
    }
    if camera.projection == Projection::Map {
        camera.pan(arrows * (PAN_STEP * camera.span_m), extent_m);
        return true;
    }
    if ui.input(|input: &egui::InputState| input.modifiers.shift) {
        camera.orbit(arrows.x * ORBIT_STEP_DEG, arrows.y * ORBIT_STEP_DEG);
        return false;
    }
    // Up is away from the eye.
    let (sin, cos) = libm::sincos(camera.azimuth_deg.to_radians());
    let (away, right) = (DVec2::new(-sin, -cos), DVec2::new(-cos, sin));
    camera.pan((right * arrows.x + away * arrows.y) * (PAN_STEP * camera.span_m), extent_m);
    true
}
