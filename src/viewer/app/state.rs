//! Which screen is shown, what it asks for, and what lies over it.

use std::path::Path;

use eframe::egui::{self, CentralPanel, Context, Frame, Key, KeyboardShortcut, Modifiers, Ui};

use super::export::Export;
use super::source::Start;
use super::top_bar::{self, Asked};
use crate::viewer::notices::Notices;
use crate::viewer::path_prompt::{Answer, PathPrompt, Wanted};
use crate::viewer::prefs::{MAX_SCALE, MIN_SCALE, Prefs};
use crate::viewer::screen::compare::CompareScreen;
use crate::viewer::screen::edit::Editor;
use crate::viewer::screen::gallery::Gallery;
use crate::viewer::screen::named::open_named;
use crate::viewer::screen::raid::RaidScreen;
use crate::viewer::screen::statistics::Statistics;
use crate::viewer::screen::{Action, RaidRequest};
use crate::viewer::{shortcuts, theme};

/// The screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Scenarios to choose from.
    #[default]
    Gallery,
    /// One raid.
    Raid,
    /// The same raid under two assigners.
    Compare,
    /// A study.
    Statistics,
    /// The scenario's file.
    Edit,
}

impl Mode {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 5] = [Self::Gallery, Self::Raid, Self::Compare, Self::Statistics, Self::Edit];

    /// On its tab.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gallery => "Gallery",
            Self::Raid => "Raid",
            Self::Compare => "Compare",
            Self::Statistics => "Statistics",
            Self::Edit => "Edit",
        }
    }

    /// What it is for.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Gallery => "Scenarios that come with Kingbird, and yours",
            Self::Raid => "Watch one raid and find out why threats leaked",
            Self::Compare => "The same raid under two assigners, side by side",
            Self::Statistics => "Many raids: which assigner does best, and how sure that is",
            Self::Edit => "Change the scenario on the map and in numbers",
        }
    }
}

/// What unsaved changes stand in the way of.
#[derive(Clone, Debug)]
pub(super) enum Waits {
    /// Editing another scenario.
    Edit(String),
    /// The statistics of another scenario.
    Statistics(Box<RaidRequest>),
    /// Closing the window.
    Close,
}

/// The whole window.
pub struct App {
    /// What is remembered.
    pub prefs: Prefs,
    /// Which screen is shown.
    pub mode: Mode,
    /// What is told in a corner.
    pub notices: Notices,
    pub(super) gallery: Gallery,
    pub(super) raid: Option<RaidScreen>,
    pub(super) compare: Option<CompareScreen>,
    pub(super) statistics: Option<Statistics>,
    pub(super) editor: Option<Editor>,
    pub(super) export: Export,
    prompt: Option<PathPrompt>,
    shows_shortcuts: bool,
    /// Unsaved changes stand in the way of this; asked about before it is done.
    waits: Option<Waits>,
    /// Closing was confirmed.
    pub(super) closes_anyway: bool,
    wake: Context,
}

impl App {
    /// Dresses the context and stands at the gallery.
    pub fn new(ctx: &Context, prefs: Prefs) -> Self {
        theme::install(ctx);
        Self {
            prefs,
            mode: Mode::Gallery,
            notices: Notices::default(),
            gallery: Gallery::default(),
            raid: None,
            compare: None,
            statistics: None,
            editor: None,
            export: Export::default(),
            prompt: None,
            shows_shortcuts: false,
            waits: None,
            closes_anyway: false,
            wake: ctx.clone(),
        }
    }

    /// Opens what the window starts with.
    pub fn open(&mut self, start: Start) {
        match start {
            Start::Gallery => self.mode = Mode::Gallery,
            Start::Raid(request) => self.act(Action::OpenRaid(request)),
            Start::Results(dir) => self.act(Action::OpenResults(dir)),
            Start::Edit(source) => self.act(Action::Edit(source)),
        }
    }

    /// Opens what a name stands for: what is dropped on the window or typed. A scenario with mistakes opens in the editor,
    /// which shows each at its place.
    ///
    /// # Errors
    /// Why it cannot be opened, for people.
    pub fn open_named(&mut self, name: &str) -> Result<(), String> {
        let action = open_named(name).map_err(|error| error.to_string())?;
        self.act(action);
        Ok(())
    }

    /// Does what a screen asks for.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::OpenRaid(request) => self.open_raid(*request),
            Action::OpenCompare(request, first, second) => self.open_compare(*request, &first, &second),
            Action::OpenStatistics(request) => self.open_statistics(request),
            Action::OpenResults(dir) => self.open_results(&dir),
            Action::Edit(source) => self.open_editor(source),
            Action::Mend(source) => {
                self.notices.warn(format!("{source} has mistakes that keep it from being run; the editor shows where"));
                self.open_editor(source);
            }
            Action::Tell(text) => self.notices.tell(text),
            Action::Warn(text) => self.notices.warn(text),
        }
    }

    fn open_raid(&mut self, mut request: RaidRequest) {
        let source = request.editable().map(str::to_owned);
        request.on_gpu |= self.prefs.on_gpu;
        match RaidScreen::open(request, self.wake.clone()) {
            Ok(mut screen) => {
                screen.look(self.prefs.projection);
                self.raid = Some(screen);
                self.mode = Mode::Raid;
                source.iter().for_each(|source| self.prefs.opened(source));
            }
            Err(error) => self.notices.warn(error),
        }
    }

    fn open_compare(&mut self, request: RaidRequest, first: &str, second: &str) {
        match CompareScreen::open(request, first, second, self.wake.clone()) {
            Ok(screen) => {
                self.compare = Some(screen);
                self.mode = Mode::Compare;
            }
            Err(error) => self.notices.warn(error),
        }
    }

    /// Leads to a comparison of that scenario that is there already; asks before one of another is given up.
    fn open_statistics(&mut self, request: Box<RaidRequest>) {
        match self.statistics.as_ref().filter(|statistics| statistics.would_lose().is_some()) {
            Some(statistics) if statistics.is_of(&request) => self.mode = Mode::Statistics,
            Some(_) => self.waits = Some(Waits::Statistics(request)),
            None => {
                self.statistics = Some(Statistics::new(Some(*request)));
                self.mode = Mode::Statistics;
            }
        }
    }

    /// Runs the study that the statistics screen shows.
    pub(super) fn run_statistics(&mut self, replicates: u32) {
        if let Some(statistics) = &mut self.statistics {
            statistics.set_replicates(replicates);
            statistics.run(&self.wake);
        }
    }

    fn open_results(&mut self, dir: &Path) {
        // The screen itself says what is wrong with a folder.
        self.statistics.get_or_insert_with(|| Statistics::new(None)).open_results(dir, &self.wake);
        self.mode = Mode::Statistics;
        self.prefs.opened(&dir.display().to_string());
    }

    fn open_editor(&mut self, source: String) {
        if self.editor.as_ref().is_some_and(|editor| editor.source() == source && !editor.is_outdated()) {
            self.mode = Mode::Edit;
            self.prefs.opened(&source);
            return;
        }
        if self.editor.as_ref().is_some_and(Editor::is_dirty) {
            self.waits = Some(Waits::Edit(source));
            return;
        }
        match Editor::open(&source) {
            Ok(mut editor) => {
                editor.show_first_mistake(self.wake.input(|input| input.time));
                self.editor = Some(editor);
                self.mode = Mode::Edit;
                self.prefs.opened(&source);
            }
            Err(error) => self.notices.warn(error),
        }
    }

    /// Draws everything.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.keys(&ctx);
        self.take_dropped(&ctx);
        let asked = top_bar::ui(self, ui);
        self.obey(asked, &ctx);
        self.screen(ui);
        self.overlays(&ctx);
    }

    /// The screen alone, in all the space that is left.
    pub(super) fn screen(&mut self, ui: &mut Ui) {
        let palette = theme::palette(ui.ctx());
        let action =
            CentralPanel::default().frame(Frame::new().fill(palette.background)).show(ui, |ui| match self.mode {
                Mode::Gallery => self.gallery.ui(ui, palette, &self.prefs.recent),
                Mode::Raid => match &mut self.raid {
                    Some(raid) => {
                        let action = raid.ui(ui, palette, &mut self.prefs.layers);
                        self.prefs.projection = raid.projection();
                        action
                    }
                    None => {
                        empty(ui, "No raid is open", "Choose a scenario in the gallery to watch one.", &mut self.mode)
                    }
                },
                Mode::Compare => match &mut self.compare {
                    Some(compare) => compare.ui(ui, palette, &mut self.prefs.layers),
                    None => empty(
                        ui,
                        "Nothing to compare yet",
                        "Choose \"Compare assigners\" at a scenario in the gallery, or \"Compare\" in a raid.",
                        &mut self.mode,
                    ),
                },
                Mode::Statistics => self.statistics.get_or_insert_with(|| Statistics::new(None)).ui(ui, palette),
                Mode::Edit => match &mut self.editor {
                    Some(editor) => editor.ui(ui, palette),
                    None => empty(
                        ui,
                        "No scenario is open",
                        "Choose \"Edit\" at a scenario in the gallery.",
                        &mut self.mode,
                    ),
                },
            });
        if let Some(action) = action.inner {
            self.act(action);
        }
    }

    fn obey(&mut self, asked: Option<Asked>, ctx: &Context) {
        match asked {
            Some(Asked::Mode(mode)) => self.show(mode),
            Some(Asked::Open) => self.prompt_open(),
            Some(Asked::Shortcuts) => self.shows_shortcuts = true,
            Some(Asked::Theme) => self.prefs.dark = !self.prefs.dark,
            Some(Asked::OnGpu) => self.prefs.on_gpu = !self.prefs.on_gpu,
            Some(Asked::Scale(scale)) => self.prefs.scale = scale.clamp(MIN_SCALE, MAX_SCALE),
            Some(Asked::Export(what)) => self.start_export(what),
            None => {}
        }
        ctx.set_theme(if self.prefs.dark { egui::Theme::Dark } else { egui::Theme::Light });
    }

    /// Goes to a screen; an empty one that can be filled from the raid that is open is filled.
    fn show(&mut self, mode: Mode) {
        self.mode = mode;
        let Some(request) = self.raid.as_ref().map(|raid| raid.request().clone()) else { return };
        match mode {
            Mode::Statistics if self.statistics.is_none() => {
                self.act(Action::OpenStatistics(Box::new(request)));
            }
            Mode::Edit if self.editor.is_none() && request.editable().is_some() => {
                self.act(Action::Edit(request.source));
            }
            Mode::Compare if self.compare.is_none() => self.act(request.beside_another()),
            _ => {}
        }
    }

    fn prompt_open(&mut self) {
        let title = "Open a scenario or a folder of results";
        self.prompt = Some(PathPrompt::new(title, "Open", Wanted::OpenFile, ""));
    }

    /// What lies on top takes Escape before the screen below sees it.
    fn escape(&mut self, ctx: &Context) {
        let on_top = self.shows_shortcuts || self.prompt.is_some() || self.export.is_open();
        if !on_top || !ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return;
        }
        if self.shows_shortcuts {
            self.shows_shortcuts = false;
        } else if self.prompt.is_some() {
            self.prompt = None;
        } else {
            self.export.close();
        }
    }

    fn keys(&mut self, ctx: &Context) {
        self.escape(ctx);
        let pressed =
            |key, modifiers| ctx.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)));
        for (mode, key) in Mode::ALL.into_iter().zip([Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5]) {
            if pressed(key, Modifiers::COMMAND) {
                self.show(mode);
            }
        }
        if pressed(Key::O, Modifiers::COMMAND) {
            self.prompt_open();
        }
        if pressed(Key::Q, Modifiers::COMMAND) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        let typing = ctx.egui_wants_keyboard_input();
        if pressed(Key::F1, Modifiers::NONE) || (!typing && pressed(Key::Questionmark, Modifiers::NONE)) {
            self.shows_shortcuts = !self.shows_shortcuts;
        }
        let step = 1.1;
        if pressed(Key::Plus, Modifiers::COMMAND) || pressed(Key::Equals, Modifiers::COMMAND) {
            self.prefs.scale = (self.prefs.scale * step).min(MAX_SCALE);
        }
        if pressed(Key::Minus, Modifiers::COMMAND) {
            self.prefs.scale = (self.prefs.scale / step).max(MIN_SCALE);
        }
        if pressed(Key::Num0, Modifiers::COMMAND) {
            self.prefs.scale = 1.0;
        }
    }

    /// Files and folders dropped on the window.
    fn take_dropped(&mut self, ctx: &Context) {
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        for path in dropped {
            if let Err(error) = self.open_named(&path.display().to_string()) {
                self.notices.warn(error);
            }
        }
    }

    /// What lies over the screen.
    fn overlays(&mut self, ctx: &Context) {
        let palette = theme::palette(ctx);
        if let Some(prompt) = &mut self.prompt {
            match prompt.ui(ctx, palette) {
                Answer::Waiting => {}
                Answer::Cancelled => self.prompt = None,
                Answer::Path(path) => match self.open_named(&path.display().to_string()) {
                    Ok(()) => self.prompt = None,
                    Err(error) => {
                        if let Some(prompt) = &mut self.prompt {
                            prompt.error = Some(error);
                        }
                    }
                },
            }
        }
        self.export_ui(ctx, palette);
        self.ask_about_changes(ctx);
        shortcuts::overlay(ctx, &mut self.shows_shortcuts, palette);
        self.notices.ui(ctx, palette);
        drop_hint(ctx);
    }

    /// Whether what has not been saved may be lost.
    fn ask_about_changes(&mut self, ctx: &Context) {
        let Some(waits) = &self.waits else { return };
        let edits = self.has_unsaved_edits() && !matches!(waits, Waits::Statistics(_));
        let statistics = self.statistics.as_ref().and_then(Statistics::would_lose);
        let statistics = statistics.filter(|_| !matches!(waits, Waits::Edit(_)));
        let edited = edits.then_some("The scenario in the editor has changes that are not saved.");
        let lost: Vec<&str> = edited.into_iter().chain(statistics).collect();
        let (title, keep, kept) = match edits {
            true => ("Unsaved changes", "Keep editing", Mode::Edit),
            false => ("Unsaved results", "Keep the comparison", Mode::Statistics),
        };
        // What stood in the way may have come to an end meanwhile.
        let mut answer = lost.is_empty().then_some(true);
        egui::Modal::new(egui::Id::unique("unsaved changes")).show(ctx, |ui| {
            ui.set_max_width(360.0);
            ui.heading(title);
            ui.label(format!("{} Going on gives them up.", lost.join(" ")));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if ui.button(keep).clicked() {
                    answer = Some(false);
                }
                if ui.button("Give them up").clicked() {
                    answer = Some(true);
                }
            });
        });
        match (answer, self.waits.clone()) {
            (Some(true), Some(Waits::Edit(source))) => {
                self.editor = None;
                self.open_editor(source);
            }
            (Some(true), Some(Waits::Statistics(request))) => {
                self.statistics = None;
                self.open_statistics(request);
            }
            (Some(true), Some(Waits::Close)) => {
                self.closes_anyway = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            (Some(_), _) => self.mode = kept,
            (None, _) => return,
        }
        self.waits = None;
    }

    /// Asks whether unsaved changes may be lost before the window closes.
    pub(super) fn ask_to_close(&mut self) {
        self.waits = Some(Waits::Close);
    }

    /// The text in the editor, where it has changes that are not saved.
    pub(super) fn unsaved_text(&self) -> Option<&str> {
        self.editor.as_ref().filter(|editor| editor.is_dirty()).map(Editor::text)
    }

    /// Whether something would be lost if the window closed now.
    pub fn has_unsaved_changes(&self) -> bool {
        self.has_unsaved_edits() || self.statistics.as_ref().is_some_and(|statistics| statistics.would_lose().is_some())
    }

    fn has_unsaved_edits(&self) -> bool {
        self.editor.as_ref().is_some_and(Editor::is_dirty)
    }
}

/// A screen with nothing in it: what to do, and a button that leads there.
fn empty(ui: &mut Ui, title: &str, hint: &str, mode: &mut Mode) -> Option<Action> {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.35);
        ui.heading(title);
        ui.label(hint);
        ui.add_space(8.0);
        if ui.button("Go to the gallery").clicked() {
            *mode = Mode::Gallery;
        }
    });
    None
}

/// While a file hangs over the window.
fn drop_hint(ctx: &Context) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint")));
    let rect = ctx.content_rect();
    let palette = theme::palette(ctx);
    painter.rect_filled(rect, 0.0, palette.background.gamma_multiply(0.85));
    let font = egui::TextStyle::Heading.resolve(&ctx.global_style());
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, "Drop to open", font, palette.accent);
}

impl App {
    /// Whether what was asked for could not be opened.
    ///
    /// # Errors
    /// With the last thing that was told.
    pub(super) fn failed(&self) -> Result<(), crate::viewer::error::ViewerError> {
        match self.notices.errors().last() {
            Some(error) => Err(crate::viewer::error::ViewerError::Content(error.to_owned())),
            None => Ok(()),
        }
    }
}
