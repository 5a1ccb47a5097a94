//! The card of an interceptor.

use super::{Card, Links, length};
use crate::exact::fixed::{component_mps, coordinate_m};
use crate::model::codes;
use crate::model::layout::Round;
use crate::replay::is_in_flight;
use crate::report::number;
use crate::viewer::screen::raid::view::View;
use crate::viewer::screen::raid::words;
use crate::viewer::selection::Entity;

/// The card at a moment.
pub fn card(ix: usize, view: &View<'_>) -> Option<Card> {
    let (round, hunter) = (view.shot.before.rounds.get(ix)?, view.cast.rounds.get(ix)?);
    let mut card = Card { title: view.cast.round(ix as u32).to_owned(), ..Card::default() };
    card.kind = format!("Interceptor, {}", view.cast.round_types.get(hunter.kind).map_or("", String::as_str));
    card.states.push(state(round, view));
    let in_flight = is_in_flight(round.status);
    if in_flight {
        card.brief("Altitude", words::altitude(coordinate_m(round.z)));
        card.brief("Speed", words::speed(length([round.vx, round.vy, round.vz])));
        if let Some(bearing) = words::bearing(component_mps(round.vx), component_mps(round.vy)) {
            card.brief("Heading", bearing);
        }
        card.brief("Flight time left", flight_left(round, hunter.group, view));
    }
    match round.status {
        codes::ROUND_READY => {}
        codes::ROUND_ORDERED => card.brief("Launch due at", view.clock(f64::from(round.due_tick))),
        _ => card.line("Launched at", view.clock(f64::from(round.launch_tick))),
    }
    if round.end_tick > 0 {
        card.line("Ended at", view.clock(f64::from(round.end_tick)));
    }
    card.line("Guidance channel", channel(round, hunter.site, view));
    if round.status != codes::ROUND_READY {
        card.line("Attempts to acquire", number::integer(u64::from(round.n_looks)));
        if !view.is_belief() {
            card.line("Failed tries", number::integer(u64::from(round.n_failed)));
        }
    }
    let cost = view.subject.case.scenario.interceptor_types.get(hunter.kind).map_or(0.0, |kind| kind.cost_usd);
    card.line("Price", number::usd(cost));
    card.links.push(target(round, view));
    let site = (Entity::Site(hunter.site as u32), view.cast.name(Entity::Site(hunter.site as u32), view.picture));
    card.links.push(Links { label: "From", to: vec![site], none: "" });
    Some(card)
}

fn state(round: &Round, view: &View<'_>) -> (String, eframe::egui::Color32) {
    let palette = view.palette;
    let known = words::round_state_in(round.status, view.picture);
    let color = match round.status {
        codes::ROUND_HIT if !view.is_belief() => palette.kill,
        codes::ROUND_MISSED | codes::ROUND_EXPIRED | codes::ROUND_ABORTED => palette.text_weak,
        codes::ROUND_ORPHAN if !view.is_belief() => palette.warning,
        _ => palette.interceptor,
    };
    (known.to_owned(), color)
}

fn flight_left(round: &Round, group: usize, view: &View<'_>) -> String {
    let endurance = view.subject.case.groups.get(group).map_or(0, |group| group.endurance_ticks);
    let flown = view.tick - f64::from(round.launch_tick);
    let left_s = view.seconds(f64::from(endurance) - flown).max(0.0);
    format!("{} of {}", words::clock(left_s), words::clock(view.seconds(f64::from(endurance))))
}

/// Its channel, counted from 0 as in names and events.
fn channel(round: &Round, site: usize, view: &View<'_>) -> String {
    let first = view.subject.case.sites.get(site).map_or(0, |site| site.channel_first);
    match u32::try_from(round.channel) {
        Ok(channel) => {
            let site_name = view.cast.name(Entity::Site(site as u32), view.picture);
            format!("{site_name}, channel {}", channel.saturating_sub(first))
        }
        Err(_) => "none held".to_owned(),
    }
}

fn target(round: &Round, view: &View<'_>) -> Links {
    let target = u32::try_from(round.target).ok().filter(|_| round.status != codes::ROUND_READY);
    let to = target.map(|ix| (Entity::Threat(ix), view.cast.threat(ix, view.picture)));
    Links { label: "Target", to: to.into_iter().collect(), none: "none" }
}
