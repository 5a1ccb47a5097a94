//! What the thread of a player does: answers the newest request, and makes the film in between.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::{Desk, Request};
use super::film::Film;
use super::second::{Opener, Second, in_words};
use super::subject::Subject;
use crate::engine::EngineError;

/// The film is made for so long before the desk is looked at again; a call ends it sooner.
const STRETCH: Duration = Duration::from_millis(20);
/// How often events, counts and progress are laid on the desk while the film is made.
const REFRESH: Duration = Duration::from_millis(150);
/// With nothing to do, the thread sleeps until it is called; this only bounds what a lost call could cost.
const SLEEP: Duration = Duration::from_secs(1);

/// Works until the window is gone, with a second engine beside the film if there is one to be opened.
pub fn run(subject: Subject, second: Option<&dyn Opener>, desk: &Desk) {
    let mut film = Film::new(subject);
    let mut trouble = None;
    if let Some(opener) = second {
        let watched = film.subject().clone();
        let opened = opener.with(&watched, &mut |stepper| {
            trouble = work(&mut film, desk, &mut Some(Second::new(stepper)), false).err();
        });
        if let Err(error) = opened {
            trouble = Some(Trouble::of_second(in_words(&error)));
        }
    }
    loop {
        let is_halted = trouble.is_some();
        if let Some(Trouble { text, can_go_on }) = trouble.take() {
            desk.publish(|papers| {
                papers.progress.error = Some(text);
                papers.progress.can_go_on = can_go_on;
            });
        }
        match work(&mut film, desk, &mut None, is_halted) {
            Ok(()) => return,
            Err(met) => trouble = Some(met),
        }
    }
}

/// Why the film is not made on.
struct Trouble {
    /// For people.
    text: String,
    /// Whether the CPU can make the rest.
    can_go_on: bool,
}

impl Trouble {
    /// Of the engine beside the film.
    fn of_second(text: String) -> Self {
        Self { text, can_go_on: true }
    }

    /// Of the film itself: nobody else could make the rest.
    fn of_film(error: &EngineError) -> Self {
        Self { text: error.to_string(), can_go_on: false }
    }
}

/// Answers and makes until the window is gone. A halted film is not made on until the window says so.
///
/// # Errors
/// What went wrong with the film or with the second engine.
fn work(film: &mut Film, desk: &Desk, second: &mut Option<Second<'_>>, mut is_halted: bool) -> Result<(), Trouble> {
    let mut open: Option<(Request, u64)> = None;
    let mut refreshed = None;
    let mut is_told = false;
    while !desk.is_leaving() {
        desk.answer_call();
        is_halted &= !std::mem::take(&mut desk.open().goes_on);
        if let Some(newest) = take_request(desk) {
            open = Some(newest);
        }
        if let Some((request, number)) = open
            && show(film, desk, request, number, is_halted)
        {
            open = None;
        }
        explain(film, desk);
        if is_halted || is_told {
            desk.wait_for_call(SLEEP);
            continue;
        }
        let made = make(film, desk, second);
        let is_due = refreshed.is_none_or(|at: Instant| at.elapsed() >= REFRESH);
        if is_due || film.is_done() || made.is_err() {
            refresh(film, desk, made.is_ok());
            refreshed = Some(Instant::now());
            is_told = film.is_done();
        }
        if made.is_err() {
            // The request goes back on the desk, for whoever works on.
            let mut papers = desk.open();
            papers.request = papers.request.or(open.map(|(request, _)| request));
            return made;
        }
    }
    Ok(())
}

fn take_request(desk: &Desk) -> Option<(Request, u64)> {
    let mut papers = desk.open();
    let number = papers.n_asked;
    papers.request.take().map(|request| (request, number))
}

/// Answers a request, with the head of the film where it lies beyond; whether that was all there is to answer.
fn show(film: &mut Film, desk: &Desk, request: Request, number: u64, is_halted: bool) -> bool {
    let Some(shot) = film.shot_unless(request.tick, request.trail_s, &|| desk.is_leaving()) else { return false };
    let is_full = film.is_done() || is_halted || request.tick <= f64::from(film.head_tick());
    desk.publish(|papers| {
        papers.latest = Some(Arc::new(shot));
        papers.answered = is_full.then_some(request);
        if is_full {
            papers.n_answered = papers.n_answered.max(number);
        }
    });
    is_full
}

/// Answers a question, if there is one; it stays on the desk until then, so that whoever waits for the answer can tell.
fn explain(film: &mut Film, desk: &Desk) {
    let Some(question) = desk.open().question else { return };
    let told = film.explain(question, &|| desk.is_leaving());
    desk.publish(|papers| {
        papers.question = papers.question.filter(|&newer| newer != question);
        papers.explanation = told.map(Arc::new).or(papers.explanation.take());
    });
}

/// Makes the film until the stretch is over or somebody calls, and the second engine with it.
fn make(film: &mut Film, desk: &Desk, second: &mut Option<Second<'_>>) -> Result<(), Trouble> {
    let start = Instant::now();
    while !film.is_done() {
        film.advance().map_err(|error| Trouble::of_film(&error))?;
        if let Some(second) = second {
            second.follow(film).map_err(Trouble::of_second)?;
        }
        if desk.has_call() || start.elapsed() >= STRETCH {
            break;
        }
    }
    Ok(())
}

/// Lays what the film has become on the desk; done only if all is well with it.
fn refresh(film: &Film, desk: &Desk, is_well: bool) {
    let series = Arc::new(film.series().clone());
    desk.publish(|papers| {
        papers.log = film.log().clone();
        papers.series = series;
        papers.progress.head_tick = film.head_tick();
        papers.progress.done = film.is_done() && is_well;
    });
}

/// What a panic said.
pub fn describe(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned());
    format!("the replay stopped: {text}; open the raid again, and report this if it happens twice")
}
