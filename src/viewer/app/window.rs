//! The window itself: eframe, winit and wgpu, and what they can fail at.

use std::sync::{Arc, Mutex};

use eframe::egui::{self, ViewportBuilder, ViewportCommand};
use eframe::egui_wgpu::WgpuSetup;
use eframe::wgpu;

use super::rescue::rescue;

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
/// When there is no display or nothing to draw with, and when what draws the window is lost while it is open.
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
    let lost = Lost::default();
    let watching = lost.clone();
    let create = move |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let mut app = App::new(&cc.egui_ctx, Prefs::load(cc.storage));
        if let Some(state) = &cc.wgpu_render_state {
            airspace::install(state);
            app.export.use_device(&state.device, &state.queue);
            watching.watch(&state.device);
        }
        app.open(start);
        Ok(Box::new(Shell { app, lost: watching, was_told: false }))
    };
    eframe::run_native(APP_ID, options, Box::new(create)).map_err(|error| match error {
        eframe::Error::Wgpu(error) => ViewerError::NoAdapter(error.to_string()),
        other => ViewerError::NoWindow(other.to_string()),
    })?;
    lost.reason().map_or(Ok(()), |reason| Err(ViewerError::WindowLost(reason)))
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

/// Why the device is of no use any more; empty while it is.
#[derive(Clone, Default)]
struct Lost(Arc<Mutex<Option<String>>>);

impl Lost {
    /// Hears of a device that is lost, and of errors that nobody else handles (out of memory, a defect): without this the
    /// program would end in a panic, and unsaved changes with it.
    fn watch(&self, device: &wgpu::Device) {
        let lost = self.clone();
        device.set_device_lost_callback(move |reason, message| {
            // A window that closes destroys its device, and that is no loss.
            if reason == wgpu::DeviceLostReason::Unknown {
                lost.note(&message);
            }
        });
        let lost = self.clone();
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| lost.note(&error.to_string())));
    }

    /// The first reason counts; what is added to it follows.
    fn note(&self, words: &str) {
        if let Ok(mut known) = self.0.lock() {
            known.get_or_insert_with(|| words.to_owned());
        }
    }

    fn add(&self, words: &str) {
        if let Ok(mut known) = self.0.lock()
            && let Some(reason) = known.as_mut()
        {
            reason.push_str(words);
        }
    }

    fn reason(&self) -> Option<String> {
        self.0.lock().ok()?.clone()
    }
}

/// The app in its window.
struct Shell {
    app: App,
    lost: Lost,
    /// The loss was dealt with.
    was_told: bool,
}

impl eframe::App for Shell {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.lost.reason().is_some() {
            if !std::mem::replace(&mut self.was_told, true) {
                self.lost.add(&rescue(self.app.unsaved_text()));
            }
            self.app.closes_anyway = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        ctx.set_zoom_factor(self.app.prefs.scale);
        self.app.ask_before_closing(&ctx);
        self.app.ui(ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.app.prefs.save(storage);
    }
}

impl App {
    /// A window with unsaved changes stays open until that is settled.
    fn ask_before_closing(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.closes_anyway {
            return;
        }
        if self.export.is_writing() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.notices.warn("A file is still being written; close the window when it is done");
        } else if self.has_unsaved_changes() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.ask_to_close();
        }
    }
}
