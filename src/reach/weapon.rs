//! Who can meet the threat: a magazine at a site, by the equation and the limits of `model::stage::cost`, for a track that
//! is exact; with the climb besides, which that stage leaves to the flight.

use glam::{DVec2, DVec3};

use super::approach::Approach;
use crate::exact::fixed::coordinate_m;
use crate::model::CaseModel;
use crate::model::layout::{Case, Group};

/// A shot that would meet the threat.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Meeting {
    /// Time of the decision, seconds from the theatre's edge.
    pub decided_s: f64,
    /// Time of the launch, seconds.
    pub launched_s: f64,
    /// Time of the meeting, seconds.
    pub met_s: f64,
    /// Distance of the meeting from the aim, metres.
    pub distance_m: f64,
}

/// What stands between a magazine and the threat at a decision; the later, the further the kill chain came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    /// Endurance: it cannot be met in the time that may be flown.
    Endurance,
    /// It flies above the ceiling.
    Ceiling,
    /// It would be met after its arrival or nearer to the asset than the doctrine allows.
    Time,
    /// It would be met in time, and outside the site's sector.
    Sector,
}

/// What the defence believes of the threat at a decision: which asset it heads for, and when it would be there.
pub(super) struct Belief {
    asset_m: DVec2,
    arrive_tick: u32,
}

/// A magazine at a site.
pub(super) struct Weapon<'a> {
    /// The magazine's row.
    pub group: &'a Group,
    at_m: DVec3,
    delay_ticks: u32,
    /// Longest flight that may be planned, seconds.
    flight_s: f64,
    /// From when to when a decision can lead to a meeting within that flight, seconds.
    pub window_s: (f64, f64),
}

/// How one approach is judged: the case's clocks and rules, and the threat.
pub(super) struct Judge<'a> {
    /// Clocks and doctrine.
    pub case: &'a Case,
    /// Length of a tick, seconds.
    pub tick_s: f64,
    /// The threat.
    pub approach: &'a Approach,
    assets_m: Vec<DVec2>,
}

/// Time until something at `speed` meets what is at `r` and moves with `v` through the air both fly in, seconds: the smallest
/// positive root of (v^2 - s^2) t^2 + 2 r.v t + r^2 = 0, as in `model::motion`; `None` where they never meet.
fn meeting_time(r: DVec3, v: DVec3, speed: f64) -> Option<f64> {
    let closing = r.dot(v);
    let distance2 = r.length_squared();
    let discriminant = closing * closing - (v.length_squared() - speed * speed) * distance2;
    if discriminant < 0.0 {
        return None;
    }
    let denominator = discriminant.sqrt() - closing;
    (denominator > 1.0e-3).then(|| distance2 / denominator)
}

impl<'a> Judge<'a> {
    pub fn new(case: &'a CaseModel, approach: &'a Approach) -> Self {
        Self {
            case: &case.case,
            tick_s: case.scenario.theatre.tick_s,
            approach,
            assets_m: case
                .assets
                .iter()
                .map(|asset| DVec2::new(coordinate_m(asset.x), coordinate_m(asset.y)))
                .collect(),
        }
    }

    /// Seconds from the theatre's edge to a tick.
    pub fn seconds(&self, tick: u32) -> f64 {
        f64::from(tick) * self.tick_s
    }

    /// Where the track seems to head, as `model::stage::heading` judges it: the asset with the least d (2 - cos a).
    pub fn belief(&self, tick: u32) -> Belief {
        let at = self.approach.at(self.seconds(tick)).truncate();
        let v = self.approach.over_ground.truncate();
        let pace = v.length().max(1.0);
        let way = |asset_m: DVec2| {
            let to = asset_m - at;
            let distance = to.length().max(1.0);
            distance * (2.0 - to.dot(v) / (distance * pace))
        };
        let mut best = Belief { asset_m: DVec2::ZERO, arrive_tick: u32::MAX };
        let mut least = f64::INFINITY;
        for &asset_m in &self.assets_m {
            if way(asset_m) < least {
                least = way(asset_m);
                let ticks = (least / pace / self.tick_s).clamp(0.0, 8.0e6);
                best = Belief { asset_m, arrive_tick: tick + ticks as u32 };
            }
        }
        best
    }

    /// The magazine as a weapon against this approach.
    pub fn weapon(&self, group: &'a Group) -> Weapon<'a> {
        let mut weapon = Weapon {
            group,
            at_m: DVec3::new(coordinate_m(group.x), coordinate_m(group.y), coordinate_m(group.z)),
            delay_ticks: self.case.latency_ticks + group.command_ticks,
            flight_s: f64::from(group.reach_ticks) * self.tick_s,
            window_s: (0.0, -1.0),
        };
        if let Some((opens, closes)) = self.reachable(&weapon) {
            let delay_s = self.seconds(weapon.delay_ticks);
            weapon.window_s = (opens - delay_s, closes - delay_s);
        }
        weapon
    }

    /// From when to when a flight can end in a meeting within its endurance, seconds: outside, none can. Faster than the
    /// threat, an interceptor meets it within F exactly if it reaches its place F later: |r + v F| <= s F, v through the air.
    /// A slower one cannot unless |r| <= (s + |v|) F.
    fn reachable(&self, weapon: &Weapon<'_>) -> Option<(f64, f64)> {
        let (speed, v) = (f64::from(weapon.group.cruise_mps), self.approach.through_air);
        let up = self.approach.altitude_m - weapon.at_m.z;
        let (lead, reach) = if speed > v.length() {
            (v.truncate() * weapon.flight_s, speed * weapon.flight_s)
        } else {
            (DVec2::ZERO, (speed + v.length()) * weapon.flight_s)
        };
        let flat2 = reach * reach - up * up;
        if flat2 < 0.0 {
            return None;
        }
        self.approach.within(weapon.at_m.truncate() - lead, flat2.sqrt())
    }

    /// The meeting that a decision at `tick` would lead to, or what forbids it.
    pub fn meeting(&self, weapon: &Weapon<'_>, belief: &Belief, tick: u32) -> Result<Meeting, Limit> {
        let (group, approach) = (weapon.group, self.approach);
        let speed = f64::from(group.cruise_mps);
        let r = approach.at(self.seconds(tick + weapon.delay_ticks)) - weapon.at_m;
        let flight_s = meeting_time(r, approach.through_air, speed).ok_or(Limit::Endurance)?;
        if flight_s > weapon.flight_s {
            return Err(Limit::Endurance);
        }
        if approach.altitude_m > f64::from(group.ceiling_m) {
            return Err(Limit::Ceiling);
        }
        let aim = r + approach.over_ground * flight_s;
        let meet_tick = tick + weapon.delay_ticks + (flight_s / self.tick_s) as u32 + 1;
        let clear_m = (weapon.at_m + aim).truncate().distance(belief.asset_m);
        if meet_tick > belief.arrive_tick || clear_m < f64::from(self.case.latest_commit_m) {
            return Err(Limit::Time);
        }
        let meeting = self.flown(weapon, belief, tick).ok_or(Limit::Time)?;
        if in_sector(group, aim.truncate()) { Ok(meeting) } else { Err(Limit::Sector) }
    }

    /// The flight itself, from the first edge at which the order takes effect; it ends no sooner than the climb does.
    fn flown(&self, weapon: &Weapon<'_>, belief: &Belief, tick: u32) -> Option<Meeting> {
        let (group, approach) = (weapon.group, self.approach);
        let launch_tick = (tick + weapon.delay_ticks).next_multiple_of(self.case.epoch_ticks);
        let launched_s = self.seconds(launch_tick);
        let r = approach.at(launched_s) - weapon.at_m;
        let flight_s = meeting_time(r, approach.through_air, f64::from(group.cruise_mps))?;
        let climb_s = r.z.abs() / f64::from(group.climb_mps);
        let met_s = launched_s + flight_s.max(climb_s);
        let clear_m = approach.at(met_s).truncate().distance(belief.asset_m);
        let in_time = met_s <= self.seconds(belief.arrive_tick) && clear_m >= f64::from(self.case.latest_commit_m);
        let distance_m = approach.distance_m(met_s);
        in_time.then_some(Meeting { decided_s: self.seconds(tick), launched_s, met_s, distance_m })
    }
}

/// Whether the direction to the meeting point lies in the site's sector.
fn in_sector(group: &Group, aim: DVec2) -> bool {
    let along = aim.x * f64::from(group.sector_east) + aim.y * f64::from(group.sector_north);
    group.sector_cos < -1.5 || along >= f64::from(group.sector_cos) * aim.length()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R = 10 km, v = 50 m/s, s = 80 m/s; the textbook's values.
    #[test]
    fn meeting_times_of_the_textbook() {
        let r = DVec3::new(10_000.0, 0.0, 0.0);
        let time = |v| meeting_time(r, v, 80.0).unwrap();
        assert!((time(DVec3::new(-50.0, 0.0, 0.0)) - 76.923).abs() < 1.0e-3);
        assert!((time(DVec3::new(50.0, 0.0, 0.0)) - 333.333).abs() < 1.0e-3);
        assert!((time(DVec3::new(0.0, 50.0, 0.0)) - 160.128).abs() < 1.0e-3);
        assert_eq!(meeting_time(r, DVec3::new(90.0, 0.0, 0.0), 80.0), None);
    }
}
