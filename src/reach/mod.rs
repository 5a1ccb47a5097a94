//! Reach: what the sites as they stand can do against one threat that comes straight in, bearing by bearing, before any raid
//! flies: where it would first be a confirmed track, where it could first be met, how many shots one after the other there is
//! time for, and which bearings are the hole.
//!
//! Closed forms and one exact probability, no simulation: `question` (what is asked), `approach` (how the threat comes),
//! `cover` (who detects it with which probability), `confirm` (when the track stands), `weapon` (who can meet it, by the rules
//! of `model::stage::cost`), `shots` (shoot, look, shoot), `bearing` (the answer for one bearing), `hole` and `contour` (what
//! is drawn and told of all of them). Knows the model's tables and scenarios; f64 throughout, metres and seconds, east and
//! north of the theatre's origin. The equations and what they leave out stand in `docs/model.md`, "Reach".

mod approach;
mod bearing;
mod confirm;
mod contour;
mod cover;
mod hole;
mod question;
mod shots;
mod weapon;

use glam::DVec2;
use rayon::prelude::*;

use crate::model::CaseModel;

pub use bearing::{Bearing, Obstacle};
pub use confirm::Confirmed;
pub use contour::contour;
pub use hole::{Hole, Sector, holes, sectors};
pub use question::{Aim, Question, QuestionError};
pub use shots::Shot;
pub use weapon::Meeting;

/// The answer for all bearings.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Reach {
    /// What was asked.
    pub question: Question,
    /// Where the threat flies to, metres east and north of the origin.
    pub aim_m: DVec2,
    /// Bearings from 0 degrees on in even steps clockwise.
    pub bearings: Vec<Bearing>,
}

impl Reach {
    /// Answers a question about a case; bearings are spread over all cores.
    pub fn of(case: &CaseModel, question: &Question) -> Self {
        let aim_m = question.aim_m(case);
        let n = question.n_bearings();
        let bearings = (0..n).into_par_iter().map(|ix| {
            let bearing_deg = 360.0 * f64::from(ix) / f64::from(n);
            bearing::answer(case, question, aim_m, bearing_deg)
        });
        Self { question: question.clone(), aim_m, bearings: bearings.collect() }
    }

    /// The least number of shots over all bearings from which a threat can come; `None` where it can come from none.
    pub fn least_shots(&self) -> Option<usize> {
        self.bearings.iter().filter(|bearing| bearing.comes()).map(|bearing| bearing.shots.len()).min()
    }

    /// The largest number of shots over all bearings.
    pub fn most_shots(&self) -> usize {
        self.bearings.iter().map(|bearing| bearing.shots.len()).max().unwrap_or(0)
    }

    /// The place at a distance from the aim in the direction of a bearing, metres east and north of the origin.
    pub fn place_m(&self, bearing_deg: f64, distance_m: f64) -> DVec2 {
        self.aim_m + approach::outward(bearing_deg) * distance_m
    }
}

#[cfg(test)]
mod tests;
