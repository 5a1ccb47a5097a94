//! The agents at a moment as they are drawn: who is in the air or in the picture, where, and how fast over the ground.
//!
//! Knows `replay` and the model's rows; metres and m/s east, north, up. Truth and belief are kept apart: `threat` tells what
//! is true, `track` what the defence believes, and a layer for the belief asks for tracks only.

use std::sync::Arc;

use glam::DVec3;

use super::scene::Agents;
use crate::exact::fixed;
use crate::model::batch::Statics;
use crate::model::codes;
use crate::model::layout::{Plan, Round, Threat, Track};
use crate::model::raid::next_part;
use crate::replay::{Shot, Subject};
use crate::scenario::schema::Scenario;
use crate::viewer::selection::{Filter, Picture, RoundState, ThreatState};

/// A threat or track at least this fast is drawn as a jet, m/s: propellers reach 60 m/s, jets start at 80.
const FAST_MPS: f64 = 75.0;

/// Something in the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flying {
    /// Metres.
    pub at_m: DVec3,
    /// Over the ground, m/s.
    pub v_mps: DVec3,
}

/// The agents of a raid at a moment.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// What was given to draw.
    pub agents: Agents<'a>,
    /// Type of each threat, by index in the scenario.
    pub threat_types: &'a [u16],
    tick_s: f64,
    wind_mps: DVec3,
}

impl<'a> Moment<'a> {
    /// The moment of a shot; `None` before the first frame has been made.
    pub fn new(agents: Agents<'a>, threat_types: &'a [u16]) -> Option<Self> {
        let [east, north] = agents.shot.wind_mps();
        let n = agents.shot.before.threats.len();
        (n > 0 && n == agents.subject.statics.plans.len() && n == agents.shot.after.threats.len()).then(|| Self {
            agents,
            threat_types,
            tick_s: agents.subject.case.scenario.theatre.tick_s,
            wind_mps: DVec3::new(east, north, 0.0),
        })
    }

    /// The shot.
    pub fn shot(&self) -> &'a Shot {
        self.agents.shot
    }

    /// The scenario.
    pub fn scenario(&self) -> &'a Scenario {
        &self.agents.subject.case.scenario
    }

    /// Seconds from a tick to the moment; 0 for what is still to come.
    pub fn age_s(&self, tick: u32) -> f64 {
        ((self.shot().tick - f64::from(tick)) * self.tick_s).max(0.0)
    }

    /// Seconds in a number of ticks.
    pub fn seconds(&self, ticks: f64) -> f64 {
        ticks * self.tick_s
    }

    /// How many threats there are.
    pub fn n_threats(&self) -> usize {
        self.shot().before.threats.len()
    }

    /// How many rounds there are.
    pub fn n_rounds(&self) -> usize {
        self.shot().before.rounds.len()
    }

    /// What a threat is and intends.
    pub fn plan(&self, ix: usize) -> &'a Plan {
        &self.agents.subject.statics.plans[ix]
    }

    /// A threat's row at the edge at or before the moment.
    pub fn threat_row(&self, ix: usize) -> &'a Threat {
        &self.shot().before.threats[ix]
    }

    /// What the defence believes of a threat.
    pub fn track_row(&self, ix: usize) -> &'a Track {
        self.shot().track(ix)
    }

    /// A round's row at the edge at or before the moment.
    pub fn round_row(&self, ix: usize) -> &'a Round {
        &self.shot().before.rounds[ix]
    }

    /// A threat that is in the air.
    pub fn threat(&self, ix: usize) -> Option<Flying> {
        (self.shot().threat_status(ix) == codes::THREAT_AIRBORNE).then(|| {
            let (a, b) = (self.threat_row(ix), &self.shot().after.threats[ix]);
            let v = self.velocity([a.vx, a.vy, a.vz], [b.vx, b.vy, b.vz]);
            Flying { at_m: self.shot().threat_m(ix, self.tick_s).into(), v_mps: v + self.wind_mps }
        })
    }

    /// Where a threat ended, metres, and when, ticks; `None` while it has not.
    pub fn threat_end(&self, ix: usize) -> Option<(u32, DVec3, u32)> {
        let status = self.shot().threat_status(ix);
        (status >= codes::THREAT_KILLED).then(|| {
            let at = self.shot().threat_m(ix, self.tick_s).into();
            (status, at, self.shot().after.threats[ix].end_tick)
        })
    }

    /// A track that is in the picture, confirmed or not.
    pub fn track(&self, ix: usize) -> Option<Flying> {
        let row = self.track_row(ix);
        (row.status != codes::TRACK_NONE).then(|| Flying {
            at_m: self.shot().track_m(ix, self.tick_s).into(),
            v_mps: self.velocity([row.vx, row.vy, row.vz], [row.vx, row.vy, row.vz]),
        })
    }

    /// An interceptor in flight.
    pub fn round(&self, ix: usize) -> Option<Flying> {
        let status = self.shot().round_status(ix);
        (codes::ROUND_CRUISE..=codes::ROUND_RETARGET).contains(&status).then(|| {
            let (a, b) = (self.round_row(ix), &self.shot().after.rounds[ix]);
            // A round launched in this epoch has no velocity at its beginning.
            let from = if a.status <= codes::ROUND_ORDERED { b } else { a };
            let v = self.velocity([from.vx, from.vy, from.vz], [b.vx, b.vy, b.vz]);
            Flying { at_m: self.shot().round_m(ix, self.tick_s).into(), v_mps: v + self.wind_mps }
        })
    }

    /// Where a round is, in flight or in its magazine, metres.
    pub fn round_m(&self, ix: usize) -> DVec3 {
        self.shot().round_m(ix, self.tick_s).into()
    }

    fn velocity(&self, a: [i32; 3], b: [i32; 3]) -> DVec3 {
        let mps = |v: [i32; 3]| DVec3::from(v.map(|c| f64::from(c) / f64::from(fixed::VEL_PER_MPS)));
        mps(a).lerp(mps(b), self.shot().fraction())
    }

    /// Standard deviation of a track's coordinates now: that of its last look, grown since by the same equations as the
    /// filter's (docs/model.md, sense), metres.
    pub fn track_sd_m(&self, ix: usize) -> f64 {
        let row = self.track_row(ix);
        let dt = self.age_s(row.update_tick);
        let density = f64::from(self.agents.subject.case.case.manoeuvre);
        let (pp, pv, vv) = (f64::from(row.cov_pp), f64::from(row.cov_pv), f64::from(row.cov_vv));
        libm::sqrt((pp + 2.0 * dt * pv + dt * dt * vv + density * dt * dt * dt / 3.0).max(0.0))
    }

    /// Whether a threat passes the filter.
    pub fn shows_threat(&self, ix: usize, filter: &Filter) -> bool {
        let kind = usize::from(self.threat_types.get(ix).copied().unwrap_or(0));
        let state = ThreatState::of(self.shot().threat_status(ix));
        !filter.hidden_threat_types.contains(&kind)
            && !state.is_some_and(|state| filter.hidden_threat_states.contains(&state))
            && self.fits_picture(ix, filter)
    }

    /// Whether a track passes those parts of the filter that the defence could apply: it knows no types, and believes states.
    pub fn shows_track(&self, ix: usize, filter: &Filter) -> bool {
        let dead = self.track_row(ix).believed_dead_tick != 0;
        let state = if dead { ThreatState::Killed } else { ThreatState::InTheAir };
        !filter.hidden_threat_states.contains(&state) && self.fits_picture(ix, filter)
    }

    fn fits_picture(&self, ix: usize, filter: &Filter) -> bool {
        let row = self.track_row(ix);
        (!filter.only_unassigned || row.n_engaged == 0)
            && (!filter.only_tracked || row.status == codes::TRACK_CONFIRMED)
    }

    /// Whether a round passes the filter, by what the picture knows of it.
    pub fn shows_round(&self, ix: usize, filter: &Filter, picture: Picture) -> bool {
        let case = &self.agents.subject.case;
        let group = self.agents.subject.statics.issues[ix].group as usize;
        let state = RoundState::of(picture.round_status(self.shot().round_status(ix)));
        !filter.hidden_interceptor_types.contains(&case.group_types[group])
            && !state.is_some_and(|state| filter.hidden_round_states.contains(&state))
    }
}

impl Flying {
    /// Whether it is drawn as a jet.
    pub fn is_fast(&self) -> bool {
        self.v_mps.length_squared() > FAST_MPS * FAST_MPS
    }
}

/// Types of a replicate's threats, kept as long as the same replicate is drawn.
#[derive(Default)]
pub struct ThreatTypes {
    of: Option<Arc<Statics>>,
    types: Vec<u16>,
}

impl ThreatTypes {
    /// The type of each threat, by index in the scenario: the waves in order, types interleaved as `model::raid` draws them.
    pub fn of(&mut self, subject: &Subject) -> &[u16] {
        if !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &subject.statics)) {
            self.types = threat_types(&subject.case.scenario);
            self.of = Some(Arc::clone(&subject.statics));
        }
        &self.types
    }
}

fn threat_types(scenario: &Scenario) -> Vec<u16> {
    let mut types = Vec::new();
    for wave in &scenario.raid.waves {
        let total: u32 = wave.composition.iter().map(|part| part.count).sum();
        let mut taken = vec![0; wave.composition.len()];
        for n in 0..total {
            let part = &wave.composition[next_part(wave, &mut taken, n, total)];
            let kind = scenario.threat_types.iter().position(|kind| kind.name == part.threat_type);
            types.extend(kind.map(|kind| kind as u16));
        }
    }
    types
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile::CaseModel;
    use crate::scenario;

    #[test]
    fn types_agree_with_what_was_drawn() {
        let loaded = scenario::load("mass-raid", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap();
        let subject = Subject::new(Arc::new(case), 1, 0);
        let mut types = ThreatTypes::default();
        let types = types.of(&subject);
        assert_eq!(types.len(), subject.statics.plans.len());
        for (plan, &kind) in subject.statics.plans.iter().zip(types) {
            let kind = &loaded.scenario.threat_types[usize::from(kind)];
            assert_eq!(kind.decoy, plan.decoy == 1);
            assert!((kind.cruise_speed_mps - f64::from(plan.speed_mps)).abs() <= 2.01 * kind.cruise_speed_sd_mps);
        }
    }

    #[test]
    fn the_filter_hides_by_state_and_belief_by_what_is_believed() {
        let loaded = scenario::load("contract/mixed", None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None).unwrap();
        let subject = Subject::new(Arc::new(case), 1, 0);
        let mut film = crate::replay::Film::new(subject.clone());
        film.step_epoch();
        let (mut shot, log) = (film.shot(0.0, 0.0), crate::replay::Log::default());
        let frame = Arc::make_mut(&mut shot.before);
        frame.threats[0].status = codes::THREAT_LEAKED_HIT;
        frame.threats[1].status = codes::THREAT_AIRBORNE;
        frame.tracks[1].believed_dead_tick = 1;
        frame.rounds[0].status = codes::ROUND_ORPHAN;
        let agents = Agents { subject: &subject, shot: &shot, log: &log };
        let moment = Moment::new(agents, &[]).unwrap();
        let hides = |state| Filter { hidden_threat_states: vec![state], ..Filter::default() };
        let shown = |state| [0, 1].map(|ix| moment.shows_threat(ix, &hides(state)));
        assert_eq!(shown(ThreatState::Leaked), [false, true]);
        assert_eq!(shown(ThreatState::InTheAir), [true, false]);
        let believed = |state| [0, 1].map(|ix| moment.shows_track(ix, &hides(state)));
        assert_eq!(believed(ThreatState::Leaked), [true, true], "the defence does not know of the leak");
        assert_eq!(believed(ThreatState::Killed), [true, false]);
        let free = Filter { hidden_round_states: vec![RoundState::Free], ..Filter::default() };
        assert!(!moment.shows_round(0, &free, Picture::Both) && moment.shows_round(0, &free, Picture::Belief));
    }
}
