//! Shoot, look, shoot: the shots that one threat can be given one after the other, each after the last one's result is known.
//!
//! One target and ample channels and rails: every shot finds the channel and the rail it needs. Magazines are as they are.

use super::weapon::{Judge, Limit, Meeting, Weapon};

/// One shot of the sequence.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Shot {
    /// The site it comes from, by its index in the scenario.
    pub site: usize,
    /// The magazine, by its index among all magazines of the case.
    pub magazine: usize,
    /// When and where.
    #[serde(flatten)]
    pub meeting: Meeting,
}

/// What can be done about one approach.
pub(super) struct Chances {
    /// The shots in order.
    pub shots: Vec<Shot>,
    /// The first meeting of each site, were it alone; by index of the site.
    pub by_site: Vec<Option<Meeting>>,
    /// Which magazines could meet it, were they not empty and had their site a channel.
    pub could: Vec<bool>,
    /// The furthest that the kill chain came for those that could not; `None` where there is none.
    pub limit: Option<Limit>,
}

/// A site's means, as far as a shot needs them.
pub(super) struct Stock {
    /// The site, by index.
    pub site: usize,
    /// Rounds in the magazine.
    pub rounds: u32,
    /// Whether the site has a channel at all.
    pub has_channel: bool,
}

/// Everything from the confirmation of the track on.
pub(super) fn chances(judge: &Judge<'_>, weapons: &[Weapon<'_>], stocks: &[Stock], confirmed_tick: u32) -> Chances {
    let n_sites = stocks.iter().map(|stock| stock.site + 1).max().unwrap_or(0);
    let mut chances = Chances { shots: Vec::new(), by_site: vec![None; n_sites], could: Vec::new(), limit: None };
    first_by_site(judge, weapons, stocks, confirmed_tick, &mut chances);
    let mut left: Vec<u32> = stocks.iter().map(|s| if s.has_channel { s.rounds } else { 0 }).collect();
    let mut from_tick = confirmed_tick;
    let most = judge.case.max_shots.div_ceil(judge.case.salvo.max(1));
    while (chances.shots.len() as u32) < most {
        let Some((magazine, meeting)) = next_shot(judge, weapons, &left, from_tick) else { break };
        left[magazine] -= judge.case.salvo.clamp(1, left[magazine]);
        chances.shots.push(Shot { site: stocks[magazine].site, magazine, meeting });
        from_tick = looked_tick(judge, meeting.met_s);
    }
    chances
}

/// The first edge at which the result of a pass is known.
fn looked_tick(judge: &Judge<'_>, met_s: f64) -> u32 {
    // A meeting on a tick belongs to it; what rounding adds is no further tick.
    let pass_tick = (met_s / judge.tick_s - 1.0e-9).ceil() as u32;
    (pass_tick + judge.case.assess_ticks).next_multiple_of(judge.case.epoch_ticks)
}

/// Decisions from `from_tick` on at which some weapon's window is open.
fn decisions<'a>(
    judge: &'a Judge<'_>,
    weapons: &'a [&'a Weapon<'_>],
    from_tick: u32,
) -> impl Iterator<Item = u32> + 'a {
    let period = judge.case.decision_ticks;
    let opens_s = weapons.iter().map(|weapon| weapon.window_s.0).fold(f64::INFINITY, f64::min);
    let last_s = weapons.iter().map(|weapon| weapon.window_s.1).fold(-1.0, f64::max).min(judge.approach.arrival_s());
    // A decision earlier than the window's computed beginning costs nothing, one that is left out would.
    let opens_tick = (opens_s.clamp(0.0, 1.0e9) / judge.tick_s) as u32;
    let first = from_tick.max(opens_tick.saturating_sub(period)).next_multiple_of(period);
    let last = if last_s < 0.0 { 0 } else { (last_s / judge.tick_s) as u32 + 1 };
    (first..=last).step_by(period as usize).filter(move |_| last_s >= 0.0)
}

/// The first decision at which some magazine can meet the threat, and of those that can the one that meets it first.
fn next_shot(judge: &Judge<'_>, weapons: &[Weapon<'_>], left: &[u32], from_tick: u32) -> Option<(usize, Meeting)> {
    let ready: Vec<usize> = (0..weapons.len()).filter(|&ix| left[ix] > 0).collect();
    let candidates: Vec<&Weapon<'_>> = ready.iter().map(|&ix| &weapons[ix]).collect();
    decisions(judge, &candidates, from_tick).find_map(|tick| {
        let belief = judge.belief(tick);
        let met = ready.iter().filter_map(|&ix| Some((ix, judge.meeting(&weapons[ix], &belief, tick).ok()?)));
        met.min_by(|a, b| a.1.met_s.total_cmp(&b.1.met_s))
    })
}

/// The first meeting of each site alone, and how far the kill chain came at best.
fn first_by_site(judge: &Judge<'_>, weapons: &[Weapon<'_>], stocks: &[Stock], tick: u32, chances: &mut Chances) {
    for (weapon, stock) in weapons.iter().zip(stocks) {
        let mut furthest = Limit::Endurance;
        let first = decisions(judge, &[weapon], tick).find_map(|tick| {
            let met = judge.meeting(weapon, &judge.belief(tick), tick);
            met.map_err(|limit| furthest = furthest.max(limit)).ok()
        });
        chances.could.push(first.is_some());
        if first.is_none() {
            chances.limit = chances.limit.max(Some(furthest));
        }
        let Some(first) = first.filter(|_| stock.rounds > 0 && stock.has_channel) else { continue };
        let best = &mut chances.by_site[stock.site];
        if best.is_none_or(|best| first.met_s < best.met_s) {
            *best = Some(first);
        }
    }
}
