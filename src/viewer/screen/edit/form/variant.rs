//! The changes of a variant: paths into the scenario and the values they set, as TOML.

use eframe::egui::{Id, Label, RichText, Role, TextEdit, Ui, WidgetInfo};
use toml::de::DeTable;

use super::context::{Context, field_frame, quiet_button};
use crate::scenario::tree::Value;
use crate::viewer::screen::edit::document::Address;
use crate::viewer::screen::edit::op::Op;

/// The `set` table of a variant.
pub fn changes(ui: &mut Ui, cx: &mut Context<'_>, set: &Address) {
    let mut entries: Vec<(String, usize)> = match cx.node(set).map(|node| &node.value) {
        Some(Value::Table(table)) => table.iter().map(|(key, entry)| (key.clone(), entry.key_span.start)).collect(),
        _ => Vec::new(),
    };
    entries.sort_by_key(|(_, start)| *start);
    for (path, _) in &entries {
        change(ui, cx, &set.key(path), path);
    }
    if entries.is_empty() {
        ui.label(RichText::new("Changes nothing yet.").size(12.0).color(cx.palette.text_weak));
    }
    new_change(ui, cx, set);
}

fn change(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, path: &str) {
    let mistakes: Vec<String> = cx.checked.at(address).map(super::super::problems::Located::told).collect();
    let inner = field_frame(cx.palette, !mistakes.is_empty()).show(ui, |ui| {
        ui.horizontal(|ui| {
            cx.with_room(ui, |_, ui| {
                ui.add(Label::new(RichText::new(path).monospace()).truncate());
            });
            if quiet_button(ui, "×", &format!("Remove the change of {path}")).clicked() {
                cx.ops.push(Op::Unset(address.clone(), None));
            }
        });
        let current = cx.written(address).unwrap_or_default().to_owned();
        if let Some(new) = toml_value(ui, cx, &format!("Value of {path}"), &current) {
            cx.ops.push(Op::Set(address.clone(), new, None));
        }
        for mistake in &mistakes {
            ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        }
    });
    cx.attend(ui, &inner.response, address);
}

/// A field for a TOML value; answers when it is left with another good value.
fn toml_value(ui: &mut Ui, cx: &Context<'_>, name: &str, current: &str) -> Option<String> {
    let id = ui.make_persistent_id(("value", name));
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let mut new = kept.unwrap_or_else(|| current.to_owned());
    let response = ui.add(TextEdit::singleline(&mut new).desired_width(f32::INFINITY));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    let is_good = is_value(&new);
    if !is_good {
        let hint = "no TOML value: write numbers plain, texts in \"quotes\"";
        ui.label(RichText::new(hint).size(12.0).color(cx.palette.leak));
    }
    if response.has_focus() || (response.lost_focus() && !is_good) || (!is_good && new != current) {
        ui.data_mut(|data| data.insert_temp(id, new));
        return None;
    }
    ui.data_mut(|data| data.remove_temp::<String>(id));
    (is_good && new != current).then_some(new)
}

/// A path and a value for one more change.
fn new_change(ui: &mut Ui, cx: &mut Context<'_>, set: &Address) {
    ui.add_space(4.0);
    ui.label(RichText::new("One more change").size(12.0).color(cx.palette.text_weak));
    let id = Id::unique(("new change", set));
    let (mut path, mut value): (String, String) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    for (text, name, hint) in [(&mut path, "Path", "sites.*.channels"), (&mut value, "Value", "8")] {
        ui.horizontal(|ui| {
            let label = ui.add_sized([44.0, 20.0], Label::new(name));
            ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY)).labelled_by(label.id);
        });
    }
    let is_good = !path.trim().is_empty() && is_value(&value);
    let add = ui.add_enabled(is_good, eframe::egui::Button::new("+ Add change"));
    let add = add.on_disabled_hover_text("Give a path and a TOML value: numbers plain, texts in \"quotes\"");
    if add.clicked() {
        cx.ops.push(Op::Set(set.key(path.trim()), value.trim().to_owned(), None));
        (path, value) = Default::default();
    }
    ui.data_mut(|data| data.insert_temp(id, (path, value)));
}

fn is_value(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains('\n') && DeTable::parse(&format!("x = {text}")).is_ok()
}
