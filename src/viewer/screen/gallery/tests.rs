//! The start page by its labels.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::viewer::palette::DARK;
use crate::viewer::theme;

type Window = Harness<'static, (Gallery, Vec<Action>)>;

fn window(size: [f32; 2], recent: &'static [&'static str]) -> Window {
    let recent: Vec<String> = recent.iter().map(|source| (*source).to_owned()).collect();
    let mut harness =
        Harness::builder().with_size(size).with_max_steps(40).with_context_setup(theme::install).build_ui_state(
            move |ui, (gallery, actions): &mut (Gallery, Vec<Action>)| {
                actions.extend(gallery.ui(ui, &DARK, &recent));
            },
            (Gallery::default(), Vec::new()),
        );
    harness.run();
    harness
}

#[test]
fn every_shipped_scenario_has_its_card() {
    let cards: Vec<Card> = scenario::shipped().filter_map(Card::read).collect();
    assert_eq!(cards.len(), scenario::shipped().count());
    assert_eq!(cards.iter().filter(|card| !card.is_for_tests()).count(), 4);
}

#[test]
fn cards_open_what_they_say() {
    let mut window = window([1600.0, 900.0], &[]);
    for button in ["Watch mass-raid", "Compare assigners on saturation", "Edit force-protection"] {
        window.get_by_label(button).click();
        window.run();
    }
    let asked = &window.state().1;
    assert!(matches!(&asked[0], Action::OpenRaid(request) if request.source == "mass-raid"));
    assert!(matches!(&asked[1], Action::OpenCompare(request, a, b) if request.source == "saturation" && a != b));
    assert!(matches!(&asked[2], Action::Edit(source) if source == "force-protection"));
    assert_eq!(asked.len(), 3);
}

#[test]
fn a_path_that_leads_nowhere_is_told_and_recent_ones_open() {
    let mut window = window([1000.0, 700.0], &["bench/duel"]);
    window.get_by_label("Open a file").focus();
    window.run();
    window.get_by_label("Open a file").type_text("mass-rad");
    window.run();
    window.get_by_label("Open this path").click();
    window.run();
    window.get_by_label_contains("did you mean mass-raid?");
    assert!(window.state().1.is_empty());
    window.get_by_label("bench/duel").click();
    window.run();
    assert!(matches!(&window.state().1[0], Action::OpenRaid(request) if request.source == "bench/duel"));
    assert!(window.query_by_label_contains("did you mean").is_none(), "what opened has no mistake");
}
