//! The card of a threat: its true state, what the defence believes, and who is after it.

use super::{Card, Links, length};
use crate::exact::fixed::{component_mps, coordinate_m};
use crate::model::codes;
use crate::model::layout::{Threat, Track};
use crate::replay::{self, is_in_flight};
use crate::report::number;
use crate::viewer::screen::raid::view::View;
use crate::viewer::screen::raid::words;
use crate::viewer::selection::{Entity, Picture};

/// The card at a moment. Where only belief is shown, nothing of the truth enters it.
pub fn card(ix: usize, view: &View<'_>) -> Option<Card> {
    let (threat, track) =
        (view.shot.before.threats.get(ix)?, view.shot.after.tracks.get(ix).map(|_| view.shot.track(ix))?);
    let mut card = Card { title: view.cast.threat(ix as u32, view.picture), ..Card::default() };
    if view.is_belief() {
        believed_kind(&mut card, track, view.knows(ix));
    } else {
        truth(&mut card, ix, &Threat { status: view.shot.threat_status(ix), ..*threat }, view);
    }
    if view.picture != Picture::Truth {
        belief(&mut card, ix, threat, track, view);
    }
    if track.status != codes::TRACK_NONE || track.n_shots > 0 {
        card.brief("Shots ordered", number::integer(u64::from(track.n_shots)));
    }
    card.links.push(assigned(ix, view));
    card.chain = replay::chain(track.chain);
    Some(card)
}

fn truth(card: &mut Card, ix: usize, threat: &Threat, view: &View<'_>) {
    let palette = view.palette;
    let raider = &view.cast.threats[ix];
    let kind = if raider.decoy { "Decoy" } else { "Threat" };
    card.kind = format!("{kind}, {}", view.cast.names.threat(ix as u32).kind);
    let color = match threat.status {
        codes::THREAT_KILLED => palette.kill,
        codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS => palette.leak,
        codes::THREAT_PENDING | codes::THREAT_LOST => palette.text_weak,
        _ if raider.decoy => palette.decoy,
        _ => palette.threat,
    };
    card.states.push((words::threat_state(threat.status).to_owned(), color));
    if matches!(threat.status, codes::THREAT_LEAKED_HIT | codes::THREAT_LEAKED_MISS) {
        let sentence = words::cause_sentence(threat.cause);
        card.because = Some(format!("Leaked: {}. {sentence}", words::cause(threat.cause)));
    }
    let aim = view.cast.aim(ix as u32);
    match threat.status {
        codes::THREAT_PENDING => {
            let start = view.subject.statics.plans.get(ix).map_or(0, |plan| plan.start_tick);
            card.brief("Starts at", view.clock(f64::from(start)));
        }
        _ if threat.end_tick > 0 => card.brief("Ended at", view.clock(f64::from(threat.end_tick))),
        _ => flight(card, [threat.vx, threat.vy, threat.vz], threat.z),
    }
    card.brief("Aimed at", aim);
    card.line("Passes survived", number::integer(u64::from(threat.n_passes)));
}

fn flight(card: &mut Card, velocity: [i32; 3], z: i32) {
    card.brief("Altitude", words::altitude(coordinate_m(z)));
    card.brief("Speed", words::speed(length(velocity)));
    if let Some(bearing) = words::bearing(component_mps(velocity[0]), component_mps(velocity[1])) {
        card.brief("Heading", bearing);
    }
}

fn believed_kind(card: &mut Card, track: &Track, was_known: bool) {
    let is_known = track.status == codes::TRACK_CONFIRMED;
    card.kind = match (is_known, track.believed_decoy) {
        (false, _) if was_known => "The defence has no confirmed track of it".to_owned(),
        (false, _) => "The defence does not know of it".to_owned(),
        (true, 0) => "Track, taken for a threat".to_owned(),
        (true, _) => "Track, taken for a decoy".to_owned(),
    };
    if is_known {
        flight(card, [track.vx, track.vy, track.vz], track.z);
    }
}

fn belief(card: &mut Card, ix: usize, threat: &Threat, track: &Track, view: &View<'_>) {
    let state = words::track_state(track.status, track.believed_dead_tick != 0);
    card.states.push((state.to_owned(), view.palette.track));
    if track.status != codes::TRACK_CONFIRMED {
        return;
    }
    if !view.is_belief() {
        let class = if track.believed_decoy == 1 { "a decoy" } else { "a threat" };
        let right = (track.believed_decoy == 1) == view.cast.threats[ix].decoy;
        card.line("Taken for", if right { class.to_owned() } else { format!("{class}, wrongly") });
    }
    let asset = view.cast.assets.get(track.asset as usize).map_or("nothing", String::as_str);
    card.brief("Seems to head for", asset);
    card.brief("Believed there at", view.clock(f64::from(track.arrive_tick)));
    let age_s = view.seconds(view.tick - f64::from(track.update_tick)).max(0.0);
    card.line("Last detected", format!("{} ago", number::duration(age_s.floor())));
    if view.picture == Picture::Both && threat.status == codes::THREAT_AIRBORNE {
        let offset = [threat.x - track.x, threat.y - track.y, threat.z - track.z].map(coordinate_m);
        let error_m = libm::sqrt(offset.iter().map(|d| d * d).sum());
        card.line("Track is off by", words::distance(error_m));
    }
}

fn assigned(ix: usize, view: &View<'_>) -> Links {
    let rounds = view.shot.before.rounds.iter().enumerate();
    let after_it = rounds.filter(|(_, round)| {
        round.target == ix as i32 && (round.status == codes::ROUND_ORDERED || is_in_flight(round.status))
    });
    let to = after_it.map(|(round, row)| {
        let state = words::round_state_in(row.status, view.picture);
        (Entity::Round(round as u32), format!("{}, {state}", view.cast.round(round as u32)))
    });
    Links { label: "Assigned to it", to: to.collect(), none: "nobody" }
}
