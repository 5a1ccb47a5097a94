//! A position in both systems: the one it is written in, and the other beside it. Either can be typed; the file keeps its own.

use eframe::egui::{DragValue, Id, Label, RichText, Role, Ui, WidgetInfo, vec2};
use glam::dvec2;

use super::context::Context;
use super::label::typed;
use crate::scenario::projection::{east_north_m, lat_lon_deg};
use crate::scenario::tree::Node;
use crate::viewer::screen::edit::document::{Address, number};
use crate::viewer::screen::edit::op::Op;

/// Digits kept when a place is typed in the system that the file does not use, metres.
const TYPED_STEP_M: f64 = 1.0;

/// One of the four numbers.
struct Part {
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    value: f64,
    /// Change per point of a drag.
    speed: f64,
}

/// The editor of one position; `of` is what it is the position of, for those who do not see the form.
pub fn position(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, of: &str) {
    let mistakes: Vec<String> = cx
        .checked
        .problems
        .iter()
        .filter(|located| located.address.is_within(address))
        .map(super::super::problems::Located::told)
        .collect();
    let frame = super::context::field_frame(cx.palette, !mistakes.is_empty());
    let inner = frame.show(ui, |ui| {
        let doc = cx.document.doc();
        match cx.node(address).map(|node| (node, doc.east_north(node))) {
            Some((_, Some(at_m))) => {
                let (lat0, lon0) = doc.origin();
                let (lat, lon) = lat_lon_deg(lat0, lon0, at_m.x, at_m.y);
                let step = cx.step_m.max(1.0);
                let degrees = [
                    Part { key: "lat_deg", name: "Latitude", unit: "°", value: lat, speed: step / 1.0e5 },
                    Part { key: "lon_deg", name: "Longitude", unit: "°", value: lon, speed: step / 1.0e5 },
                ];
                let metres = [
                    Part { key: "east_m", name: "East", unit: "m", value: at_m.x, speed: step },
                    Part { key: "north_m", name: "North", unit: "m", value: at_m.y, speed: step },
                ];
                let in_degrees = doc.is_in_degrees(address);
                let pairs =
                    if in_degrees { [(degrees, true), (metres, false)] } else { [(metres, true), (degrees, false)] };
                for (pair, is_written) in pairs {
                    ui.horizontal(|ui| pair_row(ui, cx, address, &pair, is_written, of));
                }
            }
            Some((node, None)) => incomplete(ui, cx, address, node, of),
            None => {
                ui.horizontal(|ui| {
                    ui.label(RichText::new("No position yet").color(cx.palette.text_weak));
                    place_button(ui, cx, address, of);
                });
            }
        }
        for mistake in &mistakes {
            ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        }
    });
    cx.attend(ui, &inner.response, address);
}

fn pair_row(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, pair: &[Part; 2], is_written: bool, of: &str) {
    if !is_written {
        ui.set_opacity(0.6);
    }
    ui.spacing_mut().item_spacing.x = 4.0;
    let width = ((ui.available_width() - 8.0) / 2.0).max(90.0);
    for (ix, part) in pair.iter().enumerate() {
        ui.allocate_ui(vec2(width, ui.spacing().interact_size.y), |ui| {
            ui.set_min_width(width);
            let name = ui.add_sized(vec2(34.0, 20.0), Label::new(RichText::new(short_name(part.name)).size(12.0)));
            number_of(ui, cx, address, pair, ix, is_written, of, name.id);
            ui.label(RichText::new(part.unit).size(12.0).color(cx.palette.text_weak));
        });
    }
}

fn short_name(name: &str) -> &str {
    match name {
        "Latitude" => "Lat",
        "Longitude" => "Lon",
        other => other,
    }
}

#[expect(clippy::too_many_arguments, reason = "one number of four needs its pair, its place and its names")]
fn number_of(
    ui: &mut Ui,
    cx: &mut Context<'_>,
    address: &Address,
    pair: &[Part; 2],
    ix: usize,
    is_written: bool,
    of: &str,
    label: Id,
) {
    let part = &pair[ix];
    let is_degrees = part.unit == "°";
    let decimals = if is_degrees { 5 } else { 1 };
    let written = cx.node(&address.key(part.key)).and_then(Node::number).filter(|_| is_written);
    let mut value = written.unwrap_or(part.value);
    let drag = DragValue::new(&mut value)
        .speed(part.speed)
        .update_while_editing(false)
        .custom_formatter(move |value, _| if is_written { typed(value) } else { format!("{value:.decimals$}") })
        .max_decimals(decimals);
    let response = ui.add_sized(vec2((ui.available_width() - 18.0).max(50.0), 22.0), drag).labelled_by(label);
    let name = format!("{} of {of}", part.name);
    let info = if is_written { name } else { format!("{name}, converted") };
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, &info));
    if response.changed() && value.is_finite() {
        cx.ops.push(if is_written {
            let key = address.key(part.key);
            let text = number(value, cx.written(&key), false);
            Op::Set(key, text, Some(format!("set {address}")))
        } else {
            let mut values = [pair[0].value, pair[1].value];
            values[ix] = value;
            let (lat0, lon0) = cx.document.doc().origin();
            let at = if is_degrees { east_north_m(lat0, lon0, values[0], values[1]) } else { (values[0], values[1]) };
            Op::Move(address.clone(), dvec2(at.0, at.1), TYPED_STEP_M)
        });
    }
    if response.drag_stopped() || response.lost_focus() {
        cx.ops.push(Op::Seal);
    }
}

/// A position that cannot be read as one: what stands there, and a way out.
fn incomplete(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, node: &Node, of: &str) {
    let text = cx.document.text()[node.span.clone()].lines().next().unwrap_or_default().to_owned();
    ui.horizontal(|ui| {
        place_button(ui, cx, address, of);
        ui.add(Label::new(RichText::new(text).monospace().color(cx.palette.text_weak)).truncate());
    });
}

fn place_button(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, of: &str) {
    let button =
        ui.button("Place in view").on_hover_text("Puts it in the middle of the map, in place of what stands here");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Place {of} in view")));
    if button.clicked() {
        let doc = cx.document.doc();
        let text = doc.position_text(cx.middle_m, cx.step_m, doc.is_in_degrees(address));
        cx.ops.push(Op::Set(address.clone(), text, None));
    }
}
