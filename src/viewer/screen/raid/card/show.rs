//! Draws a card: whole in the panel, short beside the pointer.

use eframe::egui::{self, RichText, Vec2};

use super::{Card, History, Links, why};
use crate::replay::Link;
use crate::replay::history::Line;
use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::events::color_of;
use crate::viewer::screen::raid::marks::shown_at;
use crate::viewer::screen::raid::parts::{self, Bar};
use crate::viewer::screen::raid::view::View;
use crate::viewer::selection::Entity;

/// The card of what is selected.
pub fn panel(
    ui: &mut egui::Ui,
    view: &View<'_>,
    entity: Entity,
    history: &mut History,
    following: bool,
    commands: &mut Vec<Command>,
) {
    let Some(card) = Card::of(entity, view) else {
        parts::hint(ui, view.palette, "What was selected is not part of this raid.");
        return;
    };
    let palette = view.palette;
    head(ui, &card, palette);
    ui.horizontal(|ui| {
        let follow = ui.selectable_label(following, "Follow").on_hover_text("Keep it in the middle (F)");
        if follow.clicked() {
            commands.push(Command::ToggleFollow);
        }
        if ui.selectable_label(false, "Deselect").on_hover_text("Esc").clicked() {
            commands.push(Command::Select(None));
        }
    });
    if let Some(because) = &card.because {
        ui.label(RichText::new(because).color(palette.leak));
    }
    parts::close_lines(ui, |ui| {
        for line in &card.lines {
            parts::row(ui, palette, line.label, &line.value);
        }
        gauges(ui, &card, palette);
        for group in &card.links {
            links(ui, group, palette, commands);
        }
    });
    if let Some(question) = why::question(entity, view) {
        why::ui(ui, view, question, commands);
    }
    chain(ui, &card.chain, palette);
    past(ui, view, entity, history, commands);
}

/// The card beside the pointer: what fits in a glance.
pub fn tooltip(ui: &mut egui::Ui, view: &View<'_>, entity: Entity) {
    let Some(card) = Card::of(entity, view) else { return };
    ui.set_max_width(260.0);
    head(ui, &card, view.palette);
    if let Some(because) = &card.because {
        ui.label(RichText::new(because).color(view.palette.leak));
    }
    parts::close_lines(ui, |ui| {
        for line in card.lines.iter().filter(|line| line.brief) {
            parts::row(ui, view.palette, line.label, &line.value);
        }
        gauges(ui, &card, view.palette);
    });
    for group in card.links.iter().filter(|group| !group.to.is_empty()).take(1) {
        let names: Vec<&str> = group.to.iter().take(3).map(|(_, name)| name.as_str()).collect();
        let more = group.to.len().saturating_sub(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        parts::row(ui, view.palette, group.label, &format!("{}{more}", names.join("; ")));
    }
}

fn head(ui: &mut egui::Ui, card: &Card, palette: &Palette) {
    ui.label(RichText::new(&card.title).strong().size(15.0).color(palette.text));
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&card.kind).color(palette.text_weak));
        for (text, color) in &card.states {
            parts::badge(ui, text, *color);
        }
    });
}

fn gauges(ui: &mut egui::Ui, card: &Card, palette: &Palette) {
    for gauge in &card.gauges {
        Bar { label: &gauge.label, value: gauge.value, of: gauge.of, color: gauge.color }.ui(ui, palette);
    }
}

/// Names that select whom they name: one in a row, several in a list of the first few.
fn links(ui: &mut egui::Ui, group: &Links, palette: &Palette, commands: &mut Vec<Command>) {
    const MOST: usize = 12;
    match group.to.as_slice() {
        [] => parts::row(ui, palette, group.label, group.none),
        [(entity, name)] => {
            parts::labelled(ui, palette, group.label, |ui| parts::link(ui, palette, name, *entity, commands));
        }
        several => {
            parts::row(ui, palette, group.label, &number::integer(several.len() as u64));
            for (entity, name) in several.iter().take(MOST) {
                parts::link(ui, palette, name, *entity, commands);
            }
            if several.len() > MOST {
                parts::hint(ui, palette, &format!("and {} more", several.len() - MOST));
            }
        }
    }
}

fn chain(ui: &mut egui::Ui, steps: &[Link], palette: &Palette) {
    if steps.is_empty() {
        return;
    }
    parts::section(ui, palette, "Kill chain so far");
    parts::close_lines(ui, |ui| {
        for step in steps {
            link_of_chain(ui, step, palette);
        }
    });
}

fn link_of_chain(ui: &mut egui::Ui, step: &Link, palette: &Palette) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(12.0, 16.0), egui::Sense::hover());
        let (text, color) = if step.reached {
            ui.painter().circle_filled(rect.center(), 4.5, palette.good);
            (format!("It {}", step.text), palette.text)
        } else {
            ui.painter().circle_stroke(rect.center(), 4.0, egui::Stroke::new(1.5, palette.outline));
            (format!("It never {}", step.text), palette.text_weak)
        };
        ui.add(egui::Label::new(RichText::new(text).color(color)).wrap());
    });
}

/// Its events so far, newest first; a click goes there.
fn past(ui: &mut egui::Ui, view: &View<'_>, entity: Entity, history: &mut History, commands: &mut Vec<Command>) {
    const MOST: usize = 60;
    parts::section(ui, view.palette, "What happened to it");
    let rows = history.until_now(entity, view);
    if rows.is_empty() {
        parts::hint(ui, view.palette, "Nothing yet.");
    }
    parts::close_lines(ui, |ui| {
        for line in rows.iter().rev().take(MOST) {
            happened(ui, view, line, commands);
        }
    });
    if rows.len() > MOST {
        let text = format!("and {} earlier: see the tab Events, only what is selected", rows.len() - MOST);
        parts::hint(ui, view.palette, &text);
    }
}

fn happened(ui: &mut egui::Ui, view: &View<'_>, line: &Line, commands: &mut Vec<Command>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let time = RichText::new(view.clock(f64::from(line.tick))).monospace().color(view.palette.accent);
        if ui.add(egui::Button::new(time).frame(false).small()).on_hover_text("Go there").clicked() {
            commands.push(Command::Seek(shown_at(line.tick, view.extent.epoch_ticks)));
        }
        let (dot, _) = ui.allocate_exact_size(Vec2::new(8.0, 16.0), egui::Sense::hover());
        ui.painter().circle_filled(dot.center(), 3.0, color_of(line.code, view.palette));
        ui.add(egui::Label::new(&line.text).wrap());
    });
}
