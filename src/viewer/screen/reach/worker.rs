//! The answer on a thread of its own: the newest question counts, and the last answer stays until the next is there.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui;

use crate::model::CaseModel;
use crate::reach::{Question, Reach};
use crate::scenario::schema::Scenario;

/// A question about a scenario as it stands: while an editor moves things, the scenario changes and the question does not.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    question: Question,
    scenario: Scenario,
}

/// Asks in the background.
#[derive(Debug, Default)]
pub(super) struct Worker {
    /// What the answer is to.
    answered: Option<Asked>,
    /// What is being answered.
    running: Option<(Asked, Receiver<Reach>)>,
    answer: Option<Reach>,
}

impl Worker {
    /// Asks, unless the answer is known or on its way; repaints when it is there. One thread at a time: what was asked
    /// meanwhile is asked when it is free again.
    pub fn ask(&mut self, ctx: &egui::Context, case: &CaseModel, question: &Question) {
        self.take_answer();
        let is_asked = |asked: &Asked| asked.question == *question && asked.scenario == case.scenario;
        if self.running.is_some() || self.answered.as_ref().is_some_and(is_asked) {
            return;
        }
        let asked = Asked { question: question.clone(), scenario: case.scenario.clone() };
        let (sender, receiver) = channel();
        let (case, question, ctx) = (case.clone(), question.clone(), ctx.clone());
        std::thread::spawn(move || {
            // Nobody listens any more when the window is gone.
            let _ = sender.send(Reach::of(&case, &question));
            ctx.request_repaint();
        });
        self.running = Some((asked, receiver));
    }

    /// Asks and waits: for pictures.
    pub fn ask_and_wait(&mut self, case: &CaseModel, question: &Question) {
        self.running = None;
        self.answer = Some(Reach::of(case, question));
        self.answered = Some(Asked { question: question.clone(), scenario: case.scenario.clone() });
    }

    /// The last answer; `None` before the first.
    pub fn answer(&self) -> Option<&Reach> {
        self.answer.as_ref()
    }

    fn take_answer(&mut self) {
        let Some((asked, receiver)) = self.running.take() else { return };
        match receiver.try_recv() {
            Ok(reach) => {
                self.answer = Some(reach);
                self.answered = Some(asked);
            }
            Err(TryRecvError::Empty) => self.running = Some((asked, receiver)),
            // A thread that ended without an answer is asked no second time for the same.
            Err(TryRecvError::Disconnected) => self.answered = Some(asked),
        }
    }
}
