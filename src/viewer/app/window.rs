//! The window itself: eframe, winit and wgpu, and what they can fail at.

use eframe::egui::{self, ViewportBuilder, ViewportCommand};

use eframe::egui_wgpu::WgpuSetup;

use super::source::Start;
use super::state::App;
use crate::engine::gpu::BACKENDS;
use crate::viewer::airspace;
use crate::viewer::error::ViewerError;
use crate::viewer::prefs::Prefs;

/// Names the folder in which the window's state is kept.
const APP_ID: &str = "kingbird";

/// Opens the window and returns when it is closed. `memory` is where the window's state is kept, the system's place where
/// `None`.
///
/// # Errors
/// When there is no display or nothing to draw with.
pub fn run(start: Start, memory: Option<std::path::PathBuf>) -> Result<(), ViewerError> {
    display()?;
    let mut options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title("Kingbird")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([800.0, 500.0])
            .with_drag_and_drop(true),
        persistence_path: memory,
        ..Default::default()
    };
    if let WgpuSetup::CreateNew(setup) = &mut options.wgpu_options.wgpu_setup {
        setup.instance_descriptor.backends &= BACKENDS;
    }
    let create = move |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let mut app = App::new(&cc.egui_ctx, Prefs::load(cc.storage));
        if let Some(state) = &cc.wgpu_render_state {
            airspace::install(state);
            app.export.use_device(&state.device, &state.queue);
        }
        app.open(start);
        Ok(Box::new(app))
    };
    eframe::run_native(APP_ID, options, Box::new(create)).map_err(|error| match error {
        eframe::Error::Wgpu(error) => ViewerError::NoAdapter(error.to_string()),
        other => ViewerError::NoWindow(other.to_string()),
    })
}

/// Whether there is a display at all: asked first, since the window system's own answer names its source files.
fn display() -> Result<(), ViewerError> {
    const NAMES: [&str; 3] = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(all(unix, not(target_os = "macos"))) && !NAMES.iter().any(is_set) {
        return Err(ViewerError::NoWindow(
            "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)".to_owned(),
        ));
    }
    Ok(())
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        ctx.set_zoom_factor(self.prefs.scale);
        self.ask_before_closing(&ctx);
        Self::ui(self, ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.prefs.save(storage);
    }
}

impl App {
    /// A window with unsaved changes stays open until that is settled.
    fn ask_before_closing(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested()) && self.has_unsaved_changes() && !self.closes_anyway {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.ask_to_close();
        }
    }
}
