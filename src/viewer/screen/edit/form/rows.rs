//! Lists within a form: parts of a wave, targets, magazines, routes taken, waypoints, corners. A row each.

use eframe::egui::{DragValue, Id, Label, RichText, Role, Ui, WidgetInfo, vec2};

use super::context::{Context, field_frame, quiet_button};
use super::field::choice;
use super::label::{label, typed};
use super::position::position;
use crate::scenario::rules::{Kind, Rule};
use crate::scenario::tree::{Node, Value};
use crate::viewer::screen::edit::document::{Address, noun, number, order, refers_to, rule_of};
use crate::viewer::screen::edit::op::Op;

/// A list with its members and a button that adds one.
pub fn rows(ui: &mut Ui, cx: &mut Context<'_>, list: &Address) {
    let items: Vec<&Node> = match cx.node(list).map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().collect(),
        _ => Vec::new(),
    };
    let noun = noun(&list.pattern());
    let count = items.len();
    own_mistakes(ui, cx, list);
    for (ix, item) in items.into_iter().enumerate() {
        let address = list.ix(ix);
        let told = item.text().or_else(|| item.label()).map_or_else(|| format!("{noun} {}", ix + 1), str::to_owned);
        row(ui, cx, &address, &told, noun);
    }
    ui.horizontal(|ui| {
        if ui.button(format!("+ Add {noun}")).clicked() {
            cx.ops.push(Op::Add(list.clone(), None, cx.middle_m, cx.step_m));
        }
        if count == 0 {
            let hint = empty_hint(&list.pattern());
            ui.add(Label::new(RichText::new(hint).size(12.0).color(cx.palette.text_weak)).wrap());
        }
    });
}

fn empty_hint(pattern: &str) -> &'static str {
    match pattern {
        "raid.waves.routes" => "None: straight at the target.",
        "raid.waves.composition" => "A wave needs at least one type.",
        "raid.waves.targets" => "A wave needs at least one target.",
        "sites.magazines" => "Nothing to launch yet.",
        "raid.routes.waypoints" => "None: straight at the target.",
        "acoustic_areas.polygon" => "Three corners make an area.",
        _ => "None yet.",
    }
}

fn row(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, told: &str, noun: &str) {
    let mistakes: Vec<String> = cx
        .checked
        .problems
        .iter()
        .filter(|located| located.address.is_within(address))
        .map(super::super::problems::Located::told)
        .collect();
    let Some(rule) = rule_of(address) else { return };
    if rule.property("east_m").is_some() {
        let told = format!("{noun} {}", address.last_ix().unwrap_or(0) + 1);
        ui.horizontal(|ui| {
            cx.with_room(ui, |cx, ui| {
                ui.label(RichText::new(capital(&told)).size(12.0).color(cx.palette.text_weak));
            });
            remove_button(ui, cx, address, &format!("Remove {told}"));
        });
        position(ui, cx, address, &told);
        return;
    }
    let inner = field_frame(cx.palette, !mistakes.is_empty()).show(ui, |ui| {
        ui.horizontal(|ui| {
            cx.with_room(ui, |cx, ui| cells(ui, cx, address, rule, told, noun));
            remove_button(ui, cx, address, &format!("Remove {noun} {told}"));
        });
        for mistake in &mistakes {
            ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        }
    });
    cx.attend(ui, &inner.response, address);
}

/// The values of a row.
fn cells(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, rule: Rule, told: &str, noun: &str) {
    if rule.kind() == Kind::Table {
        for key in order(&address.pattern(), Some(rule)) {
            cell(ui, cx, &address.key(key), told);
        }
    } else if let Some(list) = refers_to(&address.pattern()) {
        let names = cx.document.doc().names(&Address::of(list));
        let name = capital(&format!("{noun} {}", address.last_ix().unwrap_or(0) + 1));
        let label = ui.label(RichText::new(name).size(12.0).color(cx.palette.text_weak));
        choice(ui, cx, address, &names, label.id, false);
    }
}

/// One value of a row: a name to choose or a number.
fn cell(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, told: &str) {
    let Some(rule) = rule_of(address) else { return };
    let key = address.last_key().unwrap_or_default().to_owned();
    let name = format!("{} of {told}", label(&key).name);
    if let Some(list) = refers_to(&address.pattern()) {
        let names = cx.document.doc().names(&Address::of(list));
        ui.scope(|ui| {
            // Room for the number behind it and for what it counts.
            ui.set_max_width((ui.available_width() - 122.0).max(70.0));
            let label = spoken_label(ui, &name);
            choice(ui, cx, address, &names, label, false);
        });
        return;
    }
    let written = cx.node(address).and_then(Node::number);
    let default = rule.default().and_then(serde_json::Value::as_f64);
    let shown = written.or(default);
    let mut value = shown.unwrap_or(0.0);
    let is_integer = rule.kind() == Kind::Integer;
    ui.scope(|ui| {
        if written.is_none() {
            ui.set_opacity(0.55);
        }
        let drag = DragValue::new(&mut value)
            .speed(if is_integer { 0.2 } else { 0.02 })
            .update_while_editing(false)
            .custom_formatter(|value, _| typed(value));
        let drag = if is_integer { drag.max_decimals(0) } else { drag };
        let response = ui.add_sized(vec2(56.0, ui.spacing().interact_size.y), drag);
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, &name));
        if response.changed() && value.is_finite() {
            let text = number(value, cx.written(address), is_integer);
            cx.ops.push(Op::Set(address.clone(), text, Some(format!("set {address}"))));
        }
        if response.drag_stopped() || response.lost_focus() {
            cx.ops.push(Op::Seal);
        }
        if response.hovered() || response.has_focus() {
            *cx.help = Some(address.clone());
        }
    });
    ui.label(RichText::new(label(&key).name.to_lowercase()).size(12.0).color(cx.palette.text_weak));
}

/// A label that takes no room, for those who do not see the row.
fn spoken_label(ui: &mut Ui, name: &str) -> Id {
    let response = ui.allocate_response(vec2(0.0, 0.0), eframe::egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    ui.add_space(-ui.spacing().item_spacing.x);
    response.id
}

fn remove_button(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, meaning: &str) {
    if quiet_button(ui, "×", meaning).clicked() {
        cx.ops.push(Op::Remove(address.clone()));
    }
}

/// What is wrong with the list as such.
fn own_mistakes(ui: &mut Ui, cx: &mut Context<'_>, list: &Address) {
    let mistakes: Vec<String> = cx.checked.at(list).map(super::super::problems::Located::told).collect();
    for mistake in mistakes {
        let response = ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        cx.attend(ui, &response, list);
    }
}

fn capital(text: &str) -> String {
    super::label::sentence(text)
}

/// Whether a key holds a list that is shown in rows.
pub(crate) fn is_rows(rule: Option<Rule>) -> bool {
    rule.is_some_and(|rule| rule.kind() == Kind::List)
}
