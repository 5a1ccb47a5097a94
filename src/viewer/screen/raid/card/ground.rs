//! The cards of what stands on the ground: sites, assets, sensors.

use super::{Card, Gauge, Links};
use crate::model::codes;
use crate::replay::is_in_flight;
use crate::report::number;
use crate::scenario::schema::Site;
use crate::viewer::screen::raid::tally::{self, Now};
use crate::viewer::screen::raid::view::View;
use crate::viewer::screen::raid::words;
use crate::viewer::selection::Entity;

/// A launch site: what it has left and what it did.
pub fn site(ix: usize, view: &View<'_>) -> Option<Card> {
    let site = view.subject.case.scenario.sites.get(ix)?;
    let now = Now::at(view.shot, view.subject).sites.into_iter().nth(ix)?;
    let palette = view.palette;
    let mut card = Card { title: site.name.clone(), kind: "Launch site".to_owned(), ..Card::default() };
    let (left, _) = now.rounds();
    card.states.push(match (left, now.channels_used < now.channels) {
        (0, _) => ("magazines empty".to_owned(), palette.leak),
        (_, false) => ("no channel free".to_owned(), palette.warning),
        _ => ("ready".to_owned(), palette.good),
    });
    for magazine in &now.magazines {
        let label = view.cast.round_types.get(magazine.kind).cloned().unwrap_or_default();
        card.gauges.push(Gauge { label, value: magazine.left, of: magazine.of, color: palette.interceptor });
    }
    let gauge = |label: &str, value, of| Gauge { label: label.to_owned(), value, of, color: palette.site };
    card.gauges.push(gauge("Channels", now.channels_used, now.channels));
    card.gauges.push(gauge("Rails loading", now.rails_loading, now.rails));
    card.brief("Launched", number::integer(u64::from(now.launched)));
    if !view.is_belief() {
        card.brief("Kills", number::integer(u64::from(now.kills)));
    }
    card.line("Reload of a rail", number::duration(site.reload_s));
    card.line("Channel serves again after", number::duration(site.turnaround_s));
    card.line("Sector", sector(site));
    card.links.push(flying(ix, view));
    Some(card)
}

fn sector(site: &Site) -> String {
    if site.sector_width_deg >= 360.0 {
        return "all around".to_owned();
    }
    let half = 0.5 * site.sector_width_deg;
    let end = |deg: f64| format!("{:03.0}°", deg.rem_euclid(360.0));
    format!("{} to {}", end(site.sector_centre_deg - half), end(site.sector_centre_deg + half))
}

fn flying(site: usize, view: &View<'_>) -> Links {
    let rounds = view.shot.before.rounds.iter().zip(&view.cast.rounds).enumerate();
    let its = rounds.filter(|(_, (round, hunter))| hunter.site == site && is_in_flight(round.status));
    let to = its.map(|(ix, (round, _))| {
        let state = words::round_state_in(round.status, view.picture);
        (Entity::Round(ix as u32), format!("{}, {state}", view.cast.round(ix as u32)))
    });
    Links { label: "In the air", to: to.collect(), none: "none" }
}

/// A defended asset: what it is worth and what was lost.
pub fn asset(ix: usize, view: &View<'_>) -> Option<Card> {
    let asset = view.subject.case.scenario.assets.get(ix)?;
    let hits = view.shot.before.asset_hits.get(ix).copied().unwrap_or(0);
    let palette = view.palette;
    let mut card = Card { title: asset.name.clone(), kind: "Defended asset".to_owned(), ..Card::default() };
    card.states.push(match hits {
        0 => ("untouched".to_owned(), palette.good),
        hits if hits >= asset.hits_to_destroy => ("destroyed".to_owned(), palette.leak),
        _ => ("hit".to_owned(), palette.leak),
    });
    card.gauges.push(Gauge { label: "Hits".to_owned(), value: hits, of: asset.hits_to_destroy, color: palette.leak });
    card.brief("Value", number::plain(asset.value));
    card.brief("Value lost", number::short(tally::value_lost(asset, hits)));
    let frame = &view.shot.before;
    if !view.is_belief() {
        let aimed = frame.threats.iter().zip(&view.cast.threats);
        let n = aimed.filter(|(threat, raider)| raider.aim == ix && threat.status == codes::THREAT_AIRBORNE).count();
        card.brief("Threats on their way to it", number::integer(n as u64));
    }
    let believed = frame.tracks.iter().filter(|track| {
        track.status == codes::TRACK_CONFIRMED && track.believed_dead_tick == 0 && track.asset as usize == ix
    });
    card.line("Tracks that seem to head for it", number::integer(believed.count() as u64));
    card.line("Radius", words::distance(asset.radius_m));
    Some(card)
}

/// A sensor: what it sees and how often.
pub fn sensor(ix: usize, view: &View<'_>) -> Option<Card> {
    let case = &*view.subject.case;
    let row = case.sensors.get(ix)?;
    let title = view.cast.sensors.get(ix).cloned().unwrap_or_default();
    let mut card = Card { title, ..Card::default() };
    let kind = match row.kind {
        codes::SENSOR_RADAR => "Radar",
        codes::SENSOR_ACOUSTIC => "Acoustic area",
        _ => "Ideal sensor",
    };
    card.kind = kind.to_owned();
    let upto = &view.log.events[..view.log.until(view.tick)];
    let confirmed = upto.iter().filter(|e| e.code == codes::EVENT_CONFIRMED && e.detail as usize / 2 == ix).count();
    card.brief("Tracks confirmed", number::integer(confirmed as u64));
    if row.n_vertices > 0 {
        card.brief("Area", format!("polygon with {} corners", row.n_vertices));
    } else {
        card.brief("Range", words::distance(f64::from(row.range_m)));
    }
    card.brief("Looks every", number::duration(view.seconds(f64::from(row.scan_ticks))));
    match row.kind {
        codes::SENSOR_RADAR => {
            let radar = case.scenario.radars.get(ix)?;
            card.line("Antenna height", words::distance(radar.mast_height_m));
            let masking = format!("below {} deg", number::plain(radar.masking_angle_deg));
            card.line("Hidden by terrain", if radar.masking_angle_deg > -5.0 { masking } else { "nothing".to_owned() });
        }
        codes::SENSOR_ACOUSTIC => {
            card.line("Hears a Shahed-136 within", words::distance(f64::from(row.hearing_m)));
            let area = case.scenario.acoustic_areas.get(ix - case.scenario.radars.len())?;
            card.line("Microphones per square km", number::plain(area.density_per_km2));
        }
        _ => {}
    }
    Some(card)
}
