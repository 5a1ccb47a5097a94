//! The form of what is selected: made from the schema, so that every key of the format has its field, unit, range, default and
//! description. Draws and collects wishes; changes nothing itself.

mod context;
mod field;
mod label;
mod position;
mod rows;
mod variant;

use eframe::egui::{Label, RichText, Ui};

pub use context::{Context, quiet_button};
pub use label::{clock, label, sentence};

use super::document::{Address, groups, noun, order, rule_of};
use super::op::Op;
use crate::report::number::{counted, integer};
use crate::scenario::rules::Kind;
use crate::scenario::tree::{Node, Value};
use crate::viewer::palette::Palette;

/// Keys of the root that are no part of its own form.
const TABLES: &[&str] = &["theatre", "raid", "tracking", "doctrine", "communications"];

/// The whole form.
pub fn form(ui: &mut Ui, cx: &mut Context<'_>, item: &Address) {
    ui.push_id(item, |ui| {
        if item.0.is_empty() {
            scenario(ui, cx);
        } else if matches!(rule_of(item).map(crate::scenario::rules::Rule::kind), Some(Kind::List)) {
            list(ui, cx, item);
        } else {
            head(ui, cx, item);
            table(ui, cx, item);
        }
    });
}

/// What the item is, and what can be done with it as a whole.
fn head(ui: &mut Ui, cx: &mut Context<'_>, item: &Address) {
    let is_member = item.last_ix().is_some();
    let title = if is_member { sentence(noun(&item.pattern())) } else { super::outline::title(&item.pattern()) };
    ui.horizontal(|ui| {
        ui.heading(title);
        if is_member {
            ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                if ui.button("Remove").on_hover_text("Take it out of the scenario (Delete)").clicked() {
                    cx.ops.push(Op::Remove(item.clone()));
                }
                if ui.button("Duplicate").on_hover_text("Make a copy with a name of its own").clicked() {
                    cx.ops.push(Op::Copy(item.clone()));
                }
            });
        }
    });
    let own: Vec<String> = cx.checked.at(item).map(super::problems::Located::told).collect();
    for mistake in own {
        let response = ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        cx.attend(ui, &response, item);
    }
}

/// All keys of a table, in their groups.
fn table(ui: &mut Ui, cx: &mut Context<'_>, table: &Address) {
    let pattern = table.pattern();
    let mut shown = Vec::new();
    for (heading, keys) in groups(&pattern) {
        group_heading(ui, cx.palette, heading);
        for key in *keys {
            entry(ui, cx, &table.key(key));
            shown.push(*key);
        }
    }
    for key in order(&pattern, rule_of(table)).into_iter().filter(|key| !shown.contains(key)).collect::<Vec<_>>() {
        entry(ui, cx, &table.key(key));
    }
    unknown_keys(ui, cx, table);
}

fn group_heading(ui: &mut Ui, palette: &Palette, heading: &str) {
    if !heading.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(heading).size(12.0).strong().color(palette.accent));
    }
}

fn entry(ui: &mut Ui, cx: &mut Context<'_>, address: &Address) {
    let rule = rule_of(address);
    let key = address.last_key().unwrap_or_default();
    let is_area = address.pattern().starts_with("acoustic_areas");
    match key {
        "centre" | "radius_m" | "polygon" if is_area => shape(ui, cx, address, key),
        "position" => {
            let of = cx.node(&address.parent().unwrap_or_default()).and_then(Node::label).unwrap_or("it").to_owned();
            position::position(ui, cx, address, &of);
        }
        "set" => variant::changes(ui, cx, address),
        "routes" | "waypoints" => {
            ui.label(RichText::new(sentence(key)).size(12.0).color(cx.palette.text_weak));
            rows::rows(ui, cx, address);
        }
        _ if rows::is_rows(rule) => rows::rows(ui, cx, address),
        _ => field::field(ui, cx, address),
    }
}

/// An area of microphones is a circle or a polygon: the keys of one, and a way to the other.
fn shape(ui: &mut Ui, cx: &mut Context<'_>, address: &Address, key: &str) {
    let area = address.parent().unwrap_or_default();
    let (centre, radius, polygon) = (area.key("centre"), area.key("radius_m"), area.key("polygon"));
    let has_polygon = cx.document.count(&polygon) > 0;
    let has_circle = cx.node(&centre).is_some() || cx.node(&radius).is_some();
    let joins = Some(format!("shape {area} {}", cx.document.revision()));
    match key {
        "centre" if has_circle || !has_polygon => {
            let of = cx.node(&area).and_then(Node::label).unwrap_or("the area").to_owned();
            position::position(ui, cx, address, &of);
        }
        "radius_m" if has_circle || !has_polygon => {
            field::field(ui, cx, address);
            if has_circle && !has_polygon && ui.button("Make it a polygon").clicked() {
                let doc = cx.document.doc();
                let middle = cx.node(&centre).and_then(|node| doc.east_north(node)).unwrap_or(cx.middle_m);
                let radius_m = cx.node(&radius).and_then(Node::number).unwrap_or(10_000.0);
                let in_degrees = doc.is_in_degrees(&centre);
                let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)].map(|(east, north)| {
                    let corner = middle + glam::dvec2(east, north) * radius_m * 0.85;
                    doc.position_text(corner, cx.step_m, in_degrees)
                });
                cx.ops.push(Op::Set(polygon, format!("[{}]", corners.join(", ")), joins.clone()));
                cx.ops.push(Op::Unset(centre, joins.clone()));
                cx.ops.push(Op::Unset(radius, joins));
            }
        }
        "polygon" if has_polygon => {
            ui.label(RichText::new("Polygon").size(12.0).color(cx.palette.text_weak));
            rows::rows(ui, cx, address);
            if ui.button("Make it a circle").clicked() {
                let doc = cx.document.doc();
                let corners: Vec<glam::DVec2> = match cx.node(&polygon).map(|node| &node.value) {
                    Some(Value::List(items)) => items.iter().filter_map(|item| doc.east_north(item)).collect(),
                    _ => Vec::new(),
                };
                let middle = corners.iter().sum::<glam::DVec2>() / corners.len().max(1) as f64;
                let radius_m = corners.iter().map(|corner| (*corner - middle).length()).fold(1000.0, f64::max);
                let text = doc.position_text(middle, cx.step_m, doc.is_in_degrees(&polygon.ix(0)));
                cx.ops.push(Op::Unset(polygon, joins.clone()));
                cx.ops.push(Op::Set(centre, text, joins.clone()));
                cx.ops.push(Op::Set(radius, format!("{:?}", libm::round(radius_m)), joins));
            }
        }
        _ => {}
    }
}

/// Keys that the format does not know: what is wrong with them, and a way to be rid of them.
fn unknown_keys(ui: &mut Ui, cx: &mut Context<'_>, table: &Address) {
    let Some(Value::Table(entries)) = cx.node(table).map(|node| &node.value) else { return };
    let known = rule_of(table).map(crate::scenario::rules::Rule::keys).unwrap_or_default();
    for key in entries.keys().filter(|key| !known.contains(&key.as_str())) {
        let address = table.key(key);
        cx.row(ui, &address, |cx, ui, _| {
            if ui.button("Remove").clicked() {
                cx.ops.push(Op::Unset(address.clone(), None));
            }
            ui.label(RichText::new("unknown").size(12.0).color(cx.palette.text_weak));
        });
    }
}

/// The scenario as such: name, summary, how large it is, and what was reported of the real event.
fn scenario(ui: &mut Ui, cx: &mut Context<'_>) {
    let root = Address::default();
    ui.heading("Scenario");
    for key in ["name", "summary"] {
        field::field(ui, cx, &root.key(key));
    }
    missing_tables(ui, cx);
    size(ui, cx);
    let reported = root.key("reported");
    group_heading(ui, cx.palette, "Reported figures");
    if cx.node(&reported).is_some() {
        table(ui, cx, &reported);
        if ui.button("Remove reported figures").clicked() {
            cx.ops.push(Op::Unset(reported, None));
        }
    } else {
        let hint = "Figures of the real event, printed beside the results and never fitted to.";
        ui.add(Label::new(RichText::new(hint).size(12.0).color(cx.palette.text_weak)).wrap());
        if ui.button("+ Add reported figures").clicked() {
            cx.ops.push(Op::Set(reported.key("source"), "\"\"".to_owned(), None));
        }
    }
    unknown_keys(ui, cx, &root);
}

/// What a scenario cannot do without and this one lacks.
fn missing_tables(ui: &mut Ui, cx: &mut Context<'_>) {
    let keys = rule_of(&Address::default()).map(crate::scenario::rules::Rule::keys).unwrap_or_default();
    for key in keys.into_iter().filter(|key| TABLES.contains(key) || *key == "assets" || *key == "threat_types") {
        let address = Address::of(key);
        let mistakes: Vec<String> = cx.checked.at(&address).map(super::problems::Located::told).collect();
        for mistake in mistakes {
            let response = ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
            cx.attend(ui, &response, &address);
        }
    }
}

fn size(ui: &mut Ui, cx: &Context<'_>) {
    let Some(loaded) = &cx.checked.loaded else { return };
    let scenario = &loaded.scenario;
    let threats: u64 = scenario.raid.waves.iter().flat_map(|wave| &wave.composition).map(|p| u64::from(p.count)).sum();
    let rounds: u64 = scenario.sites.iter().flat_map(|site| &site.magazines).map(|m| u64::from(m.rounds)).sum();
    group_heading(ui, cx.palette, "Size");
    let text = format!(
        "{} in {} against {} at {}; at most {}",
        counted(threats, "drone"),
        counted(scenario.raid.waves.len() as u64, "wave"),
        counted(rounds, "interceptor"),
        counted(scenario.sites.len() as u64, "site"),
        clock(scenario.theatre.duration_s),
    );
    ui.add(Label::new(text).wrap());
}

/// All members of a list, to choose from.
fn list(ui: &mut Ui, cx: &mut Context<'_>, list: &Address) {
    let pattern = list.pattern();
    ui.heading(super::outline::title(&pattern));
    let description = rule_of(list).map(crate::scenario::rules::Rule::description).unwrap_or_default();
    ui.add(Label::new(RichText::new(description).color(cx.palette.text_weak)).wrap());
    let own: Vec<String> = cx.checked.at(list).map(super::problems::Located::told).collect();
    for mistake in own {
        let response = ui.add(Label::new(RichText::new(mistake).size(12.0).color(cx.palette.leak)).wrap());
        cx.attend(ui, &response, list);
    }
    ui.add_space(6.0);
    if ui.button(format!("+ Add {}", noun(&pattern))).clicked() {
        cx.ops.push(Op::Add(list.clone(), None, cx.middle_m, cx.step_m));
    }
    let count = cx.document.count(list);
    ui.label(RichText::new(format!("{} so far", integer(count as u64))).size(12.0).color(cx.palette.text_weak));
}

/// What a field means, what is allowed and what holds where it is left out.
pub fn help(ui: &mut Ui, palette: &Palette, address: Option<&Address>) {
    let Some(rule) = address.and_then(rule_of) else {
        let hint = "Point at a field to see what it means and what is allowed.";
        ui.add(Label::new(RichText::new(hint).size(12.0).color(palette.text_weak)).wrap());
        return;
    };
    let address = address.cloned().unwrap_or_default();
    let label = label(address.last_key().unwrap_or_default());
    let mut facts = Vec::new();
    if let Some(range) = context::range_text(rule) {
        facts.push(format!("Allowed: {range} {}", label.unit).trim_end().to_owned());
    }
    match rule.default() {
        Some(serde_json::Value::Number(number)) => facts.push(format!("default {number}")),
        Some(serde_json::Value::String(text)) => facts.push(format!("default {text}")),
        Some(serde_json::Value::Bool(value)) => facts.push(format!("default {}", if *value { "yes" } else { "no" })),
        _ if Context::is_optional(&address) => facts.push("may be left out".to_owned()),
        _ => facts.push("needed".to_owned()),
    }
    ui.add(Label::new(RichText::new(rule.description()).size(12.0).color(palette.text)).wrap());
    ui.add(Label::new(RichText::new(facts.join("; ")).size(12.0).color(palette.text_weak)).wrap());
}
