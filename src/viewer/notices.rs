//! What the window tells without being asked: short, in a corner, gone by itself when it went well, kept until read when not.

use eframe::egui::{self, Align2, Area, Frame, Id, Margin, RichText, Stroke, vec2};

use super::palette::Palette;

/// How long good news stays, seconds.
const STAYS_S: f64 = 6.0;
/// Most notices at a time; the oldest goes.
const MOST: usize = 5;

/// One notice.
#[derive(Clone, Debug, PartialEq)]
struct Notice {
    text: String,
    is_error: bool,
    /// When it was first shown, seconds of the window's clock.
    since_s: Option<f64>,
}

/// The notices that are shown, newest last.
#[derive(Debug, Default)]
pub struct Notices {
    list: Vec<Notice>,
}

impl Notices {
    /// Tells of something that went well.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.push(text.into(), false);
    }

    /// Tells what went wrong and what to do.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.push(text.into(), true);
    }

    fn push(&mut self, text: String, is_error: bool) {
        self.list.retain(|notice| notice.text != text);
        self.list.push(Notice { text, is_error, since_s: None });
        let surplus = self.list.len().saturating_sub(MOST);
        self.list.drain(..surplus);
    }

    /// The texts that tell what went wrong.
    pub fn errors(&self) -> impl Iterator<Item = &str> {
        self.list.iter().filter(|notice| notice.is_error).map(|notice| notice.text.as_str())
    }

    /// Draws them over everything else, at the top in the middle, below the bar.
    pub fn ui(&mut self, ctx: &egui::Context, palette: &Palette) {
        let now_s = ctx.input(|input| input.time);
        for notice in &mut self.list {
            notice.since_s.get_or_insert(now_s);
        }
        self.list.retain(|notice| notice.is_error || notice.since_s.is_none_or(|since_s| now_s - since_s < STAYS_S));
        if self.list.is_empty() {
            return;
        }
        if self.list.iter().any(|notice| !notice.is_error) {
            ctx.request_repaint_after(std::time::Duration::from_millis(500));
        }
        let mut dismissed = None;
        Area::new(Id::unique("notices")).anchor(Align2::CENTER_TOP, vec2(0.0, 56.0)).show(ctx, |ui| {
            for (ix, notice) in self.list.iter().enumerate() {
                if card(ui, notice, palette) {
                    dismissed = Some(ix);
                }
            }
        });
        if let Some(ix) = dismissed {
            self.list.remove(ix);
        }
    }
}

/// One notice; true when it is dismissed.
fn card(ui: &mut egui::Ui, notice: &Notice, palette: &Palette) -> bool {
    let color = if notice.is_error { palette.leak } else { palette.good };
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(12, 8));
    let mut dismissed = false;
    frame.show(ui, |ui| {
        ui.set_max_width(460.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(if notice.is_error { "!" } else { "•" }).color(color).strong());
            ui.vertical(|ui| {
                ui.set_max_width(380.0);
                ui.label(&notice.text);
            });
            dismissed = ui.small_button("×").on_hover_text("Dismiss").clicked();
        });
    });
    dismissed
}
