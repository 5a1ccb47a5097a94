//! Which agents are shown on the map.

use eframe::egui;

use super::cast::Cast;
use super::parts;
use crate::viewer::palette::Palette;
use crate::viewer::selection::{Filter, RoundState, ThreatState};

/// Draws the choices.
pub fn ui(ui: &mut egui::Ui, cast: &Cast, palette: &Palette, filter: &mut Filter) {
    parts::section(ui, palette, "Shown on the map");
    let all = |n: usize| (0..n).collect::<Vec<usize>>();
    let (threats, rounds) = (&cast.threat_types, &cast.round_types);
    choices(ui, &all(threats.len()), |ix| &threats[ix], &mut filter.hidden_threat_types);
    choices(ui, &ThreatState::ALL, ThreatState::label, &mut filter.hidden_threat_states);
    ui.separator();
    choices(ui, &all(rounds.len()), |ix| &rounds[ix], &mut filter.hidden_interceptor_types);
    choices(ui, &RoundState::ALL, RoundState::label, &mut filter.hidden_round_states);
    ui.separator();
    ui.checkbox(&mut filter.only_unassigned, "Only threats that nobody is assigned to");
    ui.checkbox(&mut filter.only_tracked, "Only threats with a confirmed track");
    let all = *filter == Filter::default();
    if ui.add_enabled(!all, egui::Button::new("Show all")).clicked() {
        *filter = Filter::default();
    }
}

/// A box for each choice; those without a tick are hidden.
fn choices<'a, T: Copy + PartialEq>(ui: &mut egui::Ui, all: &[T], name: impl Fn(T) -> &'a str, hidden: &mut Vec<T>) {
    ui.horizontal_wrapped(|ui| {
        for &choice in all {
            let mut shown = !hidden.contains(&choice);
            if ui.checkbox(&mut shown, name(choice)).changed() {
                hidden.retain(|other| *other != choice);
                if !shown {
                    hidden.push(choice);
                }
            }
        }
    });
}
