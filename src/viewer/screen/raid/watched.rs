//! A replicate opened for watching: its player and where its places are. Shared by the raid and the compare screen.

use std::sync::Arc;

use eframe::egui;

use super::clock::Extent;
use crate::model::CaseModel;
use crate::replay::{Player, Subject};
use crate::viewer::screen::RaidRequest;

/// A replicate and the thread that makes its film.
pub struct Watched {
    /// What is watched.
    pub subject: Subject,
    /// Its film.
    pub player: Player,
}

impl Watched {
    /// Starts the film. `ctx` is asked to draw again when there is something new.
    ///
    /// # Errors
    /// When the scenario cannot be run, for people.
    pub fn open(request: &RaidRequest, assigner: Option<&str>, ctx: egui::Context) -> Result<Self, String> {
        let case = CaseModel::compile(&request.scenario, &request.digest, assigner, request.objective)
            .map_err(|error| format!("{} cannot be run: {error}", request.source))?;
        let subject = Subject::new(Arc::new(case), request.seed, request.replicate);
        let player = Player::start(subject.clone(), move || ctx.request_repaint());
        Ok(Self { subject, player })
    }

    /// How much of the film there is.
    pub fn film(&self) -> Extent {
        let progress = self.player.progress();
        let case = &self.subject.case;
        Extent {
            head_tick: progress.head_tick,
            done: progress.done || progress.error.is_some(),
            most_ticks: case.case.duration_ticks,
            tick_s: case.scenario.theatre.tick_s,
            epoch_ticks: case.case.epoch_ticks,
        }
    }
}
