//! The editor: a scenario file as text is the single truth; the form, the map and the outline are ways to read and change it.
//!
//! `document` holds the text and its operations, `problems` what is wrong with it and where, `places` what stands on the map.
//! `outline`, `map`, `form`, `raw` and `mistakes` draw; they collect wishes (`op`), which are done when all is drawn.

mod bar;
mod document;
mod form;
mod map;
mod mistakes;
mod op;
mod outline;
mod places;
mod problems;
mod raw;
mod saving;
#[cfg(test)]
mod tests;

use std::time::Instant;

use eframe::egui::{self, Frame, Key, KeyboardShortcut, Margin, Modifiers, Panel, RichText, ScrollArea, Ui};

use self::bar::{Pressed, Tab};
use self::document::{Address, Document, Source};
use self::map::MapView;
use self::op::{Op, item_of};
use self::places::Places;
use self::problems::Checked;
use self::raw::RawText;
use self::saving::Saving;
use super::{Action, At, RaidRequest};
use crate::viewer::palette::Palette;

/// A check that takes longer than this waits until typing or dragging pauses, seconds.
const QUICK_CHECK_S: f64 = 0.008;
/// Such a pause, seconds.
const PAUSE_S: f64 = 0.25;
/// How long a field that was gone to stays marked, seconds.
const REVEAL_S: f64 = 1.6;
/// Below this width the panels are narrow, points.
const NARROW: f32 = 1000.0;

/// One scenario being edited.
pub struct Editor {
    document: Document,
    checked: Checked,
    places: Places,
    /// Revision that was checked, and that the map was read from.
    checked_revision: u64,
    read_revision: u64,
    check_took_s: f64,
    changed_at_s: f64,
    selected: Address,
    tab: Tab,
    map: MapView,
    raw: RawText,
    saving: Saving,
    help: Option<Address>,
    /// A field that is to be seen, and until when it is marked.
    reveal: Option<(Address, f64)>,
    saves_next: bool,
}

impl Editor {
    /// Opens a shipped scenario by name, or a file.
    ///
    /// # Errors
    /// A sentence that says what could not be opened and why.
    pub fn open(source: &str) -> Result<Self, String> {
        Ok(Self::new(Document::open(source)?))
    }

    fn new(document: Document) -> Self {
        let begun = Instant::now();
        let checked = problems::check(&document);
        let check_took_s = begun.elapsed().as_secs_f64();
        let places = places::places(document.doc());
        let tab = if document.is_readable() { Tab::Map } else { Tab::Text };
        Self {
            checked,
            places,
            checked_revision: document.revision(),
            read_revision: document.revision(),
            check_took_s,
            changed_at_s: 0.0,
            selected: Address::default(),
            tab,
            map: MapView::default(),
            raw: RawText::default(),
            saving: Saving::default(),
            help: None,
            reveal: None,
            saves_next: false,
            document,
        }
    }

    /// The file's text as it is now.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// Draws the editor in all the space that is left.
    pub fn ui(&mut self, ui: &mut Ui, palette: &Palette) -> Option<Action> {
        let mut action = self.keys(ui);
        self.look_again(ui);
        let mut ops = Vec::new();
        let size = ui.available_size();
        let narrow = size.x < NARROW;
        let panel = |margin: Margin| Frame::new().fill(palette.panel).inner_margin(margin);
        let pressed = Panel::top("editor bar")
            .frame(panel(Margin::symmetric(10, 6)))
            .show(ui, |ui| bar::bar(ui, &self.document, &self.checked, palette, &mut self.tab))
            .inner;
        Panel::left("editor outline")
            .frame(panel(Margin::symmetric(8, 6)))
            .default_size(if narrow { 176.0 } else { 230.0 })
            .size_range(140.0..=380.0)
            .show(ui, |ui| self.outline(ui, palette, &mut ops));
        Panel::right("editor form")
            .frame(panel(Margin::symmetric(10, 6)))
            .default_size(if narrow { 290.0 } else { 366.0 })
            .size_range(250.0..=560.0)
            .show(ui, |ui| self.form(ui, palette, &mut ops));
        if !self.checked.problems.is_empty() {
            Panel::bottom("editor mistakes")
                .frame(panel(Margin::symmetric(10, 6)))
                .resizable(true)
                .default_size(if size.y < 600.0 { 92.0 } else { 132.0 })
                .size_range(60.0..=(0.5 * size.y).max(61.0))
                .show(ui, |ui| self.mistakes(ui, palette));
        }
        let middle = Frame::new().fill(palette.background);
        egui::CentralPanel::default().frame(middle).show(ui, |ui| match self.tab {
            Tab::Map => self.map.ui(ui, &self.document, &self.places, palette, &self.selected, &mut ops),
            Tab::Text => self.raw.ui(ui, &mut self.document, &self.checked, palette),
        });
        for op in ops {
            action = action.or(self.perform(op));
        }
        action = action.or(pressed.and_then(|pressed| self.press(pressed)));
        action.or(self.saving.ui(ui.ctx(), &mut self.document, palette))
    }

    /// Whether something would be lost if it were closed now.
    pub fn is_dirty(&self) -> bool {
        self.document.is_dirty()
    }

    /// Reads map and mistakes anew where the text has changed.
    fn look_again(&mut self, ui: &Ui) {
        let revision = self.document.revision();
        let now = ui.input(|input| input.time);
        if self.read_revision != revision {
            self.read_revision = revision;
            self.changed_at_s = now;
            self.places = places::places(self.document.doc());
            self.keep_selection();
        }
        let waits = self.check_took_s > QUICK_CHECK_S && now - self.changed_at_s < PAUSE_S;
        if self.checked_revision == revision {
            return;
        }
        if waits {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(PAUSE_S));
            return;
        }
        let begun = Instant::now();
        self.checked = problems::check(&self.document);
        self.check_took_s = begun.elapsed().as_secs_f64();
        self.checked_revision = revision;
    }

    /// What was selected may be gone after an undo or in the text: then what held it is selected.
    fn keep_selection(&mut self) {
        while self.selected.last_ix().is_some() && self.selected.find(self.document.root()).is_none() {
            self.selected = self.selected.parent().unwrap_or_default();
        }
        if let Some(list) = &self.map.adding
            && let Some(member) = list.parent().filter(|member| member.last_ix().is_some())
            && member.find(self.document.root()).is_none()
        {
            self.map.adding = None;
        }
    }

    fn outline(&mut self, ui: &mut Ui, palette: &Palette, ops: &mut Vec<Op>) {
        self.head(ui, palette);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let new_at = self.map.new_at();
            outline::outline(ui, &self.document, &self.checked, palette, &self.selected, new_at, ops);
        });
    }

    /// Which file this is and whether it was saved.
    fn head(&self, ui: &mut Ui, palette: &Palette) {
        let source = self.document.source();
        let (name, place) = match source {
            Source::Shipped(name) => ((*name).to_owned(), "built in".to_owned()),
            Source::File(path) => {
                let name = path.file_name().map_or_else(|| source.name(), |name| name.to_string_lossy().into_owned());
                (name, path.parent().map(|parent| parent.display().to_string()).unwrap_or_default())
            }
        };
        let state = if self.is_dirty() { "edited, not saved" } else { "unchanged" };
        let color = if self.is_dirty() { palette.warning } else { palette.text_weak };
        ui.add(egui::Label::new(RichText::new(name).strong()).truncate()).on_hover_text(source.name());
        let place = if place.is_empty() { String::new() } else { format!("{place}  ·  ") };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add(egui::Label::new(RichText::new(place).size(12.0).color(palette.text_weak)).truncate());
            ui.add(egui::Label::new(RichText::new(state).size(12.0).color(color)).truncate());
        });
        ui.separator();
    }

    fn form(&mut self, ui: &mut Ui, palette: &Palette, ops: &mut Vec<Op>) {
        let help_frame = Frame::new().inner_margin(Margin::symmetric(0, 6));
        Panel::bottom("editor help").frame(help_frame).exact_size(74.0).show(ui, |ui| {
            form::help(ui, palette, self.help.as_ref());
        });
        if !self.document.is_readable() {
            let text = "The text is no TOML as it stands. Mend it in the text; the form comes back then.";
            ui.label(RichText::new(text).color(palette.warning));
            if ui.button("Show the text").clicked() {
                self.tab = Tab::Text;
                self.raw.go_to(self.checked.problems.first().map_or(0, |located| located.byte));
            }
            return;
        }
        let (middle_m, step_m) = self.map.new_at();
        let mut help = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let mut context = form::Context {
                document: &self.document,
                checked: &self.checked,
                palette,
                ops,
                help: &mut help,
                reveal: self.reveal.as_ref().map(|(address, _)| address),
                middle_m,
                step_m,
            };
            form::form(ui, &mut context, &self.selected);
        });
        if help.is_some() {
            self.help = help;
        }
    }

    fn mistakes(&mut self, ui: &mut Ui, palette: &Palette) {
        let Some(chosen) = mistakes::mistakes(ui, &self.checked, palette) else { return };
        let (address, byte) = (chosen.address.clone(), chosen.byte);
        if self.tab == Tab::Text || !self.document.is_readable() {
            self.tab = Tab::Text;
            self.raw.go_to(byte);
        }
        self.show_field(address, ui.input(|input| input.time));
    }

    /// Shows the field of the first mistake, where there is one: what a file with mistakes opens at.
    pub fn show_first_mistake(&mut self, now_s: f64) {
        let first = self.checked.problems.first().map(|problem| problem.address.clone());
        if let Some(address) = first {
            self.show_field(address, now_s);
        }
    }

    fn show_field(&mut self, address: Address, now_s: f64) {
        self.selected = item_of(&address);
        let handle = self.places.handles.iter().find(|handle| handle.item == self.selected);
        if let Some(at_m) = handle.map(|handle| handle.at_m) {
            self.map.look_at(at_m);
        }
        self.help = Some(address.clone());
        self.reveal = Some((address, now_s + REVEAL_S));
    }

    fn perform(&mut self, op: Op) -> Option<Action> {
        match op.apply(&mut self.document) {
            Ok(Some(address)) => {
                self.selected = item_of(&address);
                None
            }
            Ok(None) => None,
            Err(refused) => Some(Action::Warn(refused.to_string())),
        }
    }

    fn press(&mut self, pressed: Pressed) -> Option<Action> {
        match pressed {
            Pressed::Undo => {
                self.document.undo();
                None
            }
            Pressed::Redo => {
                self.document.redo();
                None
            }
            Pressed::Save => self.saving.save(&mut self.document),
            Pressed::SaveAs => {
                self.saving.save_as(&self.document);
                None
            }
            Pressed::Watch => self.request().map(|request| Action::OpenRaid(Box::new(request))),
            Pressed::Statistics => self.request().map(|request| Action::OpenStatistics(Box::new(request))),
        }
    }

    /// The scenario as it is now, saved or not.
    fn request(&self) -> Option<RaidRequest> {
        let checked = problems::check(&self.document);
        let loaded = checked.loaded?;
        Some(RaidRequest {
            scenario: loaded.scenario,
            digest: loaded.digest,
            source: self.document.source().name(),
            variant: None,
            assigner: None,
            objective: None,
            seed: 1,
            replicate: 0,
            at: At::Beginning,
            on_gpu: false,
        })
    }

    /// Shortcuts: undo, redo, save, remove.
    fn keys(&mut self, ui: &Ui) -> Option<Action> {
        let now = ui.input(|input| input.time);
        if self.reveal.as_ref().is_some_and(|(_, until)| now > *until) {
            self.reveal = None;
        }
        if std::mem::take(&mut self.saves_next) {
            return self.saving.save(&mut self.document);
        }
        if !matches!(self.saving, Saving::Idle) {
            return None;
        }
        let focused = ui.memory(egui::Memory::focused);
        let types_elsewhere = ui.ctx().text_edit_focused() && focused != Some(raw::id());
        let pressed = |modifiers: Modifiers, key: Key| {
            ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
        };
        if pressed(Modifiers::COMMAND, Key::S) {
            // What is being typed counts: the field takes it over when it loses the keyboard.
            if let Some(id) = focused {
                ui.memory_mut(|memory| memory.surrender_focus(id));
            }
            self.saves_next = true;
            ui.ctx().request_repaint();
        }
        if types_elsewhere {
            return None;
        }
        if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
            self.document.redo();
        }
        if pressed(Modifiers::COMMAND, Key::Z) {
            self.document.undo();
        }
        let types = focused == Some(raw::id());
        if !types && self.selected.last_ix().is_some() && pressed(Modifiers::NONE, Key::Delete) {
            return self.perform(Op::Remove(self.selected.clone()));
        }
        None
    }
}
