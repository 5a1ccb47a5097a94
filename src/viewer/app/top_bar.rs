//! The bar at the top: where one is, where one can go, and what concerns the whole window.

use eframe::egui::{self, Align, Frame, Layout, Margin, Panel, RichText, Ui, vec2};

use super::export::What;
use super::state::{App, Mode};
use crate::viewer::palette::Palette;
use crate::viewer::theme;

/// What was clicked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asked {
    /// Another screen.
    Mode(Mode),
    /// To open something.
    Open,
    /// The overview of keys.
    Shortcuts,
    /// The other theme.
    Theme,
    /// To let a GPU compute raids too, or not.
    OnGpu,
    /// Another interface scale.
    Scale(f32),
    /// To export.
    Export(What),
}

/// Narrower windows have no room for the wordmark.
const WORDMARK_FROM: f32 = 900.0;
/// Narrower windows have no room for the title of what is open.
const TITLE_FROM: f32 = 1100.0;

pub(super) fn ui(app: &App, ui: &mut Ui) -> Option<Asked> {
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    let mut asked = None;
    Panel::top("top bar").exact_size(theme::BAR_HEIGHT).frame(frame).show(ui, |ui| {
        let width = ui.available_width();
        ui.horizontal_centered(|ui| {
            if width > WORDMARK_FROM {
                wordmark(ui, palette);
            }
            asked = tabs(app, ui, palette);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                asked = asked.or(right(app, ui));
                if width > TITLE_FROM {
                    title(app, ui);
                }
            });
        });
    });
    asked
}

fn wordmark(ui: &mut Ui, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(22.0, 22.0), egui::Sense::hover());
    let (c, r) = (rect.center(), 9.0);
    let at = |x: f32, y: f32| c + vec2(x * r, y * r);
    // A bird in a dive on a course that meets another: two strokes and a point.
    let stroke = egui::Stroke::new(2.2, palette.accent);
    ui.painter().line(vec![at(-1.0, -0.7), at(0.1, 0.25), at(1.0, -0.7)], stroke);
    ui.painter().line_segment([at(0.1, 0.25), at(0.1, 1.0)], stroke);
    ui.painter().circle_filled(at(0.1, -0.55), 2.2, palette.threat);
    ui.label(RichText::new("Kingbird").family(egui::FontFamily::Name(theme::STRONG.into())).size(16.0));
    ui.add_space(12.0);
}

fn tabs(app: &App, ui: &mut Ui, palette: &Palette) -> Option<Asked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.visuals_mut().widgets.inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
    ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::NONE;
    ui.visuals_mut().widgets.hovered.bg_stroke = egui::Stroke::NONE;
    for mode in Mode::ALL {
        let is_here = app.mode == mode;
        let color = if is_here { palette.text } else { palette.text_weak };
        let tab = ui.button(RichText::new(mode.name()).color(color));
        if is_here {
            let rect = tab.rect;
            ui.painter().hline(
                rect.x_range().shrink(10.0),
                rect.bottom() + 3.0,
                egui::Stroke::new(2.0, palette.accent),
            );
        }
        if tab.on_hover_text(mode.hint()).clicked() {
            asked = Some(Asked::Mode(mode));
        }
    }
    asked
}

/// From the right edge inwards.
fn right(app: &App, ui: &mut Ui) -> Option<Asked> {
    let mut asked = None;
    if ui.button("?").on_hover_text("Keyboard shortcuts (F1)").clicked() {
        asked = Some(Asked::Shortcuts);
    }
    ui.menu_button("View", |ui| {
        let other = if app.prefs.dark { "Light theme" } else { "Dark theme" };
        if ui.button(other).clicked() {
            asked = Some(Asked::Theme);
            ui.close();
        }
        let mut on_gpu = app.prefs.on_gpu;
        let hint =
            "A GPU computes the raid beside the CPU, and every bit is compared; from the next raid that is opened on";
        if ui.checkbox(&mut on_gpu, "Check raids on the GPU").on_hover_text(hint).clicked() {
            asked = Some(Asked::OnGpu);
        }
        ui.separator();
        ui.label("Interface scale");
        for scale in [0.8, 1.0, 1.25, 1.5, 2.0] {
            let is_set = (app.prefs.scale - scale).abs() < 0.01;
            if ui.selectable_label(is_set, format!("{:.0} %", scale * 100.0)).clicked() {
                asked = Some(Asked::Scale(scale));
                ui.close();
            }
        }
    });
    ui.menu_button("Export", |ui| {
        for what in What::ALL {
            let enabled = app.can_export(what);
            let button = ui.add_enabled(enabled, egui::Button::new(what.name()));
            if button.on_hover_text(what.hint()).on_disabled_hover_text("Open a raid first").clicked() {
                asked = Some(Asked::Export(what));
                ui.close();
            }
        }
    });
    if ui.button("Open...").on_hover_text("A scenario file or a folder of results (Ctrl+O)").clicked() {
        asked = Some(Asked::Open);
    }
    asked
}

/// What is open, in the middle of what is left.
fn title(app: &App, ui: &mut Ui) {
    let text = match app.mode {
        Mode::Raid => app.raid.as_ref().map(|raid| named(raid.request())),
        Mode::Compare => app.compare.as_ref().map(|compare| named(compare.request())),
        _ => None,
    };
    if let Some(text) = text {
        ui.add_space(12.0);
        ui.label(RichText::new(text).weak());
    }
}

fn named(request: &crate::viewer::screen::RaidRequest) -> String {
    let variant = request.variant.as_ref().map_or_else(String::new, |variant| format!(", {variant}"));
    let assigner = request.assigner.as_deref().unwrap_or(&request.scenario.doctrine.assigner);
    format!(
        "{}{variant}  ·  {assigner}  ·  seed {}, replicate {}",
        request.scenario.name, request.seed, request.replicate
    )
}
