//! Reach in words, for the terminal and the window: the hole first.

use super::number::{counted, plain};
use crate::model::CaseModel;
use crate::reach::{Hole, Obstacle, Reach, holes};

/// Holes told one by one; what is narrower is counted.
const TOLD: usize = 4;

/// The holes, a sentence each; or one sentence that there is none. A hole has fewer than `wanted` shots.
pub fn hole_sentences(reach: &Reach, wanted: usize) -> Vec<String> {
    let Some(least) = reach.least_shots() else {
        return vec!["The wind lets this threat come from nowhere.".to_owned()];
    };
    let holes = holes(reach, wanted);
    if holes.is_empty() {
        let fewest = reach.bearings.iter().find(|bearing| bearing.comes() && bearing.shots.len() == least);
        let at = fewest.map_or(0.0, |bearing| bearing.bearing_deg);
        let least = counted(least as u64, "shot");
        return vec![format!("No hole: from every bearing there is time for {least} or more (fewest at {at:.0}°).")];
    }
    let mut sentences: Vec<String> = holes.iter().take(TOLD).map(sentence).collect();
    if holes.len() > TOLD {
        let rest: f64 = holes[TOLD..].iter().map(|hole| hole.width_deg).sum();
        sentences.push(format!("And {} more, {rest:.0}° together.", counted((holes.len() - TOLD) as u64, "hole")));
    }
    sentences
}

/// One hole.
fn sentence(hole: &Hole) -> String {
    let from = if hole.is_all_around() {
        "From any bearing".to_owned()
    } else {
        format!("From {:.0}° to {:.0}°", hole.from_deg, hole.to_deg())
    };
    match hole.obstacle {
        Some(obstacle) => format!("{from} nothing can be met: {}.", obstacle_words(obstacle)),
        None => format!("{from} there is time for {} only.", counted(hole.shots as u64, "shot")),
    }
}

/// Why nothing can be met, as the second half of a sentence.
pub fn obstacle_words(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::CannotCome => "the wind lets no threat come from there",
        Obstacle::Undetected => "it arrives before its track is confirmed",
        Obstacle::NoSite => "no site has a magazine",
        Obstacle::OutOfReach => "no site reaches it",
        Obstacle::AboveCeiling => "it flies above every interceptor's ceiling",
        Obstacle::OutOfSector => "it would be met outside every site's sector",
        Obstacle::TooLate => "every interceptor would come too late",
        Obstacle::NoRounds => "every magazine in reach is empty",
        Obstacle::NoChannel => "no site in reach has a guidance channel",
    }
}

/// What was asked, in one line: `Shahed-136 at 170 km/h, 1,200 m high, straight at City`.
pub fn question_line(case: &CaseModel, reach: &Reach) -> String {
    let question = &reach.question;
    let (name, speed) = question.kind(case).map_or(("no threat", 0.0), |k| (k.name.as_str(), k.cruise_speed_mps));
    format!(
        "{name} at {:.0} km/h, {} m high, straight at {}",
        3.6 * speed,
        plain(question.altitude_m.round()),
        question.aim_name(case)
    )
}

/// What the counts rest on, for both outputs.
pub const ASSUMPTIONS: &str = "One threat alone, straight and level; an exact track once confirmed; every shot finds a channel \
                               and a rail, and misses; shots one after the other, each assessed before the next.";
