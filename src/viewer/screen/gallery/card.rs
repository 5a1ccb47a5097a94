//! One scenario of the gallery: its picture, what it shows, how large it is, and what can be done with it.

use eframe::egui::{
    Align, Button, Color32, CornerRadius, Frame, Label, Layout, Margin, Rect, RichText, Sense, Stroke, Ui, UiBuilder,
    vec2,
};

use super::thumbnail::Thumbnail;
use crate::report::number::counted;
use crate::scenario::{Loaded, Shipped, parse};
use crate::viewer::palette::Palette;
use crate::viewer::screen::{Action, RaidRequest};

/// Height of a picture by its width.
const PICTURE_ASPECT: f32 = 0.52;
/// Lines that a summary takes at most, in points.
const SUMMARY_HEIGHT: f32 = 52.0;
const INNER: f32 = 12.0;

/// A scenario that was read.
pub struct Card {
    name: &'static str,
    loaded: Loaded,
    size: String,
    /// Its picture.
    pub thumbnail: Thumbnail,
}

impl Card {
    /// Reads a shipped scenario; one that cannot be read has no card, and a test sees to it that there is none.
    pub fn read(shipped: &Shipped) -> Option<Self> {
        let loaded = parse(shipped.text, &shipped.file(), None).ok()?;
        let thumbnail = Thumbnail::new(&loaded.scenario);
        Some(Self { name: shipped.name, size: size(&loaded), loaded, thumbnail })
    }

    /// Whether it stands among the tests and benchmarks.
    pub fn is_for_tests(&self) -> bool {
        self.name.contains('/')
    }

    /// Height of a card of a width, points.
    pub fn height(width: f32) -> f32 {
        width * PICTURE_ASPECT + SUMMARY_HEIGHT + 104.0
    }

    /// Draws it in a rectangle.
    pub fn ui(&mut self, ui: &mut Ui, rect: Rect, palette: &Palette) -> Option<Action> {
        let mut action = None;
        let hovered = ui.rect_contains_pointer(rect);
        let outline = if hovered { palette.accent.gamma_multiply(0.7) } else { palette.outline };
        ui.painter().rect_filled(rect, CornerRadius::same(8), palette.panel);
        let picture =
            Rect::from_min_size(rect.min + vec2(1.0, 1.0), vec2(rect.width() - 2.0, rect.width() * PICTURE_ASPECT));
        if self.thumbnail.ui(ui, picture, palette, self.name) {
            action = Some(self.watch());
        }
        let text = Rect::from_min_max(picture.left_bottom(), rect.max).shrink2(vec2(INNER, 8.0));
        // A child that takes no room of the page's own: the grid has given the card its place.
        let mut inner = ui.new_child(UiBuilder::new().max_rect(text));
        inner.shrink_clip_rect(text.expand(2.0));
        inner.spacing_mut().item_spacing.y = 4.0;
        inner.horizontal(|ui| {
            ui.label(RichText::new(self.name).heading().color(palette.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let length = RichText::new(length(&self.loaded)).size(12.0).color(palette.text_weak);
                ui.add(Label::new(length).truncate()).on_hover_text("Longest that a raid is followed");
            });
        });
        self.summary(&mut inner, palette);
        inner.add(Label::new(RichText::new(&self.size).size(12.0).color(palette.text_weak)).truncate());
        action = action.or(self.buttons(&mut inner, palette, text));
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(8),
            Stroke::new(1.0, outline),
            eframe::egui::StrokeKind::Inside,
        );
        action
    }

    fn summary(&self, ui: &mut Ui, palette: &Palette) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), SUMMARY_HEIGHT), Sense::hover());
        let text = RichText::new(&self.loaded.scenario.summary).color(palette.text.gamma_multiply(0.85));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(rect));
        inner.shrink_clip_rect(rect);
        inner.add(Label::new(text).wrap()).on_hover_text(&self.loaded.scenario.summary);
    }

    /// At the card's foot, wherever the text ended.
    fn buttons(&self, ui: &mut Ui, palette: &Palette, text: Rect) -> Option<Action> {
        let mut action = None;
        let foot = Rect::from_min_max(eframe::egui::pos2(text.left(), text.bottom() - 30.0), text.max);
        let mut foot = ui.new_child(UiBuilder::new().max_rect(foot));
        foot.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.spacing_mut().button_padding.x = 8.0;
            let name = self.name;
            let watch = Button::new(RichText::new("Watch").color(palette.background)).fill(palette.accent);
            let watch = ui.add(watch);
            spoken(&watch, &format!("Watch {name}"));
            if watch.clicked() {
                action = Some(self.watch());
            }
            let compare =
                ui.button("Compare assigners").on_hover_text("The same raid under two assigners, side by side");
            spoken(&compare, &format!("Compare assigners on {name}"));
            if compare.clicked() {
                action = Some(RaidRequest::first_of(self.loaded.clone(), name).beside_another());
            }
            let edit = ui.button("Edit").on_hover_text("Change it on the map and in numbers");
            spoken(&edit, &format!("Edit {name}"));
            if edit.clicked() {
                action = Some(Action::Edit(name.to_owned()));
            }
        });
        action
    }

    fn watch(&self) -> Action {
        Action::OpenRaid(Box::new(RaidRequest::first_of(self.loaded.clone(), self.name)))
    }
}

fn spoken(response: &eframe::egui::Response, name: &str) {
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, name));
}

/// "208 drones  ·  152 interceptors at 8 sites".
fn size(loaded: &Loaded) -> String {
    let scenario = &loaded.scenario;
    let threats: u64 = scenario.raid.waves.iter().flat_map(|wave| &wave.composition).map(|p| u64::from(p.count)).sum();
    let rounds: u64 = scenario.sites.iter().flat_map(|site| &site.magazines).map(|m| u64::from(m.rounds)).sum();
    format!(
        "{}  ·  {} at {}",
        counted(threats, "drone"),
        counted(rounds, "interceptor"),
        counted(scenario.sites.len() as u64, "site"),
    )
}

/// "1:20 h", "35:00 min".
fn length(loaded: &Loaded) -> String {
    let seconds = loaded.scenario.theatre.duration_s as u64;
    if seconds >= 3600 {
        format!("{}:{:02} h", seconds / 3600, seconds / 60 % 60)
    } else {
        format!("{}:{:02} min", seconds / 60, seconds % 60)
    }
}

/// A frame of the page's own look.
pub fn area(palette: &Palette, fill: Color32) -> Frame {
    Frame::new().fill(fill).stroke(Stroke::new(1.0, palette.outline)).corner_radius(8).inner_margin(Margin::same(14))
}
