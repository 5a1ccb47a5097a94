//! `kingbird reach`: where the hole is, before any raid flies.

use clap::Args;

use super::case::load;
use super::exit::Failure;
use super::out;
use crate::model::CaseModel;
use crate::reach::{Aim, Question, Reach};
use crate::report::reach::{ReachJson, summary};

/// Tell what the sites as they stand can do against one threat flying straight in, by bearing
///
/// No raid is flown: where the track is confirmed follows from each scan's probability of detection, where the threat is met
/// from the speeds, and the number of shots from shooting, looking and shooting again until it is too late.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  kingbird reach mass-raid
  kingbird reach mass-raid --threat-type Geran-3 --shots 2
  kingbird reach force-protection --asset Port --altitude-m 200
  kingbird reach ./my.toml --variant few-sites --asset City --json")]
pub struct ReachArgs {
    /// A shipped scenario (`kingbird list scenarios`) or a TOML file
    pub scenario: String,
    /// A variant that the scenario names
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// The asset that the threat flies to [default: the first]
    #[arg(long, value_name = "NAME", conflicts_with = "origin")]
    pub asset: Option<String>,
    /// Let it fly to the theatre's origin instead
    #[arg(long)]
    pub origin: bool,
    /// The threat's type [default: the first]
    #[arg(long, value_name = "NAME")]
    pub threat_type: Option<String>,
    /// Its altitude above sea level, metres, 10 to 15000 [default: the type's mean]
    #[arg(long, value_name = "M", value_parser = in_range::<10, 15_000>)]
    pub altitude_m: Option<f64>,
    /// Bearings with fewer shots than these are a hole
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub shots: u32,
    /// How sure the track must be confirmed, percent, 1 to 99; 50 is the median
    #[arg(long, value_name = "PERCENT", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub confidence: u32,
    /// Print one JSON object with every bearing instead of text
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// A number within whole bounds.
fn in_range<const LOW: u32, const HIGH: u32>(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    let range = f64::from(LOW)..=f64::from(HIGH);
    if range.contains(&value) { Ok(value) } else { Err(format!("not within {LOW} to {HIGH}")) }
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input.
pub fn run(args: &ReachArgs) -> Result<(), Failure> {
    let loaded = load(&args.scenario, args.variant.as_deref())?;
    let case = CaseModel::compile(&loaded.scenario, &loaded.digest, None, None)?;
    let question = question(args, &case)?;
    let reach = Reach::of(&case, &question);
    let wanted = args.shots as usize;
    if args.json {
        return out::print_json(&ReachJson::new(&case, loaded.variant.as_deref(), &reach, wanted));
    }
    out::print(&summary(&case, loaded.variant.as_deref(), &reach, wanted))
}

fn question(args: &ReachArgs, case: &CaseModel) -> Result<Question, Failure> {
    let named = |error: crate::reach::QuestionError| Failure::input(error.to_string());
    let mut question = Question::new(case);
    if let Some(name) = &args.asset {
        question.set_asset(case, name).map_err(named)?;
    }
    if args.origin {
        question.aim = Aim::Origin;
    }
    if let Some(name) = &args.threat_type {
        question.set_threat_type(case, name).map_err(named)?;
    }
    question.altitude_m = args.altitude_m.unwrap_or(question.altitude_m);
    question.confidence = f64::from(args.confidence) / 100.0;
    Ok(question)
}
