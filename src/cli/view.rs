//! `kingbird view`: the window, or its picture in a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::case::{ProgramArgs, objective_parser, picture_parser};
use super::exit::Failure;
use super::out;
use crate::assign::Chosen;
use crate::assign::external::PREFIX;
use crate::model::Picture;
use crate::replay;
use crate::scenario::schema::Objective;
use crate::study::store;
use crate::viewer::app::{self, Choice, LayoutName, Screenshot, Start};
use crate::viewer::error::ViewerError;
use crate::viewer::screen::At;

/// Open the window: a scenario, or the results of a comparison; without a name, the gallery
///
/// The window draws what a replicate is, and changes no bit of it. With --screenshot the same is drawn into a file, without a
/// display.
#[derive(Args, Debug, Default)]
#[command(after_long_help = "\
Examples:
  kingbird view
  kingbird view mass-raid --assigner auction
  kingbird view results                                  (a folder of `kingbird compare --out results`)
  kingbird view mass-raid --screenshot raid.png --at-s 1200 --size 1600x900
  kingbird view mass-raid --screenshot compare.png --layout compare --assigner nearest --against auction --at-s 1500

Keys: F1 in the window shows them all.")]
pub struct ViewArgs {
    /// A shipped scenario (`kingbird list scenarios`), a TOML file, or a folder of results
    #[arg(value_name = "SCENARIO | DIR")]
    pub name: Option<String>,
    /// A variant that the scenario names
    #[arg(long, value_name = "NAME", requires = "name")]
    pub variant: Option<String>,
    /// Who assigns interceptors to threats (`kingbird list assigners`), or your own program as 'exec:COMMAND' [default: the scenario's]
    #[arg(long, value_name = "NAME", requires = "name")]
    pub assigner: Option<String>,
    /// What an assignment is judged by [default: the scenario's]
    #[arg(long, value_parser = objective_parser(), requires = "name")]
    pub objective: Option<Objective>,
    #[command(flatten)]
    pub program: ProgramArgs,
    /// What is decided from: `believed`, or `truth`, perfect information, a diagnostic and no result for the assigner
    #[arg(long, value_name = "P", value_parser = picture_parser(), requires = "name")]
    pub picture: Option<Picture>,
    /// Seed of the random numbers [default: 1]
    #[arg(long, value_name = "N", requires = "name")]
    pub seed: Option<u64>,
    /// Number of the replicate under that seed [default: 0]
    #[arg(long, value_name = "N", requires = "name")]
    pub replicate: Option<u32>,
    /// The moment, seconds from the beginning [default: the beginning]
    #[arg(long, value_name = "S", requires = "name", allow_negative_numbers = true, value_parser = seconds)]
    pub at_s: Option<f64>,
    /// Open at the first leak; with two assigners side by side at the first threat whose end differs
    #[arg(long, requires = "name", conflicts_with = "at_s")]
    pub at_first_leak: bool,
    /// Let a GPU compute the raid beside the CPU, and compare every bit
    #[arg(long, requires = "name")]
    pub on_gpu: bool,
    /// Draw into this PNG file, which must not exist, instead of a window
    #[arg(long, value_name = "FILE", help_heading = "Picture")]
    pub screenshot: Option<PathBuf>,
    /// Its size, pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size, requires = "screenshot", help_heading = "Picture")]
    pub size: [u32; 2],
    /// Pixels per point: 2 for print and dense screens
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = scale, requires = "screenshot", help_heading = "Picture")]
    pub scale: f32,
    /// What it shows [default: raid for a scenario, statistics for results, gallery for neither]
    #[arg(long, value_enum, requires = "screenshot", help_heading = "Picture")]
    pub layout: Option<Layout>,
    /// The second assigner of --layout compare
    #[arg(long, value_name = "NAME", requires = "screenshot", help_heading = "Picture")]
    pub against: Option<String>,
    /// What is selected, by its name in the lists (`North-east/17`, `Octopus west/Octopus/3`, `City`)
    #[arg(long, value_name = "NAME", requires = "screenshot", help_heading = "Picture")]
    pub select: Option<String>,
    /// Height of the view on the ground, kilometres: less is nearer [default: all that stands on the ground]
    #[arg(long, value_name = "KM", requires = "screenshot", value_parser = span, help_heading = "Picture")]
    pub span_km: Option<f64>,
    /// Raids of --layout statistics
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000), requires = "screenshot", help_heading = "Picture")]
    pub replicates: u32,
    /// The light theme
    #[arg(long, requires = "screenshot", help_heading = "Picture")]
    pub light: bool,
}

/// How long devices that were at work are given to come to an end before the program does.
const PATIENCE: Duration = Duration::from_secs(2);

/// Values of `--layout`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// The start page
    Gallery,
    /// The raid in 3-D
    Raid,
    /// The raid on the map
    Map,
    /// Where threats can be met, before any raid flies
    Reach,
    /// Two assigners side by side
    Compare,
    /// Many raids
    Statistics,
    /// The scenario's file
    Edit,
}

impl From<Layout> for LayoutName {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::Gallery => Self::Gallery,
            Layout::Raid => Self::Raid,
            Layout::Map => Self::Map,
            Layout::Reach => Self::Reach,
            Layout::Compare => Self::Compare,
            Layout::Statistics => Self::Statistics,
            Layout::Edit => Self::Edit,
        }
    }
}

impl ViewArgs {
    /// The program that the assigner's name stands for, if it does.
    fn program(&self) -> Result<Option<Chosen>, Failure> {
        let name = self.assigner.as_deref().filter(|name| name.starts_with(PREFIX));
        name.map(|name| self.program.choose(name)).transpose()
    }

    fn at(&self) -> At {
        match self.at_s {
            Some(second) => At::Second(second),
            None if self.at_first_leak => At::FirstLeak,
            None => At::Beginning,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// Mistakes in the input, no display, nothing to draw with, a file that cannot be written.
pub fn run(args: &ViewArgs) -> Result<(), Failure> {
    if let Some(path) = &args.screenshot {
        store::must_be_new(path)?;
    }
    let choice = Choice {
        variant: args.variant.clone(),
        assigner: args.assigner.clone(),
        program: args.program()?,
        picture: args.picture.unwrap_or_default(),
        objective: args.objective,
        seed: args.seed.unwrap_or(1),
        replicate: args.replicate.unwrap_or(0),
        at: args.at(),
        on_gpu: args.on_gpu,
    };
    let start = match &args.name {
        // The editor shows mistakes where they are, so a file may have some.
        Some(name) if args.layout == Some(Layout::Edit) => Start::Edit(name.clone()),
        name => app::start(name.as_deref(), &choice)?,
    };
    check(args, &start)?;
    let shown = match &args.screenshot {
        Some(path) => picture(args, start, path),
        None => app::run(start, None).map_err(Failure::from),
    };
    // What was watched last may have a device at work still.
    replay::wait_for_dropped_players(PATIENCE);
    shown
}

/// Refuses what would be left out without a word.
fn check(args: &ViewArgs, start: &Start) -> Result<(), Failure> {
    let says_raid = args.variant.is_some()
        || args.assigner.is_some()
        || args.objective.is_some()
        || args.picture.is_some()
        || args.seed.is_some()
        || args.replicate.is_some()
        || args.at().ne(&At::Beginning)
        || args.on_gpu;
    let shows_raid = args.select.is_some() || args.span_km.is_some() || args.against.is_some();
    let refused = match (start, args.layout) {
        (Start::Results(_), Some(layout)) if layout != Layout::Statistics => {
            "this layout shows a scenario, and the name is that of a folder of results: name the scenario"
        }
        (Start::Results(_), _) if says_raid || shows_raid => {
            "a folder of results says itself which raids it holds: leave out what chooses or shows a raid"
        }
        (Start::Edit(_), _) if says_raid || shows_raid => {
            "the editor shows the file as it is: leave out what chooses or shows a raid"
        }
        (Start::Raid(_), Some(Layout::Gallery)) => "the gallery shows all scenarios: leave out the name",
        (_, layout) if args.against.is_some() && layout != Some(Layout::Compare) => {
            "--against names the second assigner of --layout compare"
        }
        _ => return Ok(()),
    };
    Err(Failure::input(refused))
}

fn picture(args: &ViewArgs, start: Start, path: &Path) -> Result<(), Failure> {
    let natural = match start {
        Start::Gallery => LayoutName::Gallery,
        Start::Raid(_) => LayoutName::Raid,
        Start::Results(_) => LayoutName::Statistics,
        Start::Edit(_) => LayoutName::Edit,
    };
    let wanted = Screenshot {
        size_px: args.size,
        scale: args.scale,
        layout: args.layout.map_or(natural, LayoutName::from),
        at_s: args.at_s,
        span_km: args.span_km,
        select: args.select.clone(),
        against: args.against.clone(),
        replicates: args.replicates,
        dark: !args.light,
    };
    let image = app::screenshot(start, &wanted)?;
    store::write_bytes(path, &image.png()?)?;
    out::print(&format!("written to {}\n", path.display()))
}

/// `1600x900`.
fn size(text: &str) -> Result<[u32; 2], String> {
    let sides = text.split_once('x').and_then(|(w, h)| Some([w.parse().ok()?, h.parse().ok()?]));
    let allowed = |side: &u32| (64..=16_384).contains(side);
    sides
        .filter(|sides: &[u32; 2]| sides.iter().all(allowed))
        .ok_or_else(|| "width x height in pixels, each from 64 to 16384, such as 1600x900".to_owned())
}

fn scale(text: &str) -> Result<f32, String> {
    let scale = text.parse().ok().filter(|scale| (0.5..=4.0).contains(scale));
    scale.ok_or_else(|| "a number from 0.5 to 4".to_owned())
}

fn span(text: &str) -> Result<f64, String> {
    let span = text.parse().ok().filter(|span| (0.1..=10_000.0).contains(span));
    span.ok_or_else(|| "kilometres, from 0.1 to 10000".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0);
    seconds.ok_or_else(|| "seconds from the beginning of the raid, 0 or more".to_owned())
}

impl From<ViewerError> for Failure {
    fn from(error: ViewerError) -> Self {
        match error {
            ViewerError::Content(_) | ViewerError::Size { .. } => Self::input(error.to_string()),
            ViewerError::NoAdapter(_)
            | ViewerError::NoWindow(_)
            | ViewerError::Device(_)
            | ViewerError::WindowLost(_)
            | ViewerError::Picture(_) => Self::machine(error.to_string()),
        }
    }
}
