//! Every flow of the screen, by accessible label.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, Queryable as _};

use super::Statistics;
use super::strip::{Look, place};
use crate::assign::ASSIGNERS;
use crate::engine::auto::Choice;
use crate::model::Outcome;
use crate::scenario;
use crate::study::{Findings, Plan, Work};
use crate::viewer::palette::DARK;
use crate::viewer::screen::{Action, At, RaidRequest};
use crate::viewer::theme;

/// The screen, and what it asked for.
struct App {
    screen: Statistics,
    actions: Vec<Action>,
}

type Window = Harness<'static, App>;

fn window(size: impl Into<Vec2>, screen: Statistics) -> Window {
    let app = App { screen, actions: Vec::new() };
    let builder = Harness::builder().with_size(size).with_max_steps(40).with_context_setup(theme::install);
    builder.build_ui_state(
        |ui, app: &mut App| {
            let action = app.screen.ui(ui, &DARK);
            app.actions.extend(action);
        },
        app,
    )
}

fn request(name: &str) -> RaidRequest {
    let loaded = scenario::load(name, None).unwrap();
    RaidRequest {
        scenario: loaded.scenario,
        digest: loaded.digest,
        source: name.to_owned(),
        variant: loaded.variant,
        assigner: None,
        brought: Vec::new(),
        objective: None,
        seed: 1,
        replicate: 0,
        at: At::Beginning,
        on_gpu: false,
    }
}

/// Eight raids under nearest and auction, run from the window.
fn small_study(size: impl Into<Vec2>) -> Window {
    let mut screen = Statistics::new(Some(request("contract/mixed")));
    screen.set_replicates(8);
    screen.set_engine(Choice::Cpu);
    let mut window = window(size, screen);
    window.run_ok();
    let others = ASSIGNERS.iter().map(|assigner| assigner.name()).filter(|name| !["nearest", "auction"].contains(name));
    for name in others {
        window.get_by_label(name).click();
    }
    window.run_ok();
    window.get_by_label("Run the comparison").click();
    window.run_steps(2);
    window.state_mut().screen.wait();
    window.run_ok();
    window
}

fn failing_plan() -> Plan {
    let loaded = scenario::load("contract/mixed", None).unwrap();
    let assigners = ["nearest", "auction"].map(str::to_owned);
    Plan::new(&loaded.scenario, &loaded.digest, &assigners, None, 1, 4).unwrap()
}

/// A folder of this test's own, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("kingbird-statistics-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn findings(window: &Window) -> &Findings {
    &window.state().screen.shown().unwrap().findings
}

/// The raid that was asked for last: assigner and replicate.
#[track_caller]
fn opened(window: &mut Window) -> (String, u32) {
    let Some(Action::OpenRaid(request)) = window.state_mut().actions.pop() else { panic!("no raid was asked for") };
    assert_eq!((request.at, request.seed, request.source.as_str()), (At::FirstLeak, 1, "contract/mixed"));
    assert_eq!(request.scenario.name, "contract/mixed");
    (request.assigner.unwrap(), request.replicate)
}

/// Draws until something comes that a thread has to bring.
#[track_caller]
fn until(window: &mut Window, what: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !what(window) {
        assert!(began.elapsed() < Duration::from_secs(60), "it never came");
        window.run_steps(1);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Types a path into the prompt that is open, over what stands there.
fn type_path(window: &mut Window, path: &Path) {
    window.get_by_label("Path").focus();
    window.run_ok();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_ok();
    window.get_by_label("Path").type_text(path.to_str().unwrap());
    window.run_ok();
}

#[test]
fn without_a_scenario_the_screen_says_what_to_do() {
    let mut window = window((800.0, 500.0), Statistics::new(None));
    window.run_ok();
    window.get_by_label("Which way of assigning interceptors does best?");
    window.get_by_label("choose a scenario first");
    window.get_by_label("Run the comparison").click();
    window.run_ok();
    assert!(window.state().screen.shown().is_none());
    // A scenario can be chosen here.
    window.get_by_label("Scenario").click();
    window.run_ok();
    window.get_by_label("mass-raid").click();
    window.run_ok();
    window.get_by_label("Ready to compare");
    assert!(window.query_by_label("choose a scenario first").is_none());
}

#[test]
fn a_study_runs_from_the_window_and_tells_its_verdict() {
    let window = small_study((1280.0, 800.0));
    let shown = findings(&window);
    assert_eq!((shown.analysis.n_replicates, shown.analysis.arms.len(), shown.study.engine.as_str()), (8, 2, "cpu"));
    let verdict = crate::report::verdict::verdict(&shown.analysis);
    window.get_by_label(verdict.lines().next().unwrap());
    window.get_by_label_contains("8 replicates only");
    for title in ["Ranking", "Every raid", "Why they leaked", "Kills and their price", "Raids worth a look"] {
        window.get_by_label(title);
    }
}

#[test]
fn a_study_is_called_off_at_once_and_can_be_run_again() {
    let mut screen = Statistics::new(Some(request("saturation")));
    screen.set_replicates(5000);
    screen.set_engine(Choice::Cpu);
    let mut window = window((1280.0, 800.0), screen);
    window.run_ok();
    window.get_by_label("Run the comparison").click();
    until(&mut window, |window| window.query_by_label_contains("per second").is_some());
    window.get_by_label("Progress of the comparison");
    window.get_by_label("Cancel").click();
    until(&mut window, |window| window.query_by_label_contains("Cancelled").is_some());
    if let Some(shown) = window.state().screen.shown() {
        assert!(shown.findings.analysis.n_replicates < 5000);
        window.get_by_label_contains("So far: ");
    }
    window.get_by_label("Run the comparison");
}

#[test]
fn a_lost_gpu_is_told_and_the_cpu_goes_on() {
    let mut screen = Statistics::new(Some(request("contract/mixed")));
    screen.watch(Work::given_up(failing_plan(), 5, "the device was lost; use --engine cpu"));
    let mut window = window((1280.0, 800.0), screen);
    window.run_ok();
    window.get_by_label("the device was lost; use the CPU engine");
    assert_eq!(findings(&window).analysis.n_replicates, 2);
    window.get_by_label_contains("So far: 2 of 4 replicates");
    window.get_by_label("Go on with the CPU").click();
    window.run_steps(2);
    window.state_mut().screen.wait();
    window.run_ok();
    assert_eq!((findings(&window).analysis.n_replicates, findings(&window).study.engine.as_str()), (4, "cpu"));
    assert!(window.query_by_label_contains("the device was lost").is_none());
}

#[test]
fn a_dot_opens_its_raid() {
    let mut window = small_study((1280.0, 800.0));
    for (case_ix, name) in ["nearest", "auction"].into_iter().enumerate() {
        let shown = window.state().screen.shown().unwrap();
        let rect = window.get_by_label(&format!("Leakers under {name}, 8 raids")).rect();
        let axis = super::distribution::frame(shown).axis(rect.width());
        let color = DARK.text;
        let look = Look { rect, axis, color, mark: color, name: "", tell: &|_| String::new() };
        let dot = *shown.leakers[case_ix].dots.last().unwrap();
        let worst = findings(&window).study.outcomes[case_ix].iter().map(Outcome::leakers).max().unwrap();
        assert_eq!(dot.value, f64::from(worst));
        window.hover_at(place(&dot, &look));
        window.run_steps(4);
        window.get_by_label_contains(&format!("replicate {} under {name}\n", dot.replicate));
        click_at(&mut window, place(&dot, &look));
        assert_eq!(opened(&mut window), (name.to_owned(), dot.replicate));
    }
}

#[test]
fn the_keyboard_walks_along_the_dots() {
    let mut window = small_study((1280.0, 800.0));
    window.get_by_label("Leakers under auction, 8 raids").focus();
    window.run_ok();
    let dots = window.state().screen.shown().unwrap().leakers[1].dots.clone();
    window.key_press(Key::Enter);
    window.run_ok();
    assert_eq!(opened(&mut window), ("auction".to_owned(), dots[7].replicate));
    window.key_press(Key::ArrowLeft);
    window.run_ok();
    window.key_press(Key::Enter);
    window.run_ok();
    assert_eq!(opened(&mut window), ("auction".to_owned(), dots[6].replicate));
}

#[test]
fn a_cause_opens_the_first_raid_with_it() {
    let mut window = small_study((1280.0, 1400.0));
    let label = "nearest: no channel, ";
    window.get_by_label_contains(label).click();
    window.run_ok();
    let outcomes = &findings(&window).study.outcomes[0];
    let no_channel = crate::model::outcome::CAUSE_NAMES.iter().position(|cause| *cause == "no_channel").unwrap();
    let first = outcomes.iter().position(|outcome| outcome.causes[0][no_channel] > 0).unwrap();
    assert_eq!(opened(&mut window), ("nearest".to_owned(), first as u32));
}

#[test]
fn the_table_opens_the_outliers_alone_and_beside_the_best() {
    let mut window = small_study((1280.0, 1400.0));
    let shown = window.state().screen.shown().unwrap();
    let best = findings(&window).analysis.best;
    let outlier = shown.outliers.iter().find(|outlier| outlier.case_ix != best).unwrap().clone();
    let name = ["nearest", "auction"];
    let (other, best) = (name[outlier.case_ix], name[best]);
    window.get_by_label(&format!("Open replicate {} under {other}", outlier.replicate)).click();
    window.run_ok();
    assert_eq!(opened(&mut window), (other.to_owned(), outlier.replicate));
    window.get_by_label(&format!("Replicate {} under {best} and {other} side by side", outlier.replicate)).click();
    window.run_ok();
    let Some(Action::OpenCompare(request, one, two)) = window.state_mut().actions.pop() else { panic!("nothing") };
    assert_eq!((request.replicate, one.as_str(), two.as_str()), (outlier.replicate, best, other));
}

#[test]
fn results_are_saved_opened_again_never_overwritten_and_not_believed_when_altered() {
    let scratch = Scratch::new();
    let dir = scratch.0.join("results");
    let mut window = small_study((1280.0, 800.0));
    window.get_by_label("Save results...").click();
    window.run_ok();
    type_path(&mut window, &dir);
    window.get_by_label("Save").click();
    until(&mut window, |window| !window.state().actions.is_empty());
    let Some(Action::Tell(text)) = window.state_mut().actions.pop() else { panic!("nothing was told") };
    assert!(text.contains("results"), "{text}");

    window.get_by_label("Save results...").click();
    window.run_ok();
    type_path(&mut window, &dir);
    window.get_by_label("Save").click();
    window.run_ok();
    window.get_by_label_contains("never overwritten");

    let mut again = self::window((1280.0, 800.0), Statistics::new(None));
    again.run_ok();
    again.get_by_label("Open results...").click();
    again.run_ok();
    type_path(&mut again, &dir);
    again.get_by_label("Open").click();
    until(&mut again, |window| window.state().screen.shown().is_some());
    again.run_ok();
    assert_eq!(findings(&again).study.outcomes, findings(&window).study.outcomes);
    again.get_by_label("Every raid");
    again.get_by_label_contains("from /");
    assert!(!again.state().screen.has_unsaved_results() && !window.state().screen.has_unsaved_results());

    // New results stand in no folder: those that are read do not take their place without a question.
    again.get_by_label("Run the comparison").click();
    again.run_steps(2);
    again.state_mut().screen.wait();
    assert!(again.state().screen.has_unsaved_results());
    let ctx = again.ctx.clone();
    for (answer, is_kept) in [("Keep the comparison", true), ("Give it up", false)] {
        again.state_mut().screen.open_results(&dir, &ctx);
        until(&mut again, |window| window.query_by_label("Unsaved results").is_some());
        again.run_ok();
        again.get_by_label(answer).click();
        again.run_ok();
        assert!(again.query_by_label("Unsaved results").is_none());
        assert_eq!(again.state().screen.has_unsaved_results(), is_kept);
        assert_eq!(again.query_by_label_contains("from /").is_none(), is_kept);
    }

    let rows = std::fs::read_to_string(dir.join("rows.csv")).unwrap();
    std::fs::write(dir.join("rows.csv"), rows.replacen("nearest", "nearly", 1)).unwrap();
    let ctx = again.ctx.clone();
    again.state_mut().screen.open_results(&dir, &ctx);
    again.state_mut().screen.wait();
    again.run_ok();
    again.get_by_label_contains("rows.csv:2");
}

#[test]
fn nothing_is_cut_off_at_the_sides_from_the_smallest_window_to_the_largest() {
    for (width, height, scale) in [(800.0, 500.0, 1.0), (1280.0, 800.0, 2.0), (2560.0, 1440.0, 1.0)] {
        let mut window = small_study((width, height));
        window.set_pixels_per_point(scale);
        window.run_ok();
        for node in window.query_all(By::new().predicate(|node| node.label().is_some())) {
            let rect = node.rect();
            assert!(rect.left() >= -0.5 && rect.right() <= width + 0.5, "{width}: {node:?} {rect:?}");
        }
    }
}

fn click_at(window: &mut Window, at: eframe::egui::Pos2) {
    for pressed in [true, false] {
        let event = eframe::egui::Event::PointerButton {
            pos: at,
            button: eframe::egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        window.event(event);
        window.run_steps(1);
    }
    window.run_ok();
}
