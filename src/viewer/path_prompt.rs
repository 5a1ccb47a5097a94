//! Asks for a path: a line to type it in, and the system's own dialog beside it where the system has one.
//!
//! The dialog runs on a thread of its own and may never answer (no portal, no desktop); the line always works, and is what tests
//! and keyboards use.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::{self, Align2, Key, RichText, TextEdit, Window, vec2};

use super::palette::Palette;

/// What is to be found or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A file that exists.
    OpenFile,
    /// A folder that exists.
    OpenFolder,
    /// A file that is to be written.
    SaveFile,
    /// A folder that is to be made.
    SaveFolder,
}

/// A prompt that is open.
#[derive(Debug)]
pub struct PathPrompt {
    title: String,
    /// On the button that ends it: "Open", "Save".
    verb: &'static str,
    wanted: Wanted,
    /// What is typed.
    pub text: String,
    /// Why the last try failed; shown until something is typed.
    pub error: Option<String>,
    dialog: Option<Receiver<Option<PathBuf>>>,
    is_new: bool,
}

/// What came of a prompt in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Still open.
    Waiting,
    /// This path; keep the prompt and set `error` if it does not do, else drop it.
    Path(PathBuf),
    /// Given up.
    Cancelled,
}

impl PathPrompt {
    /// Opens one; `text` stands in the line already.
    pub fn new(title: impl Into<String>, verb: &'static str, wanted: Wanted, text: impl Into<String>) -> Self {
        Self { title: title.into(), verb, wanted, text: text.into(), error: None, dialog: None, is_new: true }
    }

    /// Draws it over everything else.
    pub fn ui(&mut self, ctx: &egui::Context, palette: &Palette) -> Answer {
        self.take_from_dialog();
        let mut stays = true;
        let mut done = false;
        let width = (ctx.content_rect().width() - 80.0).clamp(240.0, 560.0);
        Window::new(self.title.clone())
            .anchor(Align2::CENTER_CENTER, vec2(0.0, -60.0))
            .collapsible(false)
            .resizable(false)
            .open(&mut stays)
            .show(ctx, |ui| {
                ui.set_width(width);
                done = self.contents(ui, palette);
            });
        if ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) || !stays {
            return Answer::Cancelled;
        }
        if done && !self.text.trim().is_empty() {
            Answer::Path(PathBuf::from(self.text.trim()))
        } else {
            Answer::Waiting
        }
    }

    fn contents(&mut self, ui: &mut egui::Ui, palette: &Palette) -> bool {
        let label = ui.label("Path");
        let line = ui.add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.is_new) {
            line.request_focus();
        }
        if line.changed() {
            self.error = None;
        }
        let mut done = line.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(error) = &self.error {
            ui.label(RichText::new(error).color(palette.leak));
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            done |= ui.button(self.verb).clicked();
            let browse = ui.add_enabled(self.dialog.is_none(), egui::Button::new("Browse..."));
            if browse.on_hover_text("The system's own dialog, where there is one").clicked() {
                self.dialog = Some(ask(self.wanted, self.text.trim(), ui.ctx()));
            }
        });
        done
    }

    fn take_from_dialog(&mut self) {
        let Some(dialog) = &self.dialog else { return };
        match dialog.try_recv() {
            Ok(answer) => {
                if let Some(path) = answer {
                    self.text = path.display().to_string();
                    self.error = None;
                }
                self.dialog = None;
            }
            Err(TryRecvError::Disconnected) => self.dialog = None,
            Err(TryRecvError::Empty) => {}
        }
    }
}

/// Shows the system's dialog on a thread; the answer may never come.
pub fn ask(wanted: Wanted, start: &str, ctx: &egui::Context) -> Receiver<Option<PathBuf>> {
    let (sender, receiver) = channel();
    let (ctx, start) = (ctx.clone(), PathBuf::from(start));
    std::thread::spawn(move || {
        let mut dialog = rfd::FileDialog::new();
        if let Some(folder) = start.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = start.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        let answer = match wanted {
            Wanted::OpenFile => dialog.pick_file(),
            Wanted::OpenFolder => dialog.pick_folder(),
            Wanted::SaveFile | Wanted::SaveFolder => dialog.save_file(),
        };
        // The prompt may be gone by now; then nobody needs the answer.
        let _ = sender.send(answer);
        ctx.request_repaint();
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::palette::DARK;
    use egui_kittest::{Harness, kittest::Queryable};

    #[test]
    fn a_typed_path_is_answered_and_an_error_stays_until_one_types() {
        let state = (PathPrompt::new("Open a scenario", "Open", Wanted::OpenFile, ""), Answer::Waiting);
        let mut harness = Harness::new_ui_state(
            |ui, (prompt, answer): &mut (PathPrompt, Answer)| {
                if *answer == Answer::Waiting {
                    *answer = prompt.ui(ui.ctx(), &DARK);
                }
            },
            state,
        );
        harness.run();
        harness.get_by_label("Open").click();
        harness.run();
        assert_eq!(harness.state().1, Answer::Waiting, "nothing typed, nothing answered");
        harness.get_by_label("Path").focus();
        harness.run();
        harness.get_by_label("Path").type_text("my.toml");
        harness.run();
        harness.get_by_label("Open").click();
        harness.run();
        assert_eq!(harness.state().1, Answer::Path("my.toml".into()));
        harness.state_mut().0.error = Some("no such file".to_owned());
        harness.state_mut().1 = Answer::Waiting;
        harness.run();
        harness.get_by_label("no such file");
        harness.get_by_label("Path").focus();
        harness.run();
        harness.get_by_label("Path").type_text("x");
        harness.run();
        assert!(harness.query_by_label("no such file").is_none());
    }
}
