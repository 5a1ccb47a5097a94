//! One value of the form: a number, a choice, yes or no, a text, a name of something else.

use eframe::egui::{ComboBox, DragValue, Id, RichText, TextEdit, Ui, vec2};

use super::context::Context;
use super::label::{label, sentence, typed};
use crate::assign;
use crate::scenario::rules::{Kind, Rule};
use crate::scenario::tree::{Node, Value};
use crate::viewer::screen::edit::document::{Address, Step, number, quoted, refers_to, rule_of};
use crate::viewer::screen::edit::op::Op;

/// Width of a field for a number, points.
const NUMBER_WIDTH: f32 = 74.0;
/// How strongly a default is drawn.
const DEFAULT_OPACITY: f32 = 0.55;

/// A value of any simple kind, in a row of its own.
pub fn field(ui: &mut Ui, cx: &mut Context<'_>, address: &Address) {
    let Some(rule) = rule_of(address) else { return };
    cx.row(ui, address, |cx, ui, label| value(ui, cx, address, rule, label));
}

/// The widget alone; `label` names it.
pub(crate) fn value(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, rule: Rule, label: Id) {
    if let Some(list) = refers_to(&address.pattern()) {
        let names = cx.document.doc().names(&Address::of(list));
        return choice(ui, cx, address, &names, label, false);
    }
    match rule.kind() {
        Kind::Number | Kind::Integer => number_field(ui, cx, address, rule, label),
        Kind::Boolean => yes_or_no(ui, cx, address, rule, label),
        Kind::Choice(choices) => {
            let names: Vec<String> = choices.iter().map(|choice| (*choice).to_owned()).collect();
            choice(ui, cx, address, &names, label, true);
        }
        Kind::Text if address.last_key() == Some("assigner") => {
            let names: Vec<String> = assign::ASSIGNERS.iter().map(|assigner| assigner.name().to_owned()).collect();
            choice(ui, cx, address, &names, label, false);
        }
        Kind::Text => text(ui, cx, address, label),
        _ => {}
    }
}

fn number_field(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, rule: Rule, label_id: Id) {
    let key = address.last_key().unwrap_or_default().to_owned();
    let node = cx.node(address);
    let written = node.and_then(Node::number);
    let default = rule.default().and_then(serde_json::Value::as_f64);
    let Some(shown) = written.or(default.filter(|_| node.is_none())) else {
        return not_given(ui, cx, address, rule);
    };
    let is_integer = rule.kind() == Kind::Integer;
    let mut new = shown;
    ui.scope(|ui| {
        if written.is_none() {
            ui.set_opacity(DEFAULT_OPACITY);
        }
        let unit = label(&key).unit;
        let drag = DragValue::new(&mut new)
            .speed(speed(rule, shown))
            .update_while_editing(false)
            .custom_formatter(|value, _| typed(value))
            .custom_parser(move |text| in_unit(text, unit));
        let drag = if is_integer { drag.max_decimals(0) } else { drag };
        let response = ui.add_sized(vec2(NUMBER_WIDTH, ui.spacing().interact_size.y), drag).labelled_by(label_id);
        if response.changed() && new.is_finite() {
            let text = number(new, cx.written(address), is_integer);
            cx.ops.push(Op::Set(address.clone(), text, Some(format!("set {address}"))));
        }
        if response.drag_stopped() || response.lost_focus() {
            cx.ops.push(Op::Seal);
        }
        if response.has_focus() {
            *cx.help = Some(address.clone());
        }
    });
    cx.unit(ui, &key, shown, written.is_none());
}

/// Points of the screen to units of the value, so that a drag over a field's width changes it by about its half.
fn speed(rule: Rule, value: f64) -> f64 {
    let least = match rule.range() {
        _ if rule.kind() == Kind::Integer => 0.05,
        (Some(min), Some(max)) if max - min <= 1.0 => 0.002,
        _ => 0.01,
    };
    (value.abs() * 0.005).max(least)
}

/// A number, perhaps with a unit behind it that people use: `170 km/h`, `2.5 km`, `15 min`, `60 %`.
fn in_unit(text: &str, unit: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let value: f64 = without_groups(digits)?.parse().ok()?;
    let factor = match (unit, text[digits.len()..].trim()) {
        (_, "") => 1.0,
        (unit, suffix) if suffix == unit => 1.0,
        ("m/s", "km/h" | "kmh" | "kph") => 1.0 / 3.6,
        ("m", "km") => 1000.0,
        ("s", "min") => 60.0,
        ("s", "h") => 3600.0,
        ("m/s²", "g") => 9.806_65,
        ("" | "per hour", "%") => 0.01,
        _ => return None,
    };
    Some(value * factor).filter(|value| value.is_finite())
}

/// Digits without what groups them by thousands; `None` where a comma or a space stands anywhere else. A comma is never taken
/// for a decimal point, nor dropped from `2,5`: either guess would be wrong by a factor of ten or more for somebody.
fn without_groups(digits: &str) -> Option<String> {
    let (whole, rest) = digits.find(['.', 'e', 'E']).map_or((digits, ""), |at| digits.split_at(at));
    let mut groups = whole.split([',', ' ', '_']);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    let first = first.trim_start_matches(['-', '+']);
    for group in groups {
        let is_group = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
        if !is_group || !(1..=3).contains(&first.len()) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined + rest)
}

/// What is missing or of the wrong kind: what stands there, and a button that puts something usable in its place.
fn not_given(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, rule: Rule) {
    let found = cx.written(address).map_or("not given".to_owned(), |text| text.lines().next().unwrap_or("").to_owned());
    let name = label(address.last_key().unwrap_or_default()).name;
    let button = ui.button("Set").on_hover_text(format!("Give {name} a usual value"));
    button.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, format!("Set {name}")));
    if button.clicked() {
        cx.ops.push(Op::Set(address.clone(), usual(cx, address, rule), None));
    }
    ui.add(eframe::egui::Label::new(RichText::new(found).color(cx.palette.text_weak)).truncate());
}

/// The default, else what a neighbour has, else the least that is allowed.
fn usual(cx: &Context<'_>, address: &Address, rule: Rule) -> String {
    let is_integer = rule.kind() == Kind::Integer;
    if let Some(default) = rule.default().and_then(serde_json::Value::as_f64) {
        return number(default, None, is_integer);
    }
    let neighbour = address.parent().and_then(|member| {
        let list = member.parent().filter(|_| matches!(member.0.last(), Some(Step::Ix(_))))?;
        let Value::List(items) = &cx.node(&list)?.value else { return None };
        items.iter().find_map(|item| item.get(address.last_key()?)?.number())
    });
    let least = rule.range().0.unwrap_or(1.0);
    number(neighbour.unwrap_or(least.max(1.0)), None, is_integer)
}

fn yes_or_no(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, rule: Rule, label: Id) {
    let written = match cx.node(address).map(|node| &node.value) {
        Some(Value::Boolean(value)) => Some(*value),
        _ => None,
    };
    let mut value = written.or_else(|| rule.default()?.as_bool()).unwrap_or(false);
    ui.scope(|ui| {
        if written.is_none() {
            ui.set_opacity(DEFAULT_OPACITY);
        }
        let text = if value { "yes" } else { "no" };
        if ui.checkbox(&mut value, text).labelled_by(label).changed() {
            cx.ops.push(Op::Set(address.clone(), value.to_string(), None));
        }
    });
    if written.is_none() {
        ui.label(RichText::new("default").size(12.0).color(cx.palette.text_weak));
    }
}

/// One of several names; words of the format are shown as words, names of the user as they are.
pub fn choice(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, names: &[String], label: Id, are_words: bool) {
    let default = rule_of(address).and_then(Rule::default).and_then(serde_json::Value::as_str);
    let written = cx.node(address).and_then(Node::text);
    let current = written.or(default).unwrap_or_default();
    let show = |name: &str| if are_words { sentence(name) } else { name.to_owned() };
    let is_default = written.is_none() && default.is_some();
    ui.scope(|ui| {
        if is_default {
            ui.set_opacity(DEFAULT_OPACITY);
        }
        let mut text = RichText::new(if current.is_empty() { "choose".to_owned() } else { show(current) });
        if !names.iter().any(|name| name == current) {
            text = text.color(cx.palette.leak);
        }
        let width = ui.available_width().clamp(60.0, 260.0);
        let combo = ComboBox::from_id_salt(("choice", address)).selected_text(text).width(width).truncate();
        let response = combo.show_ui(ui, |ui| {
            if names.is_empty() {
                ui.label("There is none yet.");
            }
            for name in names {
                if ui.selectable_label(name == current, show(name)).clicked() {
                    cx.ops.push(Op::Set(address.clone(), quoted(name), None));
                }
            }
        });
        response.response.labelled_by(label);
    });
}

/// A text. A name is changed everywhere, so only when it is whole: at Enter or when the field is left.
fn text(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, label: Id) {
    let current = cx.node(address).and_then(Node::text).unwrap_or_default();
    let is_name = address.last_key() == Some("name") && address.0.len() > 1;
    let width = ui.available_width();
    if !is_name {
        let mut new = current.to_owned();
        let rows = (current.len() / 34 + 1).clamp(1, 6);
        let edit = if address.last_key() == Some("name") {
            TextEdit::singleline(&mut new)
        } else {
            TextEdit::multiline(&mut new).desired_rows(rows)
        };
        let response = ui.add(edit.desired_width(width)).labelled_by(label);
        if response.changed() {
            cx.ops.push(Op::Set(address.clone(), quoted(&new), Some(format!("type {address}"))));
        }
        if response.lost_focus() {
            cx.ops.push(Op::Seal);
        }
        return;
    }
    let id = ui.make_persistent_id(("name", address));
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let mut new = kept.unwrap_or_else(|| current.to_owned());
    let response = ui.add(TextEdit::singleline(&mut new).desired_width(width)).labelled_by(label);
    if response.lost_focus() {
        if new != current {
            let member = address.parent().unwrap_or_default();
            cx.ops.push(Op::Rename(member, new));
        }
        ui.data_mut(|data| data.remove_temp::<String>(id));
    } else if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, new));
    } else {
        ui.data_mut(|data| data.remove_temp::<String>(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_typed_with_the_units_people_use() {
        let close = |text: &str, unit: &str, expected: f64| {
            let found = in_unit(text, unit).expect("a number");
            assert!((found - expected).abs() < 1.0e-9 * expected.abs().max(1.0), "{text}: {found}");
        };
        close("180 km/h", "m/s", 50.0);
        close("50", "m/s", 50.0);
        close("50 m/s", "m/s", 50.0);
        close("2.5km", "m", 2500.0);
        close("12,500", "m", 12_500.0);
        close("-1,234,567.5", "m", -1_234_567.5);
        close("12 500", "m", 12_500.0);
        close("15 min", "s", 900.0);
        close("60 %", "", 0.6);
        close("-3", "m", -3.0);
        close("1e-6", "", 1.0e-6);
        assert_eq!(in_unit("5 parsecs", "m"), None);
        assert_eq!(in_unit("nan", ""), None);
        assert_eq!(in_unit("", ""), None);
    }

    #[test]
    fn a_comma_that_groups_no_thousands_is_no_number() {
        for text in ["2,5 km", "0,6", "1,23", "1,2345", "1234,567", ",500", "1,,500", "1.5,000", "12,5e3", "2 5"] {
            assert_eq!(in_unit(text, "m"), None, "{text}");
        }
    }
}
