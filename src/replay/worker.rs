//! What the thread of a player does: answers the newest request, and makes the film in between.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::{Desk, Request};
use super::film::Film;

/// The film is made for so long before the desk is looked at again; a call ends it sooner.
const STRETCH: Duration = Duration::from_millis(20);
/// How often events, counts and progress are laid on the desk while the film is made.
const REFRESH: Duration = Duration::from_millis(150);
/// With nothing to do, the thread sleeps until it is called; this only bounds what a lost call could cost.
const SLEEP: Duration = Duration::from_secs(1);

/// Works until the window is gone.
pub fn work(film: &mut Film, desk: &Desk) {
    let mut open: Option<(Request, u64)> = None;
    let mut refreshed = None;
    while !desk.is_leaving() {
        desk.answer_call();
        if let Some(newest) = take_request(desk) {
            open = Some(newest);
        }
        if let Some((request, number)) = open
            && show(film, desk, request, number)
        {
            open = None;
        }
        explain(film, desk);
        if film.is_done() {
            desk.wait_for_call(SLEEP);
        } else {
            make(film, desk);
            let is_due = refreshed.is_none_or(|at: Instant| at.elapsed() >= REFRESH);
            if is_due || film.is_done() {
                refresh(film, desk);
                refreshed = Some(Instant::now());
            }
        }
    }
}

fn take_request(desk: &Desk) -> Option<(Request, u64)> {
    let mut papers = desk.open();
    let number = papers.n_asked;
    papers.request.take().map(|request| (request, number))
}

/// Answers a request, with the head of the film where it lies beyond; whether that was all there is to answer.
fn show(film: &mut Film, desk: &Desk, request: Request, number: u64) -> bool {
    let Some(shot) = film.shot_unless(request.tick, request.trail_s, &|| desk.is_leaving()) else { return false };
    let is_full = film.is_done() || request.tick <= f64::from(film.head_tick());
    desk.publish(|papers| {
        papers.latest = Some(Arc::new(shot));
        if is_full {
            papers.n_answered = number;
        }
    });
    is_full
}

/// Answers a question, if there is one.
fn explain(film: &mut Film, desk: &Desk) {
    let Some(question) = desk.open().question.take() else { return };
    if let Some(told) = film.explain(question, &|| desk.is_leaving()) {
        desk.publish(|papers| papers.explanation = Some(Arc::new(told)));
    }
}

/// Makes the film until the stretch is over or somebody calls.
fn make(film: &mut Film, desk: &Desk) {
    let start = Instant::now();
    loop {
        film.step_epoch();
        if film.is_done() || desk.has_call() || start.elapsed() >= STRETCH {
            return;
        }
    }
}

fn refresh(film: &Film, desk: &Desk) {
    let series = Arc::new(film.series().clone());
    desk.publish(|papers| {
        papers.log = film.log().clone();
        papers.series = series;
        papers.progress.head_tick = film.head_tick();
        papers.progress.done = film.is_done();
    });
}

/// What a panic said.
pub fn describe(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned());
    format!("the replay stopped: {text}; open the raid again, and report this if it happens twice")
}
