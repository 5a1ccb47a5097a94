//! A replicate opened for watching: its player, who is who, its marks. Shared by the raid and the compare screen.

use std::sync::Arc;

use eframe::egui;

use super::cast::Cast;
use super::clock::Extent;
use super::marks::Marks;
use super::view::View;
use crate::replay::{Explanation, Log, Player, Series, Shot, Subject};
use crate::viewer::palette::Palette;
use crate::viewer::screen::RaidRequest;
use crate::viewer::selection::Layers;

/// A replicate and the thread that makes its film.
pub struct Watched {
    /// What is watched.
    pub subject: Subject,
    /// Its film.
    pub player: Player,
    /// Who is who in it.
    pub cast: Cast,
    /// What its timeline marks.
    pub marks: Marks,
    /// Changes what is ready before it is shown: so that tests can tell a lie about the truth.
    #[cfg(test)]
    pub distort: Option<fn(Ready) -> Ready>,
}

/// What the player has ready in this frame.
pub struct Ready {
    /// How much of the film there is.
    pub extent: Extent,
    /// The newest moment; `None` before the first.
    pub shot: Option<Arc<Shot>>,
    /// What happened so far.
    pub log: Arc<Log>,
    /// Counts so far.
    pub series: Arc<Series>,
    /// The last answer to a question why.
    pub explanation: Option<Arc<Explanation>>,
}

impl Watched {
    /// Starts the film. `ctx` is asked to draw again when there is something new.
    ///
    /// # Errors
    /// When the scenario cannot be run, for people.
    pub fn open(request: &RaidRequest, assigner: Option<&str>, ctx: egui::Context) -> Result<Self, String> {
        let case =
            request.case(assigner).map_err(|error| format!("{} cannot be run: {error}", request.scenario.name))?;
        let subject = Subject::new(Arc::new(case), request.seed, request.replicate);
        let wake = move || ctx.request_repaint();
        let player = if request.on_gpu {
            Player::start_on_gpu(subject.clone(), None, wake)
        } else {
            Player::start(subject.clone(), wake)
        };
        let cast = Cast::of(&subject);
        Ok(Self {
            subject,
            player,
            cast,
            marks: Marks::default(),
            #[cfg(test)]
            distort: None,
        })
    }

    /// How much of the film there is.
    pub fn extent(&self) -> Extent {
        let progress = self.player.progress();
        let case = &self.subject.case;
        Extent {
            head_tick: progress.head_tick,
            done: progress.done,
            halted: progress.error.is_some() && !progress.done,
            most_ticks: case.case.duration_ticks,
            tick_s: case.scenario.theatre.tick_s,
            epoch_ticks: case.case.epoch_ticks,
        }
    }

    /// What is shown of the moment that is ready; `None` before the first.
    pub fn view<'a>(&'a self, ready: &'a Ready, palette: &'a Palette, layers: &Layers) -> Option<View<'a>> {
        let shot = ready.shot.as_deref()?;
        Some(View {
            subject: &self.subject,
            cast: &self.cast,
            shot,
            log: &ready.log,
            series: &ready.series,
            explanation: ready.explanation.as_deref(),
            extent: ready.extent,
            tick: shot.tick,
            picture: layers.picture,
            palette,
        })
    }

    /// How much of the film there is, with all leaks, kills and launches until then marked.
    pub fn refreshed(&mut self) -> Extent {
        let extent = self.extent();
        // Taken after the extent, a log is never older than it: whoever finds the raid over finds its leaks too.
        self.marks.refresh(&self.player.log(), &self.cast);
        extent
    }

    /// Asks for a moment and takes what is ready.
    pub fn ready(&mut self, tick: f64, trail_s: f64) -> Ready {
        self.player.ask(tick, trail_s);
        let extent = self.refreshed();
        let log = self.player.log();
        let ready = Ready {
            extent,
            shot: self.player.latest(),
            log,
            series: self.player.series(),
            explanation: self.player.latest_explanation(),
        };
        #[cfg(test)]
        let ready = match self.distort {
            Some(distort) => distort(ready),
            None => ready,
        };
        self.marks.refresh(&ready.log, &self.cast);
        ready
    }
}
