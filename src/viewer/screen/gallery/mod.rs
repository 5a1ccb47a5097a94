//! The start page: the shipped scenarios as cards with pictures, recent files, and a way to any other file.
//!
//! `card` is one scenario, `thumbnail` its picture.

mod card;
mod thumbnail;

use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use eframe::egui::{self, Button, Key, Label, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

use self::card::{Card, area};
use super::Action;
use super::named::open_named;
use crate::scenario;
use crate::viewer::palette::Palette;
use crate::viewer::path_prompt::{Wanted, ask};

/// Least width of a card and space between cards, points.
const CARD_WIDTH: f32 = 286.0;
const GAP: f32 = 16.0;
/// The page grows no wider.
const PAGE_WIDTH: f32 = 1720.0;
/// Recent files that are shown.
const MOST_RECENT: usize = 6;

/// The start page.
#[derive(Default)]
pub struct Gallery {
    cards: Option<Vec<Card>>,
    path: String,
    /// Why what was typed cannot be opened.
    refusal: Option<String>,
    dialog: Option<Receiver<Option<PathBuf>>>,
}

impl Gallery {
    /// Draws the start page in all the space that is left. `recent`: files opened before, the last one first.
    pub fn ui(&mut self, ui: &mut Ui, palette: &Palette, recent: &[String]) -> Option<Action> {
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let room = ui.available_width();
            let side = if room < 900.0 { 16.0 } else { 32.0 };
            let width = (room - 2.0 * side).min(PAGE_WIDTH);
            let left = ui.cursor().left() + (0.5 * (room - width)).max(side);
            let page = Rect::from_min_size(egui::pos2(left, ui.cursor().top()), vec2(width, f32::INFINITY));
            ui.scope_builder(egui::UiBuilder::new().max_rect(page), |ui| {
                ui.set_width(width);
                action = self.page(ui, palette, recent);
            });
        });
        action
    }

    fn page(&mut self, ui: &mut Ui, palette: &Palette, recent: &[String]) -> Option<Action> {
        let is_tall = ui.ctx().content_rect().height() > 640.0;
        ui.add_space(if is_tall { 26.0 } else { 12.0 });
        heading(ui, palette);
        ui.add_space(if is_tall { 16.0 } else { 10.0 });
        let mut action = self.any_file(ui, palette, recent);
        ui.add_space(if is_tall { 20.0 } else { 12.0 });
        let cards = self.cards.get_or_insert_with(|| scenario::shipped().filter_map(Card::read).collect());
        // One map a frame, so that the first frame comes at once.
        if let Some(card) = cards.iter_mut().find(|card| card.thumbnail.wants_map()) {
            card.thumbnail.make_map();
            ui.ctx().request_repaint();
        }
        let (tests, studies): (Vec<&mut Card>, Vec<&mut Card>) = cards.iter_mut().partition(|card| card.is_for_tests());
        action = action.or(grid(ui, palette, studies));
        ui.add_space(24.0);
        ui.label(RichText::new("Closed forms, contracts and benchmarks").heading().color(palette.text));
        let hint = "Small raids whose outcome is known beforehand, or that are made for timing.";
        ui.label(RichText::new(hint).color(palette.text_weak));
        ui.add_space(10.0);
        action = action.or(grid(ui, palette, tests));
        ui.add_space(32.0);
        action
    }

    /// A line for a path, the system's dialog, and what was opened before.
    fn any_file(&mut self, ui: &mut Ui, palette: &Palette, recent: &[String]) -> Option<Action> {
        self.take_from_dialog();
        let mut action = None;
        area(palette, palette.panel).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                let label = ui.label(RichText::new("Open a file").strong());
                let width = (ui.available_width() - 170.0).max(120.0);
                let line = TextEdit::singleline(&mut self.path)
                    .hint_text("path of a scenario (.toml) or of a folder of results")
                    .desired_width(width);
                let line = ui.add(line).labelled_by(label.id);
                if line.changed() {
                    self.refusal = None;
                }
                let entered = line.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                let is_typed = !self.path.trim().is_empty();
                let go = ui.add_enabled(is_typed, Button::new("Open"));
                go.widget_info(|| WidgetInfo::labeled(Role::Button, is_typed, "Open this path"));
                if go.clicked() || (entered && is_typed) {
                    let typed = self.path.trim().to_owned();
                    action = self.try_to_open(&typed);
                }
                let browse = ui.add_enabled(self.dialog.is_none(), Button::new("Browse..."));
                if browse.on_hover_text("The system's own dialog, where there is one").clicked() {
                    self.dialog = Some(ask(Wanted::OpenFile, self.path.trim(), ui.ctx()));
                }
            });
            if let Some(refusal) = &self.refusal {
                ui.add(Label::new(RichText::new(refusal).color(palette.leak)).wrap());
            }
            let hint = "Or drop a scenario file or a folder of results anywhere on this window.";
            ui.label(RichText::new(hint).size(12.0).color(palette.text_weak));
            if !recent.is_empty() {
                ui.add_space(4.0);
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new("Recent").size(12.0).color(palette.text_weak));
                    for source in recent.iter().take(MOST_RECENT) {
                        let button = Button::new(short_name(source)).truncate();
                        if ui.add(button).on_hover_text(source).clicked() {
                            action = self.try_to_open(source);
                        }
                    }
                });
            }
        });
        action
    }

    fn try_to_open(&mut self, source: &str) -> Option<Action> {
        match open_named(source) {
            Ok(action) => {
                self.refusal = None;
                Some(action)
            }
            Err(refusal) => {
                self.refusal = Some(refusal.to_string());
                None
            }
        }
    }

    fn take_from_dialog(&mut self) {
        let Some(dialog) = &self.dialog else { return };
        match dialog.try_recv() {
            Ok(answer) => {
                if let Some(path) = answer {
                    self.path = path.display().to_string();
                    self.refusal = None;
                }
                self.dialog = None;
            }
            Err(std::sync::mpsc::TryRecvError::Disconnected) => self.dialog = None,
            Err(std::sync::mpsc::TryRecvError::Empty) => {}
        }
    }
}

fn heading(ui: &mut Ui, palette: &Palette) {
    let title = RichText::new("Kingbird").heading().size(26.0).color(palette.text);
    ui.label(title);
    let text = "Raids of one-way-attack drones against interceptors. Watch one, compare assignment algorithms on it, or change it.";
    ui.add(Label::new(RichText::new(text).color(palette.text_weak)).wrap());
}

/// Cards side by side, as many as there is room for.
fn grid(ui: &mut Ui, palette: &Palette, cards: Vec<&mut Card>) -> Option<Action> {
    let mut action = None;
    let room = ui.available_width();
    let columns = (((room + GAP) / (CARD_WIDTH + GAP)) as usize).clamp(1, cards.len().clamp(1, 4));
    let width = (room - GAP * (columns - 1) as f32) / columns as f32;
    let height = Card::height(width);
    let mut cards = cards.into_iter().peekable();
    while cards.peek().is_some() {
        let (row, _) = ui.allocate_exact_size(vec2(room, height), Sense::hover());
        for (n, card) in cards.by_ref().take(columns).enumerate() {
            let left = row.left() + n as f32 * (width + GAP);
            let rect = Rect::from_min_size(egui::pos2(left, row.top()), vec2(width, height));
            if ui.is_rect_visible(rect) {
                action = action.or(card.ui(ui, rect, palette));
            }
        }
        ui.add_space(GAP - ui.spacing().item_spacing.y);
    }
    action
}

/// The end of a path, without the ending of a scenario.
fn short_name(source: &str) -> String {
    let is_path = source.contains(std::path::MAIN_SEPARATOR) && !scenario::shipped().any(|s| s.name == source);
    let name = if is_path { source.rsplit(std::path::MAIN_SEPARATOR).next().unwrap_or(source) } else { source };
    name.strip_suffix(".toml").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests;
