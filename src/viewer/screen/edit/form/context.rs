//! What every part of the form is given, and the row that every field stands in.

use eframe::egui::{
    self, Align, Frame, Id, Label as TextLabel, Layout, Margin, Response, RichText, Sense, Stroke, Ui,
    style::ScrollAnimation, vec2,
};

use super::label::label;
use crate::scenario::rules::Rule;
use crate::scenario::tree::Node;
use crate::viewer::palette::Palette;
use crate::viewer::screen::edit::document::{Address, Document, rule_of};
use crate::viewer::screen::edit::op::Op;
use crate::viewer::screen::edit::problems::Checked;

/// Text of a mistake at its field.
const SMALL: f32 = 12.0;
/// Side of a quiet button, points.
const QUIET: f32 = 20.0;

/// What is shown and what comes of it.
pub struct Context<'a> {
    /// What is edited.
    pub document: &'a Document,
    /// Its mistakes.
    pub checked: &'a Checked,
    /// Colours.
    pub palette: &'a Palette,
    /// Wishes, done after the form is drawn.
    pub ops: &'a mut Vec<Op>,
    /// The field that the pointer or the keyboard is at.
    pub help: &'a mut Option<Address>,
    /// The field to be brought into view.
    pub reveal: Option<&'a Address>,
    /// Where on the map a new position goes, metres.
    pub middle_m: glam::DVec2,
    /// What a digit of a position is worth, metres.
    pub step_m: f64,
}

impl<'a> Context<'a> {
    /// What stands at an address.
    pub fn node(&self, address: &Address) -> Option<&'a Node> {
        address.find(self.document.root())
    }

    /// The value at an address as it is written.
    pub fn written(&self, address: &Address) -> Option<&'a str> {
        self.node(address).map(|node| &self.document.text()[node.span.clone()])
    }

    /// Whether a key may be left out.
    pub fn is_optional(address: &Address) -> bool {
        let holder = address.parent().and_then(|parent| rule_of(&parent));
        let key = address.last_key().unwrap_or_default();
        holder.is_some_and(|rule| !rule.required().any(|required| required == key))
    }

    /// A field: its name, what `contents` draws, a way back to the default, and its mistakes below.
    pub fn row(&mut self, ui: &mut Ui, address: &Address, contents: impl FnOnce(&mut Self, &mut Ui, Id)) {
        let key = address.last_key().unwrap_or_default().to_owned();
        let name = label(&key).name;
        let mistakes: Vec<String> = self.checked.at(address).map(super::super::problems::Located::told).collect();
        let is_written = self.node(address).is_some();
        let inner = field_frame(self.palette, !mistakes.is_empty()).show(ui, |ui| {
            ui.horizontal(|ui| {
                let label_width = (ui.available_width() * 0.37).clamp(90.0, 190.0);
                let text = RichText::new(&name).color(self.palette.text);
                let label = ui
                    .allocate_ui_with_layout(
                        vec2(label_width, ui.spacing().interact_size.y),
                        Layout::left_to_right(Align::Center).with_main_wrap(true),
                        |ui| {
                            ui.set_min_width(label_width);
                            ui.add(TextLabel::new(text).wrap().sense(Sense::hover()))
                        },
                    )
                    .inner;
                let reset = is_written && Self::is_optional(address);
                self.with_room(ui, |cx, ui| contents(cx, ui, label.id));
                if reset {
                    let what = format!("Use the default of {name}");
                    if quiet_button(ui, "×", &what).clicked() {
                        self.ops.push(Op::Unset(address.clone(), None));
                    }
                }
            });
            for mistake in &mistakes {
                ui.add(TextLabel::new(RichText::new(mistake).size(SMALL).color(self.palette.leak)).wrap());
            }
        });
        self.attend(ui, &inner.response, address);
    }

    /// Draws in all the space of a line but what a quiet button at its right end takes.
    pub fn with_room(&mut self, ui: &mut Ui, contents: impl FnOnce(&mut Self, &mut Ui)) {
        let room = (ui.available_width() - QUIET - ui.spacing().item_spacing.x).max(40.0);
        let size = vec2(room, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(room);
            ui.set_max_width(room);
            contents(self, ui);
        });
    }

    /// Brings a field into view where that was asked for, and notes the pointer over it.
    pub fn attend(&mut self, ui: &Ui, response: &Response, address: &Address) {
        if self.reveal == Some(address) {
            // At once: a picture is drawn after few frames, and nobody needs to see the way there.
            response.scroll_to_me_animation(Some(Align::Center), ScrollAnimation::none());
            ui.painter().rect_stroke(
                response.rect.expand(2.0),
                5.0,
                Stroke::new(2.0, self.palette.accent),
                egui::StrokeKind::Outside,
            );
        }
        if ui.rect_contains_pointer(response.rect) {
            *self.help = Some(address.clone());
        }
    }

    /// The unit and the value in the units people use, in weak text; and whether it is the default.
    pub fn unit(&self, ui: &mut Ui, key: &str, value: f64, is_default: bool) {
        let unit = label(key).unit;
        let aside = super::label::aside(key, value);
        let text = match (unit.is_empty(), aside) {
            (_, None) => unit.to_owned(),
            (true, Some(aside)) => aside,
            (false, Some(aside)) => format!("{unit} = {aside}"),
        };
        let text = match (is_default, text.is_empty()) {
            (true, true) => "default".to_owned(),
            (true, false) => format!("{text}, default"),
            (false, _) => text,
        };
        if !text.is_empty() {
            ui.add(TextLabel::new(RichText::new(text).size(SMALL).color(self.palette.text_weak)).truncate());
        }
    }
}

/// Around a field; red where it has a mistake.
pub fn field_frame(palette: &Palette, has_mistake: bool) -> Frame {
    let stroke = if has_mistake { Stroke::new(1.0, palette.leak) } else { Stroke::NONE };
    Frame::new().stroke(stroke).corner_radius(4).inner_margin(Margin::symmetric(4, 1))
}

/// The text of a rule's range: "5 to 400".
pub(crate) fn range_text(rule: Rule) -> Option<String> {
    let show = super::label::typed;
    match rule.range() {
        (Some(min), Some(max)) => Some(format!("{} to {}", show(min), show(max))),
        (Some(min), None) => Some(format!("{} and more", show(min))),
        (None, Some(max)) => Some(format!("up to {}", show(max))),
        (None, None) => None,
    }
}

/// A button of one sign, with its meaning for hovering and for those who do not see it.
pub fn quiet_button(ui: &mut Ui, sign: &str, meaning: &str) -> Response {
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding, vec2(2.0, 1.0));
    let button = egui::Button::new(sign).small().frame_when_inactive(false).min_size(vec2(QUIET, QUIET));
    let response = ui.add(button).on_hover_text(meaning);
    ui.spacing_mut().button_padding = padding;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, meaning));
    response
}
