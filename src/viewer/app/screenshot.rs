//! `--screenshot`: the window's picture in a file, without a display.

use eframe::egui::{self, Context};

use super::source::Start;
use super::state::{App, Mode};
use crate::viewer::airspace::Projection;
use crate::viewer::error::ViewerError;
use crate::viewer::offscreen::{Image, Offscreen};
use crate::viewer::prefs::Prefs;
use crate::viewer::screen::{Action, CompareScreen, RaidScreen, Statistics, other_than};

/// Which screen a picture shows, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutName {
    /// The start page.
    Gallery,
    /// A raid in 3-D.
    Raid,
    /// A raid on the map.
    Map,
    /// Where threats can be met, before any raid flies.
    Reach,
    /// Two assigners side by side.
    Compare,
    /// A study.
    Statistics,
    /// The editor.
    Edit,
}

/// What a picture shows.
#[derive(Clone, Debug)]
pub struct Screenshot {
    /// Width and height, pixels.
    pub size_px: [u32; 2],
    /// Pixels per point.
    pub scale: f32,
    /// Which screen.
    pub layout: LayoutName,
    /// The moment, seconds from the beginning; where the start says, if `None`.
    pub at_s: Option<f64>,
    /// Height of the view on the ground, kilometres.
    pub span_km: Option<f64>,
    /// Name of what is selected, as in the lists.
    pub select: Option<String>,
    /// The second assigner of `LayoutName::Compare`.
    pub against: Option<String>,
    /// Replicates of `LayoutName::Statistics`.
    pub replicates: u32,
    /// Dark theme.
    pub dark: bool,
}

/// Draws what the window would show.
///
/// # Errors
/// When there is nothing to draw with, or what is to be shown does not exist.
pub fn screenshot(start: Start, wanted: &Screenshot) -> Result<Image, ViewerError> {
    let mut offscreen = Offscreen::open()?;
    let ctx = Context::default();
    let mut app = App::new(&ctx, Prefs { dark: wanted.dark, ..Prefs::default() });
    ctx.set_theme(if wanted.dark { egui::Theme::Dark } else { egui::Theme::Light });
    fill(&mut app, start, wanted)?;
    let size = (wanted.size_px, wanted.scale);
    // What screens ask of their threads in one run is there in the next: first the moment, then what is asked about it.
    for _ in 0..2 {
        offscreen.picture(&ctx, size, 0.0, |ui| app.ui(ui))?;
        app.wait();
    }
    let picture = offscreen.picture(&ctx, size, 0.0, |ui| app.ui(ui))?;
    let broken = app.raid.as_ref().and_then(RaidScreen::error).or(app.compare.as_ref().and_then(CompareScreen::error));
    broken.map_or(Ok(picture), |error| Err(ViewerError::Content(error)))
}

/// Puts everything on the screen that the picture shows.
fn fill(app: &mut App, start: Start, wanted: &Screenshot) -> Result<(), ViewerError> {
    let request = match (&start, wanted.layout) {
        (_, LayoutName::Gallery) => return Ok(()),
        (Start::Gallery, _) => {
            return Err(ViewerError::Content("this layout shows a scenario: name one".to_owned()));
        }
        (Start::Results(_) | Start::Edit(_), _) => None,
        (Start::Raid(request), _) => Some(request.clone()),
    };
    app.open(start);
    let Some(request) = request else { return app.failed() };
    match wanted.layout {
        LayoutName::Compare => {
            let first = request.assigner_name().to_owned();
            let second = wanted.against.clone().unwrap_or_else(|| other_than(&first).to_owned());
            app.act(Action::OpenCompare(request, first, second));
        }
        LayoutName::Statistics => {
            app.act(Action::OpenStatistics(request));
            app.run_statistics(wanted.replicates);
        }
        LayoutName::Edit => app.act(Action::Edit(request.source)),
        LayoutName::Raid | LayoutName::Map | LayoutName::Reach | LayoutName::Gallery => app.mode = Mode::Raid,
    }
    app.failed()?;
    app.stage(wanted)
}

impl App {
    /// Sets the moment, the view and the selection.
    fn stage(&mut self, wanted: &Screenshot) -> Result<(), ViewerError> {
        self.prefs.layers.reach = wanted.layout == LayoutName::Reach;
        let projection = if wanted.layout == LayoutName::Raid { Projection::Orbit } else { Projection::Map };
        if let Some(raid) = &mut self.raid {
            raid.look(projection);
            if wanted.layout == LayoutName::Reach {
                raid.show_reach();
            }
            if let Some(second) = wanted.at_s {
                raid.show_at(second);
            }
            if let Some(span_km) = wanted.span_km {
                raid.zoom(1000.0 * span_km);
            }
            if let Some(name) = &wanted.select {
                raid.select_named(name).map_err(ViewerError::Content)?;
            }
        }
        if let Some(compare) = &mut self.compare {
            compare.look(Projection::Map);
            if let Some(name) = &wanted.select {
                compare.select_named(name).map_err(ViewerError::Content)?;
            }
            if let Some(second) = wanted.at_s {
                compare.show_at(second);
            }
            if let Some(span_km) = wanted.span_km {
                compare.zoom(1000.0 * span_km);
            }
        }
        Ok(())
    }

    /// Waits for what the screens asked of their threads.
    fn wait(&mut self) {
        let layers = &self.prefs.layers;
        match self.mode {
            Mode::Raid => self.raid.iter_mut().for_each(|raid| raid.wait(layers)),
            Mode::Compare => self.compare.iter_mut().for_each(|compare| compare.wait(layers)),
            Mode::Statistics => self.statistics.iter_mut().for_each(Statistics::wait),
            Mode::Gallery | Mode::Edit => {}
        }
    }
}
