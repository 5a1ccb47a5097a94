//! Saving, and the questions it may raise: where to, and whether to overwrite what others wrote.

use std::path::PathBuf;

use eframe::egui::{Context, Id, Modal};

use super::document::{Document, SaveError, Source};
use crate::report::number::counted;
use crate::viewer::palette::Palette;
use crate::viewer::path_prompt::{Answer, PathPrompt, Wanted};
use crate::viewer::screen::Action;

/// What is being asked.
#[derive(Debug, Default)]
pub enum Saving {
    /// Nothing.
    #[default]
    Idle,
    /// Where to.
    Where(PathPrompt),
    /// The file was changed by something else since it was opened.
    Changed,
    /// Something stands at the new place.
    Exists(PathBuf),
}

impl Saving {
    /// Saves where the document came from, or asks where to.
    pub fn save(&mut self, document: &mut Document) -> Option<Action> {
        match document.save(false) {
            Ok(()) => Some(saved(document)),
            Err(SaveError::NeedsPath) => {
                self.save_as(document);
                None
            }
            Err(SaveError::Changed(_)) => {
                *self = Self::Changed;
                None
            }
            Err(error) => Some(Action::Warn(error.to_string())),
        }
    }

    /// Asks where to.
    pub fn save_as(&mut self, document: &Document) {
        let text = match document.source() {
            Source::Shipped(name) => format!("{}.toml", name.rsplit('/').next().unwrap_or(name)),
            Source::File(path) => path.display().to_string(),
        };
        *self = Self::Where(PathPrompt::new("Save the scenario as", "Save", Wanted::SaveFile, text));
    }

    /// Draws what is being asked.
    pub fn ui(&mut self, ctx: &Context, document: &mut Document, palette: &Palette) -> Option<Action> {
        match self {
            Self::Idle => None,
            Self::Where(prompt) => match prompt.ui(ctx, palette) {
                Answer::Waiting => None,
                Answer::Cancelled => {
                    *self = Self::Idle;
                    None
                }
                Answer::Path(path) => self.write(document, path, false),
            },
            Self::Changed => self.ask_changed(ctx, document),
            Self::Exists(path) => {
                let path = path.clone();
                let text = format!("\"{}\" exists already. Saving replaces it.", path.display());
                match ask(ctx, "Replace the file?", &text, &["Cancel", "Replace"]) {
                    Some(1) => self.write(document, path, true),
                    Some(_) => {
                        self.save_as(document);
                        None
                    }
                    None => None,
                }
            }
        }
    }

    fn write(&mut self, document: &mut Document, path: PathBuf, even_if_exists: bool) -> Option<Action> {
        match document.save_as(&path, even_if_exists) {
            Ok(()) => {
                *self = Self::Idle;
                Some(saved(document))
            }
            Err(SaveError::Exists(_)) => {
                *self = Self::Exists(path);
                None
            }
            Err(error) => {
                if !matches!(self, Self::Where(_)) {
                    self.save_as(document);
                }
                if let Self::Where(prompt) = self {
                    prompt.error = Some(error.to_string());
                }
                None
            }
        }
    }

    fn ask_changed(&mut self, ctx: &Context, document: &mut Document) -> Option<Action> {
        let text = format!(
            "\"{}\" was changed by something else since it was opened here. Saving replaces what was written there.",
            document.source().name()
        );
        let answer = ask(ctx, "The file has changed", &text, &["Cancel", "Save as...", "Replace"])?;
        *self = Self::Idle;
        match answer {
            1 => self.save_as(document),
            2 => {
                return Some(match document.save(true) {
                    Ok(()) => saved(document),
                    Err(error) => Action::Warn(error.to_string()),
                });
            }
            _ => {}
        }
        None
    }
}

/// What was saved, with a word on mistakes: they do not keep anybody from saving.
fn saved(document: &Document) -> Action {
    let name = document.source().name();
    let count = super::problems::check(document).problems.len() as u64;
    Action::Tell(match count {
        0 => format!("Saved \"{name}\""),
        n => format!("Saved \"{name}\", with {} in it", counted(n, "mistake")),
    })
}

/// A question over everything else; answers with the button's place.
fn ask(ctx: &Context, title: &str, text: &str, buttons: &[&str]) -> Option<usize> {
    let mut answer = None;
    let modal = Modal::new(Id::unique("question of the editor")).show(ctx, |ui| {
        ui.set_max_width(420.0);
        ui.heading(title);
        ui.label(text);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for (ix, button) in buttons.iter().enumerate() {
                if ui.button(*button).clicked() {
                    answer = Some(ix);
                }
            }
        });
    });
    if modal.should_close() { Some(0) } else { answer }
}
