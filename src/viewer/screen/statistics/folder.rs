//! Results kept in a folder, the same files as the command line's, and opened from one. Neither holds up the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::task::Task;
use crate::report::plot::{PICTURE, leakers_svg};
use crate::study::manifest::write_study;
use crate::study::read::read_study;
use crate::study::{Findings, Study, store};
use crate::viewer::palette::Palette;
use crate::viewer::path_prompt::{Answer, PathPrompt, Wanted};

/// Results on their way into a folder: where, what, and the thread that writes.
type Writing = (PathBuf, Arc<Findings>, Task<Result<(), String>>);

/// What is being asked or done.
#[derive(Default)]
pub struct Folder {
    prompt: Option<(Purpose, PathPrompt)>,
    reading: Option<(PathBuf, Task<Result<Findings, String>>)>,
    writing: Option<Writing>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Save,
    Open,
}

/// What came of it.
pub enum Came {
    /// A study was read from this folder.
    Read(PathBuf, Box<Findings>),
    /// It could not be.
    NotRead(PathBuf, String),
    /// These results stand in this folder.
    Written(PathBuf, Arc<Findings>),
    /// They do not.
    NotWritten(String),
}

impl Folder {
    /// Asks where results are to go.
    pub fn ask_where_to_save(&mut self, study: &Study) {
        let name = study.plan.scenario.name.replace(['/', '\\', ' '], "-");
        let text = format!("{name}-seed-{}-{}-replicates", study.plan.seed, study.plan.n_replicates);
        let prompt = PathPrompt::new("Save results to a new folder", "Save", Wanted::SaveFolder, text);
        self.prompt = Some((Purpose::Save, prompt));
    }

    /// Asks which results to open.
    pub fn ask_what_to_open(&mut self) {
        let prompt = PathPrompt::new("Open a folder of results", "Open", Wanted::OpenFolder, "");
        self.prompt = Some((Purpose::Open, prompt));
    }

    /// Begins to read a folder.
    pub fn read(&mut self, dir: &Path, wake: impl FnOnce() + Send + 'static) {
        let path = dir.to_owned();
        let work = move || {
            let study = read_study(&path).map_err(|error| error.to_string())?;
            Findings::of(study).ok_or_else(|| "there is no replicate in it".to_owned())
        };
        self.reading = Some((dir.to_owned(), Task::start(work, wake)));
    }

    /// Whether a file is being read or written.
    pub fn is_busy(&self) -> bool {
        self.reading.is_some() || self.writing.is_some()
    }

    /// Waits for what is being read: for pictures and tests.
    pub fn wait(&mut self) -> Option<Came> {
        let (dir, task) = self.reading.take()?;
        Some(read(dir, task.wait()))
    }

    /// What has come of reading and writing.
    pub fn poll(&mut self) -> Option<Came> {
        if let Some(answer) = self.reading.as_ref().and_then(|(_, task)| task.poll()) {
            let (dir, _) = self.reading.take()?;
            return Some(read(dir, answer));
        }
        let answer = self.writing.as_ref().and_then(|(_, _, task)| task.poll())?;
        let (dir, findings, _) = self.writing.take()?;
        Some(match answer {
            Ok(Ok(())) => Came::Written(dir, findings),
            Ok(Err(reason)) | Err(reason) => Came::NotWritten(reason),
        })
    }

    /// Draws the prompt that is open, over everything else.
    pub fn ui(&mut self, ctx: &egui::Context, palette: &Palette, findings: Option<&Arc<Findings>>) {
        let Some((purpose, prompt)) = &mut self.prompt else { return };
        let path = match prompt.ui(ctx, palette) {
            Answer::Waiting => return,
            Answer::Cancelled => {
                self.prompt = None;
                return;
            }
            Answer::Path(path) => path,
        };
        let wake = {
            let ctx = ctx.clone();
            move || ctx.request_repaint()
        };
        if *purpose == Purpose::Open {
            self.prompt = None;
            self.read(&path, wake);
        } else if let Err(error) = store::must_be_writable(&path) {
            prompt.error = Some(error.to_string());
        } else if let Some(findings) = findings.cloned() {
            let (dir, written) = (path.clone(), Arc::clone(&findings));
            let work = move || {
                let Findings { study, analysis } = &*findings;
                let picture = leakers_svg(&study.plan.scenario.name, analysis, &study.outcomes);
                write_study(&dir, study, vec![(PICTURE, picture)]).map_err(|error| error.to_string())
            };
            self.prompt = None;
            self.writing = Some((path, written, Task::start(work, wake)));
        }
    }
}

fn read(dir: PathBuf, answer: Result<Result<Findings, String>, String>) -> Came {
    match answer {
        Ok(Ok(findings)) => Came::Read(dir, Box::new(findings)),
        Ok(Err(reason)) | Err(reason) => Came::NotRead(dir, reason),
    }
}
