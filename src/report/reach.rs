//! Reach in words, for the terminal and the window: the hole first.

use super::number::{counted, fixed, integer, plain};
use super::table::table;
use super::wrap::wrapped;
use crate::model::CaseModel;
use crate::reach::{Bearing, Hole, Obstacle, Reach, Sector, holes, sectors};

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

/// The terminal's answer: the hole in words, then the compass in sixteen.
pub fn summary(case: &CaseModel, variant: Option<&str>, reach: &Reach, wanted: usize) -> String {
    let variant = variant.map_or_else(String::new, |name| format!(", variant {name}"));
    let mut text = wrapped(&format!("{}{variant}: {}", case.scenario.name, question_line(case, reach)));
    text.push('\n');
    for sentence in hole_sentences(reach, wanted) {
        text += &wrapped(&sentence);
    }
    text.push('\n');
    let head = ["from", "shots", "confirmed", "first met", "sites", "rounds", "channels", "why not"];
    text += &indented(&table(&head, &[0, 7], sectors(reach).iter().map(row).collect()));
    let confidence = 100.0 * reach.question.confidence;
    text += &wrapped(&format!(
        "\nEach line is the worst of its bearings; distances are from {}. A track counts as confirmed where it is so with {} %.",
        reach.question.aim_name(case),
        plain(confidence.round())
    ));
    text += &wrapped(ASSUMPTIONS);
    text
}

fn row(sector: &Sector) -> Vec<String> {
    let km = |metres: Option<f64>| metres.map_or_else(|| "-".to_owned(), |m| format!("{} km", fixed(m / 1000.0, 1)));
    let shots = match sector.least_shots {
        None => "-".to_owned(),
        Some(least) if least == sector.most_shots => least.to_string(),
        Some(least) => format!("{least} to {}", sector.most_shots),
    };
    vec![
        sector.name.to_owned(),
        shots,
        km(sector.confirmed_m),
        km(sector.first_m),
        sector.n_sites.to_string(),
        integer(u64::from(sector.n_rounds)),
        integer(u64::from(sector.n_channels)),
        sector.obstacle.map_or("", obstacle_words).to_owned(),
    ]
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// The answer for programs. Names and units are promises: add keys, never change one.
#[derive(serde::Serialize)]
pub struct ReachJson<'a> {
    scenario: &'a str,
    scenario_digest: &'a str,
    variant: Option<&'a str>,
    /// Name of what the threat flies to.
    aim: &'a str,
    threat_type: &'a str,
    speed_mps: f64,
    altitude_m: f64,
    confidence: f64,
    shots_wanted: usize,
    /// Fewest shots over all bearings; null where no threat can come from any.
    least_shots: Option<usize>,
    most_shots: usize,
    /// The holes in words.
    sentences: Vec<String>,
    holes: Vec<Hole>,
    sectors: Vec<Sector>,
    /// Names of the sites by the index used in `bearings`.
    sites: Vec<&'a str>,
    bearings: &'a [Bearing],
    assumptions: &'static str,
}

impl<'a> ReachJson<'a> {
    /// Everything there is to say.
    pub fn new(case: &'a CaseModel, variant: Option<&'a str>, reach: &'a Reach, wanted: usize) -> Self {
        let question = &reach.question;
        let kind = question.kind(case);
        Self {
            scenario: &case.scenario.name,
            scenario_digest: &case.scenario_digest,
            variant,
            aim: question.aim_name(case),
            threat_type: kind.map_or("", |kind| kind.name.as_str()),
            speed_mps: kind.map_or(0.0, |kind| kind.cruise_speed_mps),
            altitude_m: question.altitude_m,
            confidence: question.confidence,
            shots_wanted: wanted,
            least_shots: reach.least_shots(),
            most_shots: reach.most_shots(),
            sentences: hole_sentences(reach, wanted),
            holes: holes(reach, wanted),
            sectors: sectors(reach),
            sites: case.scenario.sites.iter().map(|site| site.name.as_str()).collect(),
            bearings: &reach.bearings,
            assumptions: ASSUMPTIONS,
        }
    }
}
