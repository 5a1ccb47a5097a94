//! How far the work is, and what became of it: bar, rate, time left, cancel, and what to do where it failed.

use eframe::egui::{self, ProgressBar, RichText};

use crate::report::number::{duration, integer, short};
use crate::study::Work;
use crate::study::work::{Pace, State};
use crate::viewer::palette::Palette;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Stop.
    Cancel,
    /// Run what is missing on the CPU.
    GoOnWithCpu,
}

/// Draws it.
pub fn ui(ui: &mut egui::Ui, palette: &Palette, work: &Work) -> Option<Asked> {
    let (state, pace) = (work.state(), work.pace());
    let mut asked = None;
    if state == State::Running || matches!(state, State::Failed { .. }) {
        let bar = ProgressBar::new(pace.done as f32 / pace.total.max(1) as f32)
            .desired_height(10.0)
            .fill(palette.accent)
            .corner_radius(5);
        ui.add(bar).widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, "Progress of the comparison")
        });
    }
    let weak = |text: String| RichText::new(text).small().color(palette.text_weak);
    match &state {
        State::Running if work.is_cancelled() => _ = ui.label(weak("stopping at the next epoch".to_owned())),
        State::Running => {
            ui.label(weak(rate(work, &pace)));
            if ui.button("Cancel").on_hover_text("What is complete stays").clicked() {
                asked = Some(Asked::Cancel);
            }
        }
        State::Done => _ = ui.label(weak(finished(&pace))),
        State::Cancelled => _ = ui.label(weak("Cancelled; what was complete is shown".to_owned())),
        State::Failed { message, cpu_can_go_on } => {
            // The remedy in this window's words, not the command line's.
            let message = message.replace("--engine cpu", "the CPU engine");
            ui.label(RichText::new(message).color(palette.leak));
            if *cpu_can_go_on
                && ui.button("Go on with the CPU").on_hover_text("The results are the same bits").clicked()
            {
                asked = Some(Asked::GoOnWithCpu);
            }
        }
    }
    for remark in work.remarks() {
        ui.label(RichText::new(remark).small().color(palette.warning));
    }
    asked
}

fn rate(work: &Work, pace: &Pace) -> String {
    if work.engine().is_none() {
        return "opening the engine".to_owned();
    }
    let mut text = format!("{} of {} raids", integer(pace.done as u64), integer(pace.total as u64));
    if let (Some(per_s), Some(left_s)) = (pace.per_s, pace.left_s) {
        text += &format!("\n{} per second, {} left", short(per_s), duration(left_s.ceil()));
    }
    text
}

fn finished(pace: &Pace) -> String {
    let rate = pace.per_s.map_or_else(String::new, |per_s| format!(", {} per second", short(per_s)));
    format!("{} raids{rate}", integer(pace.total as u64))
}
