//! The tab that lists what happened when. Only the rows in sight are made into text, so its length does not matter.

use eframe::egui::{self, RichText, Sense, Vec2, accesskit::Role};

use super::command::Command;
use super::parts;
use super::sentence::{self, Kind};
use super::view::View;
use crate::model::codes;
use crate::model::events::Event;
use crate::model::names::EventKind;
use crate::replay::Log;
use crate::report::number;
use crate::viewer::palette::Palette;
use crate::viewer::selection::Entity;

/// The list: what is hidden, whether it follows the playhead.
#[derive(Debug)]
pub struct Events {
    hidden: Vec<Kind>,
    follows: bool,
    only_selected: bool,
    /// Indices of the events listed, and what they were chosen by.
    rows: Vec<u32>,
    chosen_by: Option<Choice>,
    shown_tick: f64,
}

/// What decides which events are listed.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    n_events: usize,
    hidden: Vec<Kind>,
    of: Option<Entity>,
    belief: bool,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            hidden: vec![Kind::Channel],
            follows: true,
            only_selected: false,
            rows: Vec::new(),
            chosen_by: None,
            shown_tick: -1.0,
        }
    }
}

/// Two lines: a sentence names both ends.
const ROW_HEIGHT: f32 = 36.0;

impl Events {
    /// Draws the tab; a click on a row goes to its moment and selects whom it happened to.
    pub fn ui(&mut self, ui: &mut egui::Ui, view: &View<'_>, selected: Option<Entity>, commands: &mut Vec<Command>) {
        self.filter(ui, selected);
        self.choose(view, selected);
        let n = number::counted(self.rows.len() as u64, "event");
        let of = if view.extent.done { "" } else { " so far" };
        ui.label(RichText::new(format!("{n}{of}")).small().color(view.palette.text_weak));
        if self.rows.is_empty() {
            let text = if view.log.events.is_empty() {
                "Nothing has been simulated yet; events appear here as they happen."
            } else {
                "No event of these kinds. Switch on more kinds above."
            };
            parts::hint(ui, view.palette, text);
            return;
        }
        self.list(ui, view, commands);
    }

    fn filter(&mut self, ui: &mut egui::Ui, selected: Option<Entity>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
            for kind in Kind::ALL {
                let shown = !self.hidden.contains(&kind);
                if ui.selectable_label(shown, kind.label()).clicked() {
                    if shown {
                        self.hidden.push(kind);
                    } else {
                        self.hidden.retain(|hidden| *hidden != kind);
                    }
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut self.follows, "Follow the time").on_hover_text("Keeps the moment shown in the middle");
            let only = egui::Checkbox::new(&mut self.only_selected, "Only what is selected");
            ui.add_enabled(selected.is_some(), only).on_disabled_hover_text("Select something on the map first");
        });
    }

    fn choose(&mut self, view: &View<'_>, selected: Option<Entity>) {
        let choice = Choice {
            n_events: view.log.events.len(),
            hidden: self.hidden.clone(),
            of: selected.filter(|_| self.only_selected),
            belief: view.is_belief(),
        };
        if self.chosen_by.as_ref() == Some(&choice) {
            return;
        }
        let fits = |event: &Event| {
            !choice.hidden.contains(&Kind::of(event.code))
                && choice.of.is_none_or(|entity| is_about(event, entity, view))
                && (!choice.belief || sentence::is_known_to_defence(event.code))
        };
        self.rows = indices(view.log, fits);
        self.chosen_by = Some(choice);
    }

    fn list(&mut self, ui: &mut egui::Ui, view: &View<'_>, commands: &mut Vec<Command>) {
        let past = self.rows.partition_point(|&ix| f64::from(view.log.events[ix as usize].tick) <= view.tick);
        let mut area = egui::ScrollArea::vertical().auto_shrink(false).id_salt("events");
        if self.follows && self.shown_tick != view.tick {
            let middle = past as f32 * ROW_HEIGHT - 0.5 * ui.available_height();
            area = area.vertical_scroll_offset(middle.max(0.0));
            self.shown_tick = view.tick;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW_HEIGHT, self.rows.len(), |ui, range| {
            for ix in range {
                let event = &view.log.events[self.rows[ix] as usize];
                line(ui, view, event, ix < past, ix + 1 == past, commands);
            }
        });
    }
}

/// Indices of the events that fit, in the order of the log.
fn indices(log: &Log, fits: impl Fn(&Event) -> bool) -> Vec<u32> {
    let events = log.events.iter().enumerate();
    events.filter(|(_, event)| fits(event)).map(|(ix, _)| ix as u32).collect()
}

/// Whether an event happened to something or was done by it.
pub fn is_about(event: &Event, entity: Entity, view: &View<'_>) -> bool {
    let by_round = |fits: &dyn Fn(&super::cast::Hunter) -> bool| {
        EventKind::of(event.code).of_round && view.cast.rounds.get(event.entity as usize).is_some_and(fits)
    };
    match entity {
        Entity::Threat(ix) => EventKind::threat_of(event) == Some(ix),
        Entity::Round(_) => sentence::subject(event) == entity,
        Entity::Site(site) => by_round(&|round| round.site == site as usize),
        Entity::Asset(asset) => {
            event.code == codes::EVENT_LEAKED
                && view.cast.threats.get(event.entity as usize).is_some_and(|threat| threat.aim == asset as usize)
        }
        Entity::Sensor(sensor) => event.code == codes::EVENT_CONFIRMED && event.detail / 2 == sensor,
    }
}

fn line(ui: &mut egui::Ui, view: &View<'_>, event: &Event, past: bool, latest: bool, commands: &mut Vec<Command>) {
    let palette = view.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::click());
    let text = sentence::in_words(event, view.cast, view.picture);
    let time = view.clock(f64::from(event.tick));
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, format!("{time} {text}")));
    if response.hovered() || latest {
        let fill = if response.hovered() { palette.raised } else { palette.accent.gamma_multiply(0.18) };
        ui.painter().rect_filled(rect, 3.0, fill);
    }
    let faded = |color: egui::Color32| if past { color } else { color.gamma_multiply(0.55) };
    let font = egui::TextStyle::Body.resolve(ui.style());
    let painter = ui.painter_at(rect);
    let weak = faded(palette.text_weak);
    let time = painter.layout_no_wrap(time, egui::TextStyle::Monospace.resolve(ui.style()), weak);
    painter.galley(rect.min + Vec2::new(4.0, 3.0), time, weak);
    painter.circle_filled(rect.min + Vec2::new(TIME_WIDTH - 9.0, 10.0), 3.0, faded(color_of(event.code, palette)));
    let mut job =
        egui::text::LayoutJob::simple(text.clone(), font, faded(palette.text), rect.width() - TIME_WIDTH - 4.0);
    job.wrap.max_rows = 2;
    let galley = painter.layout_job(job);
    let cut = galley.elided;
    painter.galley(rect.min + Vec2::new(TIME_WIDTH, 2.0), galley, palette.text);
    let response = if cut { response.on_hover_text(text) } else { response };
    if response.clicked() {
        commands.push(Command::Select(Some(sentence::subject(event))));
        commands.push(Command::Seek(super::marks::shown_at(event.tick, view.extent.epoch_ticks)));
    }
}

/// Room for the time and the dot before the sentence.
const TIME_WIDTH: f32 = 72.0;

/// The colour of an event: what it means for the defence.
pub fn color_of(code: u32, palette: &Palette) -> egui::Color32 {
    match code {
        codes::EVENT_LEAKED => palette.leak,
        codes::EVENT_KILL | codes::EVENT_KILLED => palette.kill,
        codes::EVENT_PASS_FAILED | codes::EVENT_NOT_ACQUIRED | codes::EVENT_MISSED | codes::EVENT_EXPIRED => {
            palette.warning
        }
        _ => match Kind::of(code) {
            Kind::Start => palette.threat,
            Kind::Track => palette.track,
            Kind::Channel => palette.site,
            _ => palette.interceptor,
        },
    }
}
