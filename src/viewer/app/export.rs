//! What leaves the window: the picture at any size, and the raid in the formats of other programs.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::{Align2, Context, DragValue, RichText, Window, vec2};
use eframe::wgpu;

use super::state::{App, Mode};
use crate::model::batch::Job;
use crate::report::{events::events_csv, export};
use crate::study::store;
use crate::viewer::error::ViewerError;
use crate::viewer::offscreen::{Image, Offscreen};
use crate::viewer::palette::Palette;
use crate::viewer::path_prompt::{Answer, PathPrompt, Wanted};
use crate::viewer::screen::RaidRequest;
use crate::viewer::theme;

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The screen as a PNG.
    Picture,
    /// Every event as CSV.
    Events,
    /// Positions over time as CSV.
    Positions,
    /// Sites, assets, kills and leaks as GeoJSON.
    GeoJson,
    /// The replicate for Tacview.
    Acmi,
}

impl What {
    /// In the order of the menu.
    pub(super) const ALL: [Self; 5] = [Self::Picture, Self::Events, Self::Positions, Self::GeoJson, Self::Acmi];

    /// In the menu.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Picture => "Picture (PNG)...",
            Self::Events => "Events (CSV)...",
            Self::Positions => "Positions over time (CSV)...",
            Self::GeoJson => "Sites, kills and leaks (GeoJSON)...",
            Self::Acmi => "Replicate for Tacview (ACMI)...",
        }
    }

    /// What it is.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Picture => "This screen at any size",
            Self::Events => "What happened when, with names: the same file as `kingbird run --events`",
            Self::Positions => {
                "Every threat, track and interceptor: the same file as `kingbird run --tracks --believed`"
            }
            Self::GeoJson => "For any map program, the same file as `kingbird run --geojson`",
            Self::Acmi => "To fly through in Tacview, the same file as `kingbird run --acmi`",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Picture => ".png",
            Self::Events => "-events.csv",
            Self::Positions => "-positions.csv",
            Self::GeoJson => ".geojson",
            Self::Acmi => ".txt.acmi",
        }
    }
}

/// The export that is being prepared.
pub(crate) struct Export {
    what: Option<What>,
    prompt: Option<PathPrompt>,
    size_px: [u32; 2],
    scale: f32,
    device: Option<(wgpu::Device, wgpu::Queue)>,
    /// Files that are being written: a long raid takes seconds.
    under_way: Vec<Receiver<Result<PathBuf, String>>>,
}

impl Default for Export {
    fn default() -> Self {
        Self { what: None, prompt: None, size_px: [1920, 1080], scale: 1.0, device: None, under_way: Vec::new() }
    }
}

impl Export {
    /// Draws pictures on the window's device from here on.
    pub(super) fn use_device(&mut self, device: &wgpu::Device, queue: &wgpu::Queue) {
        self.device = Some((device.clone(), queue.clone()));
    }

    /// Types a path into the open prompt.
    #[cfg(test)]
    pub(super) fn set_path(&mut self, path: &Path) {
        if let Some(prompt) = &mut self.prompt {
            prompt.text = path.display().to_string();
        }
    }

    /// Whether it asks where something goes.
    pub(super) fn is_open(&self) -> bool {
        self.what.is_some()
    }

    /// Whether a file is being written.
    pub(super) fn is_writing(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// Gives up asking.
    pub(super) fn close(&mut self) {
        self.what = None;
    }

    fn offscreen(&self) -> Result<Offscreen, ViewerError> {
        match &self.device {
            Some((device, queue)) => Ok(Offscreen::on(device, queue)),
            None => Offscreen::open(),
        }
    }
}

impl App {
    /// Whether there is something of this kind to export now.
    pub(super) fn can_export(&self, what: What) -> bool {
        what == What::Picture || (self.mode == Mode::Raid && self.raid.is_some())
    }

    /// Asks where it goes.
    pub(super) fn start_export(&mut self, what: What) {
        let name = self.raid.as_ref().map_or("kingbird", |raid| raid.request().scenario.name.as_str());
        let name = name.rsplit('/').next().unwrap_or(name).replace(' ', "-");
        let title = what.name().trim_end_matches('.').to_owned();
        let path = format!("{name}{}", what.suffix());
        self.export.prompt = Some(PathPrompt::new(title, "Save", Wanted::SaveFile, path));
        self.export.what = Some(what);
    }

    /// The prompt for the path, and for the size of a picture.
    pub(super) fn export_ui(&mut self, ctx: &Context, palette: &Palette) {
        self.take_written();
        let Some(what) = self.export.what else { return };
        if what == What::Picture {
            picture_size(ctx, &mut self.export, palette);
        }
        let Some(prompt) = &mut self.export.prompt else { return };
        match prompt.ui(ctx, palette) {
            Answer::Waiting => {}
            Answer::Cancelled => self.export.what = None,
            Answer::Path(path) => match self.write(what, &path, ctx) {
                Ok(()) => self.export.what = None,
                Err(error) => {
                    if let Some(prompt) = &mut self.export.prompt {
                        prompt.error = Some(error);
                    }
                }
            },
        }
    }

    fn write(&mut self, what: What, path: &Path, ctx: &Context) -> Result<(), String> {
        let text = |error: &dyn std::fmt::Display| error.to_string();
        store::must_be_new(path).map_err(|error| text(&error))?;
        if what == What::Picture {
            let bytes = self.picture(ctx).and_then(|image| image.png()).map_err(|error| text(&error))?;
            store::write_bytes(path, &bytes).map_err(|error| text(&error))?;
            self.notices.tell(format!("Written to {}", path.display()));
            return Ok(());
        }
        let request = self.raid.as_ref().map(|raid| raid.request().clone()).ok_or("no raid is open")?;
        let (sender, receiver) = channel();
        let (path, ctx) = (path.to_owned(), ctx.clone());
        self.notices.tell(format!("Writing {} ...", path.display()));
        std::thread::spawn(move || {
            let written = file_text(what, &request)
                .and_then(|text| store::write_file(&path, &text).map_err(|error| error.to_string()))
                .map(|()| path);
            // A window that was closed meanwhile does not listen any more.
            let _ = sender.send(written);
            ctx.request_repaint();
        });
        self.export.under_way.push(receiver);
        Ok(())
    }

    /// Tells what came of the files that were being written.
    fn take_written(&mut self) {
        let notices = &mut self.notices;
        self.export.under_way.retain(|receiver| {
            match receiver.try_recv() {
                Ok(Ok(path)) => notices.tell(format!("Written to {}", path.display())),
                Ok(Err(error)) => notices.warn(error),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => {
                    notices.warn("The export broke off; this is a defect of Kingbird, please report it");
                }
            }
            false
        });
    }

    /// The screen without the bar above it, drawn anew at the chosen size.
    fn picture(&mut self, window: &Context) -> Result<Image, ViewerError> {
        let mut offscreen = self.export.offscreen()?;
        let ctx = Context::default();
        theme::install(&ctx);
        // Scrolled, folded and sized as in the window.
        ctx.memory_mut(|memory| *memory = window.memory(Clone::clone));
        ctx.set_theme(window.theme());
        let now_s = window.input(|input| input.time);
        let size = (self.export.size_px, self.export.scale);
        let picture = offscreen.picture(&ctx, size, now_s, |ui| self.screen(ui));
        // A thread that was asked from within the picture wakes the picture's context, which is gone by then.
        window.request_repaint_after(std::time::Duration::from_millis(500));
        picture
    }
}

/// The replicate in another program's format; it is run once more from its name.
fn file_text(what: What, request: &RaidRequest) -> Result<String, String> {
    let case = request.case(request.assigner.as_deref()).map_err(|error| error.to_string())?;
    let job = Job { case_ix: 0, seed: request.seed, replicate: request.replicate };
    let options = export::Options::default();
    let text = match what {
        What::Positions => export::positions_csv(&case, &job, &export::Options { tracks: true, ..options }),
        What::GeoJson => export::geojson(&case, &job),
        What::Acmi => export::acmi(&case, &job, &options),
        What::Events | What::Picture => {
            let all = export::export(&case, &job, &options, export::Wanted::default(), &|| ());
            all.map(|all| events_csv(&case, &all.events))
        }
    };
    text.map_err(|error| error.to_string())
}

/// Width, height and scale, under the prompt.
fn picture_size(ctx: &Context, export: &mut Export, palette: &Palette) {
    Window::new("Size of the picture")
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 90.0))
        .collapsible(false)
        .resizable(false)
        .show(ctx, |ui| {
            ui.horizontal(|ui| {
                for (name, side) in ["Width", "Height"].into_iter().zip(&mut export.size_px) {
                    let label = ui.label(name);
                    ui.add(DragValue::new(side).range(64..=16_384).suffix(" px")).labelled_by(label.id);
                }
                let label = ui.label("Scale");
                ui.add(DragValue::new(&mut export.scale).range(0.5..=4.0).speed(0.05).suffix(" x"))
                    .labelled_by(label.id);
            });
            ui.label(RichText::new("Scale 2 draws text and lines twice as large, for print.").color(palette.text_weak));
        });
}
