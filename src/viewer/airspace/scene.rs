//! What one view of the airspace is given to draw, and what it says back about the pointer.

use eframe::egui::{self, Color32};
use glam::{DVec2, DVec3};

use super::basemap::Basemap;
use super::layout::Layout;
use crate::replay::{Log, Shot, Subject};
use crate::viewer::palette::Palette;
use crate::viewer::selection::{Entity, Filter, Layers};

/// The agents of a raid at a moment.
#[derive(Clone, Copy)]
pub struct Agents<'a> {
    /// The replicate.
    pub subject: &'a Subject,
    /// The moment.
    pub shot: &'a Shot,
    /// What happened so far, for marks of kills and leaks; events after the moment are not drawn.
    pub log: &'a Log,
}

/// Something extra in the world: reach, a measuring line, an editor's handle, a difference between two raids.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// A line over points in metres east, north, up.
    Line {
        /// Its points.
        points_m: Vec<DVec3>,
        /// Its colour.
        color: Color32,
        /// Its width, points of the screen.
        width: f32,
        /// Drawn in dashes.
        dashed: bool,
    },
    /// A filled area on the ground; any simple polygon.
    Area {
        /// Its corners, metres.
        points_m: Vec<DVec2>,
        /// Its colour, translucent.
        fill: Color32,
    },
    /// A ring around a place, with a text beside it.
    Mark {
        /// Where, metres.
        at_m: DVec3,
        /// Its colour.
        color: Color32,
        /// Radius, points of the screen.
        radius: f32,
        /// Beside it; may be empty.
        text: String,
    },
}

/// One view's picture.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Colours.
    pub palette: &'a Palette,
    /// Coastline and borders around the origin.
    pub basemap: &'a Basemap,
    /// What stands on the ground.
    pub layout: &'a Layout,
    /// The raid, where there is one.
    pub agents: Option<Agents<'a>>,
    /// What is drawn.
    pub layers: &'a Layers,
    /// Which agents.
    pub filter: &'a Filter,
    /// What is selected.
    pub selected: Option<Entity>,
    /// Extra lines, areas and marks.
    pub overlays: &'a [Overlay],
}

/// What the pointer did in a view.
pub struct Pointed {
    /// The view's rectangle and clicks.
    pub response: egui::Response,
    /// What lies under the pointer.
    pub hovered: Option<Entity>,
    /// What was clicked; `Some(None)` is a click on nothing.
    pub clicked: Option<Option<Entity>>,
    /// Where the pointer is on the ground, metres east and north.
    pub at_m: Option<DVec2>,
}
