//! Who is on stage: the agents that are in sight and pass the filter, placed on the screen once per frame for all layers.

use eframe::egui::{Pos2, Rect, Vec2};
use glam::DVec3;

use super::moment::{Flying, Moment};
use super::pick::Target;
use super::scene::Scene;
use super::view::View;
use crate::viewer::selection::{Entity, Picture};

/// An agent in sight.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Index of the threat or the round.
    pub ix: u32,
    /// In the world.
    pub flying: Flying,
    /// On the screen.
    pub at: Pos2,
    /// Points per metre there.
    pub points_per_m: f64,
}

/// The agents in sight.
#[derive(Debug)]
pub struct Cast {
    /// True threats; none where only the belief is drawn.
    pub threats: Vec<Seen>,
    /// Tracks; none where only the truth is drawn.
    pub tracks: Vec<Seen>,
    /// Interceptors in flight.
    pub rounds: Vec<Seen>,
    /// Factor on the size of glyphs: 1, and less where they crowd.
    pub size: f32,
    /// Factor on the size of what stands on the ground, likewise.
    pub place_size: f32,
    cells: Cells,
}

/// Squares of the screen, and which of them something lies in.
#[derive(Debug, Default)]
struct Cells {
    taken: Vec<bool>,
    columns: usize,
}

impl Cells {
    /// Counts what lies where, and says by how much glyphs are to shrink: their area with the number of cells they have among
    /// them, `room` of which each would like.
    fn crowd(&mut self, rect: Rect, at: impl Iterator<Item = Pos2>, room: f64) -> f32 {
        self.columns = (rect.width() / CELL).ceil().max(1.0) as usize + 2;
        let rows = (rect.height() / CELL).ceil().max(1.0) as usize + 2;
        self.taken.clear();
        self.taken.resize(self.columns * rows, false);
        let (mut n, mut occupied) = (0u32, 0u32);
        for at in at {
            let cell = (at - rect.min) / CELL + Vec2::splat(1.0);
            let column = (cell.x.max(0.0) as usize).min(self.columns - 1);
            let taken = &mut self.taken[(cell.y.max(0.0) as usize).min(rows - 1) * self.columns + column];
            occupied += u32::from(!*taken);
            *taken = true;
            n += 1;
        }
        (libm::sqrt(room * f64::from(occupied) / f64::from(n.max(1))) as f32).clamp(LEAST_SIZE, 1.0)
    }

    /// The squares that something lies in.
    fn rects(&self, rect: Rect) -> impl Iterator<Item = Rect> + '_ {
        let origin = rect.min - Vec2::splat(CELL);
        self.taken.iter().enumerate().filter(|&(_, &taken)| taken).map(move |(ix, _)| {
            let cell = Vec2::new((ix % self.columns) as f32, (ix / self.columns) as f32);
            Rect::from_min_size(origin + cell * CELL, Vec2::splat(CELL))
        })
    }
}

impl Default for Cast {
    fn default() -> Self {
        Self {
            threats: Vec::new(),
            tracks: Vec::new(),
            rounds: Vec::new(),
            size: 1.0,
            place_size: 1.0,
            cells: Cells::default(),
        }
    }
}

/// Above this many agents in sight nothing is drawn of each but its glyph: stems and speed bars would be a carpet.
pub const CROWD: usize = 800;
/// Side of the cells in which crowding is counted, points: a glyph with some room.
const CELL: f32 = 22.0;
/// Glyphs are never smaller than this share of their size.
const LEAST_SIZE: f32 = 0.45;

impl Cast {
    /// Looks for everyone in sight, reusing the lists' memory.
    pub fn gather(&mut self, scene: &Scene<'_>, moment: Option<&Moment<'_>>, view: &View) {
        self.threats.clear();
        self.tracks.clear();
        self.rounds.clear();
        self.size = 1.0;
        let layout = scene.layout;
        let places = layout.sites.iter().map(|p| p.at_m).chain(layout.assets.iter().map(|p| p.at_m));
        let on_screen = places.filter_map(|at_m| view.project(at_m.extend(0.0))).map(|seen| seen.at);
        self.place_size = self.cells.crowd(view.rect, on_screen.filter(|&at| view.rect.contains(at)), 1.5);
        self.cells.taken.clear();
        let Some(moment) = moment else { return };
        let bounds = view.rect.expand(20.0);
        let seen = |ix: usize, flying: Flying| {
            let on_screen = view.project(flying.at_m).filter(|seen| bounds.contains(seen.at))?;
            Some(Seen { ix: ix as u32, flying, at: on_screen.at, points_per_m: on_screen.points_per_m })
        };
        let picture = scene.layers.picture;
        let filter = scene.filter;
        if picture != Picture::Belief {
            let shown = (0..moment.n_threats()).filter(|&ix| moment.shows_threat(ix, filter));
            self.threats.extend(shown.filter_map(|ix| seen(ix, moment.threat(ix)?)));
        }
        if picture != Picture::Truth {
            // Types are truth: they hide tracks only where the truth is shown beside them.
            let shows = |ix: usize| match picture {
                Picture::Both => moment.shows_threat(ix, filter),
                _ => moment.shows_track(ix, filter),
            };
            self.tracks
                .extend((0..moment.n_threats()).filter(|&ix| shows(ix)).filter_map(|ix| seen(ix, moment.track(ix)?)));
        }
        let shown = (0..moment.n_rounds()).filter(|&ix| moment.shows_round(ix, filter, picture));
        self.rounds.extend(shown.filter_map(|ix| seen(ix, moment.round(ix)?)));
        let agents = if self.threats.is_empty() { &self.tracks } else { &self.threats };
        self.size = self.cells.crowd(view.rect, agents.iter().chain(&self.rounds).map(|seen| seen.at), 1.3);
    }

    /// The squares of the screen that agents fly in.
    pub fn squares(&self, rect: Rect) -> impl Iterator<Item = Rect> + '_ {
        self.cells.rects(rect)
    }

    /// How many agents are in sight; a threat and its track are one.
    pub fn len(&self) -> usize {
        self.threats.len().max(self.tracks.len()) + self.rounds.len()
    }

    /// Whether there are too many for more than a glyph each.
    pub fn is_crowd(&self) -> bool {
        self.len() > CROWD
    }

    /// Adds everything that can be pointed at: agents, then what stands on the ground.
    pub fn targets(&self, scene: &Scene<'_>, view: &View, targets: &mut Vec<Target>) {
        let radius = 8.0 * self.size;
        let add = |seen: &Seen, entity| Target { at: seen.at, radius, entity };
        targets.extend(self.rounds.iter().map(|seen| add(seen, Entity::Round(seen.ix))));
        targets.extend(self.threats.iter().map(|seen| add(seen, Entity::Threat(seen.ix))));
        targets.extend(self.tracks.iter().map(|seen| add(seen, Entity::Threat(seen.ix))));
        let layout = scene.layout;
        let places = (layout.sites.iter().enumerate().map(|(ix, p)| (p.at_m, Entity::Site(ix as u32))))
            .chain(layout.assets.iter().enumerate().map(|(ix, p)| (p.at_m, Entity::Asset(ix as u32))))
            .chain(layout.sensors.iter().enumerate().map(|(ix, p)| (p.at_m, Entity::Sensor(ix as u32))));
        for (at_m, entity) in places {
            if let Some(seen) = view.project(at_m.extend(0.0)).filter(|seen| view.rect.contains(seen.at)) {
                targets.push(Target { at: seen.at, radius: 8.0, entity });
            }
        }
    }
}

/// Where an entity is, metres; `None` where it is not drawn: not in the air, or unknown to the picture that is shown.
pub fn place_of(entity: Entity, scene: &Scene<'_>, moment: Option<&Moment<'_>>) -> Option<DVec3> {
    let layout = scene.layout;
    let ground = |at: Option<glam::DVec2>| at.map(|at| at.extend(0.0));
    match entity {
        Entity::Site(ix) => ground(layout.sites.get(ix as usize).map(|p| p.at_m)),
        Entity::Asset(ix) => ground(layout.assets.get(ix as usize).map(|p| p.at_m)),
        Entity::Sensor(ix) => ground(layout.sensors.get(ix as usize).map(|p| p.at_m)),
        Entity::Round(ix) => moment.filter(|m| (ix as usize) < m.n_rounds())?.round(ix as usize).map(|f| f.at_m),
        Entity::Threat(ix) => {
            let (moment, ix) = (moment.filter(|m| (ix as usize) < m.n_threats())?, ix as usize);
            let track = || moment.track(ix).map(|f| f.at_m);
            match scene.layers.picture {
                Picture::Belief => track(),
                Picture::Truth => moment.threat(ix).map(|f| f.at_m),
                Picture::Both => moment.threat(ix).map(|f| f.at_m).or_else(track),
            }
        }
    }
}
