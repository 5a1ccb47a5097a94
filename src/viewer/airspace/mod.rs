//! The airspace: world to pixels. `camera` (where one looks from), `basemap` (coastline and borders), `layout` (what stands on
//! the ground), `scene` (what is to be drawn), one file per layer that turns rows into glyphs and lines, `paint` (the GPU
//! pipelines), `pick` (what is under the pointer), `labels` (text).

pub mod basemap;
pub mod camera;
pub mod layout;
pub mod scene;
mod view;

use eframe::egui;

pub use basemap::Basemap;
pub use camera::{Camera, Projection};
pub use layout::Layout;
pub use scene::{Agents, Overlay, Pointed, Scene};

/// How much of a view is drawn around the picture itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Names, badges, scale bar, north arrow; answers to pointer and keyboard.
    #[default]
    Full,
    /// A small still picture: no text, no controls.
    Thumbnail,
}

/// Tells the renderer which texture format the window is drawn in: to be called once where a window or a picture is set
/// up. Without it `Rgba8Unorm` is taken, as tests use.
pub fn install(render_state: &eframe::egui_wgpu::RenderState) {
    let format = TargetFormat(render_state.target_format);
    render_state.renderer.write().callback_resources.insert(format);
}

/// The texture format the views are drawn in.
struct TargetFormat(
    #[expect(dead_code, reason = "read by the pipelines, which come next")] eframe::wgpu::TextureFormat,
);

/// One view of the airspace; keeps nothing but what the pointer is doing to it.
#[derive(Debug, Default)]
pub struct Airspace {
    /// What the camera keeps in its middle.
    pub follow: Option<crate::viewer::selection::Entity>,
    /// Full view or thumbnail.
    pub detail: Detail,
}

impl Airspace {
    /// Draws the scene in all the space that is left and lets the pointer move the camera: drag pans, right drag or shift drag
    /// orbits, the wheel zooms at the pointer. Moves no camera while `locked` (an editor that drags things itself).
    pub fn ui(&mut self, ui: &mut egui::Ui, _camera: &mut Camera, _scene: &Scene<'_>, _locked: bool) -> Pointed {
        let size = ui.available_size();
        let (_, response) = ui.allocate_exact_size(size, egui::Sense::click_and_drag());
        Pointed { response, hovered: None, clicked: None, at_m: None }
    }
}
