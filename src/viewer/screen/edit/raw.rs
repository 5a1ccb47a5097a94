//! The file as text: line numbers, mistakes marked at their lines, colours for comments and headers.

use eframe::egui::text::{CCursor, CCursorRange, LayoutJob};
use eframe::egui::{
    Align, Color32, FontId, Frame, Id, Margin, Rect, RichText, Role, ScrollArea, Stroke, TextEdit, TextFormat, Ui,
    WidgetInfo, pos2, vec2,
};

use super::document::Document;
use super::problems::{Checked, Located};
use crate::viewer::palette::Palette;

/// Typing that pauses this long is a step of its own, seconds.
const PAUSE_S: f64 = 1.0;
const FONT_PT: f32 = 13.0;

/// The pane's own state.
#[derive(Debug, Default)]
pub struct RawText {
    /// What is in the field, of the document's revision.
    text: String,
    revision: Option<u64>,
    /// A byte to go to.
    jump: Option<usize>,
    typed_at_s: f64,
}

/// The field's id, so that shortcuts know when it has the keyboard.
pub fn id() -> Id {
    Id::unique("scenario text")
}

impl RawText {
    /// Shows a byte of the text when it is drawn next.
    pub fn go_to(&mut self, byte: usize) {
        self.jump = Some(byte);
    }

    /// Draws the text in all the space that is left, and takes what is typed over into the document.
    pub fn ui(&mut self, ui: &mut Ui, document: &mut Document, checked: &Checked, palette: &Palette) {
        if self.revision != Some(document.revision()) {
            document.text().clone_into(&mut self.text);
            self.revision = Some(document.revision());
        }
        if !document.is_readable() {
            let text = "This is no TOML as it stands, so the form and the map only show what could be read.";
            ui.label(RichText::new(text).size(12.0).color(palette.warning));
        }
        let lines = self.text.lines().count().max(1);
        let gutter = 14.0 + 8.0 * lines.to_string().len() as f32;
        let palette_copy = *palette;
        let size = ui.available_size();
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: gutter as i8 + 8, right: 8, top: 4, bottom: 4 }).show(ui, |ui| {
                let mut layouter = |ui: &Ui, text: &dyn eframe::egui::TextBuffer, _: f32| {
                    ui.fonts_mut(|fonts| fonts.layout_job(colored(text.as_str(), &palette_copy)))
                };
                let output = TextEdit::multiline(&mut self.text)
                    .id(id())
                    .code_editor()
                    .frame(Frame::NONE)
                    .desired_width(f32::INFINITY)
                    .min_size(vec2(size.x - gutter - 24.0, size.y - 16.0))
                    .layouter(&mut layouter)
                    .show(ui);
                let response = output.response.response;
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Text of the scenario"));
                let line_of = line_rects(&output.galley, output.galley_pos.to_vec2());
                self.numbers(ui, &line_of, gutter, checked, palette);
                if let Some(byte) = self.jump.take() {
                    self.show_byte(ui, &line_of, byte);
                }
                if response.changed() {
                    self.take_over(ui, document);
                }
            });
        });
    }

    fn take_over(&mut self, ui: &Ui, document: &mut Document) {
        let now = ui.input(|input| input.time);
        if now - self.typed_at_s > PAUSE_S {
            document.seal();
        }
        self.typed_at_s = now;
        document.set_text(self.text.clone(), "typing", Some("text"));
        self.revision = Some(document.revision());
    }

    /// Numbers beside the lines, and a mark with the words of the mistake where there is one.
    fn numbers(&self, ui: &Ui, lines: &[Rect], gutter: f32, checked: &Checked, palette: &Palette) {
        let painter = ui.painter();
        let font = FontId::monospace(12.0);
        let clip = ui.clip_rect();
        for (ix, line) in lines.iter().enumerate().filter(|(_, line)| line.intersects(clip.expand2(vec2(1e6, 0.0)))) {
            let here: Vec<&Located> = checked.problems.iter().filter(|p| p.problem.line == ix + 1).collect();
            let color = if here.is_empty() { palette.text_weak } else { palette.leak };
            let right = pos2(line.left() - 10.0, line.center().y);
            painter.text(right, eframe::egui::Align2::RIGHT_CENTER, ix + 1, font.clone(), color);
            if here.is_empty() {
                continue;
            }
            let row = Rect::from_min_max(pos2(line.left() - gutter, line.top()), pos2(clip.right(), line.bottom()));
            painter.rect_filled(row, 0.0, palette.leak.gamma_multiply(0.14));
            painter.line_segment([row.left_top(), row.left_bottom()], Stroke::new(3.0, palette.leak));
            let told = here.iter().map(|located| located.told()).collect::<Vec<_>>().join("\n");
            let mark = ui.interact(row, Id::unique(("mistake at line", ix)), eframe::egui::Sense::hover());
            mark.on_hover_text_at_pointer(told);
        }
    }

    fn show_byte(&self, ui: &Ui, lines: &[Rect], byte: usize) {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or_default();
        let line = before.matches('\n').count();
        if let Some(rect) = lines.get(line) {
            ui.scroll_to_rect(*rect, Some(Align::Center));
        }
        let cursor = CCursor::new(before.chars().count());
        let mut state = TextEdit::load_state(ui.ctx(), id()).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
        TextEdit::store_state(ui.ctx(), id(), state);
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
}

/// Where each line of the text is on the screen.
fn line_rects(galley: &eframe::egui::Galley, offset: eframe::egui::Vec2) -> Vec<Rect> {
    galley.rows.iter().map(|row| row.rect().translate(offset)).collect()
}

/// Comments weak, headers in the accent, the rest plain.
fn colored(text: &str, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let font = FontId::monospace(FONT_PT);
    let mut add = |part: &str, color: Color32| {
        if !part.is_empty() {
            job.append(part, 0.0, TextFormat::simple(font.clone(), color));
        }
    };
    for line in text.split_inclusive('\n') {
        let (code, comment) = line.split_at(comment_start(line));
        let color = if code.trim_start().starts_with('[') { palette.accent } else { palette.text };
        match code.split_once('=').filter(|_| !code.trim_start().starts_with('[')) {
            Some((key, value)) => {
                add(key, palette.interceptor);
                add(&format!("={value}"), color);
            }
            None => add(code, color),
        }
        add(comment, palette.text_weak);
    }
    job
}

/// Where a comment begins on a line; texts in quotes may hold the sign.
fn comment_start(line: &str) -> usize {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_begins_outside_quotes() {
        assert_eq!(comment_start("a = \"#\" # c"), 8);
        assert_eq!(comment_start("a = '\"' # c"), 8);
        assert_eq!(comment_start("a = 1"), 5);
    }
}
