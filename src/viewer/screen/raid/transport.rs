//! The row of buttons above the timeline: play, steps, speed, leaks, and the time.

use eframe::egui::{self, Color32, RichText};

use super::clock::{Clock, Extent, Speed};
use super::command::Command;
use super::icon::{self, Icon};
use super::words;
use crate::report::number;
use crate::viewer::palette::Palette;

/// What the row shows.
pub struct Transport<'a> {
    /// The playhead.
    pub clock: &'a Clock,
    /// How much has been simulated.
    pub extent: Extent,
    /// What one can go to one by one.
    pub stops: Stops,
    /// Beside the buttons: the leak that was jumped to, or what is going on.
    pub message: Option<&'a Message>,
    /// Width from which on the message has room beside the buttons; below, it stands under them. Points.
    pub room_from: f32,
    /// Colours.
    pub palette: &'a Palette,
}

/// Moments that one can go to one by one.
#[derive(Clone, Copy, Debug)]
pub struct Stops {
    /// One of them: `leak`.
    pub name: &'static str,
    /// How many there are so far.
    pub n: usize,
    /// What it means, where there are any.
    pub color: Color32,
}

/// A line of text with its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The text.
    pub text: String,
    /// Whether it tells of what was gone to, such as a leak.
    pub is_leak: bool,
}

impl Transport<'_> {
    /// Draws the row; says what is to be done.
    pub fn ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let wide = ui.available_width() >= self.room_from;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            self.moves(ui, commands);
            ui.add_space(6.0);
            self.time(ui);
            ui.add_space(6.0);
            self.speed(ui, commands);
            ui.add_space(6.0);
            self.stops(ui, commands);
            if wide {
                ui.add_space(10.0);
                self.message(ui);
            }
        });
        if !wide {
            ui.horizontal(|ui| self.message(ui));
        }
    }

    fn moves(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let (play, name) = if self.clock.is_playing() { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
        for (icon, name, key, command) in [
            (Icon::Edge(-1), "To the beginning", "Home", Command::Start),
            (Icon::Leap(-1), "Back one epoch", "Shift+Left", Command::StepEpoch(-1.0)),
            (Icon::Step(-1), "Back one tick", "Left", Command::StepTick(-1.0)),
            (play, name, "Space", Command::TogglePlay),
            (Icon::Step(1), "On one tick", "Right", Command::StepTick(1.0)),
            (Icon::Leap(1), "On one epoch", "Shift+Right", Command::StepEpoch(1.0)),
            (Icon::Edge(1), "To the end", "End", Command::End),
        ] {
            if icon::button(ui, icon, name, key).clicked() {
                commands.push(command);
            }
        }
    }

    fn time(&self, ui: &mut egui::Ui) {
        let seconds = |tick: f64| tick * self.extent.tick_s;
        let now = seconds(self.clock.tick());
        let now = if self.clock.is_playing() { words::clock(now) } else { words::clock_tenths(now) };
        let most = if self.extent.done { "" } else { "\u{2264} " };
        let total = format!("/ {most}{}", words::clock(seconds(f64::from(self.extent.end_tick()))));
        let now = egui::Label::new(RichText::new(now).monospace().size(15.0).color(self.palette.text));
        // As wide as it can get, so that nothing to its right moves while the time runs.
        let width = if seconds(f64::from(self.extent.end_tick())) >= 3600.0 { 84.0 } else { 66.0 };
        ui.add_sized([width, 20.0], now);
        ui.label(RichText::new(total).monospace().size(13.0).color(self.palette.text_weak));
    }

    fn speed(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        if icon::button(ui, Icon::Minus, "Slower", "[").clicked() {
            commands.push(Command::Faster(-1));
        }
        let speed = self.clock.speed();
        let menu = egui::ComboBox::from_id_salt("speed").width(58.0).selected_text(speed.label());
        let menu = menu.show_ui(ui, |ui| {
            for choice in Speed::ALL {
                if ui.selectable_label(choice == speed, choice.label()).clicked() {
                    commands.push(Command::SetSpeed(choice));
                }
            }
        });
        let label = format!("Speed {}", speed.label());
        menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label));
        if icon::button(ui, Icon::Plus, "Faster", "]").clicked() {
            commands.push(Command::Faster(1));
        }
    }

    fn stops(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let Stops { name, n, color } = self.stops;
        ui.add_enabled_ui(n > 0, |ui| {
            if icon::button(ui, Icon::Step(-1), &format!("Previous {name}"), "Shift+L").clicked() {
                commands.push(Command::PreviousLeak);
            }
            let color = if n > 0 { color } else { self.palette.text_weak };
            ui.label(RichText::new(number::counted(n as u64, name)).color(color));
            if icon::button(ui, Icon::Step(1), &format!("Next {name}"), "L").clicked() {
                commands.push(Command::NextLeak);
            }
        });
    }

    fn message(&self, ui: &mut egui::Ui) {
        let (text, color) = match self.message {
            Some(message) if message.is_leak => (message.text.clone(), self.stops.color),
            Some(message) => (message.text.clone(), self.palette.text),
            None => (self.progress(), self.palette.text_weak),
        };
        ui.add(egui::Label::new(RichText::new(text).color(color)).truncate());
    }

    /// How far the simulation is, or how to go on.
    fn progress(&self) -> String {
        if self.extent.done {
            return format!("Drag in the timeline to go anywhere; L goes to the next {}.", self.stops.name);
        }
        let time = |tick: f64| words::clock(tick * self.extent.tick_s);
        let waits = self.clock.waits_for().map(|tick| format!(", waiting for {}", time(tick)));
        let waits = waits.unwrap_or_default();
        if self.extent.halted {
            return format!("The simulation stopped at {}{waits}.", time(f64::from(self.extent.head_tick)));
        }
        format!("Simulating\u{2026} {}{waits}", number::percent(self.extent.share()))
    }
}
