//! The list of threats whose end differs. Only the rows in sight are made into text.

use eframe::egui::{self, RichText, Sense, Vec2, accesskit::Role};

use super::difference::{Difference, End};
use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::cast::Cast;
use crate::viewer::screen::raid::clock::Extent;
use crate::viewer::screen::raid::parts;
use crate::viewer::selection::{Entity, Picture};

/// What the list shows.
pub struct List<'a> {
    /// All of them, in the order of time.
    pub differences: &'a [Difference],
    /// Who is who.
    pub cast: &'a Cast,
    /// Left and right.
    pub assigners: [&'a str; 2],
    /// How much both films have.
    pub extent: Extent,
    /// Only belief is shown, which does not tell how threats ended.
    pub belief: bool,
    /// The playhead, ticks.
    pub tick: f64,
    /// What is selected.
    pub selected: Option<Entity>,
    /// Colours.
    pub palette: &'a Palette,
}

/// Where only belief is shown.
pub const NOT_TOLD: &str =
    "How threats ended, the defence does not know. Choose Truth or Both to see whose end differs.";

const ROW_HEIGHT: f32 = 54.0;

impl List<'_> {
    /// Draws it in the space that is left; returns the index of the one that was clicked.
    pub fn ui(&self, ui: &mut egui::Ui) -> Option<usize> {
        parts::section(ui, self.palette, "Threats whose end differs");
        if self.belief {
            parts::hint(ui, self.palette, NOT_TOLD);
            return None;
        }
        let so_far = match self.extent {
            Extent { halted: true, .. } => " so far; the simulation stopped before the end",
            Extent { done: true, .. } => "",
            _ => " so far; both films are still being simulated",
        };
        if self.differences.is_empty() {
            let text = if self.extent.done {
                "None: every threat ended alike with both. Choose another assigner above one of the views.".to_owned()
            } else {
                format!("None{so_far}.")
            };
            parts::hint(ui, self.palette, &text);
            return None;
        }
        let n = number::counted(self.differences.len() as u64, "threat");
        ui.label(RichText::new(format!("{n}{so_far}. Click one to go there.")).small().color(self.palette.text_weak));
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut clicked = None;
        egui::ScrollArea::vertical().id_salt("differences").auto_shrink(false).show_rows(
            ui,
            ROW_HEIGHT,
            self.differences.len(),
            |ui, range| {
                for ix in range {
                    if self.row(ui, &self.differences[ix]) {
                        clicked = Some(ix);
                    }
                }
            },
        );
        clicked
    }

    fn row(&self, ui: &mut egui::Ui, found: &Difference) -> bool {
        let palette = self.palette;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::click());
        let name = self.cast.threat(found.threat, Picture::Truth);
        let text = found.sentence(self.assigners, self.extent.tick_s);
        response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, format!("{name}: {text}")));
        let is_selected = self.selected == Some(Entity::Threat(found.threat));
        if is_selected || response.hovered() {
            let fill = if is_selected { palette.accent.gamma_multiply(0.22) } else { palette.raised };
            ui.painter().rect_filled(rect.shrink2(Vec2::new(0.0, 1.0)), 3.0, fill);
        }
        let past = f64::from(found.first_tick()) <= self.tick;
        let faded = |color: egui::Color32| if past { color } else { color.gamma_multiply(0.6) };
        let painter = ui.painter_at(rect);
        for (ix, fate) in found.fates.iter().enumerate() {
            let color = match fate.end {
                End::Leaked { .. } => palette.leak,
                End::Killed => palette.kill,
                End::Lost | End::Open => palette.text_weak,
            };
            painter.circle_filled(rect.min + Vec2::new(6.0 + 10.0 * ix as f32, 11.0), 4.0, faded(color));
        }
        let font = egui::TextStyle::Body.resolve(ui.style());
        let name = painter.layout_no_wrap(name, font.clone(), faded(palette.text));
        painter.galley(rect.min + Vec2::new(26.0, 3.0), name, palette.text);
        let mut job = egui::text::LayoutJob::simple(text, font, faded(palette.text_weak), rect.width() - 30.0);
        job.wrap.max_rows = 2;
        painter.galley(rect.min + Vec2::new(26.0, 19.0), painter.layout_job(job), palette.text_weak);
        response.clicked()
    }
}
