//! The card of one thing: what it is, its state, what is believed of it, who is after it, what happened to it. `threat`, `round`
//! and `ground` make a [`Card`] from the rows (pure); `show` draws it, whole in the panel and short beside the pointer.

mod ground;
mod history;
mod round;
mod show;
mod threat;
mod why;

use eframe::egui::Color32;

use super::view::View;
use crate::exact::fixed::component_mps;
use crate::replay::Link;
use crate::viewer::selection::Entity;

pub use history::History;
pub use show::{panel, tooltip};
pub use why::Asking;

/// A quantity of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name.
    pub label: &'static str,
    /// Its value with its unit.
    pub value: String,
    /// Whether it is also shown beside the pointer.
    pub brief: bool,
}

/// Others that have to do with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    /// What they are to it.
    pub label: &'static str,
    /// Who they are, with their state.
    pub to: Vec<(Entity, String)>,
    /// Where there are none.
    pub none: &'static str,
}

/// How much is left or used.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// Of what.
    pub label: String,
    /// How much.
    pub value: u32,
    /// Of how much.
    pub of: u32,
    /// Colour.
    pub color: Color32,
}

/// Everything that is shown of one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Its states: words and colours.
    pub states: Vec<(String, Color32)>,
    /// Why it came to this, in a sentence.
    pub because: Option<String>,
    /// Its quantities.
    pub lines: Vec<Line>,
    /// Magazines, channels, hits.
    pub gauges: Vec<Gauge>,
    /// Others.
    pub links: Vec<Links>,
    /// How far the kill chain came; empty for what has none.
    pub chain: Vec<Link>,
}

impl Card {
    /// The card of anything at a moment; `None` for what is not in the replicate.
    pub fn of(entity: Entity, view: &View<'_>) -> Option<Self> {
        match entity {
            Entity::Threat(ix) => threat::card(ix as usize, view),
            Entity::Round(ix) => round::card(ix as usize, view),
            Entity::Site(ix) => ground::site(ix as usize, view),
            Entity::Asset(ix) => ground::asset(ix as usize, view),
            Entity::Sensor(ix) => ground::sensor(ix as usize, view),
        }
    }

    /// A quantity that is also shown beside the pointer.
    fn brief(&mut self, label: &'static str, value: impl Into<String>) {
        self.lines.push(Line { label, value: value.into(), brief: true });
    }

    /// A quantity for the panel only.
    fn line(&mut self, label: &'static str, value: impl Into<String>) {
        self.lines.push(Line { label, value: value.into(), brief: false });
    }
}

fn length(v: [i32; 3]) -> f64 {
    let v = v.map(component_mps);
    libm::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
}
