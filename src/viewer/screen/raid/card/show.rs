//! Draws a card: whole in the panel, short beside the pointer.

use eframe::egui::{self, RichText, Vec2};

use super::{Card, History, Links, Step};
use crate::viewer::palette::Palette;
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::events::color_of;
use crate::viewer::screen::raid::parts::{self, Bar};
use crate::viewer::screen::raid::sentence;
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
        if ui.button("Deselect").on_hover_text("Esc").clicked() {
            commands.push(Command::Select(None));
        }
    });
    if let Some(because) = &card.because {
        ui.label(RichText::new(because).color(palette.leak));
    }
    for line in &card.lines {
        parts::row(ui, palette, line.label, &line.value);
    }
    gauges(ui, &card, palette);
    for group in &card.links {
        links(ui, group, palette, commands);
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
    for line in card.lines.iter().filter(|line| line.brief) {
        parts::row(ui, view.palette, line.label, &line.value);
    }
    gauges(ui, &card, view.palette);
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

/// Names that select whom they name; the first few, the rest counted.
fn links(ui: &mut egui::Ui, group: &Links, palette: &Palette, commands: &mut Vec<Command>) {
    const MOST: usize = 12;
    parts::section(ui, palette, group.label);
    if group.to.is_empty() {
        parts::hint(ui, palette, group.none);
    }
    for (entity, name) in group.to.iter().take(MOST) {
        parts::link(ui, palette, name, *entity, commands);
    }
    if group.to.len() > MOST {
        parts::hint(ui, palette, &format!("and {} more", group.to.len() - MOST));
    }
}

fn chain(ui: &mut egui::Ui, steps: &[Step], palette: &Palette) {
    if steps.is_empty() {
        return;
    }
    parts::section(ui, palette, "Kill chain so far");
    for step in steps {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), egui::Sense::hover());
            let color = if step.reached { palette.good } else { palette.outline };
            if step.reached {
                ui.painter().circle_filled(rect.center(), 4.5, color);
            } else {
                ui.painter().circle_stroke(rect.center(), 4.0, egui::Stroke::new(1.5, color));
            }
            let color = if step.reached { palette.text } else { palette.text_weak };
            let text = if step.reached { step.label.to_owned() } else { format!("{}: never", step.label) };
            ui.label(RichText::new(text).color(color));
        });
    }
}

/// Its events so far, newest first; a click goes there.
fn past(ui: &mut egui::Ui, view: &View<'_>, entity: Entity, history: &mut History, commands: &mut Vec<Command>) {
    const MOST: usize = 60;
    parts::section(ui, view.palette, "What happened to it");
    let rows = history.until_now(entity, view);
    if rows.is_empty() {
        parts::hint(ui, view.palette, "Nothing yet.");
    }
    for &ix in rows.iter().rev().take(MOST) {
        let event = &view.log.events[ix as usize];
        let text = sentence::sentence(event, view.cast, view.picture, Some(entity));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let time = RichText::new(view.clock(f64::from(event.tick))).monospace().color(view.palette.accent);
            let button = egui::Button::new(time).frame(false).small();
            if ui.add(button).on_hover_text("Go there").clicked() {
                commands.push(Command::Seek(crate::viewer::screen::raid::marks::shown_at(
                    event.tick,
                    view.extent.epoch_ticks,
                )));
            }
            let (dot, _) = ui.allocate_exact_size(Vec2::new(8.0, 18.0), egui::Sense::hover());
            ui.painter().circle_filled(dot.center(), 3.0, color_of(event, view.palette));
            ui.add(egui::Label::new(text).wrap());
        });
    }
    if rows.len() > MOST {
        let text = format!("and {} earlier: see the tab Events, only what is selected", rows.len() - MOST);
        parts::hint(ui, view.palette, &text);
    }
}
