//! The answer for one bearing.

use glam::DVec2;

use super::approach::Approach;
use super::confirm::{Confirmed, confirmed};
use super::cover::watches;
use super::question::Question;
use super::shots::{Chances, Shot, Stock, chances};
use super::weapon::{Judge, Limit, Meeting};
use crate::model::CaseModel;

/// Why a threat from a bearing cannot be met at all: of all magazines and decisions the one that comes furthest down this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Nothing: the wind does not let the threat come from there.
    CannotCome,
    /// It is not a confirmed track before it arrives.
    Undetected,
    /// No site has a magazine.
    NoSite,
    /// No site reaches it within its interceptors' endurance.
    OutOfReach,
    /// It flies above every interceptor's ceiling.
    AboveCeiling,
    /// Every interceptor would come too late.
    TooLate,
    /// It could be met in time, but outside every site's sector.
    OutOfSector,
    /// Every magazine in reach is empty.
    NoRounds,
    /// No site in reach has a guidance channel.
    NoChannel,
}

/// What can be done about a threat from one bearing.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bearing {
    /// Direction it comes from as seen from its aim, degrees clockwise from north.
    pub bearing_deg: f64,
    /// Distance of the theatre's edge from the aim, metres.
    pub edge_m: f64,
    /// Its speed over ground, m/s.
    pub ground_mps: f64,
    /// When the track stands.
    pub confirmed: Option<Confirmed>,
    /// Shots one after the other, each looked at before the next.
    pub shots: Vec<Shot>,
    /// The first meeting of each site were it alone; by index of the site.
    pub by_site: Vec<Option<Meeting>>,
    /// Rounds in all magazines of the sites that can meet it.
    pub n_rounds: u32,
    /// Guidance channels of the sites that can meet it.
    pub n_channels: u32,
    /// Why there is no shot; `None` where there is one.
    pub obstacle: Option<Obstacle>,
}

impl Bearing {
    /// Whether a threat can come from here at all.
    pub fn comes(&self) -> bool {
        self.obstacle != Some(Obstacle::CannotCome)
    }

    /// The earliest meeting any site could have.
    pub fn first(&self) -> Option<&Meeting> {
        self.by_site.iter().flatten().min_by(|a, b| a.met_s.total_cmp(&b.met_s))
    }

    /// How many sites can meet it.
    pub fn n_sites(&self) -> usize {
        self.by_site.iter().flatten().count()
    }
}

/// Asks for one bearing.
pub(super) fn answer(case: &CaseModel, question: &Question, aim_m: DVec2, bearing_deg: f64) -> Bearing {
    let mut bearing = Bearing {
        bearing_deg,
        edge_m: 0.0,
        ground_mps: 0.0,
        confirmed: None,
        shots: Vec::new(),
        by_site: vec![None; case.sites.len()],
        n_rounds: 0,
        n_channels: 0,
        obstacle: Some(Obstacle::CannotCome),
    };
    let Some(kind) = question.kind(case) else { return bearing };
    let approach = Approach::new(case, kind.cruise_speed_mps, question.altitude_m, aim_m, bearing_deg);
    let Some(approach) = approach else { return bearing };
    (bearing.edge_m, bearing.ground_mps) = (approach.length_m, approach.ground_mps);
    let judge = Judge::new(case, &approach);
    bearing.confirmed = confirmed(
        &case.case,
        judge.tick_s,
        &approach,
        &watches(case, kind),
        question.confidence.clamp(1.0e-6, 0.999_999),
    );
    bearing.obstacle = Some(Obstacle::Undetected);
    if let Some(confirmed) = bearing.confirmed {
        engage(case, &judge, confirmed.tick, &mut bearing);
    }
    bearing
}

/// The part after the track stands.
fn engage(case: &CaseModel, judge: &Judge<'_>, confirmed_tick: u32, bearing: &mut Bearing) {
    let weapons: Vec<_> = case.groups.iter().map(|group| judge.weapon(group)).collect();
    let stock = |(ix, &site): (usize, &usize)| Stock {
        site,
        rounds: case.groups[ix].n_rounds,
        has_channel: case.sites[site].n_channels > 0,
    };
    let stocks: Vec<Stock> = case.group_sites.iter().enumerate().map(stock).collect();
    let found = chances(judge, &weapons, &stocks, confirmed_tick);
    for (site, met) in found.by_site.iter().enumerate().filter(|(_, met)| met.is_some()) {
        bearing.by_site[site] = *met;
        bearing.n_channels += case.sites[site].n_channels;
        bearing.n_rounds += stocks.iter().filter(|stock| stock.site == site).map(|stock| stock.rounds).sum::<u32>();
    }
    bearing.obstacle = found.shots.is_empty().then(|| obstacle(&stocks, &found));
    bearing.shots = found.shots;
}

/// Why nothing can meet it: the furthest that any magazine comes, as with the causes of a leak.
fn obstacle(stocks: &[Stock], found: &Chances) -> Obstacle {
    let could = || stocks.iter().zip(&found.could).filter(|(_, could)| **could).map(|(stock, _)| stock);
    if could().next().is_some() {
        return if could().all(|stock| stock.rounds == 0) { Obstacle::NoRounds } else { Obstacle::NoChannel };
    }
    match found.limit {
        None => Obstacle::NoSite,
        Some(Limit::Endurance) => Obstacle::OutOfReach,
        Some(Limit::Ceiling) => Obstacle::AboveCeiling,
        Some(Limit::Sector) => Obstacle::OutOfSector,
        Some(Limit::Time) => Obstacle::TooLate,
    }
}
