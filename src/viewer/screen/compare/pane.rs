//! One of the two views: its film, its airspace, its title with the running counts.

use eframe::egui::{self, Rect, RichText, UiBuilder, accesskit::Role};

use super::difference::{Difference, End};
use crate::assign::ASSIGNERS;
use crate::replay::Shot;
use crate::report::number;
use crate::viewer::airspace::{Airspace, Overlay};
use crate::viewer::palette::Palette;
use crate::viewer::screen::RaidRequest;
use crate::viewer::screen::raid::marks::shown_at;
use crate::viewer::screen::raid::tally::Now;
use crate::viewer::screen::raid::watched::Watched;
use crate::viewer::selection::Entity;

/// One side.
pub struct Pane {
    /// Its assigner.
    pub assigner: String,
    /// Its film.
    pub watched: Watched,
    /// Its view.
    pub airspace: Airspace,
}

impl Pane {
    /// Starts its film.
    ///
    /// # Errors
    /// When the scenario cannot be run or there is no such assigner, for people.
    pub fn open(request: &RaidRequest, assigner: &str, wake: egui::Context) -> Result<Self, String> {
        let watched = Watched::open(request, Some(assigner), wake)?;
        Ok(Self { assigner: assigner.to_owned(), watched, airspace: Airspace::default() })
    }

    /// Draws the title in `area`: the menu of assigners, and what came of it so far. Returns the assigner
    /// that was chosen.
    pub fn title(
        &self,
        ui: &mut egui::Ui,
        area: Rect,
        place: &str,
        shot: Option<&Shot>,
        palette: &Palette,
    ) -> Option<&'static str> {
        ui.painter().rect_filled(area, 0.0, palette.panel);
        let inner = area.shrink2(egui::vec2(8.0, 5.0));
        let mut row = ui.new_child(UiBuilder::new().max_rect(inner).id_salt(("title", place)));
        row.set_clip_rect(area.intersect(ui.clip_rect()));
        let mut chosen = None;
        row.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            chosen = self.menu(ui, place);
            if let Some(shot) = shot {
                counts(ui, &Now::at(shot, &self.watched.subject), self.watched.marks.is_belief(), palette);
            }
        });
        chosen
    }

    fn menu(&self, ui: &mut egui::Ui, place: &str) -> Option<&'static str> {
        let mut chosen = None;
        let menu = egui::ComboBox::from_id_salt(("assigner", place)).width(84.0).selected_text(&self.assigner);
        let menu = menu.show_ui(ui, |ui| {
            for assigner in ASSIGNERS {
                let is_this = assigner.name() == self.assigner;
                let choice = ui.selectable_label(is_this, assigner.name()).on_hover_text(assigner.summary());
                if choice.clicked() && !is_this {
                    chosen = Some(assigner.name());
                }
            }
        });
        let label = format!("Assigner {place}");
        menu.response.widget_info(|| egui::WidgetInfo::labeled(Role::ComboBox, true, &label));
        chosen
    }

    /// Rings around the threats whose end has come to differ, and around the selected one.
    pub fn rings(
        &self,
        side: usize,
        shot: &Shot,
        differences: &[Difference],
        selected: Option<Entity>,
        palette: &Palette,
    ) -> Vec<Overlay> {
        let case = &self.watched.subject.case;
        let (tick_s, epoch) = (case.scenario.theatre.tick_s, case.case.epoch_ticks);
        let begun = differences.iter().filter(|found| shown_at(found.first_tick(), epoch) <= shot.tick);
        let ring = |found: &Difference| {
            let is_selected = selected == Some(Entity::Threat(found.threat));
            let fate = found.fates[side];
            let has_come = shown_at(fate.tick, epoch) <= shot.tick;
            let (color, here) = match (fate.end, has_come) {
                (_, false) => (palette.threat, "still flies here"),
                (End::Killed, _) => (palette.kill, "killed here"),
                (End::Leaked { .. }, _) => (palette.leak, "leaked here"),
                (End::Lost, _) => (palette.text_weak, "lost here"),
                (End::Open, _) => (palette.threat, "still flies here"),
            };
            Overlay::Mark {
                at_m: shot.threat_m(found.threat as usize, tick_s).into(),
                color,
                radius: if is_selected { 13.0 } else { 8.0 },
                text: if is_selected { here.to_owned() } else { String::new() },
            }
        };
        begun.map(ring).collect()
    }
}

fn counts(ui: &mut egui::Ui, now: &Now, belief: bool, palette: &Palette) {
    if belief {
        let tracked = format!("{} tracked", number::integer(u64::from(now.tracked)));
        ui.label(RichText::new(tracked).color(palette.track));
        return;
    }
    let threats = &now.threats[0];
    for (count, word, color) in [
        (threats.leaked, "leaked", palette.leak),
        (threats.killed, "killed", palette.kill),
        (threats.airborne, "in the air", palette.threat),
    ] {
        ui.label(RichText::new(format!("{} {word}", number::integer(u64::from(count)))).color(color));
    }
}
