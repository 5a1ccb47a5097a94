//! What one can do on the screen, however it is asked for: by key, by button, by a click in a list or a plot. Parts of the screen
//! only say what is wanted; the screen does it in one place.

use super::clock::Speed;
use crate::viewer::selection::Entity;

/// Something to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Plays or pauses.
    TogglePlay,
    /// One tick back (-1) or on (1).
    StepTick(f64),
    /// One epoch back (-1) or on (1).
    StepEpoch(f64),
    /// To the beginning.
    Start,
    /// To the end, or to the last moment that has been simulated.
    End,
    /// To a moment, ticks.
    Seek(f64),
    /// The next slower (-1) or faster (1) speed.
    Faster(isize),
    /// This speed.
    SetSpeed(Speed),
    /// To the next leak.
    NextLeak,
    /// To the leak before.
    PreviousLeak,
    /// Selects something, or nothing.
    Select(Option<Entity>),
    /// Keeps what is selected in the middle of the view, or no longer.
    ToggleFollow,
    /// Selects something and keeps it in the middle.
    Follow(Entity),
    /// Everything in view again.
    ResetView,
    /// Map or 3-D.
    ToggleProjection,
    /// Starts or ends measuring.
    ToggleMeasure,
    /// Ends what is under way: measuring, following, the selection.
    Escape,
    /// Shows the search field and types into it.
    Find,
    /// Shows or hides the panel on the right.
    TogglePanel,
}
