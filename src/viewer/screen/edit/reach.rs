//! Reach in the editor: what the sites as they stand can meet, kept up to date while they are moved.
//!
//! Knows the panel of reach and the checked scenario. The scenario is compiled on the interface's thread, so no more often than
//! [`PAUSE_S`]; the answer is found on the panel's own.

use std::time::Duration;

use eframe::egui::{
    Align2, Area, CollapsingHeader, Frame, Id, Margin, Order, Rect, RichText, ScrollArea, Stroke, Ui, vec2,
};

use super::problems::Checked;
use crate::model::CaseModel;
use crate::viewer::airspace::Overlay;
use crate::viewer::palette::Palette;
use crate::viewer::screen::reach::ReachPanel;

/// Least time between two compilations, seconds: contours follow a drag without holding it up.
const PAUSE_S: f64 = 0.1;
/// Width of the card, points.
const WIDTH: f32 = 250.0;
/// From the card to the map's edges, points.
const GAP: f32 = 10.0;
/// From the map's upper edge to below its row of buttons, points.
const BELOW_CONTROLS: f32 = 48.0;
/// Below this width of the map the card opens folded, points.
const NARROW: f32 = 480.0;

/// The switch, the panel, and the scenario it is about.
#[derive(Default)]
pub struct EditorReach {
    /// Whether it is shown.
    pub on: bool,
    panel: ReachPanel,
    /// `None` where the scenario has mistakes.
    case: Option<CaseModel>,
    /// What was compiled, and when.
    compiled: Option<(u64, f64)>,
}

impl EditorReach {
    /// Takes over the scenario where it has changed, `revision` being the one that was checked.
    pub fn follow(&mut self, ui: &Ui, checked: &Checked, revision: u64) {
        if !self.on {
            return;
        }
        let now_s = ui.input(|input| input.time);
        let is_known = self.compiled.is_some_and(|(known, _)| known == revision);
        let left_s = self.compiled.map_or(0.0, |(_, at_s)| at_s + PAUSE_S - now_s);
        if !is_known && left_s > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left_s));
        } else if !is_known {
            let compile = |loaded: &crate::scenario::Loaded| {
                CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).ok()
            };
            self.case = checked.loaded.as_deref().and_then(compile);
            self.compiled = Some((revision, now_s));
        }
        if let Some(case) = &self.case {
            self.panel.update(ui.ctx(), case);
        }
    }

    /// Contours and holes for the map; none where it is off or the scenario has mistakes.
    pub fn overlays(&self, palette: &Palette) -> Vec<Overlay> {
        if self.on && self.case.is_some() { self.panel.overlays(palette) } else { Vec::new() }
    }

    /// The card over the map's right upper corner, as high as its contents where there is room.
    pub fn card(&mut self, ui: &Ui, map: Rect, palette: &Palette) {
        if !self.on {
            return;
        }
        let frame = Frame::new()
            .fill(palette.panel.gamma_multiply(0.94))
            .stroke(Stroke::new(1.0, palette.grid))
            .corner_radius(5)
            .inner_margin(Margin::symmetric(10, 6));
        let room = (map.height() - BELOW_CONTROLS - 6.0 * GAP).max(40.0);
        let area = Area::new(Id::unique("editor reach")).order(Order::Middle).movable(false);
        area.pivot(Align2::RIGHT_TOP).fixed_pos(map.right_top() + vec2(-GAP, BELOW_CONTROLS)).show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                let title = CollapsingHeader::new(RichText::new("What can be met").strong());
                title.default_open(map.width() > NARROW).show_unindented(ui, |ui| {
                    ui.set_width(WIDTH.min(map.width() - 4.0 * GAP));
                    let scroll = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
                    scroll.show(ui, |ui| match &self.case {
                        Some(case) => self.panel.brief(ui, palette, case),
                        None => {
                            let text = "Mend the mistakes first: reach is worked out for a scenario without any.";
                            ui.label(RichText::new(text).color(palette.warning));
                        }
                    });
                });
            });
        });
    }
}
