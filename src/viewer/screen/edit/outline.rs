//! The outline: everything a scenario has, in the order in which one thinks of it, with the number of mistakes beside it.

use eframe::egui::{
    Align2, Color32, FontId, Id, Rect, Response, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo,
    collapsing_header::{self, CollapsingState},
    pos2, vec2,
};

use super::document::{Address, Document, noun};
use super::op::Op;
use super::problems::Checked;
use crate::scenario::tree::{Node, Value};
use crate::viewer::palette::Palette;

/// A line of the outline.
enum Line {
    /// Stands above the lines that follow.
    Heading(&'static str),
    /// A table.
    Table(&'static str),
    /// A list, with its members below.
    List(&'static str),
}

const LINES: &[Line] = &[
    Line::Table(""),
    Line::Table("theatre"),
    Line::List("assets"),
    Line::Heading("RAID"),
    Line::List("threat_types"),
    Line::List("raid.launch_areas"),
    Line::List("raid.routes"),
    Line::List("raid.waves"),
    Line::Table("raid.variation"),
    Line::Heading("SENSORS"),
    Line::List("radars"),
    Line::List("acoustic_areas"),
    Line::List("ideal_sensors"),
    Line::Table("tracking"),
    Line::Heading("DEFENCE"),
    Line::List("interceptor_types"),
    Line::List("sites"),
    Line::Table("doctrine"),
    Line::Table("communications"),
    Line::Heading("CHANGES"),
    Line::List("variants"),
];

/// Lists with more members are closed until they are opened.
const MOST_OPEN: usize = 9;
const ROW_HEIGHT: f32 = 24.0;

/// What a table or list is called.
pub fn title(pattern: &str) -> String {
    match pattern {
        "" => "Scenario".to_owned(),
        "raid.variation" => "Variation between raids".to_owned(),
        _ => super::form::sentence(pattern.rsplit('.').next().unwrap_or(pattern)),
    }
}

/// Draws it; wishes go to `ops`.
pub fn outline(
    ui: &mut Ui,
    document: &Document,
    checked: &Checked,
    palette: &Palette,
    selected: &Address,
    (middle_m, step_m): (glam::DVec2, f64),
    ops: &mut Vec<Op>,
) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let mut painter = Painter { document, checked, palette, selected };
    for line in LINES {
        match line {
            Line::Heading(text) => {
                ui.add_space(10.0);
                ui.label(eframe::egui::RichText::new(*text).size(12.0).color(palette.text_weak));
            }
            Line::Table(pattern) => {
                let address = Address::of(pattern);
                let count = painter.mistakes(&address);
                if painter.row(ui, &address, &title(pattern), &title(pattern), pattern, count, 0.0).clicked() {
                    ops.push(Op::Select(address));
                }
            }
            Line::List(pattern) => painter.list(ui, pattern, (middle_m, step_m), ops),
        }
    }
}

struct Painter<'a> {
    document: &'a Document,
    checked: &'a Checked,
    palette: &'a Palette,
    selected: &'a Address,
}

impl Painter<'_> {
    /// Of a table with everything below it; of the scenario as such only its own.
    fn mistakes(&self, address: &Address) -> usize {
        if address.0.is_empty() {
            let own = |at: &Address| super::op::item_of(at).0.is_empty();
            return self.checked.problems.iter().filter(|located| own(&located.address)).count();
        }
        self.checked.count_within(address)
    }

    fn list(&mut self, ui: &mut Ui, pattern: &'static str, new_at: (glam::DVec2, f64), ops: &mut Vec<Op>) {
        let address = Address::of(pattern);
        let items: &[Node] = match address.find(self.document.root()).map(|node| &node.value) {
            Some(Value::List(items)) => items,
            _ => &[],
        };
        let id = Id::unique(("outline", pattern));
        let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, items.len() <= MOST_OPEN);
        let holds_selected = self.selected.is_within(&address) && *self.selected != address;
        // What was chosen on the map or in the list of mistakes must be seen.
        let chosen = Id::unique(("outline chosen", pattern));
        let before: Option<Address> = ui.data(|data| data.get_temp(chosen));
        if holds_selected && before.as_ref() != Some(self.selected) {
            state.set_open(true);
        }
        if holds_selected {
            ui.data_mut(|data| data.insert_temp(chosen, self.selected.clone()));
        } else {
            ui.data_mut(|data| data.remove_temp::<Address>(chosen));
        }
        let name = title(pattern);
        let text = format!("{name}  {}", items.len());
        let count = self.mistakes(&address);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let arrow = state.show_toggle_button(ui, collapsing_header::paint_default_icon);
            let what = if state.is_open() { "Close" } else { "Open" };
            arrow.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{what} {}", name.to_lowercase())));
            let row = self.row(ui, &address, &text, &name, "", count, 24.0);
            if row.clicked() {
                ops.push(Op::Select(address.clone()));
            }
            let meaning = format!("Add {}", noun(pattern));
            if super::form::quiet_button(ui, "+", &meaning).clicked() {
                ops.push(Op::Add(address.clone(), None, new_at.0, new_at.1));
            }
        });
        if state.is_open() && !items.is_empty() {
            ui.indent(id, |ui| {
                for (ix, item) in items.iter().enumerate() {
                    let member = address.ix(ix);
                    let name = item.label().unwrap_or("(unnamed)");
                    let count = self.mistakes(&member);
                    let row = self.row(ui, &member, name, &format!("{} {name}", noun(pattern)), pattern, count, 0.0);
                    if row.clicked() {
                        ops.push(Op::Select(member.clone()));
                    }
                    if *self.selected == member && before.as_ref() != Some(self.selected) {
                        row.scroll_to_me(None);
                    }
                }
            });
        }
        state.store(ui.ctx());
    }

    /// One line: a sign, a name, the number of mistakes in red.
    #[expect(
        clippy::too_many_arguments,
        reason = "a line is its address, two names, a sign, a count and room to its right"
    )]
    fn row(
        &mut self,
        ui: &mut Ui,
        address: &Address,
        text: &str,
        spoken: &str,
        sign_of: &str,
        mistakes: usize,
        right: f32,
    ) -> Response {
        let width = (ui.available_width() - right).max(40.0);
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_HEIGHT), Sense::click());
        let is_selected = self.selected == address;
        let said = match mistakes {
            0 => spoken.to_owned(),
            n => format!("{spoken}, {}", crate::report::number::counted(n as u64, "mistake")),
        };
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &said));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let visuals = ui.visuals();
        if is_selected {
            ui.painter().rect_filled(rect, 4.0, visuals.selection.bg_fill);
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, 4.0, visuals.widgets.hovered.weak_bg_fill);
        }
        let mut left = rect.left() + 6.0;
        if !sign_of.is_empty() {
            sign(ui, pos2(left + 6.0, rect.center().y), sign_of, self.palette);
            left += 18.0;
        }
        let mut room = rect.right() - left - 4.0;
        if mistakes > 0 {
            let badge = Rect::from_min_size(pos2(rect.right() - 24.0, rect.center().y - 8.0), vec2(20.0, 16.0));
            ui.painter().rect_filled(badge, 8.0, self.palette.leak);
            let font = FontId::proportional(12.0);
            ui.painter().text(badge.center(), Align2::CENTER_CENTER, mistakes, font, self.palette.background);
            room -= 26.0;
        }
        let font = TextStyle::Body.resolve(ui.style());
        let mut job = eframe::egui::text::LayoutJob::single_section(
            text.to_owned(),
            eframe::egui::TextFormat::simple(font, self.palette.text),
        );
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room.max(10.0));
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, self.palette.text);
        response
    }
}

/// A small sign in the colour that the thing has on the map.
fn sign(ui: &Ui, at: eframe::egui::Pos2, pattern: &str, palette: &Palette) {
    let painter = ui.painter();
    let shape = |points: &[(f32, f32)], color: Color32| {
        let points = points.iter().map(|(x, y)| at + vec2(*x, *y)).collect();
        painter.add(eframe::egui::Shape::convex_polygon(points, color, Stroke::NONE));
    };
    match pattern {
        "assets" => shape(&[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)], palette.asset),
        "threat_types" => shape(&[(5.0, 0.0), (-4.0, 4.0), (-4.0, -4.0)], palette.threat),
        "raid.launch_areas" => {
            painter.circle_stroke(at, 4.0, Stroke::new(1.5, palette.threat));
        }
        "raid.routes" => {
            let points = vec![at + vec2(-5.0, 3.0), at + vec2(-1.0, -3.0), at + vec2(5.0, 2.0)];
            painter.line(points, Stroke::new(1.5, palette.threat));
        }
        "raid.waves" => {
            for x in [-5.0, 0.0] {
                let points = vec![at + vec2(x, -4.0), at + vec2(x + 4.0, 0.0), at + vec2(x, 4.0)];
                painter.line(points, Stroke::new(1.5, palette.threat));
            }
        }
        "radars" | "ideal_sensors" | "acoustic_areas" => {
            painter.circle_filled(at, 2.0, palette.sensor);
            painter.circle_stroke(at, 5.0, Stroke::new(1.2, palette.sensor));
        }
        "interceptor_types" => shape(&[(5.0, 0.0), (-4.0, 3.0), (-2.0, 0.0), (-4.0, -3.0)], palette.interceptor),
        "sites" => shape(&[(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)], palette.site),
        _ => {
            painter.circle_filled(at, 2.0, palette.text_weak);
        }
    }
}
