//! Belief tells nothing of what is only true: the truth is changed behind the screen's back, and every word of it compared.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;

use super::fixture::{Stage, request, settle, wait_until_gone};
use super::sentence::is_known_to_defence;
use super::side::Tab;
use super::view::was_detected;
use super::watched::Ready;
use crate::model::codes;
use crate::replay::{Frame, Log, Series, is_in_flight};
use crate::viewer::selection::{Entity, Picture};

const SECOND: f64 = 1_560.0;

/// Another truth under which the defence would have seen the same.
fn another_truth(ready: Ready) -> Ready {
    let mut shot = ready.shot.as_deref().cloned().unwrap_or_default();
    let unknown: Vec<bool> = shot.after.tracks.iter().map(|track| !was_detected(track)).collect();
    for frame in [&mut shot.before, &mut shot.after] {
        lie(Arc::make_mut(frame), &unknown);
    }
    let known = ready.log.events.iter().filter(|event| is_known_to_defence(event.code));
    let log = Log { events: known.copied().collect() };
    let mut samples = ready.series.samples.clone();
    for sample in &mut samples {
        sample.airborne[0] += 3;
        sample.killed[0] += 5;
        sample.leaked[1] += 7;
    }
    let series = Arc::new(Series { samples });
    Ready { shot: Some(Arc::new(shot)), log: Arc::new(log), series, ..ready }
}

fn lie(frame: &mut Frame, unknown: &[bool]) {
    for (ix, threat) in frame.threats.iter_mut().enumerate().filter(|(ix, _)| unknown[*ix]) {
        threat.x -= 256 * 40_000;
        threat.status = [codes::THREAT_KILLED, codes::THREAT_LOST, codes::THREAT_LEAKED_MISS][ix % 3];
        threat.end_tick = frame.tick.saturating_sub(100);
        threat.n_passes += 1;
    }
    for round in &mut frame.rounds {
        round.status = match round.status {
            codes::ROUND_HIT => codes::ROUND_MISSED,
            codes::ROUND_MISSED => codes::ROUND_HIT,
            codes::ROUND_CRUISE => codes::ROUND_ORPHAN,
            status => status,
        };
        round.n_failed += 2;
    }
}

/// Every word on the screen, tab by tab, with a few things selected.
fn words(harness: &mut Harness<'_, Stage>, selected: &[Entity]) -> Vec<String> {
    let mut words = Vec::new();
    let chosen = selected.iter().map(|&entity| (Tab::Selected, Some(entity), ""));
    let searches = ["track", "threat", "interceptor", "killed", "leaked", "target"];
    let found = searches.into_iter().map(|query| (Tab::Find, None, query));
    let others = [(Tab::Numbers, None, ""), (Tab::Events, None, "")];
    for (tab, entity, query) in others.into_iter().chain(found).chain(chosen) {
        let screen = &mut harness.state_mut().screen;
        screen.selected = entity;
        (screen.side.tab, screen.side.search.query) = (tab, query.to_owned());
        settle(harness);
        // The answer to why comes in its own time: only what is said for good is compared.
        wait_until_gone(harness, "Going back to the decision");
        let nodes = harness.root().children_recursive();
        words.extend(nodes.filter_map(|node| {
            let node = node.accesskit_node();
            let text = [node.label(), node.value()].into_iter().flatten().collect::<Vec<_>>().join(" = ");
            (!text.is_empty()).then(|| format!("{tab:?} {query}: {text}"))
        }));
    }
    words
}

#[test]
fn belief_tells_no_word_of_what_is_only_true() {
    let mut harness = Stage::open_at(request("mass-raid", None), [1280.0, 2000.0], 1.0);
    harness.state_mut().screen.show_at(SECOND);
    harness.state_mut().layers.picture = Picture::Belief;
    settle(&mut harness);
    settle(&mut harness);
    let screen = &harness.state().screen;
    let shot = screen.watched.player.latest().unwrap();
    assert_eq!(shot.tick, screen.clock.tick(), "the moment is ready");
    let frame = &shot.before;
    let threat =
        |fits: &dyn Fn(usize) -> bool| Entity::Threat((0..frame.threats.len()).find(|&ix| fits(ix)).unwrap() as u32);
    let round = |fits: &dyn Fn(u32) -> bool| {
        Entity::Round(frame.rounds.iter().position(|round| fits(round.status)).unwrap() as u32)
    };
    let unknown = |ix: usize| !was_detected(&shot.after.tracks[ix]);
    let selected = [
        threat(&|ix| unknown(ix) && frame.threats[ix].status == codes::THREAT_AIRBORNE),
        threat(&|ix| unknown(ix) && frame.threats[ix].status == codes::THREAT_PENDING),
        threat(&|ix| frame.tracks[ix].status == codes::TRACK_CONFIRMED),
        round(&is_in_flight),
        round(&|status| status == codes::ROUND_MISSED || status == codes::ROUND_HIT),
        Entity::Site(0),
        Entity::Asset(0),
    ];
    let believed = words(&mut harness, &selected);
    assert!(!believed.iter().any(|text| text.contains("had not started") || text.contains("killed its target")));
    harness.state_mut().screen.watched.distort = Some(another_truth);
    let told = words(&mut harness, &selected);
    let differing: Vec<_> = believed.iter().zip(&told).filter(|(a, b)| a != b).collect();
    assert!(differing.is_empty() && believed.len() == told.len(), "{differing:#?}");
    // The same change is told all over the screen where the truth is.
    harness.state_mut().layers.picture = Picture::Both;
    let lied = words(&mut harness, &selected);
    harness.state_mut().screen.watched.distort = None;
    let true_words = words(&mut harness, &selected);
    assert!(lied.iter().filter(|text| !true_words.contains(text)).count() > 20);
    assert!(true_words.iter().any(|text| text.contains("58 leaks")), "as `kingbird run mass-raid` tells");
}
