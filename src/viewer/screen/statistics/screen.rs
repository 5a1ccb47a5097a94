//! The screen: the form on the left (or above, where there is little room), the results beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{self, Align, CollapsingHeader, Layout, Margin, Rect, RichText, ScrollArea, TextStyle, UiBuilder};

use super::folder::{Came, Folder};
use super::progress::{self, Asked};
use super::results;
use super::setup::Setup;
use super::shown::Shown;
use crate::engine::auto::Choice;
use crate::study::work::State;
use crate::study::{Findings, Work};
use crate::viewer::palette::Palette;
use crate::viewer::screen::{Action, RaidRequest};

/// Width of the form, points.
const FORM: f32 = 296.0;
/// The form stands beside the results from this width on, points.
const BESIDE: f32 = 860.0;

/// The statistics screen.
pub struct Statistics {
    setup: Setup,
    work: Option<Work>,
    shown: Option<Shown>,
    folder: Folder,
    /// Where the results that are shown were opened from.
    opened: Option<PathBuf>,
    /// Where the scenario of the work or the results came from, whatever the form says by now; empty where it is not known.
    source: String,
    /// What was saved last.
    saved: Option<Arc<Findings>>,
    /// Results that were read while others would be lost for them; asked about before they are shown.
    waits: Option<(PathBuf, Box<Findings>)>,
    /// Why what was asked for last could not be done.
    problem: Option<String>,
    /// Whether the form above the results is to be folded, since there are results now.
    folds_form: bool,
}

impl Statistics {
    /// Ready to run a comparison on the scenario of `request`; where there is none, one is chosen here.
    pub fn new(request: Option<RaidRequest>) -> Self {
        Self {
            setup: Setup::new(request),
            work: None,
            shown: None,
            folder: Folder::default(),
            opened: None,
            source: String::new(),
            saved: None,
            waits: None,
            problem: None,
            folds_form: false,
        }
    }

    /// Shows the results in a folder, as `kingbird compare --out` and this screen write them; if they cannot be used, says why;
    /// if others would be lost for them, asks first.
    pub fn open_results(&mut self, dir: &Path, ctx: &egui::Context) {
        let ctx = ctx.clone();
        self.folder.read(dir, move || ctx.request_repaint());
    }

    /// Whether a comparison is running.
    pub fn is_running(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.state() == State::Running)
    }

    /// Whether there are results of a comparison, whole or in part, that stand in no folder.
    pub fn has_unsaved_results(&self) -> bool {
        let is_saved = |shown: &Shown| self.saved.as_ref().is_some_and(|saved| Arc::ptr_eq(saved, &shown.findings));
        self.work.is_some() && self.shown.as_ref().is_some_and(|shown| !is_saved(shown))
    }

    /// What would be lost if this screen were given up, for people; `None` where nothing would.
    pub fn would_lose(&self) -> Option<&'static str> {
        if self.is_running() {
            Some("A comparison is running.")
        } else {
            self.has_unsaved_results().then_some("The results of a comparison are not saved.")
        }
    }

    /// Whether the comparison that runs or ran here is of that scenario.
    pub fn is_of(&self, request: &RaidRequest) -> bool {
        self.work.as_ref().is_some_and(|work| work.plan().scenario == request.scenario)
    }

    /// Sets how many raids each assigner meets in the next comparison.
    pub fn set_replicates(&mut self, n: u32) {
        self.setup.set_replicates(n);
    }

    /// Sets which engine runs the next comparison.
    pub fn set_engine(&mut self, choice: Choice) {
        self.setup.engine = choice;
    }

    /// Starts the comparison as it is set up.
    pub fn run(&mut self, ctx: &egui::Context) {
        match self.setup.plan() {
            Ok(plan) => {
                let subject = self.setup.subject.as_ref();
                let variant = subject.and_then(|subject| subject.variant.clone());
                self.source = subject.map_or_else(String::new, |subject| subject.source.clone());
                let ctx = ctx.clone();
                self.work = Some(Work::start(plan, variant, self.setup.engine, move || ctx.request_repaint()));
                (self.shown, self.opened, self.problem) = (None, None, None);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Waits until nothing is read or run any more: for pictures and tests.
    pub fn wait(&mut self) {
        if let Some(came) = self.folder.wait() {
            self.take(came);
        }
        if let Some(work) = &self.work {
            work.wait();
        }
        self.look();
    }

    /// Draws the screen in all the space there is.
    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        let mut action = self.folder.poll().and_then(|came| self.take(came));
        self.look();
        let all = ui.available_rect_before_wrap();
        ui.painter().rect_filled(all, 0.0, palette.background);
        ui.advance_cursor_after_rect(all);
        let asked = if all.width() >= BESIDE {
            let form = Rect::from_min_max(all.min, egui::pos2(all.left() + FORM, all.bottom()));
            ui.painter().rect_filled(form, 0.0, palette.panel);
            ui.painter().vline(form.right(), form.y_range(), egui::Stroke::new(1.0, palette.outline));
            scrolled(ui, "setup", form, |ui| self.form(ui, palette));
            let rest = Rect::from_min_max(egui::pos2(form.right() + 1.0, all.top()), all.max);
            scrolled(ui, "results", rest, |ui| self.results(ui, palette))
        } else {
            scrolled(ui, "all", all, |ui| {
                let fold = std::mem::take(&mut self.folds_form).then_some(false);
                let header = CollapsingHeader::new("Set up").default_open(true).open(fold);
                let is_running = self.is_running();
                header.show(ui, |ui| ui.add_enabled_ui(!is_running, |ui| self.setup.ui(ui, palette)));
                self.below_form(ui, palette, is_running);
                ui.add_space(8.0);
                self.results(ui, palette)
            })
        };
        action = action.or(asked);
        self.ask_about_results(ui.ctx());
        let findings = self.shown.as_ref().map(|shown| Arc::clone(&shown.findings));
        self.folder.ui(ui.ctx(), palette, findings.as_ref());
        action
    }

    /// Takes what the work has found since.
    fn look(&mut self) {
        let Some(findings) = self.work.as_ref().and_then(Work::findings) else { return };
        if self.shown.as_ref().is_none_or(|shown| !Arc::ptr_eq(&shown.findings, &findings)) {
            self.folds_form |= self.shown.is_none();
            self.shown = Some(Shown::new(findings));
        }
    }

    fn take(&mut self, came: Came) -> Option<Action> {
        match came {
            Came::Read(dir, findings) if self.would_lose().is_some() => {
                self.waits = Some((dir, findings));
                None
            }
            Came::Read(dir, findings) => {
                self.show(dir, findings);
                None
            }
            Came::NotRead(dir, reason) => {
                // The reason names a file; the folder is named where it does not.
                let inside = reason.contains(&*dir.to_string_lossy());
                let reason = if inside { reason } else { format!("{}: {reason}", dir.display()) };
                self.problem = Some(reason);
                None
            }
            Came::Written(dir, findings) => {
                self.saved = Some(findings);
                Some(Action::Tell(format!("Results saved to {}", dir.display())))
            }
            Came::NotWritten(reason) => Some(Action::Warn(reason)),
        }
    }

    /// Shows results that were read, in place of all there was.
    fn show(&mut self, dir: PathBuf, findings: Box<Findings>) {
        self.setup = Setup::of(&findings.study, self.setup.engine);
        self.source = self.setup.subject.as_ref().map_or_else(String::new, |subject| subject.source.clone());
        (self.work, self.problem, self.opened) = (None, None, Some(dir));
        self.shown = Some(Shown::new(Arc::from(findings)));
        self.folds_form = true;
    }

    /// Whether what has not been saved gives way to results that were read.
    fn ask_about_results(&mut self, ctx: &egui::Context) {
        let Some((dir, _)) = &self.waits else { return };
        let Some(lost) = self.would_lose() else {
            // Meanwhile the comparison has ended without a result.
            let read = self.waits.take();
            read.into_iter().for_each(|(dir, findings)| self.show(dir, findings));
            return;
        };
        let text = format!("{lost} Showing the results in {} gives it up.", dir.display());
        let mut answer = None;
        egui::Modal::new(egui::Id::unique("unsaved results")).show(ctx, |ui| {
            ui.set_max_width(360.0);
            ui.heading("Unsaved results");
            ui.label(text);
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if ui.button("Keep the comparison").clicked() {
                    answer = Some(false);
                }
                if ui.button("Give it up").clicked() {
                    answer = Some(true);
                }
            });
        });
        let Some(gives_up) = answer else { return };
        if let Some((dir, findings)) = self.waits.take().filter(|_| gives_up) {
            self.show(dir, findings);
        }
    }

    fn form(&mut self, ui: &mut egui::Ui, palette: &Palette) {
        let is_running = self.is_running();
        ui.add_enabled_ui(!is_running, |ui| self.setup.ui(ui, palette));
        self.below_form(ui, palette, is_running);
    }

    /// What is done with the form, and what came of it.
    fn below_form(&mut self, ui: &mut egui::Ui, palette: &Palette, is_running: bool) {
        ui.add_space(8.0);
        ui.add_enabled_ui(!is_running, |ui| {
            let hint = match self.setup.check() {
                Ok(()) => String::new(),
                Err(problem) => problem,
            };
            let can_run = hint.is_empty() && !is_running;
            let fill = if can_run { palette.accent } else { palette.raised };
            let ink = if can_run { palette.background } else { palette.text_weak };
            let button = egui::Button::new(RichText::new("Run the comparison").color(ink)).fill(fill);
            let size = egui::vec2(ui.available_width().min(FORM), 32.0);
            let run = ui.add_enabled_ui(can_run, |ui| ui.add_sized(size, button)).inner;
            if run.on_disabled_hover_text(&hint).clicked() {
                self.run(ui.ctx());
            }
            if !hint.is_empty() && !is_running {
                ui.label(RichText::new(hint).small().color(palette.warning));
            }
        });
        ui.add_space(4.0);
        if let Some(work) = &self.work {
            match progress::ui(ui, palette, work) {
                Some(Asked::Cancel) => work.cancel(),
                Some(Asked::GoOnWithCpu) => work.go_on_with_cpu(),
                None => {}
            }
            if is_running {
                // The bar moves between refreshes of the results.
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
            }
        }
        ui.add_space(8.0);
        self.files(ui, palette, is_running);
    }

    fn files(&mut self, ui: &mut egui::Ui, palette: &Palette, is_running: bool) {
        ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
            let can_save = self.shown.is_some() && !is_running && !self.folder.is_busy();
            let save = ui.add_enabled(can_save, egui::Button::new("Save results..."));
            let save =
                save.on_hover_text("Rows, dictionary, picture and manifest, as `kingbird compare --out` writes them");
            let save = save.on_disabled_hover_text("There are results to save once a comparison has ended");
            if let Some(shown) = self.shown.as_ref().filter(|_| save.clicked()) {
                self.folder.ask_where_to_save(&shown.findings.study);
            }
            let open = ui.add_enabled(!is_running && !self.folder.is_busy(), egui::Button::new("Open results..."));
            if open.on_hover_text("A folder that was saved here or by `kingbird compare --out`").clicked() {
                self.folder.ask_what_to_open();
            }
        });
        if self.folder.is_busy() {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label("reading or writing results");
            });
        }
        if let Some(problem) = &self.problem {
            ui.label(RichText::new(problem).color(palette.leak));
        }
        if let Some(dir) = &self.opened {
            let text = format!("from {}", dir.display());
            ui.add(egui::Label::new(RichText::new(text).small().color(palette.text_weak)).wrap());
        }
    }

    fn results(&self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        let Some(shown) = &self.shown else {
            self.nothing_yet(ui, palette);
            return None;
        };
        let planned = self.work.as_ref().map(|work| work.plan().n_replicates);
        let more = planned.filter(|n| *n > shown.findings.analysis.n_replicates);
        let picked = results::ui(ui, palette, shown, more)?;
        Some(picked.action(&shown.findings.study, &self.source))
    }

    /// What to do where there are no results.
    fn nothing_yet(&self, ui: &mut egui::Ui, palette: &Palette) {
        let (title, text) = if self.is_running() {
            ("The first raids are flying", "Results fill in as soon as every assigner has met the first of them.")
        } else if self.setup.subject.is_none() {
            (
                "Which way of assigning interceptors does best?",
                "Choose a scenario, then run the comparison: every assigner meets the same raids, and every dot of the result \
                 opens its raid. Or open results that were saved, here or by `kingbird compare --out`.",
            )
        } else {
            (
                "Ready to compare",
                "Run the comparison: every assigner meets the same raids, results fill in while it runs, and every dot opens \
                 its raid.",
            )
        };
        // About the middle of what is left of the window.
        let left = (ui.clip_rect().bottom() - ui.cursor().top()).max(0.0);
        ui.add_space((0.25 * left - 20.0).clamp(0.0, 180.0));
        ui.vertical_centered(|ui| {
            ui.set_max_width(460.0);
            ui.label(RichText::new(title).text_style(TextStyle::Heading).color(palette.text));
            ui.label(RichText::new(text).color(palette.text_weak));
        });
    }

    /// Watches work that was begun elsewhere, for tests.
    #[cfg(test)]
    pub(super) fn watch(&mut self, work: Work) {
        self.work = Some(work);
    }

    /// What is shown, for tests.
    #[cfg(test)]
    pub(super) fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }
}

/// Contents with a margin that scroll in a place of their own.
fn scrolled<R>(ui: &mut egui::Ui, name: &str, place: Rect, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let builder = UiBuilder::new().id_salt(name).max_rect(place).layout(Layout::top_down(Align::Min));
    let scope = ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(place.intersect(ui.clip_rect()));
        let area = ScrollArea::vertical().id_salt(name).auto_shrink(false).content_margin(Margin::symmetric(16, 14));
        area.show(ui, contents).inner
    });
    scope.inner
}
