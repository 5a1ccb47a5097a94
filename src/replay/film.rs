//! A replicate as it is being made: it runs to its end once, leaving keyframes, events, counts and paths behind, and any past
//! edge is had again from the keyframe before it.
//!
//! Two runners: one makes the film and records, the other goes back and records nothing; so no event is told twice.

use std::sync::Arc;

use super::frame::Frame;
use super::keyframes::Keyframes;
use super::log::Log;
use super::recent::RecentFrames;
use super::series::{Sampler, Series};
use super::shot::Shot;
use super::subject::Subject;
use super::trails::{Paths, Trails};
use crate::engine::EngineError;
use crate::engine::cpu::Runner;
use crate::model::batch::{Batch, World};
use crate::model::names::Names;

/// Seconds between the points of a trail, as long as the budget lasts.
const TRAIL_STEP_S: f64 = 2.0;

/// How much memory a film may take for its past, bytes. What it needs beside that is the replicate itself, twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Keyframes: fewer of them make going back slower.
    pub keyframes: usize,
    /// Frames shown last.
    pub recent: usize,
    /// Points of trails: fewer of them make trails coarser.
    pub trails: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { keyframes: 192 << 20, recent: 48 << 20, trails: 48 << 20 }
    }
}

/// What a film holds of its past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Keyframes.
    pub n_keyframes: usize,
    /// Epochs from one to the next.
    pub keyframe_epochs: u32,
    /// Bytes they take.
    pub keyframe_bytes: usize,
    /// Ticks from one point of a trail to the next.
    pub trail_ticks: u32,
    /// Bytes that the trails' points take.
    pub trail_bytes: usize,
}

/// A replicate with its past.
pub struct Film {
    subject: Subject,
    /// Makes the film.
    head: Runner<'static>,
    /// Stands in the past; made when first needed.
    past: Option<Runner<'static>>,
    keyframes: Keyframes,
    recent: RecentFrames,
    log: Arc<Log>,
    sampler: Sampler,
    paths: Paths,
    /// Made when somebody first asks for words.
    names: Option<Names>,
}

impl Film {
    /// Stands at the beginning.
    pub fn new(subject: Subject) -> Self {
        Self::with_budget(subject, Budget::default())
    }

    /// The same within other limits of memory.
    pub fn with_budget(subject: Subject, budget: Budget) -> Self {
        let head = runner(&subject, true);
        let epoch_ticks = subject.epoch_ticks();
        let epoch_s = subject.seconds(f64::from(epoch_ticks));
        let trail_step = epoch_ticks * (TRAIL_STEP_S / epoch_s).round().max(1.0) as u32;
        let mut film = Self {
            keyframes: Keyframes::new(epoch_ticks, budget.keyframes),
            recent: RecentFrames::new(budget.recent),
            log: Arc::default(),
            sampler: Sampler::new(epoch_ticks),
            paths: Paths::new(&head.batch.world.threats, trail_step, budget.trails),
            past: None,
            names: None,
            subject,
            head,
        };
        film.note_edge();
        film
    }

    /// What is watched.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Makes one more epoch; does nothing at the end.
    ///
    /// # Errors
    /// When there is no answer from whoever assigns. The edge it came to is the last there is.
    pub fn advance(&mut self) -> Result<(), EngineError> {
        if self.is_done() {
            return Ok(());
        }
        let edge = self.head_tick();
        if let Err(error) = self.head.advance() {
            self.step_back(edge);
            return Err(error);
        }
        let events = self.head.take_events();
        if !events.is_empty() {
            Arc::make_mut(&mut self.log).add_epoch(edge, &events);
        }
        self.note_edge();
        Ok(())
    }

    /// Takes the head out of an epoch that could not be made whole, back to its edge: what was decided before then is known.
    fn step_back(&mut self, edge: u32) {
        self.keyframes.before(edge).restore(&mut self.head);
        let restored = go_to(&mut self.head, &self.keyframes, edge, &|| false, |_| ());
        debug_assert!(restored.is_some(), "what was decided once is decided again");
        drop(self.head.take_events());
    }

    /// Makes one more epoch, for whoever knows that the assigner is one of the registry: those always answer.
    ///
    /// # Panics
    /// When there is no answer from whoever assigns.
    pub fn step_epoch(&mut self) {
        self.advance().expect("who steps so has an assigner that always answers");
    }

    /// Keeps what is kept of the edge at which the film stands.
    fn note_edge(&mut self) {
        self.keyframes.note(&self.head);
        self.sampler.note(&self.subject, &self.head.batch.world);
        if self.paths.is_due(self.head_tick()) {
            let frame = Arc::new(Frame::of(&self.head.batch.world));
            let shot = self.moment(frame.clone(), frame, f64::from(self.head_tick()));
            self.paths.note(&shot, self.tick_s());
        }
    }

    /// Whether the raid is over and all of it has been made.
    pub fn is_done(&self) -> bool {
        self.head.is_done()
    }

    /// The last edge made, ticks.
    pub fn head_tick(&self) -> u32 {
        self.head.batch.world.tallies[0].tick
    }

    /// The moment at a tick, with paths of the last `trail_s` seconds; at the head if it lies beyond.
    pub fn shot(&mut self, tick: f64, trail_s: f64) -> Shot {
        let never = || false;
        self.shot_unless(tick, trail_s, &never).unwrap_or_default()
    }

    /// The same, given up with `None` as soon as `given_up` says so.
    pub fn shot_unless(&mut self, tick: f64, trail_s: f64, given_up: &dyn Fn() -> bool) -> Option<Shot> {
        let (head, epoch_ticks) = (self.head_tick(), self.subject.epoch_ticks());
        let tick = if tick.is_nan() { 0.0 } else { tick.clamp(0.0, f64::from(head)) };
        let edge = tick as u32 / epoch_ticks * epoch_ticks;
        let before = self.frame(edge, given_up)?;
        let after = if edge < head { self.frame(edge + epoch_ticks, given_up)? } else { before.clone() };
        let mut shot = self.moment(before, after, tick);
        if trail_s > 0.0 {
            shot.trails = Arc::new(self.paths.until(&shot, trail_s, self.tick_s()));
        }
        Some(shot)
    }

    fn moment(&self, before: Arc<Frame>, after: Arc<Frame>, tick: f64) -> Shot {
        Shot { before, after, tick, trails: Arc::new(Trails::default()), statics: self.subject.statics.clone() }
    }

    fn tick_s(&self) -> f64 {
        self.subject.seconds(1.0)
    }

    /// The rows at an edge that has been made.
    fn frame(&mut self, edge: u32, given_up: &dyn Fn() -> bool) -> Option<Arc<Frame>> {
        if let Some(frame) = self.recent.get(edge) {
            return Some(frame);
        }
        if edge == self.head_tick() {
            let frame = Arc::new(Frame::of(&self.head.batch.world));
            self.recent.put(frame.clone());
            return Some(frame);
        }
        let past = self.past.get_or_insert_with(|| runner(&self.subject, false));
        go_to(past, &self.keyframes, edge, given_up, |world| {
            // What is passed on the way serves play in either direction.
            if self.recent.get(world.tallies[0].tick).is_none() {
                self.recent.put(Arc::new(Frame::of(world)));
            }
        })?;
        self.recent.get(edge)
    }

    /// Everything that happened so far.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Counts over time so far.
    pub fn series(&self) -> &Series {
        self.sampler.series()
    }

    /// The rows at the head.
    pub(super) fn world(&self) -> &World {
        &self.head.batch.world
    }

    /// A runner at an edge that has been made, to be left at an edge again, and the names of things; `None` if it was given up.
    pub(super) fn past_at(
        &mut self,
        edge: u32,
        given_up: &dyn Fn() -> bool,
    ) -> Option<(&mut Runner<'static>, &Names, &Subject)> {
        let past = self.past.get_or_insert_with(|| runner(&self.subject, false));
        go_to(past, &self.keyframes, edge, given_up, |_| ())?;
        let names = self.names.get_or_insert_with(|| Names::new(&self.subject.case));
        Some((past, names, &self.subject))
    }

    /// What it holds of its past.
    pub fn held(&self) -> Held {
        Held {
            n_keyframes: self.keyframes.all().len(),
            keyframe_epochs: self.keyframes.spacing_epochs(),
            keyframe_bytes: self.keyframes.bytes(),
            trail_ticks: self.paths.spacing_ticks(),
            trail_bytes: self.paths.bytes(),
        }
    }
}

/// A runner at the beginning of the replicate.
fn runner(subject: &Subject, record: bool) -> Runner<'static> {
    let batch = Batch::build(std::slice::from_ref(subject.case.as_ref()), &[subject.job]);
    Runner::shared(subject.case.clone(), subject.job, batch, record)
}

/// Brings a runner to an edge, from where it stands or from the last keyframe before, and shows the edges on the way; `None`
/// if it was given up, or if an assigner does not repeat itself.
fn go_to(
    past: &mut Runner<'static>,
    keyframes: &Keyframes,
    edge: u32,
    given_up: &dyn Fn() -> bool,
    mut passed: impl FnMut(&World),
) -> Option<()> {
    let at = |runner: &Runner<'_>| runner.batch.world.tallies[0].tick;
    let keyframe = keyframes.before(edge);
    if at(past) > edge || at(past) < keyframe.tick {
        keyframe.restore(past);
    }
    passed(&past.batch.world);
    while at(past) < edge {
        if given_up() {
            return None;
        }
        past.advance().ok()?;
        passed(&past.batch.world);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash, Hasher};

    use super::*;
    use crate::engine::tables::{self, ix};
    use crate::model::compile::CaseModel;
    use crate::replay::keyframes::Keyframe;
    use crate::scenario;

    fn subject(name: &str, assigner: &str) -> Subject {
        let loaded = scenario::load(name, None).unwrap();
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap();
        Subject::new(Arc::new(case), 1, 0)
    }

    /// The same with messages between sites that are under way for more than an epoch.
    fn late(name: &str, assigner: &str) -> Subject {
        let mut loaded = scenario::load(name, None).unwrap();
        let links = &mut loaded.scenario.communications;
        (links.latency_s, links.rounds_per_decision) = (3.0, Some(2));
        let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap();
        assert!(case.network.latency_epochs > 1);
        Subject::new(Arc::new(case), 1, 0)
    }

    /// A hash of everything a frame holds.
    fn hash(world: &World) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (_, table) in tables::dynamic(world).iter().enumerate().filter(|(table, _)| *table != ix::COSTS) {
            table.words.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Hashes of every edge of a straight run, and its digest.
    fn straight(subject: &Subject) -> (Vec<u64>, String) {
        let mut runner = Runner::new(std::slice::from_ref(subject.case.as_ref()), subject.job, false);
        let mut hashes = vec![hash(&runner.batch.world)];
        while !runner.is_done() {
            runner.step_epoch();
            hashes.push(hash(&runner.batch.world));
        }
        (hashes, runner.outcome().digest_hex())
    }

    /// A film made to its end within a budget for keyframes.
    fn made(subject: &Subject, keyframes: usize) -> Film {
        let mut film = Film::with_budget(subject.clone(), Budget { keyframes, ..Budget::default() });
        while !film.is_done() {
            film.step_epoch();
        }
        film
    }

    /// Another runner set to a keyframe, with anything at all in what counts as scratch.
    fn restored(subject: &Subject, keyframe: &Keyframe) -> Runner<'static> {
        let mut other = runner(subject, false);
        other.batch.world.costs.fill(crate::model::layout::Shot { cost: 0x5a5a_5a5a, kill: 0x5a5a, delay: 0x5a5a });
        keyframe.restore(&mut other);
        other
    }

    /// From each keyframe on to the next one every edge is the straight run's, and the next keyframe is met to the last word,
    /// the assigner's memory included; so each of them leads to the same end. Some are followed there all the same.
    fn check_keyframes(subject: &Subject, budget: usize, followed: usize) {
        let name = format!("{}, {}", subject.case.scenario.name, subject.case.label());
        let (hashes, digest) = straight(subject);
        let film = made(subject, budget);
        assert_eq!(film.head.outcome().digest_hex(), digest);
        let keyframes = film.keyframes.all();
        assert!(keyframes.len() > 4 && film.keyframes.spacing_epochs() > 1, "{} keyframes", keyframes.len());
        let every = keyframes.len().div_ceil(followed);
        for (number, keyframe) in keyframes.iter().enumerate() {
            let mut other = restored(subject, keyframe);
            let next = keyframes.get(number + 1).filter(|_| number % every != 0);
            loop {
                let tick = other.batch.world.tallies[0].tick;
                let edge = (tick / subject.epoch_ticks()) as usize;
                assert!(hash(&other.batch.world) == hashes[edge], "{name} at {tick} from {}", keyframe.tick);
                if other.is_done() || next.is_some_and(|next| next.tick == tick) {
                    break;
                }
                other.step_epoch();
            }
            match next {
                Some(next) => assert!(Keyframe::of(&other) == *next, "{name}, from {}", keyframe.tick),
                None => assert_eq!(other.outcome().digest_hex(), digest, "{name}, from {}", keyframe.tick),
            }
        }
    }

    #[test]
    fn every_keyframe_leads_to_the_same_end() {
        for name in ["contract/mixed", "contract/shoot-look-shoot", "contract/empty-magazine"] {
            for assigner in ["nearest", "auction", "random"] {
                check_keyframes(&subject(name, assigner), 1 << 18, 5);
            }
        }
        check_keyframes(&subject("mass-raid", "auction"), 8 << 20, 4);
        check_keyframes(&subject("force-protection", "nearest"), 4 << 20, 4);
    }

    #[test]
    fn keyframes_hold_what_is_under_way_between_sites_and_plans_ahead() {
        check_keyframes(&late("contract/mixed", "consensus"), 1 << 18, 5);
        check_keyframes(&subject("contract/mixed", "rolling-horizon"), 1 << 18, 5);
    }

    #[test]
    fn a_spoilt_keyframe_is_found() {
        let subject = subject("contract/mixed", "nearest");
        let (hashes, _) = straight(&subject);
        let film = made(&subject, 64 << 20);
        let mut other = restored(&subject, film.keyframes.before(900));
        other.batch.world.threats[0].x ^= 1;
        other.step_epoch();
        let edge = other.batch.world.tallies[0].tick / subject.epoch_ticks();
        assert!(hash(&other.batch.world) != hashes[edge as usize]);
    }
}
