//! The panel of reach: what the sites as they stand can do against one threat coming straight in, by bearing.
//!
//! [`ReachPanel`] holds what is asked and the answer; `worker` finds the answer on a thread of its own, `polar` draws shots by
//! bearing, `overlay` turns the answer into lines and areas of the airspace. Knows `reach` for the figures and `report` for the
//! words; the screens that show it only call [`ReachPanel::ui`] and [`ReachPanel::overlays`].

mod overlay;
mod panel;
mod polar;
mod worker;

pub use panel::ReachPanel;
