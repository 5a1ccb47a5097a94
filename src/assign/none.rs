//! `none`: no shots at all, the natural control of a comparison.

use super::problem::{Answer, Memory, Problem};
use super::registry::{Assigner, DeviceRule};

/// Gives no shots. What gets through under it is what the raid could do to an undefended theatre.
#[derive(Clone, Copy, Debug)]
pub struct NoShots;

impl Assigner for NoShots {
    fn name(&self) -> &'static str {
        "none"
    }

    fn summary(&self) -> &'static str {
        "gives no shots: the control to measure any defence against"
    }

    fn reference(&self) -> &'static str {
        "the empty assignment"
    }

    fn complexity(&self) -> &'static str {
        "O(1)"
    }

    fn device_rule(&self) -> Option<DeviceRule> {
        Some(DeviceRule::Idle)
    }

    fn assign(&self, _problem: &Problem, _memory: &mut Memory) -> Answer {
        Answer::default()
    }
}
