//! Why an interceptor has its target, or why a threat has none: asked of the player, answered from the decision itself.

use eframe::egui::{self, RichText};

use crate::replay::{Candidate, Explanation, Player, Question};
use crate::viewer::screen::raid::command::Command;
use crate::viewer::screen::raid::parts;
use crate::viewer::screen::raid::sentence;
use crate::viewer::screen::raid::view::View;
use crate::viewer::selection::Entity;

/// Beginning of the sentence about the best alternative (`replay::decision`).
const NEXT_BEST: &str = "Next best for it";

/// What was asked last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking {
    last: Option<(Entity, Question)>,
}

impl Asking {
    /// Asks about what is selected: at once when the selection changes, else when time stands still, since going back to a
    /// decision takes longer than making the next moment.
    pub fn ask(&mut self, player: &Player, entity: Entity, view: &View<'_>, stands_still: bool) {
        let is_new = self.last.is_none_or(|(about, _)| about != entity);
        let asked = question(entity, view).map(|question| (entity, question));
        if let Some((_, question)) = asked.filter(|_| (is_new || stands_still) && self.last != asked) {
            player.explain(question);
            self.last = asked;
        }
    }
}

/// The question about what is selected, if there is one. Asked about the edge, so that it changes no faster than the answer.
pub(super) fn question(entity: Entity, view: &View<'_>) -> Option<Question> {
    let tick = view.shot.before.tick;
    match entity {
        Entity::Threat(threat) => Some(Question::Threat { threat, tick }),
        Entity::Round(round) => Some(Question::Order { round, tick }),
        _ => None,
    }
}

/// Whether two questions are about the same one, at whatever moment.
fn same_entity(a: Question, b: Question) -> bool {
    match (a, b) {
        (Question::Threat { threat: a, .. }, Question::Threat { threat: b, .. }) => a == b,
        (Question::Order { round: a, .. }, Question::Order { round: b, .. }) => a == b,
        _ => false,
    }
}

/// Draws the answer, or that it is being worked out.
pub fn ui(ui: &mut egui::Ui, view: &View<'_>, question: Question, commands: &mut Vec<Command>) {
    let title = match question {
        Question::Threat { .. } => "Last decision about it",
        Question::Order { .. } => "Why this target",
    };
    parts::section(ui, view.palette, title);
    match view.explanation.filter(|answer| same_entity(answer.question, question)) {
        Some(answer) => told(ui, view, answer, commands),
        None => parts::hint(ui, view.palette, "Going back to the decision\u{2026}"),
    }
}

fn told(ui: &mut egui::Ui, view: &View<'_>, answer: &Explanation, commands: &mut Vec<Command>) {
    let palette = view.palette;
    let threat = answer.target.as_ref().map(|target| target.threat).or(match answer.question {
        Question::Threat { threat, .. } => Some(threat),
        Question::Order { .. } => answer.chosen.as_ref().map(|chosen| chosen.threat),
    });
    parts::close_lines(ui, |ui| {
        for (ix, text) in answer.sentences.iter().enumerate() {
            // It names another threat by its wave, which the defence does not know; the list below tells the same.
            if view.is_belief() && text.starts_with(NEXT_BEST) {
                continue;
            }
            let text = answer.first_as_believed.as_ref().filter(|_| ix == 0 && view.is_belief()).unwrap_or(text);
            let color = if ix == 0 { palette.text } else { palette.text_weak };
            let text = sentence::masked(text.clone(), threat, view.cast, view.picture);
            ui.add(egui::Label::new(RichText::new(format!("{text}.")).color(color)).wrap());
        }
        if answer.decision_tick.is_some() {
            let by = format!("Decided by {} on {}.", answer.assigner, answer.objective);
            ui.label(RichText::new(by).color(palette.text_weak));
        }
    });
    alternatives(ui, view, answer, commands);
}

fn alternatives(ui: &mut egui::Ui, view: &View<'_>, answer: &Explanation, commands: &mut Vec<Command>) {
    let (weapons, targets) = (&answer.other_weapons, &answer.other_targets);
    let fits = |n: u32, of: u32, what: &str| format!("{n} of {} {what} could", n + of);
    if !weapons.is_empty() {
        let title = format!(
            "Others for this target ({})",
            fits(answer.n_weapons_feasible, answer.n_weapons_infeasible, "weapons")
        );
        egui::CollapsingHeader::new(title).id_salt("other weapons").show(ui, |ui| {
            for other in weapons {
                weapon(ui, view, other, commands);
            }
        });
    }
    if !targets.is_empty() {
        let title = format!(
            "Others for this weapon ({})",
            fits(answer.n_targets_feasible, answer.n_targets_infeasible, "targets")
        );
        egui::CollapsingHeader::new(title).id_salt("other targets").show(ui, |ui| {
            for other in targets {
                target(ui, view, other, commands);
            }
        });
    }
}

fn weapon(ui: &mut egui::Ui, view: &View<'_>, other: &Candidate, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        match other.in_flight {
            Some(round) => parts::link(ui, view.palette, &other.weapon, Entity::Round(round), commands),
            None => drop(ui.label(&other.weapon)),
        }
        cost(ui, view, other);
    });
}

fn target(ui: &mut egui::Ui, view: &View<'_>, other: &Candidate, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let name = view.cast.threat(other.threat, view.picture);
        parts::link(ui, view.palette, &name, Entity::Threat(other.threat), commands);
        cost(ui, view, other);
    });
}

/// What it would have cost, and who had it instead.
fn cost(ui: &mut egui::Ui, view: &View<'_>, other: &Candidate) {
    let instead = match (other.went_to.as_slice(), view.is_belief()) {
        ([], _) => "left free".to_owned(),
        (_, true) => "given otherwise".to_owned(),
        (names, false) => format!("given to {}", names.join(", ")),
    };
    ui.label(RichText::new(format!("{}, {instead}", other.cost)).color(view.palette.text_weak));
}
